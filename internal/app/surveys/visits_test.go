package surveys_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

// visited is what an enumerator has still to do, in a line: hamlets with what is left, then whom to visit.
func visited(t *testing.T, s *officetest.SmallOffice, a *office.Ask) string {
	t.Helper()
	v, err := s.Surveys.Visits(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{fmt.Sprint(v.Left)}
	for _, h := range v.Hamlets {
		out = append(out, fmt.Sprintf("%s %d/%d %d late %t", h.Name, h.Left, h.Households, h.Open, h.Late))
	}
	for _, n := range v.Next {
		out = append(out, fmt.Sprintf("%s %s (%s, %s) again %t begun %t contested %t", n.Code, n.Head, n.Hamlet,
			n.Address, n.Again, n.Begun, n.Contested))
	}
	return strings.Join(out, "\n")
}

// TestVisits: whom an enumerator visits next is who is not surveyed yet, a form that was begun before others; who is
// given no list of a hamlet that is another's sees none.
func TestVisits(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	first, second, list := s.As("dieutra"), s.As("dieutra2"), s.List("Ấp Hai")
	is := func(a *office.Ask, want string) {
		t.Helper()
		if got := visited(t, s, a); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
	not := " again false begun false contested false"
	h11, h12, h13, h14 := "H-11 Mẫu Văn Minh (Ấp Hai, số nhà mẫu)", "H-12 Mẫu Thị Nga (Ấp Hai, số nhà mẫu)",
		"H-13 Mẫu Văn Oanh (Ấp Hai, số nhà mẫu)", "H-14 Mẫu Thị Phúc (Ấp Hai, số nhà mẫu)"
	is(first, "4\nẤp Hai 4/4 0 late false\n"+h11+not+"\n"+h12+not+"\n"+h13+not+"\n"+h14+not)
	v, err := s.Surveys.Survey(ctx, first, list, s.ID("H-13"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Surveys.AnswerSurvey(ctx, first, list, s.ID("H-13"), one("income_per_head", "3900000", v.Revision),
		1); err != nil {
		t.Fatal(err)
	}
	s.Drive().Survey(first, list, s.ID("H-11"), s.Now())
	is(first, "3\nẤp Hai 3/4 0 late false\n"+h13+" again false begun true contested false\n"+h12+not+"\n"+h14+not)
	if err := s.Reviews.GiveList(ctx, s.As("canbo.xa"), list, "dieutra"); err != nil {
		t.Fatal(err)
	}
	is(second, "0")
	if _, err := s.Surveys.Visits(ctx, s.As("lanhdao")); errs.KindOf(err) != errs.Forbidden {
		t.Error(err)
	}
}
