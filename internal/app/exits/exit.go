package exits

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/exitplan"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/exits"
	"giamngheo/internal/store/households"
)

// ExitChoice is one support that could help a household out of poverty.
type ExitChoice struct {
	Kind     *programme.Kind
	Cost     household.Dong
	Quantity int64
	Income   household.Dong
	Sample   bool // its cost is a sample's
	Removes  []poverty.Indicator
	Lead     errs.Text // who is responsible by the programme
	Given    int       // such supports this year
}

// HouseholdExit is what stands between a household and the line, what answers it, and the plan for it.
type HouseholdExit struct {
	Household *households.Version
	Class     poverty.Class
	Unit      place.Unit
	Line      household.Dong
	Gap       household.Maybe[household.Dong]
	Deprived  []poverty.Indicator
	Unknown   []poverty.Indicator // not answered: counted as deprived
	Cutoff    int
	Choices   []ExitChoice
	Cheapest  []string // kinds of the cheapest set that lifts it; none where nothing does
	Cost      household.Dong
	Becomes   exitplan.Becomes // by the cheapest set
	Chance    float64          // that it does what is assumed of it
	Plan      *exits.Plan      // nil: none yet
	Notes     []errs.Text
	MayPlan   bool
}

// Exit shows the exit plan of a household. Errors: errs.NotFound.
func (o *Desk) Exit(ctx context.Context, a *office.Ask, id int64) (*HouseholdExit, error) {
	v, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	options, costs, err := o.exitOptions(ctx)
	if err != nil {
		return nil, err
	}
	class, _, _ := o.reviews.PathOf(id).Status(o.office.Day())
	std := o.book.Standard()
	s := &HouseholdExit{Household: v, Class: class, Unit: o.office.Unit(v.Household.Commune),
		Line: std.Line(v.Household.Area), Cutoff: std.Cutoff(),
		MayPlan: o.office.In(a, access.PlanExits, access.ViewSupports, v.Household.Commune) == nil}
	if costs.Note.VI != "" {
		s.Notes = append(s.Notes, costs.Note)
	}
	s.Notes = append(s.Notes, std.Samples...)
	h, r, err := o.exitHousehold(v, options)
	if err != nil {
		return nil, err
	}
	s.Gap = h.Gap
	for i := range std.Indicators {
		switch {
		case r.Deprived>>i&1 == 1:
			s.Deprived = append(s.Deprived, std.Indicators[i])
		case r.Unanswered>>i&1 == 1:
			s.Unknown = append(s.Unknown, std.Indicators[i])
		}
	}
	if s.Choices, err = o.exitChoices(v, &h, options); err != nil {
		return nil, err
	}
	solved, err := exitplan.Solve(ctx, &exitplan.Problem{Goal: exitGoal(class), Cutoff: std.Cutoff(),
		Budget: mostCost * 100, Households: []exitplan.Household{h}})
	if err != nil {
		return nil, err
	}
	if one := solved.Outcomes[0]; one.State == exitplan.Lifted {
		s.Cheapest, s.Cost, s.Becomes, s.Chance = one.Supports, one.Cost, one.Becomes, one.Chance
	}
	if s.Plan, err = exits.Find(ctx, o.office.Reader(), v.Province, id); errs.KindOf(err) == errs.NotFound {
		err = nil
	}
	o.office.Saw(a, office.Deed{Action: "exit.view", Kind: "household",
		Subject: office.IDText(id), Place: v.Household.Commune})
	return s, err
}

// exitGoal is what lifts a household of a class: a poor one out of poverty, a near-poor one above the line.
func exitGoal(c poverty.Class) exitplan.Goal {
	if c == poverty.NearPoor {
		return exitplan.LeaveNearPoverty
	}
	return exitplan.LeavePoverty
}

func (o *Desk) exitChoices(v *households.Version, h *exitplan.Household,
	options []exitOption) (out []ExitChoice, err error) {
	std, year := o.book.Standard(), o.office.Day().Year()
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	given := map[string]int{}
	o.receipts.Shelf.Of(v.ID, func(s *programme.Support) {
		if s.State == programme.Valid && s.Day.Year() == year {
			given[s.Kind]++
		}
	})
	for _, opt := range h.Options {
		i := slices.IndexFunc(options, func(x exitOption) bool { return x.Kind == opt.Kind })
		one := ExitChoice{Kind: options[i].kind, Cost: opt.Cost, Quantity: opt.Quantity, Income: opt.Income,
			Sample: options[i].Sample, Given: given[opt.Kind]}
		for k := range std.Indicators {
			if opt.Removes>>k&1 == 1 {
				one.Removes = append(one.Removes, std.Indicators[k])
			}
		}
		if n := c.Node(options[i].kind.Node); n != nil {
			if b, ok := n.LeadOn(o.office.Day()); ok {
				one.Lead = b.Name
			}
		}
		out = append(out, one)
	}
	return out, nil
}

// exitHousehold makes of a household what the optimiser looks at: what it lacks, and which supports are possible for
// it.
func (o *Desk) exitHousehold(v *households.Version,
	options []exitOption) (exitplan.Household, *poverty.Result, error) {
	std := o.book.Standard()
	r, err := o.book.View().Classify(&v.Household)
	if err != nil {
		return exitplan.Household{}, nil, err
	}
	h := exitplan.Household{ID: v.ID, People: len(v.Household.Members),
		Gap: exitplan.GapTo(v.Household.IncomePerHead, std.Line(v.Household.Area)), Deprived: r.Deprived | r.Unanswered,
		Weight: 1}
	for i := range options {
		x := &options[i]
		n, err := x.receivers(&v.Household)
		if err != nil {
			return h, nil, err
		}
		removes := x.removes & h.Deprived
		if n == 0 || removes == 0 && x.Income == 0 {
			continue
		}
		h.Options = append(h.Options, exitplan.Option{Kind: x.Kind, Cost: x.Cost * household.Dong(n), Quantity: n,
			Removes: removes, Income: x.Income * household.Dong(n), Chance: x.Chance})
	}
	return h, &r, nil
}

// ExitInput asks for the set of supports that lifts most households of a place for a sum.
type ExitInput struct {
	Place     place.Code
	Budget    household.Dong
	Node      string // whose money it is: only kinds of this project are proposed; "": of all
	Near      bool   // near-poor households too
	Limits    []exitplan.Limit
	Locks     []exitplan.Lock
	Priority  bool // households of the plan's priority groups count double
	Offset    int
	ListLimit int
	Seen      household.Maybe[ExitSum] // of the proposal that is adopted: another one is refused
}

// ExitSum tells two proposals apart.
type ExitSum struct {
	Lifted int
	Cost   household.Dong
}

// ExitProposal is the optimiser's answer, which an officer edits.
type ExitProposal struct {
	Input    ExitInput
	Place    place.Unit
	Solution *exitplan.Solution
	Kinds    map[string]*programme.Kind
	Items    []ExitItem
	Count    int  // of households that need something
	Sample   bool // costs of the sample are among those that it reckons with
	Notes    []errs.Text
	MayPlan  bool
	Units    map[place.Code]string
}

// ExitItem is a household of a proposal.
type ExitItem struct {
	snapshot.Item
	exitplan.Outcome
	Class   poverty.Class
	Options []exitplan.Option // what is possible for it
}

// ProposeExit finds the supports that lift most poor households of a place out of poverty for a sum. Nothing is stored.
func (o *Desk) ProposeExit(ctx context.Context, a *office.Ask, in ExitInput) (*ExitProposal, error) {
	p, err := o.exitProblem(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	solved, err := exitplan.Solve(ctx, p.problem)
	if err != nil {
		return nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	out := &ExitProposal{Input: in, Place: o.office.Unit(in.Place), Solution: solved,
		Kinds: map[string]*programme.Kind{}, Notes: p.notes, Sample: p.sample,
		MayPlan: o.office.May(a, access.PlanExits), Units: map[place.Code]string{}}
	for i := range c.Kinds {
		out.Kinds[c.Kinds[i].Code] = &c.Kinds[i]
	}
	order := make([]int, 0, len(solved.Outcomes))
	for i := range solved.Outcomes {
		if solved.Outcomes[i].State != exitplan.Above {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order,
		func(x, y int) int { return int(solved.Outcomes[x].State) - int(solved.Outcomes[y].State) })
	out.Count = len(order)
	snap := o.book.View().Snap
	from := min(max(in.Offset, 0), len(order))
	for _, i := range order[from:min(from+min(max(in.ListLimit, 1), office.MostListed), len(order))] {
		item, _ := snap.Item(solved.Outcomes[i].ID)
		out.Items = append(out.Items, ExitItem{item, solved.Outcomes[i], p.classes[i], p.problem.Households[i].Options})
		if out.Units[item.Commune] == "" {
			out.Units[item.Commune] = o.office.Unit(item.Commune).FullName
		}
	}
	o.office.Saw(a, office.Deed{Action: "exit.propose", Kind: "place", Subject: string(in.Place), Place: in.Place,
		Note: office.Counted(len(out.Items))})
	return out, nil
}

type exitProblem struct {
	problem *exitplan.Problem
	classes []poverty.Class
	notes   []errs.Text
	commune []place.Code
	sample  bool
}

func (o *Desk) exitProblem(ctx context.Context, a *office.Ask, in *ExitInput) (*exitProblem, error) {
	if in.Place == "" {
		in.Place = o.office.Home(a).Code
	}
	communes, err := o.supports.SupportsScope(a, access.ViewSupports, in.Place)
	if err != nil {
		return nil, err
	}
	if in.Budget < 0 {
		return nil, errs.New(errs.Invalid, "the sum may not be below zero")
	}
	options, costs, err := o.exitOptions(ctx)
	if err != nil {
		return nil, err
	}
	std := o.book.Standard()
	p := &exitProblem{problem: &exitplan.Problem{Goal: exitplan.LeavePoverty, Cutoff: std.Cutoff(), Budget: in.Budget,
		Limits: slices.Clone(in.Limits), Locks: in.Locks}, notes: slices.Clone(std.Samples)}
	if in.Node != "" {
		c, err := o.library.Catalogue()
		if err != nil {
			return nil, err
		}
		p.only(c, in.Node, options)
	}
	if in.Near {
		p.problem.Goal = exitplan.LeaveNearPoverty
	}
	if costs.Note.VI != "" {
		p.notes, p.sample = append([]errs.Text{costs.Note}, p.notes...), true
	}
	err = o.reviews.EachManaged(ctx, communes, o.office.Day(),
		func(v *households.Version, class poverty.Class, _ bool) error {
			if class != poverty.Poor && (class != poverty.NearPoor || !in.Near) {
				return nil
			}
			h, _, err := o.exitHousehold(v, options)
			if err != nil {
				return err
			}
			if in.Priority && programme.FactsOf(&v.Household, nil, o.office.Day(), class, false,
				false)&(programme.Minority|programme.Merit) != 0 {
				h.Weight = 2
			}
			p.problem.Households = append(p.problem.Households, h)
			p.classes = append(p.classes, class)
			p.commune = append(p.commune, v.Household.Commune)
			return nil
		})
	if err == nil {
		p.limitShares(options)
	}
	return p, err
}

// only limits what money of a project does not pay for to none.
func (p *exitProblem) only(c *programme.Catalogue, node string, options []exitOption) {
	for i := range options {
		k := options[i].kind
		if !slices.ContainsFunc(append([]string{k.Node}, k.Later...),
			func(of string) bool { return of != "" && c.Within(of, node) }) {
			p.problem.Limits = append(p.problem.Limits,
				exitplan.Limit{Kind: k.Code, Quantity: household.Just[int64](0)})
		}
	}
}

// limitShares limits what there is only so much of – jobs – where the officer has given no limit: to a share of those
// who could have it.
func (p *exitProblem) limitShares(options []exitOption) {
	for i := range options {
		x := &options[i]
		given := slices.ContainsFunc(p.problem.Limits, func(l exitplan.Limit) bool {
			return l.Kind == x.Kind &&
				l.Quantity.Known
		})
		if x.Share == 0 || given {
			continue
		}
		able := int64(0)
		for h := range p.problem.Households {
			for _, o := range p.problem.Households[h].Options {
				if o.Kind == x.Kind {
					able += o.Quantity
				}
			}
		}
		most := int64(x.Share * float64(able))
		at := slices.IndexFunc(p.problem.Limits, func(l exitplan.Limit) bool { return l.Kind == x.Kind })
		if at < 0 {
			at = len(p.problem.Limits)
			p.problem.Limits = append(slices.Clip(p.problem.Limits), exitplan.Limit{Kind: x.Kind})
		}
		p.problem.Limits[at].Quantity = household.Just(most)
		p.notes = append(p.notes,
			errs.T(
				"%s: at most %d in this place, a share of %s %% of the %d who could take one; give the number that there are under the limits",
				x.kind.Name, most, strconv.FormatFloat(100*x.Share, 'f', -1, 64), able))
	}
}

// SaveExitInput is the exit plan of one household as an officer has it. Version is that of the plan that it began from.
type SaveExitInput struct {
	Household int64
	Version   int64
	Steps     []exits.Step
	Lead      string
	Due       date.Date
	Agreed    bool
	Done      bool
	Note      string
}

// SaveExit records the next version of a household's exit plan. Errors: errs.Invalid, errs.Conflict.
func (o *Desk) SaveExit(ctx context.Context, a *office.Ask, in SaveExitInput) error {
	v, err := o.book.Seen(ctx, a, in.Household)
	if err != nil {
		return err
	}
	if err := o.office.In(a, access.PlanExits, access.ViewSupports, v.Household.Commune); err != nil {
		return err
	}
	p, err := o.exitPlanOf(a, v, &in)
	if err != nil {
		return err
	}
	return o.office.Each(ctx, a, func(tx *office.Tx) error { return saveExitIn(ctx, tx, p, in.Version) })
}

func saveExitIn(ctx context.Context, tx *office.Tx, p *exits.Plan, was int64) error {
	if err := exits.Set(ctx, tx, p, was); err != nil {
		return err
	}
	kinds := make([]string, len(p.Steps))
	for i, s := range p.Steps {
		kinds[i] = s.Kind
	}
	return tx.Note(ctx, office.Deed{Action: "exit.plan", Kind: "household", Subject: office.IDText(p.Household),
		Place: p.Commune, Note: map[string]string{"state": string(p.State), "supports": strings.Join(kinds, ", "),
			"cost": office.IDText(int64(p.Cost))}})
}

func (o *Desk) exitPlanOf(a *office.Ask, v *households.Version, in *SaveExitInput) (*exits.Plan, error) {
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	p := &exits.Plan{Province: v.Province, Household: v.ID, Commune: v.Household.Commune, State: exits.Proposed,
		Due: in.Due, RecordedBy: a.Account, Recorded: o.office.Now(), Steps: in.Steps, Lead: strings.TrimSpace(in.Lead),
		Note: strings.TrimSpace(in.Note)}
	switch {
	case in.Done:
		p.State = exits.Done
	case in.Agreed:
		p.State = exits.Agreed
	}
	if p.State == exits.Agreed && (p.Lead == "" || p.Due.IsZero()) {
		return nil, errs.New(errs.Invalid, "an agreed plan needs who is responsible and a day")
	}
	for _, s := range p.Steps {
		if c.Kind(s.Kind) == nil || s.Cost < 0 || s.Cost > mostCost*100 {
			return nil, errs.New(errs.Invalid, "a kind of support or a cost is not right")
		}
		p.Cost += s.Cost
	}
	return p, nil
}

// AdoptExit records what a proposal has for every household that it lifts as their exit plans, where they have no
// agreed one. It returns how many were recorded and how many had an agreed plan already.
func (o *Desk) AdoptExit(ctx context.Context, a *office.Ask, in ExitInput, lead string,
	due date.Date) (recorded, kept int, err error) {
	if !o.office.May(a, access.PlanExits) {
		return 0, 0, office.Forbidden()
	}
	p, err := o.exitProblem(ctx, a, &in)
	if err != nil {
		return 0, 0, err
	}
	may, err := o.supports.SupportsScope(a, access.PlanExits, in.Place)
	if err != nil {
		return 0, 0, err
	}
	solved, err := exitplan.Solve(ctx, p.problem)
	if err != nil {
		return 0, 0, err
	}
	if in.Seen.Known && in.Seen.Value != (ExitSum{solved.Lifted, solved.Cost}) {
		return 0, 0,
			errs.New(errs.Conflict,
				"the proposal reckoned now is not the one that you saw (the register or the costs have changed, or the search was stopped early); look again before you adopt it")
	}
	allowed := office.AsSet(may)
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		recorded, kept = 0, 0
		for i := range solved.Outcomes {
			one := &solved.Outcomes[i]
			if one.State != exitplan.Lifted || !allowed[p.commune[i]] {
				continue
			}
			was, err := exits.Find(ctx, tx, string(o.office.ProvinceCode()), one.ID)
			if err != nil && errs.KindOf(err) != errs.NotFound {
				return err
			}
			version := int64(0)
			if was != nil {
				if version = was.Version; was.State != exits.Proposed {
					kept++
					continue
				}
			}
			plan := &exits.Plan{Province: string(o.office.ProvinceCode()), Household: one.ID, Commune: p.commune[i],
				State: exits.Proposed, Due: due, Cost: one.Cost, RecordedBy: a.Account, Recorded: o.office.Now(),
				Steps: stepsOf(&p.problem.Households[i], one), Lead: strings.TrimSpace(lead)}
			if err := saveExitIn(ctx, tx, plan, version); err != nil {
				return err
			}
			recorded++
		}
		return nil
	})
	return recorded, kept, err
}

func stepsOf(h *exitplan.Household, one *exitplan.Outcome) (out []exits.Step) {
	for _, kind := range one.Supports {
		for _, opt := range h.Options {
			if opt.Kind == kind {
				out = append(out, exits.Step{Kind: kind, Cost: opt.Cost})
			}
		}
	}
	return out
}
