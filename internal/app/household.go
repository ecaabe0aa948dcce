package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
)

// Faults are what is wrong with a household that somebody wants to save, field by field.
type Faults []household.Invalidity

// Error names how many there are.
func (f Faults) Error() string {
	return fmt.Sprintf("có %d chỗ cần sửa trước khi lưu", len(f))
}

// ConflictError is a save that another one overtook: Theirs is what the register holds now, Base what the person began from.
type ConflictError struct{ Base, Theirs *store.Version }

// Error says so.
func (c *ConflictError) Error() string { return "hộ này vừa được người khác sửa" }

// HouseholdShown is a household with why it has its class.
type HouseholdShown struct {
	*store.Version
	Explanation *poverty.Explanation
	Standard    *poverty.Standard
	Reason      errs.Text
	Unit        place.Unit
	On          date.Date // zero: as it is now
	Duplicates  []store.Duplicate
}

// Household shows a household, as it is now (on zero) or as it was on a day. The reading is noted. Errors: errs.NotFound where
// it is not or may not be seen.
func (o *Office) Household(ctx context.Context, a *Actor, id int64, on date.Date) (*HouseholdShown, error) {
	v, err := o.seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	view := o.current.Load()
	if !on.IsZero() && on < o.Day() {
		if v, err = versionOn(ctx, o.store, v, on); err != nil {
			return nil, err
		}
		if view, err = o.newView(on); err != nil {
			return nil, err
		}
	}
	s := &HouseholdShown{Version: v, Standard: view.std, Explanation: &poverty.Explanation{}, On: on}
	c := view.std.Classifier()
	if err := c.Explain(&v.Household, s.Explanation); err != nil {
		return nil, err
	}
	s.Reason = view.std.Reason(&v.Household, s.Explanation)
	s.Unit = o.unit(v.Household.Commune)
	o.reads.add(o.entry(a, "household.view", "household", idText(id), v.Household.Commune))
	return s, nil
}

// seen returns a household that the actor may see.
func (o *Office) seen(ctx context.Context, a *Actor, id int64) (*store.Version, error) {
	return o.seenBy(ctx, o.store, a, id)
}

// seenBy is seen, read by a reader.
func (o *Office) seenBy(ctx context.Context, from store.Reader, a *Actor, id int64) (*store.Version, error) {
	communes, err := o.scope(a, access.ViewHouseholds, 0)
	if err != nil {
		return nil, err
	}
	if c := o.current.Load().snap.CommuneOf(id); !slices.Contains(communes, place.Code(c)) {
		return nil, notYours() // without asking the database: the answer takes the same time for what is not there
	}
	v, err := from.Household(ctx, string(o.cfg.Province), id)
	if err == nil && !slices.Contains(communes, v.Household.Commune) {
		return nil, notYours()
	}
	return v, err
}

// Peek is Household without its explanation, for a caller that only needs the record.
func (o *Office) Peek(ctx context.Context, a *Actor, id int64) (*store.Version, error) {
	v, err := o.seen(ctx, a, id)
	if err == nil {
		o.reads.add(o.entry(a, "household.view", "household", idText(id), v.Household.Commune))
	}
	return v, err
}

// versionOn is the version of a household that held on a day, now being the newest. Errors: errs.NotFound.
func versionOn(ctx context.Context, from store.Reader, now *store.Version, on date.Date) (*store.Version, error) {
	all, err := from.History(ctx, now.Province, now.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if v := &all[i]; v.ValidFrom <= on && (v.ValidTo.IsZero() || v.ValidTo > on) {
			return v, nil
		}
	}
	return nil, errs.New(errs.NotFound, "vào ngày "+on.Vietnamese()+" hộ này chưa có trong sổ", "on "+on.String()+" this household was not in the register yet")
}

// unit is the unit of a code today, or the last one that it named.
func (o *Office) unit(code place.Code) place.Unit {
	if u, ok := o.reg().At(code, o.Day()); ok {
		return u
	}
	if all := o.reg().Find(code); len(all) > 0 {
		return all[len(all)-1]
	}
	return place.Unit{Code: code, FullName: string(code)}
}

// Unit is the unit of a code on the working day, or the last one that it named.
func (o *Office) Unit(code place.Code) place.Unit { return o.unit(code) }

// HistoryEntry is one version with what it changed.
type HistoryEntry struct {
	store.Version
	By      string
	Changes []household.Change
}

// History returns the versions of a household, the newest first, each with the fields it changed; confidential ones are
// masked.
func (o *Office) History(ctx context.Context, a *Actor, id int64) ([]HistoryEntry, error) {
	v, err := o.seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	all, err := o.store.History(ctx, v.Province, id)
	if err != nil {
		return nil, err
	}
	out := make([]HistoryEntry, len(all))
	for i := range all {
		out[i] = HistoryEntry{Version: all[i], By: o.nameOf(ctx, all[i].RecordedBy)}
		var before *household.Household
		if i+1 < len(all) {
			before = &all[i+1].Household
		}
		out[i].Changes = audit.Mask(household.Changes(before, &all[i].Household))
	}
	o.reads.add(o.entry(a, "household.history", "household", idText(id), v.Household.Commune))
	return out, nil
}

// Check says what is wrong with a household before it is saved: the record itself, the commune, citizen numbers against the
// published rules.
func (o *Office) Check(h *household.Household, on date.Date) Faults {
	var out Faults
	add := func(member int, column string, t errs.Text) {
		out = append(out, household.Invalidity{Member: member, Column: column, Text: t})
	}
	if strings.TrimSpace(string(h.Code)) == "" {
		add(-1, "household_code", errs.Text{VI: "thiếu mã hộ", EN: "the household code is missing"})
	}
	if u, ok := o.reg().At(h.Commune, on); !ok || u.Level != place.Commune {
		t := errs.Text{VI: "chọn xã, phường hoặc thị trấn", EN: "choose a commune"}
		if h.Commune != "" && !ok {
			t = o.reg().NotValid(h.Commune, on)
		}
		add(-1, "commune_code", t)
	}
	for _, c := range household.HouseholdColumns {
		if text := h.Text(c.Name); c.Kind == household.Text && tooLong(text) {
			add(-1, c.Name, errs.Text{VI: "dài quá 300 chữ", EN: "longer than 300 letters"})
		}
	}
	for i := range h.Members {
		m := &h.Members[i]
		if strings.TrimSpace(m.Name) == "" {
			add(i, "full_name", errs.Text{VI: "thiếu họ và tên", EN: "the name is missing"})
		}
		if tooLong(m.Name) {
			add(i, "full_name", errs.Text{VI: "dài quá 300 chữ", EN: "longer than 300 letters"})
		}
		if m.Relationship == 0 {
			add(i, "relationship", errs.Text{VI: "chọn quan hệ với chủ hộ", EN: "choose the relationship to the head"})
		}
		if m.CitizenID != "" {
			if t := o.codes.Citizen.Check(m.CitizenID, m.Sex, m.Birth); t.VI != "" {
				add(i, "citizen_id", t)
			}
			for j := range i {
				if h.Members[j].CitizenID == m.CitizenID {
					add(i, "citizen_id", errs.Text{VI: "trùng số với thành viên " + idText(int64(h.Members[j].No)), EN: "the same number as member " + idText(int64(h.Members[j].No))})
				}
			}
		}
	}
	if len(h.Members) == 0 {
		add(-1, "household_code", errs.Text{VI: "hộ chưa có thành viên nào: thêm ít nhất chủ hộ", EN: "the household has no member: add at least the head"})
		return out
	}
	return append(out, h.Check(on)...)
}

func tooLong(s string) bool { return len(s) > 300 && len([]rune(s)) > 300 }

// SaveInput is a household as it shall be: ID 0 is a new one. Version is the one that the person began from, From the day
// from which it holds, Deed what kind of change it is.
type SaveInput struct {
	ID        int64
	Version   int64
	Household *household.Household
	From      date.Date
	Deed      string
	Reason    string
}

// Save creates or corrects a household. Errors: Faults, *ConflictError, errs.Forbidden, errs.NotFound.
func (o *Office) Save(ctx context.Context, a *Actor, in SaveInput) (*store.Version, error) {
	h := in.Household
	if in.From.IsZero() {
		in.From = o.Day()
	}
	if in.ID != 0 {
		was, err := o.seen(ctx, a, in.ID)
		if err != nil {
			return nil, err
		}
		if err := o.may(a, access.EditHouseholds, was.Household.Commune); err != nil {
			return nil, err
		}
	}
	if h.Commune == "" { // the check says so, beside the field
		if !o.May(a, access.EditHouseholds) {
			return nil, forbidden()
		}
	} else if err := o.may(a, access.EditHouseholds, h.Commune); err != nil {
		if in.ID == 0 || errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		return nil, Faults{{Member: -1, Column: "commune_code", Text: errs.Text{VI: "bạn không được ghi hộ vào xã này", EN: "you may not put households into this commune"}}}
	}
	faults := o.Check(h, in.From)
	if in.From > o.Day() {
		faults = append(faults, household.Invalidity{Member: -1, Column: "valid_from", Text: errs.Text{VI: "ngày hiệu lực không được sau hôm nay", EN: "the day may not lie after today"}})
	}
	if in.From.Year() < 1900 {
		faults = append(faults, household.Invalidity{Member: -1, Column: "valid_from", Text: errs.Text{VI: "ngày hiệu lực trước năm 1900: kiểm tra lại", EN: "the day lies before 1900: check it"}})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	o.fillArea(h, in.From)
	if in.ID == 0 {
		return o.create(ctx, a, in)
	}
	return o.correct(ctx, a, in)
}

// fillArea sets a blank area from the commune's type.
func (o *Office) fillArea(h *household.Household, on date.Date) {
	if u, ok := o.reg().At(h.Commune, on); ok && h.Area == place.AreaUnknown {
		h.Area = u.Area
	}
}

func (o *Office) create(ctx context.Context, a *Actor, in SaveInput) (*store.Version, error) {
	v := &store.Version{Province: string(o.cfg.Province), State: store.Active, ValidFrom: in.From, RecordedAt: o.now(), RecordedBy: a.Account,
		Deed: "create", Household: *in.Household.Clone()}
	view := o.current.Load()
	r, err := view.classify(&v.Household)
	if err != nil {
		return nil, err
	}
	v.Class = r.Class
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Create(ctx, v); err != nil {
			return codeTaken(err)
		}
		return o.recorded(ctx, tx, a, v, nil, "household.create", in.Reason, r)
	})
	return v, err
}

// codeTaken says a conflict of codes beside the field.
func codeTaken(err error) error {
	var e *errs.Error
	if errors.As(err, &e) && e.Kind == errs.Conflict {
		return Faults{{Member: -1, Column: "household_code", Text: e.Text}}
	}
	return err
}

// recorded writes what every change of a household writes beside it: the audit entry, likely duplicates, and the snapshot
// once all is on the disk.
func (o *Office) recorded(ctx context.Context, tx *store.Tx, a *Actor, v, was *store.Version, action, reason string, r poverty.Result) error {
	e := o.entry(a, action, "household", idText(v.ID), v.Household.Commune)
	var before *household.Household
	if was != nil {
		before = &was.Household
	}
	e.Detail = audit.Detail{Reason: reason, Changes: audit.Mask(household.Changes(before, &v.Household)),
		Note: map[string]string{"version": idText(v.Version), "valid_from": v.ValidFrom.String()}}
	if was != nil && was.Class != v.Class {
		e.Detail.Note["class"] = was.Class.String() + " → " + v.Class.String()
	}
	if err := tx.Audit(ctx, e); err != nil {
		return err
	}
	if v.State == store.Active {
		if err := o.queueSameNumbers(ctx, tx, v, was); err != nil {
			return err
		}
	}
	row := snapshot.Row{ID: v.ID, Version: v.Version, State: uint8(v.State), Prior: v.Prior, Result: r, Household: &v.Household}
	past := v.ValidFrom < o.Day()
	tx.After(func() {
		o.put(row)
		if past {
			o.forgetPast()
		}
	})
	return nil
}

// queueSameNumbers puts new citizen numbers that somebody else has, and new people who look like somebody else, into the queue.
func (o *Office) queueSameNumbers(ctx context.Context, tx *store.Tx, v, was *store.Version) error {
	snap := o.current.Load().snap
	for i := range v.Household.Members {
		m := &v.Household.Members[i]
		if was != nil {
			if old := was.Household.Member(m.No); old != nil && old.CitizenID == m.CitizenID && old.Name == m.Name && old.Birth == m.Birth {
				continue
			}
		}
		for kind, others := range map[string][]snapshot.Member{"citizen": snap.SameNumber(m.CitizenID, v.ID), "likely": snap.Likely(m, v.ID)} {
			for _, other := range others {
				if err := o.queuePair(ctx, tx, kind, v, m, other); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// queuePair puts a member and another into the queue. People who only look alike must live in the same commune, and two
// numbers are two people.
func (o *Office) queuePair(ctx context.Context, tx *store.Tx, kind string, v *store.Version, m *household.Member, other snapshot.Member) error {
	theirs, err := tx.Household(ctx, v.Province, other.Household)
	if err != nil || other.Index >= len(theirs.Household.Members) {
		return ignoreNotFound(err)
	}
	n := &theirs.Household.Members[other.Index]
	if kind == "likely" && (theirs.Household.Commune != v.Household.Commune || m.CitizenID != "" && n.CitizenID != "") {
		return nil // the same numbers are a pair of their own
	}
	return tx.AddDuplicate(ctx, &store.Duplicate{Province: v.Province, Kind: kind, One: v.ID, OneMember: m.No, Two: other.Household, TwoMember: n.No, Found: o.now()})
}

func ignoreNotFound(err error) error {
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}

func (o *Office) correct(ctx context.Context, a *Actor, in SaveInput) (*store.Version, error) {
	was, err := o.seen(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	if was.Version != in.Version {
		return nil, o.conflict(ctx, was, in.Version)
	}
	if was.State != store.Active {
		return nil, errs.New(errs.Conflict, "hộ này không còn trong sổ; mở lại hộ trước khi sửa", "this household is not in the register any more; bring it back first")
	}
	if in.From < was.ValidFrom {
		return nil, Faults{{Member: -1, Column: "valid_from", Text: errs.Text{VI: "ngày hiệu lực trước ngày của bản hiện tại (" + was.ValidFrom.Vietnamese() + ")",
			EN: "the day lies before that of the present version (" + was.ValidFrom.String() + ")"}}}
	}
	deed := in.Deed
	if deed == "" {
		deed = "edit"
	}
	v := o.next(a, was, deed, in.From)
	v.Household = *in.Household.Clone()
	if len(household.Changes(&was.Household, &v.Household)) == 0 {
		return was, nil // a form sent twice changes nothing
	}
	if err := o.supersede(ctx, a, v, was, "household."+deed, in.Reason); err != nil {
		if errs.KindOf(err) == errs.Conflict {
			if now, e := o.store.Household(ctx, was.Province, was.ID); e == nil && now.Version != was.Version {
				return nil, o.conflict(ctx, now, in.Version)
			}
		}
		return nil, codeTaken(err)
	}
	return v, nil
}

// next is the version after another, alike but for who recorded it.
func (o *Office) next(a *Actor, was *store.Version, deed string, from date.Date) *store.Version {
	v := *was
	v.ValidFrom, v.RecordedAt, v.RecordedBy, v.Deed = from, o.now(), a.Account, deed
	v.Household = *was.Household.Clone()
	return &v
}

// supersede classifies a version and writes it over the one before.
func (o *Office) supersede(ctx context.Context, a *Actor, v, was *store.Version, action, reason string) error {
	return o.store.Write(ctx, func(tx *store.Tx) error { return o.supersedeIn(ctx, tx, a, v, was, action, reason) })
}

func (o *Office) supersedeIn(ctx context.Context, tx *store.Tx, a *Actor, v, was *store.Version, action, reason string) error {
	view := o.current.Load()
	r, err := view.classify(&v.Household)
	if err != nil {
		return err
	}
	v.Class = r.Class
	if err := tx.Supersede(ctx, v, was.Version); err != nil {
		return err
	}
	return o.recorded(ctx, tx, a, v, was, action, reason, r)
}

func (o *Office) conflict(ctx context.Context, theirs *store.Version, began int64) error {
	c := &ConflictError{Theirs: theirs, Base: theirs}
	all, err := o.store.History(ctx, theirs.Province, theirs.ID)
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

// needReason refuses an empty reason.
func needReason(reason string) error {
	if len([]rune(strings.TrimSpace(reason))) < 5 {
		return errs.New(errs.Invalid, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao", "give the reason (at least 5 letters), for those who come after")
	}
	return nil
}

// SetState closes a household (it moved away or dissolved), deletes it (entered by mistake) or brings it back.
func (o *Office) SetState(ctx context.Context, a *Actor, id, version int64, state store.State, from date.Date, reason string) (*store.Version, error) {
	was, err := o.seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	action := access.EditHouseholds
	if state == store.Deleted || was.State == store.Deleted {
		action = access.RemoveHouseholds
	}
	if err := o.may(a, action, was.Household.Commune); err != nil {
		return nil, err
	}
	if err := needReason(reason); err != nil {
		return nil, err
	}
	if from.IsZero() {
		from = o.Day()
	}
	switch {
	case was.Version != version:
		return nil, o.conflict(ctx, was, version)
	case was.State == state:
		return was, nil
	case from > o.Day() || from < was.ValidFrom:
		return nil, errs.New(errs.Invalid, "ngày phải từ "+was.ValidFrom.Vietnamese()+" đến hôm nay", "the day must lie between "+was.ValidFrom.String()+" and today")
	}
	deed := map[store.State]string{store.Active: "restore", store.Closed: "close", store.Deleted: "delete"}[state]
	v := o.next(a, was, deed, from)
	v.State = state
	return v, o.supersede(ctx, a, v, was, "household."+deed, reason)
}

// SplitInput says which members leave a household to form a new one under a code; the head is one of them.
type SplitInput struct {
	ID, Version int64
	Members     []int
	Head        int
	Code        household.ID
	From        date.Date
	Reason      string
}

// Split makes a new household of some members of another.
func (o *Office) Split(ctx context.Context, a *Actor, in SplitInput) (*store.Version, error) {
	was, err := o.editable(ctx, a, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	if in.From.IsZero() {
		in.From = o.Day()
	}
	if err := needReason(in.Reason); err != nil {
		return nil, err
	}
	stays, leaves := o.next(a, was, "split", in.From), o.next(a, was, "create", in.From)
	stays.Household.Members, leaves.Household.Members = nil, nil
	leaves.Household.Code, leaves.ID = in.Code, 0
	for _, m := range was.Household.Members {
		if !slices.Contains(in.Members, m.No) {
			stays.Household.Members = append(stays.Household.Members, m)
			continue
		}
		if m.No == in.Head {
			m.Relationship = household.Head
		} else if m.Relationship == household.Head {
			m.Relationship = household.RelationshipOther
		}
		m.No = len(leaves.Household.Members) + 1
		leaves.Household.Members = append(leaves.Household.Members, m)
	}
	if len(leaves.Household.Members) == 0 {
		return nil, errs.New(errs.Invalid, "chọn ít nhất một thành viên tách ra", "choose at least one member who leaves")
	}
	if !slices.Contains(in.Members, in.Head) {
		return nil, errs.New(errs.Invalid, "chọn chủ hộ của hộ mới trong số người tách ra", "choose the new household's head among those who leave")
	}
	for _, h := range []*household.Household{&stays.Household, &leaves.Household} {
		if f := o.Check(h, in.From); len(f) > 0 {
			return nil, errs.New(errs.Invalid, "sau khi tách, hộ “"+string(h.Code)+"”: "+f[0].Text.VI, "after the split, household “"+string(h.Code)+"”: "+f[0].Text.EN)
		}
	}
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		if err := o.supersedeIn(ctx, tx, a, stays, was, "household.split", in.Reason); err != nil {
			return err
		}
		view := o.current.Load()
		r, err := view.classify(&leaves.Household)
		if err != nil {
			return err
		}
		leaves.Class, leaves.Prior = r.Class, was.Prior
		if err := tx.Create(ctx, leaves); err != nil {
			return err
		}
		return o.recorded(ctx, tx, a, leaves, nil, "household.create", in.Reason, r)
	})
	return leaves, err
}

// editable returns a household that the actor may edit and that is as the person saw it.
func (o *Office) editable(ctx context.Context, a *Actor, id, version int64) (*store.Version, error) {
	was, err := o.seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := o.may(a, access.EditHouseholds, was.Household.Commune); err != nil {
		return nil, err
	}
	switch {
	case was.Version != version:
		return nil, o.conflict(ctx, was, version)
	case was.State != store.Active:
		return nil, errs.New(errs.Conflict, "hộ này không còn trong sổ; mở lại hộ trước khi sửa", "this household is not in the register any more; bring it back first")
	}
	return was, nil
}

// Merge moves all members of one household into another, whose answers stay, and closes it. Members with a citizen number
// that is there already are not doubled.
func (o *Office) Merge(ctx context.Context, a *Actor, into, intoVersion, from, fromVersion int64, day date.Date, reason string) (*store.Version, error) {
	keep, err := o.editable(ctx, a, into, intoVersion)
	if err != nil {
		return nil, err
	}
	gone, err := o.editable(ctx, a, from, fromVersion)
	if err != nil {
		return nil, err
	}
	if into == from {
		return nil, errs.New(errs.Invalid, "chọn hai hộ khác nhau", "choose two different households")
	}
	if err := needReason(reason); err != nil {
		return nil, err
	}
	if day.IsZero() {
		day = o.Day()
	}
	merged, closed := o.next(a, keep, "merge", day), o.next(a, gone, "merged", day)
	closed.State = store.Closed
	for _, m := range gone.Household.Members {
		if m.CitizenID != "" && slices.ContainsFunc(merged.Household.Members, func(k household.Member) bool { return k.CitizenID == m.CitizenID }) {
			continue
		}
		m.No = merged.Household.NextNo()
		if m.Relationship == household.Head {
			m.Relationship = household.RelationshipOther
		}
		merged.Household.Members = append(merged.Household.Members, m)
	}
	if f := o.Check(&merged.Household, day); len(f) > 0 {
		return nil, errs.New(errs.Invalid, "sau khi nhập: "+f[0].Text.VI, "after the merger: "+f[0].Text.EN)
	}
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		if err := o.supersedeIn(ctx, tx, a, closed, gone, "household.merged", reason+" → "+string(keep.Household.Code)); err != nil {
			return err
		}
		return o.supersedeIn(ctx, tx, a, merged, keep, "household.merge", reason+" ← "+string(gone.Household.Code))
	})
	return merged, err
}

// Reveal opens the citizen numbers and facts of health of a household for a reason, which is on the disk before they are
// shown.
func (o *Office) Reveal(ctx context.Context, a *Actor, id int64, reason string) (*store.Version, error) {
	v, err := o.seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := o.may(a, access.RevealHouseholds, v.Household.Commune); err != nil {
		return nil, err
	}
	if err := needReason(reason); err != nil {
		return nil, err
	}
	e := o.entry(a, "household.reveal", "household", idText(id), v.Household.Commune)
	e.Detail.Reason = reason
	return v, o.store.Write(ctx, func(tx *store.Tx) error { return tx.Audit(ctx, e) })
}

// VersionOf returns one version of a household, for a form that began from it. Errors: errs.NotFound.
func (o *Office) VersionOf(ctx context.Context, a *Actor, id, version int64) (*store.Version, error) {
	v, err := o.seen(ctx, a, id)
	if err != nil || v.Version == version {
		return v, err
	}
	all, err := o.store.History(ctx, v.Province, id)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Version == version {
			return &all[i], nil
		}
	}
	return nil, notYours()
}

// NameOf is the name of an account, for histories.
func (o *Office) NameOf(ctx context.Context, id int64) string { return o.nameOf(ctx, id) }

// Refuse is the error of an actor who may not do something.
func (o *Office) Refuse() error { return forbidden() }
