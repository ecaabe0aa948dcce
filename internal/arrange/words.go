package arrange

import (
	"io/fs"
	"slices"
	"strings"

	"giamngheo/internal/datafile"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet/charset"
	"giamngheo/internal/vietnamese"
)

// Columns of a list that are none of the exchange format: year of birth and sex in one, as printed lists have them.
const (
	BirthMale   = "birth_male"
	BirthFemale = "birth_female"
	SexMale     = "sex_male"
	SexFemale   = "sex_female"
)

// Words are the headings by which columns are known: identifiers, titles, and what people call them.
type Words struct{ byHeading map[string]string }

// ReadWords reads the headings of the table codes/headings.csv. Errors: a heading of two columns, or of one that there
// is not.
func ReadWords(data fs.FS) (_ *Words, err error) {
	defer errs.Wrap(&err, "arrange.ReadWords")
	w := &Words{map[string]string{}}
	for _, c := range slices.Concat(household.HouseholdColumns, household.MemberColumns) {
		w.byHeading[vietnamese.Fold(c.Name)] = c.Name
		w.byHeading[vietnamese.Fold(c.Title)] = c.Name
	}
	return w, datafile.Each(data, "codes/headings.csv", func(row datafile.Row) error {
		key, column := vietnamese.Fold(row("heading")), row("column")
		if before := w.byHeading[key]; before != "" && before != column || key == "" {
			return errs.New(errs.Invalid, "the heading “%s” means two columns: %s and %s", row("heading"), before, column)
		}
		if !Houses.Has(column) && !Members.Has(column) {
			return errs.New(errs.Invalid, "there is no column %s", column)
		}
		w.byHeading[key] = column
		return nil
	})
}

// Part is one of a register's two lists.
type Part string

// The parts, as the exchange format calls its sheets.
const (
	Houses  Part = "households"
	Members Part = "members"
)

// Has reports whether a part has a column.
func (p Part) Has(column string) bool {
	list := household.HouseholdColumns
	if p == Members {
		list = household.MemberColumns
		if column == BirthMale || column == BirthFemale || column == SexMale || column == SexFemale {
			return true
		}
	}
	return slices.ContainsFunc(list, func(c household.Column) bool { return c.Name == column })
}

// sheetNames are the names by which the two sheets are found, folded.
var sheetNames = map[Part][]string{
	Houses:  {"households", "household", "ho", "danh sach ho", "ho gia dinh", "so ho"},
	Members: {"members", "member", "thanh vien", "nhan khau", "danh sach thanh vien", "danh sach nhan khau"},
}

// Named reports whether a sheet has one of the names of a part.
func (p Part) Named(sheet string) bool { return slices.Contains(sheetNames[p], vietnamese.Fold(sheet)) }

// PassOver is what a heading means that a person has said to be none of the register's.
const PassOver = "-"

// Memory is what a person has said of headings before: by Key the column's identifier, or PassOver.
type Memory map[string]string

// Key is a heading of a part as it is remembered.
func Key(p Part, heading string) string { return string(p) + "|" + vietnamese.Fold(heading) }

// shownOnly marks a heading of what is only to be looked at: it follows from what is entered, and is never read.
const shownOnly = " (để xem)"

// Shown is the heading of a column that is only to be looked at, as an export has some.
func Shown(title string) string { return title + shownOnly }

// IsShown reports whether a heading is of a column that is only to be looked at.
func IsShown(heading string) bool { return strings.HasSuffix(strings.TrimSpace(heading), shownOnly) }

// column finds the column that a heading means in any of parts, by what was said of it before, then by its words. The
// group is the heading above it, which other columns may share.
func (w *Words) column(parts []Part, m Memory, group, heading string) string {
	if IsShown(heading) {
		return ""
	}
	for _, p := range parts {
		if c := m[Key(p, joined(group, heading))]; c != "" {
			if c == PassOver || !w.has(parts, c) {
				return ""
			}
			return c
		}
	}
	for _, text := range []string{joined(group, heading), heading, beforeUnit(heading)} {
		for _, e := range [...]charset.Encoding{charset.UTF8, charset.TCVN3, charset.VNI} { // headings in a font of old
			if e != charset.UTF8 && charset.Score(text) >= 0 {
				break
			}
			if e != charset.UTF8 {
				text = e.Text(text)
			}
			if c := w.byHeading[vietnamese.Fold(text)]; c != "" && w.has(parts, c) {
				return c
			}
		}
	}
	return ""
}

func (w *Words) has(parts []Part, column string) bool {
	return slices.ContainsFunc(parts, func(p Part) bool { return p.Has(column) })
}

// joined is a heading with the one above it.
func joined(group, heading string) string {
	switch {
	case heading == "":
		return group
	case group == "", vietnamese.Fold(group) == vietnamese.Fold(heading):
		return heading
	}
	return group + " – " + heading
}

// beforeUnit is a heading without what stands in brackets at its end, or after a comma: its unit or a remark.
func beforeUnit(heading string) string {
	if i := strings.IndexAny(heading, "([,\n"); i > 0 {
		return heading[:i]
	}
	return heading
}
