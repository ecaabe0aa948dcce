// Package office is the kernel that every desk stands on: who asks and what they may do where, the working day, units,
// entries in the record of deeds, jobs, files, and what is tended and heard of when something changes.
package office

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/filing"
	"giamngheo/internal/place"
	"giamngheo/internal/reads"
	"giamngheo/internal/sending"
	"giamngheo/internal/store"
	"giamngheo/internal/store/jobs"
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
	Version  string // of the program, for those who run several servers
	Law      string // the digest of the law and data files: servers of one office decide by the same
	Upgrade  bool   // those that decide by another law or other data end once this one is ready
}

// Office is the kernel on which every desk stands: who asks and what they may, transactions with their entries and
// changes, long work, files, the clock and the places.
type Office struct {
	*rights
	*filing.Files
	engine
	hearers
	tending
	titles
	heavy
	settings
	store *store.Store
	codes *exchange.Codes
	readers
	reads reads.Log
	jobs  jobRunner
	probe probed
	*together
	*sending.Forms
}

// Open opens the kernel on a store that is migrated. Start it once the desks have said what they handle and hear.
func Open(cfg Config) (*Office, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	o := &Office{settings: settings{cfg}, store: cfg.Store, codes: cfg.Codes, tending: tending{log: cfg.Log},
		rights: &rights{units: &units{province: cfg.Province, now: cfg.Now, day: cfg.Day, movable: cfg.Demo}},
		engine: engine{cfg.Store},
		titles: titles{Titles{}, map[jobs.Kind]errs.Text{}},
		hearers: hearers{store: cfg.Store, province: string(cfg.Province), origin: rand.Text(),
			replaced: make(chan struct{})}}
	o.Files = filing.New(cfg.Files, o.province, cfg.Store, cfg.Now, o.keepFile, cfg.Log)
	o.together = &together{o: o}
	o.Elsewhere(TopicServer, o.hearUpgrade)
	o.Forms = sending.New(o.province, cfg.Store, cfg.Now,
		func(ctx context.Context, do func(store.Writer) error) error {
			return o.Keep(ctx, KeepForm, func(tx *Tx) error { return do(tx) })
		}, cfg.Log)
	o.Tending("changes", o.sweepChanges)
	o.Tending("forms", o.Sweep)
	o.SetPlaces(cfg.Places)
	return o, nil
}

// Start begins what runs beside the requests: the record of who reads, and the jobs.
func (o *Office) Start(ctx context.Context) {
	o.startTogether(ctx)
	o.readers.o = o
	o.reads.Start(o.keepReads, o.Log())
	o.startJobs(ctx)
}

// Close finishes what runs and writes what is still to be written; the store stays open.
func (o *Office) Close() error {
	o.jobs.stop()
	o.Answered()
	return errors.Join(o.reads.Stop(), o.leaveTogether())
}
