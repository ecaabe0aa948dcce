// Package means says what money stands behind the plan's targets, and which lines can pay a support. It asks the ledger
// each time and keeps nothing: a figure of it is the board's of the same projects.
package means

import (
	"sync"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
)

// Desk says what money stands behind targets and supports.
type Desk struct {
	office  *office.Office
	library *library.Library
	funds   *funds.Desk
	links   func() (*links, error)
}

// New makes the desk.
func New(o *office.Office, l *library.Library, f *funds.Desk) *Desk {
	return &Desk{o, l, f, sync.OnceValues(func() (*links, error) { return readLinks(l) })}
}

// Project is the money of one project, with what the board shows it for.
type Project struct {
	Title errs.Text
	Query funds.Query
	Lines int
	money.Balance
}

// Target is the money behind a target: that of whole projects, whatever else they pay for.
type Target struct {
	Query    funds.Query // year, place and day
	Projects []Project   // in the order of the tree
	Sum      money.Balance
	Outside  bool // no project of the programme pays for it
	Results  bool // a result is one receiver or one model
	Sample   bool
	Note     errs.Text
}

// Given is what has been made available in all, what was cancelled since included.
func (t *Target) Given() money.Dong { return t.Sum.A() + t.Sum.Cancelled }

// Each is what was disbursed for each of so many results, rounded down; ok is false where it cannot be said.
func (t *Target) Each(results int64) (each money.Dong, ok bool) {
	if !t.Results || results <= 0 || t.Sum.K() <= 0 {
		return 0, false
	}
	return t.Sum.K() / money.Dong(results), true
}
