package programme

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/vietnamese"
)

// again refuses the same content and period a second time.
func (x *checking) again() {
	if x.Support.Household == 0 {
		return
	}
	before := 0
	for i := range x.Given {
		g := &x.Given[i]
		if g.State > Valid || g.Kind != x.Kind.Code || g.Member != x.Support.Member || g.ID != 0 &&
			g.ID == x.Support.ID {
			continue
		}
		if x.Kind.Once == "" {
			if g.Day == x.Support.Day && x.sameContent(g) {
				x.add(Duplicate, "", errs.T("the same was recorded for %s; if it is another one, give the reason",
					g.Day))
				return
			}
			continue
		}
		if x.samePeriod(g) {
			if before++; !x.mayAgain(before) {
				x.twice(g)
				return
			}
		}
	}
}

// mayAgain reports whether a kind may be given again for the reason that it knows of, after so many before.
func (x *checking) mayAgain(before int) bool {
	return x.Kind.Again != "" && x.Support.Details[x.Kind.Again] == "yes" && before < x.Kind.AgainMost
}

func (x *checking) sameContent(g *Support) bool {
	return vietnamese.Fold(g.Content) == vietnamese.Fold(x.Support.Content)
}

func (x *checking) samePeriod(g *Support) bool {
	if x.Kind.Same != "kind" && !x.sameContent(g) {
		return false
	}
	return x.Kind.Once == "ever" || g.Day.Year() == x.Support.Day.Year()
}

// twice tells of what was given before: under another status it is the second of several, of which only the highest
// counts.
func (x *checking) twice(g *Support) {
	was, now := x.tier(g.Facts), x.tier(x.Support.Facts)
	if was != nil && now != nil && was != now {
		x.add(SecondStatus, x.onceCite(SecondStatus),
			errs.T(
				"“%s” was given on %s as “%s”; of several statuses the highest counts, once; leave this one out, or withdraw that one", x.Kind.Name, g.Day, was.Title))
		return
	}
	var period errs.Text
	if x.Kind.Once == "year" {
		year := g.Day.String()[:4]
		period = errs.T(" in %s", year)
	}
	x.add(Twice, x.onceCite(Twice),
		errs.T("“%s” was given on %s; the same content is supported once%s; see the record before", x.Kind.Name, g.Day,
			period))
}

// tier is the first norm with a condition that holds for somebody of some facts.
func (x *checking) tier(facts Facts) *Norm {
	s := x.is
	s.facts = facts
	for i := range x.k.norms {
		if n := &x.k.norms[i]; n.when != nil && x.under(n) && s.holds(n.when) == household.Yes {
			return n.Norm
		}
	}
	return nil
}

// onceCite is the article by which the same is not given again: the kind's own, but under a programme that has one of
// its own.
func (x *checking) onceCite(code string) string {
	refusal := x.r.catalogue.Refusal(code)
	own := find(refusal.Cites, func(c *Cited) bool {
		return c.Programme != "" && c.Programme == x.programmeCode() && c.on(x.Support.Day)
	})
	if own != nil {
		return own.Cite
	}
	return x.Kind.OnceCite
}
