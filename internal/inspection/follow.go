package inspection

import (
	"slices"
	"strings"

	"giamngheo/internal/errs"
)

// ofRec makes a step of a recommendation one of its visit. The last one that is closed closes the visit, so that
// nothing
// is left over.
func ofRec(do func(*Recommendation, *Event) error) func(*Visit, *Event) error {
	return func(v *Visit, e *Event) error {
		r := v.Rec(e.No)
		if r == nil {
			return errs.New(errs.NotFound, "there is no such recommendation")
		}
		now := *r
		now.Recovered, now.Waived = slices.Clone(r.Recovered), slices.Clone(r.Waived)
		if err := do(&now, e); err != nil {
			return err
		}
		v.Recs = slices.Clone(v.Recs)
		v.Recs[e.No-1] = now
		if v.State = Following; v.OpenRecs() == 0 {
			v.State = Closed
		}
		return nil
	}
}

func (r *Recommendation) in(states ...RecState) error {
	if slices.Contains(states, r.State) {
		return nil
	}
	return errs.New(errs.Conflict, "the recommendation is “%s” by now: this step does not follow; look at the page again",
		r.State.Title())
}

func reasoned(r *Recommendation, e *Event, states ...RecState) (string, error) {
	if err := r.in(states...); err != nil {
		return "", err
	}
	reason, err := said(e.Reason)
	if err != nil {
		return "", errs.New(errs.Invalid, "give the reason, in %d to %d letters", leastReason, mostText)
	}
	return reason, nil
}

func accept(r *Recommendation, _ *Event) error {
	if err := r.in(RecIssued); err != nil {
		return err
	}
	r.State = RecAccepted
	return nil
}

func object(r *Recommendation, e *Event) (err error) {
	if r.Said, err = reasoned(r, e, RecIssued); err == nil {
		r.State = RecObjected
	}
	return err
}

func uphold(r *Recommendation, e *Event) (err error) {
	if r.Reason, err = reasoned(r, e, RecObjected); err != nil {
		return err
	}
	if err := apart(r, e); err != nil {
		return err
	}
	r.State = RecAccepted
	return nil
}

// withdraw gives a recommendation up; what came back of it came back.
func withdraw(r *Recommendation, e *Event) (err error) {
	if r.Reason, err = reasoned(r, e, RecIssued, RecObjected, RecAccepted); err != nil {
		return err
	}
	if r.Left() > 0 {
		return errs.New(
			errs.Invalid,
			"money that is to be recovered is not given up so: it comes back, or a decision waives it",
		)
	}
	if err := apart(r, e); err != nil {
		return err
	}
	r.State = RecWithdrawn
	return nil
}

func claim(r *Recommendation, e *Event) (err error) {
	if r.Said, err = reasoned(r, e, RecIssued, RecAccepted); err == nil {
		r.State, r.Claimer, r.Claimed, r.Reason = RecClaimed, e.By, e.Day, ""
	}
	return err
}

// apart refuses who verifies what they have claimed, or what their own unit has.
func apart(r *Recommendation, e *Event) error {
	if e.By == r.Claimer || e.Object {
		return errs.New(errs.Forbidden,
			"who says that something is mended, and the unit that was checked, do not verify it: another person does")
	}
	return nil
}

func verify(r *Recommendation, e *Event) error {
	if err := r.in(RecClaimed); err != nil {
		return err
	}
	if err := apart(r, e); err != nil {
		return err
	}
	r.State, r.Verifier, r.Reason = RecVerified, e.By, strings.TrimSpace(e.Reason)
	if len([]rune(r.Reason)) > mostText {
		return errs.New(errs.Invalid, "say it in %d to %d letters", 0, mostText)
	}
	if r.Left() == 0 {
		r.State = RecClosed
	}
	return nil
}

func sendBack(r *Recommendation, e *Event) (err error) {
	if r.Reason, err = reasoned(r, e, RecClaimed, RecVerified); err != nil {
		return err
	}
	if err := apart(r, e); err != nil {
		return err
	}
	r.State, r.Verifier = RecAccepted, 0
	return nil
}

func recovered(r *Recommendation, e *Event) error {
	if err := r.in(RecIssued, RecAccepted, RecClaimed, RecVerified); err != nil {
		return err
	}
	if err := apart(r, e); err != nil {
		return err
	}
	switch back := e.Recovery; {
	case back == nil || back.Movement == 0 || back.Amount <= 0:
		return errs.New(errs.Invalid, "name the recovery in the ledger by which the money came back")
	case slices.ContainsFunc(r.Recovered, func(one Recovery) bool { return one.Movement == back.Movement }):
		return errs.New(errs.Conflict, "this recovery is counted already")
	case back.Amount > r.Left():
		return errs.New(
			errs.Invalid,
			"this recovery is %s, and only %s is still to come back",
			num(back.Amount),
			num(r.Left()),
		)
	}
	r.Recovered = append(r.Recovered, *e.Recovery)
	return nil
}

// strikeOut takes away a recovery that the ledger has taken back: what was closed by it is open again.
func strikeOut(r *Recommendation, e *Event) error {
	if err := r.in(RecIssued, RecAccepted, RecClaimed, RecVerified, RecClosed); err != nil {
		return err
	}
	if err := apart(r, e); err != nil {
		return err
	}
	i := slices.IndexFunc(r.Recovered, func(one Recovery) bool {
		return e.Recovery != nil && one.Movement == e.Recovery.Movement
	})
	if i < 0 {
		return errs.New(errs.Invalid, "this recovery is not counted for the recommendation")
	}
	r.Recovered = slices.Delete(r.Recovered, i, i+1)
	if r.State == RecClosed {
		r.State = RecVerified
	}
	return nil
}

func waive(r *Recommendation, e *Event) error {
	if err := r.in(RecIssued, RecObjected, RecAccepted, RecClaimed, RecVerified); err != nil {
		return err
	}
	if err := apart(r, e); err != nil {
		return err
	}
	w := e.Waiver
	if w == nil || w.Document == 0 {
		return errs.New(errs.Invalid, "choose the document that decides not to recover it")
	}
	reason, err := said(w.Reason)
	switch {
	case err != nil:
		return errs.New(errs.Invalid, "give the reason, in %d to %d letters", leastReason, mostText)
	case w.Amount <= 0 || w.Amount > r.Left():
		return errs.New(errs.Invalid, "of what is to be recovered %s is left: no more is waived", num(r.Left()))
	}
	one := *w
	one.Reason = reason
	r.Waived = append(r.Waived, one)
	return nil
}

func closeRec(r *Recommendation, e *Event) error {
	if err := r.in(RecVerified); err != nil {
		return err
	}
	if err := apart(r, e); err != nil {
		return err
	}
	if left := r.Left(); left != 0 {
		return errs.New(
			errs.Invalid,
			"%s is still to come back: a recovery is closed by recoveries in the ledger of that amount, or by a decision that waives it",
			num(left),
		)
	}
	r.State = RecClosed
	return nil
}
