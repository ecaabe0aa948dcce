package page

import (
	"net/http"
	"net/url"
	"path"
	"strings"
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

// cameFrom is the page of this office from which a request came, "" where that is not said.
func cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host == "" || from.Host != r.Host {
		return ""
	}
	return Within(from.RequestURI())
}
