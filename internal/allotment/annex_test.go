package allotment_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/allotment"
	"giamngheo/internal/sheet"
)

// five are the amounts of the worked example, of two districts.
var five = []allotment.Share{
	{Code: "A", Name: "Xã A", Above: "D1", Amounts: []int64{224_489_797, 91_400_000, 37_600_000}},
	{Code: "B", Name: "Xã B", Above: "D1", Amounts: []int64{142_857_143, 60_300_000, 12_350_000}},
	{Code: "C", Name: "Xã C", Above: "D2", Amounts: []int64{244_897_960, 28_650_000, 44_450_000}},
	{Code: "D", Name: "Xã D", Above: "D2", Amounts: []int64{306_122_450, 110_400_000, 5_550_000}},
	{Code: "E", Name: "Xã E", Above: "D2", Amounts: []int64{81_632_653, 9_600_000, 450_000}},
}

var districts = map[string]string{"D1": "Huyện Một", "D2": "Huyện Hai"}

func laid(t *testing.T, fundings []allotment.Funding, shares []allotment.Share) *allotment.Annex {
	t.Helper()
	a, err := allotment.Lay(fundings, shares, districts)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func printed(a *allotment.Annex) (out []string) {
	for _, l := range a.Lines {
		s := l.Number + " " + l.Code
		for _, c := range l.Cells {
			s += fmt.Sprint(" ", c.Printed)
		}
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// TestAnnexGolden: the printed table of money.md A.4.
func TestAnnexGolden(t *testing.T) {
	a := laid(t, []allotment.Funding{{Title: "DA2"}, {Title: "DA4"}, {Title: "DA7"}}, five)
	want := []string{"I D1 368 151 50 569", "1 A 225 91 38 354", "2 B 143 60 12 215", "II D2 633 149 50 832",
		"1 C 245 29 44 318", "2 D 306 110 6 422", "3 E 82 10 0 92", "1001 300 100 1401"}
	if diff := cmp.Diff(want, printed(a)); diff != "" {
		t.Error(diff)
	}
	if c := a.Lines[len(a.Lines)-1].Cells; c[3].Exact != 1_400_750_003 || c[0].Exact != 1_000_000_003 {
		t.Errorf("%+v", c)
	}
}

// TestAnnexOne: one funding is one column, without a sum beside it; without districts lines are counted through.
func TestAnnexOne(t *testing.T) {
	shares := []allotment.Share{{Code: "B", Amounts: []int64{1_400_000}}, {Code: "A", Amounts: []int64{1_400_000}},
		{Code: "C", Amounts: []int64{400_000}}}
	a := laid(t, []allotment.Funding{{Title: "DA2"}}, shares)
	if diff := cmp.Diff([]string{"1 A 2", "2 B 1", "3 C 0", "3"}, printed(a)); diff != "" {
		t.Error(diff)
	}
}

// TestAnnexSums: in random tables with groups every sum holds, and every cell, row, column, district and the total is
// its own neighbour.
func TestAnnexSums(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for range 60 {
		fundings := []allotment.Funding{{Title: "1", Group: "DA4"}, {Title: "2"}, {Title: "3", Group: "DA4"}, {Title: "4"}}
		var shares []allotment.Share
		for i := range 1 + r.IntN(30) {
			s := allotment.Share{Code: fmt.Sprintf("%02d", i), Above: fmt.Sprint("D", 1+r.IntN(4))}
			for range fundings {
				s.Amounts = append(s.Amounts, r.Int64N(40)*r.Int64N(1_300_001))
			}
			shares = append(shares, s)
		}
		a := laid(t, fundings, shares)
		holds(t, a)
	}
}

func holds(t *testing.T, a *allotment.Annex) {
	t.Helper()
	// columns: 1, 3, DA4, 2, 4, all
	var sums [2][6]int64
	for _, l := range a.Lines {
		c := l.Cells
		if c[0].Printed+c[1].Printed != c[2].Printed || c[2].Printed+c[3].Printed+c[4].Printed != c[5].Printed ||
			c[2].Exact+c[3].Exact+c[4].Exact != c[5].Exact {
			t.Errorf("%s does not add up: %+v", l.Code, c)
		}
		for k := range c {
			if off := c[k].Printed*allotment.Million - c[k].Exact; (off >= allotment.Million || off <= -allotment.Million) &&
				(l.Kind != allotment.Group || a.Columns[k].Kind != allotment.Group) {
				t.Errorf("%s %d: %+v is no neighbour", l.Code, k, c[k])
			}
			if l.Kind != allotment.Whole {
				sums[l.Kind][k] += c[k].Printed
			} else if sums[allotment.Leaf][k] != c[k].Printed || sums[allotment.Group][k] != c[k].Printed {
				t.Errorf("column %d: %d, %d and %d", k, sums[0][k], sums[1][k], c[k].Printed)
			}
		}
	}
}

// TestAnnexBook: the workbook has both sheets, their sums as formulas over the lines above.
func TestAnnexBook(t *testing.T) {
	a := laid(t, []allotment.Funding{{Title: "DA2"}, {Title: "DA4"}, {Title: "DA7"}}, five)
	a.Title, a.Unit = "Phụ lục giao dự toán", "tỉnh Mẫu"
	var out bytes.Buffer
	if err := a.Write(&out); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "annex.xlsx")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	for name, want := range map[string]string{"Phụ lục": "1001 300 100 1401",
		"Số đồng": "1000000003 300350000 100400000 1400750003"} {
		rows, err := b.Rows(name)
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		for rows.Next() {
			if c := rows.Row().Cells; len(c) > 6 && string(c[2].Value) == "Tổng cộng" {
				found = strings.Join([]string{string(c[3].Value), string(c[4].Value), string(c[5].Value),
					string(c[6].Value)}, " ")
			}
		}
		if found != want {
			t.Errorf("%s: %q", name, found)
		}
	}
}
