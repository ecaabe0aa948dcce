package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/roster"
	"giamngheo/internal/store"
	accountrows "giamngheo/internal/store/accounts"
)

// acts does one thing with many accounts.
type acts struct{ *Desk }

// Act is what is done with many accounts at once.
type Act string

// The acts.
const (
	End     Act = "end"     // all roles end on a day
	Restore Act = "restore" // the roles that somebody ended last are held as before
	Move    Act = "move"    // all roles are held at another unit from a day on
	Reset   Act = "reset"   // a temporary password, on a letter
)

// Acts are the acts in the order in which they are offered.
func Acts() []Act { return []Act{Reset, Move, End, Restore} }

// Title is what an act is called.
func (a Act) Title() errs.Text {
	return map[Act]errs.Text{End: errs.T("End their roles"), Restore: errs.T("Give back the roles that were ended"),
		Move: errs.T("Move to another unit"), Reset: errs.T("Reset the passwords and print letters")}[a]
}

// Choice is what shall be done with which accounts.
type Choice struct {
	Act Act
	IDs []int64
	Day date.Date  // of End the last day, where none is given yesterday; of Move the first at the unit, today
	To  place.Code // of Move
}

// Outlook is what a choice comes to: Of = those against whom nothing stands + those with a reason.
type Outlook struct {
	Choice
	Of []Fate
}

// Fate is what would become of one account.
type Fate struct {
	Account *accountrows.Account
	Does    []errs.Text
	Why     *errs.Text // it cannot be done; nil: it can
	end     []int64    // roles that end, by their ids
	restore []int64
	give    []access.Grant
}

// Good are the accounts with which it can be done.
func (o *Outlook) Good() (out []int64) {
	for i := range o.Of {
		if o.Of[i].Why == nil {
			out = append(out, o.Of[i].Account.ID)
		}
	}
	return out
}

// Look says what an act would do with each account and does nothing. Errors: errs.Invalid, errs.NotFound where an
// account is not there.
func (o *acts) Look(ctx context.Context, a *office.Ask, c Choice) (out *Outlook, err error) {
	if err := o.may(a); err != nil {
		return nil, err
	}
	return out, o.office.Look(ctx, func(from store.Reader) error {
		out, err = o.outlook(ctx, from, a, c)
		return err
	})
}

// Do does an act other than Reset with accounts, with all of them or none; each has its entry on the record. Errors:
// errs.Conflict where something stands against one of them.
func (o *acts) Do(ctx context.Context, a *office.Ask, c Choice) (done int, err error) {
	if err := o.may(a); err != nil {
		return 0, err
	}
	if c.Act == Reset {
		return 0, errs.New(errs.Invalid, "choose what shall be done with the accounts")
	}
	if err := o.office.NeedFresh(a); err != nil {
		return 0, err
	}
	return done, o.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		if err := o.acting(ctx, tx, a); err != nil {
			return err
		}
		look, err := o.outlook(ctx, tx, a, c)
		if err != nil {
			return err
		}
		if err := look.refused(); err != nil {
			return err
		}
		tx.Changed(office.TopicAccount)
		for i := range look.Of {
			if err := o.fulfil(ctx, tx, a, &look.Choice, &look.Of[i]); err != nil {
				return err
			}
		}
		done = len(look.Of)
		return nil
	})
}

// refused is the first reason against an account. Errors: errs.Conflict.
func (o *Outlook) refused() error {
	for i := range o.Of {
		if f := &o.Of[i]; f.Why != nil {
			return errs.New(errs.Conflict, "%s (%s): %s; nothing was done", f.Account.FullName, f.Account.Username, *f.Why)
		}
	}
	return nil
}

// outlook says what an act would do with each account.
func (o *acts) outlook(ctx context.Context, from store.Reader, a *office.Ask, c Choice) (*Outlook, error) {
	if err := o.checkChoice(&c); err != nil {
		return nil, err
	}
	all, err := byID(ctx, from)
	if err != nil {
		return nil, err
	}
	out := &Outlook{Choice: c}
	for _, id := range c.IDs {
		acc := all[id]
		if acc == nil {
			return nil, office.NotYours()
		}
		f := Fate{Account: acc}
		switch {
		case id == a.Account:
			f.Why = reasonOf(accounts.OwnRoles())
		case c.Act == End:
			o.ends(&f, &c)
		case c.Act == Restore:
			o.restores(&f)
		case c.Act == Move:
			o.moves(&f, &c)
		case !acc.Disabled.IsZero():
			f.Why = new(errs.T("the account is disabled"))
		default:
			second, err := o.accounts.NeedsSecond(ctx, from, acc)
			if err != nil {
				return nil, err
			}
			if second {
				f.Why = new(errs.T("its person has a password of their own: a second person agrees to its reset, on the page of the account"))
				break
			}
			f.Does = append(f.Does, errs.T("gets a temporary password; sessions end, one-time codes are turned off"))
		}
		out.Of = append(out.Of, f)
	}
	return out, nil
}

// checkChoice refuses (errs.Invalid) what cannot be asked for, and fills in the days that are not given.
func (o *acts) checkChoice(c *Choice) error {
	today := o.office.Day()
	slices.Sort(c.IDs)
	c.IDs = slices.Compact(c.IDs)
	switch {
	case !slices.Contains(Acts(), c.Act):
		return errs.New(errs.Invalid, "choose what shall be done with the accounts")
	case len(c.IDs) == 0:
		return errs.New(errs.Invalid, "no account is chosen: tick some, or all of the list")
	case len(c.IDs) > roster.Most:
		return errs.New(errs.Invalid, "at most %d accounts at a time: narrow the list", roster.Most)
	case c.Act == End && c.Day.IsZero():
		c.Day = today.AddDays(-1)
	case c.Act == End && c.Day < today.AddDays(-1):
		return errs.New(errs.Invalid, "a role ends yesterday at the earliest: what was done under it stands")
	case c.Act == Move && c.Day.IsZero():
		c.Day = today
	case c.Act == Move && c.Day < today:
		return errs.New(errs.Invalid, "a move begins today at the earliest")
	}
	if _, there := o.office.Reg().At(c.To, max(c.Day, today)); c.Act == Move && !there {
		return errs.New(errs.Invalid, "choose the unit to which the accounts move")
	}
	return nil
}

// roleAt names a role with its unit.
func (o *acts) roleAt(g access.Grant) errs.Text {
	return errs.T("%s – %s", g.Role.Title(), o.office.Unit(g.Place).FullName)
}

// ends says which roles of an account end.
func (o *acts) ends(f *Fate, c *Choice) {
	for i, g := range f.Account.Grants {
		if g.To.IsZero() || g.To > c.Day && !g.Over(o.office.Day()) {
			f.end = append(f.end, f.Account.GrantIDs[i])
			f.Does = append(f.Does, errs.T("%s ends on %s", o.roleAt(g), c.Day))
		}
	}
	if len(f.end) == 0 {
		f.Why = new(errs.T("it has no role that would end"))
	}
}

// restores says which roles of an account are held again: those that were ended last.
func (o *acts) restores(f *Fate) {
	acc, last := f.Account, time.Time{}
	for _, e := range acc.Ended {
		if e.At.After(last) {
			last = e.At
		}
	}
	ended := func(i int) bool { return !last.IsZero() && acc.Ended[i].At.Equal(last) }
	var held, back []access.Grant
	for i, g := range acc.Grants {
		if !ended(i) {
			held = append(held, g)
		}
	}
	f.Why = new(errs.T("nobody has ended a role of this account"))
	for i, g := range acc.Grants {
		if !ended(i) {
			continue
		}
		g.To = acc.Ended[i].To
		rest := g
		if rest.From = max(g.From, o.office.Day()); !g.Over(o.office.Day()) && !beyond(held, &rest) {
			f.Why = new(errs.T("%s is held again already", o.roleAt(g)))
			continue
		}
		f.restore, back = append(f.restore, acc.GrantIDs[i]), append(back, g)
		f.Does = append(f.Does, errs.T("%s is held as before", o.roleAt(g)))
	}
	if len(back) > 0 {
		f.Why = nil
	}
	for i, g := range back {
		why := o.against(slices.Concat(held, back[:i]), g)
		switch {
		case why != nil:
			f.Why = why
		case g.Over(o.office.Day()):
			f.Why = new(errs.T("the last day that the role had before, %s, is past", g.To))
		}
	}
}

// moves says which roles of an account are held at another unit.
func (o *acts) moves(f *Fate, c *Choice) {
	var stay, goes []access.Grant
	var was []errs.Text
	for i, g := range f.Account.Grants {
		if g.Over(c.Day) || g.Place == c.To {
			stay = append(stay, g)
			continue
		}
		f.end, was = append(f.end, f.Account.GrantIDs[i]), append(was, o.roleAt(g))
		g.Place, g.From = c.To, max(c.Day, g.From)
		goes = append(goes, g)
	}
	if len(goes) == 0 {
		f.Why = new(errs.T("it has no role elsewhere to move"))
	}
	for i, g := range goes {
		f.Does = append(f.Does, errs.T("%s → %s from %s", was[i], o.office.Unit(c.To).FullName, g.From))
		held := slices.Concat(stay, f.give)
		if !beyond(held, &g) {
			continue // held there already
		}
		if why := o.against(held, g); why != nil {
			f.Why = why
			return
		}
		f.give = append(f.give, g)
	}
}

// beyond leaves of a role the days on which it is not held there already; false: none are left.
func beyond(held []access.Grant, g *access.Grant) bool {
	for _, h := range held {
		switch {
		case h.Role != g.Role || h.Place != g.Place || h.From > g.From || h.Over(g.From):
		case h.To.IsZero() || !g.To.IsZero() && g.To <= h.To:
			return false
		default:
			g.From = h.To.AddDays(1)
		}
	}
	return true
}

// fulfil does with an account what was said of it, and puts it on the record.
func (o *acts) fulfil(ctx context.Context, tx *office.Tx, a *office.Ask, c *Choice, f *Fate) error {
	id := f.Account.ID
	note := map[string]string{"username": f.Account.Username}
	action := map[Act]string{End: "account.end", Restore: "account.restore", Move: "account.move"}[c.Act]
	d := office.Deed{Action: action, Kind: "account", Subject: office.IDText(id), Note: note}
	for _, grant := range f.end {
		var err error
		if c.Act == Move {
			err = accountrows.KeepGrant(ctx, tx, id, grant, c.Day.AddDays(-1))
		} else {
			err = accountrows.EndGrant(ctx, tx, id, grant, c.Day, o.office.Now())
		}
		if err != nil {
			return err
		}
	}
	for _, grant := range f.restore {
		if err := accountrows.RestoreGrant(ctx, tx, id, grant); err != nil {
			return err
		}
	}
	var roles []string
	for _, g := range f.give {
		if err := accountrows.AddGrant(ctx, tx, id, g, a.Account, o.office.Now()); err != nil {
			return err
		}
		roles = append(roles, string(g.Role)+" "+string(g.Place))
	}
	switch c.Act {
	case End:
		note["to"] = c.Day.String()
	case Move:
		note["role"], note["from"] = strings.Join(roles, ", "), c.Day.String()
	}
	return tx.Note(ctx, d)
}
