package programme

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Activity is what is done under a sub-project: a course, a model, an event, works.
type Activity struct {
	ID        int64
	Node      string
	Kind      string // a code of ActivityKinds
	Title     string
	Place     place.Code
	From, To  date.Date
	Lead      string // who is responsible
	Quantity  int64  // planned
	Unit      string
	Places    int64 // at most; 0: not limited
	Money     household.Dong
	Source    string
	State     ActivityState
	Revolving household.Dong // of a model: what is to come back
	Returned  household.Dong
	Note      string
}

// ActivityState is how far an activity has come.
type ActivityState uint8

// The states.
const (
	Planned ActivityState = iota + 1
	Approved
	Running
	Done
	Cancelled
)

// String returns the word of the state.
func (s ActivityState) String() string {
	return [...]string{"", "planned", "approved", "running", "done", "cancelled"}[s]
}

// Title is the state in the languages of the interface.
func (s ActivityState) Title() errs.Text {
	return [...]errs.Text{{}, {VI: "dự kiến", EN: "planned"}, {VI: "đã duyệt", EN: "approved"}, {VI: "đang thực hiện", EN: "running"},
		{VI: "đã xong", EN: "done"}, {VI: "đã hủy", EN: "cancelled"}}[s]
}

// ParseActivityState reads the word of a state.
func ParseActivityState(word string) (ActivityState, bool) {
	for s := Planned; s <= Cancelled; s++ {
		if s.String() == word {
			return s, true
		}
	}
	return 0, false
}

// Next are the states to which an activity may go from a state.
func (s ActivityState) Next() []ActivityState {
	return [...][]ActivityState{nil, {Approved, Cancelled}, {Running, Cancelled}, {Done, Cancelled}, {Running}, nil}[s]
}

// Move takes an activity to a state. Cancelling it, and opening again what was done, need a reason, which joins the note.
// Errors: a state to which it cannot go from here, a start before the first day.
func (a *Activity) Move(to ActivityState, on date.Date, reason string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case a.State < Planned || a.State > Cancelled || !slices.Contains(a.State.Next(), to):
		return cannotMove(a.State, to)
	case reason == "" && (to == Cancelled || a.State == Done):
		return errs.New(errs.Invalid, "cần ghi lý do khi hủy hoặc mở lại hoạt động", "give the reason for cancelling or reopening an activity")
	case to == Running && on < a.From:
		return errs.New(errs.Invalid, "hoạt động bắt đầu ngày "+a.From.Vietnamese()+"; hãy chờ đến ngày đó hoặc sửa ngày bắt đầu",
			"the activity begins on "+a.From.String()+"; wait for that day or change it")
	}
	a.State = to
	if reason != "" {
		a.Note = strings.TrimSpace(a.Note + "\n" + on.Vietnamese() + ": " + reason)
	}
	return nil
}

func cannotMove(from, to ActivityState) error {
	if from < Planned || from > Cancelled || to < Planned || to > Cancelled {
		return errs.New(errs.Invalid, "không có trạng thái hoạt động này; hãy chọn một trạng thái trong danh sách", "there is no such state of an activity; choose one of the list")
	}
	next := errs.Text{VI: "không còn bước nào", EN: "no further step"}
	for i, n := range from.Next() {
		title := n.Title()
		if i == 0 {
			next = errs.Text{VI: "chỉ có thể chuyển sang: " + title.VI, EN: "it can go to: " + title.EN}
		} else {
			next = errs.Text{VI: next.VI + ", " + title.VI, EN: next.EN + ", " + title.EN}
		}
	}
	return errs.New(errs.Conflict, "hoạt động "+from.Title().VI+" không chuyển sang “"+to.Title().VI+"” được; "+next.VI,
		"an activity that is "+from.Title().EN+" cannot become "+to.Title().EN+"; "+next.EN)
}

// Check refuses an activity that cannot be: an unknown node, kind or fund, days the wrong way round or outside its programme,
// amounts below zero, more coming back than was lent. The message names all that is wrong.
func (a *Activity) Check(c *Catalogue) error {
	var wrong errs.Text
	add := func(is bool, vi, en string) {
		switch {
		case !is:
		case wrong.VI == "":
			wrong = errs.Text{VI: vi, EN: en}
		default:
			wrong = errs.Text{VI: wrong.VI + "; " + vi, EN: wrong.EN + "; " + en}
		}
	}
	n := c.Node(a.Node)
	add(n == nil, "không có tiểu dự án “"+a.Node+"”; hãy chọn trong cây chương trình", "there is no sub-project “"+a.Node+"”; choose one of the programme's tree")
	if n != nil {
		p := c.Programme(n.programme)
		add(a.From < p.From || a.From > p.Last() || a.To > p.Last(),
			"thời gian phải nằm trong "+p.From.Vietnamese()+" – "+p.Last().Vietnamese()+" của chương trình", "its days must lie within "+p.From.String()+" – "+p.Last().String()+" of the programme")
		add(len(c.Children(n.programme, n.Code)) > 0, "hãy chọn tiểu dự án, không chọn cả dự án “"+n.Label.VI+"”", "choose a sub-project, not the whole of “"+n.Label.EN+"”")
	}
	add(c.ActivityKind(a.Kind) == nil, "không có loại hoạt động “"+a.Kind+"”", "there is no kind of activity “"+a.Kind+"”")
	add(strings.TrimSpace(a.Title) == "", "thiếu tên hoạt động", "the title is missing")
	add(a.From.IsZero(), "thiếu ngày bắt đầu", "the first day is missing")
	add(!a.To.IsZero() && a.To < a.From, "ngày kết thúc trước ngày bắt đầu", "the last day lies before the first")
	add(a.Quantity < 0 || a.Places < 0 || a.Money < 0 || a.Revolving < 0 || a.Returned < 0, "số lượng, số chỗ và số tiền không được âm", "quantity, places and money must not be below zero")
	add(a.Source != "" && c.Fund(a.Source) == nil, "không có nguồn vốn “"+a.Source+"”", "there is no fund “"+a.Source+"”")
	add(a.Money > 0 && a.Source == "", "có tiền thì phải ghi nguồn vốn", "money needs its fund")
	add(a.Revolving > a.Money, "phần thu hồi, luân chuyển lớn hơn kinh phí", "the revolving part is greater than the money")
	add(a.Returned > a.Revolving, "số đã thu hồi lớn hơn phần phải thu hồi", "more has come back than was to")
	add(a.State < Planned || a.State > Cancelled, "thiếu trạng thái", "the state is missing")
	if wrong.VI == "" {
		return nil
	}
	return errs.New(errs.Invalid, "hoạt động chưa ghi được: "+wrong.VI, "the activity cannot be recorded: "+wrong.EN)
}
