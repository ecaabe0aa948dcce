package nation

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
)

// Query asks rows as OData does, of single fields: $filter, $orderby, $select, $top and $skip.
type Query struct {
	Top, Skip int
	Count     bool
	order     string
	down      bool
	Columns   []Column
	terms     []term
	all       []Column
}

// Column is what can be asked of a row: a word, or a number.
type Column struct {
	Code string
	Word func(r *Row) string // nil: a number
	of   *Field
}

// Text is a column of a row as data have it.
func (c *Column) Text(r *Row) string {
	if c.Word != nil {
		return c.Word(r)
	}
	return c.of.Text(r)
}

// term is a comparison that a row must pass.
type term struct {
	column Column
	op     string
	word   string
	number int64 // of a rate in hundredths of a percent
}

const (
	// MostRows bounds how many rows an answer has.
	MostRows   = 5000
	usualRows  = 100
	mostAsked  = 500
	mostTerms  = 10
	mostSkip   = 1_000_000
	mostColumn = 60
)

// ColumnsOf are all columns of rows.
func ColumnsOf(fields []Field) []Column {
	out := []Column{{Code: "code", Word: func(r *Row) string { return r.Code }},
		{Code: "name", Word: func(r *Row) string { return r.Name }},
		{Code: "area", Word: func(r *Row) string { return r.Area.String() }},
		{Code: "review", Word: func(r *Row) string { return strconv.Itoa(r.Review) }},
		{Code: "day", Word: func(r *Row) string { return r.Last.String() }},
		{Code: "synthetic", Word: func(r *Row) string { return strconv.FormatBool(r.Synthetic) }}}
	for i := range fields {
		out = append(out, Column{Code: fields[i].Code, of: &fields[i]})
	}
	return out
}

// ReadQuery reads a question. Errors (errs.Invalid): what of it cannot be answered.
func ReadQuery(in url.Values, fields []Field) (q *Query, err error) {
	q = &Query{Top: usualRows, all: ColumnsOf(fields)}
	for name, values := range in {
		if len(values) != 1 || len(values[0]) > mostAsked {
			return nil, errs.New(errs.Invalid, "%s is asked twice, or too long", short(name))
		}
		text := values[0]
		switch name {
		case "$top":
			q.Top, err = number(text, MostRows)
		case "$skip":
			q.Skip, err = number(text, mostSkip)
		case "$count":
			q.Count = text == "true"
		case "$filter":
			err = q.filter(text)
		case "$orderby":
			err = q.orderBy(text)
		case "$select":
			err = q.choose(text)
		case "$format", "basis", "lang":
		default:
			err = errs.New(errs.Invalid, "“%s” cannot be asked: $filter, $orderby, $select, $top, $skip, $count and $format can", short(name))
		}
		if err != nil {
			return nil, err
		}
	}
	if len(q.Columns) == 0 {
		q.Columns = q.all
	}
	return q, nil
}

func short(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

func number(text string, most int) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, errs.New(errs.Invalid, "“%s” is no number from 0 to %d", short(text), most)
	}
	return n, nil
}

func (q *Query) column(code string) (Column, error) {
	if i := slices.IndexFunc(q.all, func(c Column) bool { return c.Code == code }); i >= 0 {
		return q.all[i], nil
	}
	return Column{}, errs.New(errs.Invalid, "there is no field “%s”", short(code))
}

var comparison = regexp.MustCompile(`^([a-z0-9_]+) (eq|ne|gt|ge|lt|le) (?:'([^']*)'|(-?[0-9]{1,12})(?:\.([0-9]{1,2}))?|(true|false))$`)

func (q *Query) filter(text string) error {
	parts := strings.Split(text, " and ")
	if len(parts) > mostTerms {
		return errs.New(errs.Invalid, "at most %d comparisons", mostTerms)
	}
	for _, part := range parts {
		m := comparison.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return errs.New(errs.Invalid, "“%s” is no comparison: a field, eq, ne, gt, ge, lt or le, and a number or 'word'; several joined by and", short(part))
		}
		c, err := q.column(m[1])
		if err != nil {
			return err
		}
		t := term{column: c, op: m[2], word: m[3] + m[4] + m[6]}
		if c.Word == nil {
			if m[4] == "" {
				return errs.New(errs.Invalid, "%s is a number", c.Code)
			}
			n, _ := strconv.ParseInt(m[4], 10, 64)
			if t.number = n; c.of.Rate {
				part, _ := strconv.ParseInt((m[5] + "00")[:2], 10, 64)
				t.number = 100*n + part
			}
		}
		q.terms = append(q.terms, t)
	}
	return nil
}

func (q *Query) orderBy(text string) error {
	code, way, _ := strings.Cut(text, " ")
	if _, err := q.column(code); err != nil || way != "" && way != "asc" && way != "desc" {
		return errs.New(errs.Invalid, "“%s” is no order: a field, and asc or desc", short(text))
	}
	q.order, q.down = code, way == "desc"
	return nil
}

func (q *Query) choose(text string) error {
	for code := range strings.SplitSeq(text, ",") {
		c, err := q.column(strings.TrimSpace(code))
		if err != nil {
			return err
		}
		if q.Columns = append(q.Columns, c); len(q.Columns) > mostColumn {
			return errs.New(errs.Invalid, "at most %d fields", mostColumn)
		}
	}
	return nil
}

// passes reports whether a row passes a comparison; what is not told passes none.
func (t *term) passes(r *Row) bool {
	var c int
	if t.column.Word != nil {
		c = strings.Compare(t.column.Word(r), t.word)
	} else {
		had := t.column.of.order(r)
		if had < 0 {
			return false
		}
		c = int(max(min(had-t.number, 1), -1))
	}
	switch t.op {
	case "eq":
		return c == 0
	case "ne":
		return c != 0
	case "gt":
		return c > 0
	case "ge":
		return c >= 0
	case "lt":
		return c < 0
	}
	return c <= 0
}

// Ask returns the rows that pass, of them those that were asked for, and how many pass.
func (q *Query) Ask(rows []Row) (out []Row, all int) {
	for i := range rows {
		if !slices.ContainsFunc(q.terms, func(t term) bool { return !t.passes(&rows[i]) }) {
			out = append(out, rows[i])
		}
	}
	if q.order != "" {
		c, _ := q.column(q.order)
		slices.SortStableFunc(out, func(a, b Row) int {
			var n int
			if c.Word != nil {
				n = strings.Compare(c.Word(&a), c.Word(&b))
			} else {
				n = c.of.compare(&a, &b)
			}
			if q.down {
				return -n
			}
			return n
		})
	}
	all = len(out)
	from := min(q.Skip, all)
	return out[from:min(from+q.Top, all)], all
}
