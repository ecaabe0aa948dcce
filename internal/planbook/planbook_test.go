package planbook_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/errs"
	"giamngheo/internal/planbook"
	"giamngheo/internal/sheet"
	"giamngheo/internal/target"
)

// read reads the sheet of parts from rows of cells between semicolons.
func read(t *testing.T, rows ...string) *planbook.PlanBook {
	t.Helper()
	path := filepath.Join(t.TempDir(), "parts.csv")
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	b := &planbook.PlanBook{Rows: map[string][]int{}, Titles: map[string]map[string]string{}}
	planbook.ReadPlanSheet(b, book, "parts", planbook.PartColumns())
	return b
}

// TestUnitBeforeKind: of a count any word is a unit, of a rate it is not, wherever their columns stand.
func TestUnitBeforeKind(t *testing.T) {
	for _, c := range []struct {
		head, row string
		refused   bool
	}{
		{"Đơn vị tính;Cách tính;Mã chỉ tiêu", "chuồng trại;số đếm;a", false},
		{"Cách tính;Đơn vị tính;Mã chỉ tiêu", "số đếm;chuồng trại;a", false},
		{"Mã chỉ tiêu;Đơn vị tính;Cách tính", "a;chuồng trại;tỷ lệ", true},
		{"Mã chỉ tiêu;Cách tính;Đơn vị tính", "a;tỷ lệ;chuồng trại", true},
		{"Đơn vị tính;Mã chỉ tiêu;Cách tính", "hộ;a;số đếm", false},
	} {
		b := read(t, c.head, c.row)
		if refused := slices.ContainsFunc(b.Faults, func(f planbook.PlanFault) bool {
			return f.Row == 2 && f.Column == "Đơn vị tính"
		}); refused != c.refused {
			t.Errorf("%s: %s: %+v", c.head, c.row, b.Faults)
		}
	}
}

// TestChangesSaid: what is otherwise is said in both languages, numbers with their points and commas, words as each has
// them.
func TestChangesSaid(t *testing.T) {
	plan := func(kind, better string, planned float64, more ...target.Target) *target.Plan {
		return &target.Plan{Targets: append([]target.Target{{Number: 1, Text: "câu", Parts: []target.Part{{Code: "a",
			Title: errs.Text{VI: "Việc làm", EN: "Jobs"}, Kind: kind, Better: better, Planned: &planned}}}}, more...)}
	}
	whole := 1500.0
	added := target.Target{Number: 2, Parts: []target.Part{{Code: "b", Title: errs.Text{VI: "Nhà", EN: "Houses"}, Unit: "households",
		Planned: &whole}}}
	was, now := plan("rate", "higher", 2.5), plan("count", "lower", 12345, added)
	was.Solutions = []target.Solution{{Code: "s", Text: errs.Text{VI: "Vay vốn"}}}
	var said [][4]string
	for _, c := range planbook.Changes(was, now) {
		said = append(said, [4]string{c.What.VI, c.What.EN, c.Was.VI + " → " + c.Now.VI, c.Was.EN + " → " + c.Now.EN})
	}
	want := [][4]string{{"Cách tính", "kind", "tỷ lệ → số đếm", "rate → count"},
		{"Kế hoạch", "planned", "2,5 → 12.345", "2.5 → 12,345"},
		{"Chiều tốt", "better", "tăng → giảm", "higher → lower"},
		{"Chỉ tiêu mới", "New target", " → 1.500 hộ", " → 1,500 households"},
		{"Giải pháp", "Solution", "Vay vốn → ", "Vay vốn → "}}
	if d := cmp.Diff(want, said); d != "" {
		t.Error(d)
	}
	if out := planbook.Changes(now, was); !slices.ContainsFunc(out, func(c planbook.Change) bool {
		return c.Of.VI == "Nhà" && c.What.EN == "Target" && c.Now.EN == "taken out" && c.Now.VI == "bỏ ra"
	}) {
		t.Errorf("%+v", out)
	}
}
