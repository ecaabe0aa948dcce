package household

import "strconv"

// Text returns a column of a household in the exchange format's identifiers, the inverse of Set; "" where unknown or
// where there is no such column.
func (h *Household) Text(column string) string {
	if get, ok := householdTexts[column]; ok {
		return get(h)
	}
	return ""
}

// Text returns a column of a member as Household.Text does.
func (m *Member) Text(column string) string {
	if get, ok := memberTexts[column]; ok {
		return get(m)
	}
	return ""
}

// householdTexts and memberTexts say where each column's text comes from. Not to be changed.
var householdTexts = map[string]func(*Household) string{
	"household_code":    func(h *Household) string { return string(h.Code) },
	"commune_code":      func(h *Household) string { return string(h.Commune) },
	"hamlet":            func(h *Household) string { return h.Hamlet },
	"address":           func(h *Household) string { return h.Address },
	"phone":             func(h *Household) string { return h.Phone },
	"area":              func(h *Household) string { return h.Area.String() },
	"income_per_head":   func(h *Household) string { return amountText(h.IncomePerHead) },
	"b1_score":          func(h *Household) string { return decimalText(h.B1Score) },
	"wall":              func(h *Household) string { return h.Wall.String() },
	"pillar":            func(h *Household) string { return h.Pillar.String() },
	"roof":              func(h *Household) string { return h.Roof.String() },
	"floor_area":        func(h *Household) string { return decimalText(h.FloorArea) },
	"water_source":      func(h *Household) string { return h.Water.String() },
	"toilet":            func(h *Household) string { return h.Toilet.String() },
	"internet":          func(h *Household) string { return h.Internet.String() },
	"information_means": func(h *Household) string { return h.InformationMeans.String() },
	"poverty_reasons":   func(h *Household) string { return h.Reasons.String() },
}

var memberTexts = map[string]func(*Member) string{
	"member_no":        func(m *Member) string { return strconv.Itoa(m.No) },
	"full_name":        func(m *Member) string { return m.Name },
	"citizen_id":       func(m *Member) string { return m.CitizenID },
	"relationship":     func(m *Member) string { return m.Relationship.String() },
	"sex":              func(m *Member) string { return m.Sex.String() },
	"birth_date":       func(m *Member) string { return m.Birth.String() },
	"ethnicity":        func(m *Member) string { return m.Ethnicity.String() },
	"able_to_work":     func(m *Member) string { return m.AbleToWork.String() },
	"wants_work":       func(m *Member) string { return m.WantsWork.String() },
	"work":             func(m *Member) string { return m.Work.String() },
	"social_allowance": func(m *Member) string { return m.SocialAllowance.String() },
	"disability":       func(m *Member) string { return m.Disability.String() },
	"person_of_merit":  func(m *Member) string { return m.PersonOfMerit.String() },
	"health_insurance": func(m *Member) string { return m.HealthInsurance.String() },
	"attending":        func(m *Member) string { return m.Attending.String() },
	"qualification":    func(m *Member) string { return m.Qualification.String() },
	"in_training":      func(m *Member) string { return m.InTraining.String() },
	"stunted":          func(m *Member) string { return m.Stunted.String() },
	"underweight":      func(m *Member) string { return m.Underweight.String() },
}

// String returns YYYY-MM-DD, YYYY-MM where the month is known, the year alone, or "".
func (b Birth) String() string {
	switch {
	case !b.Known():
		return ""
	case b.Exact():
		return b.Earliest.String()
	case b.Earliest.Year() == b.Latest.Year() && b.Earliest.Month() == b.Latest.Month():
		return b.Earliest.String()[:len("2006-01")]
	}
	return strconv.Itoa(b.Earliest.Year())
}

func amountText(v Maybe[Dong]) string {
	if !v.Known {
		return ""
	}
	return strconv.FormatInt(int64(v.Value), 10)
}

func decimalText(v Maybe[float64]) string {
	if !v.Known {
		return ""
	}
	return strconv.FormatFloat(v.Value, 'f', -1, 64)
}
