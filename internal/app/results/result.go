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
	"giamngheo/internal/store"
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
	state   review.State
	cover   map[place.Code]review.Coverage
}

// factsKey says of which state of the register figures are.
type factsKey struct {
	view       *book.View
	generation uint64
	year       int
	decisions  uint64 // how often they have changed
	decided    uint64 // which lists are decided
	announced  int64  // of a final result: when, in place of all above
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

// ReviewOf returns a yearly review's row and the year of the one before it (0 where none is known). Errors:
// errs.NotFound.
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

// Reviews lists the yearly reviews of which the office holds a result or that are under way, the newest first.
func (o *Desk) Reviews(ctx context.Context, a *office.Ask) ([]reviews.Review, error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	all, err := reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	campaigns, err := reviews.Campaigns(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	for i := range campaigns {
		c := &campaigns[i]
		at := slices.IndexFunc(all, func(r reviews.Review) bool { return r.Year == c.Year })
		switch running := (reviews.Review{Province: c.Province, Year: c.Year, On: o.office.Day(), Standard: c.Standard,
			State: review.Running}); {
		case c.Kind != review.Annual:
		case at < 0:
			all = append(all, running)
		case all[at].State != review.Final:
			all[at] = running
		}
	}
	slices.SortFunc(all, func(x, y reviews.Review) int { return y.Year - x.Year })
	return all, nil
}

// factSource makes the facts of a review: a register with what decisions recognised over it.
type factSource struct {
	o      *Desk
	v      *book.View
	y      *year
	listed map[int64]listed
	of     map[int64]review.Path     // nil: those that hold now
	recast map[place.Code]place.Code // communes of the review before, on the units of this one
}

func (o *Desk) factSource(ctx context.Context, of int) (*factSource, error) {
	y, err := o.yearOf(ctx, o.office.Reader(), of)
	if err != nil {
		return nil, err
	}
	v, err := o.viewOf(ctx, y)
	if err != nil {
		return nil, err
	}
	return o.factsOf(ctx, o.office.Reader(), v, y)
}

// factsOf are the facts of a year's review in a register.
func (o *Desk) factsOf(ctx context.Context, from store.Reader, v *book.View, y *year) (*factSource, error) {
	on, err := o.listed(ctx, from, y)
	return &factSource{o: o, v: v, y: y, listed: on, recast: map[place.Code]place.Code{}}, err
}

// paths are the recognitions that facts are made of.
func (s *factSource) paths() (of map[int64]review.Path, release func()) {
	if s.of != nil {
		return s.of, func() {}
	}
	return s.o.reviews.HeldPaths()
}

// each hands every household of communes (all where none) to a function, with its class as the review has it.
func (s *factSource) each(communes []place.Code, do func(*review.Fact)) {
	of, release := s.paths()
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

// recognised puts the class of the review's result into a fact: what a decision of the year says, and where there is
// none yet what an earlier one says. It is never the class that the register's answers make: nobody rises above a line
// unasked.
func (s *factSource) recognised(f *review.Fact, path review.Path) {
	class, notion, now := path.Result(s.y.Year, s.y.since())
	switch {
	case review.Low(class):
		f.Class, f.People = class, int32(now.People)
		f.Waiting = !f.Gone && notion == review.NotYet && s.listed[f.Household].stage < review.Certifying
	case f.Class == poverty.Poor || f.Class == poverty.NearPoor:
		f.Class = poverty.None // by its record, not by a decision
	}
	if s.y.prior == 0 {
		return
	}
	was, _, before := path.Result(s.y.prior, 0)
	if before != nil {
		f.Prior, f.PriorPeople, f.PriorCommune = was, int32(before.People), s.onUnits(before.Commune)
	}
	f.EverPoor, f.EverNear = path.Before(s.y.prior, poverty.Poor), path.Before(s.y.prior, poverty.NearPoor)
	f.Came = notion == review.ResultOf && f.Prior == 0 && review.Low(now.Was)
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

// count adds up a review in every place: the province, its districts and communes on the review's day. A final one is
// read from what was announced.
func (o *Desk) count(ctx context.Context, of int) (*counted, error) {
	y, err := o.yearOf(ctx, o.office.Reader(), of)
	if err != nil {
		return nil, err
	}
	return o.countYear(ctx, y)
}

// countYear is count of a year whose standing is read.
func (o *Desk) countYear(ctx context.Context, y *year) (*counted, error) {
	if y.final != nil {
		return o.facts.of(factsKey{year: y.Year, announced: y.final.At.UnixMicro()}, func() (*counted, error) {
			return o.frozen(y, y.final, review.Final)
		})
	}
	v, err := o.viewOf(ctx, y)
	if err != nil {
		return nil, err
	}
	src, err := o.factsOf(ctx, o.office.Reader(), v, y)
	if err != nil {
		return nil, err
	}
	c, err := o.countOf(src)
	if err != nil {
		return nil, err
	}
	shown := *c
	shown.cover, err = o.coverage(ctx, o.office.Reader(), y)
	return &shown, err
}

// of returns figures that are kept, or makes them: who comes second waits for the first rather than counting too.
func (k *factsKept) of(key factsKey, make func() (*counted, error)) (*counted, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if c := k.kept[key]; c != nil {
		return c, nil
	}
	c, err := make()
	if err != nil {
		return nil, err
	}
	if len(k.kept) >= mostCounted || k.kept == nil {
		k.kept = map[factsKey]*counted{}
	}
	k.kept[key] = c
	return c, nil
}

// countOf is count over facts that are at hand.
func (o *Desk) countOf(src *factSource) (*counted, error) {
	key := factsKey{view: src.v, generation: src.v.Snap.Generation(), year: src.y.Year, decisions: o.reviews.Decided(),
		decided: src.y.decided()}
	return o.facts.of(key, func() (*counted, error) { return o.countAnew(src), nil })
}

// countAnew counts.
func (o *Desk) countAnew(src *factSource) *counted {
	on := src.y.On
	c := &counted{tables: tablesOf(src.v.Std), at: map[place.Code]int{}, year: src.y.Year, prior: src.y.prior, on: on,
		state: src.y.state}
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
		if u, ok := o.office.Reg().At(commune, on); ok {
			for _, up := range o.office.Reg().Ancestors(u, on) {
				p = append(p, number(up.Code))
			}
		}
		if !slices.Contains(p, number(o.office.ProvinceCode())) {
			p = append(p, number(o.office.ProvinceCode()))
		}
		above[commune] = p
		return p
	}
	for _, commune := range o.office.CommunesOf(o.office.ProvinceCode(), on) {
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
	return c
}

// recognisedCommunes are the communes named by the recognitions of the review before, recast.
func (o *Desk) recognisedCommunes(s *factSource) (out []place.Code) {
	if s.y.prior == 0 {
		return nil
	}
	of, release := s.paths()
	defer release()
	seen := map[place.Code]bool{}
	for _, path := range of {
		if _, _, r := path.Result(s.y.prior, 0); r != nil && !seen[r.Commune] {
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

// Whole is a year's result in the province as a whole, in households.
type Whole struct {
	Year            int
	On              date.Date
	All, Poor, Near int64
}

// Whole is the final result of a year – announced, or adopted – for a desk that asks for the province's own figures;
// who may see them that desk knows. What a review under way counts is nobody's result yet. Errors: errs.NotFound.
func (o *Desk) Whole(ctx context.Context, year int) (*Whole, error) {
	f, err := o.Final(ctx, year)
	if err != nil {
		return nil, err
	}
	of := func(measure string) int64 { return f.Value(o.office.ProvinceCode(), measure) }
	return &Whole{Year: year, On: f.On, All: of("all.h"), Poor: of("poor.h"), Near: of("near.h")}, nil
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
	State       review.State
	Coverage    review.Coverage // of the place; without communes where the year was not reviewed here
	On          date.Date
	Place       place.Unit
	Rows        []TableRow
	Groups      []HeadGroup
	Samples     []errs.Text
	Outlived    []errs.Text // of the standard's instruments, and of the review's own
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
	samples, outlived, err := o.lawOf(c.on)
	if err != nil {
		return nil, err
	}
	out := make([]TableShown, 0, len(c.tables.Specs))
	for _, spec := range c.tables.Specs {
		spec = c.shown(spec)
		t := TableShown{Spec: spec, Year: year, Prior: c.prior, State: c.state, On: c.on, Place: here,
			Samples: samples, Outlived: outlived,
			Coverage: o.coverageIn(c, here.Code)}
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

// shown is a table as it is shown: without the columns of those not yet reviewed where nobody is.
func (c *counted) shown(spec review.Spec) review.Spec {
	if c.state != review.Final {
		return spec
	}
	spec.Columns = slices.DeleteFunc(slices.Clone(spec.Columns), func(col review.Column) bool {
		return col.Waiting && !slices.ContainsFunc(c.tallies, func(t review.Tally) bool {
			return c.tables.Value(t, col.Measure) != 0 || c.tables.Value(t, col.Measure+".h") != 0
		})
	})
	return spec
}

// figureScope are the communes of a place, as they were on a review's day or are now, whose figures an actor may see:
// a commune that has ended since has its figures still.
func (o *Desk) figureScope(ctx context.Context, a *office.Ask, action access.Action, year int,
	unit place.Code) ([]place.Code, error) {
	if !o.office.May(a, action) {
		return nil, office.Forbidden()
	}
	y, err := o.yearOf(ctx, o.office.Reader(), year)
	if err != nil {
		return nil, err
	}
	communes, err := o.office.Scope(a, action, y.On)
	if err == nil && unit != "" {
		communes, err = o.office.Within(communes, unit, y.On)
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

// ethnicRows names the lines of table 9 and drops the groups of which nobody is poor or near-poor. The last line is
// the sum.
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

// lawOf is what figures of a day rest on that is no law of that day: a SAMPLE in its standard, and instruments of the
// standard and the review after their own period.
func (o *Desk) lawOf(on date.Date) (samples, outlived []errs.Text, err error) {
	p, err := o.reviews.Procedure()
	if err != nil {
		return nil, nil, err
	}
	std, err := o.book.StandardOn(on)
	if err != nil {
		return nil, nil, err
	}
	if std != nil {
		samples, outlived = std.Samples, slices.Clone(std.Outlived)
	}
	if mark := p.Mark(on); mark.EN != "" && !slices.Contains(outlived, mark) {
		outlived = append(outlived, mark)
	}
	return samples, outlived, nil
}

// Final is the final result of a year by place, as it was announced or adopted; where State says so one under way.
type Final struct {
	Year, Prior int // 0: none is known
	State       review.State
	On          date.Date
	Value       func(unit place.Code, measure string) int64
}

// Final is the final result of a year for a desk that publishes it; who may that desk knows. Errors: errs.NotFound.
func (o *Desk) Final(ctx context.Context, year int) (*Final, error) {
	f, err := o.Counted(ctx, year)
	if err == nil && f.State != review.Final {
		return nil, errs.New(errs.NotFound, "there is no result of the review of %d", year)
	}
	return f, err
}

// Counted is a year's review as it stands, final or not, for a desk that knows who may. Errors: errs.NotFound.
func (o *standings) Counted(ctx context.Context, year int) (*Final, error) {
	c, err := o.count(ctx, year)
	if err != nil {
		return nil, err
	}
	value := func(unit place.Code, measure string) int64 { return c.tables.Value(c.tally(unit), measure) }
	return &Final{year, c.prior, c.state, c.on, value}, nil
}
