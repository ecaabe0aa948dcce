package meter_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/meter"
	"giamngheo/internal/audit"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

// TestMuch: who is shown more households in a day than the rule expects of his role is put on the record once, and
// inspectors of his area are told; who reads less is not, and nobody else is told.
func TestMuch(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since := s.Seq()
	read := func(who string, n int) {
		t.Helper()
		e := &audit.Entry{Account: s.As(who).Account, Kind: "place", Detail: audit.Detail{Note: office.Counted(n)}}
		one := &audit.Entry{Account: e.Account, Kind: "household"} // one household's page
		if err := s.Office.Keep(ctx, office.KeepReads, func(tx *office.Tx) error {
			return meter.Count(s.Meter, ctx, tx, []*audit.Entry{e, one})
		}); err != nil {
			t.Fatal(err)
		}
	}
	read("lanhdao", 1998)
	read("canbo.so", 2500)
	read("thanhtra", 90_000) // nothing is said of inspectors
	read("lanhdao.huyen", 1999)
	read("lanhdao.huyen", 5000)
	var told []string
	for _, e := range s.Deeds(since) {
		if e.Action == "reading.much" {
			told = append(told, e.Who+" "+e.Detail.Note["households"]+" "+e.Detail.Note["most"])
		}
	}
	if len(told) != 1 || told[0] != "lanhdao.huyen 2000 2000" {
		t.Errorf("told: %v", told)
	}
	for who, want := range map[string]int{"thanhtra": 1, "lanhdao": 0, "quantri": 0, "canbo.so": 0} {
		if n, err := s.Meter.Much(ctx, s.As(who)); n != want || err != nil {
			t.Errorf("%s is told of %d: %v", who, n, err)
		}
	}
	read("lanhdao", 0)
	if n, err := s.Meter.Much(ctx, s.As("thanhtra")); n != 2 || err != nil {
		t.Errorf("after one more household: %d %v", n, err)
	}
	s.Set(s.Now().AddDays(8))
	if n, err := s.Meter.Much(ctx, s.As("thanhtra")); n != 0 || err != nil {
		t.Errorf("a week later: %d %v", n, err)
	}
}
