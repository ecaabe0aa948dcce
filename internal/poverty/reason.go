package poverty

import (
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
	return errs.T("Undetermined")
}

// Reason tells in two languages why a household has its class: the values and lines compared, the deprivations, the
// articles; for an undetermined one the answers that are missing.
func (s *Standard) Reason(h *household.Household, e *Explanation) errs.Text {
	title, standard := s.ClassTitle(e.Class), lowered(s.Title)
	text := errs.T("%s under the %s", title, standard)
	if n := len(e.Steps); n > 0 {
		values, cite := joinTexts(s.compared(&e.Steps[n-1])), e.Steps[n-1].Cite
		text = errs.T("%s: %s [%s]", text, values, cite)
	}
	if lacking := s.titles(e.Deprived); len(lacking) > 0 {
		all := joinTexts(lacking)
		text = errs.T("%s. Deprived in: %s", text, all)
	}
	if len(e.UndeterminedBy) > 0 {
		names := strings.Join(e.UndeterminedBy, ", ")
		text = errs.T("%s. To be answered: %s", text, names)
	}
	for _, n := range s.Samples {
		text = errs.T("%s. SAMPLE – %s", text, n)
	}
	return text
}

// lowered begins a title with a small letter.
func lowered(t errs.Text) errs.Text {
	return errs.Text{VI: lowerFirst(t.VI), EN: lowerFirst(t.EN), KM: t.KM}
}

func lowerFirst(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func joinTexts(all []errs.Text) (out errs.Text) {
	for i, t := range all {
		if i == 0 {
			out = t
		} else {
			out = errs.T("%s, %s", out, t)
		}
	}
	return out
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
		shown := errs.Text{VI: groupThousands(value, '.'), EN: groupThousands(value, ',')}
		out = append(out, errs.T("%s %s", title, shown))
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
