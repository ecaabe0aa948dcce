package means

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
)

// Targets are the money behind parts of a plan's targets, of a budget year in a place on a day; nothing of those of
// which it is not known, and nothing for who may not see the place's money.
func (d *Desk) Targets(ctx context.Context, a *office.Ask, q funds.Query, parts ...string) (map[string]*Target, error) {
	if !d.office.May(a, access.ViewMoney) || d.office.PlaceScope(a, access.ViewMoney, q.Place) != nil {
		return nil, nil
	}
	known, err := d.links()
	if err != nil {
		return nil, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	q = funds.Query{Year: q.Year, Place: q.Place, On: q.On, By: funds.ByNode}
	if q.On.IsZero() {
		q.On = d.office.Day()
	}
	out := map[string]*Target{}
	for _, part := range parts {
		if l := known.of[part]; l != nil && out[part] == nil {
			out[part] = &Target{Query: q, Outside: l.Outside, Results: l.Results, Sample: known.Sample,
				Note: known.Note}
		}
	}
	return out, d.funds.Read(ctx, func(b *funds.Books) error {
		lines, err := b.Of(a, q)
		if err != nil {
			return err
		}
		for part, t := range out {
			for _, l := range lines {
				if p := t.project(c, known.of[part], l.Node); p != nil {
					is := b.At(l.ID, q.On)
					p.Lines, p.Balance, t.Sum = p.Lines+1, p.Plus(is), t.Sum.Plus(is)
				}
			}
			slices.SortFunc(t.Projects, func(x, y Project) int { return cmpText(x.Query.Node, y.Query.Node) })
		}
		return nil
	})
}

// project is the project of a target to which a line's node belongs; nil: it pays for something else.
func (t *Target) project(c *programme.Catalogue, of *link, node string) *Project {
	top := ""
	for _, n := range of.Nodes {
		if c.Within(node, n) {
			top = n
		}
	}
	if of.Whole {
		top = node
	}
	if top == "" {
		return nil
	}
	for i := range t.Projects {
		if t.Projects[i].Query.Node == top {
			return &t.Projects[i]
		}
	}
	q := t.Query
	q.Node, q.By = top, funds.ByPlace
	t.Projects = append(t.Projects, Project{Title: c.NodeTitle(top), Query: q})
	return &t.Projects[len(t.Projects)-1]
}

// Why says why no money stands behind a target; empty where some does.
func (t *Target) Why() errs.Text {
	switch {
	case t.Outside:
		return errs.T("no project of the programme pays for it: other policies do, whose money is not in this ledger")
	case len(t.Projects) == 0:
		return errs.T("no line of its projects is recorded for %d here", t.Query.Year)
	}
	return errs.Text{}
}
