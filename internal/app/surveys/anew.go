package surveys

import (
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
)

// Unasked is a question whose answers of the review before do not stand and that was not asked anew yet.
type Unasked struct {
	Question int   // its number among the survey's
	Members  []int // of whom it is still to be asked; 0: of the household
}

// Asked reports whether a question was answered in this review, of the household (member 0) or of a member.
func (v *Survey) Asked(member int, column string) bool {
	return v.answered[(&SurveyAnswer{Member: member, Column: column}).key()] != 0
}

// AsksAnew reports whether a question is asked anew of a member (0: of the household).
func (q *SurveyQuestion) AsksAnew(member int) bool { return slices.Contains(q.Anew, member) }

// Unasked are the questions that are still to be asked anew, in the form's order.
func (v *Survey) Unasked() (out []Unasked) {
	for i := range v.Questions {
		q := &v.Questions[i]
		one := Unasked{Question: i}
		for _, no := range q.Anew {
			if !v.Asked(no, q.Column) {
				one.Members = append(one.Members, no)
			}
		}
		if len(one.Members) > 0 {
			out = append(out, one)
		}
	}
	return out
}

// Opened reports whether a question was answered since the form was last filed.
func (v *Survey) Opened() bool { return len(v.sitting.Opened) > 0 }

// askedAll refuses a form that was filed without a question, or whose answers of the review before would stand though
// they age. Errors: errs.Invalid.
func (v *Survey) askedAll() error {
	if left := v.Unasked(); len(left) > 0 {
		return errs.New(errs.Invalid,
			"not asked yet in this review: %s. Open each question, then answer it or choose “Still the same”", v.titles(left))
	}
	if !v.Opened() {
		return errs.New(errs.Invalid,
			"no question has been opened: ask the household, answer at least what has changed, then finish the form")
	}
	return nil
}

// titles names questions, each with the members of whom it is to be asked.
func (v *Survey) titles(all []Unasked) (out errs.Text) {
	for i, u := range all {
		title := v.Questions[u.Question].Title
		if who := v.Who(u.Members); who != "" {
			title = errs.T("%s (%s)", title, who)
		}
		if out = errs.T("%s; %s", out, title); i == 0 {
			out = title
		}
	}
	return out
}

// Who are the names of members, "" for the household.
func (v *Survey) Who(members []int) string {
	var names []string
	for _, no := range members {
		switch m := v.Record.Member(no); {
		case m == nil:
		case m.Name == "":
			names = append(names, strconv.Itoa(no))
		default:
			names = append(names, m.Name)
		}
	}
	return strings.Join(names, ", ")
}
