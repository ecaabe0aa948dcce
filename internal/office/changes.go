package office

import "sync"

// Topic is a kind of thing whose changes others hear of.
type Topic string

// The topics. The ids that travel with a change are those of what changed: households for recognitions, years for plans and
// what is entered into them.
const (
	TopicHousehold   Topic = "household"
	TopicRecognition Topic = "recognition"
	TopicSupport     Topic = "support"
	TopicActivity    Topic = "activity"
	TopicPlan        Topic = "plan"
	TopicEntered     Topic = "figure" // shares and reported figures
	TopicReview      Topic = "review" // the day and the standard that class the register
	TopicAccount     Topic = "account"
	TopicPlace       Topic = "place"
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
	mu sync.RWMutex
	by map[Topic][]func(ids []int64)
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

// Tell tells who asked to hear of a topic.
func (h *hearers) Tell(topic Topic, ids ...int64) {
	h.mu.RLock()
	fs := h.by[topic]
	h.mu.RUnlock()
	for _, f := range fs {
		f(ids)
	}
}
