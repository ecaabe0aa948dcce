package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
)

type resultsPage struct {
	Page
	Year      int
	Tables    []app.TableShown
	Announced []app.Announced
	Place     place.Unit
	Units     []place.Unit
	Reviews   []store.Review
	Can       struct{ Announce, Export bool }
	Error     string
}

func pathYear(r *http.Request) (int, error) {
	y, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || y < 2000 || y > 2100 {
		return 0, notThere()
	}
	return y, nil
}

func (s *Server) showResults(w http.ResponseWriter, r *http.Request) error {
	return s.resultsPage(w, r, nil)
}

func (s *Server) resultsPage(w http.ResponseWriter, r *http.Request, failed error) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	a := actor(r)
	p := &resultsPage{Year: year, Units: s.office.Choices(a, 0)}
	if p.Tables, err = s.office.ReviewTables(r.Context(), a, year, place.Code(r.FormValue("place"))); err != nil {
		return err
	}
	p.Place = p.Tables[0].Place
	if p.Announced, err = s.office.Results(r.Context(), a, year); err != nil {
		return err
	}
	if p.Reviews, err = s.office.Reviews(r.Context(), a); err != nil {
		return err
	}
	p.Can.Announce, p.Can.Export = s.office.May(a, access.AnnounceReviews), s.office.May(a, access.ExportHouseholds)
	p.Nav, p.Error = "reviews", s.told(w, r, failed)
	s.render(w, r, "results", errs.Text{VI: fmt.Sprintf("Kết quả rà soát năm %d – %s", year, p.Place.FullName), EN: fmt.Sprintf("Result of the review of %d – %s", year, p.Place.FullName)}, p)
	return nil
}

func (s *Server) announce(w http.ResponseWriter, r *http.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	err = s.office.Announce(r.Context(), actor(r), year, r.FormValue("stage"))
	if personal(err) {
		return s.resultsPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/results/%d", year), "", "Đã lưu số liệu công bố; lần công bố trước vẫn giữ", "The figures are kept beside those announced before")
}

type tablePage struct {
	Page
	*app.TableShown
	Units []place.Unit
	All   []app.TableShown
	List  []*app.ListedHousehold
	Class poverty.Class
	More  bool
	Names []errs.Text
}

// listTitle names a detailed list.
func listTitle(no int) errs.Text {
	if no == 14 {
		return errs.Text{VI: "Danh sách chi tiết hộ cận nghèo", EN: "List of near-poor households"}
	}
	return errs.Text{VI: "Danh sách chi tiết hộ nghèo", EN: "List of poor households"}
}

func listClass(no int) poverty.Class {
	if no == 14 {
		return poverty.NearPoor
	}
	return poverty.Poor
}

// mostOnPage is how many households of a detailed list a page shows; the workbook has all.
const mostOnPage = 200

var errEnough = fmt.Errorf("enough")

func (s *Server) showTable(w http.ResponseWriter, r *http.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(r.PathValue("no"))
	if err != nil || no < 1 || no > 15 {
		return notThere()
	}
	a, unit := actor(r), place.Code(r.FormValue("place"))
	p := &tablePage{Units: s.office.Choices(a, 0)}
	if p.All, err = s.office.ReviewTables(r.Context(), a, year, unit); err != nil {
		return err
	}
	p.TableShown = &p.All[min(no, 13)-1]
	title := p.TableShown.Title
	if no > 13 {
		one := *p.TableShown
		one.No, one.Title = no, listTitle(no)
		p.TableShown, p.Class, title = &one, listClass(no), one.Title
		for _, in := range s.office.Standard().Indicators {
			p.Names = append(p.Names, in.Title)
		}
		err := s.office.DetailedList(r.Context(), a, year, unit, p.Class, func(l *app.ListedHousehold) error {
			if len(p.List) == mostOnPage {
				p.More = true
				return errEnough
			}
			p.List = append(p.List, l)
			return nil
		})
		if err != nil && !p.More {
			return err
		}
	}
	p.Nav = "reviews"
	s.render(w, r, "table", errs.Text{VI: fmt.Sprintf("Biểu %d. %s", no, title.VI), EN: fmt.Sprintf("Table %d. %s", no, title.EN)}, p)
	return nil
}

func (s *Server) tablesBook(w http.ResponseWriter, r *http.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.office.WriteTables(r.Context(), actor(r), year, place.Code(r.FormValue("place")), &b); err != nil {
		return err
	}
	return download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", fmt.Sprintf("bieu-ra-soat-%d.xlsx", year), b.Bytes())
}

type cellPage struct {
	Page
	*app.CellShown
	Number, Pages int
	With          func(page int) string
	Title         string
}

const cellsOnPage = 50

func (s *Server) showCell(w http.ResponseWriter, r *http.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(r.FormValue("page"))
	n = max(n, 1)
	c, err := s.office.ReviewCell(r.Context(), actor(r), app.CellInput{Year: year, Place: place.Code(r.FormValue("place")), Code: r.FormValue("code"), Offset: (n - 1) * cellsOnPage, Limit: cellsOnPage})
	if err != nil {
		return err
	}
	p := &cellPage{CellShown: c, Number: n, Pages: (c.Count + cellsOnPage - 1) / cellsOnPage}
	query := url.Values{"place": {r.FormValue("place")}, "code": {r.FormValue("code")}, "title": {r.FormValue("title")}}
	p.With = func(page int) string {
		query.Set("page", strconv.Itoa(page))
		return "?" + query.Encode()
	}
	p.Nav = "reviews"
	title := r.FormValue("title")
	if title == "" || len(title) > 300 {
		title = r.FormValue("code")
	}
	s.render(w, r, "cell", errs.Text{VI: title + " – " + c.Place.FullName, EN: title + " – " + c.Place.FullName}, p)
	return nil
}

type qualityPage struct {
	Page
	*app.Quality
	Campaign int64
	Error    string
}

func (s *Server) showQuality(w http.ResponseWriter, r *http.Request) error {
	return s.qualityPage(w, r, nil)
}

func (s *Server) qualityPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	q, err := s.office.ReviewQuality(r.Context(), actor(r), id, place.Code(r.FormValue("place")))
	if err != nil {
		return err
	}
	p := &qualityPage{Quality: q, Campaign: id}
	p.Nav, p.Error = "reviews", s.told(w, r, failed)
	s.render(w, r, "quality", errs.Text{VI: "Kiểm tra chất lượng – " + q.Unit.FullName, EN: "Quality – " + q.Unit.FullName}, p)
	return nil
}

// bunches are the groups of a line, the page's own commune and what is unusual first.
type bunches struct{ First, Rest []review.Bunch }

// Split tells the groups of a line that are to be looked at from the others.
func (p *qualityPage) Split(l app.Line) (b bunches) {
	for _, g := range l.Groups {
		switch {
		case g.Group == p.Unit.FullName:
			b.First = slices.Insert(b.First, 0, g)
		case g.Grade == review.Strange && g.Group != "" && len(b.First) < mostBunches:
			b.First = append(b.First, g)
		default:
			b.Rest = append(b.Rest, g)
		}
	}
	return b
}

// mostBunches is how many unusual groups stand open beside the commune's own.
const mostBunches = 3

func (s *Server) drawSample(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	err = s.office.DrawSample(r.Context(), actor(r), id, place.Code(r.FormValue("place")))
	if personal(err) {
		return s.qualityPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/reviews/%d/quality?place=%s", id, queryEscape(r.FormValue("place"))), "", "Đã rút mẫu phúc tra", "The sample is drawn")
}

func (s *Server) verifySample(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	h, err := formID(r, "household")
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(r.FormValue("class"))
	err = s.office.VerifySample(r.Context(), actor(r), id, place.Code(r.FormValue("place")), h, poverty.Class(min(max(n, 0), 4)), r.FormValue("note"))
	if personal(err) {
		return s.qualityPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/reviews/%d/quality?place=%s", id, queryEscape(r.FormValue("place"))), "", "Đã ghi kết quả phúc tra", "Recorded")
}

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

type adoptPage struct {
	Page
	Error string
	Today date.Date
}

func (s *Server) showAdopt(w http.ResponseWriter, r *http.Request) error {
	return s.adoptPage(w, r, nil)
}

func (s *Server) adoptPage(w http.ResponseWriter, r *http.Request, failed error) error {
	if !s.office.May(actor(r), access.AnnounceReviews) {
		return s.office.Refuse()
	}
	p := &adoptPage{Today: s.office.Day()}
	p.Nav, p.Error = "reviews", s.told(w, r, failed)
	s.render(w, r, "adopt", errs.Text{VI: "Tiếp nhận kết quả rà soát đã công bố", EN: "Take over a review's result"}, p)
	return nil
}

func (s *Server) adopt(w http.ResponseWriter, r *http.Request) error {
	day, err := formDay(r, "on")
	n := 0
	if err == nil {
		n, err = s.office.AdoptReview(r.Context(), actor(r), day.Year(), day, r.FormValue("basis"))
	}
	if personal(err) {
		return s.adoptPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/results/%d", day.Year()), "", fmt.Sprintf("Đã tiếp nhận: %d hộ được công nhận", n), fmt.Sprintf("Taken over: %d households", n))
}

// Cell is how many households go from one class to another.
func (p *whatIfPage) Cell(from, to poverty.Class) int64 { return p.Households[from][to] }

// LineOf is the tried standard's income line of an area.
func (p *whatIfPage) LineOf(area int) int64 { return int64(p.Tried.Line(place.Area(area))) }

// CountWide is the number of households as a figure.
func (p *cellPage) CountWide() int64 { return int64(p.Count) }

// RowNo numbers the units of a table, once where a unit has several lines.
func (p *tablePage) RowNo(i int) string {
	lines := max(len(p.Lines), 1)
	if i%lines != 0 {
		return ""
	}
	return strconv.Itoa(i/lines + 1)
}

// FirstLine reports whether a row is the first of its unit's lines.
func (p *tablePage) FirstLine(i int) bool { return i%max(len(p.Lines), 1) == 0 }

// ColumnTitle names a column with its group, for the page of the households behind a figure.
func (p *tablePage) ColumnTitle(j int) string {
	c := p.Columns[j]
	title := pick(p.Lang, c.Title)
	if g := pick(p.Lang, c.Group); g != "" {
		title = g + ": " + title
	}
	return title
}

// Moved names how a household of a detailed list came to its class.
func (p *tablePage) Moved(m string) errs.Text { return app.MovementTitle(m) }
