package shifts

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/sheet"
	"giamngheo/internal/tablepaper"
)

// Changed is a line with what a submission takes from it and gives it.
type Changed struct {
	Known
	Less, More money.Dong
}

// After is what the line has available then.
func (c *Changed) After() money.Dong { return c.A - c.Less + c.More }

// Lines are the lines that a submission changes, in the order of its transfers.
func (s *Shown) Lines() (out []Changed) {
	at := map[int64]int{}
	of := func(k *Known) *Changed {
		if _, had := at[k.Figures.Line]; !had {
			at[k.Figures.Line] = len(out)
			out = append(out, Changed{Known: *k})
		}
		return &out[at[k.Figures.Line]]
	}
	for i := range s.Moves {
		m := &s.Moves[i]
		of(&m.Start).Less += m.Amount
		of(&m.End).More += m.Amount
	}
	return out
}

// Deciders are who decides on a submission's transfers, as far as the rules know.
func (s *Shown) Deciders() (out []errs.Text) {
	for i := range s.Moves {
		if k := s.Moves[i].Kind; k != nil && k.Decider != nil && !slices.Contains(names(out), k.Decider.VI) {
			out = append(out, *k.Decider)
		}
	}
	return out
}

func names(all []errs.Text) (out []string) {
	for i := range all {
		out = append(out, all[i].VI)
	}
	return out
}

// Cites are the articles of the rules that a submission goes by, as far as they are known.
func (s *Shown) Cites() (out []string) {
	for i := range s.Moves {
		if k := s.Moves[i].Kind; k != nil && k.Cite != "" && !slices.Contains(out, k.Cite) {
			out = append(out, k.Cite)
		}
	}
	return out
}

// Spared says why money can be taken from the line of a transfer.
func (m *Move) Spared() errs.Text { return m.Start.Left() }

// Wanted says why the line to which a transfer goes lacks money; of what was set by hand its reason.
func (m *Move) Wanted() errs.Text { return errs.Join("; ", m.End.Whys()) }

// Decider is who decides on it, empty where that is not known.
func (m *Move) Decider() errs.Text {
	if m.Kind == nil || m.Kind.Decider == nil {
		return errs.Text{}
	}
	return *m.Kind.Decider
}

// Beyond reports whether more is taken from a line than the forecast leaves it to spare.
func (s *Shown) Beyond(m Move) bool {
	sum := money.Dong(0)
	for i := range s.Moves {
		if s.Moves[i].From == m.From {
			sum += s.Moves[i].Amount
		}
	}
	return sum > m.Start.Spare()
}

// Write writes the annex of a submission as a paper on sheets of a workbook: its transfers with their reasons, and the
// lines before and after. The reading is on the record. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Write(ctx context.Context, a *office.Ask, id int64, out io.Writer) error {
	s, err := d.Shift(ctx, a, id)
	if err != nil {
		return err
	}
	d.office.Saw(a, office.Deed{Action: "shift.export", Kind: "shift", Subject: office.IDText(id), Place: s.Place})
	book := sheet.NewWriter(out)
	if err := s.writeMoves(book); err != nil {
		return err
	}
	if err := s.writeLines(book); err != nil {
		return err
	}
	return book.Close()
}

// under are the lines under the title of a sheet.
func (s *Shown) under() []string {
	by := "Kèm theo Tờ trình số ……/TTr-…… ngày …… tháng …… năm ……"
	if s.Document != nil {
		by = fmt.Sprintf("Kèm theo %s %s ngày %s", s.Document.Kind.Title().VI, s.Document.Symbol(),
			s.Document.Day.Vietnamese())
	}
	return []string{s.Title, by, fmt.Sprintf("Số liệu đến ngày %s; đơn vị tính: đồng", s.Day.Vietnamese())}
}

// remarks are what stands under a sheet.
func (s *Shown) remarks() (out []string) {
	if s.Unknown {
		out = append(out, "MẪU: chưa biết ai quyết định một số loại điều chuyển, căn cứ nào; cơ quan tài chính điền vào tệp quy tắc.")
	}
	if s.Demo {
		out = append(out, "MẪU: số liệu tổng hợp, không phải số liệu thật.")
	}
	return out
}

func (s *Shown) writeMoves(book *sheet.Writer) error {
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Điều chuyển", Unit: s.Unit.FullName,
		Title: fmt.Sprintf("Phụ lục điều chuyển vốn năm %d", s.Year), Under: s.under(),
		Columns: []tablepaper.Column{{Title: "Từ dòng vốn", Width: 34}, {Title: "Đến dòng vốn", Width: 34},
			{Title: "Số tiền", Width: 17}, {Title: "Vì sao có thể chuyển đi", Width: 34},
			{Title: "Vì sao cần thêm vốn", Width: 34}, {Title: "Loại điều chuyển", Width: 26},
			{Title: "Ai quyết định", Width: 18}}})
	if err != nil {
		return err
	}
	for i := range s.Moves {
		m := &s.Moves[i]
		kind, decider, wanted := m.Rule, "chưa biết", m.Wanted().VI
		if m.Kind != nil {
			kind = m.Kind.Name.VI
		}
		if by := m.Decider().VI; by != "" {
			decider = by
		}
		if m.Reason != "" {
			wanted = strings.Trim(wanted+"; "+m.Reason, "; ")
		}
		if err := body.Row([]sheet.Out{sheet.TextCell(m.Start.Name.VI), sheet.TextCell(m.End.Name.VI),
			sheet.NumberCell(int64(m.Amount)), sheet.TextCell(m.Spared().VI), sheet.TextCell(wanted),
			sheet.TextCell(kind), sheet.TextCell(decider)}, false); err != nil {
			return err
		}
	}
	if err := body.Row([]sheet.Out{sheet.TextCell("Cộng"), {}, sheet.NumberCell(int64(s.Sum))}, true); err != nil {
		return err
	}
	return body.End(s.remarks(), s.Unit.Name, s.Day)
}

func (s *Shown) writeLines(book *sheet.Writer) error {
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Trước và sau", Unit: s.Unit.FullName,
		Title: fmt.Sprintf("Dự toán năm %d trước và sau điều chuyển", s.Year), Under: s.under(),
		Columns: []tablepaper.Column{{Title: "Dòng vốn", Width: 44}, {Title: "Trước", Width: 17},
			{Title: "Đã giải ngân (K)", Width: 17}, {Title: "Giảm", Width: 17}, {Title: "Tăng", Width: 17},
			{Title: "Sau", Width: 17}}})
	if err != nil {
		return err
	}
	var sum [5]money.Dong
	row := func(name string, of [5]money.Dong, bold bool) error {
		cells := []sheet.Out{sheet.TextCell(name)}
		for _, v := range of {
			cells = append(cells, sheet.NumberCell(int64(v)))
		}
		return body.Row(cells, bold)
	}
	for _, c := range s.Lines() {
		of := [5]money.Dong{c.A, c.K, c.Less, c.More, c.After()}
		for i := range of {
			sum[i] += of[i]
		}
		if err := row(c.Name.VI, of, false); err != nil {
			return err
		}
	}
	if err := row("Cộng", sum, true); err != nil {
		return err
	}
	return body.End(s.remarks(), s.Unit.Name, s.Day)
}
