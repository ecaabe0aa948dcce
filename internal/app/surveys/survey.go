package surveys

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/audit"
	"giamngheo/internal/check"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/rule"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	reviewrows "giamngheo/internal/store/reviews"
)

// SurveyQuestion is one screen of form B: a question of the household, or of each member whom it concerns.
type SurveyQuestion struct {
	law.Question
	Members []int // numbers of those who are asked
	Anew    []int // of those, whose answer of the review before does not stand; 0: the household's
}

// Survey is form B of one household: the questions, the answers so far on top of the register's record, what differs
// from it, and what class they come to.
type Survey struct {
	List        *reviews.ListShown
	Item        *review.Item
	Record      *household.Household // with the answers so far
	Base        *household.Household // as the register has it
	Began       *household.Household // as the register had it when the review began
	Version     int64
	Revision    int64 // of the answers: what an answer that is given on top of them names as seen
	Done        int
	Questions   []SurveyQuestion
	Changes     []household.Change
	Explanation *poverty.Explanation
	Reason      errs.Text
	Standard    *poverty.Standard
	Flags       []check.Flag
	FormA       law.Form
	SampleA     errs.Text
	Complaint   *review.Complaint // open, about this household
	Before      Before            // what the household was, and what made it another; of Survey and FinishSurvey

	answered   map[string]int64
	sitting    review.Sitting
	changeable bool // as it lies on the register's record of today
}

// SurveyDay is the day of a campaign on which ages are counted: its last day, so that a whole campaign counts alike.
func SurveyDay(c *reviewrows.Campaign) date.Date {
	if c.Kind == review.Monthly {
		return c.Opens
	}
	return c.Closes
}

// Survey shows form B of a household. Errors: errs.NotFound.
func (o *Desk) Survey(ctx context.Context, a *office.Ask, list, id int64) (*Survey, error) {
	s, _, err := o.reviews.List(ctx, o.office.Reader(), a, access.ViewReviews, list)
	if err != nil {
		return nil, err
	}
	v, err := o.survey(ctx, o.office.Reader(), s, id)
	if err == nil {
		v.Before, err = o.before(v)
	}
	return v, err
}

func (o *Desk) survey(ctx context.Context, from store.Reader, s *reviews.ListShown, id int64) (*Survey, error) {
	v := &Survey{List: s, Item: s.List.Item(id)}
	if v.Item == nil {
		return nil, office.NotYours()
	}
	item, err := reviewrows.FindItem(ctx, from, s.Province, s.ReviewList.Campaign, id)
	if err != nil {
		return nil, err
	}
	now, err := households.Find(ctx, from, s.Province, id)
	if err != nil {
		return nil, err
	}
	for i := range s.List.Complaints {
		if c := &s.List.Complaints[i]; c.Household == id && c.Done.IsZero() {
			v.Complaint = c
		}
	}
	if err := v.lay(ctx, from, item, now); err != nil {
		return nil, err
	}
	on := SurveyDay(&s.Campaign)
	o.book.Complete(v.Record, on) // an old record may contradict its commune: its line is the commune's
	v.Changes = household.Changes(v.Base, v.Record)
	lib, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	if v.Standard, err = o.StandardFor(lib, &s.Campaign); err != nil {
		return nil, err
	}
	v.Explanation = &poverty.Explanation{}
	if err := v.Standard.Classifier().Explain(v.Record, v.Explanation); err != nil {
		return nil, err
	}
	v.Reason = v.Standard.Reason(v.Record, v.Explanation)
	v.Flags = check.Survey(v.Began, v.Record, on, v.Standard, o.book.AreaOn(s.Commune, on))
	if v.FormA, err = formOf(lib, "form_a"); err != nil {
		return nil, err
	}
	if v.FormA.Sample {
		v.SampleA = lib.SampleNote(v.FormA.File)
	}
	formB, err := formOf(lib, "form_b")
	if err != nil {
		return nil, err
	}
	v.Questions, err = questions(formB, v.Standard, v.Record)
	return v, err
}

// lay lays the answers so far on the register's record. While the form can be changed that is the record of today: who
// joined the household during the review is in it, who left is not, and the answers of the others stand.
func (v *Survey) lay(ctx context.Context, from store.Reader, item *reviewrows.ReviewItem,
	now *households.Version) (err error) {
	if v.Base, v.Began, err = reviews.RecordsOf(ctx, from, item, now); err != nil {
		return err
	}
	v.Record, v.Done, v.Version, v.Revision = &item.Record, item.Done, item.Version, item.Revision
	v.answered, v.sitting = item.Answered, item.Sitting
	v.changeable = v.changes()
	if now.Version == item.Version || now.State != households.Active || !v.changeable {
		return nil
	}
	record := now.Household.Clone()
	if err := household.Carry(v.Base, v.Record, record); err != nil {
		return err
	}
	v.sitting.Since = cmp.Or(v.sitting.Since, v.Version)
	v.Base, v.Record, v.Version = &now.Household, record, now.Version
	return nil
}

// changes reports whether a form can be changed at the stage of its list: while that is surveyed and the meeting has
// not agreed, or while a complaint about the household is open.
func (v *Survey) changes() bool {
	switch v.List.List.Stage {
	case review.Posting:
		return v.Complaint != nil
	case review.Surveying:
		return !v.Item.Agreed
	}
	return false
}

// Joined and Left are who has come into the household, and who is in it no more, since the survey began.
func (v *Survey) Joined() []household.Member { return household.Joined(v.Began, v.Record) }

// Left are who is in the household no more.
func (v *Survey) Left() []household.Member { return household.Joined(v.Record, v.Began) }

func formOf(lib *law.Library, name string) (law.Form, error) {
	f, ok := lib.Form(name)
	if !ok {
		return f, errs.New(errs.NotFound, "the law folder lacks form “%s”", name)
	}
	return f, nil
}

// StandardFor compiles a campaign's standard on the day of its ages; it is kept, for all households of a campaign
// share it.
func (o *Desk) StandardFor(lib *law.Library, c *reviewrows.Campaign) (*poverty.Standard, error) {
	return o.standardOn(lib, c.Standard, SurveyDay(c))
}

// questions leaves out of a form what concerns nobody of a household. A member of whom it is not known is asked.
func questions(f law.Form, std *poverty.Standard, h *household.Household) (out []SurveyQuestion, err error) {
	for _, q := range f.Questions {
		one := SurveyQuestion{Question: q}
		if !q.Member {
			if q.Ages != nil {
				one.Anew = []int{0}
			}
			out = append(out, one)
			continue
		}
		if one.Members, err = concerned(std, h, q.When); err != nil {
			return nil, err
		}
		if q.Ages != nil {
			anew, err := concerned(std, h, q.Ages.When)
			if err != nil {
				return nil, err
			}
			one.Anew = slices.DeleteFunc(anew, func(no int) bool { return !slices.Contains(one.Members, no) })
		}
		if len(one.Members) > 0 {
			out = append(out, one)
		}
	}
	return out, nil
}

// concerned are the numbers of the members of whom a condition holds or may hold; "" holds of everybody.
func concerned(std *poverty.Standard, h *household.Household, when string) (out []int, err error) {
	var p *rule.Program
	if when != "" {
		if p, err = std.Env().Compile(when, rule.Person); err != nil {
			return nil, err
		}
	}
	for i := range h.Members {
		t := household.Yes
		if p != nil {
			if t, err = p.Eval(&rule.Input{H: h, M: &h.Members[i]}); err != nil {
				return nil, err
			}
		}
		if t != household.No {
			out = append(out, h.Members[i].No)
		}
	}
	return out, nil
}

// SurveyAnswer is the answer to one question of a household (Member 0) or of a member.
type SurveyAnswer struct {
	Member int
	Column string
	Text   string // as people write it; "" is not known
	Same   bool   // it is still what it was before the review: Text says nothing
	Sure   string // the value, as it was read, that a person has confirmed though it is unlikely
	Seen   int64  // the Survey's revision on which it is given; 0: on whatever is there
}

// key names an answer among those of a household.
func (s *SurveyAnswer) key() string {
	if s.Member == 0 {
		return s.Column
	}
	return strconv.Itoa(s.Member) + "/" + s.Column
}

// AnswerSurvey keeps answers of form B and records who gave them. It is a draft until FinishSurvey. Errors: book.Faults
// beside the fields; book.Doubts where an unlikely value is not confirmed; errs.Conflict where somebody else has
// answered the same otherwise since the answer's Seen.
func (o *Desk) AnswerSurvey(ctx context.Context, a *office.Ask, list, id int64, answers []SurveyAnswer,
	done int) error {
	if err := o.reviews.MayList(ctx, a, access.SurveyReviews, list); err != nil {
		return err
	}
	return o.office.Each(ctx, a, func(tx *office.Tx) error {
		s, _, err := o.reviews.List(ctx, tx, a, access.SurveyReviews, list)
		if err != nil {
			return err
		}
		v, err := o.surveyable(ctx, tx, s, id)
		if err != nil {
			return err
		}
		return o.answerIn(ctx, tx, v, answers, done)
	})
}

// answerIn writes answers over a survey that the transaction has read.
func (o *Desk) answerIn(ctx context.Context, tx *office.Tx, v *Survey, answers []SurveyAnswer, done int) error {
	was := v.Record.Clone()
	sure, err := o.answerAll(v, answers)
	if err != nil {
		return err
	}
	changes := household.Changes(was, v.Record)
	if err := v.overtaken(answers, changes); err != nil {
		return err
	}
	if v.answered == nil {
		v.answered = map[string]int64{}
	}
	names, columns := make([]string, len(answers)), make([]string, len(answers))
	for i := range answers {
		names[i], columns[i] = answers[i].key(), answers[i].Column
		v.answered[names[i]] = v.Revision + 1
	}
	if len(answers) > 0 {
		v.sitting.Answered(o.office.Now(), columns)
	}
	if v.Done >= 0 {
		v.Done = max(v.Done, done)
	}
	if err := reviewrows.SetItem(ctx, tx, v.item(), v.Revision); err != nil {
		return err
	}
	deed := office.Deed{Action: "review.answer", Kind: "household", Subject: office.IDText(v.Item.Household),
		Place: v.List.Commune, Changes: audit.Mask(changes), Note: map[string]string{"list": office.IDText(v.List.ID),
			"hamlet": v.List.Hamlet, "answers": strings.Join(names, ", "), "revision": office.IDText(v.Revision + 1)}}
	if len(sure) > 0 {
		deed.Note["unlikely"] = strings.Join(sure, "; ")
	}
	return tx.Note(ctx, deed)
}

// overtaken refuses answers that change what somebody else has answered since they were seen.
func (v *Survey) overtaken(answers []SurveyAnswer, changes []household.Change) error {
	for i := range answers {
		one := &answers[i]
		changed := slices.ContainsFunc(changes, func(c household.Change) bool {
			return c.Member == one.Member && c.Column == one.Column
		})
		last := v.answered[one.key()] // 0: nobody has answered it
		if one.Seen == 0 || !changed || last == 0 || last <= one.Seen {
			continue
		}
		title := errs.Text{VI: one.Column, EN: one.Column}
		if q := v.question(one); q >= 0 {
			title = v.Questions[q].Title
		}
		return errs.New(errs.Conflict,
			"“%s” of this household was answered otherwise after you opened the form; your answer was not saved. Look at the present answer and give yours again if need be", title)
	}
	return nil
}

// item is the row of a survey's forms.
func (v *Survey) item() *reviewrows.ReviewItem {
	return &reviewrows.ReviewItem{Province: v.List.Province, Campaign: v.List.ReviewList.Campaign, List: v.List.ID,
		Household: v.Item.Household, Done: v.Done, Version: v.Version, Answered: v.answered, Sitting: v.sitting,
		Record: *v.Record}
}

// question is the number of the question that an answer answers, -1 where the form does not ask it.
func (v *Survey) question(one *SurveyAnswer) int {
	return slices.IndexFunc(v.Questions, func(q SurveyQuestion) bool {
		return q.Column == one.Column && (one.Member == 0) == !q.Member &&
			(one.Member == 0 || slices.Contains(q.Members, one.Member))
	})
}

// surveyable refuses forms of a list that is not being surveyed or re-checked.
func (o *Desk) surveyable(ctx context.Context, from store.Reader, s *reviews.ListShown, id int64) (*Survey, error) {
	if err := reviews.StillOpen(&s.Campaign); err != nil {
		return nil, err
	}
	v, err := o.survey(ctx, from, s, id)
	if err != nil {
		return nil, err
	}
	if !v.changeable {
		return nil,
			errs.New(errs.Conflict,
				"the list is not being surveyed, or the meeting has agreed on this household: the form cannot be changed")
	}
	return v, nil
}

// FinishSurvey ends form B: the answers are checked, the class is computed, and the step is taken. With an open
// complaint it is the re-check, whose result text says. Errors: Faults, what the procedure says against it, and
// errs.Invalid where nothing was asked or answers that age are still to be asked.
func (o *Desk) FinishSurvey(ctx context.Context, a *office.Ask, list, id int64, day date.Date,
	text string) (v *Survey, err error) {
	if err := o.reviews.MayList(ctx, a, access.SurveyReviews, list); err != nil {
		return nil, err
	}
	e := review.Event{Step: review.FormB, Household: id, Day: day, At: o.office.Now(), By: a.Account}
	if err := o.reviews.NotAfterToday(e.Day); err != nil {
		return nil, err
	}
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		s, p, err := o.reviews.List(ctx, tx, a, access.SurveyReviews, list)
		if err != nil {
			return err
		}
		if v, err = o.surveyable(ctx, tx, s, id); err != nil {
			return err
		}
		if faults := o.surveyFaults(v); len(faults) > 0 {
			return faults
		}
		if e.Found, e.Changes = foundOf(v), len(v.Changes); v.Complaint != nil {
			e.Step, e.Complaint, e.Text = review.Recheck, v.Complaint.No, text
		}
		sitting := v.sitting
		e.Sitting = &sitting
		if err := s.List.Apply(p, &e); err != nil {
			return err
		}
		if err := v.askedAll(); err != nil {
			return err
		}
		v.Done, v.sitting = -1, review.Sitting{Since: v.sitting.Since}
		return o.reviews.Stepped(ctx, tx, p, s, &e, func(tx *office.Tx, _ *reviews.ListShown) error {
			return reviewrows.SetItem(ctx, tx, v.item(), v.Revision)
		})
	})
	if err != nil {
		return nil, err
	}
	before, failed := o.before(v) // told to who filed it: nobody else's writing waits for it
	if failed != nil {            // which it is, whatever can be said of it
		o.office.Log().Warn("what a household was before its survey", "err", failed)
	}
	v.Before = before
	return v, nil
}

// surveyFaults are what a form cannot be finished with.
func (o *Desk) surveyFaults(v *Survey) book.Faults {
	on := SurveyDay(&v.List.Campaign)
	faults := book.Faults(v.Record.Check(on))
	if t := check.HeadTooYoung(v.Record, on); t.VI != "" {
		faults = append(faults, household.Invalidity{Member: slices.IndexFunc(v.Record.Members,
			func(m household.Member) bool { return m.Relationship == household.Head }), Column: "birth_date", Text: t})
	}
	return faults
}

// foundOf is what a survey's answers come to.
func foundOf(v *Survey) *review.Found {
	r := &v.Explanation.Result
	f := &review.Found{Class: r.Class, Deprived: r.Deprived, Unanswered: r.Unanswered, People: len(v.Record.Members),
		Version: v.Version, Income: -1, B1: -1}
	if v.Record.IncomePerHead.Known {
		f.Income = int64(v.Record.IncomePerHead.Value)
	}
	if v.Record.B1Score.Known {
		f.B1 = v.Record.B1Score.Value
	}
	return f
}

// ScreenSurvey records form A: the signs that a household shows. From so many on as the law's form says it is
// concluded not to be poor.
func (o *Desk) ScreenSurvey(ctx context.Context, a *office.Ask, list, id int64, day date.Date, signs []string) error {
	lib, err := o.library.Law()
	if err != nil {
		return err
	}
	form, err := formOf(lib, "form_a")
	if err != nil {
		return err
	}
	for _, sign := range signs {
		if !slices.ContainsFunc(form.Questions, func(q law.Question) bool { return q.Code == sign }) {
			return errs.New(errs.Invalid, "form A has no sign “%s”", sign)
		}
	}
	return o.reviews.TakeStep(ctx, a, list, review.Event{Step: review.FormA, Household: id, Day: day, Signs: signs,
		Unlikely: form.Unlikely > 0 && len(signs) >= form.Unlikely})
}

// MyLists are the lists that are surveyed now and given to an actor or to nobody.
func (o *Desk) MyLists(ctx context.Context, a *office.Ask) (out []reviewrows.ReviewList, err error) {
	communes, err := o.reviews.ReviewScope(a, access.SurveyReviews, "")
	if err != nil {
		return nil, err
	}
	in := office.AsSet(communes)
	campaigns, err := reviewrows.Campaigns(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	for _, c := range campaigns {
		if c.State != "open" {
			continue
		}
		lists, err := reviewrows.Lists(ctx, o.office.Reader(), c.Province, c.ID)
		if err != nil {
			return nil, err
		}
		for _, l := range lists {
			if in[l.Commune] && (l.Enumerator == 0 || l.Enumerator == a.Account) &&
				(l.Stage == review.Surveying || l.Complaints > 0) {
				out = append(out, l)
			}
		}
	}
	return out, nil
}
