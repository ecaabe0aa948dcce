package supports

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/paste"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/vietnamese"
)

// SupportColumn is a column of pasted supports.
type SupportColumn struct {
	Name  string
	Title errs.Text
}

// SupportColumns are the columns that pasted supports have where no header says otherwise. The details of the kinds
// (their codes or titles) may follow under a header.
func SupportColumns() []SupportColumn {
	return []SupportColumn{
		{"kind", errs.T("Kind of support")}, {"household_code", errs.T("Household code")},
		{"member_no", errs.T("Member no.")}, {"day", errs.T("SupportColumns|Day")},
		{"quantity", errs.T("Quantity")}, {"amount", errs.T("Amount")}, {"source", errs.T("Source of money")},
		{"content", errs.T("Content")}, {"activity", errs.T("SupportColumns|Activity")},
		{"evidence", errs.T("Evidence")},
		{"commune_code", errs.T("SupportColumns|Commune")}, {"note", errs.T("Note")},
	}
}

// SupportPaste is what became of pasted supports: Rows = Good + those with faults. Left are the rows with faults, with
// why.
type SupportPaste struct {
	paste.Result
	First, Last int64 // ids of what was saved, for taking all of it back
}

// mostSupports is how many supports are pasted or read from a workbook at once.
const mostSupports = 5000

// CheckSupports says what is wrong with pasted supports and saves nothing; rows that stand in each other's way are
// found too. It waits for nobody's save.
func (o *bulk) CheckSupports(ctx context.Context, a *office.Ask, text string) (*SupportPaste, error) {
	return o.pasteSupports(ctx, a, text, false)
}

// SaveSupports saves the rows against which nothing stands in one transaction; the others come back as they were.
func (o *bulk) SaveSupports(ctx context.Context, a *office.Ask, text string) (*SupportPaste, error) {
	return o.pasteSupports(ctx, a, text, true)
}

func (o *bulk) pasteSupports(ctx context.Context, a *office.Ask, text string, keep bool) (*SupportPaste, error) {
	if !o.office.May(a, access.RecordSupports) {
		return nil, office.Forbidden()
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	table, err := paste.Split(text)
	if err != nil {
		return nil, err
	}
	var heads []string
	columns := make([]string, 0, 12)
	for _, col := range SupportColumns() {
		columns = append(columns, col.Name)
	}
	if len(table) > 0 {
		if named := supportHeader(c, table[0]); named != nil {
			columns, heads, table = named, table[0], table[1:]
		}
	}
	if len(table) > mostSupports {
		return nil, errs.New(errs.Invalid, "at most %d rows at a time: split the table", mostSupports)
	}
	p := &supportPaster{o: o.Desk, a: a, c: c, columns: columns, heads: heads}
	if keep {
		err = o.office.Each(ctx, a, func(tx *office.Tx) error {
			tx.Long()
			return p.rows(ctx, tx, table, func(in *SupportInput, ask *programme.Asked) error {
				return p.record(ctx, tx, in, ask)
			})
		})
	} else {
		err = o.office.Look(ctx, func(from store.Reader) error {
			return p.rows(ctx, from, table, func(in *SupportInput, ask *programme.Asked) error {
				return p.look(ctx, from, in, ask)
			})
		})
	}
	if p.res != nil {
		p.res.Left = p.left(table)
	}
	return p.res, err
}

// supportPaster reads pasted rows one after another.
type supportPaster struct {
	o       *Desk
	a       *office.Ask
	c       *programme.Catalogue
	columns []string
	heads   []string // as the header has them; nil without one
	res     *SupportPaste
	// rows of a look against which nothing stands: those after them are held against them too
	looked []programme.Support
}

// whyHeader heads the column of reasons in what comes back; it is passed over when it comes again.
const whyHeader = "lý do trả lại"

// beside are headers of columns that people keep beside what is recorded: they are passed over.
var beside = []string{whyHeader, "STT", "TT", "Họ và tên", "Họ tên", "Tên", "Chủ hộ", "Xã", "Ấp", "Ấp, khóm", "Địa chỉ"}

// stranger is the header of a column that nobody knows; "" where the column is known or may stand beside.
func (p *supportPaster) stranger(i int) string {
	if i >= len(p.heads) || p.columns[i] != "" {
		return ""
	}
	key := vietnamese.Fold(p.heads[i])
	if slices.ContainsFunc(beside, func(b string) bool { return vietnamese.Fold(b) == key }) {
		return ""
	}
	return p.heads[i]
}

// takeRow records a row, or looks what stands against it.
type takeRow func(*SupportInput, *programme.Asked) error

// rows takes one row after another.
func (p *supportPaster) rows(ctx context.Context, from store.Reader, table [][]string, take takeRow) error {
	p.res, p.looked = &SupportPaste{Result: paste.Result{Rows: len(table)}}, nil
	for i, cells := range table {
		if err := p.Row(ctx, from, i, cells, take); err != nil {
			return err
		}
	}
	return nil
}

// record records a row.
func (p *supportPaster) record(ctx context.Context, tx *office.Tx, in *SupportInput, ask *programme.Asked) error {
	if err := p.o.stands(ctx, tx, p.a, in, ask, false); err != nil {
		return err
	}
	v, err := p.o.recordIn(ctx, tx, p.a, in)
	if err != nil {
		return err
	}
	p.res.Saved++
	if p.res.First == 0 {
		p.res.First = v.ID
	}
	p.res.Last = v.ID
	return nil
}

// look says what stands against a row and records nothing.
func (p *supportPaster) look(ctx context.Context, from store.Reader, in *SupportInput, ask *programme.Asked) error {
	if err := p.o.stands(ctx, from, p.a, in, ask, false, p.looked...); err != nil {
		return err
	}
	s := in.Support
	s.State = programme.Valid
	p.looked = append(p.looked, s)
	return nil
}

// Row takes one row, or notes why it cannot be taken. An error ends everything; what is wrong with a row does not.
func (p *supportPaster) Row(ctx context.Context, from store.Reader, i int, cells []string, take takeRow) error {
	in, faults := p.parse(cells)
	if len(faults) == 0 {
		ask, err := p.o.asked(ctx, from, p.a, in)
		if err == nil {
			if err = take(in, ask); err == nil {
				p.res.Good++
				return nil
			}
		}
		if faults, err = rowFaults(err); err != nil {
			return err
		}
	}
	for _, f := range faults {
		f.Row = i
		p.res.Faults = append(p.res.Faults, f)
	}
	return nil
}

// rowFaults turns an error of one row into what is said beside it; other errors end everything.
func rowFaults(err error) ([]paste.Fault, error) {
	var r *Refusal
	if errors.As(err, &r) {
		var out []paste.Fault
		for _, f := range r.Findings {
			t := f.Text
			if f.Cite != "" {
				t = errs.T("%s (%s)", t, f.Cite)
			}
			out = append(out, paste.Fault{Column: "kind", Text: t})
		}
		return out, nil
	}
	var e *errs.Error
	if errors.As(err, &e) && e.Kind != errs.Internal && e.Kind != errs.Unavailable {
		return []paste.Fault{{Column: "kind", Text: e.Text()}}, nil
	}
	return nil, err
}

// parse reads the cells of a row.
func (p *supportPaster) parse(cells []string) (*SupportInput, []paste.Fault) {
	in := &SupportInput{Support: programme.Support{Quantity: 1, Details: map[string]string{}}}
	var faults []paste.Fault
	fault := func(column string, text errs.Text) {
		faults = append(faults, paste.Fault{Column: column, Text: text})
	}
	for i, column := range p.columns {
		if i >= len(cells) || cells[i] == "" {
			continue
		}
		if head := p.stranger(i); head != "" { // a slip in a header would lose what stands under it
			fault(head, errs.T("there is no column “%s”; correct its header or leave it out", head))
		}
		if column == "" {
			continue
		}
		if why := p.cell(in, column, cells[i]); why.VI != "" {
			fault(column, why)
		}
	}
	p.answered(in)
	switch {
	case len(faults) > 0:
	case in.Kind == "":
		fault("kind", errs.T("the kind of support is missing"))
	case in.Day.IsZero():
		fault("day", errs.T("the day is missing"))
	}
	return in, faults
}

// cell sets one cell; it returns what is wrong with it.
func (p *supportPaster) cell(in *SupportInput, column, text string) errs.Text {
	amount := func(to *int64) errs.Text {
		plain, why := p.o.office.Codes().Plain(household.Column{Kind: household.Amount}, text)
		if why.VI == "" {
			*to, _ = strconv.ParseInt(plain, 10, 64) // Plain has made a whole number of it
		}
		return why
	}
	var n int64
	var why errs.Text
	switch column {
	case "kind":
		if in.Kind = p.kindOf(text); in.Kind == "" {
			return errs.T("there is no kind of support “%s”", text)
		}
	case "household_code":
		if in.Household = p.o.book.View().Snap.ByCode(text); in.Household == 0 {
			return errs.T("cell|there is no household “%s”", text)
		}
	case "member_no":
		why = amount(&n)
		in.Member = int(n)
	case "day":
		var ok bool
		if in.Day, ok = reading.Day(text); !ok {
			return errs.T("“%s” is no date; write 2024-12-31", text)
		}
	case "quantity":
		why = amount(&in.Quantity)
	case "amount":
		why = amount(&n)
		in.Amount = household.Dong(n)
	case "source":
		if in.Source = p.fundOf(text); in.Source == "" {
			return errs.T("there is no source of money “%s”", text)
		}
	case "activity":
		why = amount(&in.Activity)
	case "commune_code":
		in.Commune = place.Code(text)
	case "content":
		in.Content = text
	case "evidence":
		in.Evidence = text
	case "note":
		in.Note = text
	default:
		in.Details[column] = text
	}
	return why
}

func (p *supportPaster) kindOf(text string) string {
	key := vietnamese.Fold(text)
	for i := range p.c.Kinds {
		if k := &p.c.Kinds[i]; key == vietnamese.Fold(k.Code) || key == vietnamese.Fold(k.Name.VI) ||
			key == vietnamese.Fold(k.Name.EN) {
			return k.Code
		}
	}
	return ""
}

func (p *supportPaster) fundOf(text string) string {
	key := vietnamese.Fold(text)
	for i := range p.c.Funds {
		if f := &p.c.Funds[i]; key == vietnamese.Fold(f.Code) || key == vietnamese.Fold(f.Name.VI) ||
			key == vietnamese.Fold(f.Name.EN) {
			return f.Code
		}
	}
	return ""
}

// answered writes the yes and no of people ("có", "không") as details keep them.
func (p *supportPaster) answered(in *SupportInput) {
	for k := range p.c.Kinds {
		for _, d := range p.c.Kinds[k].Details {
			if p.c.Kinds[k].Code != in.Kind || d.Type != "bool" {
				continue
			}
			switch vietnamese.Fold(in.Details[d.Code]) {
			case "co":
				in.Details[d.Code] = "yes"
			case "khong":
				in.Details[d.Code] = "no"
			}
		}
	}
}

// supportHeader returns the columns that a row names, nil where it is no header. Details of the kinds count too.
func supportHeader(c *programme.Catalogue, row []string) []string {
	known := 0
	out := make([]string, len(row))
	for i, text := range row {
		key := vietnamese.Fold(text)
		for _, col := range SupportColumns() {
			if key == vietnamese.Fold(col.Name) || key == vietnamese.Fold(col.Title.VI) ||
				key == vietnamese.Fold(col.Title.EN) {
				out[i] = col.Name
				known++
			}
		}
		for k := range c.Kinds {
			for _, d := range c.Kinds[k].Details {
				if out[i] == "" && key != "" && (key == vietnamese.Fold(d.Code) || key == vietnamese.Fold(d.Title.VI)) {
					out[i] = d.Code
				}
			}
		}
	}
	if known < 3 {
		return nil
	}
	return out
}

// left are the rows with faults under their header, with why in a last column.
func (p *supportPaster) left(table [][]string) string {
	why := map[int][]string{}
	for _, f := range p.res.Faults {
		why[f.Row] = append(why[f.Row], f.Text.VI)
	}
	if len(why) == 0 {
		return ""
	}
	kept, heads := make([]int, 0, len(p.columns)), make([]string, 0, len(p.columns)+1)
	for i, column := range p.columns {
		if column == "" && i < len(p.heads) {
			column = p.heads[i]
		}
		if vietnamese.Fold(column) != vietnamese.Fold(whyHeader) {
			kept, heads = append(kept, i), append(heads, column)
		}
	}
	var b strings.Builder
	b.WriteString(strings.Join(append(heads, whyHeader), "\t"))
	for i, cells := range table {
		reasons := why[i]
		if reasons == nil {
			continue
		}
		b.WriteByte('\n')
		for _, at := range kept {
			if at < len(cells) {
				b.WriteString(clean(cells[at]))
			}
			b.WriteByte('\t')
		}
		b.WriteString(clean(strings.Join(reasons, "; ")))
	}
	return b.String()
}

// clean is a cell's text without what would part cells and rows.
func clean(s string) string {
	return strings.NewReplacer("\t", " ", "\n", " ", "\r", " ", `"`, "").Replace(s)
}

// SupportsFromBook reads the first sheet of a workbook as rows to be pasted. Errors: errs.Invalid with where.
func (o *bulk) SupportsFromBook(src io.Reader, name string) (text string, err error) {
	err = o.office.WithUpload(src, office.MostUploaded, office.EndingOf(name), func(path string) error {
		text, err = bookText(path)
		return err
	})
	return text, err
}

func bookText(path string) (text string, err error) {
	book, err := sheet.Open(path, office.UploadLimits())
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	names := book.Sheets()
	if len(names) == 0 {
		return "", errs.New(errs.Invalid, "the file has no sheet")
	}
	rows, err := book.Rows(names[0])
	if err != nil {
		return "", err
	}
	var b strings.Builder
	n := 0
	for rows.Next() {
		if n++; n > mostSupports+1 {
			err = errs.New(errs.Invalid, "more than %d rows: split the file", mostSupports)
			break
		}
		row := rows.Row()
		for i := range row.Cells {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(clean(reading.Shown(&row.Cells[i], rows.Epoch1904())))
		}
		b.WriteByte('\n')
	}
	return b.String(), errors.Join(err, rows.Err(), rows.Close())
}

// WithdrawSupports takes back what somebody has just pasted: supports of his own between two ids.
func (o *bulk) WithdrawSupports(ctx context.Context, a *office.Ask, first, last int64,
	reason string) (n int, err error) {
	if err := office.NeedReason(reason); err != nil {
		return 0, err
	}
	if first <= 0 || last < first || last-first >= mostSupports {
		return 0, errs.New(errs.Invalid, "there is no such entry")
	}
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		n = 0
		for id := first; id <= last; id++ {
			v, err := supports.Find(ctx, tx, string(o.office.ProvinceCode()), id)
			if office.IgnoreNotFound(err) != nil {
				return err
			}
			if err != nil || v.RecordedBy != a.Account { // that somebody else has recorded one is not told
				return office.Forbidden()
			}
			if v.State != programme.Valid {
				continue
			}
			if err := o.office.In(a, access.RecordSupports, access.ViewSupports, o.nowCommune(v)); err != nil {
				return err
			}
			if err := o.withdrawIn(ctx, tx, a, v, reason); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}
