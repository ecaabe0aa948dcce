// Package corrections withdraws and corrects what households were recognised as: one person proposes it, another one
// takes it. Until then what was recognised stands.
package corrections

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	reviewdesk "giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/proposals"
	"giamngheo/internal/store/reviews"
)

// Desk corrects recognitions.
type Desk struct {
	office  *office.Office
	book    *book.Desk
	reviews *reviewdesk.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, reviews *reviewdesk.Desk) *Desk {
	return &Desk{office, book, reviews}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"review.correct.propose":  errs.T("correction of a recognition proposed"),
	"review.correct.refuse":   errs.T("proposed correction of a recognition refused"),
	"review.correct.withdraw": errs.T("proposed correction of a recognition taken back"),
	"review.correct.list":     errs.T("viewed proposed corrections of recognitions"),
	"review.correct":          errs.T("recognition corrected"),
	"review.withdraw":         errs.T("recognition withdrawn"),
}

// Input changes what a decision recognised. Withdrawn, the recognition ends on the day; corrected, another one stands
// in its place from its first day on. Neither overwrites it.
type Input struct {
	Household   int64         `json:"-"`
	Recognition int64         `json:"recognition"`
	Correct     bool          `json:"correct"`         // false: withdrawn
	Class       poverty.Class `json:"class,omitempty"` // of the one in its place
	Number      string        `json:"number"`          // of the decision that does it
	Day         date.Date     `json:"day"`
	Reason      string        `json:"reason"`
}

// Bounds: how long the number of a decision may be, in letters, and how many open and refused proposals of a province
// are looked at.
const (
	mostNumber  = 60
	mostOpen    = 1000
	mostRefused = 100
)

// Shown is a proposal with what it would do.
type Shown struct {
	proposals.Proposal
	Input
	Was       poverty.Class // what the recognition says; 0 where it is not there any more
	Code      string        // of the household
	Head      string        // its head's name
	Unit      place.Unit
	Proposer  string
	DecidedBy string // a name
	MayTake   bool   // another's, and the actor decides there
	Own       bool   // the actor's own, and open
}

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// mayTake reports whether an actor may take what another one proposed in a commune.
func (d *Desk) mayTake(a *office.Ask, commune place.Code) bool {
	return d.office.MayIn(a, access.DecideReviews, commune) || d.office.MayIn(a, access.AnnounceReviews, commune)
}

// MayPropose reports whether an actor may propose a correction in a commune.
func (d *Desk) MayPropose(a *office.Ask, commune place.Code) bool {
	return d.office.MayIn(a, access.RunReviews, commune) || d.mayTake(a, commune)
}

// check says what is wrong with a correction of what a household is recognised as by now.
func (d *Desk) check(in *Input) (was review.Recognition, err error) {
	if err := office.NeedReason(in.Reason); err != nil {
		return was, err
	}
	path := d.reviews.PathOf(in.Household)
	i := slices.IndexFunc(path, func(r review.Recognition) bool { return r.ID == in.Recognition && r.Superseded == 0 })
	if i < 0 {
		return was, errs.New(errs.NotFound, "there is no such recognition, or it was superseded")
	}
	was = path[i]
	in.Number = strings.TrimSpace(in.Number)
	switch {
	case in.Number == "" || len([]rune(in.Number)) > mostNumber || in.Day < was.From || in.Day > d.office.Day():
		return was, errs.New(errs.Invalid, "give the number and day of the decision (from the recognition to today)")
	case in.Correct && (in.Class == was.Class || in.Class != poverty.Poor && in.Class != poverty.NearPoor &&
		in.Class != poverty.None):
		return was, errs.New(errs.Invalid, "choose the right class: poor, near-poor or neither, other than before")
	}
	return was, nil
}

// Propose proposes a correction and returns the proposal's number. Errors: errs.Forbidden, errs.NotFound, errs.Invalid,
// errs.Conflict where another one is open for the household.
func (d *Desk) Propose(ctx context.Context, a *office.Ask, in Input) (int64, error) {
	v, err := d.book.Seen(ctx, a, in.Household)
	if err != nil {
		return 0, err
	}
	commune := v.Household.Commune
	if !d.MayPropose(a, commune) {
		return 0, office.Forbidden()
	}
	if _, err := d.check(&in); err != nil {
		return 0, err
	}
	what, err := json.Marshal(in)
	if err != nil {
		return 0, err
	}
	p := proposals.Proposal{Province: v.Province, Kind: proposals.Correction, Place: commune, Subject: in.Household,
		By: a.Account, At: d.office.Now(), What: what}
	deed := &office.Deed{Action: "review.correct.propose", Kind: "household", Subject: office.IDText(in.Household),
		Place: commune, Reason: in.Reason, Note: map[string]string{"number": in.Number}}
	return p.ID, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		had, err := proposals.Of(ctx, tx, v.Province, p.Kind, p.Subject)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(had, func(p proposals.Proposal) bool { return p.State == proposals.Open }) {
			return errs.New(errs.Conflict,
				"a correction of this household is proposed already: have it decided or taken back first")
		}
		tx.Changed(office.TopicRecognition, in.Household)
		return proposals.Add(ctx, tx, &p)
	})
}

// where is the commune of the household that a proposal is about: it may have moved since.
func (d *Desk) where(p *proposals.Proposal) place.Code {
	if c := d.book.View().Snap.CommuneOf(p.Subject); c != "" {
		return place.Code(c)
	}
	return p.Place
}

// seen returns a proposal in a commune that the actor may see. Errors: errs.NotFound.
func (d *Desk) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*proposals.Proposal, *Input, error) {
	p, err := proposals.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, nil, err
	}
	if err != nil || p.Kind != proposals.Correction || !d.office.MayIn(a, access.ViewHouseholds, d.where(p)) {
		return nil, nil, office.NotYours()
	}
	p.Place = d.where(p)
	in := Input{Household: p.Subject}
	return p, &in, json.Unmarshal(p.What, &in)
}

// close ends an open proposal within a transaction.
func (d *Desk) close(ctx context.Context, tx *office.Tx, a *office.Ask, p *proposals.Proposal,
	state proposals.State, answer string) error {
	p.State, p.Answer, p.Decider, p.Decided = state, strings.TrimSpace(answer), a.Account, d.office.Now()
	tx.Changed(office.TopicRecognition, p.Subject)
	return proposals.Decide(ctx, tx, p)
}

// Refuse refuses a proposal with a reason; who proposed it takes it back so. Errors: errs.Forbidden, errs.NotFound,
// errs.Invalid, errs.Conflict where it was decided meanwhile.
func (d *Desk) Refuse(ctx context.Context, a *office.Ask, id int64, reason string) error {
	p, in, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	deed := &office.Deed{Action: "review.correct.refuse", Kind: "household", Subject: office.IDText(p.Subject),
		Place: p.Place, Reason: reason, Note: map[string]string{"number": in.Number}}
	state := proposals.Refused
	switch {
	case p.By == a.Account:
		state, deed.Action = proposals.Withdrawn, "review.correct.withdraw"
	case !d.mayTake(a, p.Place):
		return office.Forbidden()
	default:
		if err := office.NeedReason(reason); err != nil {
			return err
		}
	}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error { return d.close(ctx, tx, a, p, state, reason) })
}

// Take does what another person proposed. Errors: errs.Forbidden for who proposed it and who may not decide there,
// errs.NotFound, errs.Invalid and errs.Conflict where it does not fit any more.
func (d *Desk) Take(ctx context.Context, a *office.Ask, id int64) error {
	p, in, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	switch {
	case !d.mayTake(a, p.Place):
		return office.Forbidden()
	case d.office.ActsAs(a, p.By):
		return errs.New(errs.Forbidden, "you proposed this yourself: another person decides on it")
	case p.State != proposals.Open:
		return store.Overtaken()
	}
	was, err := d.check(in)
	if err != nil {
		return err
	}
	decision := &reviews.Decision{Province: p.Province, Commune: p.Place, Year: was.Year, Number: in.Number,
		Day: in.Day, Signer: a.FullName, Note: in.Reason, RecordedBy: p.By, Recorded: d.office.Now()}
	now := review.Recognition{Household: in.Household, Year: was.Year, Commune: was.Commune, Class: poverty.None,
		Was: was.Class, People: was.People, From: in.Day}
	if in.Correct {
		now.Class, now.Was, now.From = in.Class, was.Was, was.From
	}
	deed := &office.Deed{Action: map[bool]string{true: "review.correct", false: "review.withdraw"}[in.Correct],
		Kind: "household", Subject: office.IDText(in.Household), Place: p.Place, Reason: in.Reason,
		Note: map[string]string{"number": in.Number, "class": was.Class.String() + " → " + now.Class.String(),
			"proposed_by": d.office.NameOf(ctx, p.By)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := d.close(ctx, tx, a, p, proposals.Taken, ""); err != nil {
			return err
		}
		if err := reviews.AddDecision(ctx, tx, decision); err != nil {
			return err
		}
		now.Decision = decision.ID
		if err := reviews.AddRecognition(ctx, tx, p.Province, &now); err != nil {
			return err
		}
		if in.Correct {
			if err := reviews.SupersedeRecognition(ctx, tx, p.Province, was.ID, now.ID); err != nil {
				return err
			}
			was.Superseded = now.ID
		}
		tx.After(func() { d.reviews.PutPaths(was, now) })
		return nil
	})
}

// Open are the open proposals of communes that the actor may see, the newest first. Errors: errs.Forbidden.
func (d *Desk) Open(ctx context.Context, a *office.Ask) ([]Shown, error) {
	return d.list(ctx, a, proposals.Open, mostOpen)
}

// Refused are the newest proposals that were refused, of communes that the actor may see, with who refused them and
// why: who proposed them learns it here. Errors: errs.Forbidden.
func (d *Desk) Refused(ctx context.Context, a *office.Ask) ([]Shown, error) {
	return d.list(ctx, a, proposals.Refused, mostRefused)
}

// list are the newest proposals in a state of communes that the actor may see, on the record as read.
func (d *Desk) list(ctx context.Context, a *office.Ask, state proposals.State, most int) ([]Shown, error) {
	if !d.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	all, err := proposals.In(ctx, d.office.Reader(), d.province(), proposals.Correction, state, most)
	if err != nil {
		return nil, err
	}
	out, err := d.shown(ctx, a, all)
	if len(out) > 0 {
		home := d.office.Home(a).Code
		d.office.Saw(a, office.Deed{Action: "review.correct.list", Kind: "place", Subject: string(home), Place: home,
			Note: office.Counted(len(out))})
	}
	return out, err
}

// OpenOf are the open proposals about a household, the newest first; none where the actor may not see it.
func (d *Desk) OpenOf(ctx context.Context, a *office.Ask, household int64) ([]Shown, error) {
	all, err := proposals.Of(ctx, d.office.Reader(), d.province(), proposals.Correction, household)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p proposals.Proposal) bool { return p.State != proposals.Open })
	return d.shown(ctx, a, all)
}

// Waiting is how many open proposals wait for the actor's decision.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (n int, err error) {
	if !d.office.May(a, access.DecideReviews) && !d.office.May(a, access.AnnounceReviews) {
		return 0, nil
	}
	all, err := proposals.In(ctx, d.office.Reader(), d.province(), proposals.Correction, proposals.Open, mostOpen)
	for i := range all {
		if all[i].By != a.Account && d.mayTake(a, d.where(&all[i])) {
			n++
		}
	}
	return n, err
}

// shown adds to proposals of communes that the actor may see what they would do.
func (d *Desk) shown(ctx context.Context, a *office.Ask, all []proposals.Proposal) (out []Shown, err error) {
	names := map[int64]string{}
	name := func(account int64) string {
		if _, ok := names[account]; !ok && account != 0 {
			names[account] = d.office.NameOf(ctx, account)
		}
		return names[account]
	}
	for i := range all {
		p := all[i]
		p.Place = d.where(&p)
		if !d.office.MayIn(a, access.ViewHouseholds, p.Place) {
			continue
		}
		s := Shown{Proposal: p, Input: Input{Household: p.Subject}, Unit: d.office.Unit(p.Place),
			Proposer: name(p.By), DecidedBy: name(p.Decider)}
		if err := json.Unmarshal(p.What, &s.Input); err != nil {
			return nil, err
		}
		if item, ok := d.book.View().Snap.Item(p.Subject); ok {
			s.Code, s.Head = item.Code, item.Head
		}
		for _, r := range d.reviews.PathOf(p.Subject) {
			if r.ID == s.Recognition {
				s.Was = r.Class
			}
		}
		open := p.State == proposals.Open
		s.MayTake = open && !d.office.ActsAs(a, p.By) && d.mayTake(a, p.Place)
		s.Own = open && p.By == a.Account
		out = append(out, s)
	}
	return out, nil
}
