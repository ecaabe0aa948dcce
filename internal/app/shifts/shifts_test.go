package shifts_test

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/shifts"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/shift"
	rows "giamngheo/internal/store/shifts"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

const million = money.Million

// purse is a small office in which Thạnh Phú has promised more than it has and two communes spend little.
type purse struct {
	*officetest.SmallOffice
	t                *testing.T
	doc              int64
	short, near, far int64 // lines of Thạnh Phú, of Ngọc Đông in its district, of Long Phú in another
	planner          *office.Ask
}

func opened(t *testing.T) *purse {
	t.Helper()
	p := &purse{SmallOffice: officetest.Small(t), t: t}
	ctx, day := context.Background(), date.Must(2024, 3, 1)
	p.planner = p.As("kehoach")
	p.doc = p.Decision(day)
	p.short = p.Grant("DA2", officetest.ThanhPhu, day, 400*million, p.doc)
	p.near = p.Grant("DA2", officetest.NgocDong, day, 300*million, p.doc)
	p.far = p.Grant("DA2", officetest.LongPhu, day, 500*million, p.doc)
	contract, err := p.Funds.Sign(ctx, p.As("canbo.xa"), money.Contract{Number: "01/HĐ", Partner: "HTX MẪU",
		Title: "Con giống", Place: officetest.ThanhPhu, Node: "DA2", Day: day, Value: 900 * million})
	p.must(err)
	_, err = p.Funds.Record(ctx, p.As("canbo.xa"), money.Movement{Kind: money.Commit, Day: day, From: p.short,
		Amount: 900 * million, Contract: contract})
	p.must(err)
	p.Set(date.Must(2024, 11, 15))
	return p
}

func (p *purse) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *purse) show(id int64) *shifts.Shown {
	p.t.Helper()
	s, err := p.Shifts.Shift(context.Background(), p.planner, id)
	p.must(err)
	return s
}

func (p *purse) make() int64 {
	p.t.Helper()
	id, err := p.Shifts.Make(context.Background(), p.planner, 2024, "94", "Điều chuyển vốn năm 2024 (MẪU)")
	p.must(err)
	return id
}

func (p *purse) balance(line int64) money.Dong {
	p.t.Helper()
	v, err := p.Funds.Account(context.Background(), p.planner, line, 0)
	p.must(err)
	return v.Balance.A()
}

// TestFind: all that is spared goes to who has promised more than it has, the nearest first; what is missing still and
// who sees it.
func TestFind(t *testing.T) {
	p, ctx := opened(t), context.Background()
	f, err := p.Shifts.Find(ctx, p.planner, 2024, "94")
	p.must(err)
	want := []shift.Move{{From: p.far, To: p.short, Amount: 200 * million, Rule: "node"},
		{From: p.near, To: p.short, Amount: 300 * million, Rule: "node_district"}}
	got := f.Proposal.Moves
	slices.SortFunc(got, func(a, b shift.Move) int { return int(a.Amount - b.Amount) })
	if !slices.Equal(got, want) || f.Lack != 1 || f.Spare != 2 || len(f.Unmet) != 0 || !f.MayMake ||
		f.Proposal.Spare != 800*million || f.Proposal.Lacks != 500*million {
		t.Fatalf("%+v", f.Proposal)
	}
	if why := f.Moves[0].Wanted().VI; !strings.Contains(why, "900.000.000 đồng, nhiều hơn vốn của dòng 500.000.000") {
		t.Error(why)
	}
	// a district sees and proposes nothing of others
	f, err = p.Shifts.Find(ctx, p.As("canbo.huyen"), 2024, "947")
	p.must(err)
	if len(f.Moves) != 1 || f.Moves[0].From != p.near || f.MayMake || len(f.Unmet) != 1 ||
		f.Unmet[0].Left != 200*million {
		t.Errorf("%+v", f.Proposal)
	}
	_, err = p.Shifts.Find(ctx, p.As("canbo.huyen"), 2024, "946")
	officetest.Refused(t, err, errs.NotFound, "không")
}

// TestSteps: a draft is changed by hand within the rules, proposed, given back, decided by another person by a document:
// its movements are in the ledger, each a deed, and what each line has is what the paper says.
func TestSteps(t *testing.T) {
	p, ctx := opened(t), context.Background()
	approver, since := p.As("duyet"), p.Seq()
	heard := p.Hears(shifts.Topic)
	id := p.make()
	other := p.Grant("DA4-TDA1", officetest.ThanhPhu, date.Must(2024, 3, 1), 50*million, p.doc)
	set := func(version int64, m shift.Move) error { return p.Shifts.Set(ctx, p.planner, id, version, m) }
	officetest.Refused(t, set(1, shift.Move{From: p.far, To: p.short, Amount: 501 * million, Reason: "đã hỏi xã"}),
		errs.Invalid, "không thể chuyển đi 501.000.000")
	officetest.Refused(t, set(1, shift.Move{From: p.far, To: p.short, Amount: 5 * million}), errs.Invalid, "lý do")
	officetest.Refused(t, set(1, shift.Move{From: p.far, To: 987_654, Amount: 5 * million, Reason: "đã hỏi xã"}),
		errs.NotFound, "không")
	officetest.Refused(t, set(1, shift.Move{From: p.far, To: p.near}), errs.NotFound, "không")
	p.must(set(1, shift.Move{From: p.far, To: p.short, Amount: 150 * million, Reason: "đã hỏi xã"}))
	officetest.Refused(t, set(1, shift.Move{From: p.far, To: p.short, Amount: 150 * million, Reason: "đã hỏi xã"}),
		errs.Conflict, "mở lại")
	p.must(set(2, shift.Move{From: other, To: p.short, Amount: 20 * million, Reason: "đã hỏi xã"}))
	p.must(set(3, shift.Move{From: p.near, To: p.short})) // taken out
	s := p.show(id)
	if len(s.Moves) != 2 || s.Sum != 170*million || s.Moves[1].Rule != "unit" || !s.Moves[1].Hand || !s.Unknown ||
		!s.MayEdit || s.MayDecide || s.Beyond(s.Moves[0]) {
		t.Fatalf("%+v", s)
	}
	p.must(p.Shifts.Propose(ctx, p.planner, id, 4))
	p.must(p.Shifts.Return(ctx, approver, id, 5, "xem lại Long Phú"))
	p.must(p.Shifts.Propose(ctx, p.planner, id, 6))
	decide := func(a *office.Ask, again bool) error {
		return p.Shifts.Decide(ctx, a, &shifts.Decision{ID: id, Version: 7, Document: p.doc, Day: p.Office.Day(),
			Again: again})
	}
	if err := decide(approver, false); !shifts.AskedAgain(err) {
		t.Errorf("the document is used already: %v", err)
	}
	officetest.Refused(t, decide(approver, true), errs.Invalid, "chưa biết ai quyết định")
	p.must(p.Shifts.Know(func(r *shift.Rules) {
		for i := range r.Allowed {
			r.Allowed[i].Decider, r.Allowed[i].Until = &errs.Text{VI: "UBND tỉnh"}, "11-14"
		}
	}))
	officetest.Refused(t, decide(approver, true), errs.Invalid, "đã quá ngày đó")
	p.must(p.Shifts.Know(func(r *shift.Rules) {
		for i := range r.Allowed {
			r.Allowed[i].Decider = &errs.Text{VI: "UBND tỉnh"}
		}
	}))
	if n, one, err := p.Shifts.Waiting(ctx, approver); n != 1 || one.ID != id || err != nil {
		t.Error(n, one, err)
	}
	p.must(decide(approver, true))
	officetest.Refused(t, decide(approver, true), errs.Conflict, "đã quyết định")
	for line, has := range map[int64]money.Dong{p.short: 570 * million, p.far: 350 * million, p.near: 300 * million,
		other: 30 * million} {
		if got := p.balance(line); got != has {
			t.Errorf("line %d has %d", line, got)
		}
	}
	if at, err := p.Funds.Verify(ctx); at != 0 || err != nil {
		t.Errorf("%d %v", at, err)
	}
	for _, c := range p.show(id).Lines() {
		if c.After() != p.balance(c.Figures.Line) {
			t.Errorf("the paper says of %s %d", c.Name.VI, c.After())
		}
	}
	var deeds []string
	for _, e := range p.Deeds(since) {
		if e.Kind == "shift" || e.Action == "money.record" {
			deeds = append(deeds, e.Action+" "+e.Who)
		}
	}
	if want := []string{"shift.make kehoach", "shift.edit kehoach", "shift.edit kehoach", "shift.edit kehoach",
		"shift.propose kehoach", "shift.return duyet", "shift.propose kehoach", "money.record duyet", "money.record duyet",
		"shift.decide duyet"}; !has(deeds, want) {
		t.Errorf("on the record are %q", deeds)
	}
	if !slices.Contains(heard.IDs, id) {
		t.Error("nobody heard of it")
	}
	book := officetest.Workbook(t, func(w io.Writer) error { return p.Shifts.Write(ctx, p.As("lanhdao"), id, w) })
	for sheet, says := range map[string]string{"Điều chuyển": "150000000", "Trước và sau": "570000000"} {
		all := ""
		for _, row := range officetest.Cells(t, book, sheet) {
			all += strings.NewReplacer(".", "", ",", "").Replace(strings.Join(row, "|")) + "\n"
		}
		if !strings.Contains(all, says) || !strings.Contains(all, "147/QĐ-MAU") || !strings.Contains(all, "MẪU") {
			t.Errorf("%s says\n%s", sheet, all)
		}
	}
}

// has reports whether some things stand in a list in their order.
func has(list, want []string) bool {
	for _, s := range list {
		if len(want) > 0 && s == want[0] {
			want = want[1:]
		}
	}
	return len(want) == 0
}

// TestRights: who sees, proposes, decides; nobody decides what he proposed.
func TestRights(t *testing.T) {
	p, ctx := opened(t), context.Background()
	id := p.make()
	p.Rights(t, `may: canbo.so canbo.so2 kehoach kehoach2 ketoan.so duyet lanhdao thanhtra
		forbidden: dieutra dieutra2 dieutra.ngocdong quantri quantri2`,
		func(a *office.Ask) error { _, err := p.Shifts.Shift(ctx, a, id); return err })
	propose := `may: kehoach kehoach2 forbidden: dieutra dieutra2 dieutra.ngocdong canbo.so canbo.so2 ketoan.so duyet
		lanhdao thanhtra quantri quantri2`
	for name, do := range map[string]func(*office.Ask) error{
		"sets":     func(a *office.Ask) error { return p.Shifts.Set(ctx, a, id, 99, shift.Move{From: p.far, To: p.short}) },
		"proposes": func(a *office.Ask) error { return p.Shifts.Propose(ctx, a, id, 99) },
		"drops":    func(a *office.Ask) error { return p.Shifts.Drop(ctx, a, id, 99, "không cần nữa") },
	} {
		t.Run(name, func(t *testing.T) {
			p.Rights(t, propose, do)
		})
	}
	both := *p.planner
	both.Grants = append(slices.Clone(both.Grants), p.As("duyet").Grants...)
	p.must(p.Shifts.Propose(ctx, p.planner, id, 1))
	err := p.Shifts.Decide(ctx, &both, &shifts.Decision{ID: id, Version: 2, Document: p.doc, Day: p.Office.Day(), Again: true})
	officetest.Refused(t, err, errs.Forbidden, "tự duyệt")
	stands := *p.As("duyet")
	for _, g := range p.planner.Grants {
		g.For, g.Whom = p.planner.Account, "kehoach"
		stands.Grants = append(slices.Clone(stands.Grants), g)
	}
	err = p.Shifts.Decide(ctx, &stands, &shifts.Decision{ID: id, Version: 2, Document: p.doc, Day: p.Office.Day(), Again: true})
	officetest.Refused(t, err, errs.Forbidden, "thay")
	all, _, err := p.Shifts.List(ctx, p.As("canbo.xa"), 0)
	if err != nil || len(all) != 0 {
		t.Errorf("a commune sees the province's submissions: %v %v", all, err)
	}
	all, _, err = p.Shifts.List(ctx, p.As("lanhdao"), 0)
	if err != nil || len(all) != 1 || all[0].State != rows.Proposed || all[0].Sum != 500*million {
		t.Errorf("%+v %v", all, err)
	}
}
