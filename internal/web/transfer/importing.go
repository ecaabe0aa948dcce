package transfer

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"giamngheo/internal/access"
	"giamngheo/internal/amend"
	"giamngheo/internal/app/paste"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/store/proposals"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// jobTitles names the kinds of jobs.
type jobTitles struct{ office *office.Office }

// KindTitle is what people call the jobs of a kind.
func (t jobTitles) KindTitle(kind jobs.Kind) errs.Text { return t.office.JobTitle(kind) }

type importPage struct {
	page.Page
	jobTitles
	Jobs  []jobs.Job
	On    string
	Error string
}

func (s *handlers) showImport(w http.ResponseWriter, r *http.Request) error {
	return s.importForm(w, r, nil)
}

// importForm shows where a file is sent, with why one was refused.
func (s *handlers) importForm(w http.ResponseWriter, r *http.Request, why error) error {
	if !s.desks.Office.May(page.Actor(r), access.ImportHouseholds) {
		return s.desks.Register.Refuse()
	}
	jobs, err := s.desks.Office.Jobs(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "import", errs.T("Import from Excel"),
		&importPage{jobTitles: jobTitles{s.desks.Office}, Jobs: jobs, Error: s.shell.Told(w, r, why),
			On: cmp.Or(on(r), s.desks.Office.Day().Vietnamese())})
	return nil
}

// on is the day that was typed with a file.
func on(r *http.Request) string {
	if r.MultipartForm == nil || len(r.MultipartForm.Value["on"]) == 0 {
		return ""
	}
	return r.MultipartForm.Value["on"][0]
}

func (s *handlers) template(w http.ResponseWriter, r *http.Request) error {
	return s.templateFile(w, r, "mau-nhap-ho.xlsx", false)
}

func (s *handlers) example(w http.ResponseWriter, r *http.Request) error {
	return s.templateFile(w, r, "vi-du-nhap-ho.xlsx", true)
}

func (s *handlers) templateFile(w http.ResponseWriter, r *http.Request, name string, filled bool) error {
	var book bytes.Buffer
	if err := s.desks.Transfer.Template(page.Actor(r), filled, &book); err != nil {
		return err
	}
	page.Attachment(w, name)
	_, err := book.WriteTo(w)
	return err
}

// upload takes a file in; what is wrong with it is said where the next is chosen.
func (s *handlers) upload(w http.ResponseWriter, r *http.Request) error {
	if err := readUpload(w, r); err != nil {
		return s.refused(w, r, err)
	}
	return s.shell.Once(w, r, func(w http.ResponseWriter, r *http.Request) error {
		j, err := s.uploaded(r)
		if err != nil {
			return s.refused(w, r, err)
		}
		http.Redirect(w, r, "/jobs/"+strconv.FormatInt(j.ID, 10), http.StatusSeeOther)
		return nil
	})
}

// refused says where the next file is chosen why one was not taken.
func (s *handlers) refused(w http.ResponseWriter, r *http.Request, err error) error {
	if page.Personal(err) && errs.KindOf(err) != errs.Forbidden {
		return s.importForm(w, r, err)
	}
	return err
}

// readUpload reads a file that is sent in, with its form. Errors (errs.Invalid): it is too large, or was cut off.
func readUpload(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength > office.MostUploaded+(1<<20) {
		return tooLarge()
	}
	r.Body = http.MaxBytesReader(w, r.Body, office.MostUploaded+(1<<20))
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return tooLarge()
		}
		return errs.New(errs.Invalid, "the upload was cut off; check the connection and send it again")
	}
	return nil
}

func (s *handlers) uploaded(r *http.Request) (*jobs.Job, error) {
	file, head, err := r.FormFile("file")
	if err != nil {
		return nil, errs.New(errs.Invalid, "no file chosen: choose the .xlsx register")
	}
	defer func() { _ = file.Close() }()
	on, err := page.FormDay(r, "on")
	if err != nil {
		return nil, err
	}
	return s.desks.Transfer.Upload(r.Context(), page.Actor(r), head.Filename, file, on)
}

func tooLarge() error {
	return errs.New(errs.Invalid, "the file is too large: at most 200 MB; part it by commune")
}

func (s *handlers) listJobs(w http.ResponseWriter, r *http.Request) error {
	jobs, err := s.desks.Office.Jobs(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "jobs", errs.T("Background work"), &importPage{jobTitles: jobTitles{s.desks.Office},
		Jobs: jobs})
	return nil
}

type jobPage struct {
	page.Page
	jobTitles
	Job    *jobs.Job
	Import *transfer.ImportShown
	Second bool                // a second person has to agree before it is stored
	Waits  *proposals.Proposal // and it is proposed
}

// Percent is how far the work is.
func (p *jobPage) Percent() int64 {
	if p.Job.Total <= 0 {
		return 0
	}
	return min(100, 100*p.Job.Done/p.Job.Total)
}

// found is what a file would take away of one kind.
type found struct {
	Kind   amend.Kind
	N      int64
	Agreed bool
}

// Found is what the file would take away, kind by kind.
func (p *jobPage) Found() (out []found) {
	for _, k := range amend.Kinds {
		if n := p.Import.Result.Found[k]; n > 0 {
			out = append(out, found{k, n, p.Import.Input.Agreed.To(k)})
		}
	}
	return out
}

// answered is a column of which a person has said how it is read.
type answered struct {
	Column string
	Answer doubt.Answer
}

// Answered are the columns of which a person has said how they are read.
func (p *jobPage) Answered() (out []answered) {
	for _, c := range slices.Sorted(maps.Keys(p.Import.Input.Answers)) {
		out = append(out, answered{c, p.Import.Input.Answers[c]})
	}
	return out
}

// Running reports whether the page should look again.
func (p *jobPage) Running() bool {
	return p.Job.State == jobs.Queued || p.Job.State == jobs.Running
}

func (s *handlers) showJob(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	j, err := s.desks.Office.Job(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	p := &jobPage{jobTitles: jobTitles{s.desks.Office}, Job: j}
	if j.Kind == "import" {
		if p.Import, err = s.desks.Transfer.Import(r.Context(), page.Actor(r), id); err != nil &&
			errs.KindOf(err) != errs.Invalid {
			return err
		}
		if p.Import != nil && p.Import.State == jobs.Ready && p.Import.Result.Digest != "" {
			p.Second = s.desks.Seconds.NeedsImport(p.Import)
			if p.Waits, err = s.desks.Seconds.ImportWaits(r.Context(), p.Import); err != nil {
				return err
			}
		}
	}
	p.Nav = "import"
	s.shell.Render(w, r, "job", errs.T("Work no. %d", id), p)
	return nil
}

func (s *handlers) commitImport(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	err = s.desks.Transfer.CommitImport(r.Context(), page.Actor(r), id, formAgreed(r), r.PostFormValue("reason"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/jobs/%d", id), http.StatusSeeOther)
	return nil
}

// undoImport takes a stored import back.
func (s *handlers) undoImport(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := s.desks.Transfer.Undo(r.Context(), page.Actor(r), id, r.PostFormValue("reason")); err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/jobs/%d", id), http.StatusSeeOther)
	return nil
}

// formAgreed are the kinds of change that are ticked in a form.
func formAgreed(r *http.Request) (out amend.Agreed) {
	if r.ParseForm() != nil {
		return nil
	}
	for _, k := range r.PostForm["agree"] {
		out = append(out, amend.Kind(k))
	}
	return out
}

// agree takes what a file may take away; its radio buttons are named after the kinds.
func (s *handlers) agree(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var to amend.Agreed
	for _, k := range amend.Kinds {
		if r.PostFormValue(string(k)) == "yes" {
			to = append(to, k)
		}
	}
	if err := s.desks.Transfer.Agree(r.Context(), page.Actor(r), id, to); err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/jobs/%d", id), http.StatusSeeOther)
	return nil
}

// answer takes how a column is read.
func (s *handlers) answer(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := s.desks.Transfer.Answer(r.Context(), page.Actor(r), id, r.PostFormValue("column"),
		doubt.Answer(r.PostFormValue("answer"))); err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/jobs/%d", id), http.StatusSeeOther)
	return nil
}

func (s *handlers) cancelJob(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := s.desks.Office.CancelJob(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/jobs/%d", id), "", errs.T("Asked to stop."))
}

func (s *handlers) rejectedFile(w http.ResponseWriter, r *http.Request) error {
	return s.download(w, r, "dong-bi-tra-lai.xlsx",
		func(id int64) error { return s.desks.Transfer.RejectedFile(r.Context(), page.Actor(r), id, w) })
}

func (s *handlers) doubtsFile(w http.ResponseWriter, r *http.Request) error {
	return s.download(w, r, "can-xem-lai.csv",
		func(id int64) error { return s.desks.Transfer.DoubtsFile(r.Context(), page.Actor(r), id, w) })
}

func (s *handlers) exportFile(w http.ResponseWriter, r *http.Request) error {
	return s.download(w, r, "danh-sach-ho.xlsx", func(id int64) error {
		return s.desks.Exports.File(r.Context(),
			page.Actor(r), id, w)
	})
}

func (s *handlers) download(w http.ResponseWriter, r *http.Request, name string, write func(id int64) error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if _, err := s.desks.Office.Job(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	page.Attachment(w, name)
	return write(id)
}

// pasteDraft is the name under which the browser's tab keeps rows that are not saved.
const pasteDraft = "paste"

type pastePage struct {
	page.Page
	Columns  []page.PasteColumn
	Text     string
	On       string
	Error    string
	Faults   []paste.Fault
	Sure     []string // the questions that a person has answered with yes
	Communes []place.Unit
}

func (s *handlers) pasteColumns(r *http.Request) (out []page.PasteColumn) {
	for _, c := range paste.Columns() {
		p := page.PasteColumn{Name: c.Name, Title: parts.FieldTitle(page.Lang(r), c.Name), Required: c.Required}
		switch c.Kind {
		case household.Choice:
			for _, t := range c.Enum.Titles[1:] {
				p.Choices = append(p.Choices, t[0])
			}
		case household.YesNo:
			p.Choices = []string{"có", "không"}
		case household.UnitCode:
			for _, u := range s.desks.Register.EditableCommunes(page.Actor(r)) {
				p.Choices = append(p.Choices, string(u.Code))
			}
		}
		out = append(out, p)
	}
	return out
}

func (s *handlers) pasteForm(w http.ResponseWriter, r *http.Request, p *pastePage) error {
	p.Columns = s.pasteColumns(r)
	p.Communes = s.desks.Register.EditableCommunes(page.Actor(r))
	if p.On == "" {
		p.On = s.desks.Office.Day().Vietnamese()
	}
	s.shell.Render(w, r, "paste", errs.T("Paste from Excel"), p)
	return nil
}

func (s *handlers) showPaste(w http.ResponseWriter, r *http.Request) error {
	if !s.desks.Office.May(page.Actor(r), access.EditHouseholds) {
		return s.desks.Register.Refuse()
	}
	return s.pasteForm(w, r, &pastePage{})
}

func (s *handlers) checkPaste(w http.ResponseWriter, r *http.Request) error {
	on, err := page.FormDay(r, "on")
	if err != nil {
		return err
	}
	res, err := s.desks.Paste.Check(r.Context(), page.Actor(r),
		paste.Input{Text: r.FormValue("text"), On: on, Sure: r.Form["sure"]})
	if err != nil {
		return err
	}
	return page.PasteChecked(w, r, res)
}

func (s *handlers) savePaste(w http.ResponseWriter, r *http.Request) error {
	on, err := page.FormDay(r, "on")
	if err != nil {
		return err
	}
	res, err := s.desks.Paste.Save(r.Context(), page.Actor(r),
		paste.Input{Text: r.FormValue("text"), On: on, Sure: r.Form["sure"]})
	if err != nil {
		return err
	}
	if len(res.Faults) > 0 || res.Saved == 0 { // the good rows are saved, the others come back into the grid
		w.WriteHeader(http.StatusUnprocessableEntity)
		return s.pasteForm(w, r, &pastePage{Page: page.Page{DraftDone: pasteDraft}, Text: res.Left,
			On: r.FormValue("on"), Faults: res.Faults,
			Sure: r.Form["sure"], Error: page.Pick(page.Lang(r), errs.T("%d right rows are saved. %d rows are left to be corrected below.",
				res.Saved, res.Rows-res.Saved))})
	}
	return page.Done(w, r, "/households?sort=code", pasteDraft, errs.T("%d pasted households saved.", res.Saved))
}
