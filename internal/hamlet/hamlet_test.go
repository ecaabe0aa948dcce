package hamlet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/date"
	"giamngheo/internal/hamlet"
)

var (
	merged = date.Must(2024, 7, 1)
	later  = date.Must(2024, 10, 1)
	list   = hamlet.List{
		{ID: 1, Name: "Ấp Phú Phú"},
		{ID: 2, Name: "Ấp Hòa Bình", Until: merged, Became: "Ấp Hòa Đức"},
		{ID: 3, Name: "Ấp Hòa Đức", From: merged, Until: later, Became: "Ấp Hòa Hưng"},
		{ID: 4, Name: "Ấp Hòa Hưng", From: later},
		{ID: 5, Name: "Ấp Cũ", Until: merged},
		{ID: 6, Name: "Khóm 1"}, {ID: 7, Name: "Khóm 10"},
	}
)

// TestLook: a spelling is the hamlet; another tone or letter is none; what ended says what it became.
func TestLook(t *testing.T) {
	on := date.Must(2024, 12, 1)
	for name, want := range map[string]hamlet.Looked{
		"ấp phú phú": {Name: "Ấp Phú Phú"}, "ẤP  PHÚ PHÚ ": {Name: "Ấp Phú Phú"}, norm.NFD.String("Ấp Phú Phú"): {Name: "Ấp Phú Phú"},
		"Ấp Hoà Hưng": {Name: "Ấp Hòa Hưng"}, "": {},
		"Ấp Phú Phu":  {Standing: hamlet.Unknown, Name: "Ấp Phú Phu", Like: []string{"Ấp Phú Phú"}},
		"phú phú":     {Standing: hamlet.Unknown, Name: "Phú Phú", Like: []string{"Ấp Phú Phú"}},
		"Ấp Phú Phún": {Standing: hamlet.Unknown, Name: "Ấp Phú Phún", Like: []string{"Ấp Phú Phú"}},
		"Khóm 11":     {Standing: hamlet.Unknown, Name: "Khóm 11"}, "Ấp Mới": {Standing: hamlet.Unknown, Name: "Ấp Mới"},
		"ấp hoà bình": {Standing: hamlet.Ended, Name: "Ấp Hòa Bình", Became: "Ấp Hòa Hưng", Day: merged},
		"Ấp cũ":       {Standing: hamlet.Ended, Name: "Ấp Cũ", Day: merged},
	} {
		if d := cmp.Diff(want, list.Look(name, on)); d != "" {
			t.Errorf("%q: %s", name, d)
		}
	}
	if l := list.Look("Ấp Hòa Bình", date.Must(2024, 6, 30)); l.Standing != hamlet.Listed {
		t.Errorf("the day before it ended: %+v", l)
	}
	if l := list.Look("Ấp Hòa Hưng", merged); l.Standing != hamlet.Early || l.Day != later {
		t.Errorf("before it began: %+v", l)
	}
	if l := (hamlet.List{}).Look("ẤP MỚI", on); l.Standing != hamlet.Listed || l.Name != "Ấp Mới" {
		t.Errorf("an empty list begins with what is written: %+v", l)
	}
	circle := hamlet.List{{ID: 1, Name: "A", Until: merged, Became: "B"}, {ID: 2, Name: "B", Until: merged, Became: "A"}}
	if l := circle.Look("A", on); l.Standing != hamlet.Ended || l.Became != "" {
		t.Errorf("a circle: %+v", l)
	}
}

// TestKinds: the word for what a hamlet is is no part of its own name, however many words it has.
func TestKinds(t *testing.T) {
	on := date.Must(2024, 12, 1)
	l := hamlet.List{{ID: 1, Name: "Khu Phố Chợ"}, {ID: 2, Name: "Tổ Dân Phố Đình"}, {ID: 3, Name: "Khu Rừng"}}
	for name, like := range map[string]string{"Ấp Chợ": "Khu Phố Chợ", "Khóm Đình": "Tổ Dân Phố Đình", "Ấp Rừng": "Khu Rừng",
		"Ấp Phố Chợ": "", "Khóm Dân Phố Đình": ""} {
		if got := strings.Join(l.Look(name, on).Like, ", "); got != like {
			t.Errorf("%s is like %q, not %q", name, got, like)
		}
	}
}

// TestFree: a name is free from a day on where no hamlet has it then or later.
func TestFree(t *testing.T) {
	day := date.Must(2024, 1, 1)
	for _, c := range []struct {
		name string
		from date.Date
		want bool
	}{
		{"Ấp Mới", day, true}, {"Ấp Mới", 0, true}, {"ẤP HOÀ BÌNH", day, false}, {"Ấp Hòa Bình", merged, true},
		{"Ấp Hòa Bình", 0, false}, {"Ấp Hòa Hưng", day, false}, {"Ấp Hòa Đức", later, true}, {"Ấp Hòa Đức", later - 1, false},
		{"ấp phú phú", later, false},
	} {
		if got := list.Free(c.name, c.from); got != c.want {
			t.Errorf("%s from %s: %v", c.name, c.from, got)
		}
	}
	ended := append(slices.Clone(list), hamlet.Hamlet{ID: 8, Name: "Ấp Cũ", From: later})
	if ended.Free("Ấp Cũ", merged) || ended.Look("Ấp Cũ", merged).Standing != hamlet.Ended {
		t.Error("a name that comes back later is free in between")
	}
}

// TestCarry: a household is carried from its own day through all that its hamlet became, step by step.
func TestCarry(t *testing.T) {
	today, early := date.Must(2024, 12, 1), date.Must(2023, 5, 5)
	for _, c := range []struct {
		name  string
		from  date.Date
		to    string
		since date.Date
	}{
		{"Ấp Phú Phú", early, "", 0}, {"Ấp Mới", early, "", 0}, {"Ấp Cũ", early, "", 0},
		{"ấp hoà bình", early, "Ấp Hòa Đức", merged}, {"Ấp Hòa Bình", merged + 3, "Ấp Hòa Đức", merged + 3},
		{"Ấp Hòa Bình", later + 3, "Ấp Hòa Hưng", later + 3}, {"Ấp Hòa Đức", merged, "Ấp Hòa Hưng", later},
		{"Ấp Hòa Hưng", early, "", 0}, {"Ấp Hòa Đức", early, "Ấp Hòa Hưng", later}, // before it began
	} {
		if to, since := list.Carry(c.name, c.from, today); to != c.to || to != "" && since != c.since {
			t.Errorf("%s from %s: %q since %s", c.name, c.from, to, since)
		}
	}
	if to, _ := list.Carry("Ấp Hòa Bình", early, merged-1); to != "" {
		t.Errorf("before it ended: %q", to)
	}
	if h := list.TakenIn("ấp hoà hưng", merged); h == nil || h.ID != 3 {
		t.Errorf("%+v", h)
	}
	if h := list.TakenIn("Ấp Hòa Hưng", later); h != nil {
		t.Errorf("%+v", h)
	}
}

// TestLookIsCheap: a name is looked up in a kept list without spelling every hamlet anew.
func TestLookIsCheap(t *testing.T) {
	kept := hamlet.List{}
	for n := range 12 {
		kept = append(kept, hamlet.Hamlet{ID: int64(n + 1), Name: fmt.Sprintf("Ấp Thạnh Hòa %d", n)})
	}
	kept.Keyed()
	one := testing.AllocsPerRun(100, func() { (hamlet.List{kept[0]}).Look("ấp thạnh hoà 0", merged) })
	if all := testing.AllocsPerRun(100, func() { kept.Look("ấp thạnh hoà 11", merged) }); all > one+2 {
		t.Errorf("%v allocations for twelve hamlets, %v for one", all, one)
	}
	if as := testing.AllocsPerRun(100, func() { kept.Look("Ấp Thạnh Hòa 11", merged) }); as > 0 {
		t.Errorf("%v allocations for a name as the list spells it", as)
	}
}

func BenchmarkLook(b *testing.B) {
	kept := hamlet.List{}
	for n := range 12 {
		kept = append(kept, hamlet.Hamlet{ID: int64(n + 1), Name: fmt.Sprintf("Ấp Thạnh Hòa %d", n)})
	}
	kept.Keyed()
	b.ReportAllocs()
	for _, name := range []string{"Ấp Thạnh Hòa 11", "ấp thạnh hoà 11"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				kept.Look(name, merged)
			}
		})
	}
}
