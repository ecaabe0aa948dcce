package money

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
)

// Counterpart is what the locality adds at least by a bracket of the law; which one it is in may not be known.
type Counterpart struct {
	Title   errs.Text
	Percent int
	Cite    string
	Least   Dong
	Short   Dong // 0 where it is met
}

// Counterparts are what the locality adds at least in a year to what the centre gave, and how short of it it is: by the
// province's own percentage, or by every bracket. None where the centre gave nothing.
func Counterparts(lib *law.Library, year int, central, local Dong) (out []Counterpart) {
	if central == 0 {
		return nil
	}
	p := Parameters{Law: lib, On: date.Must(year, 12, 31)}
	names := []string{"counterpart_percent"}
	if _, cite := p.Number(names[0]); cite == "" {
		names = []string{"counterpart_percent_70", "counterpart_percent_50", "counterpart_percent_below"}
	}
	for _, name := range names {
		for i := range lib.Parameters {
			percent, cite := p.Number(name)
			if lib.Parameters[i].Name == name && cite != "" {
				least := Least(central, percent)
				out = append(out, Counterpart{lib.Parameters[i].Title, percent, cite, least, max(0, least-local)})
			}
		}
	}
	return out
}
