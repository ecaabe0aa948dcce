package roster

import (
	"slices"
	"strings"
	"unicode"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/vietnamese"
)

// Line is what a row says. What could not be read is zero, and a fault says why.
type Line struct {
	Row      int
	Name     string
	Unit     place.Unit
	Roles    []access.Role
	From, To date.Date // zero: today on, without an end
	Phone    string    // digits, the 0 in front
	Username string    // in small letters; "" where the list has none
	Faults   []errs.Text
}

func (l *Line) fault(text errs.Text) { l.Faults = append(l.Faults, text) }

// Reader reads the rows of lists for a province on a day.
type Reader struct {
	words    *Words
	places   *place.Registry
	province place.Unit
	today    date.Date
	names    map[date.Date]map[string][]place.Unit // by folded name
	former   map[string][]former                   // by folded name; read when the first is met
}

// NewReader makes a reader.
func NewReader(w *Words, r *place.Registry, province place.Unit, today date.Date) *Reader {
	return &Reader{words: w, places: r, province: province, today: today,
		names: map[date.Date]map[string][]place.Unit{}}
}

// Lines reads a table, a line a row.
func (r *Reader) Lines(t *Table) []Line {
	out := make([]Line, len(t.Rows))
	other := map[Column]string{From: t.monthFirst(From), To: t.monthFirst(To)}
	for i := range t.Rows {
		out[i] = r.line(t, &t.Rows[i], other)
	}
	return out
}

// line reads a row; in some columns another day has its month first.
func (r *Reader) line(t *Table, row *Row, other map[Column]string) Line {
	l := Line{Row: row.Number, Name: t.cell(row, Name), Username: strings.ToLower(t.cell(row, User))}
	switch n := len([]rune(l.Name)); {
	case n == 0:
		l.fault(errs.T("the full name is missing"))
	case n > 300:
		l.fault(errs.T("give the full name (at most 300 letters)"))
	case strings.ContainsAny(l.Name, "0123456789@=<>|{}"), !strings.ContainsFunc(l.Name, unicode.IsLetter):
		l.fault(errs.T("“%s” is no person’s name", reading.Short(l.Name)))
	}
	l.days(t, row, other, r.today)
	l.Phone = l.phone(t.cell(row, Phone))
	r.roles(&l, t.cell(row, Role))
	r.unit(&l, t.cell(row, Code), t.cell(row, Unit), t.cell(row, Above))
	return l
}

// on is the day on which a line's unit and roles must be there: the first of the role, today where that is past.
func (l *Line) on(today date.Date) date.Date { return max(l.From, today) }

// earliest is the first year of which a role can be.
const earliest = 2000

func (l *Line) days(t *Table, row *Row, other map[Column]string, today date.Date) {
	for _, d := range []struct {
		column Column
		day    *date.Date
	}{{From, &l.From}, {To, &l.To}} {
		text := t.cell(row, d.column)
		if text == "" {
			continue
		}
		day, ok := reading.Day(text)
		if !ok || day.Year() < earliest || day.Year() > 2200 {
			l.fault(errs.T("“%s” is no day: write DD/MM/YYYY, for example 01/12/2026", reading.Short(text)))
			continue
		}
		if other[d.column] != "" && twoWays(text) {
			l.fault(errs.T("“%s” can be two days, and “%s” in the same column has the month first: write DD/MM/YYYY throughout",
				text, other[d.column]))
			continue
		}
		*d.day = day
	}
	switch {
	case l.To.IsZero():
	case l.To < l.From:
		l.fault(errs.T("the last day (%s) lies before the first (%s)", l.To, l.From))
	case l.To < today:
		l.fault(errs.T("the role is over already: its last day is %s", l.To))
	}
}

// twoWays reports whether a day in numbers is another day with its month first.
func twoWays(text string) bool {
	first, second, _, _ := reading.DayNumbers(text)
	return first != second && 0 < first && first <= 12 && second <= 12
}

// monthFirst is a day of a column that can only be read with its month first, as an American program writes them; ""
// where there is none.
func (t *Table) monthFirst(c Column) string {
	for i := range t.Rows {
		text := t.cell(&t.Rows[i], c)
		if first, second, _, _ := reading.DayNumbers(text); 0 < first && first <= 12 && second > 12 && second <= 31 {
			return text
		}
	}
	return ""
}

// phone reads a telephone number as people and spreadsheets write it.
func (l *Line) phone(text string) string {
	if text == "" {
		return ""
	}
	if whole, cut := strings.CutSuffix(text, ".0"); cut && digits(whole) { // of a program that takes it for a number
		text = whole
	}
	number := vietnamese.Phone(text)
	bare := strings.Trim(text, "0123456789 .-+()'") == ""
	if !bare || len(number) < 10 || len(number) > 11 || number[0] != '0' || number[1] == '0' {
		l.fault(errs.T("“%s” is no telephone number: write 10 digits, for example 0912345678", reading.Short(text)))
		return ""
	}
	return number
}

// roles reads the roles of a row: one, or several with a semicolon between them.
func (r *Reader) roles(l *Line, text string) {
	parts := []string{text}
	if _, whole := r.words.roles[vietnamese.Fold(text)]; !whole {
		parts = strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(";,+/", c) })
		parts = slices.DeleteFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" })
	}
	if len(parts) == 0 {
		l.fault(errs.T("the role is missing: write one of %s", r.offered(l)))
	}
	for _, part := range parts {
		role, ok := r.words.roles[vietnamese.Fold(part)]
		switch {
		case !ok:
			l.fault(errs.T("there is no role “%s”: write one of %s", reading.Short(strings.TrimSpace(part)), r.offered(l)))
		case len(r.levelsOn(role, l.on(r.today))) == 0:
			l.fault(errs.T("there is no “%s” on %s: the province has no unit of that level then", role.Title(),
				l.on(r.today)))
		case !slices.Contains(l.Roles, role):
			l.Roles = append(l.Roles, role)
		}
	}
}

// offered are the roles that there are on a line's first day.
func (r *Reader) offered(l *Line) errs.Text {
	var out []errs.Text
	for _, role := range access.RolesIn(r.unitsOn(l.on(r.today))) {
		out = append(out, role.Title())
	}
	return errs.Join("; ", out)
}

// unitsOn has a unit of each level that there is in the province on a day.
func (r *Reader) unitsOn(on date.Date) []place.Unit {
	return append(slices.Clone(r.places.Children(r.province.Code, on)), r.province, place.Unit{Level: place.Commune})
}

// levelsOn are the levels for which a role can be held in the province on a day.
func (r *Reader) levelsOn(role access.Role, on date.Date) []place.Level {
	units := r.unitsOn(on)
	return slices.DeleteFunc(slices.Clone(role.Levels()), func(l place.Level) bool {
		return !slices.ContainsFunc(units, func(u place.Unit) bool { return u.Level == l })
	})
}
