package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"

	"giamngheo/internal/app/public"
	"giamngheo/internal/web/page"
)

// mostKept bounds how many pages are kept ready, and mostPage how large each may be.
const (
	mostKept = 1024
	mostPage = 4 << 20
)

// kept are pages as they were made from what is public: as long as that is the same, so are they.
type kept struct {
	mu   sync.Mutex
	from *public.Known
	all  map[string]*ready
}

// ready is a page as it is sent.
type ready struct {
	plain, packed []byte
	header        http.Header
	tag           string
}

// Keep answers with a page that depends on nothing but its address and what is public: it is made once, and a browser
// asks again only whether it has changed.
func (s *Shell) Keep(h page.Action) page.Action {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		known, err := s.Known(r)
		if err != nil {
			return err
		}
		key := r.URL.RequestURI()
		one := s.kept.find(known, key)
		if one == nil {
			made := &recorder{header: http.Header{}, status: http.StatusOK}
			if err := h(made, r); err != nil {
				return err
			}
			if made.status != http.StatusOK || made.body.Len() > mostPage {
				made.send(w)
				return nil
			}
			one = made.ready()
			s.kept.keep(known, key, one)
		}
		one.send(w, r)
		return nil
	})
}

func (k *kept) find(from *public.Known, key string) *ready {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.from != from {
		return nil
	}
	return k.all[key]
}

func (k *kept) keep(from *public.Known, key string, one *ready) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.from != from || len(k.all) >= mostKept {
		k.from, k.all = from, map[string]*ready{}
	}
	k.all[key] = one
}

// send answers a request with a page.
func (o *ready) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, values := range o.header {
		h[name] = values
	}
	h.Set("Cache-Control", "public, max-age=60")
	h.Set("ETag", o.tag)
	h.Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == o.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := o.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = o.packed
	}
	_, _ = w.Write(body) // the person is gone: nothing to be done
}

// recorder takes an answer instead of a browser.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is the answer's header.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write takes a part of the answer.
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

func (r *recorder) send(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body.Bytes()) // the person is gone: nothing to be done
}

func (r *recorder) ready() *ready {
	sum := sha256.Sum256(r.body.Bytes())
	var z bytes.Buffer
	zip := gzip.NewWriter(&z)
	_, _ = zip.Write(r.body.Bytes()) // to memory: cannot fail
	_ = zip.Close()
	return &ready{r.body.Bytes(), z.Bytes(), r.header, `"` + hex.EncodeToString(sum[:8]) + `"`}
}
