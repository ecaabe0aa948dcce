package form

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// Folder is where the forms and schedules that the program ships with lie.
const Folder = "report"

// Shipped reads the forms that the program ships with, by code. Errors name the file and every line at fault.
func Shipped(data fs.FS) ([]*Form, error) {
	names, err := fs.Glob(data, Folder+"/forms/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []*Form
	for _, name := range names {
		b, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, err
		}
		f, err := ReadForm(name, b)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(had *Form) bool { return had.Code == f.Code }) {
			return nil, errs.New(errs.Invalid, "the code “%s” is used above", f.Code)
		}
		out = append(out, f)
	}
	return out, nil
}

// ReadForm reads a form from the text of its file, strictly. The error (errs.Invalid) carries target.Faults, all of
// them with their lines.
func ReadForm(name string, b []byte) (*Form, error) {
	f, src := &Form{}, target.NewSource(name)
	faults, ok := src.Decode(b, f)
	c := &checker{f: f, src: src, faults: faults}
	if ok {
		c.form()
	}
	if err := c.faults.Refuse("tệp biểu mẫu " + path.Base(name)); err != nil {
		return nil, err
	}
	return f, nil
}

// Bounds of a form: what a page can show and a person fill in.
const (
	mostRows    = 400
	mostColumns = 30
)

// checker gathers the faults of a form.
type checker struct {
	f      *Form
	src    *target.Source
	faults target.Faults
}

func (c *checker) add(text errs.Text, at ...any) {
	c.faults = append(c.faults, c.src.Fault(text, at...))
}

func (c *checker) need(given bool, at ...any) {
	if !given {
		c.add(errs.T("“%s” is missing", at[len(at)-1]), at...)
	}
}

func (c *checker) oneOf(value string, allowed []string, at ...any) {
	if !slices.Contains(allowed, value) {
		c.add(errs.T("must be one of: %s; not “%s”", strings.Join(allowed, ", "), value), at...)
	}
}

// codePattern is what the code of a form, a row or a column may be.
var codePattern = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_-]{0,39}$`)

func (c *checker) code(code string, had map[string]bool, at ...any) {
	switch {
	case !codePattern.MatchString(code):
		c.add(errs.T("the code “%s” must be of letters, digits, - and _", code), at...)
	case had[code]:
		c.add(errs.T("the code “%s” is used above", code), at...)
	}
	had[code] = true
}

func (c *checker) form() {
	f := c.f
	c.code(f.Code, map[string]bool{}, "form")
	c.need(f.Title.VI != "", "title")
	c.need(f.Instrument != "", "instrument")
	c.need(!f.From.IsZero(), "from")
	c.need(len(f.Rows) > 0, "rows")
	c.need(len(f.Columns) > 0, "columns")
	if !f.To.IsZero() && f.To < f.From {
		c.add(errs.T("the last day lies before the first"), "to")
	}
	if len(f.Rows) > mostRows || len(f.Columns) > mostColumns {
		c.add(errs.T("a form has at most %d rows and %d columns", mostRows, mostColumns), "rows")
		return
	}
	columns, rows := map[string]bool{}, map[string]bool{}
	for i := range f.Columns {
		c.code(f.Columns[i].Code, columns, "columns", i, "code")
	}
	for i := range f.Rows {
		c.code(f.Rows[i].Code, rows, "rows", i, "code")
	}
	for i := range f.Columns {
		c.column(i, columns)
	}
	for i := range f.Rows {
		c.row(i, rows)
	}
	if len(c.faults) == 0 {
		c.rings()
		c.checks(rows, columns)
	}
}

// types are what cells hold; a choice is the last.
var types = []string{string(Whole), string(Decimal), string(Percent), string(Money), string(Words), string(Choice)}

func (c *checker) column(i int, codes map[string]bool) {
	col := &c.f.Columns[i]
	at := func(key string) []any { return []any{"columns", i, key} }
	c.need(col.Title.VI != "", at("title")...)
	if col.Type != "" {
		c.oneOf(string(col.Type), types, at("type")...)
	}
	c.oneOf(string(col.Fill), []string{string(Figure), string(Sum), string(Ratio), string(Previous),
		string(Estimate), string(Ask)},
		at("fill")...)
	c.oneOf(string(col.Roll), []string{string(Added), string(Recompute), string(Distinct), string(Tallied),
		string(NotRolled)},
		at("roll")...)
	if (col.Fill == Sum) != (len(col.Sum) > 0) {
		c.add(errs.T("a column that is a sum names its columns by “sum”, and no other does"), at("fill")...)
	}
	if (col.Fill == Ratio) != (col.Num != "" && col.Den != "") {
		c.add(errs.T("a ratio names its numerator and denominator by “num” and “den”, and nothing else does"),
			at("fill")...)
	}
	if (col.Fill == Previous) != (col.Of != "") {
		c.add(errs.T("a column of the period before names by “of” which column of then it is, and no other does"),
			at("fill")...)
	}
	for _, code := range append(slices.Clone(col.Sum), col.Num, col.Den, col.Of) {
		if code != "" && !codes[code] {
			c.add(errs.T("there is no column “%s”", code), at("code")...)
		}
	}
	// 8/10 and 50/100 are 58/110: a ratio of sums, never a sum or a mean of ratios
	if col.Roll == Added && (col.Fill == Ratio || col.Type == Percent) {
		c.add(errs.T("percentages are not added up: “roll: recompute” forms them anew from numerator and denominator"), at("roll")...)
	}
	if col.Roll == Added && col.Type.Said() {
		c.add(errs.T("words are not added up: “roll: none”"), at("roll")...)
	}
	if col.Roll == Tallied && col.Type != Choice {
		c.add(errs.T("only choices are tallied"), at("roll")...)
	}
	if (col.Type == Choice) != (len(col.Choices) > 0) {
		c.add(errs.T("a choice lists its “choices”, and no other type does"), at("type")...)
	}
	c.figure(col.Figure, at("figure")...)
}

func (c *checker) figure(s *Source, at ...any) {
	if s == nil {
		return
	}
	in := func(key string) []any { return append(slices.Clone(at), key) }
	given := 0
	for _, v := range []string{s.Part, s.Money, s.Class} {
		if v != "" {
			given++
		}
	}
	if given != 1 {
		c.add(errs.T("a figure is one of: part, money, class"), at...)
		return
	}
	switch {
	case s.Part != "":
		c.oneOf(s.Count, []string{"met", "of"}, in("count")...)
	case s.Money != "":
		c.oneOf(s.Money, []string{"A", "C", "K", "P", "V", "B"}, in("money")...)
	default:
		c.oneOf(s.Class, []string{"poor", "near_poor", "households"}, in("class")...)
	}
}

func (c *checker) row(i int, codes map[string]bool) {
	r := &c.f.Rows[i]
	at := func(key string) []any { return []any{"rows", i, key} }
	c.need(r.Title.VI != "", at("title")...)
	if r.Head {
		return
	}
	if r.Type != "" {
		c.oneOf(string(r.Type), types[:len(types)-1], at("type")...) // what can be chosen is a column's
	} else if slices.ContainsFunc(c.f.Columns, func(col Column) bool { return col.Type == "" }) {
		c.need(false, at("type")...)
	}
	if (r.Num == "") != (r.Den == "") {
		c.add(errs.T("a ratio names its numerator and denominator by “num” and “den”, and nothing else does"),
			at("num")...)
	}
	if r.Type == Percent && r.Num == "" && slices.ContainsFunc(c.f.Columns,
		func(col Column) bool { return col.Type == "" && col.Roll == Added }) {
		c.add(errs.T("percentages are not added up: name the rows of numerator and denominator by “num” and “den”"),
			at("type")...)
	}
	for _, code := range append(slices.Clone(r.Sum), r.Num, r.Den) {
		if code != "" && (!codes[code] || code == r.Code) {
			c.add(errs.T("there is no row “%s”", code), at("code")...)
		}
	}
	c.figure(r.Figure, at("figure")...)
}

// rings refuses cells that rest on themselves, and sums of cells of two types.
func (c *checker) rings() {
	set := NewSet([]*Form{c.f})
	state := map[Key]int{}
	var visit func(k Key) bool
	visit = func(k Key) bool {
		switch state[k] {
		case 1:
			return false
		case 2:
			return true
		}
		state[k] = 1
		for _, p := range set.Slot(k).Parts {
			if set.Slot(p) != nil && !visit(p) {
				return false
			}
		}
		state[k] = 2
		return true
	}
	row := map[string]int{}
	for i := range c.f.Rows {
		row[c.f.Rows[i].Code] = i
	}
	for i := range set.Slots {
		s := &set.Slots[i]
		at := []any{"rows", row[s.Row.Code], "code"}
		if !visit(s.Key) {
			c.add(errs.T("“%s” in “%s” is computed from itself", s.Row.Code, s.Column.Code), at...)
			return
		}
		for _, p := range s.Parts {
			part := set.Slot(p)
			if part == nil || part.Kind == Empty || part.Type.Said() || s.Kind == Summed && part.Type != s.Type ||
				s.Kind == Divided && part.Type.Places() != set.Slot(s.Parts[0]).Type.Places() {
				c.add(errs.T("“%s” in “%s” is made of cells that cannot be reckoned together", s.Row.Code,
					s.Column.Code), at...)
				break
			}
		}
	}
}

func (c *checker) checks(rows, columns map[string]bool) {
	codes := map[string]bool{}
	for i := range c.f.Checks {
		k := &c.f.Checks[i]
		at := func(key string) []any { return []any{"checks", i, key} }
		c.code(k.Code, codes, at("code")...)
		c.oneOf(string(k.Severity), []string{string(Block), string(Explain), string(Info)}, at("severity")...)
		c.oneOf(k.Op, []string{"=", "<=", ">="}, at("op")...)
		c.need(k.Text.VI != "", at("text")...)
		c.need(len(k.Left) > 0, at("left")...)
		c.need(len(k.Right) > 0, at("right")...)
		for _, name := range append(slices.Clone(k.Left), k.Right...) {
			if _, err := strconv.ParseInt(name, 10, 64); err == nil {
				continue
			}
			if row, column, _ := strings.Cut(name, "/"); strings.Count(name, "/") == 1 && (row != "*" && !rows[row] ||
				!columns[column]) ||
				strings.Count(name, "/") < 1 || strings.Count(name, "/") > 2 {
				c.add(errs.T("there is no cell “%s”: write row/column, or form/row/column", name), at("left")...)
			}
		}
	}
}
