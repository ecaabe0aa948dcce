package surveys_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/quality"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// one answers a question of the household.
func one(column, text string, seen int64) []surveys.SurveyAnswer {
	return []surveys.SurveyAnswer{{Column: column, Text: text, Seen: seen}}
}

// TestRights: who sees and who fills in form B of H-11 in Ấp Hai, which is being surveyed.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	list, id := s.List("Ấp Hai"), s.ID("H-11")
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sees": {func(a *office.Ask) error { _, err := s.Surveys.Survey(ctx, a, list, id); return err }, `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
			forbidden:`},
		"answers": {func(a *office.Ask) error {
			err := s.Surveys.AnswerSurvey(ctx, a, list, id, one("no_such_column", "1", 0), 1)
			var faults book.Faults
			if errors.As(err, &faults) {
				return nil
			}
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2
			forbidden: chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 duyet duyet.huyen lanhdao thanhtra
			thanhtra.huyen`},
		"finishes": {func(a *office.Ask) error {
			_, err := s.Surveys.FinishSurvey(ctx, a, list, id, s.Now().AddDays(1), "")
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2
			forbidden: chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 duyet duyet.huyen lanhdao thanhtra
			thanhtra.huyen`},
		"screens": {func(a *office.Ask) error {
			return s.Surveys.ScreenSurvey(ctx, a, list, id, s.Now().AddDays(1), nil)
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2
			forbidden: chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 duyet duyet.huyen lanhdao thanhtra
			thanhtra.huyen`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestAnswers: answers are a draft on top of the register, each on the record with who gave it; who answers over an
// answer that was not seen is told; the finished form says what the household comes to, and the register stays as it is
// until the decision.
func TestAnswers(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	list, id, since := s.List("Ấp Hai"), s.ID("H-11"), s.Seq()
	first, second := s.As("dieutra"), s.As("dieutra2")
	v, err := s.Surveys.Survey(ctx, first, list, id)
	if err != nil || len(v.Questions) == 0 || len(v.Changes) != 0 || v.Explanation.Class != poverty.Poor {
		t.Fatalf("%+v %v", v, err)
	}
	answer := func(a *office.Ask, column, text string, seen int64) error {
		return s.Surveys.AnswerSurvey(ctx, a, list, id, one(column, text, seen), 1)
	}
	if err := answer(first, "income_per_head", "3900000", v.Revision); err != nil {
		t.Fatal(err)
	}
	if v, err = s.Surveys.Survey(ctx, second, list, id); err != nil { // both have it open
		t.Fatal(err)
	}
	if err := answer(first, "income_per_head", "4000000", v.Revision); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, answer(second, "income_per_head", "5000000", v.Revision), errs.Conflict, "mục “Thu nhập bình quân một người một tháng (đồng)” của hộ")
	if err := answer(second, "toilet", "septic", v.Revision); err != nil {
		t.Errorf("another question: %v", err)
	}
	for column, text := range map[string]string{"income_per_head": "bốn triệu", "toilet": "gold", "no_such": "1"} {
		var faults book.Faults
		if err := answer(first, column, text, 0); !errors.As(err, &faults) ||
			faults[0].Column != column {
			t.Errorf("%s=%s: %v", column, text, err)
		}
	}
	now, err := s.Surveys.Survey(ctx, first, list, id)
	if err != nil || len(now.Changes) != 2 || now.Explanation.Class != poverty.None {
		t.Fatalf("%+v %v", now.Changes, err)
	}
	if err := officetest.AnswerAll(s.Desks, first, list, id); err != nil { // what ages is asked anew
		t.Fatal(err)
	}
	if _, err := s.Surveys.FinishSurvey(ctx, first, list, id, s.Now(), ""); err != nil {
		t.Fatal(err)
	}
	shown, err := s.Reviews.ReviewList(ctx, first, list)
	if err != nil || shown.List.Item(id).Found == nil || shown.List.Item(id).Found.Class != poverty.None ||
		shown.List.Item(id).Found.Income != 4_000_000 {
		t.Errorf("%+v %v", shown.List.Item(id), err)
	}
	if v := s.Version("H-11"); v.Version != 1 || v.Class != poverty.Poor {
		t.Errorf("the register before the decision: %+v", v)
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		deeds = append(deeds, e.Action+" "+e.Who)
	}
	if want := []string{"review.answer dieutra", "review.answer dieutra", "review.answer dieutra2",
		"review.answer dieutra", "review.form.b dieutra"}; !slices.Equal(deeds, want) {
		t.Errorf("on the record are %q", deeds)
	}
}

// TestMembersChange: who is added to a household, or leaves it, while its form is being filled in is in the form or not;
// the answers of the others stand, and the decision takes nothing back that was entered in between.
func TestMembersChange(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	list, id := s.List("Ấp Hai"), s.ID("H-11")
	asks := s.As("dieutra")
	shown := func() *surveys.Survey {
		t.Helper()
		v, err := s.Surveys.Survey(ctx, asks, list, id)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	answer := func(a surveys.SurveyAnswer) {
		t.Helper()
		a.Seen = shown().Revision
		if err := s.Surveys.AnswerSurvey(ctx, asks, list, id, []surveys.SurveyAnswer{a}, 1); err != nil {
			t.Fatal(err)
		}
	}
	answer(surveys.SurveyAnswer{Column: "income_per_head", Text: "700000"})
	answer(surveys.SurveyAnswer{Member: 1, Column: "work", Text: "self_employed"})
	if v := shown(); len(v.Joined())+len(v.Left()) != 0 {
		t.Fatalf("joined %v, left %v before anybody did", v.Joined(), v.Left())
	}
	h := s.Version("H-11").Household.Clone()
	gone := h.Members[1].Name
	born := h.Members[1]
	born.No, born.Name, born.Birth, born.CitizenID = 3, "Mẫu Em Bé", household.BornOn(s.Now().AddDays(-20)), ""
	h.Members[1], h.Phone = born, "0912345678"
	if _, err := s.Register.Save(ctx, asks, register.SaveInput{ID: id, Version: 1, Household: h, From: s.Now()}); err != nil {
		t.Fatal(err)
	}
	said := func(v *surveys.Survey) string {
		var all []string
		for _, m := range append(v.Joined(), v.Left()...) {
			all = append(all, m.Name)
		}
		return strings.Join(all, ", ")
	}
	v := shown()
	if want := "Mẫu Em Bé, " + gone; said(v) != want || len(v.Record.Members) != 2 || v.Record.Member(3) == nil ||
		v.Record.Phone != "0912345678" || v.Record.IncomePerHead.Value != 700_000 || !v.Asked(1, "work") || v.Asked(3, "work") {
		t.Fatalf("“%s”, not “%s”; %+v", said(v), want, v.Record)
	}
	for _, c := range v.Changes { // what the survey changed, and nobody else
		if c.Member == 3 || c.Column == "phone" {
			t.Errorf("the survey is said to have changed %+v", c)
		}
	}
	if err := officetest.AnswerAll(s.Desks, asks, list, id); err != nil {
		t.Fatal(err)
	}
	if said(shown()) != said(v) {
		t.Errorf("said no more after an answer: “%s”", said(shown()))
	}
	done, err := s.Surveys.FinishSurvey(ctx, asks, list, id, s.Now(), "")
	if err != nil || done.Item.Found.People != 2 || said(shown()) != said(v) {
		t.Fatalf("%+v %v", done, err)
	}
	// one more after the filing: the quality page says so
	h = s.Version("H-11").Household.Clone()
	born.No, born.Name = 4, "Mẫu Em Hai"
	h.Members = append(h.Members, born)
	if _, err := s.Register.Save(ctx, asks, register.SaveInput{ID: id, Version: 2, Household: h, From: s.Now()}); err != nil {
		t.Fatal(err)
	}
	q, err := s.Quality.ReviewQuality(ctx, s.As("canbo.xa"), s.Running, officetest.ThanhPhu)
	if err != nil || !slices.ContainsFunc(q.Flags, func(f quality.Flagged) bool {
		return f.Code == "members" && strings.Contains(f.Text.VI, "Mẫu Em Hai")
	}) {
		t.Errorf("%+v %v", q, err)
	}
}

// TestNumberIsNobodyElses: who comes into a household after somebody has left it during the survey has another number,
// whatever the form or the file said, and none of the answers of who left.
func TestNumberIsNobodyElses(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	list, id, asks := s.List("Ấp Hai"), s.ID("H-11"), s.As("dieutra")
	for _, no := range []int{1, 2} {
		if err := s.Surveys.AnswerSurvey(ctx, asks, list, id, []surveys.SurveyAnswer{{Member: no,
			Column: "health_insurance", Text: "no"}}, 1); err != nil {
			t.Fatal(err)
		}
	}
	h := s.Version("H-11").Household.Clone()
	dead, born := h.Members[1], h.Members[1]
	born.No, born.Name, born.Birth, born.CitizenID = 2, "Mẫu Em Bé", household.BornOn(s.Now().AddDays(-20)), ""
	born.HealthInsurance = household.Yes
	for version, members := range [][]household.Member{h.Members[:1], {h.Members[0], born}, {h.Members[0]},
		{h.Members[0], dead}} {
		next := h.Clone()
		next.Members = members
		v, err := s.Register.Save(ctx, asks, register.SaveInput{ID: id, Version: int64(version + 1), Household: next,
			From: s.Now()})
		if err != nil {
			t.Fatal(err)
		}
		want, nos := []int{1, []int{0, 3, 0, 2}[version]}[:len(members)], []int{}
		for _, m := range v.Household.Members {
			nos = append(nos, m.No)
		}
		if !slices.Equal(nos, want) || v.Household.NextNo() != []int{3, 4, 4, 4}[version] {
			t.Errorf("version %d: numbers %v, then %d", v.Version, nos, v.Household.NextNo())
		}
		form, err := s.Surveys.Survey(ctx, asks, list, id)
		if err != nil || form.Record.Member(1).HealthInsurance != household.No {
			t.Fatalf("%+v %v", form, err)
		}
		if version == 1 && form.Record.Member(3).HealthInsurance != household.Yes {
			t.Errorf("the answers of who left are the newborn's: %+v", form.Record.Member(3))
		}
	}
}

// TestRefused: forms of a list that is not surveyed, of a household that is not on it, of a day to come.
func TestRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	enumerator := s.As("dieutra")
	answer := func(hamlet string, id int64) error {
		return s.Surveys.AnswerSurvey(ctx, enumerator, s.List(hamlet), id, one("income_per_head", "1", 0), 1)
	}
	officetest.Refused(t, answer("Ấp Một", s.ID("H-01")), errs.Conflict, "danh sách không ở bước khảo sát (hoặc họp dân đã đồng ý hộ")
	officetest.Refused(t, answer("Ấp Hai", s.ID("H-01")), errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	officetest.Refused(t, answer("Ấp Hai", s.ID("H-16")), errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	_, err := s.Surveys.FinishSurvey(ctx, enumerator, s.List("Ấp Hai"), s.ID("H-11"), s.Now().AddDays(1), "")
	officetest.Refused(t, err, errs.Invalid, "ngày 16/10/2024 sau hôm nay")
	officetest.Refused(t, s.Surveys.ScreenSurvey(ctx, enumerator, s.List("Ấp Hai"), s.ID("H-11"), s.Now(),
		[]string{"no_such_sign"}), errs.Invalid, "Phiếu A không có dấu hiệu “no_such_sign”")
}

// TestMyLists: an enumerator has the lists that are surveyed and given to him or to nobody.
func TestMyLists(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	mine := func(username string) string {
		all, err := s.Surveys.MyLists(ctx, s.As(username))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, l := range all {
			names = append(names, l.Hamlet)
		}
		return strings.Join(names, ", ")
	}
	if a, b, c := mine("dieutra"), mine("dieutra2"), mine("dieutra.ngocdong"); a != "Ấp Hai" || b != "Ấp Hai" || c != "" {
		t.Errorf("%q, %q, %q", a, b, c)
	}
	if err := s.Reviews.GiveList(ctx, s.As("canbo.xa"), s.List("Ấp Hai"), "dieutra2"); err != nil {
		t.Fatal(err)
	}
	if a, b := mine("dieutra"), mine("dieutra2"); a != "" || b != "Ấp Hai" {
		t.Errorf("given to dieutra2: %q, %q", a, b)
	}
	if v, err := s.Reviews.ReviewList(ctx, s.As("canbo.xa"), s.List("Ấp Hai")); err != nil || v.Stage != review.Surveying {
		t.Error(v, err)
	}
}
