package office

import (
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
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
	HasTOTP  bool
	Demo     bool
}

// Program is who does what nobody asked for: what a changed rule or the day brings.
func Program() *Ask { return &Ask{Username: "giamngheo", From: "cli"} }

// vietnam is the country's time, which has had no summer time since 1975.
var vietnam = time.FixedZone("+07", 7*3600)

// DayOf is the civil day of a moment in Viet Nam.
func DayOf(t time.Time) date.Date {
	t = t.In(vietnam)
	return date.Must(t.Year(), int(t.Month()), t.Day())
}

// The stages of a session.
const (
	StageCode   = "code"   // the one-time code is awaited
	StageChange = "change" // the password must be changed first
	StageIn     = "in"
)
