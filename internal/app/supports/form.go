package supports

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/households"
)

// SupportFormQuery asks for the form of a support: for a household, or for a commune where it is given to nobody of
// the register.
type SupportFormQuery struct {
	Household int64
	Commune   place.Code
	Kind      string // "": to be chosen
	Day       date.Date
}

// SupportForm is what the form of a support shows: for whom, what may be given, what the kind asks on the day.
type SupportForm struct {
	Day         date.Date
	Household   *household.Household // as on the day; nil: for a commune
	ID          int64
	Facts       programme.Facts // of the household on the day
	Members     []FormMember
	Unit        place.Unit
	Kind        *programme.Kind
	Node        *programme.Node // nil: outside any project
	Details     []programme.Detail
	Norms       []programme.NormNow
	Funds       []programme.Fund           // that may pay it
	Activities  []activities.ActivityShown // running where it is given, to which it can belong
	Groups      []KindGroup                // of those that can be chosen
	MayOverrule bool
}

// FormMember is a member to be chosen, with the age on the day.
type FormMember struct {
	No      int
	Name    string
	Age     int // full years; -1 where the birth is not known
	Between bool
}

// KindGroup is kinds of support of one node of the tree; nil: existing policies outside any project.
type KindGroup struct {
	Node  *programme.Node
	Kinds []*programme.Kind
}

// SupportCommunes are the communes in which an actor may record supports.
func (o *lists) SupportCommunes(a *office.Ask) (out []place.Unit) {
	communes, err := o.office.Scope(a, access.RecordSupports, 0)
	if err != nil {
		return nil
	}
	for _, c := range communes {
		out = append(out, o.office.Unit(c))
	}
	return out
}

// SupportForm gathers what the form of a support shows. Errors: errs.NotFound, errs.Forbidden.
func (o *lists) SupportForm(ctx context.Context, a *office.Ask, q SupportFormQuery) (*SupportForm, error) {
	if q.Day.IsZero() {
		q.Day = o.office.Day()
	}
	f := &SupportForm{Day: q.Day, ID: q.Household}
	if err := o.formReceiver(ctx, a, &q, f); err != nil {
		return nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	f.Groups = kindGroups(c, q.Day, func(k *programme.Kind) bool { return k.OfRegister() == (q.Household != 0) })
	if q.Kind == "" {
		return f, nil
	}
	f.Kind = c.Kind(q.Kind)
	if f.Kind != nil && f.Kind.OfRegister() && q.Household == 0 { // whom it is for comes first
		f.Kind = nil
		return f, nil
	}
	if f.Kind == nil || f.Kind.OfRegister() != (q.Household != 0) {
		return nil, errs.New(errs.NotFound, "there is no such kind of support for this receiver; choose another")
	}
	return f, o.formKind(ctx, a, c, f)
}

// formReceiver fills in whom a support is for, as on its day where the register has it.
func (o *lists) formReceiver(ctx context.Context, a *office.Ask, q *SupportFormQuery, f *SupportForm) error {
	if q.Household == 0 {
		f.Unit = o.office.Unit(q.Commune)
		f.MayOverrule = q.Commune != "" && o.office.In(a, access.OverruleSupports, access.ViewSupports,
			q.Commune) == nil
		if q.Commune == "" {
			if !o.office.May(a, access.RecordSupports) {
				return office.Forbidden()
			}
			return nil
		}
		return o.office.In(a, access.RecordSupports, access.ViewSupports, q.Commune)
	}
	v, err := o.book.Seen(ctx, a, q.Household)
	if err != nil {
		return err
	}
	if err := o.office.In(a, access.RecordSupports, access.ViewSupports, v.Household.Commune); err != nil {
		return err
	}
	f.MayOverrule = o.office.In(a, access.OverruleSupports, access.ViewSupports, v.Household.Commune) == nil
	if q.Day < v.ValidFrom {
		if old, err := book.VersionOn(ctx, o.office.Reader(), v, q.Day); err == nil {
			v = old
		}
	}
	f.Household, f.Unit = &v.Household, o.office.Unit(v.Household.Commune)
	f.Facts, _ = o.factsOn(&v.Household, nil, o.reviews.PathOf(q.Household), q.Day)
	for i := range v.Household.Members {
		m := &v.Household.Members[i]
		one := FormMember{No: m.No, Name: m.Name, Age: -1}
		if least, greatest := m.Birth.Months(q.Day); greatest >= 0 {
			one.Age, one.Between = greatest/12, least/12 != greatest/12
		}
		f.Members = append(f.Members, one)
	}
	return nil
}

// normsUnder are the norms of a kind in the programme of a node, on the rules' day.
func normsUnder(rules *programme.Rules, k *programme.Kind, node *programme.Node) []programme.NormNow {
	if node == nil {
		return nil
	}
	return slices.DeleteFunc(rules.Norms(k.Code), func(n programme.NormNow) bool {
		return n.Programme != "" &&
			n.Programme != node.Programme()
	})
}

// formKind fills in what a kind asks and allows on the form's day.
func (o *lists) formKind(ctx context.Context, a *office.Ask, c *programme.Catalogue, f *SupportForm) error {
	rules, err := o.library.RulesOn(f.Day)
	if err != nil {
		return err
	}
	k := f.Kind
	f.Details = k.DetailsOn(f.Day)
	f.Node = c.NodeOf(k, &programme.Support{Kind: k.Code, Day: f.Day}, nil)
	f.Norms = normsUnder(rules, k, f.Node)
	for _, fund := range c.Funds {
		if len(k.Sources) == 0 || slices.Contains(k.Sources, fund.Code) {
			f.Funds = append(f.Funds, fund)
		}
	}
	if f.Unit.Code == "" {
		return nil
	}
	running, err := o.activities.Activities(ctx, a, activities.ActivityQuery{Place: o.office.Today(f.Unit.Code),
		State: programme.Running})
	if err != nil {
		return err
	}
	nodes := append([]string{k.Node}, k.Later...)
	for i := range running {
		if r := &running[i]; slices.Contains(nodes, r.Activity.Node) && (k.Activity == "" || r.Kind == k.Activity) {
			f.Activities = append(f.Activities, *r)
		}
	}
	return nil
}

// kindGroups are the kinds for which is holds by the node under which they are given on a day, in the order of the
// data.
func kindGroups(c *programme.Catalogue, day date.Date, is func(*programme.Kind) bool) (out []KindGroup) {
	for i := range c.Kinds {
		k := &c.Kinds[i]
		if !is(k) {
			continue
		}
		n := c.NodeOf(k, &programme.Support{Kind: k.Code, Day: day}, nil)
		at := slices.IndexFunc(out, func(g KindGroup) bool { return g.Node == n })
		if at < 0 {
			at = len(out)
			out = append(out, KindGroup{Node: n})
		}
		out[at].Kinds = append(out[at].Kinds, k)
	}
	return out
}

// KindGroups are all kinds of support by node, for filters.
func (o *lists) KindGroups() ([]KindGroup, error) {
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	return kindGroups(c, o.office.Day(), func(*programme.Kind) bool { return true }), nil
}

// Need is a deprivation of a household and what the programme has against it.
type Need struct {
	Title   errs.Text
	Unknown bool // not answered in the register
	Kinds   []NeedKind
}

// NeedKind is a kind of support that answers a deprivation, and when the household last received it; zero: never.
type NeedKind struct {
	*programme.Kind
	Last date.Date
}

// Needs are a household's deprivations as the register has them today, each with the kinds of support that answer it.
// Errors: errs.NotFound.
func (o *lists) Needs(ctx context.Context, a *office.Ask, id int64) ([]Need, error) {
	v, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := o.office.In(a, access.ViewSupports, access.ViewSupports, v.Household.Commune); err != nil {
		return nil, err
	}
	return o.needsOf(v)
}

func (o *lists) needsOf(v *households.Version) (out []Need, err error) {
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	r, err := o.book.View().Classify(&v.Household)
	if err != nil {
		return nil, err
	}
	last := map[string]date.Date{}
	o.receipts.Shelf.Of(v.ID, func(s *programme.Support) {
		if s.State == programme.Valid {
			last[s.Kind] = max(last[s.Kind], s.Day)
		}
	})
	std := o.book.Standard()
	for i := range std.Indicators {
		if (r.Deprived|r.Unanswered)>>i&1 == 0 {
			continue
		}
		n := Need{Title: std.Indicators[i].Title, Unknown: r.Deprived>>i&1 == 0}
		for _, k := range c.Answering(std.Indicators[i].Code) {
			n.Kinds = append(n.Kinds, NeedKind{k, last[k.Code]})
		}
		out = append(out, n)
	}
	return out, nil
}
