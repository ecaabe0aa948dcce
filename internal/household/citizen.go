package household

import (
	"giamngheo/internal/errs"
)

// CitizenRules are the published rules of a citizen number: 3 digits of the province of birth's registration, 1 of
// century and sex, 2 of the year of birth, 6 of chance.
type CitizenRules struct {
	Provinces map[string]bool
	Centuries [10]Century
}

// Century is what the fourth digit says.
type Century struct {
	Sex      Sex
	From, To int // years of birth
}

// unissued are province prefixes that are issued to nobody: invented people carry them.
var unissued = map[string]bool{"097": true, "098": true, "099": true, "003": true}

// Check says why a number cannot be that of a person of this sex and birth (both may be unknown); an empty text where
// it can.
func (r *CitizenRules) Check(number string, sex Sex, birth Birth) errs.Text {
	if len(number) != 12 {
		return errs.T("a citizen number has 12 digits, this has %d", len(number))
	}
	for i := range len(number) {
		if number[i] < '0' || number[i] > '9' {
			return errs.T("a citizen number is digits only")
		}
	}
	if p := number[:3]; !r.Provinces[p] && !unissued[p] {
		return errs.T("no province has the prefix %s", p)
	}
	c := r.Centuries[number[3]-'0']
	if sex != 0 && c.Sex != 0 && sex != c.Sex {
		return errs.T("the fourth digit does not fit the sex")
	}
	year := c.From - c.From%100 + int(number[4]-'0')*10 + int(number[5]-'0')
	if birth.Known() && c.From != 0 && (year < birth.Earliest.Year() || year > birth.Latest.Year()) {
		return errs.T("the number says born in %d, the birth date does not", year)
	}
	return errs.Text{}
}

// Mask hides a citizen number but for its last three digits.
func Mask(number string) string {
	if len(number) <= 3 {
		return number
	}
	b := []byte(number)
	for i := range len(b) - 3 {
		b[i] = '*'
	}
	return string(b)
}
