package matrix

import (
	"errors"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/mpi"
	"giamngheo/internal/sheet"
)

// The columns of a scheme of weights: an indicator with its dimension; the dimension's share of 1 and the indicator's
// share of its dimension, equal ones where left empty.
const (
	columnIndicator      = "indicator"
	columnDimension      = "dimension"
	columnDimensionShare = "dimension_weight"
	columnShare          = "weight"
)

// readScheme reads nested weights from a table, a row an indicator. Errors: a column or a name that is missing, a share
// that is none, two shares of one dimension.
func readScheme(path string) (_ []mpi.Dimension, err error) {
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.Close() }() // read only
	rows, err := book.Rows(book.Visible()[0])
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return nil, errs.New(errs.Invalid, "the table is empty: it needs a header row")
	}
	header := texts(rows.Row())
	if _, err := columns(header, []string{columnIndicator, columnDimension}); err != nil {
		return nil, err
	}
	s := scheme{header: header}
	for rows.Next() {
		if blank(rows.Row()) {
			continue
		}
		if err := s.add(rows.Row()); err != nil {
			return nil, err
		}
	}
	return s.dimensions, rows.Err()
}

type scheme struct {
	header     []string
	dimensions []mpi.Dimension
}

// text is the row's cell in a column; empty where there is no such column.
func (s *scheme) text(r *sheet.Row, name string) string {
	if i := slices.Index(s.header, name); i >= 0 {
		return cell(r, i)
	}
	return ""
}

// share is a cell's share; nil where it is empty.
func (s *scheme) share(r *sheet.Row, name string) (*big.Rat, error) {
	text := strings.ReplaceAll(s.text(r, name), ",", ".")
	if text == "" {
		return nil, nil
	}
	share, ok := mpi.Fraction(text)
	if !ok {
		return nil, errs.New(errs.Invalid, "row %d of the weights: “%s” is not a share; write 1/3 or 0.25", r.Number, text)
	}
	return share, nil
}

func (s *scheme) add(r *sheet.Row) error {
	indicator, name := s.text(r, columnIndicator), s.text(r, columnDimension)
	if indicator == "" || name == "" {
		return errs.New(errs.Invalid, "row %d of the weights needs an indicator and its dimension", r.Number)
	}
	whole, err := s.share(r, columnDimensionShare)
	if err != nil {
		return err
	}
	own, err := s.share(r, columnShare)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.dimensions, func(d mpi.Dimension) bool { return d.Name == name })
	if i < 0 {
		i = len(s.dimensions)
		s.dimensions = append(s.dimensions, mpi.Dimension{Name: name, Share: whole})
	}
	d := &s.dimensions[i]
	switch {
	case whole != nil && (d.Share == nil || d.Share.Cmp(whole) != 0):
		return errs.New(errs.Invalid, "row %d of the weights: dimension “%s” has two shares", r.Number, name)
	case len(d.Indicators) > 0 && (own == nil) != (d.Within == nil):
		return errs.New(errs.Invalid, "row %d of the weights: give every indicator of “%s” its share, or none", r.Number,
			name)
	}
	d.Indicators = append(d.Indicators, indicator)
	if own != nil {
		d.Within = append(d.Within, own)
	}
	return nil
}
