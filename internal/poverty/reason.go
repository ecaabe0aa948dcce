package poverty

import (
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// ClassTitle returns a class's name in the standard; Undetermined has a name of its own.
func (s *Standard) ClassTitle(c Class) errs.Text {
	for i := range s.Classes {
		if s.Classes[i].Is == c {
			return s.Classes[i].Title
		}
	}
	return errs.Text{VI: "Chưa xác định", EN: "Undetermined"}
}

// Reason tells in two languages why a household has its class: the values and lines compared, the deprivations, the
// articles; for an undetermined one the answers that are missing.
func (s *Standard) Reason(h *household.Household, e *Explanation) errs.Text {
	title := s.ClassTitle(e.Class)
	var vi, en strings.Builder
	fmt.Fprintf(&vi, "%s theo %s", title.VI, lowerFirst(s.Title.VI))
	fmt.Fprintf(&en, "%s under the %s", title.EN, lowerFirst(s.Title.EN))
	if n := len(e.Steps); n > 0 {
		values := s.compared(&e.Steps[n-1])
		fmt.Fprintf(&vi, ": %s", joinTexts(values, func(t errs.Text) string { return t.VI }))
		fmt.Fprintf(&en, ": %s", joinTexts(values, func(t errs.Text) string { return t.EN }))
		fmt.Fprintf(&vi, " [%s]", e.Steps[n-1].Cite)
		fmt.Fprintf(&en, " [%s]", e.Steps[n-1].Cite)
	}
	if lacking := s.titles(e.Deprived); len(lacking) > 0 {
		fmt.Fprintf(&vi, ". Thiếu hụt: %s", joinTexts(lacking, func(t errs.Text) string { return t.VI }))
		fmt.Fprintf(&en, ". Deprived in: %s", joinTexts(lacking, func(t errs.Text) string { return t.EN }))
	}
	if len(e.UndeterminedBy) > 0 {
		fmt.Fprintf(&vi, ". Cần trả lời: %s", strings.Join(e.UndeterminedBy, ", "))
		fmt.Fprintf(&en, ". To be answered: %s", strings.Join(e.UndeterminedBy, ", "))
	}
	for _, n := range s.Samples {
		fmt.Fprintf(&vi, ". MẪU – %s", n.VI)
		fmt.Fprintf(&en, ". SAMPLE – %s", n.EN)
	}
	return errs.Text{VI: vi.String(), EN: en.String()}
}

func lowerFirst(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func joinTexts(all []errs.Text, lang func(errs.Text) string) string {
	var parts []string
	for _, t := range all {
		parts = append(parts, lang(t))
	}
	return strings.Join(parts, ", ")
}

// titles returns the names of the indicators whose bits are set.
func (s *Standard) titles(mask uint16) []errs.Text {
	var out []errs.Text
	for i := range s.Indicators {
		if mask&(1<<i) != 0 {
			out = append(out, s.Indicators[i].Title)
		}
	}
	return out
}

// compared names the values that a class's condition read, each once, with the law's or the register's title.
func (s *Standard) compared(st *Step) []errs.Text {
	var out []errs.Text
	for i := range st.Trace.Reads {
		rd := &st.Trace.Reads[i]
		name, value := string(rd.AppendName(nil)), string(rd.AppendJSON(nil))
		if name == fieldGiven {
			continue
		}
		if rd.Unknown() && name != slotName {
			value = "?"
		}
		title, ok := s.names[name]
		if !ok {
			title = columnTitle(name)
		}
		value = strings.Trim(value, `"`)
		out = append(out, errs.Text{VI: title.VI + " " + groupThousands(value, '.'), EN: title.EN + " " + groupThousands(value, ',')})
	}
	return out
}

// columnTitle returns a register column's title; the English one is its identifier in words.
func columnTitle(name string) errs.Text {
	i := slices.IndexFunc(household.HouseholdColumns, func(c household.Column) bool { return c.Name == name })
	en := strings.ReplaceAll(name, "_", " ")
	if i < 0 {
		return errs.Text{VI: name, EN: en}
	}
	return errs.Text{VI: household.HouseholdColumns[i].Title, EN: en}
}

// groupThousands puts a separator into a whole number; anything else stays as it is.
func groupThousands(s string, sep byte) string {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return s
		}
	}
	var b []byte
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b = append(b, sep)
		}
		b = append(b, s[i])
	}
	return string(b)
}
