package results

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reviews"
)

// Announced are figures of a review as they were announced.
type Announced struct {
	reviews.Result
	By    string
	Poor  int64
	Near  int64
	All   int64
	Units map[place.Code]map[string]int64

	Coverage *review.Coverage // nil: none was kept with it
}

// SilentError asks whether a preliminary result shall be announced though of some communes nothing is decided.
type SilentError struct{ Communes []place.Unit }

// Error says so.
func (e *SilentError) Error() string {
	names := make([]string, len(e.Communes))
	for i, u := range e.Communes {
		names[i] = u.FullName
	}
	return errs.N(len(names),
		"nothing is decided in %[2]s: its households keep the class of the review before; tick it to announce without it",
		"nothing is decided in %d communes (%s): their households keep the class of the review before; tick them to announce without them",
		strings.Join(names, ", ")).VI
}

// Announce keeps the figures of a review as they stand, with how far it has come: preliminary or final. Neither
// overwrites one announced before. A final one closes its campaign. Without are the communes of which nothing is
// decided and that who announces was told of. Errors: errs.Forbidden, errs.Conflict, *SilentError.
func (o *announcing) Announce(ctx context.Context, a *office.Ask, year int, stage review.State,
	without ...place.Code) error {
	if communes, err := o.office.Scope(a, access.AnnounceReviews, 0); err != nil ||
		len(communes) < len(o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day())) {
		return office.Forbidden()
	}
	if stage != review.Preliminary && stage != review.Final {
		return errs.New(errs.Invalid, "choose preliminary or final")
	}
	campaign, err := o.annual(ctx, o.office.Reader(), year)
	if err != nil {
		return err
	}
	if campaign == nil {
		return o.Publish(ctx, a, year, stage)
	}
	o.facts.forget()
	if err = o.announceCampaign(ctx, a, year, stage, without); err != nil {
		o.facts.forget() // what was counted is of a register that is not shown
	}
	return err
}

// Publish keeps the figures of a year's review that is no campaign of this office.
func (o *announcing) Publish(ctx context.Context, a *office.Ask, year int, stage review.State) error {
	o.facts.forget()
	c, err := o.count(ctx, year)
	if err != nil {
		return err
	}
	return o.office.Each(ctx, a, func(tx *office.Tx) error { return o.announceIn(ctx, tx, a, year, stage, c) })
}

// annual is the yearly campaign of a year, nil where there is none.
func (o *announcing) annual(ctx context.Context, from store.Reader, year int) (*reviews.Campaign, error) {
	campaigns, err := reviews.Campaigns(ctx, from, string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(campaigns, func(c reviews.Campaign) bool {
		return c.Kind == review.Annual &&
			c.Year == year
	}); i >= 0 {
		return &campaigns[i], nil
	}
	return nil, nil
}

// announceCampaign makes a campaign's result the register's newest review and keeps its figures: the day and the
// standard, the classes under it, the figures, the campaign's end and the entry are one transaction, and the
// register in memory follows once that is on the disk.
func (o *announcing) announceCampaign(ctx context.Context, a *office.Ask, of int, stage review.State,
	without []place.Code) error {
	y, err := o.yearOf(ctx, o.office.Reader(), of)
	if err != nil {
		return err
	}
	if err := o.announceable(ctx, o.office.Reader(), y, stage); err != nil { // before anything is counted
		return err
	}
	y.On, y.state = min(y.campaign.Closes, o.office.Day()), stage
	next := reviews.Review{Province: y.Province, Year: of, On: y.On, Standard: y.campaign.Standard, State: stage}
	shownOn, err := o.shownOn(ctx, &next)
	if err != nil {
		return err
	}
	return o.book.Rebuilt(ctx, shownOn, func(v *book.View, stale []book.StaleClass) error {
		counted, err := o.countFor(ctx, v, y)
		if err != nil {
			return err
		}
		if stage == review.Preliminary {
			if err := o.silent(counted, without); err != nil {
				return err
			}
		}
		return o.office.Each(ctx, a, func(tx *office.Tx) error {
			tx.Long()
			if err := o.announceable(ctx, tx, y, stage); err != nil {
				return err
			}
			if err := o.setReview(ctx, tx, next, v, stale); err != nil {
				return err
			}
			if stage == review.Final {
				if err := reviews.SetCampaignState(ctx, tx, y.campaign.Province, y.campaign.ID, "closed"); err != nil {
					return err
				}
			}
			return o.announceIn(ctx, tx, a, of, stage, counted)
		})
	})
}

// shownOn is the day of the classes shown once a review is known: that of the newest one.
func (o *announcing) shownOn(ctx context.Context, next *reviews.Review) (date.Date, error) {
	all, err := reviews.Reviews(ctx, o.office.Reader(), next.Province)
	if err == nil && len(all) > 0 && all[0].Year > next.Year {
		return all[0].On, nil
	}
	return next.On, err
}

// setReview makes a review known: its day and standard class the register, and the register in memory follows.
func (o *announcing) setReview(ctx context.Context, tx *office.Tx, next reviews.Review, v *book.View,
	stale []book.StaleClass) error {
	tx.Changed(office.TopicReview)
	if err := reviews.SetReview(ctx, tx, next); err != nil {
		return err
	}
	if err := book.Reclass(ctx, o.book, tx, v, stale); err != nil {
		return err
	}
	tx.After(func() { o.book.Show(v) })
	return nil
}

// countFor counts a review in the register that will be shown, or in that of its own day where a newer one is shown;
// with how far it has come.
func (o *announcing) countFor(ctx context.Context, v *book.View, y *year) (*counted, error) {
	var err error
	if v.On != y.On {
		if v, err = o.book.ViewOn(ctx, y.On); err != nil {
			return nil, err
		}
	}
	src, err := o.factsOf(ctx, o.office.Reader(), v, y)
	if err != nil {
		return nil, err
	}
	c := o.countAnew(src)
	c.cover, err = o.coverage(ctx, o.office.Reader(), y)
	return c, err
}

// silent asks about communes of which nothing is decided and that were not ticked.
func (o *announcing) silent(c *counted, ticked []place.Code) error {
	e := &SilentError{}
	for _, commune := range o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day()) {
		if c.cover[commune].Silent > 0 && !slices.Contains(ticked, commune) {
			e.Communes = append(e.Communes, o.office.Unit(commune))
		}
	}
	if len(e.Communes) == 0 {
		return nil
	}
	return e
}

// announceIn keeps the figures of a review as they were counted, with the entry that says so.
func (o *announcing) announceIn(ctx context.Context, tx *office.Tx, a *office.Ask, year int, stage review.State,
	c *counted) error {
	whole, err := o.keep(ctx, tx, a, year, stage, c)
	if err != nil {
		return err
	}
	note := map[string]string{"stage": string(stage), "poor": office.IDText(whole["poor.h"]),
		"near_poor": office.IDText(whole["near.h"]),
		"on":        c.on.String()}
	if cover := o.coverageIn(c, o.office.ProvinceCode()); cover.Communes > 0 {
		note["reviewed"] = office.IDText(cover.Reviewed) + " / " + office.IDText(cover.Due)
	}
	return tx.Note(ctx, office.Deed{Action: "review.announce", Kind: "review", Subject: strconv.Itoa(year),
		Place: o.office.ProvinceCode(), Note: note})
}

// keep writes the figures of a review as they were counted, with how far it had come; it returns those of the province.
func (o *announcing) keep(ctx context.Context, tx *office.Tx, a *office.Ask, year int, stage review.State,
	c *counted) (map[string]int64, error) {
	figures := map[place.Code]map[string]int64{}
	for code, at := range c.at {
		one := map[string]int64{}
		for j, v := range c.tallies[at] {
			if v != 0 {
				one[c.tables.Measures[j].Code] = v
			}
		}
		if cover := o.coverageIn(c, code); cover.Communes > 0 {
			cover.Keep(one)
		}
		figures[code] = one
	}
	text, err := json.Marshal(figures)
	if err != nil {
		return nil, err
	}
	r := &reviews.Result{Year: year, Stage: stage, At: o.office.Now(), Account: a.Account, Figures: string(text)}
	return figures[o.office.ProvinceCode()], reviews.AddResult(ctx, tx, string(o.office.ProvinceCode()), r)
}

// announceable refuses to announce a campaign that has not come so far: a final result needs every list decided.
func (o *announcing) announceable(ctx context.Context, from store.Reader, y *year, stage review.State) error {
	c := y.campaign
	lists, err := reviews.Lists(ctx, from, c.Province, c.ID)
	if err != nil {
		return err
	}
	open := 0
	for _, l := range lists {
		if l.Stage < review.Certifying {
			open++
		}
	}
	taking, err := reviews.CampaignCommunes(ctx, from, c.Province, c.ID)
	if err != nil {
		return err
	}
	begun, missing := office.AsSet(taking), 0
	for _, commune := range o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day()) {
		if !begun[commune] {
			missing++
		}
	}
	switch {
	case stage == review.Final && missing > 0:
		return errs.Of(errs.Conflict, errs.N(missing, "%d commune has not begun: announce a preliminary result",
			"%d communes have not begun: announce a preliminary result"))
	case stage == review.Final && open > 0:
		return errs.Of(errs.Conflict, errs.N(open, "%d list is not decided: announce a preliminary result",
			"%d lists are not decided: announce a preliminary result"))
	case len(lists) == open && open > 0:
		return errs.New(errs.Conflict, "no list is decided yet")
	}
	return nil
}

// Results lists the announced figures of a year.
func (o *announcing) Results(ctx context.Context, a *office.Ask, year int) (out []Announced, err error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	all, err := reviews.Results(ctx, o.office.Reader(), string(o.office.ProvinceCode()), year)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		one := Announced{Result: r, By: o.office.NameOf(ctx, r.Account)}
		if err := json.Unmarshal([]byte(r.Figures), &one.Units); err != nil {
			return nil, err
		}
		whole := one.Units[o.office.ProvinceCode()]
		one.Poor, one.Near, one.All = whole["poor.h"], whole["near.h"], whole["all.h"]
		if c, ok := review.KeptCoverage(whole); ok {
			one.Coverage = &c
		}
		out = append(out, one)
	}
	return out, nil
}

// AdoptReview takes over the result of a review that was decided before this office began: the register's classes of
// its day become recognitions, under the decision that is named. Errors: errs.Conflict where the year has recognitions.
func (o *announcing) AdoptReview(ctx context.Context, a *office.Ask, year int, on date.Date,
	basis string) (n int, err error) {
	if communes, err := o.office.Scope(a, access.AnnounceReviews, 0); err != nil ||
		len(communes) < len(o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day())) {
		return 0, office.Forbidden()
	}
	if err := office.NeedReason(basis); err != nil {
		return 0, err
	}
	if on > o.office.Day() || on.Year() != year {
		return 0, errs.New(errs.Invalid, "the day of the result lies in the review's year and not after today")
	}
	if err := o.adoptable(ctx, o.office.Reader(), year); err != nil {
		return 0, err
	}
	v, err := o.book.ViewOn(ctx, on)
	if err != nil {
		return 0, err
	}
	p, err := o.reviews.Procedure()
	if err != nil {
		return 0, err
	}
	var facts []review.Fact
	v.Snap.Facts(nil, func(f *review.Fact) {
		if !f.Gone {
			facts = append(facts, *f)
		}
	})
	next := reviews.Review{Province: string(o.office.ProvinceCode()), Year: year, On: on, Standard: v.Std.Code,
		State: review.Final, Note: basis}
	shown, err := o.shownOn(ctx, &next)
	if err != nil {
		return 0, err
	}
	ad := &adoption{o: o.Desk, p: p, year: year, on: on, basis: basis, by: a.Account}
	deed := &office.Deed{Action: "review.adopt", Kind: "review", Subject: strconv.Itoa(year),
		Place: o.office.ProvinceCode(), Reason: basis}
	err = o.book.Rebuilt(ctx, shown, func(now *book.View, stale []book.StaleClass) error {
		return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
			tx.Long()
			if err := o.adoptable(ctx, tx, year); err != nil {
				return err
			}
			var err error
			pathOf := func(id int64) review.Path { return o.reviews.PathOf(id) }
			if n, err = ad.write(ctx, tx, facts, pathOf); err != nil {
				return err
			}
			if err := o.setReview(ctx, tx, next, now, stale); err != nil {
				return err
			}
			if err := o.adopted(ctx, tx, a, v, &next, ad.made); err != nil {
				return err
			}
			deed.Note = map[string]string{"households": strconv.Itoa(n), "on": on.String()}
			tx.After(func() { o.reviews.PutPaths(ad.made...) })
			tx.Changed(office.TopicRecognition)
			return nil
		})
	})
	return n, err
}

// adopted keeps the figures of a result that is taken over as the final ones of its year.
func (o *announcing) adopted(ctx context.Context, tx *office.Tx, a *office.Ask, v *book.View, next *reviews.Review,
	made []review.Recognition) error {
	y, err := o.yearOf(ctx, tx, next.Year)
	if err != nil {
		return err
	}
	held, release := o.reviews.HeldPaths()
	of := make(map[int64]review.Path, len(held)+len(made))
	maps.Copy(of, held)
	release()
	for i := range made {
		of[made[i].Household] = of[made[i].Household].With(made[i])
	}
	src, err := o.factsOf(ctx, tx, v, y)
	if err != nil {
		return err
	}
	src.of = of
	_, err = o.keep(ctx, tx, a, next.Year, review.Final, o.countAnew(src))
	return err
}

// adoptable refuses to take over the result of a year that is reviewed here, or that has recognitions.
func (o *announcing) adoptable(ctx context.Context, from store.Reader, year int) error {
	campaign, err := o.annual(ctx, from, year)
	if err != nil {
		return err
	}
	if campaign != nil {
		return errs.New(errs.Conflict, "%d is reviewed in this office: its result comes from that", year)
	}
	if recognised, err := reviews.Recognised(ctx, from, string(o.office.ProvinceCode()), year); err != nil ||
		!recognised {
		return err
	}
	return errs.New(errs.Conflict, "%d has recognitions already", year)
}

// adoption turns the classes of a register into recognitions.
type adoption struct {
	o     *Desk
	p     *review.Procedure
	year  int
	on    date.Date
	basis string
	by    int64
	made  []review.Recognition
}

// write recognises who is poor or near-poor, and who was and is not any more; one decision a commune.
func (ad *adoption) write(ctx context.Context, tx *office.Tx, facts []review.Fact,
	path func(int64) review.Path) (int, error) {
	newly, err := ad.p.EscapedUntil(ad.on)
	if err != nil {
		return 0, err
	}
	province := string(ad.o.office.ProvinceCode())
	decisions := map[place.Code]int64{}
	for i := range facts {
		f := &facts[i]
		r := review.Recognition{Household: f.Household, Year: ad.year, Commune: f.Commune, Class: f.Class,
			Was: poverty.None, People: int(f.People), From: ad.on}
		if was := path(f.Household).On(ad.on.AddDays(-1)); was != nil {
			r.Was = was.Class
		}
		low := r.Class == poverty.Poor || r.Class == poverty.NearPoor
		if !low {
			r.Class = poverty.None
		}
		if !low && r.Was == poverty.None {
			continue
		}
		if r.Was == poverty.Poor && r.Class != poverty.Poor {
			r.Newly = newly
		}
		if decisions[f.Commune] == 0 {
			d := &reviews.Decision{Province: province, Commune: f.Commune, Year: ad.year, Day: ad.on, Note: ad.basis,
				RecordedBy: ad.by, Recorded: ad.o.office.Now()}
			if err := reviews.AddDecision(ctx, tx, d); err != nil {
				return 0, err
			}
			decisions[f.Commune] = d.ID
		}
		r.Decision = decisions[f.Commune]
		ad.made = append(ad.made, r)
	}
	first, err := reviews.ReserveRecognitions(ctx, tx, province, int64(len(ad.made)))
	if err != nil {
		return 0, err
	}
	for i := range ad.made {
		ad.made[i].ID = first + int64(i)
		if err := reviews.AddRecognition(ctx, tx, province, &ad.made[i]); err != nil {
			return 0, err
		}
	}
	return len(ad.made), nil
}
