package results_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/results"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
)

// TestTablesArePapers: the fifteen tables of a commune, a district and the province are papers: merged heads that are
// printed on every page, one page wide on A4 across, who issues them, where and when, who signs; numbers stay numbers.
func TestTablesArePapers(t *testing.T) {
	o := officetest.Small(t)
	a := officetest.SignIn(t, o.Desks, "canbo.so")
	for _, unit := range []place.Code{officetest.ThanhPhu, "947", "94"} {
		t.Run("of "+string(unit), func(t *testing.T) {
			tables, err := o.Results.ReviewTables(context.Background(), a, 2024, unit)
			if err != nil {
				t.Fatal(err)
			}
			path := tablesBook(t, o, a, unit)
			f, err := excelize.OpenFile(path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = f.Close() })
			if names := f.GetSheetList(); len(names) != 15 {
				t.Fatalf("sheets: %v", names)
			}
			for _, name := range f.GetSheetList() {
				printed(t, f, name)
				said(t, f, name, &tables[0], o.Now().Vietnamese())
			}
			for i := range tables {
				figures(t, path, &tables[i])
			}
		})
	}
}

// tablesBook writes the tables of a place to a file.
func tablesBook(t *testing.T, o *officetest.SmallOffice, a *office.Ask, unit place.Code) string {
	t.Helper()
	var b bytes.Buffer
	path := filepath.Join(t.TempDir(), "tables.xlsx")
	err := o.Results.WriteTables(context.Background(), a, 2024, unit, &b)
	if err == nil {
		err = os.WriteFile(path, b.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// printed checks how a sheet is printed.
func printed(t *testing.T, f *excelize.File, name string) {
	t.Helper()
	size, across, wide, high := 0, "", 0, 0
	p, err := f.GetPageLayout(name)
	if err == nil && p.Size != nil && p.Orientation != nil && p.FitToWidth != nil && p.FitToHeight != nil {
		size, across, wide, high = *p.Size, *p.Orientation, *p.FitToWidth, *p.FitToHeight
	}
	if size != 9 || across != "landscape" || wide != 1 || high != 0 {
		t.Errorf("%s: paper %d, %s, %d pages wide, %d high (%v)", name, size, across, wide, high, err)
	}
	if s, err := f.GetSheetProps(name); err != nil || s.FitToPage == nil || !*s.FitToPage {
		t.Errorf("%s is not fitted to the page: %v", name, err)
	}
	if foot, err := f.GetHeaderFooter(name); err != nil || !strings.HasSuffix(foot.OddFooter, "&RTrang &P/&N") ||
		!strings.HasPrefix(foot.OddFooter, "&L"+name+" – ") {
		t.Errorf("%s: the foot of a page: %+v, %v", name, foot, err)
	}
	rows := officetest.Cells(t, f, name)
	first, last := headOf(rows)
	area, again := "", ""
	for _, n := range f.GetDefinedName() {
		if n.Scope == name && n.Name == "_xlnm.Print_Area" {
			area = n.RefersTo
		}
		if n.Scope == name && n.Name == "_xlnm.Print_Titles" {
			again = n.RefersTo
		}
	}
	if want := fmt.Sprintf("'%s'!$%d:$%d", name, first, last); again != want {
		t.Errorf("%s: %q is printed again, not %q", name, again, want)
	}
	if !strings.HasPrefix(area, "'"+name+"'!$A$1:$") {
		t.Errorf("%s: the print area is %q", name, area)
	}
	merged, err := f.GetMergeCells(name)
	tall := false
	for _, m := range merged {
		tall = tall || m.GetStartAxis() == fmt.Sprintf("A%d", first) && m.GetEndAxis() == fmt.Sprintf("A%d", first+1)
	}
	if err != nil || !tall {
		t.Errorf("%s: the first heading does not go over two rows (%d): %v, %v", name, first, merged, err)
	}
}

// headOf are the first and last rows of a table's head, counted from 1: from the first heading to the formula row, or
// the row of the years of birth.
func headOf(rows [][]string) (first, last int) {
	for i, r := range rows {
		if len(r) == 0 {
			continue
		}
		if r[0] == "STT" || r[0] == "Dân tộc" || r[0] == "STT chủ hộ" {
			first = i + 1
		}
		if first > 0 && (r[0] == "A" || r[0] == "C" || len(r) > 4 && r[3] == "Nam" && r[4] == "Nữ") {
			return first, i + 1
		}
	}
	return first, 0
}

// said checks what a paper says beside its table.
func said(t *testing.T, f *excelize.File, name string, of *results.TableShown, day string) {
	t.Helper()
	text := ""
	for _, r := range officetest.Cells(t, f, name) {
		text += strings.Join(r, "|") + "\n"
	}
	d := strings.Split(day, "/")
	for _, want := range []string{"ỦY BAN NHÂN DÂN|", "|" + name + "\n", strings.ToUpper(of.Place.FullName) + "\n",
		of.Place.FullName + " – rà soát năm 2024 (đang rà soát, ngày ", of.Coverage.Sentence().VI[3:],
		fmt.Sprintf("|%s, ngày %s tháng %s năm %s\n", of.Place.Spoken(), d[0], d[1], d[2]), "NGƯỜI LẬP BIỂU|",
		"|TM. ỦY BAN NHÂN DÂN\n", "|CHỦ TỊCH\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not say %q:\n%s", name, want, text)
		}
	}
}

// figures reads a table as an import does: every figure is a number and the one of the page.
func figures(t *testing.T, path string, of *results.TableShown) {
	t.Helper()
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	name := fmt.Sprintf("Biểu %d", of.No)
	rows, err := book.Rows(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	at, before := -1, 2
	switch {
	case of.ByEthnicity:
		before = 1
	case len(of.Lines) > 0:
		before = 3
	}
	for at < len(of.Rows) && rows.Next() {
		r := rows.Row()
		if at < 0 {
			if len(r.Cells) > 0 && (string(r.Cells[0].Value) == "A" || string(r.Cells[0].Value) == "C") {
				at = 0
			}
			continue
		}
		for j, c := range of.Rows[at].Cells {
			got, want := sheet.Cell{}, strconv.FormatInt(c.Value, 10)
			if before+j < len(r.Cells) {
				got = r.Cells[before+j]
			}
			if c.Share && c.Of != 0 {
				want = strconv.FormatFloat(sheet.RateCell(c.Value, c.Of).Number, 'f', -1, 64)
			}
			if none := c.Disabled || c.Share && c.Of == 0; none && got.Kind != sheet.Blank ||
				!none && (got.Kind != sheet.Number || got.Date || string(got.Value) != want) {
				t.Errorf("%s, row %d, column %d: %v %q, not %s", name, at+1, j+1, got.Kind, got.Value, want)
			}
		}
		at++
	}
	if err := rows.Err(); err != nil || at != len(of.Rows) {
		t.Errorf("%s has %d rows, not %d: %v", name, at, len(of.Rows), err)
	}
}
