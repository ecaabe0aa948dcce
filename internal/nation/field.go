package nation

import (
	"fmt"
	"slices"
	"strconv"

	"giamngheo/internal/cells"
	"giamngheo/internal/errs"
)

// Field is something that a row tells: a count, or where Rate is set the share of one in another.
type Field struct {
	Code  string
	Title errs.Text
	Rate  bool
	of    func(r *Row) (part, whole cells.Count)
}

// Value is what a row tells: a count in Part, or a share.
func (f *Field) Value(r *Row) Ratio {
	part, whole := f.of(r)
	if !part.Told() || f.Rate && !whole.Told() {
		return Ratio{}
	}
	return Ratio{int64(part), int64(whole), true}
}

// Text is a value as data have it: a whole number, percent with two decimals, empty where it is not told.
func (f *Field) Text(r *Row) string {
	v := f.Value(r)
	if !f.Rate {
		if !v.Told {
			return ""
		}
		return strconv.FormatInt(v.Part, 10)
	}
	n, ok := v.Hundredths()
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d.%02d", n/100, n%100)
}

// View is a set of fields that are shown together.
type View struct {
	Code   string
	Title  errs.Text
	Fields []Field
}

func count(code string, title errs.Text, of func(r *Row) cells.Count) Field {
	return Field{Code: code, Title: title, of: func(r *Row) (cells.Count, cells.Count) { return of(r), 0 }}
}

func rate(code string, title errs.Text, of func(r *Row) (cells.Count, cells.Count)) Field {
	return Field{Code: code, Title: title, Rate: true, of: of}
}

// both are two counts together, told where both are.
func both(a, b cells.Count) cells.Count {
	if !a.Told() || !b.Told() {
		return cells.Hidden
	}
	return a + b
}

// times multiplies what is told.
func times(c cells.Count, n int) cells.Count {
	if !c.Told() {
		return c
	}
	return c * cells.Count(n)
}

// Views are what can be shown of rows: indicators are those of the latest review.
func Views(indicators []cells.Indicator) []View {
	n := len(indicators)
	return []View{
		{"poverty", errs.T("nation|Poverty"), []Field{
			count("households", errs.T("nation|Households"), func(r *Row) cells.Count { return r.All().Households }),
			count("poor", errs.T("Poor households"), func(r *Row) cells.Count { return r.Poor().Households }),
			rate("poor_rate", errs.T("nation|Poor, percent"), func(r *Row) (cells.Count, cells.Count) {
				return r.Poor().Households, r.All().Households
			}),
			count("near", errs.T("Near-poor households"), func(r *Row) cells.Count { return r.Near().Households }),
			rate("near_rate", errs.T("nation|Near-poor, percent"), func(r *Row) (cells.Count, cells.Count) {
				return r.Near().Households, r.All().Households
			}),
			count("minority_poor", errs.T("nation|Poor, of minorities"), func(r *Row) cells.Count { return r.Poor().Minority }),
			rate("minority_poor_rate", errs.T("nation|Poor of the minorities, percent"),
				func(r *Row) (cells.Count, cells.Count) { return r.Poor().Minority, r.All().Minority }),
		}},
		{"deprivation", errs.T("nation|Deprivations"), deprivations(indicators)},
		{"movement", errs.T("nation|Movements"), []Field{
			count("poor_before", errs.T("nation|Poor in the review before"), func(r *Row) cells.Count { return r.Poor().Open }),
			count("poor_stays", errs.T("nation|Still poor"), func(r *Row) cells.Count { return r.Poor().Stays }),
			count("poor_went", errs.T("nation|Not poor any more"), func(r *Row) cells.Count { return r.Poor().Out }),
			count("poor_lost", errs.T("nation|Left the register"), func(r *Row) cells.Count { return r.Poor().Lost }),
			count("poor_came", errs.T("nation|Became poor"), func(r *Row) cells.Count { return r.Poor().Came }),
			count("poor_gained", errs.T("nation|Came in poor"), func(r *Row) cells.Count { return r.Poor().Gained }),
			count("near_before", errs.T("nation|Near-poor in the review before"), func(r *Row) cells.Count { return r.Near().Open }),
			count("near_stays", errs.T("nation|Still near-poor"), func(r *Row) cells.Count { return r.Near().Stays }),
		}},
		{"measure", errs.T("nation|Many dimensions"), []Field{
			count("measured", errs.T("nation|People measured"), func(r *Row) cells.Count { return r.All().Measured }),
			count("mpi_poor", errs.T("nation|People poor in many dimensions"), func(r *Row) cells.Count { return r.All().MPIPoor }),
			rate("h", errs.T("nation|H, percent"), func(r *Row) (cells.Count, cells.Count) { return r.All().MPIPoor, r.All().Measured }),
			rate("a", errs.T("nation|A, percent"), func(r *Row) (cells.Count, cells.Count) {
				return r.All().M0, times(r.All().MPIPoor, n)
			}),
			rate("m0", errs.T("nation|M0, percent"), func(r *Row) (cells.Count, cells.Count) {
				return r.All().M0, times(r.All().Measured, n)
			}),
		}},
	}
}

// deprivations are the shares of the poor and near-poor households that are deprived in each indicator.
func deprivations(indicators []cells.Indicator) (out []Field) {
	for i := range indicators {
		out = append(out, rate(fmt.Sprintf("d%02d", i), errs.Text{VI: indicators[i].Title, EN: indicators[i].Title},
			func(r *Row) (cells.Count, cells.Count) {
				return both(r.Poor().Deprived[i], r.Near().Deprived[i]), both(r.Poor().Households, r.Near().Households)
			}))
	}
	return out
}

// Fields are the fields of all views.
func Fields(indicators []cells.Indicator) (out []Field) {
	for _, v := range Views(indicators) {
		out = append(out, v.Fields...)
	}
	return out
}

// Sort puts rows in the order of a field, the greatest first; what is not told comes last. An unknown code leaves
// them.
func Sort(rows []Row, fields []Field, code string) []Row {
	at := slices.IndexFunc(fields, func(f Field) bool { return f.Code == code })
	if at < 0 {
		return rows
	}
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b Row) int { return fields[at].compare(&b, &a) })
	return out
}

// compare puts what is not told before everything.
func (f *Field) compare(a, b *Row) int {
	x, y := f.order(a), f.order(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func (f *Field) order(r *Row) int64 {
	v := f.Value(r)
	if f.Rate {
		n, ok := v.Hundredths()
		if !ok {
			return -1
		}
		return n
	}
	if !v.Told {
		return -1
	}
	return v.Part
}
