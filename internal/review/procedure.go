// Package review is the review of households as Decision 24/2021/QĐ-TTg has it: its campaigns and deadlines, the
// procedure from the list to the certificate as a state machine, what a decision recognises, the movements between
// reviews, the output tables and the checks of quality. It decides from what it is given; it must not know storage,
// files, permissions or the clock.
package review

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
)

// Kind is which review a campaign is.
type Kind string

// The kinds.
const (
	Annual  Kind = "annual"  // Article 4: 1 September to 14 December
	Monthly Kind = "monthly" // Article 5: from the 15th, decided within 15 days
)

// The names by which this package knows values of the law; what they are stands in law/.
const (
	calendarAnnual  = "annual_review"
	calendarMonthly = "monthly_review"
	termMonthly     = "monthly_decision"
	termPosting     = "posting"
	termReposting   = "reposting"
	termRecheck     = "recheck"
	termOpinion     = "district_opinion"
	termEscaped     = "newly_escaped"
	paramAgreement  = "meeting_agreement"
)

// Campaign is one yearly or monthly review of a province.
type Campaign struct {
	Kind     Kind      `json:"kind"`
	Year     int       `json:"year"`
	Month    int       `json:"month,omitempty"` // of a monthly one
	Opens    date.Date `json:"opens"`
	Closes   date.Date `json:"closes"` // the last day for the decision
	Cites    []string  `json:"cites"`
	Standard string    `json:"standard"`
}

// Title names a campaign.
func (c *Campaign) Title() errs.Text {
	if c.Kind == Monthly {
		return errs.T("Monthly review of %d-%02d", c.Year, c.Month)
	}
	return errs.T("Yearly review of %d", c.Year)
}

// Procedure is what the law says of the review, asked by day. It is safe for use by several goroutines.
type Procedure struct{ lib *law.Library }

// NewProcedure returns the procedure of a library of law.
func NewProcedure(lib *law.Library) *Procedure { return &Procedure{lib} }

// Law is the library that the procedure was made from.
func (p *Procedure) Law() *law.Library { return p.lib }

// Campaign returns the campaign of a year, or of a month of it. Errors (errs.NotFound, errs.Invalid): the law has none
// then.
func (p *Procedure) Campaign(kind Kind, year, month int) (c Campaign, err error) {
	c = Campaign{Kind: kind, Year: year, Month: month}
	switch kind {
	case Annual:
		c.Month = 0
		if c.Opens, c.Closes, c.Cites, err = p.lib.Span(calendarAnnual, year, 1); err != nil {
			return c, err
		}
	case Monthly:
		if month < 1 || month > 12 {
			return c, errs.New(errs.Invalid, "the month of a review is 1 to 12")
		}
		if c.Opens, _, c.Cites, err = p.lib.Span(calendarMonthly, year, month); err != nil {
			return c, err
		}
		end, err := p.lib.End(termMonthly, c.Opens)
		if err != nil {
			return c, err
		}
		c.Closes, c.Cites = end.Last, append(c.Cites, end.Cites...)
	default:
		return c, errs.New(errs.Invalid, "there is no review of kind “%s”", kind)
	}
	std, ok := p.lib.StandardOn(c.Opens)
	if !ok {
		return c, errs.New(errs.NotFound, "no poverty standard is in force on %s", c.Opens)
	}
	c.Standard = std.Code
	return c, nil
}

// HasOpinion reports whether a campaign's result goes to the district for its opinion on a day: Article 4 asks for it,
// Article 5 does not, and there is no district from 01/07/2025.
func (p *Procedure) HasOpinion(c *Campaign, on date.Date) bool {
	if c.Kind != Annual {
		return false
	}
	_, err := p.lib.End(termOpinion, on)
	return err == nil
}

func (p *Procedure) end(term string, event date.Date) (date.Date, error) {
	e, err := p.lib.End(term, event)
	return e.Last, err
}

// Share is the least share of those attending a meeting that must agree, in percent, with its citation.
func (p *Procedure) Share(on date.Date) (percent int64, cite string, err error) {
	for _, q := range p.lib.Parameters {
		if q.Name == paramAgreement {
			if v, ok := q.At(on); ok {
				return v.Value.(int64), v.Cite, nil // law.Load checked the type
			}
		}
	}
	return 0, "", errs.New(errs.NotFound, "no share of agreement is in force on %s", on)
}

// EscapedUntil is the last day on which a household recognised as escaped on a day is newly escaped.
func (p *Procedure) EscapedUntil(recognised date.Date) (date.Date, error) {
	return p.end(termEscaped, recognised)
}

// Latest are the last days on which a list can still take each step and be decided in time.
type Latest struct {
	Meeting  date.Date `json:"meeting"`
	Posting  date.Date `json:"posting"`
	Opinion  date.Date `json:"opinion,omitzero"` // sent to the district
	Decision date.Date `json:"decision"`
}

// next is the last day of the step that follows a posting.
func (l *Latest) next() date.Date {
	if l.Opinion.IsZero() {
		return l.Decision
	}
	return l.Opinion
}

// Latest counts back from a campaign's last day, as if nobody complains.
func (p *Procedure) Latest(c *Campaign) Latest {
	l := Latest{Decision: c.Closes}
	back := func(term string, before date.Date) date.Date {
		for d := before.AddDays(-1); d > before.AddDays(-60); d = d.AddDays(-1) {
			if end, err := p.end(term, d); err == nil && end < before && p.lib.Working(d) {
				return d
			}
		}
		return before
	}
	next := l.Decision
	if p.HasOpinion(c, c.Closes) {
		l.Opinion = back(termOpinion, next.AddDays(1))
		next = l.Opinion
	}
	l.Posting = back(termPosting, next)
	l.Meeting = l.Posting
	return l
}

// decision24 is the instrument that the procedure follows.
const decision24 = "24/2021/QĐ-TTg"

// Mark says that the procedure is used on a day after the period of its own instrument; empty where it is not.
func (p *Procedure) Mark(on date.Date) errs.Text { return p.lib.Outlived(decision24, on) }

// Marks are what is open of a campaign: that its instrument's period is over, that the notice of its year's days of
// rest is not here.
func (p *Procedure) Marks(c *Campaign) (out []errs.Text) {
	for _, t := range []errs.Text{p.Mark(c.Closes), p.lib.Days.NoNotice(c.Closes.Year())} {
		if t.EN != "" {
			out = append(out, t)
		}
	}
	return out
}
