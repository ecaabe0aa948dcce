package answer

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"giamngheo/internal/errs"
)

func sentForm(t *testing.T, address string, form url.Values) *http.Request {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := r.ParseForm(); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestDigest: forms that differ in anything have other digests, those that differ in nothing the same.
func TestDigest(t *testing.T) {
	seen := map[string]string{}
	for name, r := range map[string]*http.Request{
		"a":                     sentForm(t, "/x", url.Values{"a": {"1"}, "b": {"2"}}),
		"another value":         sentForm(t, "/x", url.Values{"a": {"1"}, "b": {"3"}}),
		"another field":         sentForm(t, "/x", url.Values{"a": {"1"}, "c": {"2"}}),
		"values in another way": sentForm(t, "/x", url.Values{"a": {"1", "2"}, "b": nil}),
		"in one":                sentForm(t, "/x", url.Values{"a": {"1&b=2"}}),
		"of other lengths":      sentForm(t, "/x", url.Values{"a": {"11:b12"}}),
		"many values":           sentForm(t, "/x", url.Values{"a": append([]string{"vwxyz", "abcdef"}, make([]string, 11)...)}),
		"one like many":         sentForm(t, "/x", url.Values{"a": {"vwxyz6:abcdef" + strings.Repeat("0:", 11)}}),
		"a query":               sentForm(t, "/x?c=1", url.Values{"a": {"1"}, "b": {"2"}}),
		"nothing":               sentForm(t, "/x", nil),
	} {
		one, err := digest(r)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := digest(r); !bytes.Equal(one, again) {
			t.Errorf("%s: not the same twice", name)
		}
		if other, ok := seen[string(one)]; ok {
			t.Errorf("%s is as %s", name, other)
		}
		seen[string(one)] = name
	}
}

// TestTooManyFields: who ticks more than a form can carry is told how many may be ticked.
func TestTooManyFields(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(strings.Repeat("id=1&", 10_000)+"act=end"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var e *errs.Error
	if _, err := Sent(r, 1); !errors.As(err, &e) || e.Kind != errs.Invalid || !strings.Contains(e.Text().VI, "2.000") {
		t.Errorf("%v", err)
	}
}

// TestDigestCopiesNothing: the digest of many megabytes takes no memory that grows with them.
func TestDigestCopiesNothing(t *testing.T) {
	r := sentForm(t, "/x", nil)
	r.PostForm = url.Values{"rows": {strings.Repeat("Đặng Thị Ước\t", 1<<20)}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := digest(r); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("the digest of a form of 20 MB took %d kB", took>>10)
	}
}
