package tasks

import (
	"bytes"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/task"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type boardPage struct {
	page.Page
	*tasks.Board
	Pager parts.Pager
	Total int
}

// Address is where a task of the plan is shown.
func address(r *tasks.Row) string {
	if r.ID == 0 {
		return fmt.Sprintf("/plan-tasks/%d/%s", r.PlanYear, r.PlanTask)
	}
	return fmt.Sprintf("/tasks/%d", r.ID)
}

// Address is where a task is shown.
func (*boardPage) Address(r tasks.Row) string { return address(&r) }

// year is the year that an address asks for, 0: none.
func year(r *http.Request) int {
	n, _ := strconv.Atoi(r.FormValue("year")) // what is none is the running one
	if n < 2000 || n > 2100 {
		return 0
	}
	return n
}

func (h *handlers) board(w http.ResponseWriter, r *http.Request) error {
	b, err := h.desks.Tasks.Board(r.Context(), page.Actor(r), year(r), r.FormValue("state") == "finished")
	if err != nil {
		return err
	}
	p := &boardPage{Board: b, Pager: parts.NewPager(r, "/tasks", len(b.Rows)), Total: len(b.Rows)}
	from := min(parts.Offset(r), len(b.Rows))
	b.Rows = b.Rows[from:min(from+parts.PageRows, len(b.Rows))]
	h.shell.Render(w, r, "tasks", errs.T("Who does what, by when"), p)
	return nil
}

func (h *handlers) sheet(w http.ResponseWriter, r *http.Request) error {
	var out bytes.Buffer
	if err := h.desks.Tasks.WriteBoard(r.Context(), page.Actor(r), year(r), r.FormValue("state") == "finished",
		&out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "nhiem-vu.xlsx", out.Bytes())
}

type taskPage struct {
	page.Page
	Of    *tasks.Shown
	Error string
	Typed map[string]string // what was sent and refused
}

// Action is where a step is sent.
func (p *taskPage) Action() string { return address(&p.Of.Row) }

// Role is what somebody is called who can be given the task.
func (*taskPage) Role(r access.Role) errs.Text { return r.Title() }

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.taskPage(w, r, nil) }

func (h *handlers) taskPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	s, err := h.desks.Tasks.Task(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	return h.shown(w, r, s, failed)
}

func (h *handlers) shown(w http.ResponseWriter, r *http.Request, s *tasks.Shown, failed error) error {
	p := &taskPage{Of: s, Error: h.shell.Told(w, r, failed), Typed: map[string]string{}}
	if failed != nil {
		for name := range r.PostForm {
			p.Typed[name] = r.PostForm.Get(name)
		}
	}
	h.shell.Render(w, r, "task_page", errs.T("Task"), p)
	return nil
}

func (h *handlers) planTask(w http.ResponseWriter, r *http.Request) error {
	return h.planPage(w, r, nil)
}

func (h *handlers) planPage(w http.ResponseWriter, r *http.Request, failed error) error {
	of, err := page.PathYear(r)
	if err != nil {
		return err
	}
	s, err := h.desks.Tasks.PlanTask(r.Context(), page.Actor(r), of, r.PathValue("code"))
	if err != nil {
		return err
	}
	return h.shown(w, r, s, failed)
}

// refused reports whether an error is shown above the form that it is of.
func refused(err error) bool {
	k := errs.KindOf(err)
	return err != nil && (k == errs.Invalid || k == errs.Conflict)
}

// given is told once somebody has a task.
var given = errs.T("The person has the task: it is in what waits for them.")

func (h *handlers) give(w http.ResponseWriter, r *http.Request) error {
	of, err := page.PathYear(r)
	if err != nil {
		return err
	}
	to, err := page.FormID(r, "to")
	var id int64
	if err == nil {
		id, err = h.desks.Tasks.Give(r.Context(), page.Actor(r), of, r.PathValue("code"),
			task.Event{To: to, Words: norm.NFC.String(r.FormValue("words"))})
	}
	if refused(err) {
		return h.planPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/tasks/%d", id), "", given)
}

// told are what the page says after a step.
var told = map[task.Step]errs.Text{
	task.Assign:  given,
	task.Take:    errs.T("Begun: who gave you the task sees it."),
	task.Note:    errs.T("Written down."),
	task.Prove:   errs.T("The evidence is added."),
	task.Block:   errs.T("It stands still now, and says for whom it waits."),
	task.Unblock: errs.T("It goes on."),
	task.Claim:   errs.T("You say that it is done."),
	task.Return:  errs.T("Sent back: the person sees why."),
	task.Confirm: errs.T("Confirmed: the task is done."),
	task.Reopen:  errs.T("It is open again, the person sees why."),
	task.Drop:    errs.T("The task is taken off; its history stays."),
}

func (h *handlers) step(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	e, seen, err := typed(r)
	if err == nil {
		err = h.desks.Tasks.Step(r.Context(), page.Actor(r), id, seen, e)
	}
	if refused(err) {
		return h.taskPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/tasks/%d", id), "", told[e.Step])
}

// typed reads the form of a step.
func typed(r *http.Request) (e task.Event, seen int64, err error) {
	text := func(name string) string { return norm.NFC.String(r.FormValue(name)) }
	e = task.Event{Step: task.Step(text("step")), Words: text("words"), Waits: text("waits")}
	numbers := []struct {
		name string
		at   *int64
	}{{"seen", &seen}, {"to", &e.To}, {"for", &e.For}, {"document", &e.Subject}}
	for _, n := range numbers {
		if r.FormValue(n.name) == "" {
			continue
		}
		if *n.at, err = page.FormID(r, n.name); err != nil {
			return e, 0, err
		}
	}
	if e.Step == task.Prove {
		e.Path = text("path")
		switch {
		case e.Subject != 0:
			e.Kind, e.Path = task.Document, ""
		case e.Path != "":
			e.Kind = task.Page
		}
	}
	return e, seen, nil
}

func (h *handlers) attach(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return h.taskPage(w, r, errs.New(errs.Invalid, "no file was chosen, or the upload was cut off; send it again"))
	}
	defer func() {
		_ = file.Close()
		_ = r.MultipartForm.RemoveAll()
	}()
	seen, err := page.FormID(r, "seen")
	if err == nil {
		err = h.desks.Tasks.Attach(r.Context(), page.Actor(r), id, seen, head.Filename, file)
	}
	if refused(err) {
		return h.taskPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/tasks/%d", id), "", errs.T("The file is added."))
}

func (h *handlers) file(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(r.PathValue("file"), 10, 64)
	if err != nil {
		return page.NotThere()
	}
	f, err := h.desks.Tasks.Attached(r.Context(), page.Actor(r), id, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Content-Type", f.Media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	_, _ = w.Write(f.Content) // the person is gone: nothing to be done
	return nil
}

type formPage struct {
	page.Page
	Values map[string]string
	Units  template.HTML
	Place  place.Unit // chosen; zero: not yet
	People []tasks.Person
	Error  string
}

// Role is what somebody is called who can be given the task.
func (*formPage) Role(r access.Role) errs.Text { return r.Title() }

func (h *handlers) newTask(w http.ResponseWriter, r *http.Request) error {
	return h.form(w, r, map[string]string{"place": r.FormValue("place")}, nil)
}

func (h *handlers) form(w http.ResponseWriter, r *http.Request, values map[string]string, failed error) error {
	a := page.Actor(r)
	if !h.desks.Office.May(a, access.AssignTasks) {
		return office.Forbidden()
	}
	p := &formPage{Values: values, Error: h.shell.Told(w, r, failed)}
	if values["place"] == "" {
		values["place"] = string(h.desks.Office.Home(a).Code)
	}
	where := place.Code(values["place"])
	p.Units = page.UnitOptions(h.desks.Office.Choices(a, 0), values["place"])
	if err := h.desks.Office.PlaceScope(a, access.AssignTasks, where); err == nil {
		p.Place = h.desks.Office.Unit(where)
		if p.People, err = h.desks.Tasks.People(r.Context(), h.desks.Office.Reader(), where); err != nil {
			return err
		}
	} else if failed == nil {
		return err
	}
	h.shell.Render(w, r, "task_new", errs.T("Give a task"), p)
	return nil
}

func (h *handlers) make(w http.ResponseWriter, r *http.Request) error {
	text := func(name string) string { return norm.NFC.String(r.FormValue(name)) }
	in := tasks.Made{Place: place.Code(text("place")), Text: text("text"), Source: text("source")}
	due, err := page.FormDay(r, "due")
	if err == nil && r.FormValue("to") != "" {
		in.Assignee, err = page.FormID(r, "to")
	}
	var id int64
	if err == nil {
		in.Due = due
		id, err = h.desks.Tasks.Make(r.Context(), page.Actor(r), in)
	}
	if refused(err) {
		values := map[string]string{}
		for name := range r.PostForm {
			values[name] = r.PostForm.Get(name)
		}
		return h.form(w, r, values, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/tasks/%d", id), "", given)
}
