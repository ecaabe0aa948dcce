package result

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/sheet"
)

// cell is one cell of a result row.
type cell = sheet.Out

// table lays results out in columns: who the household is, its class, each indicator, and why.
type table struct {
	std *poverty.Standard
}

type column struct{ name, title string }

// columns are the columns before the indicators and after them.
func (t table) columns() []column {
	cols := []column{{"household_code", "Mã hộ"}, {"commune_code", "Mã xã"}, {"hamlet", "Ấp/khóm"}, {"head", "Chủ hộ"},
		{"members", "Số nhân khẩu"}, {"area", "Khu vực"}, {"class", "Phân loại"}, {"class_title", "Phân loại hộ"},
		{"deprivation_count", "Số chỉ số thiếu hụt"}, {"b2_score", "Điểm B2"}, {"income_basis", "Căn cứ thu nhập"}}
	for i := range t.std.Indicators {
		cols = append(cols, column{t.std.Indicators[i].Code, t.std.Indicators[i].Title.VI})
	}
	return append(cols, column{"undetermined_by", "Còn thiếu câu trả lời"}, column{"standard", "Chuẩn"},
		column{"explanation", "Vì sao"}, column{"explanation_en", "Why (English)"}, column{"note", "Lưu ý"})
}

// widths are the columns' widths: as wide as a title of two lines needs, the explanations wider.
func (t table) widths() []float64 {
	var out []float64
	for _, c := range t.columns() {
		width := max(12, utf8.RuneCountInString(c.title)/2+4)
		if strings.HasPrefix(c.name, "explanation") || c.name == "note" {
			width = 70
		}
		out = append(out, float64(width))
	}
	return out
}

func (t table) header(title bool) []cell {
	var row []cell
	for _, c := range t.columns() {
		text := c.name
		if title {
			text = c.title
		}
		row = append(row, cell{Kind: sheet.Text, Style: sheet.Header, Text: text})
	}
	return row
}

// Row returns one household's row; a deprivation that the answers do not decide stays blank.
func (t table) Row(h *household.Household, e *poverty.Explanation) []cell {
	least, greatest := e.Count()
	count := number(int64(least))
	if greatest > least {
		count = text(strconv.Itoa(least) + "–" + strconv.Itoa(greatest))
	}
	b2 := cell{}
	if points, ok := t.std.B2(&e.Result); ok {
		b2 = number(points)
	}
	head := ""
	if m := h.Head(); m != nil {
		head = m.Name
	}
	row := []cell{text(string(h.Code)), text(string(h.Commune)), text(h.Hamlet), text(head),
		number(int64(len(h.Members))),
		text(h.Area.String()), text(e.Class.String()), text(t.std.ClassTitle(e.Class).VI), count, b2,
		text(e.Basis.String())}
	for i := range t.std.Indicators {
		switch {
		case e.Unanswered&(1<<i) != 0:
			row = append(row, cell{})
		case e.Deprived&(1<<i) != 0:
			row = append(row, number(1))
		default:
			row = append(row, number(0))
		}
	}
	note := ""
	for _, s := range t.std.Samples {
		note = strings.TrimSpace(note + " MẪU – " + s.VI)
	}
	why := t.std.Reason(h, e)
	return append(row, text(strings.Join(e.UndeterminedBy, "; ")), text(t.std.Code), text(why.VI), text(why.EN),
		text(note))
}

func text(s string) cell {
	if s == "" {
		return cell{}
	}
	return cell{Kind: sheet.Text, Text: s}
}

func number(n int64) cell { return cell{Kind: sheet.Number, Number: float64(n)} }

// rowWriter is what a workbook and a CSV file have in common.
type rowWriter interface {
	Row(cells []sheet.Out) error
	Close() error
}

// tableWriter writes results as rows.
type tableWriter struct {
	table
	w rowWriter
}

func newCSVWriter(s *poverty.Standard, w io.Writer) (Writer, error) {
	t := &tableWriter{table{s}, sheet.NewCSVWriter(w)}
	return t, t.w.Row(t.header(false))
}

func newXLSXWriter(s *poverty.Standard, w io.Writer) (Writer, error) {
	x := sheet.NewWriter(w)
	t := &tableWriter{table{s}, x}
	if err := x.Sheet("Kết quả", sheet.Options{FreezeRows: 1, Widths: t.widths()}); err != nil {
		return nil, err
	}
	return t, x.Row(t.header(true))
}

// Encode implements Writer.
func (t *tableWriter) Encode(p *Part, h *household.Household, e *poverty.Explanation) {
	p.rows = append(p.rows, t.Row(h, e))
}

// Write implements Writer.
func (t *tableWriter) Write(p *Part) error {
	for _, r := range p.rows {
		if err := t.w.Row(r); err != nil {
			return err
		}
	}
	return nil
}

// Close implements Writer.
func (t *tableWriter) Close() error { return t.w.Close() }
