package answer

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/sending"
)

// onceField is the hidden field of every form that is posted: its key, another one each time that it is shown.
const onceField = "once"

// formTag is the beginning of a form in a template.
var formTag = regexp.MustCompile(`(?s)<form\b(?:\{\{.*?\}\}|[^>])*?>`)

// WithKeys gives every form of a template that is posted its key, which the template's function "once" makes.
func WithKeys(source string) string {
	return formTag.ReplaceAllStringFunc(source, func(tag string) string {
		if !strings.Contains(tag, `method="post"`) {
			return tag
		}
		return tag + `<input type="hidden" name="` + onceField + `" value="{{once}}">`
	})
}

// NewKey is the key of one form on one page.
func NewKey() string { return rand.Text() }

// mostInMemory is how much of a form with files is read into memory; the rest lies on the disk meanwhile.
const mostInMemory = 8 << 20

// tooManyFields stands in what net/url says of a form with more than 10,000 fields; it has no error of its own for it.
const tooManyFields = "parameters exceeded limit"

// Sent takes the key out of a form that an account sent, with a digest of what else was sent; nil: it has none.
// Errors (errs.Invalid): what was sent cannot be read, or the key is none.
func Sent(r *http.Request, account int64) (*sending.Form, error) {
	err := r.ParseForm() // first: what it says is not said again by ParseMultipartForm
	if err == nil {
		if err = r.ParseMultipartForm(mostInMemory); errors.Is(err, http.ErrNotMultipart) {
			err = nil
		}
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil && strings.Contains(err.Error(), tooManyFields):
		return nil, errs.New(errs.Invalid, "too much is ticked at once: tick at most 2,000")
	case err != nil:
		return nil, errs.New(errs.Invalid, "the form cannot be read; reload and send it again")
	}
	key := r.PostForm.Get(onceField)
	if key == "" {
		return nil, nil
	}
	r.Form.Del(onceField)
	r.PostForm.Del(onceField)
	sum, err := digest(r)
	if err != nil {
		return nil, err
	}
	f := &sending.Form{Key: key, Account: account, To: r.URL.Path, Content: sum}
	return f, f.Check()
}

// digest is a digest of what was sent with a form, beside its key. It goes through what is in memory already and copies
// nothing of it: a form may have many megabytes.
func digest(r *http.Request) ([]byte, error) {
	sum := sha256.New()
	w := bufio.NewWriter(sum)
	field := func(s string) { _, _ = fmt.Fprintf(w, "%d:", len(s)); _, _ = w.WriteString(s) } // a hash takes all
	field(r.URL.RawQuery)
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		field(name)
		_, _ = fmt.Fprintf(w, "%d;", len(r.PostForm[name]))
		for _, v := range r.PostForm[name] {
			field(v)
		}
	}
	if r.MultipartForm != nil {
		delete(r.MultipartForm.Value, onceField)
		if err := addFiles(w, field, r.MultipartForm.File); err != nil {
			return nil, err
		}
	}
	err := w.Flush()
	return sum.Sum(nil), err
}

// addFiles adds the files of a form to its digest.
func addFiles(w io.Writer, field func(string), files map[string][]*multipart.FileHeader) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, head := range files[name] {
			f, err := head.Open()
			if err != nil {
				return err
			}
			field(name)
			field(head.Filename)
			_, _ = fmt.Fprintf(w, "%d:", head.Size)
			_, err = io.Copy(w, f)
			if err = errors.Join(err, f.Close()); err != nil {
				return err
			}
		}
	}
	return nil
}

// The cookies that tell the next page what was done.
const (
	Notice    = "notice"
	DraftDone = "draft-done"
)

// Say has the next page say something.
func Say(w http.ResponseWriter, cookie, value string) {
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: value, Path: "/", MaxAge: 60, HttpOnly: true,
		SameSite: http.SameSiteLaxMode})
}

// kept is where a form led, with what the page there says.
type kept struct {
	To   string
	Said map[string]string
}

// Keep is what was answered to a form, to be answered again. A page, a file and a session's token are given once.
func Keep(w http.ResponseWriter, err error) string {
	rec, ok := w.(*Response)
	if err != nil || !ok || rec.Status() != http.StatusSeeOther {
		return sending.Shown
	}
	k := kept{To: w.Header().Get("Location"), Said: map[string]string{}}
	for _, line := range w.Header().Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil || c.Name != Notice && c.Name != DraftDone {
			return sending.Shown
		}
		k.Said[c.Name] = c.Value
	}
	b, err := json.Marshal(k)
	if err != nil {
		return sending.Shown
	}
	return string(b)
}

// Again answers as a form was answered; false: nothing is known of that.
func Again(w http.ResponseWriter, r *http.Request, was string) bool {
	var k kept
	if was == "" || json.Unmarshal([]byte(was), &k) != nil {
		return false
	}
	for cookie, value := range k.Said {
		Say(w, cookie, value)
	}
	http.Redirect(w, r, k.To, http.StatusSeeOther)
	return true
}
