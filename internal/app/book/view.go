package book

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/reviews"
)

// Put shows rows in the register in memory, and in one that is being built.
func (o *Desk) Put(rows ...snapshot.Row) {
	o.View().Snap.Put(rows...)
	if v := o.loading.Load(); v != nil {
		v.Snap.Put(rows...)
	}
}

// View is the register in memory with the standard that classified it.
type View struct {
	Snap  *snapshot.Snapshot
	Std   *poverty.Standard
	Table *poverty.Table
	On    date.Date
	Today date.Date  // whose ages the second class of each household has
	pool  *sync.Pool // of *poverty.Classifier
	aged  *sync.Pool // the same under the same standard at today's ages; nil where today is the view's day
}

// Standard is the standard under which the register is classified now.
func (o *Desk) Standard() *poverty.Standard { return o.current.Load().Std }

// Size is how many households are in memory.
func (o *Desk) Size() int { return o.current.Load().Snap.Len() }

// View is the register as it is now.
func (o *Desk) View() *View { return o.current.Load() }

// SetView takes a register into use that was built elsewhere.
func (o *Desk) SetView(v *View) { o.current.Store(v) }

// NewView compiles the standard of a day.
func (o *Desk) NewView(on date.Date) (*View, error) {
	lib, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	std, err := poverty.Compile(lib, "", on)
	if err != nil {
		return nil, err
	}
	table, err := std.Table()
	if err != nil {
		return nil, err
	}
	return &View{Snap: snapshot.New(on), Std: std, Table: table, On: on, Today: on, pool: pooled(std)}, nil
}

// NewCurrent is NewView of what everybody works on: it also knows what today's ages make of the answers, under the
// same standard.
func (o *Desk) NewCurrent(on date.Date) (*View, error) {
	v, err := o.NewView(on)
	today := o.office.Day()
	if err != nil || today <= on {
		return v, err
	}
	lib, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	now, err := poverty.Compile(lib, v.Std.Code, today)
	if err != nil {
		return nil, err
	}
	v.Today, v.aged = today, pooled(now)
	v.Snap.SetAged(today)
	return v, nil
}

// AtToday is the class of a household at today's ages, and whether those are another day's than the view's.
func (v *View) AtToday(h *household.Household, class poverty.Class) (aged poverty.Class, other bool, err error) {
	aged, err = v.agedClass(h, class)
	return aged, v.aged != nil, err
}

// pooled keeps the classifiers of a standard for those who come after.
func pooled(std *poverty.Standard) *sync.Pool {
	return &sync.Pool{New: func() any { return std.Classifier() }}
}

// Row is a version as the register in memory takes it: its class, and the one at today's ages.
func (v *View) Row(of *households.Version) (snapshot.Row, error) {
	r, err := v.Classify(&of.Household)
	if err != nil {
		return snapshot.Row{}, err
	}
	return v.RowAs(of, &of.Household, r)
}

// RowAs is Row of a version that is classified already, and whose record lies elsewhere.
func (v *View) RowAs(of *households.Version, h *household.Household, r poverty.Result) (snapshot.Row, error) {
	aged, err := v.agedClass(h, r.Class)
	return snapshot.Row{ID: of.ID, Version: of.Version, State: uint8(of.State), Since: of.ValidFrom, Result: r,
		Aged: aged, Household: h}, err
}

// agedClass is the class of a household at today's ages, where its class at those of the view's day is known.
func (v *View) agedClass(h *household.Household, class poverty.Class) (poverty.Class, error) {
	if v.aged == nil {
		return class, nil
	}
	r, err := classify(v.aged, h)
	return r.Class, err
}

// Classify decides the class of one household under the view's standard.
func (v *View) Classify(h *household.Household) (poverty.Result, error) {
	return classify(v.pool, h)
}

func classify(pool *sync.Pool, h *household.Household) (poverty.Result, error) {
	c := pool.Get().(*poverty.Classifier)
	defer pool.Put(c)
	var r poverty.Result
	err := c.Classify(h, &r)
	return r, err
}

// Figures adds up the households of communes in a register, with what decisions say of them on a day (zero: today).
func (o *Desk) Figures(ctx context.Context, v *View, communes []place.Code, on date.Date) (*snapshot.Figures, error) {
	stand, release, err := o.Standings(ctx, on)
	if err != nil {
		return nil, err
	}
	defer release()
	return v.Snap.Figures(communes, stand, len(v.Std.Indicators), v.Table)
}

// ClassDay is the day whose law and ages decide the classes shown: that of the latest review; where there is none the
// day of the answers, which half of the households have reached; today where there is no answer either.
func (o *Desk) ClassDay(ctx context.Context) (date.Date, error) {
	reviews, err := reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return 0, err
	}
	if len(reviews) > 0 {
		return reviews[0].On, nil
	}
	days, err := households.AnswerDays(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	return answersDay(days, o.office.Day()), err
}

// answersDay is the middle of the days of answers; today where there is none yet.
func answersDay(days map[date.Date]int64, today date.Date) date.Date {
	middle := snapshot.MedianDay(days)
	if middle.IsZero() || middle > today {
		return today
	}
	return middle
}

// Settle builds the register in memory anew where the day of its answers has become another one, or today has.
func (o *Desk) Settle(ctx context.Context) error {
	v := o.View()
	reviews, err := reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	on := v.On // of a review: who announces or takes it over builds the register anew
	if len(reviews) == 0 {
		on = answersDay(v.Snap.AnswerDays(), o.office.Day())
	}
	if on == v.On && max(on, o.office.Day()) == v.Today {
		return nil
	}
	return o.Reload(ctx)
}

// Reload builds the register in memory anew from the store.
func (o *Desk) Reload(ctx context.Context) error {
	on, err := o.ClassDay(ctx)
	if err != nil {
		return err
	}
	return o.Rebuilt(ctx, on, func(v *View, stale []StaleClass) error {
		o.Show(v)
		if len(stale) == 0 || o.office.Ready() != nil {
			return nil
		}
		return o.office.Each(ctx, office.Program(), func(tx *office.Tx) error {
			tx.Long()
			return Reclass(ctx, o, tx, v, stale)
		})
	})
}

// Rebuilt builds the register of a day in memory, with every change that is stored meanwhile, and hands it to a
// function that may show it. One at a time.
func (o *Desk) Rebuilt(ctx context.Context, on date.Date, use func(*View, []StaleClass) error) error {
	o.building.Lock()
	defer o.building.Unlock()
	v, err := o.NewCurrent(on)
	if err != nil {
		return err
	}
	o.loading.Store(v)
	defer o.loading.Store(nil)
	var stale []StaleClass
	if err := o.Load(ctx, v, 0, &stale); err != nil {
		return err
	}
	return use(v, stale)
}

// Show makes a register the one that everybody works on.
func (o *Desk) Show(v *View) {
	o.current.Store(v)
	o.office.Tell(office.TopicReview)
}

// StaleClass is a household whose stored class is not what the law in use makes of it.
type StaleClass struct {
	id, version int64
	was, now    poverty.Class
}

// Reclass stores the classes that a changed rule has changed, with one entry that says how many went from which
// class to which: a new decree is an edit of a file and a start.
func Reclass(ctx context.Context, o *Desk, tx *office.Tx, v *View, stale []StaleClass) error {
	if len(stale) == 0 {
		return nil
	}
	all := make([]households.Reclassed, len(stale))
	note := map[string]string{"standard": v.Std.Code, "on": v.On.String(), "households": strconv.Itoa(len(stale))}
	moves := map[string]int{}
	for i, c := range stale {
		all[i] = households.Reclassed{ID: c.id, Version: c.version, Class: c.now}
		moves[c.was.String()+" → "+c.now.String()]++
	}
	for move, n := range moves {
		note[move] = strconv.Itoa(n)
	}
	if err := households.Reclass(ctx, tx, string(o.office.ProvinceCode()), all); err != nil {
		return err
	}
	return tx.Note(ctx, office.Deed{By: office.Program(), Action: "law.reclass", Kind: "list",
		Place: o.office.ProvinceCode(), Note: note})
}

// LoadBatch is how many households travel together from the store to the snapshot.
const LoadBatch = 512

// Load reads the register, as it is or as it was on a day, classifies it and puts it into a view.
func (o *Desk) Load(ctx context.Context, v *View, asOf date.Date, stale *[]StaleClass) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	read, decided := make(chan []snapshot.Row, 4), make(chan []snapshot.Row, 4)
	go func() {
		defer close(read)
		defer office.Caught(cancel)
		if err := readRows(ctx, o.office, asOf, read); err != nil {
			cancel(err)
		}
	}()
	go func() {
		defer close(decided)
		defer office.Caught(cancel)
		for rows := range read {
			for i := range rows {
				var err error
				stored := rows[i].Result.Class
				if rows[i].Result, err = v.Classify(rows[i].Household); err != nil {
					cancel(err)
				}
				if rows[i].Aged, err = v.agedClass(rows[i].Household, rows[i].Result.Class); err != nil {
					cancel(err)
				}
				if stale != nil && rows[i].Result.Class != stored {
					*stale = append(*stale, StaleClass{rows[i].ID, rows[i].Version, stored, rows[i].Result.Class})
				}
			}
			decided <- rows
		}
	}()
	for rows := range decided {
		v.Snap.Put(rows...)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	v.Snap.Warm()
	return nil
}

// readRows sends the households of a day, LoadBatch at once.
func readRows(ctx context.Context, o *office.Office, asOf date.Date, out chan<- []snapshot.Row) error {
	batch := make([]snapshot.Row, 0, LoadBatch)
	houses := make([]household.Household, 0, LoadBatch)
	err := households.Each(ctx, o.Reader(), string(o.ProvinceCode()), asOf,
		func(v *households.Version) error {
			houses = append(houses, v.Household)
			v.Household = household.Household{} // its members are the batch's now
			batch = append(batch, snapshot.Row{ID: v.ID, Version: v.Version, State: uint8(v.State),
				Since: v.ValidFrom, Result: poverty.Result{Class: v.Class},
				Household: &houses[len(houses)-1]})
			if len(batch) == LoadBatch {
				out <- batch
				batch, houses = make([]snapshot.Row, 0, LoadBatch), make([]household.Household, 0, LoadBatch)
			}
			return ctx.Err()
		})
	if err == nil && len(batch) > 0 {
		out <- batch
	}
	return err
}

// pastViews keeps the last registers of past days that were asked for.
type pastViews struct {
	loading sync.Mutex // held by who loads one: they are as large as the present one

	mu        sync.Mutex // held for a moment: who saves takes it too
	views     []*View
	on        date.Date // of the one that is being loaded
	overtaken bool      // by a change that it may lack: it is not kept
}

// mostPast is how many registers of past days are kept in memory beside the present one.
const mostPast = 1

// of returns the register of a day that is kept, nil where none is.
func (p *pastViews) of(on date.Date) *View {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.views, func(v *View) bool { return v.On == on }); i >= 0 {
		return p.views[i]
	}
	return nil
}

// keep keeps the register that was loaded, unless a change has overtaken it.
func (p *pastViews) keep(v *View) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.overtaken {
		p.views = append([]*View{v}, p.views[:min(len(p.views), mostPast-1)]...)
	}
}

// forget drops the registers of a day and of those after it.
func (p *pastViews) forget(since date.Date) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.overtaken = p.overtaken || p.on >= since
	p.views = slices.DeleteFunc(slices.Clone(p.views), func(v *View) bool { return v.On >= since })
}

// load returns the register of a day as it is kept, else as a function loads it, one at a time.
func (p *pastViews) load(on date.Date, load func() (*View, error)) (*View, error) {
	if v := p.of(on); v != nil {
		return v, nil
	}
	p.loading.Lock()
	defer p.loading.Unlock()
	if v := p.of(on); v != nil { // somebody else has loaded it meanwhile
		return v, nil
	}
	p.mu.Lock()
	p.on, p.overtaken = on, false
	p.mu.Unlock()
	v, err := load()
	if err == nil {
		p.keep(v)
	}
	return v, err
}

// ViewOn returns the register as it was on a day; the current one for today and zero, and for the day whose ages decide
// the classes shown now as long as no household has changed since.
func (o *Desk) ViewOn(ctx context.Context, on date.Date) (*View, error) {
	now := o.current.Load()
	if on.IsZero() || on >= o.office.Day() || on == now.On && !snapshot.ChangedAfter(now.Snap, on) {
		return now, nil
	}
	return o.past.load(on, func() (*View, error) {
		v, err := o.NewView(on)
		if err != nil {
			return nil, err
		}
		return v, o.Load(ctx, v, on, nil)
	})
}

// KeepPast takes the register of a past day into use that was built elsewhere.
func (o *Desk) KeepPast(v *View) { _, _ = o.past.load(v.On, func() (*View, error) { return v, nil }) }

// ForgetPast drops the registers of past days that a change which holds from a day on may have changed; zero: all.
func (o *Desk) ForgetPast(since date.Date) {
	if since < o.office.Day() { // hardly ever: a change of today changes no past day
		o.past.forget(since)
	}
}

// Begin says how the register in memory takes in what other processes changed.
func (o *Desk) Begin() {
	o.office.Tending("ages", o.Settle)
	o.office.Tending("hamlets", func(ctx context.Context) error { return o.CarryAll(ctx, office.Program()) })
	o.office.Elsewhere(office.TopicHousehold, func(ctx context.Context, ids []int64) error {
		return reread(ctx, o, ids)
	})
	o.office.Elsewhere(office.TopicHamlet, func(ctx context.Context, _ []int64) error { return o.LoadHamlets(ctx) })
	o.office.Elsewhere(office.TopicReview, func(ctx context.Context, _ []int64) error { return o.Reload(ctx) })
}

// reread reads households anew that another process has changed; all of them where it does not say which.
func reread(ctx context.Context, o *Desk, ids []int64) error {
	if len(ids) == 0 {
		defer o.ForgetPast(0)
		return o.Reload(ctx)
	}
	rows, since := make([]snapshot.Row, 0, len(ids)), o.office.Day()
	for _, id := range ids {
		v, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
		if err != nil {
			return err
		}
		r, err := o.View().Row(v)
		if err != nil {
			return err
		}
		rows = append(rows, r)
		from, err := changedFrom(ctx, o, v)
		if err != nil {
			return err
		}
		since = min(since, from)
	}
	o.Put(rows...)
	o.ForgetPast(since)
	return nil
}

// changedFrom is the first day for which a household is another one than in memory: that of the oldest version which
// memory does not know.
func changedFrom(ctx context.Context, o *Desk, now *households.Version) (date.Date, error) {
	from, known := now.ValidFrom, snapshot.VersionOf(o.View().Snap, now.ID)
	if now.Version <= known+1 {
		return from, nil
	}
	all, err := households.History(ctx, o.office.Reader(), now.Province, now.ID)
	for i := range all {
		if all[i].Version > known {
			from = min(from, all[i].ValidFrom)
		}
	}
	return from, err
}
