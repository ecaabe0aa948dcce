package results

import (
	"context"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
)

// counted are the figures of a review in every place of the province, by number of place.
type counted struct {
	tables  *review.Tables
	tallies []review.Tally
	at      map[place.Code]int
	codes   []place.Code
	year    int
	prior   int // the year of the review before; 0: none is known
	on      date.Date
	state   string
}

// factsKey says of which state of the register figures are.
type factsKey struct {
	view       *book.View
	generation uint64
	year       int
}

// factsKept holds the figures that were counted last.
type factsKept struct {
	mu   sync.Mutex
	kept map[factsKey]*counted
}

// forget drops the figures: a decision has changed what households are recognised as.
func (k *factsKept) forget() {
	k.mu.Lock()
	k.kept = nil
	k.mu.Unlock()
}

// mostCounted is how many reviews' figures are kept.
const mostCounted = 4

// ReviewOf returns a yearly review's row and the year of the one before it (0 where none is known). Errors: errs.NotFound.
func (o *Desk) ReviewOf(ctx context.Context, year int) (*reviews.Review, int, error) {
	all, err := reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, 0, err
	}
	for i := range all {
		if all[i].Year == year {
			if i+1 < len(all) {
				return &all[i], all[i+1].Year, nil
			}
			return &all[i], 0, nil
		}
	}
	return nil, 0, errs.New(errs.NotFound, "there is no result of the review of %d", year)
}

// Reviews lists the yearly reviews whose results the office holds, the newest first.
func (o *Desk) Reviews(ctx context.Context, a *office.Ask) ([]reviews.Review, error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	return reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
}

// factSource makes the facts of a review: the register of its day with what decisions recognised over it.
type factSource struct {
	o           *Desk
	v           *book.View
	year, prior int
	recast      map[place.Code]place.Code // communes of the review before, on the units of this one
}

func (o *Desk) factSource(ctx context.Context, year int) (*factSource, *reviews.Review, error) {
	r, prior, err := o.ReviewOf(ctx, year)
	if err != nil {
		return nil, nil, err
	}
	v, err := o.book.ViewOn(ctx, r.On)
	if err != nil {
		return nil, nil, err
	}
	return o.factsOf(v, year, prior), r, nil
}

// factsOf are the facts of a year's review in a register; prior is the year of the review before (0: none).
func (o *Desk) factsOf(v *book.View, year, prior int) *factSource {
	return &factSource{o: o, v: v, year: year, prior: prior, recast: map[place.Code]place.Code{}}
}

// each hands every household of communes (all where none) to a function, with its class as recognised.
func (s *factSource) each(communes []place.Code, do func(*review.Fact)) {
	of, release := s.o.reviews.HeldPaths()
	defer release()
	s.v.Snap.Facts(communes, func(f *review.Fact) {
		path := of[f.Household]
		if len(path) == 0 && f.Class != poverty.Poor && f.Class != poverty.NearPoor {
			do(f) // nine in ten: never recognised, and not to be
			return
		}
		s.recognised(f, path)
		do(f)
	})
}

func (s *factSource) recognised(f *review.Fact, path review.Path) {
	now := path.Of(s.year)
	switch {
	case now != nil && (now.Class == poverty.Poor || now.Class == poverty.NearPoor):
		f.Class, f.People = now.Class, int32(now.People)
	case f.Class == poverty.Poor || f.Class == poverty.NearPoor:
		f.Class = poverty.None // by its record, not by a decision
	}
	if s.prior == 0 {
		return
	}
	if was := path.Of(s.prior); was != nil {
		f.Prior, f.PriorPeople, f.PriorCommune = was.Class, int32(was.People), s.onUnits(was.Commune)
	}
	f.EverPoor, f.EverNear = path.Before(s.prior, poverty.Poor), path.Before(s.prior, poverty.NearPoor)
	f.Came = now != nil && f.Prior == 0 && (now.Was == poverty.Poor || now.Was == poverty.NearPoor)
}

// onUnits is the unit of the review's day that a commune has become.
func (s *factSource) onUnits(c place.Code) place.Code {
	if to, ok := s.recast[c]; ok {
		return to
	}
	to := c
	if _, ok := s.o.office.Reg().At(c, s.v.On); !ok {
		if t, why := s.o.office.Reg().Target(c, s.v.On.AddDays(-366), s.v.On); why.VI == "" && t != "" {
			to = t
		}
	}
	s.recast[c] = to
	return to
}

// tablesOf builds the tables of a standard.
func tablesOf(std *poverty.Standard) *review.Tables {
	in := make([]review.Indicator, len(std.Indicators))
	for i := range std.Indicators {
		in[i] = review.Indicator{Dimension: std.Indicators[i].Dimension, Title: std.Indicators[i].Title}
	}
	return review.NewTables(in)
}

// count adds up a review in every place: the province, its districts and communes on the review's day.
func (o *Desk) count(ctx context.Context, year int) (*counted, error) {
	src, r, err := o.factSource(ctx, year)
	if err != nil {
		return nil, err
	}
	return o.countOf(src, r), nil
}

// countOf is count over facts that are at hand.
func (o *Desk) countOf(src *factSource, r *reviews.Review) *counted {
	year := r.Year
	key := factsKey{src.v, src.v.Snap.Generation(), year}
	k := &o.facts
	k.mu.Lock()
	defer k.mu.Unlock() // who comes second waits for the first rather than counting too
	if c := k.kept[key]; c != nil {
		return c
	}
	c := &counted{tables: tablesOf(src.v.Std), at: map[place.Code]int{}, year: year, prior: src.prior, on: r.On, state: r.State}
	above := map[place.Code][]int{}
	number := func(code place.Code) int {
		i, ok := c.at[code]
		if !ok {
			i = len(c.codes)
			c.at[code] = i
			c.codes = append(c.codes, code)
		}
		return i
	}
	places := func(commune place.Code) []int {
		if p, ok := above[commune]; ok {
			return p
		}
		p := []int{number(commune)}
		if u, ok := o.office.Reg().At(commune, r.On); ok {
			for _, up := range o.office.Reg().Ancestors(u, r.On) {
				p = append(p, number(up.Code))
			}
		}
		if !slices.Contains(p, number(o.office.ProvinceCode())) {
			p = append(p, number(o.office.ProvinceCode()))
		}
		above[commune] = p
		return p
	}
	for _, commune := range o.office.CommunesOf(o.office.ProvinceCode(), r.On) {
		places(commune)
	}
	for _, commune := range src.v.Snap.Communes() {
		places(place.Code(commune))
	}
	for _, row := range o.recognisedCommunes(src) {
		places(row)
	}
	counter := c.tables.Counter(len(c.codes))
	src.each(nil, func(f *review.Fact) { counter.Add(f, places(f.Commune), places(f.PriorCommune)) })
	c.tallies = counter.Tallies
	if len(k.kept) >= mostCounted || k.kept == nil {
		k.kept = map[factsKey]*counted{}
	}
	k.kept[key] = c
	return c
}

// recognisedCommunes are the communes named by the recognitions of the review before, recast.
func (o *Desk) recognisedCommunes(s *factSource) (out []place.Code) {
	if s.prior == 0 {
		return nil
	}
	of, release := o.reviews.HeldPaths()
	defer release()
	seen := map[place.Code]bool{}
	for _, path := range of {
		if r := path.Of(s.prior); r != nil && !seen[r.Commune] {
			seen[r.Commune] = true
			out = append(out, s.onUnits(r.Commune))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// tally is a place's figures.
func (c *counted) tally(code place.Code) review.Tally {
	if i, ok := c.at[code]; ok {
		return c.tallies[i]
	}
	return make(review.Tally, len(c.tables.Measures))
}

// Cell is one figure of a table: a count, or a share of two. Code names the measure that opens it.
type Cell struct {
	Value    int64
	Of       int64
	Share    bool
	Code     string
	Disabled bool // there is no review before
}

// TableRow is a place (or a line within it) of a table.
type TableRow struct {
	Unit  place.Unit
	Line  errs.Text
	Total bool
	Cells []Cell
}

// TableShown is an output table of a review in a place.
type TableShown struct {
	review.Spec
	Year, Prior int
	State       string
	On          date.Date
	Place       place.Unit
	Rows        []TableRow
	Groups      []HeadGroup
	Samples     []errs.Text
}

// HeadGroup is a group of columns under one heading.
type HeadGroup struct {
	Title errs.Text
	Span  int
}

// ReviewTable shows one of the tables 1 to 13 of a review in a place. Errors: errs.NotFound.
func (o *Desk) ReviewTable(ctx context.Context, a *office.Ask, year, no int, unit place.Code) (*TableShown, error) {
	all, err := o.ReviewTables(ctx, a, year, unit)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].No == no {
			return &all[i], nil
		}
	}
	return nil, errs.New(errs.NotFound, "there is no table %d", no)
}

// ReviewTables shows the tables 1 to 13 of a review in a place: a row for each unit right below it, and the sum.
func (o *Desk) ReviewTables(ctx context.Context, a *office.Ask, year int, unit place.Code) ([]TableShown, error) {
	communes, err := o.figureScope(ctx, a, access.ViewReviews, year, unit)
	if err != nil {
		return nil, err
	}
	if unit == "" {
		unit = o.office.Home(a).Code
	}
	c, err := o.count(ctx, year)
	if err != nil {
		return nil, err
	}
	if !o.wholly(communes, unit, c.on) {
		return nil, office.NotYours()
	}
	here, ok := o.office.Reg().At(unit, c.on)
	if !ok {
		here = o.office.Unit(unit)
	}
	var below []place.Unit
	if here.Level != place.Commune {
		below = o.office.Reg().Children(unit, c.on)
	}
	out := make([]TableShown, 0, len(c.tables.Specs))
	for _, spec := range c.tables.Specs {
		t := TableShown{Spec: spec, Year: year, Prior: c.prior, State: c.state, On: c.on, Place: here, Samples: o.book.Standard().Samples}
		for _, u := range below {
			if !spec.ByEthnicity { // ethnic groups are the rows: of the place as a whole
				t.Rows = append(t.Rows, c.rows(&spec, u, false)...)
			}
		}
		t.Rows = append(t.Rows, c.rows(&spec, here, true)...)
		if spec.ByEthnicity {
			t.Rows = o.ethnicRows(t.Rows)
		}
		for _, col := range spec.Columns {
			if n := len(t.Groups); n > 0 && t.Groups[n-1].Title == col.Group && col.Group.VI != "" {
				t.Groups[n-1].Span++
			} else {
				t.Groups = append(t.Groups, HeadGroup{col.Group, 1})
			}
		}
		out = append(out, t)
	}
	return out, nil
}

// figureScope are the communes of a place, as they were on a review's day or are now, whose figures an actor may see: a commune
// that has ended since has its figures still.
func (o *Desk) figureScope(ctx context.Context, a *office.Ask, action access.Action, year int, unit place.Code) ([]place.Code, error) {
	if !o.office.May(a, action) {
		return nil, office.Forbidden()
	}
	r, _, err := o.ReviewOf(ctx, year)
	if err != nil {
		return nil, err
	}
	communes, err := o.office.Scope(a, action, r.On)
	if err == nil && unit != "" {
		communes, err = o.office.Within(communes, unit, r.On)
	}
	return communes, err
}

// wholly reports whether communes hold all of a unit's on a day: a figure of a place is shown to who may see all of it.
func (o *Desk) wholly(communes []place.Code, unit place.Code, on date.Date) bool {
	in := office.AsSet(communes)
	inside := o.office.CommunesOf(unit, on)
	if len(inside) == 0 {
		inside = o.office.CommunesOf(unit, o.office.Day())
	}
	for _, c := range inside {
		if in[c] {
			continue
		}
		if to, why := o.office.Reg().Target(c, on, o.office.Day()); why.VI != "" || !in[to] {
			return false
		}
	}
	return len(inside) > 0
}

// rows are a place's lines of a table.
func (c *counted) rows(s *review.Spec, u place.Unit, total bool) (out []TableRow) {
	tally := c.tally(u.Code)
	lines := s.Lines
	if len(lines) == 0 {
		lines = []review.Line{{}}
	}
	for _, line := range lines {
		row := TableRow{Unit: u, Line: line.Title, Total: total}
		for _, col := range s.Columns {
			code := review.CodeOf(s.No, col.Measure, line.Prefix)
			cell := Cell{Value: c.tables.Value(tally, code), Code: code}
			if col.Of != "" {
				cell.Share, cell.Of = true, c.tables.Value(tally, col.Of)
			}
			cell.Disabled = c.prior == 0 && col.Prior
			row.Cells = append(row.Cells, cell)
		}
		out = append(out, row)
	}
	return out
}

// ethnicRows names the lines of table 9 and drops the groups of which nobody is poor or near-poor. The last line is the sum.
func (o *Desk) ethnicRows(rows []TableRow) (out []TableRow) {
	for i, r := range rows {
		if r.Total = i == len(rows)-1; r.Total {
			out = append(out, r)
			continue
		}
		some := false
		for _, c := range r.Cells {
			some = some || c.Value != 0
		}
		if !some {
			continue
		}
		r.Line = errs.T("Not known")
		for _, g := range o.office.Codes().Groups {
			if g.Code == household.Ethnicity(i) {
				r.Line = errs.Text{VI: g.Name, EN: g.Name}
			}
		}
		out = append(out, r)
	}
	return out
}

// Begin hears of decisions, which change what is counted.
func (o *Desk) Begin() {
	o.office.On(office.TopicRecognition, func([]int64) { o.facts.forget() })
}
