package allocations

import (
	"context"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/allocation"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/norms"
	"giamngheo/internal/app/tallies"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/norm"
	"giamngheo/internal/normbook"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/allocations"
	"giamngheo/internal/words"
)

// In says what is shared out, by which norm and which data. Amounts are đồng; Pool 0 is all that is unspent.
type In struct {
	ID, Version int64 // of the draft that is changed; 0: a new one
	Line        int64
	Title       string
	Norm        string // its code
	NormVersion int64
	Pool        money.Dong
	Day         date.Date // of the data
	Map         date.Date // whose units are shared out to; zero: today's
	Off         map[string]int64
	Sure        bool // a small amount is meant
}

// smallError refuses a pool that looks like millions typed for đồng, until somebody says which.
type smallError struct{ error }

// Unwrap is what is said.
func (e smallError) Unwrap() error { return e.error }

// Small reports whether an error is that an amount may be millions typed for đồng: the form asks which.
func Small(err error) bool {
	var small smallError
	return errors.As(err, &small)
}

// Differs is a field that two people changed at once.
type Differs struct {
	Name         errs.Text
	Theirs, Mine string
}

// Overtaken refuses a change of what somebody else has changed meanwhile; Fields are those in which the two differ.
type Overtaken struct {
	error
	by     int64
	Fields []Differs
}

// Unwrap is what is said.
func (e *Overtaken) Unwrap() error { return e.error }

// Make begins an allocation with the values that the register has. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Make(ctx context.Context, a *office.Ask, in *In) (int64, error) {
	p, err := d.pool(ctx, a, in.Line)
	if err != nil {
		return 0, err
	}
	c, err := d.made(ctx, a, p, in)
	if err != nil {
		return 0, err
	}
	v := &rows.Allocation{Province: d.province(), Line: in.Line, Title: in.Title, State: rows.Draft,
		RecordedBy: a.Account,
		Recorded:   d.office.Now()}
	err = d.add(ctx, a, v, c, &p.Line, "")
	return v.ID, err
}

// add writes a new allocation.
func (d *room) add(ctx context.Context, a *office.Ask, v *rows.Allocation, c *rows.Content, p *money.Line,
	reason string) error {
	deed := &office.Deed{Action: "allocation.make", Kind: "allocation", Place: p.Place, Reason: reason,
		Note: map[string]string{"line": office.IDText(v.Line), "norm": c.Norm.Code, "pool": office.IDText(c.Pool)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := rows.Add(ctx, tx, v); err != nil {
			return err
		}
		deed.Subject = office.IDText(v.ID)
		tx.Changed(Topic, v.ID)
		return rows.AddVersion(ctx, tx, v.Province, v.ID, &rows.Version{Version: v.Version, Deed: deed.Action,
			Reason:  reason,
			Content: *c, RecordedBy: a.Account, Recorded: d.office.Now()})
	})
}

// pool is a line that an actor may share out. Errors: errs.NotFound, errs.Forbidden.
func (d *room) pool(ctx context.Context, a *office.Ask, line int64) (*funds.Pool, error) {
	if _, err := d.funds.Seen(ctx, d.office.Reader(), a, line); err != nil {
		return nil, err
	}
	p, err := d.funds.Pool(ctx, line)
	if err != nil {
		return nil, err
	}
	return p, d.mayEdit(a, &p.Line)
}

// made is what an allocation is made of at first. It completes what was left open.
func (d *room) made(ctx context.Context, a *office.Ask, p *funds.Pool, in *In) (*rows.Content, error) {
	n, err := d.norms.Find(ctx, in.Norm, in.NormVersion)
	if err != nil {
		return nil, err
	}
	if err := d.settle(p, n, in); err != nil {
		return nil, err
	}
	c := &rows.Content{Norm: n.Ref, Pool: int64(in.Pool), Day: in.Day, Map: in.Map, From: rows.ByRegister, Off: in.Off}
	if c.Units, err = d.units(n.Set, p.Place, in.Map); err != nil {
		return nil, err
	}
	return c, d.Fill(ctx, a, c, n.Set)
}

// settle completes and checks what is asked for.
func (d *room) settle(p *funds.Pool, n *norms.Norm, in *In) error {
	c, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(n.Nodes, func(node string) bool { return c.Within(p.Node, node) || node == p.Node }) {
		return errs.New(errs.Invalid,
			"the norm “%s” shares out money of %s, and the line is of %s: choose another norm or line",
			n.Code, strings.Join(n.Nodes, ", "), p.Node)
	}
	today := d.office.Day()
	if in.Day.IsZero() {
		in.Day = today
	}
	if in.Map.IsZero() {
		in.Map = today
	}
	if in.Pool == 0 {
		in.Pool = p.Balance.B()
	}
	if in.Title = typed(in.Title); in.Title == "" {
		in.Title = p.Name.VI + " " + office.IDText(int64(p.Year))
	}
	switch {
	case in.Day > today:
		return errs.New(errs.Invalid, "the day of the data lies after today: nobody knows yet what will be")
	case office.TooLong(in.Title):
		return errs.New(errs.Invalid, "a title has at most 300 letters")
	case in.Pool < 0 || in.Pool > money.Most:
		return errs.New(errs.Invalid, "the pool must be from 1 to 9.000.000.000.000.000 đồng, not %s",
			norm.Dong(int64(in.Pool)))
	case in.Pool == 0:
		return errs.New(errs.Invalid,
			"the line has no unspent money to share out: grant it some first, or say how much is meant")
	case in.Pool < money.Small && !in.Sure:
		return smallError{errs.New(errs.Invalid,
			"is it %s đồng, or %s million đồng (%s đồng)? Choose which, and save again",
			words.Number(int64(in.Pool)), words.Number(int64(in.Pool)), words.Number(int64(in.Pool*money.Million)))}
	}
	for node := range in.Off {
		if in.Off[node] == 0 {
			delete(in.Off, node)
		}
	}
	return nil
}

// change changes a draft in one transaction, as its next version. Errors: errs.NotFound, errs.Forbidden, errs.Invalid
// where it is no draft any more, *Overtaken (errs.Conflict) where somebody else changed it.
func (d *room) change(ctx context.Context, a *office.Ask, id, version int64, action, reason string,
	do func(*office.Tx, *rows.Allocation, *rows.Content) error) error {
	if reason = typed(reason); office.TooLong(reason) {
		return errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
	}
	deed := &office.Deed{Action: action, Kind: "allocation", Subject: office.IDText(id), Reason: reason}
	return d.told(ctx, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(Topic, id)
		v, l, err := d.seen(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := d.mayEdit(a, l); err != nil {
			return err
		}
		deed.Place = l.Place
		was, err := d.still(ctx, tx, v, version, rows.Draft)
		if err != nil {
			return err
		}
		c := was.Content
		if err := do(tx, v, &c); err != nil {
			return err
		}
		return d.next(ctx, tx, a, v, &c, action, reason)
	}))
}

// told says who overtook somebody.
func (d *room) told(ctx context.Context, err error) error {
	var over *Overtaken
	if errors.As(err, &over) {
		over.error = errs.New(errs.Conflict,
			"%s has changed the allocation meanwhile: look at what is there now, then do it again",
			d.office.NameOf(ctx, over.by))
	}
	return err
}

// still is the version that holds, if the allocation is in a state and nobody changed it meanwhile.
func (d *room) still(ctx context.Context, tx *office.Tx, v *rows.Allocation, version int64,
	state rows.State) (*rows.Version, error) {
	now, err := rows.FindVersion(ctx, tx, v.Province, v.ID, v.Version)
	if err != nil {
		return nil, err
	}
	switch {
	case v.State != state && v.State == rows.Decided:
		return nil, errs.New(errs.Conflict,
			"the allocation was decided on %s already, and is not changed any more: begin another in its place",
			v.Decided)
	case v.State != state:
		return nil, errs.New(errs.Conflict, "the allocation is %s by now: open it again", v.State.Title())
	case v.Version != version:
		return nil, &Overtaken{error: store.Overtaken(), by: now.RecordedBy}
	}
	return now, nil
}

// next writes the next version of an allocation.
func (d *room) next(ctx context.Context, tx *office.Tx, a *office.Ask, v *rows.Allocation, c *rows.Content, action,
	reason string) error {
	if err := rows.Set(ctx, tx, v, v.Version); err != nil {
		return err
	}
	return rows.AddVersion(ctx, tx, v.Province, v.ID, &rows.Version{Version: v.Version, Deed: action, Reason: reason,
		Content: *c, RecordedBy: a.Account, Recorded: d.office.Now()})
}

// Edit changes what a draft is of; where the norm or a day is another one the values are counted anew. Errors: those of
// change, with the fields of *Overtaken.
func (d *Desk) Edit(ctx context.Context, a *office.Ask, in *In) error {
	v, l, err := d.seen(ctx, d.office.Reader(), a, in.ID)
	if err != nil {
		return err
	}
	p, err := d.pool(ctx, a, l.ID)
	if err != nil {
		return err
	}
	fresh, err := d.made(ctx, a, p, in)
	if err != nil {
		return err
	}
	s, err := norm.Read(fresh.Norm.Code, []byte(fresh.Norm.Text), nil)
	if err != nil {
		return err
	}
	err = d.change(ctx, a, in.ID, in.Version, "allocation.edit", "", func(_ *office.Tx, v *rows.Allocation,
		c *rows.Content) error {
		v.Title = in.Title
		keep(c, fresh, s)
		*c = *fresh
		return nil
	})
	var over *Overtaken
	if errors.As(err, &over) {
		theirs, missing := rows.FindVersion(ctx, d.office.Reader(), d.province(), in.ID, v.Version)
		if missing != nil {
			return missing
		}
		over.Fields = differing(v, &theirs.Content, in, fresh)
	}
	return err
}

// keep takes over what was set by hand or came from a file, of columns and units that there still are.
func keep(was, now *rows.Content, s *norm.Set) {
	old := map[string]*rows.Unit{}
	for i := range was.Units {
		old[was.Units[i].Code] = &was.Units[i]
	}
	columns := s.Columns()
	if len(now.Units) == 0 { // bodies, which only a file names
		now.Units = was.Units
	}
	for i := range now.Units {
		u, o := &now.Units[i], old[now.Units[i].Code]
		if o == nil {
			continue
		}
		u.Hand = o.Hand
		for _, column := range columns {
			if c := o.Cells[column.Code]; c.By == rows.ByHand || c.By == rows.ByFile {
				u.Cells[column.Code] = c
			}
		}
	}
	now.From, now.File = was.From, was.File
}

// differing are the fields in which two changes of an allocation differ.
func differing(v *rows.Allocation, theirs *rows.Content, in *In, mine *rows.Content) (out []Differs) {
	for _, f := range []Differs{
		{errs.T("allocation|Title"), v.Title, in.Title},
		{errs.T("Amount (đồng)"), norm.Dong(theirs.Pool), norm.Dong(mine.Pool)},
		{errs.T("allocation|Norm"), theirs.Norm.Code + " " + office.IDText(theirs.Norm.Version),
			mine.Norm.Code + " " + office.IDText(mine.Norm.Version)},
		{errs.T("Day of the data"), theirs.Day.Vietnamese(), mine.Day.Vietnamese()},
		{errs.T("Units of the day"), theirs.Map.Vietnamese(), mine.Map.Vietnamese()},
		{errs.T("Off the top"), offText(theirs.Off), offText(mine.Off)},
	} {
		if f.Theirs != f.Mine {
			out = append(out, f)
		}
	}
	return out
}

func offText(off map[string]int64) (out string) {
	for _, node := range slices.Sorted(maps.Keys(off)) {
		out += node + " " + norm.Dong(off[node]) + " "
	}
	return out
}

// SetValue sets a value of a unit by hand, or of all units of which it is not known (unit ""); "" takes it back to what
// the register says. Errors: those of change; errs.Invalid of a value that is none, without a reason.
func (d *Desk) SetValue(ctx context.Context, a *office.Ask, id, version int64, unit, column, value,
	reason string) error {
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	again, err := d.again(ctx, a, id, value)
	if err != nil {
		return err
	}
	return d.change(ctx, a, id, version, "allocation.edit", reason, func(_ *office.Tx, _ *rows.Allocation,
		c *rows.Content) error {
		s, err := norm.Read(c.Norm.Code, []byte(c.Norm.Text), nil)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(s.Columns(), func(of norm.Column) bool { return of.Code == column })
		if at < 0 {
			return errs.New(errs.Invalid, "the norm has no column “%s”", column)
		}
		cell := rows.Cell{By: rows.ByHand, Reason: typed(reason)}
		if value = typed(value); value != "" {
			v, bad := normbook.Value(&s.Columns()[at], value, d.office.Codes())
			if bad != nil {
				return errs.Of(errs.Invalid, *bad)
			}
			cell.Value = v.RatString()
		}
		done := 0
		for i := range c.Units {
			u := &c.Units[i]
			if unit != "" && u.Code != unit || unit == "" && u.Cells[column].Value != "" {
				continue
			}
			done++
			u.Cells = maps.Clone(u.Cells)
			if u.Cells[column] = cell; cell.Value == "" {
				u.Cells[column] = d.tallies.Known(again, s, &s.Columns()[at], place.Code(u.Code), c)
			}
		}
		if done == 0 {
			return errs.New(errs.Invalid, "there is no such unit, or nothing of this column is unknown")
		}
		return nil
	})
}

// again is what the register has for a draft of which a value is taken back to that; nil where one is set.
func (d *room) again(ctx context.Context, a *office.Ask, id int64, value string) (*tallies.Counted, error) {
	if typed(value) != "" {
		return nil, nil
	}
	v, p, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	if err := d.mayEdit(a, p); err != nil {
		return nil, err
	}
	now, err := rows.FindVersion(ctx, d.office.Reader(), d.province(), id, v.Version)
	if err != nil {
		return nil, err
	}
	_, s, err := InputOf(&now.Content)
	if err != nil {
		return nil, err
	}
	return d.tallies.Count(ctx, a, s, now.Content.Day, now.Content.Map)
}

// SetHand sets what a unit gets by hand; nil takes it back. The rest is shared out again by the norm. Errors: those of
// change; errs.Invalid where it cannot be.
func (d *Desk) SetHand(ctx context.Context, a *office.Ask, id, version int64, unit string, amount *money.Dong,
	reason string) error {
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	return d.change(ctx, a, id, version, "allocation.edit", reason, func(_ *office.Tx, _ *rows.Allocation,
		c *rows.Content) error {
		at := slices.IndexFunc(c.Units, func(u rows.Unit) bool { return u.Code == unit })
		if at < 0 {
			return errs.New(errs.Invalid, "a part is set by hand for “%s”, which is not among the units", unit)
		}
		if c.Units[at].Hand = nil; amount != nil {
			c.Units[at].Hand = &rows.Hand{Amount: int64(*amount), Reason: typed(reason)}
		}
		_, err := shared(c)
		var unknown *allocation.Undetermined
		if errors.As(err, &unknown) {
			return nil // it is found out when they are known
		}
		return err
	})
}

// SetHands sets what units get by hand, as a table has it; the rest is shared out again by the norm. Errors: those of
// change; errs.Invalid where it cannot be shared out so.
func (d *Desk) SetHands(ctx context.Context, a *office.Ask, id, version int64, name string,
	hands map[string]rows.Hand) error {
	return d.change(ctx, a, id, version, "allocation.edit", name, func(_ *office.Tx, _ *rows.Allocation,
		c *rows.Content) error {
		for i := range c.Units {
			if h, ok := hands[c.Units[i].Code]; ok {
				c.Units[i].Hand = &rows.Hand{Amount: h.Amount, Reason: typed(h.Reason)}
			}
		}
		_, err := shared(c)
		return err
	})
}

// SetValues takes the values of a draft from a table (.xlsx or .csv), which lies at path. Values of units that are
// none of the
// draft's are refused, by name. Errors: those of change; those of normbook.Read, with every row at fault.
func (d *Desk) SetValues(ctx context.Context, a *office.Ask, id, version int64, name, path string) (notes []errs.Text,
	err error) {
	v, _, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	now, err := rows.FindVersion(ctx, d.office.Reader(), d.province(), id, v.Version)
	if err != nil {
		return nil, err
	}
	s, err := norm.Read(now.Content.Norm.Code, []byte(now.Content.Norm.Text), nil)
	if err != nil {
		return nil, err
	}
	values, err := normbook.ReadSome(ctx, path, s, d.office.Codes(), reading.NoNumber)
	if err != nil {
		return nil, err
	}
	err = d.change(ctx, a, id, version, "allocation.edit", name, func(_ *office.Tx, _ *rows.Allocation,
		c *rows.Content) error {
		c.From, c.File = rows.ByFile, name
		return take(c, s, values.Units, name)
	})
	return values.Notes, err
}

// take puts the values of a table into an allocation.
func take(c *rows.Content, s *norm.Set, units []allocation.Unit, name string) error {
	if s.Recipients == norm.Bodies {
		c.Units = nil
		for _, u := range units {
			c.Units = append(c.Units, rows.Unit{Code: u.Code, Name: u.Title(), Cells: map[string]rows.Cell{}})
		}
	}
	var strange []string
	for _, u := range units {
		at := slices.IndexFunc(c.Units, func(of rows.Unit) bool { return of.Code == u.Code })
		if at < 0 {
			strange = append(strange, u.Code)
			continue
		}
		c.Units[at].Cells = maps.Clone(c.Units[at].Cells)
		for column, v := range u.Values {
			c.Units[at].Cells[column] = rows.Cell{Value: v.RatString(), By: rows.ByFile, Reason: name}
		}
	}
	if len(strange) > 0 {
		return errs.New(errs.Invalid,
			"the table has units that are not among those shared out to on %s: %s. Correct the codes, or choose the day whose units they are",
			c.Map, strings.Join(strange, ", "))
	}
	return nil
}

// shared shares out what an allocation is made of.
func shared(c *rows.Content) (*allocation.Allocation, error) {
	in, _, err := InputOf(c)
	if err != nil {
		return nil, err
	}
	return allocation.Allocate(in)
}

// InputOf is what is shared out, as the wheel takes it.
func InputOf(c *rows.Content) (*allocation.Input, *norm.Set, error) {
	s, err := norm.Read(c.Norm.Code, []byte(c.Norm.Text), nil)
	if err != nil {
		return nil, nil, err
	}
	in := &allocation.Input{Norm: s, Pool: c.Pool, Off: c.Off, Hands: map[string]allocation.Hand{}}
	for i := range c.Units {
		u := &c.Units[i]
		one := allocation.Unit{Code: u.Code, Name: u.Name, Values: map[string]*big.Rat{}}
		for column, cell := range u.Cells {
			if v, ok := new(big.Rat).SetString(cell.Value); ok && cell.Value != "" {
				one.Values[column] = v
			}
		}
		in.Units = append(in.Units, one)
		if u.Hand != nil {
			in.Hands[u.Code] = allocation.Hand{Amount: u.Hand.Amount, Reason: u.Hand.Reason}
		}
	}
	return in, s, nil
}
