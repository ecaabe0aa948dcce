package supports

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/paste"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/programme"
	"giamngheo/internal/web/page"
)

type supportPastePage struct {
	page.Page
	Columns     []page.PasteColumn
	Text        string
	Kind        string
	Groups      []supports.KindGroup
	Faults      []paste.Fault
	Error       string
	Left        string // rows that came back, for download
	First, Last int64  // what was saved, to be taken back
	Saved       int
	Reason      string
}

// TitleOf is a column's name as the grid shows it.
func (p *supportPastePage) TitleOf(column string) string {
	for _, c := range p.Columns {
		if c.Name == column {
			return c.Title
		}
	}
	return column
}

// supportPasteColumns are the columns of the grid: the common ones, and the details of a kind.
func (s *handlers) supportPasteColumns(r *http.Request, c *programme.Catalogue, kind string) (out []page.PasteColumn) {
	choices := map[string][]string{}
	for _, k := range c.Kinds {
		choices["kind"] = append(choices["kind"], page.Pick(page.Lang(r), k.Name))
	}
	for _, f := range c.Funds {
		choices["source"] = append(choices["source"], page.Pick(page.Lang(r), f.Name))
	}
	for _, u := range s.desks.Supports.SupportCommunes(page.Actor(r)) {
		choices["commune_code"] = append(choices["commune_code"], string(u.Code))
	}
	for _, col := range supports.SupportColumns() {
		out = append(out, page.PasteColumn{Name: col.Name, Title: page.Pick(page.Lang(r), col.Title),
			Required: col.Name == "kind" || col.Name == "day", Choices: choices[col.Name]})
	}
	if k := c.Kind(kind); k != nil {
		for _, d := range k.DetailsOn(s.desks.Office.Day()) {
			col := page.PasteColumn{Name: d.Code, Title: page.Pick(page.Lang(r), d.Title), Required: d.Required}
			for _, one := range d.Choices {
				col.Choices = append(col.Choices, one.Code)
			}
			if d.Type == "bool" {
				col.Choices = []string{"yes", "no"}
			}
			out = append(out, col)
		}
	}
	return out
}

func (s *handlers) supportPaste(w http.ResponseWriter, r *http.Request, p *supportPastePage) error {
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	if p.Groups, err = s.desks.Supports.KindGroups(); err != nil {
		return err
	}
	p.Kind = r.FormValue("kind")
	p.Columns = s.supportPasteColumns(r, c, p.Kind)
	p.Nav = "supports"
	s.shell.Render(w, r, "support_paste", errs.T("Paste supports from Excel"), p)
	return nil
}

func (s *handlers) showSupportPaste(w http.ResponseWriter, r *http.Request) error {
	if !s.desks.Office.May(page.Actor(r), access.RecordSupports) {
		return s.desks.Register.Refuse()
	}
	p := &supportPastePage{}
	var err error
	if p.First, err = page.FormID(r, "first"); err != nil {
		return err
	}
	if p.Last, err = page.FormID(r, "last"); err != nil {
		return err
	}
	p.Saved = int(min(p.Last-p.First+1, 1<<20))
	if p.First == 0 || p.Last < p.First {
		p.First, p.Last, p.Saved = 0, 0, 0
	}
	return s.supportPaste(w, r, p)
}

func (s *handlers) checkSupportPaste(w http.ResponseWriter, r *http.Request) error {
	res, err := s.desks.Supports.CheckSupports(r.Context(), page.Actor(r), r.FormValue("text"))
	if err != nil {
		return err
	}
	return page.PasteChecked(w, r, &res.Result)
}

func (s *handlers) saveSupportPaste(w http.ResponseWriter, r *http.Request) error {
	if !s.desks.Office.May(page.Actor(r), access.RecordSupports) {
		return s.desks.Register.Refuse()
	}
	if r.FormValue("columns") != "" { // other columns, the same rows; nothing is recorded
		return s.supportPaste(w, r, &supportPastePage{Text: r.FormValue("text")})
	}
	res, err := s.desks.Supports.SaveSupports(r.Context(), page.Actor(r), r.FormValue("text"))
	if k := errs.KindOf(err); err != nil && k == errs.Invalid {
		return s.supportPaste(w, r, &supportPastePage{Text: r.FormValue("text"), Error: s.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	if len(res.Faults) > 0 || res.Saved == 0 { // the good rows are recorded, the others come back with why
		w.WriteHeader(http.StatusUnprocessableEntity)
		p := &supportPastePage{Text: res.Left, Left: res.Left, Faults: renumbered(res.Faults), First: res.First,
			Last: res.Last, Saved: res.Saved}
		p.Error = page.Pick(page.Lang(r), errs.T("%d supports are recorded. %d rows came back, with the reasons below.",
			res.Saved, res.Rows-res.Saved))
		if res.Rows == 0 {
			p.Error = page.Pick(page.Lang(r), errs.T("There is no row: paste rows from Excel."))
		}
		return s.supportPaste(w, r, p)
	}
	return page.Done(w, r, fmt.Sprintf("/supports/paste?first=%d&last=%d", res.First, res.Last), "",
		errs.N(res.Saved, "%d support is recorded.", "All %d supports are recorded."))
}

// renumbered counts rows as they stand among those that came back.
func renumbered(faults []paste.Fault) []paste.Fault {
	var rows []int
	out := slices.Clone(faults)
	for i, f := range out {
		at := slices.Index(rows, f.Row)
		if at < 0 {
			at = len(rows)
			rows = append(rows, f.Row)
		}
		out[i].Row = at
	}
	return out
}

// supportBook reads a workbook into the grid; nothing is stored by that.
func (s *handlers) supportBook(w http.ResponseWriter, r *http.Request) error {
	if !s.desks.Office.May(page.Actor(r), access.RecordSupports) {
		return s.desks.Register.Refuse()
	}
	text, err := s.readSupportBook(r)
	if page.Personal(err) {
		return s.supportPaste(w, r, &supportPastePage{Error: s.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	res, err := s.desks.Supports.CheckSupports(r.Context(), page.Actor(r), text)
	if page.Personal(err) {
		return s.supportPaste(w, r, &supportPastePage{Text: text, Error: s.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return s.supportPaste(w, r, &supportPastePage{Text: text, Faults: res.Faults})
}

func (s *handlers) readSupportBook(r *http.Request) (string, error) {
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return "", errs.New(errs.Invalid, "the file is too large: 32 MB and 5,000 rows at most")
		}
		return "", errs.New(errs.Invalid, "the upload was cut off; check the connection and send it again")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	file, head, err := r.FormFile("file")
	if err != nil {
		return "", errs.New(errs.Invalid, "no file chosen: choose an .xlsx")
	}
	defer func() { _ = file.Close() }()
	return s.desks.Supports.SupportsFromBook(file, head.Filename)
}

func (s *handlers) undoSupports(w http.ResponseWriter, r *http.Request) error {
	first, err := page.FormID(r, "first")
	if err != nil {
		return err
	}
	last, err := page.FormID(r, "last")
	if err != nil {
		return err
	}
	n, err := s.desks.Supports.WithdrawSupports(r.Context(), page.Actor(r), first, last, r.FormValue("reason"))
	if errs.KindOf(err) == errs.Invalid && err != nil {
		p := &supportPastePage{First: first, Last: last, Saved: int(min(max(last-first+1, 0), 1<<20)),
			Reason: r.FormValue("reason"), Error: s.shell.Told(w, r, err)}
		return s.supportPaste(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/supports/paste", "", errs.N(n, "%d support is withdrawn.", "%d supports are withdrawn."))
}

func (s *handlers) rejectedSupports(w http.ResponseWriter, r *http.Request) error {
	var b bytes.Buffer
	if err := s.desks.Supports.RejectedSupports(page.Actor(r), strings.TrimSpace(r.FormValue("left")), &b); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "ho-tro-bi-tra-lai.xlsx", b.Bytes())
}
