package office

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// TooLong reports whether a text has more than the 300 letters that a field takes.
func TooLong(s string) bool { return len(s) > 300 && len([]rune(s)) > 300 }

// IgnoreNotFound is an error, but none where something was only not there (errs.NotFound).
func IgnoreNotFound(err error) error {
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}

// NeedReason refuses an empty reason.
func NeedReason(reason string) error {
	if len([]rune(strings.TrimSpace(reason))) < 5 {
		return errs.New(errs.Invalid, "give the reason (at least 5 letters), for those who come after")
	}
	return nil
}

// Deed is what somebody did, as the record of deeds keeps it.
type Deed struct {
	By      *Ask // who did it; nil: who asks
	Action  string
	Kind    string // of the subject: household, account, place, job, session …
	Subject string // its id or code
	Place   place.Code
	Reason  string
	Changes []household.Change
	Note    map[string]string
}

// Saw puts who read what on the record; the entries are gathered and written together.
func (o *Office) Saw(k *Ask, d Deed) { o.reads.add(o.entryOf(k, &d)) }

// entryOf is the audit entry of a deed, as of now.
func (o *Office) entryOf(k *Ask, d *Deed) *audit.Entry {
	e := &audit.Entry{Province: string(o.ProvinceCode()), At: o.Now(), Action: d.Action, Kind: d.Kind,
		Subject: d.Subject, Place: string(d.Place),
		Detail: audit.Detail{Reason: d.Reason, Changes: d.Changes, Note: d.Note}}
	if d.By != nil {
		k = d.By
	}
	if k != nil {
		e.Account, e.Who, e.From = k.Account, k.Username, k.From
	}
	return e
}

// IDText is how an entry in the record of deeds writes a number.
func IDText(id int64) string { return strconv.FormatInt(id, 10) }

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
		defer func() { // a panic loses these entries and nothing else
			if p := recover(); p != nil {
				l.lost.Add(int64(len(batch)))
				l.o.Log().Error("entries of what was read are lost", "panic", p)
				batch = batch[:0]
			}
		}()
		err := l.o.Keep(context.Background(), KeepReads, func(tx *Tx) error {
			for _, e := range batch {
				if err := tx.inner.Audit(context.Background(), e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			l.lost.Add(int64(len(batch)))
			l.o.Log().Error("entries of what was read are lost", "entries", len(batch), "err", err)
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

// Counted is the note of a deed of reading that showed so many households.
func Counted(n int) map[string]string { return map[string]string{CountNote: strconv.Itoa(n)} }

// CountedOf is Counted of lines of which several may be of one household; 0 is none.
func CountedOf[T any](lines []T, household func(*T) int64) map[string]string {
	of := map[int64]bool{}
	for i := range lines {
		if id := household(&lines[i]); id != 0 {
			of[id] = true
		}
	}
	return Counted(len(of))
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

func (l *readLog) add(e *audit.Entry) { l.ch <- e }

func (l *readLog) stop() error {
	l.once.Do(func() { close(l.ch) })
	<-l.done
	if n := l.lost.Load(); n > 0 {
		return fmt.Errorf("%d audit entries of what was read are lost", n)
	}
	return nil
}
