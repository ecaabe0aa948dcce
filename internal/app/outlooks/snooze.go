package outlooks

import (
	"context"
	"strings"
	"time"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/outlook"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/funds"
	"giamngheo/internal/store/snoozes"
)

// Topic is what an alert that is put aside is told by.
const Topic office.Topic = "snooze"

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"alert.snooze": errs.T("alert of money put aside"),
	"alert.wake":   errs.T("alert of money taken up again"),
}

// Aside is by whom an alert was put aside, until when and why.
type Aside struct {
	outlook.Snooze

	By string
	At time.Time
}

// key is an alert of a line.
type key struct {
	line int64
	rule string
}

// asleep takes the alerts that are put aside out of an outlook of today, into Aside.
func (d *Desk) asleep(ctx context.Context, o *Outlook) error {
	if len(o.Alerts) == 0 || o.Query.On != d.office.Day() {
		return nil
	}
	all, err := snoozes.OfYear(ctx, d.office.Reader(), string(d.office.ProvinceCode()), o.Query.Year)
	if err != nil || len(all) == 0 {
		return err
	}
	last := map[key]*snoozes.Snooze{}
	for i := range all {
		last[key{all[i].Line, all[i].Rule}] = &all[i]
	}
	awake := o.Alerts[:0]
	for _, a := range o.Alerts {
		s := last[key{a.Line, a.Rule.Code}]
		if s == nil || s.Ended || !s.Holds(o.Query.On, a.Rule.Light, a.Left()) {
			awake = append(awake, a)
			continue
		}
		o.Count[a.Rule.Light]--
		a.Aside = &Aside{s.Snooze, d.office.NameOf(ctx, s.By), s.At}
		o.Aside = append(o.Aside, a)
	}
	o.Alerts = awake
	return nil
}

// MaySnooze reports whether an actor may put an alert aside: who holds the line's money, or shares it out.
func (d *Desk) MaySnooze(a *office.Ask, of *Alert) bool {
	return d.office.PlaceScope(a, money.Commit.May(), of.Unit.Code) == nil ||
		d.office.PlaceScope(a, money.Allot.May(), of.Unit.Code) == nil
}

// Snooze puts an alert of a line aside until a day. Errors: errs.Invalid where there is no such alert or the day is
// none, errs.NotFound, errs.Forbidden.
func (d *Desk) Snooze(ctx context.Context, a *office.Ask, line int64, rule string, until date.Date,
	reason string) error {
	s := &snoozes.Snooze{Snooze: outlook.Snooze{Line: line, Rule: rule, Until: until, Reason: reason}}
	return d.put(ctx, a, s, "alert.snooze", func(o *Outlook) error {
		for i := range o.Alerts {
			if one := &o.Alerts[i]; one.Rule.Code == rule {
				s.Light, s.Left = one.Rule.Light, one.Left()
				return s.Check(d.office.Day())
			}
		}
		return errs.New(errs.Invalid, "this alert does not hold any more, or is put aside already: open the page again")
	})
}

// Wake takes an alert up again that was put aside. Errors: those of Snooze.
func (d *Desk) Wake(ctx context.Context, a *office.Ask, line int64, rule, reason string) error {
	s := &snoozes.Snooze{Snooze: outlook.Snooze{Line: line, Rule: rule, Reason: reason}, Ended: true}
	return d.put(ctx, a, s, "alert.wake", func(o *Outlook) error {
		for i := range o.Aside {
			if one := &o.Aside[i]; one.Rule.Code == rule {
				s.Light, s.Left, s.Until = one.Aside.Light, one.Aside.Left, one.Aside.Until
				return nil
			}
		}
		return errs.New(errs.Invalid, "this alert is not put aside any more: open the page again")
	})
}

// put records what is done with an alert of a line, which look finds in the line's outlook of today.
func (d *Desk) put(ctx context.Context, a *office.Ask, s *snoozes.Snooze, action string,
	look func(*Outlook) error) error {
	if err := d.funds.Allowed(ctx, a, s.Line, money.Commit); err != nil {
		if errs.KindOf(err) != errs.Forbidden || d.funds.Allowed(ctx, a, s.Line, money.Allot) != nil {
			return err
		}
	}
	l, err := rows.FindLine(ctx, d.office.Reader(), string(d.office.ProvinceCode()), s.Line)
	if err != nil {
		return err
	}
	if s.Reason = strings.Join(strings.Fields(s.Reason), " "); office.TooLong(s.Reason) {
		return errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
	}
	if err := office.NeedReason(s.Reason); err != nil {
		return err
	}
	o, err := d.Outlook(ctx, a, funds.Query{Year: l.Year, Place: d.office.Today(l.Place), Line: l.ID,
		On: d.office.Day()})
	if err != nil {
		return err
	}
	if err := look(o); err != nil {
		return err
	}
	s.Year, s.By, s.At = l.Year, a.Account, d.office.Now()
	deed := &office.Deed{Action: action, Kind: "money_line", Subject: office.IDText(s.Line), Place: l.Place,
		Reason: s.Reason, Note: map[string]string{"rule": s.Rule, "until": store.DayText(s.Until)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(Topic, s.Line)
		return snoozes.Add(ctx, tx, string(d.office.ProvinceCode()), s)
	})
}
