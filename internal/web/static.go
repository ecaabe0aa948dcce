package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"giamngheo/internal/web/page"
)

//go:embed static
var staticFiles embed.FS

type staticFile struct {
	plain, packed []byte
	kind, tag     string
}

// static serves what browsers load, packed once at the start; a browser asks again only whether it has changed.
func static() http.Handler {
	files := map[string]staticFile{}
	_ = fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		f := staticFile{plain: b, kind: kindOf(name), tag: `"` + hex.EncodeToString(sum[:8]) + `"`}
		if !strings.HasSuffix(name, ".woff2") {
			var z bytes.Buffer
			w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
			_, _ = w.Write(b) // to memory: cannot fail
			_ = w.Close()
			f.packed = z.Bytes()
		}
		files["/"+name] = f
		return nil
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Cache-Control", "public, max-age=600")
		h.Set("ETag", f.tag)
		h.Set("Vary", "Accept-Encoding")
		if r.Header.Get("If-None-Match") == f.tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		body := f.plain
		if f.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.packed
		}
		_, _ = w.Write(body)
	})
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/json"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// staleFeed is how long a server may not have heard of what others changed before no more visitors are sent to it.
const staleFeed = 5 * time.Second

// readyz says whether the office can be written to, and knows what the others on its database changed.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if err := s.desks.Office.Probe(ctx); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("read-only\n"))
		return
	}
	select {
	case <-s.desks.Office.Replaced():
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("replaced\n"))
		return
	default:
	}
	if behind := s.desks.Office.Heard(); behind > staleFeed {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("behind\n"))
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// showMetrics answers the machine itself only: figures of use are nobody else's.
func (s *Server) showMetrics(w http.ResponseWriter, r *http.Request) {
	if a := s.shell.Address(r); a != "127.0.0.1" && a != "::1" {
		s.shell.Fail(w, r, page.NotThere())
		return
	}
	s.metrics.ServeHTTP(w, r)
}
