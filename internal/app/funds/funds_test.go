package funds_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	appdocuments "giamngheo/internal/app/documents"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/ledgers"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/documents"
	rows "giamngheo/internal/store/funds"
)

var day = date.Must(2024, 3, 1)

// money is a small office with 2 billion of the province, of which Thạnh Phú has 1.5.
type purse struct {
	*officetest.SmallOffice
	t                 *testing.T
	document          int64
	province, commune int64
}

func opened(t *testing.T) *purse {
	t.Helper()
	p := &purse{SmallOffice: officetest.Small(t), t: t}
	p.fill()
	return p
}

func (p *purse) fill() {
	p.t.Helper()
	ctx, planner := context.Background(), p.As("kehoach")
	var err error
	p.document, err = p.Documents.Register(ctx, planner, documents.Document{Document: document.Document{
		Direction: document.Received, Kind: document.Decision, Issuer: "Thủ tướng Chính phủ (MẪU)", Number: "147",
		Series: "QĐ-MAU", Day: day, Place: "94", Abstract: "Giao dự toán (MẪU)"}})
	p.must(err)
	p.province, err = p.Funds.Grant(ctx, planner, line("DA2", "94"), money.Movement{Day: day, Amount: 2_000_000_000,
		Document: p.document}, false)
	p.must(err)
	p.must(p.Funds.Allot(ctx, planner, p.province, []funds.Share{{Line: line("DA2", "31708"), Amount: 1_500_000_000}},
		money.Movement{Day: day.AddDays(10), Document: p.document}, false))
	b, err := p.Funds.Board(ctx, p.As("canbo.xa"), funds.Query{})
	p.must(err)
	if len(b.Rows) != 1 {
		p.t.Fatalf("a commune's board has %+v", b.Rows)
	}
	p.commune = b.Rows[0].Of.Line
}

func (p *purse) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func line(node string, at place.Code) money.Line {
	return money.Line{Node: node, Fund: "central_recurrent", Origin: 2024, Year: 2024, Kind: money.AtPlace, Place: at}
}

func (p *purse) advance(amount money.Dong) money.Movement {
	return money.Movement{Kind: money.Advance, Day: day.AddDays(30), From: p.commune, Amount: amount, Voucher: "UNC 01"}
}

func (p *purse) balance() money.Balance {
	p.t.Helper()
	v, err := p.Funds.Account(context.Background(), p.As("kehoach"), p.commune, 0)
	p.must(err)
	return v.Balance
}

// TestRights: who sees Thạnh Phú's money, and who records what of it.
func TestRights(t *testing.T) {
	p, ctx := opened(t), context.Background()
	sees := "may: canbo.xa canbo.xa2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so " +
		"duyet duyet.huyen lanhdao thanhtra thanhtra.huyen "
	record := func(kind money.Kind) func(*office.Ask) error {
		return func(a *office.Ask) error {
			m := money.Movement{Kind: kind, Amount: 1} // without a day
			if kind.From() == money.OfLine {
				m.From = p.commune
			}
			if kind.To() == money.OfLine && kind.From() == money.Outside {
				m.To = p.commune
			}
			_, err := p.Funds.Record(ctx, a, m)
			return err
		}
	}
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sees a line": {func(a *office.Ask) error { _, err := p.Funds.Account(ctx, a, p.commune, 0); return err },
			sees + "forbidden: dieutra dieutra2 dieutra.ngocdong quantri quantri2"},
		"sees the province's line": {func(a *office.Ask) error {
			_, err := p.Funds.Account(ctx, a, p.province,
				0)
			return err
		},
			`may: canbo.so canbo.so2 kehoach kehoach2 ketoan.so duyet lanhdao thanhtra
				forbidden: dieutra dieutra2 dieutra.ngocdong quantri quantri2`},
		"pays": {record(money.Pay), `may: ketoan.xa ketoan.so
			forbidden: canbo.xa canbo.xa2 dieutra dieutra2 dieutra.ngocdong chutich.xa canbo.huyen canbo.so canbo.so2
			kehoach kehoach2 duyet duyet.huyen lanhdao thanhtra thanhtra.huyen quantri quantri2`},
		"grants": {func(a *office.Ask) error {
			_, err := p.Funds.Grant(ctx, a, line("DA2", "94"), money.Movement{Amount: money.Small}, false)
			return err
		}, `may: kehoach kehoach2
			forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 ketoan.xa ketoan.so duyet duyet.huyen
			lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) { p.Rights(t, c.want, c.do) })
	}
}

// TestSpending: money goes from the decision to the voucher; each step is a deed and is heard; the board, the
// account and
// the movements behind a figure agree; who allotted does not pay.
func TestSpending(t *testing.T) {
	p, ctx := opened(t), context.Background()
	since, heard, finance := p.Seq(), p.Hears(office.TopicMoney), p.As("ketoan.xa")
	contract, err := p.Funds.Sign(ctx, p.As("canbo.xa"), money.Contract{Number: "01/HĐ", Partner: "HTX MẪU",
		Title: "Con giống", Place: "31708", Node: "DA2", Day: day.AddDays(20), Value: 1_200_000_000})
	p.must(err)
	_, err = p.Funds.Record(ctx, p.As("canbo.xa"), money.Movement{Kind: money.Commit, Day: day.AddDays(20),
		From:   p.commune,
		Amount: 1_200_000_000, Contract: contract})
	p.must(err)
	m := p.advance(600_000_000)
	m.Contract = contract
	_, err = p.Funds.Record(ctx, finance, m)
	p.must(err)
	p.must(p.Funds.Accept(ctx, p.As("canbo.xa"), money.Item{Contract: contract, Day: day.AddDays(60), Title: "Đợt 1",
		Value: 500_000_000}))
	pay := money.Movement{Kind: money.Pay, Day: day.AddDays(70), From: p.commune, Amount: 500_000_000,
		Recovers: 300_000_000, Contract: contract, Item: 1, Voucher: "UNC 02"}
	paid, err := p.Funds.Record(ctx, finance, pay)
	p.must(err)
	if b := p.balance(); b.Disbursed() != "53,33 %" || b.Paid() != "33,33 %" || b.V != 300_000_000 || b.B() != 700_000_000 {
		t.Errorf("%+v", b)
	}
	if _, err = p.Funds.Record(ctx, finance, pay); errs.KindOf(err) != errs.Invalid ||
		!strings.Contains(err.Error(), "không thanh toán hai lần") {
		t.Errorf("paid twice: %v", err)
	}
	if all, err := p.Funds.Contracts(ctx, finance); err != nil || len(all) != 1 || len(all[0].Of) != 1 ||
		all[0].Sum != all[0].Of[0].Balance || all[0].Sum.C != 1_200_000_000 || all[0].Sum.V != 300_000_000 ||
		all[0].Accepted != 500_000_000 || all[0].Items[0].Left() != 0 {
		t.Errorf("the contract is %+v, %v", all, err)
	}
	gone, leave := context.WithCancel(ctx)
	leave()
	if _, err := p.Funds.Board(gone, finance, funds.Query{}); err == nil {
		t.Error("a board for who is gone")
	}
	if heard.Times != 5 {
		t.Errorf("heard %d times", heard.Times)
	}
	var deeds []string
	for _, e := range p.Deeds(since) {
		deeds = append(deeds, e.Action+" "+e.Place+" "+e.Who)
	}
	if want := []string{"money.contract 31708 canbo.xa", "money.record 31708 canbo.xa", "money.record 31708 ketoan.xa",
		"money.item 31708 canbo.xa", "money.record 31708 ketoan.xa"}; !slices.Equal(deeds, want) {
		t.Errorf("on the record are %q", deeds)
	}
	for _, on := range []date.Date{0, day.AddDays(30), day.AddDays(9)} {
		for _, by := range funds.Bys() {
			p.agrees(funds.Query{By: by, On: on, Year: 2024})
		}
	}
	officetest.Refused(t, p.Funds.TakeBack(ctx, p.As("canbo.xa"), paid, 0, "ghi nhầm dòng"), errs.Forbidden,
		"tài khoản của bạn không có quyền")
	for _, id := range []int64{paid, 987_654_321} { // that there is such a movement is not told
		officetest.Refused(t, p.Funds.TakeBack(ctx, p.As("dieutra"), id, 0, "ghi nhầm dòng"), errs.Forbidden,
			"tài khoản của bạn không có quyền")
	}
	p.must(p.Funds.TakeBack(ctx, finance, paid, 0, "ghi nhầm dòng"))
	if b := p.balance(); b.K() != 600_000_000 || b.P != 0 {
		t.Errorf("taken back: %+v", b)
	}
	officetest.Refused(t, p.Funds.TakeBack(ctx, finance, paid, 0, "ghi nhầm dòng"), errs.Invalid, "đã được ghi đảo")
	if n, err := ledgers.Audit(ctx, p.Store, p.Library); n != 6 || err != nil {
		t.Errorf("%d movements hold, %v", n, err)
	}
	p.must(p.Store.Write(ctx, func(tx *store.Tx) error { // behind the office's back: more than there is
		return rows.AddMovement(ctx, tx, "94", &rows.Movement{Movement: money.Movement{Kind: money.Advance, Day: day,
			From: p.commune, Amount: 2_000_000_000, Voucher: "x"}})
	}))
	if _, err := ledgers.Audit(ctx, p.Store, p.Library); err == nil || !strings.Contains(err.Error(),
		"khoản số 7 của sổ vốn sai") {
		t.Errorf("what was added behind the office's back: %v", err)
	}
}

// agrees: every sum of the board is that of the movements it opens to, and the rows add up to the sum below.
func (p *purse) agrees(q funds.Query) {
	p.t.Helper()
	ctx, a := context.Background(), p.As("lanhdao")
	b, err := p.Funds.Board(ctx, a, q)
	p.must(err)
	var all money.Balance
	for i := range b.Rows {
		_, sum, err := p.Funds.Entries(ctx, a, b.Rows[i].Of)
		p.must(err)
		if sum.A() != b.Rows[i].A() || sum.K() != b.Rows[i].K() || sum.P != b.Rows[i].P || sum.C != b.Rows[i].C {
			p.t.Errorf("%s of %s on %s is %+v, its movements %+v", b.Rows[i].Title, q.By, q.On, b.Rows[i].Balance, sum)
		}
		all = all.Plus(b.Rows[i].Balance)
	}
	if len(b.Rows) == 0 || all != b.Sum.Balance {
		p.t.Errorf("%s: the rows add up to %+v, below them stands %+v", q.By, all, b.Sum.Balance)
	}
}

// TestRefused: what cannot be is refused with what to do, whatever door it comes by.
func TestRefused(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner, finance := p.As("kehoach"), p.As("ketoan.xa")
	grant := func(l money.Line, m money.Movement) error {
		_, err := p.Funds.Grant(ctx, planner, l, m, false)
		return err
	}
	record := func(m money.Movement) error { _, err := p.Funds.Record(ctx, finance, m); return err }
	good := money.Movement{Day: day, Amount: 1_000_000_000, Document: p.document}
	late, early, unknown, small := p.advance(5), p.advance(5), good, good
	late.Day, early.Day, unknown.Document, small.Amount = date.Must(2025, 1, 2), date.Must(2023, 12, 31), 99, 1500
	carried := line("DA2", "94")
	carried.Fund = "carried_central_recurrent"
	for what, c := range map[string]struct {
		err  error
		says string
	}{
		"more than there is":  {record(p.advance(1_500_000_001)), "cần thêm 1"},
		"a day to come":       {record(late), "ngày của khoản sau hôm nay"},
		"before the year":     {record(early), "dòng vốn thuộc năm ngân sách 2024"},
		"no such document":    {grant(line("DA2", "94"), unknown), "không có văn bản"},
		"millions for đồng":   {grant(line("DA2", "94"), small), "1.500 triệu đồng (1.500.000.000 đồng)"},
		"no such node":        {grant(line("DA99", "94"), good), "DA99"},
		"a fund that is none": {grant(carried, good), "carried_central_recurrent"},
		"a grant as a payment": {record(money.Movement{Kind: money.Grant, To: p.commune, Amount: 5}),
			"không có loại khoản này"},
		"a kind that is none": {record(money.Movement{Kind: "gift", From: p.commune, Amount: 5}), "không có loại khoản này"},
	} {
		if errs.KindOf(c.err) != errs.Invalid || c.err == nil || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: %v", what, c.err)
		}
	}
	if !funds.Small(grant(line("DA2", "94"), small)) {
		t.Error("nobody is asked whether millions are meant")
	}
	officetest.Refused(t, record(money.Movement{Kind: money.Advance, From: p.province, Amount: 5}), errs.NotFound,
		"không tìm thấy, hoặc bạn không được xem")
	if b := p.balance(); b.A() != 1_500_000_000 || b.K() != 0 {
		t.Errorf("what was refused left %+v", b)
	}
}

// TestHands: who allots a line's money does not pay from it, with whatever roles.
func TestHands(t *testing.T) {
	p, ctx := opened(t), context.Background()
	planner := *p.As("kehoach")
	planner.Grants = append(slices.Clone(planner.Grants), p.As("ketoan.so").Grants...)
	_, err := p.Funds.Record(ctx, &planner, p.advance(5))
	officetest.Refused(t, err, errs.Forbidden, "không ai chi từ nguồn mình đã giao vốn")
	_, err = p.Funds.Record(ctx, p.As("ketoan.so"), p.advance(5))
	p.must(err)
	both := *p.As("ketoan.so")
	both.Grants = append(slices.Clone(both.Grants), p.As("kehoach").Grants...)
	err = p.Funds.Allot(ctx, &both, p.province, []funds.Share{{Line: line("DA2", "31708"), Amount: 100_000}},
		money.Movement{Day: day.AddDays(11), Document: p.document}, false)
	officetest.Refused(t, err, errs.Forbidden, "không ai chi từ nguồn mình đã giao vốn")
}

// TestTogether: two who spend the same money at once: one has it, the other is told that it is gone.
func TestTogether(t *testing.T) {
	p := opened(t)
	p.overdraw()
}

func (p *purse) overdraw() {
	p.t.Helper()
	var wait sync.WaitGroup
	failed := make([]error, 4)
	for i := range failed {
		who := p.As([]string{"ketoan.xa", "ketoan.so"}[i%2])
		wait.Go(func() { _, failed[i] = p.Funds.Record(context.Background(), who, p.advance(800_000_000)) })
	}
	wait.Wait()
	had := 0
	for _, err := range failed {
		if err == nil {
			had++
		} else if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "cần thêm 100.000.000") {
			p.t.Errorf("refused with %v", err)
		}
	}
	if b := p.balance(); had != 1 || b.K() != 800_000_000 {
		p.t.Errorf("%d had the money: %+v", had, b)
	}
}

// TestCarry: what is left goes into the next year's line of the same origin.
func TestCarry(t *testing.T) {
	p, ctx := opened(t), context.Background()
	p.must(p.Funds.Carry(ctx, p.As("ketoan.xa"), money.Movement{Kind: money.CarryEstimate, Day: date.Must(2024, 10, 10),
		From: p.commune, Amount: 400_000_000, Document: p.document}))
	b, err := p.Funds.Board(ctx, p.As("lanhdao"), funds.Query{Year: 2025, By: funds.ByOrigin})
	if err != nil || len(b.Rows) != 1 || b.Rows[0].A() != 400_000_000 || b.Rows[0].Title.VI != "2024" ||
		!slices.Equal(b.Years, []int{2025, 2024}) {
		t.Fatalf("%+v %v", b, err)
	}
	if is := p.balance(); is.A() != 1_100_000_000 {
		t.Errorf("%+v", is)
	}
	if at, err := p.Funds.Verify(ctx); at != 0 || err != nil {
		t.Errorf("%d %v", at, err)
	}
}

// TestTaken: a number that a document has already is shown, and not given to another.
func TestTaken(t *testing.T) {
	p, ctx := opened(t), context.Background()
	doc := documents.Document{Document: document.Document{Direction: document.Received, Kind: document.Decision,
		Issuer: "thủ tướng chính phủ - mẫu", Number: "147", Series: "QĐ-MAU", Day: day.AddDays(3), Place: "94",
		Abstract: "Khác"}}
	_, err := p.Documents.Register(ctx, p.As("kehoach2"), doc)
	if errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), "Giao dự toán (MẪU)") {
		t.Fatal(err)
	}
	if taken := takenOf(err); taken != p.document {
		t.Errorf("it is said to be document %d", taken)
	}
	_, err = p.Documents.Register(ctx, p.As("canbo.xa"), doc)
	officetest.Refused(t, err, errs.Forbidden, "tài khoản của bạn không có quyền")
}

// TestCited: a document of another unit's register is neither offered nor cited.
func TestCited(t *testing.T) {
	p, ctx := opened(t), context.Background()
	finance := p.As("ketoan.xa")
	other, err := p.Documents.Register(ctx, p.As("canbo.so"), documents.Document{Document: document.Document{
		Direction: document.Issued, Kind: document.Decision, Issuer: "UBND xã khác (MẪU)", Number: "9", Series: "QĐ-MAU",
		Day:   day,
		Place: elsewhere(p), Abstract: "Việc của xã khác"}})
	p.must(err)
	all, err := p.Funds.Citable(ctx, finance)
	p.must(err)
	if len(all) != 1 || all[0].ID != p.document {
		t.Errorf("offered are %+v", all)
	}
	same := documents.Document{Document: document.Document{Direction: document.Received, Kind: document.Decision,
		Issuer: "UBND xã khác (MẪU)", Number: "9", Series: "QĐ-MAU", Day: day, Place: "31708", Abstract: "Nhận"}}
	if _, err = p.Documents.Register(ctx, finance, same); errs.KindOf(err) != errs.Conflict ||
		strings.Contains(err.Error(), "Việc của xã khác") || takenOf(err) != 0 {
		t.Errorf("the number is another unit's: %v", err)
	}
	cancel := money.Movement{Kind: money.Cancel, Day: day.AddDays(40), From: p.commune, Amount: 5, Document: other}
	_, err = p.Funds.Record(ctx, finance, cancel)
	officetest.Refused(t, err, errs.Invalid, "không có văn bản")
	_, err = p.Funds.Record(ctx, p.As("ketoan.so"), cancel)
	p.must(err)
	p.must(p.Funds.TakeBack(ctx, finance, 3, 0, "ghi nhầm dòng"))
}

// elsewhere is a commune that Thạnh Phú is not.
func elsewhere(p *purse) place.Code {
	all := p.Office.CommunesOf("94", day)
	return all[slices.IndexFunc(all, func(c place.Code) bool { return c != "31708" })]
}

// TestAppendOnly: no statement changes or deletes a row of money; a movement is taken back by another.
func TestAppendOnly(t *testing.T) {
	text, err := os.ReadFile("../../store/funds/funds.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "INSERT INTO money_movement") {
		t.Fatal("the statements are elsewhere")
	}
	if bad := regexp.MustCompile(`(?i)\b(UPDATE|DELETE)\s+(FROM\s+)?money_\w+`).FindString(string(text)); bad != "" {
		t.Errorf("a statement begins with %q", bad)
	}
}

func takenOf(err error) int64 {
	var taken *appdocuments.Taken
	if errors.As(err, &taken) {
		return taken.ID
	}
	return 0
}
