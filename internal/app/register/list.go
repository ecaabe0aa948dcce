package register

import (
	"context"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// ListInput asks for households: of a place (the whole of what the actor sees where empty), on a day (zero: now),
// narrowed by the query, whose communes are set here.
type ListInput struct {
	Place place.Code
	On    date.Date
	Query snapshot.Query
}

// Listed is a page of households, with the place it is of.
type Listed struct {
	snapshot.Page
	Place    place.Unit
	On       date.Date
	Ages     date.Date             // whose ages and law the calculated classes are
	Outlived []errs.Text           // of the instruments that made those
	Units    map[place.Code]string // names of the communes on the page
	// the member or the address that answers the text that was asked for, by household, where it is not the head
	Matched  map[int64]string
	IsNumber bool // the text may be a citizen or telephone number, for which SearchNumber looks
}

// List finds households that the actor may see. The list, its count, its export and its print are this one query.
// Citizen and telephone numbers are looked for by SearchNumber only. What was listed is on the record, by its count.
func (o *Desk) List(ctx context.Context, a *office.Ask, in ListInput) (*Listed, error) {
	l, err := o.list(ctx, a, access.ViewHouseholds, &in)
	if err == nil {
		l.IsNumber = o.AsNumber(in.Query.Text) != ""
		o.office.Saw(a, office.Deed{Action: "household.list", Kind: "place", Subject: string(in.Place), Place: in.Place,
			Note: map[string]string{office.CountNote: office.IDText(int64(len(l.Items)))}})
	}
	return l, err
}

// mostSuggested is how many households are suggested while one types.
const mostSuggested = 7

// Suggest finds the first households that answer what somebody types, as List does and on the record as it is. A number
// is not looked for while it is typed: IsNumber says that it is sent as a form (SearchNumber).
func (o *Desk) Suggest(ctx context.Context, a *office.Ask, text string) (*Listed, error) {
	if o.AsNumber(text) != "" {
		return &Listed{IsNumber: true}, nil
	}
	return o.List(ctx, a, ListInput{Query: snapshot.Query{Text: text, Limit: mostSuggested}})
}

func (o *Desk) list(ctx context.Context, a *office.Ask, by access.Action, in *ListInput) (*Listed, error) {
	v, err := o.Scoped(ctx, a, by, in)
	if err != nil {
		return nil, err
	}
	if code := asCode(o.office, in.Query.Text); code != "" { // whatever dash somebody typed
		in.Query.Text = code
	}
	in.Query.Limit = min(max(in.Query.Limit, 1), office.MostListed)
	found, err := o.find(ctx, v, in)
	if err != nil {
		return nil, err
	}
	l := &Listed{Page: found, On: in.On, Ages: v.On, Outlived: v.Std.Outlived, Units: map[place.Code]string{},
		Matched: map[int64]string{}}
	if in.Place != "" {
		l.Place = o.office.Unit(in.Place)
	}
	for i := range l.Items {
		if c := l.Items[i].Commune; l.Units[c] == "" {
			l.Units[c] = o.office.Unit(c).FullName
		}
		if err := o.matched(ctx, l, &l.Items[i], in.Query.Text); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// find answers a query with what decisions say on its day, and has who announces one wait for no more than that.
func (o *Desk) find(ctx context.Context, v *book.View, in *ListInput) (found snapshot.Page, err error) {
	stand, release, err := o.book.Standings(ctx, in.On)
	if err != nil {
		return found, err
	}
	defer release()
	in.Query.Stand = stand
	return v.Snap.Find(in.Query), nil
}

// matched says by whom or by what address a household was found: the register in memory knows them folded only.
func (o *Desk) matched(ctx context.Context, l *Listed, it *snapshot.Item, text string) error {
	switch it.Match {
	case snapshot.MatchedMember, snapshot.MatchedNumber, snapshot.MatchedAddress:
	default:
		return nil
	}
	v, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), it.ID)
	if err != nil {
		return office.IgnoreNotFound(err)
	}
	if it.Match == snapshot.MatchedAddress {
		l.Matched[it.ID] = v.Household.Address
		return nil
	}
	for i := range v.Household.Members {
		if m := &v.Household.Members[i]; asked(m, text, l.Near) {
			l.Matched[it.ID] = m.Name
			return nil
		}
	}
	return nil
}

// Scoped sets a query's communes to those of the place that the actor may see, and returns the register of the day.
func (o *Desk) Scoped(ctx context.Context, a *office.Ask, action access.Action, in *ListInput) (*book.View, error) {
	communes, err := o.office.Scope(a, action, in.On)
	if err != nil {
		return nil, err
	}
	if in.Place != "" {
		if communes, err = o.office.Within(communes, in.Place, in.On); err != nil {
			return nil, err
		}
	}
	in.Query.Communes = communes
	if a.Stage != office.StageIn && a.From != "cli" {
		return nil, office.Forbidden()
	}
	return o.book.ViewOn(ctx, in.On)
}

// IDs returns the ids of all households of a list, for an export; the actor must be allowed to export.
func (o *Desk) IDs(ctx context.Context, a *office.Ask, in ListInput) ([]int64, error) {
	v, err := o.Scoped(ctx, a, access.ExportHouseholds, &in)
	if err != nil {
		return nil, err
	}
	stand, release, err := o.book.Standings(ctx, in.On)
	if err != nil {
		return nil, err
	}
	defer release()
	in.Query.Limit, in.Query.Stand = 0, stand
	return v.Snap.IDs(in.Query), nil
}

// EditableCommunes are the communes into which an actor may put households.
func (o *Desk) EditableCommunes(a *office.Ask) (out []place.Unit) {
	communes, err := o.office.Scope(a, access.EditHouseholds, 0)
	if err != nil {
		return nil
	}
	for _, c := range communes {
		out = append(out, o.office.Unit(c))
	}
	return out
}

// Hamlets lists the hamlets of a commune that have households on a day (zero: now), in order; none of a larger place.
func (o *Desk) Hamlets(ctx context.Context, a *office.Ask, unit place.Code, on date.Date) ([]string, error) {
	in := ListInput{Place: unit, On: on}
	v, err := o.Scoped(ctx, a, access.ViewHouseholds, &in)
	if err != nil || len(in.Query.Communes) != 1 { // a hamlet is one of a commune: names repeat from commune to commune
		return nil, err
	}
	out := v.Snap.Hamlets(string(in.Query.Communes[0]))
	vietnamese.Sort(out)
	return out, nil
}

// HamletsNow are the hamlets of today's list of a commune whose households the actor may see, in order.
func (o *Desk) HamletsNow(a *office.Ask, commune place.Code) (out []string) {
	if o.office.In(a, access.ViewHouseholds, access.ViewHouseholds, commune) != nil {
		return nil
	}
	for _, h := range o.book.Hamlets(commune).On(o.office.Day()) {
		out = append(out, h.Name)
	}
	return out
}

// asked reports whether a member's name or number is what a search asked for, or is it but for one letter.
func asked(m *household.Member, text string, near bool) bool {
	if d := vietnamese.AsNumber(text); d != "" && d == m.CitizenID {
		return true
	}
	name, words := vietnamese.Fold(m.Name), strings.Split(vietnamese.Fold(text), " ")
	return vietnamese.BeginAll(name, words) || near && vietnamese.NearAll(name, words)
}
