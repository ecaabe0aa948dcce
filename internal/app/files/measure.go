package files

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/mpi"
	"giamngheo/internal/office"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// MeasureInput says what to measure in which table.
type MeasureInput struct {
	Path    string
	K       string   // "3" or "1/3"
	Weights string   // "a=1/6,b=5/6"; empty: equal, every column not named in Weight and By
	Weight  string   // the column of population weights; empty: 1 for every row
	By      []string // grouping columns
	Errors  bool     // standard errors of a sample
	Stratum string   // the column of the sample's strata; empty: one
	Cluster string   // the column of its clusters (PSU); empty: every row by itself
	// what a sign before three digits of a weight is: Grouped, Pointed; NoNumber: the column says
	Dot      reading.Shape
	ZeroFill bool // a missing answer counts as not deprived; otherwise its row is dropped
}

// MeasureResult is the measures with the account of the rows: In = Accepted + Dropped + Rejected.
type MeasureResult struct {
	mpi.Measures
	In, Accepted, Dropped, Filled, Rejected int64
	Notes                                   []errs.Text // what was read though nobody sees it, or passed over
}

// Measure computes the Alkire-Foster measures of a 0/1 matrix. Every faulty row is handed to reject and counted.
func (a *Desk) Measure(ctx context.Context, in MeasureInput, reject func(*sheet.Error),
	progress office.Progress) (MeasureResult, error) {
	book, err := sheet.Open(in.Path, sheet.Limits{})
	if err != nil {
		return MeasureResult{}, err
	}
	defer func() { _ = book.Close() }() // read only
	name := book.Visible()[0]
	weight, err := weights(book, name, in)
	if err != nil {
		return MeasureResult{}, err
	}
	rows, err := book.Rows(name)
	if err != nil {
		return MeasureResult{}, err
	}
	defer func() { _ = rows.Close() }()
	m, err := newMatrix(in, name, rows)
	if err != nil {
		return MeasureResult{}, err
	}
	m.weights = weight
	hidden := 0
	for rows.Next() {
		if rows.Row().Bad == nil && blank(rows.Row()) {
			continue // a row without a value is none, whatever its style
		}
		if m.out.In&0xfff == 0 {
			if ctx.Err() != nil {
				return m.out, ctx.Err()
			}
			if progress != nil {
				progress(book.Read())
			}
		}
		if rows.Row().Hidden {
			hidden++
		}
		if fault := m.add(rows.Row()); fault != nil {
			m.out.Rejected++
			reject(fault)
		}
	}
	m.out.Measures = m.meter.Measures()
	m.out.Notes = m.notes(book, hidden)
	return m.out, rows.Err()
}

// notes say what was read though nobody sees it, what was passed over, and which groups were one under several
// spellings.
func (m *matrix) notes(book *sheet.Book, hidden int) (out []errs.Text) {
	if hidden > 0 {
		out = append(out, errs.T("%d hidden rows (by hand or by a filter) were read like the others", hidden))
	}
	if others := slices.DeleteFunc(book.Sheets(), func(s string) bool { return s == m.sheet }); len(others) > 0 {
		out = append(out, errs.T("sheets passed over: %s", strings.Join(others, ", ")))
	}
	for _, key := range slices.Sorted(maps.Keys(m.spelt)) {
		if s := m.spelt[key]; len(s) > 1 {
			out = append(out, errs.T("taken for one group: %s", strings.Join(s, ", ")))
		}
	}
	return out
}

func blank(r *sheet.Row) bool {
	for i := range r.Cells {
		if r.Cells[i].Formula || len(bytes.TrimSpace(r.Cells[i].Value)) > 0 {
			return false
		}
	}
	return true
}

// weightRows is how many weights are looked at before the first is read, to know what a point or comma is in their
// column.
const weightRows = 4096

// weights looks at the column of weights. Errors: one that can be read in two ways.
func weights(book *sheet.Book, name string, in MeasureInput) (_ *reading.Column, err error) {
	w := &reading.Column{Name: in.Weight, Dot: in.Dot}
	if in.Weight == "" {
		return w, nil
	}
	rows, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return w, nil // the reading itself says what is wrong
	}
	i := slices.Index(texts(rows.Row()), in.Weight)
	either := ""
	for n := 0; n < weightRows && i >= 0 && rows.Next(); n++ {
		if i < len(rows.Row().Cells) && rows.Row().Cells[i].Kind == sheet.Text {
			s := cell(rows.Row(), i)
			w.Learn(s)
			if reading.ParseNumber(s).Shape == reading.Either {
				either = s
			}
		}
	}
	if either != "" {
		if _, _, bad := w.Text(either); bad != nil {
			return nil, errs.New(errs.Invalid, "column “%s”: %s; say it with --dot thousands or --dot decimal",
				in.Weight, *bad)
		}
	}
	return w, rows.Err()
}

// matrix reads rows of a table into a meter.
type matrix struct {
	meter      *mpi.Meter
	sheet      string
	zero       bool
	indicators []int // columns
	weight     int   // column, -1 where there is none
	by         []int // columns
	stratum    int   // column, -1 where there is none
	cluster    int
	deprived   []bool
	groups     []string
	weights    *reading.Column
	named      map[string]string   // a spelling's group
	spelt      map[string][]string // the spellings of a group, the first that was met first
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
	m := &matrix{sheet: name, zero: in.ZeroFill, weight: -1, stratum: -1, cluster: -1, named: map[string]string{},
		spelt: map[string][]string{}}
	spec, err := m.choose(in, header)
	if err != nil {
		return nil, err
	}
	if spec.K, err = mpi.ParseCutoff(in.K); err != nil {
		return nil, err
	}
	m.deprived, m.groups = make([]bool, len(m.indicators)), make([]string, len(m.by))
	m.meter, err = mpi.NewMeter(spec)
	return m, err
}

// choose finds the columns of the indicators, the weight and the groupings.
func (m *matrix) choose(in MeasureInput, header []string) (spec mpi.Spec, err error) {
	spec.By, spec.Errors = in.By, in.Errors || in.Stratum != "" || in.Cluster != ""
	if in.Stratum != "" {
		if m.stratum, err = column(header, in.Stratum); err != nil {
			return spec, err
		}
	}
	if in.Cluster != "" {
		if m.cluster, err = column(header, in.Cluster); err != nil {
			return spec, err
		}
	}
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
		if spec.Indicators, weights, err = mpi.ParseWeights(in.Weights); err != nil {
			return spec, err
		}
		spec.Weights = weights
		m.indicators, err = columns(header, spec.Indicators)
		return spec, err
	}
	for i, name := range header {
		if i != m.weight && i != m.stratum && i != m.cluster && !slices.Contains(m.by, i) {
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
		if v == "" && c < len(r.Cells) && r.Cells[c].Formula {
			return m.fault(r, c,
				errs.T(
					"the cell has a formula without a value yet: open the file in Excel and save it, then send it again"))
		}
		switch v { // as programs write whole numbers
		case "0.0", "0,0":
			v = "0"
		case "1.0", "1,0":
			v = "1"
		}
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
		w, bad := m.weightOf(r)
		if bad != nil {
			return m.fault(r, m.weight, *bad)
		}
		weight = w
	}
	if missing > 0 && !m.zero {
		m.out.Dropped++
		return nil
	}
	for i, c := range m.by {
		m.groups[i] = m.group(i, cell(r, c))
	}
	m.out.Filled += missing
	m.out.Accepted++
	m.meter.AddDrawn(m.drawn(r), m.deprived, weight, m.groups...)
	return nil
}

// weightOf reads a row's weight as numbers of a register are read.
func (m *matrix) weightOf(r *sheet.Row) (float64, *errs.Text) {
	wrong := errs.T("the weight must be a number that is not negative")
	s := cell(r, m.weight)
	if s == "" {
		return 0, &wrong
	}
	w, _, bad := m.weights.Cell(&r.Cells[m.weight], []byte(s))
	if bad != nil && reading.ParseNumber(s).Shape != reading.Either {
		bad = &wrong
	}
	return w, bad
}

// group is a group under the spelling in which it was met first: two spellings of one name are one group.
func (m *matrix) group(column int, text string) string {
	seen := strconv.Itoa(column) + " " + text
	if name, ok := m.named[seen]; ok {
		return name
	}
	key := strconv.Itoa(column) + " " + vietnamese.Spelling(reading.Tidy(text))
	m.spelt[key] = append(m.spelt[key], text)
	if len(m.named) < mostNames {
		m.named[seen] = m.spelt[key][0]
	}
	return m.spelt[key][0]
}

// mostNames is how many spellings of groups are kept.
const mostNames = 100_000

// drawn is where a row was drawn.
func (m *matrix) drawn(r *sheet.Row) (u mpi.Unit) {
	if m.stratum >= 0 {
		u.Stratum = cell(r, m.stratum)
	}
	if m.cluster >= 0 {
		u.Cluster = cell(r, m.cluster)
	}
	return u
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
