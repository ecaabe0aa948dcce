package page

import (
	"net/url"

	"giamngheo/internal/app/plans"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
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
