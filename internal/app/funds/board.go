package funds

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/funds"
)

// By is what a board has a row for.
type By string

// What a board has rows for.
const (
	ByPlace  By = "place"
	ByNode   By = "node"
	ByFund   By = "fund"
	ByOrigin By = "origin"
	ByLine   By = "line"
)

// Bys lists what a board can have rows for.
func Bys() []By { return []By{ByPlace, ByNode, ByFund, ByOrigin, ByLine} }

// Title is what it is called.
func (b By) Title() errs.Text {
	return map[By]errs.Text{ByPlace: errs.T("money|Unit"), ByNode: errs.T("money|Project"),
		ByFund:   errs.T("money|Fund"),
		ByOrigin: errs.T("Year of origin"), ByLine: errs.T("Line of money")}[b]
}

// Query asks for money: of a budget year, as it stood at the end of a day; of a place with all below it, a
// node with its parts, a fund, a year of origin, where they are given.
type Query struct {
	Year   int
	On     date.Date
	Place  place.Code
	Node   string
	Fund   string
	Origin int
	Line   int64
	By     By
}

// Row is a row of the board.
type Row struct {
	Title errs.Text
	Of    Query // what it is made of
	Lines int
	money.Balance
}

// Board is money added up.
type Board struct {
	Query Query
	Unit  place.Unit
	Rows  []Row
	Sum   Row
	Years []int // budget years of which there is money

	Pace        *money.Pace // nil where the day is not within the year, or nothing is left
	Central     money.Dong  // given by the centre for the year
	Local       money.Dong  // added by the locality
	Counterpart []money.Counterpart
}

// Board adds up the lines that an actor may see. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Board(ctx context.Context, a *office.Ask, q Query) (*Board, error) {
	if err := d.settle(a, &q); err != nil {
		return nil, err
	}
	in, err := d.seen(a)
	if err != nil {
		return nil, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	var b *Board
	if err := d.look(ctx, func(k *kept) error {
		if q.Year == 0 {
			q.Year = d.newest(k, in)
		}
		b = &Board{Query: q, Unit: d.office.Unit(q.Place), Years: years(k, in)}
		b.Sum = Row{Title: errs.T("money|Total"), Of: q}
		rows := map[string]*Row{}
		for i := range k.lines {
			l := &k.lines[i]
			if !in(l.Place) || !d.matches(c, &q, l) {
				continue
			}
			key, title, of := d.row(c, &q, l)
			r := rows[key]
			if r == nil {
				r = &Row{Title: title, Of: of}
				rows[key] = r
			}
			is := k.At(l.ID, q.On)
			r.Balance, r.Lines = r.Plus(is), r.Lines+1
			b.Sum.Balance, b.Sum.Lines = b.Sum.Plus(is), b.Sum.Lines+1
			switch f := c.Fund(l.Fund); {
			case f == nil || l.Carried():
			case f.Level == "central":
				b.Central += is.A() + is.Cancelled
			case f.Level == "local":
				b.Local += is.A() + is.Cancelled
			}
		}
		b.Rows = sorted(rows)
		return nil
	}); err != nil {
		return nil, err
	}
	b.Pace = money.PaceOf(b.Sum.Balance, q.Year, q.On)
	lib, err := d.library.Law()
	if q == (Query{Year: q.Year, On: q.On, By: q.By, Place: d.office.ProvinceCode()}) && err == nil { // all money
		b.Counterpart = money.Counterparts(lib, q.Year, b.Central, b.Local)
	}
	return b, err
}

func sorted(rows map[string]*Row) []Row {
	keys := make([]string, 0, len(rows))
	for key := range rows {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	out := make([]Row, len(keys))
	for i, key := range keys {
		out[i] = *rows[key]
	}
	return out
}

// settle fills in what a query leaves open. Errors: errs.Forbidden, errs.NotFound.
func (d *room) settle(a *office.Ask, q *Query) error {
	if q.On.IsZero() {
		q.On = d.office.Day()
	}
	if q.Place == "" {
		q.Place = d.office.Home(a).Code
	}
	if !slices.Contains(Bys(), q.By) {
		q.By = ByPlace
	}
	return d.office.PlaceScope(a, access.ViewMoney, q.Place)
}

// years are the budget years of which there are lines, the newest first.
func years(k *kept, in func(place.Code) bool) (out []int) {
	for i := range k.lines {
		if l := &k.lines[i]; in(l.Place) && !slices.Contains(out, l.Year) {
			out = append(out, l.Year)
		}
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Compare(b, a) })
	return out
}

// newest is the budget year of today, or the last before it of which there is money.
func (d *room) newest(k *kept, in func(place.Code) bool) int {
	for _, y := range years(k, in) {
		if y <= d.office.Day().Year() {
			return y
		}
	}
	return d.office.Day().Year()
}

// matches reports whether a line is of what is asked for.
func (d *room) matches(c *programme.Catalogue, q *Query, l *money.Line) bool {
	switch {
	case l.Year != q.Year, q.Fund != "" && l.Fund != q.Fund, q.Origin != 0 && l.Origin != q.Origin,
		q.Line != 0 && l.ID != q.Line, q.Node != "" && !c.Within(l.Node, q.Node):
		return false
	}
	today := d.office.Today(l.Place)
	return today == q.Place || slices.Contains(d.above(today), q.Place)
}

// row is the row in which a line is counted: its key, by which rows are in order, its title, and what it is made of.
func (d *room) row(c *programme.Catalogue, q *Query, l *money.Line) (key string, title errs.Text, of Query) {
	of = *q
	switch q.By {
	case ByNode:
		of.Node, of.By = l.Node, ByPlace
		return l.Node, c.NodeTitle(l.Node), of
	case ByFund:
		of.Fund, of.By = l.Fund, ByPlace
		return l.Fund, c.FundTitle(l.Fund), of
	case ByOrigin:
		of.Origin, of.By = l.Origin, ByPlace
		return office.IDText(int64(l.Origin)), errs.Text{VI: office.IDText(int64(l.Origin))}, of
	case ByPlace:
		today := d.office.Today(l.Place)
		if today == q.Place {
			break
		}
		part := today
		for _, up := range d.above(today) {
			if up == q.Place {
				break
			}
			part = up
		}
		of.Place = part
		return "a" + string(part), errs.Text{VI: d.office.Unit(part).FullName}, of
	}
	of.Line = l.ID
	return "b" + l.Node + l.Fund + office.IDText(int64(l.Origin)) + l.Holder, d.lineTitle(c, l), of
}

// lineTitle names a line: who holds it, what for, of which fund.
func (d *room) lineTitle(c *programme.Catalogue, l *money.Line) errs.Text {
	t := errs.T("%s – %s – %s", d.holder(l), l.Node, c.FundTitle(l.Fund))
	if l.Carried() {
		return errs.T("%s (of %d, carried over)", t, l.Origin)
	}
	return t
}

func (d *room) holder(l *money.Line) string {
	if l.Kind == money.AtBody {
		return l.Holder
	}
	return d.office.Unit(l.Place).FullName
}

// Entry is a movement as a list shows it.
type Entry struct {
	funds.Movement
	Document string // its symbol
	From, To errs.Text
	Contract string
	Batch    int64 // that people were paid by, 0 for none
	Recorder string
	Reversed bool
	Change   money.Balance // of what is looked at
	After    money.Balance // with all before it, in the order of the list
}

// Entries are the movements of what is asked for up to its day, in the order of their days. What they change adds up
// to the balance of the board.
func (d *Desk) Entries(ctx context.Context, a *office.Ask, q Query) (out []Entry, sum money.Balance, err error) {
	if err := d.settle(a, &q); err != nil {
		return nil, sum, err
	}
	in, err := d.seen(a)
	if err != nil {
		return nil, sum, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, sum, err
	}
	docs, err := documents.All(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, sum, err
	}
	symbols := map[int64]string{}
	for i := range docs {
		symbols[docs[i].ID] = docs[i].Symbol()
	}
	err = d.look(ctx, func(k *kept) error {
		titles := map[int64]errs.Text{}
		title := func(id int64) errs.Text {
			if _, had := titles[id]; !had {
				titles[id] = d.end(c, k, in, id)
			}
			return titles[id]
		}
		of := map[int64]*money.Line{}
		for i := range k.lines {
			if l := &k.lines[i]; in(l.Place) && d.matches(c, &q, l) {
				of[l.ID] = l
			}
		}
		contracts := map[int64]string{}
		for i := range k.contracts {
			contracts[k.contracts[i].ID] = k.contracts[i].Number
		}
		for i := range k.movements {
			m := &k.movements[i]
			if m.Day > q.On || of[m.From] == nil && of[m.To] == nil {
				continue
			}
			e := Entry{Movement: *m, Document: symbols[m.Document], Contract: contracts[m.Contract],
				Batch: k.batches[m.ID],
				From:  title(m.From), To: title(m.To), Reversed: k.Reversed(m.ID)}
			from, to := m.Effect()
			if of[m.From] != nil {
				e.Change = from
			}
			if of[m.To] != nil {
				e.Change = e.Change.Plus(to)
			}
			out = append(out, e)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Entry) int { return cmp.Compare(a.Day, b.Day) })
	for i := range out {
		sum = sum.Plus(out[i].Change)
		out[i].After = sum
	}
	return out, sum, err
}

// end names the line at an end of a movement; of one that is not the actor's to see only that there is one.
func (d *room) end(c *programme.Catalogue, k *kept, in func(place.Code) bool, id int64) errs.Text {
	l := k.Line(id)
	switch {
	case l == nil:
		return errs.Text{}
	case !in(l.Place):
		return errs.T("the level above")
	}
	return d.lineTitle(c, l)
}
