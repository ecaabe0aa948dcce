package planbook

import (
	"slices"
	"strconv"

	"giamngheo/internal/errs"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
	"giamngheo/internal/words"
)

// Change is one thing of a plan that is otherwise than before: of a part, a solution, an assignment, or ("") of the
// plan; What is the column of the workbook that has it, in English the name that the plan's file has for it. Was or Now
// is empty where there was or is nothing.
type Change struct {
	Of, What errs.Text
	Was, Now errs.Text
}

// verbatim is what a plan says, which is the same in every language.
func verbatim(s string) errs.Text { return errs.Text{VI: s, EN: s} }

// Changes says what of a plan is otherwise than before, in the order of its workbook.
func Changes(was, now *target.Plan) (out []Change) {
	before, after := planLines(was), planLines(now)
	for _, key := range planKeys() {
		if key[0] != "open" {
			out = append(out,
				changed(errs.Text{}, LineColumns()[1:2], line(before, key[1]), line(after, key[1]),
					errs.Text{VI: key[1], EN: key[0]})...)
		}
	}
	out = append(out, entries(errs.T("plan_changes|Left open"), was.Open, now.Open, func(t errs.Text) string { return t.VI })...)
	for i := range now.Targets {
		t := &now.Targets[i]
		for j := range t.Parts {
			out = append(out, partChanges(was, t, &t.Parts[j])...)
		}
	}
	for _, p := range was.Parts() {
		if still, _ := now.Part(p.Code); still == nil {
			out = append(out, Change{Of: p.Title, What: errs.T("plan_changes|Target"),
				Was: errs.T("plan_changes|there"), Now: errs.T("plan_changes|taken out")})
		}
	}
	out = append(out, entries(errs.T("plan_changes|Solution"), was.Solutions, now.Solutions,
		func(s target.Solution) string { return s.Text.VI })...)
	out = append(out, entries(errs.T("plan_changes|Assignment"), was.Assignments, now.Assignments, func(a target.Assignment) string {
		return a.Body.VI + ": " + a.Task.VI + bySuffix(a.By)
	})...)
	return append(out, entries(errs.T("plan_changes|Reported figure"), was.Reports, now.Reports, func(r target.ReportKind) string {
		return r.Title.VI + " – " + r.By.VI
	})...)
}

func bySuffix(by string) string {
	if by == "" {
		return ""
	}
	return " (" + by + ")"
}

// line is the line of a plan's first sheet under a title.
func line(lines []planLine, title string) planLine {
	if i := slices.IndexFunc(lines, func(l planLine) bool { return l.key == title }); i >= 0 {
		return lines[i]
	}
	return planLine{}
}

// changed compares two rows column by column; a row of one column may be called otherwise than it.
func changed[T any](of errs.Text, columns []planColumn[T], was, now T, called ...errs.Text) (out []Change) {
	for _, c := range columns {
		before, after := c.get(&was), c.get(&now)
		if before == after {
			continue
		}
		what := errs.Text{VI: c.title, EN: c.name}
		if len(called) > 0 {
			what = called[0]
		}
		out = append(out, Change{Of: of, What: what, Was: c.said(&was), Now: c.said(&now)})
	}
	return out
}

// said is a cell as people read it: a number with their points and commas, a word of a choice in their language.
func (c *planColumn[T]) said(row *T) errs.Text {
	text := verbatim(c.get(row))
	if c.code != nil {
		text.EN = c.code(row)
	}
	if v, err := strconv.ParseFloat(text.VI, 64); c.number && err == nil {
		return errs.Text{VI: vietnamese.Decimal(v, -1), EN: words.Fixed(words.EN, v, -1)}
	}
	return text
}

// FieldTitle is what the workbook calls a field of a part, in English what the plan's file does; false of one that it
// has no column for.
func FieldTitle(field string) (errs.Text, bool) {
	if field == "" {
		return errs.Text{}, false
	}
	columns := PartColumns()
	for _, name := range []string{field, field + ".vi", field + ".over"} {
		if i := slices.IndexFunc(columns, func(c planColumn[partRow]) bool { return c.name == name }); i >= 0 {
			return errs.Text{VI: columns[i].title, EN: field}, true
		}
	}
	return errs.Text{}, false
}

// partChanges are the changes of a part and, at the first part of a target, of its sentence.
func partChanges(was *target.Plan, t *target.Target, p *target.Part) (out []Change) {
	old, number, text := target.Part{}, 0, ""
	for i := range was.Targets {
		for j := range was.Targets[i].Parts {
			if was.Targets[i].Parts[j].Code == p.Code {
				old, number, text = was.Targets[i].Parts[j], was.Targets[i].Number, was.Targets[i].Text
			}
		}
	}
	if number == 0 {
		var value errs.Text
		if p.Planned != nil {
			value = errs.Text{VI: vietnamese.Decimal(*p.Planned, -1) + " " + Units.Word(p.Unit),
				EN: words.Fixed(words.EN, *p.Planned, -1) + " " + p.Unit}
		}
		return []Change{{Of: p.Title, What: errs.T("plan_changes|New target"), Now: value}}
	}
	if text != t.Text && t.Parts[0].Code == p.Code {
		out = append(out, Change{Of: p.Title, What: errs.T("plan_changes|The plan’s sentence"), Was: verbatim(text),
			Now: verbatim(t.Text)})
	}
	return append(out, changed(p.Title, PartColumns(), flatPart(number, &old), flatPart(t.Number, p))...)
}

// entries are what came to a list and what was taken out.
func entries[T any](what errs.Text, was, now []T, text func(T) string) (out []Change) {
	has := func(all []T, s string) bool { return slices.ContainsFunc(all, func(x T) bool { return text(x) == s }) }
	for _, x := range was {
		if s := text(x); !has(now, s) {
			out = append(out, Change{What: what, Was: verbatim(s)})
		}
	}
	for _, x := range now {
		if s := text(x); !has(was, s) {
			out = append(out, Change{What: what, Now: verbatim(s)})
		}
	}
	return out
}
