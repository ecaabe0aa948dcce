package register

import (
	"encoding/csv"
	"io/fs"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// Codes are the code lists that a register's values are read with.
type Codes struct {
	Citizen household.CitizenRules
	ethnic  map[string]household.Ethnicity // by folded name
}

// ReadCodes reads the code lists of the folder codes/.
func ReadCodes(data fs.FS) (_ *Codes, err error) {
	defer errs.Wrap(&err, "register.ReadCodes")
	c := &Codes{household.CitizenRules{Provinces: map[string]bool{}}, map[string]household.Ethnicity{}}
	err = table(data, "codes/cccd_province_codes.csv", func(row []string) error {
		c.Citizen.Provinces[row[0]] = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = table(data, "codes/cccd_gender_century.csv", func(row []string) error {
		digit, err1 := strconv.Atoi(row[0])
		from, err2 := strconv.Atoi(row[2])
		to, err3 := strconv.Atoi(row[3])
		sex := map[string]household.Sex{"Nam": household.Male, "Nữ": household.Female}[row[1]]
		c.Citizen.Centuries[digit%10] = household.Century{Sex: sex, From: from, To: to}
		return firstError(err1, err2, err3)
	})
	if err != nil {
		return nil, err
	}
	return c, table(data, "codes/ethnic_groups.csv", func(row []string) error {
		n, err := strconv.Atoi(row[0])
		for _, name := range append([]string{row[0], strconv.Itoa(n), row[1]}, strings.Split(row[2], ",")...) {
			if key := fold(name); key != "" && c.ethnic[key] == 0 {
				c.ethnic[key] = household.Ethnicity(n)
			}
		}
		c.ethnic[strings.ReplaceAll(fold(row[1]), " ", "")] = household.Ethnicity(n) // Khmer for Khơ-me is below
		if row[1] == "Khơ-me" {
			c.ethnic["khmer"] = household.Ethnicity(n)
		}
		return err
	})
}

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// table calls f with each row of one of our CSV files after its header.
func table(data fs.FS, name string, f func(row []string) error) error {
	file, err := data.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // read only
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		if err := f(row); err != nil {
			return err
		}
	}
	return nil
}
