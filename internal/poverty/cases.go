package poverty

import (
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
)

// RunCases runs the golden cases of a library and returns those that do not come out as they demand, and the standards
// that leave a household without a class.
func RunCases(lib *law.Library) law.Faults {
	faults, of := gapFaults(lib), &standards{lib, map[standardOn]*Standard{}}
	for _, c := range lib.Cases {
		if why := runCase(of, &c); why.VI != "" {
			faults = append(faults, c.Fault(why))
		}
	}
	return faults
}

// runCase says what is wrong with a case; empty where nothing is.
func runCase(of *standards, c *law.Case) errs.Text {
	s, err := of.get(c.Standard, c.On)
	if err != nil {
		return errs.Text{VI: err.Error(), EN: err.Error()}
	}
	h, err := caseHousehold(c)
	if err != nil {
		return errs.T("bad household: %s", err.Error())
	}
	var e Explanation
	if err := s.Classifier().Explain(h, &e); err != nil {
		return errs.Text{VI: err.Error(), EN: err.Error()}
	}
	var wrong []string
	differ := func(what, want, got string) {
		if want != got {
			wrong = append(wrong, fmt.Sprintf("%s: %s ≠ %s", what, want, got))
		}
	}
	if c.Expect.Class != "" {
		differ("class", c.Expect.Class, e.Class.String())
	}
	if c.Expect.Deprivations != nil {
		differ("deprivations", strings.Join(*c.Expect.Deprivations, ","), strings.Join(s.codes(e.Deprived), ","))
	}
	for code, want := range c.Expect.Indicators {
		differ(code, want, s.truthOf(code, &e))
	}
	if c.Expect.UndeterminedBy != nil {
		got := slices.Sorted(slices.Values(e.UndeterminedBy))
		differ("undetermined_by", strings.Join(slices.Sorted(slices.Values(*c.Expect.UndeterminedBy)), ","),
			strings.Join(got, ","))
	}
	for code, want := range c.Expect.Statuses {
		differ(code, fmt.Sprint(want), fmt.Sprint(membersWith(code, &e)))
	}
	if len(wrong) == 0 {
		return errs.Text{}
	}
	slices.Sort(wrong)
	return errs.T("expected ≠ result: %s", strings.Join(wrong, "; "))
}

func caseHousehold(c *law.Case) (*household.Household, error) {
	h := &household.Household{Code: "case", Members: make([]household.Member, len(c.Members))}
	for name, text := range c.Household {
		if err := h.Set(name, text); err != nil {
			return nil, err
		}
	}
	for i, columns := range c.Members {
		h.Members[i].No = i + 1
		for name, text := range columns {
			if err := h.Members[i].Set(name, text); err != nil {
				return nil, fmt.Errorf("members[%d]: %w", i+1, err)
			}
		}
	}
	return h, nil
}

// codes returns the codes of the indicators whose bits are set.
func (s *Standard) codes(mask uint16) []string {
	var out []string
	for i := range s.Indicators {
		if mask&(1<<i) != 0 {
			out = append(out, s.Indicators[i].Code)
		}
	}
	return out
}

// truthOf returns "yes", "no" or "unknown" for an indicator, "" where the standard has none of that code.
func (s *Standard) truthOf(code string, e *Explanation) string {
	i := slices.IndexFunc(s.Indicators, func(in Indicator) bool { return in.Code == code })
	switch {
	case i < 0:
		return ""
	case e.Unanswered&(1<<i) != 0:
		return "unknown"
	}
	return household.Said(e.Deprived&(1<<i) != 0).String()
}

func membersWith(code string, e *Explanation) []int {
	for _, st := range e.Statuses {
		if st.Status.Code == code {
			return st.Members
		}
	}
	return nil
}
