package plans

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/planfiles"
	"giamngheo/internal/errs"
	"giamngheo/internal/planbook"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
)

// groupedVN are numbers with Vietnamese thousands.
var groupedVN = regexp.MustCompile(`^-?\d{1,3}(\.\d{3})+(,\d+)?$`)

type planEditPage struct {
	PlanBase
	Plan     *target.Plan // nil: there is none of the year
	Versions []planfiles.PlanVersion
	MayEdit  bool
}

func (s *handlers) showPlanEdit(w http.ResponseWriter, r *http.Request) error {
	return s.planEditPage(w, r, nil)
}

func (s *handlers) planEditPage(w http.ResponseWriter, r *http.Request, failed error) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	p := &planEditPage{PlanBase: ofYear(year), MayEdit: s.desks.Office.May(a, access.EditPlans)}
	if p.Plan, _, err = s.desks.PlanFiles.PlanOf(r.Context(), a, year); err != nil &&
		(errs.KindOf(err) != errs.NotFound || !p.MayEdit) {
		return err
	}
	if p.Versions, err = s.desks.PlanFiles.PlanVersions(r.Context(), a, year); err != nil {
		return err
	}
	p.Nav, p.Error = "plan", s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "plan_edit", errs.T("Plan of %d: its text and its file", year), p)
	return nil
}

type planUploadPage struct {
	PlanBase
	U      *planfiles.PlanUpload
	Text   string
	Shares string
	Reason string
}

func (s *handlers) uploadPlan(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	file, head, err := r.FormFile("file")
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return s.planEditPage(w, r, errs.New(errs.Invalid, "the plan's file is larger than 2 MB"))
	case err != nil:
		return s.planEditPage(w, r, errs.New(errs.Invalid, "choose the plan's file: YAML or Excel (.xlsx)"))
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(file)
	if err != nil {
		return s.planEditPage(w, r, errs.New(errs.Invalid, "the file cannot be read; choose it again"))
	}
	u, err := s.desks.PlanFiles.UploadPlan(r.Context(), page.Actor(r), head.Filename, data)
	if page.Personal(err) {
		return s.planEditPage(w, r, err)
	}
	if err != nil {
		return err
	}
	shares, err := json.Marshal(u.Shares)
	if err != nil {
		return err
	}
	p := &planUploadPage{PlanBase: ofYear(year), U: u, Text: string(u.Text), Shares: string(shares)}
	p.Nav = "plan"
	if len(u.Faults) > 0 {
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
	s.shell.Render(w, r, "plan_upload", errs.T("The plan's file: %s", head.Filename), p)
	return nil
}

func (s *handlers) savePlan(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	was, err := page.FormID(r, "was")
	if err != nil {
		return err
	}
	in := planfiles.PlanSaving{Name: "plan.yaml", Text: []byte(strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n")),
		Was: was, Reason: r.PostFormValue("reason")}
	if text := r.PostFormValue("shares"); text != "" && text != "null" {
		if json.Unmarshal([]byte(text), &in.Shares) != nil {
			return page.NotThere()
		}
	}
	plan, err := s.desks.PlanFiles.SavePlanBook(r.Context(), page.Actor(r), in)
	// the file is still what was looked at: only the reason or the version before it is at fault
	if page.Personal(err) {
		u, again := s.desks.PlanFiles.UploadPlan(r.Context(), page.Actor(r), in.Name, in.Text)
		if again != nil {
			return s.planEditPage(w, r, err)
		}
		u.Shares, u.Was = in.Shares, in.Was // the version that was looked at: another one since is not overwritten
		p := &planUploadPage{PlanBase: ofYear(year), U: u, Text: string(in.Text),
			Shares: r.PostFormValue("shares"), Reason: in.Reason}
		p.Nav, p.Error = "plan", s.shell.Told(w, r, err)
		s.shell.Render(w, r, "plan_upload", errs.T("The plan's file"), p)
		return nil
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/plan/%d/edit", plan.Year), "",
		errs.T("The plan is saved; the version before is kept"))
}

func (s *handlers) planYAML(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	_, text, err := s.desks.PlanFiles.PlanOf(r.Context(), page.Actor(r), year)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("ke-hoach-%d.yaml", year)
	if v := r.FormValue("version"); v != "" {
		n, _ := strconv.ParseInt(v, 10, 64)
		all, err := s.desks.PlanFiles.PlanVersions(r.Context(), page.Actor(r), year)
		if err != nil {
			return err
		}
		text = nil
		for i := range all {
			if all[i].Version == n {
				text, name = []byte(all[i].Content), fmt.Sprintf("ke-hoach-%d-ban-%d.yaml", year, n)
			}
		}
		if text == nil {
			return page.NotThere()
		}
	}
	return page.Download(w, "application/yaml", name, text)
}

func (s *handlers) planBook(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := s.desks.PlanFiles.WritePlanFile(r.Context(), page.Actor(r), year, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("ke-hoach-%d.xlsx", year), out.Bytes())
}

// Where says where a fault stands.
func (p *planUploadPage) Where(f planbook.PlanFault) string {
	switch {
	case f.Sheet != "" && f.Row > 0 && f.Column != "":
		return page.Pick(p.Lang, errs.T("sheet %s, row %d, column %s", f.Sheet, f.Row, f.Column))
	case f.Sheet != "" && f.Row > 0:
		return page.Pick(p.Lang, errs.T("sheet %s, row %d", f.Sheet, f.Row))
	case f.Sheet != "":
		return page.Pick(p.Lang, errs.T("sheet %s", f.Sheet))
	case f.Line > 0:
		return page.Pick(p.Lang, errs.T("line %d", f.Line))
	}
	return page.Pick(p.Lang, errs.T("the file"))
}

// Next is the version that the file would become.
func (p *planUploadPage) Next() int64 { return p.U.Was + 1 }
