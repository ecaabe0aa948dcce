package reports

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/app/requests"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/report"
	"giamngheo/internal/web/page"
)

type listPage struct {
	page.Page
	Rounds  []reports.RoundShown
	MayOpen bool
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	a := page.Actor(r)
	p := &listPage{MayOpen: h.desks.Office.May(a, access.OpenReports)}
	if p.Rounds, err = h.desks.Reports.Rounds(r.Context(), a); err != nil {
		return err
	}
	p.Nav = "reports"
	h.shell.Render(w, r, "reports", errs.T("Periodic reports"), p)
	return nil
}

// Approved is how many reports of a round are approved.
func (p *listPage) Approved(s reports.RoundShown) int { return s.Stood[report.Approved] }

// Sent is how many reports of a round were sent.
func (p *listPage) Sent(s reports.RoundShown) int { return sent(s) }

func sent(s reports.RoundShown) int {
	return s.Stood[report.Submitted] + s.Stood[report.Checked] + s.Stood[report.Approved]
}

type boardPage struct {
	page.Page
	*reports.RoundShown
	Error string
}

// Counts are how many reports stand where, in the order of their way.
func (p *boardPage) Counts() (out []count) {
	for _, s := range []report.State{report.Opened, report.Filling, report.Submitted, report.Checked,
		report.Approved, report.Withdrawn} {
		if n := p.Stood[s]; n > 0 {
			out = append(out, count{s.Title(), n})
		}
	}
	return out
}

type count struct {
	Title errs.Text
	N     int
}

// Sent is how many reports were sent.
func (p *boardPage) Sent() int { return sent(*p.RoundShown) }

// Running reports whether the round runs.
func (p *boardPage) Running() bool { return p.State == "open" }

// Standing says where a report stands towards its day.
func (p *boardPage) Standing(u reports.UnitRow) errs.Text { return standing(u.Late, u.State) }

// Look is how a standing looks.
func (p *boardPage) Look(u reports.UnitRow) string { return look(u.Late) }

func look(l report.Lateness) string {
	switch l.Standing {
	case report.Late:
		return "light-red"
	case report.Back, report.Extended:
		return "light-amber"
	case report.OnTime:
		return "light-green"
	case report.NotDue:
	}
	return "light-grey"
}

// standing says in a few words whose turn it is and whether that is in time.
func standing(l report.Lateness, s report.State) errs.Text {
	switch l.Standing {
	case report.Late:
		if l.Unit == 0 {
			return errs.T("standing|late")
		}
		return errs.N(l.Unit, "%d working day late", "%d working days late")
	case report.Back:
		return errs.T("standing|cells returned")
	case report.Extended:
		return errs.T("standing|extended")
	case report.OnTime:
		return errs.T("standing|in time")
	case report.NotDue:
	}
	if s == report.Withdrawn {
		return s.Title()
	}
	return errs.T("standing|not due yet")
}

func (h *handlers) board(w http.ResponseWriter, r *http.Request) error {
	return h.boardPage(w, r, nil)
}

func (h *handlers) boardPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &boardPage{}
	if p.RoundShown, err = h.desks.Reports.Board(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if p.Mine != 0 && r.Method == http.MethodGet {
		http.Redirect(w, r, fmt.Sprintf("/reports/%d", p.Mine), http.StatusSeeOther)
		return nil
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "rounds"
	h.shell.Render(w, r, "round", p.RoundShown.Title, p)
	return nil
}

// done answers a step with a round: back to its page, or the page with what is wrong.
func (h *handlers) done(w http.ResponseWriter, r *http.Request, err error, to string, said errs.Text) error {
	if page.Mendable(err) {
		return h.boardPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, to, "", said)
}

func (h *handlers) recount(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	return h.done(w, r, h.desks.Reports.Recount(r.Context(), page.Actor(r), id), fmt.Sprintf("/rounds/%d", id),
		errs.T("The office’s figures are counted anew."))
}

func (h *handlers) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	return h.done(w, r, h.desks.Reports.Withdraw(r.Context(), page.Actor(r), id, typed(r, "reason")), "/reports",
		errs.T("The round is withdrawn."))
}

func (h *handlers) approveAll(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	n, err := h.desks.Reports.ApproveAll(r.Context(), page.Actor(r), id)
	return h.done(w, r, err, fmt.Sprintf("/rounds/%d", id), errs.N(n, "%d report is approved.",
		"%d reports are approved."))
}

// typed is what was typed into a field, without what is around it.
func typed(r *http.Request, name string) string {
	return strings.TrimSpace(norm.NFC.String(r.FormValue(name)))
}

type openPage struct {
	page.Page
	Schedules []form.Schedule
	Values    map[string]string
	Proposed  *reports.Proposed
	Error     string
}

// Value is what was typed into a field.
func (p *openPage) Value(name string) string { return p.Values[name] }

func (h *handlers) newRound(w http.ResponseWriter, r *http.Request) error {
	p := &openPage{Values: map[string]string{}}
	for name := range r.URL.Query() {
		p.Values[name] = r.URL.Query().Get(name)
	}
	var failed error
	if p.Values["schedule"] != "" {
		in, err := openInput(r)
		if err == nil {
			p.Proposed, err = h.desks.Reports.Propose(page.Actor(r), in)
		}
		if err != nil && !page.Personal(err) {
			return err
		}
		failed = err
	}
	return h.openPage(w, r, p, failed)
}

func (h *handlers) openPage(w http.ResponseWriter, r *http.Request, p *openPage, failed error) (err error) {
	if !h.desks.Office.May(page.Actor(r), access.OpenReports) {
		return office.Forbidden()
	}
	if p.Schedules, err = h.desks.Reports.Schedules(); err != nil {
		return err
	}
	if p.Values["year"] == "" {
		p.Values["year"] = strconv.Itoa(h.desks.Office.Day().Year())
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "rounds"
	h.shell.Render(w, r, "round_new", errs.T("Open a round of reports"), p)
	return nil
}

// openInput reads what a round is opened with.
func openInput(r *http.Request) (in reports.OpenInput, err error) {
	in.Schedule = r.FormValue("schedule")
	in.Period.Year, _ = strconv.Atoi(typed(r, "year")) // what is none is refused as no period
	in.Period.N, _ = strconv.Atoi(typed(r, "n"))
	if in.CutOff, err = page.FormDay(r, "cut_off"); err != nil {
		return in, err
	}
	if in.Commune, err = page.FormDay(r, "commune"); err != nil {
		return in, err
	}
	in.Province, err = page.FormDay(r, "province")
	return in, err
}

func (h *handlers) open(w http.ResponseWriter, r *http.Request) error {
	in, err := openInput(r)
	var id int64
	if err == nil {
		id, err = h.desks.Reports.Open(r.Context(), page.Actor(r), in)
	}
	if page.Personal(err) {
		p := &openPage{Values: page.Typed(r)}
		if shown, no := h.desks.Reports.Propose(page.Actor(r), in); no == nil {
			p.Proposed = shown
		}
		return h.openPage(w, r, p, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/rounds/%d", id), "",
		errs.T("The round is open; every commune has its report."))
}

type askPage struct {
	page.Page
	Picks  []requests.Pick
	Values map[string]string
	Chosen map[string]bool
	Lines  []int
	Error  string
}

// Value is what was typed into a field.
func (p *askPage) Value(name string) string { return p.Values[name] }

// askedLines is how many questions the form has room for.
const askedLines = 5

func (h *handlers) newAsk(w http.ResponseWriter, r *http.Request) error {
	return h.askPage(w, r, &askPage{Values: map[string]string{"cut_off": h.desks.Office.Day().Vietnamese()}}, nil)
}

func (h *handlers) askPage(w http.ResponseWriter, r *http.Request, p *askPage, failed error) (err error) {
	if !h.desks.Office.May(page.Actor(r), access.OpenReports) {
		return office.Forbidden()
	}
	if p.Picks, err = h.desks.Requests.Picks(); err != nil {
		return err
	}
	for i := range askedLines {
		p.Lines = append(p.Lines, i+1)
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "rounds"
	h.shell.Render(w, r, "round_ask", errs.T("Ask once"), p)
	return nil
}

func (h *handlers) ask(w http.ResponseWriter, r *http.Request) error {
	id, err := h.asked(r)
	if page.Personal(err) {
		p := &askPage{Values: page.Typed(r), Chosen: map[string]bool{}}
		for _, code := range r.Form["pick"] {
			p.Chosen[code] = true
		}
		return h.askPage(w, r, p, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/rounds/%d/whole", id), "",
		errs.T("It is asked for; what the office knows is there already."))
}

func (h *handlers) asked(r *http.Request) (id int64, err error) {
	if err := r.ParseForm(); err != nil {
		return 0, errs.New(errs.Invalid, "the form could not be read").Because(err)
	}
	in := requests.AskInput{Title: typed(r, "title"), Why: typed(r, "why"), Picks: r.Form["pick"]}
	for i := range askedLines {
		q := requests.Question{Title: typed(r, fmt.Sprintf("q%d", i+1)), Unit: typed(r, fmt.Sprintf("u%d", i+1))}
		if q.Title != "" {
			in.Asked = append(in.Asked, q)
		}
	}
	if in.CutOff, err = page.FormDay(r, "cut_off"); err != nil {
		return 0, err
	}
	if in.Due, err = page.FormDay(r, "due"); err != nil {
		return 0, err
	}
	return h.desks.Requests.Ask(r.Context(), page.Actor(r), in)
}

type wholePage struct {
	page.Page
	*reports.Whole
	Tables []table
	Error  string
}

// Seq is the number of the last step with the province's report that the page shows.
func (p *wholePage) Seq() int64 {
	if p.Report == nil {
		return 0
	}
	return p.Report.Seq
}

// Signed is what the last signature wrote; nil where there is none.
func (p *wholePage) Signed() *report.Detail {
	if p.Report == nil {
		return nil
	}
	return p.Report.Content.Signed
}

// Kept is what was last consolidated; nil where nothing was.
func (p *wholePage) Kept() *report.Rolled {
	if p.Report == nil {
		return nil
	}
	return p.Report.Content.Rolled
}

// Moved reports whether what is added up now differs from what was consolidated.
func (p *wholePage) Moved() bool {
	k := p.Kept()
	return k != nil && (len(p.Set.Differences(k.Values, p.Rolled.Values)) > 0 || len(k.Gap) != len(p.Rolled.Gap))
}

// Open reports whether somebody must say why it is signed as it is.
func (p *wholePage) Open() bool {
	k := p.Kept()
	return k != nil && len(k.Gap)+len(k.Unapproved) > 0
}

func (h *handlers) whole(w http.ResponseWriter, r *http.Request) error {
	return h.wholePage(w, r, nil)
}

func (h *handlers) wholePage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &wholePage{}
	if p.Whole, err = h.desks.Reports.Whole(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	p.Tables = wholeTables(page.Lang(r), p.Whole)
	p.Error, p.Nav = h.shell.Told(w, r, failed), "rounds"
	h.shell.Render(w, r, "round_whole", errs.T("Added up: %s", p.Round.Title), p)
	return nil
}

// doneWhole answers a step with what is added up.
func (h *handlers) doneWhole(w http.ResponseWriter, r *http.Request, err error, id int64, said errs.Text) error {
	if page.Mendable(err) {
		return h.wholePage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/rounds/%d/whole", id), "", said)
}

// pathSeen are the number in an address and that of the last step that the page showed.
func pathSeen(r *http.Request) (id, seen int64, err error) {
	if id, err = page.PathID(r); err != nil {
		return 0, 0, err
	}
	seen, err = page.FormID(r, "seen")
	return id, seen, err
}

func (h *handlers) consolidate(w http.ResponseWriter, r *http.Request) error {
	id, seen, err := pathSeen(r)
	if err != nil {
		return err
	}
	return h.doneWhole(w, r, h.desks.Reports.Consolidate(r.Context(), page.Actor(r), id, seen), id,
		errs.T("It is consolidated as it stands; it can be signed now."))
}

func (h *handlers) sign(w http.ResponseWriter, r *http.Request) error {
	id, seen, err := pathSeen(r)
	if err != nil {
		return err
	}
	in := reports.SignInput{Number: typed(r, "number"), Signer: typed(r, "signer"), Reason: typed(r, "reason")}
	if in.Day, err = page.FormDay(r, "day"); err == nil {
		err = h.desks.Reports.Sign(r.Context(), page.Actor(r), id, seen, in)
	}
	return h.doneWhole(w, r, err, id, errs.T("It is signed and does not change any more."))
}

func (h *handlers) wholeFile(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var out strings.Builder
	if err := h.desks.ReportFiles.WriteWhole(r.Context(), page.Actor(r), id, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "tong-hop-bao-cao.xlsx", []byte(out.String()))
}
