package place

import (
	"io/fs"

	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
)

// coastal is what is known of a commune's place on the list of especially difficult coastal communes.
type coastal struct {
	from, to date.Date
	cite     string
}

// The list of 2021-2025 begins with Decision 353/QĐ-TTg of this day.
var coastalFrom = date.Must(2022, 3, 15)

// readCoastal reads the certain entries of 2021-2025; older lists are not valid for it.
func (r *Registry) readCoastal(data fs.FS) error {
	return datafile.Each(data, "place/soctrang_dbkk_coastal.csv", func(get datafile.Row) error {
		if get("period") != "2021-2025" || get("confidence") != "high" {
			return nil
		}
		to, err := date.Parse(get("status_date"))
		code := Code(get("commune_code_2024"))
		r.coastal[code] = append(r.coastal[code], coastal{coastalFrom, to, get("decision") + "; " +
			get("status_decision")})
		return err
	})
}

// Coastal is whether a commune is on the list of especially difficult coastal communes. The full list is not known, so
// that most communes are neither surely on it nor surely off.
type Coastal uint8

// The answers. CoastalUnknown is the zero value.
const (
	CoastalUnknown Coastal = iota
	CoastalNo
	CoastalYes
)

// CoastalDifficult says what is known of a commune on a day, with the decision it rests on.
func (r *Registry) CoastalDifficult(code Code, on date.Date) (Coastal, string) {
	for _, c := range r.coastal[code] {
		switch {
		case on >= c.from && on <= c.to:
			return CoastalYes, c.cite
		case on > c.to:
			return CoastalNo, c.cite
		}
	}
	return CoastalUnknown, ""
}

// CoastalChanges are the days on which the answer for a commune becomes another one.
func (r *Registry) CoastalChanges(code Code) (days []date.Date) {
	for _, c := range r.coastal[code] {
		days = append(days, c.from, c.to.AddDays(1))
	}
	return days
}
