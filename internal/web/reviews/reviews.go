package reviews

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/work"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/web/page"
)

type reviewsPage struct {
	page.Page
	Campaigns []reviewrows.Campaign
	Reviews   []reviewrows.Review
	Units     []place.Unit
	Year      int
	Month     int
	Tasks     []work.Row
	MoreTasks int
	Error     string
	MayOpen   bool
	Adopt     bool
}

func (s *handlers) listReviews(w http.ResponseWriter, r *http.Request) error {
	return s.reviewsPage(w, r, nil)
}

func (s *handlers) reviewsPage(w http.ResponseWriter, r *http.Request, failed error) error {
	a := page.Actor(r)
	p := &reviewsPage{Year: s.desks.Office.Day().Year(), Month: s.desks.Office.Day().Month(),
		MayOpen: s.desks.Office.May(a, access.OpenReviews)}
	var err error
	if p.Campaigns, err = s.desks.Reviews.Campaigns(r.Context(), a); err != nil {
		return err
	}
	if p.Reviews, err = s.desks.Results.Reviews(r.Context(), a); err != nil {
		return err
	}
	if err := s.tasks(r, p); err != nil {
		return err
	}
	p.Units, p.Adopt = s.desks.Office.Choices(a, 0), s.desks.Office.May(a, access.AnnounceReviews)
	p.Error = s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "reviews", errs.T("reviewsPage|Reviews"), p)
	return nil
}

func (s *handlers) openReview(w http.ResponseWriter, r *http.Request) error {
	year, _ := strconv.Atoi(r.FormValue("year"))
	month, _ := strconv.Atoi(r.FormValue("month"))
	opened, err := s.desks.Reviews.OpenReview(r.Context(), page.Actor(r),
		reviews.OpenReviewInput{Kind: review.Kind(r.FormValue("kind")), Year: year, Month: month,
			Place: place.Code(r.FormValue("place"))})
	if page.Personal(err) {
		return s.reviewsPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/reviews/%d", opened.Campaign.ID), "",
		errs.T("Opened in %d communes: %d lists, %d households", opened.Communes, opened.Lists, opened.Households))
}

// campaignRow is a unit below the place in the overview of a campaign.
type campaignRow struct {
	Unit       place.Unit
	Communes   int // below it
	Taking     int // communes that take part
	Lists      int
	Stages     [review.Stages]int
	Households int
	Surveyed   int
	Poor, Near int
	Late       int
	Blocked    int
}

type campaignPage struct {
	page.Page
	*reviews.CampaignShown
	Place    place.Unit
	Rows     []campaignRow
	Sum      campaignRow
	Commune  bool
	MayRun   bool
	MayDec   bool
	MayOpine bool
	Error    string
	Today    string
	Values   map[string]string // of a form that was refused
	Late     map[int64]bool
	Stages   []review.Stage
	Found    []snapshot.Item // households that were looked for, to receive a request of
	Looked   bool
}

// stages are the steps of a list: the district's only where there is a district to take it.
func stages(district bool) (out []review.Stage) {
	for st := range review.Stages {
		if st != review.Opinion || district {
			out = append(out, st)
		}
	}
	return out
}

func (s *handlers) showCampaign(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	return s.campaignPage(w, r, id, place.Code(r.FormValue("place")), nil, nil)
}

// campaignPage shows a campaign in a place, with the households that were looked for there.
func (s *handlers) campaignPage(w http.ResponseWriter, r *http.Request, id int64, unit place.Code, found sought,
	failed error) error {
	a := page.Actor(r)
	c, err := s.desks.Reviews.Campaign(r.Context(), a, id, unit)
	if err != nil {
		return err
	}
	p := &campaignPage{CampaignShown: c, Place: s.desks.Office.Home(a), Today: s.desks.Office.Day().Vietnamese(),
		Late: map[int64]bool{}, Stages: stages(c.HasOpinion())}
	if unit != "" {
		p.Place = s.desks.Office.Unit(unit)
	}
	p.Commune = p.Place.Level == place.Commune
	p.MayRun, p.MayDec, p.MayOpine = s.desks.Office.May(a, access.RunReviews),
		s.desks.Office.May(a, access.DecideReviews), s.desks.Office.May(a, access.OpineReviews)
	for i := range c.Lists {
		p.Late[c.Lists[i].ID] = reviews.Late(&c.Lists[i], s.desks.Office.Day())
	}
	if !p.Commune {
		s.campaignRows(p)
	}
	for i := range c.Lists {
		p.Sum.add(&c.Lists[i], s.desks.Office.Day())
	}
	p.Sum.Taking = len(c.Communes)
	p.Values = page.Typed(r)
	p.Found, p.Looked = found, found != nil
	p.Nav, p.Error = "reviews", s.shell.Told(w, r, failed)
	title := c.Title()
	s.shell.Render(w, r, "campaign", errs.T("%s – %s", title, p.Place.FullName), p)
	return nil
}

func (row *campaignRow) add(l *reviewrows.ReviewList, on date.Date) {
	row.Lists++
	row.Stages[l.Stage]++
	row.Households += l.Households
	row.Surveyed += l.Surveyed
	row.Poor += l.Poor
	row.Near += l.NearPoor
	if reviews.Late(l, on) {
		row.Late++
	}
	if l.Undetermined+l.Complaints > 0 {
		row.Blocked++
	}
}

// campaignRows sums the lists by the units right below the place.
func (s *handlers) campaignRows(p *campaignPage) {
	day := s.desks.Office.Day()
	at := map[place.Code]int{}
	for _, u := range s.desks.Office.Places().Children(p.Place.Code, day) {
		n := len(p.Rows)
		row := campaignRow{Unit: u, Communes: 1}
		at[u.Code] = n
		below := s.desks.Office.Places().Children(u.Code, day)
		if len(below) > 0 {
			row.Communes = len(below)
		}
		for _, c := range below {
			at[c.Code] = n
		}
		p.Rows = append(p.Rows, row)
	}
	for i := range p.Lists {
		if n, ok := at[p.Lists[i].Commune]; ok {
			p.Rows[n].add(&p.Lists[i], day)
		}
	}
	for _, c := range p.Communes {
		if n, ok := at[c]; ok {
			p.Rows[n].Taking++
		}
	}
}

type hamletPage struct {
	page.Page
	*reviews.ListShown
	Error      string
	Today      string
	MayRun     bool
	MaySurvey  bool
	MayOpine   bool
	MayDecide  bool
	Papers     []papers.PaperKind
	Accounts   []string
	Stages     []review.Stage
	ToVote     []*review.Item
	Values     map[string]string
	Posted     *review.Publication
	NeedsPost  bool
	EscapesToo bool
	Surveyed   bool // every household's survey is done
}

// paperOf reports whether a paper is offered on a hamlet's page: requests are printed on the household's page, the
// report and the decisions are the commune's, and no paper is offered that would be empty.
func paperOf(k papers.PaperKind, l *reviews.ListShown) bool {
	if strings.HasPrefix(k.Name, "de-nghi") || k.Name == "bao-cao" {
		return false
	}
	has := func(which func(*review.Item) bool) bool {
		return slices.ContainsFunc(l.List.Items, func(it *review.Item) bool { return it.Paper != "" && which(it) })
	}
	switch k.Name {
	case "quyet-dinh-02":
		return l.Reached(k.Stage) && (l.List.Recognises() || l.List.Escapes())
	case "chung-nhan":
		return has((*review.Item).NeedsCertificate)
	case "tu-choi":
		return has((*review.Item).NeedsRefusal)
	}
	return l.Reached(k.Stage) || k.Name == "bien-ban-hop" && len(l.List.Meetings) > 0
}

func (s *handlers) showList(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	return s.hamletPage(w, r, id, nil)
}

func (s *handlers) hamletPage(w http.ResponseWriter, r *http.Request, id int64, failed error) error {
	a := page.Actor(r)
	l, err := s.desks.Reviews.ReviewList(r.Context(), a, id)
	if err != nil {
		return err
	}
	p := &hamletPage{ListShown: l, Today: s.desks.Office.Day().Vietnamese(), Stages: stages(l.District),
		ToVote: l.List.ToVote(), Posted: l.List.Posted(), Values: page.Typed(r), EscapesToo: l.List.Escapes()}
	p.MayRun, p.MaySurvey = s.desks.Office.May(a, access.RunReviews), s.desks.Office.May(a, access.SurveyReviews)
	p.MayOpine, p.MayDecide = s.desks.Office.May(a, access.OpineReviews), s.desks.Office.May(a, access.DecideReviews)
	p.NeedsPost = l.List.NeedsPosting()
	for _, k := range s.desks.Papers.PaperKinds() {
		if paperOf(k, l) {
			p.Papers = append(p.Papers, k)
		}
	}
	missing, undetermined := l.List.Unsettled()
	p.Surveyed = missing+undetermined == 0
	p.Nav, p.Error = "reviews", s.shell.Told(w, r, failed)
	title := l.Campaign.Title()
	name := l.Hamlet
	if name == "" {
		name = page.Pick(page.Lang(r), errs.T("(no hamlet)"))
	}
	s.shell.Render(w, r, "list", errs.T("%s – %s", name, title), p)
	return nil
}

// takeStep reads a step's form and takes it.
func (s *handlers) takeStep(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	e, err := stepOf(r)
	if err == nil {
		if e.Step == review.Complain {
			err = s.desks.Reviews.Complaint(r.Context(), page.Actor(r), id, household.ID(r.FormValue("code")), e)
		} else {
			err = s.desks.Reviews.TakeStep(r.Context(), page.Actor(r), id, e)
		}
	}
	if page.Personal(err) {
		return s.hamletPage(w, r, id, err)
	}
	if err != nil {
		return err
	}
	step := e.Step.Title()
	return page.Done(w, r, fmt.Sprintf("/lists/%d", id), "", errs.T("Recorded: %s", step))
}

func stepOf(r *http.Request) (e review.Event, err error) {
	if err := r.ParseForm(); err != nil {
		return e, errs.New(errs.Invalid, "the form cannot be read")
	}
	e = review.Event{Step: review.Step(r.FormValue("step")), Place: r.FormValue("where"), Chair: r.FormValue("chair"),
		Secretary: r.FormValue("secretary"), From: r.FormValue("from"),
		Text: r.FormValue("text"), Reason: r.FormValue("reason"), Agree: r.FormValue("agree") == "1"}
	if e.Day, err = page.FormDay(r, "day"); err != nil {
		return e, err
	}
	if e.Household, err = page.FormID(r, "household"); err != nil {
		return e, err
	}
	for _, v := range r.Form["households"] {
		id, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return e, page.NotThere()
		}
		e.Households = append(e.Households, id)
	}
	to, _ := strconv.Atoi(r.FormValue("to"))
	e.To = review.Stage(min(max(to, 0), int(review.Stages)-1))
	if e.Step == review.HoldMeeting {
		return e, votesOf(r, &e)
	}
	return e, nil
}

// votesOf reads the meeting's votes: fields agree-ID and against-ID.
func votesOf(r *http.Request, e *review.Event) error {
	count := func(name string) (int, error) {
		text := strings.TrimSpace(r.FormValue(name))
		if text == "" {
			return 0, nil
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 100_000 {
			return 0, errs.New(errs.Invalid, "“%s” is no number of votes", text)
		}
		return n, nil
	}
	var err error
	if e.Attendance, err = count("attendance"); err != nil {
		return err
	}
	for name := range r.PostForm {
		text, ok := strings.CutPrefix(name, "agree-")
		if !ok {
			continue
		}
		v := review.Vote{}
		if v.Household, err = strconv.ParseInt(text, 10, 64); err != nil {
			return page.NotThere()
		}
		if strings.TrimSpace(r.PostFormValue(name)) == "" {
			return errs.New(errs.Invalid, "a household has no votes yet")
		}
		if v.Agree, err = count(name); err != nil {
			return err
		}
		if v.Against, err = count("against-" + text); err != nil {
			return err
		}
		e.Votes = append(e.Votes, v)
	}
	slices.SortFunc(e.Votes, func(x, y review.Vote) int { return int(x.Household - y.Household) })
	return nil
}

func (s *handlers) giveList(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	err = s.desks.Reviews.GiveList(r.Context(), page.Actor(r), id, strings.TrimSpace(r.FormValue("username")))
	if page.Personal(err) {
		return s.hamletPage(w, r, id, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/lists/%d", id), "", errs.T("The list is given"))
}

func (s *handlers) certifyList(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	day, err := page.FormDay(r, "day")
	var certificates, refusals int
	if err == nil {
		certificates, refusals, err = s.desks.Reviews.Certify(r.Context(), page.Actor(r), id, day)
	}
	if page.Personal(err) {
		return s.hamletPage(w, r, id, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/lists/%d", id), "",
		errs.T("%d certificates, %d refusals", certificates, refusals))
}

// decideLists records the chairman's decision on the chosen lists.
func (s *handlers) decideLists(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	in := reviews.DecideInput{Number: r.FormValue("number"), Signer: r.FormValue("signer")}
	in.Day, err = page.FormDay(r, "day")
	for _, v := range r.Form["list"] {
		n, e := strconv.ParseInt(v, 10, 64)
		if e != nil {
			return page.NotThere()
		}
		in.Lists = append(in.Lists, n)
	}
	if err == nil {
		_, err = s.desks.Reviews.DecideReview(r.Context(), page.Actor(r), in)
	}
	if page.Personal(err) {
		return s.campaignPage(w, r, id, place.Code(r.FormValue("place")), nil, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/reviews/%d?place=%s", id, page.QueryEscape(r.FormValue("place"))), "",
		errs.T("Decision %s is recorded", in.Number))
}
