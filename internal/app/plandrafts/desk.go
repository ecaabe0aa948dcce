// Package plandrafts keeps the drafts of a year's plan: made from another year's, from the shipped model or from the
// catalogue, changed target by target, and put in force as a file of it would be.
package plandrafts

import (
	"context"
	"io"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/planfiles"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/results"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/planbook"
	"giamngheo/internal/planning"
	"giamngheo/internal/review"
	planrows "giamngheo/internal/store/plans"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
)

// Desk keeps the drafts of plans.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	results *results.Desk
	plans   *plans.Desk
	files   *planfiles.Desk
	shelf   shelf
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, results *results.Desk, plans *plans.Desk,
	files *planfiles.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, results: results, plans: plans, files: files,
		shelf: shelf{office, library, plans, files}}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"plan.draft.make": errs.T("made the draft of a plan"),
	"plan.draft":      errs.T("changed the draft of a plan"),
	"plan.draft.drop": errs.T("dropped the draft of a plan"),
	"plan.draft.file": errs.T("downloaded the draft of a plan"),
}

// Empty is what everybody may know where there is no plan: of which years there is one, and of which a draft.
type Empty struct {
	Year   int
	Years  []int // of which there is a plan
	Drafts []int
	MayUse bool // who asks may make one
}

// Empty says what there is in place of a plan of a year (0: this one). Errors: errs.Forbidden.
func (o *Desk) Empty(ctx context.Context, a *office.Ask, year int) (*Empty, error) {
	if !o.office.May(a, access.ViewPlans) {
		return nil, office.Forbidden()
	}
	if year == 0 {
		year = o.office.Day().Year()
	}
	e := &Empty{Year: year, MayUse: o.office.May(a, access.EditPlans)}
	var err error
	if e.Years, err = o.plans.Years(ctx); err != nil {
		return nil, err
	}
	e.Drafts, err = planrows.DraftYears(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	return e, err
}

// may refuses who may not make plans.
func (o *Desk) may(a *office.Ask) error {
	return o.office.PlaceScope(a, access.EditPlans, o.office.ProvinceCode())
}

// Start is what a draft of a year's plan may be made of.
type Start struct {
	Year      int
	Own       []int         // the years of the office's own plans
	There     bool          // there is a plan of the year: it is changed
	Draft     bool          // there is an open draft
	Models    []target.Plan // shipped plans of other provinces
	Catalogue *planning.Catalogue
}

// Start says what a draft may be made of. Errors: errs.Forbidden, errs.Invalid.
func (o *Desk) Start(ctx context.Context, a *office.Ask, year int) (*Start, error) {
	if err := o.may(a); err != nil {
		return nil, err
	}
	s := &Start{Year: year}
	years, err := o.plans.Years(ctx)
	if err != nil {
		return nil, err
	}
	s.Own, s.There = years, slices.Contains(years, year)
	if s.Models, err = o.models(); err != nil {
		return nil, err
	}
	if s.Catalogue, err = o.library.Targets(); err != nil {
		return nil, err
	}
	newest, err := o.shelf.newest(ctx, year)
	if err != nil {
		return nil, err
	}
	s.Draft = newest != nil && newest.State == planrows.DraftOpen
	return s, nil
}

// before is the office's own final result of the year before, nil where there is none.
func (o *Desk) before(ctx context.Context, year int) (*results.Whole, error) {
	w, err := o.results.Whole(ctx, year-1)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	return w, nil
}

// Origin is what a draft is made from.
type Origin string

// The origins of drafts.
const (
	FromOwn    Origin = "own"    // a plan of the office: of another year, or of the same to be changed
	FromModel  Origin = "model"  // a shipped plan of another province
	FromChosen Origin = "chosen" // targets of the catalogue
)

// Making is a draft to be made.
type Making struct {
	Year  int
	From  Origin
	Of    int      // the year of the own plan, or of the shipped one
	Model string   // the province of the shipped plan; "" where only one is shipped
	Codes []string // of the catalogue's targets
}

// Make makes the draft of a year's plan. Errors: errs.Invalid, errs.Forbidden, errs.Conflict where there is one.
func (o *Desk) Make(ctx context.Context, a *office.Ask, in Making) error {
	if err := o.may(a); err != nil {
		return err
	}
	if in.Year < 2016 || in.Year > o.office.Day().Year()+5 {
		return errs.New(errs.Invalid, "choose a year from 2016 to %d", o.office.Day().Year()+5)
	}
	_, planWas, err := o.shelf.inForce(ctx, in.Year) // before it is read: one that comes between is then told
	if err != nil {
		return err
	}
	draft, err := o.made(ctx, in)
	if err != nil {
		return err
	}
	newest, err := o.shelf.newest(ctx, in.Year)
	if err != nil {
		return err
	}
	was := int64(0)
	if newest != nil {
		if was = newest.Version; newest.State == planrows.DraftOpen {
			return errs.New(errs.Conflict, "there is a draft of the plan of %d already: open it, or drop it first", in.Year)
		}
	}
	return o.shelf.record(ctx, a, recording{year: in.Year, plan: &draft.Plan, origin: origin{draft.Left, &planWas},
		was: was, action: "plan.draft.make", state: planrows.DraftOpen})
}

func (o *Desk) made(ctx context.Context, in Making) (*planning.Draft, error) {
	c, err := o.library.Targets()
	if err != nil {
		return nil, err
	}
	here, err := o.planning(in.Year)
	if err != nil {
		return nil, err
	}
	switch in.From {
	case FromOwn:
		own, _, err := o.plans.PlanText(ctx, o.office.Reader(), in.Of)
		if err != nil {
			return nil, err
		}
		if in.Of == in.Year {
			return &planning.Draft{Plan: *own}, nil
		}
		return c.FromOwn(here, own), nil
	case FromModel:
		model, err := o.model(in)
		if err != nil {
			return nil, err
		}
		return c.FromModel(here, model), nil
	case FromChosen:
		return c.Chosen(here, in.Codes)
	}
	return nil, errs.New(errs.Invalid, "choose what the draft is made from")
}

// models are the shipped plans of other provinces.
func (o *Desk) models() ([]target.Plan, error) {
	shipped, err := o.library.ShippedPlans()
	own := func(p target.Plan) bool { return p.Province == string(o.office.ProvinceCode()) }
	return slices.DeleteFunc(slices.Clone(shipped), own), err
}

// model is the shipped plan that a draft is to be made of.
func (o *Desk) model(in Making) (*target.Plan, error) {
	all, err := o.models()
	if err != nil {
		return nil, err
	}
	if in.Model != "" {
		all = slices.DeleteFunc(all, func(p target.Plan) bool { return p.Province != in.Model || p.Year != in.Of })
	}
	switch len(all) {
	case 0:
		return nil, errs.New(errs.Invalid, "the program ships with no such plan of another province")
	case 1:
		return &all[0], nil
	}
	return nil, errs.New(errs.Invalid, "choose of which province’s plan the draft is made")
}

// planning is what the office knows of itself on the day of a year's plan.
func (o *Desk) planning(year int) (*planning.Office, error) {
	bodies, err := o.files.Bodies()
	if err != nil {
		return nil, err
	}
	day := planning.PlanDay(&target.Plan{Year: year}, o.office.Day())
	unit, ok := o.office.Reg().At(o.office.ProvinceCode(), day)
	if !ok {
		unit = o.office.Province()
	}
	h := &planning.Office{Province: string(o.office.ProvinceCode()), Year: year, Day: day, Bodies: bodies,
		Issuer: errs.Text{VI: "Ủy ban nhân dân " + vietnamese.LowerFirst(unit.FullName),
			EN: "People’s Committee of " + unit.Name},
		Ethnic:     sync.OnceValue(func() map[string]int64 { return heads(o.book.View()) }),
		EthnicName: func(code string) string { return ethnicName(o.office.Codes().Groups, code) }}
	for _, c := range o.office.CommunesOf(o.office.ProvinceCode(), day) {
		h.Coastal = h.Coastal || o.office.Coastal(c, day)
	}
	return h, nil
}

// heads counts the households of the register by their head's ethnic group.
func heads(v *book.View) map[string]int64 {
	of := map[string]int64{}
	v.Snap.Facts(nil, func(f *review.Fact) {
		if !f.Gone {
			of[f.Ethnicity.String()]++
		}
	})
	return of
}

// ethnicName is what an ethnic group is called, by its code.
func ethnicName(groups []exchange.Ethnic, code string) string {
	for _, g := range groups {
		if g.Code.String() == code {
			return g.Name
		}
	}
	return code
}

// WriteBook writes a draft as a workbook. The reading is on the record. Errors: errs.NotFound.
func (o *Desk) WriteBook(ctx context.Context, a *office.Ask, year int, w io.Writer) error {
	s, err := o.Opened(ctx, a, year)
	if err != nil {
		return err
	}
	o.office.Saw(a, office.Deed{Action: "plan.draft.file", Kind: "plan", Subject: office.IDText(int64(year)),
		Place: o.office.ProvinceCode(), Note: map[string]string{"version": office.IDText(s.Version)}})
	return planbook.WritePlanBook(w, s.Plan, nil)
}
