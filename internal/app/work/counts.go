package work

import (
	"sync"
	"time"

	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/app/inspections"
	"giamngheo/internal/app/notices"
	"giamngheo/internal/app/privacies"
	"giamngheo/internal/app/shifts"
	"giamngheo/internal/app/statements"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
)

// Counts are how much waits for a person, by kind; whatever its kind under "all".
type Counts struct {
	all, late map[Kind]int
}

// Of is how much of a kind waits, and whether some of it is late.
func (c Counts) Of(k Kind) (n int, late bool) { return c.all[k], c.late[k] > 0 }

// All counts whatever waits for a person.
const All Kind = "all"

// keptFor is how long what was counted is shown without being counted again. What a person does is counted at once.
const keptFor = 30 * time.Second

// kept are the counts of those who look at pages, as they were last counted.
type kept struct {
	mu      sync.Mutex
	by      map[int64]counted
	changed uint64 // how often something that waits has changed: what was counted meanwhile is not kept
}

// Begin has all counts forgotten when what waits has changed, whoever did it and on whichever server.
func (o *Desk) Begin() {
	for _, topic := range []office.Topic{office.TopicList, office.TopicDuplicate, office.TopicJob, office.TopicPlan,
		office.TopicCalendar, office.TopicHousehold, office.TopicPlace, office.TopicAccount, office.TopicReport,
		office.TopicRecognition, office.TopicProposal, allocations.Topic, batches.Topic, statements.Topic,
		notices.Topic, tasks.Topic, feedbacks.Topic, inspections.Topic, privacies.Topic, shifts.Topic,
		office.TopicPublication} {
		o.office.On(topic, func([]int64) {
			o.kept.mu.Lock()
			defer o.kept.mu.Unlock()
			o.kept.changed++
			clear(o.kept.by)
		})
	}
}

// since is how often something that waits has changed up to now.
func (k *kept) since() uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.changed
}

type counted struct {
	Counts

	day date.Date
	at  time.Time
}

// Known is how much waits for a person where it was counted a moment ago; false where it was not. It asks nothing.
func (o *Desk) Known(a *office.Ask) (Counts, bool) {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	c, ok := o.kept.by[a.Account]
	if !ok || c.day != o.office.Day() || o.office.Now().Sub(c.at) > keptFor {
		return Counts{}, false
	}
	return c.Counts, true
}

// Forget has what waits for a person counted anew: they have done something.
func (o *Desk) Forget(a *office.Ask) {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	delete(o.kept.by, a.Account)
}

// keep remembers how much waits for a person, counted since a number of changes; what is outdated already is not kept.
func (o *Desk) keep(a *office.Ask, m *Mine, since uint64) {
	c := counted{Counts{map[Kind]int{}, map[Kind]int{}}, o.office.Day(), o.office.Now()}
	for i := range m.Rows {
		r := &m.Rows[i]
		for _, k := range []Kind{r.Kind, All} {
			c.all[k] += max(r.Of, 1)
			if r.Late {
				c.late[k]++
			}
		}
	}
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	if o.kept.changed != since {
		return
	}
	if o.kept.by == nil {
		o.kept.by = map[int64]counted{}
	}
	o.kept.by[a.Account] = c
}
