package report

import (
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
)

// CellState is where a cell stands.
type CellState string

// The states of a cell.
const (
	CellOpen     CellState = ""
	CellFrozen   CellState = "frozen"
	CellReturned CellState = "returned"
	CellAnswered CellState = "answered"
)

// Cell is what is in a cell of a report. Of a figure of the office and of what was typed over it both are kept.
type Cell struct {
	Auto    *Known      `json:"auto,omitempty"` // as it was frozen
	Entered *form.Value `json:"entered,omitempty"`
	Reason  string      `json:"reason,omitempty"` // of another value than the office's, or what explains a finding
	State   CellState   `json:"state,omitempty"`
	Was     *form.Value `json:"was,omitempty"` // what was sent before it was returned: it counts until the new one is accepted
	Asked   string      `json:"asked,omitempty"`
	Seq     int64       `json:"seq,omitempty"` // of the event that wrote it last
	By      int64       `json:"by,omitempty"`
}

// Value is what a cell says: what was typed, else what the office knows.
func (c *Cell) Value() form.Value {
	switch {
	case c == nil:
		return form.Value{}
	case c.Entered != nil:
		return *c.Entered
	case c.Auto != nil:
		return c.Auto.Value
	}
	return form.Value{}
}

// Turn is a span of days in which a report waits for one side; To is zero while it does.
type Turn struct {
	Above bool      `json:"above,omitempty"`
	From  date.Date `json:"from"`
	To    date.Date `json:"to,omitempty"`
	Due   date.Date `json:"due,omitempty"` // of the unit's
}

// Report is a unit's report, or the province's own over all of them (Whole), as its events have made it.
type Report struct {
	Whole    bool               `json:"whole,omitempty"`
	State    State              `json:"state"`
	Version  int                `json:"version"`
	Seq      int64              `json:"seq"`
	Due      date.Date          `json:"due"`
	Extended bool               `json:"extended,omitempty"`
	Received bool               `json:"received,omitempty"`
	Sender   int64              `json:"sender,omitempty"` // who submitted last
	Checker  int64              `json:"checker,omitempty"`
	Approver int64              `json:"approver,omitempty"`
	Sent     date.Date          `json:"sent,omitempty"` // first, of this version
	Cells    map[form.Key]*Cell `json:"cells,omitempty"`
	Turns    []Turn             `json:"turns,omitempty"`
	Rolled   *Rolled            `json:"rolled,omitempty"`
	Signed   *Detail            `json:"signed,omitempty"`
}

// Overtaken says that somebody else took a step that the page had not shown.
type Overtaken struct {
	Cause error // what is said
	By    int64
	Step  Step
}

// Error is what is said.
func (e *Overtaken) Error() string { return e.Cause.Error() }

// Unwrap is what is said.
func (e *Overtaken) Unwrap() error { return e.Cause }

// Clash is cells that somebody else has written since the page was shown: nothing of the page was kept.
type Clash struct {
	error
	Keys []form.Key
}

// Unwrap is what is said.
func (e *Clash) Unwrap() error { return e.error }

// Replay makes a report of its events.
func Replay(set *form.Set, events []Event) (*Report, error) {
	r := &Report{}
	for i := range events {
		if err := r.Apply(set, &events[i]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Apply takes a step, or refuses it and leaves the report as it was. It is the only place where a report changes. The
// event's number is set here. Errors: errs.Invalid, errs.Conflict (*Clash where cells were written meanwhile),
// errs.Forbidden.
func (r *Report) Apply(set *form.Set, e *Event) error {
	if (r.State == "") != (e.Step == Open) || r.State == Withdrawn {
		return wrongState(r.State, e.Step)
	}
	steps := map[Step]func(*form.Set, *Event) error{Open: r.open, FillIn: r.fill, Submit: r.submit,
		TakeBack: r.takeBack,
		Receive:  r.receive, Return: r.giveBack, Resubmit: r.resubmit, Accept: r.check,
		Approve: r.approve, Extend: r.extend,
		Correct: r.correct, Withdraw: r.withdraw, Consolidate: r.consolidate, Finish: r.finish}
	step, ok := steps[e.Step]
	if !ok {
		return errs.New(errs.Invalid, "there is no such step")
	}
	e.Seq = r.Seq + 1
	if err := step(set, e); err != nil {
		return err
	}
	r.Seq = e.Seq
	return nil
}

func wrongState(s State, step Step) error {
	return errs.New(errs.Conflict,
		"the report is “%s” by now: “%s” is not possible any more. Look at the page again", s.Title(),
		step.Title())
}

func (r *Report) in(e *Event, states ...State) error {
	if slices.Contains(states, r.State) {
		return nil
	}
	return wrongState(r.State, e.Step)
}

// leastReason is how many letters say why a report goes back.
const leastReason = 10

func reasoned(e *Event) error {
	if n := len([]rune(strings.TrimSpace(e.Reason))); n < leastReason || n > form.MostLetters {
		return errs.New(errs.Invalid, "give the reason, in %d to %d letters", leastReason, form.MostLetters)
	}
	return nil
}

func turn(r *Report, above bool, e *Event, due date.Date) {
	if n := len(r.Turns); n > 0 {
		r.Turns[n-1].To = e.Day
	}
	r.Turns = append(r.Turns, Turn{Above: above, From: e.Day, Due: due})
}

func (r *Report) open(_ *form.Set, e *Event) error {
	r.State, r.Version, r.Due, r.Cells = Opened, 1, e.Due, map[form.Key]*Cell{}
	if r.Whole = e.Document == WholeReport; !r.Whole {
		turn(r, false, e, e.Due)
	}
	return nil
}

// WholeReport marks the event that opens the province's own report of a round.
const WholeReport = "whole"

// returned are the cells that are open again, in no order.
func returned(r *Report) (out []form.Key) {
	for k, c := range r.Cells {
		if c.State == CellReturned {
			out = append(out, k)
		}
	}
	return out
}

// Returned are the cells that were sent back and are not answered, in the order of the forms.
func (r *Report) Returned(set *form.Set) (out []form.Key) {
	return having(r, set, func(c *Cell) bool { return c.State == CellReturned })
}

// Answered are the cells that were answered and wait to be accepted, in the order of the forms.
func (r *Report) Answered(set *form.Set) (out []form.Key) {
	return having(r, set, func(c *Cell) bool { return c.State == CellAnswered })
}

func having(r *Report, set *form.Set, is func(*Cell) bool) (out []form.Key) {
	for i := range set.Slots {
		if c := r.Cells[set.Slots[i].Key]; c != nil && is(c) {
			out = append(out, set.Slots[i].Key)
		}
	}
	return out
}

// OpenTo reports whether a cell can be written by its unit.
func (r *Report) OpenTo(s *form.Slot) bool {
	if s.Kind != form.Input || r.Whole {
		return false
	}
	if r.State == Opened || r.State == Filling {
		return true
	}
	c := r.Cells[s.Key]
	return r.State == Submitted && c != nil && c.State == CellReturned
}

func (r *Report) fill(set *form.Set, e *Event) error {
	clash := &Clash{}
	for i := range e.Writes {
		w := &e.Writes[i]
		slot := set.Slot(w.Key)
		if slot == nil || slot.Kind != form.Input {
			return errs.New(errs.Invalid, "there is no such cell to fill in; take the form anew")
		}
		if !r.OpenTo(slot) {
			return Locked(slot)
		}
		if err := sound(slot, w); err != nil {
			return err
		}
		if c := r.Cells[w.Key]; c != nil && c.Seq > w.Seen && c.Value() != w.Value {
			clash.Keys = append(clash.Keys, w.Key)
		}
	}
	if len(clash.Keys) > 0 {
		clash.error = errs.New(errs.Conflict,
			"somebody else has filled in %d of these cells meanwhile; look at them and save again",
			len(clash.Keys))
		return clash
	}
	for i := range e.Writes {
		w := &e.Writes[i]
		c := r.cell(w.Key)
		c.Entered, c.Reason, c.Seq, c.By = nil, strings.TrimSpace(w.Reason), e.Seq, e.By
		if !w.Value.Blank() {
			v := w.Value
			c.Entered = &v
		}
	}
	if r.State == Opened {
		r.State = Filling
	}
	return nil
}

// Locked refuses to write a cell, and says who can open it.
func Locked(s *form.Slot) error {
	return errs.New(errs.Conflict,
		"the cell “%s, %s” is locked: the report was sent. Who checks it can return this cell to you",
		s.Row.Title, s.Column.Title)
}

// sound refuses what no cell holds.
func sound(s *form.Slot, w *Write) error {
	if len([]rune(w.Reason)) > form.MostLetters {
		return errs.New(errs.Invalid, "a cell holds at most %d letters", form.MostLetters)
	}
	return s.Sound(w.Value)
}

func (r *Report) cell(k form.Key) *Cell {
	c := r.Cells[k]
	if r.Cells == nil { // as it comes from the database before anybody has typed
		r.Cells = map[form.Key]*Cell{}
	}
	if c == nil {
		c = &Cell{}
		r.Cells[k] = c
	}
	return c
}

// Overrides reports whether a cell says another value than the office knows.
func (c *Cell) Overrides() bool {
	return c != nil && c.Entered != nil && c.Auto != nil && *c.Entered != c.Auto.Value
}

// lacking refuses to send what is not whole: a blank that says no reason, another value than the office's without one.
func (r *Report) lacking(set *form.Set, known map[form.Key]Known) error {
	for i := range set.Slots {
		s := &set.Slots[i]
		if s.Kind != form.Input {
			continue
		}
		c := r.Cells[s.Key]
		k, has := known[s.Key]
		has = has && !k.Value.Blank()
		switch {
		case c == nil || c.Entered == nil:
			if !has && !s.Column.Optional {
				return errs.New(errs.Invalid,
					"“%s, %s” is blank: type 0 where nothing happened, or choose why there is no figure",
					s.Row.Title, s.Column.Title)
			}
		case has && *c.Entered != k.Value && !s.Column.Override:
			return errs.New(errs.Invalid, "“%s, %s” is a figure of the office and is not typed over; clear the cell",
				s.Row.Title, s.Column.Title)
		case has && *c.Entered != k.Value && len([]rune(c.Reason)) < 5:
			return errs.New(errs.Invalid, "“%s, %s” differs from the office’s figure: give the reason", s.Row.Title,
				s.Column.Title)
		}
	}
	return nil
}

func (r *Report) submit(set *form.Set, e *Event) error {
	if err := r.in(e, Opened, Filling); err != nil || r.Whole {
		return orWrong(err, r, e)
	}
	if err := r.lacking(set, e.Known); err != nil {
		return err
	}
	for i := range set.Slots {
		s := &set.Slots[i]
		if s.Kind != form.Input {
			continue
		}
		k, has := e.Known[s.Key]
		if c := r.Cells[s.Key]; c == nil && !has {
			continue
		}
		c := r.cell(s.Key)
		if c.Auto = nil; has {
			c.Auto = &k
		}
		c.State = CellFrozen
	}
	r.State, r.Sender, r.Received, r.Checker, r.Approver = Submitted, e.By, false, 0, 0
	if r.Sent.IsZero() {
		r.Sent = e.Day
	}
	turn(r, true, e, 0)
	return nil
}

func orWrong(err error, r *Report, e *Event) error {
	if err != nil {
		return err
	}
	return wrongState(r.State, e.Step)
}

func (r *Report) takeBack(_ *form.Set, e *Event) error {
	if err := r.in(e, Submitted); err != nil {
		return err
	}
	if r.Received || r.Version > 1 {
		return errs.New(errs.Conflict,
			"the level above has begun to check the report; ask it to return the cells that are wrong")
	}
	if err := reasoned(e); err != nil {
		return err
	}
	for _, c := range r.Cells {
		c.State, c.Auto = CellOpen, nil
	}
	r.State, r.Sent = Filling, 0
	turn(r, false, e, r.Due)
	return nil
}

func (r *Report) receive(_ *form.Set, e *Event) error {
	if err := r.in(e, Submitted); err != nil {
		return err
	}
	if err := access.MayApprove(r.Sender, e.By); err != nil {
		return err
	}
	r.Received = true
	return nil
}

func (r *Report) giveBack(set *form.Set, e *Event) error {
	if err := r.in(e, Submitted, Checked, Approved); err != nil {
		return err
	}
	if err := access.MayApprove(r.Sender, e.By); err != nil {
		return err
	}
	return r.reopen(set, e)
}

// reopen opens exactly the cells that are named; all others stay as they are.
func (r *Report) reopen(set *form.Set, e *Event) error {
	if len(e.Keys) == 0 {
		return errs.New(errs.Invalid, "choose the cells that are to be corrected")
	}
	if err := reasoned(e); err != nil {
		return err
	}
	if e.Due < e.Day {
		return errs.New(errs.Invalid, "give the day until which the cells are to be answered, not before today")
	}
	for _, k := range e.Keys {
		if s := set.Slot(k); s == nil || s.Kind != form.Input {
			return errs.New(errs.Invalid,
				"only cells that are filled in can be returned: what is computed follows them")
		}
	}
	for _, k := range e.Keys {
		c := r.cell(k)
		if c.State != CellReturned && c.State != CellAnswered {
			was := c.Value()
			c.Was = &was
		}
		c.State, c.Asked = CellReturned, strings.TrimSpace(e.Reason)
	}
	r.State, r.Received, r.Checker, r.Approver = Submitted, true, 0, 0
	turn(r, false, e, e.Due)
	return nil
}

func (r *Report) resubmit(set *form.Set, e *Event) error {
	if err := r.in(e, Submitted); err != nil {
		return err
	}
	back := r.Returned(set)
	if len(back) == 0 {
		return wrongState(r.State, e.Step)
	}
	for _, k := range back {
		c, s := r.Cells[k], set.Slot(k)
		if c.Value() == *c.Was && len([]rune(c.Reason)) < 5 {
			return errs.New(errs.Invalid, "“%s, %s” was returned: change it, or say why it stays as it is", s.Row.Title,
				s.Column.Title)
		}
		if c.Overrides() && (!s.Column.Override || len([]rune(c.Reason)) < 5) {
			return errs.New(errs.Invalid, "“%s, %s” differs from the office’s figure: give the reason", s.Row.Title,
				s.Column.Title)
		}
		if c.Value().Blank() && !s.Column.Optional {
			return errs.New(errs.Invalid,
				"“%s, %s” is blank: type 0 where nothing happened, or choose why there is no figure",
				s.Row.Title, s.Column.Title)
		}
	}
	for _, k := range back {
		r.Cells[k].State = CellAnswered
	}
	r.Sender = e.By
	turn(r, true, e, 0)
	return nil
}

func (r *Report) check(set *form.Set, e *Event) error {
	if err := r.in(e, Submitted); err != nil {
		return err
	}
	if back := returned(r); len(back) > 0 {
		return errs.New(errs.Conflict, "%d cells are returned and not answered yet", len(back))
	}
	if err := access.MayApprove(r.Sender, e.By); err != nil {
		return err
	}
	for _, k := range r.Answered(set) {
		c := r.Cells[k]
		c.State, c.Was, c.Asked = CellFrozen, nil, ""
	}
	r.State, r.Received, r.Checker = Checked, true, e.By
	return nil
}

func (r *Report) approve(_ *form.Set, e *Event) error {
	if err := r.in(e, Checked); err != nil {
		return err
	}
	if err := access.MayApprove(r.Sender, e.By); err != nil {
		return err
	}
	r.State, r.Approver = Approved, e.By
	if n := len(r.Turns); n > 0 {
		r.Turns[n-1].To = e.Day
	}
	return nil
}

func (r *Report) extend(_ *form.Set, e *Event) error {
	if err := r.in(e, Opened, Filling, Submitted); err != nil {
		return err
	}
	if err := reasoned(e); err != nil {
		return err
	}
	n := len(r.Turns)
	if r.Whole || n == 0 || r.Turns[n-1].Above {
		return wrongState(r.State, e.Step)
	}
	if e.Due <= r.Turns[n-1].Due {
		return errs.New(errs.Invalid, "the new day must lie after %s", r.Turns[n-1].Due)
	}
	r.Turns[n-1].Due, r.Extended = e.Due, true
	if r.State != Submitted {
		r.Due = e.Due
	}
	return nil
}

func (r *Report) correct(set *form.Set, e *Event) error {
	if strings.TrimSpace(e.Document) == "" || len([]rune(e.Document)) > form.MostLetters {
		return errs.New(errs.Invalid, "a correction cites the document that asks for it")
	}
	if err := r.in(e, Approved); err != nil || r.Whole {
		return orWrong(err, r, e)
	}
	if err := r.reopen(set, e); err != nil {
		return err
	}
	r.Version++
	return nil
}

func (r *Report) withdraw(_ *form.Set, e *Event) error {
	if err := reasoned(e); err != nil {
		return err
	}
	if r.State == Final {
		return wrongState(r.State, e.Step)
	}
	r.State = Withdrawn
	return nil
}

func (r *Report) consolidate(_ *form.Set, e *Event) error {
	if !r.Whole || e.Rolled == nil {
		return wrongState(r.State, e.Step)
	}
	if e.Rolled.Counted == 0 {
		return errs.New(errs.Invalid, "no unit has sent its report yet: there is nothing to add up")
	}
	if r.State == Final {
		r.Version++
	}
	r.State, r.Rolled, r.Sender = Consolidated, e.Rolled, e.By
	return nil
}

func (r *Report) finish(_ *form.Set, e *Event) error {
	if err := r.in(e, Consolidated); err != nil {
		return err
	}
	if err := access.MayApprove(r.Sender, e.By); err != nil {
		return err
	}
	if strings.TrimSpace(e.Document) == "" || strings.TrimSpace(e.Signer) == "" || e.Signed.IsZero() ||
		e.Signed > e.Day ||
		len([]rune(e.Document)) > form.MostLetters || len([]rune(e.Signer)) > form.MostLetters {
		return errs.New(errs.Invalid, "give the document’s number, its day (not after today) and who signed it")
	}
	if gap := len(e.Keys); gap > 0 {
		return errs.New(errs.Invalid, "there is no such step")
	}
	if n := len(r.Rolled.Gap) + len(r.Rolled.Unapproved); n > 0 {
		if err := reasoned(e); err != nil {
			return errs.New(errs.Invalid, "%d units are missing or not approved: say why it is signed without them", n)
		}
	}
	d := e.Detail
	r.State, r.Signed = Final, &d
	return nil
}
