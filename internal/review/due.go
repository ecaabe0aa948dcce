package review

import (
	"fmt"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Todo is what a list waits for now: what is to be done, until when, and what stands in the way.
type Todo struct {
	What    errs.Text
	Due     date.Date // zero: none of its own
	Late    bool
	Blocked errs.Text // empty: it can be done now
}

// decideText is what waits for the chairman.
var decideText = errs.Text{VI: "Chủ tịch UBND xã ký quyết định", EN: "The chairman's decision"}

// ForChairman reports whether a list at a stage waits for the chairman on a day: for his decision, and also at the district's
// opinion once there is no district to give it.
func (p *Procedure) ForChairman(c *Campaign, at Stage, on date.Date) bool {
	return at == Deciding || at == Opinion && !p.HasOpinion(c, on)
}

// Todo says what is to be done next on a day.
func (l *List) Todo(p *Procedure, on date.Date) Todo {
	latest := p.Latest(l.Campaign)
	t := Todo{}
	switch l.Stage {
	case Listing:
		t = Todo{What: errs.Text{VI: "Lập danh sách hộ cần rà soát rồi chốt", EN: "Put households on the list, then close it"}, Due: latest.Meeting}
	case Surveying:
		missing, undetermined := l.Unsettled()
		t = Todo{What: errs.Text{VI: fmt.Sprintf("Khảo sát: còn %d trên %d hộ", missing+undetermined, len(l.Items)), EN: fmt.Sprintf("Survey: %d of %d households left", missing+undetermined, len(l.Items))}, Due: latest.Meeting}
		switch {
		case undetermined > 0:
			t.Blocked = errs.Text{VI: fmt.Sprintf("%d hộ chưa xác định: còn thiếu câu trả lời", undetermined), EN: fmt.Sprintf("%d households undetermined: answers are missing", undetermined)}
		case missing == 0:
			t.What = errs.Text{VI: "Đã khảo sát đủ: chốt khảo sát để họp dân", EN: "All are surveyed: close the survey for the meeting"}
		}
	case Meeting:
		t = Todo{What: errs.Text{VI: fmt.Sprintf("Họp dân về %d hộ, lập 2 biên bản", len(l.ToVote())), EN: fmt.Sprintf("Hold the meeting on %d households, two sets of minutes", len(l.ToVote()))}, Due: latest.Meeting}
	case Posting:
		t = l.postingTodo(latest)
	case Opinion:
		if !p.HasOpinion(l.Campaign, on) { // the districts ended before this one answered
			t = Todo{What: decideText, Due: latest.Decision}
			break
		}
		t = Todo{What: errs.Text{VI: "Gửi kết quả xin ý kiến cấp huyện", EN: "Send the result to the district"}, Due: latest.Opinion}
		if !l.Sent.IsZero() {
			t = Todo{What: errs.Text{VI: "Chờ ý kiến cấp huyện", EN: "The district's opinion"}, Due: l.OpinionDue}
		}
	case Deciding:
		t = Todo{What: decideText, Due: latest.Decision}
	case Certifying:
		n := 0
		for _, it := range l.Items {
			if (it.NeedsCertificate() || it.NeedsRefusal()) && it.Paper == "" {
				n++
			}
		}
		t = Todo{What: errs.Text{VI: fmt.Sprintf("Cấp giấy chứng nhận, văn bản từ chối: còn %d", n), EN: fmt.Sprintf("Certificates and refusals: %d left", n)}}
	case Finished:
		t = Todo{What: errs.Text{VI: "Đã xong", EN: "Finished"}}
	}
	t.Late = !t.Due.IsZero() && on > t.Due
	return t
}

func (l *List) postingTodo(latest Latest) Todo {
	for i := range l.Complaints {
		if c := &l.Complaints[i]; c.Done.IsZero() {
			return Todo{What: errs.Text{VI: fmt.Sprintf("Phúc tra: còn %d khiếu nại", l.OpenComplaints()), EN: fmt.Sprintf("Re-check: %d complaints", l.OpenComplaints())}, Due: c.Due}
		}
	}
	switch pub := l.Posted(); {
	case pub == nil:
		return Todo{What: errs.Text{VI: "Niêm yết kết quả", EN: "Post the result"}, Due: latest.Posting}
	case l.NeedsPosting():
		return Todo{What: errs.Text{VI: "Niêm yết lại sau phúc tra", EN: "Post again after the re-check"}, Due: latest.Posting}
	default:
		return Todo{What: errs.Text{VI: "Niêm yết đến hết ngày " + pub.Ends.Vietnamese() + ", rồi kết thúc niêm yết", EN: "Posted to the end of " + pub.Ends.String() + ", then close the posting"}, Due: latest.next()}
	}
}
