// Package deputies keeps who acts in the stead of whom while somebody is away, so that nobody on leave stops the
// work of others. The deputy holds the roles of the absent beside the own ones, between two days, and never one
// that nobody may hold beside the own.
package deputies

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/proposals"
)

// Desk keeps who acts in the stead of whom.
type Desk struct {
	office     *office.Office
	accounts   *accounts.Desk
	agreements *agreements.Desk
}

// New makes the desk.
func New(o *office.Office, a *accounts.Desk, g *agreements.Desk) *Desk {
	d := &Desk{o, a, g}
	g.Handle(proposals.Deputy, agreements.Way{Title: errs.T("Deputy for a longer absence"),
		Prepare: d.prepare, Show: d.show, Not: d.not})
	return d
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"deputy.name": errs.T("named who acts in the stead of somebody"),
	"deputy.end":  errs.T("ended that somebody acts in the stead of another"),
}

// In is what somebody says of an absence.
type In struct {
	Absent int64          `json:"absent"` // 0: who says it
	Deputy int64          `json:"deputy"`
	From   date.Date      `json:"from"`
	To     date.Date      `json:"to"`
	Why    access.Absence `json:"why"`
	Paper  string         `json:"paper,omitempty"` // the decision or letter that says so; "" none
}

// Shown is an absence with the names of the two.
type Shown struct {
	accountrows.Standing

	AbsentName, DeputyName, Namer string
	State                         errs.Text
	Now                           bool // in force today
	MayEnd                        bool
}

// Board are the absences that an actor may see.
type Board struct {
	Away   []Shown // the own ones
	Stands []Shown // those in which the actor acts for others
	All    []Shown // of everybody, for who manages accounts
	More   int64   // older ones of everybody begin before this one; 0: there are none
	Manage bool
}

// Bounds of lists.
const (
	mostOwn   = 50
	onPage    = 50
	mostNamed = 2000 // people to choose from
	mostAhead = 200  // absences of one person that are looked at
)

// Board returns the absences that an actor may see: the own, those in which they act for others, and who manages
// accounts all of them, older than one (0: the newest).
func (d *Desk) Board(ctx context.Context, a *office.Ask, before int64) (b *Board, err error) {
	b = &Board{Manage: d.office.May(a, access.ManageAccounts)}
	r := d.office.Reader()
	var away, stands, all []accountrows.Standing
	if away, err = accountrows.AbsencesOf(ctx, r, a.Account, mostOwn); err != nil {
		return nil, err
	}
	if stands, err = accountrows.DeputiesOf(ctx, r, a.Account, mostOwn); err != nil {
		return nil, err
	}
	if b.Manage {
		if all, err = accountrows.Standings(ctx, r, before, onPage+1); err != nil {
			return nil, err
		}
		if len(all) > onPage {
			all, b.More = all[:onPage], all[onPage-1].ID
		}
	}
	names := map[int64]string{}
	b.Away, b.Stands, b.All = d.dress(ctx, a, names, away), d.dress(ctx, a, names, stands), d.dress(ctx, a, names, all)
	return b, nil
}

func (d *Desk) dress(ctx context.Context, a *office.Ask, names map[int64]string,
	rows []accountrows.Standing) (out []Shown) {
	name := func(id int64) string {
		if _, ok := names[id]; !ok {
			names[id] = d.office.NameOf(ctx, id)
		}
		return names[id]
	}
	today := d.office.Day()
	for i := range rows {
		s := &rows[i]
		out = append(out, Shown{Standing: *s, AbsentName: name(s.Absent), DeputyName: name(s.Deputy),
			Namer: name(s.NamedBy), State: state(s, today), Now: s.Holds(today),
			MayEnd: !s.Over(today) && d.mayEnd(a, s)})
	}
	return out
}

// state is how an absence stands on a day.
func state(s *accountrows.Standing, today date.Date) errs.Text {
	switch {
	case !s.Ended.IsZero():
		return errs.T("deputies|Ended early")
	case s.To < today:
		return errs.T("deputies|Over")
	case s.From > today:
		return errs.T("deputies|To come")
	}
	return errs.T("deputies|In force")
}

func (d *Desk) mayEnd(a *office.Ask, s *accountrows.Standing) bool {
	return s.Absent == a.Account || s.Deputy == a.Account || d.office.May(a, access.ManageAccounts)
}

// Person is somebody who can be named.
type Person struct {
	ID    int64
	Name  string
	Roles []access.Role
	Unit  string
}

// People are those who can act in the stead of the actor: who works in the same unit or in one above it. Who manages
// accounts chooses among everybody with a role.
func (d *Desk) People(ctx context.Context, a *office.Ask) (out []Person, err error) {
	all, err := accountrows.All(ctx, d.office.Reader())
	if err != nil {
		return nil, err
	}
	manage, units := d.office.May(a, access.ManageAccounts), d.reach(access.Own(a.Grants))
	for _, acc := range all {
		if acc.ID == a.Account && !manage || !acc.Disabled.IsZero() || len(out) == mostNamed {
			continue
		}
		p := Person{ID: acc.ID, Name: acc.FullName}
		for i := range acc.Grants {
			g := &acc.Grants[i]
			if g.Over(d.office.Day()) || g.Role == access.Administrator || !manage && !units[d.office.Today(g.Place)] {
				continue
			}
			p.Roles, p.Unit = append(p.Roles, g.Role), d.office.Unit(d.office.Today(g.Place)).FullName
		}
		if len(p.Roles) > 0 {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y Person) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	return out, nil
}

// reach are the units of roles and those above them, as they are today.
func (d *Desk) reach(grants []access.Grant) map[place.Code]bool {
	out, day := map[place.Code]bool{}, d.office.Day()
	for i := range grants {
		if grants[i].Over(day) {
			continue
		}
		code := d.office.Today(grants[i].Place)
		out[code] = true
		if u, ok := d.office.Reg().At(code, day); ok {
			for _, above := range d.office.Reg().Ancestors(u, day) {
				out[above.Code] = true
			}
		}
	}
	return out
}

// Name names who acts in the stead of somebody: the person away does it, or who manages accounts. Errors:
// errs.Invalid, errs.Forbidden, errs.Conflict, *agreements.Waits where the absence is so long that a second person
// has to agree.
func (d *Desk) Name(ctx context.Context, a *office.Ask, in In) error {
	if in.Absent == 0 {
		in.Absent = a.Account
	}
	if in.Paper = strings.Join(strings.Fields(in.Paper), " "); office.TooLong(in.Paper) {
		return errs.New(errs.Invalid, "write at most 300 letters")
	}
	if err := d.mayName(a, &in); err != nil {
		return err
	}
	if err := d.office.NeedFresh(a); err != nil {
		return err
	}
	absent, err := d.fits(ctx, d.office.Reader(), a, &in)
	if err != nil {
		return err
	}
	if d.agreements.Needed(proposals.Deputy, int64(in.days())) {
		return d.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Deputy, Place: absent.Grants[0].Place,
			Subject: in.Absent, Reason: in.Paper, Of: in})
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error { return d.keep(ctx, tx, a, &in) })
}

// days is how many days an absence has, both ends among them.
func (in *In) days() int {
	n := 0
	for day := in.From; day <= in.To && n <= access.MostAway; day = day.AddDays(1) {
		n++
	}
	return n
}

func (d *Desk) mayName(a *office.Ask, in *In) error {
	if in.Absent == a.Account || d.office.May(a, access.ManageAccounts) {
		return nil
	}
	return office.Forbidden()
}

// keep keeps an absence that was looked at, and looks at it once more in its transaction.
func (d *Desk) keep(ctx context.Context, tx *office.Tx, a *office.Ask, in *In) error {
	absent, err := d.fits(ctx, tx, a, in)
	if err != nil {
		return err
	}
	s := &accountrows.Standing{Absent: in.Absent, Deputy: in.Deputy, From: in.From, To: in.To, Why: in.Why,
		Paper: in.Paper, NamedBy: a.Account, Named: d.office.Now()}
	if err := accountrows.AddStanding(ctx, tx, s); err != nil {
		return err
	}
	deputy, err := accountrows.Find(ctx, tx, in.Deputy)
	if err != nil {
		return err
	}
	tx.Changed(office.TopicAccount, in.Absent, in.Deputy)
	return tx.Note(ctx, office.Deed{Action: "deputy.name", Kind: "standing", Subject: office.IDText(s.ID),
		Place: absent.Grants[0].Place, Reason: in.Paper, Note: map[string]string{"absent": absent.Username,
			"deputy": deputy.Username, "from": in.From.String(), "to": in.To.String()}})
}

// fits says why somebody cannot act in the stead of another between two days; it returns who is away.
func (d *Desk) fits(ctx context.Context, r store.Reader, a *office.Ask, in *In) (*accountrows.Account, error) {
	if err := access.CheckAbsence(in.Why, in.From, in.To, d.office.Day()); err != nil {
		return nil, err
	}
	absent, err := d.person(ctx, r, in.Absent)
	if err != nil {
		return nil, err
	}
	deputy, err := d.person(ctx, r, in.Deputy)
	if err != nil {
		return nil, err
	}
	lent := access.Lend(absent.Grants, absent.ID, absent.FullName, in.From, in.To)
	switch {
	case absent.ID == deputy.ID:
		return nil, errs.New(errs.Invalid, "nobody acts in their own stead: choose another person")
	case len(lent) == 0:
		return nil, errs.New(errs.Invalid,
			"%s holds no role in these days in which somebody could act; an administrator has another administrator",
			absent.FullName)
	case !d.office.May(a, access.ManageAccounts) && !d.colleague(absent, deputy):
		return nil, errs.New(errs.Invalid,
			"choose somebody who works in your unit or in one above it; the administrator can name others")
	}
	if err := d.apart(deputy, lent); err != nil {
		return nil, err
	}
	return absent, d.free(ctx, r, in, deputy)
}

// person is somebody who can be away or act for others. An account that is not there and one that is closed are
// alike.
func (d *Desk) person(ctx context.Context, r store.Reader, id int64) (*accountrows.Account, error) {
	acc, err := accountrows.Find(ctx, r, id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !acc.Disabled.IsZero() || !slices.ContainsFunc(acc.Grants, func(g access.Grant) bool {
		return !g.Over(d.office.Day())
	}) {
		return nil, errs.New(errs.Invalid, "choose a person who works in the office")
	}
	return acc, nil
}

func (d *Desk) colleague(absent, deputy *accountrows.Account) bool {
	units := d.reach(absent.Grants)
	return slices.ContainsFunc(deputy.Grants, func(g access.Grant) bool {
		return !g.Over(d.office.Day()) && units[d.office.Today(g.Place)]
	})
}

// apart refuses that somebody is lent what nobody may hold beside what they hold then: two of them would be one who
// checks their own work.
func (d *Desk) apart(deputy *accountrows.Account, lent []access.Grant) error {
	held := slices.Concat(deputy.Grants, deputy.Lent)
	for _, g := range lent {
		if role, bad := d.accounts.Against(held, g); bad {
			return errs.New(errs.Invalid,
				"%s is “%s” and must not be “%s” in the same time, for one would check the other: choose another person",
				deputy.FullName, role.Title(), g.Role.Title())
		}
	}
	return nil
}

// free refuses a second deputy in the same days, and one who is away then.
func (d *Desk) free(ctx context.Context, r store.Reader, in *In, deputy *accountrows.Account) error {
	for _, who := range []int64{in.Absent, in.Deputy} {
		all, err := accountrows.AbsencesOf(ctx, r, who, mostAhead)
		if err != nil {
			return err
		}
		for i := range all {
			s := &all[i]
			if s.Over(d.office.Day()) || s.To < in.From || in.To < s.From {
				continue
			}
			if who == in.Deputy {
				return errs.New(errs.Invalid, "%s is away from %s to %s: choose another person", deputy.FullName, s.From,
					s.To)
			}
			return errs.New(errs.Conflict,
				"from %s to %s somebody acts already in this person’s stead: end that first, or choose other days", s.From,
				s.To)
		}
	}
	return nil
}

// End ends at once that somebody acts in the stead of another: either of the two does it, or who manages accounts.
// Errors: errs.NotFound, errs.Conflict where it is over.
func (d *Desk) End(ctx context.Context, a *office.Ask, id int64) error {
	deed := &office.Deed{Action: "deputy.end", Kind: "standing", Subject: office.IDText(id)}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		s, err := accountrows.FindStanding(ctx, tx, id)
		if office.IgnoreNotFound(err) != nil {
			return err
		}
		if err != nil || !d.mayEnd(a, s) {
			return office.NotYours()
		}
		if s.Over(d.office.Day()) {
			return errs.New(errs.Conflict, "this is over already")
		}
		tx.Changed(office.TopicAccount, s.Absent, s.Deputy)
		return accountrows.EndStanding(ctx, tx, id, a.Account, d.office.Now())
	})
}

// Stead is somebody in whose stead a person acts today.
type Stead struct {
	Whom string
	To   date.Date // the last day
}

// Now are those in whose stead an actor acts today.
func (d *Desk) Now(a *office.Ask) (out []Stead) {
	for i := range a.Grants {
		g := &a.Grants[i]
		if g.For == 0 || !g.Holds(d.office.Day()) {
			continue
		}
		at := slices.IndexFunc(out, func(s Stead) bool { return s.Whom == g.Whom })
		if at < 0 {
			out = append(out, Stead{g.Whom, g.To})
		} else {
			out[at].To = max(out[at].To, g.To)
		}
	}
	return out
}

// show says what a proposal would do.
func (d *Desk) show(ctx context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var in In
	err = json.Unmarshal(p.What, &in)
	return agreements.Card{Whom: d.office.NameOf(ctx, in.Absent),
		What: errs.T("%s acts in this person’s stead from %s to %s, with all roles of the person",
			d.office.NameOf(ctx, in.Deputy), in.From, in.To)}, err
}

// not says why somebody may not agree: it is about them.
func (d *Desk) not(taker *office.Ask, p *agreements.Proposal) error {
	var in In
	if err := json.Unmarshal(p.What, &in); err != nil {
		return err
	}
	if in.Absent == taker.Account || in.Deputy == taker.Account {
		return errs.New(errs.Forbidden, "this is about you: another person agrees to it")
	}
	return nil
}

// prepare looks at an absence that somebody agrees to, with the rights of today of who proposed it.
func (d *Desk) prepare(_ context.Context, _, by *office.Ask, p *agreements.Proposal) (*agreements.Doing, error) {
	var in In
	if err := json.Unmarshal(p.What, &in); err != nil {
		return nil, err
	}
	if err := d.mayName(by, &in); err != nil {
		return nil, agreements.Still(err)
	}
	if in.From = max(in.From, d.office.Day()); in.To < in.From {
		return nil, agreements.Changed()
	}
	return &agreements.Doing{Do: func(ctx context.Context, tx *office.Tx) error {
		return d.keep(ctx, tx, by, &in)
	}}, nil
}
