package allotments

import (
	"bytes"
	"context"
	"io"

	"giamngheo/internal/allotment"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
)

// Moved is what a workbook changes for a unit, in đồng.
type Moved struct {
	Name          string
	Before, After int64
	ByHand        bool // it stood in the workbook; else it follows by the norm
	Reason        string
	Difference    int64
}

// Taken is what became of a workbook that came in again: Shown is the draft from then on.
type Taken struct {
	*allocations.Shown
	*allotment.Returned

	Moved []Moved
	Book  []byte // with the rows that are returned, marked; nil where there are none
}

// book is the workbook of an allocation. Errors: errs.Invalid where nothing can be shared out.
func book(s *allocations.Shown) (*allotment.Book, error) {
	if s.Got == nil || len(s.Left) > 0 {
		return nil, errs.New(errs.Invalid,
			"values of some units are not known, so it is open what the units get: set them first, then take the workbook out")
	}
	b := &allotment.Book{Allocation: s.ID, Version: s.Version, Names: map[string]string{}}
	for i := range s.Sums {
		b.Names[string(s.Sums[i].Unit.Code)] = s.Sums[i].Unit.FullName
	}
	for i := range s.Rows {
		of := &s.Rows[i]
		r := allotment.BookRow{Code: of.Code, Name: of.Name, Above: of.Above, Amount: of.Result}
		if of.Hand != nil {
			r.Reason = of.Hand.Reason
		}
		b.Rows = append(b.Rows, r)
	}
	b.Sort()
	return b, nil
}

// WriteBook writes the workbook of an allocation, to be edited. The reading is on the record. Errors: errs.NotFound,
// errs.Forbidden; errs.Invalid where nothing can be shared out.
func (d *Desk) WriteBook(ctx context.Context, a *office.Ask, id int64, out io.Writer) error {
	s, err := d.allocations.Allocation(ctx, a, id)
	if err != nil {
		return err
	}
	b, err := book(s)
	if err != nil {
		return err
	}
	d.office.Saw(a, office.Deed{Action: "allocation.export", Kind: "allocation", Subject: office.IDText(id),
		Place: s.Line.Place})
	return b.Write(out, nil)
}

// Take takes a workbook, which lies at path, in again: amounts that were edited become parts of the draft set by hand,
// rows at fault are returned. Errors: errs.NotFound, errs.Forbidden; errs.Conflict where it is no draft any more;
// errs.Invalid of what is no such workbook.
func (d *Desk) Take(ctx context.Context, a *office.Ask, id int64, name, path string) (*Taken, error) {
	was, err := d.allocations.Allocation(ctx, a, id)
	if err != nil {
		return nil, err
	}
	b, err := book(was)
	if err != nil {
		return nil, err
	}
	r, err := b.Read(ctx, path, func(code string) errs.Text { return d.became(code, was) })
	if err != nil {
		return nil, err
	}
	hands := map[string]rows.Hand{}
	for code, h := range r.Hands {
		hands[code] = rows.Hand{Amount: h.Amount, Reason: h.Reason}
	}
	if len(hands) > 0 {
		if err := d.allocations.SetHands(ctx, a, id, was.Version, name, hands); err != nil {
			return nil, err
		}
	}
	t := &Taken{Returned: r}
	if t.Shown, err = d.allocations.Allocation(ctx, a, id); err != nil {
		return nil, err
	}
	return t, t.tell(was)
}

// tell says what moved, and marks what is returned.
func (t *Taken) tell(was *allocations.Shown) error {
	for i := range t.Rows {
		r, before := &t.Rows[i], was.Rows[i].Result
		if h, hand := t.Hands[r.Code]; hand || r.Result != before {
			t.Moved = append(t.Moved, Moved{Name: r.Name, Before: before, After: r.Result, ByHand: hand,
				Reason:     h.Reason,
				Difference: r.Result - before})
		}
	}
	if len(t.Bad) == 0 {
		return nil
	}
	b, err := book(t.Shown)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	err = b.Write(&out, t.Bad)
	t.Book = out.Bytes()
	return err
}

// became says what became of a unit that there is none of on the day of an allocation's units.
func (d *Desk) became(code string, s *allocations.Shown) errs.Text {
	reg := d.office.Reg()
	if _, there := reg.At(place.Code(code), s.Map); there || len(reg.Find(place.Code(code))) == 0 {
		return errs.Text{}
	}
	return reg.NotValid(place.Code(code), s.Map)
}
