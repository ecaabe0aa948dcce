package office

import (
	"context"
	"sync"
	"sync/atomic"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// Topic is a kind of thing whose changes others hear of.
type Topic string

// The topics. A change's ids are those of what changed: of recognitions households, of plans and figures years.
const (
	TopicHousehold   Topic = "household"
	TopicDuplicate   Topic = "duplicate" // the pairs that may be one
	TopicRecognition Topic = "recognition"
	TopicSupport     Topic = "support"
	TopicActivity    Topic = "activity"
	TopicPlan        Topic = "plan"
	TopicEntered     Topic = "figure" // shares and reported figures
	TopicReview      Topic = "review" // the day and the standard that class the register
	TopicAccount     Topic = "account"
	TopicPlace       Topic = "place"
	TopicHamlet      Topic = "hamlet"   // the communes' lists of hamlets
	TopicCalendar    Topic = "calendar" // the days of rest, and the deadlines that rest on them
	TopicJob         Topic = "job"
	TopicReport      Topic = "report"      // rounds and their reports
	TopicList        Topic = "list"        // hamlets' lists of reviews: how far they are, whose they are
	TopicPublication Topic = "publication" // what is public
	TopicNotice      Topic = "notice"
	TopicProposal    Topic = "proposal" // what waits for a second person
	TopicTask        Topic = "task"
	TopicServer      Topic = "server" // one that was upgraded takes over from those that decide otherwise
	TopicMoney       Topic = "money"  // lines, movements, contracts: nothing of them is ever changed
)

// mostTold is how many ids a change names in the table; more are told as "anything of this topic".
const mostTold = 1000

// change is one topic with what changed of it.
type change struct {
	topic Topic
	ids   []int64
}

// hearers are who is told of changes, by topic, in the order in which they asked.
type hearers struct {
	mu        sync.RWMutex
	by        map[Topic][]func(ids []int64)
	elsewhere map[Topic]func(ctx context.Context, ids []int64) error

	store    *store.Store
	province string
	origin   string // names this process among those that write into one database

	following sync.Mutex    // of what follows; a write of this process holds it from its begin to its end
	last      store.Change  // the newest change that this process knows of
	known     atomic.Int64  // its number
	replaced  chan struct{} // closed once an upgraded server has taken over
	heard     atomic.Int64  // when others were last listened to, in Unix nanoseconds; 0: they cannot be heard
}

// On has a function told of every change of a topic, after the transaction is on the disk and in the order of the
// transactions. It must not wait: everybody's writes wait for it. No ids: anything of the topic may have changed.
func (h *hearers) On(topic Topic, f func(ids []int64)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.by == nil {
		h.by = map[Topic][]func([]int64){}
	}
	h.by[topic] = append(h.by[topic], f)
}

// Elsewhere says how what a desk keeps in memory of a topic is read anew, where another process on the same database
// has changed it. No ids: anything of the topic. What changed here the desk has put into its memory itself.
func (h *hearers) Elsewhere(topic Topic, f func(ctx context.Context, ids []int64) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.elsewhere == nil {
		h.elsewhere = map[Topic]func(context.Context, []int64) error{}
	}
	h.elsewhere[topic] = f
}

// changesAtOnce is how many changes are read together.
const changesAtOnce = 500

// Follow notes which changes the memory that is about to be read will hold.
func (h *hearers) Follow(ctx context.Context) error {
	h.following.Lock()
	defer h.following.Unlock()
	last, err := h.store.LastChange(ctx, h.province)
	if err == nil {
		h.know(last)
	}
	return err
}

func (h *hearers) know(c store.Change) {
	h.last = c
	h.known.Store(c.Seq)
}

// Begin is store.Turn: before this process decides what it writes, its memory holds what all others wrote.
func (h *hearers) Begin(ctx context.Context) error {
	h.following.Lock()
	err := h.catchUp(ctx)
	if err == nil && h.over() {
		err = errs.New(errs.Unavailable, "this server was upgraded meanwhile: open the page again and send it once more")
	}
	if err != nil {
		h.following.Unlock()
	}
	return err
}

// Replaced ends once an upgraded server has taken over: this one writes nothing any more, and is to end.
func (h *hearers) Replaced() <-chan struct{} { return h.replaced }

func (h *hearers) over() bool {
	select {
	case <-h.replaced:
		return true
	default:
		return false
	}
}

// End is store.Turn.
func (h *hearers) End() { h.following.Unlock() }

// CatchUp takes what other processes on the same database have changed since into memory, in the order of their
// transactions, and tells who asked to hear of it. What it could not take it tries again the next time.
func (h *hearers) CatchUp(ctx context.Context) error {
	h.following.Lock()
	defer h.following.Unlock()
	return h.catchUp(ctx)
}

func (h *hearers) catchUp(ctx context.Context) error {
	for {
		all, err := h.store.Changes(ctx, h.province, h.last.Seq, changesAtOnce)
		if err != nil {
			return err
		}
		if h.last.Seq > 0 {
			if len(all) == 0 || !h.last.Same(&all[0]) {
				return h.anew(ctx)
			}
			all = all[1:]
		}
		if len(all) == 0 {
			return nil
		}
		for i := range all {
			c := &all[i]
			if c.Origin != h.origin {
				if err := h.takeOver(ctx, Topic(c.Topic), c.IDs); err != nil {
					return err
				}
			}
			h.know(*c)
		}
	}
}

// inOrder are the topics in the order in which memory of them is read anew: units, households, their recognitions.
var inOrder = []Topic{TopicPlace, TopicHamlet, TopicCalendar, TopicReview, TopicHousehold, TopicDuplicate, TopicList,
	TopicRecognition, TopicSupport, TopicActivity, TopicPlan, TopicEntered, TopicAccount, TopicJob, TopicMoney,
	TopicPublication}

// anew reads everything anew: the database is not the one that this process knew – it came back from a copy, or from a
// server that had not heard the newest – or too much was changed since.
func (h *hearers) anew(ctx context.Context) error {
	last, err := h.store.LastChange(ctx, h.province)
	if err != nil {
		return err
	}
	for _, topic := range inOrder {
		if err := h.takeOver(ctx, topic, nil); err != nil {
			return err
		}
	}
	h.know(last)
	return nil
}

func (h *hearers) takeOver(ctx context.Context, topic Topic, ids []int64) error {
	h.mu.RLock()
	f := h.elsewhere[topic]
	h.mu.RUnlock()
	if f != nil {
		if err := f(ctx, ids); err != nil {
			return err
		}
	}
	h.Tell(topic, ids...)
	return nil
}

// Tell tells who asked to hear of a topic.
func (h *hearers) Tell(topic Topic, ids ...int64) {
	h.mu.RLock()
	fs := h.by[topic]
	h.mu.RUnlock()
	for _, f := range fs {
		f(ids)
	}
}
