package supports_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app"
	"giamngheo/internal/app/exits"
	"giamngheo/internal/app/programmes"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
)

func payments(t *testing.T, o *app.Desks, a *office.Ask, in supports.PaymentInput) *excelize.File {
	t.Helper()
	write, err := o.Supports.PaymentList(context.Background(), a, in)
	if err != nil {
		t.Fatal(err)
	}
	return officetest.Workbook(t, write)
}

// TestPaymentList: each payment stands on the list with the columns that the circular of its day asks; whole citizen
// numbers only where they are asked, for who may and with a reason; what has no list is said.
func TestPaymentList(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	var ids []int64
	for skip := range 3 {
		id, _, _ := officetest.AHousehold(t, o, officer, poverty.NearPoor, skip)
		ids = append(ids, id)
	}
	latrine := func(id int64, on date.Date, details map[string]string) programme.Support {
		return programme.Support{Kind: "latrine", Household: id, Day: on, Quantity: 1, Amount: 8_000_000,
			Source: "local", Details: details, Evidence: "QĐ 12"}
	}
	for _, v := range []programme.Support{latrine(ids[0], o.Office.Day(), nil),
		latrine(ids[1], o.Office.Day(), map[string]string{"goods_name": "Bồn cầu", "goods_brand": "Nhãn thử"})} {
		if _, err := o.Supports.RecordSupport(ctx, officer, supports.SupportInput{Support: v}); err != nil {
			t.Fatal(err)
		}
	}
	q := supports.SupportQuery{Kind: "latrine", From: o.Office.Day()}
	f := payments(t, o, officer, supports.PaymentInput{Query: q})
	var money, goods [][]string
	for _, name := range f.GetSheetList() {
		if rows := officetest.Cells(t, f, name); slices.Contains(rows[2], "Nhãn hiệu") {
			goods = rows
		} else {
			money = rows
		}
	}
	if len(money) != 5 || len(goods) != 5 {
		t.Fatalf("%q %q", money, goods)
	}
	const number, signature = "Số định danh cá nhân hoặc số căn cước công dân",
		"Ký nhận hoặc điểm chỉ (hoặc xác nhận của đơn vị chi trả)"
	if slices.Contains(money[2], number) || !slices.Contains(money[2], signature) ||
		!strings.Contains(money[1][0], "55/2023") || money[4][slices.Index(money[2], "Số tiền")] != "8000000" {
		t.Errorf("the list of 2024 has %q", money)
	}
	if at := slices.Index(goods[2], "Tên hàng hóa"); at < 0 || goods[3][at] != "Bồn cầu" {
		t.Errorf("goods: %q", goods[3])
	}
	if _, err := o.Supports.PaymentList(ctx, officer, supports.PaymentInput{Query: q,
		Open: true}); errs.KindOf(err) != errs.Invalid || err == nil {
		t.Errorf("whole numbers without a reason: %v", err)
	}
	if _, err := o.Supports.PaymentList(ctx, officetest.SignIn(t, o, "kehoach"),
		supports.PaymentInput{Query: q, Open: true, Reason: "thanh toán đợt 1"}); errs.KindOf(err) != errs.Forbidden ||
		err == nil {
		t.Errorf("whole numbers for who may not: %v", err)
	}
	if _, err := o.Supports.PaymentList(ctx, officetest.SignIn(t, o, "lanhdao"),
		supports.PaymentInput{Query: q}); errs.KindOf(err) != errs.Forbidden || err == nil {
		t.Errorf("a list for who may not export: %v", err)
	}
	payments(t, o, officer, supports.PaymentInput{Query: q, Open: true, Reason: "thanh toán đợt 1"})
	log, err := o.Records.AuditLog(ctx, officetest.SignIn(t, o, "thanhtra"), "list", "", 0)
	if err != nil || len(log) < 2 || log[0].Action != "support.payment" || log[0].Detail.Reason != "thanh toán đợt 1" ||
		log[0].Detail.Note["open"] != "true" {
		t.Errorf("the record of it: %+v %v", log, err)
	}
	later, early := latrine(ids[2], date.Must(2026, 6, 10), nil), latrine(ids[2], date.Must(2023, 1, 10), nil)
	v, err := o.Book.Peek(ctx, officer, ids[2])
	if err != nil {
		t.Fatal(err)
	}
	whole := v.Household.Head().CitizenID
	for _, open := range []bool{false, true} {
		f := officetest.Workbook(t, func(w io.Writer) error {
			return o.Supports.WritePayments(ctx, officer,
				supports.PaymentInput{Query: supports.SupportQuery{Place: "94"}, Open: open},
				[]programme.Support{early, later}, w)
		})
		rows := officetest.Cells(t, f, f.GetSheetList()[0])
		want := household.Mask(whole)
		if open {
			want = whole
		}
		if at := slices.Index(rows[2], number); at < 0 || whole == "" || rows[3][at] != want ||
			!strings.Contains(rows[1][0], "60/2026") {
			t.Errorf("the list of 2026, open %v: %q", open, rows)
		}
		if left := officetest.Cells(t, f, "Không vào danh sách"); len(left) != 2 || left[1][1] != "10/01/2023" ||
			left[1][4] == "" {
			t.Errorf("what has no list: %q", left)
		}
	}
}

// TestInvitations: the list to invite is in the plan's order, holds everybody who is eligible and no citizen number.
func TestInvitations(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	q := programmes.BeneficiaryQuery{Node: "DA4-TDA1", Place: "94", Limit: 500}
	shown, err := o.Programmes.Beneficiaries(ctx, officer, q)
	if err != nil {
		t.Fatal(err)
	}
	write, err := o.Programmes.Invitations(ctx, officer, q)
	if err != nil {
		t.Fatal(err)
	}
	rows := officetest.Cells(t, officetest.Workbook(t, write), "Danh sách mời")
	if len(rows) != 2+shown.Eligible || shown.Eligible == 0 {
		t.Errorf("%d rows of %d who are eligible", len(rows), shown.Eligible)
	}
	last := ""
	for _, row := range rows[2:] {
		if p := row[6]; p != "" && p < last {
			t.Fatalf("priority %s after %s", p, last)
		} else if p != "" {
			last = p
		}
		for _, c := range row {
			if len(c) == 12 && strings.Trim(c, "0123456789") == "" {
				t.Fatalf("a citizen number: %q", row)
			}
		}
	}
	if _, err := o.Programmes.Invitations(ctx, officetest.SignIn(t, o, "lanhdao"),
		q); errs.KindOf(err) != errs.Forbidden || err == nil {
		t.Errorf("a leader exports: %v", err)
	}
}

// TestCorrectInFullCourse: the one that is corrected gives its place to the one that stands for it.
func TestCorrectInFullCourse(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	course := officetest.DemoActivity(o)
	course.Place = "94" // for the whole province
	act, err := o.Activities.SaveActivity(ctx, officer, course)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []programme.ActivityState{programme.Approved, programme.Running} {
		if err := o.Activities.MoveActivity(ctx, officer, act.ID, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	id, _, m := officetest.AHousehold(t, o, officer, poverty.NearPoor, 3)
	in := supports.SupportInput{Support: programme.Support{Kind: "vocational_course", Household: id, Member: m,
		Day: o.Office.Day(), Quantity: 1, Source: "central_recurrent", Activity: act.ID, Content: "lớp thử",
		Details: map[string]string{"trade": "May"}}}
	v, err := o.Supports.RecordSupport(ctx, officer, in)
	if err != nil {
		t.Fatal(err)
	}
	in.Replaces, in.Details = v.ID, map[string]string{"trade": "May công nghiệp"}
	if _, err := o.Supports.RecordSupport(ctx, officer, in); err != nil {
		t.Errorf("a correction in a full course: %v", err)
	}
	if s, err := o.Activities.Activity(ctx, officer, act.ID); err != nil || s.Taken != 1 {
		t.Errorf("%d places are taken: %v", s.Taken, err)
	}
}

// TestPasteStrangeColumn: a slip in a header loses nothing: the rows come back and say which column nobody knows.
func TestPasteStrangeColumn(t *testing.T) {
	o := officetest.Demo(t, 3358)
	officer := officetest.SignIn(t, o, "canbo.so")
	_, code, _ := officetest.AHousehold(t, o, officer, poverty.NearPoor, 0)
	text := "STT\tLoại hỗ trợ\tMã hộ\tNgày hỗ trợ\tSố tền\tNguồn vốn\tlý do trả lại\n1\tNhà tiêu hợp vệ sinh\t" + code +
		"\t16/12/2024\t8.000.000\tlocal\tcũ"
	res, err := o.Supports.SaveSupports(context.Background(), officer, text)
	if err != nil || res.Saved != 0 || len(res.Faults) == 0 {
		t.Fatalf("%+v %v", res, err)
	}
	if f := res.Faults[0]; f.Column != "Số tền" || !strings.Contains(f.Text.VI, "Số tền") {
		t.Errorf("%+v", f)
	}
	if !strings.Contains(res.Left, "8.000.000") || strings.Count(res.Left, "lý do trả lại") != 1 ||
		strings.Contains(res.Left, "cũ\t") {
		t.Errorf("what came back: %q", res.Left)
	}
	var b bytes.Buffer
	if err := o.Supports.RejectedSupports(officer, res.Left, &b); err != nil {
		t.Fatal(err)
	}
	again, err := o.Supports.SupportsFromBook(bytes.NewReader(b.Bytes()), "tra-lai.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	fixed := strings.Replace(again, "Số tền", "Số tiền", 1)
	if res, err := o.Supports.SaveSupports(context.Background(), officer, fixed); err != nil || res.Saved != 1 {
		t.Errorf("corrected: %+v %v", res, err)
	}
}

// TestAdoptOnlyWhatWasSeen: a proposal that is not the one that was looked at is not adopted.
func TestAdoptOnlyWhatWasSeen(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	in := exits.ExitInput{Place: "94", Budget: 20_000_000, ListLimit: 10}
	p, err := o.Exits.ProposeExit(ctx, officer, in)
	if err != nil || p.Solution.Lifted == 0 || !p.Sample {
		t.Fatalf("%+v %v", p, err)
	}
	seen := exits.ExitSum{Lifted: p.Solution.Lifted, Cost: p.Solution.Cost}
	in.Seen = household.Just(exits.ExitSum{Lifted: seen.Lifted + 1, Cost: seen.Cost})
	if _, _, err := o.Exits.AdoptExit(ctx, officer, in, "xã",
		date.Must(2025, 11, 30)); errs.KindOf(err) != errs.Conflict || err == nil {
		t.Errorf("another proposal: %v", err)
	}
	in.Seen = household.Just(seen)
	n, _, err := o.Exits.AdoptExit(ctx, officer, in, "xã", date.Must(2025, 11, 30))
	if err != nil || n != seen.Lifted {
		t.Errorf("%d adopted of %d: %v", n, seen.Lifted, err)
	}
	plans, err := o.Exits.ExitsOf(ctx, officer, "94")
	if err != nil || len(plans) != n || plans[0].Plan.Lead != "xã" {
		t.Errorf("%d plans: %v", len(plans), err)
	}
}

// TestSupportsOfACommune: what a commune's list is found by its households is what is left of the whole list.
func TestSupportsOfACommune(t *testing.T) {
	o := officetest.Demo(t, 2000)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	all, err := o.Supports.Supports(ctx, officer, supports.SupportQuery{Place: "94", Limit: 500})
	if err != nil || all.Count == 0 || all.Count > 500 {
		t.Fatalf("%d supports %v", all.Count, err)
	}
	byCommune, sum := map[string][]int64{}, 0
	for _, s := range all.Items {
		byCommune[string(s.Now)] = append(byCommune[string(s.Now)], s.ID)
	}
	for commune, want := range byCommune {
		got, err := o.Supports.Supports(ctx, officer, supports.SupportQuery{Place: place.Code(commune), Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		ids := make([]int64, len(got.Items))
		for i := range got.Items {
			ids[i] = got.Items[i].ID
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", commune, ids, want)
		}
		sum += got.Count
	}
	if sum != all.Count {
		t.Errorf("%d in the communes, %d in the province", sum, all.Count)
	}
}
