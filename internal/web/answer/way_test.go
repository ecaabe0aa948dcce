package answer

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestWithin: where one comes back to after signing in lies in the office, however the address is written.
func TestWithin(t *testing.T) {
	for next, want := range map[string]string{
		"/households?q=an&page=2": "/households?q=an&page=2",
		"/":                       "/", "/lists/4": "/lists/4", "/results/2024/": "/results/2024/",
		"": "/", "https://evil.example": "/", "//evil.example": "/", "/\t/evil.example": "/", "/\\evil.example": "/",
		"\\\\evil.example": "/", "/\n/evil.example": "/", "/\r/evil.example": "/", "javascript:alert(1)": "/",
		"/login":             "/",
		"/login?next=/login": "/", "/x/../../evil": "/", "/.//evil.example": "/", "/%2f/evil.example": "/",
		"///evil.example": "/", "evil.example": "/", "/\x00/evil": "/",
		"/\u2028/evil.example": "/%E2%80%A8/evil.example",
	} {
		if got := Within(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

// TestCameFrom: the page from which somebody came is one of this office, whatever else has its name in the address.
func TestCameFrom(t *testing.T) {
	for from, want := range map[string]string{
		"http://office.example/households/new?code=1": "/households/new?code=1", "http://office.example/": "/",
		"http://office.example": "/", "https://office.example/plan/2024": "/plan/2024",
		"": "", "/households": "", "http://evil.example/office.example/x": "", "http://evil.example/?at=office.example": "",
		"http://office.example.evil/x": "", "http://evil-office.example/x": "", "http://office.example@evil.example/x": "",
		"http://office.example//evil.example/x": "/", "http://office.example/login?next=/x": "/", "http://office.example:81/x": "",
		"http://office.example/\\evil": "/", "http://office.example/%zz": "",
	} {
		r := httptest.NewRequest(http.MethodPost, "http://office.example/x", nil)
		r.Header.Set("Referer", from)
		if got := CameFrom(r); got != want {
			t.Errorf("%q is %q, want %q", from, got, want)
		}
	}
}

// TestRefusing: only a page that says that what was sent is not right looks whether it was sent before; who shows a page,
// or cannot reach the database, does not wait for an answer once more.
func TestRefusing(t *testing.T) {
	for status, want := range map[int]bool{200: false, 303: false, 404: true, 409: true, 422: true, 500: false, 503: false} {
		w := NewResponse(httptest.NewRecorder())
		w.WriteHeader(status)
		if got := Refusing(w); got != want {
			t.Errorf("%d: %v", status, got)
		}
	}
	if Refusing(httptest.NewRecorder()) {
		t.Error("an answer whose status is not known")
	}
}
