// Package paste takes rows that people copy from a spreadsheet, a household with its head in each.
package paste

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/question"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// Desk takes pasted rows.
type Desk struct {
	office   *office.Office
	book     *book.Desk
	register *register.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, register *register.Desk) *Desk {
	return &Desk{office, book, register}
}

// Columns are the columns of the editable grid: a household and its head in one row, as officers keep it in Excel.
func Columns() []household.Column {
	names := []string{"household_code", "commune_code", "hamlet", "address", "income_per_head", "wall", "pillar",
		"roof", "floor_area", "water_source",
		"toilet", "internet", "information_means", "phone"}
	var out []household.Column
	for _, n := range names {
		i := slices.IndexFunc(household.HouseholdColumns, func(c household.Column) bool { return c.Name == n })
		out = append(out, household.HouseholdColumns[i])
	}
	members := []string{"full_name", "sex", "birth_date", "ethnicity", "citizen_id", "health_insurance"}
	for _, n := range members {
		i := slices.IndexFunc(household.MemberColumns, func(c household.Column) bool { return c.Name == n })
		out = append(out, household.MemberColumns[i])
	}
	return out
}

// Input is what was pasted from a spreadsheet: rows with tabs between the cells, a row a household with its head.
// A first row of headers says which columns there are; without one they are those of Columns in order.
type Input struct {
	Text string
	On   date.Date
	// Sure are the questions (Fault.Asks) that a person has answered with yes, each after its household's code, one
	// about a new hamlet after its commune's.
	Sure []string
}

// Fault is what is wrong with a pasted row, which counts from 0 without the header.
type Fault struct {
	Row    int
	Column string
	Text   errs.Text
	Asks   string // what Sure answers, where the fault is a question
}

// Result is what became of the rows: Rows = Good + those with faults. Left are the rows with faults, to be
// corrected.
type Result struct {
	Rows, Good, Saved int
	Zeros             int // citizen numbers that got the noughts back which a spreadsheet had taken
	Faults            []Fault
	Left              string
}

// mostPasted is how many rows are pasted at once; more is an import's work.
const mostPasted = 1000

type pasted struct {
	cells []string
	h     *household.Household
	was   *households.Version
	zeros bool               // its citizen number got its noughts back
	asked question.Questions // and confirmed
}

// Check says what is wrong with pasted rows and saves nothing.
func (o *Desk) Check(ctx context.Context, a *office.Ask, in Input) (*Result, error) {
	res, _, _, err := o.read(ctx, a, &in)
	return res, err
}

// Save saves the rows without faults in one transaction; the others come back as they were pasted.
func (o *Desk) Save(ctx context.Context, a *office.Ask, in Input) (*Result, error) {
	res, rows, columns, err := o.read(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	bad := map[int]bool{}
	for _, f := range res.Faults {
		bad[f.Row] = true
	}
	var left strings.Builder
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	left.WriteString(strings.Join(names, "\t"))
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		res.Saved = 0
		for i := range rows {
			if bad[i] {
				continue
			}
			if err := o.saveRow(ctx, tx, a, &rows[i], in.On); err != nil {
				return err
			}
			res.Saved++
		}
		return nil
	})
	for i := range rows {
		if bad[i] {
			left.WriteString("\n" + strings.Join(rows[i].cells, "\t"))
		}
	}
	res.Left = left.String()
	return res, err
}

func (o *Desk) saveRow(ctx context.Context, tx *office.Tx, a *office.Ask, p *pasted, on date.Date) error {
	if p.was != nil {
		v := o.book.Next(a, p.was, "edit", max(on, p.was.ValidFrom))
		v.Household = *p.h
		if len(household.Changes(&p.was.Household, p.h)) == 0 {
			return nil
		}
		if err := o.book.SupersedeIn(ctx, tx, v, p.was, "household.edit", "dán từ Excel"); err != nil {
			return err
		}
		return o.book.Confirm(ctx, tx, v, p.asked)
	}
	v := &households.Version{Province: string(o.office.ProvinceCode()), State: households.Active, ValidFrom: on,
		RecordedAt: o.office.Now(), RecordedBy: a.Account, Deed: "create", Household: *p.h}
	r, err := o.book.View().Classify(p.h)
	if err != nil {
		return err
	}
	v.Class = r.Class
	if err := households.Create(ctx, tx, v); err != nil {
		return err
	}
	if err := o.book.Recorded(ctx, tx, v, nil, "household.create", "dán từ Excel", r); err != nil {
		return err
	}
	return o.book.Confirm(ctx, tx, v, p.asked)
}

func (o *Desk) read(ctx context.Context, a *office.Ask,
	in *Input) (*Result, []pasted, []household.Column, error) {
	if !o.office.May(a, access.EditHouseholds) {
		return nil, nil, nil, office.Forbidden()
	}
	if in.On.IsZero() {
		in.On = o.office.Day()
	}
	if in.On > o.office.Day() {
		return nil, nil, nil, errs.New(errs.Invalid, "the day may not lie after today")
	}
	table, err := Split(in.Text)
	if err != nil {
		return nil, nil, nil, err
	}
	columns := Columns()
	if len(table) > 0 {
		if named := headerOf(table[0]); named != nil {
			columns, table = named, table[1:]
		}
	}
	if len(table) > mostPasted {
		return nil, nil, nil, errs.New(errs.Invalid, "at most 1,000 rows at a time; use the import for more")
	}
	res := &Result{Rows: len(table)}
	rows := make([]pasted, len(table))
	asked := map[string]bool{}
	codes, numbers := map[household.ID]int{}, map[string]int{}
	for i, cells := range table {
		rows[i].cells = cells
		faults, err := o.row(ctx, a, &rows[i], columns, in)
		if err != nil {
			return nil, nil, nil, err
		}
		if h := rows[i].h; h.Code != "" {
			if _, dup := codes[h.Code]; dup {
				faults = append(faults, Fault{Column: "household_code", Text: errs.T("the code stands twice")})
			}
			codes[h.Code] = i
		}
		faults = append(faults, twice(numbers, rows[i].h, i, in.Sure)...)
		if len(faults) == 0 {
			res.Good++
		}
		if rows[i].zeros {
			res.Zeros++
		}
		for _, f := range faults {
			f.Row = i
			if asked[f.Asks] { // answered where it is asked first
				f.Asks = ""
			}
			asked[f.Asks] = true
			res.Faults = append(res.Faults, f)
		}
	}
	return res, rows, columns, nil
}

// twice asks of a row whose head has the citizen number of a row before.
func twice(numbers map[string]int, h *household.Household, row int, same []string) []Fault {
	head := h.Head()
	if head == nil || head.CitizenID == "" {
		return nil
	}
	first, dup := numbers[head.CitizenID]
	if !dup {
		numbers[head.CitizenID] = row
		return nil
	}
	key := string(h.Code) + "/twice"
	if slices.Contains(same, key) {
		return nil
	}
	return []Fault{{Column: "citizen_id", Asks: key,
		Text: errs.T("the same citizen number as row %d: check the number on the card", first+1)}}
}

// Split splits what was pasted from a spreadsheet into rows of trimmed cells, without empty rows. Errors
// (errs.Invalid): text that is no table.
func Split(text string) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(norm.NFC.String(text)))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	var out [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, errs.New(errs.Invalid, "the pasted rows cannot be read: paste them again")
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		if strings.Join(row, "") != "" {
			out = append(out, row)
		}
	}
}

// headerOf returns the columns that a row names, nil where it is no header.
func headerOf(row []string) []household.Column {
	known := 0
	out := make([]household.Column, len(row))
	for i, text := range row {
		key := vietnamese.Fold(text)
		for _, c := range slices.Concat(household.HouseholdColumns, household.MemberColumns) {
			if key == vietnamese.Fold(c.Name) || key == vietnamese.Fold(c.Title) {
				out[i] = c
				known++
				break
			}
		}
	}
	if known < 3 {
		return nil
	}
	return out
}

func (o *Desk) row(ctx context.Context, a *office.Ask, p *pasted, columns []household.Column,
	in *Input) (out []Fault, err error) {
	fault := func(column string, t errs.Text) { out = append(out, Fault{Column: column, Text: t}) }
	texts, read := map[string]string{}, []doubt.Doubt(nil)
	for i, c := range columns {
		if i >= len(p.cells) || c.Name == "" {
			continue
		}
		plain, d, why := o.office.Codes().Read(c, p.cells[i], in.On)
		if why.VI != "" {
			fault(c.Name, why)
			continue
		}
		if texts[c.Name] = plain; d != nil {
			if isMember(c.Name) {
				d.Member = 1
			}
			read = append(read, *d)
		}
	}
	p.h = &household.Household{Members: []household.Member{{No: 1, Relationship: household.Head}}}
	if id := o.book.View().Snap.ByCode(texts["household_code"]); id != 0 {
		was, err := o.book.Seen(ctx, a, id)
		if err != nil {
			fault("household_code", errs.T("the code is taken elsewhere: use another"))
			return out, nil
		}
		if was.State != households.Active {
			fault("household_code", errs.T("this household is closed or deleted: bring it back first"))
			return out, nil
		}
		p.was, p.h = was, was.Household.Clone()
	}
	head := p.h.Head()
	for _, c := range columns {
		text, ok := texts[c.Name]
		if !ok || text == "" && p.was != nil { // a blank cell over a known answer changes nothing here
			continue
		}
		set := p.h.Set
		if isMember(c.Name) {
			set = head.Set
		}
		if err := set(c.Name, text); err != nil {
			fault(c.Name, errs.T("not understood"))
		}
	}
	if err := o.office.In(a, access.EditHouseholds, access.ViewHouseholds, p.h.Commune); err != nil &&
		p.h.Commune != "" {
		fault("commune_code", errs.T("this commune is outside what your account may write"))
	}
	o.zeros(head, p)
	o.book.Complete(p.h, in.On)
	for _, f := range o.book.Check(p.h, in.On) {
		fault(f.Column, f.Text)
	}
	if p.was != nil && p.h.Commune != p.was.Household.Commune {
		fault("commune_code", errs.T("the household belongs to %s: a move is entered in its form",
			o.office.Unit(p.was.Household.Commune).FullName))
	}
	if len(out) == 0 {
		if err := o.alone(ctx, p, fault); err != nil {
			return nil, err
		}
	}
	asked, err := o.asked(ctx, a, p, read, in)
	return append(out, asked...), err
}

// alone finds fault with a row that needs a second person: a decision is about its household, and it makes another
// class.
func (o *Desk) alone(ctx context.Context, p *pasted, fault func(string, errs.Text)) error {
	if p.was == nil {
		return nil
	}
	other, err := o.register.Reclasses(ctx, p.was, p.h)
	if other {
		fault("household_code", errs.T("these answers make another class than “%s” of a household that a decision is about: enter them in its form, where a second person agrees",
			o.book.Standard().ClassTitle(p.was.Class)))
	}
	return err
}

// asked are the questions about a row that a person has not answered yet; what was answered is kept with the row.
func (o *Desk) asked(ctx context.Context, a *office.Ask, p *pasted, read []doubt.Doubt,
	in *Input) (out []Fault, err error) {
	p.asked, err = o.book.Asked(ctx, a, p.h, p.was, in.On)
	var faults book.Faults
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			out = append(out, Fault{Column: f.Column, Text: f.Text})
		}
	case err != nil:
		return nil, err
	}
	code := string(p.h.Code)
	for i := range p.asked {
		q := &p.asked[i]
		key := code + "/" + q.Key()
		if q.Kind == question.Hamlet { // one answer for all its households
			key = string(p.h.Commune) + "/" + q.Key()
		}
		if !slices.Contains(in.Sure, key) {
			out = append(out, Fault{Column: q.Column, Text: q.Text, Asks: key})
		}
	}
	var was *household.Household
	if p.was != nil {
		was = &p.was.Household
	}
	for _, d := range o.book.Doubted(p.h, was, read, in.On, nil) {
		if asks := code + "/" + p.h.Head().Name + "/" + d.Key(); !slices.Contains(in.Sure, asks) {
			out = append(out, Fault{Column: d.Column, Text: d.Reason, Asks: asks})
		}
	}
	return out, nil
}

// zeros gives a citizen number of 10 or 11 digits the noughts back that a spreadsheet took, where all that is known of
// the person fits it then.
func (o *Desk) zeros(m *household.Member, p *pasted) {
	if n := len(m.CitizenID); n != 10 && n != 11 || strings.Trim(m.CitizenID, "0123456789") != "" {
		return
	}
	whole := strings.Repeat("0", 12-len(m.CitizenID)) + m.CitizenID
	if o.office.Codes().Citizen.Check(whole, m.Sex, m.Birth) == (errs.Text{}) {
		m.CitizenID, p.zeros = whole, true
	}
}

func isMember(column string) bool {
	return column != "household_code" && slices.ContainsFunc(household.MemberColumns,
		func(c household.Column) bool { return c.Name == column })
}
