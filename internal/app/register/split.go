package register

import (
	"context"
	"errors"
	"slices"
	"strings"

	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/question"
	"giamngheo/internal/store/households"
)

// parting parts households and puts them together.
type parting struct{ *Desk }

// Relations are what members, by their numbers, are to a new head.
type Relations map[int]household.Relationship

// SplitInput says which members leave a household to form a new one under a code (blank: the commune's next); the
// head is one of them. Relations are asked anew: of those who leave, and where the head leaves of those who stay, to
// StayHead.
type SplitInput struct {
	ID, Version    int64
	Members        []int
	Head, StayHead int
	Relations      Relations
	Code           household.ID
	From           date.Date
	Reason         string
	Confirmed      []string // the keys of questions (question.Questions) that the person has answered with yes
}

// Split makes a new household of some members of another. Errors: book.Faults by the form's fields – a member's index
// is his in the household that is split – and question.Questions.
func (o *parting) Split(ctx context.Context, a *office.Ask, in SplitInput) (*households.Version, error) {
	was, err := o.editable(ctx, a, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	if in.From.IsZero() {
		in.From = o.office.Day()
	}
	if strings.TrimSpace(string(in.Code)) != "" {
		return o.split(ctx, a, &in, was)
	}
	return o.numbered(was.Household.Commune, func(code household.ID) (*households.Version, error) {
		in.Code = code
		return o.split(ctx, a, &in, was)
	})
}

// split makes a new household, under the code that is given, of some members of another as it was.
func (o *parting) split(ctx context.Context, a *office.Ask, in *SplitInput,
	was *households.Version) (*households.Version, error) {
	if f := slices.Concat(in.faults(&was.Household), o.dayFaults(in.From, in.Reason, was)); len(f) > 0 {
		return nil, f
	}
	stays := o.book.Next(a, was, households.DeedSplit, in.From)
	leaves := o.book.Next(a, was, households.DeedCreate, in.From)
	leaves.Household.Code, leaves.Household.Used, leaves.ID = in.Code, 0, 0
	stays.Household.Members, leaves.Household.Members = in.part(&was.Household)
	asked, err := o.askedOfSplit(ctx, a, in, was, stays, leaves)
	if err != nil {
		return nil, err
	}
	for i := range leaves.Household.Members {
		leaves.Household.Members[i].No = i + 1
	}
	for _, h := range []*household.Household{&stays.Household, &leaves.Household} {
		o.book.Complete(h, in.From)
		if f := o.book.Check(h, in.From); len(f) > 0 {
			text := errs.T("after the split, household “%s”: %s", h.Code, f[0].Text)
			return nil, book.Faults{{Member: -1, Text: text}}
		}
	}
	return leaves, o.office.Each(ctx, a, func(tx *office.Tx) error {
		return o.splitIn(ctx, tx, in, was, stays, leaves, asked)
	})
}

// splitIn writes both households of a split.
func (o *parting) splitIn(ctx context.Context, tx *office.Tx, in *SplitInput, was, stays, leaves *households.Version,
	asked question.Questions) error {
	if err := o.book.SupersedeIn(ctx, tx, stays, was, "household.split", in.Reason); err != nil {
		return err
	}
	r, err := o.book.View().Classify(&leaves.Household)
	if err != nil {
		return err
	}
	leaves.Class = r.Class
	if err := households.Create(ctx, tx, leaves); err != nil {
		return book.CodeTaken(err)
	}
	if err := o.book.Recorded(ctx, tx, leaves, nil, "household.create", in.Reason, r); err != nil {
		return err
	}
	return o.book.Confirm(ctx, tx, stays, asked) // the members’ numbers are those before the split
}

// faults are what the form of a split lacks.
func (in *SplitInput) faults(h *household.Household) (out book.Faults) {
	add := func(member int, column string, text errs.Text) {
		out = append(out, household.Invalidity{Member: member, Column: column, Text: text})
	}
	leaving, headLeaves := 0, false
	for i := range h.Members {
		m := &h.Members[i]
		leaves := slices.Contains(in.Members, m.No)
		if leaves {
			leaving++
			headLeaves = headLeaves || m.Relationship == household.Head
		}
	}
	switch {
	case leaving == 0:
		add(-1, "member", errs.T("choose at least one member who leaves"))
		return out
	case leaving == len(h.Members):
		add(-1, "member", errs.T("somebody must stay: who moves as a whole household is moved in its form"))
		return out
	}
	if !slices.Contains(in.Members, in.Head) || h.Member(in.Head) == nil {
		add(-1, "head", errs.T("choose the new household's head among those who leave"))
	}
	if headLeaves && (slices.Contains(in.Members, in.StayHead) || h.Member(in.StayHead) == nil) {
		add(-1, "stay_head", errs.T("the head leaves: choose a head among those who stay"))
	}
	for i := range h.Members {
		m := &h.Members[i]
		leaves := slices.Contains(in.Members, m.No)
		if (leaves || headLeaves) && m.No != in.Head && m.No != in.StayHead && !in.Relations.known(m.No) {
			add(i, "relationship", errs.T("what is %s to the new head?", m.Name))
		}
	}
	return out
}

// known reports whether it is said what somebody who is not the head is to the head.
func (r Relations) known(no int) bool { return r[no] != 0 && r[no] != household.Head }

// part parts the members of a household, with their old numbers and what they are to their heads now.
func (in *SplitInput) part(h *household.Household) (stay, leave []household.Member) {
	head := h.Head()
	headLeaves := head != nil && slices.Contains(in.Members, head.No)
	for _, m := range h.Members {
		leaves := slices.Contains(in.Members, m.No)
		switch {
		case leaves && m.No == in.Head, !leaves && headLeaves && m.No == in.StayHead:
			m.Relationship = household.Head
		case leaves, headLeaves:
			m.Relationship = in.Relations[m.No]
		}
		if leaves {
			leave = append(leave, m)
		} else {
			stay = append(stay, m)
		}
	}
	return stay, leave
}

// askedOfSplit returns what was asked and confirmed. Errors: question.Questions, what is still to be confirmed.
func (o *parting) askedOfSplit(ctx context.Context, a *office.Ask, in *SplitInput,
	was, stays, leaves *households.Version) (question.Questions, error) {
	numbers, err := o.book.Numbers(ctx, a, &leaves.Household, nil, was.ID)
	if err != nil {
		return nil, err
	}
	asked := slices.Concat(book.AskedHead(&leaves.Household, nil, in.From),
		book.AskedHead(&stays.Household, &was.Household, in.From), numbers)
	if open := asked.Open(in.Confirmed); len(open) > 0 {
		return nil, open
	}
	return asked, nil
}

// dayFaults are a day that cannot be and a reason that is missing, of what happens to households.
func (o *parting) dayFaults(day date.Date, reason string, of ...*households.Version) (out book.Faults) {
	var e *errs.Error
	if errors.As(o.within(day, of...), &e) {
		out = append(out, household.Invalidity{Member: -1, Column: "valid_from", Text: e.Text()})
	}
	if errors.As(office.NeedReason(reason), &e) {
		out = append(out, household.Invalidity{Member: -1, Column: "reason", Text: e.Text()})
	}
	return out
}

// MergeInput says which household is taken into which. Relations are what its members are to the head that stays.
type MergeInput struct {
	Into, IntoVersion int64
	From, FromVersion int64
	Relations         Relations
	Day               date.Date
	Reason            string
}

// Merge moves all members of one household into another, whose answers stay, and closes it. Members with a citizen
// number that is there already are not doubled. Errors: book.Faults by the form's fields – a member's index is his in
// the household that is taken in.
func (o *parting) Merge(ctx context.Context, a *office.Ask, in MergeInput) (*households.Version, error) {
	keep, err := o.editable(ctx, a, in.Into, in.IntoVersion)
	if err != nil {
		return nil, err
	}
	gone, err := o.editable(ctx, a, in.From, in.FromVersion)
	if err != nil {
		return nil, err
	}
	if in.Into == in.From {
		return nil, errs.New(errs.Invalid, "choose two different households")
	}
	if in.Day.IsZero() {
		in.Day = o.office.Day()
	}
	faults := o.dayFaults(in.Day, in.Reason, keep, gone)
	merged := o.book.Next(a, keep, households.DeedMerge, in.Day)
	closed := o.book.Next(a, gone, households.DeedMerged, in.Day)
	closed.State = households.Closed
	for i, m := range gone.Household.Members {
		if Doubled(&keep.Household, &m) {
			continue
		}
		if !in.Relations.known(m.No) {
			faults = append(faults, household.Invalidity{Member: i, Column: "relationship",
				Text: errs.T("what is %s to the head of this household?", m.Name)})
		}
		m.Relationship = in.Relations[m.No]
		m.No = merged.Household.NextNo()
		merged.Household.Members = append(merged.Household.Members, m)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	o.book.Complete(&merged.Household, in.Day)
	if f := o.book.Check(&merged.Household, in.Day); len(f) > 0 {
		return nil, book.Faults{{Member: -1, Text: errs.T("after the merger: %s", f[0].Text)}}
	}
	return merged, o.office.Each(ctx, a, func(tx *office.Tx) error {
		if err := o.book.SupersedeIn(ctx, tx, closed, gone, "household.merged", in.Reason+" → "+
			string(keep.Household.Code)); err != nil {
			return err
		}
		return o.book.SupersedeIn(ctx, tx, merged, keep, "household.merge", in.Reason+" ← "+string(gone.Household.Code))
	})
}

// Doubled reports whether somebody of another household is in this one already, by the citizen number.
func Doubled(h *household.Household, m *household.Member) bool {
	return m.CitizenID != "" && slices.ContainsFunc(h.Members,
		func(k household.Member) bool { return k.CitizenID == m.CitizenID })
}
