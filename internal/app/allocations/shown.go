package allocations

import (
	"context"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/allocation"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
	"giamngheo/internal/normbook"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
	"giamngheo/internal/store/documents"
)

// Shown is an allocation with what comes of it.
type Shown struct {
	rows.Allocation
	rows.Content

	Line     *funds.Pool
	Set      *norm.Set
	Got      *allocation.Allocation // nil where nothing can be shared out
	Refused  error                  // why not
	Gaps     []allocation.Gap       // values that are not known
	Left     []normbook.Left        // units left out of a sample for them
	Rows     []Row
	Sums     []Sum // by district, where the map has districts
	Same     bool  // what is reckoned again is what was proposed
	Document *documents.Document
	Old      *rows.Allocation // in whose place it comes
	History  []Change

	MayEdit, MayDecide, MayReturn bool
}

// Row is a unit with what it gets. Result is what was proposed, or would be by now.
type Row struct {
	*rows.Unit
	Part   *allocation.Row // nil of one that is left out
	Result int64
	Known  bool
}

// Sum is what a district's communes get together.
type Sum struct {
	Unit   place.Unit
	Units  int
	Result int64
}

// Change is a change of an allocation, as its history shows it.
type Change struct {
	Version int64
	Title   errs.Text
	Who     string
	At      time.Time
	Reason  string
}

// Sample reports whether it is a sample: by its norm, or since units are left out.
func (s *Shown) Sample() bool { return s.Set.Sample || len(s.Left) > 0 }

// Paper is the allocation as a paper.
func (s *Shown) Paper() *normbook.Paper {
	p := &normbook.Paper{Allocation: s.Got, Without: s.Left, Unit: s.Line.Unit.FullName, Place: s.Line.Unit.Name}
	if s.State == rows.Decided {
		p.On = s.Decided
	}
	return p
}

// Allocation shows an allocation. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Allocation(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	v, l, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	p, err := d.funds.Pool(ctx, l.ID)
	if err != nil {
		return nil, err
	}
	now, err := rows.FindVersion(ctx, d.office.Reader(), v.Province, id, v.Version)
	if err != nil {
		return nil, err
	}
	s := &Shown{Allocation: *v, Content: now.Content, Line: p}
	if err := s.reckon(); err != nil {
		return nil, err
	}
	d.sum(s)
	decides := d.office.PlaceScope(a, access.DecideTransfers, p.Place) == nil
	s.MayEdit = v.State == rows.Draft && d.mayEdit(a, l) == nil
	s.MayReturn = v.State == rows.Proposed && (decides || d.mayEdit(a, l) == nil)
	s.MayDecide = v.State == rows.Proposed && decides
	return s, d.tell(ctx, s)
}

// tell fills in who did what, and by which document.
func (d *room) tell(ctx context.Context, s *Shown) error {
	all, err := rows.Versions(ctx, d.office.Reader(), d.province(), s.ID)
	if err != nil {
		return err
	}
	for i := range all {
		s.History = append(s.History, Change{all[i].Version, Deeds[all[i].Deed],
			d.office.NameOf(ctx, all[i].RecordedBy),
			all[i].Recorded, all[i].Reason})
	}
	if s.Document, err = documents.Find(ctx, d.office.Reader(), d.province(),
		s.Allocation.Document); office.IgnoreNotFound(err) != nil {
		return err
	}
	if s.Replaces != 0 {
		if s.Old, err = rows.Find(ctx, d.office.Reader(), d.province(), s.Replaces); office.IgnoreNotFound(err) != nil {
			return err
		}
	}
	return nil
}

// reckon shares out; where values are not known, among the units of which they are, as a sample.
func (s *Shown) reckon() error {
	in, set, err := InputOf(&s.Content)
	if err != nil {
		return err
	}
	s.Set = set
	s.Got, s.Refused = allocation.Allocate(in)
	if unknown := Undetermined(s.Refused); unknown != nil {
		s.Gaps = unknown.Gaps
		s.Left = normbook.Without(in, unknown.Gaps)
		if s.Got = nil; len(in.Units) > 0 {
			s.Got, s.Refused = allocation.Allocate(in)
		}
	}
	if s.Refused != nil {
		if k := errs.KindOf(s.Refused); k != errs.Invalid {
			return s.Refused
		}
		s.Got = nil
	}
	parts := map[string]*allocation.Row{}
	if s.Got != nil {
		for i := range s.Got.Rows {
			parts[s.Got.Rows[i].Unit.Code] = &s.Got.Rows[i]
		}
	}
	s.Same = s.Result == nil || s.Got != nil
	for i := range s.Units {
		u := &s.Units[i]
		r := Row{Unit: u, Part: parts[u.Code]}
		if r.Part != nil {
			r.Result, r.Known = r.Part.Result, true
		}
		if s.Result != nil { // what was proposed holds, whatever a later program would make of it
			r.Known = true
			s.Same = s.Same && s.Result[u.Code] == r.Result
			r.Result = s.Result[u.Code]
		}
		s.Rows = append(s.Rows, r)
	}
	return nil
}

// Total is what the units get together.
func (s *Shown) Total() (sum int64) {
	for i := range s.Rows {
		sum += s.Rows[i].Result
	}
	return sum
}

// sum adds up the districts.
func (d *room) sum(s *Shown) {
	at := map[string]int{}
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Above == "" {
			continue
		}
		k, had := at[r.Above]
		if !had {
			k = len(s.Sums)
			at[r.Above] = k
			s.Sums = append(s.Sums, Sum{Unit: d.office.UnitOn(place.Code(r.Above), s.Map)})
		}
		s.Sums[k].Units++
		s.Sums[k].Result += r.Result
	}
	slices.SortFunc(s.Sums, func(x, y Sum) int { return strings.Compare(string(x.Unit.Code), string(y.Unit.Code)) })
}

// Format is a file of an allocation's derivation.
type Format string

// The formats.
const (
	Xlsx Format = "xlsx"
	JSON Format = "json"
)

// Write writes the derivation of an allocation. The reading is on the record. Errors: errs.NotFound, errs.Forbidden;
// errs.Invalid where nothing can be shared out.
func (d *Desk) Write(ctx context.Context, a *office.Ask, id int64, f Format, out io.Writer) error {
	s, err := d.Allocation(ctx, a, id)
	if err != nil {
		return err
	}
	if s.Got == nil {
		return s.Refused
	}
	d.office.Saw(a, office.Deed{Action: "allocation.export", Kind: "allocation", Subject: office.IDText(id),
		Place: s.Line.Place})
	if f == JSON {
		return normbook.JSON(out, s.Paper())
	}
	return normbook.Book(out, s.Paper())
}

// BehindInput asks for the households behind a value of a unit.
type BehindInput struct {
	ID            int64
	Unit, Column  string
	Offset, Limit int
}

// Behind are the households behind a value. Count is how many the register has by now; the value says how many it had.
type Behind struct {
	*Shown

	Unit   *rows.Unit
	Column norm.Column
	Cell   rows.Cell
	Count  int
	IDs    []int64
}

// Behind opens a value that was counted to its households, for who may see those. The reading is on the record. Errors:
// errs.NotFound where it was not counted, errs.Forbidden.
func (d *Desk) Behind(ctx context.Context, a *office.Ask, in *BehindInput) (*Behind, error) {
	s, err := d.Allocation(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	if err := d.office.PlaceScope(a, access.ViewHouseholds, place.Code(in.Unit)); err != nil {
		return nil, err
	}
	b := &Behind{Shown: s}
	for i := range s.Units {
		if s.Units[i].Code == in.Unit {
			b.Unit = &s.Units[i]
		}
	}
	for _, c := range s.Set.Columns() {
		if c.Code == in.Column {
			b.Column = c
		}
	}
	if b.Unit == nil || b.Column.Code == "" || b.Unit.Cells[in.Column].By != rows.ByRegister {
		return nil, office.NotYours()
	}
	b.Cell = b.Unit.Cells[in.Column]
	got, err := d.tallies.Count(ctx, a, s.Set, s.Day, s.Map)
	if err != nil {
		return nil, err
	}
	all := d.tallies.Behind(got, place.Code(in.Unit), in.Column, s.Map)
	b.Count = len(all)
	from := min(max(in.Offset, 0), len(all))
	b.IDs = all[from:min(from+min(max(in.Limit, 1), office.MostListed), len(all))]
	d.office.Saw(a, office.Deed{Action: "allocation.behind", Kind: "allocation", Subject: office.IDText(in.ID),
		Place: place.Code(in.Unit), Note: office.Counted(len(b.IDs))})
	return b, nil
}

// Rat is a cell's value; nil where it is not known.
func Rat(c rows.Cell) *big.Rat {
	if v, ok := new(big.Rat).SetString(c.Value); ok && c.Value != "" {
		return v
	}
	return nil
}
