package allocation

import (
	"math/big"

	"giamngheo/internal/apportion"
	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
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
		return errs.T("not on the list “%s”", c.ListName())
	case c.List != "":
		return errs.T("on the list “%s”", c.ListName())
	case st.Band < 0:
		return errs.T("%s, %s for each", value, norm.Written(c.Each.Rat))
	}
	band := c.Range(st.Band)
	if st.Limit {
		return errs.T("%s: exactly on the limit, so %s", value, band)
	}
	return errs.T("%s: %s", value, band)
}

// boundText names the bound that a row stands at.
func boundText(r *Row) errs.Text {
	switch {
	case r.Hand != nil:
		return errs.T("amount set by hand")
	case r.Bound == apportion.AtHigh:
		return errs.T("ceiling of %s đồng", norm.Dong(*r.Ceiling))
	case r.Floor != nil:
		return errs.T("floor of %s đồng", norm.Dong(*r.Floor))
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
func (r *Row) Formula(s *norm.Set) string {
	out := ""
	if s.Form == norm.Product {
		for i, t := range s.Terms() {
			if i > 0 {
				out += " + "
			}
			if t.Times.Cmp(big.NewRat(1, 1)) != 0 {
				out += norm.Written(t.Times.Rat) + " × "
			}
			out += norm.Written(r.Counts[i])
		}
		if len(s.Terms()) > 1 && len(r.Steps) > 0 {
			out = "(" + out + ")"
		}
	}
	for i := range r.Steps {
		switch k := norm.Written(r.Steps[i].Counts(s.Form)); {
		case s.Form == norm.Product:
			out += " × " + k
		case i == 0:
			out = k
		default:
			out += " + " + k
		}
	}
	return out + " = " + norm.Written(r.Weight())
}
