package page

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/demotest"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/web/answer"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestOnceBrokenOff: what was saved by a form whose answer broke off is not saved again by who sends it again; a file
// is made again.
func TestOnceBrokenOff(t *testing.T) {
	for name, file := range map[string]bool{"a page": false, "a file": true} {
		s := officetest.Small(t)
		shell, err := New(Config{Desks: s.Desks}, nil)
		if err != nil {
			t.Fatal(err)
		}
		saved, form := 0, url.Values{"once": {answer.NewKey()}, "reason": {"x"}}
		send := func() (broke bool) {
			defer func() { broke = recover() != nil }()
			a := s.As("canbo.xa")
			r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r = r.WithContext(context.WithValue(r.Context(), actorKey{}, a))
			if err := shell.once(answer.NewResponse(httptest.NewRecorder()), r, func(http.ResponseWriter, *http.Request) error {
				if err := s.Office.Do(context.Background(), a, &office.Deed{Action: "household.reveal", Kind: "household",
					Place: officetest.ThanhPhu}, nil); err != nil {
					return err
				}
				saved++
				panic("the template is broken")
			}, file); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			return false
		}
		if !send() || saved != 1 {
			t.Fatalf("%s: saved %d times", name, saved)
		}
		s.Office.Answered()
		again := send()
		if want := map[bool]int{false: 1, true: 2}[file]; saved != want || again != file {
			t.Errorf("%s: saved %d times, want %d", name, saved, want)
		}
	}
}
