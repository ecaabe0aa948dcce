package allocations

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/allotments"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

// takenPage says what became of a workbook that came in again.
type takenPage struct {
	base
	Took *allotments.Taken
	Book template.URL // the rows that are returned; "": there are none
}

// Signed is a difference with its sign.
func (p *takenPage) Signed(n int64) string { return Signed(n) }

func (h *handlers) workbook(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.desks.Allotments.WriteBook(r.Context(), page.Actor(r), id, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("phan-bo-%d-sua.xlsx", id), out.Bytes())
}

// take takes a workbook in again.
func (h *handlers) take(w http.ResponseWriter, r *http.Request) error {
	p := &takenPage{}
	if err := h.look(r, &p.base); err != nil {
		return err
	}
	if err := h.desks.Office.PlaceScope(page.Actor(r), access.AllotMoney, p.V.Line.Place); err != nil {
		return err
	}
	err := h.uploaded(r, func(name, path string) (err error) {
		p.Took, err = h.desks.Allotments.Take(r.Context(), page.Actor(r), p.V.ID, name, path)
		return err
	})
	if known(err) {
		return h.showPage(w, r, &showPage{Values: map[string]string{}, Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	p.V = p.Took.Shown
	if p.Took.Book != nil {
		p.Book = template.URL("data:" + page.XlsxType + ";base64," + base64.StdEncoding.EncodeToString(p.Took.Book)) //nolint:gosec // ours: the bytes are base64
	}
	h.shell.Render(w, r, "allocation_taken", errs.T("Workbook of allocation no. %d", p.V.ID), p)
	return nil
}
