// Package agreements keeps what one person proposes and another one takes, whatever it is: the desks that do it say
// how.
package agreements

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/proposals"
)

// Desk keeps what waits for a second person.
type Desk struct {
	office *office.Office
	duties *access.Duties
	kinds  map[proposals.Kind]Way
}

// New makes the desk.
func New(office *office.Office, duties *access.Duties) *Desk {
	return &Desk{office, duties, map[proposals.Kind]Way{}}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"second.propose":  errs.T("proposed what needs a second person"),
	"second.take":     errs.T("agreed as the second person"),
	"second.refuse":   errs.T("refused as the second person"),
	"second.withdraw": errs.T("took back what waited for a second person"),
	"second.list":     errs.T("viewed what waits for a second person"),
}

// Way is how a kind of proposal is shown and done; a desk gives it.
type Way struct {
	Title errs.Text // what is done
	// Prepare looks at a proposal that somebody takes – with the rights of today of who proposed it – and says how it is
	// done. Errors (errs.Conflict): it does not fit any more.
	Prepare func(ctx context.Context, taker, by *office.Ask, p *Proposal) (*Doing, error)
	// Show says what it would do, to who may see it.
	Show func(ctx context.Context, p *Proposal) (Card, error)
	// Not says why one who may take the kind may not take this one; nil: nothing is against it.
	Not func(taker *office.Ask, p *Proposal) error
}

// Proposal is one with why it is proposed and, in What, what its desk keeps of it.
type Proposal struct {
	proposals.Proposal

	Reason string
}

// kept is how a proposal is kept: the reason beside what its desk keeps.
type kept struct {
	Reason string          `json:"reason"`
	Of     json.RawMessage `json:"of"`
}

// Doing is how a proposal is done: within the transaction in which it is taken.
type Doing struct {
	Do     func(ctx context.Context, tx *office.Tx) error
	After  func() // once it is on the disk; nil: nothing
	Secret string // a temporary password, shown once to who took it; "" mostly
	Whose  string // of the secret
}

// Card is what a proposal would do, as its page shows it.
type Card struct {
	What    errs.Text
	Whom    string // a name, a file; "": nobody's
	Address string // of it; "": it has none
	Facts   []Fact
	Changes []household.Change // masked
}

// Fact is a fact of a card.
type Fact struct{ Name, Value errs.Text }

// In is what somebody proposes.
type In struct {
	Kind    proposals.Kind
	Place   place.Code
	Subject int64
	Reason  string
	Of      any // what its desk keeps of it
}

// Waits is the answer to who did what needs a second person: it is proposed, and not done.
type Waits struct {
	ID      int64
	Kind    proposals.Kind
	Subject int64
}

// Error says so.
func (w *Waits) Error() string { return w.Text().VI }

// Text says so.
func (w *Waits) Text() errs.Text {
	return errs.T("not done yet: it is proposed as no. %d and waits for a second person", w.ID)
}

// Unwrap is what is said to whoever does not know of second persons.
func (w *Waits) Unwrap() error { return errs.Of(errs.Conflict, w.Text()) }

// Bounds: how many are on a page, how many of one's own, and how many rows are looked at for a page.
const (
	OnPage   = 50
	mostOwn  = 100
	mostSeen = 5000
	piece    = 200
)

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Handle says how a kind of proposal is shown and done.
func (d *Desk) Handle(kind proposals.Kind, way Way) { d.kinds[kind] = way }

// Rule is what needs a second person of a kind; nil where one is enough.
func (d *Desk) Rule(kind proposals.Kind) *access.Second { return d.duties.SecondOf(string(kind)) }

// Title is what a kind of proposal does.
func (d *Desk) Title(kind proposals.Kind) errs.Text { return d.kinds[kind].Title }

// Needed reports whether a kind of deed needs a second person, at a size.
func (d *Desk) Needed(kind proposals.Kind, size int64) bool {
	rule := d.duties.SecondOf(string(kind))
	return rule != nil && size > rule.Above
}

// Propose keeps what somebody wants to do until another person takes it. It always answers with an error: *Waits where
// it is proposed. Errors: errs.Invalid without a reason, errs.Conflict where one is open about the same.
func (d *Desk) Propose(ctx context.Context, a *office.Ask, in In) error {
	if err := office.NeedReason(in.Reason); err != nil {
		return errs.New(errs.Invalid, "another person has to agree to this: write why it is done (5 letters or more)")
	}
	of, err := json.Marshal(in.Of)
	if err != nil {
		return err
	}
	p := proposals.Proposal{Province: d.province(), Kind: in.Kind, Place: in.Place, Subject: in.Subject, By: a.Account,
		At: d.office.Now()}
	if p.What, err = json.Marshal(kept{strings.TrimSpace(in.Reason), of}); err != nil {
		return err
	}
	deed := d.deed("second.propose", &p, in.Reason)
	err = d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if in.Subject != 0 {
			had, err := proposals.Of(ctx, tx, p.Province, p.Kind, p.Subject)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(had, func(p proposals.Proposal) bool { return p.State == proposals.Open }) {
				return errs.New(errs.Conflict,
					"the same is proposed already and waits for a second person: have it decided or taken back first")
			}
		}
		if err := proposals.Add(ctx, tx, &p); err != nil {
			return err
		}
		deed.Note["proposal"] = office.IDText(p.ID)
		tx.Changed(office.TopicProposal, p.ID)
		return nil
	})
	if err != nil {
		return err
	}
	return &Waits{p.ID, p.Kind, p.Subject}
}

func (d *Desk) deed(action string, p *proposals.Proposal, reason string) *office.Deed {
	return &office.Deed{Action: action, Kind: "proposal", Subject: office.IDText(p.ID), Place: p.Place, Reason: reason,
		Note: map[string]string{"kind": string(p.Kind), "subject": office.IDText(p.Subject)}}
}

// mayTake reports whether an actor holds, in a place, a role whose holders take a kind.
func (d *Desk) mayTake(a *office.Ask, kind proposals.Kind, at place.Code) bool {
	rule := d.duties.SecondOf(string(kind))
	if rule == nil || d.kinds[kind].Prepare == nil {
		return false
	}
	day := d.office.Day()
	at = d.office.Today(at)
	units := []place.Code{at}
	if u, ok := d.office.Reg().At(at, day); ok {
		for _, above := range d.office.Reg().Ancestors(u, day) {
			units = append(units, above.Code)
		}
	}
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.Holds(day) && slices.Contains(rule.Takes, g.Role) && slices.Contains(units, g.Place)
	})
}

// against says why an actor may not take a proposal that is open; nil: he may.
func (d *Desk) against(a *office.Ask, p *Proposal) error {
	rule := d.duties.SecondOf(string(p.Kind))
	switch {
	case !d.mayTake(a, p.Kind, p.Place):
		return office.Forbidden()
	case d.office.ActsAs(a, p.By):
		return errs.New(errs.Forbidden, "you proposed this yourself: another person decides on it")
	case p.State != proposals.Open:
		return store.Overtaken()
	case d.office.Day() > office.DayOf(p.At).AddDays(rule.Days):
		return errs.New(errs.Conflict, "this was proposed more than %d days ago: refuse it and have it proposed anew",
			rule.Days)
	}
	if not := d.kinds[p.Kind].Not; not != nil {
		return not(a, p)
	}
	return nil
}

// open reads what is kept of a proposal.
func open(p *proposals.Proposal) (*Proposal, error) {
	var k kept
	err := json.Unmarshal(p.What, &k)
	out := &Proposal{*p, k.Reason}
	out.What = k.Of
	return out, err
}

// seen returns a proposal that is the actor's own or that he may decide on. Errors: errs.NotFound.
func (d *Desk) seen(ctx context.Context, a *office.Ask, id int64) (*proposals.Proposal, *Proposal, error) {
	row, err := proposals.Find(ctx, d.office.Reader(), d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, nil, err
	}
	if err != nil || d.kinds[row.Kind].Prepare == nil || row.By != a.Account && !d.mayTake(a, row.Kind, row.Place) {
		return nil, nil, office.NotYours()
	}
	p, err := open(row)
	return row, p, err
}

// close ends an open proposal within a transaction.
func (d *Desk) close(ctx context.Context, tx *office.Tx, a *office.Ask, row *proposals.Proposal, state proposals.State,
	answer string) error {
	row.State, row.Answer, row.Decider, row.Decided = state, strings.TrimSpace(answer), a.Account, d.office.Now()
	tx.Changed(office.TopicProposal, row.ID)
	return proposals.Decide(ctx, tx, row)
}

// Refuse refuses a proposal with a reason; who proposed it takes it back so. Errors: errs.Forbidden, errs.NotFound,
// errs.Invalid, errs.Conflict where it was decided meanwhile.
func (d *Desk) Refuse(ctx context.Context, a *office.Ask, id int64, reason string) error {
	row, _, err := d.seen(ctx, a, id)
	if err != nil {
		return err
	}
	state, action := proposals.Refused, "second.refuse"
	if row.By == a.Account {
		state, action = proposals.Withdrawn, "second.withdraw"
	} else if err := office.NeedReason(reason); err != nil {
		return err
	}
	return d.office.Do(ctx, a, d.deed(action, row, reason), func(tx *office.Tx) error {
		return d.close(ctx, tx, a, row, state, reason)
	})
}

// Take does what another person proposed; of its doing the secret is shown once. Errors: errs.Forbidden for who
// proposed it and who may not take it, errs.NotFound, errs.Conflict where it does not fit any more.
func (d *Desk) Take(ctx context.Context, a *office.Ask, id int64) (*Doing, error) {
	row, p, err := d.seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := d.against(a, p); err != nil {
		return nil, err
	}
	by, err := office.AskOf(ctx, d.office, p.By)
	if office.IgnoreNotFound(err) != nil && errs.KindOf(err) != errs.Forbidden {
		return nil, err
	}
	if err != nil {
		return nil, ended()
	}
	doing, err := d.kinds[p.Kind].Prepare(ctx, a, by, p)
	if err != nil {
		return nil, err
	}
	deed := d.deed("second.take", row, p.Reason)
	deed.Note["proposed_by"] = d.office.NameOf(ctx, p.By)
	err = d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := d.close(ctx, tx, a, row, proposals.Taken, ""); err != nil {
			return err
		}
		return doing.Do(ctx, tx)
	})
	if err == nil && doing.After != nil {
		doing.After()
	}
	return doing, err
}

// ended is said where who proposed something could not do it any more.
func ended() error {
	return errs.New(errs.Conflict,
		"who proposed this may not do it any more: refuse it; somebody who may can propose it anew")
}

// Still refuses with what is said to who takes where the rights of who proposed it have ended; nil stays nil.
func Still(err error) error {
	if k := errs.KindOf(err); err != nil && (k == errs.Forbidden || k == errs.NotFound) {
		return ended()
	}
	return err
}

// Changed is said where what a proposal is about has changed since.
func Changed() error {
	return errs.New(errs.Conflict, "what this is about has changed since it was proposed: refuse it and have it proposed anew")
}
