package programme

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/law"
	"giamngheo/internal/rule/parse"
)

// theLists is the sentence of the plan that lists the projects, word for word.
const theLists = `Cụ thể các nội dung thực hiện các dự án thành phần của Chương trình gồm: Dự án 1: Hỗ trợ đầu tư phát triển hạ tầng kinh tế - xã hội các xã đặc biệt khó khăn vùng bãi ngang, ven biển và hải đảo; Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo; Dự án 3: Hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng (gồm Tiểu dự án 1: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp và Tiểu dự án 2: Cải thiện dinh dưỡng); Dự án 4: Phát triển giáo dục nghề nghiệp, việc làm bền vững (gồm Tiểu dự án 1: Phát triển giáo dục nghề nghiệp vùng nghèo, vùng khó khăn và Tiểu dự án 2: Hỗ trợ người lao động đi làm việc ở nước ngoài theo hợp đồng; Tiểu dự án 3: Hỗ trợ việc làm bền vững); Dự án 6: Truyền thông và giảm nghèo về thông tin (gồm Tiểu dự án 1: Giảm nghèo về thông tin; Tiểu dự án 2: Truyền thông về giảm nghèo đa chiều); Dự án 7: Nâng cao năng lực và giám sát, đánh giá Chương trình (gồm Tiểu dự án 1: Nâng cao năng lực thực hiện Chương trình;  Tiểu dự án 2: Giám sát, đánh giá).`

// whoComesFirst is the plan's sentence of the priorities.
const whoComesFirst = `ưu tiên hỗ trợ hộ nghèo dân tộc thiểu số, hộ nghèo có thành viên là người có công với cách mạng; trẻ em, người khuyết tật, phụ nữ thuộc hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo`

func shipped(t testing.TB) *Catalogue {
	t.Helper()
	c, err := ReadCatalogue(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func theLaw(t testing.TB) *law.Library {
	t.Helper()
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// TestTreeIsThePlans: every project and sub-project stands in the plan's sentence with its label, in its order, and the
// sentence has no other.
func TestTreeIsThePlans(t *testing.T) {
	p := shipped(t).Programme("gnbv-2021-2025")
	rest, labels := theLists, 0
	for _, n := range p.Nodes {
		head := n.Label.VI + ": " + n.Name.VI
		i := strings.Index(rest, head)
		if i < 0 {
			t.Fatalf("%s: “%s” does not follow in the plan", n.Code, head)
		}
		rest = rest[i+len(head):]
		labels++
	}
	if want := strings.Count(theLists, "Dự án ") + strings.Count(theLists, "Tiểu dự án "); labels != want {
		t.Errorf("%d nodes, the plan names %d", labels, want)
	}
	var codes []string
	for _, n := range p.Nodes {
		codes = append(codes, n.Code)
	}
	want := "DA1 DA2 DA3 DA3-TDA1 DA3-TDA2 DA4 DA4-TDA1 DA4-TDA2 DA4-TDA3 DA6 DA6-TDA1 DA6-TDA2 DA7 DA7-TDA1 DA7-TDA2"
	if d := cmp.Diff(want, strings.Join(codes, " ")); d != "" {
		t.Error(d)
	}
	rest = whoComesFirst
	for _, words := range []string{"hộ nghèo dân tộc thiểu số", "người có công với cách mạng", "trẻ em",
		"người khuyết tật", "phụ nữ"} {
		i := strings.Index(rest, words)
		q := p.Priorities[0]
		p.Priorities = p.Priorities[1:]
		if i < 0 || !strings.Contains(strings.ToLower(q.Title.VI), words) {
			t.Fatalf("priority %s: “%s” does not follow in the plan", q.Code, words)
		}
		rest = rest[i:]
	}
	if len(p.Priorities) != 0 {
		t.Errorf("priorities that the plan does not name: %v", p.Priorities)
	}
}

// TestLeads: who leads goes by date, and where nobody knows, nobody is named.
func TestLeads(t *testing.T) {
	c := shipped(t)
	for _, w := range []struct {
		node string
		on   date.Date
		want string
	}{
		{"DA4-TDA1", date.Must(2024, 6, 1), "Sở Lao động - Thương binh và Xã hội"},
		{"DA4-TDA1", date.Must(2025, 2, 28), "Sở Lao động - Thương binh và Xã hội"},
		{"DA4-TDA1", date.Must(2025, 3, 1), "Sở Giáo dục và Đào tạo"}, {"DA4-TDA3", date.Must(2025, 8, 1), "Sở Nội vụ"},
		{"DA2", date.Must(2025, 8, 1), "Sở Nông nghiệp và Môi trường"}, {"DA3-TDA2", date.Must(2025, 8, 1), "Sở Y tế"},
		{"DA6-TDA1", date.Must(2025, 8, 1), ""}, {"DA1", date.Must(2025, 8, 1), ""},
		{"HP1-ND01", date.Must(2026, 8, 1), ""},
	} {
		b, ok := c.Node(w.node).LeadOn(w.on)
		if b.Name.VI != w.want || ok != (w.want != "") || ok && b.Confidence == "" {
			t.Errorf("%s on %s: %+v, want %q", w.node, w.on, b, w.want)
		}
		if !ok && c.Node(w.node).Open.VI == "" {
			t.Errorf("%s: no lead on %s, and nothing says so", w.node, w.on)
		}
	}
	with := func(on date.Date) (out string) {
		for _, b := range c.Node("DA2").WithOn(on) {
			out += b.Name.VI + ";"
		}
		return out
	}
	if got := with(date.Must(2025, 6, 30)); !strings.Contains(got, "cấp huyện") || strings.Contains(got, "cấp xã") {
		t.Error(got)
	}
	if got := with(date.Must(2025, 7, 1)); strings.Contains(got, "cấp huyện") || !strings.Contains(got, "cấp xã") {
		t.Error(got)
	}
}

// TestBothProgrammes: the merged programme stands beside the one before, with its 2 components and 15 contents, all
// MẪU.
func TestBothProgrammes(t *testing.T) {
	c := shipped(t)
	if p := c.ProgrammeOn(date.Must(2025, 12, 31)); p == nil || p.Code != "gnbv-2021-2025" ||
		p.Last() != date.Must(2026, 12, 31) {
		t.Errorf("%+v", p)
	}
	p := c.ProgrammeOn(date.Must(2026, 1, 1))
	if p == nil || p.Code != "ctmtqg-2026-2035" {
		t.Fatalf("%+v", p)
	}
	if n := len(c.Children(p.Code, "")); n != 2 {
		t.Errorf("%d components", n)
	}
	for parent, want := range map[string]int{"HP1": 10, "HP2": 5} {
		for _, n := range c.Children(p.Code, parent) {
			if !n.Sample || !strings.Contains(n.Name.VI, "MẪU") || n.Open.VI == "" || n.Programme() != p.Code {
				t.Errorf("%s is no sample: %+v", n.Code, n)
			}
			want--
		}
		if want != 0 {
			t.Errorf("%s: %d contents too few", parent, want)
		}
	}
	if c.ProgrammeOn(date.Must(2021, 6, 1)) != nil || c.Children("none", "") != nil || c.Node("DA5") != nil {
		t.Error("a programme of 2021, or one of no name, or project 5")
	}
}

// TestShippedCompiles: on days of both programmes, of the standards before and after, and when norms change.
func TestShippedCompiles(t *testing.T) {
	c, lib := shipped(t), theLaw(t)
	for _, on := range []date.Date{date.Must(2019, 1, 1), date.Must(2024, 6, 1), date.Must(2025, 8, 1),
		date.Must(2026, 6, 15), date.Must(2027, 3, 1), date.Must(2033, 1, 1)} {
		r, err := c.Compile(lib, on)
		if err != nil {
			t.Fatalf("%s: %v", on, err)
		}
		for _, n := range r.Norms("job_placed") {
			known := n.Programme == "gnbv-2021-2025" && on >= date.Must(2023, 8, 15) && on <= date.Must(2026, 12, 31)
			if n.Known != known || known && (n.Value != 400_000 || !strings.Contains(n.Cite, "Điều 72")) {
				t.Errorf("%s: %+v", on, n)
			}
		}
	}
}

func TestKindsAndColumns(t *testing.T) {
	c := shipped(t)
	var codes []string
	for _, k := range c.Kinds {
		codes = append(codes, k.Code)
		if k.Paid && find(k.Details, func(d *Detail) bool { return d.Code == goodsName }) == nil {
			t.Errorf("%s is paid and asks nothing of goods", k.Code)
		}
	}
	want := "job_placed job_abroad vocational_course production_model production_support insurance_card house water latrine internet information_device legal_aid_asked legal_aid_given nutrition officer_training communication_event"
	if d := cmp.Diff(want, strings.Join(codes, " ")); d != "" {
		t.Error(d)
	}
	columns := func(on date.Date) (codes []string, cite string) {
		for _, col := range c.PaymentColumns(on) {
			codes, cite = append(codes, col.Code), col.Cite
		}
		return codes, cite
	}
	before, cite := columns(date.Must(2026, 5, 30))
	if strings.Join(before,
		" ") != "full_name address amount goods_name quantity goods_specs goods_code goods_brand goods_maker signature" || cite != "Thông tư 55/2023/TT-BTC, Điều 3 khoản 4" {
		t.Error(before, cite)
	}
	after, cite := columns(date.Must(2026, 5, 31))
	if strings.Join(after,
		" ") != "full_name citizen_id address amount goods_name quantity goods_specs goods_code goods_brand goods_maker signature" || cite != "Thông tư 60/2026/TT-BTC, Điều 3 khoản 3" {
		t.Error(after, cite)
	}
	if got := c.Answering("water"); len(got) != 1 || got[0].Code != "water" {
		t.Error(got)
	}
	if got := c.KindsOf("DA6-TDA1"); len(got) != 2 || got[0].Code != "internet" {
		t.Error(got)
	}
}

// TestFactNames holds the order of names and titles to that of the bits.
func TestFactNames(t *testing.T) {
	bits := map[string]Facts{"poor": Poor, "near_poor": NearPoor, "newly_escaped": NewlyEscaped, "coastal": Coastal,
		"minority": Minority, "merit": Merit, "child": Child, "disabled": Disabled, "woman": Woman}
	if len(FactNames()) != len(bits) || len(FactTitles()) != len(bits) {
		t.Fatal("names, titles and bits differ in number")
	}
	for i, name := range FactNames() {
		if bits[name] != 1<<i {
			t.Errorf("%s is bit %b, stands at %d", name, bits[name], i)
		}
	}
	if got := (Poor | Woman).Text(); got.VI != "hộ nghèo, phụ nữ" || got.EN != "poor, woman" {
		t.Error(got)
	}
}
