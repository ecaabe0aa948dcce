package work

import (
	"context"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/accounts"
)

// Step is one thing that an office needs before its communes can work, named by what is done about it.
type Step string

// The steps, in the order in which an office is set up.
const (
	Administrators Step = "administrators" // two, with one-time codes: one may be ill
	Department     Step = "department"     // who checks and announces for the province
	Planner        Step = "planner"
	Officers       Step = "officers" // of every commune
	Chairmen       Step = "chairmen" // of every commune: without them no review ends
	Letters        Step = "letters"  // everybody's password
	Address        Step = "address"  // at which certificates are looked up
	Register       Step = "register" // of every commune
	PlanOfYear     Step = "plan"
)

// Item is a step with how far it has come.
type Item struct {
	Step    Step
	Done    bool
	Has, Of int          // of so many; Of is 0 where it is done or not
	Missing []place.Unit // units without it, the first of them
	Mine    bool         // the person who looks can do it
}

// Others is how many units are without it beside those named.
func (i *Item) Others() int { return i.Of - i.Has - len(i.Missing) }

// Start is what an office has and lacks before communes can begin.
type Start struct {
	Items []*Item
	Open  int // of them
}

// mostMissing is how many units a step names.
const mostMissing = 12

// Begun is what the office has and lacks, for who sets it up. Errors: errs.Forbidden.
func (o *Desk) Begun(ctx context.Context, a *office.Ask) (*Start, error) {
	if !o.office.May(a, access.ManageAccounts) && !o.office.May(a, access.AnnounceReviews) {
		return nil, office.Forbidden()
	}
	all, err := accounts.All(ctx, o.office.Reader())
	if err != nil {
		return nil, err
	}
	today := o.office.Day()
	communes := o.communes(today)
	address, err := o.papers.PublicAddress(ctx)
	if err != nil {
		return nil, err
	}
	years, err := o.plans.Years(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := o.accounts.Holders(ctx)
	if err != nil {
		return nil, err
	}
	holds := holders(all, keys, today, o.office.Now())
	manage := o.office.May(a, access.ManageAccounts)
	s := &Start{}
	add := func(i *Item) {
		if s.Items = append(s.Items, i); !i.Done {
			s.Open++
		}
	}
	two := min(holds.administrators, 2)
	add(&Item{Step: Administrators, Has: two, Of: 2, Done: two == 2, Mine: manage})
	add(&Item{Step: Department, Done: holds.anywhere[access.DepartmentOfficer], Mine: manage})
	add(&Item{Step: Planner, Done: holds.anywhere[access.Planner], Mine: manage})
	add(each(Officers, communes, manage, func(u place.Code) bool { return holds.in[access.CommuneOfficer][u] }))
	add(each(Chairmen, communes, manage, func(u place.Code) bool { return holds.in[access.CommuneChair][u] }))
	add(&Item{Step: Letters, Has: holds.enter, Of: holds.people, Done: holds.enter == holds.people, Mine: manage})
	add(&Item{Step: Address, Done: address != "", Mine: o.office.May(a, access.AnnounceReviews)})
	has := map[place.Code]bool{}
	for _, c := range o.book.View().Snap.Communes() {
		has[place.Code(c)] = true
	}
	add(each(Register, communes, o.office.May(a, access.ImportHouseholds), func(u place.Code) bool { return has[u] }))
	plan := &Item{Step: PlanOfYear, Mine: o.office.May(a, access.EditPlans)}
	for _, y := range years {
		plan.Done = plan.Done || y == today.Year()
	}
	add(plan)
	return s, nil
}

// each is a step that every commune needs.
func each(step Step, communes []place.Unit, mine bool, done func(place.Code) bool) *Item {
	i := &Item{Step: step, Of: len(communes), Mine: mine}
	for _, u := range communes {
		switch {
		case done(u.Code):
			i.Has++
		case len(i.Missing) < mostMissing:
			i.Missing = append(i.Missing, u)
		}
	}
	i.Done = i.Has == i.Of
	return i
}

// communes are the province's on a day.
func (o *Desk) communes(on date.Date) (out []place.Unit) {
	for _, code := range o.office.CommunesOf(o.office.ProvinceCode(), on) {
		out = append(out, o.office.UnitOn(code, on))
	}
	return out
}

// held are the roles that people hold on a day, and how many of these people can sign in.
type held struct {
	people, enter  int
	administrators int // with one-time codes
	anywhere       map[access.Role]bool
	in             map[access.Role]map[place.Code]bool
}

func holders(all []*accounts.Account, keys map[int64]int, on date.Date, now time.Time) *held {
	h := &held{anywhere: map[access.Role]bool{}, in: map[access.Role]map[place.Code]bool{}}
	for _, acc := range all {
		if !acc.Disabled.IsZero() {
			continue
		}
		holds, administers := false, false
		for i := range acc.Grants {
			g := &acc.Grants[i]
			if !g.Holds(on) {
				continue
			}
			holds, h.anywhere[g.Role] = true, true
			if h.in[g.Role] == nil {
				h.in[g.Role] = map[place.Code]bool{}
			}
			h.in[g.Role][g.Place] = true
			administers = administers || g.Role == access.Administrator
		}
		if holds {
			h.people++
		}
		if holds && acc.Password != "" && !acc.Expired(now) {
			h.enter++
		}
		if administers && (acc.TOTP != "" || keys[acc.ID] > 0) {
			h.administrators++
		}
	}
	return h
}

// titles are what each step is called, and why it is needed.
var titles = map[Step][2]errs.Text{
	Administrators: {errs.T("Two administrators with a second factor"),
		errs.T("When one is away, the other lets people in again")},
	Department: {errs.T("An officer of the department"),
		errs.T("Announces results, takes care of days of rest and templates of papers")},
	Planner:  {errs.T("A planner"), errs.T("Makes the year's plan and shares it out")},
	Officers: {errs.T("An officer in every commune"), errs.T("Keeps the register and runs the review")},
	Chairmen: {errs.T("A chairman in every commune"),
		errs.T("Without the chairman's decision no review of a commune ends")},
	Letters: {errs.T("Everybody's password"),
		errs.T("Without a letter, or after its three days, nobody gets in")},
	Address: {errs.T("The address at which certificates are looked up"),
		errs.T("It stands in the code on every certificate")},
	Register:   {errs.T("A register in every commune"), errs.T("A review puts on its lists who is in the register")},
	PlanOfYear: {errs.T("The year's plan"), errs.T("Targets are counted against it")},
}

// Title is what a step is called.
func (s Step) Title() errs.Text { return titles[s][0] }

// Why says what a step is needed for.
func (s Step) Why() errs.Text { return titles[s][1] }
