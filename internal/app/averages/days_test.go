package averages_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"giamngheo/internal/app/averages"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/average"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/question"
	"giamngheo/internal/store/households"
)

// asked is the small office with a request of a household, received on a day.
type asked struct {
	*officetest.SmallOffice
	t  *testing.T
	id int64
}

func ask(t *testing.T, code household.ID, on date.Date) *asked {
	t.Helper()
	s := officetest.Small(t)
	s.Set(on)
	id, err := s.Averages.Receive(context.Background(), s.As("canbo.xa"), code,
		average.Done{Day: on, Received: average.Direct})
	if err != nil {
		t.Fatal(err)
	}
	return &asked{s, t, id}
}

func (s *asked) take(who string, d average.Done) error {
	d.Day = s.Now()
	return s.Averages.Take(context.Background(), s.As(who), s.id, d, "")
}

func (s *asked) determine(f average.Found) error {
	return s.take("canbo.xa", average.Done{Step: average.Determine, Found: &f})
}

func (s *asked) shown() *averages.Shown {
	s.t.Helper()
	v, err := s.Averages.Request(context.Background(), s.As("canbo.xa"), s.id)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func (s *asked) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// answer posts what was determined and answers it on a day.
func (s *asked) answer(step average.Step, on date.Date) {
	s.t.Helper()
	s.ok(s.take("canbo.xa", average.Done{Step: average.Post, Place: "Trụ sở"}))
	s.Set(on)
	s.ok(s.take("chutich.xa", average.Done{Step: step, Number: "7/QĐ-UBND", Signer: "Lý Văn Chủ", Reason: "không thuộc diện"}))
}

func (s *asked) paper() string {
	s.t.Helper()
	name, docx, err := s.Papers.AveragePaper(context.Background(), s.As("canbo.xa"), s.id)
	s.ok(err)
	return officetest.Words(s.t, name, docx)
}

// TestSilentLaw: where the standard of the day does not say who is of average living standard, an official says it
// with the instrument, which the decision then names; where it does, the law decides.
func TestSilentLaw(t *testing.T) {
	own := func(is bool, by string) *average.Own { return &average.Own{Average: is, By: by} }
	const by = "Nghị quyết MẪU số 01/2027/NQ-HĐND ngày 05/01/2027"
	for name, c := range map[string]struct {
		on     date.Date
		found  average.Found
		class  poverty.Class
		says   string // the refusal
		silent string
	}{
		"2026, the law": {on: date.Must(2026, 12, 15), found: average.Found{Income: 2_000_000, Farms: true},
			class: poverty.AverageLivingStandard},
		"2026, an official": {on: date.Must(2026, 12, 15), found: average.Found{Income: 9_000_000, Farms: true, Own: own(true, by)},
			says: "chuẩn nghèo ngày 15/12/2026 quyết định được"},
		"2027, nobody": {on: date.Must(2027, 1, 15), found: average.Found{Income: 2_900_000, Farms: true},
			says: "không nêu hộ có mức sống trung bình", silent: "không nêu"},
		"2027, by nothing": {on: date.Must(2027, 1, 15), found: average.Found{Income: 2_900_000, Farms: true, Own: own(true, " ")},
			says: "văn bản nào", silent: "không nêu"},
		"2027, is": {on: date.Must(2027, 1, 15), found: average.Found{Income: 2_900_000, Farms: true, Own: own(true, by)},
			class: poverty.AverageLivingStandard, silent: "không nêu"},
		"2027, is not": {on: date.Must(2027, 1, 15), found: average.Found{Income: 2_900_000, Farms: true, Own: own(false, by)},
			class: poverty.None, silent: "không nêu"},
		"2027, poor by the law": {on: date.Must(2027, 1, 15), found: average.Found{Income: 900_000, Farms: true},
			class: poverty.Poor, silent: "không nêu"},
		"2027, no farmer": {on: date.Must(2027, 1, 15), found: average.Found{Income: 2_900_000, Own: own(true, by)},
			class: poverty.None, silent: "không nêu"},
		"2031, no standard": {on: date.Must(2031, 1, 15), found: average.Found{Income: 2_900_000, Farms: true, Own: own(true, by)},
			class: poverty.AverageLivingStandard, silent: "Ngày 15/01/2031"},
	} {
		t.Run(name, func(t *testing.T) {
			s := ask(t, "H-01", c.on)
			if got := s.shown().Silent.VI; (got == "") != (c.silent == "") || !strings.Contains(got, c.silent) {
				t.Errorf("of the law it says “%s”", got)
			}
			if err := s.determine(c.found); c.says != "" {
				officetest.Refused(t, err, errs.Invalid, c.says)
				return
			} else if err != nil {
				t.Fatal(err)
			}
			if got := s.shown().Found; got.Class != c.class || (got.Own != nil) != (c.found.Own != nil && c.found.Farms) {
				t.Errorf("%+v", got)
			}
			if c.class == poverty.AverageLivingStandard && c.silent != "" {
				s.answer(average.Recognise, c.on.AddDays(20))
				if text := s.paper(); !strings.Contains(text, "Căn cứ "+by+";") {
					t.Errorf("the decision does not name the instrument: %s", text)
				}
			}
		})
	}
}

// TestOwnDay: an answer speaks from its own day, whatever was changed since: the household and its head, the commune's
// name, the marks of the law.
func TestOwnDay(t *testing.T) {
	s, ctx := ask(t, "H-07", date.Must(2025, 5, 15)), context.Background()
	s.ok(s.determine(average.Found{Income: 2_000_000, Farms: true}))
	s.answer(average.Recognise, date.Must(2025, 5, 30))
	was := s.Version("H-07").Household
	if s.shown().Marks != nil {
		t.Errorf("marks of 2025: %v", s.shown().Marks)
	}
	s.Set(date.Must(2026, 3, 2))
	h := was.Clone()
	h.Members[0].Name, h.Hamlet = "Người Đến Sau", "Ấp Hai"
	if _, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{ID: s.ID("H-07"), Version: 1, Household: h,
		From: s.Now(), Confirmed: everything(t, s, h)}); err != nil {
		t.Fatal(err)
	}
	text := s.paper()
	for _, want := range []string{was.Members[0].Name, "ấp Một", "tỉnh Sóc Trăng", "ngày 30 tháng 05 năm 2025"} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("it does not say “%s”: %s", want, text)
		}
	}
	if strings.Contains(text, "Người Đến Sau") || strings.Contains(text, "QĐ 24/2021") || s.shown().Marks != nil {
		t.Errorf("it speaks from another day than its own: %s %v", text, s.shown().Marks)
	}
}

// everything are the keys of what saving a household would ask.
func everything(t *testing.T, s *asked, h *household.Household) (keys []string) {
	t.Helper()
	_, err := s.Register.Save(context.Background(), s.As("canbo.xa"), register.SaveInput{ID: s.ID(h.Code), Version: 1,
		Household: h.Clone(), From: s.Now()})
	var asks question.Questions
	if errors.As(err, &asks) {
		for i := range asks {
			keys = append(keys, asks[i].Key())
		}
	}
	return keys
}

// TestMarks: a procedure after its instrument's period is marked by the day of the answer, and by today before it; a
// class by a SAMPLE says so.
func TestMarks(t *testing.T) {
	s := ask(t, "H-01", date.Must(2025, 12, 15))
	if s.shown().Marks != nil {
		t.Errorf("in 2025: %v", s.shown().Marks)
	}
	s.Set(date.Must(2026, 1, 5))
	if s.shown().Marks == nil {
		t.Error("it waits in 2026 by an instrument whose period is over, and does not say so")
	}
	s = ask(t, "H-01", date.Must(2027, 1, 15))
	s.ok(s.determine(average.Found{Income: 900_000, Farms: true}))
	s.answer(average.Refuse, date.Must(2027, 2, 1))
	if v := s.shown(); len(v.Samples) != 1 || !strings.Contains(s.paper(), v.Samples[0].VI) {
		t.Errorf("a class by a SAMPLE: %v", v.Samples)
	}
}

// TestIncome: an unlikely income is a question; taken, it is on the record.
func TestIncome(t *testing.T) {
	s, ctx := ask(t, "H-01", officetest.SmallDay()), context.Background()
	d := average.Done{Step: average.Determine, Day: s.Now(), Found: &average.Found{Income: 900, Farms: true}}
	var doubts book.Doubts
	if err := s.Averages.Take(ctx, s.As("canbo.xa"), s.id, d, "901"); !errors.As(err, &doubts) || doubts[0].Read != "900" ||
		s.shown().Found != nil {
		t.Fatalf("900 đồng: %v", err)
	}
	since := s.Seq()
	s.ok(s.Averages.Take(ctx, s.As("canbo.xa"), s.id, d, "900"))
	deeds := s.Deeds(since)
	if len(deeds) != 1 || !strings.Contains(deeds[0].Detail.Note["unlikely"], "900") {
		t.Errorf("%+v", deeds)
	}
	// these answers decide nothing, and need not where it is no farming household
	s = ask(t, "H-01", officetest.SmallDay())
	h := s.Version("H-01").Household.Clone()
	for _, column := range []string{"water_source", "toilet", "internet", "information_means"} {
		s.ok(h.Set(column, ""))
	}
	_, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{ID: s.ID("H-01"), Version: 1, Household: h,
		From: s.Now(), Reason: "hộ không trả lời"})
	s.ok(officetest.Agreed(s.Desks, s.As("chutich.xa"), err))
	officetest.Refused(t, s.determine(average.Found{Income: 1_000_000, Farms: true}), errs.Invalid, "điền")
	s.ok(s.determine(average.Found{Income: 1_000_000}))
	if v := s.shown(); v.Found.Qualifies() || !strings.Contains(v.Reason.VI, "không") || v.Silent.EN != "" {
		t.Errorf("%+v “%s”", v.Found, v.Reason.VI)
	}
}

// TestClosed: of a household that has left the register nothing is received or decided; its request is ended.
func TestClosed(t *testing.T) {
	s, ctx := ask(t, "H-01", officetest.SmallDay()), context.Background()
	v := s.Version("H-01")
	if _, err := s.Register.SetState(ctx, s.As("canbo.xa"), v.ID, v.Version, households.Closed, s.Now(), "chuyển đi nơi khác"); err != nil {
		t.Fatal(err)
	}
	if !s.shown().Closed {
		t.Error("the page does not know that it is closed")
	}
	officetest.Refused(t, s.determine(average.Found{Income: 2_000_000, Farms: true}), errs.Conflict, "đã đóng")
	s.ok(s.take("canbo.xa", average.Done{Step: average.Withdraw, Reason: "hộ đã chuyển đi"}))
	_, err := s.Averages.Receive(ctx, s.As("canbo.xa"), "H-01", average.Done{Day: s.Now(), Received: average.Direct})
	officetest.Refused(t, err, errs.Conflict, "đã đóng")
}

// TestReturned: what was determined before a return is not there any more to be decided on.
func TestReturned(t *testing.T) {
	s := ask(t, "H-01", officetest.SmallDay())
	s.ok(s.determine(average.Found{Income: 2_000_000, Farms: true}))
	s.ok(s.take("chutich.xa", average.Done{Step: average.Return, Reason: "tính lại thu nhập"}))
	if v := s.shown(); v.Found != nil || !v.Takes(average.Determine) || v.Allows[average.Recognise] {
		t.Errorf("%+v", v.Request.Request)
	}
}

// TestScope: the newest requests of a commune are found behind any number of another's; who does not see reviews of a
// household sees none of its requests.
func TestScope(t *testing.T) {
	s, ctx := ask(t, "H-01", officetest.SmallDay()), context.Background()
	for i := range 3 { // of another commune, newer
		if _, err := s.Averages.Receive(ctx, s.As("canbo.ngocdong"), household.ID(fmt.Sprintf("H-%d", 17+i)),
			average.Done{Day: s.Now(), Received: average.Online}); err != nil {
			t.Fatal(err)
		}
	}
	averages.SetMostListed(t, 2)
	l, err := s.Averages.List(ctx, s.As("canbo.xa"), "", true)
	if err != nil || len(l.Requests) != 1 || l.Requests[0].Code != "H-01" || l.More {
		t.Errorf("%+v %v", l, err)
	}
	l, err = s.Averages.List(ctx, s.As("canbo.so"), "", true)
	if err != nil || len(l.Requests) != 2 || !l.More || l.MayReceive {
		t.Errorf("%+v %v", l, err)
	}
}

// TestRights: who sees a request, who takes its steps.
func TestRights(t *testing.T) {
	s, ctx := ask(t, "H-01", officetest.SmallDay()), context.Background()
	step := func(d average.Done) func(*office.Ask) error {
		return func(a *office.Ask) error { return s.Averages.Take(ctx, a, s.id, d, "") }
	}
	const sees = `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
		duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
		forbidden:`
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sees": {func(a *office.Ask) error { _, err := s.Averages.Request(ctx, a, s.id); return err }, sees},
		"determines": {step(average.Done{Step: average.Determine}), `may: canbo.xa canbo.xa2 dieutra dieutra2
			forbidden: chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 duyet duyet.huyen lanhdao thanhtra
			thanhtra.huyen`},
		"posts": {step(average.Done{Step: average.Post}), `may: canbo.xa canbo.xa2
			forbidden: dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 duyet duyet.huyen
			lanhdao thanhtra thanhtra.huyen`},
		"decides": {step(average.Done{Step: average.Recognise}), `may: chutich.xa
			forbidden: canbo.xa canbo.xa2 dieutra dieutra2 canbo.huyen canbo.so canbo.so2 kehoach kehoach2 duyet
			duyet.huyen lanhdao thanhtra thanhtra.huyen`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
	for _, username := range []string{"quantri", "canbo.longphu"} { // of households the one sees none, the other not these
		if l, err := s.Averages.OfHousehold(ctx, s.As(username), s.ID("H-01")); err == nil || len(l) > 0 {
			t.Errorf("%s: %v", username, l)
		}
	}
}
