package sheet

import (
	"fmt"
	"strings"
)

// Print says how a sheet is printed: on A4 across, as many columns as it has widths on one page, the rows From to To
// (counted from 1) again on every page, and at the foot of each the words of Foot and the page's number.
type Print struct {
	From, To int
	Foot     string
}

// append appends what stands behind the rows of a sheet.
func (p *Print) append(b []byte) []byte {
	b = append(b, `<printOptions horizontalCentered="1"/>`+
		`<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>`+
		`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`+
		`<headerFooter><oddFooter>&amp;L`...)
	b = appendEscaped(b, strings.ReplaceAll(p.Foot, "&", "&&"))
	return append(b, `&amp;RTrang &amp;P/&amp;N</oddFooter></headerFooter>`...)
}

// names appends the names by which a workbook has a sheet's print area and the rows that every page has again.
func (p *Print) names(b []byte, sheet int, name string, columns, rows int) []byte {
	name = "'" + strings.ReplaceAll(strings.ReplaceAll(name, `"`, "”"), "'", "''") + "'!"
	if columns > 0 && rows > 0 {
		b = fmt.Appendf(b, `<definedName name="_xlnm.Print_Area" localSheetId="%d">`, sheet)
		b = fmt.Appendf(appendEscaped(b, name), `$A$1:$%s$%d</definedName>`, ColumnName(columns-1), rows)
	}
	if p.From > 0 && p.To >= p.From {
		b = fmt.Appendf(b, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">`, sheet)
		b = fmt.Appendf(appendEscaped(b, name), `$%d:$%d</definedName>`, p.From, p.To)
	}
	return b
}

// Merge makes one cell of a range of the sheet at hand; its upper left one keeps what it says. Ranges do not overlap.
func (w *Writer) Merge(r Range) {
	if r.Row == r.ToRow && r.Column == r.ToColumn {
		return
	}
	w.merged = appendRef(append(w.merged, `<mergeCell ref="`...), r.Column, r.Row)
	w.merged = appendRef(append(w.merged, ':'), r.ToColumn, r.ToRow)
	w.merged = append(w.merged, `"/>`...)
}

// Rows is how many rows of the sheet at hand are written.
func (w *Writer) Rows() int { return w.row }

// style is one of the cells' styles: the numbers of its number format, font, fill and border; where its words stand.
type style struct {
	number, font, fill, border int
	align                      string
}

// The number formats beyond Excel's own: the day, and numbers with the signs of Vietnamese papers.
const (
	dayFormat = 164 + iota
	wholeFormat
	shareFormat
)

const (
	middle = ` horizontal="center" vertical="center"`
	broken = ` vertical="center" wrapText="1"`
)

// looks are the styles in the order of the Style constants. Not to be changed.
var looks = [styles]style{
	Header: {font: 1, fill: 2, align: broken}, Faulty: {font: 3, fill: 3}, Title: {font: 2}, Whole: {number: 3},
	DateStyle: {number: dayFormat}, Reason: {font: 3, align: ` vertical="top" wrapText="1"`},
	Centred: {align: middle + ` wrapText="1"`}, Strong: {font: 1, align: middle + ` wrapText="1"`},
	Leaning: {font: 4, align: middle + ` wrapText="1"`}, Remark: {font: 4, align: ` vertical="top" wrapText="1"`},
	GridHead: {font: 1, border: 1, align: middle + ` wrapText="1"`}, GridText: {border: 1, align: broken},
	GridMark: {border: 1, align: middle + ` wrapText="1"`}, GridWhole: {number: wholeFormat, border: 1, align: ` vertical="center"`},
	GridShare: {number: shareFormat, border: 1, align: ` vertical="center"`},
	GridFree:  {border: 1, align: ` vertical="center"`}, SumText: {font: 1, border: 1, align: broken},
	SumMark: {font: 1, border: 1, align: middle + ` wrapText="1"`}, SumWhole: {number: wholeFormat, font: 1, border: 1},
	SumShare: {number: shareFormat, font: 1, border: 1},
}

// styleSheet is the part of a workbook with the styles.
func styleSheet() string {
	const name = `<name val="Times New Roman"/></font>`
	line := func(side string) string { return "<" + side + ` style="thin"><color rgb="FF000000"/></` + side + ">" }
	b := []byte(`<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>` +
		`<numFmt numFmtId="165" formatCode="[$-42A]#,##0"/><numFmt numFmtId="166" formatCode="[$-42A]#,##0.00"/></numFmts>` +
		`<fonts count="5"><font><sz val="11"/>` + name + `<font><b/><sz val="11"/>` + name +
		`<font><b/><sz val="14"/>` + name + `<font><sz val="11"/><color rgb="FF9C0006"/>` + name +
		`<font><i/><sz val="11"/>` + name + `</fonts>` +
		`<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/></patternFill></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill></fills>` +
		`<borders count="2"><border/><border>` + line("left") + line("right") + line("top") + line("bottom") +
		`</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>`)
	b = fmt.Appendf(b, `<cellXfs count="%d">`, len(looks))
	for _, l := range looks {
		b = fmt.Appendf(b, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" applyNumberFormat="1" applyFont="1" `+
			`applyFill="1" applyBorder="1" applyAlignment="1"><alignment%s/></xf>`, l.number, l.font, l.fill, l.border, l.align)
	}
	return string(append(b, `</cellXfs></styleSheet>`...))
}
