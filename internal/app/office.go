package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/credential"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/register"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
	"giamngheo/internal/target"
)

// OfficeConfig is what an Office is made from.
type OfficeConfig struct {
	App      *App
	Store    *store.Store
	Province place.Code
	Now      func() time.Time
	Day      func() date.Date // the office's working day; nil: today in Viet Nam
	Files    string           // the folder for uploads and results, sealed
	Log      *slog.Logger
	Demo     bool
	During   bool // the demonstration stands in the midst of the yearly review: FillDemo fills in the one before only
}

// Office is the door to everything that is kept: accounts, households, imports, the record of deeds. Each use case asks
// access, runs in one transaction, and writes its audit entry in it.
type Office struct {
	*App
	cfg        OfficeConfig
	store      *store.Store
	hasher     *credential.Hasher
	policy     *credential.Policy
	registry   atomic.Pointer[place.Registry] // with the mergers recorded here
	codes      *register.Codes
	now        func() time.Time
	current    atomic.Pointer[view]
	loading    atomic.Pointer[view] // one that is being built: changes go into both
	building   sync.Mutex           // held by who builds it
	past       pastViews
	signed     signedIn
	hears      hearers
	origin     string // names this process among those that write into one database
	tended     []tend
	tries      tries
	reads      readLog
	jobs       jobRunner
	kept       figuresKept
	public     func() (*target.Figures, error) // the published figures
	communs    sync.Map                        // unit and day → its communes
	paths      paths
	standards  sync.Map // compiled, by day and code
	facts      factsKept
	programmes func() (*programme.Catalogue, error)
	rules      sync.Map // of the programme, by day
	supports   supportShelf
	plans      plansKept
	shipped    func() ([]target.Plan, error) // the plans that the program comes with
	background background
}

// view is the register in memory with the standard that classified it.
type view struct {
	snap  *snapshot.Snapshot
	std   *poverty.Standard
	table *poverty.Table
	on    date.Date
	pool  *sync.Pool // of *poverty.Classifier
}

// Actor is who does something, and from where.
type Actor struct {
	Account  int64
	Username string
	FullName string
	Grants   []access.Grant
	Session  int64
	From     string // the address, or "cli"
	Stage    string
	Fresh    time.Time
	HasTOTP  bool
	Demo     bool
}

// vietnam is the country's time, which has had no summer time since 1975.
var vietnam = time.FixedZone("+07", 7*3600)

// DayOf is the civil day of a moment in Viet Nam.
func DayOf(t time.Time) date.Date {
	t = t.In(vietnam)
	return date.Must(t.Year(), int(t.Month()), t.Day())
}

// OpenOffice opens an office on a store that is migrated; it loads the register into memory. Close it after use.
func OpenOffice(ctx context.Context, cfg OfficeConfig) (_ *Office, err error) {
	defer errs.Wrap(&err, "app.OpenOffice")
	o := &Office{App: cfg.App, cfg: cfg, store: cfg.Store, now: cfg.Now, hasher: credential.NewHasher(2)}
	if o.now == nil {
		o.now = time.Now
	}
	if o.cfg.Log == nil {
		o.cfg.Log = slog.New(slog.DiscardHandler)
	}
	if o.policy, err = credential.NewPolicy(); err != nil {
		return nil, err
	}
	if err := o.loadMergers(ctx); err != nil {
		return nil, err
	}
	o.public = sync.OnceValues(func() (*target.Figures, error) { return target.ReadFigures(o.App.cfg.Data) })
	o.shipped = sync.OnceValues(func() ([]target.Plan, error) { return target.Plans(o.App.cfg.Data) })
	o.programmes = sync.OnceValues(func() (*programme.Catalogue, error) { return programme.ReadCatalogue(o.App.cfg.Data) })
	if o.codes, err = register.ReadCodes(o.App.cfg.Data); err != nil {
		return nil, err
	}
	if u, ok := o.reg().At(cfg.Province, o.Day()); !ok || u.Level != place.Province {
		return nil, errs.New(errs.Invalid, "“"+string(cfg.Province)+"” không phải mã tỉnh vào ngày "+o.Day().Vietnamese()+": "+o.reg().NotValid(cfg.Province, o.Day()).VI,
			"“"+string(cfg.Province)+"” is no province on "+o.Day().String()+": "+o.reg().NotValid(cfg.Province, o.Day()).EN)
	}
	if err := errors.Join(o.Reload(ctx), o.loadPaths(ctx), o.loadSupports(ctx)); err != nil {
		return nil, err
	}
	o.signed.init()
	o.tries.init(o.now)
	o.reads.start(o)
	o.startJobs(ctx)
	o.CountPlans()
	return o, nil
}

// Close finishes what runs and writes what is still to be written; the store stays open.
func (o *Office) Close() error {
	o.jobs.stop()
	o.background.stop()
	return o.reads.stop()
}

// Day is the office's working day.
func (o *Office) Day() date.Date {
	if o.cfg.Day != nil {
		return o.cfg.Day()
	}
	return DayOf(o.now())
}

// Now is the time.
func (o *Office) Now() time.Time { return o.now() }

// Demo reports whether the office is the demonstration.
func (o *Office) Demo() bool { return o.cfg.Demo }

// Province is the province whose register this is.
func (o *Office) Province() place.Unit {
	u, _ := o.reg().At(o.cfg.Province, o.Day())
	return u
}

// Places is the registry of units.
func (o *Office) Places() *place.Registry { return o.reg() }

func (o *Office) reg() *place.Registry { return o.registry.Load() }

// Codes are the code lists.
func (o *Office) Codes() *register.Codes { return o.codes }

// Standard is the standard under which the register is classified now.
func (o *Office) Standard() *poverty.Standard { return o.current.Load().std }

// Ready says why the office cannot serve, nil where it can.
func (o *Office) Ready() error { return o.store.Broken() }

// Size is how many households are in memory.
func (o *Office) Size() int { return o.current.Load().snap.Len() }

// newView compiles the standard of a day.
func (o *Office) newView(on date.Date) (*view, error) {
	lib, err := o.Law()
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
	return &view{snap: snapshot.New(on), std: std, table: table, on: on,
		pool: &sync.Pool{New: func() any { return std.Classifier() }}}, nil
}

// classify decides the class of one household under the view's standard.
func (v *view) classify(h *household.Household) (poverty.Result, error) {
	c := v.pool.Get().(*poverty.Classifier)
	defer v.pool.Put(c)
	var r poverty.Result
	err := c.Classify(h, &r)
	return r, err
}

// ClassDay is the day whose law and ages decide the classes shown: that of the latest review, today where there is none.
func (o *Office) ClassDay(ctx context.Context) (date.Date, error) {
	reviews, err := o.store.Reviews(ctx, string(o.cfg.Province))
	if err != nil || len(reviews) == 0 {
		return o.Day(), err
	}
	return reviews[0].On, nil
}

// Reload builds the register in memory anew from the store.
func (o *Office) Reload(ctx context.Context) error {
	on, err := o.ClassDay(ctx)
	if err != nil {
		return err
	}
	return o.rebuilt(ctx, on, func(v *view, stale []staleClass) error {
		o.show(v)
		if len(stale) == 0 || o.store.Broken() != nil {
			return nil
		}
		return o.store.Write(ctx, func(tx *store.Tx) error {
			tx.Long()
			return o.reclass(ctx, tx, v, stale)
		})
	})
}

// rebuilt builds the register of a day in memory, with every change that is stored meanwhile, and hands it to a
// function that may show it. One at a time.
func (o *Office) rebuilt(ctx context.Context, on date.Date, use func(*view, []staleClass) error) error {
	o.building.Lock()
	defer o.building.Unlock()
	v, err := o.newView(on)
	if err != nil {
		return err
	}
	o.loading.Store(v)
	defer o.loading.Store(nil)
	var stale []staleClass
	if err := o.load(ctx, v, 0, &stale); err != nil {
		return err
	}
	return use(v, stale)
}

// show makes a register the one that everybody works on.
func (o *Office) show(v *view) {
	o.current.Store(v)
	o.tell(TopicReview)
}

// staleClass is a household whose stored class is not what the law in use makes of it.
type staleClass struct {
	id, version int64
	was, now    poverty.Class
}

// reclass stores the classes that a changed rule has changed, with one entry that says how many went from which
// class to which: a new decree is an edit of a file and a start.
func (o *Office) reclass(ctx context.Context, tx *store.Tx, v *view, stale []staleClass) error {
	if len(stale) == 0 {
		return nil
	}
	all := make([]store.Reclassed, len(stale))
	e := o.entry(&Actor{Username: "giamngheo", From: "cli"}, "law.reclass", "list", "", o.cfg.Province)
	e.Detail.Note = map[string]string{"standard": v.std.Code, "on": v.on.String(), "households": strconv.Itoa(len(stale))}
	moves := map[string]int{}
	for i, c := range stale {
		all[i] = store.Reclassed{ID: c.id, Version: c.version, Class: c.now}
		moves[c.was.String()+" → "+c.now.String()]++
	}
	for move, n := range moves {
		e.Detail.Note[move] = strconv.Itoa(n)
	}
	if err := tx.Reclass(ctx, string(o.cfg.Province), all); err != nil {
		return err
	}
	return tx.Audit(ctx, e)
}

// loadBatch is how many households travel together from the store to the snapshot.
const loadBatch = 512

// load reads the register, as it is or as it was on a day, classifies it and puts it into a view.
func (o *Office) load(ctx context.Context, v *view, asOf date.Date, stale *[]staleClass) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	read, decided := make(chan []snapshot.Row, 4), make(chan []snapshot.Row, 4)
	go func() {
		defer close(read)
		defer caught(cancel)
		if err := o.read(ctx, asOf, read); err != nil {
			cancel(err)
		}
	}()
	go func() {
		defer close(decided)
		defer caught(cancel)
		for rows := range read {
			for i := range rows {
				var err error
				stored := rows[i].Result.Class
				if rows[i].Result, err = v.classify(rows[i].Household); err != nil {
					cancel(err)
				}
				if stale != nil && rows[i].Result.Class != stored {
					*stale = append(*stale, staleClass{rows[i].ID, rows[i].Version, stored, rows[i].Result.Class})
				}
			}
			decided <- rows
		}
	}()
	for rows := range decided {
		v.snap.Put(rows...)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	v.snap.Warm()
	return nil
}

// caught turns a panic of a goroutine into the reason why its work ended; deferred.
func caught(cancel context.CancelCauseFunc) {
	if p := recover(); p != nil {
		cancel(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
	}
}

func (o *Office) read(ctx context.Context, asOf date.Date, out chan<- []snapshot.Row) error {
	batch := make([]snapshot.Row, 0, loadBatch)
	houses := make([]household.Household, 0, loadBatch)
	err := o.store.Households(ctx, string(o.cfg.Province), asOf, func(v *store.Version) error {
		houses = append(houses, v.Household)
		v.Household = household.Household{} // its members are the batch's now
		batch = append(batch, snapshot.Row{ID: v.ID, Version: v.Version, State: uint8(v.State), Prior: v.Prior, Result: poverty.Result{Class: v.Class},
			Household: &houses[len(houses)-1]})
		if len(batch) == loadBatch {
			out <- batch
			batch, houses = make([]snapshot.Row, 0, loadBatch), make([]household.Household, 0, loadBatch)
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
	mu    sync.Mutex
	views []*view
}

// mostPast is how many registers of past days are kept in memory beside the present one.
const mostPast = 1

// viewOn returns the register as it was on a day; the current one for today, the day of the latest review and zero.
func (o *Office) viewOn(ctx context.Context, on date.Date) (*view, error) {
	now := o.current.Load()
	if on.IsZero() || on == now.on || on >= o.Day() {
		return now, nil
	}
	o.past.mu.Lock()
	defer o.past.mu.Unlock()
	for _, v := range o.past.views {
		if v.on == on {
			return v, nil
		}
	}
	v, err := o.newView(on)
	if err != nil {
		return nil, err
	}
	if err := o.load(ctx, v, on, nil); err != nil {
		return nil, err
	}
	o.past.views = append([]*view{v}, o.past.views[:min(len(o.past.views), mostPast-1)]...)
	return v, nil
}

// forgetPast drops the registers of past days: a change with a date in the past may have changed them.
func (o *Office) forgetPast() {
	o.past.mu.Lock()
	o.past.views = nil
	o.past.mu.Unlock()
}

// scope returns the communes in which an actor may do something, on the working day and on a day looked at. Errors
// (errs.Forbidden): nowhere.
func (o *Office) scope(a *Actor, action access.Action, on date.Date) ([]place.Code, error) {
	s := access.Where(a.Grants, action, o.Day())
	if s.Nowhere() {
		return nil, forbidden()
	}
	var out []place.Code
	for _, unit := range s.Units {
		for _, day := range []date.Date{o.Day(), on} {
			if day.IsZero() {
				continue
			}
			for _, c := range o.communesOf(unit, day) {
				if len(s.Units) == 1 && day == o.Day() || !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	return out, nil
}

func forbidden() error {
	return errs.New(errs.Forbidden, "tài khoản của bạn không có quyền làm việc này; nếu cần, đề nghị quản trị tài khoản cấp vai trò phù hợp",
		"your account may not do this; ask the administrator for the role if you need it")
}

func notYours() error {
	return errs.New(errs.NotFound, "không tìm thấy, hoặc bạn không được xem", "not found, or not yours to see")
}

type unitDay struct {
	unit place.Code
	day  date.Date
}

// communesOf returns the communes of a unit on a day, itself where it is one.
func (o *Office) communesOf(unit place.Code, day date.Date) []place.Code {
	if had, ok := o.communs.Load(unitDay{unit, day}); ok {
		return had.([]place.Code)
	}
	var out []place.Code
	var walk func(u place.Unit)
	walk = func(u place.Unit) {
		if u.Level == place.Commune {
			out = append(out, u.Code)
			return
		}
		for _, c := range o.reg().Children(u.Code, day) {
			walk(c)
		}
	}
	if u, ok := o.reg().At(unit, day); ok {
		walk(u)
	}
	o.communs.Store(unitDay{unit, day}, out)
	return out
}

// may refuses an action in a commune: what may not be seen does not exist (errs.NotFound), what may be seen and not be done
// is forbidden.
func (o *Office) may(a *Actor, action access.Action, commune place.Code) error {
	if communes, err := o.scope(a, action, 0); err == nil && slices.Contains(communes, commune) {
		return nil
	}
	if communes, err := o.scope(a, access.ViewHouseholds, 0); err == nil && slices.Contains(communes, commune) {
		return forbidden()
	}
	return notYours()
}

// May reports whether an actor may do something anywhere, for pages that show or hide a button.
func (o *Office) May(a *Actor, action access.Action) bool {
	return a != nil && !access.Where(a.Grants, action, o.Day()).Nowhere()
}

// MayIn reports whether an actor may do something in a commune.
func (o *Office) MayIn(a *Actor, action access.Action, commune place.Code) bool {
	return a != nil && o.may(a, action, commune) == nil
}

// entry begins an audit entry of an actor.
func (o *Office) entry(a *Actor, action, kind, subject string, where place.Code) *audit.Entry {
	e := &audit.Entry{Province: string(o.cfg.Province), At: o.now(), Action: action, Kind: kind, Subject: subject, Place: string(where)}
	if a != nil {
		e.Account, e.Who, e.From = a.Account, a.Username, a.From
	}
	return e
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// readLog gathers the entries of who read what and writes them together: a page does not wait for the disk. A power cut
// loses at most the last second of them, never an entry of a change.
type readLog struct {
	o    *Office
	ch   chan *audit.Entry
	done chan struct{}
	lost atomic.Int64
	once sync.Once
}

func (l *readLog) start(o *Office) {
	l.o, l.ch, l.done = o, make(chan *audit.Entry, 8192), make(chan struct{})
	go l.run()
}

func (l *readLog) run() {
	defer close(l.done)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var batch []*audit.Entry
	flush := func() {
		if len(batch) == 0 {
			return
		}
		err := l.o.store.Write(context.Background(), func(tx *store.Tx) error {
			for _, e := range batch {
				if err := tx.Audit(context.Background(), e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			l.lost.Add(int64(len(batch)))
			l.o.cfg.Log.Error("entries of what was read are lost", "entries", len(batch), "err", err)
		}
		batch = batch[:0]
	}
	flush = func(once func()) func() { // a panic loses these entries and nothing else
		return func() {
			defer func() {
				if p := recover(); p != nil {
					l.lost.Add(int64(len(batch)))
					l.o.cfg.Log.Error("entries of what was read are lost", "panic", p)
					batch = batch[:0]
				}
			}()
			once()
		}
	}(flush)
	for {
		select {
		case e, ok := <-l.ch:
			if !ok {
				flush()
				return
			}
			if batch = append(batch, e); len(batch) >= 2048 {
				flush()
			}
		case <-tick.C:
			flush()
		}
	}
}

func (l *readLog) add(e *audit.Entry) { l.ch <- e }

func (l *readLog) stop() error {
	l.once.Do(func() { close(l.ch) })
	<-l.done
	if n := l.lost.Load(); n > 0 {
		return fmt.Errorf("%d audit entries of what was read are lost", n)
	}
	return nil
}

var errStopped = errors.New("app: the office is closing")

// Tend does what time brings, until the context ends: mergers whose day has come, sessions that are over, files that nobody
// fetches any more.
func (o *Office) Tend(ctx context.Context) {
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		o.tendOnce(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (o *Office) tendOnce(ctx context.Context) {
	defer func() {
		if p := recover(); p != nil {
			o.cfg.Log.Error("tending panicked", "panic", p)
		}
	}()
	for _, t := range o.tended {
		if err := t.do(ctx); err != nil && ctx.Err() == nil {
			o.cfg.Log.Warn("tending", "what", t.name, "err", err)
		}
	}
}

// tend is a piece of recurring work.
type tend struct {
	name string
	do   func(context.Context) error
}

// tending adds recurring work, before the office tends for the first time.
func (o *Office) tending(name string, do func(context.Context) error) {
	o.tended = append(o.tended, tend{name, do})
}
