package narrative_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/narrative"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
)

// TestLoose: a number that stands in words by itself is found, whatever it counts; days, articles, numbers of documents
// and codes are none.
func TestLoose(t *testing.T) {
	for _, c := range []struct {
		words string
		loose []string
	}{
		{"Toàn tỉnh có 1.203 hộ nghèo, giảm 2,5% so với năm 2023.", []string{"1.203", "2,5%"}},
		{"Kế hoạch số 35/KH-UBND ngày 27/02/2024, Thông tư 10/2022/TT-BLĐTBXH, Nghị quyết 08/2022/NQ-HĐND.", nil},
		{"Đến ngày 5 tháng 6 năm 2024, quý II/2024, 6 tháng đầu năm 2024, giai đoạn 2021-2025, tháng 9/2024.", nil},
		{"Theo Điều 4 khoản 2, Biểu 01, Mẫu số 02, Dự án 3, Tiểu dự án 1, DA4-TDA2, chỉ tiêu 12, Phường 5.", nil},
		{"1. Hộ nghèo\n2.1. Hộ cận nghèo", nil},
		{"năm 3000 hộ, tháng 5 có 12 hộ", []string{"3000", "12"}},
		{"Dự án 1, 500 hộ; chọn mẫu 200 hộ", []string{"500", "200"}},
		{"khoảng 12–15 hộ, 3/4 số ấp", []string{"12–15", "3/4"}},
		{"មាន ១២ គ្រួសារ, ٣ hộ", []string{"១២", "٣"}},
		{"Không còn hộ nào.", nil},
	} {
		if got := narrative.Loose(c.words); !cmp.Equal(got, c.loose) {
			t.Errorf("%q: %q, not %q", c.words, got, c.loose)
		}
	}
}

func forms(t *testing.T) ([]*form.Form, []form.Schedule) {
	t.Helper()
	all, err := form.Shipped(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	schedules, err := form.ReadSchedules(os.DirFS("../../data"), all)
	if err != nil {
		t.Fatal(err)
	}
	return all, schedules
}

const (
	poor  = form.Key("B01/ho_ngheo/thuc_hien")
	ratio = form.Key("B01/ty_le/thuc_hien")
)

// rolled is a round of two forms as it was consolidated: two of three units.
func rolled(t *testing.T) (*form.Set, *report.Rolled) {
	t.Helper()
	all, _ := forms(t)
	set := form.NewSet(all[:2])
	if set.Form("B01") == nil || set.Form("B02") == nil {
		t.Fatal("other forms come first")
	}
	v := form.Values{poor: form.Of(1234), "B01/can_ngheo/thuc_hien": {Known: true, Number: 766, Missing: 2}, "B01/tong_ho/thuc_hien": form.Of(30000)}
	set.Compute(v)
	return set, &report.Rolled{Values: v, Units: 3, Counted: 2, Gap: []place.Code{"94"}, Households: 2, Of: 3}
}

// TestDraft: a draft has the figures of the consolidation and says what it lacks; paragraphs of what is not known are
// left out, causes are left open; what is signed has neither an open place nor a typed number.
func TestDraft(t *testing.T) {
	all, schedules := forms(t)
	templates, err := narrative.Read(os.DirFS("../../data"), all, schedules)
	if err != nil || len(templates) != 3 {
		t.Fatal(len(templates), err)
	}
	set, r := rolled(t)
	book := narrative.NewBook(narrative.Facts(set, r))
	text := templates[0].Draft(book, narrative.Words{Period: "năm 2024", CutOff: "06/11/2024", Place: "tỉnh Sóc Trăng"})
	if err := text.Sound(); err != nil {
		t.Fatal(err)
	}
	var whole strings.Builder
	for _, s := range text.Sections {
		for _, p := range s.Paragraphs {
			whole.WriteString(text.Plain(book, p) + "\n")
		}
	}
	for _, want := range []string{"từ 2 trên 3 đơn vị của tỉnh Sóc Trăng", "Còn 1 đơn vị chưa gửi;", "đã gửi có 66,67% số hộ",
		"có 1.234 hộ nghèo và 766 (thiếu 2 đơn vị) hộ cận nghèo, tổng cộng 2.000 (thiếu 2 đơn vị) hộ", "nghèo đa chiều 6,67% (thiếu 2 đơn vị)"} {
		if !strings.Contains(whole.String(), want) {
			t.Errorf("no %q in\n%s", want, whole.String())
		}
	}
	for _, no := range []string{"Tất cả các đơn vị", "Bảo hiểm y tế", "[[", "{{"} {
		if strings.Contains(whole.String()+text.About, no) {
			t.Errorf("%q in\n%s", no, whole.String())
		}
	}
	if got := text.Check(book); len(got) != 2 { // two places left open
		t.Errorf("faults: %+v", got)
	}
	sources := text.Sources(book)
	if s := sources[4]; s.Text != "1.234" || s.Fact.Key != poor || s.No != 5 || !strings.HasPrefix(s.Sentence, "Đến ngày 06/11/2024, tỉnh Sóc Trăng có 1.234 hộ nghèo") ||
		!strings.HasSuffix(s.Sentence, "(thiếu 2 đơn vị).") {
		t.Errorf("source: %+v", s)
	}
}

// TestFigures: a figure moves only on command, and then it is told what it was; a text with a figure that is another
// one by now, one that the round does not have, a typed number or one without its source is not signed.
func TestFigures(t *testing.T) {
	set, r := rolled(t)
	book := narrative.NewBook(narrative.Facts(set, r))
	text := &narrative.Text{About: "Thử", Sections: []narrative.Section{{Head: "I. Số liệu", Paragraphs: []string{"Có [[" + string(poor) + "]] hộ, tức [[" + string(ratio) + "]]."}}}}
	text.Take(book)
	if got := text.Check(book); got != nil {
		t.Errorf("a sound text: %+v", got)
	}
	r.Values[poor] = form.Of(1200)
	set.Compute(r.Values)
	next := narrative.NewBook(narrative.Facts(set, r))
	if got := text.Plain(next, text.Sections[0].Paragraphs[0]); !strings.HasPrefix(got, "Có 1.234 hộ") {
		t.Errorf("a figure moved by itself: %s", got)
	}
	changes := text.Changes(next)
	if len(changes) != 2 || changes[0].Was != "1.234" || changes[0].Written() != "1.200" {
		t.Errorf("changes: %+v", changes)
	}
	if got := text.Check(next); len(got) != 2 {
		t.Errorf("a figure that is another one by now: %+v", got)
	}
	text.Take(next)
	if got := text.Check(next); got != nil {
		t.Errorf("after the figures were taken over: %+v", got)
	}
	for paragraph, want := range map[string]string{
		"Có 1.200 hộ nghèo.":            "1.200",
		"[[B01/khong_co/thuc_hien]] hộ": "no figure",
		"Có [[12,5|]] điểm":             "12,5",
		"Có [[|sổ của huyện]] điểm":     "source",
		"Nguyên nhân: ……":               "filled in",
	} {
		text.Sections[0].Paragraphs = []string{paragraph}
		text.Complete(next)
		if got := text.Check(next); len(got) != 1 || !strings.Contains(got[0].What.EN, want) {
			t.Errorf("%s: %+v", paragraph, got)
		}
	}
	text.Sections[0].Paragraphs = []string{"Có [[12,5|báo cáo 12/BC-SNV ngày 03/05/2024]] điểm."}
	if got := text.Check(next); got != nil {
		t.Errorf("a number with its source: %+v", got)
	}
	if s := text.Sources(next); len(s) != 1 || s[0].Text != "12,5" || s[0].From == "" || s[0].Fact != nil {
		t.Errorf("its source: %+v", s)
	}
	text.About = "Kết quả của 25 xã, 6 tháng đầu năm 2024"
	if got := text.Check(next); len(got) != 1 || got[0].Section != -1 || !strings.Contains(got[0].What.EN, "“25”") {
		t.Errorf("a number in what the report is about: %+v", got)
	}
	text.About = "Thử"
	text.Sections[0].Head = "I. 25 hộ"
	if got := text.Check(next); len(got) != 1 || got[0].Paragraph != -1 {
		t.Errorf("a number in a heading: %+v", got)
	}
}

// TestSound: marks that do not close, and texts without end, are refused; empty paragraphs are dropped.
func TestSound(t *testing.T) {
	one := func(p ...string) *narrative.Text {
		return &narrative.Text{About: "Thử", Sections: []narrative.Section{{Paragraphs: p}}}
	}
	for name, text := range map[string]*narrative.Text{"open": one("[[B01/a/b"), "empty": one("[[ ]]"), "nested": one("[[a [[b]] ]]"),
		"long": one(strings.Repeat("ộ", narrative.MostLetters+1)), "many": one(strings.Split(strings.Repeat("a ", narrative.MostParagraphs+1), " ")...),
		"about": {}, "sections": {About: "Thử", Sections: make([]narrative.Section, narrative.MostSections+1)}} {
		if err := text.Sound(); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	text := one("  a ", "", " ")
	if err := text.Sound(); err != nil || !cmp.Equal(text.Sections, []narrative.Section{{Paragraphs: []string{"a"}}}) {
		t.Errorf("%+v %v", text.Sections, err)
	}
}

// TestTemplates: a template that names a figure no form has, an unknown schedule or a typed number is refused with its
// line.
func TestTemplates(t *testing.T) {
	all, schedules := forms(t)
	const head = "texts:\n  - code: a\n    title: {vi: A}\n    instrument: MẪU\n    schedules: [nam]\n    about: A\n    sections:\n      - head: I.\n        paragraphs:\n"
	for text, want := range map[string]string{
		head + "          - text: 'Có [[B01/khong/co]] hộ'\n":                                                   "B01/khong/co",
		head + "          - text: 'Có 12 hộ'\n":                                                                 "12",
		head + "          - text: 'a'\n            when: {left: B01/ho_ngheo/thuc_hien, op: '!', right: '0'}\n": "!",
		head + "          - text: 'a'\n            lời: b\n":                                                    "lời",
		strings.Replace(head, "[nam]", "[tuan]", 1) + "          - text: 'a'\n":                                 "tuan",
		strings.Replace(head, "about: A", "about: ''", 1) + "          - text: 'a'\n":                           "about",
		head + "          - text: 'a'\n" + strings.TrimPrefix(head, "texts:\n") + "          - text: 'a'\n":     "a",
	} {
		_, err := narrative.Read(fstest.MapFS{narrative.Folder + "/x.yaml": {Data: []byte(text)}}, all, schedules)
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
