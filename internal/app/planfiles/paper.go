package planfiles

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/generate"
	"giamngheo/internal/office"
	"giamngheo/internal/paper"
	"giamngheo/internal/published"
	"giamngheo/internal/sheet"
	"giamngheo/internal/tablepaper"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
)

// figureText writes a value of a part as Vietnamese papers do.
func figureText(unit string, v float64) string {
	places := 0
	if unit == "points" || unit == "percent" { // a column of shares has as many decimals in every row
		places = 2
	}
	return vietnamese.Decimal(v, places)
}

func plannedText(p *plans.PartShownIn) string {
	if p.Planned == nil {
		return "không ghi số"
	}
	sign := map[string]string{"below": "dưới "}[p.Better]
	return sign + figureText(p.Unit, *p.Planned)
}

func actualText(p *plans.PartShownIn) string {
	if !p.Actual.Known {
		return "chưa có số liệu"
	}
	s := figureText(p.Unit, p.Actual.Value)
	if low, high := figureText(p.Unit, p.Actual.Low), figureText(p.Unit, p.Actual.High); low != high {
		s = low + " đến " + high
	}
	if p.Actual.Denominator > 0 {
		s += fmt.Sprintf(" (%s/%s)", figureText("people", float64(p.Actual.Numerator)),
			figureText("people", float64(p.Actual.Denominator)))
	}
	return s
}

func forecastText(p *plans.PartShownIn) string {
	f := &p.Forecast
	switch {
	case !f.Known:
		return "–"
	case !f.Interval:
		return figureText(p.Unit, f.Value)
	}
	return figureText(p.Unit, f.Value) + " (" + figureText(p.Unit, f.Low) + " đến " + figureText(p.Unit, f.High) + ")"
}

func failingText(all []plans.PlaceLight) string {
	var names []string
	for i := 0; i < len(all) && i < 3; i++ {
		name := all[i].Place.FullName
		if all[i].Of > 0 {
			name += " (n = " + figureText("people", float64(all[i].Of)) + ")"
		}
		names = append(names, name)
	}
	if more := len(all) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("và %d nơi khác", more))
	}
	return strings.Join(names, ", ")
}

// partNotes are the sources of a part's figures and what it leaves open.
func partNotes(p *plans.PartShownIn) string {
	var out []string
	if p.Actual.Known && p.Actual.Source.VI != "" {
		out = append(out, p.Actual.Source.VI+", ngày "+p.Actual.AsOf.Vietnamese())
	}
	if !p.Actual.Known && p.Actual.Why.VI != "" {
		out = append(out, p.Actual.Why.VI)
	}
	if p.Actual.Unknown > 0 {
		out = append(out, figureText("people",
			float64(p.Actual.Unknown))+" trường hợp chưa rõ: số thực hiện nằm trong khoảng đã nêu")
	}
	if p.Note.VI != "" {
		out = append(out, p.Note.VI)
	}
	if p.Lacks.VI != "" {
		out = append(out, "chưa đo được: "+p.Lacks.VI)
	}
	if o := p.Official; o != nil {
		out = append(out, officialText(p, o))
	}
	if p.Open.VI != "" {
		out = append(out, "còn để ngỏ: "+vietnamese.LowerFirst(p.Open.VI))
	}
	return strings.Join(out, "; ")
}

func officialText(p *plans.PartShownIn, o *published.Official) string {
	s := "số công bố: " + figureText(p.Unit, o.Figure)
	if o.Before != nil {
		s += " (" + figureText("points", o.Before.Value) + " % → " + figureText("points", o.After.Value) + " %)"
	}
	if o.StandsFor.VI != "" {
		s += ", là " + o.StandsFor.VI
	}
	return s + ", nguồn " + o.After.Source
}

// samples says where figures do not come from people.
func (o *Desk) samples() string {
	if o.office.Demo() {
		return generate.Label + ": bản minh họa, không có người thật."
	}
	return ""
}

// WritePlanPaper writes a plan with its results of a place on a day as a Word document, in the order and the wording of
// the plan, by the template that the office has put in. The reading is on the record.
func (o *Desk) WritePlanPaper(ctx context.Context, a *office.Ask, in plans.ProgressInput, w io.Writer) error {
	p, err := o.plans.Progress(ctx, a, in)
	if err != nil {
		return err
	}
	docx, err := o.papers.InUse(ctx, papers.PlanPaper)
	if err != nil {
		return err
	}
	t, err := paper.Parse(docx)
	if err != nil {
		return err
	}
	o.office.Saw(a, office.Deed{Action: "plan.export", Kind: "plan",
		Subject: office.IDText(int64(p.Input.Year)), Place: p.Input.Place})
	return t.Fill(w, o.planData(p))
}

func (o *Desk) planData(p *plans.ProgressShown) paper.Data {
	plan, day := p.Plan, o.office.Day()
	signer := plan.Signer
	if signer == "" {
		signer = "chưa rõ"
	}
	d := paper.Data{Lists: map[string][]map[string]string{},
		Fields: map[string]string{"tinh": o.office.Province().FullName, "co_quan": strings.ToUpper(p.Place.FullName),
			"noi":  p.Place.Spoken(),
			"ngay": fmt.Sprintf("%02d", day.Day()), "thang": fmt.Sprintf("%02d", day.Month()),
			"nam": strconv.Itoa(day.Year()), "so": "", "nguoi_ky": "", "dia_ban": p.Place.FullName,
			"tai_ngay": p.On.Vietnamese(),
			"ke_hoach": plan.Title.VI, "so_ke_hoach": plan.Number, "ngay_ke_hoach": plan.Date.Vietnamese(),
			"nguoi_ky_ke_hoach": signer, "co_quan_ban_hanh": plan.Issuer.VI, "nguon_ke_hoach": plan.Source.VI,
			"nam_ke_hoach": strconv.Itoa(plan.Year), "so_xanh": strconv.Itoa(p.Lights[target.Green]),
			"so_vang": strconv.Itoa(p.Lights[target.Amber]), "so_do": strconv.Itoa(p.Lights[target.Red]),
			"so_xam": strconv.Itoa(p.Lights[target.Grey]), "mau": o.samples()}}
	row := func(list string, pairs ...string) {
		one := map[string]string{}
		// a target's sentence has no figures: its cells stay empty, they are not to be filled in by hand
		if list == "ct" {
			one = map[string]string{"so": " ", "don_vi": " ", "ke_hoach": " ", "thuc_hien": " ", "du_bao": " ",
				"danh_gia": " "}
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			if one[pairs[i]] = pairs[i+1]; pairs[i+1] == "" {
				one[pairs[i]] = "–"
			}
		}
		d.Lists[list] = append(d.Lists[list], one)
	}
	number := 0
	for i := range p.Parts {
		s := &p.Parts[i]
		if s.Number != number {
			number = s.Number
			row("ct", "so", strconv.Itoa(number), "ten", s.Text)
		}
		row("ct", "ten", s.Title.VI, "don_vi", plans.UnitTitle(s.Unit).VI, "ke_hoach", plannedText(s), "thuc_hien",
			actualText(s), "du_bao", forecastText(s), "danh_gia", plans.LightTitle(s.Light).VI)
		if weak := failingText(p.Failing[s.Code]); weak != "" {
			row("yeu", "so", strconv.Itoa(s.Number), "ten", s.Title.VI, "noi", weak)
		}
		if note := partNotes(s); note != "" {
			row("ng", "so", strconv.Itoa(s.Number), "ten", s.Title.VI, "noi_dung", note)
		}
	}
	for i, s := range plan.Solutions {
		row("gp", "stt", strconv.Itoa(i+1), "noi_dung", s.Text.VI)
	}
	for i, v := range plan.Assignments {
		var with []string
		for _, t := range v.With {
			with = append(with, t.VI)
		}
		role := "phối hợp"
		if v.Lead {
			role = "chủ trì"
		}
		by := v.By
		if by == "" {
			by = "chưa rõ"
		}
		row("nv", "stt", strconv.Itoa(i+1), "co_quan", v.Body.VI, "vai_tro", role, "phoi_hop", strings.Join(with, "; "),
			"nhiem_vu", v.Task.VI, "thoi_han", by)
	}
	return d
}

// WritePlanResults writes a plan with its results of a place on a day as a workbook: the targets in the order and the
// wording of the plan, the places below by part, and where every figure comes from. The reading is on the record.
func (o *Desk) WritePlanResults(ctx context.Context, a *office.Ask, in plans.ProgressInput, w io.Writer) error {
	p, err := o.plans.Progress(ctx, a, in)
	if err != nil {
		return err
	}
	book := resultsBook{o, sheet.NewWriter(w), p}
	if err := errors.Join(book.results(), book.failing(), book.notes()); err != nil {
		return err
	}
	o.office.Saw(a, office.Deed{Action: "plan.export", Kind: "plan",
		Subject: office.IDText(int64(p.Input.Year)), Place: p.Input.Place})
	return book.writer.Close()
}

func valueCell(v *float64) sheet.Out {
	if v == nil {
		return sheet.Out{}
	}
	return sheet.Out{Kind: sheet.Number, Number: math.Round(*v*1e4) / 1e4}
}

// figureCell is a cell with a value of a part on a paper: shares, points and what is no whole number to two decimals.
func figureCell(unit string, v *float64) sheet.Out {
	o := valueCell(v)
	if v != nil && (unit == "percent" || unit == "points" || o.Number != math.Trunc(o.Number)) {
		o.Style = sheet.GridShare
	}
	return o
}

// resultsBook is a workbook of a plan's results, a paper on each sheet.
type resultsBook struct {
	*Desk
	writer *sheet.Writer
	p      *plans.ProgressShown
}

// begin begins a sheet with what its paper says above its rows.
func (o resultsBook) begin(name, title string, columns []tablepaper.Column) (*tablepaper.Body, error) {
	return tablepaper.Begin(o.writer, &tablepaper.Form{Sheet: name, Unit: o.p.Place.FullName, Columns: columns,
		Title: title + " Kế hoạch " + o.p.Plan.Number,
		Under: []string{o.p.Plan.Title.VI, fmt.Sprintf("%s, số liệu đến ngày %s", o.p.Place.FullName,
			o.p.On.Vietnamese()), o.samples()}})
}

// resultColumns are the columns of a plan's results. Not to be changed.
var resultColumns = []tablepaper.Column{{Title: "Mục tiêu", Width: 6}, {Title: "Nội dung", Width: 32},
	{Title: "Đơn vị tính", Width: 9}, {Title: "Kế hoạch", Width: 9}, {Title: "Thực hiện", Width: 9},
	{Title: "Tử số", Width: 8}, {Title: "Mẫu số", Width: 8}, {Title: "Chưa rõ", Width: 7},
	{Title: "Dự báo 31/12", Width: 9}, {Title: "Thấp", Width: 8}, {Title: "Cao", Width: 8},
	{Title: "Còn thiếu", Width: 9}, {Title: "Cần thêm mỗi tháng", Width: 9}, {Title: "Đánh giá", Width: 11},
	{Title: "Vì sao", Width: 20}, {Title: "Nơi cần chú ý", Width: 22}, {Title: "Số công bố", Width: 9}}

func (o resultsBook) results() error {
	p := o.p
	columns := slices.Clone(resultColumns)
	for i := range p.Parts {
		for j, c := range resultCells(&p.Parts[i], nil) {
			if c.Kind == sheet.Number {
				columns[j].Width = max(columns[j].Width, tablepaper.WholeWidth(int64(c.Number))+3) // and two decimals
			}
		}
	}
	body, err := o.begin("Kết quả", "Kết quả thực hiện", columns)
	if err != nil {
		return err
	}
	number := 0
	for i := range p.Parts {
		s := &p.Parts[i]
		if s.Number != number {
			number = s.Number
			if err := body.Spread([]sheet.Out{numberCell(number), sheet.TextCell(s.Text)}, 1); err != nil {
				return err
			}
		}
		if err := body.Row(resultCells(s, p.Failing[s.Code]), false); err != nil {
			return err
		}
	}
	return body.End(nil, p.Place.Spoken(), o.office.Day())
}

func numberCell(n int) sheet.Out {
	return sheet.Out{Kind: sheet.Number, Style: sheet.GridMark, Number: float64(n)}
}

// failingColumns are the columns of the places that need attention. Not to be changed.
var failingColumns = []tablepaper.Column{{Title: "Mục tiêu", Width: 8}, {Title: "Chỉ tiêu", Width: 60},
	{Title: "Đơn vị", Width: 34}, {Title: "Đánh giá", Width: 22}, {Title: "Thực hiện", Width: 14}}

func (o resultsBook) failing() error {
	p := o.p
	body, err := o.begin("Nơi cần chú ý", "Nơi cần chú ý trong thực hiện", failingColumns)
	if err != nil {
		return err
	}
	for i := range p.Parts {
		s := &p.Parts[i]
		for _, f := range p.Failing[s.Code] {
			if err := body.Row([]sheet.Out{numberCell(s.Number), sheet.TextCell(s.Title.VI),
				sheet.TextCell(f.Place.FullName), sheet.TextCell(plans.LightTitle(f.Light).VI),
				figureCell(s.Unit, &f.Value)}, false); err != nil {
				return err
			}
		}
	}
	return body.End(nil, p.Place.Spoken(), o.office.Day())
}

// noteColumns are the columns of where figures come from. Not to be changed.
var noteColumns = []tablepaper.Column{{Title: "Mục tiêu", Width: 8}, {Title: "Chỉ tiêu", Width: 40},
	{Title: "Nguồn, điều còn để ngỏ", Width: 92}}

func (o resultsBook) notes() error {
	p := o.p
	body, err := o.begin("Nguồn, điều còn để ngỏ", "Nguồn số liệu và điều còn để ngỏ của", noteColumns)
	if err != nil {
		return err
	}
	for i := range p.Parts {
		s := &p.Parts[i]
		if err := body.Row([]sheet.Out{numberCell(s.Number), sheet.TextCell(s.Title.VI),
			sheet.TextCell(partNotes(s))}, false); err != nil {
			return err
		}
	}
	return body.End(nil, p.Place.Spoken(), o.office.Day())
}

func resultCells(s *plans.PartShownIn, failing []plans.PlaceLight) []sheet.Out {
	count := func(n int64, is bool) sheet.Out {
		if !is {
			return sheet.Out{}
		}
		return sheet.NumberCell(n)
	}
	known := func(v float64, is bool) sheet.Out {
		if !is {
			return sheet.Out{}
		}
		return figureCell(s.Unit, &v)
	}
	var official *float64
	if s.Official != nil {
		official = &s.Official.Figure
	}
	return []sheet.Out{{}, sheet.TextCell(s.Title.VI), sheet.TextCell(plans.UnitTitle(s.Unit).VI),
		figureCell(s.Unit, s.Planned),
		known(s.Actual.Value, s.Actual.Known), count(s.Actual.Numerator, s.Actual.Denominator > 0),
		count(s.Actual.Denominator, s.Actual.Denominator > 0), count(s.Actual.Unknown, true),
		known(s.Forecast.Value, s.Forecast.Known), known(s.Forecast.Low, s.Forecast.Interval),
		known(s.Forecast.High, s.Forecast.Interval), figureCell(s.Unit, s.Gap()),
		figureCell(s.Unit, s.Needed),
		sheet.TextCell(plans.LightTitle(s.Light).VI), sheet.TextCell(s.Why.VI),
		sheet.TextCell(failingText(failing)), figureCell(s.Unit, official)}
}

// mostBehind is how many rows an export of what stands behind a figure has.
const mostBehind = 200_000

// ExportBehind writes what stands behind a figure as a workbook, without citizen numbers. It needs the right to export
// and is on the record.
func (o *Desk) ExportBehind(ctx context.Context, a *office.Ask, in plans.BehindInput, w io.Writer) error {
	if !o.office.May(a, access.ExportHouseholds) {
		return office.Forbidden()
	}
	in.Offset, in.Limit = 0, office.MostListed
	var b bytes.Buffer
	book := sheet.NewWriter(&b)
	rows := 0
	for {
		page, err := o.plans.Behind(ctx, a, in)
		if err != nil {
			return err
		}
		if rows == 0 {
			if err := behindHead(book, page); err != nil {
				return err
			}
		}
		n, err := o.behindRows(book, page)
		if err != nil {
			return err
		}
		rows += n
		if in.Offset += office.MostListed; n == 0 || in.Offset >= page.Count || rows >= mostBehind {
			break
		}
	}
	if err := book.Close(); err != nil {
		return err
	}
	o.office.Saw(a, office.Deed{Action: "plan.export", Kind: "plan", Subject: in.Part, Place: in.Place,
		Note: map[string]string{"rows": strconv.Itoa(rows), "which": in.Which}})
	_, err := w.Write(b.Bytes())
	return err
}

func behindHead(book *sheet.Writer, p *plans.BehindShown) error {
	heads := map[string][]string{
		"household": {"Mã hộ", "Chủ hộ", "Ấp, khóm", "Xã", "Số khẩu", p.Here.CountedTitle().VI, p.Here.OthersTitle().VI,
			"Chưa rõ"},
		"support": {"Số", "Loại hỗ trợ", "Ngày", "Người nhận", "Mã hộ", "Xã", "Số lượng", "Số tiền", "Nguồn vốn",
			"Nội dung"},
		"activity": {"Số", "Hoạt động", "Nơi", "Từ ngày", "Đến ngày", "Chủ trì", "Số lượng", "Số tiền"},
		"report":   {"Ngày", "Giá trị", "Tử số", "Mẫu số", "Nguồn", "Ghi chú", "Còn dùng"},
	}[p.Over]
	widths := make([]float64, len(heads))
	cells := make([]sheet.Out, len(heads))
	for i, h := range heads {
		widths[i], cells[i] = 18, sheet.HeadCell(h)
	}
	title := []sheet.Out{{Kind: sheet.Text, Style: sheet.Title, Text: p.Here.Title.VI + " – " + p.Here.Place.FullName +
		", ngày " + p.Input.On.Vietnamese()}}
	return errors.Join(book.Sheet("Danh sách", sheet.Options{Widths: widths, FreezeRows: 2}), book.Row(title),
		book.Row(cells))
}

func (o *Desk) behindRows(book *sheet.Writer, p *plans.BehindShown) (n int, err error) {
	put := func(cells ...sheet.Out) {
		if err == nil {
			err = book.Row(cells)
			n++
		}
	}
	for _, h := range p.Households {
		put(sheet.TextCell(h.Code), sheet.TextCell(h.Head), sheet.TextCell(h.Hamlet),
			sheet.TextCell(p.Units[h.Commune]), sheet.NumberCell(int64(h.Size)), sheet.NumberCell(h.Tally.Met),
			sheet.NumberCell(h.Tally.NotMet), sheet.NumberCell(h.Tally.Unknown))
	}
	for i := range p.Supports {
		s := &p.Supports[i]
		kind := s.Kind
		if s.KindOf != nil {
			kind = s.KindOf.Name.VI
		}
		put(sheet.NumberCell(s.ID), sheet.TextCell(kind), sheet.TextCell(s.Day.Vietnamese()),
			sheet.TextCell(s.Receiver()), sheet.TextCell(string(s.Code)), sheet.TextCell(s.Unit.FullName),
			sheet.NumberCell(s.Quantity), sheet.NumberCell(int64(s.Amount)), sheet.TextCell(s.Source),
			sheet.TextCell(s.Content))
	}
	for i := range p.Activities {
		v := &p.Activities[i]
		put(sheet.NumberCell(v.ID), sheet.TextCell(v.Title), sheet.TextCell(p.Units[v.Place]),
			sheet.TextCell(v.From.Vietnamese()), sheet.TextCell(v.To.Vietnamese()), sheet.TextCell(v.Lead),
			sheet.NumberCell(v.Quantity), sheet.NumberCell(int64(v.Money)))
	}
	for i := range p.Reports {
		r := &p.Reports[i]
		stands := "có"
		if r.Superseded != 0 {
			stands = "đã thay"
		}
		put(sheet.TextCell(r.AsOf.Vietnamese()), valueCell(&r.Value), sheet.NumberCell(r.Numerator),
			sheet.NumberCell(r.Denominator), sheet.TextCell(r.Source), sheet.TextCell(r.Note), sheet.TextCell(stands))
	}
	return n, err
}
