// Package answer is what a request is answered, once: its status, and the same answer to a form that is sent again.
package answer

import "net/http"

// Policy is the content security policy: everything from this program, nothing inline, nothing from elsewhere.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// Response is an answer whose status is sent with its first byte: until then who says a status last is right, and
// headers may still be set. So a handler may say that what was sent is not right and then fail in showing it.
type Response struct {
	http.ResponseWriter
	status int
	begun  bool
	first  func()
}

// NewResponse makes an answer; End sends it where nothing was written.
func NewResponse(w http.ResponseWriter) *Response {
	return &Response{ResponseWriter: w, status: http.StatusOK}
}

// Before has something done just before the answer begins, while headers may still be set.
func (r *Response) Before(do func()) { r.first = do }

// WriteHeader says the status; once the answer has begun it says nothing any more.
func (r *Response) WriteHeader(status int) {
	if !r.begun {
		r.status = status
	}
}

// Write sends the status with the first bytes.
func (r *Response) Write(b []byte) (int, error) {
	r.End()
	return r.ResponseWriter.Write(b)
}

// End sends the status where it is not sent.
func (r *Response) End() {
	if !r.begun {
		r.begun = true
		if r.first != nil {
			r.first()
		}
		r.ResponseWriter.WriteHeader(r.status)
	}
}

// Status is what the answer says, Begun whether it is said already.
func (r *Response) Status() int { return r.status }

// Begun reports whether something of the answer was sent.
func (r *Response) Begun() bool { return r.begun }

// Unwrap is for http.ResponseController.
func (r *Response) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Begin makes the headers those of a page, whatever was to be sent before. An answer that has begun can say no error
// any more: it is cut off, so that nobody takes the half for the whole.
func Begin(w http.ResponseWriter) {
	if r, ok := w.(*Response); ok && r.Begun() {
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	if h.Get("Content-Disposition") != "" {
		h.Del("Content-Disposition")
		h.Set("Content-Security-Policy", Policy)
	}
}
