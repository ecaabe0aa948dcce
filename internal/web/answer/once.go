package answer

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"hash"
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

// Sent takes the key out of a form that an account sent, with a digest of what else was sent; nil: it has none.
// Errors (errs.Invalid): what was sent cannot be read, or the key is none.
func Sent(r *http.Request, account int64) (*sending.Form, error) {
	err := r.ParseMultipartForm(mostInMemory)
	if errors.Is(err, http.ErrNotMultipart) {
		err = r.ParseForm()
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, errs.New(errs.Invalid, "the form cannot be read; reload and send it again")
	}
	key := r.PostForm.Get(onceField)
	if key == "" {
		return nil, nil
	}
	r.Form.Del(onceField)
	r.PostForm.Del(onceField)
	sum := sha256.New()
	_, _ = io.WriteString(sum, r.URL.RawQuery+"\n"+r.PostForm.Encode())
	if r.MultipartForm != nil {
		delete(r.MultipartForm.Value, onceField)
		if err := addFiles(sum, r.MultipartForm.File); err != nil {
			return nil, err
		}
	}
	f := &sending.Form{Key: key, Account: account, To: r.URL.Path, Content: sum.Sum(nil)}
	return f, f.Check()
}

// addFiles adds the files of a form to its digest.
func addFiles(sum hash.Hash, files map[string][]*multipart.FileHeader) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, head := range files[name] {
			f, err := head.Open()
			if err != nil {
				return err
			}
			_, _ = io.WriteString(sum, "\n"+name+"\n"+head.Filename+"\n")
			_, err = io.Copy(sum, f)
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
