package surveys

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"giamngheo/internal/app/surveys"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// surveyField is one answer of a screen.
type surveyField struct {
	Name   string // of the form's field
	Member int    // 0: of the household
	Label  string
	Value  string
	As     string // of a number: chosen instead of one, asSame or asUnknown
	Was    string // before the review, where it differs or is asked anew
	Keep   bool   // known and confidential: it is not shown
	Anew   bool   // it ages: what it was does not stand until it is given again or said to be the same
}

// What is chosen instead of an answer; page.Keep says that it is still the same.
const (
	unknown   = "__unknown__"
	asSame    = "same"
	asUnknown = "unknown"
)

// screen fills in the fields of the question that is asked.
func (s *handlers) screen(r *http.Request, p *surveyPage) {
	q := &p.Questions[p.Step]
	p.Question = q
	columns := household.HouseholdColumns
	if q.Member {
		columns = household.MemberColumns
	}
	p.Column = columns[slices.IndexFunc(columns, func(c household.Column) bool { return c.Name == q.Column })]
	if !q.Member {
		p.Fields = append(p.Fields, p.field(r, page.Pick(page.Lang(r), q.Title), 0))
		return
	}
	for _, no := range q.Members {
		m := p.Record.Member(no)
		label := m.Name
		if least, _ := m.Birth.Months(p.Standard.On); least >= 0 {
			label += fmt.Sprintf(" (%d)", least/12)
		}
		p.Fields = append(p.Fields, p.field(r, label, no))
	}
}

// fieldName is the name of a member's field (0: the household's).
func fieldName(member int) string {
	if member == 0 {
		return "h"
	}
	return fmt.Sprintf("m%d", member)
}

// field is the field of a member (0: of the household). What ages and was not asked yet is empty: nothing is chosen for
// anybody.
func (p *surveyPage) field(r *http.Request, label string, member int) surveyField {
	q := p.Question
	now, was := p.Record.Text(q.Column), p.Last(member, q.Column)
	if member != 0 {
		now = p.Record.Member(member).Text(q.Column)
	}
	f := surveyField{Name: fieldName(member), Member: member, Label: label, Value: now, Anew: q.AsksAnew(member)}
	f.Keep = household.Confidential(q.Column) && was != "" && (f.Anew || now == was)
	switch asked := p.Asked(member, q.Column); {
	case f.Anew && !asked:
		f.Value = ""
	case f.Keep && now == was:
		f.Value = page.Keep
	case f.Anew && now == "" && p.Chosen():
		f.Value = unknown
	case f.Anew && now == "":
		f.As = asUnknown
	}
	if (f.Anew || now != was) && !f.Keep {
		f.Was = parts.ValueText(page.Lang(r), q.Column, was)
		if was == "" {
			f.Was = page.Pick(page.Lang(r), errs.T("unknown"))
		}
	}
	if r.Method == http.MethodPost && !p.Stale && (r.PostForm.Has(f.Name) || r.PostForm.Has(f.Name+"_as")) {
		f.Value, f.As = r.PostFormValue(f.Name), r.PostFormValue(f.Name+"_as")
	}
	return f
}

// YesNo reports whether the question on the screen is answered by yes or no.
func (p *surveyPage) YesNo() bool { return p.Column.Kind == household.YesNo }

// Chosen reports whether the question on the screen is answered by choosing; otherwise a number is typed.
func (p *surveyPage) Chosen() bool { return p.Column.Enum != nil || p.YesNo() }

// choice is one of several answers.
type choice struct{ Value, Title string }

// Choices are what a field can be answered by: that it is still the same, an answer, that it is not known.
func (p *surveyPage) Choices(f surveyField) (out []choice) {
	lang := p.Lang
	switch {
	case f.Keep && f.Anew:
		out = append(out, choice{page.Keep, page.Pick(lang, errs.T("Still the same (recorded, not shown)"))})
	case f.Keep:
		out = append(out, choice{page.Keep, page.Pick(lang, errs.T("Known, keep it"))})
	case f.Anew && p.Last(f.Member, p.Column.Name) != "":
		out = append(out, choice{page.Keep, page.Pick(lang, errs.T("Still the same: %s", f.Was))})
	}
	if p.YesNo() {
		out = append(out, choice{"yes", page.Pick(lang, errs.T("Yes"))}, choice{"no", page.Pick(lang, errs.T("No"))})
	} else {
		for _, name := range p.Column.Enum.Names[1:] {
			out = append(out, choice{name, parts.ValueText(lang, p.Column.Name, name)})
		}
	}
	if f.Anew {
		out = append(out, choice{unknown, page.Pick(lang, errs.T("survey|Not known"))})
	}
	return out
}

// Instead is what can be chosen instead of a number.
func (p *surveyPage) Instead(f surveyField) (out []choice) {
	if !f.Anew || p.Last(f.Member, p.Column.Name) == "" {
		return nil
	}
	return []choice{{asSame, page.Pick(p.Lang, errs.T("Still the same: %s", f.Was))},
		{asUnknown, page.Pick(p.Lang, errs.T("survey|Not known"))}}
}

// given are the answers that a screen's form gives, and the members (0: the household) of whom the question ages and
// the form gives none.
func given(r *http.Request, v *surveys.Survey, q *surveys.SurveyQuestion) (out []surveys.SurveyAnswer, left []int) {
	members := q.Members
	if !q.Member {
		members = []int{0}
	}
	for _, no := range members {
		one, name := surveys.SurveyAnswer{Member: no, Column: q.Column}, fieldName(no)
		text := strings.Join(slices.DeleteFunc(slices.Clone(r.PostForm[name]),
			func(s string) bool { return strings.TrimSpace(s) == "" }), ";")
		as := r.PostFormValue(name + "_as")
		open := q.AsksAnew(no) && !v.Asked(no, q.Column)
		switch {
		case text == page.Keep, text == "" && as == asSame:
			one.Same = true
		case text == unknown, text == "" && as == asUnknown:
		case !r.PostForm.Has(name), text == "" && open && v.Last(no, q.Column) != "":
			if open {
				left = append(left, no)
			}
			continue
		default:
			one.Text = text
		}
		out = append(out, one)
	}
	return out, left
}
