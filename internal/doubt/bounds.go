package doubt

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/words"
)

// boundsFile has the bounds.
const boundsFile = "plausible.yaml"

// Bounds are what values of columns are likely to be.
type Bounds struct{ by map[string]Bound }

// Bound is what the values of one column are likely to be: a value beyond Least or Most is a doubt; nought never is. A
// column whose median lies below ColumnLeast is a question of the whole column. Source says where the figures come
// from.
type Bound struct {
	Column      string    `yaml:"column"`
	Least       float64   `yaml:"least"`
	Most        float64   `yaml:"most"`
	ColumnLeast float64   `yaml:"column_least"`
	Unit        errs.Text `yaml:"unit"`
	Source      string    `yaml:"source"`
}

// ReadBounds reads the bounds of the folder data/. Errors: an unknown key, a column twice, a bound without a source.
func ReadBounds(data fs.FS) (_ *Bounds, err error) {
	defer errs.Wrap(&err, "doubt.ReadBounds")
	f, err := data.Open(boundsFile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	var list struct {
		Bounds []Bound `yaml:"bounds"`
	}
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, err
	}
	b := &Bounds{by: map[string]Bound{}}
	for _, one := range list.Bounds {
		_, twice := b.by[one.Column]
		if one.Column == "" || twice || one.Source == "" || one.Unit.VI == "" || one.Least > one.Most {
			return nil, errors.New(boundsFile + ": the bound of “" + one.Column + "” is not whole")
		}
		b.by[one.Column] = one
	}
	return b, nil
}

// Column returns the bound of a column.
func (b *Bounds) Column(name string) (Bound, bool) {
	if b == nil {
		return Bound{}, false
	}
	one, ok := b.by[name]
	return one, ok
}

// Holds reports whether a value is a likely one.
func (b Bound) Holds(v float64) bool { return v == 0 || v >= b.Least && v <= b.Most }

// Value doubts a value of a column; nil where it is likely or the column has no bounds.
func (b *Bounds) Value(column string, v float64) *Doubt {
	one, ok := b.Column(column)
	if !ok || one.Holds(v) {
		return nil
	}
	d := &Doubt{Column: column, Read: plain(v)}
	switch least, most := one.show(one.Least), one.show(one.Most); {
	case v < one.Least && one.Holds(v*1000) && one.ColumnLeast > 0:
		d.Else = plain(v * 1000)
		d.Reason = errs.T("%s is unusually little (below %s): is it in thousands, that is %s?", one.show(v), least,
			one.show(v*1000))
	case v < one.Least:
		d.Reason = errs.T("%s is unusually little (below %s): check it", one.show(v), least)
	case one.Holds(v / 1000):
		d.Else = plain(v / 1000)
		d.Reason = errs.T("%s is unusually much (above %s): is it %s?", one.show(v), most, one.show(v/1000))
	default:
		d.Reason = errs.T("%s is unusually much (above %s): check it", one.show(v), most)
	}
	return d
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// show is a value with its unit.
func (b Bound) show(v float64) errs.Text {
	return errs.T("%s %s", words.Decimal(v), b.Unit)
}

// Of doubts the values of a household on the day of a review, those of the household first. Rows and sheets are for
// the caller to add.
func (b *Bounds) Of(h *household.Household, on date.Date) (out []Doubt) {
	add := func(d *Doubt, member int) {
		if d != nil {
			d.Code, d.Member = string(h.Code), member
			out = append(out, *d)
		}
	}
	if h.IncomePerHead.Known {
		add(b.Value("income_per_head", float64(h.IncomePerHead.Value)), 0)
	}
	if h.B1Score.Known {
		add(b.Value("b1_score", h.B1Score.Value), 0)
	}
	if h.FloorArea.Known {
		add(b.Value("floor_area", h.FloorArea.Value), 0)
	}
	for i := range h.Members {
		add(b.age(h.Members[i].Birth, on), h.Members[i].No)
	}
	return out
}

// age doubts a birth that makes somebody older than people become.
func (b *Bounds) age(birth household.Birth, on date.Date) *Doubt {
	one, ok := b.by["birth_date"]
	if _, greatest := birth.Months(on); !ok || !birth.Known() || birth.Earliest > on || greatest < int(one.Most+1)*12 {
		return nil
	}
	least, _ := birth.Months(on)
	return &Doubt{Column: "birth_date", Read: birth.String(),
		Reason: errs.T("%d years old, more than %d: check the date of birth", least/12, int(one.Most))}
}

// Median asks of a whole column whether it is kept in thousands, from some of its values: where most lie far below
// what anybody has and a thousand times as much is likely. Nil where there is nothing to ask.
func (b *Bounds) Median(column string, values []float64) *Question {
	one, ok := b.Column(column)
	positive := values[:0:0]
	for _, v := range values {
		if v > 0 {
			positive = append(positive, v)
		}
	}
	if !ok || one.ColumnLeast == 0 || len(positive) == 0 {
		return nil
	}
	slices.Sort(positive)
	median := positive[len(positive)/2]
	if median >= one.ColumnLeast || !one.Holds(median*1000) {
		return nil
	}
	q := &Question{Column: column, Answers: []Answer{Thousands, AsWritten}, Cells: len(positive), Must: true,
		Text: errs.T(
			"the column's middle value is %s, which is unusually little: is the column kept in thousands (that would be %s)?",
			one.show(median), one.show(median*1000))}
	for _, v := range positive[:min(3, len(positive))] {
		q.Examples = append(q.Examples, plain(v))
	}
	return q
}
