package exports

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
)

// A table of chosen columns is made to be counted in a spreadsheet: one flat sheet, a row a household – a row a person
// where a column of people is chosen –, with names instead of codes, days as days, and each shortfall in a column of
// its own. It is not brought back; for that there is the exchange format.

// Group are columns that are chosen beside one another.
type Group string

// The groups.
const (
	OfHousehold  Group = "household"
	OfDecisions  Group = "decisions"
	OfAnswers    Group = "answers"
	OfShortfalls Group = "shortfalls"
	OfPeople     Group = "people"
)

// Titles of the groups. Not to be changed.
var groupTitles = map[Group]errs.Text{
	OfHousehold:  errs.T("exports|Household"),
	OfDecisions:  errs.T("What is recognised"),
	OfAnswers:    errs.T("What follows from the answers"),
	OfShortfalls: errs.T("Each shortfall: yes, no, or not answered"),
	OfPeople:     errs.T("People: a row each"),
}

// Title is what a group is called.
func (g Group) Title() errs.Text { return groupTitles[g] }

// Column is one that may be chosen for a table.
type Column struct {
	Name         string
	Title        string // the heading in the file, Vietnamese
	Group        Group
	Confidential bool // only in a file that is asked for with a reason
	Chosen       bool // by who asks, the last time; where nothing was chosen, what most people count by

	kind household.Column
	of   func(*line) sheet.Out // nil: a column of the register's
}

// line is what the cells of one row are made of.
type line struct {
	d          *derived
	v          *households.Version
	m          *household.Member // nil: a row of a household
	result     poverty.Result
	recognised recognised
}

// usual are the columns of whom has chosen none yet. Not to be changed.
var usual = []string{"commune_name", "hamlet", "household_code", "head", "size", "recognised", "decision_number",
	"decision_day", "newly_until", "calculated", "deprivations"}

// columnsOf are the columns of a table by a standard, in their order in the file.
func columnsOf(std *poverty.Standard) (out []Column) {
	add := func(g Group, name, title string, of func(*line) sheet.Out) {
		out = append(out, Column{Name: name, Title: title, Group: g, of: of})
	}
	text := func(f func(*line) string) func(*line) sheet.Out {
		return func(l *line) sheet.Out { return said(f(l)) }
	}
	add(OfHousehold, "commune_name", "Tên xã", text(func(l *line) string {
		return l.d.o.office.Unit(l.v.Household.Commune).FullName
	}))
	for _, c := range household.HouseholdColumns {
		out = append(out, Column{Name: c.Name, Title: c.Title, Group: OfHousehold, kind: c,
			Confidential: household.Confidential(c.Name)})
	}
	add(OfHousehold, "head", "Chủ hộ", text(func(l *line) string {
		if h := l.v.Household.Head(); h != nil {
			return h.Name
		}
		return ""
	}))
	add(OfHousehold, "size", "Số người", func(l *line) sheet.Out {
		return sheet.NumberCell(int64(len(l.v.Household.Members)))
	})
	add(OfDecisions, "recognised", "Diện công nhận", text(func(l *line) string { return l.recognised.class }))
	add(OfDecisions, "recognised_from", "Công nhận từ ngày", func(l *line) sheet.Out { return day(l.recognised.from) })
	add(OfDecisions, "decision_number", "Số quyết định", text(func(l *line) string { return l.recognised.number }))
	add(OfDecisions, "decision_day", "Ngày quyết định", func(l *line) sheet.Out { return day(l.recognised.day) })
	add(OfDecisions, "newly_until", "Mới thoát nghèo đến ngày", func(l *line) sheet.Out { return day(l.recognised.newly) })
	add(OfAnswers, "calculated", "Kết quả tính theo câu trả lời", text(func(l *line) string {
		return l.d.view.Std.ClassTitle(l.result.Class).VI
	}))
	add(OfAnswers, "deprivations", "Số chỉ số thiếu hụt", func(l *line) sheet.Out {
		least, _ := l.result.Count()
		return sheet.NumberCell(int64(least))
	})
	add(OfAnswers, "unanswered", "Số chỉ số chưa đủ câu trả lời", func(l *line) sheet.Out {
		least, greatest := l.result.Count()
		return sheet.NumberCell(int64(greatest - least))
	})
	for i := range std.Indicators {
		add(OfShortfalls, "lacks_"+std.Indicators[i].Code, "Thiếu hụt: "+std.Indicators[i].Title.VI,
			text(func(l *line) string { return lacks(&l.result, i) }))
	}
	for _, c := range household.MemberColumns[1:] { // the household's code stands before
		out = append(out, Column{Name: "member." + c.Name, Title: c.Title, Group: OfPeople, kind: c,
			Confidential: household.Confidential(c.Name)})
	}
	return out
}

func lacks(r *poverty.Result, indicator int) string {
	switch {
	case r.Deprived>>indicator&1 == 1:
		return "có"
	case r.Unanswered>>indicator&1 == 1:
		return "chưa rõ"
	}
	return "không"
}

func said(s string) sheet.Out {
	if s == "" {
		return sheet.Out{}
	}
	return sheet.TextCell(s)
}

func day(d date.Date) sheet.Out {
	if d.IsZero() {
		return sheet.Out{}
	}
	return sheet.DayCell(d)
}

// choice is where the columns that an account chose are kept.
const choice = "export.columns"

// Grouped are the columns of a group.
type Grouped struct {
	Group
	Columns []Column
}

// Columns are those that somebody may choose for a table of the households of a day (zero: today), with those that he
// chose the last time; empty: he may export nothing.
func (o *Desk) Columns(ctx context.Context, a *office.Ask, on date.Date) (out []Grouped, err error) {
	if !o.office.May(a, access.ExportHouseholds) {
		return nil, nil
	}
	kept, err := accounts.Choice(ctx, o.office.Reader(), a.Account, choice)
	if err != nil {
		return nil, err
	}
	chosen := usual
	if kept != "" {
		chosen = strings.Split(kept, " ")
	}
	view, err := o.book.ViewOn(ctx, on)
	if err != nil {
		return nil, err
	}
	reveals := o.office.May(a, access.RevealHouseholds)
	for _, c := range columnsOf(view.Std) {
		if c.Confidential && !reveals {
			continue
		}
		if c.Chosen = slices.Contains(chosen, c.Name); len(out) == 0 || out[len(out)-1].Group != c.Group {
			out = append(out, Grouped{Group: c.Group})
		}
		g := &out[len(out)-1]
		g.Columns = append(g.Columns, c)
	}
	return out, nil
}

// Usual forgets the columns that somebody chose.
func (o *Desk) Usual(ctx context.Context, a *office.Ask) error { return o.choose(ctx, a, nil) }

func (o *Desk) choose(ctx context.Context, a *office.Ask, columns []Column) error {
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].Name
	}
	return o.office.Keep(ctx, office.KeepChoice, func(tx *office.Tx) error {
		return accounts.SetChoice(ctx, tx, a.Account, choice, strings.Join(names, " "))
	})
}

// chosen are the columns that an export names. Errors (errs.Invalid): there is no such column, none is named, or one is
// confidential where the export is not an open one.
func (in *Input) chosen(std *poverty.Standard) ([]Column, error) {
	all := columnsOf(std)
	named := make(map[string]bool, len(in.Columns))
	for _, name := range in.Columns {
		if named[name] = true; !slices.ContainsFunc(all, func(c Column) bool { return c.Name == name }) {
			return nil, errs.New(errs.Invalid, "there is no column %q to export: reload the page and choose again", name)
		}
	}
	out := slices.DeleteFunc(all, func(c Column) bool { return !named[c.Name] })
	for i := range out {
		if out[i].Confidential && !in.Open {
			return nil, errs.New(errs.Invalid, "the column “%s” is exported only with a reason: tick that, or leave it out",
				out[i].Title)
		}
	}
	return out, nil
}

// writeTable writes the chosen columns of households, a row each, or a row each of their people.
func (o *Desk) writeTable(ctx context.Context, out *sheet.Writer, ids []int64, in *Input, step func()) error {
	d, err := o.derive(ctx, ids, in.List.On)
	if err != nil {
		return err
	}
	columns, err := in.chosen(d.view.Std)
	if err != nil {
		return err
	}
	people := slices.ContainsFunc(columns, func(c Column) bool { return c.Group == OfPeople })
	heads := make([]household.Column, len(columns))
	for i := range columns {
		heads[i].Title = columns[i].Title
	}
	if err := begin(out, "bang", heads, sheet.Options{Filter: true}); err != nil {
		return err
	}
	cells, rows := make([]sheet.Out, len(columns)), 1
	row := func(l *line) error {
		if rows++; rows > mostRows {
			return errs.New(errs.Invalid, "too many people for a worksheet; narrow the list, by district for example")
		}
		for i := range columns {
			cells[i] = columns[i].cell(o, l)
		}
		return out.Row(cells)
	}
	return o.eachOf(ctx, ids, in.List.On, func(v *households.Version) error {
		step()
		l, err := d.line(ctx, v)
		if err != nil {
			return err
		}
		if !people {
			return row(l)
		}
		for i := range v.Household.Members {
			l.m = &v.Household.Members[i]
			if err := row(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// line is what decisions and the law make of one household.
func (d *derived) line(ctx context.Context, v *households.Version) (l *line, err error) {
	l = &line{d: d, v: v}
	if l.result, err = d.view.Classify(&v.Household); err != nil {
		return nil, err
	}
	l.recognised, err = d.recognised(ctx, v.ID)
	return l, err
}

func (c *Column) cell(o *Desk, l *line) sheet.Out {
	switch {
	case c.of != nil:
		return c.of(l)
	case l.m != nil && c.Group == OfPeople:
		return o.cell(c.kind, l.m.Text(c.kind.Name))
	}
	return o.cell(c.kind, l.v.Household.Text(c.kind.Name))
}
