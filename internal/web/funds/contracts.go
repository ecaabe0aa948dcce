package funds

import (
	"html/template"
	"net/http"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
)

type contractsPage struct {
	page.Page
	Contracts []funds.ContractShown
	Units     template.HTML
	Nodes     []page.NodeOption
	MaySign   bool
	Values    map[string]string
	Error     string
}

func (h *handlers) contracts(w http.ResponseWriter, r *http.Request) error {
	return h.contractsPage(w, r, &contractsPage{Values: map[string]string{}})
}

func (h *handlers) contractsPage(w http.ResponseWriter, r *http.Request, p *contractsPage) (err error) {
	a := page.Actor(r)
	if p.Contracts, err = h.desks.Funds.Contracts(r.Context(), a); err != nil {
		return err
	}
	if p.Nodes, _, err = h.choices(); err != nil {
		return err
	}
	p.MaySign = h.desks.Office.May(a, access.CommitMoney)
	p.Nav, p.Units = "money", page.UnitOptions(h.desks.Office.Choices(a, 0), p.Values["place"])
	h.shell.Render(w, r, "money_contracts", errs.T("Contracts"), p)
	return nil
}

// refused shows the page again with what was typed, and why it was not taken.
func (h *handlers) refused(w http.ResponseWriter, r *http.Request, err error) error {
	if !page.Mendable(err) {
		return err
	}
	p := &contractsPage{Values: map[string]string{}, Error: h.shell.Told(w, r, err)}
	for name := range r.PostForm {
		p.Values[name] = r.PostForm.Get(name)
	}
	return h.contractsPage(w, r, p)
}

func (h *handlers) sign(w http.ResponseWriter, r *http.Request) error {
	text := func(name string) string { return norm.NFC.String(r.FormValue(name)) }
	c := money.Contract{Number: text("number"), Partner: text("partner"), Title: text("title"),
		Place: place.Code(text("place")), Node: text("node")}
	err := h.desks.Office.PlaceScope(page.Actor(r), access.CommitMoney, c.Place)
	if err != nil {
		return err
	}
	if c.Day, err = page.FormDay(r, "day"); err == nil {
		c.End, err = page.FormDay(r, "end")
	}
	if err == nil {
		c.Value, err = money.Parse(text("value"))
	}
	if err == nil {
		_, err = h.desks.Funds.Sign(r.Context(), page.Actor(r), c)
	}
	if err != nil {
		return h.refused(w, r, err)
	}
	return page.Done(w, r, "/money/contracts", "", errs.T("The contract is recorded."))
}

func (h *handlers) accept(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := h.desks.Funds.MayAccept(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	i := money.Item{Contract: id, Title: norm.NFC.String(r.FormValue("content"))}
	if i.Day, err = page.FormDay(r, "day"); err == nil {
		i.Value, err = money.Parse(r.FormValue("amount"))
	}
	if err == nil {
		err = h.desks.Funds.Accept(r.Context(), page.Actor(r), i)
	}
	if err != nil {
		return h.refused(w, r, err)
	}
	return page.Done(w, r, "/money/contracts", "", errs.T("What was accepted is recorded."))
}
