package allocations_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/allotments"
	"giamngheo/internal/app/comparisons"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/norms"
	"giamngheo/internal/app/sharing"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
	"giamngheo/internal/store/documents"
)

var day = date.Must(2024, 3, 1)

// offered is a small office with 2 billion of the province's, and the norms of the worked example for five bodies.
type offered struct {
	*officetest.SmallOffice
	t              *testing.T
	document, line int64
}

func opened(t *testing.T) *offered {
	t.Helper()
	p := &offered{SmallOffice: officetest.Small(t), t: t}
	p.fill()
	return p
}

func (p *offered) fill() {
	p.t.Helper()
	ctx, planner := context.Background(), p.As("kehoach")
	p.document = p.decision("147")
	var err error
	p.line, err = p.Funds.Grant(ctx, planner, money.Line{Node: "DA2", Fund: "central_recurrent", Origin: 2024,
		Year: 2024,
		Kind: money.AtPlace, Place: "94"}, money.Movement{Day: day, Amount: 2_000_000_000, Document: p.decision("1")},
		false)
	p.must(err)
	for _, name := range []string{"sum", "product", "bounds"} {
		read, err := p.Norms.Add(ctx, planner, &norms.File{Name: name + ".yaml",
			Data: p.norm(name), Document: p.document})
		p.must(err)
		if !read.Saved || read.Version != 1 {
			p.t.Fatalf("%+v", read)
		}
	}
}

// norm is a norm of the command's tests, for bodies instead of communes.
func (p *offered) norm(name string) []byte {
	p.t.Helper()
	b, err := os.ReadFile(filepath.Join("../sharing/testdata", name+".yaml"))
	p.must(err)
	return bytes.Replace(b, []byte("recipients: commune"), []byte("recipients: body"), 1)
}

func (p *offered) decision(number string) int64 {
	p.t.Helper()
	id, err := p.Documents.Register(context.Background(), p.As("kehoach"),
		documents.Document{Document: document.Document{
			Direction: document.Issued, Kind: document.Decision, Issuer: "UBND tỉnh (MẪU)", Number: number,
			Series: "QĐ-MAU", Day: day, Place: "94", Abstract: "Phân bổ vốn (MẪU)"}})
	p.must(err)
	return id
}

func (p *offered) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// codes are those of the norms of the worked example.
var codes = map[string]string{"sum": "mau-sum", "product": "thu", "bounds": "thu-san-tran"}

const pool money.Dong = 1_000_000_003

// five is a draft of the five communes A to E by a norm, with the values of the worked example.
func (p *offered) five(norm string) int64 {
	p.t.Helper()
	ctx, planner := context.Background(), p.As("kehoach")
	id, err := p.Allocations.Make(ctx, planner, &allocations.In{Line: p.line, Norm: codes[norm], NormVersion: 1,
		Pool: pool})
	p.must(err)
	_, err = p.Allocations.SetValues(ctx, planner, id, 1, "five.csv", "../sharing/testdata/five.csv")
	p.must(err)
	return id
}

func (p *offered) show(id int64) *allocations.Shown {
	p.t.Helper()
	s, err := p.Allocations.Allocation(context.Background(), p.As("kehoach"), id)
	p.must(err)
	return s
}

func results(s *allocations.Shown) (out []int64) {
	for i := range s.Rows {
		out = append(out, s.Rows[i].Result)
	}
	return out
}

// TestGolden: the worked example's three forms through the office, which are the command's to the đồng.
func TestGolden(t *testing.T) {
	p := opened(t)
	for name, want := range map[string][]int64{
		"sum":     {224489797, 142857143, 244897960, 306122450, 81632653},
		"product": {264941349, 134390539, 109950660, 466719144, 23998311},
		"bounds":  {263312155, 133564137, 109274545, 463849166, 30000000},
	} {
		s := p.show(p.five(name))
		if diff := cmp.Diff(want, results(s)); diff != "" || s.Total() != int64(pool) || s.Refused != nil {
			t.Errorf("%s: %s %d %v", name, diff, s.Total(), s.Refused)
		}
		file := filepath.Join(t.TempDir(), "norm.yaml")
		p.must(os.WriteFile(file, p.norm(name), 0o600))
		command, _, err := sharing.Allocate(context.Background(), p.Library, &sharing.Input{Norm: file,
			Values: "../sharing/testdata/five.csv", Pool: "1000000003", On: p.Office.Day()})
		p.must(err)
		for i := range command.Allocation.Rows {
			if r := &command.Allocation.Rows[i]; r.Result != want[i] || r.Share().Cmp(s.Got.Rows[i].Share()) != 0 {
				t.Errorf("%s: the command gives %s %d", name, r.Unit.Code, r.Result)
			}
		}
	}
}

// TestDecide: a draft is proposed, frozen; another person decides it once; the ledger has it; nothing changes it any
// more.
func TestDecide(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner, approver := p.As("kehoach"), p.As("duyet")
	id := p.five("sum")
	decide := func(version, document int64) error {
		return p.Allocations.Decide(ctx, approver, &allocations.Decision{ID: id, Version: version, Document: document,
			Day: day.AddDays(5)})
	}
	officetest.Refused(t, decide(2, p.document), errs.Conflict, "nháp")
	officetest.Refused(t, p.Allocations.Propose(ctx, planner, id, 1), errs.Conflict, "sửa bản phân bổ")
	p.must(p.Allocations.Propose(ctx, planner, id, 2))
	if n, one, err := p.Allocations.Waiting(ctx, approver); n != 1 || one == nil || one.ID != id || err != nil {
		t.Errorf("%d wait for the approver: %v", n, err)
	}
	zero := money.Dong(0)
	officetest.Refused(t, p.Allocations.SetHand(ctx, planner, id, 3, "A", &zero, "thử sửa lại"), errs.Conflict,
		"đã trình")
	officetest.Refused(t, decide(2, p.document), errs.Conflict, "sửa bản phân bổ")
	officetest.Refused(t, decide(3, 0), errs.Invalid, "văn bản")
	officetest.Refused(t, decide(3, 9999), errs.Invalid, "văn bản")
	if err := decide(3, p.decision("1b")); err == nil || !strings.Contains(err.Error(), "MẪU") {
		t.Fatalf("a sample is decided by a real office: %v", err)
	}
	p.true(id)
	s := p.show(id)
	used := decide(s.Version, p.usedDocument())
	if officetest.Refused(t, used, errs.Conflict, "cùng một quyết định"); !allocations.AskedAgain(used) {
		t.Error("a document used already is not asked about")
	}
	p.must(decide(s.Version, p.document))
	officetest.Refused(t, decide(s.Version, p.document), errs.Conflict, "đã được quyết định")
	s = p.show(id)
	b, err := p.Funds.Board(ctx, planner, funds.Query{Year: 2024, By: funds.ByLine})
	p.must(err)
	got := map[string]money.Dong{}
	for i := range b.Rows {
		got[b.Rows[i].Title.VI[:strings.IndexByte(b.Rows[i].Title.VI, ' ')+len("A ")]] += b.Rows[i].A()
	}
	if s.State != rows.Decided || s.Document.ID != p.document || !s.Same || b.Sum.A() != 2_000_000_000 ||
		len(b.Rows) != 6 || s.Line.Balance.B() != 2_000_000_000-pool {
		t.Errorf("%s %+v %d rows, %d left", s.State, s.Document, len(b.Rows), s.Line.Balance.B())
	}
	if at, err := p.Funds.Verify(ctx); at != 0 || err != nil {
		t.Errorf("movement %d: %v", at, err)
	}
	if n, _, err := p.Allocations.Waiting(ctx, approver); n != 0 || err != nil {
		t.Errorf("%d wait still: %v", n, err)
	}
	seen, err := p.Allocations.Allocation(ctx, p.As("canbo.xa"), id)
	if err != nil || seen.Total() != int64(pool) {
		t.Errorf("a commune does not see what was decided: %v", err)
	}
}

// true has the norm of an allocation replaced by one that is no sample, and proposes it.
func (p *offered) true(id int64) {
	p.t.Helper()
	ctx, planner := context.Background(), p.As("kehoach")
	s := p.show(id)
	p.must(p.Allocations.Return(ctx, p.As("duyet"), id, s.Version, "định mức là mẫu"))
	text := strings.Replace(s.Norm.Text, "sample: true\n", "", 1)
	read, err := p.Norms.Add(ctx, planner, &norms.File{Name: "that.yaml", Data: []byte(text), Document: p.document})
	p.must(err)
	p.must(p.Allocations.Edit(ctx, planner, &allocations.In{ID: id, Version: s.Version + 1, Line: p.line,
		Norm:        read.Set.Code,
		NormVersion: read.Version, Pool: money.Dong(s.Pool), Day: s.Day, Map: s.Map}))
	p.must(p.Allocations.Propose(ctx, planner, id, s.Version+2))
}

// usedDocument is the decision by which the money was granted.
func (p *offered) usedDocument() int64 { return 2 }

// TestTooLittle: what the line has not is refused, with its figures; nothing is written.
func TestTooLittle(t *testing.T) {
	p, ctx := opened(t), context.Background()
	id := p.five("sum")
	p.must(p.Allocations.Propose(ctx, p.As("kehoach"), id, 2))
	p.true(id)
	p.must(p.Funds.Allot(ctx, p.As("kehoach"), p.line, []funds.Share{{Line: money.Line{Node: "DA2", Kind: money.AtPlace,
		Place: "31708"}, Amount: 1_500_000_000}}, money.Movement{Day: day, Document: p.document}, false))
	s := p.show(id)
	err := p.Allocations.Decide(ctx, p.As("duyet"), &allocations.Decision{ID: id, Version: s.Version,
		Document: p.decision("9"), Day: day})
	officetest.Refused(t, err, errs.Invalid, "A 500.000.000, K 0, B 500.000.000")
	if now := p.show(id); now.State != rows.Proposed || now.Version != s.Version {
		t.Errorf("%s %d", now.State, now.Version)
	}
}

// TestReplace: what is decided in the place of another moves the difference alone, both ways.
func TestReplace(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner, approver := p.As("kehoach"), p.As("duyet")
	first := p.five("sum")
	p.must(p.Allocations.Propose(ctx, planner, first, 2))
	p.true(first)
	decide := func(id int64, number string) {
		t.Helper()
		p.must(p.Allocations.Decide(ctx, approver, &allocations.Decision{ID: id, Version: p.show(id).Version,
			Document: p.decision(number), Day: day.AddDays(5)}))
	}
	decide(first, "10")
	again, err := p.Allocations.Again(ctx, planner, first)
	p.must(err)
	amount := money.Dong(100_000_000)
	p.must(p.Allocations.SetHand(ctx, planner, again, 1, "E", &amount, "xã mới thành lập"))
	p.must(p.Allocations.Propose(ctx, planner, again, 2))
	decide(again, "11")
	s, old := p.show(again), p.show(first)
	if old.State != rows.Superseded || s.Rows[4].Result != 100_000_000 || s.Total() != int64(pool) ||
		s.Line.Balance.B() != 2_000_000_000-pool {
		t.Errorf("%s %v %d", old.State, results(s), s.Line.Balance.B())
	}
	entries, _, err := p.Funds.Entries(ctx, planner, funds.Query{Year: 2024})
	p.must(err)
	back := 0
	for i := range entries {
		if entries[i].Kind == money.Withdraw {
			back++
		}
	}
	if back != 4 {
		t.Errorf("%d are taken back from", back)
	}
	if at, err := p.Funds.Verify(ctx); at != 0 || err != nil {
		t.Errorf("movement %d: %v", at, err)
	}
	if _, err := p.Allocations.Again(ctx, planner, first); errs.KindOf(err) != errs.Invalid {
		t.Errorf("what was superseded is replaced: %v", err)
	}
}

// TestRegister: the values are counted from the register of the day, commune by commune, and open to their households;
// what is not known is named, nothing of it is nought, and nothing is proposed.
func TestRegister(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner := p.As("kehoach")
	id, err := p.Allocations.Make(ctx, planner, &allocations.In{Line: p.line, Norm: "nq08-2022-mau-nhan"})
	p.must(err)
	s := p.show(id)
	at := func(code place.Code) *rows.Unit {
		for i := range s.Units {
			if s.Units[i].Code == string(code) {
				return &s.Units[i]
			}
		}
		return &rows.Unit{}
	}
	if s.Pool != 2_000_000_000 || len(s.Units) != 108 || s.Got != nil || len(s.Gaps) != 107 {
		t.Errorf("%d units, %d gaps, pool %d", len(s.Units), len(s.Gaps), s.Pool)
	}
	if c := at(officetest.ThanhPhu).Cells["coastal"]; c.Value != "" {
		t.Errorf("a list that is not known: %+v", c)
	}
	officetest.Refused(t, p.Allocations.Propose(ctx, planner, id, 1), errs.Invalid, "coastal")
	officetest.Refused(t, p.Allocations.SetValue(ctx, planner, id, 1, "", "coastal", "không", ""), errs.Invalid, "lý do")
	officetest.Refused(t, p.Allocations.SetValue(ctx, planner, id, 1, "", "coastal", "có lẽ", "danh sách chưa đủ"),
		errs.Invalid, "có hoặc không")
	p.must(p.Allocations.SetValue(ctx, planner, id, 1, "", "coastal", "không", "giả định: danh sách chưa có"))
	s = p.show(id)
	poor := map[place.Code]int64{officetest.ThanhPhu: 5, officetest.NgocDong: 2, officetest.LongPhu: 1}
	for code, n := range poor {
		b, err := p.Allocations.Behind(ctx, planner, &allocations.BehindInput{ID: id, Unit: string(code), Column: "poor",
			Limit: 50})
		p.must(err)
		if c := at(code).Cells["poor"]; c.Met != n || c.By != "register" || len(b.IDs) != int(n) || b.Count != int(n) {
			t.Errorf("%s has %+v, %d households", code, c, b.Count)
		}
	}
	if s.Got == nil || s.Total() != 2_000_000_000 || len(s.Sums) != 11 {
		t.Errorf("%v %d, %d districts", s.Refused, s.Total(), len(s.Sums))
	}
	if _, err := p.Allocations.Behind(ctx, p.As("ketoan.xa"), &allocations.BehindInput{ID: id, Unit: "31711",
		Column: "poor"}); err == nil {
		t.Error("a commune opens another's households of a draft")
	}
	p.must(p.Allocations.Propose(ctx, planner, id, 2))
	before := results(p.show(id))
	if diff := cmp.Diff(before, results(p.show(id))); diff != "" {
		t.Error(diff)
	}
}

// TestTogether: who changes a draft that another one changed meanwhile is told in which fields the two differ.
func TestTogether(t *testing.T) {
	p, ctx := opened(t), context.Background()
	id := p.five("sum")
	edit := func(title string, amount money.Dong, who string, version int64) error {
		return p.Allocations.Edit(ctx, p.As(who), &allocations.In{ID: id, Version: version, Line: p.line, Title: title,
			Norm:        "mau-sum",
			NormVersion: 1, Pool: amount})
	}
	p.must(edit("Đợt một", pool, "kehoach", 2))
	err := edit("Đợt hai", pool+1, "kehoach2", 2)
	var over *allocations.Overtaken
	if !errors.As(err,
		&over) || len(over.Fields) != 2 || over.Fields[0].Theirs != "Đợt một" || over.Fields[1].Mine != "1.000.000.004" {
		t.Errorf("%v %+v", err, over)
	}
	if s := p.show(id); s.Title != "Đợt một" || results(s)[0] != 224489797 {
		t.Errorf("%s %v", s.Title, results(s))
	}
}

// TestRefused: what cannot be shared out is refused with what is wrong and the figures.
func TestRefused(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner := p.As("kehoach")
	made := func(in allocations.In) error {
		if in.Line == 0 {
			in.Line = p.line
		}
		if in.Norm == "" {
			in.Norm, in.NormVersion = "mau-sum", 1
		}
		_, err := p.Allocations.Make(ctx, planner, &in)
		return err
	}
	small := made(allocations.In{Pool: 1500})
	if officetest.Refused(t, small, errs.Invalid, "1.500"); !allocations.Small(small) {
		t.Error("millions are not asked about")
	}
	officetest.Refused(t, made(allocations.In{Day: p.Office.Day().AddDays(1)}), errs.Invalid, "ở sau hôm nay")
	officetest.Refused(t, made(allocations.In{Norm: "khong-co"}), errs.NotFound, "định mức")
	if err := made(allocations.In{Line: 999}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a line of nowhere: %v", err)
	}
	id := p.five("bounds")
	version := p.show(id).Version
	amount := money.Dong(999_000_000)
	officetest.Refused(t, p.Allocations.SetHand(ctx, planner, id, version, "A", &amount, "thử mức lớn"), errs.Invalid,
		"1.119.000.000")
	officetest.Refused(t, p.Allocations.SetHand(ctx, planner, id, version, "Z", &amount, "thử mức lớn"), errs.Invalid,
		"“Z”")
	_, err := p.Allocations.SetValues(ctx, planner, id, version, "twice.csv", "../sharing/testdata/twice.csv")
	officetest.Refused(t, err, errs.Invalid, "lỗi")
	_, err = p.Allocations.SetValues(ctx, planner, id, version, "missing.csv", "../sharing/testdata/missing.csv")
	p.must(err)
	officetest.Refused(t, p.Allocations.Propose(ctx, planner, id, version+1), errs.Invalid, "chưa biết")
	if s := p.show(id); len(s.Gaps) == 0 || s.Rows[0].Result == 0 && s.Rows[0].Known {
		t.Errorf("%v", s.Gaps)
	}
	_, err = p.Allocations.SetValues(ctx, planner, id, version+1, "zeros.csv", "../sharing/testdata/zeros.csv")
	p.must(err)
	officetest.Refused(t, p.Allocations.Propose(ctx, planner, id, version+2), errs.Invalid, "0")
}

// TestNorms: a norm's file is read strictly; what is recorded never changes, the next is a further version; a
// document is
// cited.
func TestNorms(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner := p.As("kehoach")
	add := func(text string, document int64) (*norms.Read, error) {
		return p.Norms.Add(ctx, planner, &norms.File{Name: "dm.yaml", Data: []byte(text), Document: document})
	}
	good := string(p.norm("sum"))
	for wrong, says := range map[string]string{
		strings.Replace(good, `"0.4"`, "0.4", 1):                     "dm.yaml:10",
		strings.Replace(good, "form: sum", "form: sum\nlạ: 1", 1):    "dm.yaml:7",
		strings.Replace(good, "nodes: [DA2]", "nodes: [DA99]", 1):    "DA99",
		strings.Replace(good, "'poor && minority'", "'nghèo gì'", 1): "dm.yaml:13",
		strings.Replace(good, "cite: Điều 4", "cite: ''", 1):         "dm.yaml",
	} {
		read, err := add(wrong, p.document)
		if err != nil || len(read.Faults) == 0 || read.Saved || !strings.Contains(read.Faults.Error(), says) {
			t.Errorf("%q: %v %v", says, err, read)
		}
	}
	_, err := add(good, p.document)
	officetest.Refused(t, err, errs.Conflict, "mau-sum")
	_, err = add(good+"\n# hai\n", 0)
	officetest.Refused(t, err, errs.Invalid, "văn bản")
	read, err := add(good+"\n# hai\n", p.document)
	if err != nil || read.Version != 2 {
		t.Fatalf("%+v %v", read, err)
	}
	all, err := p.Norms.All(ctx, p.As("canbo.xa"))
	p.must(err)
	var keys []string
	for i := range all {
		if all[i].Ref.Code == "mau-sum" {
			keys = append(keys, all[i].Key())
		}
	}
	if !slices.Equal(keys, []string{"mau-sum@2", "mau-sum@1"}) {
		t.Error(keys)
	}
	first, err := p.Norms.Norm(ctx, planner, "mau-sum", 1)
	if err != nil || first.Ref.Text != good || first.Document.ID != p.document {
		t.Errorf("%v", err)
	}
}

// TestRights: who begins, sees and decides what.
func TestRights(t *testing.T) {
	p, ctx := opened(t), context.Background()
	id := p.five("sum")
	p.must(p.Allocations.Propose(ctx, p.As("kehoach"), id, 2))
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sees a proposal": {func(a *office.Ask) error { _, err := p.Allocations.Allocation(ctx, a, id); return err },
			`may: canbo.so canbo.so2 kehoach kehoach2 ketoan.so duyet lanhdao thanhtra
				forbidden: dieutra dieutra2 dieutra.ngocdong quantri quantri2`},
		"begins one": {func(a *office.Ask) error {
			_, err := p.Allocations.Make(ctx, a, &allocations.In{Line: p.line, Norm: "mau-sum", NormVersion: 1, Pool: 1})
			return err
		}, `may: kehoach kehoach2
			forbidden: dieutra dieutra2 dieutra.ngocdong canbo.so canbo.so2 ketoan.so duyet lanhdao thanhtra quantri quantri2`},
		"adds a norm": {func(a *office.Ask) error {
			_, err := p.Norms.Add(ctx, a, &norms.File{Name: "x", Data: []byte("x"), Check: true})
			return err
		}, `may: kehoach kehoach2
			forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 ketoan.xa ketoan.so duyet duyet.huyen lanhdao
			lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
		"decides": {func(a *office.Ask) error {
			return p.Allocations.Decide(ctx, a, &allocations.Decision{ID: id, Version: 1, Document: p.document, Day: day})
		}, `may: duyet
			forbidden: dieutra dieutra2 dieutra.ngocdong canbo.so canbo.so2 kehoach kehoach2 ketoan.so lanhdao thanhtra quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) { p.Rights(t, c.want, c.do) })
	}
}

// TestCompare: two norms over the same values; what moves is half of all differences. What the other norm asks for and
// nobody told is not nought: there is nothing to be compared.
func TestCompare(t *testing.T) {
	p, ctx := opened(t), context.Background()
	id, other := p.five("product"), p.five("sum")
	for _, by := range []comparisons.Against{{Norm: "mau-sum", NormVersion: 1}, {With: other}} {
		c, err := p.Comparisons.Compare(ctx, p.As("kehoach"), id, by)
		p.must(err)
		if c.Refused != nil || c.Comparison == nil || c.Gain != 3 || c.Lose != 2 || c.Moved.RatString() != "201048246" ||
			c.PerA.Min.Cmp(c.PerA.Max) >= 0 {
			t.Errorf("%+v: %+v %v", by, c.Comparison, c.Refused)
		}
	}
	c, err := p.Comparisons.Compare(ctx, p.As("kehoach"), other, comparisons.Against{Norm: "thu", NormVersion: 1})
	if err != nil || c.Comparison != nil || c.Refused == nil || len(c.Without) != 5 {
		t.Errorf("near-poor households that nobody counted: %+v %v", c, err)
	}
}

// TestAnnex: a draft has none; a proposal is one column in millions that add up; what stands beside it is of the same
// year, units and state; whoever may not see the proposal has no annex of it.
func TestAnnex(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner := p.As("kehoach")
	id, other := p.five("sum"), p.five("bounds")
	_, err := p.Allotments.Annex(ctx, planner, id, allotments.SameDecision)
	officetest.Refused(t, err, errs.Invalid, "trình")
	p.must(p.Allocations.Propose(ctx, planner, id, 2))
	p.must(p.Allocations.Propose(ctx, planner, other, 2))
	a, err := p.Allotments.Annex(ctx, planner, id, allotments.SameDecision)
	p.must(err)
	var got []int64
	for _, l := range a.Table.Lines {
		got = append(got, l.Cells[0].Printed)
	}
	if diff := cmp.Diff([]int64{224, 143, 245, 306, 82, 1000}, got); diff != "" || len(a.Table.Columns) != 1 {
		t.Error(diff)
	}
	both, err := p.Allotments.Annex(ctx, planner, id, allotments.SameYear)
	p.must(err)
	sum := both.Table.Lines[5].Cells
	if len(both.Table.Columns) != 3 || sum[2].Printed != sum[0].Printed+sum[1].Printed || sum[2].Exact != 2*int64(pool) {
		t.Errorf("%d columns: %+v", len(both.Table.Columns), sum)
	}
	var book bytes.Buffer
	p.must(p.Allotments.WriteAnnex(ctx, planner, id, allotments.SameYear, &book))
	if book.Len() == 0 {
		t.Error("the workbook is empty")
	}
	_, err = p.Allotments.Annex(ctx, p.As("dieutra"), id, allotments.Alone)
	if errs.KindOf(err) != errs.Forbidden {
		t.Errorf("an interviewer: %v", err)
	}
}

// edited is the workbook of an allocation with cells set, by their names.
func (p *offered) edited(id int64, cells map[string]any) string {
	p.t.Helper()
	var out bytes.Buffer
	p.must(p.Allotments.WriteBook(context.Background(), p.As("kehoach"), id, &out))
	f, err := excelize.OpenReader(&out)
	p.must(err)
	for at, v := range cells {
		p.must(f.SetCellValue("Phân bổ", at, v))
	}
	path := filepath.Join(p.t.TempDir(), "edited.xlsx")
	p.must(f.SaveAs(path))
	p.must(f.Close())
	return path
}

// take takes an edited workbook in; in = accepted + returned.
func (p *offered) take(id int64, cells map[string]any) *allotments.Taken {
	p.t.Helper()
	got, err := p.Allotments.Take(context.Background(), p.As("kehoach"), id, "sua.xlsx", p.edited(id, cells))
	p.must(err)
	if got.In != got.Accepted+len(got.Bad) || got.In < 6 {
		p.t.Errorf("in %d, accepted %d, returned %d", got.In, got.Accepted, len(got.Bad))
	}
	if (got.Book == nil) != (len(got.Bad) == 0) {
		p.t.Error("a workbook with marks and no returned rows, or the other way round")
	}
	return got
}

// TestWorkbook: what goes out comes in unchanged as nothing; edited amounts that add up become hand-set parts of the
// draft, with their differences.
func TestWorkbook(t *testing.T) {
	p := opened(t)
	id := p.five("sum")
	if got := p.take(id, nil); got.Accepted != 6 || len(got.Moved) != 0 || got.Version != 2 {
		t.Errorf("%+v", got.Returned)
	}
	why := "theo đề nghị của xã"
	got := p.take(id, map[string]any{"F2": 234_489_797, "H2": why, "F3": "132.857.143", "H3": why})
	if diff := cmp.Diff([]allotments.Moved{
		{Name: "Xã A", Before: 224489797, After: 234489797, ByHand: true, Reason: why, Difference: 10_000_000},
		{Name: "Xã B", Before: 142857143, After: 132857143, ByHand: true, Reason: why, Difference: -10_000_000},
	}, got.Moved); diff != "" || got.Total() != int64(pool) || got.Version != 3 {
		t.Errorf("%s %d", diff, got.Total())
	}
	if s := p.show(id); s.Rows[0].Hand == nil || s.Rows[0].Hand.Reason != why || s.Rows[2].Hand != nil {
		t.Error("the parts are not set by hand")
	}
	p.must(p.Allocations.Propose(context.Background(), p.As("kehoach"), id, 3))
	_, err := p.Allotments.Take(context.Background(), p.As("kehoach"), id, "sua.xlsx",
		p.edited(id, map[string]any{"F2": 224_489_797, "H2": why, "F3": 142_857_143, "H3": why}))
	officetest.Refused(t, err, errs.Conflict, "đã trình")
}

// TestWorkbookReturned: each row at fault comes back with why, and nothing of it is taken.
func TestWorkbookReturned(t *testing.T) {
	p := opened(t)
	id, other := p.five("sum"), p.five("bounds")
	why := "theo đề nghị của xã"
	for name, c := range map[string]struct {
		cells map[string]any
		says  string
		bad   int
	}{
		"a part of a đồng":   {map[string]any{"F2": 1.5, "H2": why}, "số đồng nguyên", 2},
		"a comma":            {map[string]any{"F2": "1,5", "H2": why}, "số đồng nguyên", 2},
		"blank":              {map[string]any{"F2": ""}, "số đồng nguyên", 2},
		"another code":       {map[string]any{"C2": "ZZ"}, "ZZ", 1},
		"a row of one's own": {map[string]any{"C9": "99999", "D9": "Xã Lạ", "F9": 5}, "99999", 1},
		"a merged place":     {map[string]any{"C9": "31510", "D9": "Phường cũ", "F9": 5}, "31510", 1},
		"twice":              {map[string]any{"A3": fmt.Sprintf("%d/2/u/A", id), "C3": "A"}, "nhiều dòng", 3},
		"of another":         {map[string]any{"A2": fmt.Sprintf("%d/2/u/A", other)}, "phân bổ khác", 2},
		"no reason":          {map[string]any{"F2": 224_489_796, "F3": 142_857_144, "H3": why}, "lý do", 2},
		"does not add up":    {map[string]any{"F2": 234_489_797, "H2": why, "F7": 1_010_000_003}, "10.000.000", 1},
		"the sum is another": {map[string]any{"F7": 1_000_000_004}, "1.000.000.003", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p.t = t
			got := p.take(id, c.cells)
			said := ""
			for _, b := range got.Bad {
				said += b.Fault.VI + "\n"
			}
			if len(got.Bad) != c.bad || !strings.Contains(said, c.says) || got.Version != 2 || len(got.Moved) != 0 {
				t.Errorf("%d returned, version %d:\n%s", len(got.Bad), got.Version, said)
			}
			f, err := excelize.OpenReader(bytes.NewReader(got.Book))
			p.must(err)
			marked, err := f.SearchSheet("Phân bổ", got.Bad[0].Fault.VI)
			if err != nil || len(marked) == 0 && !strings.Contains(said, "1.000.000.003") {
				t.Errorf("the row is not marked: %v", err)
			}
		})
	}
	path := filepath.Join(t.TempDir(), "x.csv")
	p.must(os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600))
	_, err := p.Allotments.Take(context.Background(), p.As("kehoach"), id, "x.csv", path)
	officetest.Refused(t, err, errs.Invalid, "bảng tính")
}
