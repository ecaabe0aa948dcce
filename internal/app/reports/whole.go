package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/counts"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reports"
)

// Whole is a round added up as it stands now, beside what was signed.
type Whole struct {
	Round    *reports.Round
	Report   *reports.Report // the province's own; nil for who sees a part only
	Set      *form.Set
	Unit     place.Unit
	Rolled   *report.Rolled
	Gap      []place.Unit
	Findings []form.Finding
	Drift    []Drift // where what was sent and what the office knows now differ
	Drifts   int     // how many there are
	Strange  []Strange
	Few      bool // too few units have sent to tell who is unlike the others

	MayConsolidate, MaySign, MayCheck bool
}

// Drift is a cell of a unit that said something else than the office knows by now.
type Drift struct {
	Unit      place.Unit
	Report    int64
	Slot      *form.Slot
	Sent, Now form.Value
	Reason    string
}

// Strange is a value far from those of the other units.
type Strange struct {
	Unit   place.Unit
	Report int64
	Slot   *form.Slot
	Value  form.Value
	Median string
	Z      string
}

// mostDrift is how many differences and unlike values are listed.
const mostDrift = 60

// Whole adds a round up, over the units that an actor sees. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Whole(ctx context.Context, a *office.Ask, id int64) (*Whole, error) {
	var w *Whole
	return w, d.office.Look(ctx, func(r store.Reader) (err error) {
		w, err = d.whole(ctx, r, a, id)
		return err
	})
}

func (d *room) whole(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*Whole, error) {
	of, err := d.round(ctx, r, a, id)
	if err != nil {
		return nil, err
	}
	in, err := d.seen(a)
	if err != nil {
		return nil, err
	}
	all, err := reports.Whole(ctx, r, d.province(), id)
	if err != nil {
		return nil, err
	}
	known, err := reports.AllKnown(ctx, r, d.province(), id)
	if err != nil {
		return nil, err
	}
	w := &Whole{Round: of, Set: d.set(of), Unit: d.office.Home(a), MayCheck: d.office.May(a, access.CheckReports)}
	var units []report.UnitReport
	var some []*reports.Report
	for i := range all {
		switch {
		case !in(all[i].Unit):
		case all[i].Unit == d.office.ProvinceCode():
			w.Report, w.Unit = &all[i], d.office.Province()
		default:
			some = append(some, &all[i])
			units = append(units, report.UnitReport{Unit: all[i].Unit, Report: all[i].Content})
		}
	}
	if len(units) == 0 {
		return nil, office.NotYours()
	}
	w.Rolled = report.Roll(w.Set, units, once(w.Set, known, in))
	for _, code := range w.Rolled.Gap {
		w.Gap = append(w.Gap, d.office.UnitOn(code, of.Dues.CutOff))
	}
	share(w.Rolled, known, in)
	w.Findings = w.Set.Check(w.Rolled.Values, nil, func(form.Key) string { return "" })
	drift(d, w, some, known)
	strange(d, w, some)
	if w.Report != nil {
		w.MayConsolidate = d.may(a, access.OpenReports, d.office.ProvinceCode()) && of.State != reports.Gone
		w.MaySign = d.may(a, access.ApproveReports, d.office.ProvinceCode()) && w.Report.State == report.Consolidated &&
			w.Report.Content.Sender != a.Account
	}
	return w, nil
}

// once is what the office knows of all units together, of cells that are counted once.
func once(set *form.Set, known []reports.Known, in func(place.Code) bool) form.Values {
	out := form.Values{}
	for i := range set.Slots {
		s := &set.Slots[i]
		if s.Column.Roll != form.Distinct || s.Source == nil {
			continue
		}
		for j := range known {
			if v := known[j].Values[s.Source.Key()]; v.Known && in(known[j].Unit) {
				out[s.Key] = form.Of(out[s.Key].Number + v.Number)
			}
		}
	}
	return out
}

// share says how many of the households live in the units that have sent.
func share(r *report.Rolled, known []reports.Known, in func(place.Code) bool) {
	for i := range known {
		k := &known[i]
		n := k.Values[counts.Households.Key()].Number
		if !in(k.Unit) {
			continue
		}
		r.Of += n
		if !slices.Contains(r.Gap, k.Unit) {
			r.Households += n
		}
	}
}

// drift holds what was sent against what the office knows by now.
func drift(d *room, w *Whole, some []*reports.Report, known []reports.Known) {
	now := map[place.Code]map[string]form.Value{}
	for i := range known {
		now[known[i].Unit] = known[i].Values
	}
	for _, rep := range some {
		if !rep.State.Sent() {
			continue
		}
		for i := range w.Set.Slots {
			s := &w.Set.Slots[i]
			if s.Source == nil {
				continue
			}
			is, had := now[rep.Unit][s.Source.Key()]
			sent, _ := rep.Content.Counted(s.Key)
			if !had || sent == is {
				continue
			}
			if w.Drifts++; len(w.Drift) < mostDrift {
				w.Drift = append(w.Drift, Drift{d.office.UnitOn(rep.Unit, w.Round.Dues.CutOff), rep.ID, s, sent, is,
					rep.Content.Cells[s.Key].Reason})
			}
		}
	}
}

// strange looks for values unlike those of the other units, of numbers that people typed: what the office counts and
// estimates grow with the size of a unit.
func strange(d *room, w *Whole, some []*reports.Report) {
	var sent []*reports.Report
	for _, rep := range some {
		if rep.State.Sent() {
			sent = append(sent, rep)
		}
	}
	for i := range w.Set.Slots {
		s := &w.Set.Slots[i]
		if s.Kind != form.Input || s.Type.Said() || s.Source != nil || s.Estimated() || s.Column.Fill == form.Previous {
			continue
		}
		var values []int64
		var of []*reports.Report
		for _, rep := range sent {
			if v, _ := rep.Content.Counted(s.Key); v.Known {
				values, of = append(values, v.Number), append(of, rep)
			}
		}
		out, few := form.Outliers(values)
		w.Few = w.Few || few
		for _, one := range out {
			if len(w.Strange) < mostDrift && one.Z != "" {
				rep := of[one.Index]
				w.Strange = append(w.Strange, Strange{d.office.UnitOn(rep.Unit, w.Round.Dues.CutOff), rep.ID, s,
					form.Of(values[one.Index]), one.Median, one.Z})
			}
		}
	}
}

// Consolidate keeps a round as it is added up now, with its gap, for signing. seen is the number of the last event
// of the province's report that the page showed. Errors: errs.Invalid where nobody has sent anything, errs.Conflict,
// errs.Forbidden.
func (d *Desk) Consolidate(ctx context.Context, a *office.Ask, id, seen int64) error {
	if err := d.need(a, access.OpenReports, d.office.ProvinceCode()); err != nil {
		return err
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		w, err := d.whole(ctx, tx, a, id)
		if err != nil {
			return err
		}
		f := &found{w.Report, w.Round, w.Set}
		if seen != f.Seq {
			return d.overtaken(ctx, tx, f)
		}
		e := &report.Event{By: a.Account, Step: report.Consolidate, Detail: report.Detail{Rolled: w.Rolled}}
		if err := d.take(ctx, tx, f, e); err != nil {
			return err
		}
		return tx.Note(ctx, note(f, e))
	})
}

// SignInput is what is written on the report that is signed.
type SignInput struct {
	Number, Signer, Reason string
	Day                    date.Date
}

// Sign signs what was added up: it does not change any more, and its hash stands on the record. Errors: errs.Invalid,
// errs.Conflict, errs.Forbidden.
func (d *Desk) Sign(ctx context.Context, a *office.Ask, id, seen int64, in SignInput) error {
	if err := d.need(a, access.ApproveReports, d.office.ProvinceCode()); err != nil {
		return err
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		of, err := d.round(ctx, tx, a, id)
		if err != nil {
			return err
		}
		rep, err := reports.FindOf(ctx, tx, d.province(), id, d.office.ProvinceCode())
		if err != nil {
			return err
		}
		f := &found{rep, of, d.set(of)}
		if seen != f.Seq {
			return d.overtaken(ctx, tx, f)
		}
		if err := d.office.MayApprove(a, rep.Content.Sender); err != nil {
			return err
		}
		e := &report.Event{By: a.Account, Step: report.Finish, Detail: report.Detail{Document: in.Number,
			Signer: in.Signer,
			Signed: in.Day, Reason: in.Reason}}
		if rep.Content.Rolled != nil {
			text, err := json.Marshal(rep.Content.Rolled)
			if err != nil {
				return err
			}
			sum := sha256.Sum256(text)
			e.Hash = hex.EncodeToString(sum[:])
		}
		if e.Text, e.TextHash, err = d.words(ctx, tx, f); err != nil {
			return err
		}
		if err := d.take(ctx, tx, f, e); err != nil {
			return err
		}
		if of.State == reports.Running {
			of.State = reports.Finished
			if err := reports.SetRound(ctx, tx, of); err != nil {
				return err
			}
		}
		deed := note(f, e)
		deed.Note["hash"] = e.Hash
		return tx.Note(ctx, deed)
	})
}

// Final is what was last signed of a round. Errors: errs.NotFound where nothing was.
func (d *Desk) Final(ctx context.Context, a *office.Ask, id int64) (*report.Event, *report.Rolled, error) {
	of, err := d.round(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, nil, err
	}
	rep, err := reports.FindOf(ctx, d.office.Reader(), d.province(), of.ID, d.office.ProvinceCode())
	if err != nil {
		return nil, nil, err
	}
	if in, err := d.seen(a); err != nil || !in(rep.Unit) {
		return nil, nil, office.NotYours()
	}
	events, err := reports.Events(ctx, d.office.Reader(), d.province(), rep.ID)
	if err != nil {
		return nil, nil, err
	}
	var rolled, signed *report.Rolled
	var last *report.Event
	for i := range events {
		switch e := &events[i]; e.Step {
		case report.Consolidate:
			rolled = e.Rolled
		case report.Finish:
			last, signed = e, rolled
		}
	}
	if last == nil {
		return nil, nil, errs.New(errs.NotFound, "nothing of this round was signed yet")
	}
	return last, signed, nil
}
