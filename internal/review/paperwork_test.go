package review_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/rule/parse"
)

// overlaid is the law with a file of it replaced in part.
func overlaid(t *testing.T, name, old, replacement string) *law.Library {
	t.Helper()
	b, err := os.ReadFile("../../law/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), old) {
		t.Fatalf("%s has no %s", name, old)
	}
	text := strings.Replace(string(b), old, replacement, 1)
	lib, err := law.Load(law.Overlay(os.DirFS("../../law"), fstest.MapFS{name: {Data: []byte(text)}}), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// TestPaperNumbersAreLaw: what a paper's number and a list's number are stands in the law, and a province may lay its
// own over it.
func TestPaperNumbersAreLaw(t *testing.T) {
	const papers, tables = "24-2021-qd-ttg/so-giay-to.yaml", "07-2021-tt-bldtbxh/bieu-tong-hop.yaml"
	day := date.Must(2024, 12, 14)
	p := review.NewProcedure(overlaid(t, papers, "{number}/{year}/GCN-{commune}", "{commune}.{year}.{number}"))
	for step, want := range map[review.Step]string{review.Certify: "31708.2024.007",
		review.Refuse: "007/2024/TB-31708"} {
		if got, err := p.PaperNumber(step, day, 7, "31708"); got != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", step, got, err, want)
		}
	}
	if _, err := p.PaperNumber(review.Certify, date.Must(2020, 1, 1), 1, "31708"); err == nil {
		t.Error("a number before there was a law for it")
	}
	type list struct {
		No    int
		Class poverty.Class
	}
	var got []list
	lists := review.NewProcedure(overlaid(t, tables, "value: 14", "value: 16")).DetailedLists(day)
	for _, l := range lists {
		got = append(got, list{l.No, l.Class})
	}
	if d := cmp.Diff([]list{{15, poverty.Poor}, {16, poverty.NearPoor}}, got); d != "" {
		t.Error(d)
	}
}

func TestFormsThatNumberNothing(t *testing.T) {
	const papers, tables = "24-2021-qd-ttg/so-giay-to.yaml", "07-2021-tt-bldtbxh/bieu-tong-hop.yaml"
	for _, c := range []struct {
		name, file, old, replacement string
		faults                       int
	}{
		{"as shipped", papers, "GCN", "GCN", 0},
		{"nothing counted", papers, "{number}/{year}/GCN", "{year}/GCN", 1},
		{"an unknown place", papers, "/TB-", "/{office}-", 1},
		{"twice", papers, "GCN-{commune}", "{commune}-{commune}", 1},
		{"a table's number", tables, "value: 14", "value: 13", 1},
		{"one number for two lists", tables, "value: 14", "value: 15", 2},
	} {
		if faults := review.CheckForms(overlaid(t, c.file, c.old, c.replacement)); len(faults) != c.faults {
			t.Errorf("%s: %v, want %d faults", c.name, faults, c.faults)
		}
	}
}
