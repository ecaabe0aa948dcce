package transfer

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// PasteColumns are the columns of the editable grid: a household and its head in one row, as officers keep it in Excel.
func PasteColumns() []household.Column {
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

// PasteInput is what was pasted from a spreadsheet: rows with tabs between the cells, a row a household with its head.
// A first row of headers says which columns there are; without one they are those of PasteColumns in order.
type PasteInput struct {
	Text string
	On   date.Date
}

// PasteFault is what is wrong with a pasted row, which counts from 0 without the header.
type PasteFault struct {
	Row    int
	Column string
	Text   errs.Text
}

// PasteResult is what became of the rows: Rows = Good + those with faults. Left are the rows with faults, to be
// corrected.
type PasteResult struct {
	Rows, Good, Saved int
	Faults            []PasteFault
	Left              string
}

// mostPasted is how many rows are pasted at once; more is an import's work.
const mostPasted = 1000

type pasted struct {
	cells []string
	h     *household.Household
	was   *households.Version
}

// CheckPaste says what is wrong with pasted rows and saves nothing.
func (o *Desk) CheckPaste(ctx context.Context, a *office.Ask, in PasteInput) (*PasteResult, error) {
	res, _, _, err := o.readPaste(ctx, a, &in)
	return res, err
}

// SavePaste saves the rows without faults in one transaction; the others come back as they were pasted.
func (o *Desk) SavePaste(ctx context.Context, a *office.Ask, in PasteInput) (*PasteResult, error) {
	res, rows, columns, err := o.readPaste(ctx, a, &in)
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
			if err := o.savePasted(ctx, tx, a, &rows[i], in.On); err != nil {
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

func (o *Desk) savePasted(ctx context.Context, tx *office.Tx, a *office.Ask, p *pasted, on date.Date) error {
	if p.was != nil {
		v := o.book.Next(a, p.was, "edit", max(on, p.was.ValidFrom))
		v.Household = *p.h
		if len(household.Changes(&p.was.Household, p.h)) == 0 {
			return nil
		}
		return o.book.SupersedeIn(ctx, tx, v, p.was, "household.edit", "dán từ Excel")
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
	return o.book.Recorded(ctx, tx, v, nil, "household.create", "dán từ Excel", r)
}

func (o *Desk) readPaste(ctx context.Context, a *office.Ask,
	in *PasteInput) (*PasteResult, []pasted, []household.Column, error) {
	if !o.office.May(a, access.EditHouseholds) {
		return nil, nil, nil, office.Forbidden()
	}
	if in.On.IsZero() {
		in.On = o.office.Day()
	}
	if in.On > o.office.Day() {
		return nil, nil, nil, errs.New(errs.Invalid, "the day may not lie after today")
	}
	table, err := SplitPaste(in.Text)
	if err != nil {
		return nil, nil, nil, err
	}
	columns := PasteColumns()
	if len(table) > 0 {
		if named := headerOf(table[0]); named != nil {
			columns, table = named, table[1:]
		}
	}
	if len(table) > mostPasted {
		return nil, nil, nil, errs.New(errs.Invalid, "at most 1,000 rows at a time; use the import for more")
	}
	res := &PasteResult{Rows: len(table)}
	rows := make([]pasted, len(table))
	codes := map[household.ID]int{}
	for i, cells := range table {
		rows[i].cells = cells
		faults := o.pastedRow(ctx, a, &rows[i], columns, in.On)
		if h := rows[i].h; h.Code != "" {
			if _, dup := codes[h.Code]; dup {
				faults = append(faults, PasteFault{Column: "household_code", Text: errs.T("the code stands twice")})
			}
			codes[h.Code] = i
		}
		if len(faults) == 0 {
			res.Good++
		}
		for _, f := range faults {
			f.Row = i
			res.Faults = append(res.Faults, f)
		}
	}
	return res, rows, columns, nil
}

// SplitPaste splits what was pasted from a spreadsheet into rows of trimmed cells, without empty rows. Errors
// (errs.Invalid): text that is no table.
func SplitPaste(text string) ([][]string, error) {
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

func (o *Desk) pastedRow(ctx context.Context, a *office.Ask, p *pasted, columns []household.Column,
	on date.Date) (out []PasteFault) {
	fault := func(column string, t errs.Text) { out = append(out, PasteFault{Column: column, Text: t}) }
	texts := map[string]string{}
	for i, c := range columns {
		if i >= len(p.cells) || c.Name == "" {
			continue
		}
		plain, why := o.office.Codes().Plain(c, p.cells[i])
		if why.VI != "" {
			fault(c.Name, why)
			continue
		}
		texts[c.Name] = plain
	}
	p.h = &household.Household{Members: []household.Member{{No: 1, Relationship: household.Head}}}
	if id := o.book.View().Snap.ByCode(texts["household_code"]); id != 0 {
		was, err := o.book.Seen(ctx, a, id)
		if err != nil {
			fault("household_code", errs.T("the code is taken elsewhere: use another"))
			return out
		}
		if was.State != households.Active {
			fault("household_code", errs.T("this household is closed or deleted: bring it back first"))
			return out
		}
		p.was, p.h = was, was.Household.Clone()
	}
	head := p.h.Head()
	if p.was != nil {
		if why := otherPerson(&p.was.Household, texts); why.EN != "" {
			fault("full_name", why)
			return out
		}
	}
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
	o.book.Complete(p.h, on)
	for _, f := range o.book.Check(p.h, on) {
		fault(f.Column, f.Text)
	}
	return out
}

// otherPerson says why a pasted row may not go over a household's head, nothing where it may: another name would take
// over the number, sex and birth date of whoever is the head. A spelling is corrected at will; another person is given with
// a number and a birth date of his own, or the head is changed on the household's page.
func otherPerson(was *household.Household, texts map[string]string) errs.Text {
	head, name := was.Head(), texts["full_name"]
	if head == nil || name == "" || head.Name == "" || vietnamese.Fold(name) == vietnamese.Fold(head.Name) {
		return errs.Text{}
	}
	for i := range was.Members {
		if m := &was.Members[i]; m != head && vietnamese.Fold(m.Name) == vietnamese.Fold(name) {
			return errs.T("“%s” is member no. %d of this household already; where the head has changed, change the head on "+
				"the household's page", name, m.No)
		}
	}
	if known := head.CitizenID != "" || head.Birth.Known(); known &&
		(texts["citizen_id"] == "" && head.CitizenID != "" || texts["birth_date"] == "" && head.Birth.Known()) {
		return errs.T("the head in the register is “%s”, whose number, sex and birth date stay: where this is another "+
			"person, paste the number and the birth date too, or change the head on the household's page", head.Name)
	}
	return errs.Text{}
}

func isMember(column string) bool {
	return column != "household_code" && slices.ContainsFunc(household.MemberColumns,
		func(c household.Column) bool { return c.Name == column })
}
