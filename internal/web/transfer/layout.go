package transfer

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"giamngheo/internal/app/transfer"
	"giamngheo/internal/arrange"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
)

// Kinds are the ways in which households and members may stand in a file.
func (p *jobPage) Kinds() []arrange.Kind { return arrange.Kinds }

// tableShown is a table of a file as a person says where it is.
type tableShown struct {
	N       int
	Title   errs.Text
	Table   *arrange.Table
	Lines   []arrange.Line // the headings with some rows above and below
	Columns []columnShown
	Choices []choiceShown
}

// columnShown is a column of a file with what it is taken for.
type columnShown struct{ ID, Heading, Column string }

type choiceShown struct {
	Name  string
	Title errs.Text
}

// Head reports whether a row is one of the headings.
func (t tableShown) Head(row int) bool { return row >= t.Table.Row && row <= t.Table.To }

// What a page shows of a sheet: rows above and below the headings, columns, letters of a cell.
const (
	linesAbove, linesBelow = 8, 4
	mostColumns            = 40
	mostLetters            = 40
)

// Tables are the tables of the file; that of members is there to be chosen where there is none yet.
func (p *jobPage) Tables() (out []tableShown) {
	l := p.Import.Layout
	for n, t := range []*arrange.Table{&l.Houses, &l.Members} {
		title := errs.T("The list")
		if l.Kind == arrange.Two || n == 1 {
			title = [2]errs.Text{errs.T("The households"), errs.T("The members, where they are in another sheet")}[n]
		}
		s := tableShown{N: n, Title: title, Table: t, Lines: lines(l.Top[n], t)}
		for _, c := range arrange.ColumnsOf(l.Parts(n)) {
			s.Choices = append(s.Choices, choiceShown{c, arrange.Title(c)})
		}
		for i, h := range t.Headings {
			if h != "" {
				s.Columns = append(s.Columns, columnShown{fmt.Sprintf("c-%d-%d", n, i), h, t.Columns[i]})
			}
		}
		out = append(out, s)
	}
	return out
}

func lines(top []arrange.Line, t *arrange.Table) (out []arrange.Line) {
	from, to := t.Row-linesAbove, t.To+linesBelow
	if t.Row == 0 {
		from, to = 0, linesAbove+linesBelow
	}
	for _, l := range top {
		if l.Number < from || l.Number > to {
			continue
		}
		l.Cells = l.Cells[:min(len(l.Cells), mostColumns)]
		for i, text := range l.Cells {
			if letters := []rune(text); len(letters) > mostLetters {
				l.Cells[i] = string(letters[:mostLetters]) + "…"
			}
		}
		out = append(out, l)
	}
	return out
}

// arrange takes how a file is laid out.
func (s *handlers) arrange(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return errs.New(errs.Invalid, "the form cannot be read")
	}
	to := transfer.Arrangement{Kind: arrange.Kind(r.PostFormValue("kind")),
		Commune: place.Code(r.PostFormValue("commune"))}
	for n := range 2 {
		t := transfer.Where{Sheet: r.PostFormValue(fmt.Sprintf("sheet-%d", n))}
		t.Row, _ = strconv.Atoi(strings.TrimSpace(r.PostFormValue(fmt.Sprintf("row-%d", n)))) // else it is to be found
		t.To, _ = strconv.Atoi(strings.TrimSpace(r.PostFormValue(fmt.Sprintf("to-%d", n))))
		prefix := fmt.Sprintf("c-%d-", n)
		for name, v := range r.PostForm {
			i, err := strconv.Atoi(strings.TrimPrefix(name, prefix))
			if !strings.HasPrefix(name, prefix) || err != nil || i < 0 || i > 1<<14 {
				continue
			}
			for len(t.Columns) <= i {
				t.Columns = append(t.Columns, "")
			}
			t.Columns[i] = v[0]
		}
		to.Tables = append(to.Tables, t)
	}
	if err := s.desks.Transfer.Arrange(r.Context(), page.Actor(r), id, to); err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/jobs/%d", id), http.StatusSeeOther)
	return nil
}
