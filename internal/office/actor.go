package office

import (
	"sync"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/sending"
	"giamngheo/internal/stead"
)

// Ask is who does something, and from where.
type Ask struct {
	Account  int64
	Username string
	FullName string
	Grants   []access.Grant
	Session  int64
	From     string // the address, or "cli"
	Stage    string
	Fresh    time.Time
	Demo     bool
	Passkeys int           // how many he has for the office's address
	Sent     *sending.Form // the form with which it is asked; nil: none, or one without a key

	scopes *scopes      // found out so far; nil: nothing is kept
	stead  *stead.Stead // in whose stead it is done; nil: nothing is kept
}

// Once begins a request: what it finds out about its rights is kept for its length.
func (a *Ask) Once() *Ask {
	a.scopes, a.stead = &scopes{by: map[scopeKey]scopeFound{}}, &stead.Stead{}
	return a
}

// scopeKey is a question about rights: what, on which working day, looking at which day.
type scopeKey struct {
	action  access.Action
	day, on date.Date
}

type scopeFound struct {
	communes []place.Code
	err      error
}

// scopes are the answers of one request.
type scopes struct {
	mu sync.Mutex
	by map[scopeKey]scopeFound
}

// once answers a question, finding out only where it was not asked before.
func (s *scopes) once(key scopeKey, find func() ([]place.Code, error)) ([]place.Code, error) {
	if s == nil {
		return find()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	had, ok := s.by[key]
	if !ok {
		had.communes, had.err = find()
		s.by[key] = had
	}
	return had.communes, had.err
}

// Program is who does what nobody asked for: what a changed rule or the day brings.
func Program() *Ask { return &Ask{Username: "giamngheo", From: "cli"} }

// vietnam is the country's time, which has had no summer time since 1975.
var vietnam = time.FixedZone("+07", 7*3600)

// Local is a moment by the clocks of Viet Nam; none stays none.
func Local(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.In(vietnam)
}

// Moment is an hour of a day by the clocks of Viet Nam.
func Moment(d date.Date, hour, minute int) time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), hour, minute, 0, 0, vietnam).UTC()
}

// DayOf is the civil day of a moment in Viet Nam.
func DayOf(t time.Time) date.Date {
	t = t.In(vietnam)
	return date.Must(t.Year(), int(t.Month()), t.Day())
}

// The stages of a session.
const (
	StageCode   = "code"   // the one-time code is awaited
	StageChange = "change" // the password must be changed first
	StageEnrol  = "enrol"  // one-time codes must be turned on first: it is never kept, it follows from the roles
	StageIn     = "in"
	// StageVouched is kept of a session whose second factor was shown elsewhere: it is StageIn, and asks for none here.
	StageVouched = "vouched"
)
