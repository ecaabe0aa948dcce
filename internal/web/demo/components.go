package demo

import (
	"html/template"
	"net/http"

	"giamngheo/internal/errs"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// componentsPage shows every part of which pages are made, each in its states. Its values are invented and say so.
type componentsPage struct {
	page.OfPlan
	Pager   parts.Pager
	Figure  *parts.MapFigure
	Options template.HTML
	Faults  map[string]string
	Chips   []parts.Chip
	Icons   []string
}

// components shows the parts; in an office for real work there is no such page.
func (h *handlers) components(w http.ResponseWriter, r *http.Request) error {
	if !h.desks.Office.Demo() {
		return page.NotThere()
	}
	p := &componentsPage{Pager: parts.NewPager(r, "/components", 7*parts.PageRows), Figure: &parts.MapFigure{},
		Options: `<option>Ấp Một</option><option>Ấp Hai</option>`,
		Faults:  map[string]string{"sample": page.Pick(page.Lang(r), errs.T("the amount is missing"))},
		Chips:   []parts.Chip{{Text: "MẪU: Xã Mẫu", Without: "/components"}},
		Icons:   []string{"home", "search", "plus", "edit", "printer", "calendar", "alert-triangle", "check", "x"}}
	p.Lang = page.Lang(r)
	for i, name := range []string{"Xã Mẫu Một", "Xã Mẫu Hai", "Xã Mẫu Ba"} {
		p.Figure.Tile(name, parts.Rate(p.Lang, int64(i), 10), float64(i), 2)
	}
	h.shell.Render(w, r, "components", errs.T("The parts of pages"), p)
	return nil
}

// Lights are all lights.
func (p *componentsPage) Lights() (out []page.Lit) {
	for _, l := range []target.Light{target.Red, target.Amber, target.Green, target.Grey} {
		out = append(out, p.Lit(l))
	}
	return out
}
