package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/jobs"
)

type importPage struct {
	Page
	Jobs  []jobs.Job
	Today string
}

func (s *Server) showImport(w http.ResponseWriter, r *http.Request) error {
	if !s.office.Office.May(actor(r), access.ImportHouseholds) {
		return s.office.Register.Refuse()
	}
	jobs, err := s.office.Office.Jobs(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s.render(w, r, "import", errs.T("Import from Excel"), &importPage{Jobs: jobs, Today: s.office.Office.Day().Vietnamese()})
	return nil
}

func (s *Server) upload(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, office.MostUploaded+(1<<20))
	if r.ContentLength > office.MostUploaded+(1<<20) {
		return tooLarge()
	}
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return tooLarge()
		}
		return errs.New(errs.Invalid, "the upload was cut off; check the connection and send it again")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	file, head, err := r.FormFile("file")
	if err != nil {
		return errs.New(errs.Invalid, "no file chosen: choose the .xlsx register")
	}
	defer func() { _ = file.Close() }()
	on, err := formDay(r, "on")
	if err != nil {
		return err
	}
	j, err := s.office.Transfer.Upload(r.Context(), actor(r), head.Filename, file, on)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/jobs/"+strconv.FormatInt(j.ID, 10), http.StatusSeeOther)
	return nil
}

func tooLarge() error {
	return errs.New(errs.Invalid, "the file is too large: at most 200 MB; part it by commune")
}

func (s *Server) listJobs(w http.ResponseWriter, r *http.Request) error {
	jobs, err := s.office.Office.Jobs(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s.render(w, r, "jobs", errs.T("Background work"), &importPage{Jobs: jobs})
	return nil
}

type jobPage struct {
	Page
	Job      *jobs.Job
	Import   *transfer.ImportShown
	HColumns []household.Column
	MColumns []household.Column
	Missing  bool // a header is not matched
}

// Percent is how far the work is.
func (p *jobPage) Percent() int64 {
	if p.Job.Total <= 0 {
		return 0
	}
	return min(100, 100*p.Job.Done/p.Job.Total)
}

// Running reports whether the page should look again.
func (p *jobPage) Running() bool {
	return p.Job.State == office.JobQueued || p.Job.State == office.JobRunning
}

func (s *Server) showJob(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	j, err := s.office.Office.Job(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	p := &jobPage{Job: j, HColumns: household.HouseholdColumns, MColumns: household.MemberColumns}
	if j.Kind == "import" {
		if p.Import, err = s.office.Transfer.Import(r.Context(), actor(r), id); err != nil && errs.KindOf(err) != errs.Invalid {
			return err
		}
		for _, h := range p.importHeaders() {
			for i, c := range h.Columns {
				p.Missing = p.Missing || c == "" && h.Headers[i] != "" && h.Headers[i] != exchange.ReasonHeader
			}
		}
	}
	p.Nav = "import"
	s.render(w, r, "job", errs.T("Work no. %d", id), p)
	return nil
}

func (p *jobPage) importHeaders() []exchange.SheetHeaders {
	if p.Import == nil {
		return nil
	}
	return p.Import.Headers
}

func (s *Server) matchColumns(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return errs.New(errs.Invalid, "the form cannot be read")
	}
	aliases := map[string]string{}
	for name, v := range r.PostForm {
		if header, ok := strings.CutPrefix(name, "h:"); ok && v[0] != "" {
			aliases[header] = v[0]
		}
	}
	if err := s.office.Transfer.MatchColumns(r.Context(), actor(r), id, aliases); err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/jobs/%d", id), http.StatusSeeOther)
	return nil
}

func (s *Server) commitImport(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := s.office.Transfer.CommitImport(r.Context(), actor(r), id); err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/jobs/%d", id), http.StatusSeeOther)
	return nil
}

func (s *Server) cancelJob(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := s.office.Office.CancelJob(r.Context(), actor(r), id); err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/jobs/%d", id), "", errs.T("Asked to stop."))
}

func (s *Server) rejectedFile(w http.ResponseWriter, r *http.Request) error {
	return s.download(w, r, "dong-bi-tra-lai.xlsx", func(id int64) error { return s.office.Transfer.RejectedFile(r.Context(), actor(r), id, w) })
}

func (s *Server) exportFile(w http.ResponseWriter, r *http.Request) error {
	return s.download(w, r, "danh-sach-ho.xlsx", func(id int64) error { return s.office.Transfer.ExportFile(r.Context(), actor(r), id, w) })
}

func (s *Server) download(w http.ResponseWriter, r *http.Request, name string, write func(id int64) error) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if _, err := s.office.Office.Job(r.Context(), actor(r), id); err != nil {
		return err
	}
	attachment(w, name)
	return write(id)
}

type pastePage struct {
	Page
	Columns  []pasteColumn
	Text     string
	On       string
	Error    string
	Faults   []transfer.PasteFault
	Communes []place.Unit
}

type pasteColumn struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Required bool     `json:"required"`
	Choices  []string `json:"choices,omitempty"`
}

func (s *Server) pasteColumns(r *http.Request) (out []pasteColumn) {
	for _, c := range transfer.PasteColumns() {
		p := pasteColumn{Name: c.Name, Title: fieldTitle(lang(r), c.Name), Required: c.Required}
		switch c.Kind {
		case household.Choice:
			for _, t := range c.Enum.Titles[1:] {
				p.Choices = append(p.Choices, t[0])
			}
		case household.YesNo:
			p.Choices = []string{"có", "không"}
		case household.UnitCode:
			for _, u := range s.office.Register.EditableCommunes(actor(r)) {
				p.Choices = append(p.Choices, string(u.Code))
			}
		}
		out = append(out, p)
	}
	return out
}

func (s *Server) pasteForm(w http.ResponseWriter, r *http.Request, p *pastePage) error {
	p.Columns = s.pasteColumns(r)
	p.Communes = s.office.Register.EditableCommunes(actor(r))
	if p.On == "" {
		p.On = s.office.Office.Day().Vietnamese()
	}
	s.render(w, r, "paste", errs.T("Paste from Excel"), p)
	return nil
}

func (s *Server) showPaste(w http.ResponseWriter, r *http.Request) error {
	if !s.office.Office.May(actor(r), access.EditHouseholds) {
		return s.office.Register.Refuse()
	}
	return s.pasteForm(w, r, &pastePage{})
}

func (s *Server) checkPaste(w http.ResponseWriter, r *http.Request) error {
	on, err := formDay(r, "on")
	if err != nil {
		return err
	}
	res, err := s.office.Transfer.CheckPaste(r.Context(), actor(r), transfer.PasteInput{Text: r.FormValue("text"), On: on})
	if err != nil {
		return err
	}
	return pasteChecked(w, r, res)
}

// pasteChecked answers what is wrong with pasted rows, for the grid.
func pasteChecked(w http.ResponseWriter, r *http.Request, res *transfer.PasteResult) error {
	type fault struct {
		Row     int    `json:"row"`
		Column  string `json:"column"`
		Message string `json:"message"`
	}
	out := struct {
		Faults  []fault `json:"faults"`
		Summary string  `json:"summary"`
	}{Faults: []fault{}}
	for _, f := range res.Faults {
		out.Faults = append(out.Faults, fault{f.Row, f.Column, pick(lang(r), f.Text)})
	}
	out.Summary = pick(lang(r), errs.T("%d rows: %d right, %d wrong", res.Rows, res.Good, res.Rows-res.Good))
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(out)
}

func (s *Server) savePaste(w http.ResponseWriter, r *http.Request) error {
	on, err := formDay(r, "on")
	if err != nil {
		return err
	}
	res, err := s.office.Transfer.SavePaste(r.Context(), actor(r), transfer.PasteInput{Text: r.FormValue("text"), On: on})
	if err != nil {
		return err
	}
	if len(res.Faults) > 0 || res.Saved == 0 { // the good rows are saved, the others come back into the grid
		w.WriteHeader(http.StatusUnprocessableEntity)
		return s.pasteForm(w, r, &pastePage{Text: res.Left, On: r.FormValue("on"), Faults: res.Faults, Error: pick(lang(r), errs.T("%d right rows are saved. %d rows are left to be corrected below.", res.Saved, res.Rows-res.Saved))})
	}
	return done(w, r, "/households?sort=code", "", errs.T("%d pasted households saved.", res.Saved))
}
