package poverty

import (
	"fmt"
	"math/big"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/rule"
)

// Adjustment is what a trial changes of a standard: its income lines (đồng a head a month) and its cut-off; a zero
// leaves the law's own.
type Adjustment struct {
	Rural, Urban household.Dong
	Cutoff       int64
}

// the parameters that a trial may change.
const (
	paramLine   = "income_line"
	paramB1Line = "b1_line"
)

// Trial compiles a standard with other values for a day, for a simulation: nothing of the law is changed.
func Trial(lib *law.Library, code string, on date.Date, c Adjustment) (*Standard, error) {
	std, ok := lib.Standard(code)
	if !ok {
		return nil, noStandard(lib, code, on)
	}
	day := within(std.Period, on)
	trial := *lib
	trial.Parameters = slices.Clone(lib.Parameters)
	for i := range trial.Parameters {
		p := &trial.Parameters[i]
		if p.Standard != code {
			continue
		}
		p.Values = slices.Clone(p.Values)
		for j := range p.Values {
			v := &p.Values[j]
			if !v.Contains(day) {
				continue
			}
			switch area, byArea := v.Value.(law.AreaValue); {
			case p.Name == paramLine && byArea:
				if c.Rural > 0 {
					area.Rural = int64(c.Rural)
				}
				if c.Urban > 0 {
					area.Urban = int64(c.Urban)
				}
				v.Value = area
			case p.Name == paramCutoff && c.Cutoff > 0:
				v.Value = c.Cutoff
			}
		}
	}
	return Compile(&trial, code, on)
}

// Line returns the income line of an area, 0 where the standard has none.
func (s *Standard) Line(area place.Area) household.Dong {
	if area == place.Urban {
		return household.Dong(s.lines[1])
	}
	return household.Dong(s.lines[0])
}

// B1Line returns the B1 line of an area; false where the standard has none.
func (s *Standard) B1Line(area place.Area) (float64, bool) {
	if area == place.Urban {
		return s.b1Lines[1], s.usesB1
	}
	return s.b1Lines[0], s.usesB1
}

// areaLines takes the income and B1 lines out of the law.
func (s *Standard) areaLines(name string, v law.Value) {
	a, ok := v.Value.(law.AreaValue)
	if !ok {
		return
	}
	rural, ok1 := a.Rural.(int64)
	urban, ok2 := a.Urban.(int64)
	if name == paramLine && ok1 && ok2 {
		s.lines = [2]int64{rural, urban}
	}
	r, ok1 := a.Rural.(float64)
	u, ok2 := a.Urban.(float64)
	if name == paramB1Line && ok1 && ok2 {
		s.b1Lines = [2]float64{r, u}
	}
}

// FromColumns reports whether classes follow from area, income, B1 points and the number of deprivations alone, so that
// households need not be read again to be classified under changed lines.
func (s *Standard) FromColumns() bool {
	known := []string{fieldIncome, fieldB1, fieldGiven, slotName, "area", fieldB1Given}
	for name := range s.params {
		known = append(known, name)
	}
	for i := range s.Classes {
		for _, f := range s.Classes[i].program.Fields() {
			if !slices.Contains(known, f) {
				return false
			}
		}
	}
	return true
}

// Same reports whether an indicator of one standard is decided by the same rule as one of another, the definitions and
// the values of the standards that it uses included; it returns the other's number, -1 where none is. The libraries
// are those that the standards come from. General values that change with the years (the retirement age) are those of
// the day on both sides.
func (s *Standard) Same(i int, other *Standard, mine, theirs *law.Library, on date.Date) int {
	in := &s.Indicators[i]
	j := slices.IndexFunc(other.Indicators, func(o Indicator) bool { return o.Code == in.Code })
	if j < 0 || squeeze(other.Indicators[j].Deprived) != squeeze(in.Deprived) {
		return -1
	}
	definitions := theirs.DefinitionsOf(other.Code)
	for _, d := range mine.DefinitionsOf(s.Code) {
		k := slices.IndexFunc(definitions, func(o law.Definition) bool { return o.Name == d.Name })
		if k >= 0 && squeeze(definitions[k].Expr) != squeeze(d.Expr) && uses(mine, s.Code, in.Deprived, d.Name) {
			return -1
		}
	}
	parameters := theirs.ParametersOf(other.Code)
	for _, p := range mine.ParametersOf(s.Code) {
		k := slices.IndexFunc(parameters, func(o law.Parameter) bool { return o.Name == p.Name })
		if k >= 0 && valueOn(&p, mine, on) != valueOn(&parameters[k], theirs, on) &&
			uses(mine, s.Code, in.Deprived, p.Name) {
			return -1
		}
	}
	return j
}

// valueOn is a parameter's value as a standard asked on a day uses it, as a text to be compared.
func valueOn(p *law.Parameter, lib *law.Library, on date.Date) string {
	if std, ok := lib.Standard(p.Standard); ok {
		on = within(std.Period, on)
	}
	v, _ := p.At(on)
	return fmt.Sprint(v.Value)
}

// uses reports whether an expression names a definition, itself or by another.
func uses(lib *law.Library, standard, expr, name string) bool {
	if mentions(expr, name) {
		return true
	}
	for _, d := range lib.DefinitionsOf(standard) {
		if d.Name != name && mentions(expr, d.Name) && uses(lib, standard, d.Expr, name) {
			return true
		}
	}
	return false
}

func mentions(expr, name string) bool {
	for at := 0; at+len(name) <= len(expr); at++ {
		if expr[at:at+len(name)] == name && (at == 0 || !wordByte(expr[at-1])) &&
			(at+len(name) == len(expr) || !wordByte(expr[at+len(name)])) {
			return true
		}
	}
	return false
}

func wordByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// squeeze drops white space, which does not change an expression outside its texts.
func squeeze(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] != ' ' && s[i] != '\n' && s[i] != '\t' {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// ClassOf decides the class of a household of which only these are known. Errors: a rule that needs more.
func (c *Classifier) ClassOf(area place.Area, income household.Maybe[household.Dong], b1 household.Maybe[float64],
	least, greatest int) (Class, error) {
	c.probe = household.Household{Area: area, IncomePerHead: income, B1Score: b1}
	c.in.H = &c.probe
	var r Result
	err := c.classOf(&c.probe, &r, rule.Range{Lo: int64(least), Hi: int64(greatest)})
	return r.Class, err
}

// Weights are the indicators' weights of a trial and the share from which a household counts as deprived.
type Weights struct {
	Of []*big.Rat
	K  *big.Rat
}

// Masks tells of every set of deprivations whether it counts as deprived by weights. Errors: a weight too few, a sum of
// nothing.
func (s *Standard) Masks(w *Weights) ([]bool, error) {
	sum := new(big.Rat)
	for _, v := range w.Of {
		if v.Sign() < 0 {
			return nil, errs.New(errs.Invalid, "a weight may not be negative")
		}
		sum.Add(sum, v)
	}
	if len(w.Of) != len(s.Indicators) || sum.Sign() <= 0 {
		return nil, errs.New(errs.Invalid, "give a weight for every indicator, their sum above 0")
	}
	out := make([]bool, 1<<len(s.Indicators))
	need := new(big.Rat).Mul(w.K, sum)
	for mask := range out {
		have := new(big.Rat)
		for i, v := range w.Of {
			if mask>>i&1 == 1 {
				have.Add(have, v)
			}
		}
		out[mask] = have.Cmp(need) >= 0
	}
	return out, nil
}
