package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
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
	p, _, err := o.planText(ctx, o.store, year)
	if err != nil {
		return nil, nil, err
	}
	text, err := p.YAML()
	return p, text, err
}

// CheckPlan reads a plan's file and says everything that is wrong with it: target.Faults in the error, each with its place.
func (o *Office) CheckPlan(name string, text []byte) (*target.Plan, error) {
	p, err := target.ReadPlan(name, text)
	if p == nil || err != nil && target.FaultsOf(err) == nil {
		return p, err
	}
	if p.Year < 2016 || p.Year > 2100 {
		return p, errors.Join(err, errs.New(errs.Invalid, fmt.Sprintf("năm kế hoạch “%d” không hợp lệ; ghi year: %d chẳng hạn", p.Year, o.Day().Year()), fmt.Sprintf("the plan's year “%d” is not possible; write year: %d for example", p.Year, o.Day().Year())))
	}
	lang, langErr := o.language(p.Year)
	if langErr != nil {
		return p, langErr
	}
	if err = target.Joined("kế hoạch "+p.Number, err, p.Check(lang)); err != nil {
		return p, err
	}
	if p.Province != string(o.cfg.Province) {
		return p, errs.New(errs.Invalid, "kế hoạch này của tỉnh “"+p.Province+"”, không phải "+string(o.cfg.Province), "this is a plan of province “"+p.Province+"”, not "+string(o.cfg.Province))
	}
	_, err = target.NewGauge(p, lang)
	return p, err
}

// SavePlan records the next version of a year's plan. Was is the version that it was made from. Errors: errs.Invalid with all
// faults, errs.Conflict.
func (o *Office) SavePlan(ctx context.Context, a *Actor, name string, text []byte, was int64, reason string) (*target.Plan, error) {
	return o.savePlan(ctx, a, PlanSaving{Name: name, Text: text, Was: was, Reason: reason})
}

// PlanSaving is a plan to be recorded, and what its parts are shared out as where its file says so.
type PlanSaving struct {
	Name   string
	Text   []byte
	Was    int64
	Reason string
	Shares map[string]map[place.Code]float64 // by part
}

// SavePlanBook is SavePlan of a file that shares parts out too: both or neither are recorded.
func (o *Office) SavePlanBook(ctx context.Context, a *Actor, in PlanSaving) (*target.Plan, error) {
	return o.savePlan(ctx, a, in)
}

func (o *Office) savePlan(ctx context.Context, a *Actor, in PlanSaving) (*target.Plan, error) {
	if err := o.placeScope(a, access.EditPlans, o.cfg.Province); err != nil {
		return nil, err
	}
	if err := needReason(in.Reason); err != nil {
		return nil, err
	}
	p, err := o.CheckPlan(in.Name, in.Text)
	if err != nil {
		return p, err
	}
	had, err := o.store.PlanShares(ctx, string(o.cfg.Province), p.Year)
	if err != nil {
		return p, err
	}
	v := &store.Plan{Province: string(o.cfg.Province), Year: p.Year, Number: p.Number, Content: string(in.Text), Reason: strings.TrimSpace(in.Reason), RecordedBy: a.Account, Recorded: o.now()}
	return p, o.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.AddPlan(ctx, v, in.Was); err != nil {
			return err
		}
		for _, part := range slices.Sorted(maps.Keys(in.Shares)) {
			was := had[part]
			if maps.Equal(was.Shares, in.Shares[part]) {
				continue
			}
			s := &store.PlanShares{Year: p.Year, Part: part, Rule: "manual", Shares: in.Shares[part], Reason: v.Reason, RecordedBy: a.Account, Recorded: v.Recorded}
			if err := tx.AddPlanShares(ctx, v.Province, s, was.Version); err != nil {
				return err
			}
		}
		tx.After(o.plans.forget)
		e := o.entry(a, "plan.save", "plan", strconv.Itoa(p.Year), o.cfg.Province)
		e.Detail.Reason, e.Detail.Note = in.Reason, map[string]string{"number": p.Number, "version": idText(v.Version)}
		return tx.Audit(ctx, e)
	})
}
