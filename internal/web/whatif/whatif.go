package whatif

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/app/files"
	"giamngheo/internal/app/whatif"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type whatIfPage struct {
	page.Page
	*whatif.WhatIf
	Units  []place.Unit
	Error  string
	Values url.Values
	Ran    bool // false: a form that was refused, without a result
	Files  []lawText
	Trial  []files.TrialFile // that can be opened
	Number int
	Pages  int
}

// With is the address of the same simulation with something changed.
func (p *whatIfPage) With(name string, value any) string {
	v := url.Values{}
	for k, all := range p.Values {
		v[k] = all
	}
	v.Set(name, fmt.Sprint(value))
	return "?" + v.Encode()
}

// Move is the address of the households that go from one class to another.
func (p *whatIfPage) Move(from, to poverty.Class) string {
	v := url.Values{}
	for k, all := range p.Values {
		v[k] = all
	}
	v.Set("from", strconv.Itoa(int(from)))
	v.Set("to", strconv.Itoa(int(to)))
	v.Set("list", "1")
	v.Del("page")
	return "?" + v.Encode() + "#list"
}

// lawText is a law file as a person has changed it for a trial.
type lawText struct{ Name, Text string }

// Rows is how many lines of a text a field shows.
func (f lawText) Rows() int { return min(strings.Count(f.Text, "\n")+2, 30) }

// lawField begins the name of a field with a law file's text; what follows is its path.
const lawField = "law:"

// Chosen is what a person chose in a form that was refused, otherwise what was tried.
func (p *whatIfPage) Chosen(name string, tried any) string {
	if !p.Ran && p.Values.Has(name) {
		return p.Values.Get(name)
	}
	return fmt.Sprint(tried)
}

// Held are the choices that no field of the form shows: the list that is open.
func (p *whatIfPage) Held() (out []lawText) {
	for _, name := range []string{"list", "from", "to"} {
		if p.Values.Get("list") == "1" {
			out = append(out, lawText{name, p.Values.Get(name)})
		}
	}
	return out
}

// whatIf tries a standard. A GET tries what an address says; a POST also carries law files that were changed, which no
// address could, and its buttons do what links do otherwise.
func (s *handlers) whatIf(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	if err := r.ParseForm(); err != nil {
		return errs.New(errs.Invalid, "the form cannot be read, or is too large")
	}
	p := &whatIfPage{Units: s.desks.Office.Choices(a, 0), Values: url.Values{}, Ran: true}
	err := s.whatIfFiles(r, p)
	pressed(r)
	for k, v := range r.Form {
		if !strings.HasPrefix(k, lawField) {
			p.Values[k] = v
		}
	}
	var in whatif.Input
	if err == nil {
		in, err = whatIfInput(r)
	}
	if err == nil && !r.Form.Has("standard") {
		in.Standard, err = s.comingStandard()
	}
	for _, f := range p.Files {
		if in.Overlay == nil {
			in.Overlay = map[string]string{}
		}
		in.Overlay[f.Name] = f.Text
	}
	if err == nil {
		p.WhatIf, err = s.desks.Whatif.WhatIf(r.Context(), a, in)
	}
	if page.Personal(err) {
		p.Error, p.Ran = s.shell.Told(w, r, err), false
		p.WhatIf, err = s.desks.Whatif.WhatIf(r.Context(), a, whatif.Input{})
	}
	if err != nil {
		return err
	}
	if chosen := p.Chosen("standard", p.Tried.Code); !slices.ContainsFunc(p.Standards,
		func(st law.Standard) bool { return st.Code == chosen }) {
		// of a file with faults
		p.Standards = append(slices.Clip(p.Standards), law.Standard{Code: chosen,
			Title: errs.Text{VI: chosen, EN: chosen}})
	}
	p.Number = in.Offset/parts.CellsOnPage + 1
	p.Pages = (p.Count + parts.CellsOnPage - 1) / parts.CellsOnPage
	s.shell.Render(w, r, "whatif", errs.T("Simulation: what if"), p)
	return nil
}

// whatIfFiles reads the law files that came with the form, opens the one that is asked for and lists those that can be
// opened. The standard of a file that is opened is the one to try.
func (s *handlers) whatIfFiles(r *http.Request, p *whatIfPage) error {
	for k := range r.PostForm {
		if name, ok := strings.CutPrefix(k, lawField); ok && name != r.PostFormValue("drop") {
			p.Files = append(p.Files, lawText{name, strings.ReplaceAll(r.PostFormValue(k), "\r\n", "\n")})
		}
	}
	slices.SortFunc(p.Files, func(x, y lawText) int { return strings.Compare(x.Name, y.Name) })
	var err error
	if p.Trial, err = s.desks.Files.TrialFiles(); err != nil {
		return err
	}
	name := r.PostFormValue("file")
	if r.PostFormValue("open") == "" || slices.ContainsFunc(p.Files, func(f lawText) bool { return f.Name == name }) {
		return nil
	}
	i := slices.IndexFunc(p.Trial, func(f files.TrialFile) bool { return f.Name == name })
	if i < 0 {
		return errs.New(errs.Invalid, "choose one of the standard's files")
	}
	text, err := s.desks.Library.LawText(name)
	if err != nil {
		return err
	}
	p.Files = append(p.Files, lawText{name, text})
	r.Form.Set("standard", p.Trial[i].Standard)
	return nil
}

// pressed puts what a button of the form stands for among its fields: another place, the households that go from one
// class to another, a page of them.
func pressed(r *http.Request) {
	if v := r.PostFormValue("go"); v != "" {
		r.Form.Set("place", v)
	}
	if from, to, ok := strings.Cut(r.PostFormValue("move"), "-"); ok {
		r.Form.Set("from", from)
		r.Form.Set("to", to)
		r.Form.Set("list", "1")
	}
	if v := r.PostFormValue("turn"); v != "" {
		r.Form.Set("page", v)
	}
	for _, name := range []string{"go", "move", "turn", "open", "drop", "file"} {
		r.Form.Del(name)
	}
}

// comingStandard is the standard that follows the one in force, what people want to try first; empty where none is
// known.
func (s *handlers) comingStandard() (string, error) {
	lib, err := s.desks.Library.Law()
	if err != nil {
		return "", err
	}
	var next *law.Standard
	for i := range lib.Standards {
		st := &lib.Standards[i]
		if st.From > s.desks.Office.Day() && (next == nil || st.From < next.From) {
			next = st
		}
	}
	if next == nil {
		return "", nil
	}
	return next.Code, nil
}

// Now is how many households have a class today, by its place among the classes shown.
func (p *whatIfPage) Now(i int) (n int64) {
	for _, v := range p.Households[parts.ShownClasses[i]] {
		n += v
	}
	return n
}

// Then is how many would have it.
func (p *whatIfPage) Then(i int) (n int64) {
	for _, row := range p.Households {
		n += row[parts.ShownClasses[i]]
	}
	return n
}

func whatIfInput(r *http.Request) (in whatif.Input, err error) {
	in = whatif.Input{Place: place.Code(r.FormValue("place")), Standard: r.FormValue("standard"),
		Share: r.FormValue("share"), List: r.FormValue("list") == "1", Limit: parts.CellsOnPage}
	if in.On, err = page.FormDay(r, "on"); err != nil {
		return in, err
	}
	amount := func(name string) (int64, error) {
		text := strings.NewReplacer(".", "", ",", "", " ", "", "đ", "").Replace(r.FormValue(name))
		if text == "" {
			return 0, nil
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 || n > 1e12 {
			return 0, errs.New(errs.Invalid, "“%s” is no amount", r.FormValue(name))
		}
		return n, nil
	}
	rural, err := amount("rural")
	if err != nil {
		return in, err
	}
	urban, err := amount("urban")
	if err != nil {
		return in, err
	}
	cutoff, err := amount("cutoff")
	if err != nil {
		return in, err
	}
	in.Rural, in.Urban, in.Cutoff = household.Dong(rural), household.Dong(urban), cutoff
	for k := range r.Form {
		if code, ok := strings.CutPrefix(k, "w-"); ok && strings.TrimSpace(r.FormValue(k)) != "" {
			if in.Weights == nil {
				in.Weights = map[string]string{}
			}
			in.Weights[code] = r.FormValue(k)
		}
	}
	from, _ := strconv.Atoi(r.FormValue("from"))
	to, _ := strconv.Atoi(r.FormValue("to"))
	pageNo, _ := strconv.Atoi(r.FormValue("page"))
	in.From, in.To, in.Offset = poverty.Class(min(max(from, 0), 4)), poverty.Class(min(max(to, 0), 4)),
		max(pageNo-1, 0)*parts.CellsOnPage
	return in, nil
}

// Cell is how many households go from one class to another.
func (p *whatIfPage) Cell(from, to poverty.Class) int64 { return p.Households[from][to] }

// LineOf is the tried standard's income line of an area.
func (p *whatIfPage) LineOf(area int) int64 { return int64(p.Tried.Line(place.Area(area))) }
