// Package plandrafts keeps the drafts of a year's plan: made from another year's, from the shipped model or from the
// catalogue, changed target by target, and put in force as a file of it would be.
package plandrafts

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/planfiles"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/results"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/planbook"
	"giamngheo/internal/planning"
	"giamngheo/internal/review"
	planrows "giamngheo/internal/store/plans"
	"giamngheo/internal/target"
)

// Desk keeps the drafts of plans.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	results *results.Desk
	plans   *plans.Desk
	files   *planfiles.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, results *results.Desk, plans *plans.Desk,
	files *planfiles.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, results: results, plans: plans, files: files}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"plan.draft.make": errs.T("made the draft of a plan"),
	"plan.draft":      errs.T("changed the draft of a plan"),
	"plan.draft.drop": errs.T("dropped the draft of a plan"),
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
	Before    *results.Whole // the office's own result of the year before; nil: there is none
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
	shipped, err := o.library.ShippedPlans()
	if err != nil {
		return nil, err
	}
	for i := range shipped {
		if shipped[i].Province != string(o.office.ProvinceCode()) {
			s.Models = append(s.Models, shipped[i])
		}
	}
	if s.Catalogue, err = o.library.Targets(); err != nil {
		return nil, err
	}
	newest, err := o.newest(ctx, year)
	if err != nil {
		return nil, err
	}
	s.Draft = newest != nil && newest.State == planrows.DraftOpen
	s.Before, err = before(ctx, o.results, year)
	return s, err
}

// before is the office's own result of the year before, nil where there is none.
func before(ctx context.Context, of *results.Desk, year int) (*results.Whole, error) {
	w, err := of.Whole(ctx, year-1)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	return w, nil
}

// newest is the newest version of a year's draft, nil where there is none.
func (o *Desk) newest(ctx context.Context, year int) (*planrows.Draft, error) {
	all, err := planrows.DraftsOf(ctx, o.office.Reader(), string(o.office.ProvinceCode()), year)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// Origin is what a draft is made from.
type Origin string

// The origins of drafts.
const (
	FromOwn    Origin = "own"    // a plan of the office: of another year, or of the same to be changed
	FromModel  Origin = "model"  // the shipped plan of another province
	FromChosen Origin = "chosen" // targets of the catalogue
)

// Making is a draft to be made.
type Making struct {
	Year  int
	From  Origin
	Of    int      // the year of the own plan
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
	draft, err := o.made(ctx, in)
	if err != nil {
		return err
	}
	newest, err := o.newest(ctx, in.Year)
	if err != nil {
		return err
	}
	was := int64(0)
	if newest != nil {
		if was = newest.Version; newest.State == planrows.DraftOpen {
			return errs.New(errs.Conflict, "there is a draft of the plan of %d already: open it, or drop it first", in.Year)
		}
	}
	return o.record(ctx, a, recording{year: in.Year, plan: &draft.Plan, left: draft.Left, was: was,
		action: "plan.draft.make", state: planrows.DraftOpen})
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
		shipped, err := o.library.ShippedPlans()
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(shipped, func(p target.Plan) bool { return p.Province != here.Province })
		if i < 0 {
			return nil, errs.New(errs.Invalid, "the program ships with no plan of another province")
		}
		return c.FromModel(here, &shipped[i]), nil
	case FromChosen:
		return c.Chosen(here, in.Codes)
	}
	return nil, errs.New(errs.Invalid, "choose what the draft is made from")
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
		Issuer: issuer(unit), EthnicName: func(code string) string { return ethnicName(o.office.Codes().Groups, code) }}
	for _, c := range o.office.CommunesOf(o.office.ProvinceCode(), day) {
		h.Coastal = h.Coastal || o.office.Coastal(c, day)
	}
	heads := map[string]int64{}
	o.book.View().Snap.Facts(nil, func(f *review.Fact) {
		if !f.Gone {
			heads[f.Ethnicity.String()]++
		}
	})
	h.Ethnic = func(code string) int64 { return heads[code] }
	return h, nil
}

// issuer is who issues a province's plan: its People's Committee.
func issuer(u place.Unit) errs.Text {
	name := u.FullName
	if r := []rune(name); len(r) > 0 {
		name = strings.ToLower(string(r[:1])) + string(r[1:])
	}
	return errs.Text{VI: "Ủy ban nhân dân " + name, EN: "People’s Committee of " + u.Name}
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

// WriteBook writes a draft as a workbook. Errors: errs.NotFound.
func (o *Desk) WriteBook(ctx context.Context, a *office.Ask, year int, w io.Writer) error {
	s, err := o.Draft(ctx, a, year)
	if err != nil {
		return err
	}
	return planbook.WritePlanBook(w, s.Plan, nil)
}

// recording is a version of a draft to be recorded.
type recording struct {
	year   int
	plan   *target.Plan
	left   []planning.Left
	was    int64
	action string
	state  planrows.DraftState
	reason string
}

// record records a version of a draft with its deed.
func (o *Desk) record(ctx context.Context, a *office.Ask, in recording) error {
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
func (o *Desk) row(a *office.Ask, in *recording) (*planrows.Draft, error) {
	text, err := in.plan.YAML()
	if err != nil {
		return nil, err
	}
	left, err := json.Marshal(in.left)
	if err != nil {
		return nil, err
	}
	return &planrows.Draft{Province: string(o.office.ProvinceCode()), Year: in.year, State: in.state,
		Content: string(text), LeftOut: string(left), Reason: strings.TrimSpace(in.reason), RecordedBy: a.Account,
		Recorded: o.office.Now()}, nil
}
