package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// cells reads a whole sheet as text; a bad row is its message.
func cells(t testing.TB, path, sheet string) ([][]string, error) {
	t.Helper()
	b, err := Open(path, Limits{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = b.Close() }()
	rows, err := b.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out [][]string
	for rows.Next() {
		row := rows.Row()
		for len(out) < row.Number-1 {
			out = append(out, nil)
		}
		var line []string
		for _, c := range row.Cells {
			line = append(line, string(c.Value))
		}
		if row.Bad != nil {
			line = []string{"BAD: " + row.Bad.Error()}
		}
		out = append(out, trim(line))
	}
	return out, rows.Err()
}

func trim(line []string) []string {
	for len(line) > 0 && line[len(line)-1] == "" {
		line = line[:len(line)-1]
	}
	return line
}

// oracle reads a sheet with excelize, raw values.
func oracle(t testing.TB, path, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i] = trim(rows[i])
	}
	return rows
}

func trimRows(rows [][]string) [][]string {
	rows = append([][]string{nil}, rows...) // no rows and an empty list of rows are the same
	for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1]
	}
	for i := range rows {
		if len(rows[i]) == 0 {
			rows[i] = nil
		}
	}
	return rows
}

// TestAgainstExcelize: the same cells as excelize reads, of workbooks that excelize wrote in its several ways.
func TestAgainstExcelize(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := excelize.NewFile()
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"Hộ nghèo", "Đặng Thị Ở", "=1+1",
			" hai  khoảng ", "_x000D_", "a&b<c>\"d\"", "១២៣ ខ្មែរ", "0123", "x\ny\tz"}))
		for i := range rapid.IntRange(0, 12).Draw(rt, "cells") {
			cell, err := excelize.CoordinatesToCellName(rapid.IntRange(1, 30).Draw(rt, "col"),
				rapid.IntRange(1, 12).Draw(rt, "row"))
			if err != nil {
				rt.Fatal(err)
			}
			var v any
			switch i % 4 {
			case 0:
				v = clean(text.Draw(rt, "text"))
			case 1:
				v = rapid.Int64Range(-1e12, 1e12).Draw(rt, "int")
			case 2:
				v = rapid.Bool().Draw(rt, "bool")
			default:
				v = math.Round(rapid.Float64Range(-1e6, 1e6).Draw(rt, "float")*100) / 100
			}
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				rt.Fatal(err)
			}
		}
		path := filepath.Join(t.TempDir(), "a.xlsx")
		if err := f.SaveAs(path); err != nil {
			rt.Fatal(err)
		}
		got, err := cells(t, path, "Sheet1")
		if err != nil {
			rt.Fatal(err)
		}
		if d := cmp.Diff(trimRows(oracle(t, path, "Sheet1")), trimRows(got)); d != "" {
			rt.Fatalf("excelize (-) and sheet (+):\n%s", d)
		}
	})
}

// clean removes what a cell cannot hold: XML has no other control characters, line ends are Excel's, and a byte order
// mark is none of a text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0xfffd || r == 0xfffe || r == 0xffff || r == 0xfeff || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// TestRoundTrip: what the writer writes, the reader and excelize read.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		table := rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Out {
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				return Out{}
			case 1:
				return Out{Kind: Number, Number: float64(rapid.Int64Range(-1e14, 1e14).Draw(t, "n"))}
			case 2:
				return Out{Kind: Bool, Number: float64(rapid.IntRange(0, 1).Draw(t, "b"))}
			}
			return Out{Kind: Text, Text: strings.ReplaceAll(strings.ToValidUTF8(rapid.String().Draw(t, "s"), ""),
				"\ufffe", ""), Style: Style(rapid.IntRange(0, int(styles)-1).Draw(t, "style"))}
		}), 0, 8), 0, 12).Draw(rt, "table")
		path := filepath.Join(t.TempDir(), "a.xlsx")
		write(t, path, table)
		got, err := cells(t, path, "Trang 1")
		if err != nil {
			rt.Fatal(err)
		}
		var want [][]string
		for _, row := range table {
			var line []string
			for _, o := range row {
				line = append(line, strings.Map(func(r rune) rune {
					if r == 0xffff || r == 0xfffe {
						return 0xfffd
					}
					return r
				}, string(o.appendPlain(nil))))
			}
			want = append(want, trim(line))
		}
		if d := cmp.Diff(trimRows(want), trimRows(got)); d != "" {
			rt.Fatalf("written (-) and read (+):\n%s", d)
		}
	})
}

func (o *Out) appendPlain(b []byte) []byte {
	switch o.Kind {
	case Blank:
		return b
	case Text:
		return append(b, o.Text...)
	}
	return appendNumber(b, o.Number)
}

func write(t testing.TB, path string, table [][]Out) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := NewWriter(f)
	if err := w.Sheet("Trang 1", Options{Widths: []float64{10, 20}, FreezeRows: 1}); err != nil {
		t.Fatal(err)
	}
	for _, row := range table {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWriterReadByExcelize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	write(t, path, [][]Out{
		{{Kind: Text, Text: "Họ và tên", Style: Header}, {Kind: Text, Text: "Ngày", Style: Header}},
		{{Kind: Text, Text: "Lâm Thị Hằng & <con>"}, {Kind: Number, Number: 45292, Style: DateStyle},
			{Kind: Number, Number: 1500000, Style: Whole}},
	})
	got := oracle(t, path, "Trang 1")
	want := [][]string{{"Họ và tên", "Ngày"}, {"Lâm Thị Hằng & <con>", "45292", "1500000"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	b, err := Open(path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	rows, err := b.Rows("Trang 1")
	if err != nil {
		t.Fatal(err)
	}
	rows.Next()
	rows.Next()
	if c := rows.Row().Cells; !c[1].Date || c[2].Date || c[0].Date {
		t.Errorf("dates: %v %v %v", c[0].Date, c[1].Date, c[2].Date)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
}

// parts of a workbook made by hand.
type parts map[string]string

const (
	handRels  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`
	handBook  = `<workbook xmlns:r="http://x/r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	handLinks = `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`
)

func hand(t testing.TB, sheet, shared string) string {
	t.Helper()
	return handParts(t, parts{"_rels/.rels": handRels, "xl/workbook.xml": handBook,
		"xl/_rels/workbook.xml.rels": handLinks,
		"xl/worksheets/sheet1.xml":   sheet, "xl/sharedStrings.xml": shared})
}

func handParts(t testing.TB, p parts) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range p {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file(t, "hand.xlsx", buf.Bytes())
}

func file(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOddWorkbooks(t *testing.T) {
	shared := `<sst><si><t>một</t></si><si><r><t>hai </t></r><r><rPr/><t xml:space="preserve">ba</t></r><rPh sb="0" eb="1"><t>bỏ</t></rPh></si><si/></sst>`
	for _, c := range []struct {
		name, sheet string
		want        [][]string
		err         string
	}{
		{"shared, rich and phonetic",
			`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row></sheetData></worksheet>`, [][]string{{"một", "hai ba"}}, ""},
		{"prefixes",
			`<x:worksheet xmlns:x="n"><x:sheetData><x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>ă</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`, [][]string{nil, {"", "ă"}}, ""},
		{"no references",
			`<worksheet><sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row></sheetData></worksheet>`, [][]string{{"1", "", "3"}, {"4"}}, ""},
		{"entities, CDATA, comments",
			`<worksheet><!-- > <c> --><sheetData><row r="1"><c r="A1" t="str"><f>A2</f><v>&lt;&#7897;&#x1ED9;&amp;&unknown;</v></c><c t="inlineStr"><is><t><![CDATA[<b>&amp;]]></t></is></c></row></sheetData></worksheet>`, [][]string{{"<ộộ&&unknown;", "<b>&amp;"}}, ""},
		{"quotes in attributes",
			`<worksheet a='>"'><sheetData><row r="1"><c r='A1' note=">"><v>1</v></c></row></sheetData></worksheet>`,
			[][]string{{"1"}}, ""},
		{"empty sheet", `<worksheet><sheetData/></worksheet>`, nil, ""},
		{"empty rows",
			`<worksheet><sheetData><row r="1"/><row r="3"><c r="A3"><v>1</v></c></row></sheetData></worksheet>`,
			[][]string{nil, nil, {"1"}}, ""},
		{"shared index out of range",
			`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>`, [][]string{{"BAD: trang “S” dòng 1 cột A: ô trỏ tới chữ không có trong tệp: tệp hỏng"}, {"1"}}, ""},
		{"rows out of order",
			`<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`, [][]string{nil, {"1"}}, "không theo thứ tự"},
		{"cells out of order",
			`<worksheet><sheetData><row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData></worksheet>`, nil, "không theo thứ tự"},
		{"cut short in a row", `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>`,
			[][]string{{"1"}}, "cắt ngang"},
		{"cut short after the rows", `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`,
			[][]string{{"1"}}, "cắt ngang"},
		{"doctype", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>`, nil, "DOCTYPE"},
		{"10 MB in one cell", `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>` +
			strings.Repeat("ă", 5<<20) + `</t></is></c></row><row r="2"><c><v>1</v></c></row></sheetData></worksheet>`,
			[][]string{{"BAD: trang “S” dòng 1 cột A: ô dài hơn 131072 byte"}, {"1"}}, ""},
	} {
		got, err := cells(t, hand(t, c.sheet, shared), "S")
		if d := cmp.Diff(trimRows(c.want), trimRows(got)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if (err == nil) != (c.err == "") || (err != nil && !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.err)
		}
	}
}

func TestFormulasAndKinds(t *testing.T) {
	b, err := Open(hand(t,
		`<worksheet><sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="e"><v>#REF!</v></c><c r="D1"><v>3</v></c></row></sheetData></worksheet>`, `<sst/>`), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	rows, err := b.Rows("S")
	if err != nil || !rows.Next() {
		t.Fatal(err, rows.Err())
	}
	defer func() { _ = rows.Close() }()
	c := rows.Row().Cells
	if !c[0].Formula || c[3].Formula || c[1].Kind != Bool || c[2].Kind != Fault || c[3].Kind != Number {
		t.Errorf("cells: %+v", c)
	}
}

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{"dd/mm/yyyy": true, "[$-42A]d mmmm yyyy;@": true, "0.00": false,
		`#,##0 "đồng"`: false, `"d"0`: false,
		`0"m²"`: false, "General": false, "[Red]0": false, "h:mm": true, `\d0`: false, "@": false} {
		if isDateFormat(code) != want {
			t.Errorf("%q: %v", code, !want)
		}
	}
}

func TestMerged(t *testing.T) {
	b, err := Open(hand(t,
		`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells></worksheet>`, `<sst/>`), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	got, err := b.Merged("S")
	if d := cmp.Diff([]string{"A1:C1"}, got); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestRefusedFiles(t *testing.T) {
	bomb := func(size int) string {
		return handParts(t, parts{"_rels/.rels": handRels, "xl/workbook.xml": handBook,
			"xl/_rels/workbook.xml.rels": handLinks,
			"xl/worksheets/sheet1.xml":   strings.Repeat("0", size), "xl/sharedStrings.xml": "<sst/>"})
	}
	many := parts{}
	for i := range 5000 {
		many[fmt.Sprint("x/", i)] = ""
	}
	good, err := os.ReadFile(hand(t, `<worksheet><sheetData/></worksheet>`, `<sst/>`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, want string }{
		{"zip bomb", bomb(64 << 20), "bom nén"},
		{"too many entries", handParts(t, many), "5000 mục"},
		{"cut short", file(t, "a.xlsx", good[:len(good)/2]), "hỏng hoặc chưa tải xong"},
		{"old Excel", file(t, "a.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest")), ".xlsx"},
		{"pdf", file(t, "a.xlsx", []byte("%PDF-1.7")), "PDF"},
		{"empty", file(t, "a.csv", nil), "rỗng"},
		{"another zip", handParts(t, parts{"word/document.xml": "<w/>"}), "không phải sổ Excel"},
		{"no file", filepath.Join(t.TempDir(), "none.xlsx"), "không có tệp"},
	} {
		b, err := Open(c.path, Limits{})
		if err == nil {
			_ = b.Close()
			t.Errorf("%s: opened", c.name)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestLyingArchive: an archive that unpacks to more than it declares stops at what it declares.
func TestLyingArchive(t *testing.T) {
	path := hand(t, `<worksheet><sheetData>`+strings.Repeat(`<row><c><v>1</v></c></row>`, 20000)+
		`</sheetData></worksheet>`, `<sst/>`)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := make([]byte, 4) // the true size, little endian
	n := len(`<worksheet><sheetData>`) + 20000*len(`<row><c><v>1</v></c></row>`) + len(`</sheetData></worksheet>`)
	size[0], size[1], size[2] = byte(n), byte(n>>8), byte(n>>16)
	lie := bytes.ReplaceAll(b, size, []byte{100, 0, 0, 0})
	if bytes.Equal(lie, b) {
		t.Fatal("the size was not found")
	}
	got, err := cells(t, file(t, "lie.xlsx", lie), "S")
	if err == nil || len(got) > 10 {
		t.Errorf("%d rows, error %v", len(got), err)
	}
}
