package places_test

import (
	"context"
	"slices"
	"testing"

	"giamngheo/internal/app/places"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
)

// merger is Ngọc Đông and Thạnh Phú become one, with a code that no unit has.
func merger(s *officetest.SmallOffice) places.PlaceChangeInput {
	return places.PlaceChangeInput{On: s.Now(), Basis: "NQ 1/2024 (MẪU)",
		Text: "mã cũ; mã mới; loại; tên\n31708; 39999; Xã; Mẫu Hợp Nhất\n31711\t39999\tXã\tMẫu Hợp Nhất\n"}
}

// TestRights: who proposes that units change, who decides, who looks.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"proposes": {func(a *office.Ask) error {
			_, err := s.Places.ProposePlaces(ctx, a, places.PlaceChangeInput{})
			return err
		}, `may: kehoach kehoach2
			forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 ketoan.xa ketoan.so duyet duyet.huyen
			lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
		"decides": {func(a *office.Ask) error { return s.Places.DecidePlaces(ctx, a, 99, true, "") }, `may:
			forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu ketoan.xa ketoan.so duyet duyet.huyen lanhdao lanhdao.huyen
			thanhtra thanhtra.huyen quantri quantri2`},
		"looks": {func(a *office.Ask) error { _, err := s.Places.PlaceChanges(ctx, a); return err },
			`may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
				chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
				duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2
				forbidden:`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestRefused: a merger that cannot be is refused with what to mend.
func TestRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		change func(*places.PlaceChangeInput)
		says   string
	}{
		"no day":        {func(in *places.PlaceChangeInput) { in.On = 0 }, "ghi ngày có hiệu lực"},
		"no basis":      {func(in *places.PlaceChangeInput) { in.Basis = " " }, "ghi số, ngày văn bản quyết định sáp nhập"},
		"no lines":      {func(in *places.PlaceChangeInput) { in.Text = "\n \n" }, "chưa có dòng nào: dán các dòng “mã cũ; mã mới; loại; tên"},
		"three columns": {func(in *places.PlaceChangeInput) { in.Text = "31708;39999;Xã" }, "dòng 1 cần 4 cột: mã cũ; mã mới; loại; tên mới"},
		"no such unit":  {func(in *places.PlaceChangeInput) { in.Text = "39998;39999;Xã;Mẫu" }, "mã cũ “39998” không phải xã có vào ngày trước sáp nhập"},
		"a code that is taken": {func(in *places.PlaceChangeInput) {
			in.Text = "31708;31669;Xã;Mẫu\n31711;31669;Xã;Mẫu"
		}, "mã mới “31669” đang là của Xã Long Phú"},
		"another province": {func(in *places.PlaceChangeInput) { in.Text = "00001;39999;Xã;Mẫu" }, "xã “00001” không thuộc tỉnh này"},
	} {
		t.Run(name, func(t *testing.T) {
			in := merger(s)
			c.change(&in)
			_, err := s.Places.ProposePlaces(ctx, s.As("kehoach"), in)
			officetest.Refused(t, err, errs.Invalid, c.says)
		})
	}
}

// TestMerger: a merger is previewed with its sums, proposed by one and approved by another; households, with their
// classes, and the lists of the running review are then in the new unit, and everything adds up as before.
func TestMerger(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	planner, since, heard := s.As("kehoach"), s.Seq(), s.Hears(office.TopicPlace)
	p, err := s.Places.ProposePlaces(ctx, planner, merger(s))
	if err != nil || len(p.Mergers) != 1 || p.Households != 24 {
		t.Fatalf("%+v %v", p, err)
	}
	want := places.PlaceSum{Code: "39999", Name: "Xã Mẫu Hợp Nhất", Households: 24, People: 48, Poor: 7, NearPoor: 8}
	if m := p.Mergers[0]; m.After != want || len(m.Before) != 2 || m.Before[0].Poor != 5 || m.Before[1].NearPoor != 4 {
		t.Errorf("%+v", m)
	}
	if all, err := s.Places.PlaceChanges(ctx, planner); err != nil || len(all) != 0 {
		t.Errorf("a preview records %+v %v", all, err)
	}
	in := merger(s)
	in.Confirm = true
	if _, err := s.Places.ProposePlaces(ctx, planner, in); err != nil {
		t.Fatal(err)
	}
	all, err := s.Places.PlaceChanges(ctx, planner)
	if err != nil || len(all) != 1 || !all[0].Mine || len(all[0].Mergers) != 1 {
		t.Fatalf("%+v %v", all, err)
	}
	id := all[0].ID
	officetest.Refused(t, s.Places.DecidePlaces(ctx, planner, id, true, ""), errs.Forbidden, "không ai được tự duyệt việc mình đã nhập; hãy nhờ người")
	officetest.Refused(t, s.Places.DecidePlaces(ctx, s.As("canbo.so"), id, false, ""), errs.Invalid, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao")
	officetest.Refused(t, s.Places.DecidePlaces(ctx, s.As("canbo.so"), id+1, true, ""), errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	if heard.Times != 0 {
		t.Error("a proposal changes units already")
	}
	if err := s.Places.DecidePlaces(ctx, s.As("canbo.so"), id, true, ""); err != nil {
		t.Fatal(err)
	}
	if heard.Times != 1 {
		t.Errorf("heard %d times", heard.Times)
	}
	officetest.Refused(t, s.Places.DecidePlaces(ctx, s.As("canbo.so2"), id, false, "nghĩ lại thấy sai"), errs.Conflict, "việc này đã có người quyết định")
	c, err := s.Reviews.RecognisedOn(ctx, []place.Code{"39999"}, 0)
	if err != nil || c.Households != 24 || c.Poor != 7 || c.NearPoor != 8 {
		t.Errorf("the new unit has %+v %v", c, err)
	}
	if c, err = s.Reviews.RecognisedOn(ctx, []place.Code{officetest.LongPhu}, 0); err != nil || c.Households != 6 {
		t.Errorf("Long Phú has %+v %v", c, err)
	}
	for _, l := range s.Drive().Lists(s.As("canbo.so")) {
		if l.Commune != "39999" {
			t.Errorf("%s is on a list of %s", l.Hamlet, l.Commune)
		}
	}
	actions := map[string]int{}
	for _, e := range s.Deeds(since) {
		actions[e.Action]++
	}
	if actions["place.propose"] != 1 || actions["place.decide"] != 1 || actions["household.unit"] != 24 {
		t.Errorf("on the record are %v", actions)
	}
	v := s.Version("H-17")
	if v.Household.Commune != "39999" || v.Deed != "unit" {
		t.Errorf("%+v", v)
	}
	if _, different, err := s.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestApprovedIsApproved: who approves is not told of a failure where the merger is approved and what follows from it
// is not done yet: that is done with the next tending.
func TestApprovedIsApproved(t *testing.T) {
	s := officetest.Small(t)
	ctx, leave := context.WithCancel(context.Background())
	in := merger(s)
	in.Confirm = true
	if _, err := s.Places.ProposePlaces(ctx, s.As("kehoach"), in); err != nil {
		t.Fatal(err)
	}
	all, err := s.Places.PlaceChanges(ctx, s.As("canbo.so"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	s.Office.On(office.TopicPlace, func([]int64) { leave() }) // the browser is closed as soon as it is on the disk
	if err := s.Places.DecidePlaces(ctx, s.As("canbo.so"), all[0].ID, true, ""); err != nil {
		t.Error(err)
	}
	for _, want := range []place.Code{officetest.NgocDong, "39999"} {
		if got := s.Version("H-17").Household.Commune; got != want {
			t.Errorf("it is in %s, not %s", got, want)
		}
		s.Office.TendOnce(context.Background())
	}
}

// TestComingDay: a merger that is approved before its day moves nothing until the day has come, and then once.
func TestComingDay(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	in := merger(s)
	in.Confirm, in.On = true, date.Must(2024, 11, 1)
	if _, err := s.Places.ProposePlaces(ctx, s.As("kehoach"), in); err != nil {
		t.Fatal(err)
	}
	all, err := s.Places.PlaceChanges(ctx, s.As("canbo.so"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if err := s.Places.DecidePlaces(ctx, s.As("kehoach2"), all[0].ID, true, ""); err != nil {
		t.Fatal(err)
	}
	communes := func() []place.Code {
		return []place.Code{s.Version("H-01").Household.Commune, s.Version("H-17").Household.Commune,
			s.Version("H-25").Household.Commune}
	}
	if got := communes(); !slices.Equal(got, []place.Code{officetest.ThanhPhu, officetest.NgocDong, officetest.LongPhu}) {
		t.Errorf("before the day: %v", got)
	}
	s.Set(in.On)
	for _, want := range []int{24, 0} {
		since, moved := s.Seq(), 0
		if err := s.Places.ApplyMergers(ctx); err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Deeds(since) {
			if e.Action == "household.unit" {
				moved++
			}
		}
		if moved != want {
			t.Errorf("%d households were moved, not %d", moved, want)
		}
	}
	for _, code := range []household.ID{"H-01", "H-17"} {
		if v := s.Version(code); v.Version != 2 || v.Household.Commune != "39999" || v.ValidFrom != in.On {
			t.Errorf("%s: %+v", code, v)
		}
	}
}
