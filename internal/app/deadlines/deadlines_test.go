package deadlines_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"giamngheo/internal/app/tasks"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestFeed: the secret address opens the own deadlines and says nothing that somebody wrote; a new one closes the one
// before, and so do taking it back and closing the account. Whatever is wrong is not found.
func TestFeed(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	due := s.Now().AddDays(7)
	if _, err := s.Tasks.Make(ctx, s.As("chutich.xa"), tasks.Made{Place: officetest.ThanhPhu, Due: due,
		Text: "Gặp bà Lâm Thị Mới, số 0909", Assignee: officer.Account}); err != nil {
		t.Fatal(err)
	}
	first, err := s.Deadlines.Subscribe(ctx, officer)
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.Deadlines.Subscribe(ctx, officer)
	if err != nil || token == first {
		t.Fatal(token == first, err)
	}
	text, err := s.Deadlines.Feed(ctx, "10.0.0.8", token)
	if err != nil {
		t.Fatal(err)
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, e := range cal.Events() {
		at, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		found = found || at.Format("2006-01-02") == due.String() && strings.HasPrefix(e.Id(), "task-")
	}
	if !found || strings.Contains(string(text), "Lâm") || strings.Contains(string(text), "0909") {
		t.Errorf("%s", text)
	}
	for line := range strings.SplitSeq(string(text), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\n\r") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	other, err := s.Deadlines.Subscribe(ctx, s.As("canbo.longphu"))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := s.Deadlines.Feed(ctx, "10.0.0.8", other); err != nil || strings.Contains(string(text), "task-") {
		t.Errorf("another's calendar: %s %v", text, err)
	}
	for _, bad := range []string{first, "", "khong-co", strings.Repeat("x", 5000)} {
		if _, err := s.Deadlines.Feed(ctx, "10.0.0.8", bad); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	if err := s.Accounts.SetDisabled(ctx, s.As("quantri"), s.As("canbo.longphu").Account, true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Deadlines.Feed(ctx, "10.0.0.8", other); errs.KindOf(err) != errs.NotFound {
		t.Errorf("of a closed account: %v", err)
	}
	if err := s.Deadlines.Unsubscribe(ctx, officer); err != nil {
		t.Fatal(err)
	}
	if err := s.Deadlines.Unsubscribe(ctx, officer); errs.KindOf(err) != errs.Conflict {
		t.Errorf("taken back twice: %v", err)
	}
	if _, err := s.Deadlines.Feed(ctx, "10.0.0.8", token); errs.KindOf(err) != errs.NotFound {
		t.Errorf("taken back: %v", err)
	}
	var last error
	for range 200 {
		if _, last = s.Deadlines.Feed(ctx, "10.0.0.9", "doan"); errs.KindOf(last) == errs.TooMany {
			break
		}
	}
	if errs.KindOf(last) != errs.TooMany {
		t.Errorf("two hundred guesses: %v", last)
	}
}
