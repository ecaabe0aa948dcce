package app

import (
	"time"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/date"
)

// ShownOn is the day whose register is in memory.
func (d *Desks) ShownOn() date.Date { return d.Book.View().On }

// Tries is the throttle of signing in.
type Tries struct{ t accounts.Tries }

// NewTries makes a throttle with a clock.
func NewTries(now func() time.Time) *Tries {
	v := &Tries{}
	v.t.Init(now)
	return v
}

// Succeeded notes that an account signed in from an address.
func (v *Tries) Succeeded(account, address string) { v.t.Succeeded(account, address) }

// Known is how many addresses are kept.
func (v *Tries) Known() int { return len(v.t.Known) }

// Knows reports whether an account has its own allowance at an address.
func (v *Tries) Knows(account, address string) bool { return v.t.Knows(account, address, v.t.Now()) }
