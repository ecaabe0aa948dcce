// Package statements holds the ledger of money against the treasury's statements, month by month and account by
// account. What is matched is found anew whenever somebody looks: a difference is gone when the ledger is right.
package statements

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/statement"
	"giamngheo/internal/stead"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/funds"
	"giamngheo/internal/store/statements"
)

// Topic is what changes of statements are told by.
const Topic office.Topic = "statement"

// Desk holds the ledger against the treasury's statements.
type Desk struct {
	office *office.Office
	funds  *funds.Desk
}

// New makes the desk.
func New(o *office.Office, f *funds.Desk) *Desk { return &Desk{o, f} }

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"statement.look":   errs.T("looked at a statement of the treasury"),
	"statement.take":   errs.T("statement of the treasury taken in"),
	"statement.answer": errs.T("answered a difference with the treasury"),
	"statement.close":  errs.T("closed a month with the treasury"),
	"statement.view":   errs.T("viewed a statement of the treasury"),
}

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// sees reports whether an actor sees the statements of a place: who sees its money.
func (d *Desk) sees(a *office.Ask, at place.Code) bool {
	s := access.Where(a.Grants, access.ViewMoney, d.office.Day())
	today := d.office.Today(at)
	var above []place.Code
	for _, u := range d.office.Reg().Ancestors(d.office.Unit(today), d.office.Day()) {
		above = append(above, u.Code)
	}
	return s.Covers(today, above...)
}

// Holder is who holds lines, with how far it is reconciled.
type Holder struct {
	Place   place.Code
	Holder  string
	Name    string
	Closed  date.Date // the end of the last month that is closed, zero: none
	Open    int       // statements that are not closed
	MayTake bool
}

// Holders lists those who hold lines that an actor may see, by name. Errors: errs.Forbidden.
func (d *Desk) Holders(ctx context.Context, a *office.Ask) (out []Holder, err error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, office.Forbidden()
	}
	lines, err := rows.Lines(ctx, d.office.Reader(), d.province(), 0)
	if err != nil {
		return nil, err
	}
	type key struct {
		at     place.Code
		holder string
	}
	had := map[key]bool{}
	for i := range lines {
		k := key{lines[i].Place, lines[i].Holder}
		if had[k] || !d.sees(a, k.at) {
			continue
		}
		had[k] = true
		h := Holder{Place: k.at, Holder: k.holder, Name: d.name(k.at, k.holder),
			MayTake: d.office.PlaceScope(a, access.ReconcileMoney, k.at) == nil}
		all, err := statements.Of(ctx, d.office.Reader(), d.province(), k.at, k.holder)
		if err != nil {
			return nil, err
		}
		for j := range all {
			switch all[j].State {
			case statements.Closed:
				h.Closed = max(h.Closed, end(&all[j]))
			case statements.Open:
				h.Open++
			}
		}
		out = append(out, h)
	}
	slices.SortFunc(out, func(x, y Holder) int {
		return strings.Compare(string(x.Place)+x.Name,
			string(y.Place)+y.Name)
	})
	return out, nil
}

// end is the last day of a statement's month.
func end(v *statements.Statement) date.Date {
	return date.Must(v.Year, v.Month, date.DaysIn(v.Year, v.Month))
}

// MayTake reports whether an actor takes statements of a place in.
func (d *Desk) MayTake(a *office.Ask, at place.Code) bool {
	return d.office.PlaceScope(a, access.ReconcileMoney, at) == nil
}

// name is what who holds a line is called.
func (d *Desk) name(at place.Code, holder string) string {
	if holder == string(at) {
		return d.office.Unit(at).FullName
	}
	return holder + " (" + d.office.Unit(at).FullName + ")"
}

// seen is a statement that an actor may see. Errors: errs.NotFound.
func (d *Desk) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*statements.Statement, error) {
	v, err := statements.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !d.sees(a, v.Place) {
		return nil, office.NotYours()
	}
	return v, nil
}

// mine is a statement that an actor may deal with. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) mine(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*statements.Statement, error) {
	v, err := d.seen(ctx, r, a, id)
	if err != nil {
		return nil, err
	}
	return v, d.office.PlaceScope(a, access.ReconcileMoney, v.Place)
}

// entries are the movements of a month of the lines that somebody holds, as the treasury sees them.
func (d *Desk) entries(ctx context.Context, r store.Reader, v *statements.Statement) (out []statement.Entry,
	err error) {
	lines, err := rows.Lines(ctx, r, d.province(), 0)
	if err != nil {
		return nil, err
	}
	had, back := map[int64]bool{}, map[int64]int64{} // what takes a movement back → the movement
	first, last := date.Must(v.Year, v.Month, 1), end(v)
	for i := range lines {
		l := &lines[i]
		if l.Place != v.Place || l.Holder != v.Holder || l.Year > v.Year || l.Year < v.Year-1 {
			continue
		}
		for _, read := range []func(context.Context, store.Reader, string, int64) ([]rows.Movement, error){rows.From,
			rows.To} {
			all, err := read(ctx, r, d.province(), l.ID)
			if err != nil {
				return nil, err
			}
			for j := range all {
				m := &all[j].Movement
				moved := statement.Moved(m)
				if had[m.ID] || moved == 0 || m.Day < first || m.Day > last || !m.Kind.Spends() {
					continue
				}
				had[m.ID] = true
				if m.Reverses != 0 {
					back[m.ID] = m.Reverses
				}
				out = append(out, statement.Entry{Movement: m.ID, Line: l.ID, Day: m.Day, Voucher: m.Voucher,
					Codes: codes(l), Amount: moved, By: m.By})
			}
		}
	}
	nothing := map[int64]bool{} // what was taken back in its month is nothing, with what takes it back
	for by, of := range back {
		if had[of] {
			nothing[by], nothing[of] = true, true
		}
	}
	return slices.DeleteFunc(out, func(e statement.Entry) bool { return nothing[e.Movement] }), nil
}

// codes are the budget's codes of a line, "" where one of them is not known.
func codes(l *money.Line) string {
	c := l.Codes
	if c.Chapter == "" || c.Category == "" || c.Programme == "" {
		return ""
	}
	return c.Chapter + " " + c.Category + " " + c.Programme
}

// Difference is a pair with what is said of it.
type Difference struct {
	statement.Pair
	Subject string
	Answer  *statements.Answer // nil: none yet
	By      string             // who answered
}

// Owner is who answers it: who was named, else who usually does.
func (p *Difference) Owner() statement.Owner {
	if p.Answer != nil {
		return p.Answer.Owner
	}
	return p.Kind.Owner()
}

// Shown is a statement held against the ledger.
type Shown struct {
	statements.Statement
	Name     string
	Unit     place.Unit
	Pairs    []Difference
	Sums     statement.Sums
	Open     int // differences without an answer
	Closer   string
	Recorder string
	Mine     bool // the actor may deal with it
	entries  []statement.Entry
}

// Show holds a statement against the ledger as it is now. Errors: errs.NotFound.
func (d *Desk) Show(ctx context.Context, a *office.Ask, id int64) (v *Shown, err error) {
	err = d.office.Look(ctx, func(r store.Reader) error {
		s, err := d.seen(ctx, r, a, id)
		if err != nil {
			return err
		}
		v, err = d.held(ctx, r, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	v.Mine = d.office.PlaceScope(a, access.ReconcileMoney, v.Place) == nil
	v.Recorder = d.office.NameOf(ctx, v.By)
	if v.ClosedBy != 0 {
		v.Closer = d.office.NameOf(ctx, v.ClosedBy)
	}
	for i := range v.Pairs {
		if p := &v.Pairs[i]; p.Answer != nil {
			p.By = d.office.NameOf(ctx, p.Answer.By)
		}
	}
	d.office.Saw(a, office.Deed{Action: "statement.view", Kind: "statement", Subject: office.IDText(id),
		Place: v.Place})
	return v, nil
}

// held holds a statement against the ledger.
func (d *Desk) held(ctx context.Context, r store.Reader, s *statements.Statement) (*Shown, error) {
	v := &Shown{Statement: *s, Name: d.name(s.Place, s.Holder), Unit: d.office.Unit(s.Place)}
	all, err := statements.Rows(ctx, r, d.province(), s.ID)
	if err != nil {
		return nil, err
	}
	if v.entries, err = d.entries(ctx, r, s); err != nil {
		return nil, err
	}
	answers, err := statements.Answers(ctx, r, d.province(), s.ID)
	if err != nil {
		return nil, err
	}
	pairs := statement.Match(all, v.entries)
	v.Sums = statement.SumsOf(pairs)
	for i := range pairs {
		p := Difference{Pair: pairs[i], Subject: pairs[i].Subject()}
		if p.Kind != statement.Matched {
			if had, ok := answers[p.Subject]; ok {
				p.Answer = &had
			} else {
				v.Open++
			}
		}
		v.Pairs = append(v.Pairs, p)
	}
	return v, nil
}

// Reply says what a difference is, and who owns it. Errors: errs.Invalid, errs.Forbidden, errs.NotFound,
// errs.Conflict.
func (d *Desk) Reply(ctx context.Context, a *office.Ask, id int64, subject string, owner statement.Owner,
	text string) error {
	text = strings.TrimSpace(text)
	deed := &office.Deed{Action: "statement.answer", Kind: "statement", Subject: office.IDText(id), Reason: text,
		Note: map[string]string{"difference": subject, "owner": string(owner)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		v, err := d.mine(ctx, tx, a, id)
		if err != nil {
			return err
		}
		deed.Place = v.Place
		if v.State != statements.Open {
			return errs.New(errs.Conflict,
				"this statement is not open: its month is closed, or another file took its place")
		}
		if !slices.Contains(statement.Owners(), owner) || len([]rune(text)) < 5 || office.TooLong(text) {
			return errs.New(errs.Invalid,
				"choose who deals with the difference, and say what it is in 5 to 300 letters")
		}
		held, err := d.held(ctx, tx, v)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(held.Pairs, func(p Difference) bool { return p.Subject == subject })
		if i < 0 || held.Pairs[i].Kind == statement.Matched {
			return errs.New(errs.Conflict, "there is no such difference any more: look at the statement again")
		}
		r := &statements.Answer{Statement: id, Subject: subject, Version: 1, Owner: owner, Text: text, By: a.Account,
			At: d.office.Now()}
		if had := held.Pairs[i].Answer; had != nil {
			r.Version = had.Version + 1
		}
		tx.Changed(Topic, id)
		return statements.Reply(ctx, tx, d.province(), r)
	})
}

// Close closes a month: every difference is answered. Who entered one of its movements does not close it. Errors:
// errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict.
func (d *Desk) Close(ctx context.Context, a *office.Ask, id, version int64) error {
	deed := &office.Deed{Action: "statement.close", Kind: "statement", Subject: office.IDText(id)}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		v, err := d.mine(ctx, tx, a, id)
		if err != nil {
			return err
		}
		deed.Place = v.Place
		if v.State != statements.Open || version != 0 && version != v.Version {
			return errs.New(errs.Conflict, "somebody else has changed this statement meanwhile: look at it again")
		}
		held, err := d.held(ctx, tx, v)
		if err != nil {
			return err
		}
		if held.Open > 0 {
			return errs.New(errs.Invalid, "%d differences have no answer: the month is closed when each has one",
				held.Open)
		}
		var by []int64
		for _, e := range held.entries {
			by = append(by, e.By)
		}
		if err := stead.MayLend(a.Account, a.Grants, d.office.Day(), access.Reconciles, access.Enters,
			by...); err != nil {
			return err
		}
		deed.Note = map[string]string{"month": office.IDText(int64(v.Month)), "year": office.IDText(int64(v.Year)),
			"differences": office.IDText(int64(held.Sums.Differences()))}
		v.State, v.ClosedBy = statements.Closed, a.Account
		tx.Changed(Topic, id)
		return statements.Set(ctx, tx, d.province(), v)
	})
}

// Reconciled is until when a line is reconciled with the treasury, zero: never, and how many differences the last
// month that is closed has, each answered.
func (d *Desk) Reconciled(ctx context.Context, at place.Code, holder string, year int) (until date.Date,
	differences int,
	err error) {
	all, err := statements.Of(ctx, d.office.Reader(), d.province(), at, holder)
	if err != nil {
		return 0, 0, err
	}
	var last *statements.Statement
	for i := range all {
		if v := &all[i]; v.State == statements.Closed && v.Year == year && (last == nil || v.Month > last.Month) {
			last = v
		}
	}
	if last == nil {
		return 0, 0, nil
	}
	held, err := d.held(ctx, d.office.Reader(), last)
	if err != nil {
		return 0, 0, err
	}
	return end(last), held.Sums.Differences(), nil
}

// mostWaiting is how many statements are looked at for what waits.
const mostWaiting = 100

// Waiting are the open statements of who an actor reconciles that have differences without an answer, and how many.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (out []Shown, err error) {
	if !d.office.May(a, access.ReconcileMoney) {
		return nil, nil
	}
	all, err := statements.OfState(ctx, d.office.Reader(), d.province(), statements.Open, 1<<60, mostWaiting)
	for i := range all {
		if d.office.PlaceScope(a, access.ReconcileMoney, all[i].Place) != nil {
			continue
		}
		v, err := d.held(ctx, d.office.Reader(), &all[i])
		if err != nil {
			return nil, err
		}
		if v.Open > 0 {
			out = append(out, *v)
		}
	}
	return out, err
}

// List are the statements of who holds lines in a place, the newest first. Errors: errs.NotFound.
func (d *Desk) List(ctx context.Context, a *office.Ask, at place.Code, holder string) (out []statements.Statement,
	account *statements.Account, name string, err error) {
	if !d.sees(a, at) || holder == "" {
		return nil, nil, "", office.NotYours()
	}
	if account, err = statements.FindAccount(ctx, d.office.Reader(), d.province(), at, holder); err != nil {
		if office.IgnoreNotFound(err) != nil {
			return nil, nil, "", err
		}
		account = &statements.Account{Place: at, Holder: holder}
	}
	out, err = statements.Of(ctx, d.office.Reader(), d.province(), at, holder)
	return slices.DeleteFunc(out, func(v statements.Statement) bool { return v.State == statements.Looked }), account,
		d.name(at, holder), err
}
