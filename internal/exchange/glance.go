package exchange

import (
	"errors"
	"strings"

	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
)

// sampleRows is how many rows of a sheet are looked at before it is read, to judge its columns as a whole.
const sampleRows = 4096

// glance is what a look at a sheet's first rows says of its columns: the fonts of old, the order of day and month,
// thousands, the sign for decimals, and the merged ranges.
type glance struct {
	merges  []merge
	texts   []reading.Texts   // by column
	numbers []*reading.Column // by column; nil where it has none
	births  reading.Births

	commune   string            // the last seen
	learned   []charset.Recoder // by column
	values    [][]float64       // by column, for the middle
	order     reading.Order
	provinces map[place.Code]bool // of the commune codes
	fonts     map[charset.Encoding]bool
}

// look glances at a sheet. What must be asked of it is added to the reader's questions.
func (r *Reader) look(name, which string, columns []household.Column) (*glance, error) {
	g := &glance{texts: make([]reading.Texts, len(columns)), numbers: make([]*reading.Column, len(columns)),
		learned: make([]charset.Recoder, len(columns)),
		values:  make([][]float64, len(columns)), fonts: map[charset.Encoding]bool{}, provinces: map[place.Code]bool{}}
	g.births = reading.Births{Column: "birth_date", On: r.cfg.On, Answer: r.cfg.Answers["birth_date"]}
	for i, c := range columns {
		if c.Kind == household.Amount || c.Kind == household.Decimal {
			n := &reading.Column{Name: c.Name, Whole: c.Kind == household.Amount, Answer: r.cfg.Answers[c.Name]}
			if bound, ok := r.cfg.Codes.Bounds.Column(c.Name); ok {
				n.Bound = &bound
			}
			g.numbers[i] = n
		}
	}
	if err := g.merged(r.book, name); err != nil {
		return nil, err
	}
	if err := g.sample(r, name, which, columns); err != nil {
		return nil, err
	}
	return g, r.judge(g, name, which, columns)
}

func (g *glance) merged(b *sheet.Book, name string) error {
	ranges, err := b.Tall(name)
	for _, one := range ranges {
		g.merges = append(g.merges, merge{Range: one})
	}
	return err
}

// sample reads the first rows.
func (g *glance) sample(r *Reader, name, which string, columns []household.Column) (err error) {
	rows, err := r.book.Rows(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	l, err := readHeader(r.book, name, rows, columns, r.cfg.Aliases[which])
	if err != nil {
		return err
	}
	for n := 0; n < sampleRows && rows.Next(); n++ {
		for i := range columns {
			if c := l.cell(rows.Row(), i); c != nil && c.Kind != sheet.Blank && c.Kind != sheet.Fault {
				g.learn(&columns[i], i, c, rows.Epoch1904(), n < fontRows)
				if columns[i].Kind == household.UnitCode {
					g.province(r, trimmed(c.Value))
				}
			}
		}
	}
	g.births.From1904 = rows.Epoch1904()
	return rows.Err()
}

// province notes the province of a commune code.
func (g *glance) province(r *Reader, code []byte) {
	if len(code) == 5 && string(code) != g.commune {
		g.commune = string(code)
		if u, ok := r.cfg.Places.At(place.Code(code), r.cfg.On); ok {
			for _, above := range r.cfg.Places.Ancestors(u, r.cfg.On) {
				if above.Level == place.Province {
					g.provinces[above.Code] = true
				}
			}
		}
	}
}

// fontRows is how many rows are looked at for fonts of old.
const fontRows = 256

func (g *glance) learn(column *household.Column, i int, c *sheet.Cell, from1904, fonts bool) {
	switch column.Kind {
	case household.Day:
		g.order.Learn(c, from1904)
	case household.Amount, household.Decimal:
		text := string(trimmed(c.Value))
		if c.Kind == sheet.Text {
			g.numbers[i].Learn(text)
		}
		if v, _, bad := g.numbers[i].Cell(c, trimmed(c.Value)); bad == nil {
			g.values[i] = append(g.values[i], v)
		}
	default:
		if c.Kind == sheet.Text && fonts {
			g.learned[i].Learn(string(c.Value))
		}
	}
}

// judge says what the columns are, and asks what it cannot say.
func (r *Reader) judge(g *glance, name, which string, columns []household.Column) error {
	ask := func(q *doubt.Question) {
		if q != nil {
			q.Sheet = which
			r.asked = append(r.asked, *q)
		}
	}
	for i, c := range columns {
		if e := g.learned[i].Encoding(); e != charset.UTF8 {
			g.texts[i].Encoding, g.fonts[e] = e, true
		}
		answer := r.cfg.Answers[c.Name]
		if err := answered(c, answer); err != nil {
			return err
		}
		if answer != "" {
			continue
		}
		if g.numbers[i] != nil {
			ask(r.cfg.Codes.Bounds.Median(c.Name, g.values[i]))
		}
		if c.Kind == household.Day {
			var q *doubt.Question
			q, g.births.Mixed = g.order.Judge(c.Name)
			ask(q)
		}
	}
	for e := range g.fonts {
		r.notes = append(r.notes,
			sheet.Note{Sheet: name, Text: errs.T("the sheet's text is in %s and was converted to Unicode", e.String())})
	}
	g.learned, g.values = nil, nil
	return nil
}

// answered refuses an answer that a column cannot have.
func answered(c household.Column, a doubt.Answer) error {
	fits := map[household.Kind][]doubt.Answer{household.Amount: {doubt.Thousands, doubt.AsWritten},
		household.Decimal: {doubt.Thousands, doubt.AsWritten},
		household.Day:     {doubt.MonthFirst, doubt.AsWritten}, household.Citizen: {doubt.Zeros, doubt.AsWritten}}
	for _, one := range fits[c.Kind] {
		if a == one {
			return nil
		}
	}
	if a == "" {
		return nil
	}
	return errs.New(errs.Invalid, "the column %s cannot be read as “%s”", c.Name, string(a))
}

// unanswered refuses to read on before the questions are answered.
func unanswered(asked []doubt.Question) error {
	if len(asked) == 0 {
		return nil
	}
	var all []string
	for _, q := range asked {
		all = append(all, household.ColumnTitle(q.Column).VI+": "+q.Text.VI)
	}
	list := strings.Join(all, "; ")
	return errs.New(errs.Invalid, "the file can be read in two ways, say which: %s",
		list).Because(&QuestionsError{asked})
}
