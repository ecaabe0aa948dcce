package batches_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/ledgers"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/payout"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
	batchrows "giamngheo/internal/store/batches"
	"giamngheo/internal/store/documents"
	supportrows "giamngheo/internal/store/supports"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// each is what every household of the model gets.
const each = 15_000_000

// payer is the small office with a model in Thạnh Phú whose three households wait to be paid, and a line of money.
type payer struct {
	*officetest.SmallOffice
	t        *testing.T
	ctx      context.Context
	line     int64
	activity int64
	supports []int64
}

func opened(t *testing.T, has money.Dong) *payer {
	t.Helper()
	return fill(t, officetest.Small(t), has)
}

func fill(t *testing.T, s *officetest.SmallOffice, has money.Dong) *payer {
	t.Helper()
	p := &payer{SmallOffice: s, t: t, ctx: context.Background()}
	planner, day := p.As("kehoach"), date.Must(2024, 3, 1)
	doc, err := p.Documents.Register(p.ctx, planner, documents.Document{Document: document.Document{
		Direction: document.Received, Kind: document.Decision, Issuer: "Thủ tướng Chính phủ (MẪU)", Number: "147",
		Series: "QĐ-MAU", Day: day, Place: "94", Abstract: "Giao dự toán (MẪU)"}})
	p.must(err)
	p.line, err = p.Funds.Grant(p.ctx, planner, money.Line{Node: "DA2", Fund: "central_recurrent", Origin: 2024,
		Year: 2024,
		Kind: money.AtPlace, Place: officetest.ThanhPhu}, money.Movement{Day: day, Amount: has, Document: doc}, false)
	p.must(err)
	officer := p.As("canbo.xa")
	act, err := p.Activities.SaveActivity(p.ctx, officer, supportrows.Activity{Activity: programme.Activity{Node: "DA2",
		Kind: "model", Title: "Mô hình nuôi bò", Place: officetest.ThanhPhu, From: day, To: date.Must(2024, 12, 1),
		Lead: "UBND xã", Quantity: 1, Unit: "mô hình", Places: 20, Money: 300_000_000, Source: "central_recurrent"}})
	p.must(err)
	p.activity = act.ID
	p.must(p.Activities.MoveActivity(p.ctx, officer, act.ID, programme.Approved, ""))
	p.must(p.Activities.MoveActivity(p.ctx, officer, act.ID, programme.Running, ""))
	for _, h := range []household.ID{"H-01", "H-02", "H-03"} {
		p.supports = append(p.supports, p.support(h, each))
	}
	return p
}

func (p *payer) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *payer) input(h household.ID, amount money.Dong) supports.SupportInput {
	return supports.SupportInput{Support: programme.Support{Kind: "production_model", Household: p.ID(h),
		Day: date.Must(2024, 9, 2), Quantity: 1, Amount: amount, Source: "central_recurrent", Activity: p.activity,
		Content: "Nuôi bò", Details: map[string]string{"form": "community"}}}
}

func (p *payer) support(h household.ID, amount money.Dong) int64 {
	p.t.Helper()
	v, err := p.Supports.RecordSupport(p.ctx, p.As("canbo.xa"), p.input(h, amount))
	p.must(err)
	return v.ID
}

func (p *payer) asks() batches.Input {
	return batches.Input{Activity: p.activity, Place: officetest.ThanhPhu, Line: p.line, Title: "Chi trả mô hình nuôi bò",
		Day: p.Office.Day(), Way: payout.Cashier}
}

func (p *payer) draft() int64 {
	p.t.Helper()
	id, err := p.Batches.Draft(p.ctx, p.As("canbo.xa"), p.asks())
	p.must(err)
	return id
}

// sent is a batch that is approved and sent.
func (p *payer) sent() int64 {
	p.t.Helper()
	id := p.draft()
	p.must(p.Batches.Approve(p.ctx, p.As("chutich.xa"), batches.Step{Batch: id}))
	p.must(p.send(id))
	return id
}

func (p *payer) send(id int64) error {
	return p.Batches.Send(p.ctx, p.As("ketoan.xa"), batches.Step{Batch: id, Voucher: "UNC 15", Day: p.Office.Day()})
}

func (p *payer) show(id int64) *batches.Shown {
	p.t.Helper()
	v, err := p.Batches.Show(p.ctx, p.As("canbo.xa"), id, "", 0)
	p.must(err)
	return v
}

func (p *payer) balance() money.Balance {
	p.t.Helper()
	v, err := p.Funds.Account(p.ctx, p.As("kehoach"), p.line, 0)
	p.must(err)
	return v.Now
}

// sound holds the whole database against ledger and supports.
func (p *payer) sound() {
	p.t.Helper()
	if err := ledgers.Lists(p.ctx, p.Office.Reader(), "94"); err != nil {
		p.t.Fatal(err)
	}
	if at, err := p.Funds.Verify(p.ctx); err != nil {
		p.t.Fatal(at, err)
	}
}

func (p *payer) paid(support int64) payout.Result {
	return payout.Result{Support: support, State: payout.Paid, Day: p.Office.Day(), Detail: payout.Detail{Receipt: "PC 1"}}
}

func (p *payer) not(support int64, why payout.Reason) payout.Result {
	return payout.Result{Support: support, State: payout.NotReceived, Day: p.Office.Day(),
		Detail: payout.Detail{Reason: why}}
}

func (p *payer) record(id int64, all ...payout.Result) *batches.Taken {
	p.t.Helper()
	out, err := p.Batches.Record(p.ctx, p.As("ketoan.xa"), id, all)
	p.must(err)
	return out
}

// TestRights: who draws up, approves, sends, records and closes where; what is of elsewhere is as what is nowhere.
func TestRights(t *testing.T) {
	p := opened(t, 100_000_000)
	id := p.draft()
	step := batches.Step{Batch: id, Version: 99, Reason: "không đúng mẫu"}
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sees": {func(a *office.Ask) error { _, err := p.Batches.Show(p.ctx, a, id, "", 0); return err },
			"may: canbo.xa canbo.xa2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet " +
				"duyet.huyen lanhdao thanhtra thanhtra.huyen forbidden:"},
		"approves": {func(a *office.Ask) error { return p.Batches.Approve(p.ctx, a, step) },
			"may: chutich.xa duyet duyet.huyen forbidden: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 kehoach kehoach2 " +
				"ketoan.xa ketoan.so lanhdao thanhtra thanhtra.huyen"},
		"sends": {func(a *office.Ask) error { return p.Batches.Send(p.ctx, a, step) },
			"may: ketoan.xa ketoan.so forbidden: canbo.xa canbo.xa2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 " +
				"duyet duyet.huyen lanhdao thanhtra thanhtra.huyen"},
		"rejects": {func(a *office.Ask) error { return p.Batches.Reject(p.ctx, a, step) },
			"may: canbo.xa canbo.xa2 chutich.xa canbo.huyen canbo.so canbo.so2 duyet duyet.huyen forbidden: kehoach kehoach2 " +
				"ketoan.xa ketoan.so lanhdao thanhtra thanhtra.huyen"},
		"records": {func(a *office.Ask) error { _, err := p.Batches.Record(p.ctx, a, id, nil); return err },
			"may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 ketoan.xa ketoan.so forbidden: chutich.xa kehoach kehoach2 " +
				"duyet duyet.huyen lanhdao thanhtra thanhtra.huyen"},
		"draws up": {func(a *office.Ask) error {
			in := p.asks()
			in.Title = ""
			_, err := p.Batches.Draft(p.ctx, a, in)
			return err
		}, "may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 forbidden: dieutra dieutra2 chutich.xa kehoach kehoach2 " +
			"ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen"},
	} {
		t.Run(name, func(t *testing.T) { p.Rights(t, c.want, c.do) })
	}
	_, elsewhere := p.Batches.Show(p.ctx, p.As("canbo.longphu"), id, "", 0)
	_, nowhere := p.Batches.Show(p.ctx, p.As("canbo.longphu"), 999, "", 0)
	if elsewhere == nil || nowhere == nil || elsewhere.Error() != nowhere.Error() {
		t.Errorf("%v, %v", elsewhere, nowhere)
	}
	rows, _, err := p.Batches.Batches(p.ctx, p.As("canbo.longphu"), batches.Query{Year: 2024})
	if err != nil || len(rows) != 0 {
		t.Error(rows, err)
	}
}

// TestPaid: a batch goes its way; what moves is in the ledger, each step is a deed, and the account page knows the
// batch.
func TestPaid(t *testing.T) {
	p := opened(t, 100_000_000)
	since, heard := p.Seq(), p.Hears(batches.Topic)
	id := p.draft()
	if v := p.show(id); v.Listed() != (payout.Sum{N: 3, Amount: 3 * each}) || v.Batch.State != payout.Drafted ||
		p.balance().K() != 0 || v.Lines[0].Support.Head == "" || len(v.Lines[0].Lacks) != 0 {
		t.Fatalf("%+v", v.Row)
	}
	p.must(p.Batches.Approve(p.ctx, p.As("chutich.xa"), batches.Step{Batch: id, Version: 1}))
	if p.balance().K() != 0 {
		t.Error("approving moves money")
	}
	p.must(p.send(id))
	if b := p.balance(); b.P != 3*each || b.B() != 100_000_000-3*each {
		t.Errorf("%+v", b)
	}
	p.sound()
	p.record(id, p.paid(p.supports[0]), p.paid(p.supports[1]))
	if v := p.show(id); v.Batch.State != payout.PartlyPaid || v.Got().N != 2 {
		t.Errorf("%+v", v.Row)
	}
	reconcile := batches.Step{Batch: id}
	officetest.Refused(t, p.Batches.Reconcile(p.ctx, p.As("canbo.xa"), reconcile), errs.Invalid, "1 dòng")
	p.record(id, p.paid(p.supports[2]))
	officetest.Refused(t, p.Batches.Reconcile(p.ctx, p.As("ketoan.xa"), reconcile), errs.Forbidden, "đối chiếu")
	p.must(p.Batches.Reconcile(p.ctx, p.As("canbo.xa"), reconcile))
	p.must(p.Batches.Close(p.ctx, p.As("ketoan.xa"), batches.Step{Batch: id}))
	p.sound()
	var did []string
	for _, e := range p.Deeds(since) {
		if strings.HasPrefix(e.Action, "batch.") && e.Action != "batch.view" {
			did = append(did, e.Action)
		}
	}
	if want := "batch.draft batch.approve batch.send batch.result batch.result batch.reconcile batch.close"; strings.Join(did,
		" ") != want || heard.Times != 7 {
		t.Error(did, heard.Times)
	}
	account, err := p.Funds.Account(p.ctx, p.As("ketoan.xa"), p.line, 0)
	p.must(err)
	if last := account.Entries[len(account.Entries)-1]; last.Batch != id || last.Amount != 3*each {
		t.Errorf("%+v", last)
	}
	officetest.Refused(t, p.Funds.TakeBack(p.ctx, p.As("ketoan.xa"), account.Entries[1].ID, 0, "ghi nhầm khoản"),
		errs.Invalid,
		"danh sách chi trả")
	payments, err := p.Batches.PaymentsOf(p.ctx, p.As("canbo.xa"), p.ID("H-01"))
	if err != nil || len(payments[p.supports[0]]) != 1 || payments[p.supports[0]][0].State != payout.Paid {
		t.Error(payments, err)
	}
}

// TestOwnApproval: who drew up a batch does not approve it, also where they may approve others.
func TestOwnApproval(t *testing.T) {
	p := opened(t, 100_000_000)
	id := p.draft()
	author := p.As("canbo.xa")
	author.Grants = append(slices.Clone(author.Grants), p.As("chutich.xa").Grants...)
	officetest.Refused(t, p.Batches.Approve(p.ctx, author, batches.Step{Batch: id}), errs.Forbidden, "không ai")
	if p.show(id).Batch.State != payout.Drafted {
		t.Error("it is approved")
	}
}

// TestRejecting: a rejected batch frees its supports; one that was sent is not rejected, and nobody is un-paid.
func TestRejecting(t *testing.T) {
	p := opened(t, 100_000_000)
	chair := p.As("chutich.xa")
	reject := func(id int64) error {
		return p.Batches.Reject(p.ctx, chair, batches.Step{Batch: id, Reason: "thiếu hồ sơ"})
	}
	first := p.draft()
	_, err := p.Batches.Draft(p.ctx, p.As("canbo.xa"), p.asks())
	officetest.Refused(t, err, errs.Invalid, "không có khoản hỗ trợ nào")
	p.must(reject(first))
	second := p.draft()
	p.must(p.Batches.Approve(p.ctx, chair, batches.Step{Batch: second}))
	p.must(reject(second))
	third := p.sent()
	p.record(third, p.paid(p.supports[0]))
	officetest.Refused(t, reject(third), errs.Invalid, "đã gửi chi")
	if v := p.show(third); v.Got().N != 1 || p.balance().P != 3*each || v.Batch.State != payout.PartlyPaid {
		t.Errorf("%+v", v.Row)
	}
	officetest.Refused(t, p.send(first), errs.Conflict, "từ chối")
	p.sound()
}

// TestSentTwice: sending twice, also at once, is one sending.
func TestSentTwice(t *testing.T) {
	p := opened(t, 100_000_000)
	id := p.draft()
	p.must(p.Batches.Approve(p.ctx, p.As("chutich.xa"), batches.Step{Batch: id}))
	var all sync.WaitGroup
	faults := make([]error, 6)
	for i := range faults {
		a := p.As("ketoan.xa")
		all.Go(func() {
			faults[i] = p.Batches.Send(p.ctx, a, batches.Step{Batch: id, Voucher: fmt.Sprint("UNC ", i), Day: p.Office.Day()})
		})
	}
	all.Wait()
	for _, err := range faults {
		p.must(err)
	}
	if b, v := p.balance(), p.show(id); b.P != 3*each || len(v.Moved) != 1 {
		t.Errorf("%+v %v", b, v.Moved)
	}
	p.sound()
}

// TestFundCheck: the line has the money before approval and again at sending; both say what lacks.
func TestFundCheck(t *testing.T) {
	p := opened(t, 50_000_000)
	id := p.draft()
	spend := func(amount money.Dong) int64 {
		m, err := p.Funds.Record(p.ctx, p.As("ketoan.xa"), money.Movement{Kind: money.Pay, From: p.line, Amount: amount,
			Day: p.Office.Day(), Voucher: "UNC 1"})
		p.must(err)
		return m
	}
	first := spend(10_000_000)
	approve := batches.Step{Batch: id}
	officetest.Refused(t, p.Batches.Approve(p.ctx, p.As("chutich.xa"), approve), errs.Invalid, "còn thiếu 5.000.000")
	p.must(p.Funds.TakeBack(p.ctx, p.As("ketoan.xa"), first, 0, "ghi nhầm dòng"))
	p.must(p.Batches.Approve(p.ctx, p.As("chutich.xa"), approve))
	spend(6_000_000)
	officetest.Refused(t, p.send(id), errs.Invalid, "còn thiếu 1.000.000")
	if p.show(id).Batch.State != payout.Approved {
		t.Error("it is sent")
	}
	p.sound()
}

// TestWithdrawn: a support that is withdrawn leaves the batch, or, if it was paid, becomes a claim that keeps the batch
// open until the money is back; one that is corrected is paid once.
func TestWithdrawn(t *testing.T) {
	p := opened(t, 100_000_000)
	officer, finance := p.As("canbo.xa"), p.As("ketoan.xa")
	id := p.draft()
	p.must(p.Supports.WithdrawSupport(p.ctx, officer, p.supports[0], "nhập nhầm hộ"))
	if v := p.show(id); len(v.Account.Ended) != 1 || v.Account.Supports != 2*each || v.Account.Listed.Amount != 3*each {
		t.Errorf("the difference is no row: %+v", v.Account)
	}
	p.must(p.Batches.Approve(p.ctx, p.As("chutich.xa"), batches.Step{Batch: id}))
	if v := p.show(id); v.Listed().N != 2 || v.Sums[payout.Dropped].N != 1 {
		t.Errorf("it stays: %+v", v.Sums)
	}
	p.must(p.send(id))
	p.record(id, p.paid(p.supports[1]), p.paid(p.supports[2]))
	p.must(p.Supports.WithdrawSupport(p.ctx, officer, p.supports[1], "hộ không thuộc diện"))
	less := p.input("H-03", 9_000_000)
	less.Replaces = p.supports[2]
	_, err := p.Supports.RecordSupport(p.ctx, officer, less)
	p.must(err)
	v := p.show(id)
	if v.Account.Claims() != each+6_000_000 || v.Account.Supports != 9_000_000 || len(v.Account.Ended) != 2 {
		t.Fatalf("%+v", v.Account)
	}
	_, err = p.Batches.Draft(p.ctx, officer, p.asks())
	officetest.Refused(t, err, errs.Invalid, "không có khoản hỗ trợ nào")
	officetest.Refused(t, p.Batches.Reconcile(p.ctx, officer, batches.Step{Batch: id}), errs.Invalid, "2 dòng")
	p.must(p.Batches.Reconcile(p.ctx, officer, batches.Step{Batch: id, Reason: "đang thu hồi"}))
	officetest.Refused(t, p.Batches.Close(p.ctx, finance, batches.Step{Batch: id}), errs.Invalid, "21.000.000")
	recover := func(support int64, amount money.Dong) error {
		return p.Batches.Recover(p.ctx, finance, batches.Step{Batch: id, Voucher: "GNT 1", Day: p.Office.Day()}, support,
			amount)
	}
	officetest.Refused(t, recover(p.supports[2], 6_000_001), errs.Invalid, "thu hồi")
	p.must(recover(p.supports[2], 6_000_000))
	p.must(recover(p.supports[1], 5_000_000))
	p.must(recover(p.supports[1], 10_000_000))
	p.sound()
	if b := p.balance(); b.P != 9_000_000 {
		t.Errorf("%+v", b)
	}
	p.must(p.Batches.Close(p.ctx, finance, batches.Step{Batch: id}))
}

// TestNotReceived: what is not received is given back and may be paid again, or another person gets it by a paper.
func TestNotReceived(t *testing.T) {
	p := opened(t, 100_000_000)
	id := p.sent()
	heir := payout.Result{Support: p.supports[1], State: payout.Replaced, Day: p.Office.Day()}
	bad := p.record(id, heir, payout.Result{Support: p.supports[0], State: payout.NotReceived, Day: p.Office.Day()},
		p.paid(99_999))
	if bad.New != 0 || len(bad.Back) != 3 || !strings.Contains(bad.Back[0].VI, "giấy tờ") ||
		!strings.Contains(bad.Back[1].VI, "vì sao") {
		t.Errorf("%+v", bad)
	}
	heir.Person, heir.Paper = "Con trai của người nhận", "GCN thừa kế 12"
	p.record(id, p.not(p.supports[0], payout.Absent), p.not(p.supports[1], payout.Dead), p.paid(p.supports[2]))
	p.record(id, heir)
	back := batches.Step{Batch: id, Voucher: "GNT 7", Day: p.Office.Day()}
	officetest.Refused(t, p.Batches.GiveBack(p.ctx, p.As("ketoan.xa"), back, p.supports[1]), errs.Invalid,
		"không có dòng nào")
	p.must(p.Batches.GiveBack(p.ctx, p.As("ketoan.xa"), back, 0))
	v := p.show(id)
	if p.balance().P != 2*each || v.Sums[payout.Returned].N != 1 || v.Got().N != 2 || v.Lines[1].Person == "" {
		t.Errorf("%+v", v.Sums)
	}
	p.sound()
	p.must(p.Batches.Reconcile(p.ctx, p.As("canbo.xa"), batches.Step{Batch: id}))
	again := p.show(p.draft())
	if again.Listed().N != 1 || again.Lines[0].Line.Support != p.supports[0] {
		t.Errorf("who was absent is not paid later: %+v", again.Sums)
	}
}

// TestColumns: a list without something that the law of its day asks is not approved, and one of a day without a law.
func TestColumns(t *testing.T) {
	p := opened(t, 100_000_000)
	in := p.asks()
	in.Day = date.Must(2023, 1, 5) // before the circular
	id, err := p.Batches.Draft(p.ctx, p.As("canbo.xa"), in)
	p.must(err)
	officetest.Refused(t, p.Batches.Approve(p.ctx, p.As("chutich.xa"), batches.Step{Batch: id}), errs.Invalid, "chưa biết")
	p.must(p.Batches.Reject(p.ctx, p.As("canbo.xa"), batches.Step{Batch: id, Reason: "sai ngày chi trả"}))
	was := p.Version("H-02")
	without := was.Household
	without.Members = slices.Clone(without.Members)
	without.Members[0].CitizenID = ""
	_, err = p.Register.Save(p.ctx, p.As("canbo.xa"), register.SaveInput{ID: was.ID, Version: was.Version,
		Household: &without, From: p.Office.Day(), Reason: "số ghi nhầm"})
	p.must(err)
	in.Day = date.Must(2026, 6, 1) // since then citizen numbers
	id, err = p.Batches.Draft(p.ctx, p.As("canbo.xa"), in)
	p.must(err)
	lacking := 0
	for _, l := range p.show(id).Lines {
		lacking += min(1, len(l.Lacks))
	}
	if lacking != 1 {
		t.Fatalf("%d lines lack a citizen number", lacking)
	}
	officetest.Refused(t, p.Batches.Approve(p.ctx, p.As("chutich.xa"), batches.Step{Batch: id}), errs.Invalid, "căn cước")
}

// TestFile: the file of the paying service comes back: what is not known or wrong is marked, every row is accounted
// for, and the same file again changes nothing.
func TestFile(t *testing.T) {
	p := opened(t, 100_000_000)
	id := p.sent()
	write, err := p.PayLists.ServiceFile(p.ctx, p.As("ketoan.xa"), id, false, "")
	p.must(err)
	f := officetest.Workbook(t, write)
	rows := officetest.Cells(t, f, "Chi tra")
	if len(rows) != 4 || rows[1][0] != payout.Key(id, p.supports[0]) || !slices.Contains(rows[0], "Kết quả") {
		t.Fatalf("%q", rows)
	}
	set := func(row int, head, text string) {
		cell, err := excelize.CoordinatesToCellName(slices.Index(rows[0], head)+1, row)
		p.must(err)
		p.must(f.SetCellValue("Chi tra", cell, text))
	}
	set(2, "Kết quả", "Đã nhận")
	set(2, "Chứng từ", "PC 12")
	set(3, "Kết quả", "không nhận")
	set(3, "Lý do", "Đi vắng")
	set(5, "Mã dòng", "CT1-77777-00")
	set(5, "Kết quả", "đã nhận")
	set(6, "Mã dòng", payout.Key(id, p.supports[0]))
	set(6, "Kết quả", "đã nhận")
	set(6, "Chứng từ", "PC 13")
	var b bytes.Buffer
	p.must(f.Write(&b))
	read := func() *batches.Filed {
		out, err := p.Batches.ReadFile(p.ctx, p.As("ketoan.xa"), id, "ket-qua.xlsx", bytes.NewReader(b.Bytes()))
		p.must(err)
		return out
	}
	first := read()
	if first.New != 2 || first.Same != 0 || first.Open != 1 || len(first.File.Back) != 2 || first.Rows() != 5 {
		t.Fatalf("%+v", first)
	}
	if back := first.File.Back; back[0].Number != 5 || !strings.Contains(back[0].Why.VI, "mã này") ||
		!strings.Contains(back[1].Why.VI, "hai lần") {
		t.Errorf("%+v", back)
	}
	before, seq := p.show(id), p.Seq()
	if again := read(); again.New != 0 || again.Same != 2 || len(again.File.Back) != 2 {
		t.Errorf("%+v", again)
	}
	if after := p.show(id); after.Version != before.Version || len(p.Deeds(seq)) > 2 {
		t.Error("the same file changes something")
	}
	if l := p.show(id).Lines; l[0].Receipt != "PC 12" || l[1].Reason != payout.Absent || l[2].State != payout.Due {
		t.Errorf("%+v", l)
	}
}

// TestPaper: the list on paper has the columns of the law of its day, a column to sign in, and the sum.
func TestPaper(t *testing.T) {
	p := opened(t, 100_000_000)
	id := p.draft()
	write, err := p.PayLists.Paper(p.ctx, p.As("canbo.xa"), id, false, "")
	p.must(err)
	rows := officetest.Cells(t, officetest.Workbook(t, write), "Danh sách chi trả")
	all := ""
	for _, r := range rows {
		all += strings.Join(r, "|") + "\n"
	}
	for _, want := range []string{"Họ và tên", "Ký nhận", "55/2023", "Cộng 3 khoản", payout.Key(id, p.supports[2])} {
		if !strings.Contains(all, want) {
			t.Errorf("the paper has no %q:\n%s", want, all)
		}
	}
	if _, err := p.PayLists.Paper(p.ctx, p.As("ketoan.xa"), id, true,
		"chi trả đợt 1"); errs.KindOf(err) != errs.Forbidden {
		t.Error("whole numbers for who may not", err)
	}
}

// TestPostgres: a batch goes its way on PostgreSQL too, and what it moved agrees there.
func TestPostgres(t *testing.T) {
	p := fill(t, officetest.SmallOn(t, postgrestest.Of(t).Database(t)), 100_000_000)
	id := p.sent()
	p.record(id, p.not(p.supports[0], payout.Refused), p.paid(p.supports[1]), p.paid(p.supports[2]))
	back := batches.Step{Batch: id, Voucher: "GNT 7", Day: p.Office.Day()}
	p.must(p.Batches.GiveBack(p.ctx, p.As("ketoan.xa"), back, 0))
	p.must(p.Supports.WithdrawSupport(p.ctx, p.As("canbo.xa"), p.supports[1], "hộ không thuộc diện"))
	v := p.show(id)
	if v.Account.Claims() != each || p.balance().P != 2*each || v.Sums[payout.Returned].N != 1 {
		t.Errorf("%+v", v.Account)
	}
	p.must(p.Batches.Reconcile(p.ctx, p.As("canbo.xa"), batches.Step{Batch: id, Reason: "đang thu hồi"}))
	p.sound()
}

// TestVerified: a line that says otherwise than what moved, and a support on two lists, are found.
func TestVerified(t *testing.T) {
	p := opened(t, 100_000_000)
	id := p.sent()
	p.sound()
	change := func(query string, args ...any) {
		t.Helper()
		p.must(p.Store.Write(p.ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(p.ctx, query, args...)
			return err
		}))
	}
	const by = `UPDATE batch_line SET amount = amount + $1 WHERE province = $2 AND batch = $3 AND support = $4`
	change(by, 1, "94", id, p.supports[0])
	officetest.Refused(t, ledgers.Lists(p.ctx, p.Office.Reader(), "94"), errs.Invalid, "không khớp sổ vốn")
	change(by, -1, "94", id, p.supports[0])
	p.sound()
	p.must(p.Store.Write(p.ctx, func(tx *store.Tx) error {
		b := &batchrows.Batch{Batch: payout.Batch{Activity: p.activity, Line: p.line, Place: officetest.ThanhPhu, Title: "x",
			Day: p.Office.Day(), State: payout.Drafted}, At: p.Office.Now()}
		if err := batchrows.Add(p.ctx, tx, "94", b); err != nil {
			return err
		}
		return batchrows.AddLine(p.ctx, tx, "94", &payout.Line{Batch: b.ID, Support: p.supports[0], Amount: each,
			State: payout.Due})
	}))
	officetest.Refused(t, ledgers.Lists(p.ctx, p.Office.Reader(), "94"), errs.Invalid, "hai danh sách")
}
