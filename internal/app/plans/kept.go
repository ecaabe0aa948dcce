package plans

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"

	"giamngheo/internal/app/receipts"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/forecast"
	"giamngheo/internal/office"
	"giamngheo/internal/panel"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
	"giamngheo/internal/store/plans"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/target"
)

// plansKept holds the plans that are counted, by year.
type plansKept struct {
	mu         sync.Mutex
	years      map[int]*planKept
	known      []int  // the years of which there is a plan; nil: not asked for yet
	activities uint64 // counts the changes of activities
}

// planKept is a year's plan with everything that its figures come from, ready to be asked for any day and place.
type planKept struct {
	o       *Desk
	year    int
	Plan    *target.Plan
	version int64 // as recorded here; 0: as it was shipped
	lights  *target.Lights
	methods *forecast.Methods
	ages    date.Date // the day on which ages are counted

	begin   sync.Once     // of the first counting in the background
	counted chan struct{} // closed when it has ended
	changed atomic.Bool   // shares or reports were entered: what is read of them is old

	mu      sync.Mutex // of what follows
	built   bool
	panel   *panel.Panel
	given   *target.Ledger // supports
	givenBy map[receipts.Receiver][]target.Entry
	anew    []receipts.Receiver // to be counted anew although none of their supports changed
	cohort  map[int64]uint64    // of a household: the parts with a cohort of the year's start in which it is
	epoch   uint64              // of the supports' log, and the place in it that is counted
	at      int
	acts    *target.Ledger
	actsAt  uint64
	shares  map[string]plans.PlanShares
	reports []plans.Reported
	places  map[date.Date]*panel.Places
}

// touch notes in all plans that households changed.
func (k *plansKept) touch(ids ...int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range k.years {
		if p.panel != nil {
			p.panel.Touch(ids...)
		}
	}
}

// forget drops the counted plans: everything is read anew.
func (k *plansKept) forget() {
	k.mu.Lock()
	k.years, k.known = nil, nil
	k.mu.Unlock()
}

// entered notes that what people enter – shares, reported figures – is to be read anew.
func (k *plansKept) entered(year int) {
	k.mu.Lock()
	p := k.years[year]
	k.mu.Unlock()
	if p != nil {
		p.changed.Store(true) // without waiting for who counts: this runs where everybody's writes do
	}
}

// activityChanged notes that an activity changed.
func (k *plansKept) activityChanged() {
	k.mu.Lock()
	k.activities++
	k.mu.Unlock()
}

// Begin hears of all that changes a plan's figures.
func (o *Desk) Begin() {
	touch := func(ids []int64) {
		if len(ids) == 0 {
			o.kept.forget()
			return
		}
		o.kept.touch(ids...)
	}
	o.office.On(office.TopicHousehold, touch)
	o.office.On(office.TopicRecognition, touch)
	o.office.On(office.TopicActivity, func([]int64) { o.kept.activityChanged() })
	o.office.On(office.TopicPlan, func([]int64) { o.kept.forget() })
	o.office.On(office.TopicReview, func([]int64) { o.kept.forget() })
	o.office.On(office.TopicEntered, func(years []int64) {
		for _, y := range years {
			o.kept.entered(int(y))
		}
		if len(years) == 0 {
			o.kept.forget()
		}
	})
}

// planYears are the years of which there is a plan, the newest first.
func (o *Desk) planYears(ctx context.Context) ([]int, error) {
	o.kept.mu.Lock()
	known := o.kept.known
	o.kept.mu.Unlock()
	if known != nil {
		return known, nil
	}
	shipped, err := o.library.ShippedPlans()
	if err != nil {
		return nil, err
	}
	var years []int
	for i := range shipped {
		if shipped[i].Province == string(o.office.ProvinceCode()) {
			years = append(years, shipped[i].Year)
		}
	}
	own, err := plans.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	for i := range own {
		years = append(years, own[i].Year)
	}
	slices.Sort(years)
	years = slices.Compact(years)
	slices.Reverse(years)
	o.kept.mu.Lock()
	o.kept.known = years
	o.kept.mu.Unlock()
	return years, nil
}

// PlanText is a year's plan as it stands: the newest version recorded here, else the shipped one. Errors:
// errs.NotFound.
func (o *Desk) PlanText(ctx context.Context, from store.Reader, year int) (*target.Plan, int64, error) {
	own, err := plans.All(ctx, from, string(o.office.ProvinceCode()))
	if err != nil {
		return nil, 0, err
	}
	for i := range own {
		if own[i].Year == year {
			p, err := target.ReadPlan(fmt.Sprintf("plan/%d.yaml", year), []byte(own[i].Content))
			return p, own[i].Version, err
		}
	}
	shipped, err := o.library.ShippedPlans()
	if err != nil {
		return nil, 0, err
	}
	for i := range shipped {
		if shipped[i].Year == year && shipped[i].Province == string(o.office.ProvinceCode()) {
			return &shipped[i], 0, nil
		}
	}
	return nil, 0, errs.New(errs.NotFound, "there is no plan of %d: a planner enters its file on the page “Plan”", year)
}

// Language is what the measures of a plan may name, with ages as they are at the end of the year's review.
func (o *Desk) Language(year int) (*target.Language, error) {
	lib, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	on, err := lib.LastDay("annual_review", year)
	if err != nil {
		on = date.Must(year, 12, 31)
	}
	return o.library.PlanLanguage(on)
}

// mostPlans is how many plans are kept counted.
const mostPlans = 2

// planOfYear returns a year's plan, ready to be counted.
func (o *Desk) planOfYear(ctx context.Context, year int) (*planKept, error) {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	if p := o.kept.years[year]; p != nil {
		return p, nil
	}
	plan, version, err := o.PlanText(ctx, o.office.Reader(), year)
	if err != nil {
		return nil, err
	}
	lang, err := o.Language(year)
	if err != nil {
		return nil, err
	}
	gauge, err := target.NewGauge(plan, lang)
	if err != nil {
		return nil, err
	}
	lights, err := o.library.Lights()
	if err != nil {
		return nil, err
	}
	methods, err := o.library.Methods()
	if err != nil {
		return nil, err
	}
	p := &planKept{o: o, year: year, Plan: plan, version: version, lights: lights, methods: methods, ages: lang.On,
		counted: make(chan struct{}), places: map[date.Date]*panel.Places{},
		panel: panel.New(source{o}, gauge, date.Must(year-1, 1, 1), date.Must(year, 12, 31))}
	if len(o.kept.years) >= mostPlans || o.kept.years == nil {
		o.kept.years = map[int]*planKept{}
	}
	o.kept.years[year] = p
	return p, nil
}

// ready brings everything up to date; p.mu is held.
func (p *planKept) ready(ctx context.Context) error {
	var changed map[int64]bool
	all := !p.built
	var err error
	if all {
		err = p.panel.Build(ctx)
	} else {
		changed, all, err = p.panel.Mend(ctx)
	}
	if err != nil {
		return err
	}
	p.built = true
	p.panel.Ledger().Settle()
	if all || len(changed) > 0 {
		p.findCohort(changed, all)
	}
	return errors.Join(p.countGiven(), p.countActivities(ctx), p.readEntered(ctx))
}

// start is the day on which the cohort of the year's start is taken.
func (p *planKept) start() date.Date { return date.Must(p.year-1, 12, 31) }

// findCohort finds who was meant at the year's start, and has the supports of those counted anew of whom that is
// otherwise now.
func (p *planKept) findCohort(changed map[int64]bool, all bool) {
	parts := p.panel.Gauge().OfStart()
	if parts == 0 {
		return
	}
	was := p.cohort
	p.cohort = map[int64]uint64{}
	for unit := range p.panel.Units().Codes() {
		for left := parts; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			p.panel.Counted(unit, i, p.start(), func(id int64, t target.Tally) {
				if t.Met+t.NotMet > 0 {
					p.cohort[id] |= 1 << i
				}
			})
		}
	}
	if all {
		p.given = nil
	}
	for id := range changed {
		if was[id] != p.cohort[id] {
			p.anew = append(p.anew, receipts.ReceiverOf(&programme.Support{Household: id}))
		}
	}
}

// mostReceivers is how many receivers' supports are counted anew one by one; beyond, all are.
const mostReceivers = 20_000

// countGiven counts the supports of those for whom one was added or withdrawn.
func (p *planKept) countGiven() error {
	changed, epoch, at, ok := p.o.receipts.Shelf.Since(p.epoch, p.at)
	changed = slices.Concat(changed, p.anew)
	if p.given != nil && ok && len(changed) == 0 {
		return nil
	}
	if p.given == nil || !ok || len(changed) > mostReceivers {
		p.given, p.givenBy = target.NewLedger(len(p.panel.Gauge().Parts())), map[receipts.Receiver][]target.Entry{}
		seen := map[receipts.Receiver]bool{}
		changed = changed[:0]
		p.o.receipts.Shelf.Each(func(v *programme.Support) {
			if r := receipts.ReceiverOf(v); v.Day.Year() == p.year && !seen[r] {
				seen[r] = true
				changed = append(changed, r)
			}
		})
	}
	for _, r := range changed {
		entries, err := p.panel.Gauge().Receipts(p.o.receipts.Shelf.Received(r, p.year),
			func(id int64) uint64 { return p.cohort[id] })
		if err != nil {
			p.given = nil // counted anew next time
			return err
		}
		for _, e := range p.givenBy[r] {
			p.given.Add(p.panel.Units().Number(e.Commune), e.Part, e.From, 0, e.Tally.Negated())
		}
		for _, e := range entries {
			p.given.Add(p.panel.Units().Number(e.Commune), e.Part, e.From, 0, e.Tally)
		}
		p.givenBy[r] = entries
	}
	p.epoch, p.at, p.anew = epoch, at, nil
	p.given.Settle()
	return nil
}

func (p *planKept) enter(entries []target.Entry) *target.Ledger {
	l := target.NewLedger(len(p.panel.Gauge().Parts()))
	for _, e := range entries {
		l.Add(p.panel.Units().Number(e.Commune), e.Part, e.From, 0, e.Tally)
	}
	l.Settle()
	return l
}

func (p *planKept) countActivities(ctx context.Context) error {
	p.o.kept.mu.Lock()
	now := p.o.kept.activities
	p.o.kept.mu.Unlock()
	if p.acts != nil && p.actsAt == now {
		return nil
	}
	rows, err := supports.Activities(ctx, p.o.office.Reader(), string(p.o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	all := make([]programme.Activity, len(rows))
	for i := range rows {
		all[i] = rows[i].Activity
	}
	entries, err := p.panel.Gauge().Activities(all)
	if err != nil {
		return err
	}
	p.acts, p.actsAt = p.enter(entries), now
	return nil
}

func (p *planKept) readEntered(ctx context.Context) (err error) {
	if p.shares != nil && !p.changed.Swap(false) {
		return nil
	}
	defer func() {
		if err != nil {
			p.changed.Store(true)
		}
	}()
	province := string(p.o.office.ProvinceCode())
	if p.shares, err = plans.SharesOf(ctx, p.o.office.Reader(), province, p.year); err != nil {
		return err
	}
	if p.reports, err = plans.AllReported(ctx, p.o.office.Reader(), province); err != nil {
		return err
	}
	return nil
}

// tallies adds up all parts of all places on a day. p.mu is held.
func (p *planKept) tallies(s *panel.Places, day date.Date) [][]target.Tally {
	return s.Sum(len(p.panel.Gauge().Parts()), func(unit int, row []target.Tally) {
		for _, l := range []*target.Ledger{p.panel.Ledger(), p.given, p.acts} {
			l.AddTo(row, unit, day)
		}
		// whoever was meant then, whatever has become of them
		for left := p.panel.Gauge().OfStart(); left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			row[i].Add(p.panel.Ledger().At(unit, i, day).Negated())
			row[i].Add(p.panel.Ledger().At(unit, i, p.start()))
		}
	})
}

// registerDay is the day on which the register is counted for a part of which the figure of a day is asked.
func (p *planKept) registerDay(part int, day date.Date) date.Date {
	if p.panel.Gauge().OfStart()>>part&1 == 1 {
		return p.start()
	}
	return day
}
