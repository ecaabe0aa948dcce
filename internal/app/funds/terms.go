package funds

import (
	"giamngheo/internal/date"
	"giamngheo/internal/money"
)

// terms are the days and limits of the law for spending a line's money on a day.
func (d *room) terms(l *money.Line, on date.Date) (*money.Terms, error) {
	lib, err := d.library.Law()
	if err != nil {
		return nil, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	t := money.TermsOf(lib, l.Year, on)
	if f := c.Fund(l.Fund); f != nil {
		t.Recurrent = f.Use == "recurrent"
	}
	if n := c.Node(l.Node); n != nil {
		if p := c.Programme(n.Programme()); p != nil && !p.SpendUntil.IsZero() {
			t.ClosesBy, t.ClosesCite = p.SpendUntil, p.SpendCite
		}
	}
	return t, nil
}
