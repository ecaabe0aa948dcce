package panel

import (
	"context"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/rule/parse"
	"giamngheo/internal/target"
)

// register is a small register: versions by household, and who is poor from which day on.
type register struct {
	versions map[int64][]Version
	poor     map[int64]date.Date
}

func (r *register) Each(_ context.Context, from, to date.Date, do func(*Version) error) error {
	for _, all := range r.versions {
		for i := range all {
			if v := all[i]; v.ValidFrom <= to && (v.ValidTo.IsZero() || v.ValidTo > from) {
				if err := do(&v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (r *register) History(_ context.Context, id int64) ([]Version, error) {
	return slices.Clone(r.versions[id]), nil
}

func (r *register) Facts(v *Version) (func(date.Date) programme.Facts, []date.Date) {
	from, is := r.poor[v.ID]
	return func(d date.Date) programme.Facts {
		if is && d >= from {
			return programme.Poor
		}
		return 0
	}, []date.Date{from}
}

func gauge(tb testing.TB) *target.Gauge {
	tb.Helper()
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		tb.Fatal(err)
	}
	lang, err := target.NewLanguage(lib, parse.NewConditions, "", date.Must(2024, 12, 14), nil, nil)
	if err != nil {
		tb.Fatal(err)
	}
	plans, err := target.Plans(os.DirFS("../../data"))
	if err != nil {
		tb.Fatal(err)
	}
	g, err := target.NewGauge(&plans[0], lang)
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// TestMendedIsBuilt: whatever changes, a panel that was mended says what a new one says, and both what counting every
// household in force on the day says.
func TestMendedIsBuilt(t *testing.T) {
	g := gauge(t)
	begin, end := date.Must(2023, 1, 1), date.Must(2024, 12, 31)
	codes := []place.Code{"31498", "31501", "31504"}
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		r := &register{map[int64][]Version{}, map[int64]date.Date{}}
		day := func(name string) date.Date { return begin.AddDays(rapid.IntRange(0, 729).Draw(t, name)) }
		change := func(id int64) {
			from := day("from")
			if rapid.IntRange(0, 5).Draw(t, "leaves") == 0 {
				delete(r.versions, id)
				return
			}
			h := household.Household{Commune: rapid.SampledFrom(codes).Draw(t, "commune"),
				Internet: household.Answer(rapid.IntRange(0, 2).Draw(t, "internet"))}
			h.Members = []household.Member{{Relationship: household.Head, Ethnicity: household.Kinh}}
			r.versions[id] = []Version{{ID: id, Active: true, ValidFrom: from, Household: h}}
			if rapid.Bool().Draw(t, "moves") {
				r.versions[id][0].ValidTo = from.AddDays(100)
				h.Commune = codes[0]
				r.versions[id] = append(r.versions[id], Version{ID: id, Active: true, ValidFrom: from.AddDays(100),
					Household: h})
			}
			if delete(r.poor, id); rapid.Bool().Draw(t, "poor") {
				r.poor[id] = day("poor from")
			}
		}
		for id := int64(1); id <= 6; id++ {
			change(id)
		}
		mended := New(r, g, begin, end)
		if err := mended.Build(ctx); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 5).Draw(t, "changes") {
			id := int64(rapid.IntRange(1, 8).Draw(t, "id"))
			change(id)
			mended.Touch(id)
			if rapid.Bool().Draw(t, "mend") {
				if _, _, err := mended.Mend(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, _, err := mended.Mend(ctx); err != nil {
			t.Fatal(err)
		}
		built := New(r, g, begin, end)
		if err := built.Build(ctx); err != nil {
			t.Fatal(err)
		}
		on := day("on")
		for _, c := range codes {
			want := make([]target.Tally, len(g.Parts()))
			for _, all := range r.versions {
				for i := range all {
					if v := &all[i]; v.Household.Commune == c && v.ValidFrom <= on &&
						(v.ValidTo.IsZero() || v.ValidTo > on) {
						facts, _ := r.Facts(v)
						if err := g.Register(&v.Household, facts(on), 0, want); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			for part := range want {
				for name, p := range map[string]*Panel{"mended": mended, "built": built} {
					if got := p.Ledger().At(p.Units().Number(c), part, on); got != want[part] {
						t.Fatalf("%s, %s, part %d on %s: %+v, want %+v", name, c, part, on, got, want[part])
					}
				}
			}
		}
	})
}
