package reviews

import (
	"context"
	"fmt"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
)

// Procedure is the review's law.
func (o *Desk) Procedure() (*review.Procedure, error) {
	lib, err := o.days.Law()
	if err != nil {
		return nil, err
	}
	return review.NewProcedure(lib), nil
}

// CampaignShown is a campaign with what an actor may see of how far it has come.
type CampaignShown struct {
	reviews.Campaign
	Lists    []reviews.ReviewList
	Communes []place.Code // that take part
	Latest   review.Latest
	District bool // it goes to the district for its opinion
	Opines   bool // there is a district now to give it
	Units    map[place.Code]string
	Marks    []errs.Text // what is open of the calendar and the procedure
}

// ForChairman reports whether a list of the campaign waits for the chairman's decision.
func (c *CampaignShown) ForChairman(l reviews.ReviewList) bool {
	return l.Stage == review.Deciding || l.Stage == review.Opinion && !c.Opines
}

// HasOpinion reports whether the district's opinion is among the campaign's steps: it goes there, or a list has been
// sent there before the districts ended.
func (c *CampaignShown) HasOpinion() bool {
	return c.District ||
		slices.ContainsFunc(c.Lists, func(l reviews.ReviewList) bool { return l.Stage == review.Opinion })
}

// Late reports whether a list's step is overdue on a day.
func Late(l *reviews.ReviewList, on date.Date) bool {
	return l.Stage != review.Finished && !l.Due.IsZero() && on > l.Due
}

// Campaigns lists the campaigns of the province.
func (o *Desk) Campaigns(ctx context.Context, a *office.Ask) ([]reviews.Campaign, error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	return reviews.Campaigns(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
}

// Campaign shows a campaign within a place (all that the actor sees where empty). Errors: errs.NotFound.
func (o *Desk) Campaign(ctx context.Context, a *office.Ask, id int64, unit place.Code) (*CampaignShown, error) {
	communes, err := o.ReviewScope(a, access.ViewReviews, unit)
	if err != nil {
		return nil, err
	}
	c, err := reviews.FindCampaign(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, err
	}
	p, err := o.Procedure()
	if err != nil {
		return nil, err
	}
	s := &CampaignShown{Campaign: *c, Latest: p.Latest(&c.Campaign), District: p.HasOpinion(&c.Campaign, c.Closes),
		Opines: p.HasOpinion(&c.Campaign, o.office.Day()), Units: map[place.Code]string{}}
	s.Marks = p.Marks(&c.Campaign)
	if law, err := p.Campaign(c.Kind, c.Year, c.Month); err == nil {
		s.Cites = law.Cites
	}
	lists, err := reviews.Lists(ctx, o.office.Reader(), c.Province, id)
	if err != nil {
		return nil, err
	}
	in := office.AsSet(communes)
	for _, l := range lists {
		if in[l.Commune] {
			s.Lists = append(s.Lists, l)
			s.Units[l.Commune] = ""
		}
	}
	taking, err := reviews.CampaignCommunes(ctx, o.office.Reader(), c.Province, id)
	if err != nil {
		return nil, err
	}
	for _, commune := range taking {
		if in[commune] {
			s.Communes = append(s.Communes, commune)
			s.Units[commune] = ""
		}
	}
	for commune := range s.Units {
		s.Units[commune] = o.office.Unit(commune).FullName
	}
	return s, nil
}

// ReviewScope are the communes of a place in which an actor may do something with reviews.
func (o *Desk) ReviewScope(a *office.Ask, action access.Action, unit place.Code) ([]place.Code, error) {
	communes, err := o.office.Scope(a, action, 0)
	if err != nil {
		return nil, err
	}
	if unit != "" {
		communes, err = o.office.Within(communes, unit, 0)
	}
	return communes, err
}

// OpenReviewInput says which campaign begins where: Place is a commune, or a unit whose communes all begin.
type OpenReviewInput struct {
	Kind        review.Kind
	Year, Month int
	Place       place.Code
}

// Opened says what was begun.
type Opened struct {
	Campaign   reviews.Campaign
	Communes   int
	Already    int
	Lists      int
	Households int
}

// OpenReview begins a campaign in the communes of a place. A yearly one puts every household that is poor or near-poor
// now on its hamlet's list; a monthly one begins empty, for requests. Errors (errs.Conflict): it is open in the
// commune already.
func (o *Desk) OpenReview(ctx context.Context, a *office.Ask, in OpenReviewInput) (*Opened, error) {
	communes, err := o.ReviewScope(a, access.OpenReviews, in.Place)
	if err != nil {
		return nil, err
	}
	p, err := o.Procedure()
	if err != nil {
		return nil, err
	}
	c, err := p.Campaign(in.Kind, in.Year, in.Month)
	if err != nil {
		return nil, err
	}
	if o.office.Day() < c.Opens {
		return nil, errs.New(errs.Invalid, "this review begins on %s: it cannot be opened yet", c.Opens)
	}
	out := &Opened{Campaign: reviews.Campaign{Province: string(o.office.ProvinceCode()), Campaign: c,
		State: reviews.CampaignOpen, OpenedBy: a.Account, Opened: o.office.Now()}}
	begin := &Opening{O: o, A: a, P: p, Out: out}
	if c.Kind == review.Annual {
		begin.Managed = o.Managed(communes)
	}
	deed := &office.Deed{Action: "review.open", Kind: "campaign", Place: in.Place}
	err = o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if len(communes) > 1 {
			tx.Long()
		}
		if err := reviews.OpenCampaign(ctx, tx, &out.Campaign); err != nil {
			return err
		}
		begun, err := reviews.CampaignCommunes(ctx, tx, out.Campaign.Province, out.Campaign.ID)
		if err != nil {
			return err
		}
		for _, commune := range communes {
			if len(communes) > 1 && slices.Contains(begun, commune) {
				out.Already++
				continue
			}
			if err := begin.commune(ctx, tx, commune); err != nil {
				return err
			}
		}
		if out.Communes == 0 {
			return errs.New(errs.Conflict, "%s is open in all these communes", c.Title())
		}
		deed.Subject = office.IDText(out.Campaign.ID)
		deed.Note = map[string]string{"title": c.Title().VI, "communes": fmt.Sprint(out.Communes),
			"lists": fmt.Sprint(out.Lists), "households": fmt.Sprint(out.Households)}
		return nil
	})
	return out, err
}

// Managed are the households that are poor or near-poor now, by commune and hamlet.
func (o *Desk) Managed(communes []place.Code) map[place.Code]map[string][]int64 {
	out := map[place.Code]map[string][]int64{}
	on := o.office.Day()
	of, release := o.HeldPaths()
	defer release()
	o.book.View().Snap.Facts(communes, func(f *review.Fact) {
		if f.Gone {
			return
		}
		class, _, _ := of[f.Household].Status(on)
		if class != poverty.Poor && class != poverty.NearPoor {
			return
		}
		if out[f.Commune] == nil {
			out[f.Commune] = map[string][]int64{}
		}
		out[f.Commune][f.Hamlet] = append(out[f.Commune][f.Hamlet], f.Household)
	})
	return out
}

// Opening is the work of OpenReview.
type Opening struct {
	O       *Desk
	A       *office.Ask
	P       *review.Procedure
	Out     *Opened
	Managed map[place.Code]map[string][]int64
}

func (b *Opening) commune(ctx context.Context, tx *office.Tx, commune place.Code) error {
	c := &b.Out.Campaign
	if err := reviews.OpenCommune(ctx, tx, c, commune, b.A.Account, b.O.office.Now()); err != nil {
		return err
	}
	b.Out.Communes++
	hamlets := make([]string, 0, len(b.Managed[commune]))
	for h := range b.Managed[commune] {
		hamlets = append(hamlets, h)
	}
	vietnamese.Sort(hamlets)
	for _, hamlet := range hamlets {
		if err := b.List(ctx, tx, commune, hamlet, b.Managed[commune][hamlet]); err != nil {
			return err
		}
	}
	return nil
}

// List opens a hamlet's list with households on it, and counts it in what was opened.
func (b *Opening) List(ctx context.Context, tx *office.Tx, commune place.Code, hamlet string,
	households []int64) error {
	c := &b.Out.Campaign
	row := &reviews.ReviewList{Province: c.Province, Campaign: c.ID, Commune: commune, Hamlet: hamlet}
	if err := reviews.AddList(ctx, tx, row); err != nil {
		return err
	}
	l := &review.List{Campaign: &c.Campaign}
	for _, id := range households {
		e := review.Event{Step: review.AddHousehold, At: b.O.office.Now(), By: b.A.Account, Household: id,
			Source: review.Managed, Day: b.O.office.Day(), Was: b.O.standing(id)}
		if err := b.O.putOn(ctx, tx, b.P, l, row, &e); err != nil {
			return err
		}
	}
	b.Out.Lists++
	b.Out.Households += len(households)
	return b.O.setList(ctx, tx, b.P, l, row, 0)
}

// standing is what a household is recognised as now.
func (o *Desk) standing(id int64) review.Standing {
	path := o.PathOf(id)
	s := review.Standing{Class: poverty.None}
	if r := path.On(o.office.Day()); r != nil {
		s = review.Standing{Class: r.Class, People: r.People, Year: r.Year}
	}
	return s
}

// putOn takes the step that puts a household on a list, with its forms begun from the register's record.
func (o *Desk) putOn(ctx context.Context, tx *office.Tx, p *review.Procedure, l *review.List, row *reviews.ReviewList,
	e *review.Event) error {
	v, err := households.Find(ctx, tx, row.Province, e.Household)
	if err != nil {
		return err
	}
	if v.State != households.Active {
		return errs.New(errs.Conflict, "household “%s” is not in the register any more", v.Household.Code)
	}
	if v.Household.Commune != row.Commune {
		return errs.New(errs.Invalid, "household “%s” belongs to another commune", v.Household.Code)
	}
	if err := l.Apply(p, e); err != nil {
		return err
	}
	if err := reviews.AddItem(ctx, tx, &reviews.ReviewItem{Province: row.Province, Campaign: row.Campaign,
		Household: v.ID, List: row.ID, Version: v.Version, Record: v.Household}); err != nil {
		return err
	}
	return reviews.AddEvent(ctx, tx, row.Province, row.ID, e)
}

// setList writes how far a list has come.
func (o *Desk) setList(ctx context.Context, tx *office.Tx, p *review.Procedure, l *review.List, row *reviews.ReviewList,
	was int64) error {
	row.Stage, row.Seq, row.Households, row.Complaints = l.Stage, int64(l.Seq), len(l.Items), l.OpenComplaints()
	row.Due = l.Todo(p, o.office.Day()).Due
	missing, undetermined := l.Unsettled()
	row.Surveyed, row.Undetermined, row.Poor, row.NearPoor = len(l.Items)-missing, undetermined, 0, 0
	for _, it := range l.Items {
		switch it.Class() {
		case poverty.Poor:
			row.Poor++
		case poverty.NearPoor:
			row.NearPoor++
		}
	}
	return told(tx, row.ID, reviews.SetList(ctx, tx, row, was))
}

// told tells that a list has gone on, where it was written.
func told(tx *office.Tx, list int64, err error) error {
	if err == nil {
		tx.Changed(office.TopicList, list)
	}
	return err
}

// ListShown is a hamlet's list with its households and what is to be done.
type ListShown struct {
	reviews.ReviewList
	Campaign   reviews.Campaign
	List       *review.List
	Events     []review.Event
	Todo       review.Todo
	Unit       place.Unit
	Heads      map[int64]snapshot.Item
	Names      map[int64]string // of accounts
	Percent    int64            // the share of a meeting that must agree
	Cite       string
	Enumerator string
	Form       map[int64]int // answers given so far, by household; -1: form B is complete

	ForChairman bool        // it waits for the chairman's decision
	District    bool        // the district's opinion is among its steps
	Marks       []errs.Text // what is open of its calendar and procedure
}

// Reached reports whether a list has come as far as a paper needs.
func (s *ListShown) Reached(k review.Stage) bool {
	return s.Stage >= k || s.ForChairman && k <= review.Deciding
}

// ReviewList shows a list. Errors: errs.NotFound where it is not or may not be seen.
func (o *Desk) ReviewList(ctx context.Context, a *office.Ask, id int64) (*ListShown, error) {
	s, p, err := o.List(ctx, o.office.Reader(), a, access.ViewReviews, id)
	if err != nil {
		return nil, err
	}
	s.District = p.HasOpinion(&s.Campaign.Campaign, s.Campaign.Closes) || s.Stage == review.Opinion ||
		!s.List.Sent.IsZero()
	s.Todo, s.ForChairman = s.List.Todo(p, o.office.Day()), p.ForChairman(&s.Campaign.Campaign, s.Stage, o.office.Day())
	s.Marks = p.Marks(&s.Campaign.Campaign)
	s.Heads, s.Names, s.Form = map[int64]snapshot.Item{}, map[int64]string{}, map[int64]int{}
	snap := o.book.View().Snap
	for _, it := range s.List.Items {
		s.Heads[it.Household], _ = snap.Item(it.Household)
	}
	for i := range s.Events {
		if by := s.Events[i].By; s.Names[by] == "" {
			s.Names[by] = o.office.NameOf(ctx, by)
		}
	}
	items, err := reviews.Items(ctx, o.office.Reader(), s.Province, id)
	if err != nil {
		return nil, err
	}
	for i := range items {
		s.Form[items[i].Household] = items[i].Done
	}
	if s.Enumerator = ""; s.ReviewList.Enumerator != 0 {
		s.Enumerator = o.office.NameOf(ctx, s.ReviewList.Enumerator)
	}
	s.Percent, s.Cite, err = p.Share(max(o.office.Day(), s.Campaign.Opens))
	o.office.Saw(a, office.Deed{Action: "review.view", Kind: "list", Subject: office.IDText(id), Place: s.Commune,
		Note: office.Counted(len(s.Heads))})
	return s, err
}

// List replays a list that an actor may do something with.
func (o *Desk) List(ctx context.Context, from store.Reader, a *office.Ask, action access.Action,
	id int64) (*ListShown, *review.Procedure, error) {
	row, err := reviews.FindList(ctx, from, string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, nil, err
	}
	if err := o.office.In(a, action, access.ViewReviews, row.Commune); err != nil {
		return nil, nil, err
	}
	p, err := o.Procedure()
	if err != nil {
		return nil, nil, err
	}
	c, err := reviews.FindCampaign(ctx, from, row.Province, row.Campaign)
	if err != nil {
		return nil, nil, err
	}
	events, err := reviews.Events(ctx, from, row.Province, id)
	if err != nil {
		return nil, nil, err
	}
	l, err := review.Replay(p, &c.Campaign, events)
	return &ListShown{ReviewList: *row, Campaign: *c, List: l, Events: events, Unit: o.office.Unit(row.Commune)}, p, err
}

// MayList refuses who may not do something with a list, before its turn to write is waited for.
func (o *Desk) MayList(ctx context.Context, a *office.Ask, action access.Action, id int64) error {
	row, err := reviews.FindList(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err != nil {
		return err
	}
	return o.office.In(a, action, access.ViewReviews, row.Commune)
}

// step takes one step of a list: what the machine decides on, the event, what else it writes and the audit entry
// are one transaction.
func (o *Desk) step(ctx context.Context, a *office.Ask, action access.Action, id int64, e *review.Event,
	also func(*office.Tx, *ListShown) error) error {
	if err := o.MayList(ctx, a, action, id); err != nil {
		return err
	}
	e.At, e.By = o.office.Now(), a.Account
	if err := o.NotAfterToday(e.Day); err != nil {
		return err
	}
	return o.office.Each(ctx, a, func(tx *office.Tx) error {
		s, p, err := o.List(ctx, tx, a, action, id)
		if err != nil {
			return err
		}
		if err := StillOpen(&s.Campaign); err != nil {
			return err
		}
		if err := s.List.Apply(p, e); err != nil {
			return err
		}
		return o.Stepped(ctx, tx, p, s, e, also)
	})
}

// NotAfterToday refuses a day that has not come.
func (o *Desk) NotAfterToday(day date.Date) error {
	if day > o.office.Day() {
		return errs.New(errs.Invalid, "%s lies after today", day)
	}
	return nil
}

// StillOpen refuses what would change a review that is closed.
func StillOpen(c *reviews.Campaign) error {
	if c.State != reviews.CampaignOpen {
		return errs.New(errs.Conflict, "this review is closed")
	}
	return nil
}

// Stepped writes a step that the machine has taken.
func (o *Desk) Stepped(ctx context.Context, tx *office.Tx, p *review.Procedure, s *ListShown, e *review.Event,
	also func(*office.Tx, *ListShown) error) error {
	was := s.Seq
	if err := reviews.AddEvent(ctx, tx, s.Province, s.ID, e); err != nil {
		return err
	}
	if err := o.setList(ctx, tx, p, s.List, &s.ReviewList, was); err != nil {
		return err
	}
	if also != nil {
		if err := also(tx, s); err != nil {
			return err
		}
	}
	return tx.Note(ctx, stepDeed(s, e))
}

// stepDeed is what the record of deeds keeps of a step.
func stepDeed(s *ListShown, e *review.Event) office.Deed {
	note := map[string]string{"stage": s.List.Stage.Title().VI, "hamlet": s.Hamlet}
	if e.Household != 0 {
		note["household"] = office.IDText(e.Household)
	}
	if !e.Day.IsZero() {
		note["day"] = e.Day.String()
	}
	if e.Found != nil {
		note["class"] = e.Found.Class.String()
	}
	if e.Number != "" {
		note["number"] = e.Number
	}
	if e.Attendance != 0 {
		note["attendance"] = fmt.Sprint(e.Attendance)
	}
	return office.Deed{Action: "review." + string(e.Step), Kind: "list", Subject: office.IDText(s.ID), Place: s.Commune,
		Reason: e.Reason, Note: note}
}
