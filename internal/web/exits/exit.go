package exits

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/exits"
	"giamngheo/internal/app/means"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/exitplan"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	exitrows "giamngheo/internal/store/exits"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// longestSolve is how long a person waits for a proposal: what is found by then is shown, and that it was stopped.
const longestSolve = 50 * time.Second

type exitPage struct {
	page.Page
	X      *exits.HouseholdExit
	Rows   []exitRow
	Values map[string]string
	Kinds  []supports.KindGroup
	Draft  string
	Error  string
	Sample bool // a cost of the sample is among them
}

// exitRow is a support that the plan has or could have.
type exitRow struct {
	Kind   *programme.Kind
	Choice *exits.ExitChoice // nil: an officer's own addition
	In     bool
	Cost   string
	Lead   string
	Due    string
}

// Cheap reports whether a kind is of the cheapest set that lifts the household.
func (p *exitPage) Cheap(code string) bool { return slices.Contains(p.X.Cheapest, code) }

func (s *handlers) showExit(w http.ResponseWriter, r *http.Request) error {
	return s.exitPage(w, r, nil)
}

func (s *handlers) exitPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	x, err := s.desks.Exits.Exit(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &exitPage{X: x, Values: map[string]string{}, Draft: fmt.Sprintf("exit-%d", id)}
	if p.Kinds, err = s.desks.Supports.KindGroups(); err != nil {
		return err
	}
	p.planned(c)
	if failed != nil { // what was typed stays
		for name := range r.PostForm {
			p.Values[name] = r.PostForm.Get(name)
		}
		p.typed()
	}
	p.Nav, p.Error = "households", s.shell.Told(w, r, failed)
	code := string(x.Household.Household.Code)
	s.shell.Render(w, r, "exit", errs.T("Exit plan – household %s", code), p)
	return nil
}

// planned fills the form from the plan that there is, or from the cheapest set that lifts the household.
func (p *exitPage) planned(c *programme.Catalogue) {
	steps := map[string]exitrows.Step{}
	var order []string
	if plan := p.X.Plan; plan != nil {
		p.Values["version"], p.Values["lead"], p.Values["note"],
			p.Values["state"] = strconv.FormatInt(plan.Version, 10), plan.Lead, plan.Note, string(plan.State)
		if !plan.Due.IsZero() {
			p.Values["due"] = plan.Due.Vietnamese()
		}
		for _, st := range plan.Steps {
			steps[st.Kind] = st
			order = append(order, st.Kind)
		}
	}
	for i := range p.X.Choices {
		ch := &p.X.Choices[i]
		p.Sample = p.Sample || ch.Sample
		row := exitRow{Kind: ch.Kind, Choice: ch, Cost: strconv.FormatInt(int64(ch.Cost), 10), In: p.X.Plan == nil &&
			p.Cheap(ch.Kind.Code)}
		if st, ok := steps[ch.Kind.Code]; ok {
			row.set(st)
			delete(steps, ch.Kind.Code)
		}
		p.Rows = append(p.Rows, row)
	}
	for _, code := range order {
		if st, ok := steps[code]; ok && c.Kind(code) != nil {
			row := exitRow{Kind: c.Kind(code)}
			row.set(st)
			p.Rows = append(p.Rows, row)
		}
	}
}

func (row *exitRow) set(st exitrows.Step) {
	row.In, row.Cost, row.Lead = true, strconv.FormatInt(int64(st.Cost), 10), st.Lead
	if !st.Due.IsZero() {
		row.Due = st.Due.Vietnamese()
	}
}

// typed puts what was sent over what is stored.
func (p *exitPage) typed() {
	for i := range p.Rows {
		row := &p.Rows[i]
		code := row.Kind.Code
		row.In, row.Cost, row.Lead, row.Due = p.Values["in_"+code] != "", p.Values["cost_"+code],
			p.Values["lead_"+code], p.Values["due_"+code]
	}
}

// readExit reads the form of a household's exit plan.
func (s *handlers) readExit(r *http.Request, id int64) (in exits.SaveExitInput, err error) {
	if err := r.ParseForm(); err != nil {
		return in, errs.New(errs.Invalid, "readExit|the form cannot be read; reload and send it again")
	}
	in = exits.SaveExitInput{Household: id, Lead: r.FormValue("lead"), Note: r.FormValue("note"),
		Agreed: r.FormValue("state") == "agreed", Done: r.FormValue("state") == "done"}
	if in.Version, err = page.FormID(r, "version"); err != nil {
		return in, err
	}
	if in.Due, err = page.FormDay(r, "due"); err != nil {
		return in, err
	}
	var kinds []string
	for name := range r.PostForm {
		if code, ok := strings.CutPrefix(name, "in_"); ok && r.PostForm.Get(name) != "" {
			kinds = append(kinds, code)
		}
	}
	slices.Sort(kinds)
	if more := r.FormValue("more"); more != "" && !slices.Contains(kinds, more) {
		kinds = append(kinds, more)
	}
	for _, code := range kinds {
		suffix := "_" + code
		if code == r.FormValue("more") && r.FormValue("in_"+code) == "" {
			suffix = "_more"
		}
		st := exitrows.Step{Kind: code, Lead: strings.TrimSpace(r.FormValue("lead" + suffix))}
		cost, err := s.shell.FormAmount(r, "cost"+suffix)
		if err != nil {
			return in, err
		}
		st.Cost = household.Dong(cost)
		if st.Due, err = page.FormDay(r, "due"+suffix); err != nil {
			return in, err
		}
		in.Steps = append(in.Steps, st)
	}
	return in, nil
}

func (s *handlers) saveExit(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	in, err := s.readExit(r, id)
	if err == nil {
		err = s.desks.Exits.SaveExit(r.Context(), page.Actor(r), in)
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return s.exitPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d/exit", id), fmt.Sprintf("exit-%d", id),
		errs.T("The exit plan is saved."))
}

type proposalPage struct {
	page.Page
	Place   place.Unit
	Units   template.HTML
	Budget  string
	Near    bool
	Weigh   bool
	P       *exits.ExitProposal
	Pager   parts.Pager
	Plans   []exits.ExitListed
	Kinds   []*programme.Kind // that have a cost
	Limits  map[string]string
	Locks   []string
	Took    float64
	Sample  bool
	Note    errs.Text
	MayPlan bool
	MayEdit bool
	Error   string
	Lead    string
	Due     string
	Purses  []means.Payer // lines that the sum can be taken from
	Line    *means.Payer  // that it is taken from; nil: a sum was typed
}

// FromLine reports whether the sum is taken from a line.
func (p *proposalPage) FromLine(id int64) bool { return p.Line != nil && p.Line.ID == id }

// KindOf names a kind of support.
func (p *proposalPage) KindOf(code string) errs.Text {
	if p.P != nil && p.P.Kinds[code] != nil {
		return p.P.Kinds[code].Name
	}
	return errs.Text{VI: code, EN: code}
}

// lockText is a lock as the address has it: household:kind:in.
func lockText(l exitplan.Lock) string {
	how := "out"
	if l.In {
		how = "in"
	}
	return fmt.Sprintf("%d:%s:%s", l.Household, l.Kind, how)
}

// Lock is how a household's kind is locked: "in", "out" or "".
func (p *proposalPage) Lock(id int64, kind string) string {
	for _, how := range []string{"in", "out"} {
		if slices.Contains(p.Locks, fmt.Sprintf("%d:%s:%s", id, kind, how)) {
			return how
		}
	}
	return ""
}

// Locked is the address of the proposal with one kind of a household locked in or out, or free again.
func (p *proposalPage) Locked(id int64, kind, how string) string {
	v := url.Values{}
	for k, all := range p.Pager.Filter {
		if k != "lock" {
			v[k] = all
		}
	}
	prefix := fmt.Sprintf("%d:%s:", id, kind)
	for _, l := range p.Locks {
		if !strings.HasPrefix(l, prefix) {
			v.Add("lock", l)
		}
	}
	if how != "" {
		v.Add("lock", prefix+how)
	}
	return "/exit?" + v.Encode()
}

// StateOf says what a proposal says of a household.
func (p *proposalPage) StateOf(st exitplan.State) errs.Text {
	return map[exitplan.State]errs.Text{exitplan.Lifted: errs.T("lifted"), exitplan.Above: errs.T("above already"),
		exitplan.Waiting:       errs.T("not within the sum"),
		exitplan.Beyond:        errs.T("beyond these supports"),
		exitplan.IncomeUnknown: errs.T("income unknown: survey first"),
		exitplan.LeftOut:       errs.T("left out")}[st]
}

// Becomes says what a lifted household becomes.
func (p *proposalPage) Becomes(b exitplan.Becomes) errs.Text { return becomes(b) }

func becomes(b exitplan.Becomes) errs.Text {
	return map[exitplan.Becomes]errs.Text{exitplan.NearPoor: errs.T("becomes near-poor"),
		exitplan.AboveLine: errs.T("comes over the line")}[b]
}

// Becomes says what the household becomes by the cheapest set.
func (p *exitPage) Becomes() errs.Text { return becomes(p.X.Becomes) }

// Counts are how many households are in each state that the proposal has.
func (p *proposalPage) Counts() (out []struct {
	Title errs.Text
	N     int
}) {
	for st := exitplan.Waiting; st <= exitplan.LeftOut; st++ {
		if n := p.P.Solution.Count(st); n > 0 {
			out = append(out, struct {
				Title errs.Text
				N     int
			}{p.StateOf(st), n})
		}
	}
	return out
}

// mostLocks is how many edits of a proposal its address holds.
const mostLocks = 300

func (s *handlers) exitInput(r *http.Request) (in exits.ExitInput, err error) {
	if err := r.ParseForm(); err != nil {
		return in, errs.New(errs.Invalid, "the address cannot be read")
	}
	in = exits.ExitInput{Place: place.Code(r.FormValue("place")), Near: r.FormValue("near") != "",
		Priority: r.FormValue("weigh") != "", Offset: parts.Offset(r), ListLimit: parts.PageRows}
	budget, err := s.shell.FormAmount(r, "budget")
	if err != nil {
		return in, err
	}
	in.Budget = household.Dong(budget)
	for name := range r.Form {
		kind, ok := strings.CutPrefix(name, "limit_")
		if !ok || strings.TrimSpace(r.Form.Get(name)) == "" {
			continue
		}
		n, err := s.shell.FormAmount(r, name)
		if err != nil {
			return in, err
		}
		in.Limits = append(in.Limits, exitplan.Limit{Kind: kind, Quantity: household.Just(n)})
	}
	slices.SortFunc(in.Limits, func(a, b exitplan.Limit) int { return strings.Compare(a.Kind, b.Kind) })
	if len(r.Form["lock"]) > mostLocks {
		return in, errs.New(errs.Invalid, "at most 300 edits of a proposal: adopt it, then edit the households")
	}
	for _, text := range r.Form["lock"] {
		parts := strings.Split(text, ":")
		if len(parts) != 3 || parts[2] != "in" && parts[2] != "out" {
			return in, page.NotThere()
		}
		id, err := strconv.ParseInt(parts[0], 10, 64)
		if err != nil {
			return in, page.NotThere()
		}
		in.Locks = append(in.Locks, exitplan.Lock{Household: id, Kind: parts[1], In: parts[2] == "in"})
	}
	return in, nil
}

// purse takes the sum from the line of money that was chosen, nil where none was. Errors: those of means.Desk.Purse.
func (s *handlers) purse(r *http.Request, in *exits.ExitInput) (*means.Payer, error) {
	id, err := page.FormID(r, "line")
	if err != nil || id == 0 {
		return nil, err
	}
	l, sum, at, err := s.desks.Means.Purse(r.Context(), page.Actor(r), id, in.Budget, in.Place)
	if err == nil {
		in.Budget, in.Place, in.Node = sum, at, l.Node
	}
	return l, err
}

func (s *handlers) showExitProposal(w http.ResponseWriter, r *http.Request) error {
	in, err := s.exitInput(r)
	if err != nil && errs.KindOf(err) != errs.Invalid {
		return err
	}
	return s.proposalPage(w, r, in, err)
}

func (s *handlers) proposalPage(w http.ResponseWriter, r *http.Request, in exits.ExitInput, failed error) error {
	a := page.Actor(r)
	if in.Place == "" {
		in.Place = s.desks.Office.Home(a).Code
	}
	costs, err := s.desks.Exits.ExitCosts(r.Context())
	if err != nil {
		return err
	}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &proposalPage{Budget: r.FormValue("budget"),
		Near: in.Near, Weigh: in.Priority, Note: costs.Note, Sample: costs.Note.VI != "",
		Limits: map[string]string{}, MayPlan: s.desks.Office.May(a, access.PlanExits),
		MayEdit: s.desks.Office.May(a, access.EditPlans), Lead: r.FormValue("lead"), Due: r.FormValue("due")}
	p.at(s.desks.Office, a, in.Place)
	for _, o := range costs.Options {
		if k := c.Kind(o.Kind); k != nil {
			p.Kinds = append(p.Kinds, k)
		}
		p.Limits[o.Kind] = r.FormValue("limit_" + o.Kind)
	}
	for _, l := range in.Locks {
		p.Locks = append(p.Locks, lockText(l))
	}
	if p.Purses, err = s.desks.Means.Purses(r.Context(), a, in.Place); err != nil {
		return err
	}
	if failed == nil || in.Seen.Known {
		err := error(nil)
		if p.Line, err = s.purse(r, &in); err == nil {
			if p.Line != nil && p.Budget == "" {
				p.Budget = strconv.FormatInt(int64(in.Budget), 10)
			}
			p.at(s.desks.Office, a, in.Place)
			err = s.propose(r, in, p)
		}
		if err != nil {
			if !page.Mendable(err) {
				return err
			}
			failed = err
		}
	}
	p.Error = s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "proposal", errs.T("Exit plans – %s", p.Place.FullName), p)
	return nil
}

// at puts the place that the proposal is for on the page.
func (p *proposalPage) at(o *office.Office, a *office.Ask, code place.Code) {
	p.Place, p.Units = o.Unit(code), page.UnitOptions(o.Choices(a, 0), string(code))
}

// propose reckons the proposal where a sum is given, and lists the plans that there are.
func (s *handlers) propose(r *http.Request, in exits.ExitInput, p *proposalPage) error {
	a := page.Actor(r)
	if p.Line != nil || strings.TrimSpace(r.FormValue("budget")) != "" {
		ctx, cancel := context.WithTimeout(r.Context(), longestSolve)
		defer cancel()
		start := time.Now()
		var err error
		if p.P, err = s.desks.Exits.ProposeExit(ctx, a, in); err != nil {
			return err
		}
		p.Took = time.Since(start).Seconds()
		p.Pager = parts.NewPager(r, "/exit", p.P.Count)
		if r.Method == http.MethodPost {
			p.Pager.Filter = url.Values{}
			for k, v := range r.Form {
				if k != "lead" && k != "due" && k != "lifted" && k != "cost" {
					p.Pager.Filter[k] = v
				}
			}
		}
		return nil
	}
	p.Pager = parts.NewPager(r, "/exit", 0)
	plans, err := s.desks.Exits.ExitsOf(r.Context(), a, in.Place)
	if err != nil {
		return err
	}
	p.Pager = parts.NewPager(r, "/exit", len(plans))
	from := min(in.Offset, len(plans))
	p.Plans = plans[from:min(from+parts.PageRows, len(plans))]
	return nil
}

// Hidden are the fields of the proposal that its adoption sends again.
func (p *proposalPage) Hidden() (out []parts.Chip) {
	for _, k := range []string{"place", "line", "budget", "near", "weigh"} {
		if v := p.Pager.Filter.Get(k); v != "" {
			out = append(out, parts.Chip{Text: k, Without: v})
		}
	}
	if p.Pager.Filter.Get("place") == "" {
		out = append(out, parts.Chip{Text: "place", Without: string(p.Place.Code)})
	}
	for _, k := range p.Kinds {
		if v := p.Limits[k.Code]; v != "" {
			out = append(out, parts.Chip{Text: "limit_" + k.Code, Without: v})
		}
	}
	for _, l := range p.Locks {
		out = append(out, parts.Chip{Text: "lock", Without: l})
	}
	return out
}

func (s *handlers) adoptExits(w http.ResponseWriter, r *http.Request) error {
	in, err := s.exitInput(r)
	if err != nil {
		return err
	}
	lifted, err := page.FormID(r, "lifted")
	if err != nil {
		return err
	}
	cost, err := page.FormID(r, "cost")
	if err != nil {
		return err
	}
	in.Seen = household.Just(exits.ExitSum{Lifted: int(min(lifted, 1<<30)), Cost: household.Dong(cost)})
	due, err := page.FormDay(r, "due")
	if err == nil {
		_, err = s.purse(r, &in)
	}
	var recorded, kept int
	if err == nil {
		ctx, cancel := context.WithTimeout(r.Context(), longestSolve)
		defer cancel()
		recorded, kept, err = s.desks.Exits.AdoptExit(ctx, page.Actor(r), in, r.FormValue("lead"), due)
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return s.proposalPage(w, r, in, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/exit?place="+page.QueryEscape(r.FormValue("place")), "",
		errs.T("Exit plans for %d households; %d had an agreed one, which is kept.", recorded, kept))
}

type costsPage struct {
	page.Page
	Costs  *exits.ExitCosts
	Rows   []costRow
	MaySet bool
	Error  string
}

type costRow struct {
	Kind         *programme.Kind
	Cost, Income string
	Own          bool
	Cite         string // the law that sets the cost; "": none does
}

func (s *handlers) showExitCosts(w http.ResponseWriter, r *http.Request) error {
	return s.costsPage(w, r, nil)
}

func (s *handlers) costsPage(w http.ResponseWriter, r *http.Request, failed error) error {
	if !s.desks.Office.May(page.Actor(r), access.ViewSupports) {
		return s.desks.Register.Refuse()
	}
	costs, err := s.desks.Exits.ExitCosts(r.Context())
	if err != nil {
		return err
	}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &costsPage{Costs: costs, MaySet: s.desks.Office.May(page.Actor(r), access.EditPlans)}
	for _, o := range costs.Options {
		k := c.Kind(o.Kind)
		if k == nil {
			continue
		}
		row := costRow{Kind: k, Cost: strconv.FormatInt(int64(o.Cost), 10),
			Income: strconv.FormatInt(int64(o.Income), 10), Own: !o.Sample && o.Cite == "", Cite: o.Cite}
		if failed != nil && errs.KindOf(failed) != errs.Conflict {
			row = costRow{Kind: k, Cost: r.FormValue("cost_" + o.Kind), Income: r.FormValue("income_" + o.Kind),
				Own: r.FormValue("own_"+o.Kind) != "", Cite: o.Cite}
		}
		p.Rows = append(p.Rows, row)
	}
	p.Error = s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "exit_costs", errs.T("Costs and income of exit plans"), p)
	return nil
}

func (s *handlers) saveExitCosts(w http.ResponseWriter, r *http.Request) error {
	costs, err := s.desks.Exits.ExitCosts(r.Context())
	if err != nil {
		return err
	}
	var own []exits.ExitCost
	for _, o := range costs.Options {
		if r.FormValue("own_"+o.Kind) == "" {
			continue
		}
		cost, err := s.shell.FormAmount(r, "cost_"+o.Kind)
		if err != nil {
			return s.costsPage(w, r, err)
		}
		income, err := s.shell.FormAmount(r, "income_"+o.Kind)
		if err != nil {
			return s.costsPage(w, r, err)
		}
		own = append(own, exits.ExitCost{Kind: o.Kind, Cost: household.Dong(cost), Income: household.Dong(income)})
	}
	err = s.desks.Exits.SetExitCosts(r.Context(), page.Actor(r), r.FormValue("seen"), own)
	if kind := errs.KindOf(err); err != nil && (kind == errs.Invalid || kind == errs.Conflict) {
		return s.costsPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/exit/costs", "", errs.T("The province's costs are saved."))
}
