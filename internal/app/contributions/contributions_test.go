package contributions_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/contributions"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/contribution"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/contributions"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

func today() date.Date { return date.Must(2024, 11, 15) }

func small(t *testing.T) (*officetest.SmallOffice, context.Context) {
	s := officetest.Small(t)
	s.Set(today())
	return s, context.Background()
}

func work(at place.Code) contribution.Contribution {
	return contribution.Contribution{Place: at, Node: "DA2", Day: date.Must(2024, 5, 1), Source: contribution.Community,
		Name: "Nhân dân ấp", Form: contribution.Labour, Quantity: 120, Price: 250_000, Basis: "Đơn giá ngày công (MẪU)",
		Content: "Làm đường"}
}

func cash(at place.Code) contribution.Contribution {
	c := work(at)
	c.Source, c.Name, c.Form, c.Quantity, c.Price, c.Basis = contribution.Enterprise, "Công ty MẪU", contribution.Cash, 10_000_000, 0, ""
	return c
}

// TestRights: who records, sees and withdraws what was given in Thạnh Phú; a row of elsewhere is as one of nowhere.
func TestRights(t *testing.T) {
	s, ctx := small(t)
	id, err := s.Contributions.Add(ctx, s.As("canbo.xa"), work(officetest.ThanhPhu))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"records": {func(a *office.Ask) error {
			c := work(officetest.ThanhPhu)
			c.Content = ""
			_, err := s.Contributions.Add(ctx, a, c)
			return err
		}, `may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 ketoan.xa ketoan.so
			forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong kehoach kehoach2 duyet duyet.huyen
			lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
		"withdraws": {func(a *office.Ask) error { return s.Contributions.Withdraw(ctx, a, id, "") },
			`may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 ketoan.xa ketoan.so
			forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa kehoach kehoach2 duyet duyet.huyen lanhdao thanhtra
			thanhtra.huyen quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
	for _, id := range []int64{id, 999_999} {
		if err := s.Contributions.Withdraw(ctx, s.As("canbo.longphu"), id, "nhầm khoản"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%d: %v", id, err)
		}
	}
	v, err := s.Contributions.Show(ctx, s.As("canbo.longphu"), contributions.Query{Year: 2024})
	if err != nil || v.Count != 0 {
		t.Errorf("elsewhere %d %v", v.Count, err)
	}
}

// TestLedger: money comes into a line of the ledger and goes out of it when it is withdrawn, while work is worth
// something and is in no line; the table adds up, and what the ledger has is what it has.
func TestLedger(t *testing.T) {
	s, ctx := small(t)
	officer := s.As("canbo.xa")
	since := s.Seq()
	for _, c := range []contribution.Contribution{work(officetest.ThanhPhu), cash(officetest.ThanhPhu)} {
		if _, err := s.Contributions.Add(ctx, officer, c); err != nil {
			t.Fatal(err)
		}
	}
	board := func() money.Dong {
		b, err := s.Funds.Board(ctx, officer, funds.Query{Year: 2024, Fund: "mobilised"})
		if err != nil {
			t.Fatal(err)
		}
		return b.Sum.A()
	}
	v, err := s.Contributions.Show(ctx, officer, contributions.Query{Year: 2024})
	if err != nil || v.Count != 2 || v.All.Value != 40_000_000 || v.All.Of[contribution.Cash] != board() || board() != 10_000_000 ||
		v.Rows[0].Name != "Công ty MẪU" {
		t.Fatalf("%+v, the board has %d: %v", v, board(), err)
	}
	given := v.Rows[0]
	err = s.Funds.TakeBack(ctx, officer, given.Movement, 0, "nhầm khoản")
	if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "khoản huy động số") {
		t.Errorf("taken back beside it: %v", err)
	}
	if err := s.Contributions.Withdraw(ctx, officer, given.ID, "ghi nhầm đơn vị"); err != nil {
		t.Fatal(err)
	}
	if err := s.Contributions.Withdraw(ctx, officer, given.ID, "ghi nhầm đơn vị"); errs.KindOf(err) != errs.Conflict {
		t.Errorf("twice: %v", err)
	}
	v, err = s.Contributions.Show(ctx, officer, contributions.Query{Year: 2024})
	if err != nil || v.Count != 2 || v.All.Value != 30_000_000 || board() != 0 || v.Rows[0].Ended != "ghi nhầm đơn vị" {
		t.Errorf("%+v, the board has %d: %v", v.All, board(), err)
	}
	if at, err := s.Funds.Verify(ctx); at != 0 || err != nil {
		t.Errorf("%d %v", at, err)
	}
	did := map[string]int{}
	for _, e := range s.Deeds(since) {
		did[e.Action]++
	}
	if did["contribution.add"] != 2 || did["contribution.end"] != 1 || did["money.record"] != 1 || did["money.reverse"] != 1 {
		t.Errorf("%v", did)
	}
}

// TestTwice: of an accepted item no more is paid by lines and brought by others together than it is worth, whichever
// comes first; what is withdrawn is free again.
func TestTwice(t *testing.T) {
	s, ctx := small(t)
	officer, pays := s.As("canbo.xa"), s.As("ketoan.xa")
	line := s.Grant("DA2", officetest.ThanhPhu, date.Must(2024, 3, 1), 500_000_000, s.Decision(date.Must(2024, 2, 1)))
	contract, err := s.Funds.Sign(ctx, officer, money.Contract{Number: "1", Partner: "HTX", Title: "Đường", Place: officetest.ThanhPhu,
		Node: "DA2", Day: date.Must(2024, 4, 1), Value: 100_000_000})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Funds.Accept(ctx, officer, money.Item{Contract: contract, Day: date.Must(2024, 6, 1), Title: "Đợt 1",
		Value: 100_000_000}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Funds.Contracts(ctx, officer)
	if err != nil {
		t.Fatal(err)
	}
	item := all[0].Items[0].ID
	if _, err := s.Funds.Record(ctx, officer, money.Movement{Kind: money.Commit, Day: date.Must(2024, 6, 1), From: line,
		Contract: contract, Amount: 100_000_000}); err != nil {
		t.Fatal(err)
	}
	pay := func(n money.Dong) error {
		_, err := s.Funds.Record(ctx, pays, money.Movement{Kind: money.Pay, Day: date.Must(2024, 7, 1), From: line, Contract: contract,
			Item: item, Amount: n, Voucher: "UNC"})
		return err
	}
	bring := func(days int64) (int64, error) {
		c := work(officetest.ThanhPhu)
		c.Contract, c.Item, c.Quantity = contract, item, days
		return s.Contributions.Add(ctx, officer, c)
	}
	id, err := bring(120) // 30 million
	if err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, pay(70_000_001), errs.Invalid, "“Đợt 1” trị giá 100.000.000")
	if err := pay(60_000_000); err != nil {
		t.Fatal(err)
	}
	_, err = bring(41)
	officetest.Refused(t, err, errs.Invalid, "“Đợt 1” trị giá 100.000.000: các dòng vốn đã thanh toán 60.000.000")
	if all, err = s.Funds.Contracts(ctx, officer); err != nil || all[0].Items[0].Left() != 10_000_000 {
		t.Errorf("%+v %v", all[0].Items, err)
	}
	if err := s.Contributions.Withdraw(ctx, officer, id, "ghi nhầm khoản"); err != nil {
		t.Fatal(err)
	}
	if err := pay(40_000_000); err != nil {
		t.Errorf("what is withdrawn is free again: %v", err)
	}
	c := cash(officetest.ThanhPhu)
	c.Contract, c.Item = contract, item
	_, err = s.Contributions.Add(ctx, officer, c)
	officetest.Refused(t, err, errs.Invalid, "tiền đã vào dòng vốn thì chi")
	beside := s.As("canbo.longphu") // records at home, and sees the whole province
	beside.Grants = append(slices.Clone(beside.Grants), s.As("lanhdao").Grants...)
	c = work(officetest.LongPhu)
	c.Contract, c.Item, c.Quantity = contract, item, 1
	if _, err := s.Contributions.Add(ctx, beside, c); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("of a contract that is another's: %v", err)
	}
	if at, err := s.Funds.Verify(ctx); at != 0 || err != nil {
		t.Errorf("%d %v", at, err)
	}
	if err := s.Store.Write(ctx, func(tx *store.Tx) error { // past every desk
		return rows.Add(ctx, tx, string(s.Office.ProvinceCode()), &rows.Contribution{Contribution: contribution.Contribution{
			Place: officetest.ThanhPhu, Day: today(), Value: 1, Contract: contract, Item: item}})
	}); err != nil {
		t.Fatal(err)
	}
	_, err = s.Funds.Verify(ctx)
	officetest.Refused(t, err, errs.Invalid, "“Đợt 1” trị giá 100.000.000")
}

// TestBook: the workbook comes back: what is new is recorded, what was there is left, what is at fault is returned; the
// same file again records nothing.
func TestBook(t *testing.T) {
	s, ctx := small(t)
	officer := s.As("canbo.xa")
	if _, err := s.Contributions.Add(ctx, officer, work(officetest.ThanhPhu)); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := s.Contributions.WriteBook(ctx, officer, contributions.Query{Year: 2024}, &out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	name := f.GetSheetName(0)
	for i, row := range [][]any{
		{"", "02/05/2024", "31708", "", "DA2", "Doanh nghiệp", "Công ty MẪU", "Tiền", "10.000.000", "", "", "", "", "Mua giống"},
		{"", "02/05/2024", "31708", "", "DA2", "Cộng đồng", "Nhân dân", "Đất (m²)", 300, "", 450000, "", "Bảng giá đất (MẪU)", "Hiến đất"},
		{"", "31/02/2024", "31708", "", "DA2", "Cộng đồng", "Nhân dân", "Đất (m²)", 300, "", 450000, "", "Bảng giá đất (MẪU)", "Hiến đất"},
		{"", "02/05/2024", "31708", "", "DA2", "Cộng đồng", "Nhân dân", "Đất (m²)", "1,5", "", 450000, "", "Bảng giá đất (MẪU)", "Hiến đất"},
		{"", "02/05/2024", "31552", "", "DA2", "Cộng đồng", "Nhân dân", "Ngày công", 3, "", 250000, "", "Đơn giá (MẪU)", "Nơi khác"},
		{"1", "02/05/2024", "31708", "", "DA2", "Cộng đồng", "Nhân dân", "Ngày công", 3, "", 250000, "", "Đơn giá (MẪU)", "Sửa"},
	} {
		if err := f.SetSheetRow(name, "A"+string(rune('3'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	var edited bytes.Buffer
	if err := f.Write(&edited); err != nil {
		t.Fatal(err)
	}
	got, err := s.Contributions.Take(ctx, officer, "a.xlsx", bytes.NewReader(edited.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if got.In != 7 || got.Added != 2 || got.Had != 1 || len(got.Bad) != 4 || got.In != got.Added+got.Had+len(got.Bad) || got.Book == nil {
		t.Errorf("%d in, %d added, %d had, %+v", got.In, got.Added, got.Had, got.Bad)
	}
	for i, says := range []string{"không phải là ngày", "không phải số nguyên", "không tìm thấy", "không sửa bằng tệp"} {
		if i < len(got.Bad) && !strings.Contains(got.Bad[i].Fault.VI, says) {
			t.Errorf("row %d: %q", got.Bad[i].Row, got.Bad[i].Fault.VI)
		}
	}
	again, err := s.Contributions.Take(ctx, officer, "a.xlsx", bytes.NewReader(edited.Bytes()))
	if err != nil || again.Added != 0 || again.Had != 3 {
		t.Errorf("again %+v %v", again, err)
	}
	if _, err := s.Contributions.Take(ctx, officer, "a.csv", strings.NewReader("a;b\n1;2\n")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("another file: %v", err)
	}
	if _, err := s.Contributions.Take(ctx, s.As("lanhdao"), "a.xlsx", bytes.NewReader(edited.Bytes())); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a leader: %v", err)
	}
	v, err := s.Contributions.Show(ctx, officer, contributions.Query{Year: 2024})
	if err != nil || v.All.Value != 30_000_000+10_000_000+135_000_000 || v.All.Quantity[contribution.Land] != 300 {
		t.Errorf("%+v %v", v.All, err)
	}
}

// TestPages: of a year's contributions a page has a hundred of those that are asked for, the newest first, and the
// table counts all of them, in whatever page; what is withdrawn is listed and is in no sum.
func TestPages(t *testing.T) {
	s, ctx := small(t)
	officer := s.As("canbo.xa")
	province := string(s.Office.ProvinceCode())
	if err := s.Store.Write(ctx, func(tx *store.Tx) error {
		for i := range 330 {
			c := work([]place.Code{officetest.ThanhPhu, officetest.LongPhu, officetest.ThanhPhu}[i%3])
			if i%3 == 2 {
				c.Source = contribution.Person
			}
			c.Quantity = 1
			if err := c.Settle(today()); err != nil {
				return err
			}
			if err := rows.Add(ctx, tx, province, &rows.Contribution{Contribution: c}); err != nil {
				return err
			}
			if i >= 327 {
				if err := rows.End(ctx, tx, province, int64(i+1), "ghi nhầm", 1, s.Office.Now()); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		q              contributions.Query
		count, live, n int
		first          int64
	}{{contributions.Query{}, 220, 218, 100, 330}, {contributions.Query{From: 100}, 220, 218, 100, 180},
		{contributions.Query{From: 200}, 220, 218, 20, 30}, {contributions.Query{From: 999}, 220, 218, 0, 0},
		{contributions.Query{Source: contribution.Person, From: 100}, 110, 109, 10, 30},
		{contributions.Query{Form: contribution.Land}, 0, 0, 0, 0}} {
		c.q.Year = 2024
		v, err := s.Contributions.Show(ctx, officer, c.q)
		if err != nil {
			t.Fatal(err)
		}
		if v.Count != c.count || v.All.N != c.live || v.All.Value != money.Dong(c.live)*250_000 || len(v.Rows) != c.n ||
			c.n > 0 && (v.Rows[0].ID != c.first || v.Rows[0].Name != "Nhân dân ấp") {
			t.Errorf("%+v: %d rows, %d of %d hold, worth %d", c.q, len(v.Rows), v.All.N, v.Count, v.All.Value)
		}
	}
	v, err := s.Contributions.Show(ctx, s.As("kehoach"), contributions.Query{Year: 2024})
	if err != nil || v.Count != 330 || v.All.N != 327 || len(v.Rows) != contributions.OnPage {
		t.Errorf("of the province %+v %v", v.All, err)
	}
}
