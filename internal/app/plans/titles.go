package plans

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// UnitTitle names a unit of a plan's parts.
func UnitTitle(unit string) errs.Text {
	if t, ok := (map[string]errs.Text{"points": errs.T("UnitTitle|points"), "percent": errs.T("%"),
		"people": errs.T("people"), "models": errs.T("models"),
		"households": errs.T("households"), "number": errs.T("")})[unit]; ok {
		return t
	}
	return errs.Text{VI: unit, EN: unit}
}

// LightTitle names a light.
func LightTitle(l target.Light) errs.Text {
	return map[target.Light]errs.Text{target.Green: errs.T("On course"), target.Amber: errs.T("Watch"),
		target.Red:  errs.T("At risk"),
		target.Grey: errs.T("Not judged")}[l]
}
