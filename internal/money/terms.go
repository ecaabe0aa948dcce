package money

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Terms are the days and limits by which the money of one line is spent, as the law has them on the day; zero values
// are not known and limit nothing.
type Terms struct {
	SpendUntil   date.Date // the last day on which the year's money is spent or advanced
	SettleUntil  date.Date // the last day on which what was done by then is paid
	ClosesBy     date.Date // the last day on which carried money of the programme is spent
	Advance      int       // percent of a contract that may be advanced
	AdvanceAbove Dong      // of contracts above this
	Recovered    int       // percent of a contract paid by which advances are wholly recovered
	Recurrent    bool      // the limits of advances are of recurrent money

	YearCite, ClosesCite, AdvanceCite, RecoveredCite string // the articles
}

// Allow says why the days and limits of the law do not let a line's money be spent so. It is asked before a movement is
// added. Errors: errs.Invalid, with the article.
func (t *Terms) Allow(l *Ledger, m *Movement) error {
	if m.Reverses != 0 {
		return nil
	}
	if line := l.lines[m.From]; line != nil && m.Kind.Spends() {
		if err := t.days(line, m); err != nil {
			return err
		}
	}
	c := l.contracts[m.Contract]
	if c == nil || !t.Recurrent {
		return nil
	}
	had := l.Contracted(c.ID) // whatever lines pay it: the limits are of the contract
	switch {
	case m.Kind == Advance && t.Advance != 0 && c.Value > t.AdvanceAbove:
		if most := c.Value / 100 * Dong(t.Advance); had.V+m.Amount > most {
			return errs.New(errs.Invalid,
				"of contract %s, worth %s, at most %d%% may be outstanding as advances: %s; %s is, and %s would be (%s)",
				c.Number, num(c.Value), t.Advance, num(most), num(had.V), num(had.V+m.Amount), t.AdvanceCite)
		}
	case m.Kind == Pay && t.Recovered != 0 && had.V > m.Recovers &&
		had.P+m.Amount >= c.Value/100*Dong(t.Recovered):
		return errs.New(errs.Invalid,
			"with this %d%% of contract %s is paid: its advances are wholly recovered by then; recover %s (%s)", t.Recovered,
			c.Number, num(had.V), t.RecoveredCite)
	}
	return nil
}

// days: within the budget year, and what is carried over while its programme may be spent.
func (t *Terms) days(line *Line, m *Movement) error {
	no := func(why errs.Text) error { return errs.Of(errs.Invalid, why) }
	switch {
	case m.Day < date.Must(line.Year, 1, 1):
		return no(errs.T("the line is of the budget year %d: nothing is spent of it before that year", line.Year))
	case m.Kind == Advance && !t.SpendUntil.IsZero() && m.Day > t.SpendUntil:
		return no(errs.T("the last day to advance money of %d is %s (%s)", line.Year, t.SpendUntil, t.YearCite))
	case !t.SettleUntil.IsZero() && m.Day > t.SettleUntil:
		return no(errs.T("the last day to pay of %d is %s (%s): what is left is given back or carried over", line.Year,
			t.SettleUntil, t.YearCite))
	case line.Carried() && !t.ClosesBy.IsZero() && m.Day > t.ClosesBy:
		return no(errs.T("money carried over is spent up to %s (%s)", t.ClosesBy, t.ClosesCite))
	}
	return nil
}
