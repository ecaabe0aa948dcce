package generate_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

func written(t testing.TB, g *generate.Register) (households, members []byte) {
	t.Helper()
	var h, m bytes.Buffer
	if err := g.WriteCSV(context.Background(), &h, &m, nil); err != nil {
		t.Fatal(err)
	}
	return h.Bytes(), m.Bytes()
}

// TestSameOnAnyMachine: the bytes depend on the households and the seed, not on how many processors there are.
func TestSameOnAnyMachine(t *testing.T) {
	cfg := config(t, 20_000, 0)
	sum := func() (out [2][32]byte) {
		h, m := written(t, register(t, cfg))
		return [2][32]byte{sha256.Sum256(h), sha256.Sum256(m)}
	}
	first := sum()
	before := runtime.GOMAXPROCS(1)
	one := sum()
	runtime.GOMAXPROCS(before + 3)
	many := sum()
	runtime.GOMAXPROCS(before)
	if first != one || first != many {
		t.Error("the register depends on the number of processors")
	}
	cfg.Seed = 2
	if sum() == first {
		t.Error("another seed gives the same register")
	}
}

// read reads the CSV files back through the columns' setters.
func read(t *testing.T, households, members []byte) (out []*household.Household) {
	t.Helper()
	byCode := map[household.ID]*household.Household{}
	table(t, households, func(column []string, row []string) {
		h := new(household.Household)
		for i, v := range row[:len(row)-1] {
			if err := h.Set(column[i], v); err != nil {
				t.Fatal(err)
			}
		}
		out, byCode[h.Code] = append(out, h), h
	})
	table(t, members, func(column []string, row []string) {
		var m household.Member
		for i, v := range row[1 : len(row)-1] {
			if err := m.Set(column[i+1], v); err != nil {
				t.Fatal(err)
			}
		}
		h := byCode[household.ID(row[0])]
		h.Members = append(h.Members, m)
	})
	return out
}

func table(t *testing.T, text []byte, f func(column, row []string)) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if row[len(row)-1] != generate.Label {
			t.Fatalf("a row without its label: %q", row)
		}
		f(rows[0], row)
	}
}

// TestFilesHoldTheHouseholds: what is read back from the files is what Households gives.
func TestFilesHoldTheHouseholds(t *testing.T) {
	cfg := config(t, 2_000, 0)
	cfg.Unknown = 0.3
	g := register(t, cfg)
	h, m := written(t, g)
	want := slices.Collect(g.Households(context.Background()))
	if diff := cmp.Diff(want, read(t, h, m)); diff != "" {
		t.Errorf("households (-made +read):\n%.2000s", diff)
	}
}

// TestPlausible looks at 2,000 households one by one and together.
func TestPlausible(t *testing.T) {
	cfg := config(t, 2_000, 2023)
	g := register(t, cfg)
	citizens, codes, communes := map[string]bool{}, map[household.ID]bool{}, map[place.Code]bool{}
	people, online := 0, 0
	for h := range g.Households(context.Background()) {
		if codes[h.Code] {
			t.Errorf("household %s twice", h.Code)
		}
		codes[h.Code], communes[h.Commune] = true, true
		people += len(h.Members)
		if h.Internet != household.No {
			online++
		}
		if u, ok := cfg.Places.At(h.Commune, g.On()); !ok || u.Area != h.Area {
			t.Errorf("%s: commune %s is not valid or not %s", h.Code, h.Commune, h.Area)
		}
		if !strings.HasPrefix(h.Phone, "0000") {
			t.Errorf("%s: a phone that may be somebody's: %s", h.Code, h.Phone)
		}
		for i := range h.Members {
			checkCitizen(t, &h.Members[i], citizens)
		}
		checkFamily(t, h, g)
	}
	if size := float64(people) / 2000; size < 3.6 || size > 4.1 {
		t.Errorf("average size %.2f", size)
	}
	if online < 1760 || online > 1960 {
		t.Errorf("%d of 2,000 households use the internet", online)
	}
	if len(communes) < 105 {
		t.Errorf("households in %d communes only", len(communes))
	}
}

func checkCitizen(t *testing.T, m *household.Member, seen map[string]bool) {
	t.Helper()
	id, year := m.CitizenID, m.Birth.Earliest.Year()
	want := byte('0')
	if m.Sex == household.Female {
		want++
	}
	if year >= 2000 {
		want += 2
	}
	if len(id) != 12 || !slices.Contains([]string{"097", "098", "099", "003"}, id[:3]) || id[3] != want ||
		int(id[4]-'0')*10+int(id[5]-'0') != year%100 {
		t.Errorf("citizen number %s of %s born %d", id, m.Sex, year)
	}
	if seen[id] {
		t.Errorf("citizen number %s twice", id)
	}
	seen[id] = true
}

func checkFamily(t *testing.T, h *household.Household, g *generate.Register) {
	t.Helper()
	if len(h.Members) < 1 || len(h.Members) > 9 || h.Members[0].Relationship != household.Head {
		t.Fatalf("%s: %d members, the first a %s", h.Code, len(h.Members), h.Members[0].Relationship)
	}
	parents := []household.Member{}
	for i, m := range h.Members {
		months, _ := m.Birth.Months(g.On())
		switch m.Relationship {
		case household.Head, household.Spouse:
			parents = append(parents, m)
			if months < 18*12 || i > 1 {
				t.Errorf("%s: member %d is a %s of %d months", h.Code, i, m.Relationship, months)
			}
		case household.Child:
			for _, p := range parents {
				if gap := m.Birth.Earliest.Year() - p.Birth.Earliest.Year(); gap < 19 || gap > 45 {
					t.Errorf("%s: a child %d years younger than its parent", h.Code, gap)
				}
			}
		}
		if months < 0 {
			t.Errorf("%s: a member born after the review", h.Code)
		}
	}
	if len(parents) == 2 && parents[0].Sex == parents[1].Sex {
		t.Errorf("%s: head and spouse of one sex", h.Code)
	}
}

// TestYearPasses: of two registers of one seed, the second is the first a year later.
func TestYearPasses(t *testing.T) {
	before, after := register(t, config(t, 335_186, 0)), register(t, config(t, 335_886, 0))
	type past struct {
		class  int
		people map[string]someone
	}
	old := map[household.ID]past{}
	classOf := func(h *household.Household, g *generate.Register) int {
		v := judge(h, g.On())
		return map[bool]int{true: 1}[v.near] + map[bool]int{true: 2}[v.poor]
	}
	for h := range before.Households(context.Background()) {
		p := past{class: classOf(h, before)}
		if len(old)%16 == 0 {
			p.people = peopleOf(h)
		}
		old[h.Code] = p
	}
	var moves [3][3]int
	fresh, stayed, gone, born := 0, 0, 0, 0
	for h := range after.Households(context.Background()) {
		p, ok := old[h.Code]
		if !ok {
			fresh++
			continue
		}
		stayed++
		moves[p.class][classOf(h, after)]++
		if p.people == nil {
			continue
		}
		for id, is := range peopleOf(h) {
			switch was, ok := p.people[id]; {
			case !ok:
				born++
			case was.is != is.is || was.qualified > is.qualified:
				t.Fatalf("%s: %v became %v", h.Code, was, is)
			}
			delete(p.people, id)
		}
		gone += len(p.people)
	}
	if fresh-(len(old)-stayed) != 700 {
		t.Errorf("%d new households, %d gone: not 700 net", fresh, len(old)-stayed)
	}
	if born < 100 || gone < 100 {
		t.Errorf("in one of sixteen households %d came and %d left", born, gone)
	}
	for from := range moves {
		for to, n := range moves[from] {
			if n < 50 {
				t.Errorf("only %d households moved from class %d to %d", n, from, to)
			}
		}
	}
}

// someone is what a year does not change of a person, and what it never takes away.
type someone struct {
	is        string
	qualified household.Qualification
}

// peopleOf tells who everybody is by citizen number.
func peopleOf(h *household.Household) map[string]someone {
	out := map[string]someone{}
	for _, m := range h.Members {
		out[m.CitizenID] = someone{m.Name + " " + m.Sex.String() + " " + m.Ethnicity.String() + " " +
			m.Birth.Earliest.String()[:4], m.Qualification}
	}
	return out
}

// TestAnySizeAddsUp: a register of any size has the households asked for and the totals it says.
func TestAnySizeAddsUp(t *testing.T) {
	cfg := config(t, 1, 0)
	rapid.Check(t, func(t *rapid.T) {
		c := cfg
		c.Households, c.Seed = rapid.Int64Range(1, 3000).Draw(t, "households"), rapid.Uint64().Draw(t, "seed")
		c.Year = rapid.SampledFrom([]int{2023, 2024}).Draw(t, "year")
		g, err := generate.New(c)
		if err != nil {
			t.Fatal(err)
		}
		want := g.Totals()
		want.Year, want.On, want.Source = 0, 0, ""
		if diff := cmp.Diff(want, count(g)); diff != "" || want.Households != c.Households {
			t.Errorf("totals (-said +found):\n%s", diff)
		}
	})
}

func TestRefuses(t *testing.T) {
	for name, change := range map[string]func(*generate.Config){
		"none":     func(c *generate.Config) { c.Households = 0 },
		"too many": func(c *generate.Config) { c.Households = 40_000_001 },
		"year":     func(c *generate.Config) { c.Year = 2019 },
		"unknown":  func(c *generate.Config) { c.Unknown = 1.5 },
	} {
		cfg := config(t, 100, 0)
		change(&cfg)
		if _, err := generate.New(cfg); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStops: a context that ends and a full disk end the writing with their error.
func TestStops(t *testing.T) {
	g := register(t, config(t, 100_000, 0))
	ctx, stop := context.WithCancel(context.Background())
	err := g.WriteCSV(ctx, io.Discard, io.Discard, func(_, _ int64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
	if err := g.WriteCSV(context.Background(), io.Discard, full{}, nil); !errors.Is(err, errFull) {
		t.Errorf("a full disk gave %v", err)
	}
}

var errFull = errors.New("no space")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// TestMemoryIsBounded: a register of two million takes no more than one of ten thousand, but for a margin.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("makes two million households")
	}
	g := register(t, config(t, 2_000_000, 0))
	var most uint64
	err := g.WriteCSV(context.Background(), io.Discard, io.Discard, func(done, _ int64) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("peak heap %.1f MB", float64(most)/1e6)
	if most > 100e6 {
		t.Errorf("peak heap of %.0f MB for two million households", float64(most)/1e6)
	}
}

// BenchmarkCSV prints households and bytes a second, to a writer that only counts.
func BenchmarkCSV(b *testing.B) {
	const n = 300_000
	g := register(b, config(b, n, 0))
	var bytesMade int64
	start := time.Now()
	for b.Loop() {
		var c counter
		if err := g.WriteCSV(context.Background(), &c, &c, nil); err != nil {
			b.Fatal(err)
		}
		bytesMade = int64(c)
	}
	took := time.Since(start).Seconds() / float64(b.N)
	b.ReportMetric(n/took, "households/s")
	b.ReportMetric(float64(bytesMade)/took/1e6, "MB/s")
}

// BenchmarkWholeCountry makes 28 million households and prints the most heap it took.
func BenchmarkWholeCountry(b *testing.B) {
	if testing.Short() {
		b.Skip("makes 28 million households")
	}
	const n = 28_000_000
	g := register(b, config(b, n, 0))
	for b.Loop() {
		var c counter
		var most uint64
		start := time.Now()
		err := g.WriteCSV(context.Background(), &c, &c, func(_, _ int64) {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.Sys)
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(most)/1e6, "MB-peak")
		b.ReportMetric(n/time.Since(start).Seconds(), "households/s")
	}
}

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
