package answer

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"giamngheo/internal/errs"
)

// Within is an address to which somebody is led back, "/" where it is outside the office or that of the sign-in.
func Within(next string) string {
	u, err := url.Parse(next) // refuses control characters
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" || strings.Contains(u.Path, "\\") ||
		!strings.HasPrefix(u.Path, "/") || path.Clean(u.Path) != strings.TrimSuffix(u.Path, "/") && u.Path != "/" ||
		strings.HasPrefix(u.Path, "/login") {
		return "/"
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
}

// CameFrom is the page of this office from which a request came, "" where that is not said.
func CameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host == "" || from.Host != r.Host {
		return ""
	}
	return Within(from.RequestURI())
}

// Refusing reports whether an answer says that what was sent is not right: what has become of it since a form was sent
// the first time may be why.
func Refusing(w http.ResponseWriter) bool {
	said, ok := w.(interface{ Status() int })
	return ok && said.Status() >= 400 && said.Status() < 500
}

// StatusOf maps the kind of an error to its status.
func StatusOf(err error) int {
	switch errs.KindOf(err) {
	case errs.Invalid:
		return http.StatusUnprocessableEntity
	case errs.NotFound:
		return http.StatusNotFound
	case errs.Forbidden:
		return http.StatusForbidden
	case errs.Conflict:
		return http.StatusConflict
	case errs.Unavailable:
		return http.StatusServiceUnavailable
	case errs.TooMany:
		return http.StatusTooManyRequests
	}
	return http.StatusInternalServerError
}

// DropFiles removes what of a form lies on the disk: the server itself removes only that of the request that it made.
func DropFiles(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll() // nothing to be done: the folder is the system's to clean
	}
}
