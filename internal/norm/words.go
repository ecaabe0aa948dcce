package norm

import (
	"math/big"

	"giamngheo/internal/apportion"
	"giamngheo/internal/errs"
)

// Said says a step's value and its band, for people: "27,2 %: dưới 30 %".
func (st *Step) Said() errs.Text {
	c := st.Criterion
	if st.Value == nil {
		return errs.T("not known")
	}
	value := c.Kind().Said(st.Value)
	switch {
	case c.List != "" && st.Value.Sign() == 0:
		return errs.T("not on the list “%s”", c.List)
	case c.List != "":
		return errs.T("on the list “%s”", c.List)
	case st.Band < 0:
		return errs.T("%s, %s for each", value, Written(c.Each.Rat))
	}
	band := c.Range(st.Band)
	if st.Limit {
		return errs.T("%s: exactly on the limit, so %s", value, band)
	}
	return errs.T("%s: %s", value, band)
}

// Range says which values a band has.
func (c *Criterion) Range(at int) errs.Text {
	b, k := &c.Bands[at], c.Kind()
	from := b.from
	switch {
	case b.Equals != nil:
		return errs.T("equal to %s", k.Said(b.Equals.Rat))
	case b.Below == nil && b.after:
		return errs.T("above %s", k.Said(from))
	case b.Below == nil && from.Sign() == 0:
		return errs.T("any value")
	case b.Below == nil:
		return errs.T("from %s up", k.Said(from))
	case from.Sign() == 0 && !b.after:
		return errs.T("below %s", k.Said(b.Below.Rat))
	case b.after:
		return errs.T("above %s and below %s", k.Said(from), k.Said(b.Below.Rat))
	}
	return errs.T("from %s to below %s", k.Said(from), k.Said(b.Below.Rat))
}

// Ends are the values that a band begins with and ends below; of a band of one value both are that.
func (c *Criterion) Ends(at int) (from, to string) {
	b, k := &c.Bands[at], c.Kind()
	if b.Equals != nil {
		one := k.Said(b.Equals.Rat)
		return "= " + one, "= " + one
	}
	if from, to = k.Said(b.from), "–"; b.after {
		from = "> " + from
	}
	if b.Below != nil {
		to = k.Said(b.Below.Rat)
	}
	return from, to
}

// boundText names the bound that a row stands at.
func boundText(r *Row) errs.Text {
	switch {
	case r.Hand != nil:
		return errs.T("amount set by hand")
	case r.Bound == apportion.AtHigh:
		return errs.T("ceiling of %s đồng", Dong(*r.Ceiling))
	case r.Floor != nil:
		return errs.T("floor of %s đồng", Dong(*r.Floor))
	}
	return errs.T("weight of 0")
}

// BoundText names the bound that a row stands at; nothing where it follows its weight.
func (r *Row) BoundText() errs.Text {
	if r.Bound == apportion.Free && r.Hand == nil {
		return errs.Text{}
	}
	return boundText(r)
}

// Formula writes how a row's weight comes about: (120 + 0,4 × 300) × 1,15 = 276.
func (r *Row) Formula(s *Set) string {
	out := ""
	if s.Form == Product {
		for i, t := range s.Terms() {
			if i > 0 {
				out += " + "
			}
			if t.Times.Cmp(big.NewRat(1, 1)) != 0 {
				out += Written(t.Times.Rat) + " × "
			}
			out += Written(r.Counts[i])
		}
		if len(s.Terms()) > 1 && len(r.Steps) > 0 {
			out = "(" + out + ")"
		}
	}
	for i := range r.Steps {
		switch k := Written(r.Steps[i].Counts(s.Form)); {
		case s.Form == Product:
			out += " × " + k
		case i == 0:
			out = k
		default:
			out += " + " + k
		}
	}
	return out + " = " + Written(r.Weight)
}
