package answer

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestResponse: the status said last before the first byte is sent, and headers set until then are; what comes after
// changes nothing, and a page over a begun answer is none.
func TestResponse(t *testing.T) {
	for name, c := range map[string]struct {
		do     func(w http.ResponseWriter)
		status int
		body   string
		cookie bool
	}{
		"nothing": {func(http.ResponseWriter) {}, 200, "", false},
		"said twice": {func(w http.ResponseWriter) { w.WriteHeader(422); w.WriteHeader(500); _, _ = w.Write([]byte("x")) },
			500, "x", false},
		"a header after the status": {func(w http.ResponseWriter) {
			w.WriteHeader(409)
			http.SetCookie(w, &http.Cookie{Name: "notice", MaxAge: -1})
			_, _ = w.Write([]byte("x"))
		}, 409, "x", true},
		"said too late": {func(w http.ResponseWriter) { _, _ = w.Write([]byte("x")); w.WriteHeader(500) }, 200, "x", false},
		"status alone":  {func(w http.ResponseWriter) { w.WriteHeader(304) }, 304, "", false},
		"a download that fails": {func(w http.ResponseWriter) {
			w.Header().Set("Content-Disposition", "attachment")
			Begin(w)
			w.WriteHeader(500)
		}, 500, "", false},
	} {
		got := httptest.NewRecorder()
		r := NewResponse(got)
		c.do(r)
		r.End()
		if h := got.Header(); got.Code != c.status || got.Body.String() != c.body || r.Status() != c.status ||
			(h.Get("Set-Cookie") != "") != c.cookie || h.Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %q %v", name, got.Code, got.Body, h)
		}
	}
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
			t.Error("a page was to be written behind the half of a file")
		}
	}()
	r := NewResponse(httptest.NewRecorder())
	_, _ = r.Write([]byte("half"))
	Begin(r)
}
