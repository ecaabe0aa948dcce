package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
)

type whatIfPage struct {
	Page
	*app.WhatIf
	Units  []place.Unit
	Error  string
	Values url.Values
	Ran    bool
	Query  string
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

func (s *Server) whatIf(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	if err := r.ParseForm(); err != nil {
		return notThere()
	}
	p := &whatIfPage{Units: s.office.Choices(a, 0), Values: url.Values{}, Ran: true}
	for k, v := range r.Form {
		p.Values[k] = v
	}
	in, err := whatIfInput(r)
	if err == nil && !r.Form.Has("standard") {
		in.Standard, err = s.comingStandard()
	}
	if err == nil {
		p.WhatIf, err = s.office.WhatIf(r.Context(), a, in)
	}
	if personal(err) {
		p.Error = s.told(w, r, err)
		p.WhatIf, err = s.office.WhatIf(r.Context(), a, app.WhatIfInput{})
	}
	if err != nil {
		return err
	}
	p.Number = in.Offset/cellsOnPage + 1
	p.Pages = (p.Count + cellsOnPage - 1) / cellsOnPage
	p.Nav = "reviews"
	s.render(w, r, "whatif", errs.Text{VI: "Thử nghiệm chuẩn nghèo", EN: "What if"}, p)
	return nil
}

// comingStandard is the standard that follows the one in force, what people want to try first; empty where none is known.
func (s *Server) comingStandard() (string, error) {
	lib, err := s.office.Law()
	if err != nil {
		return "", err
	}
	var next *law.Standard
	for i := range lib.Standards {
		st := &lib.Standards[i]
		if st.From > s.office.Day() && (next == nil || st.From < next.From) {
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
	for _, v := range p.Households[shownClasses[i]] {
		n += v
	}
	return n
}

// Then is how many would have it.
func (p *whatIfPage) Then(i int) (n int64) {
	for _, row := range p.Households {
		n += row[shownClasses[i]]
	}
	return n
}

func whatIfInput(r *http.Request) (in app.WhatIfInput, err error) {
	in = app.WhatIfInput{Place: place.Code(r.FormValue("place")), Standard: r.FormValue("standard"), Share: r.FormValue("share"), List: r.FormValue("list") == "1", Limit: cellsOnPage}
	if in.On, err = formDay(r, "on"); err != nil {
		return in, err
	}
	amount := func(name string) (int64, error) {
		text := strings.NewReplacer(".", "", ",", "", " ", "", "đ", "").Replace(r.FormValue(name))
		if text == "" {
			return 0, nil
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 || n > 1e12 {
			return 0, errs.New(errs.Invalid, "“"+r.FormValue(name)+"” không phải số tiền", "“"+r.FormValue(name)+"” is no amount")
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
	page, _ := strconv.Atoi(r.FormValue("page"))
	in.From, in.To, in.Offset = poverty.Class(min(max(from, 0), 4)), poverty.Class(min(max(to, 0), 4)), max(page-1, 0)*cellsOnPage
	return in, nil
}

// Cell is how many households go from one class to another.
func (p *whatIfPage) Cell(from, to poverty.Class) int64 { return p.Households[from][to] }

// LineOf is the tried standard's income line of an area.
func (p *whatIfPage) LineOf(area int) int64 { return int64(p.Tried.Line(place.Area(area))) }
