package files

import (
	"context"
	"errors"
	"fmt"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/published"
	"giamngheo/internal/target"
)

// PlanInput asks for a year's plan and what is known of its targets.
type PlanInput struct {
	Year     int
	Register string    // a register to count from; empty = none
	On       date.Date // the day of its review; zero = the last day of the plan's yearly review
	Rejected string    // the file for its rejected rows
	Doubts   string    // the file for what was taken with a note; may be empty
	Reading  Reading
}

// PlanShown is a plan with what is known of each part.
type PlanShown struct {
	*target.Plan
	Register *RegisterShown        `json:"register,omitempty"`
	Parts    map[string]*PartShown `json:"parts"` // by the part's code
}

// RegisterShown says which register was counted.
type RegisterShown struct {
	Path         string          `json:"path"`
	On           date.Date       `json:"on"`
	Standard     string          `json:"standard"`
	Synthetic    bool            `json:"synthetic"`
	Households   int64           `json:"households"`
	Undetermined int64           `json:"undetermined"`
	Counts       exchange.Counts `json:"counts"`
	Samples      []errs.Text     `json:"samples,omitempty"`
}

// PartShown is what is known of a part: the published figures, what the register says, or what is missing.
type PartShown struct {
	Official *published.Official `json:"official,omitempty"`
	Tally    *target.Tally       `json:"register,omitempty"`
	Rate     *float64            `json:"register_percent,omitempty"`
	// Low and High are what the rate lies between where
	Low     *float64 `json:"register_low,omitempty"`
	High    *float64 `json:"register_high,omitempty"`    // answers are unknown
	Reached *bool    `json:"register_reached,omitempty"` // nil where one review alone cannot say
	// the unknown answers decide, or something is not measured
	Open    bool      `json:"register_undetermined,omitempty"`
	Missing errs.Text `json:"missing,omitzero"` // only where there is no figure at all
}

// Plan returns a year's plan beside the published figures and, where a register is given, what it says.
func (a *Desk) Plan(ctx context.Context, in PlanInput, progress office.Progress) (_ *PlanShown, err error) {
	defer errs.Wrap(&err, "app.Plan")
	plan, err := a.planOf(in.Year)
	if err != nil {
		return nil, err
	}
	figures, err := published.Read(a.library.Data())
	if err != nil {
		return nil, err
	}
	shown := &PlanShown{Plan: plan, Parts: map[string]*PartShown{}}
	var tallies map[string]target.Tally
	if in.Register != "" {
		if shown.Register, tallies, err = a.count(ctx, plan, in, progress); err != nil {
			return nil, err
		}
	}
	for _, t := range plan.Targets {
		for i := range t.Parts {
			p := &t.Parts[i]
			shown.Parts[p.Code] = known(p, figures.Of(plan.Province, p, plan.Year), tallies)
		}
	}
	return shown, nil
}

// known puts together what is known of a part.
func known(p *target.Part, official *published.Official, tallies map[string]target.Tally) *PartShown {
	s := &PartShown{Official: official}
	if t, ok := tallies[p.Code]; ok {
		s.Tally = &t
		f := p.Figure(&target.Evidence{Now: t})
		if rate, ok := t.Rate(); ok {
			s.Rate = &rate
		}
		if low, high, ok := t.Bounds(); ok && t.Unknown > 0 {
			s.Low, s.High = &low, &high
		}
		if p.Kind == "rate" && p.Planned != nil && s.Rate != nil {
			s.judge(p, &f)
		}
	}
	if s.Official == nil && s.Rate == nil && s.High == nil {
		s.Missing = p.Missing
	}
	return s
}

// judge says whether a rate is reached, where its unknown answers and what is not measured leave no doubt.
func (s *PartShown) judge(p *target.Part, f *target.Figure) {
	reached := p.Reached(f.Value)
	if s.Open = p.Straddles(p.Planned, f) || reached && p.Lacks.VI != ""; !s.Open {
		s.Reached = &reached
	}
}

func (a *Desk) planOf(year int) (*target.Plan, error) {
	plans, err := target.Plans(a.library.Data())
	if err != nil {
		return nil, err
	}
	have := ""
	for i := range plans {
		if plans[i].Year == year {
			return &plans[i], nil
		}
		have += fmt.Sprintf(" %d (%s)", plans[i].Year, plans[i].Number)
	}
	return nil, errs.New(errs.NotFound, "there is no plan of %d; there are:%s", year, have)
}

// count counts a plan's parts over a register.
func (a *Desk) count(ctx context.Context, plan *target.Plan, in PlanInput,
	progress office.Progress) (_ *RegisterShown, _ map[string]target.Tally, err error) {
	lib, err := a.library.Law()
	if err != nil {
		return nil, nil, err
	}
	on := in.On
	if on.IsZero() {
		if on, err = lib.LastDay("annual_review", plan.Year); err != nil {
			return nil, nil, err
		}
	}
	std, err := poverty.Compile(lib, "", on)
	if err != nil {
		return nil, nil, err
	}
	meter, err := target.NewMeter(plan, lib, std.Code, on)
	if err != nil {
		return nil, nil, err
	}
	r, err := a.openRegister(in.Register, on, in.Rejected, in.Doubts, in.Reading)
	if err != nil {
		return nil, nil, err
	}
	err = classifyOnly(ctx, r.Reader, std, progress, meter.Add)
	err = errors.Join(err, r.close(err))
	return &RegisterShown{Path: in.Register, On: on, Standard: std.Code, Synthetic: r.Synthetic(),
		Households:   meter.Households,
		Undetermined: meter.Undetermined, Counts: r.Counts(), Samples: std.Samples}, meter.Tallies(), err
}

// classifyOnly shows f every household of a register with its class, in order.
func classifyOnly(ctx context.Context, r *exchange.Reader, std *poverty.Standard, progress office.Progress,
	f func(*household.Household, poverty.Class) error) error {
	return inOrder(ctx, r, progress, func() func(*batch) error {
		c := std.Classifier()
		return func(b *batch) error {
			b.results = b.results[:0]
			for i := range b.households {
				var res poverty.Result
				if err := c.Classify(&b.households[i], &res); err != nil {
					return err
				}
				b.results = append(b.results, res)
			}
			return nil
		}
	}, func(b *batch) error {
		for i := range b.households {
			if err := f(&b.households[i], b.results[i].Class); err != nil {
				return err
			}
		}
		return nil
	})
}
