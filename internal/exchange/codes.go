package exchange

import (
	"io/fs"
	"strconv"
	"strings"

	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/vietnamese"
)

// Codes are the code lists that a register's values are read with.
type Codes struct {
	Citizen household.CitizenRules
	Groups  []Ethnic                       // in the order of the list
	Bounds  *doubt.Bounds                  // what values are likely
	ethnic  map[string]household.Ethnicity // by folded name
}

// ReadCodes reads the code lists of the folder codes/.
func ReadCodes(data fs.FS) (_ *Codes, err error) {
	defer errs.Wrap(&err, "exchange.ReadCodes")
	c := &Codes{Citizen: household.CitizenRules{Provinces: map[string]bool{}}, ethnic: map[string]household.Ethnicity{}}
	if c.Bounds, err = doubt.ReadBounds(data); err != nil {
		return nil, err
	}
	err = datafile.Each(data, "codes/cccd_province_codes.csv", func(row datafile.Row) error {
		c.Citizen.Provinces[row("cccd_code")] = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = datafile.Each(data, "codes/cccd_gender_century.csv", func(row datafile.Row) error {
		digit, err1 := strconv.Atoi(row("digit"))
		from, err2 := strconv.Atoi(row("birth_year_from"))
		to, err3 := strconv.Atoi(row("birth_year_to"))
		sex := map[string]household.Sex{"Nam": household.Male, "Nữ": household.Female}[row("sex")]
		c.Citizen.Centuries[digit%10] = household.Century{Sex: sex, From: from, To: to}
		return firstError(err1, err2, err3)
	})
	if err != nil {
		return nil, err
	}
	return c, datafile.Each(data, "codes/ethnic_groups.csv", func(row datafile.Row) error {
		n, err := strconv.Atoi(row("code"))
		name := row("name")
		c.Groups = append(c.Groups, Ethnic{household.Ethnicity(n), name})
		for _, one := range append([]string{row("code"), strconv.Itoa(n), name}, strings.Split(row("other_names"), ",")...) {
			if key := vietnamese.Fold(one); key != "" && c.ethnic[key] == 0 {
				c.ethnic[key] = household.Ethnicity(n)
			}
		}
		c.ethnic[strings.ReplaceAll(vietnamese.Fold(name), " ", "")] = household.Ethnicity(n)
		if name == "Khơ-me" {
			c.ethnic["khmer"] = household.Ethnicity(n)
		}
		return err
	})
}

// Doubts are what is unlikely in a household on the day of a review, whichever way it came in.
func (c *Codes) Doubts(h *household.Household, on date.Date) []doubt.Doubt { return c.Bounds.Of(h, on) }

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}
