package office

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Config is what an Office is made from.
type Config struct {
	Store    *store.Store
	Province place.Code
	Places   *place.Registry // the units that the program ships with
	Codes    *exchange.Codes
	Now      func() time.Time
	Day      func() date.Date // the office's working day; nil: today in Viet Nam
	Files    string           // the folder for uploads and results, sealed
	Log      *slog.Logger
	Demo     bool
	During   bool // the demonstration stands in the midst of the yearly review: FillDemo fills in the one before only
}

// Office is the kernel on which every desk stands: who asks and what they may, transactions with their entries and changes,
// long work, files, the clock and the places.
type Office struct {
	cfg      Config
	store    *store.Store
	registry atomic.Pointer[place.Registry] // with the mergers recorded here
	codes    *exchange.Codes
	now      func() time.Time
	reads    readLog
	jobs     jobRunner
	communs  sync.Map // unit and day → its communes
	hears    hearers
	origin   string // names this process among those that write into one database
	tended   []tend
}

// Open opens the kernel on a store that is migrated. Start it once the desks have said what they handle and hear.
func Open(cfg Config) (*Office, error) {
	o := &Office{cfg: cfg, store: cfg.Store, now: cfg.Now, codes: cfg.Codes, origin: newOrigin()}
	if o.now == nil {
		o.now = time.Now
	}
	if o.cfg.Log == nil {
		o.cfg.Log = slog.New(slog.DiscardHandler)
	}
	o.SetPlaces(cfg.Places)
	return o, nil
}

func newOrigin() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// CheckProvince refuses a province that is none on the working day. Errors: errs.Invalid.
func (o *Office) CheckProvince() error {
	code := o.cfg.Province
	if u, ok := o.Reg().At(code, o.Day()); ok && u.Level == place.Province {
		return nil
	}
	why := o.Reg().NotValid(code, o.Day())
	return errs.New(errs.Invalid, "“%s” is no province on %s: %s", code, o.Day(), why)
}

// Start begins what runs beside the requests: the record of who reads, and the jobs.
func (o *Office) Start(ctx context.Context) {
	o.reads.start(o)
	o.startJobs(ctx)
}

// Close finishes what runs and writes what is still to be written; the store stays open.
func (o *Office) Close() error {
	o.jobs.stop()
	return o.reads.stop()
}

// Store is the database, for reading.
func (o *Office) Store() *store.Store { return o.store }
