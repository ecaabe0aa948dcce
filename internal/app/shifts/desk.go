// Package shifts proposes transfers of money between lines of a budget year, by the forecast and inside the rules, keeps
// them as submissions that people change by hand, and carries out what is decided: its movements go into the ledger.
package shifts

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/outlooks"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/shift"
	"giamngheo/internal/store"
	"giamngheo/internal/store/documents"
	rows "giamngheo/internal/store/shifts"
)

// Topic is what a changed submission is told by.
const Topic office.Topic = "shift"

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"shift.make":    errs.T("submission of transfers begun"),
	"shift.edit":    errs.T("submission of transfers changed"),
	"shift.propose": errs.T("submission of transfers proposed"),
	"shift.return":  errs.T("submission of transfers given back"),
	"shift.decide":  errs.T("submission of transfers decided"),
	"shift.drop":    errs.T("submission of transfers dropped"),
	"shift.export":  errs.T("submission of transfers taken out as a table"),
}

// Desk proposes transfers.
type Desk struct{ room }

// room is what the use cases stand on.
type room struct {
	office   *office.Office
	library  *library.Library
	funds    *funds.Desk
	outlooks *outlooks.Desk
	rules    func() (*shift.Rules, error)
}

// New makes the desk.
func New(o *office.Office, l *library.Library, f *funds.Desk, u *outlooks.Desk) *Desk {
	return &Desk{room{o, l, f, u, sync.OnceValues(func() (*shift.Rules, error) { return shift.Read(l.Data()) })}}
}

func (d *room) province() string { return string(d.office.ProvinceCode()) }

// seen is a submission that an actor may see: who sees the money of its place. Errors: errs.NotFound, errs.Forbidden.
func (d *room) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*rows.Shift, error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, office.Forbidden()
	}
	v, err := rows.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || d.office.PlaceScope(a, access.ViewMoney, v.Place) != nil {
		return nil, office.NotYours()
	}
	return v, nil
}

// Found is what could be transferred within a place's money of a budget year.
type Found struct {
	Year     int
	Years    []int
	Unit     place.Unit
	On       date.Date
	Rules    *shift.Rules
	Proposal *shift.Proposal
	Moves    []Move
	Unmet    []Unmet
	MayMake  bool
	Lines    int // that were looked at
	Spare    int // of them can spare money
	Lack     int // lack some
}

// Unmet is a line that still lacks money, with why no more comes.
type Unmet struct {
	shift.Unmet
	Line Known
}

// Find proposes transfers within a place's money of a budget year; 0 is the newest with money. Errors: errs.Forbidden,
// errs.NotFound.
func (d *Desk) Find(ctx context.Context, a *office.Ask, year int, at place.Code) (*Found, error) {
	rules, err := d.rules()
	if err != nil {
		return nil, err
	}
	b, err := d.funds.Board(ctx, a, funds.Query{Year: year, Place: at})
	if err != nil {
		return nil, err
	}
	s, err := d.scene(ctx, a, b.Query.Year, b.Unit.Code)
	if err != nil {
		return nil, err
	}
	f := &Found{Year: s.year, Years: b.Years, Unit: b.Unit, On: s.on, Rules: rules, Lines: len(s.lines),
		Proposal: rules.Propose(s.standings()),
		MayMake:  d.office.PlaceScope(a, access.ProposeTransfers, b.Unit.Code) == nil}
	for i := range s.lines {
		switch l := &s.lines[i]; {
		case l.Lacks() > 0:
			f.Lack++
		case l.Spare() > 0:
			f.Spare++
		}
	}
	f.Moves = moves(s, rules, f.Proposal.Moves, func(int64) *shift.Figures { return nil })
	for _, u := range f.Proposal.Unmet {
		f.Unmet = append(f.Unmet, Unmet{u, *s.line(u.To)})
	}
	return f, nil
}

// MostListed is how many submissions a page lists.
const MostListed = 50

// Listed is a submission as a list shows it.
type Listed struct {
	rows.Shift

	Unit  place.Unit
	Moves int
	Sum   money.Dong
}

// List lists the submissions that an actor may see below a number (0: from the newest); next is where the next page
// begins, 0 where there is none. Errors: errs.Forbidden.
func (d *Desk) List(ctx context.Context, a *office.Ask, below int64) (out []Listed, next int64, err error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, 0, office.Forbidden()
	}
	if below <= 0 {
		below = 1 << 60
	}
	all, err := rows.Before(ctx, d.office.Reader(), d.province(), below, MostListed+1)
	if err != nil {
		return nil, 0, err
	}
	if len(all) > MostListed {
		all, next = all[:MostListed], all[MostListed-1].ID
	}
	for i := range all {
		if d.office.PlaceScope(a, access.ViewMoney, all[i].Place) != nil {
			continue
		}
		c, err := rows.FindChange(ctx, d.office.Reader(), d.province(), all[i].ID, all[i].Version)
		if err != nil {
			return nil, 0, err
		}
		l := Listed{Shift: all[i], Unit: d.office.Unit(all[i].Place), Moves: len(c.Content.Moves)}
		for _, m := range c.Content.Moves {
			l.Sum += m.Amount
		}
		out = append(out, l)
	}
	return out, next, nil
}

// MayPropose reports whether an actor may begin a submission somewhere.
func (d *Desk) MayPropose(a *office.Ask) bool { return d.office.May(a, access.ProposeTransfers) }

// Shown is a submission with its transfers.
type Shown struct {
	rows.Shift
	rows.Content

	Unit     place.Unit
	Moves    []Move
	Sum      money.Dong
	Rules    *shift.Rules
	Choices  []Known // lines between which money may be transferred, for who may change it
	Document *documents.Document
	History  []Done
	Proposer string
	Decider  string
	Unknown  bool // of some kind of its transfers it is not known who decides
	Demo     bool

	MayEdit, MayDecide, MayReturn bool
}

// Done is what was done with a submission.
type Done struct {
	What   errs.Text
	By     string
	At     time.Time
	Reason string
}

// Shift shows a submission. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Shift(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	v, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	c, err := rows.FindChange(ctx, d.office.Reader(), d.province(), id, v.Version)
	if err != nil {
		return nil, err
	}
	rules, err := d.rules()
	if err != nil {
		return nil, err
	}
	s, err := d.scene(ctx, a, v.Year, d.office.Today(v.Place))
	if err != nil {
		return nil, err
	}
	out := &Shown{Shift: *v, Content: c.Content, Unit: d.office.Unit(v.Place), Rules: rules, Demo: d.office.Demo()}
	out.Moves = moves(s, rules, c.Content.Moves, out.Figures)
	for i := range out.Moves {
		m := &out.Moves[i]
		out.Sum += m.Amount
		out.Unknown = out.Unknown || m.Kind == nil || m.Kind.Decider == nil
	}
	decides := d.office.PlaceScope(a, access.DecideTransfers, v.Place) == nil
	edits := d.office.PlaceScope(a, access.ProposeTransfers, v.Place) == nil
	out.MayEdit = v.State == rows.Draft && edits
	out.MayReturn = v.State == rows.Proposed && (decides || edits)
	out.MayDecide = v.State == rows.Proposed && decides && v.ProposedBy != a.Account
	if out.MayEdit {
		out.Choices = s.choices()
	}
	return out, d.tell(ctx, out)
}

// tell fills in who did what, and by which document.
func (d *room) tell(ctx context.Context, s *Shown) (err error) {
	all, err := rows.Changes(ctx, d.office.Reader(), d.province(), s.ID)
	if err != nil {
		return err
	}
	for i := range all {
		s.History = append(s.History, Done{Deeds[all[i].Deed], d.office.NameOf(ctx, all[i].RecordedBy), all[i].Recorded,
			all[i].Reason})
	}
	if s.ProposedBy != 0 {
		s.Proposer = d.office.NameOf(ctx, s.ProposedBy)
	}
	if s.DecidedBy != 0 {
		s.Decider = d.office.NameOf(ctx, s.DecidedBy)
	}
	s.Document, err = documents.Find(ctx, d.office.Reader(), d.province(), s.Shift.Document)
	return office.IgnoreNotFound(err)
}

// Waiting counts the submissions that an actor may decide on, with one of them.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (n int, one *rows.Shift, err error) {
	if !d.office.May(a, access.DecideTransfers) {
		return 0, nil, nil
	}
	all, err := rows.In(ctx, d.office.Reader(), d.province(), rows.Proposed)
	for i := range all {
		if all[i].ProposedBy != a.Account && d.office.PlaceScope(a, access.DecideTransfers, all[i].Place) == nil {
			if n++; one == nil {
				one = &all[i]
			}
		}
	}
	return n, one, err
}

// typed is what somebody wrote into a line of a form.
func typed(s string) string { return strings.Join(strings.Fields(s), " ") }

// usedError refuses a document that other movements carry out already, until somebody says that it is the same decision.
type usedError struct{ error }

// Unwrap is what is said.
func (e usedError) Unwrap() error { return e.error }

// AskedAgain reports whether an error is that a document is used already: the form asks whether it is the same.
func AskedAgain(err error) bool {
	var used usedError
	return errors.As(err, &used)
}
