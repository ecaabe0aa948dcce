package results

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	reviewdesk "giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reviews"
)

// year is the review of a year as it stands: under way and counted as it is now, or final and read from what was
// announced.
type year struct {
	reviews.Review // its day is today while the review runs
	state          review.State
	prior          int               // the year of the result before; 0: none is known
	campaign       *reviews.Campaign // nil: the year is not reviewed in this office
	final          *reviews.Result   // nil: there is no final result, or none whose figures were kept
	lists          []reviews.ReviewList
}

// yearOf reads how the review of a year stands, with the figures of its final result. A review is there from the day on
// which its first commune begins. Errors: errs.NotFound.
func (o *standings) yearOf(ctx context.Context, from store.Reader, of int) (*year, error) {
	y, err := o.stands(ctx, from, of)
	if err == nil && y.state == review.Final {
		y.final, err = finalOf(ctx, from, string(o.office.ProvinceCode()), of)
	}
	return y, err
}

// stands is yearOf without the figures.
func (o *standings) stands(ctx context.Context, from store.Reader, of int) (*year, error) {
	all, err := reviews.Reviews(ctx, from, string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	y := &year{}
	found := false
	for i := range all {
		switch {
		case all[i].Year == of:
			y.Review, y.state, found = all[i], all[i].State, true
		case all[i].Year < of:
			y.prior = max(y.prior, all[i].Year)
		}
	}
	if y.campaign, err = o.annual(ctx, from, of); err != nil {
		return nil, err
	}
	if y.campaign != nil {
		if y.lists, err = reviews.Lists(ctx, from, y.campaign.Province, y.campaign.ID); err != nil {
			return nil, err
		}
		if y.state != review.Final {
			y.Review = reviews.Review{Province: y.campaign.Province, Year: of, On: o.office.Day(),
				Standard: y.campaign.Standard}
			y.state, found = review.Running, true
		}
	}
	if !found {
		return nil, errs.New(errs.NotFound, "there is no result of the review of %d", of)
	}
	return y, nil
}

// finalOf is the final result of a year as it was announced, nil where none was.
func finalOf(ctx context.Context, from store.Reader, province string, of int) (*reviews.Result, error) {
	kept, err := reviews.Results(ctx, from, province, of)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(kept, func(r reviews.Result) bool { return r.Stage == review.Final }); i >= 0 {
		return &kept[i], nil
	}
	return nil, nil
}

// decided tells two states of a campaign's lists apart by which of them are decided: a figure of the review rests on
// no more.
func (y *year) decided() uint64 {
	h := fnv.New64a()
	for _, l := range y.lists {
		if l.Stage >= review.Certifying {
			_, _ = h.Write([]byte(strconv.FormatInt(l.ID, 10) + ","))
		}
	}
	return h.Sum64()
}

// since is the first day on which a decision counts as one of the year's review; zero where the year is not reviewed
// here.
func (y *year) since() date.Date {
	if y.campaign == nil {
		return 0
	}
	return y.campaign.Opens
}

// view is the register that the review of a year is counted in: the one of now while it runs.
func (o *standings) viewOf(ctx context.Context, y *year) (*book.View, error) {
	if y.state == review.Running {
		return o.book.View(), nil
	}
	return o.book.ViewOn(ctx, y.On)
}

// listed are the households on a campaign's lists.
type listed struct {
	commune place.Code
	stage   review.Stage
}

// onLists keeps the households on a campaign's lists as long as no list takes a step.
type onLists struct {
	mu   sync.Mutex
	key  uint64
	kept map[int64]listed
}

// listed are the households on the lists of the year's campaign.
func (o *standings) listed(ctx context.Context, from store.Reader, y *year) (map[int64]listed, error) {
	if y.campaign == nil {
		return nil, nil
	}
	h := fnv.New64a()
	for _, l := range y.lists {
		_, _ = h.Write([]byte(strconv.FormatInt(l.ID, 10) + ":" + strconv.FormatInt(l.Seq, 10) + ","))
	}
	k := &o.onLists
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept != nil && k.key == h.Sum64() {
		return k.kept, nil
	}
	out := map[int64]listed{}
	err := reviews.Listed(ctx, from, y.campaign.Province, y.campaign.ID,
		func(household int64, commune place.Code, stage review.Stage) { out[household] = listed{commune, stage} })
	if err == nil {
		k.key, k.kept = h.Sum64(), out
	}
	return out, err
}

// coverage is how far a year's review has come, commune by commune.
func (o *standings) coverage(ctx context.Context, from store.Reader, y *year) (map[place.Code]review.Coverage, error) {
	if y.campaign == nil {
		return nil, nil
	}
	taking, err := reviews.CampaignCommunes(ctx, from, y.campaign.Province, y.campaign.ID)
	if err != nil {
		return nil, err
	}
	on, err := o.listed(ctx, from, y)
	if err != nil {
		return nil, err
	}
	by := map[place.Code]*review.Coverage{}
	of := func(commune place.Code) *review.Coverage {
		if by[commune] == nil {
			by[commune] = &review.Coverage{Communes: 1}
		}
		return by[commune]
	}
	for _, commune := range o.office.CommunesOf(o.office.ProvinceCode(), y.On) {
		of(commune)
	}
	for _, commune := range taking {
		of(commune).Begun = 1
	}
	for _, l := range y.lists {
		one := of(l.Commune)
		one.Lists++
		if l.Stage >= review.Certifying {
			one.Decided++
		}
	}
	for _, l := range on {
		one := of(l.commune)
		one.Due++
		if l.stage >= review.Certifying {
			one.Reviewed++
		}
	}
	for _, commune := range o.unlisted(y, on) {
		of(commune).Due++
	}
	out := map[place.Code]review.Coverage{}
	for commune, one := range by {
		if one.Begun == 0 || one.Due > 0 && one.Reviewed == 0 {
			one.Silent = 1
		}
		out[commune] = *one
	}
	return out, nil
}

// unlisted are the communes of the households that are to be reviewed and on no list yet, one for each household.
func (o *standings) unlisted(y *year, on map[int64]listed) (out []place.Code) {
	of, release := o.reviews.HeldPaths()
	defer release()
	snap := o.book.View().Snap
	for household, path := range of {
		if _, is := on[household]; is {
			continue
		}
		class, notion, _ := path.Result(y.Year, y.since())
		if !review.Low(class) || notion != review.NotYet {
			continue
		}
		if it, ok := snap.Item(household); ok && it.State == 1 {
			out = append(out, it.Commune)
		}
	}
	return out
}

// NotYet reports whether a household is to be reviewed in the review that is under way and has not been yet.
func (o *standings) NotYet(ctx context.Context, household int64, path review.Path) (bool, error) {
	of, _, err := o.reviews.Years(ctx, o.office.Day())
	if err != nil || of == 0 {
		return false, err
	}
	y, err := o.stands(ctx, o.office.Reader(), of)
	if err != nil || y.state != review.Running {
		return false, err
	}
	on, err := o.listed(ctx, o.office.Reader(), y)
	class, notion, _ := path.Result(of, y.since())
	return err == nil && review.Low(class) && notion == review.NotYet && on[household].stage < review.Certifying, err
}

// FinalOf is the year of the latest final result up to a day and what it made of a household; 0 where there is none.
func (o *standings) FinalOf(ctx context.Context, path review.Path, on date.Date) (int, poverty.Class, error) {
	all, err := reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	for _, r := range all { // the newest first
		if r.State == review.Final && r.On <= on {
			class, _, _ := path.Result(r.Year, 0)
			return r.Year, class, nil
		}
	}
	return 0, poverty.None, err
}

// covered is the coverage of a place: the sum over its communes.
func (o *standings) covered(of map[place.Code]review.Coverage, unit place.Code, on date.Date) (c review.Coverage) {
	for _, commune := range o.office.CommunesOf(unit, on) {
		c.Add(of[commune])
	}
	return c
}

// frozen are figures as they were announced.
func (o *standings) frozen(y *year, r *reviews.Result, state review.State) (*counted, error) {
	std, err := o.book.NewView(y.On)
	if err != nil {
		return nil, err
	}
	c := &counted{tables: tablesOf(std.Std), at: map[place.Code]int{}, year: y.Year, prior: y.prior, on: y.On,
		state: state,
		cover: map[place.Code]review.Coverage{}}
	kept := map[place.Code]map[string]int64{}
	if err := json.Unmarshal([]byte(r.Figures), &kept); err != nil {
		return nil, err
	}
	for code, figures := range kept {
		tally := make(review.Tally, len(c.tables.Measures))
		for i := range c.tables.Measures {
			tally[i] = figures[c.tables.Measures[i].Code]
		}
		c.at[code] = len(c.tallies)
		c.codes, c.tallies = append(c.codes, code), append(c.tallies, tally)
		if one, ok := review.KeptCoverage(figures); ok {
			c.cover[code] = one
		}
	}
	return c, nil
}

// Standing is how the result of a year's review stands in a place. The counts are those of a final result; of a
// running one they are left to who counts what is recognised on the day.
type Standing struct {
	Year            int
	State           review.State
	On              date.Date // of the final result; else today
	Place           place.Unit
	All, Poor, Near int64 // households
	Coverage        review.Coverage
	Silent          []place.Unit // communes of which nothing is decided
}

// StandingOf says how the result of a year's review stands in a place: read from what was announced where it is final.
// Errors: errs.NotFound.
func (o *standings) StandingOf(ctx context.Context, a *office.Ask, of int, unit place.Code) (*Standing, error) {
	communes, err := o.figureScope(ctx, a, access.ViewReviews, of, unit)
	if err != nil {
		return nil, err
	}
	if unit == "" {
		unit = o.office.Home(a).Code
	}
	y, err := o.yearOf(ctx, o.office.Reader(), of)
	if err != nil {
		return nil, err
	}
	if !o.wholly(communes, unit, y.On) {
		return nil, office.NotYours()
	}
	s := &Standing{Year: of, State: y.state, On: y.On, Place: o.office.Unit(unit)}
	if y.state == review.Final {
		c, err := o.count(ctx, of)
		if err != nil {
			return nil, err
		}
		tally := c.tally(unit)
		s.All, s.Poor, s.Near = c.tables.Value(tally, "all.h"), c.tables.Value(tally, "poor.h"),
			c.tables.Value(tally, "near.h")
		s.Coverage = o.coverageIn(c, unit)
		return s, nil
	}
	cover, err := o.coverage(ctx, o.office.Reader(), y)
	if err != nil {
		return nil, err
	}
	s.Coverage = o.covered(cover, unit, y.On)
	for _, commune := range o.office.CommunesOf(unit, y.On) {
		if cover[commune].Silent > 0 {
			s.Silent = append(s.Silent, o.office.Unit(commune))
		}
	}
	return s, nil
}

// SinceFinal are the counts of today, by the decisions that hold now, where they are not those of a final result any
// more; nil where they are.
func (o *standings) SinceFinal(ctx context.Context, s *Standing) (*reviewdesk.Count, error) {
	if s.State != review.Final {
		return nil, nil
	}
	now, err := o.reviews.RecognisedOn(ctx, o.office.CommunesOf(s.Place.Code, o.office.Day()), 0)
	if err != nil || now.Poor == s.Poor && now.NearPoor == s.Near && now.Households == s.All {
		return nil, err
	}
	return &now, nil
}

// coverageIn is the coverage of a place, kept with a result or summed over its communes.
func (o *standings) coverageIn(c *counted, unit place.Code) review.Coverage {
	if one, ok := c.cover[unit]; ok {
		return one
	}
	return o.covered(c.cover, unit, c.on)
}
