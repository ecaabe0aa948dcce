package page

import (
	"fmt"
	"math"
	"net/url"
	"strings"

	"giamngheo/internal/app/briefs"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
	"giamngheo/internal/web/parts"
)

// OfPlan is what the pages that speak of a plan have: the year, the place and the day that are looked at.
type OfPlan struct {
	Page
	Year int
	Unit string // as it was asked for
	On   string // as it was asked for
}

// To is an address of the plan with the place and the day that are looked at; a place given after it takes the place
// of theirs.
func (p *OfPlan) To(path string, unit ...place.Code) string {
	v := url.Values{}
	if p.Unit != "" {
		v.Set("place", p.Unit)
	}
	if len(unit) > 0 {
		v.Set("place", string(unit[0]))
	}
	if p.On != "" {
		v.Set("on", p.On)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// LightTitle names a light.
func (p *OfPlan) LightTitle(l target.Light) string { return Pick(p.Lang, plans.LightTitle(l)) }

// LightNames are the lights in the order in which a leader looks.
func LightNames() []target.Light {
	return []target.Light{target.Red, target.Amber, target.Green, target.Grey}
}

// PartTo is the address of a part's page.
func (p *OfPlan) PartTo(code string, unit ...place.Code) string {
	return p.To(fmt.Sprintf("/plan/%d/%s", p.Year, code), unit...)
}

// Value writes a value with its unit.
func (p *OfPlan) Value(unit string, v float64) string {
	s := p.Bare(unit, v)
	switch t := Pick(p.Lang, plans.UnitTitle(unit)); {
	case unit == "points":
		return Pick(p.Lang, errs.T("%s points", s))
	case t != "":
		return s + " " + t
	}
	return s
}

// Bare writes a value without its unit.
func (p *OfPlan) Bare(unit string, v float64) string {
	places := 0
	switch {
	case unit == "points" && v != math.Trunc(v), unit == "percent" && v != math.Trunc(v):
		places = 2
	}
	s := parts.Decimal(p.Lang, math.Abs(v), places)
	if v < 0 && strings.ContainsAny(s, "123456789") {
		s = "−" + s
	}
	return s
}

// Signed writes a change with its sign.
func (p *OfPlan) Signed(unit string, v float64) string {
	if v > 0 {
		return "+" + p.Bare(unit, v)
	}
	return p.Bare(unit, v)
}

// Planned writes what is planned, with the direction that is meant.
func (p *OfPlan) Planned(part *target.Part, v float64) string {
	if part.Better == "below" {
		return Pick(p.Lang, errs.T("below %s", p.Value(part.Unit, v)))
	}
	return p.Value(part.Unit, v)
}

// Gap says how far a part is from what is planned.
func (p *OfPlan) Gap(s *plans.PartShownIn) string {
	g := s.Gap()
	if g == nil {
		return "–"
	}
	unit := s.Unit
	if unit == "percent" {
		unit = "points"
	}
	size := p.Value(unit, math.Abs(*g))
	switch {
	case math.Abs(*g) < 0.005 && (*g == 0 || (*g > 0) == (s.Better == "higher")):
		return Pick(p.Lang, errs.T("as planned"))
	case math.Abs(*g) < 0.005:
		return Pick(p.Lang, errs.T("just short of it"))
	case (*g > 0) == (s.Better == "higher"):
		return Pick(p.Lang, errs.T("beyond by %s", size))
	}
	return Pick(p.Lang, errs.T("short by %s", size))
}

// Actual writes what is known of a part: its value, or what it lies between where unknown answers matter.
func (p *OfPlan) Actual(s *plans.PartShownIn) string {
	low, high := p.Bare(s.Unit, s.Actual.Low), p.Bare(s.Unit, s.Actual.High)
	if low == high {
		return p.Value(s.Unit, s.Actual.Value)
	}
	return Pick(p.Lang, errs.T("%s to %s", low, p.Value(s.Unit, s.Actual.High)))
}

// Lit is a light with its words.
func (p *OfPlan) Lit(l target.Light) Lit { return Lit{l, p.LightTitle(l)} }

// Lit is a light with its words, in the template "light".
type Lit struct {
	Light target.Light
	Title string
}

// Moved says what has come of a part in the month.
func (p *OfPlan) Moved(part *briefs.Part) string {
	unit := part.Unit
	if unit == "percent" {
		unit = "points"
	}
	switch {
	case part.Change == nil:
		return Pick(p.Lang, errs.T("a month before: not known"))
	case *part.Change == 0:
		return Pick(p.Lang, errs.T("as a month before"))
	case part.Better():
		return Pick(p.Lang, errs.T("%s in a month: nearer to the plan", p.withSign(unit, *part.Change)))
	}
	return Pick(p.Lang, errs.T("%s in a month: further from the plan", p.withSign(unit, *part.Change)))
}

func (p *OfPlan) withSign(unit string, v float64) string {
	if v > 0 {
		return "+" + p.Value(unit, v)
	}
	return p.Value(unit, v)
}
