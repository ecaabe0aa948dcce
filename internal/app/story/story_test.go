package story_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/register"
	"giamngheo/internal/app/story"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/words"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// told is what somebody is told of a household on a day.
func told(t *testing.T, s *officetest.SmallOffice, a *office.Ask, code household.ID, until date.Date) *story.Story {
	t.Helper()
	id := s.ID(code)
	h, err := s.Register.Show(ctx, a, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	f := &story.Facts{Household: h, Until: until}
	if f.Path, err = s.Reviews.Path(ctx, a, id); err != nil {
		t.Fatal(err)
	}
	if f.Supports, err = s.Supports.SupportsOf(ctx, a, id); err != nil {
		t.Fatal(err)
	}
	if f.Certificates, err = s.Reviews.Certificates(ctx, a, id); err != nil {
		t.Fatal(err)
	}
	out, err := s.Story.Tell(ctx, a, f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func events(s *story.Story) string {
	var out []string
	for _, e := range s.Events {
		line := fmt.Sprintf("%s %s", e.Day.Vietnamese(), e.Kind)
		switch e.Kind {
		case story.Recognised:
			line += " " + e.Class.String()
		case story.Support:
			line += " " + e.What.VI
		}
		if e.Ended {
			line += " ended"
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// TestTell: what a household is and by which decision, what it received, and what happened, the newest first; of a day
// of before nothing that came later.
func TestTell(t *testing.T) {
	s := officetest.Small(t)
	officer := s.As("canbo.xa")
	one := told(t, s, officer, "H-01", s.Now())
	if one.Decision == nil || one.Paper() != "QĐ 1/2023 (MẪU)" {
		t.Errorf("decision: %+v", one.Decision)
	}
	if got, want := one.Says[0].VI, "Hộ nghèo theo QĐ 1/2023 (MẪU) ngày 14/12/2023; giữ diện này đến khi có "+
		"quyết định khác."; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if len(one.Says) != 2 || !strings.HasPrefix(one.Says[1].VI, "Năm 2024 đã nhận 1 khoản hỗ trợ") {
		t.Errorf("%v", one.Says)
	}
	if got, want := events(one), "15/10/2024 running; 03/06/2024 support Giới thiệu việc làm: Mẫu Văn An; "+
		"14/12/2023 recognised poor; 14/12/2023 version"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	before := told(t, s, officer, "H-01", date.Must(2024, 5, 1))
	if got := events(before); got != "14/12/2023 recognised poor; 14/12/2023 version" || len(before.Says) != 1 {
		t.Errorf("in May: %s, %v", got, before.Says)
	}
	none := told(t, s, officer, "H-09", s.Now())
	if none.Decision != nil && !strings.HasPrefix(none.Says[0].VI, "Không thuộc diện") {
		t.Errorf("%+v", none.Says)
	}
	accountant := told(t, s, s.As("ketoan.xa"), "H-01", s.Now())
	if strings.Contains(events(accountant), "running") {
		t.Error("a list of a review is told to who may not see reviews")
	}
}

// TestWays: what would make another class is what the law says when it is asked with those answers.
func TestWays(t *testing.T) {
	s := officetest.Small(t)
	officer := s.As("canbo.xa")
	say := func(code household.ID) (out []string) {
		for _, w := range told(t, s, officer, code, s.Now()).Ways {
			out = append(out, w.In(words.VI))
		}
		return out
	}
	// H-01: 900.000 đồng, three deprivations; the line of a rural place is 1.500.000
	if got, want := say("H-01"), []string{
		"Thu nhập bình quân trên 1.500.000 đồng/người/tháng (nay là 900.000): hộ có mức sống trung bình.",
		"Bớt 1 chỉ số thiếu hụt (còn 2), thu nhập như cũ: hộ cận nghèo."}; !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	// H-04: 1.200.000 đồng, two deprivations
	if got, want := say("H-04"), []string{
		"Thu nhập bình quân trên 1.500.000 đồng/người/tháng (nay là 1.200.000): hộ có mức sống trung bình.",
		"Thêm 1 chỉ số thiếu hụt (thành 3), thu nhập như cũ: hộ nghèo."}; !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := say("H-07"); len(got) != 0 {
		t.Errorf("of a household that is neither: %q", got)
	}
	// and the law, asked with the answers changed so
	v := s.Version("H-01")
	h := v.Household
	h.InformationMeans = household.Yes
	if class := classOf(t, s, &h); class != poverty.NearPoor {
		t.Errorf("one deprivation fewer makes %s", class)
	}
	h = v.Household
	h.IncomePerHead = household.Just(household.Dong(1_500_000))
	if class := classOf(t, s, &h); class != poverty.Poor {
		t.Errorf("an income at the line makes %s", class)
	}
	h.IncomePerHead = household.Just(household.Dong(1_500_001))
	if class := classOf(t, s, &h); class != poverty.AverageLivingStandard {
		t.Errorf("an income over the line makes %s", class)
	}
}

// TestLive: while a form is filled in it says how many answers would decide the class, then the class; what is said of a
// whole record is what its page says.
func TestLive(t *testing.T) {
	s := officetest.Small(t)
	live := func(h *household.Household) string {
		t.Helper()
		text, err := s.Story.Live(h)
		if err != nil {
			t.Fatal(err)
		}
		return text.VI
	}
	if got := live(&household.Household{Members: []household.Member{{No: 1, Name: "Lâm Mẫu"}}}); !strings.HasPrefix(got,
		"Còn ") || !strings.HasSuffix(got, " …") {
		t.Errorf("an empty form: %s", got)
	}
	for code, want := range map[household.ID]string{"H-01": "Theo các câu trả lời này: hộ nghèo",
		"H-04": "Theo các câu trả lời này: hộ cận nghèo", "H-10": "Còn 2 câu để xác định: thu nhập bình quân, điểm B1"} {
		if got := live(&s.Version(code).Household); got != want {
			t.Errorf("%s: %s, not %s", code, got, want)
		}
	}
}

func classOf(t *testing.T, s *officetest.SmallOffice, h *household.Household) poverty.Class {
	t.Helper()
	e := &register.HouseholdShown{Standard: s.Book.Standard(), Explanation: &poverty.Explanation{}}
	if err := e.Standard.Classifier().Explain(h, e.Explanation); err != nil {
		t.Fatal(err)
	}
	return e.Explanation.Class
}
