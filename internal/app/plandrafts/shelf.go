package plandrafts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"giamngheo/internal/app/planfiles"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/planbook"
	"giamngheo/internal/planning"
	planrows "giamngheo/internal/store/plans"
	"giamngheo/internal/target"
)

// shelf keeps the versions of drafts beside the plans in force.
type shelf struct {
	office  *office.Office
	library *library.Library
	plans   *plans.Desk
	files   *planfiles.Desk
}

// newest is the newest version of a year's draft, nil where there is none.
func (o *shelf) newest(ctx context.Context, year int) (*planrows.Draft, error) {
	row, err := planrows.NewestDraft(ctx, o.office.Reader(), string(o.office.ProvinceCode()), year)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	return row, nil
}

// origin is what a draft keeps of how it began: what was not carried into it, and the version of the year's plan in
// force that it was made beside (0: none); nil of drafts that were made before this was kept.
type origin struct {
	Left    []planning.Left `json:"left"`
	PlanWas *int64          `json:"plan_was,omitempty"`
}

// originOf reads how a draft began; drafts of before have the list alone.
func originOf(row *planrows.Draft) (out origin, err error) {
	if strings.HasPrefix(row.LeftOut, "{") {
		return out, json.Unmarshal([]byte(row.LeftOut), &out)
	}
	return out, json.Unmarshal([]byte(row.LeftOut), &out.Left)
}

// moved reports whether the plan in force is of another version than the one beside which a draft was made.
func (f *origin) moved(version int64) bool { return f.PlanWas != nil && *f.PlanWas != version }

// inForce is a year's plan in force with its version, nil where there is none.
func (o *shelf) inForce(ctx context.Context, year int) (*target.Plan, int64, error) {
	p, version, err := o.plans.PlanText(ctx, o.office.Reader(), year)
	if office.IgnoreNotFound(err) != nil {
		return nil, 0, err
	}
	return p, version, nil
}

// version is a version of a year's plan; 0 is the shipped one, an empty one where none is shipped.
func (o *shelf) version(ctx context.Context, year int, version int64) (*target.Plan, error) {
	if version == 0 {
		all, err := o.library.ShippedPlans()
		i := slices.IndexFunc(all, func(p target.Plan) bool {
			return p.Province == string(o.office.ProvinceCode()) && p.Year == year
		})
		if err != nil || i < 0 {
			return &target.Plan{}, err
		}
		return &all[i], nil
	}
	all, err := planrows.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(p planrows.Plan) bool { return p.Year == year && p.Version == version })
	if i < 0 {
		return &target.Plan{}, nil
	}
	return target.ReadPlan("plan.yaml", []byte(all[i].Content))
}

// open is the newest version of an open draft. Errors: errs.NotFound.
func (o *shelf) open(ctx context.Context, year int) (*planrows.Draft, error) {
	row, err := o.newest(ctx, year)
	if err == nil && (row == nil || row.State != planrows.DraftOpen) {
		err = errs.New(errs.NotFound, "there is no draft of the plan of %d: make one on the page “Plan”", year)
	}
	return row, err
}

// readDraft reads a draft's text, whatever it still lacks and whatever is wrong with it, where all of it could be read.
func readDraft(row *planrows.Draft) (*target.Plan, error) {
	p, err := target.ReadPlan("draft.yaml", []byte(row.Content))
	if target.Lacks(err) {
		return p, nil
	}
	if p == nil || target.FaultsOf(err) == nil {
		return nil, err
	}
	if again, failed := p.YAML(); failed != nil || string(again) != row.Content {
		return nil, err
	}
	return p, nil
}

// held is an open draft in hand: its newest version with what that says.
type held struct {
	row  *planrows.Draft
	plan *target.Plan
	from origin
}

// hold takes the open draft that is to be changed, where it is still the version that it was. Errors: errs.NotFound,
// errs.Conflict.
func (o *shelf) hold(ctx context.Context, in Edit) (*held, error) {
	row, err := o.open(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	if row.Version != in.Was {
		return nil, errs.New(errs.Conflict,
			"%s has changed this draft since you opened it: nothing of yours is saved; open the page again and enter it anew",
			o.office.NameOf(ctx, row.RecordedBy))
	}
	h := &held{row: row}
	if h.plan, err = readDraft(row); err != nil {
		return nil, err
	}
	h.from, err = originOf(row)
	return h, err
}

// next records the draft in hand as its next version.
func (o *shelf) next(ctx context.Context, a *office.Ask, in Edit, h *held, action string,
	state planrows.DraftState) error {
	return o.record(ctx, a, recording{year: in.Year, plan: h.plan, origin: h.from, was: in.Was, action: action,
		state: state, reason: in.Reason})
}

// sound refuses what not even a draft may have, where the change brings it: what was wrong before is on the draft's
// page and mended one by one. Of several faults the first is said, with the part and the column that it is of.
func (o *shelf) sound(was *planrows.Draft, p *target.Plan) error {
	text, err := p.YAML()
	if err != nil {
		return err
	}
	faults, err := o.faults(text)
	if err != nil || len(faults) == 0 {
		return err
	}
	had, err := o.faults([]byte(was.Content))
	if err != nil {
		return err
	}
	if f := brought(had, faults); f != nil {
		return errs.Of(errs.Invalid, faultText(p, f))
	}
	return nil
}

// faults are what not even a draft may have of a plan's text.
func (o *shelf) faults(text []byte) (target.Faults, error) {
	_, err := o.files.CheckPlan("draft.yaml", text)
	all := target.FaultsOf(err)
	if err != nil && len(all) == 0 {
		return nil, err
	}
	return slices.DeleteFunc(all, func(f target.Fault) bool { return f.Later }), nil
}

// brought is the first fault that a change brings: where one was before there may be one still, in other words too –
// the bodies that there are, say, where the plan's day is another. Nil where it brings none.
func brought(had, now target.Faults) *target.Fault {
	type place struct {
		target      int // 0 of a part's, which its code tells: the target's number may be what is changed
		part, field string
	}
	at := func(f *target.Fault) place {
		if f.Part != "" {
			return place{part: f.Part, field: f.Field}
		}
		return place{target: f.Target, field: f.Field}
	}
	count := map[place]int{}
	for i := range had {
		count[at(&had[i])]++
	}
	known := func(f *target.Fault) bool {
		return slices.ContainsFunc(had, func(b target.Fault) bool { return at(&b) == at(f) && b.Text.VI == f.Text.VI })
	}
	var first *target.Fault
	for _, ofBefore := range []bool{true, false} { // a fault of before takes its own place
		for i := range now {
			if f := &now[i]; known(f) == ofBefore {
				if count[at(f)]--; count[at(f)] < 0 && first == nil {
					first = f
				}
			}
		}
	}
	return first
}

// faultText says a fault with the part and the column that it is of.
func faultText(p *target.Plan, f *target.Fault) errs.Text {
	text := f.Text
	if title, known := planbook.FieldTitle(f.Field); known {
		text = errs.T("%s: %s", title, text)
	}
	if part, _ := p.Part(f.Part); part != nil && part.Title.VI != "" {
		text = errs.T("%s: %s", part.Title, text)
	}
	return text
}

// recording is a version of a draft to be recorded.
type recording struct {
	year   int
	plan   *target.Plan
	origin origin
	was    int64
	action string
	state  planrows.DraftState
	reason string
}

// record records a version of a draft with its deed.
func (o *shelf) record(ctx context.Context, a *office.Ask, in recording) error {
	row, err := o.row(a, &in)
	if err != nil {
		return err
	}
	deed := &office.Deed{Action: in.action, Kind: "plan", Subject: office.IDText(int64(in.year)),
		Place: o.office.ProvinceCode(), Reason: row.Reason}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := planrows.AddDraft(ctx, tx, row, in.was); err != nil {
			return err
		}
		deed.Note = map[string]string{"version": office.IDText(row.Version)}
		return nil
	})
}

// row is a version of a draft as it is kept.
func (o *shelf) row(a *office.Ask, in *recording) (*planrows.Draft, error) {
	text, err := in.plan.YAML()
	if err != nil {
		return nil, err
	}
	left, err := json.Marshal(in.origin)
	if err != nil {
		return nil, err
	}
	return &planrows.Draft{Province: string(o.office.ProvinceCode()), Year: in.year, State: in.state,
		Content: string(text), LeftOut: string(left), Reason: strings.TrimSpace(in.reason), RecordedBy: a.Account,
		Recorded: o.office.Now()}, nil
}
