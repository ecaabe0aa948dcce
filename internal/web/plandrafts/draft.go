package plandrafts

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/app/plandrafts"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/condition"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/planbook"
	"giamngheo/internal/planning"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type startPage struct {
	page.Page
	*plandrafts.Start
	Error  string
	Chosen []string
}

// Picked reports whether a target of the catalogue was chosen.
func (p *startPage) Picked(code string) bool { return slices.Contains(p.Chosen, code) }

// Others are the years of the office's plans but this one's.
func (p *startPage) Others() []int {
	return slices.DeleteFunc(slices.Clone(p.Own), func(y int) bool { return y == p.Year })
}

// Years are the years of which a plan may be made beside this one.
func (p *startPage) Years() []int { return []int{p.Year - 1, p.Year + 1} }

func (h *handlers) start(w http.ResponseWriter, r *http.Request) error { return h.startPage(w, r, nil) }

func (h *handlers) startPage(w http.ResponseWriter, r *http.Request, failed error) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	p := &startPage{Chosen: r.Form["code"]}
	if p.Start, err = h.desks.PlanDrafts.Start(r.Context(), page.Actor(r), year); err != nil {
		return err
	}
	p.Nav, p.Error = "plan", h.shell.Told(w, r, failed)
	h.shell.Render(w, r, "plan_start", errs.T("Make the plan of %d", year), p)
	return nil
}

func (h *handlers) create(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	in := plandrafts.Making{Year: year, From: plandrafts.Origin(r.PostFormValue("from")),
		Model: r.PostFormValue("model")}
	in.Of, _ = strconv.Atoi(r.PostFormValue("of")) // no number is no year: refused as one without a plan
	if in.Codes = r.PostForm["code"]; in.From == plandrafts.FromOwn && in.Of == 0 {
		in.Of = year
	}
	if err := h.desks.PlanDrafts.Make(r.Context(), page.Actor(r), in); page.Personal(err) {
		return h.startPage(w, r, err)
	} else if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/plan/%d/draft", year), "",
		errs.T("The draft is made; it is not in force. See what is to be filled in."))
}

type draftPage struct {
	page.Page
	*plandrafts.Shown
	Year   int
	Error  string
	Words  map[condition.Over]*condition.Vocabulary
	Values map[string]string
}

func (h *handlers) draft(w http.ResponseWriter, r *http.Request) error { return h.draftPage(w, r, nil) }

func (h *handlers) draftPage(w http.ResponseWriter, r *http.Request, failed error) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	p := &draftPage{Year: year, Values: page.Typed(r)}
	if p.Shown, err = h.desks.PlanDrafts.Draft(r.Context(), page.Actor(r), year); err != nil {
		return err
	}
	if p.Words, err = h.desks.PlanDrafts.Vocabularies(year); err != nil {
		return err
	}
	p.Nav, p.Error = "plan", h.shell.Told(w, r, failed)
	h.shell.Render(w, r, "plan_draft", errs.T("Draft of the plan of %d", year), p)
	return nil
}

// Of is what a field of the heading has: what was typed, else what is kept.
func (p *draftPage) Of(name, kept string) string {
	if v, typed := p.Values[name]; typed && p.Values["do"] == "heading" {
		return v
	}
	return kept
}

// HeadingOf is the version of the draft that the heading's form was filled in from: with what was typed comes that
// which was read then, so that nobody's later work is lost.
func (p *draftPage) HeadingOf() string { return p.Of("version", strconv.FormatInt(p.Version, 10)) }

// Reads says what a measure counts in words; its rule where choices cannot say it.
func (p *draftPage) Reads(m *target.Measure) string {
	if m == nil {
		return ""
	}
	return page.Pick(p.Lang, measureTold(p.Words, m, p.Plan))
}

func measureTold(words map[condition.Over]*condition.Vocabulary, m *target.Measure, plan *target.Plan) errs.Text {
	if m.Over == "report" {
		if k := plan.ReportKind(m.Figure); k != nil {
			return errs.T("%s (reported)", k.Title)
		}
		return errs.T("a reported figure")
	}
	v := words[condition.Over(m.Over)]
	if v == nil {
		return errs.Text{VI: m.Where, EN: m.Where}
	}
	clauses, ok := v.Read(m.Where)
	if !ok {
		return errs.T("%s: by its rule %s", overTitle(m.Over), m.Where)
	}
	return errs.T("%s: %s", overTitle(m.Over), v.Told(clauses))
}

// Value writes what is planned of a part.
func (p *draftPage) Value(part *target.Part) string {
	if part.Planned == nil {
		return "–"
	}
	s := strings.Replace(parts.Decimal(p.Lang, *part.Planned, -1), "-", "−", 1)
	return s + " " + page.Pick(p.Lang, unitTitle(part.Unit))
}

// DirectionTitle names a direction.
func (p *draftPage) DirectionTitle(better string) string {
	return page.Pick(p.Lang, directionTitle(better))
}

// PartTodo is what is to be done of a part; of what is wrong with it with the column that it is of.
func (p *draftPage) PartTodo(code string) (out []errs.Text) {
	for _, f := range p.Todo {
		if f.Part != code {
			continue
		}
		text := f.Text
		if title, known := planbook.FieldTitle(f.Field); known && !f.Later {
			text = errs.T("%s: %s", title, text)
		}
		out = append(out, text)
	}
	return out
}

// PartTodos are what is to be done of a part, in one sentence; nothing where nothing is.
func (p *draftPage) PartTodos(code string) string {
	return page.Pick(p.Lang, errs.Join("; ", p.PartTodo(code)))
}

// HeadTodo is what is to be done of the plan as a whole, and of targets, lists and figures.
func (p *draftPage) HeadTodo() (out []errs.Text) {
	for _, f := range p.Todo {
		if f.Part != "" {
			continue
		}
		text := f.Text
		if title, known := fieldTitles()[f.Field]; known && f.Target == 0 {
			text = errs.T("%s: %s", title, text)
		}
		if f.Target > 0 {
			text = errs.T("target %d: %s", f.Target, text)
		}
		out = append(out, text)
	}
	return out
}

// fieldTitles name the fields of a plan's heading, lists and figures of which something may be said.
func fieldTitles() map[string]errs.Text {
	return map[string]errs.Text{"number": errs.T("plan_edit|Number"), "date": errs.T("Day of issue"),
		"title": errs.T("plan_edit|Title"), "targets": errs.T("Targets"), "body": errs.T("plan_changes|Assignment"),
		"with": errs.T("plan_changes|Assignment"), "task": errs.T("plan_changes|Assignment"),
		"by": errs.T("plan_changes|Reported figure"), "unit": errs.T("plan_changes|Reported figure"),
		"text": errs.T("plan_changes|Solution")}
}

// Missing are the catalogue's targets that the draft does not have.
func (p *draftPage) Missing(group string) (out []*planning.Entry) {
	for _, e := range p.Addable.Of(group) {
		if had, _ := p.Plan.Part(e.Part.Code); had == nil {
			out = append(out, e)
		}
	}
	return out
}

// entry is one of a list of the draft, to be taken out.
type entry struct {
	Year    int
	Version int64
	List    plandrafts.List
	At      int
}

// Entry is an entry of a list of the draft.
func (p *draftPage) Entry(list string, at int) entry {
	return entry{p.Year, p.Version, plandrafts.List(list), at}
}

// HasChange reports whether a target of the draft is a change from a baseline.
func (p *draftPage) HasChange() bool {
	return slices.ContainsFunc(p.Plan.Parts(), func(x *target.Part) bool { return x.Kind == "change" })
}

func editOf(r *http.Request) (in plandrafts.Edit, err error) {
	if in.Year, err = page.PathYear(r); err != nil {
		return in, err
	}
	in.Was, err = page.FormID(r, "version")
	in.Reason = r.PostFormValue("reason")
	return in, err
}

func (h *handlers) change(w http.ResponseWriter, r *http.Request) error {
	in, err := editOf(r)
	if err != nil {
		return err
	}
	ctx, a, d := r.Context(), page.Actor(r), h.desks.PlanDrafts
	to, said := fmt.Sprintf("/plan/%d/draft", in.Year), errs.T("The draft is saved.")
	switch r.PostFormValue("do") {
	case "heading":
		var day date.Date
		if day, err = page.FormDay(r, "date"); err == nil {
			err = d.SetHeading(ctx, a, in, plandrafts.Heading{Number: r.PostFormValue("number"), Date: day,
				Signer: r.PostFormValue("signer"), Title: r.PostFormValue("title"), Goal: r.PostFormValue("goal"),
				Beneficiaries: r.PostFormValue("beneficiaries"), Source: r.PostFormValue("source")})
		}
	case "add":
		err = d.Add(ctx, a, in, r.PostFormValue("code"))
	case "remove":
		err = d.Remove(ctx, a, in, r.PostFormValue("code"))
	case "take_out":
		var at int64
		if at, err = page.FormID(r, "at"); err == nil {
			err = d.TakeOut(ctx, a, in, plandrafts.List(r.PostFormValue("list")), int(at))
		}
		to += "#" + r.PostFormValue("list")
	case "follow":
		var was int64
		if was, err = page.FormID(r, "plan_was"); err == nil {
			err = d.Follow(ctx, a, in, was)
		}
	case "force":
		var was int64
		if was, err = page.FormID(r, "plan_was"); err == nil {
			err = d.PutInForce(ctx, a, in, was)
		}
		to, said = fmt.Sprintf("/plan?year=%d", in.Year), errs.T("The plan of %d is in force.", in.Year)
	case "drop":
		err = d.Drop(ctx, a, in)
		to, said = "/plan", errs.T("The draft is dropped; its versions are kept.")
	default:
		err = errs.New(errs.Invalid, "what shall happen to the draft?")
	}
	if page.Personal(err) && errs.KindOf(err) != errs.Forbidden && errs.KindOf(err) != errs.NotFound {
		return h.draftPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, to, "", said)
}

func (h *handlers) book(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.desks.PlanDrafts.WriteBook(r.Context(), page.Actor(r), year, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("ban-thao-ke-hoach-%d.xlsx", year), out.Bytes())
}

// unitTitle names a unit in a choice.
func unitTitle(unit string) errs.Text {
	if unit == "number" {
		return errs.T("unit|number")
	}
	return plans.UnitTitle(unit)
}

// directionTitle names a direction in a choice.
func directionTitle(better string) errs.Text {
	return map[string]errs.Text{"higher": errs.T("up: at least this"), "lower": errs.T("down: at most this"),
		"below": errs.T("down: below this")}[better]
}

// overTitle names what is counted.
func overTitle(over string) errs.Text {
	return map[string]errs.Text{"household": errs.T("over|households"), "person": errs.T("over|people"),
		"support": errs.T("over|supports given in the year"), "activity": errs.T("over|activities of the year"),
		"report": errs.T("over|a figure that somebody reports")}[over]
}
