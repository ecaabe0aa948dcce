package results

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type resultsPage struct {
	page.Page
	Year      int
	Tables    []results.TableShown
	Lists     []review.DetailedList
	Announced []results.Announced
	Place     place.Unit
	Units     []place.Unit
	Reviews   []reviewrows.Review
	Standing  *results.Standing
	Since     *reviews.Count        // of today, where they are not those of the final result any more
	Above     map[place.Code]string // names of the units above those
	Silent    []place.Unit          // communes of which nothing is decided: to be ticked
	Can       struct{ Announce, Export bool }
	Error     string
}

// Ticked are the codes of the communes that a form names.
func (p *resultsPage) Ticked() string {
	codes := make([]string, len(p.Silent))
	for i, u := range p.Silent {
		codes[i] = string(u.Code)
	}
	return strings.Join(codes, ",")
}

// SilentNames are the communes of which nothing is decided, one text a district: names repeat from one to the next.
func (p *resultsPage) SilentNames() (out []string) {
	var last place.Code
	for _, u := range p.Silent {
		name := u.FullName
		if above := p.Above[u.Parent]; len(out) > 0 && u.Parent == last {
			out[len(out)-1] += ", " + name
			continue
		} else if above != "" {
			name = above + ": " + name
		}
		out, last = append(out, name), u.Parent
	}
	return out
}

func (s *handlers) showResults(w http.ResponseWriter, r *http.Request) error {
	return s.resultsPage(w, r, nil)
}

func (s *handlers) resultsPage(w http.ResponseWriter, r *http.Request, failed error) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	p := &resultsPage{Year: year, Units: s.desks.Office.Choices(a, 0)}
	if p.Tables, err = s.desks.Results.ReviewTables(r.Context(), a, year,
		place.Code(r.FormValue("place"))); err != nil {
		return err
	}
	if p.Lists, err = s.desks.Results.DetailedLists(year); err != nil {
		return err
	}
	p.Place = p.Tables[0].Place
	if p.Standing, err = s.desks.Results.StandingOf(r.Context(), a, year, p.Place.Code); err != nil {
		return err
	}
	if p.Since, err = s.desks.Results.SinceFinal(r.Context(), p.Standing); err != nil {
		return err
	}
	var silent *results.SilentError
	if errors.As(failed, &silent) {
		p.Silent, p.Above, failed = silent.Communes, map[place.Code]string{}, nil
		for _, u := range p.Silent {
			if p.Above[u.Parent] = ""; u.Parent != s.desks.Office.ProvinceCode() {
				p.Above[u.Parent] = s.desks.Office.Unit(u.Parent).FullName
			}
		}
	}
	if p.Announced, err = s.desks.Results.Results(r.Context(), a, year); err != nil {
		return err
	}
	if p.Reviews, err = s.desks.Results.Reviews(r.Context(), a); err != nil {
		return err
	}
	p.Can.Announce, p.Can.Export = s.desks.Office.May(a, access.AnnounceReviews),
		s.desks.Office.May(a, access.ExportHouseholds)
	p.Error = s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "results", errs.T("Result of the review of %d – %s", year, p.Place.FullName), p)
	return nil
}

func (s *handlers) announce(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	var without []place.Code
	if r.FormValue("silent") != "" {
		for code := range strings.SplitSeq(r.FormValue("without"), ",") {
			without = append(without, place.Code(code))
		}
	}
	err = s.desks.Results.Announce(r.Context(), page.Actor(r), year, review.State(r.FormValue("stage")), without...)
	var silent *results.SilentError
	if page.Personal(err) || errors.As(err, &silent) {
		return s.resultsPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/results/%d", year), "",
		errs.T("The figures are kept beside those announced before"))
}

type tablePage struct {
	page.Page
	*results.TableShown
	Units []place.Unit
	All   []results.TableShown
	List  []*results.ListedHousehold
	Class poverty.Class
	More  bool
	Names []errs.Text
}

// mostOnPage is how many households of a detailed list a page shows; the workbook has all.
const mostOnPage = 200

var errEnough = fmt.Errorf("enough")

func (s *handlers) showTable(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(r.PathValue("no"))
	if err != nil || no < 1 {
		return page.NotThere()
	}
	lists, err := s.desks.Results.DetailedLists(year)
	if err != nil {
		return err
	}
	p := &tablePage{Units: s.desks.Office.Choices(page.Actor(r), 0)}
	if p.All, err = s.desks.Results.ReviewTables(r.Context(), page.Actor(r), year,
		place.Code(r.FormValue("place"))); err != nil {
		return err
	}
	list := slices.IndexFunc(lists, func(l review.DetailedList) bool { return l.No == no })
	switch {
	case list >= 0:
		if err := s.listPage(r, p, lists[list]); err != nil {
			return err
		}
	case no > len(p.All):
		return page.NotThere()
	default:
		p.TableShown = &p.All[no-1]
	}
	title := p.TableShown.Title
	s.shell.Render(w, r, "table", errs.T("Table %d. %s", no, title), p)
	return nil
}

// listPage fills in the first households of a list, under the head of the other tables.
func (s *handlers) listPage(r *http.Request, p *tablePage, list review.DetailedList) error {
	one := p.All[len(p.All)-1]
	one.No, one.Title = list.No, list.Title
	p.TableShown, p.Class = &one, list.Class
	for _, in := range s.desks.Book.Standard().Indicators {
		p.Names = append(p.Names, in.Title)
	}
	unit := place.Code(r.FormValue("place"))
	err := s.desks.Results.DetailedList(r.Context(), page.Actor(r), one.Year, unit, p.Class,
		func(l *results.ListedHousehold) error {
			if len(p.List) == mostOnPage {
				p.More = true
				return errEnough
			}
			p.List = append(p.List, l)
			return nil
		})
	if p.More {
		return nil
	}
	return err
}

func (s *handlers) tablesBook(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.desks.Results.WriteTables(r.Context(), page.Actor(r), year, place.Code(r.FormValue("place")),
		&b); err != nil {
		return err
	}
	return page.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		fmt.Sprintf("bieu-ra-soat-%d.xlsx", year), b.Bytes())
}

// newest leads to the newest review that has a result or is under way; to the reviews where there is none.
func (s *handlers) newest(w http.ResponseWriter, r *http.Request) error {
	all, err := s.desks.Results.Reviews(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	to := "/reviews"
	if len(all) > 0 {
		to = fmt.Sprintf("/results/%d", all[0].Year)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

type cellPage struct {
	page.Page
	*results.CellShown
	parts.Pager
	Title string
}

func (s *handlers) showCell(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	in := results.CellInput{Year: year, Place: place.Code(r.FormValue("place")), Code: r.FormValue("code"),
		Offset: parts.Offset(r), Limit: parts.PageRows}
	c, err := s.desks.Results.ReviewCell(r.Context(), page.Actor(r), in)
	if err != nil {
		return err
	}
	p := &cellPage{CellShown: c, Pager: parts.NewPager(r, "", c.Count)}
	title := r.FormValue("title")
	if title == "" || len(title) > 300 {
		title = r.FormValue("code")
	}
	s.shell.Render(w, r, "cell", errs.Text{VI: title + " – " + c.Place.FullName, EN: title + " – " + c.Place.FullName},
		p)
	return nil
}

type adoptPage struct {
	page.Page
	Error string
	Today date.Date
}

func (s *handlers) showAdopt(w http.ResponseWriter, r *http.Request) error {
	return s.adoptPage(w, r, nil)
}

func (s *handlers) adoptPage(w http.ResponseWriter, r *http.Request, failed error) error {
	if !s.desks.Office.May(page.Actor(r), access.AnnounceReviews) {
		return s.desks.Register.Refuse()
	}
	p := &adoptPage{Today: s.desks.Office.Day()}
	p.Error = s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "adopt", errs.T("Take over a review's result"), p)
	return nil
}

func (s *handlers) adopt(w http.ResponseWriter, r *http.Request) error {
	day, err := page.FormDay(r, "on")
	n := 0
	if err == nil {
		n, err = s.desks.Results.AdoptReview(r.Context(), page.Actor(r), day.Year(), day, r.FormValue("basis"))
	}
	if page.Personal(err) {
		return s.adoptPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/results/%d", day.Year()), "",
		errs.N(n, "Taken over: %d household", "Taken over: %d households"))
}

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
	title := page.Pick(p.Lang, c.Title)
	if g := page.Pick(p.Lang, c.Group); g != "" {
		title = g + ": " + title
	}
	return title
}

// Moved names how a household of a detailed list came to its class.
func (p *tablePage) Moved(m string) errs.Text { return results.MovementTitle(m) }
