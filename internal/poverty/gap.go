package poverty

import (
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
)

// gapOf looks for a household that falls in no class of the standard: rules that were written for another order of
// income and B1 leave one out. It tells such a household, empty where the classes take everybody. Rules of classes that
// ask for more than area, income, B1 points and the number of deprivations are not looked into.
func gapOf(s *Standard) errs.Text {
	if !s.FromColumns() || len(s.Classes) == 0 {
		return errs.Text{}
	}
	incomes := []household.Maybe[household.Dong]{{}}
	edges, err := s.incomeEdges()
	if err != nil {
		return errs.Text{} // the table in memory says what is wrong with it
	}
	for _, e := range append(edges, UnknownIncome-1) {
		incomes = append(incomes, household.Just(household.Dong(e)))
	}
	points := []household.Maybe[float64]{{}, household.Just(0.0), household.Just(1e9)}
	if !s.usesB1 {
		points = points[:1]
	}
	c := s.Classifier()
	for _, area := range []place.Area{place.Rural, place.Urban} {
		for _, income := range incomes {
			for _, b1 := range points {
				for n := 0; n <= len(s.Indicators); n++ {
					if fallen, err := c.fallsThrough(area, income, b1, n); err == nil && fallen {
						return gapText(area, income, b1, n)
					}
				}
			}
		}
	}
	return errs.Text{}
}

// fallsThrough reports whether every class surely does not hold.
func (c *Classifier) fallsThrough(area place.Area, income household.Maybe[household.Dong], b1 household.Maybe[float64],
	deprivations int) (bool, error) {
	if _, err := c.ClassOf(area, income, b1, deprivations, deprivations); err != nil {
		return false, err
	}
	return c.fell, nil
}

// gapText tells of a household that falls in no class.
func gapText(area place.Area, income household.Maybe[household.Dong], b1 household.Maybe[float64], n int) errs.Text {
	money, points := errs.T("income not declared"), errs.T("B1 not scored")
	if income.Known {
		money = errs.T("income of %d đ", int64(income.Value))
	}
	switch {
	case b1.Known && b1.Value > 0:
		points = errs.T("more B1 points than any line")
	case b1.Known:
		points = errs.T("0 B1 points")
	}
	where := errs.T("rural area")
	if area == place.Urban {
		where = errs.T("urban area")
	}
	return errs.T("%s, %s, %s, %d deprivations", where, money, points, n)
}

// gapFaults are the gaps of the library's standards, each at its last class: the one that has to take who is left.
func gapFaults(lib *law.Library) (faults law.Faults) {
	for _, std := range lib.Standards {
		s, err := Compile(lib, std.Code, std.From)
		if err != nil || len(s.Classes) == 0 {
			continue // the reading of the law says what is wrong
		}
		if who := gapOf(s); who.VI != "" {
			last := s.Classes[len(s.Classes)-1]
			faults = append(faults, law.Fault{File: last.File, Line: last.Line, Text: errs.T(
				"a household falls in no class of standard %s (%s); the last class, “%s” (%s), must take everybody whom those before it leave",
				std.Code, who, last.Code, strings.TrimSpace(last.When))})
		}
	}
	return faults
}

// standards compiles each standard of a day once.
type standards struct {
	lib  *law.Library
	made map[standardOn]*Standard
}

type standardOn struct {
	code string
	on   date.Date
}

func (s *standards) get(code string, on date.Date) (*Standard, error) {
	at := standardOn{code, on}
	if std := s.made[at]; std != nil {
		return std, nil
	}
	std, err := Compile(s.lib, code, on)
	if err == nil {
		s.made[at] = std
	}
	return std, err
}
