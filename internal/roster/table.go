package roster

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/arrange"
	"giamngheo/internal/errs"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
	"giamngheo/internal/vietnamese"
)

// Most is how many people a list has at most.
const Most = 2000

// Bounds of what is read of a sheet.
const (
	mostColumns = 40
	mostLetters = 400 // of a cell
	headWithin  = 20  // rows in which the headings must stand
)

// Table is a list as it was sent: its headings, and its rows under the numbers that they have in the workbook. Rows
// that only number the columns or add others up are none of it.
type Table struct {
	Head    []string
	Columns []Column // of each heading; Other: not read
	Rows    []Row
}

// Row is a row of a table.
type Row struct {
	Number int
	Cells  []string
}

// WhyHeading heads the column of reasons of a list that came back; it is passed over when the list comes again.
const WhyHeading = "Lý do trả lại"

// IsWhy reports whether a heading is of the column of reasons.
func IsWhy(heading string) bool { return vietnamese.Fold(heading) == vietnamese.Fold(WhyHeading) }

// SampleSheet is the template's sheet of examples; beside another list it is not read.
const SampleSheet = "vi du (MAU)"

// Read reads the sheet of a workbook that has the headings of a list and people below them. Errors (errs.Invalid): none
// has headings, several have people – those of one would be lost –, too many rows.
func (w *Words) Read(b *sheet.Book) (*Table, error) {
	var found *Table
	var in string
	var seen []string
	for _, name := range b.Visible() {
		t, first, err := w.sheet(b, name)
		if err == nil && t != nil {
			err = t.merged(b, name)
		}
		switch {
		case err != nil:
			return nil, err
		case t == nil:
			seen = append(seen, first...)
		case found == nil:
			found, in = t, name
		case len(t.Rows) == 0, name == SampleSheet:
		case len(found.Rows) == 0, in == SampleSheet:
			found, in = t, name
		default:
			return nil, errs.New(errs.Invalid,
				"the sheets “%s” and “%s” both have people: put all of them in one sheet, or hide the one that is not meant",
				in, name)
		}
	}
	if found != nil {
		return found, nil
	}
	return nil, errs.New(errs.Invalid,
		"no sheet has the headings “Full name”, “Unit” and “Role” in its first 20 rows; there are: %s. Use the template",
		reading.Short(strings.Join(seen, ", ")))
}

// sheet reads one sheet; nil, with what its first row says, where it has no headings of a list.
func (w *Words) sheet(b *sheet.Book, name string) (t *Table, first []string, err error) {
	rows, err := b.Rows(name)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for n := 0; rows.Next(); n++ {
		row := rows.Row()
		if row.Bad != nil {
			return nil, nil, row.Bad
		}
		cells := textsOf(row, rows.Epoch1904())
		switch {
		case len(cells) == 0:
		case t == nil && n >= headWithin:
			return nil, first, nil
		case t == nil:
			if t = w.headed(cells); t == nil && first == nil {
				first = cells
			}
		case arrange.Numbering(row), arrange.Total(row):
		case len(t.Rows) == Most:
			return nil, nil, errs.New(errs.Invalid, "more than %d people: split the file", Most)
		default:
			t.Rows = append(t.Rows, Row{row.Number, cells})
		}
	}
	return t, first, rows.Err()
}

// merged gives every row what a cell holds that is merged over several of them: the unit of all its people, mostly.
// Names, telephones and usernames are nobody else's.
func (t *Table) merged(b *sheet.Book, name string) error {
	ranges, err := b.Tall(name)
	at := map[int]*Row{}
	for i := range t.Rows {
		at[t.Rows[i].Number] = &t.Rows[i]
	}
	for _, r := range ranges {
		top, c := at[r.Row], r.Column
		if top == nil || c >= len(t.Columns) || c >= len(top.Cells) ||
			slices.Contains([]Column{Name, Phone, User, Other}, t.Columns[c]) {
			continue
		}
		for n := r.Row + 1; n <= min(r.ToRow, r.Row+Most); n++ {
			if row := at[n]; row != nil {
				for len(row.Cells) <= c {
					row.Cells = append(row.Cells, "")
				}
				row.Cells[c] = top.Cells[c]
			}
		}
	}
	return err
}

// textsOf are a row's cells as texts; nil where nothing is in them.
func textsOf(row *sheet.Row, from1904 bool) (out []string) {
	some := false
	for i := range row.Cells[:min(len(row.Cells), mostColumns)] {
		text := tidy(reading.Shown(&row.Cells[i], from1904))
		some = some || text != ""
		out = append(out, text)
	}
	if !some {
		return nil
	}
	return out
}

// tidy is a text as it is kept, in Unicode, without what would part cells and rows.
func tidy(text string) string {
	best := max(charset.Score(text), 0)
	for _, font := range [...]charset.Encoding{charset.TCVN3, charset.VNI} { // fonts of old
		if converted := font.Text(text); charset.Score(text) < 0 && charset.Score(converted) > best {
			text, best = converted, charset.Score(converted)
		}
	}
	text = reading.Tidy(text)
	if r := []rune(text); len(r) > mostLetters {
		text = string(r[:mostLetters])
	}
	return text
}

// headed begins a table where a row has the headings of one: a name, and a role or a unit. Of two headings of one
// column the one that says it best is read, as they stand in the table of words.
func (w *Words) headed(cells []string) *Table {
	t := &Table{Head: cells, Columns: make([]Column, len(cells))}
	best := map[Column]int{}
	for i, text := range cells {
		key := vietnamese.Fold(text)
		if j := strings.IndexAny(text, "(["); j > 0 && w.columns[key].column == Other {
			key = vietnamese.Fold(text[:j])
		}
		h := w.columns[key]
		if h.column == Other {
			continue
		}
		if at, twice := best[h.column]; twice {
			if w.columns[vietnamese.Fold(cells[at])].rank <= h.rank {
				continue
			}
			t.Columns[at] = Other
		}
		best[h.column], t.Columns[i] = i, h.column
	}
	if !t.Has(Name) || !t.Has(Role) && !t.Has(Unit) && !t.Has(Code) {
		return nil
	}
	return t
}

// Has reports whether a table has a column.
func (t *Table) Has(c Column) bool { return slices.Contains(t.Columns, c) }

// Unread are the headings of which nothing is read.
func (t *Table) Unread() (out []string) {
	for i, c := range t.Columns {
		key := vietnamese.Fold(t.Head[i])
		if c == Other && key != "" && key != "stt" && key != "tt" && !IsWhy(t.Head[i]) {
			out = append(out, t.Head[i])
		}
	}
	return out
}

// Text is a table as a form carries it: a line a row, its number first.
func (t *Table) Text() string {
	var b strings.Builder
	b.WriteString("#\t" + strings.Join(t.Head, "\t"))
	for _, r := range t.Rows {
		b.WriteString("\n" + strconv.Itoa(r.Number) + "\t" + strings.Join(r.Cells, "\t"))
	}
	return b.String()
}

// Parse reads what Text has made. Errors (errs.Invalid): it has not.
func (w *Words) Parse(text string) (*Table, error) {
	bad := errs.New(errs.Invalid, "the list that was looked at is lost: choose the file again")
	lines := strings.Split(strings.ReplaceAll(text, "\r", ""), "\n")
	head := strings.Split(lines[0], "\t")
	if head[0] != "#" || len(lines) > Most+1 {
		return nil, bad
	}
	t := w.headed(head[1:])
	if t == nil {
		return nil, bad
	}
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		n, err := strconv.Atoi(cells[0])
		if err != nil || len(cells) > mostColumns+1 {
			return nil, bad
		}
		for i := range cells {
			cells[i] = reading.Tidy(cells[i]) // whatever was sent in its place
		}
		t.Rows = append(t.Rows, Row{n, cells[1:]})
	}
	return t, nil
}

// cell is what a row has in a column.
func (t *Table) cell(r *Row, c Column) string {
	if i := slices.Index(t.Columns, c); i >= 0 && i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}
