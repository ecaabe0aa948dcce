package dashboard

import (
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
	"giamngheo/internal/published"
	"giamngheo/internal/target"
)

// OfficialShown is one figure of the register beside what was published of it.
type OfficialShown struct {
	Name      errs.Text
	Percent   bool
	Register  float64
	Published []PublishedShown
}

// PublishedShown is a published figure with what it is: a preliminary or a final result.
type PublishedShown struct {
	published.One
	Preliminary bool
}

// official sets the province's published figures of the review's year beside the register's own, where there are any.
func (o *Desk) official(d *Dashboard) []OfficialShown {
	figures, err := o.library.Published()
	if err != nil {
		o.office.Log().Error("official figures", "err", err)
		return nil
	}
	geo := o.office.Province().Name
	share := func(c poverty.Class) float64 {
		if d.Households == 0 {
			return 0
		}
		return 100 * float64(d.Recognised[c].Households) / float64(d.Households)
	}
	rows := []OfficialShown{
		{Name: errs.T("Poor households"), Register: float64(d.Recognised[poverty.Poor].Households)},
		{Name: errs.T("Rate of poor households"), Register: share(poverty.Poor), Percent: true},
		{Name: errs.T("Near-poor households"), Register: float64(d.Recognised[poverty.NearPoor].Households)},
		{Name: errs.T("Rate of near-poor households"), Register: share(poverty.NearPoor), Percent: true},
	}
	for i, indicator := range []string{"poor_households", "poor_rate", "near_poor_households", "near_poor_rate"} {
		for _, p := range figures.Published(geo, indicator, d.On.Year()) {
			rows[i].Published = append(rows[i].Published, PublishedShown{p, strings.Contains(p.AsOf, "preliminary")})
		}
		series := map[string][2]string{"poor_households": {"1.3", "count_households"},
			"near_poor_households": {"1.5", "count_households"},
			"near_poor_rate":       {"1.4", "rate_percent"}}[indicator]
		of := &target.Official{Indicator: series[0], Metric: series[1]}
		if p, ok := figures.At(string(o.office.ProvinceCode()), of, d.On.Year()); ok && series[0] != "" {
			rows[i].Published = append(rows[i].Published, PublishedShown{One: p})
		}
	}
	return slices.DeleteFunc(rows, func(r OfficialShown) bool { return len(r.Published) == 0 })
}
