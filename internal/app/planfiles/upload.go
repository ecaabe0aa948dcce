package planfiles

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/cascade"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/planbook"
	"giamngheo/internal/sheet"
	"giamngheo/internal/target"
)

// readPlanBook reads a workbook strictly: an unknown sheet, column or code is a fault, and so is a column that is not
// there.
func (o *Desk) readPlanBook(data []byte) (*planbook.PlanBook, error) {
	if err := os.MkdirAll(o.office.Folder(), 0o700); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(o.office.Folder(), "work-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "plan.xlsx")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return nil, err
	}
	book, err := sheet.Open(path, office.UploadLimits())
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.Close() }()
	b := &planbook.PlanBook{Rows: map[string][]int{}, Titles: map[string]map[string]string{}}
	known := []string{"plan", "targets", "parts", "solutions", "assignments", "reports", "shares"}
	for _, name := range book.Sheets() {
		if !slices.Contains(known, name) {
			b.Fault(name, 0, "", errs.T("a plan's file has no such sheet; there are: %s", strings.Join(known, ", ")))
		}
	}
	lines := planbook.ReadPlanSheet(b, book, "plan", planbook.LineColumns())
	targets := planbook.ReadPlanSheet(b, book, "targets", planbook.TargetColumns())
	parts := planbook.ReadPlanSheet(b, book, "parts", planbook.PartColumns())
	b.Plan.Solutions = planbook.ReadPlanSheet(b, book, "solutions", planbook.SolutionColumns())
	b.Plan.Assignments = planbook.ReadPlanSheet(b, book, "assignments", planbook.AssignmentColumns())
	b.Plan.Reports = planbook.ReadPlanSheet(b, book, "reports", planbook.ReportColumns())
	if slices.Contains(book.Sheets(), "shares") {
		b.Shares = planbook.ReadPlanSheet(b, book, "shares", planbook.ShareColumns())
	}
	b.ReadLines(lines)
	b.ReadTargets(targets, parts)
	return b, nil
}

// PlanUpload is what a plan's file says before anything of it is recorded: faults, each with its place, or a plan that
// may be saved. Rows in = accepted + rejected, on each sheet.
type PlanUpload struct {
	Name    string
	Book    bool // a workbook
	Plan    *target.Plan
	Text    []byte // the plan as the text that is recorded
	Was     int64  // the version that it would follow
	Shares  map[string]map[place.Code]float64
	Faults  []planbook.PlanFault
	Notes   []planbook.PlanFault // what was read otherwise than it may have been meant
	Sheets  []planbook.SheetCount
	First   bool              // there is no plan of the year yet
	Changes []planbook.Change // against the version before, or, of the first, all that is in it
	Told    []PlanTold        // how what is shared out stands to the whole
}

// PlanTold is how the places' shares of a part stand to the whole of a place.
type PlanTold struct {
	Part   *target.Part
	Of     place.Unit
	Agrees bool
	Text   errs.Text
}

// UploadPlan reads a plan's file, YAML or a workbook, and says everything that is wrong with it; nothing is recorded.
// Errors: errs.Forbidden, errs.Invalid where the file cannot be read at all.
func (o *Desk) UploadPlan(ctx context.Context, a *office.Ask, name string, data []byte) (*PlanUpload, error) {
	if err := o.office.PlaceScope(a, access.EditPlans, o.office.ProvinceCode()); err != nil {
		return nil, err
	}
	if len(data) > planbook.MostPlan {
		return nil, errs.New(errs.Invalid, "the plan's file is larger than 2 MB")
	}
	u := &PlanUpload{Name: name, Text: data, Book: bytes.HasPrefix(data, []byte("PK"))}
	var b *planbook.PlanBook
	if u.Book {
		var err error
		if b, err = o.readPlanBook(data); err != nil {
			return nil, err
		}
		if u.Text, err = b.Plan.YAML(); err != nil {
			return nil, err
		}
	}
	var err error
	u.Plan, err = o.CheckPlan(name, u.Text)
	if faults := target.FaultsOf(err); faults != nil && b != nil {
		b.Locate(u.Text, faults)
	} else if faults != nil {
		for _, f := range faults {
			u.Faults = append(u.Faults, planbook.PlanFault{Line: f.Line, Target: f.Target, Part: f.Part, Field: f.Field,
				Text: f.Text})
		}
	} else if err != nil && (b == nil || len(b.Faults) == 0) {
		var e *errs.Error
		if !errors.As(err, &e) {
			return nil, err
		}
		u.Faults = append(u.Faults, planbook.PlanFault{Text: e.Text()})
	}
	if b != nil {
		u.Shares = o.readShares(b)
		b.Tally()
		u.Faults, u.Sheets, u.Notes = append(u.Faults, b.Faults...), b.Counts, b.Notes
	}
	if len(u.Faults) > 0 {
		return u, nil
	}
	return u, o.compared(ctx, u)
}

// readShares reads the sheet of shares against the plan.
func (o *Desk) readShares(b *planbook.PlanBook) map[string]map[place.Code]float64 {
	out := map[string]map[place.Code]float64{}
	for i, s := range b.Shares {
		row := b.Rows["shares"][i]
		part, _ := b.Plan.Part(s.Part)
		u, known := o.office.Reg().At(place.Code(s.Place), date.Must(max(min(b.Plan.Year, 2100), 2016), 12, 31))
		v, ok := planbook.PlanNumber(s.Value)
		switch {
		case part == nil:
			b.Fault("shares", row, "Mã chỉ tiêu", errs.T("no part “%s” stands on the sheet parts", s.Part))
		case !known || !o.plans.Lies(u, o.office.ProvinceCode(), date.Must(b.Plan.Year, 12, 31)):
			b.Fault("shares", row, "Mã đơn vị", errs.T("the province has no unit of code “%s”", s.Place))
		case !ok || v == nil:
			b.Fault("shares", row, "Giao", errs.T("“%s” is no number", s.Value))
		case *v < 0 && part.Kind != "change":
			b.Fault("shares", row, "Giao", errs.T("a target cannot be below zero"))
		default:
			if out[s.Part] == nil {
				out[s.Part] = map[place.Code]float64{}
			}
			if _, twice := out[s.Part][u.Code]; twice {
				b.Fault("shares", row, "Mã đơn vị", errs.T("%s has two rows for this part", u.FullName))
			}
			out[s.Part][u.Code] = *v
		}
	}
	return out
}

// compared says what an upload changes and whether its shares add up.
func (o *Desk) compared(ctx context.Context, u *PlanUpload) error {
	was, version, err := o.plans.PlanText(ctx, o.office.Reader(), u.Plan.Year)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	u.Was = version
	if u.First = err != nil; u.First {
		was = &target.Plan{}
	}
	u.Changes = planbook.Changes(was, u.Plan)
	weights := o.denominators(ctx, u.Plan.Year)
	for _, part := range u.Plan.Parts() {
		given := u.Shares[part.Code]
		if len(given) == 0 || part.Planned == nil {
			continue
		}
		wholes := map[place.Code]float64{o.office.ProvinceCode(): *part.Planned}
		for code, v := range given {
			wholes[code] = v
		}
		o.toldOf(u, part, wholes, given, weights)
	}
	return nil
}

// toldOf holds what the places below each place are given against what it has itself.
func (o *Desk) toldOf(u *PlanUpload, part *target.Part, wholes, given map[place.Code]float64,
	weights func(part string, unit place.Code) int64) {
	day := min(max(o.office.Day(), date.Must(u.Plan.Year, 1, 1)), date.Must(u.Plan.Year, 12, 31))
	var codes []place.Code
	for code := range wholes {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		var planned []cascade.Planned
		any := false
		for _, c := range o.office.Reg().Children(code, day) {
			p := cascade.Planned{Place: c.Code, Name: c.FullName, Weight: weights(part.Code, c.Code)}
			if v, ok := given[c.Code]; ok {
				p.Value, any = &v, true
			}
			planned = append(planned, p)
		}
		if any {
			r := cascade.Reconcile(part, wholes[code], planned)
			u.Told = append(u.Told, PlanTold{part, o.office.Unit(code), r.Agrees, r.Text})
		}
	}
}

// denominators gives how many a place counts in a part's denominator, from the plan that is counted of the year; 1
// where none is, so that the mean is a plain one.
func (o *Desk) denominators(ctx context.Context, year int) func(part string, unit place.Code) int64 {
	plain := func(string, place.Code) int64 { return 1 }
	if !o.plans.PlanCounted(ctx, year, 0) {
		return plain
	}
	in := plans.ProgressInput{Year: year, Place: o.office.ProvinceCode()}
	c, err := o.plans.Counting(ctx,
		&office.Ask{Grants: []access.Grant{{Role: access.Planner, Place: o.office.ProvinceCode()}}}, &in)
	if err != nil {
		return plain
	}
	return func(part string, unit place.Code) int64 {
		i := c.Index(part)
		at, ok := c.Places.At(unit)
		if i < 0 || !ok {
			return 1
		}
		return max(c.Now[at][i].Met+c.Now[at][i].NotMet, 0)
	}
}
