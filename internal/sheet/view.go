package sheet

import (
	"os"
	"slices"
)

// View is a sheet of a book as another one: from a row on, under headings of its own.
type View struct {
	Name  string   // what it is called
	Of    string   // the sheet that it shows
	From  int      // the last row of the headings, from 1: what stands up to there is left out
	Heads []string // the headings, of which the view's first row is made
	// Edit, where not nil, changes a row before it is read; false leaves it out.
	Edit func(*Row) bool
}

// Show makes views the sheets of the book, which then has no others. What else is said of a sheet (merged, hidden) is
// that of the one that it shows; rows keep their numbers.
func (b *Book) Show(views ...View) { b.source = shown{b.source, views} }

// shown is a source of views.
type shown struct {
	source
	views []View
}

// Sheets implements source.
func (s shown) Sheets() (out []string) {
	for i := range s.views {
		out = append(out, s.views[i].Name)
	}
	return out
}

func (s shown) of(name string) *View {
	if i := slices.IndexFunc(s.views, func(v View) bool { return v.Name == name }); i >= 0 {
		return &s.views[i]
	}
	return nil
}

func (s shown) merged(b *Book, sheet string) ([]string, error) {
	return s.source.merged(b, s.of(sheet).Of)
}

func (s shown) hidden(sheet string) bool { return s.source.hidden(s.of(sheet).Of) }

func (s shown) rows(b *Book, sheet string) (*Rows, error) {
	v := s.of(sheet)
	if v == nil {
		return nil, os.ErrNotExist
	}
	rows, err := s.source.rows(b, v.Of)
	if err != nil {
		return nil, err
	}
	next, headed := rows.next, false
	rows.next = func(r *Row) error {
		if !headed {
			headed = true
			r.Number, r.Hidden = v.From, false
			for _, h := range v.Heads {
				r.Cells = append(r.Cells, Cell{Kind: Text, Value: []byte(h)})
			}
			return nil
		}
		for {
			if err := next(r); err != nil {
				return err
			}
			if r.Number > v.From && (v.Edit == nil || v.Edit(r)) {
				return nil
			}
			r.Bad, r.Line, r.Hidden, r.Cells = nil, nil, false, r.Cells[:0]
		}
	}
	if v.Edit != nil {
		rows.only = nil // an edit may need every column
	}
	return rows, nil
}
