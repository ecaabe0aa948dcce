package funds

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"giamngheo/internal/access"
	appdocuments "giamngheo/internal/app/documents"
	"giamngheo/internal/contribution"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/stead"
	"giamngheo/internal/store"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/contributions"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/words"
)

// smallError refuses an amount that looks like millions typed for đồng, until somebody says which.
type smallError struct{ error }

// Small reports whether an error is that an amount may be millions typed for đồng: the form asks which.
func Small(err error) bool {
	var small smallError
	return errors.As(err, &small)
}

// Unwrap is what is said.
func (e smallError) Unwrap() error { return e.error }

// Grant records what the State gives: the line is opened where there is none yet. It returns the line. Sure says that a
// small amount is meant. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Grant(ctx context.Context, a *office.Ask, line money.Line, m money.Movement, sure bool) (int64, error) {
	if err := small(&m, sure); err != nil {
		return 0, cmp.Or(d.office.PlaceScope(a, money.Grant.May(), line.Place), err)
	}
	err := d.office.Each(ctx, a, func(tx *office.Tx) error { return GrantIn(ctx, tx, a, d, &line, &m) })
	return line.ID, err
}

// GrantIn is Grant within a transaction that does more; the numbers of line and movement are set in them.
func GrantIn(ctx context.Context, tx *office.Tx, a *office.Ask, d *Desk, line *money.Line, m *money.Movement) error {
	line.Parent, line.ID = 0, 0
	if m.Kind != money.Mobilise {
		m.Kind = money.Grant
	}
	if err := d.office.PlaceScope(a, m.Kind.May(), line.Place); err != nil {
		return err
	}
	if err := d.fits(line); err != nil {
		return err
	}
	if err := d.open(ctx, tx, a, line); err != nil {
		return err
	}
	m.From, m.To = 0, line.ID
	return d.in(ctx, tx, a, m)
}

// Share is what a line below gets.
type Share struct {
	Line   money.Line // node, kind, holder and place; the rest is that of the line above
	Amount money.Dong
}

// Allot shares a line's money out to lines below, which are opened where there are none yet. Sure says that small
// amounts are meant. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Allot(ctx context.Context, a *office.Ask, from int64, shares []Share, m money.Movement,
	sure bool) error {
	for i := range shares {
		m.Amount = shares[i].Amount
		if err := small(&m, sure); err != nil {
			return err
		}
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error { return d.AllotIn(ctx, tx, a, from, shares, m) })
}

// AllotIn is Allot within a transaction that does more.
func (d *Desk) AllotIn(ctx context.Context, tx *office.Tx, a *office.Ask, from int64, shares []Share,
	m money.Movement) error {
	return d.allot(ctx, tx, a, from, shares, m, access.AllotMoney)
}

// allot shares a line's money out for who may do something.
func (d *room) allot(ctx context.Context, tx *office.Tx, a *office.Ask, from int64, shares []Share, m money.Movement,
	may access.Action) error {
	above, err := d.lineSeen(ctx, tx, a, from)
	if err != nil {
		return err
	}
	for i := range shares {
		line := shares[i].Line
		line.ID, line.Parent, line.Fund, line.Origin, line.Year = 0, from, above.Fund, above.Origin, above.Year
		if err := d.office.PlaceScope(a, may, line.Place); err != nil {
			return err
		}
		if err := d.fits(&line); err != nil {
			return err
		}
		if err := d.open(ctx, tx, a, &line); err != nil {
			return err
		}
		m.ID, m.Kind, m.From, m.To, m.Amount = 0, money.Allot, from, line.ID, shares[i].Amount
		if m.Amount < 0 {
			m.Kind, m.From, m.To, m.Amount = money.Withdraw, line.ID, from, -m.Amount
		}
		if err := d.by(ctx, tx, a, &m, may); err != nil {
			return err
		}
	}
	return nil
}

// Carry takes a line's money into the next year: what is unspent, or what is advanced and not settled. Errors:
// errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Carry(ctx context.Context, a *office.Ask, m money.Movement) error {
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		was, err := d.lineSeen(ctx, tx, a, m.From)
		if err != nil {
			return err
		}
		next := *was
		next.ID, next.Parent, next.Year = 0, 0, was.Year+1
		if err := d.open(ctx, tx, a, &next); err != nil {
			return err
		}
		m.To = next.ID
		return d.in(ctx, tx, a, &m)
	})
}

// Record records any other movement of lines that there are. It returns its number. Errors: errs.Invalid with what is
// wrong and the numbers, errs.Forbidden, errs.NotFound.
func (d *Desk) Record(ctx context.Context, a *office.Ask, m money.Movement) (int64, error) {
	if m.Kind == money.Grant || m.Kind == money.Allot || m.Kind == money.CarryEstimate || m.Kind == money.CarryAdvance {
		return 0, errs.New(errs.Invalid, "there is no such kind of movement")
	}
	m.Reverses = 0
	err := d.office.Each(ctx, a, func(tx *office.Tx) error { return d.in(ctx, tx, a, &m) })
	return m.ID, err
}

// Cites refuses a document that is not in force for the actor; 0 is none. Errors: errs.Invalid.
func (d *Desk) Cites(ctx context.Context, tx *office.Tx, a *office.Ask, document int64) error {
	return d.cites(ctx, tx, a, &money.Movement{Document: document})
}

// RecordIn is Record within a transaction that does more: a batch that people are paid by.
func (d *Desk) RecordIn(ctx context.Context, tx *office.Tx, a *office.Ask, m *money.Movement) error {
	m.ID, m.Reverses = 0, 0
	return d.in(ctx, tx, a, m)
}

// TakeBack records that a movement was a mistake, on a day. Errors: errs.Invalid where later days need it,
// errs.Forbidden, errs.NotFound.
func (d *Desk) TakeBack(ctx context.Context, a *office.Ask, id int64, on date.Date, reason string) error {
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error { return TakeBackIn(ctx, tx, a, d, id, 0, on, reason) })
}

// TakeBackIn is TakeBack within a transaction that does more: a contribution is withdrawn, 0 where none is.
func TakeBackIn(ctx context.Context, tx *office.Tx, a *office.Ask, d *Desk, id, of int64, on date.Date,
	reason string) error {
	was, err := funds.FindMovement(ctx, tx, d.province(), id)
	if _, hidden := d.seen(a); hidden != nil || office.IgnoreNotFound(err) != nil {
		return cmp.Or(hidden, err)
	}
	if err != nil {
		return office.NotYours()
	}
	m := was.Reversal()
	if _, err := d.gather(ctx, tx, a, &m, m.Kind.May()); err != nil {
		return err // before anything is said of it
	}
	gift, err := contributions.OfMovement(ctx, tx, d.province(), id)
	if err != nil {
		return err
	}
	switch batch, err := batches.OfMovement(ctx, tx, d.province(), id); {
	case err != nil:
		return err
	case gift != of:
		return errs.New(errs.Invalid, "this movement is of contribution no. %d: it is withdrawn there", gift)
	case was.Reverses != 0:
		return errs.New(errs.Invalid, "what takes a movement back is not taken back: record the movement again")
	case batch != 0:
		return errs.New(errs.Invalid,
			"this movement is of payment list no. %d: what was not received is given back there, line by line", batch)
	}
	m.Day, m.Reason = max(on, was.Day), strings.TrimSpace(reason)
	return d.in(ctx, tx, a, &m)
}

// small refuses amounts that are granted or allotted and look like millions.
func small(m *money.Movement, sure bool) error {
	if sure || m.Amount >= money.Small || m.Amount <= 0 {
		return nil
	}
	return smallError{errs.New(errs.Invalid,
		"is it %s đồng, or %s million đồng (%s đồng)? Choose which, and save again", words.Number(int64(m.Amount)),
		words.Number(int64(m.Amount)), words.Number(int64(m.Amount*money.Million)))}
}

// fits says why a line cannot be. Errors: errs.Invalid.
func (d *room) fits(l *money.Line) error {
	c, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	l.Holder = strings.Join(strings.Fields(l.Holder), " ")
	if l.Kind == money.AtPlace {
		l.Holder = string(l.Place)
	}
	f := c.Fund(l.Fund)
	switch {
	case c.Node(l.Node) == nil:
		return errs.New(errs.Invalid, "there is no sub-project “%s”; choose one of the list", l.Node)
	case f == nil || f.Carried:
		return errs.New(errs.Invalid, "there is no fund “%s”", l.Fund)
	case l.Kind != money.AtPlace && l.Kind != money.AtBody:
		return errs.New(errs.Invalid, "choose whether a unit or a body holds the line")
	case l.Holder == "" || office.TooLong(l.Holder):
		return errs.New(errs.Invalid, "who holds the line is missing")
	case l.Year < 2000 || l.Year > 2100 || l.Origin < 2000 || l.Origin > l.Year:
		return errs.New(errs.Invalid, "the budget year is missing, or money is of a later year than it is spent in")
	}
	return nil
}

// open finds the line of a purpose and holder, or opens it.
func (d *room) open(ctx context.Context, tx *office.Tx, a *office.Ask, l *money.Line) error {
	had, err := funds.Same(ctx, tx, d.province(), l)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err == nil {
		*l = *had
		return nil
	}
	if err := funds.AddLine(ctx, tx, d.province(), l, funds.By{Account: a.Account, At: d.office.Now()}); err != nil {
		return err
	}
	tx.Changed(office.TopicMoney, l.ID)
	return tx.Note(ctx, office.Deed{Action: "money.line", Kind: "money_line", Subject: office.IDText(l.ID), Place: l.Place,
		Note: map[string]string{"node": l.Node, "fund": l.Fund, "origin": office.IDText(int64(l.Origin)),
			"year": office.IDText(int64(l.Year)), "holder": l.Holder}})
}

// in records a movement in a transaction: whoever may, what the law allows, and what the ledger has.
func (d *room) in(ctx context.Context, tx *office.Tx, a *office.Ask, m *money.Movement) error {
	return d.by(ctx, tx, a, m, m.Kind.May())
}

// by is in for who may do something else, of which the movement is a part.
func (d *room) by(ctx context.Context, tx *office.Tx, a *office.Ask, m *money.Movement, may access.Action) error {
	if m.Kind.May() == "" {
		return errs.New(errs.Invalid, "there is no such kind of movement")
	}
	if m.Day > d.office.Day() {
		return errs.New(errs.Invalid, "the movement’s day lies after today")
	}
	g, err := d.gather(ctx, tx, a, m, may)
	if err != nil {
		return err
	}
	if err := d.cites(ctx, tx, a, m); err != nil {
		return err
	}
	m.Voucher, m.Reason = strings.TrimSpace(m.Voucher), strings.TrimSpace(m.Reason)
	if office.TooLong(m.Voucher) || office.TooLong(m.Reason) {
		return errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
	}
	if err := d.apart(a, g, m); err != nil {
		return err
	}
	if m.From != 0 {
		terms, err := d.terms(g.Line(m.From), m.Day)
		if err != nil {
			return err
		}
		if err := terms.Allow(g.Ledger, m); err != nil {
			return err
		}
	}
	if err := d.brought(ctx, tx, g, m); err != nil {
		return err
	}
	if err := g.Add(m); err != nil {
		return err
	}
	m.By = a.Account
	row := &funds.Movement{Movement: *m, At: d.office.Now()}
	if err := funds.AddMovement(ctx, tx, d.province(), row); err != nil {
		return err
	}
	m.ID = row.ID
	tx.Changed(office.TopicMoney, m.ID)
	action := "money.record"
	if m.Reverses != 0 {
		action = "money.reverse"
	}
	return tx.Note(ctx, office.Deed{Action: action, Kind: "money", Subject: office.IDText(m.ID), Place: g.place,
		Reason: m.Reason, Note: map[string]string{"kind": string(m.Kind), "amount": office.IDText(int64(m.Amount)),
			"from": office.IDText(m.From), "to": office.IDText(m.To), "day": m.Day.String(),
			"document": office.IDText(m.Document), "contract": office.IDText(m.Contract), "voucher": m.Voucher}})
}

// brought refuses a payment of an accepted item for what others brought of it: nothing is settled twice.
func (d *room) brought(ctx context.Context, tx *office.Tx, g *gathered, m *money.Movement) error {
	item := g.Item(m.Item)
	if item == nil || m.Kind != money.Pay || m.Reverses != 0 {
		return nil
	}
	all, err := contributions.Brought(ctx, tx, d.province(), m.Contract)
	if err != nil || all[m.Item] == 0 {
		return err
	}
	return contribution.Fits(item, g.Settled(m.Item), all[m.Item], m.Amount)
}

// cites refuses a movement that cites a document which is not there for the actor, or holds no more. What is taken back
// cites what it did, whoever takes it back.
func (d *room) cites(ctx context.Context, tx *office.Tx, a *office.Ask, m *money.Movement) error {
	if m.Document == 0 {
		return nil
	}
	doc, err := documents.Find(ctx, tx, d.province(), m.Document)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || m.Reverses == 0 && (doc.State != document.InForce || !appdocuments.Sees(d.office, a, doc)) {
		return errs.New(errs.Invalid, "there is no such document in force: choose another")
	}
	return nil
}

// gathered is what a movement is held against: its lines and its contract with all that was recorded of them.
type gathered struct {
	*money.Ledger
	rows  map[int64]*funds.Movement
	place place.Code
}

// gather reads what a movement is held against. Errors: errs.NotFound and errs.Forbidden for lines and contracts that
// the actor may not see, or may see and not do this with.
func (d *room) gather(ctx context.Context, tx *office.Tx, a *office.Ask, m *money.Movement,
	may access.Action) (*gathered, error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	g := &gathered{Ledger: money.NewLedger(c.Within), rows: map[int64]*funds.Movement{}}
	take := func(all []funds.Movement, err error) error {
		for i := range all {
			g.rows[all[i].ID] = &all[i]
		}
		return err
	}
	for _, id := range []int64{m.From, m.To} {
		if id == 0 {
			continue
		}
		l, err := d.lineSeen(ctx, tx, a, id)
		if err != nil {
			return nil, err
		}
		if err := d.office.PlaceScope(a, may, l.Place); err != nil {
			return nil, err
		}
		g.Open(*l)
		g.place = l.Place
		if err := take(funds.From(ctx, tx, d.province(), id)); err != nil {
			return nil, err
		}
		if err := take(funds.To(ctx, tx, d.province(), id)); err != nil {
			return nil, err
		}
	}
	if m.Contract != 0 {
		if err := d.gatherContract(ctx, tx, a, g, m.Contract); err != nil {
			return nil, err
		}
		if err := take(funds.Of(ctx, tx, d.province(), m.Contract)); err != nil {
			return nil, err
		}
	}
	ids := make([]int64, 0, len(g.rows))
	for id := range g.rows {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		g.Restore(&g.rows[id].Movement)
	}
	return g, nil
}

func (d *room) gatherContract(ctx context.Context, r store.Reader, a *office.Ask, g *gathered, id int64) error {
	in, err := d.seen(a)
	if err != nil {
		return err
	}
	c, err := funds.FindContract(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || !in(c.Place) {
		return office.NotYours()
	}
	g.Sign(*c)
	items, err := funds.ItemsOf(ctx, r, d.province(), id)
	if err != nil {
		return err
	}
	for _, i := range items {
		if err := g.Accept(i); err != nil {
			return err
		}
	}
	return nil
}

// apart refuses that one person allots a line's money and pays from it.
func (d *room) apart(a *office.Ask, g *gathered, m *money.Movement) error {
	var allotted, paid []int64
	for _, row := range g.rows {
		switch {
		case row.Kind.Gives():
			allotted = append(allotted, row.By)
		case row.Kind.Spends():
			paid = append(paid, row.By)
		}
	}
	if m.Reverses == 0 && m.Kind.Spends() {
		return stead.MayLend(a.Account, a.Grants, d.office.Day(), access.Pays, access.Allots, allotted...)
	}
	if m.Reverses == 0 && m.Kind.Gives() {
		return stead.MayLend(a.Account, a.Grants, d.office.Day(), access.Allots, access.Pays, paid...)
	}
	return nil
}
