package poverty

import (
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/rule"
	"giamngheo/internal/rule/value"
	"giamngheo/internal/words"
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

// RuleTitle is what people call a rule of the standard – an indicator or a class – by its code.
func (s *Standard) RuleTitle(code string) errs.Text {
	for i := range s.Indicators {
		if s.Indicators[i].Code == code {
			return s.Indicators[i].Title
		}
	}
	for i := range s.Classes {
		if s.Classes[i].Code == code {
			return s.Classes[i].Title
		}
	}
	return errs.Text{VI: code, EN: code}
}

// Outcome says in words what a step decided: of an indicator whether the household is deprived in it, of a class
// whether it is the household's.
func (s *Standard) Outcome(st Step) errs.Text {
	indicator := slices.ContainsFunc(s.Indicators, func(in Indicator) bool { return in.Code == st.Rule })
	switch {
	case st.Truth == household.Unknown:
		return errs.T("outcome|not known yet")
	case indicator && st.Truth == household.Yes:
		return errs.T("outcome|deprived")
	case indicator:
		return errs.T("outcome|not deprived")
	case st.Truth == household.Yes:
		return errs.T("outcome|fits")
	}
	return errs.T("outcome|does not fit")
}

// why tells in words what a standard compared; a name of its own keeps the standard small.
type why struct{ *Standard }

// Reason tells why a household has its class, as a sentence for the people who live in it: what was compared with what,
// with units; how many deprivations, and which; of an undetermined one what is to be filled in; the article.
func (s *Standard) Reason(h *household.Household, e *Explanation) errs.Text {
	var parts []errs.Text
	counted := false
	cite := errs.Text{}
	if n := len(e.Steps); n > 0 {
		parts, counted = why{s}.compared(&e.Steps[n-1], h, e)
		cite = errs.Text{VI: e.Steps[n-1].Cite, EN: e.Steps[n-1].Cite, KM: e.Steps[n-1].Cite}
	}
	if lacking := (why{s}).lacking(e.Deprived); len(lacking) > 0 && !counted {
		parts = append(parts, errs.T("deprived in: %s", errs.Join(", ", lacking)))
	}
	if missing := s.Missing(h, e); len(missing) > 0 {
		all := make([]errs.Text, len(missing))
		for i := range missing {
			all[i] = missing[i].Text()
		}
		parts = append(parts, errs.T("to be filled in: %s", errs.Join("; ", all)))
	} else if e.Class == Undetermined {
		parts = append(parts, errs.T("no rule of the classes fits; who keeps the law's files runs the law check"))
	}
	if e.Basis == ByIncome && s.usesB1 && !s.declared && (e.Class == Poor || e.Class == NearPoor) {
		parts = append(parts, errs.T("by the declared income, B1 not scored yet"))
	}
	text := errs.T("%s: %s", s.ClassTitle(e.Class), errs.Join("; ", parts))
	if len(parts) == 0 {
		text = s.ClassTitle(e.Class)
	}
	text = errs.T("%s. Basis: %s, %s.", text, errs.InSentence(s.Title), cite)
	for _, n := range s.Samples {
		text = errs.T("%s SAMPLE – %s", text, n)
	}
	return text
}

// compared tells the comparisons of a step, those of one value with several lines together; counted says whether the
// number of deprivations is among them.
func (s why) compared(st *Step, h *household.Household, e *Explanation) (parts []errs.Text, counted bool) {
	reads := map[string]*rule.Read{}
	for i := range st.Trace.Reads {
		rd := &st.Trace.Reads[i]
		reads[string(rd.AppendName(nil))] = rd
	}
	relations := map[string][]errs.Text{} // by what is compared
	var order []string
	for _, c := range s.comparisons(st.Rule) {
		a, b := sideOf(c.Left, reads), sideOf(c.Right, reads)
		switch {
		case c.Left == slotName && b.known:
			parts, counted = append(parts, s.deprivations(e, b)), true
		case a.known && b.known:
			if relations[c.Left] == nil {
				order = append(order, c.Left)
			}
			if said := s.relation(c.Op, a, b, h); !slices.Contains(relations[c.Left], said) {
				relations[c.Left] = append(relations[c.Left], said) // low income and a class may ask the same
			}
		}
	}
	values := make([]errs.Text, len(order))
	for i, name := range order {
		subject := errs.T("%s %s", errs.InSentence(s.title(name)), s.amount(sideOf(name, reads)))
		values[i] = errs.Join(", ", append([]errs.Text{subject}, relations[name]...))
	}
	return append(values, parts...), counted
}

// side is one side of a comparison: a value that was read, or a literal, which has no name.
type side struct {
	name   string
	n      float64
	known  bool // it was read, and is one number
	byArea bool
}

func sideOf(name string, reads map[string]*rule.Read) side {
	rd := reads[name]
	if rd == nil {
		n, err := strconv.ParseFloat(name, 64)
		return side{n: n, known: err == nil}
	}
	least, most, ok := rd.Bounds()
	return side{name, least, ok && least == most, rd.ByArea()}
}

// comparisons are those of a class's condition.
func (s why) comparisons(code string) []rule.Comparison {
	for i := range s.Classes {
		if s.Classes[i].Code == code {
			return s.Classes[i].program.Comparisons()
		}
	}
	return nil
}

// deprivations tells how many deprivations there are and which, against the number from which one is poor.
func (s why) deprivations(e *Explanation, from side) errs.Text {
	least, most := e.Count()
	count := strconv.Itoa(least)
	if most > least {
		count += "–" + strconv.Itoa(most)
	}
	var text errs.Text
	switch poor := int(from.n); {
	case from.name != paramCutoff:
		text = errs.T("deprived in %s indicators", count)
	case most == 0:
		return errs.T("deprived in none of the indicators (only %d or more are poor)", poor)
	case least >= poor:
		text = errs.T("deprived in %s indicators (%d or more are poor)", count, poor)
	default:
		text = errs.T("deprived in %s indicators (only %d or more are poor)", count, poor)
	}
	if lacking := s.lacking(e.Deprived); len(lacking) > 0 {
		text = errs.T("%s: %s", text, errs.Join(", ", lacking))
	}
	return text
}

// relation tells how a value stands to a line.
func (s why) relation(op value.Op, a, b side, h *household.Household) errs.Text {
	line := s.short(b)
	if b.name != "" {
		line = errs.T("%s %s", errs.InSentence(s.title(b.name)), line)
	}
	if b.byArea {
		line = errs.T("%s (%s)", line, areaTitle(h))
	}
	lineIsLow := op == value.LessEq || op == value.Greater // a value at the line counts with those below it
	switch {
	case op.Equality() && a.n == b.n:
		return errs.T("equal to the %s", line)
	case a.n <= b.n && lineIsLow:
		return errs.T("not above the %s", line)
	case a.n < b.n:
		return errs.T("below the %s", line)
	case a.n == b.n:
		return errs.T("not below the %s", line)
	}
	return errs.T("above the %s", line)
}

// title is the name of a value: a parameter of the law or a column of the register.
func (s why) title(name string) errs.Text {
	if p, ok := s.params[name]; ok {
		return p.Title
	}
	return household.ColumnTitle(name)
}

// amount is a value with its whole unit: 1.203.000 đồng/người/tháng.
func (s why) amount(v side) errs.Text {
	if v.name == fieldIncome {
		return errs.T("%s đồng per person per month", words.Decimal(v.n))
	}
	return errs.T("%s", words.Decimal(v.n))
}

// short is a line with what its unit counts: 1.500.000 đồng.
func (s why) short(v side) errs.Text {
	if p, ok := s.params[v.name]; ok && strings.HasPrefix(p.Unit, "VND") {
		return errs.T("%s đồng", words.Decimal(v.n))
	}
	return errs.T("%s", words.Decimal(v.n))
}

func areaTitle(h *household.Household) errs.Text {
	if h.Area.String() == "urban" {
		return errs.T("why|urban area")
	}
	return errs.T("why|rural area")
}

// Missing is what is to be filled in of a household or of one of its members.
type Missing struct {
	Member  *household.Member // nil for the household
	Columns []string
}

// Text names the columns, of a member after who it is.
func (m *Missing) Text() errs.Text {
	all := make([]errs.Text, len(m.Columns))
	for i, c := range m.Columns {
		all[i] = errs.InSentence(household.ColumnTitle(c))
	}
	columns := errs.Join(", ", all)
	switch {
	case m.Member == nil:
		return columns
	case m.Member.Name == "":
		return errs.T("member %d: %s", m.Member.No, columns)
	}
	return errs.T("%s: %s", m.Member.Name, columns)
}

// Missing returns the cells that would decide an undetermined class, the household's first. What follows from a cell –
// an age, a line by area – stands for that cell.
func (s *Standard) Missing(h *household.Household, e *Explanation) []Missing {
	var out []Missing
	for _, name := range e.UndeterminedBy {
		no, column := 0, name
		if of, ok := strings.CutPrefix(name, "members["); ok {
			number, field, _ := strings.Cut(of, "].")
			no, _ = strconv.Atoi(number)
			column = field
		}
		switch {
		case column == "age" || column == "age_months" || strings.HasPrefix(column, "calendar_months"):
			column = "birth_date"
		case column == fieldGiven:
			column = fieldIncome
		case column == fieldB1Given:
			column = fieldB1
		case s.params[column] != nil:
			column = "area"
		}
		i := slices.IndexFunc(out, func(m Missing) bool {
			return m.Member == nil && no == 0 || m.Member != nil &&
				m.Member.No == no
		})
		if i < 0 {
			i = len(out)
			out = append(out, Missing{Member: memberOf(h, no)})
		}
		if !slices.Contains(out[i].Columns, column) {
			out[i].Columns = append(out[i].Columns, column)
		}
	}
	slices.SortStableFunc(out, func(a, b Missing) int { return memberNo(a.Member) - memberNo(b.Member) })
	return out
}

func memberOf(h *household.Household, no int) *household.Member {
	for i := range h.Members {
		if no != 0 && h.Members[i].No == no {
			return &h.Members[i]
		}
	}
	return nil
}

func memberNo(m *household.Member) int {
	if m == nil {
		return 0
	}
	return m.No
}

// lacking returns the names of the indicators whose bits are set, as they stand within a sentence.
func (s why) lacking(mask uint16) []errs.Text {
	var out []errs.Text
	for i := range s.Indicators {
		if mask&(1<<i) != 0 {
			out = append(out, errs.InSentence(s.Indicators[i].Title))
		}
	}
	return out
}
