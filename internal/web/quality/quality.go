package quality

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"giamngheo/internal/app/quality"
	"giamngheo/internal/check"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/web/page"
)

type qualityPage struct {
	page.Page
	*quality.Quality
	Campaign int64
	Error    string
	Values   map[string]string // of an answer that was refused
}

func (s *handlers) showQuality(w http.ResponseWriter, r *http.Request) error {
	return s.qualityPage(w, r, nil)
}

func (s *handlers) qualityPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	q, err := s.desks.Quality.ReviewQuality(r.Context(), page.Actor(r), id, place.Code(r.FormValue("place")))
	if err != nil {
		return err
	}
	p := &qualityPage{Quality: q, Campaign: id, Values: page.Typed(r)}
	p.Nav, p.Error = "reviews", s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "quality", errs.T("Quality – %s", q.Unit.FullName), p)
	return nil
}

// bunches are the groups of a line, the page's own and what is unusual first.
type bunches struct {
	First, Rest []bunch
	Own         int // of First
}

// bunch is a group of a line with the reply to what was found in it.
type bunch struct {
	check.Bunch
	Reply reply
}

// Split tells the groups of a line that are to be looked at from the others.
func (p *qualityPage) Split(l quality.Line) (b bunches) {
	for _, one := range l.Groups {
		g := bunch{one, p.group(&l, one)}
		switch {
		case l.Own(g.Group, p.Unit):
			b.First = slices.Insert(b.First, b.Own, g)
			b.Own++
		case g.Grade == check.Strange && g.Group != "" && len(b.First)-b.Own < mostBunches:
			b.First = append(b.First, g)
		default:
			b.Rest = append(b.Rest, g)
		}
	}
	return b
}

// mostBunches is how many unusual groups stand open beside the commune's own.
const mostBunches = 3

// reply is the answer to one thing that the checks found, or the form for it.
type reply struct {
	Campaign        int64
	Commune         place.Code
	Code            string
	List, Household int64  // of a flag of a household, else 0
	Label           string // whom or what it is about
	Text            string
	By              string
	At              time.Time
	Ask             bool // it can be answered, and is asked for
	Typed           string
}

// group is the reply to what was found in a group; only what a page's own people did is asked about.
func (p *qualityPage) group(l *quality.Line, g check.Bunch) reply {
	return p.reply(l.Code(g.Group), g.Group, l.Own(g.Group, p.Unit) && odd(g.Grade))
}

// Work is the reply to an enumerator's figures.
func (p *qualityPage) Work(w check.Work) reply {
	return p.reply(quality.WorkCode(w.By), w.By, odd(w.Grade))
}

// Flag is the reply to a flag of a household: a secret one is answered by its code alone, others on their list.
func (p *qualityPage) Flag(f quality.Flagged) reply {
	r := p.reply(f.Code, f.Household.Head, f.Secret || p.May["review_run"])
	r.Text, r.By, r.At = f.Answer, f.By, f.At
	if !f.Secret {
		r.List, r.Household, r.Typed = f.List, f.Household.ID, ""
		if p.Values["list"] == strconv.FormatInt(f.List, 10) &&
			p.Values["household"] == strconv.FormatInt(f.Household.ID, 10) && p.Values["code"] == f.Code {
			r.Typed = p.Values["text"]
		}
	}
	return r
}

func (p *qualityPage) reply(code, label string, ask bool) reply {
	one := p.Answers[code]
	r := reply{Campaign: p.Campaign, Commune: p.Unit.Code, Code: code, Label: label, Text: one.Text,
		By: p.Names[one.By], At: one.At, Ask: ask && p.MayAnswer}
	if p.Values["list"] == "" && p.Values["code"] == code {
		r.Typed = p.Values["text"]
	}
	return r
}

// odd reports whether a reading is to be answered.
func odd(g check.Grade) bool { return g == check.Look || g == check.Strange }

// answerQuality keeps an answer: to a flag of a household on its list, to anything else by its code.
func (s *handlers) answerQuality(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	list, err := page.FormID(r, "list")
	if err != nil {
		return err
	}
	household, err := page.FormID(r, "household")
	if err != nil {
		return err
	}
	code, text := r.FormValue("code"), r.FormValue("text")
	if list != 0 {
		err = s.desks.Reviews.TakeStep(r.Context(), page.Actor(r), list,
			review.Event{Step: review.Answer, Household: household, Text: code, Reason: text})
	} else {
		err = s.desks.Quality.AnswerQuality(r.Context(), page.Actor(r), id, place.Code(r.FormValue("place")), code,
			text)
	}
	if page.Personal(err) {
		return s.qualityPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/reviews/%d/quality?place=%s", id, page.QueryEscape(r.FormValue("place"))), "",
		errs.T("The answer is recorded; the one before is kept"))
}

func (s *handlers) drawSample(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	err = s.desks.Quality.DrawSample(r.Context(), page.Actor(r), id, place.Code(r.FormValue("place")))
	if page.Personal(err) {
		return s.qualityPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/reviews/%d/quality?place=%s", id, page.QueryEscape(r.FormValue("place"))), "",
		errs.T("The sample is drawn"))
}

func (s *handlers) verifySample(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	h, err := page.FormID(r, "household")
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(r.FormValue("class"))
	err = s.desks.Quality.VerifySample(r.Context(), page.Actor(r), id, place.Code(r.FormValue("place")), h,
		poverty.Class(min(max(n, 0), 4)), r.FormValue("note"))
	if page.Personal(err) {
		return s.qualityPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/reviews/%d/quality?place=%s", id, page.QueryEscape(r.FormValue("place"))), "",
		errs.T("verifySample|Recorded"))
}
