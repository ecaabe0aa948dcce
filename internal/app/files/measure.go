package files

import (
	"context"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/sheet"
)

// MeasureInput says what to measure in which table.
type MeasureInput struct {
	Path     string
	K        string   // "3" or "1/3"
	Weights  string   // "a=1/6,b=5/6"; empty: equal, every column not named in Weight and By
	Weight   string   // the column of population weights; empty: 1 for every row
	By       []string // grouping columns
	ZeroFill bool     // a missing answer counts as not deprived; otherwise its row is dropped
}

// MeasureResult is the measures with the account of the rows: In = Accepted + Dropped + Rejected.
type MeasureResult struct {
	poverty.Measures
	In, Accepted, Dropped, Filled, Rejected int64
}

// Measure computes the Alkire-Foster measures of a 0/1 matrix. Every faulty row is handed to reject and counted.
func (a *Desk) Measure(ctx context.Context, in MeasureInput, reject func(*sheet.Error), progress office.Progress) (MeasureResult, error) {
	book, err := sheet.Open(in.Path, sheet.Limits{})
	if err != nil {
		return MeasureResult{}, err
	}
	defer func() { _ = book.Close() }() // read only
	rows, err := book.Rows(book.Sheets()[0])
	if err != nil {
		return MeasureResult{}, err
	}
	defer func() { _ = rows.Close() }()
	m, err := newMatrix(in, book.Sheets()[0], rows)
	if err != nil {
		return MeasureResult{}, err
	}
	for rows.Next() {
		if m.out.In&0xfff == 0 {
			if ctx.Err() != nil {
				return m.out, ctx.Err()
			}
			if progress != nil {
				progress(book.Read())
			}
		}
		if fault := m.add(rows.Row()); fault != nil {
			m.out.Rejected++
			reject(fault)
		}
	}
	m.out.Measures = m.meter.Measures()
	return m.out, rows.Err()
}

// matrix reads rows of a table into a meter.
type matrix struct {
	meter      *poverty.Meter
	sheet      string
	zero       bool
	indicators []int // columns
	weight     int   // column, -1 where there is none
	by         []int // columns
	deprived   []bool
	groups     []string
	out        MeasureResult
}

func newMatrix(in MeasureInput, name string, rows *sheet.Rows) (*matrix, error) {
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, err
		}
		return nil, errs.New(errs.Invalid, "the table is empty: it needs a header row")
	}
	if bad := rows.Row().Bad; bad != nil {
		return nil, bad
	}
	var header []string
	for _, c := range rows.Row().Cells {
		header = append(header, strings.TrimSpace(string(c.Value)))
	}
	m := &matrix{sheet: name, zero: in.ZeroFill, weight: -1}
	spec, err := m.choose(in, header)
	if err != nil {
		return nil, err
	}
	if spec.K, err = poverty.ParseCutoff(in.K); err != nil {
		return nil, err
	}
	m.deprived, m.groups = make([]bool, len(m.indicators)), make([]string, len(m.by))
	m.meter, err = poverty.NewMeter(spec)
	return m, err
}

// choose finds the columns of the indicators, the weight and the groupings.
func (m *matrix) choose(in MeasureInput, header []string) (spec poverty.Spec, err error) {
	spec.By = in.By
	if in.Weight != "" {
		if m.weight, err = column(header, in.Weight); err != nil {
			return spec, err
		}
	}
	if m.by, err = columns(header, in.By); err != nil {
		return spec, err
	}
	if in.Weights != "" {
		var weights []*big.Rat
		if spec.Indicators, weights, err = poverty.ParseWeights(in.Weights); err != nil {
			return spec, err
		}
		spec.Weights = weights
		m.indicators, err = columns(header, spec.Indicators)
		return spec, err
	}
	for i, name := range header {
		if i != m.weight && !slices.Contains(m.by, i) {
			spec.Indicators, m.indicators = append(spec.Indicators, name), append(m.indicators, i)
		}
	}
	return spec, nil
}

func columns(header, names []string) (found []int, err error) {
	for _, name := range names {
		i, err := column(header, name)
		if err != nil {
			return nil, err
		}
		found = append(found, i)
	}
	return found, nil
}

func column(header []string, name string) (int, error) {
	if i := slices.Index(header, name); i >= 0 {
		return i, nil
	}
	return 0, errs.New(errs.Invalid, "there is no column “%s”; the columns: %s", name, strings.Join(header, ", "))
}

// add counts a row, or returns why it cannot.
func (m *matrix) add(r *sheet.Row) *sheet.Error {
	m.out.In++
	if r.Bad != nil {
		return r.Bad
	}
	missing := int64(0)
	for i, c := range m.indicators {
		v := cell(r, c)
		if v != "" && v != "0" && v != "1" {
			return m.fault(r, c, errs.T("value “%s” is neither 0 nor 1", short(v)))
		}
		if v == "" {
			missing++
		}
		m.deprived[i] = v == "1"
	}
	weight := 1.0
	if m.weight >= 0 {
		w, err := strconv.ParseFloat(cell(r, m.weight), 64)
		if err != nil || w < 0 || math.IsNaN(w) || math.IsInf(w, 0) {
			return m.fault(r, m.weight, errs.T("the weight must be a number that is not negative"))
		}
		weight = w
	}
	if missing > 0 && !m.zero {
		m.out.Dropped++
		return nil
	}
	for i, c := range m.by {
		m.groups[i] = cell(r, c)
	}
	m.out.Filled += missing
	m.out.Accepted++
	m.meter.Add(m.deprived, weight, m.groups...)
	return nil
}

func (m *matrix) fault(r *sheet.Row, col int, text errs.Text) *sheet.Error {
	return &sheet.Error{Sheet: m.sheet, Row: r.Number, Col: col + 1, Text: text}
}

func cell(r *sheet.Row, i int) string {
	if i >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(string(r.Cells[i].Value))
}

// short keeps a message short however long the cell is.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
