// Package telldemo fills the demonstration with what an office tells and is asked. All of it is synthetic and says so.
package telldemo

import (
	"context"

	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/app/notices"
	"giamngheo/internal/app/privacies"
	"giamngheo/internal/date"
	"giamngheo/internal/notice"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/notices"
)

// filler has the desks with which everything is done by the use cases, and the demonstration's people.
type filler struct {
	Office    *office.Office
	Notices   *notices.Desk
	Feedbacks *feedbacks.Desk
	Privacies *privacies.Desk
	As        As
	Home      place.Code // where the local people work
}

// As is who somebody of the demonstration is.
type As func(ctx context.Context, username string) (*office.Ask, error)

// made says of everything here that nobody meant it.
const made = " (GIẢ LẬP)"

// Fill puts it in; home is the commune in which the local people work.
func Fill(ctx context.Context, o *office.Office, n *notices.Desk, q *feedbacks.Desk, p *privacies.Desk, as As,
	home place.Code) error {
	f := &filler{o, n, q, p, as, home}
	for _, n := range f.notices() {
		if err := f.tell(ctx, n); err != nil {
			return err
		}
	}
	if err := f.asked(ctx); err != nil {
		return err
	}
	return f.ask(ctx)
}

// asked is what somebody asks about personal data, and a breach.
func (f *filler) asked(ctx context.Context) error {
	officer, err := f.As(ctx, "canbo.xa")
	if err != nil {
		return err
	}
	guard, err := f.As(ctx, "canbo.so")
	if err != nil {
		return err
	}
	return f.Privacies.Sample(ctx, officer, guard)
}

// told is a notice with how far it comes, and by whom.
type told struct {
	writer, publisher string
	to                notice.State
	reason            string
	rows.Notice
}

func (f *filler) notices() []told {
	day, province := f.Office.Day(), f.Office.ProvinceCode()
	of := func(where place.Code, to notice.Audience, from, until date.Date, pinned bool,
		texts map[string]notice.Text) rows.Notice {
		return rows.Notice{Notice: notice.Notice{Audience: to, Place: where, From: from, To: until,
			Pinned: pinned, Texts: texts}}
	}
	vi := func(title, body string) map[string]notice.Text {
		return map[string]notice.Text{"vi": {Title: title + made, Body: body}}
	}
	review := vi("Hộ có khó khăn có thể đề nghị rà soát hằng tháng", "# Ai có thể đề nghị\nHộ gia đình gặp khó khăn đột xuất trong năm "+
		"có thể gửi giấy đề nghị rà soát hộ nghèo, hộ cận nghèo đến Ủy ban nhân dân xã.\n\n# Gửi ở đâu\n- Trực tiếp tại trụ sở Ủy ban nhân dân xã\n"+
		"- Qua trưởng ấp\n\nViệc đề nghị không mất tiền. Chưa rõ điều gì, hãy hỏi cán bộ giảm nghèo của xã.")
	review["km"] = notice.Text{Title: "គ្រួសារជួបការលំបាកអាចស្នើសុំពិនិត្យប្រចាំខែ (សាកល្បង)",
		Body: "គ្រួសារដែលជួបការលំបាកអាចដាក់ពាក្យស្នើសុំនៅគណៈកម្មាធិការប្រជាជនឃុំ ឬតាមរយៈប្រធានភូមិ។ មិនបង់ប្រាក់ទេ។"}
	return []told{
		{"canbo.so", "duyet", notice.Published, "", of(province, notice.Public, day.AddDays(-10), 0, true, review)},
		{"canbo.so", "duyet", notice.Published, "", of(province, notice.Communes, day.AddDays(-3), day.AddDays(20), false,
			vi("Hoàn thành niêm yết danh sách trước ngày họp", "Các xã kiểm tra danh sách đã niêm yết, trả lời khiếu nại đúng hạn và báo cáo vướng mắc về tỉnh."))},
		{"canbo.xa", "chutich.xa", notice.Proposed, "", of(f.Home, notice.Public, day, day.AddDays(14), false,
			vi("Họp dân về danh sách hộ nghèo", "# Thời gian, địa điểm\nMời bà con dự họp tại nhà văn hóa ấp, 19 giờ.\n\n- Nghe kết quả khảo sát\n- Nêu ý kiến về danh sách"))},
		{"canbo.so", "duyet", notice.Withdrawn, "Gửi nhầm bản cũ, đã có thông báo khác", of(province, notice.Public, day.AddDays(-20), 0, false,
			vi("Lịch tập huấn cán bộ giảm nghèo", "Tập huấn về quy trình rà soát cho cán bộ cấp xã."))},
	}
}

// tell writes a notice and takes it as far as it comes.
func (f *filler) tell(ctx context.Context, n told) error {
	writer, err := f.As(ctx, n.writer)
	if err != nil {
		return err
	}
	publisher, err := f.As(ctx, n.publisher)
	if err != nil {
		return err
	}
	id, err := f.Notices.Write(ctx, writer, n.Notice)
	if err != nil {
		return err
	}
	steps := []struct {
		by *office.Ask
		to notice.State
	}{{writer, notice.Proposed}, {publisher, notice.Published}, {publisher, notice.Withdrawn}}
	for i, s := range steps {
		if err := f.Notices.Move(ctx, s.by, id, int64(i+1), s.to, n.reason); err != nil {
			return err
		}
		if s.to == n.to {
			return nil
		}
	}
	return nil
}
