package people_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/people"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/roster"
	accountrows "giamngheo/internal/store/accounts"
)

// list is a list as a form carries it, its rows counted from 2.
func list(rows ...string) string {
	text := "#\tHọ và tên\tMã đơn vị\tVai trò\tTừ ngày\tĐến ngày\tSố ĐT\tTên đăng nhập"
	for i, r := range rows {
		text += fmt.Sprintf("\n%d\t%s", i+2, r)
	}
	return text
}

// signIn signs somebody in with a password.
func signIn(s *officetest.SmallOffice, username, password string) (token, stage string, err error) {
	return s.Accounts.SignIn(context.Background(), accounts.SignInInput{Username: username, Password: password,
		From: "10.0.0.7"})
}

// named is an account by its username.
func named(t *testing.T, s *officetest.SmallOffice, username string) *accountrows.Account {
	t.Helper()
	acc, err := accountrows.FindByName(context.Background(), s.Store, username)
	if err != nil {
		t.Fatal(username, err)
	}
	return acc
}

// TestManyRights: who manages accounts acts on many of them, and nobody else looks at what would become of them.
func TestManyRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	const admins = `may: quantri quantri2
		forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
		chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
		duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen`
	choice := people.Choice{Act: people.End, IDs: []int64{s.As("dieutra2").Account}, Day: s.Now()}
	sent := list("Lê Văn Thử\t31708\tCán bộ xã")
	for name, do := range map[string]func(*office.Ask) error{
		"finds":      func(a *office.Ask) error { _, err := s.People.Find(ctx, a, people.Wanted{}); return err },
		"looks":      func(a *office.Ask) error { _, err := s.People.LookList(ctx, a, sent); return err },
		"takes":      func(a *office.Ask) error { _, err := s.People.TakeList(ctx, a, sent, "x"); return err },
		"looks back": func(a *office.Ask) error { return s.People.Rejected(ctx, a, sent, &bytes.Buffer{}) },
		"template":   func(a *office.Ask) error { return s.People.Template(a, &bytes.Buffer{}) },
		"looks at an act": func(a *office.Ask) error {
			_, err := s.People.Look(ctx, a, choice)
			return err
		},
		"acts": func(a *office.Ask) error {
			_, err := s.People.Do(ctx, a, people.Choice{Act: people.End})
			return err
		},
		"letters": func(a *office.Ask) error {
			_, err := s.People.Letters(ctx, a, nil, nil)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, admins, do) })
	}
}

// TestPeople: what becomes of a row beside the accounts that there are, and why it is refused; every row is counted once.
func TestPeople(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	const officer, chair = "canbo.ngocdong (tài khoản mẫu)", "chutich.ngocdong (tài khoản mẫu)"
	if err := s.Accounts.SetDisabled(ctx, s.As("quantri"), s.As("kehoach").Account, true); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		rows []string // the last is looked at
		want roster.Verdict
		says string
	}{
		{"somebody new", []string{"Lê Văn Thử\t31708\tCán bộ xã"}, roster.New, "thulv.thanhphu"},
		{"somebody new with a username", []string{"Lê Văn Thử\t31708\tCán bộ xã\t\t\t\tthu.le"}, roster.New, "thu.le"},
		{"two of one name with usernames", []string{"Lê Văn Thử\t31708\tCán bộ xã\t\t\t\tthu.1",
			"Lê Văn Thử\t31708\tCán bộ xã\t\t\t\tthu.2"}, roster.New, "thu.2"},
		{"of one name at two units", []string{"Lê Văn Thử\t31708\tCán bộ xã", "Lê Văn Thử\t31711\tCán bộ xã"}, roster.New,
			"thulv.ngocdong"},
		{"a made username that the list gives to somebody below", []string{"Lê Văn Thử\t31708\tCán bộ xã\t\t\t\tthulv.ngocdong",
			"Lê Vân Thu\t31711\tCán bộ xã"}, roster.New, "thulv.ngocdong2"},
		{"the same already", []string{officer + "\t31711\tCán bộ xã"}, roster.Same, "canbo.ngocdong"},
		{"another role", []string{officer + "\t31711\tCán bộ xã; điều tra viên"}, roster.Changed, "thêm vai trò: Điều tra viên – Xã Ngọc Đông"},
		{"an end", []string{officer + "\t31711\tCán bộ xã\t\t31/12/2025"}, roster.Changed, "Cán bộ xã: giữ đến hết 31/12/2025"},
		{"a telephone", []string{officer + "\t31711\tCán bộ xã\t\t\t912345678"}, roster.Changed, "điện thoại: 0912345678"},
		{"moves by the username", []string{officer + "\t31669\tCán bộ xã\t\t\t\tcanbo.ngocdong"}, roster.Changed,
			"thêm vai trò: Cán bộ xã – Xã Long Phú"},
		{"a name without its marks, of a username", []string{"canbo.ngocdong (tai khoan mau)\t31711\tCán bộ xã\t\t\t\tcanbo.ngocdong"},
			roster.Same, "canbo.ngocdong"},
		{"a name with other marks, of a username", []string{"canbo.ngocdong (tài khoản mâu)\t31711\tCán bộ xã\t\t\t\tcanbo.ngocdong"},
			roster.Changed, "họ tên:"},
		{"a name in capitals", []string{"CANBO.NGOCDONG (TÀI KHOẢN MẪU)\t31711\tCán bộ xã"}, roster.Same, "canbo.ngocdong"},
		{"of one name and telephone at two units", []string{"Lê Văn Thử\t31708\tCán bộ xã\t\t\t0912345678",
			"Lê Văn Thử\t31711\tCán bộ xã\t\t\t+84 912 345 678"}, roster.Refused, "vai trò ở đơn vị khác thì ghi vào danh sách thứ hai"},
		{"no role but what parts roles", []string{"Lê Văn Thử\t31708\t; ;"}, roster.Refused, "không ghi vai trò"},
		{"letters that nobody sees", []string{"Lê\x00 Văn\u202e Thử\t31708\tCán bộ xã"}, roster.New, "thulv.thanhphu"},
		{"a name without its marks", []string{"canbo.ngocdong (tai khoan mau)\t31711\tCán bộ xã"}, roster.Refused,
			"đã có tài khoản “canbo.ngocdong” ở đó"},
		{"another person's username", []string{"Lê Văn Thử\t31708\tCán bộ xã\t\t\t\tcanbo.xa"}, roster.Refused,
			"tên đăng nhập “canbo.xa” là của người khác"},
		{"no username", []string{"Lê Văn Thử\t31708\tCán bộ xã\t\t\t\tThử"}, roster.Refused, "tên đăng nhập gồm 3–40 ký tự"},
		{"the same person twice", []string{"Lê Văn Thử\t31708\tCán bộ xã", "lê văn thử\t31708\tĐiều tra viên"}, roster.Refused,
			"cùng người với dòng 2"},
		{"an account twice", []string{officer + "\t31711\tCán bộ xã", officer + "\t31669\tCán bộ xã\t\t\t\tcanbo.ngocdong"}, roster.Refused,
			"cùng người với dòng 2"},
		{"a username twice", []string{"Lê Văn Thử\t31708\tCán bộ xã\t\t\t\tthu.le", "Lê Văn Hai\t31708\tCán bộ xã\t\t\t\tThu.Le"},
			roster.Refused, "tên đăng nhập “thu.le” đã có ở dòng 2"},
		{"who decides surveys", []string{"Lê Văn Thử\t31708\tChủ tịch UBND xã; điều tra viên"}, roster.Refused, "Không ai được vừa là"},
		{"who decides shall survey", []string{chair + "\t31711\tĐiều tra viên"}, roster.Refused, "Không ai được vừa là"},
		{"an administrator sees no data", []string{"Lê Văn Thử\t94\tQuản trị; lãnh đạo"}, roster.Refused, "quản trị tài khoản không được"},
		{"a role of another level", []string{"Lê Văn Thử\t94\tCán bộ xã"}, roster.Refused, "không giữ được ở cấp của"},
		{"another first day", []string{officer + "\t31711\tCán bộ xã\t01/02/2023"}, roster.Refused, "đã giữ từ 01/01/2023"},
		{"disabled", []string{"kehoach (tài khoản mẫu)\t94\tKế hoạch"}, roster.Refused, "tài khoản “kehoach” đang khóa"},
		{"oneself", []string{"quantri (tài khoản mẫu)\t94\tQuản trị\t\t31/12/2030"}, roster.Refused, "không ai tự thay đổi quyền"},
		{"oneself, unchanged", []string{"quantri (tài khoản mẫu)\t94\tQuản trị"}, roster.Same, "quantri"},
		{"what cannot be read", []string{"Lê Văn Thử\t31708\tVua"}, roster.Refused, "không có vai trò “Vua”"},
	} {
		t.Run(c.what, func(t *testing.T) {
			p, err := s.People.LookList(ctx, s.As("quantri"), list(c.rows...))
			if err != nil {
				t.Fatal(err)
			}
			counted := 0
			for _, v := range roster.Verdicts() {
				counted += p.Count(v)
			}
			last := p.Rows[len(p.Rows)-1]
			said := last.Username + " " + errs.Join("; ", append(slices.Clone(last.Faults), last.Changes...)).VI
			if last.Verdict != c.want || !strings.Contains(strings.ToLower(said), strings.ToLower(c.says)) ||
				counted != len(c.rows) || last.Row != len(c.rows)+1 {
				t.Errorf("row %d is %s: %q; %d rows counted", last.Row, last.Verdict, said, counted)
			}
		})
	}
	for text, says := range map[string]string{list(): "danh sách không có dòng nào", "x": "mất danh sách"} {
		_, err := s.People.LookList(ctx, s.As("quantri"), text)
		officetest.Refused(t, err, errs.Invalid, says)
	}
}

// TestTakeList: what was looked at is written, all of it, each account with its entry; what is another by then is not;
// nobody signs in before the letters, and with those of before not after others.
func TestTakeList(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	sent := list("Lê Văn Thử\t31708\tCán bộ xã\t\t31/12/2026\t0912345678", "Trần Thị Thử\t31711\tChủ tịch xã",
		"canbo.ngocdong (tài khoản mẫu)\t31711\tCán bộ xã; điều tra viên", "canbo.longphu (tài khoản mẫu)\t31669\tCán bộ xã",
		"Ai\t31708\tVua")
	look := func() *people.List {
		p, err := s.People.LookList(ctx, s.As("quantri"), sent)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	before := look()
	if err := s.Accounts.AddRole(ctx, s.As("quantri2"), s.As("canbo.ngocdong").Account,
		access.Grant{Role: access.Enumerator, Place: officetest.NgocDong, From: s.Office.Day()}); err != nil {
		t.Fatal(err)
	}
	since, heard := s.Seq(), s.Hears(office.TopicAccount)
	now, err := s.People.TakeList(ctx, s.As("quantri"), sent, before.Sign)
	officetest.Refused(t, err, errs.Conflict, "tài khoản đã thay đổi từ lúc xem trước danh sách")
	if now == nil || now.Count(roster.Same) != 2 || len(s.Deeds(since)) != 0 {
		t.Fatalf("%+v, on the record are %d", now, len(s.Deeds(since)))
	}
	if _, err = s.People.TakeList(ctx, s.As("quantri"), sent, now.Sign); err != nil {
		t.Fatal(err)
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		deeds = append(deeds, e.Action+" "+e.Detail.Note["username"]+e.Detail.Note["rows"])
	}
	if want := []string{"account.create thulv.thanhphu", "account.create thutt.ngocdong", "account.import 5"}; !slices.Equal(deeds, want) ||
		heard.Times != 1 {
		t.Errorf("on the record are %q, heard %d times", deeds, heard.Times)
	}
	one := named(t, s, "thulv.thanhphu")
	if one.Phone != "0912345678" || one.Grants[0].To != date.Must(2026, 12, 31) || one.Grants[0].From != s.Office.Day() {
		t.Errorf("%+v", one)
	}
	if p := look(); p.Count(roster.Same) != 4 || p.Count(roster.Refused) != 1 {
		t.Errorf("looked at again it is %+v", p.Rows)
	}
	_, err = s.People.TakeList(ctx, s.As("quantri"), sent, look().Sign)
	officetest.Refused(t, err, errs.Invalid, "không có gì để ghi")
	_, _, err = signIn(s, "thulv.thanhphu", "")
	officetest.Refused(t, err, errs.Invalid, "tên đăng nhập hoặc mật khẩu không đúng")

	waiting, err := s.People.Waiting(ctx, s.As("quantri"))
	if err != nil || len(waiting) != 2 {
		t.Fatal(waiting, err)
	}
	gone, stop := context.WithCancel(ctx) // who goes away in the midst has changed nothing
	since = s.Seq()
	some := append(slices.Clone(waiting), s.As("canbo.xa").Account, s.As("canbo.xa2").Account, s.As("dieutra").Account)
	_, err = s.People.Letters(gone, s.As("quantri"), some, func(_, _ int64) { stop() })
	reset := func(e audit.Entry) bool { return e.Action == "account.reset" }
	if err == nil || slices.ContainsFunc(s.Deeds(since), reset) {
		t.Errorf("letters of who went away: %v, on the record are %+v", err, s.Deeds(since))
	}
	first, err := s.People.Letters(ctx, s.As("quantri"), waiting, nil)
	if err != nil {
		t.Fatal(err)
	}
	told := int64(0)
	again, err := s.People.Letters(ctx, s.As("quantri"), waiting[:1], func(done, total int64) { told = done * 10 / total })
	if err != nil || len(again) != 1 || told != 10 {
		t.Fatal(again, told, err)
	}
	if _, _, err := signIn(s, "thulv.thanhphu", first[0].Password); err == nil {
		t.Error("a letter of before still opens")
	}
	for _, l := range []people.Letter{again[0], first[1]} {
		if _, stage, err := signIn(s, l.Account.Username, l.Password); err != nil || stage != office.StageChange {
			t.Error(l.Account.Username, stage, err)
		}
	}
	stale := s.As("quantri")
	s.Set(s.Now().AddDays(4)) // the rest of the password's time is over too
	_, err = s.People.Letters(ctx, stale, waiting, nil)
	officetest.Refused(t, err, errs.Forbidden, "việc này cần đăng nhập lại")
	_, _, err = signIn(s, "thutt.ngocdong", first[1].Password)
	officetest.Refused(t, err, errs.Forbidden, "mật khẩu tạm này chỉ dùng được đến")
}

// TestActs: roles of many end and are given back as they were, accounts move; against whom something stands is told, and
// then nothing is done with anybody.
func TestActs(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin := s.As("quantri")
	id := func(name string) int64 { return s.As(name).Account }
	officer, chair, planner := id("canbo.ngocdong"), id("chutich.ngocdong"), id("kehoach")
	do := func(c people.Choice) (int, error) { return s.People.Do(ctx, admin, c) }
	since := s.Seq()
	today, last := s.Office.Day(), s.Office.Day().AddDays(30)

	_, err := do(people.Choice{Act: people.End, IDs: []int64{officer, admin.Account}})
	officetest.Refused(t, err, errs.Conflict, "không ai tự thay đổi quyền của chính mình")
	_, err = do(people.Choice{Act: people.Move, IDs: []int64{officer, planner}, To: officetest.LongPhu})
	officetest.Refused(t, err, errs.Conflict, "không giữ được ở cấp của")
	for _, c := range []struct {
		people.Choice
		kind errs.Kind
		says string
	}{
		{people.Choice{Act: people.End, IDs: []int64{officer, 1 << 40}}, errs.NotFound, "không"},
		{people.Choice{Act: people.End}, errs.Invalid, "chưa chọn tài khoản nào"},
		{people.Choice{Act: "x", IDs: []int64{officer}}, errs.Invalid, "chọn việc cần làm"},
		{people.Choice{Act: people.Reset, IDs: []int64{officer}}, errs.Invalid, "chọn việc cần làm"},
		{people.Choice{Act: people.End, IDs: []int64{officer}, Day: today.AddDays(-2)}, errs.Invalid, "sớm nhất là hôm qua"},
		{people.Choice{Act: people.Move, IDs: []int64{officer}, To: "99999"}, errs.Invalid, "chọn đơn vị chuyển đến"},
		{people.Choice{Act: people.Restore, IDs: []int64{officer}}, errs.Conflict, "chưa ai cho thôi vai trò"},
		{people.Choice{Act: people.Move, IDs: []int64{officer}, To: officetest.NgocDong}, errs.Conflict, "không có vai trò ở nơi khác"},
		{people.Choice{Act: people.End, IDs: many(2001)}, errs.Invalid, "mỗi lần tối đa 2000"},
	} {
		_, err := do(c.Choice)
		officetest.Refused(t, err, c.kind, c.says)
	}
	if deeds := s.Deeds(since); len(deeds) != 0 {
		t.Fatalf("what was refused is on the record: %+v", deeds)
	}

	if n, err := do(people.Choice{Act: people.End, IDs: []int64{officer, chair, officer}, Day: last}); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	if g := named(t, s, "canbo.ngocdong").Grants[0]; g.To != last {
		t.Errorf("%+v", g)
	}
	if _, err := do(people.Choice{Act: people.End, IDs: []int64{officer}}); err != nil { // at once
		t.Fatal(err)
	}
	if s.Office.May(s.As("canbo.ngocdong"), access.EditHouseholds) {
		t.Error("a role that was ended at once still acts")
	}
	if n, err := do(people.Choice{Act: people.Restore, IDs: []int64{officer, chair}}); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	for _, name := range []string{"canbo.ngocdong", "chutich.ngocdong"} {
		if g := named(t, s, name).Grants[0]; !g.To.IsZero() {
			t.Errorf("%s: %+v", name, g)
		}
	}
	if n, err := do(people.Choice{Act: people.Move, IDs: []int64{officer}, To: officetest.LongPhu, Day: last}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	was, is := named(t, s, "canbo.ngocdong").Grants[0], named(t, s, "canbo.ngocdong").Grants[1]
	if was.To != last.AddDays(-1) || is.Place != officetest.LongPhu || is.From != last || is.Role != access.CommuneOfficer {
		t.Errorf("%+v %+v", was, is)
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		deeds = append(deeds, e.Action+" "+e.Detail.Note["username"])
	}
	if want := []string{"account.end canbo.ngocdong", "account.end chutich.ngocdong", "account.end canbo.ngocdong",
		"account.restore canbo.ngocdong", "account.restore chutich.ngocdong", "account.move canbo.ngocdong"}; !slices.Equal(deeds, want) {
		slices.Sort(deeds)
		t.Errorf("on the record are %q", deeds)
	}
}

// TestHeldAlready: a role that is held there already is given back, or moved, for its other days only.
func TestHeldAlready(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin, today := s.As("quantri"), s.Office.Day()
	back, moved := s.As("canbo.ngocdong").Account, s.As("canbo.longphu").Account
	if _, err := s.People.Do(ctx, admin, people.Choice{Act: people.End, IDs: []int64{back}}); err != nil {
		t.Fatal(err)
	}
	for _, g := range []struct {
		id   int64
		last date.Date
	}{{back, 0}, {moved, today.AddDays(5)}} {
		if err := s.Accounts.AddRole(ctx, admin, g.id, access.Grant{Role: access.CommuneOfficer, Place: officetest.NgocDong,
			From: today, To: g.last}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.People.Do(ctx, admin, people.Choice{Act: people.Restore, IDs: []int64{back}})
	officetest.Refused(t, err, errs.Conflict, "đã được giao lại rồi")
	if _, err := s.People.Do(ctx, admin, people.Choice{Act: people.Move, IDs: []int64{moved}, To: officetest.NgocDong}); err != nil {
		t.Fatal(err)
	}
	grants := named(t, s, "canbo.longphu").Grants
	if want := (access.Grant{Role: access.CommuneOfficer, Place: officetest.NgocDong, From: today.AddDays(6)}); len(grants) != 3 ||
		grants[0].To != today.AddDays(-1) || grants[2] != want {
		t.Errorf("%+v", grants)
	}
}

func many(n int64) (out []int64) {
	for i := range n {
		out = append(out, i+1)
	}
	return out
}

// TestFind: accounts are found by what they are called, hold and are.
func TestFind(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	if _, err := s.People.Do(ctx, s.As("quantri"), people.Choice{Act: people.End, IDs: []int64{s.As("kehoach2").Account}}); err != nil {
		t.Fatal(err)
	}
	all := len(officetest.SmallPeople)
	sent := list("chutich.xa (tài khoản mẫu)\t31708\tChủ tịch xã\t\t\t0912345678") // with a 2, as canbo.so2 has
	p, err := s.People.LookList(ctx, s.As("quantri"), sent)
	if err == nil {
		_, err = s.People.TakeList(ctx, s.As("quantri"), sent, p.Sign)
	}
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		people.Wanted
		want int
	}{
		"all": {people.Wanted{}, all}, "by name": {people.Wanted{Text: "TAI KHOAN"}, all},
		"by username":   {people.Wanted{Text: "canbo.so2"}, 1},
		"by telephone":  {people.Wanted{Text: "+84 912-345"}, 1},
		"by no name":    {people.Wanted{Text: "---"}, 0},
		"by role":       {people.Wanted{Role: access.CommuneChair}, 2},
		"at a unit":     {people.Wanted{Unit: officetest.NgocDong}, 3},
		"in a district": {people.Wanted{Unit: "946"}, 3},
		"both":          {people.Wanted{Unit: "94", Role: access.Planner}, 1},
		"no role":       {people.Wanted{State: people.NoRole}, 1},
		"active":        {people.Wanted{State: people.Active}, all - 1},
		"disabled":      {people.Wanted{State: people.Disabled}, 0},
		"waiting":       {people.Wanted{State: people.NoPassword}, 0},
		"nobody":        {people.Wanted{Text: "không có ai"}, 0},
	} {
		found, err := s.People.Find(ctx, s.As("quantri"), c.Wanted)
		if err != nil || len(found) != c.want {
			t.Errorf("%s: %d, not %d: %v", what, len(found), c.want, err)
		}
	}
}

// TestWorkbooks: the template is read as an empty list and its example as people; what is refused comes back with why,
// and goes in again.
func TestWorkbooks(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin := s.As("quantri")
	var b bytes.Buffer
	if err := s.People.Template(admin, &b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	lists, err := f.GetDataValidations("tai khoan")
	units, err2 := f.GetRows("don vi")
	if err != nil || err2 != nil || len(lists) != 2 || len(units) != 121 {
		t.Errorf("%d lists, %d units: %v %v", len(lists), len(units), err, err2)
	}
	text, err := s.People.ReadList(admin, bytes.NewReader(b.Bytes()), "mau.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.People.LookList(ctx, admin, text)
	officetest.Refused(t, err, errs.Invalid, "danh sách không có dòng nào")
	if err := f.DeleteSheet("tai khoan"); err != nil {
		t.Fatal(err)
	}
	if text, err = readBook(s, admin, f); err != nil {
		t.Fatal(err)
	}
	p, err := s.People.LookList(ctx, admin, text)
	if err != nil || p.Count(roster.New) != 4 {
		t.Errorf("%+v %v", p, err)
	}
	b.Reset()
	if err := s.People.Rejected(ctx, admin, list("Lê Văn Thử\t31708\tVua", "Lê An\t31708\tCán bộ xã"), &b); err != nil {
		t.Fatal(err)
	}
	if f, err = excelize.OpenReader(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("tra lai")
	if err != nil || len(rows) != 2 || rows[1][0] != "Lê Văn Thử" || !strings.Contains(rows[1][7], "không có vai trò “Vua”") {
		t.Fatalf("%q %v", rows, err)
	}
	if err := f.SetCellValue("tra lai", "C2", "Cán bộ xã"); err != nil {
		t.Fatal(err)
	}
	if text, err = readBook(s, admin, f); err != nil {
		t.Fatal(err)
	}
	if p, err = s.People.LookList(ctx, admin, text); err != nil || p.Count(roster.New) != 1 || p.Unread != nil {
		t.Errorf("%+v %v", p, err)
	}
}

func readBook(s *officetest.SmallOffice, a *office.Ask, f *excelize.File) (string, error) {
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return "", err
	}
	return s.People.ReadList(a, &b, "x.xlsx")
}
