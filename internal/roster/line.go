package roster

import (
	"regexp"
	"slices"
	"strconv"
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
	names    map[date.Date]map[string][]place.Unit
	former   map[string][]place.Unit
}

// NewReader makes a reader.
func NewReader(w *Words, r *place.Registry, province place.Unit, today date.Date) *Reader {
	return &Reader{words: w, places: r, province: province, today: today,
		names: map[date.Date]map[string][]place.Unit{}}
}

// Lines reads a table, a line a row.
func (r *Reader) Lines(t *Table) []Line {
	out := make([]Line, len(t.Rows))
	for i := range t.Rows {
		out[i] = r.line(t, &t.Rows[i])
	}
	return out
}

func (r *Reader) line(t *Table, row *Row) Line {
	l := Line{Row: row.Number, Name: t.cell(row, Name), Username: strings.ToLower(t.cell(row, User))}
	switch n := len([]rune(l.Name)); {
	case n == 0:
		l.fault(errs.T("the full name is missing"))
	case n > 300:
		l.fault(errs.T("give the full name (at most 300 letters)"))
	case strings.ContainsAny(l.Name, "0123456789@=<>|{}"), !strings.ContainsFunc(l.Name, unicode.IsLetter):
		l.fault(errs.T("“%s” is no person’s name", reading.Short(l.Name)))
	}
	l.days(t, row, r.today)
	l.Phone = l.phone(t.cell(row, Phone))
	r.roles(&l, t.cell(row, Role))
	r.unit(&l, t.cell(row, Code), t.cell(row, Unit), t.cell(row, Above))
	return l
}

// on is the day on which a line's unit and roles must be there: the first of the role, today where that is past.
func (l *Line) on(today date.Date) date.Date { return max(l.From, today) }

// earliest is the first year of which a role can be.
const earliest = 2000

func (l *Line) days(t *Table, row *Row, today date.Date) {
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
		if other := t.monthFirst(d.column); other != "" && twoWays(text) {
			l.fault(errs.T("“%s” can be two days, and “%s” in the same column has the month first: write DD/MM/YYYY throughout",
				text, other))
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

// numericDay is a day in numbers, the year last.
var numericDay = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}$`)

// firstTwo are the first two numbers of a day in numbers; 0 where a text is none.
func firstTwo(text string) (first, second int) {
	if m := numericDay.FindStringSubmatch(text); m != nil {
		first, _ = strconv.Atoi(m[1])
		second, _ = strconv.Atoi(m[2])
	}
	return first, second
}

// twoWays reports whether a day in numbers is another day with its month first.
func twoWays(text string) bool {
	first, second := firstTwo(text)
	return first != second && 0 < first && first <= 12 && second <= 12
}

// monthFirst is a day of a column that can only be read with its month first, as an American program writes them; ""
// where there is none.
func (t *Table) monthFirst(c Column) string {
	for i := range t.Rows {
		text := t.cell(&t.Rows[i], c)
		if first, second := firstTwo(text); 0 < first && first <= 12 && second > 12 && second <= 31 {
			return text
		}
	}
	return ""
}

// phone reads a telephone number: digits apart in any way, +84 for the 0, the 0 that a spreadsheet took given back.
func (l *Line) phone(text string) string {
	if text == "" {
		return ""
	}
	if whole, cut := strings.CutSuffix(text, ".0"); cut && digits(whole) { // of a program that takes it for a number
		text = whole
	}
	digits := vietnamese.Digits(strings.TrimPrefix(text, "'"))
	bare := strings.Trim(text, "0123456789 .-+()'") == ""
	switch {
	case strings.HasPrefix(digits, "84") && len(digits) >= 11:
		digits = "0" + digits[2:]
	case len(digits) == 9 && digits[0] != '0':
		digits = "0" + digits
	}
	if !bare || len(digits) < 10 || len(digits) > 11 || digits[0] != '0' {
		l.fault(errs.T("“%s” is no telephone number: write 10 digits, for example 0912345678", reading.Short(text)))
		return ""
	}
	return digits
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
