// Package nation puts what provinces tell beside each other: one row a province or commune, who is late or missing,
// how far a place in a ranking may be chance, and questions over the rows. It knows cells and units, no person, no
// rows, no pages.
package nation

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/cells"
	"giamngheo/internal/check"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Fault is something that could not be read, with the reason and until when it told something.
type Fault struct {
	From string // a file, or a province's code
	Why  errs.Text
	Last date.Date // the day of the figures that stay shown; zero: none
}

// Row is a province, a commune, some communes that are told together, or the whole.
type Row struct {
	Code, Name string
	Area       place.Area
	cells.Unit
	Told        bool
	Review      int       // the year whose review it tells; the earliest of several
	First, Last date.Date // of which days the figures are
	Late        bool      // others tell of a later review
	Synthetic   bool
	From        []string // the provinces that became it, where it is not itself
	Place       Place
}

// Place is a row's place by the rate of the poor, the highest first, with the best and the worst that chance leaves
// open.
type Place struct{ At, Best, Worst int }

// Sure reports whether chance leaves one place only.
func (p Place) Sure() bool { return p.Best == p.Worst }

// Board are the provinces of the nation side by side, on the units of a day.
type Board struct {
	On         date.Date // of the units
	Review     int       // the latest that a province tells
	Rows       []Row     // provinces that tell, by their codes
	Whole      Row       // the sum of those
	Missing    []Row     // provinces that tell nothing
	Refused    []errs.Text
	Indicators []cells.Indicator
	Threshold  int64
	Sample     bool

	wholes map[string]*cells.Whole
	reg    *place.Registry
}

// Newest are of every province the final sheet of its latest review, and where there is none the running one.
func Newest(all []*cells.Sheet) (out []*cells.Sheet) {
	by := map[string]*cells.Sheet{}
	for _, s := range all {
		had := by[s.Province]
		if had == nil || newer(s, had) {
			by[s.Province] = s
		}
	}
	for _, s := range by {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *cells.Sheet) int { return cmp.Compare(a.Province, b.Province) })
	return out
}

func newer(s, had *cells.Sheet) bool {
	if (s.Stage == cells.Final) != (had.Stage == cells.Final) {
		return s.Stage == cells.Final
	}
	if s.Review != had.Review {
		return s.Review > had.Review
	}
	return s.Made > had.Made
}

// New makes the board of sheets on the provinces of a day.
func New(reg *place.Registry, all []*cells.Sheet, on date.Date) *Board {
	b := &Board{On: on, wholes: map[string]*cells.Whole{}, reg: reg}
	newest := current(reg, Newest(all), on)
	for _, s := range newest {
		if s.Review > b.Review {
			b.Review, b.Indicators = s.Review, s.Indicators
		}
		b.Threshold, b.Sample = max(b.Threshold, s.Threshold), b.Sample || s.Sample
	}
	for i, s := range newest {
		newest[i] = b.comparable(s)
	}
	wholes, refused := cells.Recast(reg, newest, on)
	b.Refused = refused
	for i, w := range wholes {
		b.wholes[w.Province] = w
		r := b.row(w)
		b.Rows = append(b.Rows, r)
		if i == 0 {
			b.Whole = Row{Unit: r.Unit, Told: true, Review: r.Review, First: r.First}
		} else {
			for k := range b.Whole.Of {
				b.Whole.Of[k] = b.Whole.Of[k].Plus(r.Of[k])
			}
		}
		b.Whole.Synthetic = b.Whole.Synthetic || r.Synthetic
		b.Whole.Review = min(b.Whole.Review, r.Review)
		b.Whole.First, b.Whole.Last = min(b.Whole.First, r.First), max(b.Whole.Last, r.Last)
	}
	rank(b.Rows)
	b.missing()
	return b
}

// current leaves out what provinces told before they merged where the one that they became tells by itself: counted
// twice otherwise.
func current(reg *place.Registry, all []*cells.Sheet, on date.Date) (out []*cells.Sheet) {
	since := map[place.Code]bool{}
	if on >= place.MergerDay {
		for _, s := range all {
			if s.On >= place.MergerDay {
				to, _ := reg.Target(place.Code(s.Province), s.On, on)
				since[to] = true
			}
		}
	}
	for _, s := range all {
		to, _ := reg.Target(place.Code(s.Province), s.On, on)
		if s.On >= place.MergerDay || !since[to] || to == "" {
			out = append(out, s)
		}
	}
	return out
}

// comparable is a sheet without deprivations where they are not those of the latest review: other indicators do not
// add up.
func (b *Board) comparable(s *cells.Sheet) *cells.Sheet {
	if slices.EqualFunc(s.Indicators, b.Indicators, func(x, y cells.Indicator) bool { return x.Code == y.Code }) {
		return s
	}
	out := *s
	out.Cells = slices.Clone(s.Cells)
	for i := range out.Cells {
		c := &out.Cells[i]
		for j := range c.Deprived {
			c.Deprived[j] = cells.Hidden
		}
		c.MPIPoor, c.M0 = cells.Hidden, cells.Hidden
	}
	return &out
}

func (b *Board) row(w *cells.Whole) Row {
	r := Row{Code: w.Province, Name: w.Unit.FullName, Unit: w.Top, Told: true, Synthetic: w.Synthetic()}
	r.First, r.Last = w.On()
	for i, s := range w.From {
		if i == 0 || s.Review < r.Review {
			r.Review = s.Review
		}
		if len(w.From) > 1 || s.Province != w.Province {
			r.From = append(r.From, s.Name)
		}
	}
	r.Late = r.Review < b.Review
	return r
}

// missing are the provinces of the day of which no sheet is there; of merged ones also a part.
func (b *Board) missing() {
	for _, u := range provinces(b.reg, b.On) {
		w := b.wholes[string(u.Code)]
		if w == nil {
			b.Missing = append(b.Missing, Row{Code: string(u.Code), Name: u.FullName})
			continue
		}
		told := map[string]bool{}
		whole := b.On < place.MergerDay
		for _, s := range w.From {
			told[s.Province] = true
			whole = whole || s.On >= place.MergerDay
		}
		if whole {
			continue
		}
		for _, l := range b.reg.CameFrom(u.Code, place.MergerDay) {
			if !told[string(l.From)] {
				old, _ := b.reg.At(l.From, place.MergerDay.AddDays(-1))
				b.Missing = append(b.Missing, Row{Code: string(l.From), Name: old.FullName, From: []string{u.FullName}})
			}
		}
	}
}

// provinces are those of a day, by their codes.
func provinces(reg *place.Registry, on date.Date) (out []place.Unit) {
	for i := range 100 {
		code := place.Code([]byte{byte('0' + i/10), byte('0' + i%10)})
		if u, ok := reg.At(code, on); ok && u.Level == place.Province {
			out = append(out, u)
		}
	}
	return out
}

// rank says by the intervals of their rates (Wilson, 95 %) which places chance leaves open to every row.
func rank(rows []Row) {
	in := make([]check.Interval, len(rows))
	for i := range rows {
		in[i] = check.Wilson(int(rows[i].Poor().Households), int(rows[i].All().Households))
	}
	for i := range rows {
		p := Place{At: 1, Best: 1, Worst: 1}
		for j := range rows {
			if j == i {
				continue
			}
			if in[j].Share > in[i].Share {
				p.At++
			}
			if in[j].Lower > in[i].Upper {
				p.Best++
			}
			if in[j].Upper >= in[i].Lower {
				p.Worst++
			}
		}
		rows[i].Place = p
	}
}

// Unit are a province's communes, with their sum and the units that cannot be carried over. Errors: errs.NotFound.
func (b *Board) Unit(code string) (*Province, error) {
	i := slices.IndexFunc(b.Rows, func(r Row) bool { return r.Code == code })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "the nation was told nothing of this province")
	}
	w := b.wholes[code]
	p := &Province{Board: b, Whole: b.Rows[i]}
	for j := range w.Units {
		u := &w.Units[j]
		p.Rows = append(p.Rows, Row{Code: u.Code, Name: names(b.reg, u.Code, b.On), Area: u.Area, Unit: *u, Told: true,
			Review: p.Whole.Review, First: p.Whole.First, Last: p.Whole.Last, Synthetic: p.Whole.Synthetic})
	}
	rank(p.Rows)
	day := p.Whole.Last
	for _, left := range w.Left {
		p.Left = append(p.Left, names(b.reg, left, day))
	}
	return p, nil
}

// Communes are the communes of all provinces that tell.
func (b *Board) Communes() (out []Row) {
	for i := range b.Rows {
		if p, err := b.Unit(b.Rows[i].Code); err == nil {
			out = append(out, p.Rows...)
		}
	}
	return out
}

// Province is one province with its communes.
type Province struct {
	*Board
	Whole Row
	Rows  []Row
	Left  []string // units of before that cannot be carried over onto those of the day; the province's sum has them
}

// names are the names of a unit, or of some that are told together.
func names(reg *place.Registry, code string, on date.Date) string {
	var out []string
	for one := range strings.SplitSeq(code, "+") {
		u, ok := reg.At(place.Code(one), on)
		if !ok {
			u.FullName = one
		}
		out = append(out, u.FullName)
	}
	return strings.Join(out, ", ")
}

// Ratio is a part of a whole; Told is false where it is not known.
type Ratio struct {
	Part, Of int64
	Told     bool
}

// Hundredths is a ratio in hundredths of a percent, rounded half up; false where there is none.
func (r Ratio) Hundredths() (int64, bool) {
	if !r.Told || r.Of == 0 {
		return 0, false
	}
	n := new(big.Int).Mul(big.NewInt(r.Part), big.NewInt(20_000))
	n.Add(n, big.NewInt(r.Of))
	return n.Div(n, new(big.Int).Mul(big.NewInt(r.Of), big.NewInt(2))).Int64(), true
}
