package app

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
)

// paths are the recognitions of all households in memory, kept current by every decision.
type paths struct {
	mu sync.RWMutex
	of map[int64]review.Path
}

func (p *paths) get(household int64) review.Path {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.of[household]
}

// put adds recognitions, or replaces those with the same ids.
func (p *paths) put(all ...review.Recognition) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = map[int64]review.Path{}
	}
	for _, r := range all {
		path := slices.Clone(p.of[r.Household]) // readers may hold the old one
		if i := slices.IndexFunc(path, func(o review.Recognition) bool { return o.ID == r.ID }); i >= 0 {
			path[i] = r
		} else {
			path = append(path, r)
		}
		slices.SortStableFunc(path, func(x, y review.Recognition) int { return int(x.From) - int(y.From) })
		p.of[r.Household] = path
	}
}

// loadPaths reads all recognitions.
func (o *Office) loadPaths(ctx context.Context) error {
	fresh := map[int64]review.Path{}
	err := o.store.Recognitions(ctx, string(o.cfg.Province), func(r *review.Recognition) {
		path := append(fresh[r.Household], *r)
		if n := len(path); n > 1 && path[n-2].From > r.From {
			slices.SortStableFunc(path, func(x, y review.Recognition) int { return int(x.From) - int(y.From) })
		}
		fresh[r.Household] = path
	})
	if err != nil {
		return err
	}
	o.paths.mu.Lock()
	o.paths.of = fresh
	o.paths.mu.Unlock()
	o.tell(TopicRecognition)
	return nil
}

// Path is what decisions recognised a household as over the years. Errors: errs.NotFound where it may not be seen.
func (o *Office) Path(ctx context.Context, a *Actor, id int64) (review.Path, error) {
	if _, err := o.seen(ctx, a, id); err != nil {
		return nil, err
	}
	return o.paths.get(id), nil
}

// procedure is the review's law.
func (o *Office) procedure() (*review.Procedure, error) {
	lib, err := o.Law()
	if err != nil {
		return nil, err
	}
	return review.NewProcedure(lib), nil
}

// CampaignShown is a campaign with what an actor may see of how far it has come.
type CampaignShown struct {
	store.Campaign
	Lists    []store.ReviewList
	Communes []place.Code // that take part
	Latest   review.Latest
	District bool // it goes to the district for its opinion
	Opines   bool // there is a district now to give it
	Units    map[place.Code]string
}

// ForChairman reports whether a list of the campaign waits for the chairman's decision.
func (c *CampaignShown) ForChairman(l store.ReviewList) bool {
	return l.Stage == review.Deciding || l.Stage == review.Opinion && !c.Opines
}

// Late reports whether a list's step is overdue on a day.
func Late(l *store.ReviewList, on date.Date) bool {
	return l.Stage != review.Finished && !l.Due.IsZero() && on > l.Due
}

// Campaigns lists the campaigns of the province.
func (o *Office) Campaigns(ctx context.Context, a *Actor) ([]store.Campaign, error) {
	if !o.May(a, access.ViewReviews) {
		return nil, forbidden()
	}
	return o.store.Campaigns(ctx, string(o.cfg.Province))
}

// Campaign shows a campaign within a place (all that the actor sees where empty). Errors: errs.NotFound.
func (o *Office) Campaign(ctx context.Context, a *Actor, id int64, unit place.Code) (*CampaignShown, error) {
	communes, err := o.reviewScope(a, access.ViewReviews, unit)
	if err != nil {
		return nil, err
	}
	c, err := o.store.Campaign(ctx, string(o.cfg.Province), id)
	if err != nil {
		return nil, err
	}
	p, err := o.procedure()
	if err != nil {
		return nil, err
	}
	s := &CampaignShown{Campaign: *c, Latest: p.Latest(&c.Campaign), District: p.HasOpinion(&c.Campaign, c.Closes),
		Opines: p.HasOpinion(&c.Campaign, o.Day()), Units: map[place.Code]string{}}
	if law, err := p.Campaign(c.Kind, c.Year, c.Month); err == nil {
		s.Cites = law.Cites
	}
	lists, err := o.store.ReviewLists(ctx, c.Province, id)
	if err != nil {
		return nil, err
	}
	in := asSet(communes)
	for _, l := range lists {
		if in[l.Commune] {
			s.Lists = append(s.Lists, l)
			s.Units[l.Commune] = ""
		}
	}
	taking, err := o.store.CampaignCommunes(ctx, c.Province, id)
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
		s.Units[commune] = o.unit(commune).FullName
	}
	return s, nil
}

func asSet(codes []place.Code) map[place.Code]bool {
	out := make(map[place.Code]bool, len(codes))
	for _, c := range codes {
		out[c] = true
	}
	return out
}

// reviewScope are the communes of a place in which an actor may do something with reviews.
func (o *Office) reviewScope(a *Actor, action access.Action, unit place.Code) ([]place.Code, error) {
	communes, err := o.scope(a, action, 0)
	if err != nil {
		return nil, err
	}
	if unit != "" {
		communes, err = o.within(communes, unit, 0)
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
	Campaign   store.Campaign
	Communes   int
	Already    int
	Lists      int
	Households int
}

// OpenReview begins a campaign in the communes of a place. A yearly one puts every household that is poor or near-poor now on
// its hamlet's list; a monthly one begins empty, for requests. Errors (errs.Conflict): it is open in the commune already.
func (o *Office) OpenReview(ctx context.Context, a *Actor, in OpenReviewInput) (*Opened, error) {
	communes, err := o.reviewScope(a, access.OpenReviews, in.Place)
	if err != nil {
		return nil, err
	}
	p, err := o.procedure()
	if err != nil {
		return nil, err
	}
	c, err := p.Campaign(in.Kind, in.Year, in.Month)
	if err != nil {
		return nil, err
	}
	if o.Day() < c.Opens {
		return nil, errs.New(errs.Invalid, "đợt này bắt đầu ngày "+c.Opens.Vietnamese()+": chưa mở được", "this review begins on "+c.Opens.String()+": it cannot be opened yet")
	}
	out := &Opened{Campaign: store.Campaign{Province: string(o.cfg.Province), Campaign: c, State: "open", OpenedBy: a.Account, Opened: o.now()}}
	begin := &opening{o: o, a: a, p: p, out: out}
	if c.Kind == review.Annual {
		begin.managed = o.managed(communes)
	}
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		if len(communes) > 1 {
			tx.Long()
		}
		if err := tx.OpenCampaign(ctx, &out.Campaign); err != nil {
			return err
		}
		begun, err := tx.CampaignCommunes(ctx, out.Campaign.Province, out.Campaign.ID)
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
			return errs.New(errs.Conflict, c.Title().VI+" đã mở ở mọi xã được chọn", c.Title().EN+" is open in all these communes")
		}
		e := o.entry(a, "review.open", "campaign", idText(out.Campaign.ID), in.Place)
		e.Detail.Note = map[string]string{"title": c.Title().VI, "communes": fmt.Sprint(out.Communes), "lists": fmt.Sprint(out.Lists), "households": fmt.Sprint(out.Households)}
		return tx.Audit(ctx, e)
	})
	return out, err
}

// managed are the households that are poor or near-poor now, by commune and hamlet.
func (o *Office) managed(communes []place.Code) map[place.Code]map[string][]int64 {
	out := map[place.Code]map[string][]int64{}
	on := o.Day()
	o.current.Load().snap.Facts(communes, func(f *review.Fact) {
		if f.Gone {
			return
		}
		class, _, _ := o.paths.get(f.Household).Status(on)
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

// opening is the work of OpenReview.
type opening struct {
	o       *Office
	a       *Actor
	p       *review.Procedure
	out     *Opened
	managed map[place.Code]map[string][]int64
}

func (b *opening) commune(ctx context.Context, tx *store.Tx, commune place.Code) error {
	c := &b.out.Campaign
	if err := tx.OpenCommune(ctx, c, commune, b.a.Account, b.o.now()); err != nil {
		return err
	}
	b.out.Communes++
	hamlets := make([]string, 0, len(b.managed[commune]))
	for h := range b.managed[commune] {
		hamlets = append(hamlets, h)
	}
	slices.Sort(hamlets)
	for _, hamlet := range hamlets {
		if err := b.list(ctx, tx, commune, hamlet, b.managed[commune][hamlet]); err != nil {
			return err
		}
	}
	return nil
}

func (b *opening) list(ctx context.Context, tx *store.Tx, commune place.Code, hamlet string, households []int64) error {
	c := &b.out.Campaign
	row := &store.ReviewList{Province: c.Province, Campaign: c.ID, Commune: commune, Hamlet: hamlet}
	if err := tx.AddReviewList(ctx, row); err != nil {
		return err
	}
	l := &review.List{Campaign: &c.Campaign}
	for _, id := range households {
		e := review.Event{Step: review.AddHousehold, At: b.o.now(), By: b.a.Account, Household: id, Source: review.Managed, Day: b.o.Day(), Was: b.o.standing(id)}
		if err := b.o.putOn(ctx, tx, b.p, l, row, &e); err != nil {
			return err
		}
	}
	b.out.Lists++
	b.out.Households += len(households)
	return b.o.setList(ctx, tx, b.p, l, row, 0)
}

// standing is what a household is recognised as now.
func (o *Office) standing(id int64) review.Standing {
	path := o.paths.get(id)
	s := review.Standing{Class: poverty.None}
	if r := path.On(o.Day()); r != nil {
		s = review.Standing{Class: r.Class, People: r.People, Year: r.Year}
	}
	return s
}

// putOn takes the step that puts a household on a list, with its forms begun from the register's record.
func (o *Office) putOn(ctx context.Context, tx *store.Tx, p *review.Procedure, l *review.List, row *store.ReviewList, e *review.Event) error {
	v, err := tx.Household(ctx, row.Province, e.Household)
	if err != nil {
		return err
	}
	if v.State != store.Active {
		return errs.New(errs.Conflict, "hộ “"+string(v.Household.Code)+"” không còn trong sổ", "household “"+string(v.Household.Code)+"” is not in the register any more")
	}
	if v.Household.Commune != row.Commune {
		return errs.New(errs.Invalid, "hộ “"+string(v.Household.Code)+"” thuộc xã khác", "household “"+string(v.Household.Code)+"” belongs to another commune")
	}
	if err := l.Apply(p, e); err != nil {
		return err
	}
	if err := tx.AddReviewItem(ctx, &store.ReviewItem{Province: row.Province, Campaign: row.Campaign, Household: v.ID, List: row.ID, Version: v.Version, Record: v.Household}); err != nil {
		return err
	}
	return tx.AddEvent(ctx, row.Province, row.ID, e)
}

// setList writes how far a list has come.
func (o *Office) setList(ctx context.Context, tx *store.Tx, p *review.Procedure, l *review.List, row *store.ReviewList, was int64) error {
	row.Stage, row.Seq, row.Households, row.Complaints = l.Stage, int64(l.Seq), len(l.Items), l.OpenComplaints()
	row.Due = l.Todo(p, o.Day()).Due
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
	return tx.SetReviewList(ctx, row, was)
}

// ListShown is a hamlet's list with its households and what is to be done.
type ListShown struct {
	store.ReviewList
	Campaign   store.Campaign
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

	ForChairman bool // it waits for the chairman's decision
}

// Reached reports whether a list has come as far as a paper needs.
func (s *ListShown) Reached(k review.Stage) bool {
	return s.Stage >= k || s.ForChairman && k <= review.Deciding
}

// ReviewList shows a list. Errors: errs.NotFound where it is not or may not be seen.
func (o *Office) ReviewList(ctx context.Context, a *Actor, id int64) (*ListShown, error) {
	s, p, err := o.list(ctx, o.store, a, access.ViewReviews, id)
	if err != nil {
		return nil, err
	}
	s.Todo, s.ForChairman = s.List.Todo(p, o.Day()), p.ForChairman(&s.Campaign.Campaign, s.Stage, o.Day())
	s.Heads, s.Names, s.Form = map[int64]snapshot.Item{}, map[int64]string{}, map[int64]int{}
	snap := o.current.Load().snap
	for _, it := range s.List.Items {
		s.Heads[it.Household], _ = snap.Item(it.Household)
	}
	for i := range s.Events {
		if by := s.Events[i].By; s.Names[by] == "" {
			s.Names[by] = o.nameOf(ctx, by)
		}
	}
	items, err := o.store.ReviewItems(ctx, s.Province, id)
	if err != nil {
		return nil, err
	}
	for i := range items {
		s.Form[items[i].Household] = items[i].Done
	}
	if s.Enumerator = ""; s.ReviewList.Enumerator != 0 {
		s.Enumerator = o.nameOf(ctx, s.ReviewList.Enumerator)
	}
	s.Percent, s.Cite, err = p.Share(max(o.Day(), s.Campaign.Opens))
	o.reads.add(o.entry(a, "review.view", "list", idText(id), s.Commune))
	return s, err
}

// list replays a list that an actor may do something with.
func (o *Office) list(ctx context.Context, from store.Reader, a *Actor, action access.Action, id int64) (*ListShown, *review.Procedure, error) {
	row, err := from.ReviewList(ctx, string(o.cfg.Province), id)
	if err != nil {
		return nil, nil, err
	}
	if err := o.mayReview(a, action, row.Commune); err != nil {
		return nil, nil, err
	}
	p, err := o.procedure()
	if err != nil {
		return nil, nil, err
	}
	c, err := from.Campaign(ctx, row.Province, row.Campaign)
	if err != nil {
		return nil, nil, err
	}
	events, err := from.Events(ctx, row.Province, id)
	if err != nil {
		return nil, nil, err
	}
	l, err := review.Replay(p, &c.Campaign, events)
	return &ListShown{ReviewList: *row, Campaign: *c, List: l, Events: events, Unit: o.unit(row.Commune)}, p, err
}

// mayReview is may for reviews: what may not be seen does not exist.
func (o *Office) mayReview(a *Actor, action access.Action, commune place.Code) error {
	if communes, err := o.scope(a, action, 0); err == nil && slices.Contains(communes, commune) {
		return nil
	}
	if communes, err := o.scope(a, access.ViewReviews, 0); err == nil && slices.Contains(communes, commune) {
		return forbidden()
	}
	return notYours()
}

// mayList refuses who may not do something with a list, before its turn to write is waited for.
func (o *Office) mayList(ctx context.Context, a *Actor, action access.Action, id int64) error {
	row, err := o.store.ReviewList(ctx, string(o.cfg.Province), id)
	if err != nil {
		return err
	}
	return o.mayReview(a, action, row.Commune)
}

// step takes one step of a list: what the machine decides on, the event, what else it writes and the audit entry
// are one transaction.
func (o *Office) step(ctx context.Context, a *Actor, action access.Action, id int64, e *review.Event, also func(*store.Tx, *ListShown) error) error {
	if err := o.mayList(ctx, a, action, id); err != nil {
		return err
	}
	e.At, e.By = o.now(), a.Account
	if err := o.notAfterToday(e.Day); err != nil {
		return err
	}
	return o.store.Write(ctx, func(tx *store.Tx) error {
		s, p, err := o.list(ctx, tx, a, action, id)
		if err != nil {
			return err
		}
		if err := stillOpen(&s.Campaign); err != nil {
			return err
		}
		if err := s.List.Apply(p, e); err != nil {
			return err
		}
		return o.stepped(ctx, tx, a, p, s, e, also)
	})
}

// notAfterToday refuses a day that has not come.
func (o *Office) notAfterToday(day date.Date) error {
	if day > o.Day() {
		return errs.New(errs.Invalid, "ngày "+day.Vietnamese()+" sau hôm nay", day.String()+" lies after today")
	}
	return nil
}

// stillOpen refuses what would change a review that is closed.
func stillOpen(c *store.Campaign) error {
	if c.State != "open" {
		return errs.New(errs.Conflict, "đợt rà soát này đã đóng", "this review is closed")
	}
	return nil
}

// stepped writes a step that the machine has taken.
func (o *Office) stepped(ctx context.Context, tx *store.Tx, a *Actor, p *review.Procedure, s *ListShown, e *review.Event, also func(*store.Tx, *ListShown) error) error {
	was := s.Seq
	if err := tx.AddEvent(ctx, s.Province, s.ID, e); err != nil {
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
	return tx.Audit(ctx, o.stepEntry(a, s, e))
}

// stepEntry is the audit entry of a step.
func (o *Office) stepEntry(a *Actor, s *ListShown, e *review.Event) (entry *audit.Entry) {
	entry = o.entry(a, "review."+string(e.Step), "list", idText(s.ID), s.Commune)
	entry.Detail.Reason = e.Reason
	note := map[string]string{"stage": s.List.Stage.Title().VI, "hamlet": s.Hamlet}
	if e.Household != 0 {
		note["household"] = idText(e.Household)
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
	entry.Detail.Note = note
	return entry
}
