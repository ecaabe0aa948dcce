package generate_test

import (
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// This file is a plain reading of Decree 07/2021 (Article 3 and annex), written apart from the generator and from the
// rules compiled from law/. Every function says whether a household is deprived; an unknown answer never is, which the
// generator allows only above the income line.

type verdict struct {
	poor, near bool
	deprived   [12]bool
}

func judge(h *household.Household, on date.Date) (v verdict) {
	urban := h.Area == place.Urban
	low := false
	if h.IncomePerHead.Known {
		low = h.IncomePerHead.Value <= 1_500_000 || urban && h.IncomePerHead.Value <= 2_000_000
	} else {
		low = h.B1Score.Value <= 140 || urban && h.B1Score.Value <= 175
	}
	judgeMembers(h, on, &v.deprived)
	judgeHouse(h, &v.deprived)
	n := 0
	for _, d := range v.deprived {
		if d {
			n++
		}
	}
	v.poor, v.near = low && n >= 3, low && n < 3
	return v
}

func judgeMembers(h *household.Household, on date.Date, d *[12]bool) {
	dependents := 0
	for _, m := range h.Members {
		least, _ := m.Birth.Months(on)
		age := least / 12
		works := least >= 180 && (m.Sex == household.Male && least < retires(on, 729, 732) ||
			m.Sex == household.Female && least < retires(on, 672, 676))
		if m.Work == household.WageNoContract || works && m.AbleToWork == household.Yes &&
			m.WantsWork == household.Yes && m.Work == household.NotWorking {
			d[0] = true
		}
		if age < 16 || m.SocialAllowance == household.Yes && (age >= 60 || m.Disability == household.Yes) {
			dependents++
		}
		d[2] = d[2] || age < 16 && (m.Stunted == household.Yes || m.Underweight == household.Yes)
		d[3] = d[3] || age >= 6 && m.HealthInsurance == household.No
		d[4] = d[4] || age >= 16 && age <= 30 && m.InTraining != household.Yes && !certified(m.Qualification, age)
		d[5] = d[5] || age >= 3 && age < 16 && missesLevel(m.Attending, age, m.Birth.Earliest.Year(), on)
	}
	d[1] = float64(dependents)/float64(len(h.Members)) > 0.5
}

// retires returns the retirement age in months of the review's year.
func retires(on date.Date, in2023, in2024 int) int {
	if on.Year() == 2023 {
		return in2023
	}
	return in2024
}

func certified(q household.Qualification, age int) bool {
	if age < 18 {
		return q >= household.QualifiedLowerSecondary
	}
	return q >= household.QualifiedUpperSecondary
}

// missesLevel: out of school, or below both the level of the full years and that of the calendar year.
func missesLevel(at household.Attending, age, born int, on date.Date) bool {
	began := on.Year()
	if on.Month() < 9 {
		began--
	}
	level := func(age, primary, lower int) household.Attending {
		switch {
		case age < primary:
			return household.AttendsPreschool
		case age < lower:
			return household.AttendsPrimary
		}
		return household.AttendsLowerSecondary
	}
	return at == household.AttendsNone || at < level(age, 6, 12) && at < level(began-born, 6, 11)
}

func judgeHouse(h *household.Household, d *[12]bool) {
	weak := 0
	for _, m := range []household.Material{h.Wall, h.Pillar, h.Roof} {
		if m == household.NotSolid {
			weak++
		}
	}
	d[6] = weak >= 2
	d[7] = h.FloorArea.Known && h.FloorArea.Value/float64(len(h.Members)) < 8
	d[8] = h.Water == household.WaterOther
	d[9] = h.Toilet == household.ToiletOther || h.Toilet == household.ToiletNone
	d[10] = h.Internet == household.No
	d[11] = h.InformationMeans == household.No
}
