package telldemo

import (
	"context"

	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/feedback"
)

// asked is what a synthetic resident sends, and what is answered; "" nothing yet.
type asked struct {
	feedbacks.Sent
	by, answer string
}

// ask sends what residents might, and answers some of it.
func (f *filler) ask(ctx context.Context) error {
	for i, one := range []asked{
		{feedbacks.Sent{Kind: feedback.Question, Place: f.Home, Text: "Gia đình tôi mới có người ốm nặng, muốn xin xét hộ nghèo thì nộp giấy ở đâu?" + made},
			"canbo.xa", "Ông/bà nộp giấy đề nghị rà soát tại Ủy ban nhân dân xã hoặc nhờ trưởng ấp chuyển; xã sẽ đến khảo sát." + made},
		{feedbacks.Sent{Kind: feedback.Complaint, Place: f.Home, Text: "Tôi không đồng ý với kết quả khảo sát nhà tôi, đề nghị phúc tra." + made,
			Contact: "gặp tại nhà, ấp (giả lập)"}, "canbo.xa", ""},
		{feedbacks.Sent{Kind: feedback.Wrong, Place: f.Home, Above: true, Text: "Có hộ nhận hỗ trợ nhưng không đúng đối tượng, đề nghị kiểm tra." + made},
			"canbo.huyen", ""},
	} {
		if err := f.askOne(ctx, i, one); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) askOne(ctx context.Context, i int, one asked) error {
	if _, err := f.Feedbacks.Receive(ctx, "demo", one.Sent); err != nil || one.answer == "" {
		return err
	}
	by, err := f.As(ctx, one.by)
	if err != nil {
		return err
	}
	return f.Feedbacks.Take(ctx, by, int64(i+1), 1, feedback.Answer, one.answer, "")
}
