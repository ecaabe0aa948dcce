package cause

import (
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/words"
)

// ageFields begin the names of what a rule reads of a birth date.
var ageFields = []string{"age", "calendar_months"}

// reads are the columns that a rule read, by the member's number (0: of the household), in their order.
type reads map[int][]string

func (r reads) add(st *poverty.Step) {
	for i := range st.Trace.Reads {
		no, name := 0, string(st.Trace.Reads[i].AppendName(nil))
		if of, ok := strings.CutPrefix(name, "members["); ok {
			var digits string
			digits, name, _ = strings.Cut(of, "].")
			no, _ = strconv.Atoi(digits)
		}
		if slices.ContainsFunc(ageFields, func(f string) bool { return strings.HasPrefix(name, f) }) {
			name = "birth_date"
		}
		if _, known := columnOf(no, name); known && !slices.Contains(r[no], name) {
			r[no] = append(r[no], name)
		}
	}
}

// columnOf finds a column of the register; parameters of the law and what is computed are none.
func columnOf(member int, name string) (household.Column, bool) {
	columns := household.HouseholdColumns
	if member != 0 {
		columns = household.MemberColumns
	}
	i := slices.IndexFunc(columns, func(c household.Column) bool { return c.Name == name })
	if i < 0 {
		return household.Column{}, false
	}
	return columns[i], true
}

// evidence tells by which answers and ages an indicator (numbers j then, i now) turned: what changed of the household,
// and of those members on whom it hangs what changed and what stayed though it should not have.
func evidence(was, now *Side, j, i int) errs.Text {
	read := reads{}
	read.add(&was.Found.Steps[j])
	read.add(&now.Found.Steps[i])
	var parts []errs.Text
	for _, column := range read[0] {
		if w, n := was.Record.Text(column), now.Record.Text(column); w != n {
			parts = append(parts, moved(column, w, n))
		}
	}
	side, bit := now, i
	if now.Found.Steps[i].Truth != household.Yes {
		side, bit = was, j
	}
	hangs := slices.ContainsFunc(side.Record.Members, func(m household.Member) bool { return side.alone(&m, bit) })
	for k := range now.Record.Members {
		m := &now.Record.Members[k]
		before := was.Record.Member(m.No)
		if len(read[m.No]) == 0 {
			continue
		}
		of := m
		if side == was {
			of = before
		}
		if hangs && (of == nil || !side.alone(of, bit)) {
			continue
		}
		if text := ofMember(was, now, before, m, read[m.No], hangs); text.VI != "" {
			parts = append(parts, text)
		}
	}
	return errs.Join("; ", parts)
}

// alone reports whether a member alone would make the household deprived in an indicator.
func (s *Side) alone(m *household.Member, indicator int) bool {
	one := *s.Record
	one.Members = []household.Member{*m}
	var r poverty.Result
	return s.Standard.Classifier().Classify(&one, &r) == nil && r.Deprived&(1<<indicator) != 0
}

// ofMember tells what an indicator hangs on of a member: with stayed also what is as it was.
func ofMember(was, now *Side, before, m *household.Member, columns []string, stayed bool) errs.Text {
	name := m.Name
	if name == "" {
		name = strconv.Itoa(m.No)
	}
	if before == nil {
		return errs.T("%s is new in the household", name)
	}
	var parts []errs.Text
	for _, column := range columns {
		if column == "birth_date" {
			if w, n := years(before, was), years(m, now); w >= 0 && n >= 0 && w != n {
				parts = append(parts, errs.T("%d → %d years old", w, n))
			}
			continue
		}
		switch w, n := before.Text(column), m.Text(column); {
		case w != n:
			parts = append(parts, moved(column, w, n))
		case stayed && n != "" && !household.Confidential(column):
			parts = append(parts, errs.T("%s as before: %s", errs.InSentence(household.ColumnTitle(column)), word(column, n)))
		}
	}
	if len(parts) == 0 {
		return errs.Text{}
	}
	return errs.T("%s: %s", name, errs.Join(", ", parts))
}

// years is how old somebody is on the day of a side, -1 where it is not known.
func years(m *household.Member, s *Side) int {
	least, _ := m.Birth.Months(s.Standard.On)
	if least < 0 {
		return -1
	}
	return least / 12
}

// word is a value as people read it.
func word(column, text string) errs.Text {
	c, ok := columnOf(0, column)
	if !ok {
		c, ok = columnOf(1, column)
	}
	switch {
	case text == "":
		return errs.T("unknown")
	case !ok:
	case c.Kind == household.YesNo && text == "yes":
		return errs.T("yes")
	case c.Kind == household.YesNo:
		return errs.T("no")
	case c.Kind == household.Choice:
		if i := slices.Index(c.Enum.Names, text); i > 0 {
			return errs.Text{VI: c.Enum.Titles[i][0], EN: strings.ReplaceAll(text, "_", " ")}
		}
	case c.Kind == household.Amount:
		if v, err := strconv.ParseInt(text, 10, 64); err == nil {
			return errs.T("%s đồng", words.Number(v))
		}
	case c.Kind == household.Decimal:
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return errs.T("%s", words.Decimal(v))
		}
	}
	return errs.Text{VI: text, EN: text}
}
