package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
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
	view       *view
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

// reviewOf returns a yearly review's row and the year of the one before it (0 where none is known). Errors: errs.NotFound.
func (o *Office) reviewOf(ctx context.Context, year int) (*store.Review, int, error) {
	all, err := o.store.Reviews(ctx, string(o.cfg.Province))
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
	return nil, 0, errs.New(errs.NotFound, fmt.Sprintf("chưa có kết quả rà soát năm %d", year), fmt.Sprintf("there is no result of the review of %d", year))
}

// Reviews lists the yearly reviews whose results the office holds, the newest first.
func (o *Office) Reviews(ctx context.Context, a *Actor) ([]store.Review, error) {
	if !o.May(a, access.ViewReviews) {
		return nil, forbidden()
	}
	return o.store.Reviews(ctx, string(o.cfg.Province))
}

// factSource makes the facts of a review: the register of its day with what decisions recognised over it.
type factSource struct {
	o           *Office
	v           *view
	year, prior int
	recast      map[place.Code]place.Code // communes of the review before, on the units of this one
}

func (o *Office) factSource(ctx context.Context, year int) (*factSource, *store.Review, error) {
	r, prior, err := o.reviewOf(ctx, year)
	if err != nil {
		return nil, nil, err
	}
	v, err := o.viewOn(ctx, r.On)
	if err != nil {
		return nil, nil, err
	}
	return &factSource{o: o, v: v, year: year, prior: prior, recast: map[place.Code]place.Code{}}, r, nil
}

// each hands every household of communes (all where none) to a function, with its class as recognised.
func (s *factSource) each(communes []place.Code, do func(*review.Fact)) {
	s.o.paths.mu.RLock()
	defer s.o.paths.mu.RUnlock()
	s.v.snap.Facts(communes, func(f *review.Fact) {
		path := s.o.paths.of[f.Household]
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
	if _, ok := s.o.reg().At(c, s.v.on); !ok {
		if t, why := s.o.reg().Target(c, s.v.on.AddDays(-366), s.v.on); why.VI == "" && t != "" {
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
func (o *Office) count(ctx context.Context, year int) (*counted, error) {
	src, r, err := o.factSource(ctx, year)
	if err != nil {
		return nil, err
	}
	key := factsKey{src.v, src.v.snap.Generation(), year}
	k := &o.facts
	k.mu.Lock()
	defer k.mu.Unlock() // who comes second waits for the first rather than counting too
	if c := k.kept[key]; c != nil {
		return c, nil
	}
	c := &counted{tables: tablesOf(src.v.std), at: map[place.Code]int{}, year: year, prior: src.prior, on: r.On, state: r.State}
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
		if u, ok := o.reg().At(commune, r.On); ok {
			for _, up := range o.reg().Ancestors(u, r.On) {
				p = append(p, number(up.Code))
			}
		}
		if !slices.Contains(p, number(o.cfg.Province)) {
			p = append(p, number(o.cfg.Province))
		}
		above[commune] = p
		return p
	}
	for _, commune := range o.communesOf(o.cfg.Province, r.On) {
		places(commune)
	}
	for _, commune := range src.v.snap.Communes() {
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
	return c, nil
}

// recognisedCommunes are the communes named by the recognitions of the review before, recast.
func (o *Office) recognisedCommunes(s *factSource) (out []place.Code) {
	if s.prior == 0 {
		return nil
	}
	o.paths.mu.RLock()
	defer o.paths.mu.RUnlock()
	seen := map[place.Code]bool{}
	for _, path := range o.paths.of {
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
func (o *Office) ReviewTable(ctx context.Context, a *Actor, year, no int, unit place.Code) (*TableShown, error) {
	all, err := o.ReviewTables(ctx, a, year, unit)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].No == no {
			return &all[i], nil
		}
	}
	return nil, errs.New(errs.NotFound, "không có biểu số "+strconv.Itoa(no), "there is no table "+strconv.Itoa(no))
}

// ReviewTables shows the tables 1 to 13 of a review in a place: a row for each unit right below it, and the sum.
func (o *Office) ReviewTables(ctx context.Context, a *Actor, year int, unit place.Code) ([]TableShown, error) {
	communes, err := o.figureScope(ctx, a, access.ViewReviews, year, unit)
	if err != nil {
		return nil, err
	}
	if unit == "" {
		unit = o.Home(a).Code
	}
	c, err := o.count(ctx, year)
	if err != nil {
		return nil, err
	}
	if !o.wholly(communes, unit, c.on) {
		return nil, notYours()
	}
	here, ok := o.reg().At(unit, c.on)
	if !ok {
		here = o.unit(unit)
	}
	var below []place.Unit
	if here.Level != place.Commune {
		below = o.reg().Children(unit, c.on)
	}
	out := make([]TableShown, 0, len(c.tables.Specs))
	for _, spec := range c.tables.Specs {
		t := TableShown{Spec: spec, Year: year, Prior: c.prior, State: c.state, On: c.on, Place: here, Samples: o.Standard().Samples}
		for _, u := range below {
			if spec.No != 9 { // ethnic groups are the rows: of the place as a whole
				t.Rows = append(t.Rows, c.rows(&spec, u, false)...)
			}
		}
		t.Rows = append(t.Rows, c.rows(&spec, here, true)...)
		if spec.No == 9 {
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
func (o *Office) figureScope(ctx context.Context, a *Actor, action access.Action, year int, unit place.Code) ([]place.Code, error) {
	if !o.May(a, action) {
		return nil, forbidden()
	}
	r, _, err := o.reviewOf(ctx, year)
	if err != nil {
		return nil, err
	}
	communes, err := o.scope(a, action, r.On)
	if err == nil && unit != "" {
		communes, err = o.within(communes, unit, r.On)
	}
	return communes, err
}

// wholly reports whether communes hold all of a unit's on a day: a figure of a place is shown to who may see all of it.
func (o *Office) wholly(communes []place.Code, unit place.Code, on date.Date) bool {
	in := asSet(communes)
	inside := o.communesOf(unit, on)
	if len(inside) == 0 {
		inside = o.communesOf(unit, o.Day())
	}
	for _, c := range inside {
		if in[c] {
			continue
		}
		if to, why := o.reg().Target(c, on, o.Day()); why.VI != "" || !in[to] {
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
			cell.Disabled = c.prior == 0 && (s.No == 2 || s.No == 3) && col.Formula != "9=1-2-3-4+5+6+7+8"
			row.Cells = append(row.Cells, cell)
		}
		out = append(out, row)
	}
	return out
}

// ethnicRows names the lines of table 9 and drops the groups of which nobody is poor or near-poor. The last line is the sum.
func (o *Office) ethnicRows(rows []TableRow) (out []TableRow) {
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
		r.Line = errs.Text{VI: "Chưa rõ", EN: "Not known"}
		for _, g := range o.codes.Groups {
			if g.Code == household.Ethnicity(i) {
				r.Line = errs.Text{VI: g.Name, EN: g.Name}
			}
		}
		out = append(out, r)
	}
	return out
}

// CellInput names a figure of a review: a measure in a place.
type CellInput struct {
	Year          int
	Place         place.Code
	Code          string
	Offset, Limit int
}

// CellShown are the households behind a figure: what each adds to it.
type CellShown struct {
	Input CellInput
	Place place.Unit
	Total int64 // of the figure
	Items []CellItem
	Count int // of households
	Units map[place.Code]string
}

// CellItem is one household behind a figure.
type CellItem struct {
	snapshot.Item
	Adds        int64
	Now, Before poverty.Class // as recognised
}

// ReviewCell lists the households behind a figure: those for which its measure is not zero. Errors: errs.NotFound.
func (o *Office) ReviewCell(ctx context.Context, a *Actor, in CellInput) (*CellShown, error) {
	communes, err := o.figureScope(ctx, a, access.ViewHouseholds, in.Year, in.Place)
	if err != nil {
		return nil, err
	}
	if in.Place == "" {
		in.Place = o.Home(a).Code
	}
	src, r, err := o.factSource(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	if !o.wholly(communes, in.Place, r.On) {
		return nil, notYours()
	}
	tables := tablesOf(src.v.std)
	i := tables.Index(in.Code)
	if i < 0 {
		return nil, errs.New(errs.NotFound, "không có số liệu này", "there is no such figure")
	}
	m := tables.Measures[i]
	inside := asSet(o.communesOf(in.Place, r.On))
	out := &CellShown{Input: in, Place: o.unit(in.Place), Units: map[place.Code]string{}}
	type hit struct {
		id          int64
		adds        int64
		now, before poverty.Class
	}
	var hits []hit
	src.each(nil, func(f *review.Fact) {
		here, there := inside[f.Commune], inside[f.PriorCommune]
		if !here && !there || !m.All && !f.Low() {
			return
		}
		if v := m.Value(f, here, there); v != 0 {
			hits = append(hits, hit{f.Household, v, f.Class, f.Prior})
			out.Total += v
		}
	})
	sort.Slice(hits, func(x, y int) bool { return hits[x].id < hits[y].id })
	out.Count = len(hits)
	from := min(max(in.Offset, 0), len(hits))
	to := min(from+min(max(in.Limit, 1), mostListed), len(hits))
	for _, h := range hits[from:to] {
		item, _ := src.v.snap.Item(h.id)
		out.Items = append(out.Items, CellItem{item, h.adds, h.now, h.before})
		if out.Units[item.Commune] == "" {
			out.Units[item.Commune] = o.unit(item.Commune).FullName
		}
	}
	o.reads.add(o.entry(a, "review.cell", "place", string(in.Place), in.Place))
	return out, nil
}

// ListedHousehold is a household of the detailed lists 14 and 15.
type ListedHousehold struct {
	No        int
	Household *household.Household
	Movement  string // new, again, before
	Minority  bool
	Merit     bool
	NoLabour  bool
	Deprived  uint16
}

// DetailedList hands every poor (list 15) or near-poor household (list 14) of a place to a function, commune by commune: as
// the register had them on the review's day. The actor must be allowed to export.
func (o *Office) DetailedList(ctx context.Context, a *Actor, year int, unit place.Code, class poverty.Class, each func(*ListedHousehold) error) error {
	communes, err := o.reviewScope(a, access.ExportHouseholds, unit)
	if err != nil {
		return err
	}
	src, r, err := o.factSource(ctx, year)
	if err != nil {
		return err
	}
	var wanted []review.Fact
	src.each(communes, func(f *review.Fact) {
		if !f.Gone && f.Class == class {
			wanted = append(wanted, *f)
		}
	})
	slices.SortFunc(wanted, func(x, y review.Fact) int {
		if x.Commune != y.Commune {
			return compareText(string(x.Commune), string(y.Commune))
		}
		if x.Hamlet != y.Hamlet {
			return compareText(x.Hamlet, y.Hamlet)
		}
		return int(x.Household - y.Household)
	})
	no := 0
	return o.ordered(ctx, wanted, r.On, func(f *review.Fact, h *household.Household) error {
		no++
		l := &ListedHousehold{No: no, Household: h, Minority: f.Minority, Merit: f.Merit, NoLabour: f.NoLabour, Deprived: f.Deprived, Movement: "before"}
		if f.Prior != class {
			l.Movement = "new"
			if class == poverty.Poor && f.EverPoor || class == poverty.NearPoor && f.EverNear {
				l.Movement = "again"
			}
		}
		return each(l)
	})
}

func compareText(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// ordered reads the records of households as they were on a day, several at once, and hands them on in their order.
func (o *Office) ordered(ctx context.Context, wanted []review.Fact, on date.Date, do func(*review.Fact, *household.Household) error) error {
	return readAhead(ctx, len(wanted), recordsAhead, func(ctx context.Context, i int) (*household.Household, error) {
		return o.recordOn(ctx, wanted[i].Household, on)
	},
		func(i int, h *household.Household) error { return do(&wanted[i], h) })
}

// recordsAhead is how many records are read and not yet handed on at most: bounded memory.
const recordsAhead = 512

// readAhead reads n things, several at once and so many ahead at most, and hands them on one by one in their order.
func readAhead[T any](ctx context.Context, n, most int, read func(context.Context, int) (T, error), do func(int, T) error) error {
	type result struct {
		value T
		err   error
	}
	const workers = 4
	ctx, cancel := context.WithCancel(ctx)
	slots := make([]chan result, n)
	for i := range slots {
		slots[i] = make(chan result, 1)
	}
	ahead := make(chan struct{}, most)
	var next atomic.Int64
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range workers {
		wg.Go(func() {
			for {
				// The place comes before the number: the first thing that is waited for always has one, and whoever is fast cannot
				// take all places for later things.
				select {
				case ahead <- struct{}{}:
				case <-ctx.Done():
					return
				}
				i := int(next.Add(1)) - 1
				if i >= n {
					<-ahead
					return
				}
				v, err := read(ctx, i)
				slots[i] <- result{v, err}
			}
		})
	}
	for i := range n {
		var got result
		select {
		case got = <-slots[i]:
		case <-ctx.Done():
			return ctx.Err()
		}
		<-ahead
		if got.err != nil {
			return got.err
		}
		if err := do(i, got.value); err != nil {
			return err
		}
	}
	return nil
}

// recordOn is a household's record as it was on a day.
func (o *Office) recordOn(ctx context.Context, id int64, on date.Date) (*household.Household, error) {
	v, err := o.store.Household(ctx, string(o.cfg.Province), id)
	if err != nil {
		return nil, err
	}
	if v.ValidFrom > on {
		if v, err = o.versionOn(ctx, v, on); err != nil {
			return nil, err
		}
	}
	return &v.Household, nil
}

// Announced are figures of a review as they were announced.
type Announced struct {
	store.ReviewResult
	By    string
	Poor  int64
	Near  int64
	All   int64
	Units map[place.Code]map[string]int64
}

// Announce keeps the figures of a review as they stand: preliminary or final. Neither overwrites one announced before. A
// final one closes its campaign. Errors: errs.Forbidden, errs.Conflict.
func (o *Office) Announce(ctx context.Context, a *Actor, year int, stage string) error {
	if communes, err := o.scope(a, access.AnnounceReviews, 0); err != nil || len(communes) < len(o.communesOf(o.cfg.Province, o.Day())) {
		return forbidden()
	}
	if stage != "preliminary" && stage != "final" {
		return errs.New(errs.Invalid, "chọn sơ bộ hoặc chính thức", "choose preliminary or final")
	}
	campaigns, err := o.store.Campaigns(ctx, string(o.cfg.Province))
	if err != nil {
		return err
	}
	campaign := int64(0)
	if i := slices.IndexFunc(campaigns, func(c store.Campaign) bool { return c.Kind == review.Annual && c.Year == year }); i >= 0 {
		campaign = campaigns[i].ID
		if err := o.beginResult(ctx, &campaigns[i], stage); err != nil {
			return err
		}
	}
	return o.announce(ctx, a, year, stage, campaign)
}

// announce counts a review and keeps its figures; a final one closes its campaign (0: there is none).
func (o *Office) announce(ctx context.Context, a *Actor, year int, stage string, campaign int64) error {
	o.facts.forget()
	c, err := o.count(ctx, year)
	if err != nil {
		return err
	}
	figures := map[place.Code]map[string]int64{}
	for code, at := range c.at {
		one := map[string]int64{}
		for j, v := range c.tallies[at] {
			if v != 0 {
				one[c.tables.Measures[j].Code] = v
			}
		}
		figures[code] = one
	}
	text, err := json.Marshal(figures)
	if err != nil {
		return err
	}
	return o.store.Write(ctx, func(tx *store.Tx) error {
		r := &store.ReviewResult{Year: year, Stage: stage, At: o.now(), Account: a.Account, Figures: string(text)}
		if err := tx.AddReviewResult(ctx, string(o.cfg.Province), r); err != nil {
			return err
		}
		if campaign != 0 && stage == "final" {
			if err := tx.SetCampaignState(ctx, string(o.cfg.Province), campaign, "closed"); err != nil {
				return err
			}
		}
		e := o.entry(a, "review.announce", "review", strconv.Itoa(year), o.cfg.Province)
		e.Detail.Note = map[string]string{"stage": stage, "poor": strconv.FormatInt(figures[o.cfg.Province]["poor.h"], 10), "near_poor": strconv.FormatInt(figures[o.cfg.Province]["near.h"], 10)}
		return tx.Audit(ctx, e)
	})
}

// beginResult makes a campaign's result the register's newest review. A final one needs every list decided.
func (o *Office) beginResult(ctx context.Context, c *store.Campaign, stage string) error {
	lists, err := o.store.ReviewLists(ctx, c.Province, c.ID)
	if err != nil {
		return err
	}
	open := 0
	for _, l := range lists {
		if l.Stage < review.Certifying {
			open++
		}
	}
	taking, err := o.store.CampaignCommunes(ctx, c.Province, c.ID)
	if err != nil {
		return err
	}
	begun, missing := asSet(taking), 0
	for _, commune := range o.communesOf(o.cfg.Province, o.Day()) {
		if !begun[commune] {
			missing++
		}
	}
	if stage == "final" && missing > 0 {
		return errs.New(errs.Conflict, fmt.Sprintf("còn %d xã chưa mở đợt rà soát: chỉ công bố sơ bộ được", missing), fmt.Sprintf("%d communes have not begun: announce a preliminary result", missing))
	}
	if stage == "final" && open > 0 {
		return errs.New(errs.Conflict, fmt.Sprintf("còn %d danh sách chưa có quyết định: chỉ công bố sơ bộ được", open), fmt.Sprintf("%d lists are not decided: announce a preliminary result", open))
	}
	if len(lists) == open && open > 0 {
		return errs.New(errs.Conflict, "chưa danh sách nào có quyết định", "no list is decided yet")
	}
	on := min(c.Closes, o.Day())
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		return tx.SetReview(ctx, store.Review{Province: c.Province, Year: c.Year, On: on, Standard: c.Standard, State: stage})
	})
	if err != nil {
		return err
	}
	return o.Reload(ctx) // the classes shown are those of the newest review's day
}

// Results lists the announced figures of a year.
func (o *Office) Results(ctx context.Context, a *Actor, year int) (out []Announced, err error) {
	if !o.May(a, access.ViewReviews) {
		return nil, forbidden()
	}
	all, err := o.store.ReviewResults(ctx, string(o.cfg.Province), year)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		one := Announced{ReviewResult: r, By: o.nameOf(ctx, r.Account)}
		if err := json.Unmarshal([]byte(r.Figures), &one.Units); err != nil {
			return nil, err
		}
		whole := one.Units[o.cfg.Province]
		one.Poor, one.Near, one.All = whole["poor.h"], whole["near.h"], whole["all.h"]
		out = append(out, one)
	}
	return out, nil
}

// AdoptReview takes over the result of a review that was decided before this office began: the register's classes of its day
// become recognitions, under the decision that is named. Errors: errs.Conflict where the year has recognitions.
func (o *Office) AdoptReview(ctx context.Context, a *Actor, year int, on date.Date, basis string) (n int, err error) {
	if communes, err := o.scope(a, access.AnnounceReviews, 0); err != nil || len(communes) < len(o.communesOf(o.cfg.Province, o.Day())) {
		return 0, forbidden()
	}
	if err := needReason(basis); err != nil {
		return 0, err
	}
	if on > o.Day() || on.Year() != year {
		return 0, errs.New(errs.Invalid, "ngày kết quả phải trong năm rà soát và không sau hôm nay", "the day of the result lies in the review's year and not after today")
	}
	campaigns, err := o.store.Campaigns(ctx, string(o.cfg.Province))
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(campaigns, func(c store.Campaign) bool { return c.Kind == review.Annual && c.Year == year }) {
		return 0, errs.New(errs.Conflict, fmt.Sprintf("năm %d đang rà soát trong phần mềm này: kết quả lấy từ đợt đó", year), fmt.Sprintf("%d is reviewed in this office: its result comes from that", year))
	}
	o.paths.mu.RLock()
	for _, p := range o.paths.of {
		if p.Of(year) != nil {
			o.paths.mu.RUnlock()
			return 0, errs.New(errs.Conflict, fmt.Sprintf("năm %d đã có kết quả công nhận", year), fmt.Sprintf("%d has recognitions already", year))
		}
	}
	o.paths.mu.RUnlock()
	v, err := o.viewOn(ctx, on)
	if err != nil {
		return 0, err
	}
	p, err := o.procedure()
	if err != nil {
		return 0, err
	}
	var facts []review.Fact
	v.snap.Facts(nil, func(f *review.Fact) {
		if !f.Gone {
			facts = append(facts, *f)
		}
	})
	ad := &adoption{o: o, p: p, year: year, on: on, basis: basis, by: a.Account}
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		tx.Long()
		if n, err = ad.write(ctx, tx, facts, func(id int64) review.Path { return o.paths.get(id) }); err != nil {
			return err
		}
		if err := tx.SetReview(ctx, store.Review{Province: string(o.cfg.Province), Year: year, On: on, Standard: v.std.Code, State: "final", Note: basis}); err != nil {
			return err
		}
		e := o.entry(a, "review.adopt", "review", strconv.Itoa(year), o.cfg.Province)
		e.Detail.Reason, e.Detail.Note = basis, map[string]string{"households": strconv.Itoa(n), "on": on.String()}
		tx.After(func() {
			o.paths.put(ad.made...)
			o.facts.forget()
		})
		return tx.Audit(ctx, e)
	})
	return n, err
}

// adoption turns the classes of a register into recognitions.
type adoption struct {
	o     *Office
	p     *review.Procedure
	year  int
	on    date.Date
	basis string
	by    int64
	made  []review.Recognition
}

// write recognises who is poor or near-poor, and who was and is not any more; one decision a commune.
func (ad *adoption) write(ctx context.Context, tx *store.Tx, facts []review.Fact, path func(int64) review.Path) (int, error) {
	newly, err := ad.p.EscapedUntil(ad.on)
	if err != nil {
		return 0, err
	}
	province := string(ad.o.cfg.Province)
	decisions := map[place.Code]int64{}
	for i := range facts {
		f := &facts[i]
		r := review.Recognition{Household: f.Household, Year: ad.year, Commune: f.Commune, Class: f.Class, Was: poverty.None, People: int(f.People), From: ad.on}
		if was := path(f.Household).On(ad.on.AddDays(-1)); was != nil {
			r.Was = was.Class
		}
		low := r.Class == poverty.Poor || r.Class == poverty.NearPoor
		if !low {
			r.Class = poverty.None
		}
		if !low && r.Was == poverty.None {
			continue
		}
		if r.Was == poverty.Poor && r.Class != poverty.Poor {
			r.Newly = newly
		}
		if decisions[f.Commune] == 0 {
			d := &store.Decision{Province: province, Commune: f.Commune, Year: ad.year, Day: ad.on, Note: ad.basis, RecordedBy: ad.by, Recorded: ad.o.now()}
			if err := tx.AddDecision(ctx, d); err != nil {
				return 0, err
			}
			decisions[f.Commune] = d.ID
		}
		r.Decision = decisions[f.Commune]
		ad.made = append(ad.made, r)
	}
	first, err := tx.ReserveRecognitions(ctx, province, int64(len(ad.made)))
	if err != nil {
		return 0, err
	}
	for i := range ad.made {
		ad.made[i].ID = first + int64(i)
		if err := tx.AddRecognition(ctx, province, &ad.made[i]); err != nil {
			return 0, err
		}
	}
	return len(ad.made), nil
}
