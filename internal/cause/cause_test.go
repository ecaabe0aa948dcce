package cause_test

import (
	"os"
	"strings"
	"testing"

	"giamngheo/internal/cause"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/rule/parse"
)

// home is a household of the country with two deprivations and a child at primary school, near-poor in 2023.
func home() *household.Household {
	return &household.Household{Code: "H", Area: place.Rural, IncomePerHead: household.Just(household.Dong(1_188_000)),
		Wall: household.Solid, Pillar: household.Solid, Roof: household.Solid, FloorArea: household.Just(100.0),
		Water: household.WaterOther, Toilet: household.ToiletNone, Internet: household.Yes,
		InformationMeans: household.Yes,
		Members: []household.Member{
			{No: 1, Name: "Trương Mỹ Như", Relationship: household.Head, Sex: household.Female,
				Birth: household.BornOn(date.Must(1970, 1, 1)), Work: household.SelfEmployed,
				AbleToWork: household.Yes, WantsWork: household.Yes, Disability: household.No, SocialAllowance: household.No,
				HealthInsurance: household.Yes},
			{No: 2, Name: "Trương An", Relationship: household.Child, Sex: household.Male,
				Birth: household.BornOn(date.Must(2012, 11, 11)), Work: household.NotWorking, Stunted: household.No, Underweight: household.No,
				Disability: household.No, SocialAllowance: household.No, HealthInsurance: household.Yes,
				Attending: household.AttendsPrimary}}}
}

// standards are compiled once a day.
func standards(t *testing.T, days ...date.Date) map[date.Date]*poverty.Standard {
	t.Helper()
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	out := map[date.Date]*poverty.Standard{}
	for _, on := range days {
		if out[on], err = poverty.Compile(lib, "2022-2025", on); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func side(t *testing.T, std *poverty.Standard, h *household.Household) *cause.Side {
	t.Helper()
	s, err := cause.NewSide(std, h)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOf: what made another class is told with the answers and ages on which it hangs, and nothing that did not matter.
func TestOf(t *testing.T) {
	then, now := date.Must(2023, 12, 14), date.Must(2024, 12, 14)
	of := standards(t, then, now)
	for name, c := range map[string]struct {
		was, now func(*household.Household)
		on       date.Date
		class    poverty.Class
		want     []string // the causes, in Vietnamese: each holds these, "" none
		not      string
	}{
		"a year older, and last year's school": {on: now, class: poverty.Poor,
			want: []string{"trước thiếu hụt 2 chỉ số, nay 3: nay thiếu hụt tình trạng đi học của trẻ em (Trương An: ",
				"11 → 12 tuổi", "tiểu học"}, not: "Mỹ Như"},
		"the school of today": {on: now, class: poverty.NearPoor,
			now: func(h *household.Household) { h.Members[1].Attending = household.AttendsLowerSecondary }},
		"income over the line": {on: then, class: poverty.AverageLivingStandard,
			now:  func(h *household.Household) { h.IncomePerHead = household.Just(household.Dong(1_900_000)) },
			want: []string{"thu nhập bình quân: 1.188.000 đồng → 1.900.000 đồng"}, not: "thiếu hụt"},
		"an income that changes nothing beside a deprivation that does": {on: then, class: poverty.Poor,
			now: func(h *household.Household) {
				h.IncomePerHead, h.Internet = household.Just(household.Dong(1_000_000)), household.No
			},
			want: []string{"nay thiếu hụt sử dụng dịch vụ viễn thông", "có → không"}, not: "thu nhập"},
		"a deprivation that went": {on: then, class: poverty.NearPoor,
			was: func(h *household.Household) { h.Internet = household.No },
			want: []string{"trước thiếu hụt 3 chỉ số, nay 2: không còn thiếu hụt sử dụng dịch vụ viễn thông",
				"không → có"}},
		"what is not known any more": {on: then, class: poverty.Undetermined,
			now:  func(h *household.Household) { h.Internet = household.Unknown },
			want: []string{"chưa xác định được: sử dụng dịch vụ viễn thông", "có → chưa rõ"}},
		"a fact of health is not told": {on: then, class: poverty.Poor,
			now:  func(h *household.Household) { h.Members[1].Stunted = household.Yes },
			want: []string{"nay thiếu hụt dinh dưỡng (Trương An: ", "đã đổi"}, not: "không → có"},
		"another area": {on: then, class: poverty.NearPoor,
			was: func(h *household.Household) { h.IncomePerHead = household.Just(household.Dong(1_700_000)) },
			now: func(h *household.Household) {
				h.IncomePerHead, h.Area = household.Just(household.Dong(1_700_000)), place.Urban
			},
			want: []string{"khu vực: nông thôn → thành thị"}},
	} {
		was, is := home(), home()
		if c.was != nil {
			c.was(was)
		}
		if c.now != nil {
			c.now(is)
		}
		n := side(t, of[c.on], is)
		if n.Found.Class != c.class {
			t.Errorf("%s: %v, want %v %v", name, n.Found.Class, c.class, n.Found.UndeterminedBy)
		}
		all := cause.Of(side(t, of[then], was), n)
		text := said(all)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: “%s” does not say “%s”", name, text, want)
			}
		}
		if len(c.want) == 0 && text != "" || c.not != "" && strings.Contains(text, c.not) {
			t.Errorf("%s: “%s” says too much", name, text)
		}
		for _, one := range all {
			if one.EN == one.VI || one.EN == "" {
				t.Errorf("%s: no English: %+v", name, one)
			}
		}
	}
}

// TestAcross: what another standard did is told as that, and what the household did as its own.
func TestAcross(t *testing.T) {
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	compiled := func(code string, on date.Date) *poverty.Standard {
		std, err := poverty.Compile(lib, code, on)
		if err != nil {
			t.Fatal(err)
		}
		return std
	}
	now := date.Must(2027, 12, 14)
	then, old, after := compiled("2022-2025", date.Must(2026, 12, 14)), compiled("2022-2025", now), compiled("2027-2030", now)
	income := func(v int64) *household.Household {
		h := home()
		h.IncomePerHead = household.Just(household.Dong(v))
		h.Members[1].Birth = household.BornOn(date.Must(2015, 1, 1))
		return h
	}
	for name, c := range map[string]struct {
		was, now *household.Household
		want     []string
		not      string
	}{
		"the line alone": {income(1_900_000), income(1_900_000),
			[]string{"chuẩn nghèo đã đổi từ “Chuẩn nghèo đa chiều giai đoạn 2022-2025” sang “", "1.500.000", "2.200.000"}, "thu nhập bình quân"},
		"the income alone": {income(1_000_000), income(5_000_000),
			[]string{"thu nhập bình quân: 1.000.000 đồng → 5.000.000 đồng"}, "chuẩn nghèo đã đổi"},
		"both": {income(1_000_000), income(1_800_000),
			[]string{"1.000.000 đồng → 1.800.000 đồng", "chuẩn nghèo đã đổi"}, ""},
		"neither": {income(1_000_000), income(1_000_000), nil, "đổi"},
	} {
		all, err := cause.Across(side(t, then, c.was), side(t, after, c.now), old)
		text := said(all)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: “%s” does not say “%s”", name, text, want)
			}
		}
		if err != nil || c.not != "" && strings.Contains(text, c.not) {
			t.Errorf("%s: “%s” %v", name, text, err)
		}
	}
}

func said(all []errs.Text) string {
	parts := make([]string, len(all))
	for i, one := range all {
		parts[i] = one.VI
	}
	return strings.Join(parts, " | ")
}
