// Package arrange finds in a workbook as a commune keeps it what the register's two lists are read from: in which sheet
// and below which rows of headings they stand, what the headings mean, and where one row begins another household. A
// person may say all of it otherwise. It shows the workbook as the exchange format's two sheets, row for row under
// their own numbers, and decides nothing about what a cell means.
package arrange

import (
	"errors"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// Kind is how households and their members stand in a workbook.
type Kind string

// The kinds.
const (
	Two   Kind = "two"   // in a sheet each
	Mixed Kind = "mixed" // in one sheet: a row a member, the first of a household with what is said of it
	Heads Kind = "heads" // in one sheet: a row a household with its head
)

// Kinds are all kinds, in the order in which people choose. Not to be changed.
var Kinds = []Kind{Two, Mixed, Heads}

// Title is what people call the kind.
func (k Kind) Title() errs.Text {
	return map[Kind]errs.Text{
		Two:   errs.T("Households in one sheet, members in another"),
		Mixed: errs.T("One sheet: a row a member, heads and members below one another"),
		Heads: errs.T("One sheet: a row a household with its head only"),
	}[k]
}

// Table is where a list stands in a workbook.
type Table struct {
	Sheet    string   `json:"sheet"`
	Row      int      `json:"row"` // the first and the last row of the headings, from 1; 0 where none was found
	To       int      `json:"to"`
	Headings []string `json:"headings"` // by index of the column
	Columns  []string `json:"columns"`  // by index: what it is, "" none
	// columns that more headings than one mean; the first has it until a person says otherwise
	Doubled []string `json:"doubled,omitempty"`
}

// Form is how a workbook is laid out. In a form of one sheet that is Houses, with the columns of both parts.
type Form struct {
	Kind    Kind       `json:"kind"`
	Houses  Table      `json:"houses"`
	Members Table      `json:"members"`
	Commune place.Code `json:"commune,omitempty"` // of rows that say none
}

// Tables are a form's tables with what they are of.
func (f *Form) Tables() []*Table {
	if f.Kind == Two {
		return []*Table{&f.Houses, &f.Members}
	}
	return []*Table{&f.Houses}
}

// Parts are the parts whose columns the n-th table has.
func (f *Form) Parts(n int) []Part {
	switch {
	case f.Kind != Two:
		return []Part{Houses, Members}
	case n == 0:
		return []Part{Houses}
	}
	return []Part{Members}
}

// Has reports whether a table has a column.
func (t *Table) Has(column string) bool { return slices.Contains(t.Columns, column) }

// index is where a column is, -1 where it is not.
func (t *Table) index(column string) int { return slices.Index(t.Columns, column) }

// Lacks says what must be said before a form can be read: what is not there and cannot be supplied.
func (f *Form) Lacks() (out []errs.Text) {
	need := [][]string{{"full_name"}}
	switch f.Kind {
	case Two:
		need = [][]string{{"household_code"}, {"household_code", "full_name", "relationship"}}
	case Mixed:
		need[0] = append(need[0], "relationship")
	}
	for n, t := range f.Tables() {
		switch {
		case t.Sheet == "":
			list := [2]errs.Text{errs.T("arrange|households"), errs.T("arrange|members")}[n]
			out = append(out, errs.T("choose the sheet of the %s", list))
			continue
		case t.Row == 0:
			out = append(out, errs.T("no headings were found in sheet “%s”: say in which row they stand", t.Sheet))
			continue
		}
		for _, c := range need[n] {
			if !t.Has(c) {
				out = append(out, errs.T("say which column of sheet “%s” is “%s”", t.Sheet, household.ColumnTitle(c)))
			}
		}
		for _, c := range t.Doubled {
			out = append(out, errs.T("several columns of sheet “%s” may be “%s”: choose one", t.Sheet, household.ColumnTitle(c)))
		}
	}
	if f.Commune == "" && f.Houses.Row > 0 && !f.Houses.Has("commune_code") {
		out = append(out, errs.T("choose the commune: the file has no column with it"))
	}
	return out
}

// topRows is how many rows at the top of a sheet are looked at for headings, mostHeadings how many rows they may take.
const (
	topRows      = 40
	mostHeadings = 3
)

// Line is a row at the top of a sheet.
type Line struct {
	Number int
	Cells  []string
}

// Top reads the first rows of a sheet.
func Top(b *sheet.Book, name string) (out []Line, err error) {
	rows, err := b.Rows(name)
	if err != nil {
		return nil, err
	}
	for len(out) < topRows && rows.Next() {
		l := Line{Number: rows.Row().Number}
		for _, c := range rows.Row().Cells {
			l.Cells = append(l.Cells, strings.Join(strings.Fields(string(c.Value)), " "))
		}
		out = append(out, l)
	}
	err = rows.Err()
	if cerr := rows.Close(); err == nil {
		err = cerr
	}
	return out, err
}

// Guess finds out how a workbook is laid out.
func (w *Words) Guess(b *sheet.Book, m Memory) (*Form, error) {
	var houses, members, people, plain []Table
	for _, name := range b.Visible() {
		t, err := w.find(b, name, []Part{Houses, Members}, m)
		if err != nil {
			return nil, err
		}
		switch {
		case Houses.Named(name):
			houses = append(houses, t)
		case Members.Named(name):
			members = append(members, t)
		case t.Has("full_name") && t.Has("relationship"):
			people = append(people, t)
		case t.Row > 0:
			plain = append(plain, t)
		}
	}
	f := &Form{Kind: Heads}
	switch {
	case len(houses) > 0 && len(members) > 0:
		return w.two(b, m, houses[0].Sheet, members[0].Sheet)
	case len(people) > 0 && len(plain) > 0 && people[0].Has("household_code") && plain[0].Has("household_code"):
		return w.two(b, m, plain[0].Sheet, people[0].Sheet)
	}
	all := slices.Concat(people, plain, houses, members)
	if len(all) == 0 {
		var err error
		f.Houses.Sheet, err = someTable(b)
		return f, err
	}
	best := slices.MaxFunc(all, func(x, y Table) int { return x.known() - y.known() })
	if f.Houses = best; best.Has("relationship") {
		f.Kind = Mixed
	}
	return f, nil
}

// someTable returns the first sheet that has a row of three cells. Errors (errs.Invalid): there is none.
func someTable(b *sheet.Book) (string, error) {
	for _, name := range b.Visible() {
		lines, err := Top(b, name)
		if err != nil {
			return "", err
		}
		for _, l := range lines {
			if n := len(slices.DeleteFunc(l.Cells, func(text string) bool { return text == "" })); n >= 3 {
				return name, nil
			}
		}
	}
	return "", errs.New(errs.Invalid, "the file has no table: no row with three cells was found at the top of its sheets")
}

func (w *Words) two(b *sheet.Book, m Memory, houses, members string) (*Form, error) {
	f := &Form{Kind: Two}
	var err1, err2 error
	f.Houses, err1 = w.find(b, houses, []Part{Houses}, m)
	f.Members, err2 = w.find(b, members, []Part{Members}, m)
	return f, errors.Join(err1, err2)
}

// known is how many columns are known.
func (t *Table) known() (n int) {
	for _, c := range t.Columns {
		if c != "" {
			n++
		}
	}
	return n
}

// Table reads the headings that stand in some rows of a sheet.
func (w *Words) Table(b *sheet.Book, name string, row, to int, parts []Part, m Memory) (Table, error) {
	lines, err := Top(b, name)
	if err != nil {
		return Table{}, err
	}
	var heads []Line
	for _, l := range lines {
		if l.Number >= row && l.Number <= to {
			heads = append(heads, l)
		}
	}
	return w.table(name, heads, parts, m), nil
}

// find finds the rows of a sheet that have the most known headings, the fewest of them, with those that their merged
// cells reach.
func (w *Words) find(b *sheet.Book, name string, parts []Part, m Memory) (best Table, err error) {
	lines, err := Top(b, name)
	if err != nil {
		return best, err
	}
	tall, err := b.Tall(name)
	if err != nil {
		return best, err
	}
	best.Sheet = name
	rows := 0
	for i := range lines {
		for n := 1; n <= mostHeadings && i+n <= len(lines); n++ {
			t := w.table(name, lines[i:i+n], parts, m)
			known, before := t.known(), best.known()
			if known >= 3 && (known > before || known == before && n < rows) {
				best, rows = t, n
			}
		}
	}
	for _, r := range tall {
		within := best.Row > 0 && r.Row >= best.Row && r.Row <= best.To
		if within && r.ToRow > best.To && r.ToRow < best.Row+mostHeadings {
			var heads []Line
			for _, l := range lines {
				if l.Number >= best.Row && l.Number <= r.ToRow {
					heads = append(heads, l)
				}
			}
			best = w.table(name, heads, parts, m)
		}
	}
	return best, nil
}

// table makes the table of some rows of headings. A heading is the lowest text of its column, with the one above it,
// which holds for the columns right of it too where they have texts of their own below.
func (w *Words) table(name string, heads []Line, parts []Part, m Memory) Table {
	t := Table{Sheet: name}
	if len(heads) == 0 {
		return t
	}
	t.Row, t.To = heads[0].Number, heads[len(heads)-1].Number
	width := 0
	for _, l := range heads {
		width = max(width, len(l.Cells))
	}
	t.Headings, t.Columns = make([]string, width), make([]string, width)
	above := make([]string, len(heads)) // the last text of each row
	for i := range width {
		group, own, level := "", "", -1
		for k, l := range heads {
			if i < len(l.Cells) && l.Cells[i] != "" {
				group, own, level = own, l.Cells[i], k
				above[k] = own
				for below := k + 1; below < len(heads); below++ {
					above[below] = ""
				}
			}
		}
		if group == "" && level > 0 {
			group = above[level-1]
		}
		if own == "" {
			continue
		}
		t.Headings[i] = joined(group, own)
		column := w.column(parts, m, group, own)
		if column != "" && t.Has(column) {
			if !slices.Contains(t.Doubled, column) {
				t.Doubled = append(t.Doubled, column)
			}
			continue
		}
		t.Columns[i] = column
	}
	t.unique()
	return t
}

// unique tells headings apart that are the same, by the letters of their columns.
func (t *Table) unique() {
	seen := map[string]bool{}
	for i, h := range t.Headings {
		key := vietnamese.Fold(h)
		if h != "" && seen[key] {
			t.Headings[i] = h + " (" + sheet.ColumnName(i) + ")"
		}
		seen[key] = true
	}
}

// Said makes a table where a person says that it stands: as it was where nothing else is said, else looked at anew. A
// row of 0 is to be found.
func (w *Words) Said(b *sheet.Book, t, was *Table, name string, row, to int, parts []Part, m Memory) (err error) {
	switch {
	case !slices.Contains(b.Sheets(), name):
		*t = Table{}
	case name == was.Sheet && row == was.Row && max(to, row) == was.To && row > 0:
		*t = *was
		t.Headings, t.Columns = slices.Clone(was.Headings), slices.Clone(was.Columns)
	case row == 0 || name != was.Sheet && was.Sheet != "" && row == was.Row:
		*t, err = w.find(b, name, parts, m)
	default:
		to = max(to, row)
		if to-row >= mostHeadings {
			return errs.New(errs.Invalid, "headings take %d rows at most", mostHeadings)
		}
		*t, err = w.Table(b, name, row, to, parts, m)
	}
	return err
}

// Match says what a table's columns are, and what is to be remembered of their headings. Errors: a column twice, or one
// that there is not.
func (t *Table) Match(columns []string, parts []Part, remember map[string]string) error {
	seen := map[string]bool{}
	for i, h := range t.Headings {
		if h == "" || i >= len(columns) {
			continue
		}
		c := columns[i]
		known := slices.IndexFunc(parts, func(p Part) bool { return p.Has(c) })
		switch {
		case c != "" && known < 0:
			return errs.New(errs.Invalid, "there is no column %s", c)
		case c != "" && seen[c]:
			return errs.New(errs.Invalid, "“%s” was chosen for two columns: choose it once", Title(c))
		case c != "":
			remember[Key(parts[known], h)] = c
		default:
			for _, p := range parts {
				remember[Key(p, h)] = PassOver
			}
		}
		seen[c] = true
		t.Columns[i] = c
	}
	t.Doubled = nil
	return nil
}

// Title is what people call a column of a list.
func Title(column string) errs.Text {
	switch column {
	case BirthMale:
		return errs.T("Year of birth, of men")
	case BirthFemale:
		return errs.T("Year of birth, of women")
	case SexMale:
		return errs.T("Sex: a mark for men")
	case SexFemale:
		return errs.T("Sex: a mark for women")
	}
	return household.ColumnTitle(column)
}

// ColumnsOf are the columns that a table of some parts may have.
func ColumnsOf(parts []Part) (out []string) {
	for _, p := range parts {
		list := household.HouseholdColumns
		if p == Members {
			list = household.MemberColumns
		}
		for _, c := range list {
			if !slices.Contains(out, c.Name) {
				out = append(out, c.Name)
			}
		}
		if p == Members {
			out = append(out, BirthMale, BirthFemale, SexMale, SexFemale)
		}
	}
	return out
}
