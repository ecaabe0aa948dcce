package app

import (
	"context"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/target"
)

func decimalText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// PlanVersion is one version of a plan as it was recorded.
type PlanVersion struct {
	store.Plan
	By string
}

// PlanVersions are all versions of a year's plan, the newest first.
func (o *Office) PlanVersions(ctx context.Context, a *Actor, year int) (out []PlanVersion, err error) {
	if !o.May(a, access.ViewPlans) {
		return nil, forbidden()
	}
	all, err := o.store.Plans(ctx, string(o.cfg.Province))
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Year == year {
			out = append(out, PlanVersion{all[i], o.nameOf(ctx, all[i].RecordedBy)})
		}
	}
	return out, nil
}

// PlanOf is a year's plan as it stands, with its text as a file. Errors: errs.NotFound.
func (o *Office) PlanOf(ctx context.Context, a *Actor, year int) (*target.Plan, []byte, error) {
	if !o.May(a, access.ViewPlans) {
		return nil, nil, forbidden()
	}
	p, _, err := o.planText(ctx, year)
	if err != nil {
		return nil, nil, err
	}
	text, err := p.YAML()
	return p, text, err
}

// CheckPlan reads a plan's file and says everything that is wrong with it: target.Faults in the error, each with its place.
func (o *Office) CheckPlan(name string, text []byte) (*target.Plan, error) {
	p, err := target.ReadPlan(name, text)
	if err != nil {
		return p, err
	}
	if p.Province != string(o.cfg.Province) {
		return p, errs.New(errs.Invalid, "kế hoạch này của tỉnh “"+p.Province+"”, không phải "+string(o.cfg.Province), "this is a plan of province “"+p.Province+"”, not "+string(o.cfg.Province))
	}
	lang, err := o.language(p.Year)
	if err != nil {
		return p, err
	}
	_, err = target.NewGauge(p, lang)
	return p, err
}

// SavePlan records the next version of a year's plan. Was is the version that it was made from. Errors: errs.Invalid with all
// faults, errs.Conflict.
func (o *Office) SavePlan(ctx context.Context, a *Actor, name string, text []byte, was int64, reason string) (*target.Plan, error) {
	if err := o.placeScope(a, access.EditPlans, o.cfg.Province); err != nil {
		return nil, err
	}
	if err := needReason(reason); err != nil {
		return nil, err
	}
	p, err := o.CheckPlan(name, text)
	if err != nil {
		return p, err
	}
	v := &store.Plan{Province: string(o.cfg.Province), Year: p.Year, Number: p.Number, Content: string(text), Reason: strings.TrimSpace(reason), RecordedBy: a.Account, Recorded: o.now()}
	return p, o.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.AddPlan(ctx, v, was); err != nil {
			return err
		}
		tx.After(o.plans.forget)
		e := o.entry(a, "plan.save", "plan", strconv.Itoa(p.Year), o.cfg.Province)
		e.Detail.Reason, e.Detail.Note = reason, map[string]string{"number": p.Number, "version": idText(v.Version)}
		return tx.Audit(ctx, e)
	})
}
