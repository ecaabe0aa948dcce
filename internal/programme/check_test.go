package programme

import (
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/words"
	"pgregory.net/rapid"
)

var theDay = date.Must(2024, 6, 3) // within this file's tables only; never changed

func person(no, born int, sex household.Sex) household.Member {
	return household.Member{No: no, Birth: household.BornOn(date.Must(born, 1, 1)), Sex: sex, Ethnicity: household.Kinh}
}

// family has a man of 1980, a woman of 1984, a boy of 2014, and somebody of whose birth nothing is known.
func family() *household.Household {
	h := &household.Household{Members: []household.Member{person(1, 1980, household.Male),
		person(2, 1984, household.Female), person(3, 2014, household.Male), {No: 4}}}
	h.Members[0].Relationship = household.Head
	return h
}

// asked is a support that nothing speaks against: a man of a poor household placed into a job.
func asked(c *Catalogue) *Asked {
	h := family()
	a := &Asked{Kind: c.Kind("job_placed"), Record: h, Member: &h.Members[0], Recognised: date.Must(2023, 12, 14),
		Today: date.Must(2024, 7, 1),
		Support: &Support{Kind: "job_placed", Household: 7, Member: 1, Day: theDay, Quantity: 1, Amount: 400_000,
			Source: "central_recurrent", Content: "Công ty Mẫu",
			Details: map[string]string{"employer": "Công ty Mẫu", "contract_date": "01/06/2024",
				"paid_elsewhere": "no"}}}
	a.Support.Facts = FactsOf(h, a.Member, theDay, poverty.Poor, false, false)
	return a
}

// as makes the support one of another kind, with its own details.
func (a *Asked) as(c *Catalogue, kind string, amount household.Dong, details map[string]string) {
	a.Kind, a.Support.Kind, a.Support.Amount, a.Support.Details = c.Kind(kind), kind, amount, details
	if !a.Kind.Person() {
		a.Member, a.Support.Member = nil, 0
	}
}

func course(places int64) *Activity {
	return &Activity{ID: 9, Node: "DA4-TDA1", Kind: "course", Title: "Lớp Mẫu", From: date.Must(2024, 5, 1),
		To: date.Must(2024, 7, 31), Places: places, State: Running}
}

// abroad is work abroad of somebody of a coastal commune, with the language course alone.
func abroad(c *Catalogue, a *Asked, facts Facts, paid household.Dong, fee string) {
	a.as(c, "job_abroad", paid, map[string]string{"country": "Nhật Bản", "contract_date": "2024-06-01",
		"cost_language": words.Number(paid).In("vi"), "fee_language": fee})
	a.Support.Facts = facts
}

// khmer makes the receiver one of an ethnic minority.
func khmer(a *Asked) { a.Member.Ethnicity = household.Kinh + 4 }

// training is work abroad with vocational training alone, travel with the way to it alone.
func training(c *Catalogue, a *Asked, facts Facts, paid household.Dong) {
	abroad(c, a, facts, paid, "")
	delete(a.Support.Details, "cost_language")
	a.Support.Details["cost_training"] = words.Number(paid).In("vi")
}

func travel(c *Catalogue, a *Asked, paid household.Dong, km string) {
	training(c, a, Poor|Coastal, paid)
	a.Support.Details["cost_travel"], a.Support.Details["distance_km"] = a.Support.Details["cost_training"], km
	delete(a.Support.Details, "cost_training")
}

// TestVocationalAmounts: Circular 152/2016, Article 7: six statuses, the highest counts, each at its last đồng and one
// more.
func TestVocationalAmounts(t *testing.T) {
	c := shipped(t)
	r, err := c.Compile(theLaw(t), theDay)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		name            string
		facts           Facts
		minority        household.Ethnicity
		disabled, merit household.Answer
		most            household.Dong
		then            string // what is said of one đồng more
	}{
		{"near-poor", NearPoor, household.Kinh, household.No, household.No, 2_500_000, OverNorm},
		{"newly escaped", NewlyEscaped, household.Kinh, household.No, household.No, 2_500_000, OverNorm},
		{"poor", Poor, household.Kinh, household.No, household.No, 3_000_000, OverNorm},
		{"near-poor of a minority", NearPoor, household.Kinh + 4, household.No, household.No, 3_000_000, OverNorm},
		{"person of merit, near-poor", NearPoor, household.Kinh, household.No, household.Yes, 3_000_000, OverNorm},
		{"poor of a minority", Poor, household.Kinh + 4, household.No, household.No, 4_000_000, OverNorm},
		{"poor of a difficult commune", Poor | Coastal, household.Kinh, household.No, household.No, 4_000_000,
			OverNorm},
		{"disabled, near-poor", NearPoor, household.Kinh, household.Yes, household.No, 6_000_000, OverNorm},
		{"disabled, poor of a minority", Poor | Coastal, household.Kinh + 4, household.Yes, household.Yes, 6_000_000,
			OverNorm},
		{"disability blank", NearPoor, household.Kinh, household.Unknown, household.No, 2_500_000, StatusUnknown},
		{"ethnicity blank", NearPoor, 0, household.No, household.No, 2_500_000, StatusUnknown},
		{"nothing known but poor", Poor, 0, household.Unknown, household.Unknown, 3_000_000, StatusUnknown},
	} {
		for _, paid := range []household.Dong{w.most, w.most + 1} {
			a := asked(c)
			a.as(c, "vocational_course", paid, map[string]string{"trade": "May"})
			a.Support.Facts, a.Support.Activity, a.Activity = w.facts, 9, course(30)
			a.Member.Ethnicity, a.Member.Disability, a.Member.PersonOfMerit = w.minority, w.disabled, w.merit
			want := ""
			if paid > w.most {
				want = w.then
			}
			got := r.Check(a)
			if want == "" && len(got) != 0 || want != "" && (len(got) != 1 || got[0].Code != want ||
				!got[0].Overrulable) {
				t.Errorf("%s, %d đồng: %+v, want %q", w.name, paid, got, want)
			}
		}
	}
	a := asked(c)
	a.as(c, "vocational_course", 6_000_001, map[string]string{"trade": "May"})
	a.Support.Facts, a.Support.Activity, a.Activity, a.Member.Disability = NearPoor, 9, course(30), household.Unknown
	if got := r.Check(a); len(got) != 1 || got[0].Code != OverNorm { // over what it could be at most
		t.Errorf("%+v", got)
	}
}

// TestVocationalParts: meals by the day, travel by the distance and the place.
func TestVocationalParts(t *testing.T) {
	c := shipped(t)
	r, err := c.Compile(theLaw(t), theDay)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		facts       Facts
		disabled    household.Answer
		meals, days string
		travel, km  string
		amount      household.Dong
		code        string
	}{
		{NearPoor, household.No, "1.200.000", "40", "200000", "15", 1_400_000, ""},
		{NearPoor, household.No, "1200001", "40", "", "", 1_200_001, OverNorm},
		{NearPoor, household.No, "30000", "", "", "", 30_000, MissingDetail},
		{NearPoor, household.No, "", "", "200001", "15", 200_001, OverNorm},
		{NearPoor, household.No, "", "", "200000", "14", 200_000, NoNorm},
		{NearPoor, household.No, "", "", "200000", "", 200_000, MissingDetail},
		{NearPoor, household.Yes, "", "", "300000", "5", 300_000, ""},
		{NearPoor, household.Yes, "", "", "300000", "4", 300_000, NoNorm},
		{Poor | Coastal, household.No, "", "", "300000", "5", 300_000, ""},
		{Poor | Coastal, household.No, "", "", "300001", "50", 300_001, OverNorm},
		{NearPoor, household.Unknown, "", "", "300000", "20", 300_000, StatusUnknown},
		{NearPoor, household.No, "30000", "1", "", "", 30_001, BadAmount},
	} {
		a := asked(c)
		a.as(c, "vocational_course", w.amount, map[string]string{"trade": "May", "cost_meals": w.meals,
			"meal_days":   w.days,
			"cost_travel": w.travel, "distance_km": w.km})
		a.Support.Facts, a.Support.Activity, a.Activity, a.Member.Disability = w.facts, 9, course(30), w.disabled
		a.Member.Ethnicity, a.Member.PersonOfMerit = household.Kinh, household.No
		got := r.Check(a)
		if w.code == "" && len(got) != 0 || w.code != "" && (len(got) != 1 || got[0].Code != w.code) {
			t.Errorf("%+v: %+v", w, got)
		}
	}
}

// TestRefusals: each reason to refuse alone, with its article, in both languages.
func TestRefusals(t *testing.T) {
	c, lib := shipped(t), theLaw(t)
	rules := map[date.Date]*Rules{}
	rulesOf := func(day date.Date) *Rules {
		if rules[day] == nil {
			r, err := c.Compile(lib, max(day, date.Must(2022, 1, 1)))
			if err != nil {
				t.Fatal(err)
			}
			rules[day] = r
		}
		return rules[day]
	}
	vocational := func(a *Asked) {
		a.as(c, "vocational_course", 2_500_000, map[string]string{"trade": "May"})
		a.Support.Facts, a.Support.Activity, a.Activity = NearPoor, 9, course(30)
		a.Member.Disability, a.Member.PersonOfMerit = household.No, household.No
	}
	for name, w := range map[string]struct {
		change     func(a *Asked)
		code, cite string
	}{
		"nothing":       {func(*Asked) {}, "", ""},
		"no day":        {func(a *Asked) { a.Support.Day = 0 }, FutureDay, "Điều 10 khoản 3"},
		"a day to come": {func(a *Asked) { a.Today = date.Must(2024, 6, 2) }, FutureDay, "Điều 10 khoản 3"},
		"today":         {func(a *Asked) { a.Today = theDay }, "", ""},
		"before the programme": {func(a *Asked) {
			a.Support.Day = date.Must(2022, 1, 17)
			a.Recognised = date.Must(2021, 12, 1)
			a.Support.Amount = 0
		}, OutsideProgramme, "90/QĐ-TTg"},
		"not carried over": {func(a *Asked) { later(a, date.Must(2026, 2, 1)) }, ProgrammeOpen, "257/2025"},
		"carried over": {func(a *Asked) {
			later(a, date.Must(2026, 12,
				31))
			a.Support.Source = "carried_central_recurrent"
		}, "", ""},
		"after the carried over": {func(a *Asked) {
			later(a, date.Must(2027, 1, 1))
			a.Support.Source = "carried_local"
			a.Support.Amount = 0
		}, OutsideProgramme, "Điều 21 khoản 1"},
		"before the recognition": {func(a *Asked) { a.Recognised = date.Must(2024, 6, 4); a.Support.Facts = 0 },
			BeforeRecognition, "24/2021/QĐ-TTg"},
		"no recognition": {func(a *Asked) { a.Recognised = 0 }, BeforeRecognition, "24/2021/QĐ-TTg"},
		"outside the group": {func(a *Asked) { a.Recognised = 0; a.Support.Facts = 0 }, OutsideGroup,
			"mục tiêu (2)"},
		"newly escaped": {func(a *Asked) { a.Support.Facts = NewlyEscaped }, "", ""},
		"a child into a job": {func(a *Asked) { a.Member, a.Support.Member = &a.Record.Members[2], 3 },
			OutsideGroup, "Bộ luật Lao động"},
		"age not known": {func(a *Asked) { a.Member, a.Support.Member = &a.Record.Members[3], 4 },
			GroupUnknown, "mục tiêu (2)"},
		"no household": {func(a *Asked) { a.Support.Household, a.Record = 0, nil }, MemberUnknown,
			"Điều 3 khoản 4"},
		"no member": {func(a *Asked) { a.Support.Member, a.Member = 0, nil }, MemberUnknown,
			"Điều 3 khoản 4"},
		"a member of nobody": {func(a *Asked) { a.Support.Member, a.Member = 9, nil }, MemberUnknown,
			"Điều 3 khoản 4"},
		"another's member": {func(a *Asked) { a.Member = &household.Member{No: 9}; a.Support.Member = 9 },
			MemberUnknown, "Điều 3 khoản 4"},
		"no quantity": {func(a *Asked) { a.Support.Quantity, a.Support.Amount = 0, 0 }, BadQuantity,
			"Điều 3 khoản 4"},
		"two jobs in one": {func(a *Asked) { a.Support.Quantity = 2 }, BadQuantity, "Điều 3 khoản 4"},
		"below zero":      {func(a *Asked) { a.Support.Amount = -1 }, BadAmount, "Điều 3 khoản 4"},
		"no fund":         {func(a *Asked) { a.Support.Source = "" }, BadSource, "Điều 3 khoản 1"},
		"unknown fund":    {func(a *Asked) { a.Support.Source = "bank" }, BadSource, "Điều 3 khoản 1"},
		"over the norm":   {func(a *Asked) { a.Support.Amount = 400_001 }, OverNorm, "Điều 72"},
		"no norm before 2023": {func(a *Asked) {
			a.Support.Day, a.Recognised = date.Must(2023, 8, 14),
				date.Must(2022, 12, 14)
		}, NormUnknown, "Điều 72"},
		"detail missing": {func(a *Asked) { a.Support.Details["employer"] = " " }, MissingDetail, "Điều 72"},
		"detail of no day": {func(a *Asked) { a.Support.Details["contract_date"] = "31/02/2024" }, WrongDetail,
			"Điều 72"},
		"detail of another kind": {func(a *Asked) { a.Support.Details["country"] = "Nhật" }, WrongDetail,
			"Điều 3 khoản 4"},
		"paid by another": {func(a *Asked) { a.Support.Details["paid_elsewhere"] = "yes" }, DoubleFunding,
			"Điều 72"},
		"twice in a year": {func(a *Asked) { a.Given = before(a, date.Must(2024, 1, 5), Poor) }, Twice,
			"Điều 3 khoản 1"},
		"the same in other words": {func(a *Asked) {
			a.Given = before(a, date.Must(2024, 1, 5),
				Poor)
			a.Given[0].Content = "CONG TY mẫu"
		}, Twice, "Điều 3 khoản 1"},
		"the year before": {func(a *Asked) { a.Given = before(a, date.Must(2023, 12, 31), Poor) }, "", ""},
		"withdrawn before": {func(a *Asked) {
			a.Given = before(a, date.Must(2024, 1, 5),
				Poor)
			a.Given[0].State = Withdrawn
		}, "", ""},
		"the other's job": {func(a *Asked) {
			a.Given = before(a, date.Must(2024, 1, 5),
				Poor)
			a.Given[0].Member = 2
		}, "", ""},
		"abroad in full": {func(a *Asked) { abroad(c, a, Poor|Coastal, 4_000_000, "") }, "", ""},
		"abroad over 4 million": {func(a *Asked) { khmer(a); abroad(c, a, Coastal, 4_000_001, ""); a.Recognised = 0 },
			OverNorm, "Điều 69 khoản 1"},
		"abroad of a minority": {func(a *Asked) { khmer(a); abroad(c, a, Coastal, 4_000_000, ""); a.Recognised = 0 },
			"", ""},
		"abroad at 70 %": {func(a *Asked) { abroad(c, a, NearPoor|Coastal, 2_800_000, "10000000") }, "", ""},
		"abroad over 70 %": {func(a *Asked) { abroad(c, a, NearPoor|Coastal, 2_800_001, "10.000.000") },
			OverNorm, "Điều 69 khoản 2"},
		"abroad, escaped": {func(a *Asked) { abroad(c, a, NewlyEscaped|Coastal, 2_800_001, "10000000") },
			OverNorm, "Điều 69 khoản 2"},
		"abroad at its real cost": {func(a *Asked) { abroad(c, a, NearPoor|Coastal, 2_000_000, "2000000") }, "", ""},
		"abroad over its cost": {func(a *Asked) { abroad(c, a, NearPoor|Coastal, 2_000_001, "2000000") }, OverNorm,
			"Điều 69 khoản 2"},
		"abroad at 50 %": {func(a *Asked) { abroad(c, a, Coastal, 2_000_000, "10000000"); a.Recognised = 0 },
			"", ""},
		"abroad over 50 %": {func(a *Asked) { abroad(c, a, Coastal, 2_000_001, "10000000"); a.Recognised = 0 },
			OverNorm, "Điều 69 khoản 3"},
		"abroad without the fee": {func(a *Asked) { abroad(c, a, Coastal, 100, ""); a.Recognised = 0 }, MissingDetail,
			"Điều 69 khoản 3"},
		"abroad from elsewhere": {func(a *Asked) { abroad(c, a, Poor, 100, "") }, NoNorm, "Điều 69"},
		"abroad, ethnicity blank": {func(a *Asked) {
			a.Member.Ethnicity = 0
			abroad(c, a, Coastal, 2_000_001,
				"10000000")
			a.Recognised = 0
		}, StatusUnknown, "Điều 69 khoản 1"},
		"abroad, blank but low": {func(a *Asked) {
			a.Member.Ethnicity = 0
			abroad(c, a, Coastal, 2_000_000,
				"10000000")
			a.Recognised = 0
		}, "", ""},
		"abroad, training": {func(a *Asked) { training(c, a, NearPoor|Coastal, 2_500_000) }, "", ""},
		"abroad, training over": {func(a *Asked) { training(c, a, NearPoor|Coastal, 2_500_001) }, OverNorm,
			"Điều 69 khoản 2"},
		"abroad, training 4 M": {func(a *Asked) { training(c, a, Poor|Coastal, 4_000_000) }, "", ""},
		"abroad, training 2 M": {func(a *Asked) { training(c, a, Coastal, 2_000_001); a.Recognised = 0 }, OverNorm,
			"Điều 69 khoản 3"},
		"abroad, near travel": {func(a *Asked) { travel(c, a, 300_000, "9") }, NoNorm, "Điều 69"},
		"abroad, travel":      {func(a *Asked) { travel(c, a, 300_000, "10") }, "", ""},
		"abroad, travel over": {func(a *Asked) { travel(c, a, 300_001, "10") }, OverNorm, "Điều 69"},
		"abroad, no distance": {func(a *Asked) { travel(c, a, 300_000, "") }, MissingDetail, "Điều 69"},
		"abroad, unpaid": {func(a *Asked) {
			abroad(c, a, Poor, 0, "")
			delete(a.Support.Details,
				"cost_language")
		}, "", ""},
		"abroad, living by day": {func(a *Asked) { abroad(c, a, Poor|Coastal, 0, ""); living(a, 2_000_001, "40") },
			OverNorm, "Điều 69 khoản 1"},
		"abroad, parts differ": {func(a *Asked) { abroad(c, a, Poor|Coastal, 100, ""); a.Support.Amount = 101 },
			BadAmount, "Điều 3 khoản 4"},
		"abroad as another": {func(a *Asked) {
			abroad(c, a, Poor|Coastal, 100, "")
			a.Given = before(a, date.Must(2022, 9, 1), NearPoor|Coastal)
		},
			SecondStatus, "Điều 69 khoản 6"},
		"abroad again": {func(a *Asked) {
			abroad(c, a, Poor|Coastal, 100, "")
			a.Given = before(a, date.Must(2022, 9, 1), Poor|Coastal)
		}, Twice, "Điều 69 khoản 6"},
		"a course":               {vocational, "", ""},
		"a course over its norm": {func(a *Asked) { vocational(a); a.Support.Amount++ }, OverNorm, "Điều 68"},
		"a second course": {func(a *Asked) {
			vocational(a)
			a.Given = before(a, date.Must(2023, 9, 1), NearPoor)
			a.Given[0].Content = "nghề khác"
		}, Twice, "Điều 68"},
		"a course after a lost job": {func(a *Asked) {
			vocational(a)
			a.Given = before(a, date.Must(2023, 9, 1), NearPoor)
			a.Support.Details["lost_job"] = "yes"
		}, "", ""},
		"a fourth course": {func(a *Asked) {
			vocational(a)
			one := before(a, date.Must(2023, 9, 1), NearPoor)[0]
			a.Given = []Support{one, one, one}
			a.Support.Details["lost_job"] = "yes"
		}, Twice, "Điều 68"},
		"a card at its price": {func(a *Asked) {
			a.as(c, "insurance_card", 972_000,
				map[string]string{"card_from": "2024-01-01"})
		}, "", ""},
		"a card over its price": {func(a *Asked) {
			a.as(c, "insurance_card", 972_001,
				map[string]string{"card_from": "2024-01-01"})
		}, OverNorm, "24/2023/NĐ-CP"},
		"a course of nothing": {func(a *Asked) { vocational(a); a.Support.Activity, a.Activity = 0, nil }, NoActivity,
			"Điều 56, 58"},
		"a course that is gone": {func(a *Asked) { vocational(a); a.Activity = nil }, NoActivity, "Điều 56, 58"},
		"a model for a course": {func(a *Asked) { vocational(a); a.Activity.Kind = "model" }, NoActivity,
			"Điều 56, 58"},
		"a course of elsewhere": {func(a *Asked) { vocational(a); a.Activity.Node = "DA2" }, NoActivity, "Điều 56, 58"},
		"a course to come": {func(a *Asked) { vocational(a); a.Activity.State = Approved }, NotApproved,
			"Điều 56, 58"},
		"a course cancelled": {func(a *Asked) { vocational(a); a.Activity.State = Cancelled }, ActivityClosed,
			"Điều 56, 58"},
		"the last place":       {func(a *Asked) { vocational(a); a.Taken = 29 }, "", ""},
		"more than its places": {func(a *Asked) { vocational(a); a.Taken = 30 }, ActivityFull, "Điều 56, 58"},
		"before the course": {func(a *Asked) { vocational(a); a.Activity.From = date.Must(2024, 6, 4) }, ActivityDay,
			"Điều 56, 58"},
		"a house": {func(a *Asked) {
			a.as(c, "house", 50_000_000, map[string]string{"form": "new"})
			a.Support.Source = "mobilised"
		}, "", ""},
		"a house of project 5": {func(a *Asked) { a.as(c, "house", 50_000_000, map[string]string{"form": "new"}) },
			BadSource, "Dự án 5"},
		"a house of no form": {func(a *Asked) {
			a.as(c, "house", 1,
				map[string]string{"form": "old"})
			a.Support.Source = "mobilised"
		}, WrongDetail, "mục tiêu (9)"},
		"a device handed out": {func(a *Asked) {
			a.as(c, "information_device", 0,
				map[string]string{"goods_name": "Máy thu thanh"})
		}, "", ""},
		"nothing handed out": {func(a *Asked) { a.as(c, "information_device", 0, nil) }, BadAmount, "Điều 3 khoản 4"},
		"a card for 2024": {func(a *Asked) {
			a.as(c, "insurance_card", 0,
				map[string]string{"card_from": "2024-01-01"})
		}, "", ""},
		"the same case again": {func(a *Asked) {
			a.as(c, "legal_aid_asked", 0, nil)
			a.Given = before(a, theDay,
				Poor)
		}, Duplicate, "Điều 3 khoản 1"},
		"an unknown kind": {func(a *Asked) { a.Kind = &Kind{Code: "gift"} }, WrongDetail, "Điều 3 khoản 4"},
		"an event": {func(a *Asked) {
			a.Support, a.Record, a.Member = event(), nil, nil
			a.Kind = c.Kind("communication_event")
			a.Activity = theEvent()
		}, "", ""},
		"an event for a person": {func(a *Asked) {
			a.Support, a.Kind, a.Activity = event(), c.Kind("communication_event"), theEvent()
			a.Support.Member = 1
		},
			MemberUnknown, "Điều 3 khoản 4"},
	} {
		a := asked(c)
		w.change(a)
		got := rulesOf(a.Support.Day).Check(a)
		if w.code == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || got[0].Code != w.code || !strings.Contains(got[0].Cite, w.cite) ||
			(got[0].Cite == "") != (w.cite == "") {
			t.Errorf("%s: %+v, want %s of %s", name, got, w.code, w.cite)
			continue
		}
		if f := got[0]; f.Text.VI == "" || f.Text.EN == "" || !strings.ContainsAny(f.Text.VI, ";–") ||
			f.Overrulable != (c.Refusal(f.Code).Overrulable) {
			t.Errorf("%s: says %+v", name, f)
		}
	}
}

func event() *Support {
	return &Support{Kind: "communication_event", Day: theDay, Quantity: 120, Activity: 4}
}

func theEvent() *Activity {
	return &Activity{ID: 4, Node: "DA6-TDA2", Kind: "event", Title: "Truyền thông", From: theDay, To: theDay,
		State: Running}
}

// later moves a support and all that speaks of its time to another day.
func later(a *Asked, day date.Date) {
	a.Support.Day, a.Today, a.Recognised, a.Support.Amount = day, day, date.Must(2025, 12, 14), 0
}

func living(a *Asked, paid household.Dong, days string) {
	a.Support.Amount = paid
	a.Support.Details = map[string]string{"country": "Nhật Bản", "contract_date": "2024-06-01",
		"cost_living": words.Number(paid).In("vi"), "living_days": days}
}

// before is the same support on another day, as somebody of other facts.
func before(a *Asked, day date.Date, facts Facts) []Support {
	s := *a.Support
	s.ID, s.Day, s.Facts, s.State = 3, day, facts, Valid
	return []Support{s}
}

// TestNormsOfBothCirculars: after 31/05/2026 money carried over keeps Circular 55's norms; new money has none that is
// known.
func TestNormsOfBothCirculars(t *testing.T) {
	c, lib := shipped(t), theLaw(t)
	r, err := c.Compile(lib, date.Must(2026, 6, 15))
	if err != nil {
		t.Fatal(err)
	}
	a := asked(c)
	later(a, date.Must(2026, 6, 15))
	a.Support.Amount, a.Support.Source = 400_001, "carried_central_recurrent"
	if got := r.Check(a); len(got) != 1 || got[0].Code != OverNorm ||
		!strings.Contains(got[0].Cite, "Thông tư 60/2026/TT-BTC, Điều 21 khoản 1") {
		t.Errorf("carried over: %+v", got)
	}
	a.Support.Source = "central_recurrent"
	a.Given = before(a, date.Must(2026, 2, 1), Poor)
	var codes []string
	for _, f := range r.Check(a) {
		codes = append(codes, f.Code)
		if f.Code == Twice && f.Cite != "Thông tư 60/2026/TT-BTC, Điều 2 khoản 3 điểm b" {
			t.Error(f.Cite)
		}
	}
	if strings.Join(codes, " ") != "programme_open twice norm_of_province" {
		t.Errorf("new money: %v", codes)
	}
}

// TestLowIncomeWorker: a status of the law opens vocational training to people whom no decision names, from its day on.
func TestLowIncomeWorker(t *testing.T) {
	c, lib := shipped(t), theLaw(t)
	for day, want := range map[date.Date]string{date.Must(2025, 2, 23): OutsideGroup, date.Must(2025, 2, 24): ""} {
		r, err := c.Compile(lib, day)
		if err != nil {
			t.Fatal(err)
		}
		a := asked(c)
		a.as(c, "vocational_course", 1_000_000, map[string]string{"trade": "May"})
		a.Support.Day, a.Today, a.Recognised, a.Support.Facts = day, day, 0, 0
		a.Support.Activity, a.Activity = 9, course(0)
		a.Activity.From, a.Activity.To = date.Must(2025, 1, 1), date.Must(2025, 12, 31)
		a.Member.AbleToWork = household.Yes
		for _, set := range [][2]string{{"area", "rural"}, {"income_per_head", "2000000"}} {
			if err := a.Record.Set(set[0], set[1]); err != nil {
				t.Fatal(err)
			}
		}
		got := r.Check(a)
		if want == "" && len(got) != 0 || want != "" && (len(got) != 1 || got[0].Code != want) {
			t.Errorf("%s: %+v, want %q", day, got, want)
		}
	}
}

// TestOnlyTheAllowedPasses: whatever the support and the overrules, what Allowed lets through has no finding but
// overrulable ones, each overruled by somebody with a reason.
func TestOnlyTheAllowedPasses(t *testing.T) {
	c, lib := shipped(t), theLaw(t)
	r, err := c.Compile(lib, theDay)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := asked(c)
		kind := rapid.SampledFrom(c.Kinds).Draw(t, "kind")
		a.as(c, kind.Code, household.Dong(rapid.Int64Range(-1, 5_000_000).Draw(t, "amount")), map[string]string{})
		a.Support.Quantity = rapid.Int64Range(-1, 3).Draw(t, "quantity")
		a.Support.Facts = Facts(rapid.Uint16Range(0, 1<<9-1).Draw(t, "facts"))
		a.Support.Source = rapid.SampledFrom([]string{"", "central_recurrent", "mobilised", "bank"}).Draw(t, "source")
		for _, d := range kind.Details {
			if rapid.Bool().Draw(t, d.Code) {
				a.Support.Details[d.Code] = rapid.SampledFrom([]string{"1", "yes", "no", "2024-06-01", "new", "child",
					"community", "advice"}).Draw(t, d.Code+" value")
			}
		}
		if rapid.Bool().Draw(t, "activity") {
			a.Activity = course(rapid.Int64Range(0, 2).Draw(t, "places"))
			a.Activity.Kind, a.Activity.Node, a.Support.Activity = kind.Activity, kind.Node, 9
			a.Activity.State = ActivityState(rapid.IntRange(1, 5).Draw(t, "state"))
		}
		if rapid.Bool().Draw(t, "given") {
			a.Given = before(a, theDay, Facts(rapid.Uint16Range(0, 63).Draw(t, "given as")))
		}
		var overrules []Overrule
		for _, code := range refusalCodes() {
			if rapid.Bool().Draw(t, "overrule "+code) {
				overrules = append(overrules, Overrule{code,
					rapid.SampledFrom([]string{"", " ", "có văn bản"}).Draw(t, "reason"),
					rapid.Int64Range(0, 1).Draw(t, "by")})
			}
		}
		findings := r.Check(a)
		for _, f := range findings {
			if f.Cite == "" || f.Text.VI == "" || f.Text.EN == "" {
				t.Fatalf("without an article or a text: %+v", f)
			}
		}
		refused := r.Allowed(findings, overrules)
		for _, f := range findings {
			said := slices.ContainsFunc(overrules, func(o Overrule) bool {
				return o.Code == f.Code && o.By == 1 &&
					o.Reason == "có văn bản"
			})
			kept := slices.ContainsFunc(refused, func(g Finding) bool { return g == f })
			if kept == (f.Overrulable && said) {
				t.Fatalf("%s (overrulable %v, overruled %v): refused %v", f.Code, f.Overrulable, said, kept)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	c := shipped(b)
	r, err := c.Compile(theLaw(b), theDay)
	if err != nil {
		b.Fatal(err)
	}
	a := asked(c)
	for b.Loop() {
		if got := r.Check(a); len(got) != 0 {
			b.Fatal(got)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	c, lib := shipped(b), theLaw(b)
	for b.Loop() {
		if _, err := c.Compile(lib, theDay); err != nil {
			b.Fatal(err)
		}
	}
}
