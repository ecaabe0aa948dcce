package law

import (
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/rule"
)

// Form is a questionnaire of the review as data, so that every door asks the same questions in the same order.
type Form struct {
	Name  string    `json:"name"`
	Title errs.Text `json:"title"`
	Cite  string    `json:"cite"`
	// form A: from how many signs on a household is concluded not to be poor
	Unlikely  int        `json:"unlikely_from,omitempty"`
	Questions []Question `json:"questions"`
	Source
}

// Question is one question: a sign of form A (Code), or a column of the register asked of the household or of each
// member for whom When holds.
type Question struct {
	Code   string    `json:"code,omitempty"`
	Column string    `json:"column,omitempty"`
	Member bool      `json:"member,omitempty"`
	When   string    `json:"when,omitempty"`
	Title  errs.Text `json:"title"`
	Help   errs.Text `json:"help,omitzero"`
	Ages   *Ages     `json:"ages,omitempty"`
}

// Ages says that an answer ages: the one of the review before does not stand in a new one, of the members for whom When
// holds (of all who are asked where it is empty), until it is given again or said to be the same. Why tells people so.
type Ages struct {
	When string    `json:"when,omitempty"`
	Why  errs.Text `json:"why"`
}

type fileForm struct {
	Name      string         `yaml:"name"`
	Title     errs.Text      `yaml:"title"`
	Cite      string         `yaml:"cite"`
	Unlikely  int            `yaml:"unlikely_from"`
	Questions []fileQuestion `yaml:"questions"`
}

type fileQuestion struct {
	Code   string    `yaml:"code"`
	Column string    `yaml:"column"`
	Of     string    `yaml:"of"` // household (default) or member
	When   string    `yaml:"when"`
	Title  errs.Text `yaml:"title"`
	Help   errs.Text `yaml:"help"`
	Ages   *fileAges `yaml:"ages"`
}

type fileAges struct {
	When string    `yaml:"when"`
	Why  errs.Text `yaml:"why"`
}

// Form returns a form by its name.
func (l *Library) Form(name string) (Form, bool) {
	i := slices.IndexFunc(l.Forms, func(f Form) bool { return f.Name == name })
	if i < 0 {
		return Form{}, false
	}
	return l.Forms[i], true
}

func (l *loader) forms(f *file) {
	for i, in := range f.Forms {
		at := []any{"forms", i}
		l.named(f, at, "name", in.Name)
		l.title(f, at, in.Title)
		l.cite(f, at, in.Cite)
		if _, dup := l.lib.Form(in.Name); dup {
			l.faultAt(f, at, errs.T("form “%s” stands twice", in.Name))
		}
		form := Form{Name: in.Name, Title: in.Title, Cite: in.Cite, Unlikely: in.Unlikely, Source: f.source(at...)}
		for j, q := range in.Questions {
			form.Questions = append(form.Questions, l.question(f, []any{"forms", i, "questions", j}, q))
		}
		if len(form.Questions) == 0 {
			l.faultAt(f, at, errs.T("the form has no question"))
		}
		l.lib.Forms = append(l.lib.Forms, form)
	}
}

func (l *loader) question(f *file, at []any, q fileQuestion) Question {
	l.title(f, at, q.Title)
	columns := household.HouseholdColumns
	switch q.Of {
	case "", "household":
	case "member":
		columns = household.MemberColumns
	default:
		l.faultAt(f, at, errs.T("“of” is household or member"))
	}
	if (q.Code == "") == (q.Column == "") {
		l.faultAt(f, at, errs.T("a question needs exactly one of “code” (a sign) and “column” (of the register)"))
	}
	if q.Column != "" && !slices.ContainsFunc(columns, func(c household.Column) bool { return c.Name == q.Column }) {
		l.faultAt(f, append(at, "column"), errs.T("the register has no column “%s”", q.Column))
	}
	if q.When != "" && q.Of != "member" {
		l.faultAt(f, append(at, "when"), errs.T("“when” is only for questions of members"))
	}
	return Question{Code: q.Code, Column: q.Column, Member: q.Of == "member", When: q.When, Title: q.Title,
		Help: q.Help, Ages: l.ages(f, append(at, "ages"), q)}
}

// ages reads how the answers to a question age, nil where they do not.
func (l *loader) ages(f *file, at []any, q fileQuestion) *Ages {
	if q.Ages == nil {
		return nil
	}
	l.title(f, at, q.Ages.Why)
	if q.Column == "" {
		l.faultAt(f, at, errs.T("“ages” is only for questions of a column"))
	}
	if q.Ages.When != "" && q.Of != "member" {
		l.faultAt(f, append(at, "when"), errs.T("“when” is only for questions of members"))
	}
	return &Ages{When: q.Ages.When, Why: q.Ages.Why}
}

// formExpressions type-checks the conditions of all forms in a standard's language.
func (l *checker) formExpressions(env *rule.Env) {
	for _, f := range l.lib.Forms {
		for _, q := range f.Questions {
			conditions := []string{q.When}
			if q.Ages != nil {
				conditions = append(conditions, q.Ages.When)
			}
			for _, when := range conditions {
				if when == "" {
					continue
				}
				if _, err := env.Compile(when, rule.Person); err != nil {
					l.expressionFaults(f.Source, err)
				}
			}
		}
	}
}
