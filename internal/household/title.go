package household

import (
	"sync"

	"giamngheo/internal/errs"
)

// ColumnTitle is what people call a column of the exchange format, in all languages of the interface; its name where it
// is none.
func ColumnTitle(name string) errs.Text {
	if t, ok := columnTitles()[name]; ok {
		return t
	}
	return errs.Text{VI: name, EN: name}
}

var columnTitles = sync.OnceValue(func() map[string]errs.Text {
	return map[string]errs.Text{
		"household_code":    errs.T("column|Household code"),
		"commune_code":      errs.T("column|Commune"),
		"hamlet":            errs.T("column|Hamlet"),
		"address":           errs.T("column|Address"),
		"area":              errs.T("column|Area"),
		"income_per_head":   errs.T("column|Income per head"),
		"b1_score":          errs.T("column|B1 points"),
		"wall":              errs.T("column|Walls"),
		"pillar":            errs.T("column|Pillars"),
		"roof":              errs.T("column|Roof"),
		"floor_area":        errs.T("column|Floor area"),
		"water_source":      errs.T("column|Water source"),
		"toilet":            errs.T("column|Toilet"),
		"internet":          errs.T("column|Uses internet"),
		"information_means": errs.T("column|Means of information"),
		"poverty_reasons":   errs.T("column|Reasons for poverty"),
		"phone":             errs.T("column|Phone"),
		"member_no":         errs.T("column|Member no."),
		"full_name":         errs.T("column|Full name"),
		"relationship":      errs.T("column|Relationship to head"),
		"sex":               errs.T("column|Sex"),
		"birth_date":        errs.T("column|Birth date"),
		"ethnicity":         errs.T("column|Ethnicity"),
		"citizen_id":        errs.T("column|Citizen number"),
		"able_to_work":      errs.T("column|Able to work"),
		"wants_work":        errs.T("column|Wants work"),
		"work":              errs.T("column|Work"),
		"social_allowance":  errs.T("column|Social allowance"),
		"disability":        errs.T("column|Disability"),
		"person_of_merit":   errs.T("column|Person of merit"),
		"health_insurance":  errs.T("column|Health insurance"),
		"attending":         errs.T("column|Attending school"),
		"qualification":     errs.T("column|Qualification"),
		"in_training":       errs.T("column|In training"),
		"stunted":           errs.T("column|Stunted"),
		"underweight":       errs.T("column|Underweight"),
		"valid_from":        errs.T("column|Holds from"),
	}
})
