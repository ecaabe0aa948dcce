// Package notices has what an office tells: one person writes a notice, another one publishes it.
package notices

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/notice"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/notices"
	"giamngheo/internal/store/supports"
)

// Desk has the notices.
type Desk struct{ office *office.Office }

// New makes the desk.
func New(office *office.Office) *Desk { return &Desk{office} }

// Topic is that of notices; the ids of a change are theirs.
const Topic = office.TopicNotice

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"notice.write":    errs.T("notice written"),
	"notice.edit":     errs.T("notice changed"),
	"notice.propose":  errs.T("notice proposed to be published"),
	"notice.return":   errs.T("notice returned to its writer"),
	"notice.publish":  errs.T("notice published"),
	"notice.withdraw": errs.T("notice withdrawn"),
	"notice.attach":   errs.T("file of a notice added"),
	"notice.detach":   errs.T("file of a notice removed"),
}

// attached is the kind of what files of notices belong to.
const attached = "notice"

// mostListed is how many notices of a state and an audience are looked at, the newest.
const mostListed = 300

// always is a day on or before which every notice begins.
var always = date.Must(9999, 12, 31)

// Shown is a notice as a person sees it.
type Shown struct {
	notices.Notice
	Now         notice.State // of the day
	Unit        place.Unit
	Writer      string
	Proposer    string // "" where nobody has proposed it
	Decider     string
	Files       []supports.Attachment
	MayEdit     bool // and propose
	MayTakeBack bool // who proposed it
	MayPublish  bool // another's, and return it
	MayWithdraw bool
}

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// to are the audiences that an actor belongs to.
func (d *Desk) to(a *office.Ask) []notice.Audience {
	out := []notice.Audience{notice.Public}
	for i := range a.Grants {
		g := &a.Grants[i]
		if !g.Holds(d.office.Day()) {
			continue
		}
		is := notice.Bodies
		if d.office.Unit(g.Place).Level == place.Commune {
			is = notice.Communes
		}
		if !slices.Contains(out, is) {
			out = append(out, is)
		}
	}
	return out
}

// concerns reports whether a notice's place has to do with where an actor works.
func (d *Desk) concerns(a *office.Ask, n *notices.Notice) bool {
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.Holds(d.office.Day()) && d.office.Concerns(g.Place, n.Place)
	})
}

// in reports whether an actor may do something with a notice's place.
func (d *Desk) in(a *office.Ask, action access.Action, n *notices.Notice) bool {
	return d.office.PlaceScope(a, action, n.Place) == nil
}

// sees reports whether an actor may see a notice: what is published to them, and what they write or publish.
func (d *Desk) sees(a *office.Ask, n *notices.Notice) bool {
	if d.in(a, access.WriteNotices, n) || d.in(a, access.ApproveNotices, n) {
		return true
	}
	out := n.On(d.office.Day())
	return (out == notice.Published || out == notice.Expired || out == notice.Withdrawn) &&
		slices.Contains(d.to(a), n.Audience) && d.concerns(a, n)
}

// Notices are those that an actor may see in some states, pinned ones first, then the newest.
func (d *Desk) Notices(ctx context.Context, a *office.Ask, states ...notice.State) (out []notices.Notice, err error) {
	for _, state := range states {
		for _, to := range notice.Audiences() {
			all, err := notices.In(ctx, d.office.Reader(), d.province(), state, to, always, mostListed)
			if err != nil {
				return nil, err
			}
			for i := range all {
				if d.sees(a, &all[i]) {
					out = append(out, all[i])
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y notices.Notice) int {
		return cmp.Or(cmp.Compare(flag(y.Pinned), flag(x.Pinned)), cmp.Compare(y.From, x.From), cmp.Compare(y.ID, x.ID))
	})
	return out, nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Current are the notices that are published to an actor on the day, the first few.
func (d *Desk) Current(ctx context.Context, a *office.Ask, most int) ([]notices.Notice, error) {
	all, err := d.Notices(ctx, a, notice.Published)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(n notices.Notice) bool {
		return n.On(d.office.Day()) != notice.Published || !slices.Contains(d.to(a), n.Audience) || !d.concerns(a, &n)
	})
	return all[:min(most, len(all))], nil
}

// Waiting is how many notices wait for an actor to be published, and one of them.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (n int, one *notices.Notice, err error) {
	if !d.office.May(a, access.ApproveNotices) {
		return 0, nil, nil
	}
	all, err := d.Notices(ctx, a, notice.Proposed)
	for i := range all {
		if d.mayPublish(a, &all[i]) {
			n, one = n+1, &all[i]
		}
	}
	return n, one, err
}

func (d *Desk) mayPublish(a *office.Ask, n *notices.Notice) bool {
	return n.State == notice.Proposed && d.in(a, access.ApproveNotices, n) && n.WrittenBy != a.Account &&
		n.ProposedBy != a.Account
}

func (d *Desk) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*notices.Notice, error) {
	n, err := notices.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !d.sees(a, n) {
		return nil, office.NotYours()
	}
	return n, nil
}

// Notice shows one notice. Errors: errs.NotFound.
func (d *Desk) Notice(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	n, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	s := &Shown{Notice: *n, Now: n.On(d.office.Day()), Unit: d.office.Unit(n.Place),
		Writer: d.office.NameOf(ctx, n.WrittenBy)}
	if n.ProposedBy != 0 {
		s.Proposer = d.office.NameOf(ctx, n.ProposedBy)
	}
	if n.DecidedBy != 0 {
		s.Decider = d.office.NameOf(ctx, n.DecidedBy)
	}
	writes := d.in(a, access.WriteNotices, n)
	s.MayEdit = writes && n.State == notice.Draft
	s.MayTakeBack = writes && n.State == notice.Proposed
	s.MayPublish = d.mayPublish(a, n)
	s.MayWithdraw = n.State == notice.Published && (writes || d.in(a, access.ApproveNotices, n))
	s.Files, err = supports.Attachments(ctx, d.office.Reader(), n.Province, attached, id)
	return s, err
}

// Write keeps a draft, or changes one (ID and Version given). Errors: errs.Invalid, errs.Forbidden, errs.NotFound,
// errs.Conflict where somebody changed it meanwhile or it is none any more.
func (d *Desk) Write(ctx context.Context, a *office.Ask, in notices.Notice) (int64, error) {
	if err := d.office.PlaceScope(a, access.WriteNotices, in.Place); err != nil {
		return 0, err
	}
	tidy(&in)
	if err := in.Check(); err != nil {
		return 0, err
	}
	in.Province, in.WrittenBy, in.Written, in.State = d.province(), a.Account, d.office.Now(), notice.Draft
	deed := &office.Deed{Action: "notice.write", Kind: attached, Subject: office.IDText(in.ID), Place: in.Place,
		Note: map[string]string{"title": in.In("vi").Title, "audience": string(in.Audience)}}
	if in.ID != 0 {
		deed.Action = "notice.edit"
	}
	err := d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		defer func() { tx.Changed(Topic, in.ID) }()
		if in.ID == 0 {
			err := notices.Add(ctx, tx, &in)
			deed.Subject = office.IDText(in.ID)
			return err
		}
		was, err := d.seen(ctx, tx, a, in.ID)
		if err != nil {
			return err
		}
		if err := d.office.PlaceScope(a, access.WriteNotices, was.Place); err != nil {
			return err
		}
		if was.State != notice.Draft {
			return errs.New(errs.Conflict, "the notice is no draft any more; open its page again")
		}
		in.Reason, in.DecidedBy, in.Decided = was.Reason, was.DecidedBy, was.Decided
		return notices.Set(ctx, tx, &in, in.Version)
	})
	return in.ID, err
}

// tidy takes the languages that nothing is said in out, and spaces around.
func tidy(n *notices.Notice) {
	texts := map[string]notice.Text{}
	for _, lang := range notice.Languages() {
		t := notice.Text{Title: strings.Join(strings.Fields(n.Texts[lang].Title), " "),
			Body: strings.TrimSpace(strings.ReplaceAll(n.Texts[lang].Body, "\r\n", "\n"))}
		if t != (notice.Text{}) {
			texts[lang] = t
		}
	}
	n.Texts = texts
}

// acts are the deeds by which a notice comes to a state.
var acts = map[notice.State]string{notice.Proposed: "notice.propose", notice.Draft: "notice.return",
	notice.Published: "notice.publish", notice.Withdrawn: "notice.withdraw"}

// Move takes a notice, as it was seen in a version, to another state: proposed by who writes there, published by
// another person who may, returned with a reason or taken back, withdrawn with a reason. Errors:
// errs.NotFound, errs.Forbidden, errs.Invalid, errs.Conflict.
func (d *Desk) Move(ctx context.Context, a *office.Ask, id, version int64, to notice.State, reason string) error {
	reason = strings.TrimSpace(reason)
	if office.TooLong(reason) {
		return errs.New(errs.Invalid, "a reason has at most 300 letters")
	}
	deed := &office.Deed{Action: acts[to], Kind: attached, Subject: office.IDText(id), Reason: reason}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		n, err := d.seen(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := d.mayMove(a, n, to, reason); err != nil {
			return err
		}
		if acts[to] == "" {
			return errs.New(errs.Invalid, "choose what is to become of the notice")
		}
		if err := n.Move(to, d.office.Day(), reason); err != nil {
			return err
		}
		deed.Place, deed.Note = n.Place, map[string]string{"title": n.In("vi").Title}
		switch n.Reason = reason; to {
		case notice.Proposed:
			n.ProposedBy = a.Account
		default:
			n.DecidedBy, n.Decided = a.Account, d.office.Now()
		}
		tx.Changed(Topic, id)
		return notices.Set(ctx, tx, n, version)
	})
}

// mayMove refuses who may not take a notice to a state.
func (d *Desk) mayMove(a *office.Ask, n *notices.Notice, to notice.State, reason string) error {
	writes, publishes := d.in(a, access.WriteNotices, n), d.in(a, access.ApproveNotices, n)
	switch to {
	case notice.Proposed:
		return d.office.PlaceScope(a, access.WriteNotices, n.Place)
	case notice.Published:
		if !publishes {
			return office.Forbidden()
		}
		for _, author := range []int64{n.WrittenBy, n.ProposedBy} {
			if err := d.office.MayApprove(a, author); err != nil {
				return err
			}
		}
		return nil
	case notice.Draft:
		if !writes && publishes {
			return office.NeedReason(reason)
		}
	}
	if !writes && !publishes {
		return office.Forbidden()
	}
	return nil
}

// draft is a notice of which the actor may change the files.
func (d *Desk) draft(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*notices.Notice, error) {
	n, err := d.seen(ctx, r, a, id)
	if err != nil {
		return nil, err
	}
	if err := d.office.PlaceScope(a, access.WriteNotices, n.Place); err != nil {
		return nil, err
	}
	if n.State != notice.Draft {
		return nil, errs.New(errs.Conflict, "files are added to a draft: what is proposed or published stays as it was read")
	}
	return n, nil
}

// Attach keeps a file of a draft, sealed. Errors: errs.Invalid for another kind or a larger one, errs.Conflict.
func (d *Desk) Attach(ctx context.Context, a *office.Ask, id int64, name string, src io.Reader) error {
	n, err := d.draft(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	file, err := activities.ReadAttachment(name, src)
	if err != nil {
		return err
	}
	file.Province, file.Kind, file.Subject, file.AddedBy, file.Added = n.Province, attached, id, a.Account,
		d.office.Now()
	deed := &office.Deed{Action: "notice.attach", Kind: attached, Subject: office.IDText(id), Place: n.Place,
		Note: map[string]string{"file": file.Name}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if _, err := d.draft(ctx, tx, a, id); err != nil {
			return err
		}
		return supports.AddAttachment(ctx, tx, file)
	})
}

// Detach takes a file of a draft away.
func (d *Desk) Detach(ctx context.Context, a *office.Ask, id, file int64) error {
	n, err := d.draft(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	f, err := d.file(ctx, d.office.Reader(), id, file)
	if err != nil {
		return err
	}
	deed := &office.Deed{Action: "notice.detach", Kind: attached, Subject: office.IDText(id), Place: n.Place,
		Note: map[string]string{"file": f.Name}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if _, err := d.draft(ctx, tx, a, id); err != nil {
			return err
		}
		return supports.RemoveAttachment(ctx, tx, n.Province, file)
	})
}

func (d *Desk) file(ctx context.Context, r store.Reader, id, file int64) (*supports.Attachment, error) {
	f, err := supports.FindAttachment(ctx, r, d.province(), file)
	if err == nil && (f.Kind != attached || f.Subject != id) {
		return nil, office.NotYours()
	}
	return f, err
}

// Attached returns a file of a notice that an actor may see. Errors: errs.NotFound.
func (d *Desk) Attached(ctx context.Context, a *office.Ask, id, file int64) (*supports.Attachment, error) {
	if _, err := d.seen(ctx, d.office.Reader(), a, id); err != nil {
		return nil, err
	}
	return d.file(ctx, d.office.Reader(), id, file)
}
