package register

import (
	"context"
	"errors"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/question"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/proposals"
)

// HouseholdShown is a household with why it has its class.
type HouseholdShown struct {
	*households.Version
	Explanation *poverty.Explanation
	Standard    *poverty.Standard
	Reason      errs.Text
	Missing     []poverty.Missing // what would decide an undetermined class
	Unit        place.Unit
	On          date.Date     // zero: as it is now
	Ages        date.Date     // whose ages and law made the class
	Aged        date.Date     // today, where its ages are others than those; zero where they are not asked
	AgedClass   poverty.Class // what they would make of the same answers
	Duplicates  []households.Duplicate
	Waits       *proposals.Proposal // changed answers that a second person has to agree to; nil: none
}

// Show shows a household, as it is now (on zero) or as it was on a day. The reading is noted. Errors: errs.NotFound
// where it is not or may not be seen.
func (o *Desk) Show(ctx context.Context, a *office.Ask, id int64, on date.Date) (*HouseholdShown, error) {
	v, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	view := o.book.View()
	if !on.IsZero() && on < o.office.Day() {
		if v, err = book.VersionOn(ctx, o.office.Reader(), v, on); err != nil {
			return nil, err
		}
		if view, err = o.book.NewView(on); err != nil {
			return nil, err
		}
	}
	s := &HouseholdShown{Version: v, Standard: view.Std, Explanation: &poverty.Explanation{}, On: on, Ages: view.On}
	c := view.Std.Classifier()
	if err := c.Explain(&v.Household, s.Explanation); err != nil {
		return nil, err
	}
	s.Reason = view.Std.Reason(&v.Household, s.Explanation)
	s.Missing = view.Std.Missing(&v.Household, s.Explanation)
	var other bool
	if s.AgedClass, other, err = view.AtToday(&v.Household, s.Explanation.Class); err != nil {
		return nil, err
	}
	if other {
		s.Aged = view.Today
	}
	s.Unit = o.office.Unit(v.Household.Commune)
	if s.Waits, err = o.agreements.OpenOf(ctx, proposals.Answers, id); err != nil {
		return nil, err
	}
	o.office.Saw(a, office.Deed{Action: "household.view", Kind: "household",
		Subject: office.IDText(id), Place: v.Household.Commune})
	return s, nil
}

// HistoryEntry is one version with what it changed.
type HistoryEntry struct {
	households.Version
	By      string
	Changes []household.Change
}

// History returns the versions of a household, the newest first, each with the fields it changed; confidential ones are
// masked.
func (o *Desk) History(ctx context.Context, a *office.Ask, id int64) ([]HistoryEntry, error) {
	v, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	all, err := households.History(ctx, o.office.Reader(), v.Province, id)
	if err != nil {
		return nil, err
	}
	out := make([]HistoryEntry, len(all))
	for i := range all {
		out[i] = HistoryEntry{Version: all[i], By: o.office.NameOf(ctx, all[i].RecordedBy)}
		var before *household.Household
		if i+1 < len(all) {
			before = &all[i+1].Household
		}
		out[i].Changes = audit.Mask(household.Changes(before, &all[i].Household))
	}
	o.office.Saw(a, office.Deed{Action: "household.history", Kind: "household",
		Subject: office.IDText(id), Place: v.Household.Commune})
	return out, nil
}

// SaveInput is a household as it shall be: ID 0 is a new one. Version is the one that the person began from, From the
// day from which it holds, Deed what kind of change it is.
type SaveInput struct {
	ID        int64
	Version   int64
	Household *household.Household
	From      date.Date
	Deed      households.Deed
	Reason    string
	Read      []doubt.Doubt // with which values of it were read
	Confirmed []string      // the keys of question.Questions and book.Doubts that the person has answered with yes
}

// Save creates or corrects a household. Errors: book.Faults, question.Questions and book.Doubts (together where both
// are asked), *book.ConflictError, *agreements.Waits where a second person has to agree, errs.Forbidden, errs.NotFound.
func (o *Desk) Save(ctx context.Context, a *office.Ask, in SaveInput) (*households.Version, error) {
	h := in.Household
	if in.From.IsZero() {
		in.From = o.office.Day()
	}
	if in.ID != 0 {
		was, err := o.book.Seen(ctx, a, in.ID)
		if err != nil {
			return nil, err
		}
		if err := o.office.In(a, access.EditHouseholds, access.ViewHouseholds, was.Household.Commune); err != nil {
			return nil, err
		}
	}
	if h.Commune == "" { // the check says so, beside the field
		if !o.office.May(a, access.EditHouseholds) {
			return nil, office.Forbidden()
		}
	} else if err := o.office.In(a, access.EditHouseholds, access.ViewHouseholds, h.Commune); err != nil {
		if in.ID == 0 || errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		return nil, book.Faults{{Member: -1, Column: "commune_code",
			Text: errs.T("you may not put households into this commune")}}
	}
	if given := in.ID == 0 && h.Code == "" && h.Commune != ""; given {
		return o.numbered(h.Commune, func(code household.ID) (*households.Version, error) {
			next := in
			next.Household = h.Clone()
			next.Household.Code = code
			return o.Save(ctx, a, next)
		})
	}
	faults := append(o.book.Check(h, in.From), o.contradicted(ctx, in)...)
	if in.From > o.office.Day() {
		faults = append(faults, household.Invalidity{Member: -1, Column: "valid_from",
			Text: errs.T("the day may not lie after today")})
	}
	if in.From.Year() < 1900 {
		faults = append(faults, household.Invalidity{Member: -1, Column: "valid_from",
			Text: errs.T("the day lies before 1900: check it")})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	o.book.Complete(h, in.From)
	if in.ID == 0 {
		return o.create(ctx, a, in)
	}
	return o.correct(ctx, a, in)
}

// contradicted refuses an area, urban or rural, that is not that of the commune's type: what stood in the register
// before is put right without a word, what somebody says now is not.
func (o *Desk) contradicted(ctx context.Context, in SaveInput) book.Faults {
	u, ok := o.office.Reg().At(in.Household.Commune, in.From)
	if _, other := u.Area.Over(in.Household.Area); !ok || !other {
		return nil
	}
	if in.ID != 0 {
		was, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), in.ID)
		if err == nil && was.Household.Area == in.Household.Area {
			return nil
		}
	}
	text := errs.T("%s is rural: choose that, or leave it blank", u.FullName)
	if u.Area == place.Urban {
		text = errs.T("%s is urban: choose that, or leave it blank", u.FullName)
	}
	return book.Faults{{Member: -1, Column: "area", Text: text}}
}

// ask returns what was asked of a household and confirmed. Errors: what is still to be confirmed, of the household and
// its people (question.Questions) and of values that are unlikely (book.Doubts).
func ask(ctx context.Context, o *Desk, a *office.Ask, in *SaveInput,
	was *households.Version) (question.Questions, error) {
	asked, err := o.book.Asked(ctx, a, in.Household, was, in.From)
	if err != nil {
		return nil, err
	}
	if open := asked.Open(in.Confirmed); len(open) > 0 {
		err = open
	}
	var before *household.Household
	if was != nil {
		before = &was.Household
	}
	if doubts := o.book.Doubted(in.Household, before, in.Read, in.From, in.Confirmed); len(doubts) > 0 {
		err = errors.Join(err, doubts)
	}
	return asked, err
}

func (o *Desk) create(ctx context.Context, a *office.Ask, in SaveInput) (*households.Version, error) {
	asked, err := ask(ctx, o, a, &in, nil)
	if err != nil {
		return nil, err
	}
	v := &households.Version{Province: string(o.office.ProvinceCode()), State: households.Active, ValidFrom: in.From,
		RecordedAt: o.office.Now(), RecordedBy: a.Account,
		Deed: "create", Household: *in.Household.Clone()}
	view := o.book.View()
	r, err := view.Classify(&v.Household)
	if err != nil {
		return nil, err
	}
	v.Class = r.Class
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		if err := households.Create(ctx, tx, v); err != nil {
			return book.CodeTaken(err)
		}
		if err := o.book.Recorded(ctx, tx, v, nil, "household.create", in.Reason, r); err != nil {
			return err
		}
		return o.book.Confirm(ctx, tx, v, asked)
	})
	return v, err
}

func (o *Desk) correct(ctx context.Context, a *office.Ask, in SaveInput) (*households.Version, error) {
	was, err := o.book.Seen(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	if was.Version != in.Version {
		return nil, o.book.Conflict(ctx, was, in.Version)
	}
	if was.State != households.Active {
		return nil, errs.New(errs.Conflict, "this household is not in the register any more; bring it back first")
	}
	if in.From < was.ValidFrom {
		return nil, book.Faults{{Member: -1, Column: "valid_from",
			Text: errs.T("the day lies before that of the present version (%s)", was.ValidFrom)}}
	}
	asked, err := ask(ctx, o, a, &in, was)
	if err != nil {
		return nil, err
	}
	deed := in.Deed
	if deed == "" {
		deed = households.DeedEdit
	}
	v := o.book.Next(a, was, deed, in.From)
	v.Household = *in.Household.Clone()
	if len(household.Changes(&was.Household, &v.Household)) == 0 {
		return was, nil // a form sent twice changes nothing
	}
	if err := o.propose(ctx, a, &in, was); err != nil {
		return nil, err
	}
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		if err := o.book.SupersedeIn(ctx, tx, v, was, string("household."+deed), in.Reason); err != nil {
			return err
		}
		return o.book.Confirm(ctx, tx, v, asked)
	})
	if err != nil {
		if errs.KindOf(err) == errs.Conflict {
			if now, e := households.Find(ctx, o.office.Reader(), was.Province, was.ID); e == nil &&
				now.Version != was.Version {
				return nil, o.book.Conflict(ctx, now, in.Version)
			}
		}
		return nil, book.CodeTaken(err)
	}
	return v, nil
}

// SetState closes a household (it moved away or dissolved), deletes it (entered by mistake) or brings it back.
func (o *Desk) SetState(ctx context.Context, a *office.Ask, id, version int64, state households.State, from date.Date,
	reason string) (*households.Version, error) {
	was, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	action := access.EditHouseholds
	if state == households.Deleted || was.State == households.Deleted {
		action = access.RemoveHouseholds
	}
	if err := o.office.In(a, action, access.ViewHouseholds, was.Household.Commune); err != nil {
		return nil, err
	}
	if err := office.NeedReason(reason); err != nil {
		return nil, err
	}
	if from.IsZero() {
		from = o.office.Day()
	}
	switch {
	case was.Version != version:
		return nil, o.book.Conflict(ctx, was, version)
	case was.State == state:
		return was, nil
	}
	if err := o.within(from, was); err != nil {
		return nil, err
	}
	deed := map[households.State]households.Deed{households.Active: households.DeedRestore,
		households.Closed: households.DeedClose, households.Deleted: households.DeedDelete}[state]
	v := o.book.Next(a, was, deed, from)
	v.State = state
	return v, o.book.Supersede(ctx, a, v, was, string("household."+deed), reason)
}

// within refuses a day (errs.Invalid) that lies after today or before the present version of a household that shall
// change on it: a household's history has no version that ends before it begins.
func (o *Desk) within(day date.Date, of ...*households.Version) error {
	for _, v := range of {
		if day > o.office.Day() || day < v.ValidFrom {
			return errs.New(errs.Invalid, "the day must lie between %s and today", v.ValidFrom)
		}
	}
	return nil
}

// editable returns a household that the actor may edit and that is as the person saw it.
func (o *Desk) editable(ctx context.Context, a *office.Ask, id, version int64) (*households.Version, error) {
	was, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := o.office.In(a, access.EditHouseholds, access.ViewHouseholds, was.Household.Commune); err != nil {
		return nil, err
	}
	switch {
	case was.Version != version:
		return nil, o.book.Conflict(ctx, was, version)
	case was.State != households.Active:
		return nil, errs.New(errs.Conflict, "this household is not in the register any more; bring it back first")
	}
	return was, nil
}

// Reveal opens the citizen numbers and facts of health of a household for a reason, which is on the disk before they
// are shown.
func (o *Desk) Reveal(ctx context.Context, a *office.Ask, id int64, reason string) (*households.Version, error) {
	v, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := o.office.In(a, access.RevealHouseholds, access.ViewHouseholds, v.Household.Commune); err != nil {
		return nil, err
	}
	if err := office.NeedReason(reason); err != nil {
		return nil, err
	}
	return v, o.office.Do(ctx, a, &office.Deed{Action: "household.reveal", Kind: "household",
		Subject: office.IDText(id), Place: v.Household.Commune, Reason: reason}, nil)
}

// NameOf is the name of an account, for histories.
func (o *Desk) NameOf(ctx context.Context, id int64) string { return o.office.NameOf(ctx, id) }

// Refuse is the error of an actor who may not do something.
func (o *Desk) Refuse() error { return office.Forbidden() }
