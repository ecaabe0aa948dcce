// Package reads gathers the entries of who read what, so that a page does not wait for the disk.
package reads

import (
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"giamngheo/internal/audit"
)

// Log gathers entries and has them written together. A power cut loses at most the last second of them, never an entry
// of a change.
type Log struct {
	write func([]*audit.Entry) error
	log   *slog.Logger
	ch    chan *audit.Entry
	done  chan struct{}
	lost  atomic.Int64
	once  sync.Once
}

// Start begins to write.
func (l *Log) Start(write func([]*audit.Entry) error, log *slog.Logger) {
	l.write, l.log, l.ch, l.done = write, log, make(chan *audit.Entry, 8192), make(chan struct{})
	go l.run()
}

func (l *Log) run() {
	defer close(l.done)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var batch []*audit.Entry
	flush := func() {
		if len(batch) == 0 {
			return
		}
		defer func() { // a panic loses these entries and nothing else
			if p := recover(); p != nil {
				l.lost.Add(int64(len(batch)))
				l.log.Error("entries of what was read are lost", "panic", p)
				batch = batch[:0]
			}
		}()
		if err := l.write(batch); err != nil {
			l.lost.Add(int64(len(batch)))
			l.log.Error("entries of what was read are lost", "entries", len(batch), "err", err)
		}
		batch = batch[:0]
	}
	for {
		select {
		case e, ok := <-l.ch:
			if !ok {
				flush()
				return
			}
			if batch = gather(batch, e); len(batch) >= 2048 {
				flush()
			}
		case <-tick.C:
			flush()
		}
	}
}

// CountNote is the note of a deed of reading that says how many households were read.
const CountNote = "households"

// Households is how many households an entry of reading showed: as it says, or one where its subject is a household.
func Households(e *audit.Entry) int64 {
	if n, err := strconv.ParseInt(e.Detail.Note[CountNote], 10, 64); err == nil {
		return max(n, 0)
	}
	if e.Kind == "household" {
		return 1
	}
	return 0
}

// gather appends an entry; lists of a place that somebody reads one after the other, as while typing, are one entry
// with their count.
func gather(batch []*audit.Entry, e *audit.Entry) []*audit.Entry {
	if n, err := strconv.Atoi(e.Detail.Note[CountNote]); err == nil {
		for _, had := range batch {
			if had.Action == e.Action && had.Account == e.Account && had.From == e.From && had.Subject == e.Subject &&
				had.Place == e.Place {
				before, _ := strconv.Atoi(had.Detail.Note[CountNote]) // ours: a number
				had.Detail.Note[CountNote] = strconv.Itoa(before + n)
				return batch
			}
		}
	}
	return append(batch, e)
}

// Add gathers an entry.
func (l *Log) Add(e *audit.Entry) { l.ch <- e }

// Stop writes what was gathered. Errors: entries were lost.
func (l *Log) Stop() error {
	l.once.Do(func() { close(l.ch) })
	<-l.done
	if n := l.lost.Load(); n > 0 {
		return fmt.Errorf("%d audit entries of what was read are lost", n)
	}
	return nil
}
