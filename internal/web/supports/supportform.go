package supports

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/means"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type supportFormPage struct {
	page.Page
	Form        *supports.SupportForm
	Values      map[string]string
	Faults      map[string]string
	Findings    []programme.Finding
	Overrulable bool // all of them, by this person
	Others      bool // all of them, by somebody else
	Replaces    int64
	Draft       string
	Error       string
	Found       []snapshot.Item
	Looked      bool
	Communes    []place.Unit
	Needs       []supports.Need
	Given       []supports.SupportShown
	Payers      *means.Payers // lines that can pay it; nil: no kind is chosen
	status      int           // of a form that comes back
}

// detailField is the field of a detail, in the template "detail_field".
type detailField struct {
	programme.Detail
	Field parts.FormField
}

// Detail is the field of a detail.
func (p *supportFormPage) Detail(d programme.Detail) detailField {
	f := parts.Input("d_"+d.Code, page.Pick(p.Lang, d.Title), p.Values["d_"+d.Code])
	f.Most, f.Required, f.Starred, f.Wrong, f.Hint = 300, d.Required, d.Required, p.Faults["d_"+d.Code], d.Cite
	switch d.Type {
	case "int", "money":
		f.Mode = "numeric"
	case "date":
		f.Holder = "31/12/2024"
	}
	return detailField{d, f}
}

// Main are the details that every support of the kind should have; Goods those of what is handed out instead of money.
func (p *supportFormPage) Main() []programme.Detail { return p.details(false) }

// Goods are the details of goods.
func (p *supportFormPage) Goods() []programme.Detail { return p.details(true) }

func (p *supportFormPage) details(goods bool) (out []programme.Detail) {
	for _, d := range p.Form.Details {
		if strings.HasPrefix(d.Code, "goods_") == goods {
			out = append(out, d)
		}
	}
	return out
}

// Of is the detail that a norm bounds, empty for the amount.
func (p *supportFormPage) Of(code string) errs.Text {
	for _, d := range p.Form.Details {
		if d.Code == code {
			return d.Title
		}
	}
	return errs.Text{}
}

// Answers names the deprivations of the household that a kind answers.
func (p *supportFormPage) Answers(kind string) (out []errs.Text) {
	for _, n := range p.Needs {
		for _, k := range n.Kinds {
			if k.Code == kind {
				out = append(out, n.Title)
			}
		}
	}
	return out
}

// Last is the last support of a kind that the household received and that counts; nil: none.
func (p *supportFormPage) Last(kind string) *supports.SupportShown {
	for i := range p.Given {
		if p.Given[i].Kind == kind && p.Given[i].State == programme.Valid {
			return &p.Given[i]
		}
	}
	return nil
}

// Reason is what was typed as the reason for overruling a finding.
func (p *supportFormPage) Reason(code string) string { return p.Values["overrule_"+code] }

// fieldOf is the field of the form beside which a finding stands.
var fieldOf = map[string]string{programme.FutureDay: "day", programme.OutsideProgramme: "day",
	programme.BeforeRecognition: "day", programme.ActivityDay: "day", programme.OutsideGroup: "member",
	programme.GroupUnknown: "member", programme.MemberUnknown: "member", programme.OverNorm: "amount",
	programme.NormUnknown: "amount", programme.NoNorm: "amount", programme.BadAmount: "amount",
	programme.BadQuantity: "quantity", programme.BadSource: "source", programme.CarryOver: "source",
	programme.NoActivity: "activity", programme.NotApproved: "activity", programme.ActivityClosed: "activity",
	programme.ActivityFull: "activity", programme.Twice: "content", programme.Duplicate: "content"}

// readSupport reads the form of a support. What cannot be read is a fault of its field.
func (s *handlers) readSupport(r *http.Request) (in supports.SupportInput, values, faults map[string]string,
	err error) {
	values, faults = map[string]string{}, map[string]string{}
	if err := r.ParseForm(); err != nil {
		return in, nil, nil, errs.New(errs.Invalid, "the form cannot be read; reload and send it again")
	}
	for name := range r.PostForm {
		values[name] = strings.TrimSpace(norm.NFC.String(r.PostForm.Get(name)))
	}
	if in.Household, err = page.FormID(r, "household"); err != nil {
		return in, nil, nil, err
	}
	if in.Replaces, err = page.FormID(r, "replaces"); err != nil {
		return in, nil, nil, err
	}
	fault := func(name string, err error) {
		var e *errs.Error
		if page.AsError(err, &e) {
			faults[name] = page.Pick(page.Lang(r), e.Text())
		}
	}
	in.Kind, in.Commune, in.Source, in.Content, in.Evidence, in.Note = values["kind"], place.Code(values["commune"]),
		values["source"], values["content"], values["evidence"], values["note"]
	var amount, member int64
	in.Day, err = page.FormDay(r, "day")
	fault("day", err)
	in.Quantity, err = s.shell.FormAmount(r, "quantity")
	fault("quantity", err)
	amount, err = s.shell.FormAmount(r, "amount")
	fault("amount", err)
	member, err = page.FormID(r, "member")
	fault("member", err)
	in.Activity, err = page.FormID(r, "activity")
	fault("activity", err)
	in.Amount, in.Member = household.Dong(amount), int(min(member, 1<<16))
	if in.Day.IsZero() && faults["day"] == "" {
		faults["day"] = page.Pick(page.Lang(r), errs.T("give the day, for example 2024-12-31"))
	}
	in.Details, in.Overrules = map[string]string{}, map[string]string{}
	for name, v := range values {
		if code, ok := strings.CutPrefix(name, "d_"); ok && v != "" {
			in.Details[code] = v
		}
		if code, ok := strings.CutPrefix(name, "overrule_"); ok && v != "" {
			in.Overrules[code] = v
		}
	}
	return in, values, faults, nil
}

func (s *handlers) newSupport(w http.ResponseWriter, r *http.Request) error {
	p := &supportFormPage{Values: map[string]string{}, Faults: map[string]string{}}
	q := supports.SupportFormQuery{Kind: r.FormValue("kind"), Commune: place.Code(r.FormValue("commune"))}
	var err error
	if q.Household, err = page.FormID(r, "household"); err != nil {
		return err
	}
	if q.Day, err = page.FormDay(r, "day"); err != nil {
		return err
	}
	if p.Replaces, err = page.FormID(r, "replaces"); err != nil {
		return err
	}
	for _, name := range []string{"member", "activity", "day"} {
		p.Values[name] = r.FormValue(name)
	}
	if p.Replaces != 0 {
		v, err := s.desks.Supports.Support(r.Context(), page.Actor(r), p.Replaces)
		if err != nil {
			return err
		}
		q = supports.SupportFormQuery{Household: v.Household, Commune: v.Commune, Kind: v.Kind, Day: v.Day}
		fillSupport(p.Values, &v.Support.Support)
	}
	return s.supportForm(w, r, q, p)
}

// findReceiver looks for the household that receives a support: by a form, for names and numbers of people belong in no
// address.
func (s *handlers) findReceiver(w http.ResponseWriter, r *http.Request) error {
	text := strings.TrimSpace(r.PostFormValue("with"))
	p := &supportFormPage{Values: map[string]string{"with": text, "activity": r.PostFormValue("activity")},
		Faults: map[string]string{}}
	const mostFound = 10
	var l *register.Listed
	var err error = errs.New(errs.Invalid, "give the head's name or the household's code")
	if text != "" {
		l, err = s.desks.Register.SearchNumber(r.Context(), page.Actor(r),
			register.ListInput{Query: snapshot.Query{Text: text, Limit: mostFound}})
	}
	if err == nil {
		p.Found, p.Looked = l.Items, true
	} else if !page.Sought(err) {
		return err
	}
	p.Error = s.shell.Told(w, r, err)
	return s.supportForm(w, r, supports.SupportFormQuery{}, p)
}

// fillSupport puts a recorded support into the form that corrects it.
func fillSupport(values map[string]string, v *programme.Support) {
	values["member"], values["activity"] = page.NumberOrNone(int64(v.Member)), page.NumberOrNone(v.Activity)
	values["day"], values["quantity"], values["amount"] = v.Day.Vietnamese(), strconv.FormatInt(v.Quantity, 10),
		page.NumberOrNone(int64(v.Amount))
	values["source"], values["content"], values["evidence"], values["note"] = v.Source, v.Content, v.Evidence, v.Note
	for code, text := range v.Details {
		values["d_"+code] = text
	}
}

// supportDraft names the draft of a form.
func supportDraft(household int64, commune place.Code, kind string, replaces int64) string {
	if replaces != 0 {
		return fmt.Sprintf("support-correct-%d", replaces)
	}
	if household != 0 {
		commune = ""
	}
	return fmt.Sprintf("support-%d-%s-%s", household, commune, kind)
}

// supportForm shows the form, or the step before it: for whom, which kind.
func (s *handlers) supportForm(w http.ResponseWriter, r *http.Request, q supports.SupportFormQuery,
	p *supportFormPage) error {
	a := page.Actor(r)
	f, err := s.desks.Supports.SupportForm(r.Context(), a, q)
	if err != nil {
		return err
	}
	p.Form, p.Communes, p.Nav = f, s.desks.Supports.SupportCommunes(a), "supports"
	if q.Household != 0 {
		if p.Needs, err = s.desks.Supports.Needs(r.Context(), a, q.Household); err != nil {
			return err
		}
		if p.Given, err = s.desks.Supports.SupportsOf(r.Context(), a, q.Household); err != nil {
			return err
		}
	}
	if f.Kind != nil {
		if p.Payers, err = s.payers(r, f.Unit.Code, f.Node, f.Day); err != nil {
			return err
		}
	}
	if p.Values["day"] == "" {
		p.Values["day"] = f.Day.Vietnamese()
	}
	if p.Values["quantity"] == "" && p.Faults["quantity"] == "" {
		p.Values["quantity"] = "1"
	}
	if len(f.Activities) == 1 && f.Kind != nil && f.Kind.Activity != "" && p.Values["activity"] == "" {
		p.Values["activity"] = strconv.FormatInt(f.Activities[0].ID, 10)
	}
	p.Draft = supportDraft(q.Household, q.Commune, q.Kind, p.Replaces)
	title := errs.T("Record a support")
	switch {
	case p.Replaces != 0:
		title = errs.T("Correct support no. %d", p.Replaces)
	case f.Kind != nil:
		title = errs.T("Record: %s", f.Kind.Name)
	}
	if p.status != 0 {
		w.WriteHeader(p.status)
	}
	s.shell.Render(w, r, "support_form", title, p)
	return nil
}

// payers are the lines that can pay what a project gives in a commune.
func (s *handlers) payers(r *http.Request, commune place.Code, node *programme.Node, day date.Date) (*means.Payers,
	error) {
	code := ""
	if node != nil {
		code = node.Code
	}
	return s.desks.Means.Payers(r.Context(), page.Actor(r), commune, code, day)
}

// left says what the lines of the chosen fund have left, while the form is filled in.
func (s *handlers) left(r *http.Request, in *supports.SupportInput) string {
	q := supports.SupportFormQuery{Household: in.Household, Commune: in.Commune, Kind: in.Kind, Day: in.Day}
	if q.Household != 0 {
		q.Commune = ""
	}
	f, err := s.desks.Supports.SupportForm(r.Context(), page.Actor(r), q)
	if err != nil || f.Kind == nil {
		return ""
	}
	p, err := s.payers(r, f.Unit.Code, f.Node, f.Day)
	if err != nil {
		return ""
	}
	return page.Pick(page.Lang(r), p.Says(in.Source, in.Amount))
}

func (s *handlers) recordSupport(w http.ResponseWriter, r *http.Request) error {
	in, values, faults, err := s.readSupport(r)
	if err != nil {
		return err
	}
	p := &supportFormPage{Values: values, Faults: faults, Replaces: in.Replaces}
	if len(faults) == 0 {
		v, err := s.desks.Supports.RecordSupport(r.Context(), page.Actor(r), in)
		if err == nil {
			return page.Done(w, r, fmt.Sprintf("/supports/%d", v.ID),
				supportDraft(in.Household, place.Code(values["commune"]), in.Kind, in.Replaces),
				errs.T("The support is recorded."))
		}
		if page.Waits(err) {
			return err
		}
		if err := s.refused(r, &in, p, err); err != nil {
			return err
		}
	} else {
		p.Error = page.Pick(page.Lang(r), errs.T("Not recorded: correct the marked fields. Nothing is lost."))
	}
	p.status = http.StatusUnprocessableEntity
	q := supports.SupportFormQuery{Household: in.Household, Commune: in.Commune, Kind: in.Kind, Day: in.Day}
	if q.Household != 0 {
		q.Commune = ""
	}
	return s.supportForm(w, r, q, p)
}

// refused puts into the form what stood against a support. What was overruled already is asked again, so that it is
// not lost where something else still stands against it.
func (s *handlers) refused(r *http.Request, in *supports.SupportInput, p *supportFormPage, err error) error {
	var why *supports.Refusal
	var e *errs.Error
	switch {
	case errors.As(err, &why):
	case page.Personal(err):
		page.AsError(err, &e)
		p.Error, why = page.Pick(page.Lang(r), e.Text()), &supports.Refusal{}
	default:
		return err
	}
	if len(in.Overrules) > 0 {
		plain := *in
		plain.Overrules = nil
		found, err := s.desks.Supports.CheckSupport(r.Context(), page.Actor(r), plain)
		if err != nil && !page.Personal(err) {
			return err
		}
		why = &supports.Refusal{Findings: found}
	}
	p.Findings = why.Findings
	may := s.desks.Office.May(page.Actor(r), access.OverruleSupports)
	p.Overrulable, p.Others = len(p.Findings) > 0 && why.Overrulable() && may, len(p.Findings) > 0 &&
		why.Overrulable() && !may
	for _, f := range p.Findings {
		if name := fieldOf[f.Code]; name != "" {
			p.Faults[name] = page.Pick(page.Lang(r), f.Text)
		}
	}
	return nil
}

// checkSupport answers the form while it is being filled in.
func (s *handlers) checkSupport(w http.ResponseWriter, r *http.Request) error {
	in, _, faults, err := s.readSupport(r)
	if err != nil {
		return err
	}
	if len(faults) == 0 {
		found, err := s.desks.Supports.CheckSupport(r.Context(), page.Actor(r), in)
		var said *errs.Error
		if page.Personal(err) && page.AsError(err, &said) { // what cannot be looked at is not said to be well
			faults["activity"] = page.Pick(page.Lang(r), said.Text())
		} else if err != nil {
			return err
		}
		for _, f := range found {
			if name := fieldOf[f.Code]; name != "" {
				faults[name] = page.Pick(page.Lang(r), f.Text)
			}
		}
		s.checkDetails(r, &in, faults)
	}
	type fault struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	}
	out := struct {
		Faults []fault `json:"faults"`
		Live   string  `json:"live"`
	}{Faults: []fault{}, Live: s.left(r, &in)}
	for _, name := range slices.Sorted(maps.Keys(faults)) { // the same form is answered with the same words
		out.Faults = append(out.Faults, fault{name, faults[name]})
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(out)
}

// checkDetails puts what is wrong with the kind's own details beside their fields.
func (s *handlers) checkDetails(r *http.Request, in *supports.SupportInput, faults map[string]string) {
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return
	}
	k := c.Kind(in.Kind)
	if k == nil {
		return
	}
	for _, d := range k.DetailsOn(in.Day) {
		if t := d.Wrong(in.Details[d.Code]); t.VI != "" {
			faults["d_"+d.Code] = page.Pick(page.Lang(r), t)
		}
	}
}
