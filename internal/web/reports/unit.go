package reports

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app"
	"giamngheo/internal/app/reportfiles"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/report"
	"giamngheo/internal/web/page"
)

// sheets serves the pages of one unit's report.
type sheets struct {
	shell *page.Shell
	desks *app.Desks
}

type reportPage struct {
	page.Page
	*reports.Shown
	Tables  []table
	Typed   map[string]string // what was typed and is not saved
	Clash   []form.Key
	Error   string
	Read    *reportfiles.ReadBook // what was read of a workbook
	Explain []explained
}

// explained is a cell of which the unit says something, or must.
type explained struct {
	Slot   *form.Slot
	Why    errs.Text // what asks for it
	Values string
	Reason string
	Asked  string // what was written when it was returned
	Open   bool
	Must   bool
}

// MayReturn reports whether who looks may return cells now.
func (p *reportPage) MayReturn() bool {
	return p.MayCheck && p.State.Sent() && p.Sender != p.Actor.Account
}

// MayReopen reports whether who looks may open cells for a correction.
func (p *reportPage) MayReopen() bool {
	return p.MayOpen && p.State == report.Approved && !p.MayReturn()
}

// DueNow is the day of the turn that runs, or of the unit's last.
func (p *reportPage) DueNow() date.Date {
	due := p.Due
	for i := range p.Turns {
		if !p.Turns[i].Above {
			due = p.Turns[i].Due
		}
	}
	return due
}

// Lead says where the report stands.
func (p *reportPage) Lead() errs.Text { return standing(p.Late, p.State) }

// Look is how that looks.
func (p *reportPage) Look() string { return look(p.Late) }

// Fills reports whether who looks can type into some cell.
func (p *reportPage) Fills() bool {
	for _, t := range p.Tables {
		for _, r := range t.Rows {
			if slices.ContainsFunc(r.Cells, func(c cell) bool { return c.Open }) {
				return true
			}
		}
	}
	return false
}

// Draft names what was typed and is not saved, in the browser.
func (p *reportPage) Draft() string { return fmt.Sprintf("report-%d", p.ID) }

// SendStep is the step that sends the report; "" where it cannot be sent now.
func (p *reportPage) SendStep() string {
	switch {
	case !p.MaySubmit:
		return ""
	case p.State == report.Opened || p.State == report.Filling:
		return string(report.Submit)
	case p.Back > 0:
		return string(report.Resubmit)
	}
	return ""
}

// MayTakeBack reports whether it can be taken back.
func (p *reportPage) MayTakeBack() bool {
	return p.MaySubmit && p.State == report.Submitted && !p.Received && p.Version == 1
}

// MayReceive, MayAccept and MayApproveNow report whether who looks can take these steps now.
func (p *reportPage) MayReceive() bool {
	return p.MayReturn() && p.State == report.Submitted && !p.Received
}

// MayAccept reports whether who looks can accept the report.
func (p *reportPage) MayAccept() bool {
	return p.MayReturn() && p.State == report.Submitted && p.Back == 0
}

// MayApproveNow reports whether who looks can approve the report.
func (p *reportPage) MayApproveNow() bool {
	return p.MayApprove && p.State == report.Checked && p.Sender != p.Actor.Account
}

// MayExtend reports whether who looks can give the unit more time.
func (p *reportPage) MayExtend() bool {
	return p.MayOpen && (p.State == report.Opened || p.State == report.Filling || p.Back > 0)
}

func (h *sheets) report(w http.ResponseWriter, r *http.Request) error {
	return h.reportPage(w, r, &reportPage{}, nil)
}

func (h *sheets) reportPage(w http.ResponseWriter, r *http.Request, p *reportPage, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if p.Shown, err = h.desks.Reports.Report(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	p.Lang, p.Actor = page.Lang(r), page.Actor(r)
	p.Tables = p.tables()
	p.Explain = p.explain()
	if p.Typed != nil {
		p.keepTyped()
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "reports"
	h.shell.Render(w, r, "report", errs.T("%s – %s", p.Round.Title, p.Unit.FullName), p)
	return nil
}

// keepTyped puts back what was typed and refused.
func (p *reportPage) keepTyped() {
	for i := range p.Tables {
		for j := range p.Tables[i].Rows {
			cells := p.Tables[i].Rows[j].Cells
			for k := range cells {
				c := &cells[k]
				if text, ok := p.Typed["v."+string(c.Slot.Key)]; ok && c.Open {
					c.Value = text
					if text != c.Was {
						c.Look = "cell-hand"
					}
				}
			}
		}
	}
}

// explain are the cells of which something is to be said: returned ones, other values than the office's, findings.
func (p *reportPage) explain() (out []explained) {
	had := map[form.Key]bool{}
	add := func(e explained, k form.Key) {
		if had[k] {
			return
		}
		had[k] = true
		e.Slot = p.Set.Slot(k)
		if c := p.Content.Cells[k]; c != nil {
			e.Reason, e.Asked = c.Reason, c.Asked
		}
		e.Open = p.MayFill && p.Content.OpenTo(e.Slot)
		out = append(out, e)
	}
	for _, k := range p.Content.Returned(p.Set) {
		add(explained{Why: errs.T("returned: change it, or say why it stays"), Must: true}, k)
	}
	for i := range p.Set.Slots {
		s := &p.Set.Slots[i]
		c, k := p.Content.Cells[s.Key], p.Known[s.Key]
		if c == nil || s.Kind != form.Input {
			continue
		}
		if c.Auto != nil {
			k = *c.Auto
		}
		if c.Entered != nil && k.Value.Known && *c.Entered != k.Value {
			add(explained{Why: errs.T("another value than the office’s"), Must: true, Values: fmt.Sprintf("%s → %s",
				k.Value.Written(s.Type),
				written(p.Lang, *c.Entered, s.Type))}, s.Key)
		}
	}
	for i := range p.Findings {
		f := &p.Findings[i]
		add(explained{Why: f.Text, Must: f.Severity != form.Info,
			Values: fmt.Sprintf("%s · %s", f.Left.Written(f.Type), f.Right.Written(f.Type))}, f.Key)
	}
	return out
}

// writes are the cells of a form that somebody touched, and their reasons. Errors: what cannot be read, by cell.
func writes(r *http.Request, set *form.Set, content *report.Report, seen int64) (out []report.Write, err error) {
	for i := range set.Slots {
		s := &set.Slots[i]
		k := string(s.Key)
		text, was := field(r, "v."+k), field(r, "w."+k)
		reason, had := field(r, "r."+k), field(r, "s."+k)
		if text == was && reason == had {
			continue
		}
		w := report.Write{Key: s.Key, Seen: seen, Reason: reason}
		c := content.Cells[s.Key]
		if !r.Form.Has("r."+k) && c != nil {
			w.Reason = c.Reason
		}
		if !r.Form.Has("v."+k) || text == was {
			if c != nil && c.Entered != nil {
				w.Value = *c.Entered
			}
		} else if w.Value, err = form.ReadValue(s, text); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// field is what was typed into a field, spaces taken together.
func field(r *http.Request, name string) string {
	return strings.Join(strings.Fields(norm.NFC.String(r.FormValue(name))), " ")
}

func (h *sheets) save(w http.ResponseWriter, r *http.Request) error {
	id, seen, err := pathSeen(r)
	if err != nil {
		return err
	}
	n, err := h.saved(r, id, seen)
	if page.WantsJSON(r) {
		return h.savedJSON(w, r, id, err)
	}
	if step := report.Step(r.FormValue("then")); err == nil && (step == report.Submit || step == report.Resubmit) {
		if err = h.desks.Reports.Step(r.Context(), page.Actor(r), id, seen, report.Event{Step: step}); err == nil {
			return page.Done(w, r, fmt.Sprintf("/reports/%d", id), fmt.Sprintf("report-%d", id),
				errs.T("The report is sent."))
		}
		if page.Personal(err) && errs.KindOf(err) != errs.NotFound {
			return h.reportPage(w, r, &reportPage{}, err)
		}
	}
	if page.Mendable(err) {
		p := &reportPage{Typed: page.Typed(r)}
		var clash *report.Clash
		if errors.As(err, &clash) {
			p.Clash = clash.Keys
		}
		return h.reportPage(w, r, p, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/reports/%d", id), fmt.Sprintf("report-%d", id), errs.N(n,
		"%d cell is saved.", "%d cells are saved."))
}

// saved writes what was touched, and says how many cells.
func (h *sheets) saved(r *http.Request, id, seen int64) (int, error) {
	ctx, a := r.Context(), page.Actor(r)
	s, err := h.desks.Reports.Report(ctx, a, id)
	if err != nil {
		return 0, err
	}
	if !s.MayFill {
		return 0, office.Forbidden()
	}
	if err := r.ParseForm(); err != nil {
		return 0, errs.New(errs.Invalid, "the form could not be read").Because(err)
	}
	all, err := writes(r, s.Set, s.Content, seen)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return len(all), h.desks.Reports.Step(ctx, a, id, seen, report.Event{Step: report.FillIn,
		Detail: report.Detail{Writes: all}})
}

// savedJSON answers what saves by itself while somebody types.
func (h *sheets) savedJSON(w http.ResponseWriter, r *http.Request, id int64, err error) error {
	if err != nil && !page.Personal(err) {
		return err
	}
	out := struct {
		Seen  int64  `json:"seen,string"`
		Error string `json:"error,omitempty"`
	}{}
	out.Error = h.shell.Told(w, r, err)
	if s, err := h.desks.Reports.Report(r.Context(), page.Actor(r), id); err == nil {
		out.Seen = s.Seq
	}
	return page.WriteJSON(w, out)
}

func (h *sheets) step(w http.ResponseWriter, r *http.Request) error {
	id, seen, err := pathSeen(r)
	if err != nil {
		return err
	}
	e, err := event(r)
	if err == nil {
		err = h.desks.Reports.Step(r.Context(), page.Actor(r), id, seen, e)
	}
	if page.Mendable(err) {
		return h.reportPage(w, r, &reportPage{Typed: page.Typed(r)}, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/reports/%d", id), "", errs.T("Done: %s.", e.Step.Title()))
}

// event reads a step of a form.
func event(r *http.Request) (e report.Event, err error) {
	if err := r.ParseForm(); err != nil {
		return e, errs.New(errs.Invalid, "the form could not be read").Because(err)
	}
	e.Step = report.Step(r.FormValue("step"))
	if e.Step == report.FillIn {
		return e, errs.New(errs.Invalid, "there is no such step")
	}
	e.Reason, e.Document = typed(r, "reason"), typed(r, "document")
	for _, k := range r.Form["cell"] {
		e.Keys = append(e.Keys, form.Key(k))
	}
	e.Due, err = page.FormDay(r, "due")
	return e, err
}

type changesPage struct {
	page.Page
	*reports.Shown
	Steps []reports.EventShown
	Since []form.Difference // from the period before
}

// Value says a value.
func (p *changesPage) Value(v form.Value, s *form.Slot) string {
	if text := written(p.Lang, v, s.Type); text != "" {
		return text
	}
	return "–"
}

func (h *sheets) changes(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p, a := &changesPage{}, page.Actor(r)
	if p.Shown, err = h.desks.Reports.Report(r.Context(), a, id); err != nil {
		return err
	}
	if p.Steps, err = h.desks.Reports.Steps(r.Context(), a, id); err != nil {
		return err
	}
	if p.Before != nil {
		p.Since = slices.DeleteFunc(p.Set.Differences(p.Before, p.Values), func(d form.Difference) bool {
			return d.Was.Blank() || d.Now.Blank() || d.Slot.Column.Fill == form.Previous
		})
	}
	p.Nav = "reports"
	h.shell.Render(w, r, "report_changes", errs.T("What changed: %s", p.Unit.FullName), p)
	return nil
}

func (h *sheets) reportFile(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var out strings.Builder
	name, err := h.desks.ReportFiles.WriteReport(r.Context(), page.Actor(r), id, &out)
	if err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, name, []byte(out.String()))
}

// readFile takes a report's workbook back: what was typed into it is saved, what was refused is listed.
func (h *sheets) readFile(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	read, err := h.fileRead(r, id)
	if page.Mendable(err) {
		return h.reportPage(w, r, &reportPage{}, err)
	}
	if err != nil {
		return err
	}
	return h.reportPage(w, r, &reportPage{Read: read}, nil)
}

func (h *sheets) fileRead(r *http.Request, id int64) (_ *reportfiles.ReadBook, err error) {
	src, _, err := r.FormFile("file")
	if err != nil {
		return nil, errs.New(errs.Invalid, "choose the report’s workbook").Because(err)
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	file, err := os.CreateTemp("", "report-*.xlsx")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if _, err := file.ReadFrom(src); err != nil {
		return nil, err
	}
	return h.desks.ReportFiles.ReadReport(r.Context(), page.Actor(r), id, file.Name())
}

// Knows is how many cells the office knows.
func (p *reportPage) Knows() int { return p.Of - p.Asked }
