package rule

import (
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/rule/field"
)

// TestAnswers: every field that is yes or no has its direct reader, which reads what the field's own does.
func TestAnswers(t *testing.T) {
	set := field.On(date.Must(2024, 12, 14))
	m := &household.Member{AbleToWork: household.Yes, WantsWork: household.No, SocialAllowance: household.Yes,
		Disability: household.No, PersonOfMerit: household.Yes, HealthInsurance: household.No,
		InTraining: household.Yes, Stunted: household.No, Underweight: household.Yes}
	told := &household.Household{Internet: household.No, InformationMeans: household.Yes,
		IncomePerHead: household.Just(household.Dong(1)), B1Score: household.Just(1.5)}
	n := 0
	for _, fields := range []map[string]*field.Field{set.Household, set.Member} {
		for name, f := range fields {
			direct := answerOf(name, 0)
			if (f.Type == Bool) != (direct != nil) {
				t.Errorf("%s is a %v and has a direct reader: %v", name, f.Type, direct != nil)
			}
			if direct == nil {
				continue
			}
			n++
			for _, x := range []*frame{{h: told, m: [maxDepth]*household.Member{m}},
				{h: &household.Household{}, m: [maxDepth]*household.Member{{}}}} {
				if got, want := direct(x), state(f.Small(x.h, x.m[0])); got != want {
					t.Errorf("%s is %v, read directly %v", name, want, got)
				}
			}
		}
	}
	if n != 13 {
		t.Errorf("%d fields are yes or no", n)
	}
}
