package programme

import (
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Activity is what is done under a sub-project: a course, a model, an event, works.
type Activity struct {
	ID        int64
	Node      string
	Kind      string // a code of ActivityKinds
	Title     string
	Place     place.Code
	From, To  date.Date
	Lead      string // who is responsible
	Quantity  int64  // planned
	Unit      string
	Places    int64 // at most; 0: not limited
	Money     household.Dong
	Source    string
	State     ActivityState
	Revolving household.Dong // of a model: what is to come back
	Returned  household.Dong
	Note      string
}

// ActivityState is how far an activity has come.
type ActivityState uint8

// The states.
const (
	Planned ActivityState = iota + 1
	Approved
	Running
	Done
	Cancelled
)
