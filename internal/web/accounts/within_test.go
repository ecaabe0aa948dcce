package accounts

import "testing"

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
		if got := within(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}
