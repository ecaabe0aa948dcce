package planfiles_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app"
	"giamngheo/internal/app/planfiles"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/planbook"
	"giamngheo/internal/target"
)

// planBook is a year's plan as its workbook, changed by hand.
func planBook(t *testing.T, o *app.Desks, a *office.Ask, change func(*excelize.File)) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := o.PlanFiles.WritePlanFile(context.Background(), a, 2024, &b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	change(f)
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// part is how a part of the plan stands in a place today.
func part(t *testing.T, o *app.Desks, a *office.Ask, unit place.Code, code string) *plans.PartShownIn {
	t.Helper()
	p, err := o.Plans.Progress(context.Background(), a, plans.ProgressInput{Year: 2024, Place: unit})
	if err != nil {
		t.Fatal(unit, err)
	}
	i := slices.IndexFunc(p.Parts, func(p plans.PartShownIn) bool { return p.Code == code })
	return &p.Parts[i]
}

// cellOf is the cell of a column by its header in a row.
func cellOf(t *testing.T, f *excelize.File, sheet, header string, row int) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.Index(rows[0], header)
	if i < 0 {
		t.Fatalf("no column %q on %s", header, sheet)
	}
	name, err := excelize.CoordinatesToCellName(i+1, row)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestPlanBookRoundTrip: a plan written as a workbook is read back as it was, word for word, with all rows accepted.
func TestPlanBookRoundTrip(t *testing.T) {
	o := officetest.Demo(t, 2000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "kehoach")
	plan, text, err := o.PlanFiles.PlanOf(ctx, a, 2024)
	if err != nil {
		t.Fatal(err)
	}
	var book bytes.Buffer
	if err := o.PlanFiles.WritePlanFile(ctx, a, 2024, &book); err != nil {
		t.Fatal(err)
	}
	u, err := o.PlanFiles.UploadPlan(ctx, a, "ke-hoach.xlsx", book.Bytes())
	if err != nil || len(u.Faults) > 0 {
		t.Fatalf("%v %+v", err, u)
	}
	if d := cmp.Diff(string(text), string(u.Text)); d != "" {
		t.Error(d)
	}
	if len(u.Plan.Parts()) != len(plan.Parts()) || len(u.Sheets) != 7 || len(u.Shares["jobs"]) != 11 {
		t.Errorf("%d parts, %d sheets, %d places", len(u.Plan.Parts()), len(u.Sheets), len(u.Shares["jobs"]))
	}
	for _, s := range u.Sheets {
		if s.Rejected != 0 || s.Rows == 0 {
			t.Errorf("%+v", s)
		}
	}
	for _, told := range u.Told {
		if !told.Agrees {
			t.Errorf("%s: %s", told.Part.Code, told.Text.VI)
		}
	}
}

// TestPlanBookFaults: whatever is wrong in a workbook is named with its sheet, row and column; rows in = accepted +
// rejected; nothing is recorded.
func TestPlanBookFaults(t *testing.T) {
	o := officetest.Demo(t, 2000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "kehoach")
	set := func(sheet, header string, row int, value any) func(*excelize.File) {
		return func(f *excelize.File) {
			if err := f.SetCellValue(sheet, cellOf(t, f, sheet, header, row), value); err != nil {
				t.Fatal(err)
			}
		}
	}
	for what, c := range map[string]struct {
		change        func(*excelize.File)
		sheet, column string
		row           int
		says          string
	}{
		"an unknown column": {func(f *excelize.File) { _ = f.SetCellValue("parts", "A1", "Cột lạ") }, "parts", "A",
			1, "Cột lạ"},
		"an unknown sheet": {func(f *excelize.File) { _, _ = f.NewSheet("thêm") }, "thêm", "", 0,
			"không có trang này"},
		"a sheet taken out": {func(f *excelize.File) { _ = f.DeleteSheet("solutions") }, "solutions", "", 0,
			"thiếu trang"},
		"no number":            {set("parts", "Kế hoạch", 4, "sáu nghìn"), "parts", "Kế hoạch", 4, "không phải số"},
		"an unknown kind":      {set("parts", "Cách tính", 3, "tỷ số"), "parts", "Cách tính", 3, "phải là một trong: thay đổi, tỷ lệ, số đếm"},
		"an unknown indicator": {set("parts", "Tử số: điều kiện", 2, "poorr"), "parts", "Tử số: điều kiện", 2, "poorr"},
		"a wrong type":         {set("parts", "Tử số: điều kiện", 12, "m.age"), "parts", "Tử số: điều kiện", 12, ""},
		"an unknown support": {set("parts", "Tử số: điều kiện", 4, "job_plcaed && poor"), "parts", "Tử số: điều kiện",
			4, "job_plcaed"},
		"a rate above 100":   {set("parts", "Kế hoạch", 12, 120), "parts", "Kế hoạch", 12, "0 đến 100"},
		"no code":            {set("parts", "Mã chỉ tiêu", 5, ""), "parts", "Mã chỉ tiêu", 5, "mã"},
		"a code twice":       {set("parts", "Mã chỉ tiêu", 5, "jobs"), "parts", "Mã chỉ tiêu", 5, "đã dùng"},
		"no such target":     {set("parts", "Số mục tiêu", 5, 40), "parts", "Số mục tiêu", 5, "không có mục tiêu 40"},
		"a target twice":     {set("targets", "Số mục tiêu", 3, 1), "targets", "Số mục tiêu", 3, "không lặp lại"},
		"no task":            {set("assignments", "Nhiệm vụ", 2, ""), "assignments", "Nhiệm vụ", 2, "thiếu"},
		"an unknown report":  {set("parts", "Mẫu số: số báo cáo", 10, "x"), "parts", "Mẫu số: số báo cáo", 10, "“x”"},
		"no day":             {set("plan", "Nội dung", 3, "hôm qua"), "plan", "Nội dung", 3, "không phải ngày"},
		"an unknown key":     {set("plan", "Mục", 5, "Mã tỉnhh"), "plan", "Mục", 5, "không có mục"},
		"an unknown place":   {set("shares", "Mã đơn vị", 2, "123"), "shares", "Mã đơn vị", 2, "không có đơn vị"},
		"a share below zero": {set("shares", "Giao", 2, -5), "shares", "Giao", 2, "không được âm"},
		"a share of nothing": {set("shares", "Mã chỉ tiêu", 2, "nothing"), "shares", "Mã chỉ tiêu", 2,
			"không có chỉ tiêu"},
	} {
		u, err := o.PlanFiles.UploadPlan(ctx, a, "x.xlsx", planBook(t, o, a, c.change))
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		found := false
		for _, f := range u.Faults {
			found = found || f.Sheet == c.sheet && f.Row == c.row && f.Column == c.column &&
				strings.Contains(f.Text.VI, c.says)
		}
		if !found {
			t.Errorf("%s: %+v", what, u.Faults)
		}
		rejected := 0
		for _, s := range u.Sheets {
			if s.Accepted()+s.Rejected != s.Rows {
				t.Errorf("%s: %+v", what, s)
			}
			rejected += s.Rejected
		}
		if c.row > 1 && rejected == 0 {
			t.Errorf("%s: no row was rejected: %+v", what, u.Sheets)
		}
	}
	if v, err := o.PlanFiles.PlanVersions(ctx, a, 2024); err != nil || len(v) != 0 {
		t.Errorf("%d versions were recorded: %v", len(v), err)
	}
	if _, err := o.PlanFiles.UploadPlan(ctx, a, "x.xlsx", []byte("PK\x03\x04 không phải Excel")); err == nil {
		t.Error("no workbook was read")
	}
}

// TestPlanSaved: all faults of a text are named with their lines; a clean plan is recorded with its reason and its
// shares; districts that do not add up are told and not refused; who comes too late is told.
func TestPlanSaved(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx, a := context.Background(), officetest.SignIn(t, o, "kehoach")
	shipped, err := os.ReadFile("../../../data/plan/35-kh-ubnd-2024.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(strings.Replace(string(shipped), "planned: 6000", "planned: 6000.5", 1),
		"where: 'm.health_insurance'", "where: 'm.health_insurnce'", 1)
	u, err := o.PlanFiles.UploadPlan(ctx, a, "x.yaml", []byte(broken))
	if err != nil || len(u.Faults) != 2 {
		t.Fatalf("%v %+v", err, u)
	}
	for i, want := range []struct{ part, line, says string }{{"jobs", "6000.5", "số nguyên"},
		{"insured", "m.health_insurnce", "health_insurnce"}} {
		line := 1 + strings.Count(broken[:strings.Index(broken, want.line)], "\n")
		if f := u.Faults[i]; f.Part != want.part || f.Line != line || !strings.Contains(f.Text.VI, want.says) {
			t.Errorf("%+v, want line %d", f, line)
		}
	}
	for code, says := range map[string]string{"92": "Cần Thơ", "00": "“00”", "": "không ghi"} {
		foreign := strings.Replace(string(shipped), `province: "94"`, `province: "`+code+`"`, 1)
		u, err := o.PlanFiles.UploadPlan(ctx, a, "x.yaml", []byte(foreign))
		if err != nil || len(u.Faults) != 1 || !strings.Contains(u.Faults[0].Text.VI, says) ||
			!strings.Contains(u.Faults[0].Text.VI, "Sóc Trăng") {
			t.Errorf("a plan of %q: %v %+v", code, err, u.Faults)
		}
	}
	for _, text := range []string{"", "plan: null", "plan: {year: -5}", "plan: {year: 99999999}", "- 1", "{{{",
		"plan: {number: a}\ntargets: [null]"} {
		if u, err := o.PlanFiles.UploadPlan(ctx, a, "x.yaml", []byte(text)); err == nil && len(u.Faults) == 0 {
			t.Errorf("%q is a plan", text)
		}
	}
	if _, err := o.PlanFiles.SavePlan(ctx, a, "x.yaml", []byte(broken), 0,
		"thử lưu tệp hỏng"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a broken plan: %v", err)
	}

	book := planBook(t, o, a, func(f *excelize.File) {
		if err := f.SetCellValue("parts", cellOf(t, f, "parts", "Kế hoạch", 4), 7000); err != nil {
			t.Fatal(err)
		}
	})
	u, err = o.PlanFiles.UploadPlan(ctx, a, "x.xlsx", book)
	if err != nil || len(u.Faults) != 0 {
		t.Fatalf("%v %+v", err, u.Faults)
	}
	i := slices.IndexFunc(u.Told, func(t planfiles.PlanTold) bool { return t.Part.Code == "jobs" })
	if i < 0 || u.Told[i].Agrees || !strings.Contains(u.Told[i].Text.VI, "ít hơn mức của tỉnh (7.000) là 1.000") {
		t.Errorf("districts that do not add up: %+v", u.Told)
	}
	if !slices.ContainsFunc(u.Changes, func(c planbook.Change) bool {
		return c.What.VI == "Kế hoạch" && c.Was.VI == "6.000" && c.Now.VI == "7.000"
	}) {
		t.Errorf("%+v", u.Changes)
	}
	in := planfiles.PlanSaving{Name: "x.yaml", Text: u.Text, Was: u.Was, Reason: "giao thêm việc làm",
		Shares: map[string]map[place.Code]float64{"models": {"947": 3}}}
	if _, err := o.PlanFiles.SavePlanBook(ctx, a, in); err != nil {
		t.Fatal(err)
	}
	if _, err := o.PlanFiles.SavePlanBook(ctx, a, in); errs.KindOf(err) != errs.Conflict {
		t.Errorf("saved again from the version before: %v", err)
	}
	versions, err := o.PlanFiles.PlanVersions(ctx, a, 2024)
	if err != nil || len(versions) != 1 || versions[0].Reason != "giao thêm việc làm" || versions[0].Version != 1 {
		t.Errorf("%+v %v", versions, err)
	}
	if p := part(t, o, a, "94", "jobs"); *p.Planned != 7000 {
		t.Errorf("planned %v", *p.Planned)
	}
	if p := part(t, o, a, "947", "models"); p.Planned == nil || *p.Planned != 3 || p.Rule != "manual" {
		t.Errorf("the district's models: %+v", p.Planned)
	}
}

// TestNextYear: a plan is entered before its year begins, and looked at: nothing is counted of it yet and nothing
// fails.
func TestNextYear(t *testing.T) {
	o := officetest.Demo(t, 2000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "kehoach")
	if _, err := o.Plans.Progress(ctx, a, plans.ProgressInput{Year: 2025}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("no plan: %v", err)
	}
	shipped, err := os.ReadFile("../../../data/plan/35-kh-ubnd-2024.yaml")
	if err != nil {
		t.Fatal(err)
	}
	next := strings.NewReplacer("year: 2024", "year: 2025", "2023-12-31", "2024-12-31").Replace(string(shipped))
	if _, err := o.PlanFiles.SavePlan(ctx, a, "2025.yaml", []byte(next), 0, "kế hoạch năm sau"); err != nil {
		t.Fatal(err)
	}
	p, err := o.Plans.Progress(ctx, a, plans.ProgressInput{Year: 2025})
	if err != nil || p.On != o.Office.Day() || !slices.Equal(p.Years, []int{2025, 2024}) {
		t.Fatalf("%+v %v", p, err)
	}
	for i := range p.Parts {
		if s := &p.Parts[i]; s.Forecast.Known && s.Method != "review" || s.Kind == "count" && s.Actual.Value != 0 ||
			s.Light == target.Red {
			t.Errorf("%s: %+v %s", s.Code, s.Actual, s.Light)
		}
	}
}

// planPaper checks that the workbook of a plan's results prints as a paper, with shares to two decimals.
func planPaper(t *testing.T, f *excelize.File, rows [][]string) {
	t.Helper()
	again := map[string]string{}
	for _, n := range f.GetDefinedName() {
		again[n.Scope+n.Name] = n.RefersTo
	}
	head := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 1 && r[0] == "Mục tiêu" }) + 1
	if want := fmt.Sprintf("'Kết quả'!$%d:$%d", head, head); again["Kết quả_xlnm.Print_Titles"] != want ||
		again["Nơi cần chú ý_xlnm.Print_Area"] == "" {
		t.Errorf("what is printed: %v, not %s", again, want)
	}
	layout, err := f.GetPageLayout("Kết quả")
	if err != nil || *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
		t.Errorf("the page: %+v, %v", layout, err)
	}
	notes, err := f.GetRows("Nguồn, điều còn để ngỏ")
	if err != nil || !strings.Contains(fmt.Sprint(notes), "Báo Sóc Trăng") {
		t.Errorf("where figures come from: %v, %v", notes, err)
	}
	text := ""
	for i, r := range rows {
		text += strings.Join(r, "|") + "\n"
		for _, j := range []int{3, 4} { // planned, and what is
			if len(r) <= j || i < head || r[2] != "%" || r[j] == "" {
				continue
			}
			if _, decimals, _ := strings.Cut(r[j], "."); len(decimals) != 2 { // as a reader of another country has it
				t.Errorf("row %d: a share is written %q", i+1, r[j])
			}
		}
	}
	for _, want := range []string{"ỦY BAN NHÂN DÂN\nTỈNH SÓC TRĂNG\n", "NGƯỜI LẬP BIỂU|", "|TM. ỦY BAN NHÂN DÂN\n",
		"|Sóc Trăng, ngày "} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook does not say %q:\n%s", want, text)
		}
	}
}

// TestPlanPapers: the Word document and the workbook have every target in the order and the wording of the plan.
func TestPlanPapers(t *testing.T) {
	o := officetest.Demo(t, 2000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "lanhdao")
	plan, _, err := o.PlanFiles.PlanOf(ctx, a, 2024)
	if err != nil {
		t.Fatal(err)
	}
	var docx, xlsx bytes.Buffer
	in := plans.ProgressInput{Year: 2024}
	if err := o.PlanFiles.WritePlanPaper(ctx, a, in, &docx); err != nil {
		t.Fatal(err)
	}
	if err := o.PlanFiles.WritePlanResults(ctx, a, in, &xlsx); err != nil {
		t.Fatal(err)
	}
	text := officetest.Words(t, "ke-hoach", docx.Bytes())
	f, err := excelize.OpenReader(&xlsx)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Kết quả")
	if err != nil {
		t.Fatal(err)
	}
	planPaper(t, f, rows)
	at, row := 0, 0
	for i := range plan.Targets {
		sentence := plan.Targets[i].Text
		found := strings.Index(text[at:], sentence)
		if found < 0 {
			t.Fatalf("target %d is not there in its place", i+1)
		}
		at += found
		next := slices.IndexFunc(rows[row:], func(r []string) bool { return len(r) > 1 && r[1] == sentence })
		if next < 0 {
			t.Fatalf("target %d is not in the workbook in its place", i+1)
		}
		row += next
	}
	for _, want := range []string{"Tỉnh Sóc Trăng", "20/12/2024", "35/KH-UBND", "chưa rõ", "−1,22", "Báo Sóc Trăng",
		"Tổ chức triển khai, thực hiện Kế hoạch", "GIẢ LẬP"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not say %q", want)
		}
	}
	if strings.Contains(text, "{{") {
		t.Error("a field is left")
	}
	if _, err := o.Papers.TemplateFile(ctx, a, "ke-hoach"); err != nil {
		t.Errorf("the template for the office: %v", err)
	}
	officer := officetest.SignIn(t, o, "canbo.xa")
	var b bytes.Buffer
	behind := plans.BehindInput{ProgressInput: in, Part: "insured", Which: "not_met"}
	if err := o.PlanFiles.ExportBehind(ctx, a, behind, &b); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a leader exports people: %v", err)
	}
	if err := o.PlanFiles.ExportBehind(ctx, officer, behind, &b); err != nil || b.Len() == 0 {
		t.Errorf("an officer exports the commune's: %v", err)
	}
}
