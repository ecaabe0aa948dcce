package hamlet_test

import (
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
