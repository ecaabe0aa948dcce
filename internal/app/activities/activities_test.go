package activities_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/activities"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/supports"
)

// course is a new course of Thạnh Phú.
func course(s *officetest.SmallOffice) supports.Activity {
	v := officetest.DemoActivity(s.Desks)
	v.ID, v.Places = 0, 3
	return v
}

// TestRights: who runs activities where, and who sees one of Thạnh Phú.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"saves": {func(a *office.Ask) error {
			v := course(s)
			v.Title = ""
			_, err := s.Activities.SaveActivity(ctx, a, v)
			return err
		}, `may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong ketoan.xa ketoan.so duyet
			duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
		"moves": {func(a *office.Ask) error {
			return s.Activities.MoveActivity(ctx, a, s.Course, programme.Cancelled, "")
		}, `may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			forbidden: dieutra dieutra2 chutich.xa ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra
			thanhtra.huyen`},
		"sees": {func(a *office.Ask) error {
			_, err := s.Activities.Activity(ctx, a, s.Course)
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
			forbidden:`},
		"attaches": {func(a *office.Ask) error {
			return s.Activities.Attach(ctx, a, s.Course, "a.pdf", strings.NewReader(""))
		}, `may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			forbidden: dieutra dieutra2 chutich.xa ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra
			thanhtra.huyen`},
		"lists those of Long Phú": {func(a *office.Ask) error {
			_, err := s.Activities.Activities(ctx, a, activities.ActivityQuery{Place: officetest.LongPhu})
			return err
		}, `may: canbo.longphu huyen.longphu canbo.so canbo.so2 kehoach kehoach2 ketoan.so duyet lanhdao
			lanhdao.huyen thanhtra
			forbidden: quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) {
			s.Rights(t, c.want, c.do)
		})
	}
}

// TestCourse: a course is made, changed and ended; each step is a deed and is heard; what cannot be is refused.
func TestCourse(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, since, heard := s.As("canbo.xa"), s.Seq(), s.Hears(office.TopicActivity)
	v, err := s.Activities.SaveActivity(ctx, officer, course(s))
	if err != nil || v.State != programme.Planned {
		t.Fatalf("%+v %v", v, err)
	}
	again := *v
	again.Title = "Lớp đan lát"
	if _, err = s.Activities.SaveActivity(ctx, officer, again); err != nil {
		t.Fatal(err)
	}
	_, err = s.Activities.SaveActivity(ctx, officer, again) // of the version before
	officetest.Refused(t, err, errs.Conflict, "vừa có người khác sửa mục này; mở lại trang rồi sửa")
	officetest.Refused(t, s.Activities.MoveActivity(ctx, officer, v.ID, programme.Done, ""), errs.Conflict, "hoạt động dự kiến không chuyển sang “đã xong” được; chỉ có")
	officetest.Refused(t, s.Activities.MoveActivity(ctx, officer, v.ID, programme.Cancelled, ""), errs.Invalid, "cần ghi lý do khi hủy hoặc mở lại hoạt động")
	if err := s.Activities.MoveActivity(ctx, officer, v.ID, programme.Cancelled, "không đủ người học"); err != nil {
		t.Error(err)
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		deeds = append(deeds, e.Action+" "+e.Subject+" "+e.Place+" "+e.Who+" "+e.Detail.Reason)
	}
	if want := []string{"activity.create 2 31708 canbo.xa ", "activity.edit 2 31708 canbo.xa ",
		"activity.state 2 31708 canbo.xa không đủ người học"}; !slices.Equal(deeds, want) {
		t.Errorf("on the record are %q", deeds)
	}
	if heard.Times != 3 {
		t.Errorf("heard %d times", heard.Times)
	}
	live, err := s.Activities.Activities(ctx, officer, activities.ActivityQuery{Live: true})
	if err != nil || len(live) != 1 || live[0].ID != s.Course {
		t.Errorf("of those that are not cancelled there are %d: %v", len(live), err)
	}
	all, err := s.Activities.Activities(ctx, s.As("canbo.huyen"), activities.ActivityQuery{})
	if err != nil || len(all) != 2 || all[0].Title != "Lớp đan lát" {
		t.Errorf("the district sees %+v %v", all, err)
	}
}

// TestRefused: an activity that cannot be is refused with what to mend.
func TestRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		change func(*supports.Activity)
		says   string
	}{
		"no title":        {func(v *supports.Activity) { v.Title = "  " }, "hoạt động chưa ghi được: thiếu tên hoạt động"},
		"no node":         {func(v *supports.Activity) { v.Node = "DA99" }, "hoạt động chưa ghi được: không có tiểu dự án “DA99”; hãy"},
		"another kind":    {func(v *supports.Activity) { v.Kind = "dance" }, "hoạt động chưa ghi được: không có loại hoạt động “dance”"},
		"ends first":      {func(v *supports.Activity) { v.To = v.From.AddDays(-1) }, "hoạt động chưa ghi được: ngày kết thúc trước ngày bắt đầu"},
		"negative places": {func(v *supports.Activity) { v.Places = -1 }, "hoạt động chưa ghi được: số lượng, số chỗ và số tiền không"},
		"unknown source":  {func(v *supports.Activity) { v.Source = "gold" }, "hoạt động chưa ghi được: không có nguồn vốn “gold”"},
	} {
		t.Run(name, func(t *testing.T) {
			v := course(s)
			c.change(&v)
			_, err := s.Activities.SaveActivity(ctx, s.As("canbo.xa"), v)
			officetest.Refused(t, err, errs.Invalid, c.says)
		})
	}
}

// TestPlaces: people who are taught take a course's places: there are no fewer than they take.
func TestPlaces(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	department := s.As("canbo.so")
	for _, code := range []string{"H-01", "H-02"} {
		in := officetest.Job(s.ID(household.ID(code)), 1, s.Now())
		in.Kind, in.Activity, in.Amount = "vocational_course", s.Course, 0
		in.Details = map[string]string{"trade": "Đan lát"}
		if _, err := s.Supports.RecordSupport(ctx, department, in); err != nil {
			t.Fatal(err)
		}
	}
	shown, err := s.Activities.Activity(ctx, s.As("canbo.xa"), s.Course)
	if err != nil || shown.Taken != 2 || shown.Supports != 2 || shown.Paid != 0 || !shown.MayEdit {
		t.Fatalf("%+v %v", shown, err)
	}
	v := shown.Activity
	v.Places = 1
	_, err = s.Activities.SaveActivity(ctx, s.As("canbo.xa"), v)
	officetest.Refused(t, err, errs.Invalid, "đã ghi 2 chỗ, không giảm số chỗ xuống dưới số đó được")
}

// TestDocuments: a document is kept sealed, opened by who sees the activity, and taken away with a reason; a file that
// is not what its name says is refused.
func TestDocuments(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, since := s.As("canbo.xa"), s.Seq()
	const pdf = "%PDF-1.4 quyết định mở lớp (mẫu)"
	for name, c := range map[string]struct{ content, says string }{
		"trống.pdf": {"", "tệp rỗng: chọn lại tệp"}, "ảnh.png": {pdf, "chỉ nhận ảnh (JPG, PNG, WEBP), PDF, Word, Excel có nội dung"}, "chạy.exe": {pdf, "chỉ nhận ảnh (JPG, PNG, WEBP), PDF, Word, Excel có nội dung"},
		"to.pdf": {pdf + strings.Repeat(" ", 8<<20), "tệp lớn hơn 8 MB: giảm cỡ ảnh hoặc tách tệp"},
	} {
		t.Run(name, func(t *testing.T) {
			officetest.Refused(t, s.Activities.Attach(ctx, officer, s.Course, name, strings.NewReader(c.content)),
				errs.Invalid, c.says)
		})
	}
	if err := s.Activities.Attach(ctx, officer, s.Course, "../../quyết định.pdf", strings.NewReader(pdf)); err != nil {
		t.Fatal(err)
	}
	shown, err := s.Activities.Activity(ctx, officer, s.Course)
	if err != nil || len(shown.Files) != 1 || shown.Files[0].Name != "quyết định.pdf" {
		t.Fatalf("%+v %v", shown.Files, err)
	}
	id := shown.Files[0].ID
	doc, err := s.Activities.Attached(ctx, s.As("lanhdao"), id)
	if err != nil || string(doc.Content) != pdf || doc.Media != "application/pdf" {
		t.Errorf("%+v %v", doc, err)
	}
	_, err = s.Activities.Attached(ctx, s.As("canbo.longphu"), id)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	officetest.Refused(t, s.Activities.Detach(ctx, s.As("lanhdao"), id, "nhầm tệp"), errs.Forbidden, "tài khoản của bạn không có quyền làm việc này; nếu cần, đề")
	officetest.Refused(t, s.Activities.Detach(ctx, officer, id, " "), errs.Invalid, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao")
	if err := s.Activities.Detach(ctx, officer, id, "nhầm tệp"); err != nil {
		t.Error(err)
	}
	_, err = s.Activities.Attached(ctx, officer, id)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	var deeds []string
	for _, e := range s.Deeds(since) {
		if e.Action != "activity.document" {
			deeds = append(deeds, e.Action+" "+e.Detail.Note["file"])
		}
	}
	if want := []string{"activity.attach quyết định.pdf", "activity.detach quyết định.pdf"}; !slices.Equal(deeds, want) {
		t.Errorf("on the record are %q", deeds)
	}
}
