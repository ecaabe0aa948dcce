package register_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/hamlets"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// TestRights: who does what with H-01, a household of Thạnh Phú.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	v := s.Version("H-01")
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"shows": {func(a *office.Ask) error { _, err := s.Register.Show(ctx, a, v.ID, 0); return err },
			`may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
				ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
				forbidden: quantri quantri2`},
		"history": {func(a *office.Ask) error { _, err := s.Register.History(ctx, a, v.ID); return err },
			`may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
				ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
				forbidden: quantri quantri2`},
		"saves": {func(a *office.Ask) error {
			_, err := s.Register.Save(ctx, a, register.SaveInput{ID: v.ID, Version: 99, Household: v.Household.Clone()})
			var conflict *book.ConflictError
			if errors.As(err, &conflict) {
				return nil
			}
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2
			forbidden: chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
			duyet.huyen lanhdao thanhtra thanhtra.huyen quantri quantri2`},
		"deletes": {func(a *office.Ask) error {
			_, err := s.Register.SetState(ctx, a, v.ID, v.Version, households.Deleted, 0, "")
			return err
		}, `may: canbo.xa canbo.xa2
			forbidden: dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.xa
			ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen quantri quantri2`},
		"splits": {func(a *office.Ask) error {
			_, err := s.Register.Split(ctx, a, register.SplitInput{ID: v.ID, Version: v.Version})
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2
			forbidden: chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
			duyet.huyen lanhdao thanhtra thanhtra.huyen quantri quantri2`},
		"reveals": {func(a *office.Ask) error { _, err := s.Register.Reveal(ctx, a, v.ID, ""); return err },
			`may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 thanhtra thanhtra.huyen
				forbidden: dieutra dieutra2 chutich.xa kehoach kehoach2 ketoan.xa ketoan.so duyet duyet.huyen lanhdao
				quantri quantri2`},
		"decides on duplicates": {func(a *office.Ask) error { _, err := s.Duplicates.List(ctx, a); return err },
			`may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu canbo.huyen huyen.longphu canbo.so canbo.so2
				forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong kehoach kehoach2 ketoan.xa
				ketoan.so duyet duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
		"lists Thạnh Phú": {func(a *office.Ask) error {
			_, err := s.Register.List(ctx, a, register.ListInput{Place: officetest.ThanhPhu})
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
			forbidden: quantri quantri2`},
		"exports": {func(a *office.Ask) error { _, err := s.Register.IDs(ctx, a, register.ListInput{}); return err },
			`may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu canbo.huyen huyen.longphu canbo.so canbo.so2
				kehoach kehoach2 thanhtra thanhtra.huyen
				forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong ketoan.xa ketoan.so duyet
				duyet.huyen lanhdao lanhdao.huyen quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestFaults: what is wrong with a household stands beside its field, all at once, and nothing is saved.
func TestFaults(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since := s.Seq()
	for name, c := range map[string]struct {
		change func(*household.Household)
		column string
		says   string
	}{
		"no commune":       {func(h *household.Household) { h.Commune = "" }, "commune_code", "chọn"},
		"another's":        {func(h *household.Household) { h.Commune = "39999" }, "", ""},
		"no name":          {func(h *household.Household) { h.Members[0].Name = " " }, "full_name", "tên"},
		"no member":        {func(h *household.Household) { h.Members = nil }, "household_code", "chưa có"},
		"two heads":        {func(h *household.Household) { h.Members[1].Relationship = household.Head }, "relationship", "hai"},
		"no head":          {func(h *household.Household) { h.Members[0].Relationship = household.Spouse }, "relationship", "chủ hộ"},
		"born tomorrow":    {func(h *household.Household) { h.Members[1].Birth = household.BornOn(s.Now().AddDays(1)) }, "birth_date", "sau"},
		"a short number":   {func(h *household.Household) { h.Members[0].CitizenID = "097" }, "citizen_id", "12"},
		"a woman's number": {func(h *household.Household) { h.Members[0].CitizenID = "097166000099" }, "citizen_id", "giới"},
		"a long hamlet":    {func(h *household.Household) { h.Hamlet = strings.Repeat("ấ", 301) }, "hamlet", "300"},
	} {
		t.Run(name, func(t *testing.T) {
			h := officetest.SmallHousehold(31, poverty.Poor)
			h.Commune, h.Hamlet = officetest.ThanhPhu, "Ấp Một"
			c.change(h)
			_, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{Household: h})
			if c.column == "" {
				officetest.Refused(t, err, errs.NotFound, "không được xem")
				return
			}
			var faults book.Faults
			if !errors.As(err, &faults) || len(faults) == 0 || faults[0].Column != c.column ||
				!strings.Contains(faults[0].Text.VI, c.says) {
				t.Errorf("%v: %+v", err, faults)
			}
		})
	}
	for name, from := range map[string]date.Date{"tomorrow": s.Now().AddDays(1), "1899": date.Must(1899, 1, 1)} {
		h := officetest.SmallHousehold(31, poverty.Poor)
		h.Commune = officetest.ThanhPhu
		_, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{Household: h, From: from})
		var faults book.Faults
		if !errors.As(err, &faults) || faults[len(faults)-1].Column != "valid_from" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d := s.Deeds(since); len(d) != 0 || s.Book.Size() != 30 {
		t.Errorf("%d deeds, %d households", len(d), s.Book.Size())
	}
}

// TestSaves: a new household takes the next code, is classed, is on the record and is heard of; saved again unchanged
// it is nothing; over a newer version it is a conflict that shows both.
func TestSaves(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, since, heard := s.As("canbo.xa"), s.Seq(), s.Hears(office.TopicHousehold)
	h := officetest.SmallHousehold(31, poverty.Poor)
	h.Code, h.Commune, h.Hamlet = "", officetest.ThanhPhu, "  Ấp   Một "
	v, err := s.Register.Save(ctx, officer, register.SaveInput{Household: h})
	if err != nil || v.Class != poverty.Poor || v.Household.Code == "" || v.Household.Hamlet != "Ấp Một" ||
		v.Household.Area != place.Rural {
		t.Fatalf("%+v %v", v, err)
	}
	better := v.Household.Clone()
	better.IncomePerHead = household.Just(household.Dong(6_000_000))
	again, err := s.Register.Save(ctx, officer, register.SaveInput{ID: v.ID, Version: 1, Household: better})
	if err != nil || again.Version != 2 || again.Class != poverty.None {
		t.Fatalf("%+v %v", again, err)
	}
	same, err := s.Register.Save(ctx, officer, register.SaveInput{ID: v.ID, Version: 2, Household: better})
	if err != nil || same.Version != 2 {
		t.Errorf("unchanged: %+v %v", same, err)
	}
	var conflict *book.ConflictError
	_, err = s.Register.Save(ctx, officer, register.SaveInput{ID: v.ID, Version: 1, Household: &v.Household})
	if !errors.As(err, &conflict) || conflict.Theirs.Version != 2 || conflict.Base.Version != 1 {
		t.Errorf("over a newer one: %v %+v", err, conflict)
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		if e.Action != "household.view" {
			deeds = append(deeds, e.Action)
		}
	}
	if strings.Join(deeds, " ") != "household.create household.edit" || heard.Times != 2 || heard.IDs[0] != v.ID {
		t.Errorf("on the record are %q, heard %+v", deeds, heard)
	}
	history, err := s.Register.History(ctx, officer, v.ID)
	if err != nil || len(history) != 2 || len(history[0].Changes) != 1 || history[0].Changes[0].Column != "income_per_head" {
		t.Errorf("%+v %v", history, err)
	}
	before, err := s.Register.Show(ctx, s.As("canbo.so"), s.ID("H-23"), date.Must(2024, 9, 1))
	if err != nil || before.Class != poverty.None || before.Version.Version != 1 {
		t.Errorf("H-23 before September's review: %v", err)
	}
}

// TestStates: a household is closed, deleted and brought back, each with a reason and by whom it is allowed.
func TestStates(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	set := func(a *office.Ask, state households.State, from date.Date, reason string) error {
		v := s.Version("H-09")
		_, err := s.Register.SetState(ctx, a, v.ID, v.Version, state, from, reason)
		return err
	}
	officetest.Refused(t, set(officer, households.Closed, 0, "đi"), errs.Invalid, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao")
	officetest.Refused(t, set(officer, households.Closed, s.Now().AddDays(1), "chuyển đi nơi khác"), errs.Invalid, "ngày phải từ 14/12/2023 đến hôm nay")
	officetest.Refused(t, set(officer, households.Closed, date.Must(2023, 1, 1), "chuyển đi nơi khác"), errs.Invalid, "ngày phải từ 14/12/2023 đến hôm nay")
	officetest.Refused(t, set(s.As("dieutra"), households.Deleted, 0, "nhập trùng hộ"), errs.Forbidden, "tài khoản của bạn không có quyền làm việc này; nếu cần, đề")
	if err := set(officer, households.Closed, 0, "chuyển đi nơi khác"); err != nil {
		t.Fatal(err)
	}
	v := s.Version("H-09")
	_, err := s.Register.Save(ctx, officer, register.SaveInput{ID: v.ID, Version: v.Version, Household: &v.Household})
	officetest.Refused(t, err, errs.Conflict, "hộ này không còn trong sổ; mở lại hộ trước khi sửa")
	l, err := s.Register.List(ctx, officer, register.ListInput{Query: snapshot.Query{Limit: 100}})
	if err != nil || l.Total != 15 {
		t.Errorf("%d households are listed: %v", l.Total, err)
	}
	for _, state := range []households.State{households.Active, households.Deleted, households.Active} {
		if err := set(officer, state, 0, "nhập nhầm, sửa lại"); err != nil {
			t.Fatal(state, err)
		}
	}
	if v := s.Version("H-09"); v.State != households.Active || v.Version != 5 {
		t.Errorf("%+v", v)
	}
}

// TestSplitAndMerge: a child leaves to live alone and comes back; nobody is lost on the way.
func TestSplitAndMerge(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, was, since := s.As("canbo.xa"), s.Version("H-01"), s.Seq()
	split := func(change func(*register.SplitInput)) (*households.Version, error) {
		in := register.SplitInput{ID: was.ID, Version: was.Version, Members: []int{2}, Head: 2, Code: "H-41",
			Relations: register.Relations{2: household.Child}, Confirmed: []string{"2/birth_date/head/"},
			Reason: "con ra ở riêng"}
		change(&in)
		return s.Register.Split(ctx, officer, in)
	}
	for name, c := range map[string]struct {
		change func(*register.SplitInput)
		says   string
	}{
		"nobody":         {func(in *register.SplitInput) { in.Members = nil }, "chọn ít nhất một thành viên tách ra"},
		"everybody":      {func(in *register.SplitInput) { in.Members = []int{1, 2} }, "phải có người ở lại: cả hộ chuyển đi thì sửa ở phiếu của hộ"},
		"a strange head": {func(in *register.SplitInput) { in.Head = 1 }, "chọn chủ hộ của hộ mới trong số người tách ra"},
		"no reason":      {func(in *register.SplitInput) { in.Reason = "" }, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao"},
		"a taken code":   {func(in *register.SplitInput) { in.Code = "H-02" }, "H-02"},
		"the head leaves, nobody heads": {func(in *register.SplitInput) { in.Members, in.Head = []int{1}, 1 },
			"chủ hộ tách ra: chọn chủ hộ trong số người ở lại"},
		"tomorrow": {func(in *register.SplitInput) { in.From = s.Now().AddDays(1) }, "ngày phải từ 14/12/2023 đến hôm nay"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := split(c.change)
			officetest.Refused(t, err, errs.Invalid, c.says)
		})
	}
	left, err := split(func(*register.SplitInput) {})
	if err != nil || len(left.Household.Members) != 1 || left.Household.Head().Name != "Mẫu Thị Con An" {
		t.Fatalf("%+v %v", left, err)
	}
	var asked []string // the child who leaves is the second in the household that is split
	for _, e := range s.Deeds(since) {
		if e.Action == "household.confirm" {
			asked = append(asked, e.Subject+": "+e.Detail.Note["asked"])
		}
	}
	if want := office.IDText(was.ID) + ": thành viên 2"; len(asked) != 1 || !strings.HasPrefix(asked[0], want) {
		t.Errorf("asked were %q, not %q", asked, want)
	}
	stayed := s.Version("H-01")
	if len(stayed.Household.Members) != 1 || s.Book.Size() != 31 {
		t.Errorf("%+v", stayed.Household.Members)
	}
	merge := register.MergeInput{Into: stayed.ID, IntoVersion: stayed.Version, From: stayed.ID, FromVersion: stayed.Version,
		Reason: "gộp lại"}
	_, err = s.Register.Merge(ctx, officer, merge)
	officetest.Refused(t, err, errs.Invalid, "chọn hai hộ khác nhau")
	merge.From, merge.FromVersion = s.ID("H-17"), 1
	_, err = s.Register.Merge(ctx, officer, merge)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	merge.From, merge.FromVersion, merge.Reason = left.ID, left.Version, "về ở chung"
	_, err = s.Register.Merge(ctx, officer, merge)
	officetest.Refused(t, err, errs.Invalid, "Mẫu Thị Con An là gì của chủ hộ này?")
	merge.Relations = register.Relations{1: household.Child}
	v, err := s.Register.Merge(ctx, officer, merge)
	if err != nil || len(v.Household.Members) != 2 || s.Version("H-41").State != households.Closed {
		t.Errorf("%+v %v", v, err)
	}
}

// TestReveal: numbers are opened for a reason, which is on the record before they are shown.
func TestReveal(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since := s.Seq()
	_, err := s.Register.Reveal(ctx, s.As("canbo.xa"), s.ID("H-01"), "xem")
	officetest.Refused(t, err, errs.Invalid, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao")
	v, err := s.Register.Reveal(ctx, s.As("canbo.xa"), s.ID("H-01"), "đối chiếu căn cước")
	if err != nil || v.Household.Members[0].CitizenID != "097066000001" {
		t.Errorf("%+v %v", v, err)
	}
	if d := s.Deeds(since); len(d) != 1 || d[0].Action != "household.reveal" || d[0].Detail.Reason != "đối chiếu căn cước" {
		t.Errorf("%+v", d)
	}
}

// TestDuplicates: one number in two households is a pair that somebody decides who may edit both.
func TestDuplicates(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	h := s.Version("H-02").Household.Clone()
	h.Code, h.Members = "H-42", h.Members[:1]
	if _, err := s.Register.Save(ctx, officer, register.SaveInput{Household: h,
		Confirmed: []string{"1/citizen_id/number/"}}); err != nil {
		t.Fatal(err)
	}
	open, err := s.Duplicates.List(ctx, officer)
	if err != nil || len(open.Pairs) != 1 {
		t.Fatalf("%+v %v", open, err)
	}
	if far, err := s.Duplicates.List(ctx, s.As("canbo.longphu")); err != nil || len(far.Pairs) != 0 {
		t.Errorf("another commune sees %+v %v", far, err)
	}
	d := open.Pairs[0]
	_, err = s.Duplicates.One(ctx, s.As("canbo.longphu"), d.ID)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	officetest.Refused(t, s.Duplicates.Decide(ctx, officer, d.ID, true, s.ID("H-42"), ""), errs.Invalid, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao")
	if err := s.Duplicates.Decide(ctx, officer, d.ID, true, s.ID("H-42"), "nhập trùng hộ"); err != nil {
		t.Fatal(err)
	}
	if v := s.Version("H-42"); v.State != households.Closed {
		t.Errorf("%+v", v)
	}
	officetest.Refused(t, s.Duplicates.Decide(ctx, officer, d.ID, false, 0, "nghĩ lại thấy khác"), errs.Conflict, "cặp này đã có người quyết định")
}

// TestLists: lists are found by text, class, recognition and place, and tell as many as there are.
func TestLists(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		who   string
		place place.Code
		q     snapshot.Query
		want  int
	}{
		"the province":            {"canbo.so", "", snapshot.Query{}, 30},
		"a commune":               {"canbo.xa", "", snapshot.Query{}, 16},
		"a district":              {"canbo.huyen", "", snapshot.Query{}, 24},
		"poor":                    {"canbo.so", "", snapshot.Query{Classes: []poverty.Class{poverty.Poor}}, 8},
		"near-poor":               {"canbo.so", "", snapshot.Query{Classes: []poverty.Class{poverty.NearPoor}}, 9},
		"recognised as near-poor": {"canbo.so", "", snapshot.Query{Now: []poverty.Class{poverty.NearPoor}}, 9},
		"recognised there":        {"canbo.so", officetest.NgocDong, snapshot.Query{Now: []poverty.Class{poverty.NearPoor}}, 4},
		"undetermined":            {"canbo.so", "", snapshot.Query{Classes: []poverty.Class{poverty.Undetermined}}, 1},
		"of a hamlet":             {"canbo.xa", "", snapshot.Query{Hamlet: "Ấp Hai"}, 6},
		"without diacritics":      {"canbo.so", "", snapshot.Query{Text: "mau thi nga"}, 1},
		"a number is not listed":  {"canbo.so", "", snapshot.Query{Text: "097066000001"}, 0},
		"Khmer heads or children": {"canbo.so", "", snapshot.Query{Member: snapshot.MemberQuery{Ethnicity: household.Khmer}}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			c.q.Limit = 3
			l, err := s.Register.List(ctx, s.As(c.who), register.ListInput{Place: c.place, Query: c.q})
			if err != nil || l.Total != c.want || len(l.Items) != min(3, c.want) {
				t.Errorf("%d of %d: %v", len(l.Items), l.Total, err)
			}
		})
	}
	if _, err := s.Hamlets.Rename(ctx, s.As("canbo.xa"), hamlets.Change{Commune: officetest.ThanhPhu, Name: "Ấp Một",
		To: "Ấp Mới", Source: "NQ 5/2024 (MẪU)"}); err != nil {
		t.Fatal(err)
	}
	_, err := s.Register.List(ctx, s.As("canbo.xa"), register.ListInput{Place: officetest.LongPhu})
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	for name, c := range map[string]struct {
		who  string
		unit place.Code
		on   date.Date
		want string
	}{
		"of the commune": {"canbo.xa", "", 0, "Ấp Hai Ấp Mới"}, "of a past day": {"canbo.xa", "", date.Must(2024, 3, 1), "Ấp Hai Ấp Một"},
		"of a place":      {"canbo.so", officetest.ThanhPhu, 0, "Ấp Hai Ấp Mới"},
		"of the province": {"canbo.so", "", 0, ""}, "before there was any": {"canbo.xa", "", date.Must(2023, 1, 1), ""},
	} {
		if h, err := s.Register.Hamlets(ctx, s.As(c.who), c.unit, c.on); err != nil || strings.Join(h, " ") != c.want {
			t.Errorf("hamlets %s: %q %v", name, h, err)
		}
	}
	_, err = s.Register.Hamlets(ctx, s.As("canbo.xa"), officetest.LongPhu, 0)
	officetest.Refused(t, err, errs.NotFound, "không được xem")
	if c := s.Register.EditableCommunes(s.As("canbo.xa")); len(c) != 1 || c[0].Code != officetest.ThanhPhu {
		t.Errorf("%+v", c)
	}
	if c := s.Register.EditableCommunes(s.As("lanhdao")); len(c) != 0 {
		t.Errorf("%+v", c)
	}
}

// TestAsItWas: the list of the day of the answers is of that day, also when that is the day whose ages decide the
// classes shown now: who is closed or answers otherwise later was there, and as he was.
func TestAsItWas(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, on := s.As("canbo.xa"), s.Book.View().On
	if on.IsZero() || on >= s.Now() {
		t.Fatalf("the answers are of %v, today is %v", on, s.Now())
	}
	names := func() (out []string) {
		l, err := s.Register.List(ctx, officer, register.ListInput{On: on, Query: snapshot.Query{Limit: 100}})
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range l.Items {
			out = append(out, fmt.Sprint(it.Code, it.Head, it.Size, it.Class, it.State))
		}
		return out
	}
	was := names()
	v := s.Version("H-09")
	if _, err := s.Register.SetState(ctx, officer, v.ID, v.Version, households.Closed, 0, "chuyển đi nơi khác"); err != nil {
		t.Fatal(err)
	}
	v = s.Version("H-02")
	v.Household.Members = v.Household.Members[:1]
	if _, err := s.Register.Save(ctx, officer, register.SaveInput{ID: v.ID, Version: v.Version,
		Household: &v.Household, From: s.Now()}); err != nil {
		t.Fatal(err)
	}
	if now := names(); len(was) != 16 || !slices.Equal(was, now) {
		t.Errorf("on %v there were\n%s\nand are now\n%s", on, was, now)
	}
}

// TestNumbering: new codes are the commune's code and the next number, each once.
func TestNumbering(t *testing.T) {
	s := officetest.Small(t)
	n := s.Register.Numbering()
	for _, c := range []struct {
		commune place.Code
		want    household.ID
	}{{officetest.ThanhPhu, "31708-000001"}, {officetest.ThanhPhu, "31708-000002"}, {officetest.NgocDong, "31711-000001"}} {
		if got := n.Next(c.commune); got != c.want {
			t.Errorf("%s, not %s", got, c.want)
		}
	}
	if again := s.Register.Numbering().Next(officetest.ThanhPhu); again != "31708-000001" {
		t.Errorf("what nobody saved is gone: %s", again)
	}
}

// TestNumberedAtOnce: whoever saves at once under the next free code has one of his own, and nobody is told that a code
// which he did not give is taken.
func TestNumberedAtOnce(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	var all sync.WaitGroup
	var mu sync.Mutex
	codes := map[household.ID]bool{}
	for i := range 12 {
		all.Go(func() {
			officer := s.As("canbo.xa")
			for n := range 4 {
				h := officetest.SmallHousehold(31, poverty.Poor)
				h.Code, h.Commune, h.Hamlet = "", officetest.ThanhPhu, "Ấp Một"
				for m := range h.Members {
					h.Members[m].Name, h.Members[m].CitizenID = fmt.Sprintf("Lâm %c%c", 'A'+i, 'A'+n), ""
				}
				v, err := s.Register.Save(ctx, officer, register.SaveInput{Household: h})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				codes[v.Household.Code] = true
				mu.Unlock()
			}
			was := s.Version(household.ID(fmt.Sprintf("H-%02d", i+1))) // and so has who splits a household
			v, err := s.Register.Split(ctx, officer, register.SplitInput{ID: was.ID, Version: was.Version,
				Members: []int{2}, Head: 2, Confirmed: []string{"2/birth_date/head/"}, Reason: "con ra ở riêng"})
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			codes[v.Household.Code] = true
			mu.Unlock()
		})
	}
	if all.Wait(); len(codes) != 60 {
		t.Errorf("%d codes of 60 households", len(codes))
	}
}
