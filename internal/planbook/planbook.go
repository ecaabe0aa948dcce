// Package planbook writes a year's plan as a workbook and reads it back, each fault with its sheet, row and column.
package planbook

import (
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/sheet"
	"giamngheo/internal/target"
)

// planColumn is a column of a sheet of a plan's workbook: what it is called, how it is written and how it is read
// back. The name is that of the plan's file, so that a fault of the one is found in the other.
type planColumn[T any] struct {
	name, title string
	number      bool
	later       bool // files made before there was such a column are read without it
	get         func(*T) string
	code        func(*T) string            // of a column of words: what the plan's file has for the one of get
	set         func(*T, string) errs.Text // what is wrong with the text; none where it could be read
}

// The rows of the sheets.
type (
	planLine  struct{ key, vi, en string }
	targetRow struct{ number, text string }
	// ShareRow is what a unit is assigned of a part, as the sheet has it.
	ShareRow   struct{ Part, Place, Value string }
	measureRow struct{ over, where, sum, figure, unit string }
	partRow    struct {
		target             int
		p                  target.Part
		numerator, divisor measureRow
		by                 measureRow
		baseline           target.Baseline
		official           target.Official
	}
)

func word[T any](name, title string, at func(*T) *string) planColumn[T] {
	return planColumn[T]{name: name, title: title, get: func(r *T) string { return *at(r) },
		set: func(r *T, s string) errs.Text { *at(r) = s; return errs.Text{} }}
}

func both[T any](name, title string, at func(*T) *errs.Text) []planColumn[T] {
	return []planColumn[T]{word(name+".vi", title, func(r *T) *string { return &at(r).VI }),
		word(name+".en", title+" (tiếng Anh)", func(r *T) *string { return &at(r).EN })}
}

func whole[T any](name, title string, at func(*T) *int) planColumn[T] {
	return planColumn[T]{name: name, title: title, number: true, get: func(r *T) string { return strconv.Itoa(*at(r)) },
		set: func(r *T, s string) errs.Text {
			n, err := strconv.Atoi(s)
			if err != nil && s != "" {
				return errs.T("“%s” is no whole number", s)
			}
			*at(r) = n
			return errs.Text{}
		}}
}

func fraction[T any](name, title string, at func(*T) **float64) planColumn[T] {
	return planColumn[T]{name: name, title: title, number: true,
		get: func(r *T) string {
			if v := *at(r); v != nil {
				return DecimalText(*v)
			}
			return ""
		},
		set: func(r *T, s string) errs.Text {
			v, ok := PlanNumber(s)
			if !ok {
				return errs.T("“%s” is no number", s)
			}
			*at(r) = v
			return errs.Text{}
		}}
}

// thousands are numbers whose points stand between thousands: 6.500, 1.200.000,5.
var thousands = regexp.MustCompile(`^[−–-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$`)

// PlanNumber reads a number as people write it, with points between thousands and a comma before decimals (6.500 is six
// thousand five hundred), or with a point before decimals where it can mean nothing else; nil where there is none.
func PlanNumber(s string) (*float64, bool) {
	if s == "" {
		return nil, true
	}
	s = strings.NewReplacer(" ", "", "\u00a0", "", "%", "").Replace(s)
	if grouped := thousands.MatchString(s); grouped || strings.Contains(s, ",") {
		if !grouped && strings.Contains(s, ".") {
			return nil, false // 1,234.5 or 1.2,3: nobody knows
		}
		s = strings.NewReplacer(".", "", ",", ".").Replace(s)
	}
	v, err := strconv.ParseFloat(strings.NewReplacer("−", "-", "–", "-").Replace(s), 64)
	return &v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// CommaText is how a number stands in a field or in a cell of several: with a comma before its decimals, so that
// PlanNumber reads it as it was.
func CommaText(v float64) string { return strings.Replace(DecimalText(v), ".", ",", 1) }

func dayOf[T any](name, title string, at func(*T) *date.Date) planColumn[T] {
	return planColumn[T]{name: name, title: title,
		get: func(r *T) string {
			if at(r).IsZero() {
				return ""
			}
			return at(r).String()
		},
		set: func(r *T, s string) errs.Text {
			d, ok := planDay(s)
			if !ok {
				return errs.T("“%s” is no day; write 2024-02-27", s)
			}
			*at(r) = d
			return errs.Text{}
		}}
}

func planDay(s string) (date.Date, bool) {
	if s == "" {
		return 0, true
	}
	if d, err := date.Parse(s); err == nil {
		return d, true
	}
	var n [3]int
	for i, part := range strings.SplitN(s, "/", 3) {
		n[i], _ = strconv.Atoi(part) // what is no number is no day below
	}
	return date.Of(n[2], n[1], n[0])
}

func yes[T any](name, title string, at func(*T) *bool) planColumn[T] {
	return planColumn[T]{name: name, title: title,
		get: func(r *T) string {
			if *at(r) {
				return "có"
			}
			return ""
		},
		set: func(r *T, s string) errs.Text {
			switch strings.ToLower(s) {
			case "có", "x", "yes", "true", "1":
				*at(r) = true
			case "", "không", "no", "false", "0":
				*at(r) = false
			default:
				return errs.T("write yes or nothing, not “%s”", s)
			}
			return errs.Text{}
		}}
}

func measured(name, title string, at func(*partRow) *measureRow) []planColumn[partRow] {
	return []planColumn[partRow]{
		chosen(name+".over", title+": tính trên", Overs, func(r *partRow) *string { return &at(r).over }),
		word(name+".where", title+": điều kiện", func(r *partRow) *string { return &at(r).where }),
		chosen(name+".sum", title+": cộng", sums, func(r *partRow) *string { return &at(r).sum }),
		word(name+".figure", title+": số báo cáo", func(r *partRow) *string { return &at(r).figure }),
	}
}

// earlierColumn has the years before, a line each: year; value; source.
func earlierColumn() planColumn[partRow] {
	return planColumn[partRow]{name: "earlier", title: "Các năm trước (mỗi dòng: năm; số; nguồn)",
		get: func(r *partRow) string {
			var lines []string
			for _, e := range r.p.Earlier {
				lines = append(lines, fmt.Sprintf("%d; %s; %s", e.Year, CommaText(e.Value), e.Source))
			}
			return strings.Join(lines, "\n")
		},
		set: func(r *partRow, s string) errs.Text {
			for line := range strings.Lines(s) {
				cells := strings.SplitN(strings.TrimSpace(line), ";", 3)
				year, err := strconv.Atoi(strings.TrimSpace(cells[0]))
				if len(cells) < 3 || err != nil {
					return errs.T("“%s”: a line is year; value; source", strings.TrimSpace(line))
				}
				v, ok := PlanNumber(strings.TrimSpace(cells[1]))
				if !ok || v == nil {
					return errs.T("“%s” is no number", cells[1])
				}
				r.p.Earlier = append(r.p.Earlier, target.Earlier{Year: year, Value: *v,
					Source: strings.TrimSpace(cells[2])})
			}
			return errs.Text{}
		}}
}

// LineColumns are the columns of a plan's first sheet: its heading, a line each.
func LineColumns() []planColumn[planLine] {
	return []planColumn[planLine]{word("key", "Mục", func(r *planLine) *string { return &r.key }),
		word("vi", "Nội dung", func(r *planLine) *string { return &r.vi }),
		word("en", "Tiếng Anh", func(r *planLine) *string { return &r.en })}
}

// TargetColumns are the columns of the sheet of targets.
func TargetColumns() []planColumn[targetRow] {
	number := word("number", "Số mục tiêu", func(r *targetRow) *string { return &r.number })
	number.number = true
	return []planColumn[targetRow]{number, word("text", "Câu của kế hoạch",
		func(r *targetRow) *string { return &r.text })}
}

// PartColumns are the columns of the sheet of what is measured, a row for each part of a target.
func PartColumns() []planColumn[partRow] {
	return slices.Concat(
		[]planColumn[partRow]{whole("target", "Số mục tiêu", func(r *partRow) *int { return &r.target }),
			word("code", "Mã chỉ tiêu", func(r *partRow) *string { return &r.p.Code })},
		both("title", "Tên chỉ tiêu", func(r *partRow) *errs.Text { return &r.p.Title }),
		both("definition", "Định nghĩa", func(r *partRow) *errs.Text { return &r.p.Definition }),
		[]planColumn[partRow]{chosen("kind", "Cách tính", Kinds, func(r *partRow) *string { return &r.p.Kind }),
			unitColumn(),
			fraction("planned", "Kế hoạch", func(r *partRow) **float64 { return &r.p.Planned }),
			chosen("better", "Chiều tốt", Directions, func(r *partRow) *string { return &r.p.Better }),
			word("source", "Nguồn", func(r *partRow) *string { return &r.p.Source })},
		measured("numerator", "Tử số", func(r *partRow) *measureRow { return &r.numerator }),
		measured("denominator", "Mẫu số", func(r *partRow) *measureRow { return &r.divisor }),
		[]planColumn[partRow]{dayOf("baseline.day", "Ngày đầu kỳ",
			func(r *partRow) *date.Date { return &r.baseline.Day }),
			fraction("baseline.value", "Số đầu kỳ", func(r *partRow) **float64 { return &r.baseline.Value }),
			word("baseline.source", "Nguồn số đầu kỳ", func(r *partRow) *string { return &r.baseline.Source })},
		both("baseline.note", "Ghi chú số đầu kỳ", func(r *partRow) *errs.Text { return &r.baseline.Note }),
		[]planColumn[partRow]{chosen("cascade.rule", "Chia theo quy tắc", cascades,
			func(r *partRow) *string { return &r.p.Cascade.Rule })},
		measured("cascade.by", "Chia theo", func(r *partRow) *measureRow { return &r.by }),
		[]planColumn[partRow]{chosen("forecast", "Cách dự báo", methods,
			func(r *partRow) *string { return (*string)(&r.p.Method) }), earlierColumn(),
			word("official.indicator", "Số công bố: bảng", func(r *partRow) *string { return &r.official.Indicator }),
			word("official.metric", "Số công bố: cột", func(r *partRow) *string { return &r.official.Metric }),
			word("official.press", "Số công bố: chỉ tiêu", func(r *partRow) *string { return &r.official.Press }),
			word("official.geo", "Số công bố: nơi", func(r *partRow) *string { return &r.official.Geo })},
		both("official.stands_for", "Số công bố thay cho",
			func(r *partRow) *errs.Text { return &r.official.StandsFor }),
		both("missing", "Còn thiếu", func(r *partRow) *errs.Text { return &r.p.Missing }),
		both("open", "Còn để ngỏ", func(r *partRow) *errs.Text { return &r.p.Open }), laterColumns())
}

// laterColumns are the columns that older files do not have.
func laterColumns() []planColumn[partRow] {
	out := slices.Concat(
		[]planColumn[partRow]{chosen("numerator.unit", "Tử số: đếm theo", countedBy,
			func(r *partRow) *string { return &r.numerator.unit }),
			chosen("denominator.unit", "Mẫu số: đếm theo", countedBy,
				func(r *partRow) *string { return &r.divisor.unit }),
			chosen("cohort", "Mẫu số tại", cohorts, func(r *partRow) *string { return &r.p.Cohort }),
			whole("cascade.least", "Giao riêng từ số hộ", func(r *partRow) *int { return &r.p.Cascade.Least }),
			share("cascade.least_rate", "Giao riêng từ tỷ lệ (%)",
				func(r *partRow) *float64 { return &r.p.Cascade.LeastRate }), coursesColumn()},
		both("lacks", "Điều chưa đo được", func(r *partRow) *errs.Text { return &r.p.Lacks }),
		both("counted", "Tên danh sách tử số", func(r *partRow) *errs.Text { return &r.p.Counted }),
		both("others", "Tên danh sách còn lại", func(r *partRow) *errs.Text { return &r.p.Others }),
		both("body", "Cơ quan chịu trách nhiệm", func(r *partRow) *errs.Text { return &r.p.Body }),
		[]planColumn[partRow]{word("baseline.place", "Mã nơi của số đầu kỳ",
			func(r *partRow) *string { return &r.baseline.Place }), todoColumn()})
	for i := range out {
		out[i].later = true
	}
	return out
}

func share[T any](name, title string, at func(*T) *float64) planColumn[T] {
	return planColumn[T]{name: name, title: title, number: true,
		get: func(r *T) string {
			if v := *at(r); v != 0 {
				return DecimalText(v)
			}
			return ""
		},
		set: func(r *T, s string) errs.Text {
			v, ok := PlanNumber(s)
			if !ok {
				return errs.T("“%s” is no number", s)
			}
			if *at(r) = 0; v != nil {
				*at(r) = *v
			}
			return errs.Text{}
		}}
}

// coursesColumn has the courses of the years before, a line each: year; twelve figures between spaces; source.
func coursesColumn() planColumn[partRow] {
	return planColumn[partRow]{name: "courses", title: "Lũy kế từng tháng các năm trước (mỗi dòng: năm; 12 số; nguồn)",
		get: func(r *partRow) string {
			var lines []string
			for _, c := range r.p.Courses {
				var months []string
				for _, v := range c.Months {
					months = append(months, CommaText(v))
				}
				lines = append(lines, fmt.Sprintf("%d; %s; %s", c.Year, strings.Join(months, " "), c.Source))
			}
			return strings.Join(lines, "\n")
		},
		set: func(r *partRow, s string) errs.Text {
			for line := range strings.Lines(s) {
				cells := strings.SplitN(strings.TrimSpace(line), ";", 3)
				year, err := strconv.Atoi(strings.TrimSpace(cells[0]))
				if len(cells) < 3 || err != nil {
					return errs.T("“%s”: a line is year; twelve figures; source", strings.TrimSpace(line))
				}
				c := target.Course{Year: year, Source: strings.TrimSpace(cells[2])}
				for one := range strings.FieldsSeq(cells[1]) {
					v, ok := PlanNumber(one)
					if !ok || v == nil {
						return errs.T("“%s” is no number", one)
					}
					c.Months = append(c.Months, *v)
				}
				r.p.Courses = append(r.p.Courses, c)
			}
			return errs.Text{}
		}}
}

// SolutionColumns are the columns of the sheet of solutions.
func SolutionColumns() []planColumn[target.Solution] {
	return slices.Concat([]planColumn[target.Solution]{word("code", "Mã giải pháp",
		func(r *target.Solution) *string { return &r.Code })},
		both("text", "Giải pháp", func(r *target.Solution) *errs.Text { return &r.Text }),
		[]planColumn[target.Solution]{word("cite", "Văn bản", func(r *target.Solution) *string { return &r.Cite })})
}

// AssignmentColumns are the columns of the sheet of who does what.
func AssignmentColumns() []planColumn[target.Assignment] {
	type row = target.Assignment
	lines := func(name, title string, at func(*errs.Text) *string) planColumn[row] {
		return planColumn[row]{name: name, title: title,
			get: func(r *row) string {
				var all []string
				for i := range r.With {
					all = append(all, *at(&r.With[i]))
				}
				return strings.TrimRight(strings.Join(all, "\n"), "\n")
			},
			set: func(r *row, s string) errs.Text {
				if s == "" {
					return errs.Text{}
				}
				for i, one := range strings.Split(s, "\n") {
					if i == len(r.With) {
						r.With = append(r.With, errs.Text{})
					}
					*at(&r.With[i]) = strings.TrimSpace(one)
				}
				return errs.Text{}
			}}
	}
	later := []planColumn[row]{word("code", "Mã nhiệm vụ", func(r *row) *string { return &r.Code }),
		dayOf("due", "Ngày phải xong", func(r *row) *date.Date { return &r.Due }),
		word("cite", "Căn cứ", func(r *row) *string { return &r.Cite })}
	for i := range later { // older files do not have them
		later[i].later = true
	}
	return slices.Concat(both("body", "Cơ quan", func(r *row) *errs.Text { return &r.Body }),
		[]planColumn[row]{yes("lead", "Chủ trì", func(r *row) *bool { return &r.Lead }),
			lines("with.vi", "Phối hợp (mỗi dòng một cơ quan)", func(t *errs.Text) *string { return &t.VI }),
			lines("with.en", "Phối hợp (tiếng Anh)", func(t *errs.Text) *string { return &t.EN })},
		both("task", "Nhiệm vụ", func(r *row) *errs.Text { return &r.Task }),
		[]planColumn[row]{word("by", "Thời hạn", func(r *row) *string { return &r.By })},
		both("open", "Còn để ngỏ", func(r *row) *errs.Text { return &r.Open }), later)
}

// ReportColumns are the columns of the sheet of reported figures.
func ReportColumns() []planColumn[target.ReportKind] {
	type row = target.ReportKind
	return slices.Concat([]planColumn[row]{word("code", "Mã số báo cáo", func(r *row) *string { return &r.Code })},
		both("title", "Tên", func(r *row) *errs.Text { return &r.Title }),
		[]planColumn[row]{chosen("unit", "Đơn vị tính", Units, func(r *row) *string { return &r.Unit })},
		both("by", "Ai báo cáo", func(r *row) *errs.Text { return &r.By }),
		[]planColumn[row]{yes("survey", "Từ điều tra", func(r *row) *bool { return &r.Survey })})
}

// ShareColumns are the columns of the sheet of what is assigned to units.
func ShareColumns() []planColumn[ShareRow] {
	value := word("value", "Giao", func(r *ShareRow) *string { return &r.Value })
	value.number = true
	return []planColumn[ShareRow]{word("part", "Mã chỉ tiêu", func(r *ShareRow) *string { return &r.Part }),
		word("place", "Mã đơn vị", func(r *ShareRow) *string { return &r.Place }), value}
}

// planKeys are what a plan's first sheet has, in order: the names of the file and how they are written.
func planKeys() [][2]string {
	return [][2]string{{"number", "Số kế hoạch"}, {"date", "Ngày ban hành"}, {"year", "Năm"}, {"province", "Mã tỉnh"},
		{"issuer", "Cơ quan ban hành"}, {"signer", "Người ký"}, {"title", "Tên kế hoạch"},
		{"goal", "Mục tiêu chung"}, {"beneficiaries", "Đối tượng"}, {"source", "Nguồn của văn bản"},
		{"open", "Còn để ngỏ"}}
}

// WritePlanBook writes a plan as a workbook (.xlsx), with what of its parts is assigned to which unit.
func WritePlanBook(w io.Writer, p *target.Plan, shares []ShareRow) error {
	book := sheet.NewWriter(w)
	var targets []targetRow
	var parts []partRow
	for i := range p.Targets {
		t := &p.Targets[i]
		targets = append(targets, targetRow{strconv.Itoa(t.Number), t.Text})
		for j := range t.Parts {
			parts = append(parts, flatPart(t.Number, &t.Parts[j]))
		}
	}
	return errors.Join(writePlanSheet(book, "plan", LineColumns(), planLines(p)),
		writePlanSheet(book, "targets", TargetColumns(), targets), writePlanSheet(book, "parts", PartColumns(), parts),
		writePlanSheet(book, "solutions", SolutionColumns(), p.Solutions),
		writePlanSheet(book, "assignments", AssignmentColumns(), p.Assignments),
		writePlanSheet(book, "reports", ReportColumns(), p.Reports),
		writePlanSheet(book, "shares", ShareColumns(), shares), book.Close())
}

func planLines(p *target.Plan) (out []planLine) {
	texts := map[string]errs.Text{"number": {VI: p.Number}, "date": {VI: p.Date.String()},
		"year": {VI: strconv.Itoa(p.Year)}, "province": {VI: p.Province}, "issuer": p.Issuer, "signer": {VI: p.Signer},
		"title": p.Title, "goal": p.Goal, "beneficiaries": p.Beneficiaries, "source": p.Source}
	for _, key := range planKeys() {
		if key[0] == "open" {
			for _, t := range p.Open {
				out = append(out, planLine{key[1], t.VI, t.EN})
			}
			continue
		}
		out = append(out, planLine{key[1], texts[key[0]].VI, texts[key[0]].EN})
	}
	return out
}

func flatPart(number int, p *target.Part) partRow {
	flat := func(m *target.Measure) measureRow {
		if m == nil {
			return measureRow{}
		}
		return measureRow{m.Over, m.Where, m.Sum, m.Figure, m.Unit}
	}
	r := partRow{target: number, p: *p, numerator: flat(p.Numerator), divisor: flat(p.Denominator),
		by: flat(p.Cascade.By)}
	if p.Baseline != nil {
		r.baseline = *p.Baseline
	}
	if p.Official != nil {
		r.official = *p.Official
	}
	return r
}

// part puts a row together again.
func (r *partRow) part() target.Part {
	of := func(m measureRow) *target.Measure {
		if m == (measureRow{}) {
			return nil
		}
		return &target.Measure{Over: m.over, Where: m.where, Sum: m.sum, Figure: m.figure, Unit: m.unit}
	}
	p := r.p
	p.Numerator, p.Denominator, p.Cascade.By = of(r.numerator), of(r.divisor), of(r.by)
	p.Baseline, p.Official = nil, nil
	if r.baseline != (target.Baseline{}) {
		p.Baseline = &r.baseline
	}
	if r.official != (target.Official{}) {
		p.Official = &r.official
	}
	return p
}

func writePlanSheet[T any](book *sheet.Writer, name string, columns []planColumn[T], rows []T) error {
	widths, cells := make([]float64, len(columns)), make([]sheet.Out, len(columns))
	for i, c := range columns {
		widths[i], cells[i] = float64(max(12, min(40, len([]rune(c.title))+4))), sheet.HeadCell(c.title)
	}
	if err := errors.Join(book.Sheet(name, sheet.Options{Widths: widths, FreezeRows: 1}), book.Row(cells)); err != nil {
		return err
	}
	for i := range rows {
		for j, c := range columns {
			text := c.get(&rows[i])
			cells[j] = sheet.TextCell(text)
			if v, err := strconv.ParseFloat(text, 64); c.number && err == nil {
				cells[j] = sheet.Out{Kind: sheet.Number, Number: v}
			}
			if text == "" {
				cells[j] = sheet.Out{}
			}
		}
		if err := book.Row(cells); err != nil {
			return err
		}
	}
	return nil
}

// DecimalText is how a workbook's text has a number: with a point and no more digits than it needs.
func DecimalText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
