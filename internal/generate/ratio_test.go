package generate_test

import (
	"context"
	"testing"

	"giamngheo/internal/household"
)

// TestPeopleAreLikePeople: of 60 to 79 there are more women than men; pupils are in the grade of their year of birth,
// but for some who began early and some who repeat.
func TestPeopleAreLikePeople(t *testing.T) {
	g := register(t, config(t, 6_000, 2024))
	var men, women, pupils, ahead, behind int
	for h := range g.Households(context.Background()) {
		for i := range h.Members {
			m := &h.Members[i]
			months, _ := m.Birth.Months(g.On())
			if age := months / 12; age >= 60 && age < 80 {
				if m.Sex == household.Male {
					men++
				} else {
					women++
				}
			}
			if months < 36 || months >= 16*12 || m.Attending == household.AttendsNone {
				continue
			}
			pupils++
			switch at, own := m.Attending, grade(g.On().Year()-m.Birth.Earliest.Year()); {
			case at > own:
				ahead++
			case at < own:
				behind++
			}
		}
	}
	if ratio := float64(men) / float64(women); ratio < 0.75 || ratio > 0.98 {
		t.Errorf("%d men of 60 to 79 to %d women", men, women)
	}
	if ahead == 0 || behind == 0 || ahead+behind > pupils/20 {
		t.Errorf("of %d pupils %d are ahead of their year, %d behind", pupils, ahead, behind)
	}
}

// grade is the level of who is so old by the calendar year.
func grade(byYear int) household.Attending {
	switch {
	case byYear < 6:
		return household.AttendsPreschool
	case byYear < 11:
		return household.AttendsPrimary
	case byYear < 15:
		return household.AttendsLowerSecondary
	}
	return household.AttendsUpperSecondary
}
