package inspections

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/inspections"
	"giamngheo/internal/app/samples"
	"giamngheo/internal/errs"
	"giamngheo/internal/inspection"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/signal"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

type visitPage struct {
	page.Page
	*inspections.Shown
	Rules     *inspection.Rules
	Documents []documents.Document
	Nodes     []errs.Text
	Values    map[string]string // what was typed and was refused
	Of        string            // the step that was refused
	Error     string
	Overtaken bool   // somebody else was faster: what stands by now holds, what was typed fills what is empty
	Which     string // of a paper
}

// BasisTitle is why the unit is checked.
func (p *visitPage) BasisTitle() errs.Text { return signal.Basis(p.Content.Basis).Title() }

// KindTitle is the name of a kind of finding.
func (p *visitPage) KindTitle(code string) errs.Text {
	if k := p.Rules.Finding(code); k != nil {
		return k.Text
	}
	return errs.Text{VI: code, EN: code}
}

// Answer is what was found on a question, or what was typed and refused.
func (p *visitPage) Answer(code string) inspection.Answer {
	a := p.Content.Checks[code]
	if p.holds(string(a.Result)) {
		return a
	}
	if result := p.Typed(string(inspection.Check), "q."+code); result != "" {
		a.Result = inspection.Result(result)
	}
	if note := p.Typed(string(inspection.Check), "note."+code); note != "" {
		a.Note = note
	}
	return a
}

// holds reports whether a result stands against what was typed and refused: another may have written it meanwhile.
func (p *visitPage) holds(result string) bool { return p.Overtaken && result != "" }

// Results are how a question can be answered; Links what a finding can point at.
func (p *visitPage) Results() []inspection.Result { return inspection.Results() }

// Links are what a finding can point at.
func (p *visitPage) Links() []inspection.LinkKind { return inspection.LinkKinds() }

// Typed is what was typed into a field of the step that was refused.
func (p *visitPage) Typed(step, name string) string {
	if p.Of == step {
		return p.Values[name]
	}
	return ""
}

// Own reports whether the check is the office's own.
func (p *visitPage) Own() bool { return p.Content.Origin == inspection.Own }

// Left is how many questions have no answer yet.
func (p *visitPage) Left() (n int) {
	for _, l := range p.Lists {
		for _, q := range l.Questions {
			if p.Content.Checks[q.Code].Result == "" {
				n++
			}
		}
	}
	return n
}

// Opens is the address of a row that a finding points at, "" where it has no page of its own.
func (p *visitPage) Opens(l inspection.Link) string {
	at := map[inspection.LinkKind]string{inspection.ToHousehold: "/households/%d", inspection.ToSupport: "/supports/%d",
		inspection.ToReport: "/reports/%d", inspection.ToList: "/lists/%d", inspection.ToActivity: "/activities/%d",
		inspection.ToDocument: "/documents/%d"}[l.Kind]
	if at == "" {
		return ""
	}
	return fmt.Sprintf(at, l.ID)
}

// SampleKinds are what samples are drawn from.
func (p *visitPage) SampleKinds() []inspection.SampleKind { return inspection.SampleKinds() }

// Shows is what a sample showed, nothing while rows are left.
func (p *visitPage) Shows(s inspection.Sample) (errs.Text, error) { return samples.Shows(&s) }

// sampled is a sample with the page on which it stands.
type sampled struct {
	Page *visitPage
	inspection.Sample
}

// Sampled is a sample with its page.
func (p *visitPage) Sampled(s inspection.Sample) sampled { return sampled{p, s} }

// RowNo is the number of a row, from 1.
func (s sampled) RowNo(i int) int { return i + 1 }

// sampledRow is a row of a sample for who may say what was seen, or not.
type sampledRow struct {
	inspection.SampleRow
	No         int
	May, Money bool
	WrongTyped string // what was typed as the wrong amount and refused
}

// Row is a row with its number, from 1, with what was typed of it and refused.
func (s sampled) Row(i int) sampledRow {
	r := sampledRow{SampleRow: s.Rows[i], No: s.RowNo(i), May: s.Page.Step(string(inspection.LookAt)), Money: s.Money()}
	look := string(inspection.LookAt)
	if s.Page.Typed(look, "no") != strconv.Itoa(s.No) || s.Page.holds(string(r.Result)) {
		return r
	}
	n := strconv.Itoa(r.No)
	if result := s.Page.Typed(look, "look."+n); result != "" {
		r.Result = inspection.Look(result)
	}
	if note := s.Page.Typed(look, "saw."+n); note != "" {
		r.Note = note
	}
	r.WrongTyped = s.Page.Typed(look, "wrong."+n)
	return r
}

// Money reports whether the rows are payments.
func (s sampled) Money() bool { return s.Kind == inspection.OfPayments }

// Class and Hamlet are those of a stratum of households: "class · commune · hamlet".
func (p *visitPage) Class(stratum string) poverty.Class {
	name, _, _ := strings.Cut(stratum, " · ")
	class, _ := poverty.ParseClass(name) // the office wrote it
	return class
}

// Hamlet is the hamlet of a stratum.
func (p *visitPage) Hamlet(stratum string) string {
	return stratum[strings.LastIndex(stratum, " · ")+len(" · "):]
}

// Step reports whether who looks may take a step now, by its name.
func (p *visitPage) Step(name string) bool { return p.Can(inspection.Step(name)) }

func (h *handlers) visit(w http.ResponseWriter, r *http.Request) error {
	return h.visitPage(w, r, "inspection_visit", nil)
}

func (h *handlers) visitPage(w http.ResponseWriter, r *http.Request, template string, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	p := &visitPage{Rules: h.desks.Inspections.Rules(), Error: h.shell.Told(w, r, failed), Values: map[string]string{}}
	if p.Shown, err = h.desks.Inspections.Visit(r.Context(), a, id); err != nil {
		return err
	}
	if failed != nil {
		p.Values, p.Of = page.Typed(r), r.FormValue("step")
		p.Overtaken = errs.KindOf(failed) == errs.Conflict
	}
	if p.Shown.May(inspection.Conclude) || p.Shown.May(inspection.Waive) {
		if p.Documents, err = h.desks.Inspections.Citable(r.Context(), a); err != nil {
			return err
		}
	}
	c, err := h.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	for _, code := range p.Content.Nodes {
		p.Nodes = append(p.Nodes, nodeTitle(c, code))
	}
	p.Nav, p.Which = "inspection/visits", r.FormValue("which")
	h.shell.Render(w, r, template, errs.T("Check of %s", p.Place.FullName), p)
	return nil
}

func nodeTitle(c *programme.Catalogue, code string) errs.Text {
	if n := c.Node(code); n != nil {
		return n.Name
	}
	return errs.Text{VI: code, EN: code}
}

// papers are the papers of a visit that are printed.
var papers = []string{"announcement", "minutes", "results", "follow"}

func (h *handlers) paper(w http.ResponseWriter, r *http.Request) error {
	for _, p := range papers {
		if r.FormValue("which") == p {
			return h.visitPage(w, r, "inspection_paper", nil)
		}
	}
	return page.NotThere()
}

// step reads the form of a step and takes it.
func (h *handlers) step(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	seen, err := page.FormID(r, "seen")
	if err != nil {
		return err
	}
	e, err := h.event(r)
	if err == nil {
		err = h.desks.Inspections.Take(r.Context(), page.Actor(r), id, seen, *e)
	}
	if refusable(err) {
		return h.visitPage(w, r, "inspection_visit", err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/inspection/visits/%d", id), "", errs.T("Done: %s.", e.Step.Title()))
}

func (h *handlers) event(r *http.Request) (e *inspection.Event, err error) {
	e = &inspection.Event{Step: inspection.Step(text(r, "step")), Content: text(r, "content"), Asked: text(r, "asked"),
		Reason: text(r, "reason"), No: number(r, "no"), Confirm: r.FormValue("confirm") == "1"}
	if e.From, err = page.FormDay(r, "from"); err != nil {
		return e, err
	}
	if e.Document, err = page.FormID(r, "document"); err != nil {
		return e, err
	}
	switch e.Step {
	case inspection.Check:
		e.Checks = checks(r)
	case inspection.Find:
		e.Finding, err = h.finding(r)
	case inspection.Draw:
		e.Sample = &inspection.Sample{Kind: inspection.SampleKind(text(r, "kind")), Text: text(r, "text"),
			N: number(r, "n"), Year: number(r, "year")}
	case inspection.LookAt:
		e.Looked, err = h.looked(r)
	case inspection.Reply:
		e.Replies = replies(r)
	case inspection.Recommend:
		e.Rec = &inspection.Recommendation{Finding: number(r, "finding"), What: text(r, "what")}
		if e.Rec.Due, err = page.FormDay(r, "due"); err == nil {
			e.Rec.Amount, err = h.amount(r, "amount")
		}
	case inspection.Recover, inspection.StrikeOut:
		e.Recovery = &inspection.Recovery{}
		e.Recovery.Movement, err = page.FormID(r, "movement")
	case inspection.Waive:
		e.Waiver = &inspection.Waiver{Document: e.Document, Reason: e.Reason}
		e.Waiver.Amount, err = h.amount(r, "amount")
	default: // says nothing more
	}
	return e, err
}

// checks are the answers of a checklist's form.
func checks(r *http.Request) map[string]inspection.Answer {
	out := map[string]inspection.Answer{}
	for name, values := range r.PostForm {
		if code, ok := strings.CutPrefix(name, "q."); ok && values[0] != "" {
			out[code] = inspection.Answer{Result: inspection.Result(values[0]), Note: text(r, "note."+code)}
		}
	}
	return out
}

// looked are the rows of a sample of which something is said.
func (h *handlers) looked(r *http.Request) (out []inspection.Looked, err error) {
	for i := 1; i <= inspection.MostDrawn; i++ {
		n := strconv.Itoa(i)
		l := inspection.Looked{Row: i, Result: inspection.Look(text(r, "look."+n)), Note: text(r, "saw."+n)}
		if l.Result == "" {
			continue
		}
		if l.Wrong, err = h.amount(r, "wrong."+n); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// linkRows is how many rows a form of a finding has.
const linkRows = 6

func (h *handlers) finding(r *http.Request) (*inspection.Finding, error) {
	amount, err := h.amount(r, "amount")
	f := &inspection.Finding{
		No:       number(r, "no"),
		Code:     text(r, "code"),
		Article:  text(r, "article"),
		Text:     text(r, "text"),
		Severity: number(r, "severity"),
		Amount:   amount,
	}
	for i := range linkRows {
		n := strconv.Itoa(i)
		if label := text(r, "link"+n); label != "" {
			f.Links = append(f.Links, inspection.Link{Kind: inspection.LinkKind(text(r, "kind"+n)), Label: label})
		}
	}
	return f, err
}

func replies(r *http.Request) (out []inspection.UnitReply) {
	for name, values := range r.PostForm {
		no, ok := strings.CutPrefix(name, "r.")
		n, err := strconv.Atoi(no)
		if ok && err == nil && values[0] != "" {
			out = append(out, inspection.UnitReply{No: n, Contest: values[0] == "contest", Text: text(r, "answer."+no)})
		}
	}
	return out
}

func (h *handlers) attach(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return h.visitPage(
			w,
			r,
			"inspection_visit",
			errs.New(errs.Invalid, "no file was chosen, or the upload was cut off; send it again"),
		)
	}
	defer func() {
		_ = file.Close()
		_ = r.MultipartForm.RemoveAll()
	}()
	err = h.desks.Inspections.Attach(r.Context(), page.Actor(r), id, head.Filename, file)
	if refusable(err) {
		return h.visitPage(w, r, "inspection_visit", err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/inspection/visits/%d#evidence", id), "", errs.T("The file is added."))
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
	f, err := h.desks.Inspections.Attached(r.Context(), page.Actor(r), id, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Content-Type", f.Media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	_, _ = w.Write(f.Content) // the person is gone: nothing to be done
	return nil
}

// recSteps are the steps of a recommendation that who looks may take now.
type recSteps struct {
	Page   *visitPage
	Rec    inspection.Recommendation
	Simple []recStep
	Money  bool
}

// recStep is a step with the word of its button.
type recStep struct {
	Step  inspection.Step
	Title errs.Text
}

// Offers are the steps that a recommendation offers to who looks.
func (p *visitPage) Offers(r inspection.Recommendation) recSteps {
	out := recSteps{Page: p, Rec: r}
	add := func(s inspection.Step, title errs.Text, in ...inspection.RecState) {
		if p.Can(s) && slices.Contains(in, r.State) &&
			(s.May() != access.VerifyChecks || !p.Object && p.Actor.Account != r.Claimer) {
			out.Simple = append(out.Simple, recStep{s, title})
		}
	}
	add(inspection.Accept, errs.T("step|Accept"), inspection.RecIssued)
	add(inspection.Object, errs.T("step|Object"), inspection.RecIssued)
	add(inspection.Claim, errs.T("step|It is done"), inspection.RecIssued, inspection.RecAccepted)
	add(inspection.Verify, errs.T("step|Verified"), inspection.RecClaimed)
	add(inspection.SendBack, errs.T("step|Send back"), inspection.RecClaimed, inspection.RecVerified)
	add(inspection.Uphold, errs.T("step|Uphold"), inspection.RecObjected)
	if r.Left() == 0 {
		add(
			inspection.Withdraw,
			errs.T("step|Withdraw it"),
			inspection.RecObjected,
			inspection.RecIssued,
			inspection.RecAccepted,
		)
	}
	if r.Left() == 0 {
		add(inspection.CloseRec, errs.T("step|Close it"), inspection.RecVerified)
	}
	out.Money = p.Can(inspection.Recover) && !p.Object && r.State.Open() && r.Left() > 0 && p.Actor.Account != r.Claimer
	return out
}
