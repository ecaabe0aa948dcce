package target

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/programme"
)

func gauge(t testing.TB, on date.Date) *Gauge {
	t.Helper()
	plans, err := Plans(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	g, err := NewGauge(&plans[0], language(t, on))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// case35 is a household of the hand-computed register with what is known of it.
type case35 struct {
	h          household.Household
	is, unsure programme.Facts
}

func register35() []case35 {
	born := func(age int) household.Birth { return household.BornOn(date.Must(2024-age, 1, 1)) }
	khmer, kinh := household.Khmer, household.Kinh
	return []case35{
		{household.Household{Wall: household.Solid, Pillar: household.Solid, Roof: household.NotSolid,
			Water: household.Tap, Toilet: household.ToiletNone,
			Internet: household.No, InformationMeans: household.Yes, Members: []household.Member{
				{Birth: born(40), Relationship: household.Head, Sex: household.Male, Ethnicity: khmer,
					AbleToWork: household.Yes, WantsWork: household.Yes, Work: household.WageContract,
					HealthInsurance: household.Yes, Attending: household.AttendsNone},
				{Birth: born(8), Relationship: household.Child, AbleToWork: household.No, WantsWork: household.No,
					HealthInsurance: household.No, Attending: household.AttendsPrimary},
			}}, programme.Poor | programme.Minority, 0},
		{household.Household{Wall: household.NotSolid, Internet: household.Yes, Members: []household.Member{
			{Birth: born(30), Relationship: household.Head, Sex: household.Female, Ethnicity: kinh,
				AbleToWork: household.Yes, WantsWork: household.Yes, Work: household.SelfEmployed,
				HealthInsurance: household.Yes, Attending: household.AttendsNone},
			{Birth: born(10), Relationship: household.Child, Attending: household.AttendsNone},
		}}, programme.NearPoor, 0},
		{household.Household{Members: []household.Member{
			{Birth: born(50), Relationship: household.Head, Sex: household.Male, Ethnicity: kinh,
				AbleToWork: household.Yes, WantsWork: household.No, HealthInsurance: household.No},
			{Birth: born(48), Relationship: household.Spouse, Sex: household.Female, WantsWork: household.Yes},
		}}, programme.Coastal, 0},
		// Its class is undetermined: it may be poor.
		{household.Household{Members: []household.Member{
			{Birth: born(50), Relationship: household.Head, Sex: household.Male, Ethnicity: khmer,
				AbleToWork: household.No, HealthInsurance: household.No},
		}}, programme.Minority, programme.Poor | programme.NearPoor},
		// Nobody knows its ethnicity, nor whether its commune is one of the coastal ones.
		{household.Household{Members: []household.Member{
			{Birth: born(50), Relationship: household.Head, Sex: household.Male, AbleToWork: household.Yes,
				WantsWork: household.Yes},
		}}, 0, programme.Coastal},
	}
}

// TestEveryTargetOverTheRegister holds every part that counts households or persons against counts made by hand.
func TestEveryTargetOverTheRegister(t *testing.T) {
	g := gauge(t, date.Must(2024, 12, 14))
	out := make([]Tally, len(g.Parts()))
	for i := range register35() {
		c := register35()[i]
		if err := g.Register(&c.h, c.is, c.unsure, out); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]Tally{
		"poor_rate":       {1, 3, 1}, // the undetermined one may be poor
		"khmer_poor_rate": {1, 0, 2}, // it and the one of unknown ethnicity
		"lasting_work":    {1, 1, 0}, // of the poor and the near-poor
		// To be supported: the head of 1 is able and wants to, that of 3 does not, the wife of 3 may be able, the head
		// of 5 may live in a coastal commune. The near-poor are not meant.
		"production_support": {0, 1, 2},
		"insured":            {2, 1, 1},
		"school":             {1, 1, 0},
		"safe_house":         {0, 1, 0},
		"water":              {1, 0, 1},
		"latrine":            {0, 1, 1},
		"internet":           {1, 1, 0},
		"information_means":  {1, 0, 1},
	}
	for i, p := range g.Parts() {
		if out[i] != want[p.Code] {
			t.Errorf("%s: %+v, want %+v", p.Code, out[i], want[p.Code])
		}
	}
}

// TestWeights: jobs are shared out by those of working age who are able to work.
func TestWeights(t *testing.T) {
	g := gauge(t, date.Must(2024, 12, 14))
	out := make([]int64, len(g.Parts()))
	for _, c := range register35() {
		if err := g.Weigh(&c.h, c.is, c.unsure, out); err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]int64{}
	for i, p := range g.Parts() {
		if out[i] != 0 {
			got[p.Code] = out[i]
		}
	}
	if diff := cmp.Diff(map[string]int64{"jobs": 2, "jobs_abroad": 2, "trained": 2}, got); diff != "" {
		t.Error(diff)
	}
}

// supports35 are the supports of the hand-computed year.
func supports35() []programme.Support {
	given := func(id int64, kind string, h int64, m, month, day int, f programme.Facts) programme.Support {
		return programme.Support{ID: id, Kind: kind, Household: h, Member: m, Commune: "31552",
			Day: date.Must(2024, month, day), Quantity: 1, Facts: f, State: programme.Valid}
	}
	before := given(3, "job_placed", 2, 1, 1, 1, programme.NearPoor)
	before.Day = date.Must(2023, 12, 31)
	withdrawn := given(5, "job_placed", 4, 1, 4, 1, programme.NewlyEscaped)
	withdrawn.State = programme.Withdrawn
	superseded := given(16, "vocational_course", 4, 1, 4, 1, programme.Poor)
	superseded.State = programme.Superseded
	officers, more := given(8, "officer_training", 0, 0, 5, 20, 0), given(9, "officer_training", 0, 0, 9, 20, 0)
	officers.Quantity, more.Quantity = 30, 25
	return []programme.Support{
		given(2, "job_abroad", 1, 1, 6, 1, programme.Poor), // not in the order of days
		given(1, "job_placed", 1, 1, 3, 1, programme.Poor), // the same person: one of the jobs, and one abroad
		before,
		given(4, "job_placed", 3, 1, 5, 1, 0), // of no group
		withdrawn, superseded,
		given(6, "vocational_course", 2, 1, 5, 5, programme.NearPoor),
		given(7, "vocational_course", 2, 1, 7, 1, programme.NearPoor),      // twice
		given(15, "vocational_course", 4, 1, 7, 1, programme.NewlyEscaped), // target 3 is for the poor and near-poor
		officers, more,
		given(10, "legal_aid_asked", 1, 2, 2, 1, programme.Poor),
		given(11, "legal_aid_given", 1, 2, 2, 20, programme.Poor),
		given(12, "legal_aid_asked", 2, 1, 3, 3, programme.NearPoor),
		given(13, "production_model", 1, 0, 8, 1, programme.Poor),
		given(14, "production_support", 1, 0, 9, 1, programme.Poor), // the same household
		given(17, "internet", 1, 0, 9, 1, programme.Poor),           // a kind called like a column
	}
}

// TestEveryTargetOverSupports holds what supports count against counts made by hand, on three days.
func TestEveryTargetOverSupports(t *testing.T) {
	g := gauge(t, date.Must(2024, 12, 14))
	entries, err := g.Receipts(supports35(), func(int64) uint64 { return g.OfStart() })
	if err != nil {
		t.Fatal(err)
	}
	l := NewLedger(len(g.Parts()))
	for _, e := range entries {
		l.Add(0, e.Part, e.From, 0, e.Tally)
	}
	for day, want := range map[date.Date]map[string]Tally{
		date.Must(2024, 2, 10): {"legal_aid_given": {0, 1, 0}},
		date.Must(2024, 5, 31): {"jobs": {1, 0, 0}, "trained": {1, 0, 0}, "legal_aid_given": {1, 1, 0}},
		date.Must(2024, 12, 31): {"jobs": {1, 0, 0}, "jobs_abroad": {1, 0, 0}, "trained": {1, 0, 0},
			"legal_aid_given":    {1, 1, 0},
			"production_support": {1, -1, 0}},
	} {
		got := map[string]Tally{}
		for i, p := range g.Parts() {
			if tally := l.At(0, i, day); tally != (Tally{}) {
				got[p.Code] = tally
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", day, diff)
		}
	}
}

// TestModels: models count from the day on which they begin, those of the plan's year, running or done.
func TestModels(t *testing.T) {
	g := gauge(t, date.Must(2024, 12, 14))
	at := func(kind string, from date.Date, s programme.ActivityState) programme.Activity {
		return programme.Activity{Kind: kind, Place: "31552", From: from, State: s, Quantity: 20}
	}
	entries, err := g.Activities([]programme.Activity{at("model", date.Must(2024, 3, 1), programme.Running),
		at("model", date.Must(2024, 2, 1), programme.Done),
		at("model", date.Must(2024, 4, 1), programme.Approved), at("model", date.Must(2024, 4, 1), programme.Cancelled),
		at("model", date.Must(2023, 4, 1), programme.Running),
		at("course", date.Must(2024, 4, 1), programme.Running), at("model", 0, programme.Planned)})
	if err != nil {
		t.Fatal(err)
	}
	_, models := g.plan.Part("models")
	if diff := cmp.Diff([]Entry{{"31552", models, date.Must(2024, 3, 1), Tally{Met: 1}},
		{"31552", models, date.Must(2024, 2, 1), Tally{Met: 1}}}, entries); diff != "" {
		t.Error(diff)
	}
	if _, err := g.Activities([]programme.Activity{at("picnic", date.Must(2024, 3, 1), programme.Running)}); err == nil ||
		!strings.Contains(err.Error(), "không có loại hoạt động “picnic”") {
		t.Errorf("an unknown kind: %v", err)
	}
	if _, err := g.Receipts([]programme.Support{{Kind: "alms", State: programme.Valid, Day: date.Must(2024, 1, 1)}},
		nil); err == nil || !strings.Contains(err.Error(), "không có loại hỗ trợ “alms”") {
		t.Errorf("an unknown kind: %v", err)
	}
}

// TestPoorAndEscapedWithinAYear: a household that became poor in March and escaped in October counts between the two,
// and what it was given counts by what it was on the day.
func TestPoorAndEscapedWithinAYear(t *testing.T) {
	g := gauge(t, date.Must(2024, 12, 14))
	h := household.Household{Wall: household.Solid, Pillar: household.Solid, Roof: household.Solid,
		Members: []household.Member{{Relationship: household.Head, Ethnicity: household.Kinh}}}
	l := NewLedger(len(g.Parts()))
	began, ended := date.Must(2024, 3, 15), date.Must(2024, 10, 1)
	for _, s := range []struct {
		from, to date.Date
		is       programme.Facts
	}{{date.Must(2023, 12, 31), began, 0}, {began, ended, programme.Poor}, {ended, 0, programme.NewlyEscaped}} {
		out := make([]Tally, len(g.Parts()))
		if err := g.Register(&h, s.is, 0, out); err != nil {
			t.Fatal(err)
		}
		l.AddAll(0, s.from, s.to, out)
	}
	given := func(id int64, kind string, month int, f programme.Facts) programme.Support {
		return programme.Support{ID: id, Kind: kind, Household: 1, Member: 1, Day: date.Must(2024, month, 20), Facts: f,
			State: programme.Valid}
	}
	entries, err := g.Receipts([]programme.Support{given(1, "vocational_course", 11, programme.NewlyEscaped),
		given(2, "job_placed", 12, programme.NewlyEscaped)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		l.Add(0, e.Part, e.From, 0, e.Tally)
	}
	l.Settle()
	at := func(code string, day date.Date) Tally {
		_, i := g.plan.Part(code)
		return l.At(0, i, day)
	}
	for _, c := range []struct {
		code       string
		month, day int
		want       Tally
	}{
		{"poor_rate", 3, 14, Tally{0, 1, 0}}, {"poor_rate", 3, 15, Tally{1, 0, 0}},
		{"poor_rate", 9, 30, Tally{1, 0, 0}}, {"poor_rate", 10, 1, Tally{0, 1, 0}},
		{"safe_house", 3, 14, Tally{}}, {"safe_house", 9, 30, Tally{1, 0, 0}}, {"safe_house", 12, 31, Tally{}},
		{"trained", 12, 31, Tally{}}, {"jobs", 12, 19, Tally{}}, {"jobs", 12, 20, Tally{1, 0, 0}},
	} {
		if got := at(c.code, date.Must(2024, c.month, c.day)); got != c.want {
			t.Errorf("%s on %d/%d: %+v, want %+v", c.code, c.day, c.month, got, c.want)
		}
	}
}

// TestUnknownFactsOfPersons: what is not known of a person is not counted as no.
func TestUnknownFactsOfPersons(t *testing.T) {
	p, err := ReadPlan("x.yaml", []byte(`plan: {number: x, date: 2024-01-01, year: 2024, title: {vi: x, en: x}}
targets: [{number: 1, text: x, parts: [{code: a, title: {vi: a, en: a}, kind: rate, unit: percent, better: higher,
  numerator: {over: person, where: "(child || woman || disabled) && m.health_insurance"}, denominator: {over: person, where: "minority || merit"}}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	g, err := NewGauge(p, language(t, date.Must(2024, 12, 14)))
	if err != nil {
		t.Fatal(err)
	}
	yes, no := household.Yes, household.No
	head := func(m household.Member) household.Household {
		m.Relationship = household.Head
		return household.Household{Members: []household.Member{m}}
	}
	for _, c := range []struct {
		name string
		m    household.Member
		is   programme.Facts
		want Tally
	}{
		{"of unknown ethnicity and merit", household.Member{}, 0, Tally{Unknown: 1}},
		{"surely in no group", household.Member{Ethnicity: household.Kinh, PersonOfMerit: no}, 0, Tally{}},
		{"of unknown sex, age and disability", household.Member{HealthInsurance: yes}, programme.Minority,
			Tally{Unknown: 1}},
		{"uninsured whatever it is", household.Member{HealthInsurance: no}, programme.Minority, Tally{NotMet: 1}},
		{"a woman of unknown age", household.Member{HealthInsurance: yes, Sex: household.Female}, programme.Minority,
			Tally{Met: 1}},
		{"a man born in the year that decides", household.Member{HealthInsurance: yes, Sex: household.Male,
			Disability: no, Birth: household.BornIn(2008)}, programme.Minority, Tally{Unknown: 1}},
		{"a boy", household.Member{HealthInsurance: yes, Sex: household.Male, Disability: no,
			Birth: household.BornIn(2009)}, programme.Minority, Tally{Met: 1}},
		{"a man", household.Member{HealthInsurance: yes, Sex: household.Male, Disability: no,
			Birth: household.BornIn(2007)}, programme.Merit, Tally{NotMet: 1}},
	} {
		h, out := head(c.m), make([]Tally, 1)
		if err := g.Clone().Register(&h, c.is, 0, out); err != nil || out[0] != c.want {
			t.Errorf("%s: %+v, %v, want %+v", c.name, out[0], err, c.want)
		}
	}
}

// TestOnlyValidSupportsCount: whatever else is in the list, what is withdrawn or superseded never counts, and the
// entries of everybody are those of each household.
func TestOnlyValidSupportsCount(t *testing.T) {
	g := gauge(t, date.Must(2024, 12, 14))
	end := date.Must(2025, 1, 31)
	total := func(t *rapid.T, lists ...[]programme.Support) []Tally {
		out := make([]Tally, len(g.Parts()))
		for _, given := range lists {
			entries, err := g.Receipts(given, func(id int64) uint64 { return g.OfStart() * uint64(id&1) })
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if e.From <= end {
					out[e.Part].Add(e.Tally)
				}
			}
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		all := make([]programme.Support, rapid.IntRange(0, 40).Draw(t, "n"))
		var valid []programme.Support
		byHousehold := make([][]programme.Support, 4)
		for i := range all {
			s := &all[i]
			s.ID, s.Kind, s.State = int64(i+1), rapid.SampledFrom(kinds).Draw(t, "kind"),
				programme.SupportState(rapid.IntRange(1, 3).Draw(t, "state"))
			s.Household, s.Member = int64(rapid.IntRange(1, 4).Draw(t, "household")),
				rapid.IntRange(0, 2).Draw(t, "member")
			s.Day, s.Facts = date.Must(rapid.IntRange(2023, 2025).Draw(t, "year"),
				rapid.IntRange(1, 12).Draw(t, "month"), 1), programme.Facts(rapid.IntRange(0, facts-1).Draw(t, "facts"))
			if s.State == programme.Valid {
				valid = append(valid, *s)
			}
			byHousehold[s.Household-1] = append(byHousehold[s.Household-1], *s)
		}
		got := total(t, all)
		if diff := cmp.Diff(total(t, valid), got); diff != "" {
			t.Fatal("what does not stand counts: ", diff)
		}
		if diff := cmp.Diff(total(t, byHousehold...), got); diff != "" {
			t.Fatal("the households do not add up: ", diff)
		}
		_, jobs := g.plan.Part("jobs")
		if got[jobs].Met > 12 { // four households of two members and themselves
			t.Fatalf("%d receivers of jobs among 12", got[jobs].Met)
		}
	})
}
