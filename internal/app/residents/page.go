package residents

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"giamngheo/internal/app/register"
	"giamngheo/internal/app/story"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/witness"
)

// Page is what a household is told of itself: no citizen number, no health of a member, no other household.
type Page struct {
	Head     string
	Unit     place.Unit
	Class    poverty.Class // recognised today
	Title    errs.Text     // of the class
	Says     []errs.Text   // what it is by which decision and until when, what it received this year
	Reason   errs.Text     // of the class that the answers make
	Why      []Why
	Hidden   int // shortfalls that are not named: they speak of somebody's health
	Newly    date.Date
	Received []Received
	Rights   []Right
	Next     review.Campaign // the next yearly review; its Opens is zero where the law knows none
	Running  []errs.Text     // reviews on whose lists it is
	Looked   []Looked
	Day      date.Date

	health []errs.Text // titles that speak of somebody's health
}

// Why is a shortfall with where the law has it.
type Why struct {
	Title errs.Text
	Cite  string
}

// Received is a support.
type Received struct {
	Day    date.Date
	What   errs.Text
	Amount int64 // đồng
}

// Right is a kind of support that answers a shortfall of the household.
type Right struct {
	For   errs.Text
	Kinds []errs.Text
}

// Looked is how often those who hold a role have looked at the household's record this year.
type Looked struct {
	Role  errs.Text
	Count int
}

// mostReceived and mostRead bound what is shown of what was received, and read of who looked.
const mostReceived, mostRead = 50, 500

// ofHealth are the indicators that speak of somebody's health. Not to be changed.
var ofHealth = []string{"nutrition"}

// page is the page of a household.
func (d *Desk) page(ctx context.Context, v *households.Version) (*Page, error) {
	a, today := resident(v, d.office.Day()), d.office.Day()
	h, err := d.register.Show(ctx, a, v.ID, 0)
	if err != nil {
		return nil, err
	}
	f := &story.Facts{Household: h, Path: d.reviews.PathOf(v.ID), Until: today}
	if f.Supports, err = d.supports.SupportsOf(ctx, a, v.ID); err != nil {
		return nil, err
	}
	told, err := d.story.Tell(ctx, a, f)
	if err != nil {
		return nil, err
	}
	p := &Page{Unit: h.Unit, Says: told.Says, Day: today, Title: h.Standard.ClassTitle(poverty.None)}
	if head := v.Household.Head(); head != nil {
		p.Head = head.Name
	}
	p.Class = poverty.None
	if r := f.Path.On(today); r != nil {
		p.Class, p.Title = r.Class, h.Standard.ClassTitle(r.Class)
		if r.Newly >= today {
			p.Newly = r.Newly
		}
	}
	p.shortfalls(h)
	for _, e := range told.Events {
		if e.Kind == story.Running {
			p.Running = append(p.Running, e.What)
		}
	}
	for i := range f.Supports {
		if s := &f.Supports[i]; s.State == programme.Valid && len(p.Received) < mostReceived {
			what := errs.Text{VI: s.Kind, EN: s.Kind}
			if s.KindOf != nil {
				what = s.KindOf.Name
			}
			p.Received = append(p.Received, Received{s.Day, what, int64(s.Amount)})
		}
	}
	return p, d.further(ctx, a, v, p)
}

// shortfalls fills in what the household lacks, and the sentence of its class: neither names what speaks of somebody's
// health.
func (p *Page) shortfalls(h *register.HouseholdShown) {
	told := *h.Explanation
	for i := range h.Standard.Indicators {
		one, bit := &h.Standard.Indicators[i], uint16(1)<<i
		health := slices.ContainsFunc(ofHealth, func(code string) bool { return strings.Contains(one.Code, code) })
		if health {
			p.health = append(p.health, one.Title)
			told.Deprived, told.Unanswered = told.Deprived&^bit, told.Unanswered&^bit
		}
		switch {
		case h.Explanation.Deprived&bit == 0:
		case health:
			p.Hidden++
		default:
			p.Why = append(p.Why, Why{one.Title, one.Cite})
		}
	}
	p.Reason = h.Standard.Reason(&h.Household, &told)
}

// further fills in what follows: rights, what is next, and who looked.
func (d *Desk) further(ctx context.Context, a *office.Ask, v *households.Version, p *Page) error {
	if p.Class == poverty.Poor || p.Class == poverty.NearPoor || !p.Newly.IsZero() {
		needs, err := d.supports.Needs(ctx, a, v.ID)
		if err != nil {
			return err
		}
		for _, n := range needs {
			if n.Unknown || len(n.Kinds) == 0 || slices.Contains(p.health, n.Title) {
				continue
			}
			r := Right{For: n.Title}
			for _, k := range n.Kinds {
				r.Kinds = append(r.Kinds, k.Name)
			}
			p.Rights = append(p.Rights, r)
		}
	}
	procedure, err := d.reviews.Procedure()
	if err != nil {
		return err
	}
	for _, year := range []int{p.Day.Year(), p.Day.Year() + 1} {
		if c, err := procedure.Campaign(review.Annual, year, 0); err == nil && c.Closes >= p.Day {
			p.Next = c
			break
		}
	}
	p.Looked, err = d.looked(ctx, v)
	return err
}

// looked is who looked at a household's record this year, by role.
func (d *Desk) looked(ctx context.Context, v *households.Version) ([]Looked, error) {
	entries, err := witness.Entries(ctx, d.office.Reader(), witness.Query{Province: v.Province, Kind: "household",
		Subject: office.IDText(v.ID), Limit: mostRead})
	if err != nil {
		return nil, err
	}
	roles, count := map[int64]errs.Text{}, map[string]*Looked{}
	for i := range entries {
		e := &entries[i]
		if e.Account == 0 || office.Local(e.At).Year() != office.Local(d.office.Now()).Year() ||
			e.Action != "household.view" && e.Action != "household.reveal" {
			continue
		}
		title, ok := roles[e.Account]
		if !ok {
			if title, err = d.roleOf(ctx, e.Account); err != nil {
				return nil, err
			}
			roles[e.Account] = title
		}
		if count[title.EN] == nil {
			count[title.EN] = &Looked{Role: title}
		}
		count[title.EN].Count++
	}
	var out []Looked
	for _, l := range count {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(x, y Looked) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Role.EN, y.Role.EN))
	})
	return out, nil
}

// roleOf names the role of an account.
func (d *Desk) roleOf(ctx context.Context, account int64) (errs.Text, error) {
	acc, err := accounts.Find(ctx, d.office.Reader(), account)
	if err = office.IgnoreNotFound(err); err != nil || acc == nil || len(acc.Grants) == 0 {
		return errs.T("Somebody of the office"), err
	}
	for i := range acc.Grants {
		if g := &acc.Grants[i]; g.Holds(d.office.Day()) {
			return g.Role.Title(), nil
		}
	}
	return acc.Grants[0].Role.Title(), nil
}
