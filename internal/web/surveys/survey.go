package surveys

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/web/page"
)

type surveysPage struct {
	page.Page
	Lists []reviewrows.ReviewList
	Units map[string]string
	One   *reviews.ListShown
	Items []surveyItem
	Left  int
}

// surveyItem is a household on an enumerator's list.
type surveyItem struct {
	*review.Item
	Head  string
	Code  string
	Done  int
	Asked int
}

// listSurveys shows an enumerator's hamlets.
func (s *handlers) listSurveys(w http.ResponseWriter, r *http.Request) error {
	lists, err := s.desks.Surveys.MyLists(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	p := &surveysPage{Lists: lists, Units: map[string]string{}}
	for _, l := range lists {
		p.Units[string(l.Commune)] = s.desks.Office.Unit(l.Commune).FullName
	}
	p.Nav = "survey"
	s.shell.Render(w, r, "surveys", errs.T("My surveys"), p)
	return nil
}

// listSurvey shows the households of one hamlet.
func (s *handlers) listSurvey(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	l, err := s.desks.Reviews.ReviewList(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	p := &surveysPage{One: l}
	for _, it := range l.List.Items {
		h := l.Heads[it.Household]
		p.Items = append(p.Items, surveyItem{Item: it, Head: h.Head, Code: h.Code, Done: l.Form[it.Household]})
		if !it.Settled() {
			p.Left++
		}
	}
	p.Nav = "survey"
	s.shell.Render(w, r, "survey_list", errs.T("Survey: %s", l.Hamlet), p)
	return nil
}

type surveyPage struct {
	page.Page
	*surveys.Survey
	ID       int64
	Step     int // of the questions; len: the end
	Question *surveys.SurveyQuestion
	Column   household.Column
	Fields   []surveyField
	Error    string
	Faults   map[string]string
	Today    string
	Percent  int
	Doubts   book.Doubts // of what was given: a tick confirms it
	Left     []surveys.Unasked
	Stale    bool // somebody else has answered since: what is there now is shown, not what was given
}

// surveyInput is a question's field with its title, in the template "survey_input".
type surveyInput struct {
	Page  *surveyPage
	Field surveyField
	Title string
}

// Input is the field of the page's question.
func (p *surveyPage) Input(f surveyField, title string) surveyInput { return surveyInput{p, f, title} }

func surveyPath(list, id int64, step int) string {
	return fmt.Sprintf("/survey/%d/%d?q=%d", list, id, step)
}

func (s *handlers) showSurvey(w http.ResponseWriter, r *http.Request) error {
	return s.surveyPage(w, r, nil)
}

func pathHousehold(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("household"), 10, 64)
	if err != nil || id <= 0 {
		return 0, page.NotThere()
	}
	return id, nil
}

func (s *handlers) surveyPage(w http.ResponseWriter, r *http.Request, failed error) error {
	list, err := page.PathID(r)
	if err != nil {
		return err
	}
	id, err := pathHousehold(r)
	if err != nil {
		return err
	}
	v, err := s.desks.Surveys.Survey(r.Context(), page.Actor(r), list, id)
	if err != nil {
		return err
	}
	p := &surveyPage{Survey: v, ID: id, Today: s.desks.Office.Day().Vietnamese(), Faults: map[string]string{}, Step: -1}
	if q, err := strconv.Atoi(r.FormValue("q")); err == nil {
		p.Step = min(max(q, 0), len(v.Questions))
	} else if v.Done > 0 {
		p.Step = min(v.Done, len(v.Questions))
	}
	if v.Item.Source == review.Request01 && !v.Item.Screened && v.Complaint == nil {
		p.Step = -2 // form A first
	}
	if p.Step < 0 && p.Step != -2 {
		p.Step = 0
	}
	var faults book.Faults
	switch {
	case errors.As(failed, &faults):
		w.WriteHeader(http.StatusUnprocessableEntity)
		for _, f := range faults {
			p.Error = page.Pick(page.Lang(r), f.Text)
			p.Faults[f.Column] = p.Error
		}
	case errors.As(failed, &p.Doubts):
		w.WriteHeader(http.StatusUnprocessableEntity)
		p.Error = page.Pick(page.Lang(r), page.AskedAgain())
	default:
		p.Error, p.Stale = s.shell.Told(w, r, failed), failed != nil && errs.KindOf(failed) == errs.Conflict
	}
	p.Left = v.Unasked()
	if p.Step >= 0 && p.Step < len(v.Questions) {
		s.screen(r, p)
		p.Percent = 100 * p.Step / len(v.Questions)
	}
	p.Nav = "survey"
	name := v.List.Hamlet
	if h := v.Record.Head(); h != nil {
		name = h.Name
	}
	s.shell.Render(w, r, "survey", errs.Text{VI: name, EN: name}, p)
	return nil
}

func (s *handlers) answerSurvey(w http.ResponseWriter, r *http.Request) error {
	list, err := page.PathID(r)
	if err != nil {
		return err
	}
	id, err := pathHousehold(r)
	if err != nil {
		return err
	}
	v, err := s.desks.Surveys.Survey(r.Context(), page.Actor(r), list, id)
	if err != nil {
		return err
	}
	step, err := strconv.Atoi(r.FormValue("q"))
	if err != nil || step < 0 || step >= len(v.Questions) {
		return page.NotThere()
	}
	q := v.Questions[step]
	seen, err := strconv.ParseInt(r.FormValue("seen"), 10, 64)
	if err != nil || seen < 1 {
		seen = -1 // a form that does not say what it saw has seen nothing
	}
	answers, left := given(r, v, &q)
	for i := range answers {
		answers[i].Seen, answers[i].Sure = seen, r.PostFormValue("sure")
	}
	if len(left) > 0 {
		step-- // the question stays open
	}
	if len(answers) > 0 || len(left) == 0 {
		err = s.desks.Surveys.AnswerSurvey(r.Context(), page.Actor(r), list, id, answers, step+1)
	}
	if err == nil {
		err = stillAsked(v, left)
	}
	if err != nil {
		var faults book.Faults
		var doubts book.Doubts
		if errors.As(err, &faults) || errors.As(err, &doubts) || page.Personal(err) {
			return s.surveyPage(w, r, err)
		}
		return err
	}
	http.Redirect(w, r, surveyPath(list, id, step+1), http.StatusSeeOther)
	return nil
}

// stillAsked says of whom a question that ages was not answered.
func stillAsked(v *surveys.Survey, left []int) error {
	switch who := v.Who(left); {
	case len(left) == 0:
		return nil
	case who == "":
		return errs.New(errs.Invalid,
			"this question is asked anew in each review: give the answer, or choose “Still the same”")
	default:
		return errs.New(errs.Invalid,
			"this question is asked anew in each review: give the answer of %s, or choose “Still the same”", who)
	}
}

func (s *handlers) screenSurvey(w http.ResponseWriter, r *http.Request) error {
	list, err := page.PathID(r)
	if err != nil {
		return err
	}
	id, err := pathHousehold(r)
	if err != nil {
		return err
	}
	day, err := page.FormDay(r, "day")
	if err == nil {
		err = s.desks.Surveys.ScreenSurvey(r.Context(), page.Actor(r), list, id, day, r.PostForm["sign"])
	}
	if page.Personal(err) {
		return s.surveyPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/survey/%d", list), "", errs.T("Form A is recorded"))
}

func (s *handlers) finishSurvey(w http.ResponseWriter, r *http.Request) error {
	list, err := page.PathID(r)
	if err != nil {
		return err
	}
	id, err := pathHousehold(r)
	if err != nil {
		return err
	}
	day, err := page.FormDay(r, "day")
	var v *surveys.Survey
	if err == nil {
		v, err = s.desks.Surveys.FinishSurvey(r.Context(), page.Actor(r), list, id, day, r.FormValue("text"))
	}
	var faults book.Faults
	if errors.As(err, &faults) || page.Personal(err) {
		return s.surveyPage(w, r, err)
	}
	if err != nil {
		return err
	}
	title := v.Standard.ClassTitle(v.Explanation.Class)
	if turn := v.Before.Turn; turn.VI != "" {
		title = turn
	}
	return page.Done(w, r, fmt.Sprintf("/survey/%d", list), "", errs.T("One household done: %s", title))
}

// Decides reports whether an answer to a question is among those that would decide the class.
func (p *surveyPage) Decides(q surveys.SurveyQuestion) bool {
	return slices.ContainsFunc(p.Standard.Missing(p.Record, p.Explanation), func(m poverty.Missing) bool {
		return (m.Member != nil) == q.Member && slices.Contains(m.Columns, q.Column)
	})
}

// Hidden reports whether a column's values are not shown without a reason.
func (p *surveyPage) Hidden(column string) bool { return household.Confidential(column) }

// Holds reports whether a list of several values holds one.
func (p *surveyPage) Holds(list, one string) bool {
	return slices.Contains(strings.Split(list, ";"), one)
}
