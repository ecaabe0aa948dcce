package programme

import (
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

func TestActivityCheck(t *testing.T) {
	c := shipped(t)
	for want, change := range map[string]func(a *Activity){
		"":                          func(*Activity) {},
		"không có tiểu dự án “DA5”": func(a *Activity) { a.Node = "DA5" },
		"hãy chọn tiểu dự án":       func(a *Activity) { a.Node = "DA4" },
		"không có loại hoạt động “x”": func(a *Activity) { a.Kind = "x" },
		"thiếu tên":                 func(a *Activity) { a.Title = " " },
		"thiếu ngày bắt đầu":        func(a *Activity) { a.From = 0 },
		"ngày kết thúc trước":       func(a *Activity) { a.To = date.Must(2024, 4, 30) },
		"phải nằm trong 18/01/2022": func(a *Activity) { a.To = date.Must(2027, 1, 1) },
		"không được âm":             func(a *Activity) { a.Places = -1 },
		"không có nguồn vốn “bank”": func(a *Activity) { a.Source = "bank" },
		"phải ghi nguồn vốn":        func(a *Activity) { a.Source = "" },
		"lớn hơn kinh phí":          func(a *Activity) { a.Revolving = 101 },
		"lớn hơn phần phải thu hồi": func(a *Activity) { a.Revolving, a.Returned = 50, 51 },
		"thiếu trạng thái":          func(a *Activity) { a.State = 0 },
	} {
		a := course(30)
		a.Money, a.Source, a.Quantity = 100, "central_recurrent", 30
		change(a)
		err := a.Check(c)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) ||
			errs.KindOf(err) != errs.Invalid) {
			t.Errorf("%q: %v", want, err)
		}
	}
	if err := (&Activity{}).Check(c); err == nil || strings.Count(err.Error(), ";") < 4 {
		t.Errorf("not all that is wrong: %v", err)
	}
}

// TestActivityMove: every way from every state; cancelling and opening again need a reason.
func TestActivityMove(t *testing.T) {
	may := map[ActivityState][]ActivityState{Planned: {Approved, Cancelled}, Approved: {Running, Cancelled},
		Running: {Done, Cancelled}, Done: {Running}}
	for from := ActivityState(0); from <= Cancelled+1; from++ {
		for to := ActivityState(0); to <= Cancelled+1; to++ {
			a := course(0)
			a.State = from
			err := a.Move(to, theDay, "có văn bản")
			if ok := slices.Contains(may[from], to); ok != (err == nil) || ok &&
				(a.State != to || a.Note != "03/06/2024: có văn bản") || !ok && a.State != from {
				t.Errorf("%d to %d: %v, now %d", from, to, err, a.State)
			}
			a.State = from
			err = a.Move(to, theDay, " ")
			if bare := slices.Contains(may[from], to) && to != Cancelled && from != Done; bare != (err == nil) {
				t.Errorf("%d to %d without a reason: %v", from, to, err)
			}
		}
	}
	a := course(0)
	a.State = Approved
	if err := a.Move(Running, date.Must(2024, 4, 30), ""); err == nil || a.State != Approved {
		t.Errorf("it began before its first day: %v", err)
	}
}

func TestStatesByWord(t *testing.T) {
	for s := Planned; s <= Cancelled; s++ {
		if got, ok := ParseActivityState(s.String()); !ok || got != s || s.Title().VI == "" || s.Title().EN == "" {
			t.Errorf("%d: %v %v", s, got, ok)
		}
	}
	for s := Valid; s <= Superseded; s++ {
		if got, ok := ParseSupportState(s.String()); !ok || got != s || s.Title().VI == "" || s.Title().EN == "" {
			t.Errorf("%d: %v %v", s, got, ok)
		}
	}
	if _, ok := ParseActivityState(""); ok {
		t.Error("no word is a state")
	}
	if _, ok := ParseSupportState("x"); ok {
		t.Error("x is a state")
	}
}

func TestDetailValues(t *testing.T) {
	c := shipped(t)
	form := find(c.Kind("house").Details, func(d *Detail) bool { return d.Code == "form" })
	for _, w := range []struct {
		d           *Detail
		value, show string
		wrong       bool
	}{
		{&Detail{Type: "money"}, "1.500.000", "1.500.000", false},
		{&Detail{Type: "money"}, "1500000", "1.500.000", false}, {&Detail{Type: "money"}, "-5", "-5", true},
		{&Detail{Type: "int"}, "1234567890123", "1234567890123", true},
		{&Detail{Type: "date"}, "2024-06-01", "01/06/2024", false},
		{&Detail{Type: "date"}, "1/6/2024", "01/06/2024", false},
		{&Detail{Type: "date"}, "6/2024", "6/2024", true}, {&Detail{Type: "bool"}, "yes", "có", false},
		{&Detail{Type: "bool"}, "maybe", "không", true},
		{form, "new", "xây mới", false}, {form, "old", "old", true}, {&Detail{Type: "text"}, "01", "01", false},
		{form, "", "", false},
	} {
		if got := w.d.Wrong(w.value); (got.VI != "") != w.wrong || (got.EN != "") != w.wrong {
			t.Errorf("%s %q: %v", w.d.Type, w.value, got)
		}
		if got := w.d.Show(w.value).VI; got != w.show && w.d.Type != "bool" {
			t.Errorf("%s %q shows %q, want %q", w.d.Type, w.value, got, w.show)
		}
	}
}
