package programme

import (
	"math/bits"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// Verdict is whether somebody may be supported by a sub-project, why, and in which order.
type Verdict struct {
	Eligible     bool
	Unknown      bool // the register does not tell
	Reason       errs.Text
	Cite         string
	Priority     int // 1 = first; 0 = none
	PriorityCode string
	PriorityText errs.Text
	PriorityCite string
	Health       bool // the priority tells of somebody's health: it puts them first, and is not to be shown
}

// Judge says whether a household, or a person of it, may be supported by a node on the rules' day, with the reason and
// the first priority of the programme that is theirs. Errors: a node of another catalogue.
func (r *Rules) Judge(n *Node, facts Facts, h *household.Household, m *household.Member) (Verdict, error) {
	p := r.catalogue.Programme(n.programme)
	if p == nil {
		return Verdict{}, errs.New(errs.NotFound, "there is no project “%s” in the catalogue; choose one of the tree",
			n.Code)
	}
	v := Verdict{Cite: n.Cite}
	who := r.nodes[n.Code]
	if who == nil {
		v.Reason = r.nobody(n)
		return v, nil
	}
	s := subject{facts, h, m}
	switch s.holds(who) {
	case household.Yes:
		v.Eligible = true
		v.Reason = errs.T("of the group (%s): %s", n.For, facts.Text())
		r.priority(p, s, &v)
	case household.No:
		v.Reason = errs.T("not of the group (%s): %s", n.For, facts.Text())
	default:
		names := strings.Join(s.missing(who), ", ")
		v.Unknown = true
		v.Reason = errs.T("not decided: the register lacks %s; fill it in", names)
	}
	return v, nil
}

// nobody says why a node is for no household or person.
func (r *Rules) nobody(n *Node) errs.Text {
	switch {
	case len(r.catalogue.Children(n.programme, n.Code)) > 0:
		return errs.T("choose a sub-project of “%s”", n.Name)
	case n.Open.VI != "" && n.For.VI == "":
		return n.Open
	}
	return errs.T("for no household or person in particular: %s", n.For)
}

// OfHealth reports whether a priority group of a programme, counted from 1, is one by health.
func (r *Rules) OfHealth(programme string, number int) bool {
	all := r.priorities[programme]
	return number > 0 && number <= len(all) && slices.Contains(all[number-1].Fields(),
		FactNames()[bits.TrailingZeros16(uint16(ofHealth))])
}

func (r *Rules) priority(p *Programme, s subject, v *Verdict) {
	for i, q := range r.priorities[p.Code] {
		if s.holds(q) == household.Yes {
			v.Priority, v.PriorityCode = i+1, p.Priorities[i].Code
			v.PriorityText, v.PriorityCite = p.Priorities[i].Title, p.Priorities[i].Cite
			v.Health = r.OfHealth(p.Code, i+1)
			return
		}
	}
}
