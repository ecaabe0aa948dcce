package dashboard

import (
	"fmt"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/deputies"
	"giamngheo/internal/app/work"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

// mostShown is how many rows of a person's work the first page shows; the page of the work shows all.
const mostShown = 6

// workRows are rows of a person's work, on the first page and on the work's own.
type workRows struct {
	Rows []work.Row
	More int // others than these
	Late int
	Day  date.Date
}

// Address is where something is done.
func (workRows) Address(r work.Row) string {
	switch r.Kind {
	case work.List:
		return fmt.Sprintf("/lists/%d", r.ID)
	case work.Late:
		return fmt.Sprintf("/reviews/%d?place=%s", r.ID, r.Unit)
	case work.Begin:
		return "/reviews"
	case work.Import:
		return fmt.Sprintf("/jobs/%d", r.ID)
	case work.Duplicate:
		return "/duplicates"
	case work.Correction:
		return "/corrections"
	case work.Second:
		return "/agreements"
	case work.Privacy:
		return "/privacy"
	case work.Reading:
		return "/audit?kind=reading"
	case work.Plan:
		return "/plan"
	case work.Decide:
		if r.ID == 0 {
			return "/money/allocations"
		}
		return fmt.Sprintf("/money/allocations/%d", r.ID)
	case work.Transfers:
		if r.ID == 0 {
			return "/money/transfers"
		}
		return fmt.Sprintf("/money/transfers/%d", r.ID)
	case work.Statement:
		return fmt.Sprintf("/money/statements/%d", r.ID)
	case work.Batch:
		return fmt.Sprintf("/money/batches/%d", r.ID)
	case work.Feedback:
		if r.ID == 0 {
			return "/feedback"
		}
		return fmt.Sprintf("/feedback/%d", r.ID)
	case work.Notice:
		return fmt.Sprintf("/notices/%d", r.ID)
	case work.Publication:
		return fmt.Sprintf("/publications/%d", r.ID)
	case work.Report:
		return fmt.Sprintf("/reports/%d", r.ID)
	case work.Task:
		if r.ID == 0 {
			return "/tasks"
		}
		return fmt.Sprintf("/tasks/%d", r.ID)
	case work.Visit:
		return fmt.Sprintf("/inspection/visits/%d", r.ID)
	case work.Round:
		return fmt.Sprintf("/rounds/%d", r.ID)
	}
	return "/"
}

// When says how long there is for something, or since when it is late.
func (workRows) When(r work.Row) errs.Text {
	switch {
	case r.Due.IsZero():
		return errs.Text{}
	case r.Late:
		return errs.N(r.Days, "late since %[2]s: %[1]d working day", "late since %[2]s: %[1]d working days", r.Due)
	}
	return errs.N(r.Days, "until %[2]s: %[1]d working day left", "until %[2]s: %[1]d working days left", r.Due)
}

// Todo is the word of the button beside something.
func (workRows) Todo(r work.Row) errs.Text {
	switch r.Kind {
	case work.List:
		return errs.T("work|Open the list")
	case work.Late:
		return errs.T("work|See the lists")
	case work.Begin:
		return errs.T("work|Begin")
	case work.Import:
		return errs.T("work|See the file")
	case work.Duplicate, work.Correction, work.Second, work.Decide, work.Transfers:
		return errs.T("work|Decide")
	case work.Task:
		if r.ID == 0 {
			return errs.T("work|Give them")
		}
		return errs.T("work|Open the task")
	case work.Report:
		return errs.T("work|Open the report")
	case work.Round:
		return errs.T("work|See the round")
	}
	return errs.T("work|Open")
}

type workPage struct {
	page.Page
	Work    workRows
	Hamlets []work.Hamlet
	Steads  []deputies.Stead
}

func (s *handlers) work(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	mine, err := s.desks.Work.Mine(r.Context(), a)
	if err != nil {
		return err
	}
	p := &workPage{Work: workRows{Rows: mine.Rows, Late: mine.Late, Day: s.desks.Office.Day()},
		Steads: s.desks.Deputies.Now(a)}
	if p.Hamlets, err = s.desks.Work.Hamlets(r.Context(), a); err != nil {
		return err
	}
	s.shell.Render(w, r, "work", errs.T("All that waits for you"), p)
	return nil
}

// firstOf is the beginning of a person's work, for the first page.
func firstOf(mine *work.Mine, day date.Date) *workRows {
	shown := mine.Rows[:min(len(mine.Rows), mostShown)]
	return &workRows{shown, len(mine.Rows) - len(shown), mine.Late, day}
}

type startPage struct {
	page.Page
	*work.Start
}

// Address is where a step of the setting up is done.
func (startPage) Address(s work.Step) string {
	switch s {
	case work.Officers, work.Chairmen: // of many communes: by a list of people
		return "/accounts/import"
	case work.Letters:
		return "/accounts"
	case work.Address:
		return "/papers"
	case work.Register:
		return "/import"
	case work.PlanOfYear:
		return "/plan"
	}
	return "/accounts/new"
}

func (s *handlers) start(w http.ResponseWriter, r *http.Request) error {
	begun, err := s.desks.Work.Begun(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "start", errs.T("Before communes can begin"), &startPage{Start: begun})
	return nil
}

// begun is what the office lacks, where the person sets it up and it lacks something.
func (s *handlers) begun(r *http.Request) (*work.Start, error) {
	a := page.Actor(r)
	if !s.desks.Office.May(a, access.ManageAccounts) && !s.desks.Office.May(a, access.AnnounceReviews) {
		return nil, nil
	}
	begun, err := s.desks.Work.Begun(r.Context(), a)
	if err != nil || begun.Open == 0 {
		return nil, err
	}
	return begun, nil
}
