package people

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/roster"
	"giamngheo/internal/sheet"
)

// workbook is a workbook being written; the first error stays.
type workbook struct {
	*sheet.Writer
	err error
}

func (w *workbook) sheet(name string, opt sheet.Options) {
	if w.err == nil {
		w.err = w.Sheet(name, opt)
	}
}

func (w *workbook) row(as func(string) sheet.Out, texts ...string) {
	cells := make([]sheet.Out, len(texts))
	for i, text := range texts {
		cells[i] = as(text)
	}
	if w.err == nil {
		w.err = w.Row(cells)
	}
}

// Rejected writes the rows of a list that are refused, with why, as a workbook: mended, it is chosen again, where
// the column of reasons is passed over.
func (o *lists) Rejected(ctx context.Context, a *office.Ask, text string, w io.Writer) error {
	p, err := o.LookList(ctx, a, text)
	if err != nil {
		return err
	}
	table := p.table
	book := &workbook{Writer: sheet.NewWriter(w)}
	widths := make([]float64, len(table.Head)+1)
	for i := range widths {
		widths[i] = 20
	}
	widths[len(table.Head)] = 80
	book.sheet("tra lai", sheet.Options{Widths: widths, FreezeRows: 1})
	kept := slices.DeleteFunc(indexes(len(table.Head)), func(i int) bool { return roster.IsWhy(table.Head[i]) })
	book.row(sheet.HeadCell, append(pick(table.Head, kept), roster.WhyHeading)...)
	for i := range p.Rows {
		if p.Rows[i].Verdict == roster.Refused {
			why := errs.Join("; ", p.Rows[i].Faults).VI
			book.row(sheet.TextCell, append(pick(table.Rows[i].Cells, kept), why)...)
		}
	}
	return errors.Join(book.err, book.Close())
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// pick are the cells of some columns, as many as there are columns.
func pick(cells []string, columns []int) []string {
	out := make([]string, len(columns), len(columns)+1)
	for i, c := range columns {
		if c < len(cells) {
			out[i] = cells[c]
		}
	}
	return out
}

// Template writes an empty list with an example beside it, and what may stand in it: the roles that there are
// today and the province's units, from which the cells are chosen.
func (o *lists) Template(a *office.Ask, w io.Writer) error {
	if err := o.may(a); err != nil {
		return err
	}
	units := o.accounts.UnitsFor()
	roles := access.RolesIn(units)
	book := &workbook{Writer: sheet.NewWriter(w)}
	var heads []string
	for _, c := range roster.Columns() {
		heads = append(heads, c.Title().VI)
	}
	widths := []float64{28, 12, 30, 30, 14, 14, 16, 24}
	from := func(c roster.Column, other string, items int) sheet.List {
		return sheet.List{Column: slices.Index(roster.Columns(), c), Rows: roster.Most, From: other, Items: items}
	}
	book.sheet("tai khoan", sheet.Options{Widths: widths, FreezeRows: 1,
		Lists: []sheet.List{from(roster.Role, "vai tro", len(roles)), from(roster.Code, "don vi", len(units))}})
	book.row(sheet.HeadCell, heads...)
	book.sheet(roster.SampleSheet, sheet.Options{Widths: widths, FreezeRows: 1})
	book.row(sheet.HeadCell, heads...)
	for _, row := range o.samplePeople(units) {
		book.row(sheet.TextCell, row...)
	}
	book.sheet("vai tro", sheet.Options{Widths: []float64{30, 50}, FreezeRows: 1})
	book.row(sheet.HeadCell, roster.Role.Title().VI, errs.T("Held for").VI)
	for _, r := range roles {
		book.row(sheet.TextCell, r.Title().VI, o.heldFor(r))
	}
	book.sheet("don vi", sheet.Options{Widths: []float64{12, 36, 36}, FreezeRows: 1})
	book.row(sheet.HeadCell, roster.Code.Title().VI, roster.Unit.Title().VI, roster.Above.Title().VI)
	for _, u := range units {
		book.row(sheet.TextCell, string(u.Code), u.FullName, o.above(u))
	}
	book.sheet("huong dan", sheet.Options{Widths: []float64{22, 100}, FreezeRows: 1})
	for _, line := range o.peopleGuide() {
		book.row(sheet.TextCell, line[0].VI, line[1].VI)
	}
	return errors.Join(book.err, book.Close())
}

func (o *lists) above(u place.Unit) string {
	if up := o.office.Reg().Ancestors(u, o.office.Day()); len(up) > 0 {
		return up[0].FullName
	}
	return ""
}

// heldFor are the levels for which a role is held.
func (o *lists) heldFor(r access.Role) string {
	var out []string
	for _, l := range r.Levels() {
		out = append(out, map[place.Level]errs.Text{place.Province: errs.T("the province"),
			place.District: errs.T("a district"), place.Commune: errs.T("a commune")}[l].VI)
	}
	return strings.Join(out, ", ")
}

// samplePeople are rows as they may be written, of people who are invented and say so.
func (o *lists) samplePeople(units []place.Unit) (out [][]string) {
	i := slices.IndexFunc(units, func(u place.Unit) bool { return u.Level == place.Commune })
	if i < 0 {
		return nil
	}
	u, day := units[i], o.office.Day()
	title := func(r access.Role) string { return r.Title().VI }
	return [][]string{
		{"MẪU Nguyễn Văn Một", string(u.Code), u.FullName, title(access.CommuneOfficer), day.Vietnamese(), "",
			"0912345678", ""},
		{"MẪU Trần Thị Hai", "", u.FullName, title(access.CommuneChair), day.Vietnamese(), "", "0912345679", ""},
		{"MẪU Lâm Văn Ba", string(u.Code), "", title(access.Enumerator), day.Vietnamese(),
			day.AddMonths(3).Vietnamese(), "", "dieutra.mau"},
		{"MẪU Thạch Thị Bốn", "", "", title(access.DepartmentOfficer), "", "", "", ""},
	}
}

// peopleGuide says what the columns hold.
func (o *lists) peopleGuide() [][2]errs.Text {
	return [][2]errs.Text{
		{roster.Name.Title(), errs.T("required; a person a row")},
		{roster.Code.Title(), errs.T("the code or the name of the unit, one of the two; of units called alike the code. Roles of the province need none")},
		{roster.Unit.Title(), errs.T("as the sheet of units has it; the unit in which it lies may stand behind a comma")},
		{roster.Role.Title(), errs.T("as the sheet of roles has it; several with a semicolon between them")},
		{roster.From.Title(), errs.T("DD/MM/YYYY; blank: today")},
		{roster.To.Title(), errs.T("DD/MM/YYYY, the last day; blank: no end")},
		{roster.Phone.Title(), errs.T("10 digits; may be blank")},
		{roster.User.Title(), errs.T("blank: the program makes one of the name and the unit; of somebody who has an account, that one's")},
	}
}
