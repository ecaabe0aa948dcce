// Package taskdemo fills the demonstration with tasks in different states, by the use cases. All of it is
// synthetic and says so.
package taskdemo

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/deputies"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/task"
)

// Filler has the desk with which everything is done, and the demonstration's people.
type Filler struct {
	Office *office.Office
	Tasks  *tasks.Desk
	Away   *deputies.Desk
	As     func(ctx context.Context, username string) (*office.Ask, error)
	Home   place.Code // where the local people work
}

// made says of everything here that nobody meant it.
const made = " (GIẢ LẬP)"

// taken is a step with who takes it.
type taken struct {
	by string
	task.Event
}

// Fill puts tasks and an absence in, as people do it (as), for the commune of the local people.
func Fill(ctx context.Context, o *office.Office, t *tasks.Desk, away *deputies.Desk,
	as func(ctx context.Context, username string) (*office.Ask, error), home place.Code) error {
	return (&Filler{Office: o, Tasks: t, Away: away, As: as, Home: home}).Fill(ctx)
}

// Fill puts the tasks in.
func (f *Filler) Fill(ctx context.Context) error {
	if err := f.ofPlan(ctx); err != nil {
		return err
	}
	if err := f.byHand(ctx); err != nil {
		return err
	}
	return f.away(ctx)
}

// ofPlan gives some tasks of the running year's plan to persons, where the plan has them; one stays with nobody.
func (f *Filler) ofPlan(ctx context.Context) error {
	planner, err := f.As(ctx, "kehoach")
	if err != nil {
		return err
	}
	officer, err := f.As(ctx, "canbo.so")
	if err != nil {
		return err
	}
	year := f.Office.Day().Year()
	for _, one := range []struct {
		key   string
		steps []taken
	}{
		{"carry_out", []taken{{"canbo.so", task.Event{Step: task.Note,
			Words: "Đã gửi công văn đôn đốc các huyện" + made}}}},
		{"guide_monitoring", []taken{{"canbo.so", task.Event{Step: task.Block, Waits: "Sở Tài chính" + made,
			Words: "Chờ ý kiến về biểu mẫu quyết toán" + made}}}},
		{"report_results", []taken{{"canbo.so", task.Event{Step: task.Prove, Kind: task.Page, Path: "/reports"}},
			{"canbo.so", task.Event{Step: task.Claim, Words: "Báo cáo năm đã tổng hợp" + made}}}},
	} {
		id, err := f.Tasks.Give(ctx, planner, year, one.key, task.Event{To: officer.Account})
		if errs.KindOf(err) == errs.NotFound {
			continue // the year's plan does not say so
		}
		if err != nil {
			return err
		}
		if err := f.steps(ctx, id, one.steps); err != nil {
			return err
		}
	}
	return nil
}

// byHand makes tasks of the local commune: one that runs, one that waits for it, one that is done.
func (f *Filler) byHand(ctx context.Context) error {
	day := f.Office.Day()
	first, err := f.make(ctx, "canbo.xa", "dieutra", tasks.Made{Place: f.Home, Due: day.AddDays(6),
		Text: "Rà lại phiếu khảo sát còn thiếu chữ ký của trưởng ấp" + made},
		[]taken{{"dieutra", task.Event{Step: task.Take}}})
	if err != nil {
		return err
	}
	if _, err := f.make(ctx, "chutich.xa", "canbo.xa", tasks.Made{Place: f.Home, Due: day.AddDays(14),
		Text: "Lập biên bản họp dân và gửi hồ sơ niêm yết" + made, Source: "Ý kiến chỉ đạo tại giao ban" + made},
		[]taken{{"canbo.xa", task.Event{Step: task.Block, For: first, Words: "Chưa đủ phiếu có chữ ký" + made}}}); err != nil {
		return err
	}
	_, err = f.make(ctx, "chutich.xa", "canbo.xa", tasks.Made{Place: f.Home,
		Text: "Niêm yết lịch tiếp dân tại nhà văn hóa ấp" + made},
		[]taken{{"canbo.xa", task.Event{Step: task.Prove, Kind: task.Page, Path: "/notices"}},
			{"canbo.xa", task.Event{Step: task.Claim}}, {"chutich.xa", task.Event{Step: task.Confirm}}})
	return err
}

func (f *Filler) make(ctx context.Context, by, to string, in tasks.Made, steps []taken) (int64, error) {
	maker, err := f.As(ctx, by)
	if err != nil {
		return 0, err
	}
	person, err := f.As(ctx, to)
	if err != nil {
		return 0, err
	}
	in.Assignee = person.Account
	id, err := f.Tasks.Make(ctx, maker, in)
	if err != nil {
		return 0, err
	}
	return id, f.steps(ctx, id, steps)
}

// steps takes steps of a task, each as it stands by then.
func (f *Filler) steps(ctx context.Context, id int64, steps []taken) error {
	for _, s := range steps {
		by, err := f.As(ctx, s.by)
		if err != nil {
			return err
		}
		now, err := f.Tasks.Task(ctx, by, id)
		if err != nil {
			return err
		}
		if err := f.Tasks.Step(ctx, by, id, now.Version, s.Event); err != nil {
			return err
		}
	}
	return nil
}

// away has the leader away next week, and the approver act in the leader's stead.
func (f *Filler) away(ctx context.Context) error {
	leader, err := f.As(ctx, "lanhdao")
	if err != nil {
		return err
	}
	deputy, err := f.As(ctx, "duyet")
	if err != nil {
		return err
	}
	from := f.Office.Day().AddDays(7)
	return f.Away.Name(ctx, leader, deputies.In{Deputy: deputy.Account, From: from, To: from.AddDays(4),
		Why: access.OnTrip, Paper: "Công văn cử đi công tác" + made})
}
