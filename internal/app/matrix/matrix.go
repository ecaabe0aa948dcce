// Package matrix measures poverty in any 0/1 matrix that somebody brings: a file, its columns, a sample, two periods.
package matrix

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"path/filepath"
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

// Input says what to measure in which table.
type Input struct {
	Path       string
	K          string   // "3" or "1/3", or several: "1/3,1/2"
	Weights    string   // "a=1/6,b=5/6"; empty: equal, every column that is not named otherwise
	Dimensions string   // "health=a,b;education:1/2=c,d": nested weights, instead of Weights
	Scheme     string   // a table that says the same in the columns indicator, dimension, dimension_weight, weight
	Weight     string   // the column of population weights; empty: 1 for every row
	By         []string // grouping columns
	Errors     bool     // standard errors of a sample
	Stratum    string   // the column of the sample's strata; empty: one
	Cluster    string   // the column of its clusters (PSU); empty: every row by itself
	Time       string   // the column of the period, of which each is measured and compared with the one before
	Before     string   // the table of an earlier period, instead of Time
	Panel      string   // the column of what every period asked again (clusters or households); empty: other samples
	// what a sign before three digits of a weight is: Grouped, Pointed; NoNumber: the column says
	Dot      reading.Shape
	ZeroFill bool // a missing answer counts as not deprived; otherwise its row is dropped
}

// Result is the measures with the account of the rows: In = Accepted + Dropped + Rejected.
type Result struct {
	Ks      []mpi.Measures // of all rows, at every k that was asked for
	Periods []Period       // in their order; none where there is one time only
	Changes []Change       // from each period to the next

	In, Accepted, Dropped, Filled, Rejected int64
	Notes                                   []errs.Text // what was read though nobody sees it, or passed over
	Weighted                                bool        // rows have population weights
}

// Period is the measures of one period, at every k.
type Period struct {
	Name string
	Ks   []mpi.Measures
}

// Change is how the measures changed from one period to another, at every k: the differences with their errors, and
// what the change of M0 is made of.
type Change struct {
	From, To string
	Ks       []mpi.Changes
	Parts    []mpi.MeasureChange
}

// Measure computes the Alkire-Foster measures of a 0/1 matrix. Every faulty row is handed to reject and counted.
func Measure(ctx context.Context, in Input, reject func(*sheet.Error), progress office.Progress) (Result, error) {
	if err := in.check(); err != nil {
		return Result{}, err
	}
	now, err := read(ctx, in, nil, reject, progress)
	if err != nil {
		return Result{}, err
	}
	out := now.out
	out.Weighted, out.Ks = in.Weight != "", measured(now.all)
	periods := now.periods
	if in.Before != "" {
		earlier := in
		earlier.Path = in.Before
		old, err := read(ctx, earlier, now.all[0], reject, progress)
		if err != nil {
			return Result{}, err
		}
		out.add(&old.out)
		from, to := filepath.Base(in.Before), filepath.Base(in.Path)
		if from == to {
			from, to = in.Before, in.Path
		}
		periods = []*period{{from, old.all}, {to, now.all}}
	} else if in.Time != "" && len(periods) < 2 {
		return Result{}, errs.New(errs.Invalid, "column “%s” has one period only; there is nothing to compare", in.Time)
	}
	return out, out.compare(periods, in.Panel != "")
}

// check refuses what contradicts itself.
func (in *Input) check() error {
	said := 0
	for _, s := range []string{in.Weights, in.Dimensions, in.Scheme} {
		if s != "" {
			said++
		}
	}
	switch {
	case said > 1:
		return errs.New(errs.Invalid, "say the weights in one way: --weights, --dimensions or --scheme")
	case in.Time != "" && in.Before != "":
		return errs.New(errs.Invalid, "say the earlier period in one way: --time (a column) or --before (a file)")
	case in.Panel != "" && in.Time == "" && in.Before == "":
		return errs.New(errs.Invalid, "--panel belongs to a comparison: add --time or --before")
	case in.Panel != "" && in.Cluster != "" && in.Cluster != in.Panel:
		return errs.New(errs.Invalid,
			"--panel and --psu name two columns; where the same clusters were asked again, name the cluster in --panel alone")
	}
	return nil
}

// add takes over another table's account.
func (r *Result) add(o *Result) {
	r.In, r.Accepted, r.Dropped = r.In+o.In, r.Accepted+o.Accepted, r.Dropped+o.Dropped
	r.Filled, r.Rejected, r.Notes = r.Filled+o.Filled, r.Rejected+o.Rejected, append(r.Notes, o.Notes...)
}

// compare fills in the periods and how each differs from the one before.
func (r *Result) compare(periods []*period, panel bool) error {
	how := mpi.Independent
	if panel {
		how = mpi.Panel
	}
	for i, p := range periods {
		r.Periods = append(r.Periods, Period{p.name, measured(p.meters)})
		if i == 0 {
			continue
		}
		c := Change{From: periods[i-1].name, To: p.name}
		for j, m := range p.meters {
			differences, err := mpi.Between(periods[i-1].meters[j], m, how)
			if err != nil {
				return err
			}
			parts, err := mpi.Split(r.Periods[i-1].Ks[j], r.Periods[i].Ks[j])
			if err != nil {
				return err
			}
			c.Ks, c.Parts = append(c.Ks, differences), append(c.Parts, parts)
		}
		r.Changes = append(r.Changes, c)
	}
	return nil
}

func measured(meters []*mpi.Meter) (out []mpi.Measures) {
	for _, m := range meters {
		out = append(out, m.Measures())
	}
	return out
}

// read measures one table; like, where not nil, is the meter of another whose indicators are looked for here.
func read(ctx context.Context, in Input, like *mpi.Meter, reject func(*sheet.Error),
	progress office.Progress) (*matrix, error) {
	book, err := sheet.Open(in.Path, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.Close() }() // read only
	name := book.Visible()[0]
	weight, err := weights(book, name, in)
	if err != nil {
		return nil, err
	}
	rows, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	m, err := newMatrix(in, name, rows, like)
	if err != nil {
		return nil, err
	}
	m.weights = weight
	hidden := 0
	for rows.Next() {
		if rows.Row().Bad == nil && blank(rows.Row()) {
			continue // a row without a value is none, whatever its style
		}
		if m.out.In&0xfff == 0 {
			if ctx.Err() != nil {
				return nil, ctx.Err()
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
	if m.manyPeriods {
		return nil, errs.New(errs.Invalid, "column “%s” has more than %d periods; is it the right column?", in.Time,
			mostPeriods)
	}
	m.sortPeriods()
	m.out.Notes = m.notes(book, hidden)
	return m, rows.Err()
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
func weights(book *sheet.Book, name string, in Input) (_ *reading.Column, err error) {
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

// matrix reads rows of a table into meters, one a k.
type matrix struct {
	all        []*mpi.Meter
	ks         []mpi.Cutoff
	spec       mpi.Spec
	periods    []*period
	sheet      string
	zero       bool
	indicators []int // columns
	by         []int // columns
	// columns, −1 where there is none
	weight, stratum, cluster, time int
	panel                          bool
	manyPeriods                    bool
	deprived                       []bool
	groups                         []string
	weights                        *reading.Column
	named                          map[string]string   // a spelling's group
	spelt                          map[string][]string // the spellings of a group, the first that was met first
	out                            Result
}

// period is a period's meters, one a k.
type period struct {
	name   string
	meters []*mpi.Meter
}

// mostPeriods is how many periods a table may have.
const mostPeriods = 60

func newMatrix(in Input, name string, rows *sheet.Rows, like *mpi.Meter) (*matrix, error) {
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, err
		}
		return nil, errs.New(errs.Invalid, "the table is empty: it needs a header row")
	}
	if bad := rows.Row().Bad; bad != nil {
		return nil, bad
	}
	m := &matrix{sheet: name, zero: in.ZeroFill, panel: in.Panel != "", named: map[string]string{},
		spelt: map[string][]string{}}
	err := m.choose(in, texts(rows.Row()), like)
	if err != nil {
		return nil, err
	}
	if m.ks, err = mpi.ParseCutoffs(in.K); err != nil {
		return nil, err
	}
	m.deprived, m.groups = make([]bool, len(m.indicators)), make([]string, len(m.by))
	m.all, err = m.meters()
	return m, err
}

// meters are new ones, one a k.
func (m *matrix) meters() (out []*mpi.Meter, err error) {
	for _, k := range m.ks {
		spec := m.spec
		spec.K = k
		meter, err := mpi.NewMeter(spec)
		if err != nil {
			return nil, err
		}
		out = append(out, meter)
	}
	return out, nil
}

// choose finds the columns of the indicators, the weight, the groupings, the sample and the period.
func (m *matrix) choose(in Input, header []string, like *mpi.Meter) (err error) {
	cluster := cmp.Or(in.Panel, in.Cluster)
	m.spec.By, m.spec.Errors = in.By, in.Errors || in.Stratum != "" || cluster != ""
	for _, c := range []struct {
		at   *int
		name string
	}{{&m.stratum, in.Stratum}, {&m.cluster, cluster}, {&m.weight, in.Weight}, {&m.time, in.Time}} {
		if *c.at = -1; c.name == "" {
			continue
		}
		if *c.at, err = column(header, c.name); err != nil {
			return err
		}
	}
	if m.by, err = columns(header, in.By); err != nil {
		return err
	}
	if err = m.scheme(in, like); err != nil {
		return err
	}
	if len(m.spec.Indicators) > 0 {
		m.indicators, err = columns(header, m.spec.Indicators)
		return err
	}
	for i, name := range header {
		if !slices.Contains([]int{m.weight, m.stratum, m.cluster, m.time}, i) && !slices.Contains(m.by, i) {
			m.spec.Indicators, m.indicators = append(m.spec.Indicators, name), append(m.indicators, i)
		}
	}
	return nil
}

// scheme takes the indicators and weights that are said; where none are, those of the other table.
func (m *matrix) scheme(in Input, like *mpi.Meter) (err error) {
	if in.Weights != "" {
		m.spec.Indicators, m.spec.Weights, err = mpi.ParseWeights(in.Weights)
		return err
	}
	if in.Scheme != "" {
		m.spec.Dimensions, err = readScheme(in.Scheme)
	} else if in.Dimensions != "" {
		m.spec.Dimensions, err = mpi.ParseDimensions(in.Dimensions)
	} else if like != nil {
		m.spec.Indicators = like.Spec().Indicators
		return nil
	} else {
		return nil
	}
	if err == nil {
		m.spec.Indicators, m.spec.Weights, err = mpi.Nested(m.spec.Dimensions)
	}
	return err
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
			return m.fault(r, c, errs.T("value “%s” is neither 0 nor 1", reading.Short(v)))
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
	meters := m.all
	if m.time >= 0 {
		name := cell(r, m.time)
		if name == "" {
			return m.fault(r, m.time, errs.T("the period is missing"))
		}
		in := m.period(name)
		if in == nil {
			m.manyPeriods = true
			return m.fault(r, m.time, errs.T("too many periods"))
		}
		meters = append(slices.Clip(meters), in.meters...)
	}
	at := m.drawn(r)
	if m.panel && at.Cluster == "" {
		return m.fault(r, m.cluster, errs.T("the name of what was asked again is missing"))
	}
	for i, c := range m.by {
		m.groups[i] = m.group(i, cell(r, c))
	}
	m.out.Filled += missing
	m.out.Accepted++
	for _, meter := range meters {
		meter.AddDrawn(at, m.deprived, weight, m.groups...)
	}
	return nil
}

// period is that of a name; nil where there are too many.
func (m *matrix) period(name string) *period {
	for _, p := range m.periods {
		if p.name == name {
			return p
		}
	}
	meters, err := m.meters()
	if err != nil || len(m.periods) == mostPeriods {
		return nil
	}
	p := &period{name, meters}
	m.periods = append(m.periods, p)
	return p
}

// sortPeriods puts the periods in order: as numbers where all are, else by the alphabet.
func (m *matrix) sortPeriods() {
	slices.SortFunc(m.periods, func(a, b *period) int {
		x, err1 := strconv.ParseFloat(a.name, 64)
		y, err2 := strconv.ParseFloat(b.name, 64)
		if err1 == nil && err2 == nil {
			return cmp.Compare(x, y)
		}
		return strings.Compare(a.name, b.name)
	})
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

func texts(row *sheet.Row) (out []string) {
	for i := range row.Cells {
		out = append(out, cell(row, i))
	}
	return out
}

func cell(r *sheet.Row, i int) string {
	if i >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(string(r.Cells[i].Value))
}
