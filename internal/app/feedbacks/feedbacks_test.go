package feedbacks_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/feedback"
	"giamngheo/internal/officetest"
	"giamngheo/internal/review"
	rows "giamngheo/internal/store/feedbacks"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// sent is what somebody sends about the small office's commune.
func sent(kind feedback.Kind, above bool) feedbacks.Sent {
	return feedbacks.Sent{Kind: kind, Place: officetest.ThanhPhu, Above: above, Text: "Nhà tôi chưa được khảo sát.",
		Contact: "0900 000 000", Key: strings.Repeat("k", 20) + string(kind) + fmt.Sprint(above)}
}

// TestWay: a question is received, taken on, answered and objected to; then the unit above has it. The sender reads the
// answer by the code alone; nothing of it is on the record but that it was.
func TestWay(t *testing.T) {
	s := officetest.Small(t)
	officer := s.As("canbo.xa")
	seq := s.Seq()
	receipt, err := s.Feedbacks.Receive(ctx, "192.0.2.1", sent(feedback.Question, false))
	if err != nil || receipt.Unit.Code != officetest.ThanhPhu || receipt.Due <= s.Now() {
		t.Fatalf("%+v %v", receipt, err)
	}
	again, err := s.Feedbacks.Receive(ctx, "192.0.2.1", sent(feedback.Question, false))
	if err != nil || again.Code != receipt.Code {
		t.Errorf("the same form is another: %+v %v", again, err)
	}
	own, _, err := s.Feedbacks.Waits(ctx, officer)
	if err != nil || len(own) != 1 {
		t.Fatalf("%d wait for the officer: %v", len(own), err)
	}
	id := own[0].ID
	officetest.Refused(t, s.Feedbacks.Take(ctx, officer, id, 1, feedback.Answer, "ừ", ""), errs.Invalid, "ít nhất")
	if err := s.Feedbacks.Take(ctx, officer, id, 1, feedback.Assign, "", ""); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Feedbacks.Take(ctx, s.As("chutich.xa"), id, 1, feedback.Answer, "Xã sẽ khảo sát.", ""),
		errs.Conflict, "người khác sửa")
	if err := s.Feedbacks.Take(ctx, officer, id, 2, feedback.Answer, "Xã sẽ khảo sát trong tuần.", ""); err != nil {
		t.Fatal(err)
	}
	status, err := s.Feedbacks.Follow(ctx, "192.0.2.2", strings.ToLower(receipt.Code))
	if err != nil || status.State != feedback.Answered || status.Events[2].Text != "Xã sẽ khảo sát trong tuần." ||
		status.Events[2].Who != "" {
		t.Fatalf("%+v %v", status, err)
	}
	if err := s.Feedbacks.Object(ctx, "192.0.2.2", receipt.Code, "Đã hai tuần chưa ai đến."); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Feedbacks.Object(ctx, "192.0.2.2", receipt.Code, "Đã hai tuần chưa ai đến."), errs.Conflict, "Đã tiếp nhận")
	_, err = s.Feedbacks.Show(ctx, officer, id)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	if v, err := s.Feedbacks.Show(ctx, s.As("canbo.huyen"), id); err != nil || v.Contact != "0900 000 000" || !v.MayAnswer {
		t.Errorf("the district reads %+v %v", v, err)
	}
	for _, e := range s.Deeds(seq) {
		if text := fmt.Sprintf("%+v", e); strings.Contains(text, "khảo sát") || strings.Contains(text, "0900") ||
			strings.Contains(text, "192.0.2") {
			t.Errorf("the record has what was written: %s", text)
		}
	}
}

// TestAbove: what is sent to the level above the commune does not see, like what is nowhere; another commune sees nothing.
func TestAbove(t *testing.T) {
	s := officetest.Small(t)
	if _, err := s.Feedbacks.Receive(ctx, "192.0.2.1", sent(feedback.Wrong, true)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"canbo.xa", "chutich.xa", "canbo.ngocdong", "huyen.longphu"} {
		for _, id := range []int64{1, 987654} {
			_, err := s.Feedbacks.Show(ctx, s.As(name), id)
			officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
			officetest.Refused(t, s.Feedbacks.Take(ctx, s.As(name), id, 1, feedback.Assign, "", ""), errs.NotFound, "không tìm thấy")
		}
	}
	officetest.Refused(t, s.Feedbacks.Take(ctx, s.As("thanhtra"), 1, 1, feedback.Assign, "", ""), errs.Forbidden, "không có quyền")
	if err := s.Feedbacks.Take(ctx, s.As("canbo.huyen"), 1, 1, feedback.Send, "Xã trả lời giúp huyện.", officetest.ThanhPhu); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Feedbacks.Show(ctx, s.As("canbo.xa"), 1); err != nil || v.Whose.Code != officetest.ThanhPhu {
		t.Errorf("%+v %v", v, err)
	}
}

// TestLate: what is not answered in time is told to the unit above, until it is answered.
func TestLate(t *testing.T) {
	s := officetest.Small(t)
	receipt, err := s.Feedbacks.Receive(ctx, "192.0.2.1", sent(feedback.Question, false))
	if err != nil {
		t.Fatal(err)
	}
	late := func() int {
		t.Helper()
		_, late, err := s.Feedbacks.Waits(ctx, s.As("canbo.huyen"))
		if err != nil {
			t.Fatal(err)
		}
		return len(late)
	}
	s.Set(receipt.Due)
	if n := late(); n != 0 {
		t.Errorf("%d are late on the last day", n)
	}
	s.Set(receipt.Due.AddDays(1))
	if n := late(); n != 1 {
		t.Errorf("%d are late the day after", n)
	}
	if err := s.Feedbacks.Take(ctx, s.As("canbo.xa"), 1, 1, feedback.Answer, "Xã đã đến khảo sát.", ""); err != nil {
		t.Fatal(err)
	}
	if n := late(); n != 0 {
		t.Errorf("%d are late after the answer", n)
	}
}

// TestFlood: of one address only a few get through, others still do; codes are tried a few times only, and a wrong one
// tells nothing.
func TestFlood(t *testing.T) {
	s := officetest.Small(t)
	taken := 0
	for i := range 20 {
		in := sent(feedback.Question, false)
		in.Key += fmt.Sprint(i)
		_, err := s.Feedbacks.Receive(ctx, "2001:db8::"+fmt.Sprint(i+1), in) // one household's addresses
		switch {
		case err == nil:
			taken++
		case errs.KindOf(err) != errs.TooMany:
			t.Fatal(err)
		}
	}
	if taken == 0 || taken > 6 {
		t.Errorf("%d of 20 from one place get through", taken)
	}
	if _, err := s.Feedbacks.Receive(ctx, "192.0.2.9", sent(feedback.Complaint, false)); err != nil {
		t.Errorf("another address: %v", err)
	}
	said := map[errs.Kind]int{}
	for i := range 40 {
		_, err := s.Feedbacks.Follow(ctx, "192.0.2.1", fmt.Sprintf("2345-6789-ABC%c", 'A'+i%8))
		said[errs.KindOf(err)]++
	}
	if said[errs.NotFound] == 0 || said[errs.NotFound] > 12 || said[errs.NotFound]+said[errs.TooMany] != 40 {
		t.Errorf("40 codes from one address: %v", said)
	}
	for text, in := range map[string]feedbacks.Sent{"chọn câu hỏi": {Kind: "x"}, "chọn xã": {Kind: feedback.Question, Place: "99999"},
		"từ 10": {Kind: feedback.Question, Place: officetest.ThanhPhu, Text: "ngắn"}} {
		_, err := s.Feedbacks.Receive(ctx, "192.0.2.7", in)
		officetest.Refused(t, err, errs.Invalid, text)
	}
}

// TestJoin: a complaint joins the complaints on a list that is posted, once; from then on the list has it.
func TestJoin(t *testing.T) {
	s := officetest.Small(t)
	s.Drive().To(review.Posting)
	officer := s.As("canbo.xa")
	post := review.Event{Step: review.Post, Day: s.Now(), Place: "Nhà sinh hoạt ấp; trụ sở UBND xã"}
	if err := s.Reviews.TakeStep(ctx, officer, s.List("Ấp Một"), post); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Feedbacks.Receive(ctx, "192.0.2.1", sent(feedback.Complaint, false)); err != nil {
		t.Fatal(err)
	}
	v, err := s.Feedbacks.Show(ctx, officer, 1)
	if err != nil {
		t.Fatal(err)
	}
	list := s.List("Ấp Một")
	officetest.Refused(t, s.Feedbacks.JoinList(ctx, officer, 1, v.Version, 987654, "H-01", ""), errs.Invalid, "một lần")
	if err := s.Feedbacks.JoinList(ctx, officer, 1, v.Version, list, "H-01", ""); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Feedbacks.JoinList(ctx, officer, 1, v.Version+1, list, "H-01", ""), errs.Invalid, "một lần")
	f, err := rows.Find(ctx, s.Office.Reader(), "94", 1)
	if err != nil || f.List != list {
		t.Errorf("%+v %v", f, err)
	}
	on, err := s.Reviews.ReviewList(ctx, officer, list)
	if err != nil || on.List.OpenComplaints() != 1 {
		t.Errorf("the list has %d complaints: %v", on.List.OpenComplaints(), err)
	}
}
