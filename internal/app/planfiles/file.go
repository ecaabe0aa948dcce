package planfiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/planbook"
	"giamngheo/internal/planning"
	planrows "giamngheo/internal/store/plans"
	"giamngheo/internal/target"
)

// WritePlanFile writes a year's plan as a workbook that is read back as it was, with what its parts are shared out as.
// The reading is on the record.
func (o *Desk) WritePlanFile(ctx context.Context, a *office.Ask, year int, w io.Writer) error {
	if !o.office.May(a, access.ViewPlans) {
		return office.Forbidden()
	}
	p, _, err := o.plans.PlanText(ctx, o.office.Reader(), year)
	if err != nil {
		return err
	}
	all, err := planrows.SharesOf(ctx, o.office.Reader(), string(o.office.ProvinceCode()), year)
	if err != nil {
		return err
	}
	var shares []planbook.ShareRow
	for _, part := range p.Parts() {
		given := all[part.Code].Shares
		codes := make([]place.Code, 0, len(given))
		for code := range given {
			codes = append(codes, code)
		}
		slices.Sort(codes)
		for _, code := range codes {
			shares = append(shares, planbook.ShareRow{Part: part.Code, Place: string(code),
				Value: planbook.DecimalText(given[code])})
		}
	}
	o.office.Saw(a, office.Deed{Action: "plan.file", Kind: "plan",
		Subject: office.IDText(int64(year)), Place: o.office.ProvinceCode()})
	return planbook.WritePlanBook(w, p, shares)
}

// PlanVersion is one version of a plan as it was recorded.
type PlanVersion struct {
	planrows.Plan
	By string
}

// PlanVersions are all versions of a year's plan, the newest first.
func (o *Desk) PlanVersions(ctx context.Context, a *office.Ask, year int) (out []PlanVersion, err error) {
	if !o.office.May(a, access.ViewPlans) {
		return nil, office.Forbidden()
	}
	all, err := planrows.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Year == year {
			out = append(out, PlanVersion{all[i], o.office.NameOf(ctx, all[i].RecordedBy)})
		}
	}
	return out, nil
}

// PlanOf is a year's plan as it stands, with its text as a file. Errors: errs.NotFound.
func (o *Desk) PlanOf(ctx context.Context, a *office.Ask, year int) (*target.Plan, []byte, error) {
	if !o.office.May(a, access.ViewPlans) {
		return nil, nil, office.Forbidden()
	}
	p, _, err := o.plans.PlanText(ctx, o.office.Reader(), year)
	if err != nil {
		return nil, nil, err
	}
	text, err := p.YAML()
	return p, text, err
}

// CheckPlan reads a plan's file and says everything that is wrong with it: target.Faults in the error, each with its
// place.
func (o *Desk) CheckPlan(name string, text []byte) (*target.Plan, error) {
	p, err := target.ReadPlan(name, text)
	if p == nil || err != nil && target.FaultsOf(err) == nil {
		return p, err
	}
	if p.Year < 2016 || p.Year > 2100 {
		return p, errors.Join(err,
			errs.New(errs.Invalid, "the plan's year “%d” is not possible; write year: %d for example", p.Year,
				o.office.Day().Year()))
	}
	elsewhere := o.ofHere(p)
	if elsewhere != nil && p.Province != "" {
		return p, elsewhere // what else is wrong in it is another office's
	}
	lang, langErr := o.plans.Language(p.Year)
	if langErr != nil {
		return p, langErr
	}
	here, hereErr := o.here(p)
	if hereErr != nil {
		return p, hereErr
	}
	if err = target.Joined("kế hoạch "+p.Number, err, p.Check(lang), here.Check(p)); err != nil {
		return p, err
	}
	if elsewhere != nil {
		return p, elsewhere
	}
	_, err = target.NewGauge(p, lang)
	return p, err
}

// here is what a plan is held against that comes into this office.
func (o *Desk) here(p *target.Plan) (*planning.Here, error) {
	bodies, err := o.Bodies()
	if err != nil {
		return nil, err
	}
	day := planning.PlanDay(p, o.office.Day())
	h := &planning.Here{Province: string(o.office.ProvinceCode()), Bodies: bodies, Day: day}
	if u, ok := o.office.Reg().At(o.office.ProvinceCode(), day); ok {
		h.Name = u.Name
	} else {
		h.Name = o.office.Province().Name
	}
	for n := 1; n < 100; n++ { // the codes of provinces have two digits
		for _, u := range o.office.Reg().Find(place.Code(fmt.Sprintf("%02d", n))) {
			if u.Name != h.Name && !slices.Contains(h.Others, u.Name) {
				h.Others = append(h.Others, u.Name)
			}
		}
	}
	return h, nil
}

// Bodies are the bodies of the programmes with their days.
func (o *Desk) Bodies() (*planning.Bodies, error) {
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	t, err := o.library.Targets()
	if err != nil {
		return nil, err
	}
	return planning.NewBodies(c, t.Names), nil
}

// ofHere refuses a plan of another province: its targets, baselines and shares are another place's, whatever fits.
func (o *Desk) ofHere(p *target.Plan) error {
	here := o.office.Province()
	switch theirs, known := o.office.Reg().At(place.Code(p.Province), date.Must(p.Year, 12, 31)); {
	case p.Province == string(o.office.ProvinceCode()):
		return nil
	case p.Province == "":
		return errs.New(errs.Invalid, "the plan does not say of which province it is; write province: %s (%s)", here.Code,
			here.FullName)
	case known:
		return errs.New(errs.Invalid,
			"this is a plan of %s (%s), not of %s (%s): its figures are not yours; take the clean file of this page",
			theirs.FullName, theirs.Code, here.FullName, here.Code)
	}
	return errs.New(errs.Invalid, "this is a plan of province “%s”, not of %s (%s); take the clean file of this page",
		p.Province, here.FullName, here.Code)
}

// SavePlan records the next version of a year's plan. Was is the version that it was made from. Errors: errs.Invalid
// with all faults, errs.Conflict.
func (o *Desk) SavePlan(ctx context.Context, a *office.Ask, name string, text []byte, was int64,
	reason string) (*target.Plan, error) {
	return o.savePlan(ctx, a, PlanSaving{Name: name, Text: text, Was: was, Reason: reason})
}

// PlanSaving is a plan to be recorded, and what its parts are shared out as where its file says so.
type PlanSaving struct {
	Name   string
	Text   []byte
	Was    int64
	Reason string
	Shares map[string]map[place.Code]float64 // by part
	With   func(*office.Tx) error            // done in the same transaction; nil: nothing
}

// SavePlanBook is SavePlan of a file that shares parts out too: both or neither are recorded.
func (o *Desk) SavePlanBook(ctx context.Context, a *office.Ask, in PlanSaving) (*target.Plan, error) {
	return o.savePlan(ctx, a, in)
}

func (o *Desk) savePlan(ctx context.Context, a *office.Ask, in PlanSaving) (*target.Plan, error) {
	if err := o.office.PlaceScope(a, access.EditPlans, o.office.ProvinceCode()); err != nil {
		return nil, err
	}
	if err := office.NeedReason(in.Reason); err != nil {
		return nil, err
	}
	p, err := o.CheckPlan(in.Name, in.Text)
	if err != nil {
		return p, err
	}
	had, err := planrows.SharesOf(ctx, o.office.Reader(), string(o.office.ProvinceCode()), p.Year)
	if err != nil {
		return p, err
	}
	v := &planrows.Plan{Province: string(o.office.ProvinceCode()), Year: p.Year, Number: p.Number,
		Content: string(in.Text), Reason: strings.TrimSpace(in.Reason), RecordedBy: a.Account, Recorded: o.office.Now()}
	deed := &office.Deed{Action: "plan.save", Kind: "plan", Subject: strconv.Itoa(p.Year),
		Place: o.office.ProvinceCode(), Reason: in.Reason}
	return p, o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := planrows.Add(ctx, tx, v, in.Was); err != nil {
			return err
		}
		for _, part := range slices.Sorted(maps.Keys(in.Shares)) {
			was := had[part]
			if maps.Equal(was.Shares, in.Shares[part]) {
				continue
			}
			s := &planrows.PlanShares{Year: p.Year, Part: part, Rule: "manual", Shares: in.Shares[part],
				Reason: v.Reason, RecordedBy: a.Account, Recorded: v.Recorded}
			if err := planrows.AddShares(ctx, tx, v.Province, s, was.Version); err != nil {
				return err
			}
		}
		if in.With != nil {
			if err := in.With(tx); err != nil {
				return err
			}
		}
		tx.Changed(office.TopicPlan, int64(p.Year))
		deed.Note = map[string]string{"number": p.Number, "version": office.IDText(v.Version)}
		return nil
	})
}
