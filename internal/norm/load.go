package norm

import (
	"io/fs"
	"math/big"
	"path"
	"regexp"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// Folder is where the norms that the program ships with lie.
const Folder = "money/norms"

// Shipped reads the norms that the program ships with. Errors name the file and every line at fault.
func Shipped(data fs.FS) ([]*Set, error) {
	names, err := fs.Glob(data, Folder+"/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []*Set
	for _, name := range names {
		b, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, err
		}
		s, err := Read(name, b, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Misread says what is wrong with the condition of a measure; nothing where it can be counted.
type Misread func(*target.Measure) []errs.Text

// Read reads a norm from the text of its file, strictly. Nil for misread looks at no condition. The error
// (errs.Invalid) carries target.Faults, all of them with their lines.
func Read(name string, b []byte, misread Misread) (*Set, error) {
	s, src := &Set{}, target.NewSource(name)
	faults, ok := src.Decode(b, s)
	c := &checker{s: s, src: src, faults: faults, misread: misread}
	if ok {
		c.set()
	}
	if err := c.faults.Refuse("tệp định mức " + path.Base(name)); err != nil {
		return nil, err
	}
	return s, nil
}

// checker gathers the faults of a norm.
type checker struct {
	s       *Set
	src     *target.Source
	faults  target.Faults
	misread Misread
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

// decimal reports whether a number is given and sound; one that is not given is a fault where it must be.
func (c *checker) decimal(d *Decimal, must bool, at ...any) bool {
	switch {
	case d == nil || d.Text == "" && d.Rat == nil && d.wrong.EN == "":
		if must {
			c.need(false, at...)
		}
		return false
	case d.wrong.EN != "":
		c.add(d.wrong, at...)
		return false
	}
	return d.Rat != nil
}

func (c *checker) percent(d *Decimal, at ...any) {
	if c.decimal(d, true, at...) && d.Cmp(big.NewRat(100, 1)) > 0 {
		c.add(errs.T("a percentage must be from 0 to 100"), at...)
	}
}

var codePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// normPattern is what the code of a norm or of a node may be.
var normPattern = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9._/-]*$`)

func (c *checker) set() {
	s := c.s
	c.need(s.Code != "", "norm")
	if s.Code != "" && !normPattern.MatchString(s.Code) {
		c.add(errs.T("the code “%s” must be of letters, digits, - and _", s.Code), "norm")
	}
	c.need(s.Instrument != "", "instrument")
	c.need(len(s.Nodes) > 0, "nodes")
	c.oneOf(string(s.Recipients), []string{string(Communes), string(Districts), string(Bodies)}, "recipients")
	if s.Levels == "" {
		s.Levels = Flat
	}
	c.oneOf(string(s.Levels), []string{string(Flat), string(Staged)}, "levels")
	c.oneOf(string(s.Form), []string{string(Sum), string(Product)}, "form")
	s.RoundTo = 1
	if r := s.Round; r != nil && (r.wrong.EN != "" || r.Dong < 1 || r.Dong > MostRound) {
		c.add(errs.T("round_to must be from 1 to %d đồng", int64(MostRound)), "round_to")
	} else if r != nil {
		s.RoundTo = r.Dong
	}
	c.quantity()
	c.criteria()
	c.groups()
	c.limits()
	c.tiers()
	if len(c.faults) == 0 {
		c.columns()
	}
}

// columns refuses a column of values that would hold two kinds of things: a number of households and their share, say.
func (c *checker) columns() {
	kinds := map[string]Kind{}
	c.s.uses(func(column Column, at ...any) {
		if kind, used := kinds[column.Code]; used && kind != column.Kind {
			c.add(errs.T("the column “%s” would hold two kinds of values: give one of them another code", column.Code), at...)
			return
		}
		kinds[column.Code] = column.Kind
	})
}

// MostRound is the largest unit that an allocation is rounded to, in đồng.
const MostRound = 1_000_000_000

// quantity checks what a product is of.
func (c *checker) quantity() {
	q := c.s.Quantity
	if (q == nil) == (c.s.Form == Product) && c.s.Form != "" {
		if q == nil {
			c.add(errs.T("a product needs a quantity"), "form")
		} else {
			c.add(errs.T("only a product has a quantity"), "quantity")
		}
	}
	if q == nil {
		return
	}
	codes := map[string]bool{}
	for i, t := range c.s.Terms() {
		at, into := []any{"quantity"}, &q.Term
		if i > 0 {
			at, into = append(at, "plus", i-1), &q.Plus[i-1]
		}
		into.Code = c.counted(&t.Measure, t.Code, true, at...)
		if codes[into.Code] && into.Code != "" {
			c.add(errs.T("the code “%s” is used above", into.Code), at...)
		}
		codes[into.Code] = true
		if !c.decimal(&into.Times, false, append(at, "times")...) && into.Times.wrong.EN == "" {
			into.Times = Decimal{Rat: big.NewRat(1, 1), Text: "1"}
		}
	}
}

// counted checks a measure and returns the code of its column: the one given, else what it counts where that is a
// word. Without a code that must be there it is a fault.
func (c *checker) counted(m *target.Measure, code string, must bool, at ...any) string {
	in := func(key string) []any { return append(slices.Clone(at), key) }
	c.oneOf(m.Over, []string{"household", "person", "support", "activity", "report"}, in("over")...)
	if m.Over == "report" {
		c.need(m.Figure != "", in("figure")...)
	} else if m.Over != "" {
		c.need(strings.TrimSpace(m.Where) != "", in("where")...)
	}
	if c.misread != nil {
		for _, t := range c.misread(m) {
			c.add(t, in("where")...)
		}
	}
	if code == "" {
		switch code = strings.TrimSpace(m.Where); {
		case m.Over == "report":
			code = m.Figure
		case code == "true":
			code = m.Over + "s"
		}
		if !codePattern.MatchString(code) {
			if !must {
				return ""
			}
			c.add(errs.T("say by “code” which column of the values has this: its condition is no single word"), at...)
			return ""
		}
	}
	if !codePattern.MatchString(code) {
		c.add(errs.T("the code “%s” must be of a–z, digits and _", code), in("code")...)
	}
	return code
}

func (c *checker) criteria() {
	if c.s.Form == Sum {
		c.need(len(c.s.Criteria) > 0, "criteria")
	}
	codes := map[string]bool{}
	for i := range c.s.Criteria {
		k := &c.s.Criteria[i]
		at := func(steps ...any) []any { return append([]any{"criteria", i}, steps...) }
		switch {
		case !codePattern.MatchString(k.Code):
			c.add(errs.T("the code “%s” must be of a–z, digits and _", k.Code), at("code")...)
		case codes[k.Code]:
			c.add(errs.T("the code “%s” is used above", k.Code), at("code")...)
		}
		codes[k.Code] = true
		c.need(strings.TrimSpace(k.Cite) != "", at("cite")...)
		c.criterion(k, at)
	}
}

func (c *checker) criterion(k *Criterion, at func(...any) []any) {
	if (k.Measure == nil) == (k.List == "") {
		c.add(errs.T("a criterion has either a measure or a list"), at()...)
		return
	}
	if k.List != "" {
		c.decimal(k.Coefficient, true, at("coefficient")...)
		if len(k.Bands) > 0 || k.Each != nil || k.Merge != "" {
			c.add(errs.T("a list has one coefficient, and no bands"), at("list")...)
		}
		return
	}
	if k.Coefficient != nil {
		c.add(errs.T("a measure has the coefficients of its bands: “coefficient” is of a list"), at("coefficient")...)
	}
	m := k.Measure
	if c.need(m.Numerator != nil, at("measure", "numerator")...); m.Numerator != nil {
		if m.Numerator.Code == "" {
			m.Numerator.Code = k.Code
		}
		m.Numerator.Code = c.counted(&m.Numerator.Measure, m.Numerator.Code, true, at("measure", "numerator")...)
	}
	if m.Denominator != nil {
		of := m.Denominator
		of.Code = c.counted(&of.Measure, of.Code, false, at("measure", "denominator")...)
	}
	switch {
	case k.Each != nil && (len(k.Bands) > 0 || c.s.Form == Product):
		c.add(errs.T("“each” takes the place of bands, in a sum"), at("each")...)
	case k.Each != nil:
		c.decimal(k.Each, true, at("each")...)
	case len(k.Bands) == 0:
		c.need(false, at("bands")...)
	default:
		c.bands(k.Bands, func(steps ...any) []any { return at(append([]any{"bands"}, steps...)...) })
	}
}

// bands checks that the bands hold every value from 0 up once, in order, and says of each where it begins.
func (c *checker) bands(bands []Band, at func(...any) []any) {
	pos, after, open := new(big.Rat), false, false
	for i := range bands {
		b := &bands[i]
		c.decimal(b.Coefficient, true, at(i, "coefficient")...)
		if open {
			c.add(errs.T("overlap: the band before has no “below”, it holds all values"), at(i)...)
			return
		}
		if c.decimal(b.From, false, at(i, "from")...) {
			c.meets(b.From, pos, at(i, "from"))
		}
		b.from, b.after = pos, after
		below := c.decimal(b.Below, false, at(i, "below")...)
		switch equals := c.decimal(b.Equals, false, at(i, "equals")...); {
		case below && equals:
			c.add(errs.T("a band has either “below” or “equals”"), at(i)...)
			return
		case equals:
			if after && b.Equals.Cmp(pos) == 0 {
				c.add(errs.T("overlap: the band before holds %s too", b.Equals.Text), at(i, "equals")...)
				return
			}
			c.meets(b.Equals, pos, at(i, "equals"))
			pos, after = b.Equals.Rat, true
		case below:
			if b.Below.Cmp(pos) <= 0 {
				c.add(errs.T("the bands must go up: “below: %s” does not lie above the band before, which ends at %s",
					b.Below.Text, Plain(pos)), at(i, "below")...)
				return
			}
			pos, after = b.Below.Rat, false
		case b.Below != nil || b.Equals != nil:
			return // told
		default:
			open = true
		}
	}
	if !open {
		c.add(errs.T("gap: values from %s up have no band; leave out “below” in the last one", Plain(pos)),
			at(len(bands)-1)...)
	}
}

// meets says where a band does not begin where the one before ends.
func (c *checker) meets(d *Decimal, pos *big.Rat, at []any) {
	switch d.Cmp(pos) {
	case 1:
		c.add(errs.T("gap: values from %s to below %s have no band", Plain(pos), d.Text), at...)
	case -1:
		c.add(errs.T("overlap: the band before ends at %s, this one begins at %s", Plain(pos), d.Text), at...)
	}
}

func (c *checker) groups() {
	in := map[string]bool{}
	for i, group := range c.s.HighestOf {
		if len(group) < 2 {
			c.add(errs.T("of at least two criteria the highest counts"), "highest_of", i)
		}
		for j, code := range group {
			switch {
			case c.s.Criterion(code) == nil:
				c.add(errs.T("there is no criterion “%s”", code), "highest_of", i, j)
			case in[code]:
				c.add(errs.T("the criterion “%s” stands in highest_of twice", code), "highest_of", i, j)
			}
			in[code] = true
		}
	}
}

func (c *checker) limits() {
	for name, l := range map[string]*Limit{"floor": c.s.Floor, "ceiling": c.s.Ceiling} {
		switch {
		case l == nil:
		case (l.Amount == nil) == (l.PercentOfPool == nil):
			c.add(errs.T("a limit has either an amount or percent_of_pool"), name)
		case l.PercentOfPool != nil:
			c.percent(l.PercentOfPool, name, "percent_of_pool")
		case l.Amount.wrong.EN != "":
			c.add(l.Amount.wrong, name, "amount")
		}
	}
	if f, h := c.s.Floor, c.s.Ceiling; f != nil && h != nil {
		if f.Amount != nil && h.Amount != nil && f.Amount.Dong > h.Amount.Dong || f.PercentOfPool != nil &&
			h.PercentOfPool != nil && f.PercentOfPool.Rat != nil && h.PercentOfPool.Rat != nil &&
			f.PercentOfPool.Cmp(h.PercentOfPool.Rat) > 0 {
			c.add(errs.T("the floor is above the ceiling"), "floor")
		}
	}
	if c.s.Reserve != nil {
		c.percent(c.s.Reserve.Percent, "reserve", "percent")
	}
	nodes := map[string]bool{}
	for i, o := range c.s.OffTheTop {
		c.need(o.Node != "", "off_the_top", i, "node")
		c.percent(o.MostPercent, "off_the_top", i, "most_percent")
		c.need(strings.TrimSpace(o.Cite) != "", "off_the_top", i, "cite")
		if nodes[o.Node] {
			c.add(errs.T("the code “%s” is used above", o.Node), "off_the_top", i, "node")
		}
		nodes[o.Node] = true
	}
}

func (c *checker) tiers() {
	seen := map[string]bool{}
	for i, t := range c.s.Tiers {
		if !codePattern.MatchString(t.What) || seen[t.What] {
			c.add(errs.T("a tier names a need once, by a code of a–z, digits and _; not “%s”", t.What), "tiers", i, "what")
		}
		if seen[ByNorm] {
			c.add(errs.T("the tier “norm” is the last: it shares out all that is left"), "tiers", i)
		}
		seen[t.What] = true
	}
	if len(c.s.Tiers) > 0 && !seen[ByNorm] {
		c.add(errs.T("the tier “norm” is the last: it shares out all that is left"), "tiers")
	}
}

// Criterion returns the criterion of a code, nil where there is none.
func (s *Set) Criterion(code string) *Criterion {
	for i := range s.Criteria {
		if s.Criteria[i].Code == code {
			return &s.Criteria[i]
		}
	}
	return nil
}
