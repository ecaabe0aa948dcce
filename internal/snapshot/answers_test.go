package snapshot_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
)

// TestAnswers: a list says of when its answers are and how many today's ages would move, and the query finds just
// those; closed households do not shift the middle.
func TestAnswers(t *testing.T) {
	s, today := snapshot.New(day), date.Must(2026, 11, 27)
	s.SetAged(today)
	put := func(id int64, since date.Date, state uint8, class, aged poverty.Class) {
		r := row(id, "31708", "Lý Thị An")
		r.Since, r.State, r.Result.Class, r.Aged = since, state, class, aged
		s.Put(r)
	}
	put(1, day, 1, poverty.Poor, poverty.NearPoor)
	put(2, day, 1, poverty.Poor, poverty.Poor)
	put(3, day.AddDays(30), 1, poverty.None, poverty.Poor)
	put(4, day.AddDays(60), 1, poverty.None, poverty.None)
	put(5, day.AddDays(-900), 2, poverty.None, poverty.Poor)
	communes := []place.Code{"31708"}
	want := snapshot.Answers{First: day, Last: day.AddDays(60), AgedOn: today, Moved: 2}
	if d := cmp.Diff(want, s.Find(snapshot.Query{Communes: communes}).Answers); d != "" {
		t.Error(d)
	}
	if got := snapshot.MedianDay(s.AnswerDays()); got != day {
		t.Error("the middle of the answers", got)
	}
	for n, q := range map[int]snapshot.Query{2: {Moved: true}, 1: {Moved: true, Classes: []poverty.Class{poverty.Poor}},
		0: {Aged: []poverty.Class{poverty.Undetermined}}} {
		if q.Communes = communes; s.Find(q).Total != n {
			t.Errorf("%+v finds %d", q, s.Find(q).Total)
		}
	}
	put(1, day.AddDays(90), 1, poverty.NearPoor, poverty.NearPoor) // answered anew
	if a := s.Find(snapshot.Query{Communes: communes}).Answers; a.Moved != 1 || a.Last != day.AddDays(90) {
		t.Errorf("%+v", a)
	}
	if got := snapshot.MedianDay(nil); !got.IsZero() {
		t.Error(got)
	}
}
