package book

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/reading"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// Faults are what is wrong with a household that somebody wants to save, field by field.
type Faults []household.Invalidity

// Error says the fault, or how many there are.
func (f Faults) Error() string {
	if len(f) == 1 {
		return f[0].Text.VI
	}
	return fmt.Sprintf("có %d chỗ cần sửa trước khi lưu", len(f))
}

// Unwrap is the first of them, for whoever shows no fields.
func (f Faults) Unwrap() error { return errs.New(errs.Invalid, "%s", f[0].Text) }

// ConflictError is a save that another one overtook: Theirs is what the register holds now, Base what the person began
// from.
type ConflictError struct{ Base, Theirs *households.Version }

// Error says so.
func (c *ConflictError) Error() string { return "hộ này vừa được người khác sửa" }

// Check says what is wrong with a household before it is saved: the record itself, the commune, citizen numbers
// against the published rules.
func (o *writing) Check(h *household.Household, on date.Date) Faults {
	var out Faults
	add := func(member int, column string, t errs.Text) {
		out = append(out, household.Invalidity{Member: member, Column: column, Text: t})
	}
	if strings.TrimSpace(string(h.Code)) == "" {
		add(-1, "household_code", errs.T("the household code is missing"))
	}
	if u, ok := o.office.Reg().At(h.Commune, on); !ok || u.Level != place.Commune {
		t := errs.T("choose a commune")
		if h.Commune != "" && !ok {
			t = o.office.Reg().NotValid(h.Commune, on)
		}
		add(-1, "commune_code", t)
	}
	for _, c := range household.HouseholdColumns {
		if text := h.Text(c.Name); c.Kind == household.Text && office.TooLong(text) {
			add(-1, c.Name, errs.T("longer than 300 letters"))
		}
	}
	for i := range h.Members {
		m := &h.Members[i]
		if strings.TrimSpace(m.Name) == "" {
			add(i, "full_name", errs.T("the name is missing"))
		}
		if office.TooLong(m.Name) {
			add(i, "full_name", errs.T("longer than 300 letters"))
		}
		if m.Relationship == 0 {
			add(i, "relationship", errs.T("choose the relationship to the head"))
		}
		if m.CitizenID != "" {
			if t := o.office.Codes().Citizen.Check(m.CitizenID, m.Sex, m.Birth); t.VI != "" {
				add(i, "citizen_id", t)
			}
			for j := range i {
				if h.Members[j].CitizenID == m.CitizenID {
					add(i, "citizen_id", errs.T("the same number as member %s", office.IDText(int64(h.Members[j].No))))
				}
			}
		}
	}
	if len(h.Members) == 0 {
		add(-1, "household_code", errs.T("the household has no member: add at least the head"))
		return out
	}
	return append(out, h.Check(on)...)
}

// Complete makes a record that came in at any door what is kept: texts tidied, the hamlet as the commune's list
// spells it, the area that of the commune's type on the day.
func (o *writing) Complete(h *household.Household, on date.Date) {
	h.Hamlet, h.Address = o.Hamlets(h.Commune).Look(reading.Tidy(h.Hamlet), on).Name, reading.Tidy(h.Address)
	for i := range h.Members {
		h.Members[i].Name = reading.Tidy(h.Members[i].Name)
	}
	if u, ok := o.office.Reg().At(h.Commune, on); ok {
		h.Area, _ = u.Area.Over(h.Area)
	}
}

// CodeTaken says a conflict of codes beside the field.
func CodeTaken(err error) error {
	var e *errs.Error
	if errors.As(err, &e) && e.Kind == errs.Conflict {
		return Faults{{Member: -1, Column: codeTaken, Text: e.Text()}}
	}
	return err
}

// codeTaken is the column of a code that is taken.
const codeTaken = "household_code"

// Taken reports whether all that is wrong is that the code is taken.
func (f Faults) Taken() bool { return len(f) == 1 && f[0].Column == codeTaken && f[0].Member < 0 }

// Recorded writes what every change of a household writes beside it: the audit entry, likely duplicates, the snapshot
// once all is on the disk, and a version more where the hamlet has become another since: v is that one then.
func (o *writing) Recorded(ctx context.Context, tx *office.Tx, v, was *households.Version, action, reason string,
	r poverty.Result) error {
	var before *household.Household
	if was != nil {
		before = &was.Household
	}
	changes := household.Changes(before, &v.Household)
	deed := office.Deed{Action: action, Kind: "household", Subject: office.IDText(v.ID), Place: v.Household.Commune,
		Reason: reason, Changes: audit.Mask(changes),
		Note: map[string]string{"version": office.IDText(v.Version), "valid_from": v.ValidFrom.String()}}
	if was != nil && was.Class != v.Class {
		deed.Note["class"] = was.Class.String() + " → " + v.Class.String()
	}
	for _, d := range o.office.Codes().Doubts(&v.Household, v.ValidFrom) {
		if changed(changes, &d) { // confirmed, or taken from a file with a note
			deed.Note["unlikely"] = strings.TrimPrefix(deed.Note["unlikely"]+"; "+d.Note(), "; ")
		}
	}
	if err := tx.Note(ctx, deed); err != nil {
		return err
	}
	if v.State == households.Active {
		if err := errors.Join(o.queueSameNumbers(ctx, tx, v, was), o.queueSameHead(ctx, tx, v, was)); err != nil {
			return err
		}
	}
	h, from := v.Household, v.ValidFrom // not those of the version that v is at the end
	row, err := o.View().RowAs(v, &h, r)
	if err != nil {
		return err
	}
	tx.After(func() {
		o.Put(row)
		o.ForgetPast(from)
	})
	tx.Changed(office.TopicHousehold, v.ID)
	return o.carried(ctx, tx, v)
}

// Kinds are the queue's words for the ways of being alike. Not to be changed.
var Kinds = map[snapshot.Alike]households.DuplicateKind{snapshot.ByNumber: households.SameNumber,
	snapshot.ByBirth: households.SamePerson, snapshot.ByHead: households.SameHead}

// queueSameNumbers puts new citizen numbers that somebody else has, and new people who look like somebody else, into
// the queue.
func (o *writing) queueSameNumbers(ctx context.Context, tx *office.Tx, v, was *households.Version) error {
	snap := o.View().Snap
	here := func(commune string) bool { return commune == string(v.Household.Commune) }
	for i := range v.Household.Members {
		m := &v.Household.Members[i]
		if was != nil && was.State == households.Active && was.Household.Commune == v.Household.Commune {
			if old := was.Household.Member(m.No); old != nil && old.CitizenID == m.CitizenID && old.Name == m.Name &&
				old.Birth == m.Birth {
				continue
			}
		}
		if err := errors.Join(o.queuePairs(ctx, tx, snapshot.ByNumber, v, m, snap.SameNumber(m.CitizenID, v.ID)),
			o.queuePairs(ctx, tx, snapshot.ByBirth, v, m, snap.Likely(m, v.ID, here))); err != nil {
			return err
		}
	}
	return nil
}

// queueSameHead puts a household into the queue whose head has the name of another's in the commune, where what the two
// share is new.
func (o *writing) queueSameHead(ctx context.Context, tx *office.Tx, v, was *households.Version) error {
	head := v.Household.Head()
	if head == nil || was != nil && was.State == households.Active && sameHome(&was.Household, &v.Household) {
		return nil
	}
	return o.queuePairs(ctx, tx, snapshot.ByHead, v, head, snapshot.SameHead(o.View().Snap, v.ID, &v.Household))
}

// sameHome reports whether a household's head and home are what they were.
func sameHome(was, now *household.Household) bool {
	a, b := was.Head(), now.Head()
	return a != nil && b != nil && a.Name == b.Name && a.No == b.No && a.CitizenID == b.CitizenID &&
		a.Birth == b.Birth && was.Commune == now.Commune && was.Hamlet == now.Hamlet && was.Address == now.Address &&
		was.Phone == now.Phone
}

// queuePairs puts a member with each of others into the queue.
func (o *writing) queuePairs(ctx context.Context, tx *office.Tx, by snapshot.Alike, v *households.Version,
	m *household.Member, others []snapshot.Member) error {
	for _, other := range others {
		d := &households.Duplicate{Province: v.Province, Kind: Kinds[by], One: v.ID, OneMember: m.No,
			Two: other.Household, TwoMember: other.No, Found: o.office.Now()}
		if err := households.AddDuplicate(ctx, tx, d); err != nil {
			return err
		} else if d.ID != 0 { // none: it was there before
			tx.Changed(office.TopicDuplicate, d.ID)
		}
	}
	return nil
}

// Next is the version after another, alike but for who recorded it.
func (o *writing) Next(a *office.Ask, was *households.Version, deed households.Deed,
	from date.Date) *households.Version {
	v := *was
	v.ValidFrom, v.RecordedAt, v.RecordedBy, v.Deed = from, o.office.Now(), a.Account, deed
	v.Household = *was.Household.Clone()
	return &v
}

// Supersede classifies a version and writes it over the one before.
func (o *writing) Supersede(ctx context.Context, a *office.Ask, v, was *households.Version, action,
	reason string) error {
	return o.office.Each(ctx, a, func(tx *office.Tx) error { return o.SupersedeIn(ctx, tx, v, was, action, reason) })
}

// SupersedeIn is Supersede within a transaction, by who asks there.
func (o *writing) SupersedeIn(ctx context.Context, tx *office.Tx, v, was *households.Version, action,
	reason string) error {
	if err := o.Renumber(ctx, tx, &v.Household, was); err != nil {
		return err
	}
	r, err := o.View().Classify(&v.Household)
	if err != nil {
		return err
	}
	v.Class = r.Class
	if err := households.Supersede(ctx, tx, v, was.Version); err != nil {
		return err
	}
	return o.Recorded(ctx, tx, v, was, action, reason, r)
}

// Renumber has the members who join a household have numbers that nobody else of it ever had, whatever door they come
// in by: answers and deeds of one person are never another's.
func (o *writing) Renumber(ctx context.Context, from store.Reader, h *household.Household,
	was *households.Version) error {
	h.After(&was.Household)
	joins := func(m household.Member) bool { return was.Household.Member(m.No) == nil }
	if was.Version == 1 || !slices.ContainsFunc(h.Members, joins) { // nobody, or nothing was before
		return nil
	}
	all, err := households.History(ctx, from, was.Province, was.ID)
	if err != nil {
		return err
	}
	var earlier []*household.Household
	for i := range all {
		earlier = append(earlier, &all[i].Household)
	}
	h.Renumber(&was.Household, earlier)
	return nil
}

// Conflict is the error of who changed version began of a household while others wrote theirs: a ConflictError with
// both versions.
func (o *writing) Conflict(ctx context.Context, theirs *households.Version, began int64) error {
	c := &ConflictError{Theirs: theirs, Base: theirs}
	all, err := households.History(ctx, o.office.Reader(), theirs.Province, theirs.ID)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Version == began {
			c.Base = &all[i]
		}
	}
	return c
}
