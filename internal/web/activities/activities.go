package activities

import (
	"errors"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	supportrows "giamngheo/internal/store/supports"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type activitiesPage struct {
	page.Page
	Query  activities.ActivityQuery
	Items  []activities.ActivityShown
	Pager  parts.Pager
	Total  int
	Place  place.Unit
	Units  template.HTML
	Nodes  []page.NodeOption
	States []programme.ActivityState
	State  string
	Month  string
	From   string
	To     string
	Work   *dashboard.MonthWork
	Before string
	After  string
	MayRun bool
	Kinds  []programme.ActivityKind
}

// activityRows are activities in a table, in the template "activity_rows".
type activityRows struct {
	Page  *activitiesPage
	Items []activities.ActivityShown
}

// Rows are activities in a table.
func (p *activitiesPage) Rows(items []activities.ActivityShown) activityRows {
	return activityRows{p, items}
}

// KindOf names a kind of activity.
func (p *activitiesPage) KindOf(code string) errs.Text { return kindTitle(p.Kinds, code) }

func kindTitle(kinds []programme.ActivityKind, code string) errs.Text {
	for _, k := range kinds {
		if k.Code == code {
			return k.Name
		}
	}
	return errs.Text{VI: code, EN: code}
}

func activityStates() (out []programme.ActivityState) {
	for st := programme.Planned; st <= programme.Cancelled; st++ {
		out = append(out, st)
	}
	return out
}

func activityQuery(r *http.Request) (q activities.ActivityQuery, err error) {
	q = activities.ActivityQuery{Place: place.Code(r.FormValue("place")), Node: r.FormValue("node"),
		Live: r.FormValue("state") == "live"}
	q.State, _ = programme.ParseActivityState(r.FormValue("state"))
	q.Year, _ = strconv.Atoi(r.FormValue("year"))
	if q.From, err = page.FormDay(r, "from"); err == nil {
		q.To, err = page.FormDay(r, "to")
	}
	return q, err
}

func (s *handlers) listActivities(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	q, err := activityQuery(r)
	if err != nil {
		return err
	}
	if q.Place == "" {
		q.Place = s.desks.Office.Home(a).Code
	}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &activitiesPage{Query: q, Place: s.desks.Office.Unit(q.Place),
		Units: page.UnitOptions(s.desks.Office.Choices(a, 0), string(q.Place)), Nodes: page.NodeOptions(c, false),
		States: activityStates(), State: r.FormValue("state"),
		From: r.FormValue("from"), To: r.FormValue("to"), MayRun: s.desks.Office.May(a, access.RunActivities),
		Kinds: c.Activities}
	if month := r.FormValue("month"); month != "" {
		return s.monthPage(w, r, p, month)
	}
	day := s.desks.Office.Day()
	p.Month = fmt.Sprintf("%04d-%02d", day.Year(), day.Month())
	all, err := s.desks.Activities.Activities(r.Context(), a, q)
	if err != nil {
		return err
	}
	p.Total, p.Pager = len(all), parts.NewPager(r, "/activities", len(all))
	from := min(parts.Offset(r), len(all))
	p.Items = all[from:min(from+parts.PageRows, len(all))]
	s.shell.Render(w, r, "activities", errs.T("Activities – %s", p.Place.FullName), p)
	return nil
}

// monthPage is the officer's work of one month.
func (s *handlers) monthPage(w http.ResponseWriter, r *http.Request, p *activitiesPage, month string) error {
	first, err := date.Parse(month + "-01")
	if err != nil || first.Year() < 2000 || first.Year() > 2100 {
		return errs.New(errs.Invalid, "“%s” is no month; write 2024-07", month)
	}
	if p.Work, err = s.desks.Dashboard.MonthWork(r.Context(), page.Actor(r), p.Query.Place, first.Year(),
		first.Month()); err != nil {
		return err
	}
	text := func(d date.Date) string { return fmt.Sprintf("%04d-%02d", d.Year(), d.Month()) }
	p.Month, p.Before, p.After = month, text(first.AddMonths(-1)), text(first.AddMonths(1))
	title := fmt.Sprintf("%d/%d", first.Month(), first.Year())
	s.shell.Render(w, r, "month", errs.T("Work of %s – %s", title, p.Place.FullName), p)
	return nil
}

type activityPage struct {
	page.Page
	A       *activities.ActivityShown
	Kinds   []programme.ActivityKind
	Fund    *programme.Fund
	List    *supports.Shown
	Error   string
	Reason  string
	MayGive bool
	MayPay  bool // lists by which people are paid may be drawn up
}

// KindOf names a kind of activity.
func (p *activityPage) KindOf(code string) errs.Text { return kindTitle(p.Kinds, code) }

// Picture reports whether a document can be shown as a picture.
func (p *activityPage) Picture(f supportrows.Attachment) bool {
	return strings.HasPrefix(f.Media, "image/")
}

// Left is how much of the revolving part has not come back.
func (p *activityPage) Left() household.Dong { return p.A.Revolving - p.A.Returned }

func (s *handlers) showActivity(w http.ResponseWriter, r *http.Request) error {
	return s.activityPage(w, r, nil)
}

func (s *handlers) activityPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	v, err := s.desks.Activities.Activity(r.Context(), a, id)
	if err != nil {
		return err
	}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &activityPage{A: v, Kinds: c.Activities, Fund: c.Fund(v.Source), Reason: r.FormValue("reason"),
		MayGive: v.State == programme.Running && s.desks.Office.May(a, access.RecordSupports),
		MayPay:  s.desks.Office.May(a, access.PrepareBatches)}
	if s.desks.Office.May(a, access.ViewSupports) {
		if p.List, err = s.desks.Supports.Supports(r.Context(), a,
			supports.SupportQuery{Activity: id, Limit: 10}); err != nil {
			return err
		}
	}
	p.Nav, p.Error = "programme", s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "activity", errs.Text{VI: v.Title, EN: v.Title}, p)
	return nil
}

type activityFormPage struct {
	page.Page
	ID      int64
	Version string
	Values  map[string]string
	Nodes   []page.NodeOption
	Kinds   []programme.ActivityKind
	Funds   []programme.Fund
	Places  []place.Unit
	Draft   string
	Error   string
}

func (s *handlers) activityForm(w http.ResponseWriter, r *http.Request, p *activityFormPage) error {
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p.Nodes, p.Kinds, p.Funds, p.Places = page.NodeOptions(c, true), c.Activities, c.Funds,
		s.desks.Office.Choices(page.Actor(r), 0)
	p.Nav, p.Draft = "programme", fmt.Sprintf("activity-%d", p.ID)
	title := errs.T("New activity")
	if p.ID != 0 {
		title = errs.T("Change the activity")
	}
	s.shell.Render(w, r, "activity_form", title, p)
	return nil
}

func (s *handlers) newActivity(w http.ResponseWriter, r *http.Request) error {
	if !s.desks.Office.May(page.Actor(r), access.RunActivities) {
		return s.desks.Register.Refuse()
	}
	place := r.FormValue("place")
	if place == "" {
		place = string(s.desks.Office.Home(page.Actor(r)).Code)
	}
	return s.activityForm(w, r, &activityFormPage{Values: map[string]string{"place": place,
		"node": r.FormValue("node")}})
}

func (s *handlers) editActivity(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	v, err := s.desks.Activities.Activity(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	if !v.MayEdit {
		return s.desks.Register.Refuse()
	}
	m := &v.Activity.Activity
	values := map[string]string{"node": m.Node, "kind": m.Kind, "title": m.Title, "place": string(m.Place),
		"from": m.From.Vietnamese(), "lead": m.Lead, "quantity": page.NumberOrNone(m.Quantity), "unit": m.Unit,
		"places": page.NumberOrNone(m.Places), "money": page.NumberOrNone(int64(m.Money)), "source": m.Source,
		"revolving": page.NumberOrNone(int64(m.Revolving)), "returned": page.NumberOrNone(int64(m.Returned)),
		"note": m.Note}
	if !m.To.IsZero() {
		values["to"] = m.To.Vietnamese()
	}
	return s.activityForm(w, r, &activityFormPage{ID: id, Version: strconv.FormatInt(v.Version, 10), Values: values})
}

// readActivity reads the form of an activity.
func (s *handlers) readActivity(r *http.Request) (in supportrows.Activity, err error) {
	text := func(name string) string { return strings.TrimSpace(norm.NFC.String(r.FormValue(name))) }
	in.Node, in.Kind, in.Title, in.Place, in.Lead, in.Unit, in.Source, in.Note = text("node"), text("kind"),
		text("title"), place.Code(text("place")), text("lead"), text("unit"), text("source"), text("note")
	if in.From, err = page.FormDay(r, "from"); err != nil {
		return in, err
	}
	if in.To, err = page.FormDay(r, "to"); err != nil {
		return in, err
	}
	if in.Version, err = page.FormID(r, "version"); err != nil {
		return in, err
	}
	var money, revolving, returned int64
	for name, to := range map[string]*int64{"quantity": &in.Quantity, "places": &in.Places, "money": &money,
		"revolving": &revolving, "returned": &returned} {
		if *to, err = s.shell.FormAmount(r, name); err != nil {
			return in, err
		}
	}
	in.Money, in.Revolving, in.Returned = household.Dong(money), household.Dong(revolving), household.Dong(returned)
	return in, nil
}

func (s *handlers) saveActivity(w http.ResponseWriter, r *http.Request) error {
	var id int64
	var err error
	if r.PathValue("id") != "" {
		if id, err = page.PathID(r); err != nil {
			return err
		}
	}
	in, err := s.readActivity(r)
	in.ID = id
	var v *supportrows.Activity
	if err == nil {
		v, err = s.desks.Activities.SaveActivity(r.Context(), page.Actor(r), in)
	}
	if page.Personal(err) {
		p := &activityFormPage{ID: id, Version: r.FormValue("version"), Values: map[string]string{},
			Error: s.shell.Told(w, r, err)}
		for name := range r.PostForm {
			p.Values[name] = r.PostForm.Get(name)
		}
		return s.activityForm(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/activities/%d", v.ID), fmt.Sprintf("activity-%d", id),
		errs.T("The activity is saved."))
}

func (s *handlers) moveActivity(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	to, ok := programme.ParseActivityState(r.FormValue("to"))
	if !ok {
		return s.activityPage(w, r, errs.New(errs.Invalid, "choose the state to go to"))
	}
	err = s.desks.Activities.MoveActivity(r.Context(), page.Actor(r), id, to, r.FormValue("reason"))
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return s.activityPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/activities/%d", id), "", errs.T("The activity is %s.", to.Title()))
}

func (s *handlers) attachFile(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err = s.attach(r, id); err != nil {
		if k := errs.KindOf(err); k == errs.Invalid {
			return s.activityPage(w, r, err)
		}
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/activities/%d#files", id), "", errs.T("The document is added."))
}

func (s *handlers) attach(r *http.Request, id int64) error {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return errs.New(errs.Invalid, "the file is larger than 8 MB: make the picture smaller or split it")
		}
		return errs.New(errs.Invalid, "no file was chosen, or the upload was cut off; send it again")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	file, head, err := r.FormFile("file")
	if err != nil {
		return errs.New(errs.Invalid, "no file chosen")
	}
	defer func() { _ = file.Close() }()
	return s.desks.Activities.Attach(r.Context(), page.Actor(r), id, head.Filename, file)
}

// fileOf is a document of an activity from its address.
func (s *handlers) fileOf(r *http.Request) (*supportrows.Attachment, error) {
	id, err := page.PathID(r)
	if err != nil {
		return nil, err
	}
	file, err := strconv.ParseInt(r.PathValue("file"), 10, 64)
	if err != nil {
		return nil, page.NotThere()
	}
	doc, err := s.desks.Activities.Attached(r.Context(), page.Actor(r), file)
	if err == nil && (doc.Kind != "activity" || doc.Subject != id) {
		return nil, page.NotThere()
	}
	return doc, err
}

// shownInPlace are the kinds of documents that a browser shows as a picture; all others are downloads.
var shownInPlace = []string{"image/jpeg", "image/png", "image/webp"}

func (s *handlers) showFile(w http.ResponseWriter, r *http.Request) error {
	doc, err := s.fileOf(r)
	if err != nil {
		return err
	}
	how := "attachment"
	if slices.Contains(shownInPlace, doc.Media) {
		how = "inline"
	}
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Content-Type", doc.Media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": doc.Name}))
	_, _ = w.Write(doc.Content) // the person is gone: nothing to be done
	return nil
}

func (s *handlers) removeFile(w http.ResponseWriter, r *http.Request) error {
	doc, err := s.fileOf(r)
	if err != nil {
		return err
	}
	err = s.desks.Activities.Detach(r.Context(), page.Actor(r), doc.ID, r.FormValue("reason"))
	if errs.KindOf(err) == errs.Invalid && err != nil {
		return s.activityPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/activities/%d#files", doc.Subject), "", errs.T("The document is removed."))
}
