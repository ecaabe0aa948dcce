package programmes

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// BeneficiaryQuery asks who in a place a sub-project is for on a day; LeftOut asks for those whom it is not for, and
// why.
type BeneficiaryQuery struct {
	Node          string
	Place         place.Code
	On            date.Date
	LeftOut       bool
	Priority      int // of this group only; 0: all
	Offset, Limit int
}

// Beneficiary is a household, or a person of it, with what the programme's rules say.
type Beneficiary struct {
	snapshot.Item
	Member  int
	Person  string
	Born    household.Birth
	Verdict programme.Verdict
	Given   int // supports of the sub-project in the year
}

// BeneficiariesShown is a list to invite from.
type BeneficiariesShown struct {
	Query      BeneficiaryQuery
	Node       *programme.Node
	Lead       errs.Text
	Place      place.Unit
	Items      []Beneficiary
	Eligible   int
	LeftOut    int
	Households int // that were looked at
	Priorities []PriorityCount
	Units      map[place.Code]string
}

// PriorityCount is how many belong to a priority group.
type PriorityCount struct {
	programme.Priority
	Number int
	Health bool // nobody is told who belongs to it
	Count  int
}

// Beneficiaries lists whom a sub-project is for in a place on a day, the plan's priority groups first. Errors:
// errs.NotFound.
func (o *Desk) Beneficiaries(ctx context.Context, a *office.Ask, q BeneficiaryQuery) (*BeneficiariesShown, error) {
	out, hits, err := o.beneficiaries(ctx, a, access.ViewSupports, &q)
	if err != nil {
		return nil, err
	}
	from := min(max(q.Offset, 0), len(hits))
	out.Items = hits[from:min(from+min(max(q.Limit, 1), office.MostListed), len(hits))]
	for _, it := range out.Items {
		if out.Units[it.Commune] == "" {
			out.Units[it.Commune] = o.office.Unit(it.Commune).FullName
		}
	}
	o.office.Saw(a, office.Deed{Action: "beneficiary.list", Kind: "place", Subject: string(q.Place), Place: q.Place,
		Note: office.CountedOf(out.Items, func(b *Beneficiary) int64 { return b.ID })})
	return out, nil
}

func (o *Desk) beneficiaries(ctx context.Context, a *office.Ask, action access.Action,
	q *BeneficiaryQuery) (*BeneficiariesShown, []Beneficiary, error) {
	if q.Place == "" {
		q.Place = o.office.Home(a).Code
	}
	if q.On.IsZero() {
		q.On = o.office.Day()
	}
	communes, err := o.supports.SupportsScope(a, action, q.Place)
	if err != nil {
		return nil, nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, nil, err
	}
	node := c.Node(q.Node)
	if node == nil {
		return nil, nil, errs.New(errs.NotFound, "there is no sub-project “%s”", q.Node)
	}
	if node.Who == "" {
		return nil, nil, errs.New(errs.Invalid, "“%s” supports no household or person directly: there is no list",
			node.Name)
	}
	rules, err := o.library.RulesOn(q.On)
	if err != nil {
		return nil, nil, err
	}
	out := &BeneficiariesShown{Query: *q, Node: node, Place: o.office.Unit(q.Place), Units: map[place.Code]string{}}
	if b, ok := node.LeadOn(q.On); ok {
		out.Lead = b.Name
	}
	if p := c.Programme(node.Programme()); p != nil {
		for i := range p.Priorities {
			out.Priorities = append(out.Priorities, PriorityCount{Priority: p.Priorities[i], Number: i + 1,
				Health: rules.OfHealth(p.Code, i+1)})
		}
	}
	if q.Priority > 0 && q.Priority <= len(out.Priorities) && out.Priorities[q.Priority-1].Health {
		return nil, nil,
			errs.New(errs.Invalid,
				"this group is a matter of health: the list is not filtered by it; the order takes it into account")
	}
	l := &beneficiaryList{o: o, c: c, rules: rules, q: q, out: out}
	if err := o.reviews.EachManaged(ctx, communes, q.On, l.household); err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(l.hits, func(x, y Beneficiary) int {
		return cmp.Or(cmp.Compare(rank(x.Verdict.Priority), rank(y.Verdict.Priority)),
			cmp.Compare(x.Commune, y.Commune), cmp.Compare(x.Code, y.Code), cmp.Compare(x.Member, y.Member))
	})
	for i := range l.hits { // the order stands; why somebody comes first is not told where it is their health
		if v := &l.hits[i].Verdict; v.Health {
			v.Priority, v.PriorityCode, v.PriorityCite = 0, "", ""
			v.PriorityText = errs.T("a priority of the plan (why is not told)")
		}
	}
	return out, l.hits, nil
}

// rank puts those of no priority group last.
func rank(priority int) int {
	if priority == 0 {
		return 1 << 20
	}
	return priority
}

// beneficiaryList gathers a list.
type beneficiaryList struct {
	o     *Desk
	c     *programme.Catalogue
	rules *programme.Rules
	q     *BeneficiaryQuery
	out   *BeneficiariesShown
	hits  []Beneficiary
}

func (l *beneficiaryList) household(v *households.Version, class poverty.Class, newly bool) error {
	l.out.Households++
	h := &v.Household
	coastal := l.o.office.Coastal(h.Commune, l.q.On)
	if l.out.Node.Unit != "person" {
		return l.one(v, nil, programme.FactsOf(h, nil, l.q.On, class, newly, coastal))
	}
	for i := range h.Members {
		if err := l.one(v, &h.Members[i], programme.FactsOf(h, &h.Members[i], l.q.On, class, newly,
			coastal)); err != nil {
			return err
		}
	}
	return nil
}

func (l *beneficiaryList) one(v *households.Version, m *household.Member, facts programme.Facts) error {
	verdict, err := l.rules.Judge(l.out.Node, facts, &v.Household, m)
	if err != nil {
		return err
	}
	if verdict.Eligible {
		l.out.Eligible++
		if n := verdict.Priority; n > 0 && n <= len(l.out.Priorities) {
			l.out.Priorities[n-1].Count++
		}
	} else {
		l.out.LeftOut++
	}
	if verdict.Eligible == l.q.LeftOut || l.q.Priority != 0 && verdict.Priority != l.q.Priority {
		return nil
	}
	item, _ := l.o.book.View().Snap.Item(v.ID)
	b := Beneficiary{Item: item, Verdict: verdict}
	if m != nil {
		b.Member, b.Person, b.Born = m.No, m.Name, m.Birth
	}
	year := l.q.On.Year()
	l.o.receipts.Shelf.Of(v.ID, func(s *programme.Support) {
		if k := l.c.Kind(s.Kind); s.State == programme.Valid && s.Day.Year() == year && k != nil &&
			k.Node == l.out.Node.Code && (m == nil || s.Member == m.No) {
			b.Given++
		}
	})
	l.hits = append(l.hits, b)
	return nil
}
