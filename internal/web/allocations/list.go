package allocations

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/web/page"
)

type listPage struct {
	page.Page
	Items   []allocations.Listed
	Next    int64
	MayMake bool
}

// Href is the address of an item's norm.
func (p *listPage) Href(i allocations.Listed) string { return NormHref(i.Norm.Code, i.Norm.Version) }

func (h *handlers) list(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	below, err := page.FormID(r, "below")
	if err != nil {
		return err
	}
	p := &listPage{MayMake: h.desks.Office.May(a, access.AllotMoney)}
	if p.Items, p.Next, err = h.desks.Allocations.List(r.Context(), a, below); err != nil {
		return err
	}
	p.Nav = "allocations"
	h.shell.Render(w, r, "allocations", errs.T("Allocations"), p)
	return nil
}

// formPage is the form of a new allocation, or of one that is changed.
type formPage struct {
	page.Page
	ID       int64
	Pools    []funds.Pool
	Norms    []option
	Values   map[string]string
	Off      []offField
	Small    bool
	Overtook []allocations.Differs
	Error    string
}

// offField is a node that may get something off the top.
type offField struct{ Node, Most, Value string }

// Value is what was typed into a field.
func (p *formPage) Value(name string) string { return p.Values[name] }

func (h *handlers) begin(w http.ResponseWriter, r *http.Request) error {
	return h.form(w, r, &formPage{Values: map[string]string{"line": r.FormValue("line"), "norm": r.FormValue("norm")}})
}

func (h *handlers) form(w http.ResponseWriter, r *http.Request, p *formPage) (err error) {
	a := page.Actor(r)
	if !h.desks.Office.May(a, access.AllotMoney) {
		return office.Forbidden()
	}
	if p.Pools, err = h.desks.Funds.Pools(r.Context(), a); err != nil {
		return err
	}
	all, err := h.desks.Norms.All(r.Context(), a)
	if err != nil {
		return err
	}
	p.Norms = options(all, p.Values["norm"])
	for i := range all {
		for _, o := range all[i].OffTheTop {
			if all[i].Key() == p.Values["norm"] {
				p.Off = append(p.Off, offField{o.Node, o.MostPercent.Text, p.Values["off."+o.Node]})
			}
		}
	}
	p.Nav = "allocations"
	title := errs.T("Begin an allocation")
	if p.ID != 0 {
		title = errs.T("Change what is shared out")
	}
	h.shell.Render(w, r, "allocation_form", title, p)
	return nil
}

// asked reads the form of an allocation.
func asked(r *http.Request) (in allocations.In, err error) {
	text := func(name string) string { return strings.TrimSpace(norm.NFC.String(r.FormValue(name))) }
	in.Title = text("title")
	code, version, _ := strings.Cut(text("norm"), "@")
	in.Norm = code
	in.NormVersion, _ = strconv.ParseInt(version, 10, 64) // what is none is the shipped one
	for name, to := range map[string]*int64{"line": &in.Line, "version": &in.Version} {
		if *to, err = page.FormID(r, name); err != nil {
			return in, err
		}
	}
	if in.Day, err = page.FormDay(r, "day"); err != nil {
		return in, err
	}
	if in.Map, err = page.FormDay(r, "map"); err != nil {
		return in, err
	}
	if text("amount") != "" {
		if in.Pool, err = money.Parse(text("amount")); err != nil {
			return in, err
		}
	}
	in.Off = map[string]int64{}
	for name := range r.PostForm {
		if node, ok := strings.CutPrefix(name, "off."); ok && text(name) != "" {
			n, err := money.Amount(text(name))
			if err != nil {
				return in, err
			}
			in.Off[node] = int64(n)
		}
	}
	switch text("sure") {
	case "million":
		if in.Pool <= money.Small {
			in.Pool *= money.Million
		}
		in.Sure = true
	case "dong":
		in.Sure = true
	}
	return in, nil
}

// known reports whether an error is one that the form's own page shows.
func known(err error) bool {
	k := errs.KindOf(err)
	return err != nil && page.Personal(err) && (k == errs.Invalid || k == errs.Conflict)
}

func (h *handlers) make(w http.ResponseWriter, r *http.Request) error {
	if !h.desks.Office.May(page.Actor(r), access.AllotMoney) {
		return office.Forbidden()
	}
	in, err := asked(r)
	var id int64
	if err == nil {
		id, err = h.desks.Allocations.Make(r.Context(), page.Actor(r), &in)
	}
	if known(err) {
		return h.form(w, r, &formPage{Values: page.Typed(r), Small: allocations.Small(err), Error: h.shell.Told(w, r,
			err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/allocations/%d", id), "", errs.T("The allocation is begun."))
}
