package reportfiles_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// taken takes a report's workbook out, has it changed, and returns where it lies.
func taken(t *testing.T, o *app.Desks, a *office.Ask, id int64, change func(*excelize.File)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bao-cao.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.ReportFiles.WriteReport(context.Background(), a, id, file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	change(book)
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

// at finds the cell of a row and a column by their codes.
func at(t *testing.T, book *excelize.File, sheet, row, column string) string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	col, line := 0, 0
	for i, cells := range rows {
		if len(cells) > 0 && cells[0] == "mã" {
			for j, c := range cells {
				if c == column {
					col = j + 1
				}
			}
		}
		if len(cells) > 0 && cells[0] == row {
			line = i + 1
		}
	}
	name, err := excelize.CoordinatesToCellName(col, line)
	if err != nil {
		t.Fatalf("%s/%s/%s: %v", sheet, row, column, err)
	}
	return name
}

// put writes into the cell of a row and a column.
func put(t *testing.T, book *excelize.File, sheet, row, column string, value any) {
	t.Helper()
	if err := book.SetCellValue(sheet, at(t, book, sheet, row, column), value); err != nil {
		t.Fatal(err)
	}
}

// TestRoundTrip: a workbook comes back cell by cell – what can be read is saved, what cannot is refused with its place, and
// a figure of the office or a locked cell is never typed over; one that was not changed changes nothing.
func TestRoundTrip(t *testing.T) {
	o, ctx := officetest.Demo(t, 2000), context.Background()
	officer := officetest.SignIn(t, o, "canbo.xa")
	mine := func(round int64) int64 {
		b, err := o.Reports.Board(ctx, officer, round)
		if err != nil || b.Mine == 0 {
			t.Fatal(b, err)
		}
		return b.Mine
	}
	id := mine(4) // asked once: one figure is known, one is typed
	same := taken(t, o, officer, id, func(*excelize.File) {})
	if r, err := o.ReportFiles.ReadReport(ctx, officer, id, same); err != nil || r.Saved != 0 || len(r.Refused) != 0 {
		t.Errorf("what was not changed: %+v %v", r, err)
	}
	typed := taken(t, o, officer, id, func(book *excelize.File) {
		put(t, book, "YC", "h1", "gia_tri", 12)
		put(t, book, "YC", "k1", "gia_tri", "mười hai")
	})
	r, err := o.ReportFiles.ReadReport(ctx, officer, id, typed)
	if err != nil || r.Saved != 1 || len(r.Refused) != 1 || !strings.HasPrefix(r.Refused[0].Column, "D") {
		t.Errorf("%+v %v", r, err)
	}
	if s, err := o.Reports.Report(ctx, officer, id); err != nil || s.Values["YC/h1/gia_tri"].Number != 12 {
		t.Errorf("%+v %v", s.Values, err)
	}
	if _, err := o.ReportFiles.ReadReport(ctx, officer, mine(3), typed); errs.KindOf(err) != errs.Invalid {
		t.Errorf("the workbook of another round: %v", err)
	}
	id = mine(2) // sent, one cell returned
	locked := taken(t, o, officer, id, func(book *excelize.File) {
		put(t, book, "B01", "can_bo", "thuc_hien", 99)
		put(t, book, "B01", "doi_thoai", "thuc_hien", 7)
	})
	if r, err = o.ReportFiles.ReadReport(ctx, officer, id, locked); err != nil || r.Saved != 1 || len(r.Refused) != 1 {
		t.Errorf("a locked cell: %+v %v", r, err)
	}
	none := filepath.Join(t.TempDir(), "x.xlsx")
	if err := excelize.NewFile().SaveAs(none); err != nil {
		t.Fatal(err)
	}
	if _, err := o.ReportFiles.ReadReport(ctx, officer, id, none); errs.KindOf(err) != errs.Invalid {
		t.Errorf("any workbook: %v", err)
	}
	if _, err := o.ReportFiles.ReadReport(ctx, officetest.SignIn(t, o, "lanhdao"), id, locked); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("who does not fill in: %v", err)
	}
}
