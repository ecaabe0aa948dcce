// Package roster reads lists of people who shall have accounts, as offices keep them in workbooks: which column is
// what, whom a row names, for which unit, in which roles, from when to when. It says what is wrong with a row and with
// what to mend it; who has an account already it does not know.
package roster

import (
	"io/fs"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/datafile"
	"giamngheo/internal/errs"
	"giamngheo/internal/vietnamese"
)

// Column is what a column of a list holds.
type Column string

// The columns.
const (
	Name  Column = "full_name"
	Unit  Column = "unit"
	Code  Column = "unit_code"
	Above Column = "above" // the unit in which the unit lies, where several are called alike
	Role  Column = "role"
	From  Column = "from"
	To    Column = "to"
	Phone Column = "phone"
	User  Column = "username"
	Other Column = "" // nothing that is read
)

// Columns are the columns in the order of the template.
func Columns() []Column { return []Column{Name, Code, Unit, Role, From, To, Phone, User} }

// Title is a column's heading.
func (c Column) Title() errs.Text { return titles[c] }

var titles = map[Column]errs.Text{
	Name: errs.T("Full name"), Unit: errs.T("Unit"), Code: errs.T("Unit’s code"), Above: errs.T("Lies in"),
	Role: errs.T("Role"), From: errs.T("From"), To: errs.T("rolefields|To"), Phone: errs.T("column|Phone"),
	User: errs.T("Username"),
}

// Words are what headings, roles and units are called.
type Words struct {
	columns map[string]heading
	roles   map[string]access.Role
	top     map[string]bool // words for the province itself
}

// heading is a column with how well its heading says so: of two headings of one column the lower rank is it.
type heading struct {
	column Column
	rank   int
}

// ReadWords reads the table codes/people.csv. Errors: a word of two meanings, or of one that there is not.
func ReadWords(data fs.FS) (_ *Words, err error) {
	defer errs.Wrap(&err, "roster.ReadWords")
	w := &Words{map[string]heading{}, map[string]access.Role{}, map[string]bool{}}
	for _, r := range access.Roles() {
		for _, word := range []string{string(r), r.Title().VI, r.Title().EN} {
			w.roles[vietnamese.Fold(word)] = r
		}
	}
	for _, c := range append(Columns(), Above) {
		w.columns[vietnamese.Fold(string(c))] = heading{c, 0}
	}
	n := 0
	return w, datafile.Each(data, "codes/people.csv", func(row datafile.Row) error {
		n++
		return w.add(row("kind"), row("word"), row("means"), n)
	})
}

func (w *Words) add(kind, word, means string, rank int) error {
	key := vietnamese.Fold(word)
	ok := key != ""
	switch kind {
	case "column":
		had, is := w.columns[key]
		ok = ok && titles[Column(means)].EN != "" && (!is || had.column == Column(means))
		w.columns[key] = heading{Column(means), rank}
	case "role":
		had, is := w.roles[key]
		ok = ok && slices.Contains(access.Roles(), access.Role(means)) && (!is || had == access.Role(means))
		w.roles[key] = access.Role(means)
	case "unit":
		ok = ok && means == "province"
		w.top[key] = true
	default:
		ok = false
	}
	if !ok {
		return errs.New(errs.Invalid, "the table of words: “%s” (%s) cannot mean %s", word, kind, means)
	}
	return nil
}
