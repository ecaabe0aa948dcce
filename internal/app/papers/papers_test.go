package papers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/reviews"
)

// TestPapers: the complete set of a commune's papers, in the layout of Decree 30/2020, with what each has to say and
// without any citizen number.
func TestPapers(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer := officetest.SignIn(t, o, "canbo.xa")
	var b bytes.Buffer
	early := d.Lists(officer)[0]
	if err := o.Papers.Paper(ctx, officer, early.ID, "niem-yet", &b); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a posting list before the posting: %v", err)
	}
	if err := o.Papers.Paper(ctx, officer, early.ID, "giay-la", &b); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a paper that is none: %v", err)
	}
	d.To(review.Finished)
	if err := o.Papers.SetPublicAddress(ctx, officer, "https://gn.example"); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("an officer of a commune sets the address: %v", err)
	}
	department := officetest.SignIn(t, o, "canbo.so")
	for _, bad := range []string{"gn.example", "ftp://gn.example", "https://", "https://gn.example/?x=1"} {
		if err := o.Papers.SetPublicAddress(ctx, department, bad); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
	d.Ok(o.Papers.SetPublicAddress(ctx, department, "https://gn.example/"))
	if err := o.Papers.Papers(ctx, officer, d.Campaign, "31708", &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	kinds, all := map[string]int{}, ""
	for _, f := range z.File {
		r, err := f.Open()
		d.Ok(err)
		docx, err := io.ReadAll(r)
		d.Ok(err)
		text := officetest.Words(t, f.Name, docx)
		kind := f.Name[strings.LastIndex(f.Name, "/")+1:]
		kinds[kind]++
		all += text
		for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "MẪU"} {
			if !strings.Contains(strings.ReplaceAll(text, "–", "-"), want) {
				t.Errorf("%s does not say %q", f.Name, want)
			}
		}
		if kind == "bien-ban-hop.docx" && (!strings.Contains(text, "Trưởng ấp") || !strings.Contains(text, "20")) {
			t.Errorf("%s: %s", f.Name, text)
		}
		if kind == "chung-nhan.docx" {
			for _, want := range []string{"https://gn.example/c/", "Căn cứ Nghị định số 07/2021/NĐ-CP",
				"Căn cứ Quyết định số 45/QĐ-UBND", "Dân tộc: ", "Số CCCD",
				"Ngày cấp: ", "I. Danh sách thành viên hộ gia đình", "Năm sinh nam", "Năm sinh nữ",
				"II. Kết quả phân loại hộ gia đình", "*********"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s does not say %q", f.Name, want)
				}
			}
		}
		if kind == "quyet-dinh-02.docx" {
			for _, want := range []string{"DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO",
				"DANH SÁCH HỘ THOÁT NGHÈO, HỘ THOÁT CẬN NGHÈO", "Ủy ban nhân dân huyện Mỹ Xuyên (báo cáo)",
				"số 77/2015/QH13"} {
				if !strings.Contains(text, want) {
					t.Errorf("form 02 does not say %q", want)
				}
			}
		}
	}
	lists := d.Lists(officer)
	if kinds["bien-ban-hop.docx"] != len(lists) || kinds["niem-yet.docx"] != len(lists) ||
		kinds["quyet-dinh-02.docx"] != 1 || kinds["bao-cao.docx"] != 1 || kinds["chung-nhan.docx"] == 0 {
		t.Errorf("%d lists, papers %v", len(lists), kinds)
	}
	people := 0
	for _, row := range lists {
		v, err := o.Reviews.ReviewList(ctx, officer, row.ID)
		d.Ok(err)
		for _, it := range v.List.Items {
			h, err := o.Book.Peek(ctx, officer, it.Household)
			d.Ok(err)
			for i := range h.Household.Members {
				if id := h.Household.Members[i].CitizenID; id != "" {
					people++
					if strings.Contains(all, id) || strings.Contains(all, id[3:]) {
						t.Errorf("a citizen number of household %d stands in the papers", it.Household)
					}
				}
			}
			if it.Paper != "" && !strings.Contains(all, it.Paper) {
				t.Errorf("%s is in no paper", it.Paper)
			}
		}
	}
	if people == 0 {
		t.Error("nobody on the lists has a citizen number: the test says nothing")
	}
	opened(t, o, officer, lists)
	t.Run("requests", func(t *testing.T) {
		for _, name := range []string{"de-nghi-01", "de-nghi-04"} {
			b.Reset()
			v, err := o.Reviews.ReviewList(ctx, officer, lists[0].ID)
			d.Ok(err)
			h, err := o.Book.Peek(ctx, officer, v.List.Items[0].Household)
			d.Ok(err)
			d.Ok(o.Papers.RequestForm(ctx, officer, h.ID, name, &b))
			text := officetest.Words(t, name, b.Bytes())
			for i := range h.Household.Members {
				if id := h.Household.Members[i].CitizenID; id != "" && strings.Contains(text, id) {
					t.Errorf("%s has a citizen number", name)
				}
			}
			if !strings.Contains(text, h.Household.Head().Name) {
				t.Errorf("%s does not name the head", name)
			}
		}
	})
}

// TestTemplates: the office changes a template in Word, the paper follows, a field that the paper does not have is
// refused, and the shipped one comes back.
func TestTemplates(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, department := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "canbo.so")
	row := d.Lists(officer)[0]
	shipped, err := o.Papers.TemplateFile(ctx, department, "bao-cao")
	d.Ok(err)
	changed := func(from, to string) []byte {
		z, err := zip.NewReader(bytes.NewReader(shipped), int64(len(shipped)))
		d.Ok(err)
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, f := range z.File {
			r, err := f.Open()
			d.Ok(err)
			b, err := io.ReadAll(r)
			d.Ok(err)
			if f.Name == "word/document.xml" && !bytes.Contains(b, []byte(from)) {
				t.Fatalf("the template does not say %q", from)
			}
			p, err := w.Create(f.Name)
			d.Ok(err)
			_, err = p.Write(bytes.ReplaceAll(b, []byte(from), []byte(to)))
			d.Ok(err)
		}
		d.Ok(w.Close())
		return out.Bytes()
	}
	said := func() string {
		var b bytes.Buffer
		d.Ok(o.Papers.Paper(ctx, officer, row.ID, "bao-cao", &b))
		return officetest.Words(t, "bao-cao", b.Bytes())
	}
	if err := o.Papers.SetTemplate(ctx, officer, "bao-cao", "x.docx",
		changed("{{xa_thuong}}", "{{xa_thuong}}")); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a commune changes the province's template: %v", err)
	}
	for what, docx := range map[string][]byte{"a field of no paper": changed("{{xa_thuong}}", "{{cccd}}"),
		"no Word file": []byte("xin chào"), "an open block": changed("{{xa_thuong}}", "{{#ho}}")} {
		if err := o.Papers.SetTemplate(ctx, department, "bao-cao", "x.docx", docx); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if strings.Contains(said(), "Mẫu riêng của tỉnh") {
		t.Fatal("said before it was changed")
	}
	d.Ok(o.Papers.SetTemplate(ctx, department, "bao-cao", "báo cáo.docx",
		changed("{{xa_thuong}}", "{{xa_thuong}} Mẫu riêng của tỉnh")))
	if !strings.Contains(said(), "Mẫu riêng của tỉnh") {
		t.Error("the office's own template is not used")
	}
	d.Ok(o.Papers.SetTemplate(ctx, department, "bao-cao", "", nil))
	if strings.Contains(said(), "Mẫu riêng của tỉnh") {
		t.Error("the shipped template did not come back")
	}
}

// TestTablesBook: the workbook has all fifteen tables with their formula rows; the lists 14 and 15 name every
// near-poor and poor household once and no citizen number, and who may not export gets the tables alone.
func TestTablesBook(t *testing.T) {
	o := officetest.Demo(t, 20_000)
	ctx := context.Background()
	write := func(user string) *excelize.File {
		var b bytes.Buffer
		if err := o.Results.WriteTables(ctx, officetest.SignIn(t, o, user), 2024, "947", &b); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := write("canbo.so")
	if n := len(f.GetSheetList()); n != 15 {
		t.Errorf("%d sheets", n)
	}
	rows := func(f *excelize.File, no int) [][]string {
		r, err := f.GetRows(fmt.Sprintf("Biểu %d", no))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	formulas := slices.IndexFunc(rows(f, 2), func(r []string) bool { return len(r) > 3 && r[0] == "A" && r[3] == "1" })
	if formulas < 0 || rows(f, 2)[formulas][11] != "9=1-2-3-4+5+6+7+8" {
		t.Errorf("the formula row of table 2 (%d): %v", formulas, rows(f, 2))
	}
	tables, err := o.Results.ReviewTables(ctx, officetest.SignIn(t, o, "canbo.so"), 2024, "947")
	if err != nil {
		t.Fatal(err)
	}
	whole := tables[0].Rows[len(tables[0].Rows)-1].Cells
	groups, sum := tables[8].Rows, [4]int64{}
	for i, r := range groups {
		for j, cell := range r.Cells {
			if i < len(groups)-1 {
				sum[j] += cell.Value
			} else if cell.Value != sum[j] || !r.Total || r.Line.VI != "Tổng cộng" {
				t.Errorf("table 9, column %d: %d in its last row, the groups make %d", j+1, cell.Value, sum[j])
			}
		}
	}
	if sum[0] != whole[2].Value || sum[2] != whole[4].Value || len(groups) < 3 {
		t.Errorf("table 9 has %v in %d groups, table 1 %d and %d", sum, len(groups)-1, whole[2].Value, whole[4].Value)
	}
	ninth := slices.IndexFunc(rows(f, 9), func(r []string) bool { return len(r) > 0 && r[0] == "C" }) + len(groups)
	if r := rows(f, 9); r[ninth][0] != "Tổng cộng" {
		t.Errorf("the last row of table 9 in the workbook: %v", r[ninth])
	}
	number := regexp.MustCompile(`\d{12}`)
	for no, want := range map[int]int64{14: whole[4].Value, 15: whole[2].Value} {
		households := int64(0)
		for _, r := range rows(f, no) {
			if len(r) > 12 && regexp.MustCompile(`^\d+$`).MatchString(r[0]) {
				households++
			}
			if number.MatchString(strings.Join(r, " ")) {
				t.Errorf("list %d has a citizen number: %v", no, r)
			}
		}
		if households != want || want == 0 {
			t.Errorf("list %d has %d households, table 1 says %d", no, households, want)
		}
	}
	leader := write("lanhdao")
	if len(rows(leader, 1)) != len(rows(f, 1)) || len(rows(leader, 15)) > 12 {
		t.Errorf("a leader's workbook: %d rows of table 1, %d of list 15", len(rows(leader, 1)), len(rows(leader, 15)))
	}
	var b bytes.Buffer
	if err := o.Results.WriteTables(ctx, officetest.SignIn(t, o, "canbo.xa"), 2024, "947",
		&b); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a commune's officer asks for the district: %v", err)
	}
}

// BenchmarkPapers writes a commune's complete set of papers – minutes, posting lists, decisions, certificates, report
// – of a register of 335,886 households.
func BenchmarkPapers(b *testing.B) {
	o, c := officetest.ReviewOffice(b, 0)
	ctx := context.Background()
	d := officetest.Drive(b, o, c)
	d.To(review.Finished)
	officer := officetest.SignIn(b, o, "canbo.xa")
	households := 0
	for _, l := range d.Lists(officer) {
		households += l.Households
	}
	var run time.Duration
	for b.Loop() {
		start := time.Now()
		if err := o.Papers.Papers(ctx, officer, d.Campaign, "31708", io.Discard); err != nil {
			b.Fatal(err)
		}
		run += time.Since(start)
	}
	b.ReportMetric(run.Seconds()/float64(b.N), "s-papers")
	b.ReportMetric(float64(households), "households")
}

// zipped are the words of each paper of a commune's set, by its name in the zip.
func zipped(t testing.TB, o *app.Desks, a *office.Ask, campaign int64, commune string) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := o.Papers.Papers(context.Background(), a, campaign, commune, &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		docx, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = officetest.Words(t, f.Name, docx)
	}
	return out
}

// TestPapersOfSomebody: a paper that would name nobody is left out, the posting list bears the day on which it was put
// up, and a refusal says by which signs form A came to its conclusion.
func TestPapersOfSomebody(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, enumerator := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "dieutra")
	var asked reviews.ReviewList
	for _, l := range d.Lists(officer) {
		if asked.ID == 0 || l.Households < asked.Households {
			asked = l
		}
	}
	d.Skip = func(l *reviews.ReviewList) bool { return l.ID != asked.ID }
	none := officetest.MustFind(t, o, officer, snapshot.Query{Classes: []poverty.Class{poverty.None},
		Hamlet: asked.Hamlet})
	_, err := o.Reviews.Request(ctx, officer, d.Campaign, household.ID(none.Code), review.Request01, o.Office.Day())
	d.Ok(err)
	d.Ok(o.Reviews.TakeStep(ctx, officer, asked.ID, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	v, err := o.Reviews.ReviewList(ctx, enumerator, asked.ID)
	d.Ok(err)
	was := map[poverty.Class]int{}
	// who was poor stays poor, who was near-poor stays near-poor, who asked is refused
	for _, it := range v.List.Items {
		if it.Source == review.Request01 {
			d.Ok(o.Surveys.ScreenSurvey(ctx, enumerator, asked.ID, it.Household, o.Office.Day(),
				[]string{"car", "aircon", "salary"}))
			continue
		}
		was[it.Was.Class]++
		answers := []surveys.SurveyAnswer{{Column: "income_per_head", Text: "700000"}}
		if it.Was.Class == poverty.Poor {
			answers = append(answers, surveys.SurveyAnswer{Column: "water_source", Text: "other"},
				surveys.SurveyAnswer{Column: "toilet", Text: "none"},
				surveys.SurveyAnswer{Column: "internet", Text: "no"},
				surveys.SurveyAnswer{Column: "information_means", Text: "no"})
		}
		d.Ok(officetest.AnswerAll(o, enumerator, asked.ID, it.Household, answers...))
		s, err := o.Surveys.FinishSurvey(ctx, enumerator, asked.ID, it.Household, o.Office.Day(), "")
		d.Ok(err)
		if s.Explanation.Class != it.Was.Class {
			t.Fatalf("%s is %v now: choose other answers", s.Record.Code, s.Explanation.Class)
		}
	}
	d.Ok(o.Reviews.TakeStep(ctx, officer, asked.ID, review.Event{Step: review.CloseSurvey, Day: o.Office.Day()}))
	d.To(review.Finished)

	folder := ""
	all := zipped(t, o, officer, d.Campaign, "31708")
	for name, text := range all {
		if strings.HasSuffix(name, "/tu-choi.docx") {
			folder = strings.TrimSuffix(name, "tu-choi.docx")
			for _, want := range []string{none.Head, "Mẫu 01", "3 dấu hiệu", "hộ có máy điều hòa đang dùng",
				"hộ có ô tô"} {
				if !strings.Contains(text, want) {
					t.Errorf("the refusal does not say %q: %s", want, text)
				}
			}
		}
	}
	if folder == "" {
		t.Fatal("there is no refusal")
	}
	if text := all["quyet-dinh-02.docx"]; !strings.Contains(text,
		fmt.Sprintf("Công nhận %d hộ nghèo, %d hộ cận nghèo; 0 hộ thoát nghèo", was[poverty.Poor],
			was[poverty.NearPoor])) {
		t.Errorf("form 02: %s", text)
	}
	var b bytes.Buffer
	if err := o.Papers.Paper(ctx, officer, asked.ID, "quyet-dinh-05", &b); errs.KindOf(err) != errs.NotFound ||
		b.Len() != 0 {
		t.Errorf("a form that does not exist: %v", err)
	}
	if text := all[folder+"niem-yet.docx"]; !strings.Contains(text, "ngày 15 tháng 10 năm 2024") ||
		strings.Contains(text, "ngày 23 tháng 10") || o.Office.Day() != date.Must(2024, 10, 23) {
		t.Errorf("the posting of 15 October bears another day: %s", text)
	}
	if len(all) != 6 { // minutes, posting, certificates, refusals; decision 02, report
		t.Errorf("%d papers of one list", len(all))
	}
}

// opened: certificates bear the number of each head, and of nobody else, where who may open numbers gives a reason,
// which is on the record; else they are not written.
func opened(t *testing.T, o *app.Desks, officer *office.Ask, lists []reviews.ReviewList) {
	t.Helper()
	ctx, heads := context.Background(), 0
	for _, row := range lists {
		v, err := o.Reviews.ReviewList(ctx, officer, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(v.List.Items, (*review.Item).NeedsCertificate) {
			continue
		}
		var b bytes.Buffer
		if err := o.Papers.OpenCertificates(ctx, officer, row.ID, " ", &b); errs.KindOf(err) != errs.Invalid || b.Len() > 0 {
			t.Errorf("opened for no reason: %v", err)
		}
		leader := officetest.SignIn(t, o, "lanhdao")
		if err := o.Papers.OpenCertificates(ctx, leader, row.ID, "in cho hộ", &b); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("opened by who may not: %v", err)
		}
		if err := o.Papers.OpenCertificates(ctx, officer, row.ID, "in giấy chứng nhận trao cho hộ", &b); err != nil {
			t.Fatal(err)
		}
		text := officetest.Words(t, "chung-nhan", b.Bytes())
		for _, it := range v.List.Items {
			h, err := o.Book.Peek(ctx, officer, it.Household)
			if err != nil {
				t.Fatal(err)
			}
			for i := range h.Household.Members {
				m := &h.Household.Members[i]
				want := m.Relationship == household.Head && it.NeedsCertificate() && it.Paper != ""
				if m.CitizenID == "" {
					continue
				}
				if got := strings.Contains(text, m.CitizenID); got != want {
					t.Errorf("the number of member %d of household %d is there: %v", m.No, it.Household, got)
				}
				if want {
					heads++
				}
			}
		}
	}
	if heads == 0 {
		t.Error("no head has a number: the test says nothing")
	}
}
