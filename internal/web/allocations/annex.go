package allocations

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"

	"giamngheo/internal/allotment"
	"giamngheo/internal/app/allotments"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

type annexPage struct {
	base
	A *allotments.Annexed
}

// BookHref is the address of the annex as a workbook.
func (p *annexPage) BookHref() string {
	if p.A.By == allotments.SameDecision {
		return p.At("/annex.xlsx")
	}
	return p.At("/annex.xlsx?" + url.Values{"by": {string(p.A.By)}}.Encode())
}

// Choice is a choice of what stands side by side.
type choice struct {
	Key    string
	Title  errs.Text
	Chosen bool
}

// Choices are what an annex may have side by side.
func (p *annexPage) Choices() (out []choice) {
	for _, b := range allotments.Besides {
		out = append(out, choice{string(b.Beside), b.Title, b.Beside == p.A.By})
	}
	return out
}

// Sum reports whether a line or a column adds others up.
func (p *annexPage) Sum(k allotment.Kind) bool { return k != allotment.Leaf }

// asksBeside is what a request asks to stand side by side; what is none is the usual.
func asksBeside(r *http.Request) allotments.Beside {
	for _, b := range allotments.Besides {
		if string(b.Beside) == r.FormValue("by") {
			return b.Beside
		}
	}
	return allotments.SameDecision
}

func (h *handlers) annex(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &annexPage{}
	if p.A, err = h.desks.Allotments.Annex(r.Context(), page.Actor(r), id, asksBeside(r)); err != nil {
		return err
	}
	p.V = p.A.Shown
	if err := h.opens(r, &p.base); err != nil {
		return err
	}
	h.shell.Render(w, r, "allocation_annex", errs.T("Annex of allocation no. %d", p.V.ID), p)
	return nil
}

func (h *handlers) annexBook(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.desks.Allotments.WriteAnnex(r.Context(), page.Actor(r), id, asksBeside(r), &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("phu-luc-phan-bo-%d.xlsx", id), out.Bytes())
}
