// Package comparisons holds an allocation against other ways of sharing out, and says what mergers of units do to
// it. It
// stores nothing.
package comparisons

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/allocation"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/norms"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
	"giamngheo/internal/normbook"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
)

// Desk compares allocations.
type Desk struct {
	office      *office.Office
	norms       *norms.Desk
	allocations *allocations.Desk
}

// New makes the desk.
func New(o *office.Office, n *norms.Desk, a *allocations.Desk) *Desk { return &Desk{o, n, a} }

// Against says with what an allocation is compared: another norm over the same data, the data of another day, or
// another
// allocation. The first that is given holds.
type Against struct {
	Norm        string
	NormVersion int64
	Day         date.Date
	With        int64
}

// Compared is an allocation beside another way of sharing out. It stores nothing.
type Compared struct {
	*allocations.Shown
	*allocation.Comparison

	Other   errs.Text // what it is held against
	Set     *norm.Set // the other's norm
	Without []normbook.Left
	Refused error // why there is nothing to be compared
}

// Compare holds an allocation against another way of sharing out. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Compare(ctx context.Context, a *office.Ask, id int64, by Against) (*Compared, error) {
	s, err := d.allocations.Allocation(ctx, a, id)
	if err != nil {
		return nil, err
	}
	c := &Compared{Shown: s}
	if s.Got == nil {
		c.Refused = s.Refused
		return c, nil
	}
	other := s.Content
	other.Result = nil
	switch {
	case by.Norm != "":
		err = d.otherNorm(ctx, a, c, &other, by)
	case !by.Day.IsZero():
		err = d.otherDay(ctx, a, c, &other, by.Day)
	case by.With != 0:
		var with *allocations.Shown
		if with, err = d.allocations.Allocation(ctx, a, by.With); err == nil {
			c.Other, other = errs.T("allocation no. %d: %s", with.ID, with.Title), with.Content
		}
	default:
		return c, nil
	}
	if err != nil || c.Refused != nil {
		return c, err
	}
	in, set, err := allocations.InputOf(&other)
	if err != nil {
		return nil, err
	}
	c.Set = set
	got, err := allocation.Allocate(in)
	if unknown := allocations.Undetermined(err); unknown != nil {
		if c.Without = normbook.Without(in, unknown.Gaps); len(in.Units) > 0 {
			got, err = allocation.Allocate(in)
		}
	}
	if err != nil {
		if errs.KindOf(err) == errs.Invalid {
			c.Refused = err
			return c, nil
		}
		return nil, err
	}
	c.Comparison = allocation.Compare(s.Got, got, "poor")
	return c, nil
}

// otherNorm shares the same money out by another norm; columns that only that one has are counted.
func (d *Desk) otherNorm(ctx context.Context, a *office.Ask, c *Compared, other *rows.Content, by Against) error {
	n, err := d.norms.Find(ctx, by.Norm, by.NormVersion)
	if err != nil {
		return err
	}
	c.Other = errs.T("the norm “%s”, version %d", n.Ref.Code, n.Ref.Version)
	if n.Recipients != c.Shown.Set.Recipients {
		c.Refused = errs.New(errs.Invalid,
			"the other norm shares out to other recipients: there is nothing to be compared")
		return nil
	}
	was := c.Shown.Set.Columns()
	other.Norm, other.Off = n.Ref, nil
	other.Units = slices.Clone(other.Units)
	missing := false
	for _, column := range n.Columns() {
		missing = missing || !slices.ContainsFunc(was, func(had norm.Column) bool {
			return had.Code == column.Code && had.Kind == column.Kind
		})
	}
	for i := range other.Units {
		u := &other.Units[i]
		cells := map[string]rows.Cell{}
		for code, cell := range u.Cells {
			cells[code] = cell
		}
		u.Cells, u.Hand = cells, nil
	}
	if !missing {
		return nil
	}
	had := make([]map[string]rows.Cell, len(other.Units))
	for i := range other.Units {
		had[i] = other.Units[i].Cells
		other.Units[i].Cells = map[string]rows.Cell{}
	}
	if err := d.allocations.Fill(ctx, a, other, n.Set); err != nil {
		return err
	}
	for i := range other.Units {
		for code, cell := range had[i] {
			other.Units[i].Cells[code] = cell
		}
	}
	return nil
}

// otherDay shares out by what the register had on another day; what was set by hand stays.
func (d *Desk) otherDay(ctx context.Context, a *office.Ask, c *Compared, other *rows.Content, day date.Date) error {
	if day > d.office.Day() {
		return errs.New(errs.Invalid, "the day of the data lies after today: nobody knows yet what will be")
	}
	c.Other = errs.T("the data of %s", day)
	other.Day, other.Units = day, slices.Clone(other.Units)
	for i := range other.Units {
		cells := map[string]rows.Cell{}
		for code, cell := range other.Units[i].Cells {
			if cell.By == rows.ByHand || cell.By == rows.ByFile {
				cells[code] = cell
			}
		}
		other.Units[i].Cells = cells
	}
	return d.allocations.Fill(ctx, a, other, c.Shown.Set)
}

// Merged is what mergers of units do to an allocation.
type Merged struct {
	*allocations.Shown
	*allocation.Merger

	On      date.Date
	Merges  int                    // units that became others
	Open    []allocation.Gap       // of new units, what their parts do not tell
	Columns map[string]norm.Column // of those
	Given   map[string]map[string]string
	Refused error
	Why     []string // units of which it is not known what they became
}

// Merger says what the mergers until a day (zero: 1 July 2025, when communes were made anew) do to an allocation:
// what new units have
// as heirs, and what they would have if it were shared out anew. given are values of new units, by code and column.
// Errors: errs.NotFound, errs.Forbidden, errs.Invalid.
func (d *Desk) Merger(ctx context.Context, a *office.Ask, id int64, on date.Date,
	given map[string]map[string]string) (*Merged, error) {
	s, err := d.allocations.Allocation(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if on.IsZero() {
		on = max(date.Must(2025, 7, 1), d.office.Day())
	}
	m := &Merged{Shown: s, On: on, Given: given, Columns: map[string]norm.Column{}}
	for _, c := range s.Set.Columns() {
		m.Columns[c.Code] = c
	}
	if s.Got == nil || len(s.Left) > 0 {
		if m.Refused = s.Refused; len(s.Left) > 0 {
			m.Refused = &allocation.Undetermined{Gaps: s.Gaps}
		}
		return m, nil
	}
	merges := d.merges(m)
	if len(merges) == 0 {
		return m, nil
	}
	in, _, err := allocations.InputOf(&s.Content)
	if err != nil {
		return nil, err
	}
	anew, err := d.anew(m, merges)
	if err != nil {
		return nil, err
	}
	m.Merger, err = allocation.MergeAll(in, merges, anew...)
	if unknown := allocations.Undetermined(err); unknown != nil && unknown.After {
		m.Open = unknown.Gaps
		return m, nil
	}
	if errs.KindOf(err) == errs.Invalid && err != nil {
		m.Refused = err
		return m, nil
	}
	return m, err
}

// merges are what the units of the map have become by the day.
func (d *Desk) merges(m *Merged) (out []allocation.Merge) {
	into := map[place.Code]int{}
	to := map[string]place.Code{}
	for i := range m.Units {
		code := place.Code(m.Units[i].Code)
		now, why := d.office.Reg().Target(code, m.Map, m.On)
		if why.VI != "" || now == "" {
			m.Why = append(m.Why, m.Units[i].Name)
			continue
		}
		to[m.Units[i].Code] = now
		into[now]++
	}
	for i := range m.Units {
		code := m.Units[i].Code
		if now := to[code]; now != "" && (into[now] > 1 || string(now) != code) {
			out = append(out, allocation.Merge{Old: code, New: string(now)})
		}
	}
	m.Merges = len(out)
	return out
}

// anew are the new units with their names and what is given of them.
func (d *Desk) anew(m *Merged, merges []allocation.Merge) (out []allocation.Unit, err error) {
	seen := map[string]bool{}
	for _, one := range merges {
		if seen[one.New] {
			continue
		}
		seen[one.New] = true
		u := allocation.Unit{Code: one.New, Name: d.office.UnitOn(place.Code(one.New), m.On).FullName,
			Values: map[string]*big.Rat{}}
		for column, text := range m.Given[one.New] {
			c, ok := m.Columns[column]
			if !ok || strings.TrimSpace(text) == "" {
				continue
			}
			v, bad := normbook.Value(&c, strings.TrimSpace(text), d.office.Codes())
			if bad != nil {
				return nil, errs.Of(errs.Invalid, *bad)
			}
			u.Values[column] = v
		}
		out = append(out, u)
	}
	return out, nil
}
