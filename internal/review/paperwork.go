package review

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
)

// The parameters of the law that number papers and lists.
const (
	paramCertificate  = "certificate_number"
	paramRefusal      = "refusal_number"
	paramListPoor     = "list_poor"
	paramListNearPoor = "list_near_poor"
)

// The places in the form of a number.
const (
	placeNumber  = "{number}"
	placeYear    = "{year}"
	placeCommune = "{commune}"
)

// PaperNumber writes the number of a certificate (Certify) or a refusal (Refuse) as the law in force on its day has
// it (Decision 24/2021/QĐ-TTg, Article 4): n is counted within the year and the commune, of which the code is given.
// Errors (errs.NotFound): the law has no number for it that day.
func (p *Procedure) PaperNumber(step Step, day date.Date, n int64, commune place.Code) (string, error) {
	name := paramCertificate
	if step == Refuse {
		name = paramRefusal
	}
	form, ok := p.parameter(name, day).(string)
	if !ok {
		return "", errs.New(errs.NotFound, "the law has no number for the paper on %s (“%s”)", day, name)
	}
	return strings.NewReplacer(placeNumber, fmt.Sprintf("%03d", n), placeYear, strconv.Itoa(day.Year()),
		placeCommune, string(commune)).Replace(form), nil
}

// DetailedList is one of the lists of households among the output tables.
type DetailedList struct {
	No    int
	Class poverty.Class
	Title errs.Text
}

// DetailedLists are the lists of households among the output tables on a day, by their numbers (Circular
// 07/2021/TT-BLĐTBXH); none where the law has none that day.
func (p *Procedure) DetailedLists(on date.Date) (out []DetailedList) {
	for _, l := range []struct {
		param string
		DetailedList
	}{
		{paramListNearPoor, DetailedList{Class: poverty.NearPoor,
			Title: errs.T("List of near-poor households")}},
		{paramListPoor, DetailedList{Class: poverty.Poor,
			Title: errs.T("List of poor households")}},
	} {
		if no, ok := p.parameter(l.param, on).(int64); ok {
			l.No = int(no)
			out = append(out, l.DetailedList)
		}
	}
	slices.SortFunc(out, func(a, b DetailedList) int { return cmp.Compare(a.No, b.No) })
	return out
}

// parameter is the value of a parameter of the law on a day, nil where it has none.
func (p *Procedure) parameter(name string, on date.Date) any {
	for _, q := range p.lib.Parameters {
		if q.Name == name {
			if v, ok := q.At(on); ok {
				return v.Value
			}
		}
	}
	return nil
}

// CheckForms refuses what the law says of numbers where no paper or list could be numbered by it: of another type, a
// form without the counted number, a list with the number of a table or of another list. Each fault is where the
// parameter stands.
func CheckForms(lib *law.Library) (out law.Faults) {
	p, tables := NewProcedure(lib), len(NewTables(nil).Specs)
	for _, q := range lib.Parameters {
		for _, v := range q.Values {
			if v.Value == nil {
				continue
			}
			if t := p.badValue(q.Name, v, tables); t.VI != "" {
				out = append(out, law.Fault{File: q.File, Line: q.Line, Text: t})
			}
		}
	}
	return out
}

// badValue says why a value of a parameter numbers nothing, beside so many tables; empty where it does.
func (p *Procedure) badValue(name string, v law.Value, tables int) errs.Text {
	switch name {
	case paramCertificate, paramRefusal:
		if form, ok := v.Value.(string); !ok || badForm(form) {
			return errs.T("the form of a number is a text with {number}, {year} and {commune}, each exactly once")
		}
	case paramListPoor, paramListNearPoor:
		if no, ok := v.Value.(int64); !ok || no <= int64(tables) || sameNumber(p.DetailedLists(v.From)) {
			return errs.T("the number of a list is greater than %d and not that of another list", tables)
		}
	}
	return errs.Text{}
}

func sameNumber(lists []DetailedList) bool { return len(lists) == 2 && lists[0].No == lists[1].No }

func badForm(form string) bool {
	for _, part := range []string{placeNumber, placeYear, placeCommune} {
		if strings.Count(form, part) != 1 {
			return true
		}
		form = strings.Replace(form, part, "", 1)
	}
	return strings.ContainsAny(form, "{}")
}
