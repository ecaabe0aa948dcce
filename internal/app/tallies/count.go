// Package tallies counts the measures of norms over the register of a day, by unit, with the households behind them.
package tallies

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"sync"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/library"
	"giamngheo/internal/norm"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	rows "giamngheo/internal/store/allocations"
	"giamngheo/internal/store/households"
	"giamngheo/internal/target"
)

// Desk counts the measures of norms over the register.
type Desk struct {
	office  *office.Office
	library *library.Library
	reviews *reviews.Desk
	memo    memo
}

// New makes the desk.
func New(o *office.Office, l *library.Library, r *reviews.Desk) *Desk {
	return &Desk{office: o, library: l, reviews: r}
}

// Begin has what was counted of the register forgotten when that changes.
func (d *Desk) Begin() {
	forget := func([]int64) { d.memo.forget() }
	for _, topic := range []office.Topic{office.TopicHousehold, office.TopicRecognition, office.TopicReview,
		office.TopicPlace} {
		d.office.On(topic, forget)
	}
}

// Counted is what the register has of a norm's measures on a day, by the communes of the day of the map.
type Counted struct {
	parts  map[string]int // the measure of a column
	tally  map[place.Code][]target.Tally
	behind map[place.Code][][]int64 // the households that are counted
}

// memo keeps what was counted last, until the register changes.
type memo struct {
	mu   sync.Mutex // held while it is counted: who asks for the same waits for it
	kept map[counting]*Counted
	mark sync.Mutex
	at   int // how often the register changed; under mark
	of   int // of which state is kept
}

// counting is what is counted: the measures of a norm, on a day, by the units of another.
type counting struct {
	hash    string
	day, on date.Date
}

// mostKept is how many countings are kept.
const mostKept = 4

func (m *memo) forget() {
	m.mark.Lock()
	defer m.mark.Unlock()
	m.at++
}

func (m *memo) state() int {
	m.mark.Lock()
	defer m.mark.Unlock()
	return m.at
}

// Count counts a norm's measures on a day, by the units of another, or finds what was counted. It reads the whole
// register
// of the day: a person has one such counting at a time. Errors: errs.Unavailable.
func (d *Desk) Count(ctx context.Context, a *office.Ask, s *norm.Set, day, on date.Date) (*Counted, error) {
	done, err := d.office.Alone(a)
	if err != nil {
		return nil, err
	}
	defer done()
	d.memo.mu.Lock()
	defer d.memo.mu.Unlock()
	state, key := d.memo.state(), counting{measures(s), day, on}
	if d.memo.of != state || len(d.memo.kept) >= mostKept || d.memo.kept == nil {
		if c := d.memo.kept[key]; c != nil && d.memo.of == state {
			return c, nil
		}
		d.memo.kept, d.memo.of = map[counting]*Counted{}, state
	}
	if c := d.memo.kept[key]; c != nil {
		return c, nil
	}
	c, err := d.counted(ctx, s, day, on)
	if err == nil {
		d.memo.kept[key] = c
	}
	return c, err
}

// measures tells apart what is counted: norms that count the same are counted once.
func measures(s *norm.Set) (out string) {
	plan, _ := measured(s)
	for i := range plan.Targets[0].Parts {
		p := &plan.Targets[0].Parts[i]
		out += fmt.Sprintf("%s %+v", p.Code, *p.Numerator)
		if p.Denominator != nil {
			out += fmt.Sprintf(" / %+v", *p.Denominator)
		}
		out += "\n"
	}
	return out
}

// measured are a norm's measures over the register as parts of a plan, and which column each is of.
func measured(s *norm.Set) (*target.Plan, map[string]int) {
	p, of := &target.Plan{Targets: []target.Target{{}}}, map[string]int{}
	add := func(code string, one, among *target.Measure) {
		for _, m := range []*target.Measure{one, among} {
			if m != nil && (m.Over != "household" && m.Over != "person" || m.Sum != "") {
				return
			}
		}
		if _, had := of[code]; had {
			return
		}
		of[code] = len(p.Targets[0].Parts)
		p.Targets[0].Parts = append(p.Targets[0].Parts, target.Part{Code: code, Numerator: one, Denominator: among})
	}
	for _, t := range s.Terms() {
		add(t.Code, &t.Measure, nil)
	}
	for i := range s.Criteria {
		switch m := s.Criteria[i].Measure; {
		case m == nil || m.Numerator == nil:
		case m.Denominator != nil:
			add(s.Criteria[i].Code, &m.Numerator.Measure, &m.Denominator.Measure)
		default:
			add(s.Criteria[i].Code, &m.Numerator.Measure, nil)
		}
	}
	for i := range s.Criteria { // what a merger weighs a share by
		if m := s.Criteria[i].Measure; m != nil && m.Denominator != nil && m.Denominator.Code != "" {
			add(m.Denominator.Code, &m.Denominator.Measure, nil)
		}
	}
	return p, of
}

// counted counts a norm's measures over the register of a day.
func (d *Desk) counted(ctx context.Context, s *norm.Set, day, on date.Date) (*Counted, error) {
	plan, of := measured(s)
	out := &Counted{parts: of, tally: map[place.Code][]target.Tally{}, behind: map[place.Code][][]int64{}}
	n := len(plan.Targets[0].Parts)
	if n == 0 {
		return out, nil
	}
	language, err := d.library.PlanLanguage(day)
	if err != nil {
		return nil, err
	}
	gauge, err := target.NewGauge(plan, language)
	if err != nil {
		return nil, err
	}
	one := make([]target.Tally, n)
	return out, d.each(ctx, day, func(v *households.Version) error {
		class, newly, _ := d.reviews.PathOf(v.ID).Status(day)
		is := programme.FactsOf(&v.Household, nil, day, class, newly, d.office.Coastal(v.Household.Commune, day))
		clear(one)
		if err := gauge.Register(&v.Household, is, 0, one); err != nil {
			return err
		}
		out.add(place.On(d.office.Reg(), v.Household.Commune, on), v.ID, one)
		return nil
	})
}

// each reads the register of a day in one goroutine and hands it out in another.
func (d *Desk) each(ctx context.Context, day date.Date, do func(*households.Version) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := make(chan []households.Version, 4)
	go func() {
		defer close(batches)
		defer office.Caught(cancel)
		var batch []households.Version
		err := households.Each(ctx, d.office.Reader(), string(d.office.ProvinceCode()), day,
			func(v *households.Version) error {
				batch = append(batch, *v)
				v.Household = household.Household{} // its members are the batch's now
				if len(batch) == book.LoadBatch {
					batches <- batch
					batch = make([]households.Version, 0, book.LoadBatch)
				}
				return ctx.Err()
			})
		batches <- batch
		if err != nil {
			cancel(err)
		}
	}()
	for batch := range batches {
		for i := range batch {
			if v := &batch[i]; v.State == households.Active && ctx.Err() == nil {
				if err := do(v); err != nil {
					cancel(err)
				}
			}
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

func (c *Counted) add(commune place.Code, id int64, one []target.Tally) {
	all, behind := c.tally[commune], c.behind[commune]
	if all == nil {
		all, behind = make([]target.Tally, len(one)), make([][]int64, len(one))
		c.tally[commune], c.behind[commune] = all, behind
	}
	for i := range one {
		all[i].Add(one[i])
		if one[i].Met > 0 {
			behind[i] = append(behind[i], id)
		}
	}
}

// tallyOf is what a unit has of a column; false where the register does not have it.
func (d *Desk) tallyOf(c *Counted, unit place.Code, column string, on date.Date) (t target.Tally, ok bool) {
	part, ok := c.parts[column]
	if _, there := d.office.Reg().At(unit, on); !ok || !there {
		return t, false
	}
	for _, commune := range d.office.CommunesOf(unit, on) {
		if all := c.tally[commune]; all != nil {
			t.Add(all[part])
		}
	}
	return t, true
}

// Behind are the households that are counted in a value of a unit, in the order of their numbers.
func (d *Desk) Behind(c *Counted, unit place.Code, column string, on date.Date) (out []int64) {
	for _, commune := range d.office.CommunesOf(unit, on) {
		if behind := c.behind[commune]; behind != nil {
			out = append(out, behind[c.parts[column]]...)
		}
	}
	slices.Sort(out)
	return out
}

// Known is what the register or a list has for a value of a unit.
func (d *Desk) Known(got *Counted, s *norm.Set, column *norm.Column, unit place.Code, c *rows.Content) rows.Cell {
	if t, ok := d.tallyOf(got, unit, column.Code, c.Map); ok {
		return cellOf(s, column, t)
	}
	return d.listed(s, column.Code, unit, c.Day)
}

// cellOf is a value of a tally. Where households are not sure it is known all the same if every way it may be gives the
// same band.
func cellOf(s *norm.Set, column *norm.Column, t target.Tally) rows.Cell {
	cell := rows.Cell{By: rows.ByRegister, Met: t.Met, Unknown: t.Unknown}
	low, high := new(big.Rat).SetInt64(t.Met), new(big.Rat).SetInt64(t.Met+t.Unknown)
	if column.Kind == norm.Share {
		cell.Of = t.Met + t.NotMet + t.Unknown
		if cell.Of == 0 {
			cell.Value, cell.Reason = "0", "0/0"
			return cell
		}
		of := new(big.Rat).SetInt64(cell.Of)
		low, high = low.Quo(low, of), high.Quo(high, of)
	}
	if t.Unknown > 0 {
		k := s.Criterion(column.Code)
		if k == nil || len(k.Bands) == 0 {
			return cell
		}
		one, _ := k.Band(low)
		if other, _ := k.Band(high); one != other {
			return cell
		}
	}
	cell.Value = low.RatString()
	return cell
}

// listed is whether a place is on a list, where that is known.
func (d *Desk) listed(s *norm.Set, column string, unit place.Code, on date.Date) rows.Cell {
	k := s.Criterion(column)
	if k == nil || k.List != coastalList {
		return rows.Cell{}
	}
	switch is, cite := d.office.Reg().CoastalDifficult(unit, on); is {
	case place.CoastalYes:
		return rows.Cell{By: rows.ByList, Value: "1", Reason: cite}
	case place.CoastalNo:
		return rows.Cell{By: rows.ByList, Value: "0", Reason: cite}
	}
	return rows.Cell{}
}

// coastalList is the list of especially difficult coastal communes, of which the certain entries are known.
const coastalList = "coastal_difficult"
