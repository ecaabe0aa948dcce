package allocations

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	unicode "golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/allocation"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/norm"
	"giamngheo/internal/normbook"
	"giamngheo/internal/office"
	rows "giamngheo/internal/store/allocations"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

// base is what the pages of one allocation have.
type base struct {
	page.Page
	V       *allocations.Shown
	SeeLine bool // who looks may open the line
}

// At is the address of the allocation, with what follows it.
func (p *base) At(more string) string { return fmt.Sprintf("/money/allocations/%d%s", p.V.ID, more) }

// NormHref is the address of its norm.
func (p *base) NormHref() string { return NormHref(p.V.Norm.Code, p.V.Norm.Version) }

// Columns are the columns of values that are needed for more than a merger.
func (p *base) Columns() []norm.Column {
	return slices.DeleteFunc(p.V.Set.Columns(), func(c norm.Column) bool { return c.Merger })
}

// ColumnName is what a column is called.
func (p *base) ColumnName(c norm.Column) string {
	for _, t := range p.V.Set.Terms() {
		if t.Code == c.Code {
			return page.Pick(p.Lang, t.Name())
		}
	}
	if k := p.V.Set.Criterion(c.Code); k != nil {
		return page.Pick(p.Lang, k.Name())
	}
	return c.Code
}

// cell is a value as the table shows it.
type cell struct {
	Text, Href, Why string
	Unknown, Hand   bool
}

// Cell is a unit's value of a column.
func (p *base) Cell(u *rows.Unit, c norm.Column) cell {
	of := u.Cells[c.Code]
	v := allocations.Rat(of)
	if v == nil {
		why := ""
		if of.Unknown > 0 {
			why = page.Pick(p.Lang, errs.T("of %d households it is not known", of.Unknown))
		}
		return cell{Text: "?", Unknown: true, Why: why}
	}
	out := cell{Text: c.Kind.Said(v), Why: of.Reason, Hand: of.By == "hand"}
	if of.By == "register" {
		out.Href = p.At("/behind?" + url.Values{"unit": {u.Code}, "column": {c.Code}}.Encode())
		if c.Kind == norm.Share {
			out.Why = fmt.Sprintf("%d/%d", of.Met, of.Of)
		}
		if of.Unknown > 0 {
			out.Why += " " + page.Pick(p.Lang, errs.T("(of %d it is not known; however that is, the band is the same)",
				of.Unknown))
		}
	}
	return out
}

// Weight is a unit's weight.
func (p *base) Weight(r *allocation.Row) string { return norm.Written(r.Weight()) }

type showPage struct {
	base
	Citable []documents.Document
	Values  map[string]string
	Again   bool // whether the document is the same decision is asked
	Error   string
	Missing []missing
}

// missing is a column of which some values are not known.
type missing struct {
	Column norm.Column
	Name   string
	Units  int
	First  []string // the names of the first of them
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error {
	return h.showPage(w, r, &showPage{Values: map[string]string{}})
}

// look fills in what the pages of one allocation have.
func (h *handlers) look(r *http.Request, b *base) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if b.V, err = h.desks.Allocations.Allocation(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	return h.opens(r, b)
}

func (h *handlers) opens(r *http.Request, b *base) error {
	_, err := h.desks.Funds.Seen(r.Context(), h.desks.Office.Reader(), page.Actor(r), b.V.Line.ID)
	b.SeeLine = err == nil
	b.Nav, b.Lang = "allocations", page.Lang(r)
	if k := errs.KindOf(err); k == errs.NotFound || k == errs.Forbidden {
		return nil
	}
	return err
}

func (h *handlers) showPage(w http.ResponseWriter, r *http.Request, p *showPage) error {
	if err := h.look(r, &p.base); err != nil {
		return err
	}
	if p.V.MayDecide {
		var err error
		if p.Citable, err = h.desks.Funds.Citable(r.Context(), page.Actor(r)); err != nil {
			return err
		}
	}
	for _, g := range p.V.Gaps {
		at := slices.IndexFunc(p.Missing, func(m missing) bool { return m.Column.Code == g.Column })
		if at < 0 {
			at = len(p.Missing)
			p.Missing = append(p.Missing, missing{})
			for _, c := range p.V.Set.Columns() {
				if c.Code == g.Column {
					p.Missing[at].Column, p.Missing[at].Name = c, p.ColumnName(c)
				}
			}
		}
		m := &p.Missing[at]
		if m.Units++; m.Units <= 5 {
			m.First = append(m.First, g.Unit)
		}
	}
	h.shell.Render(w, r, "allocation", errs.T("Allocation no. %d", p.V.ID), p)
	return nil
}

// Refused is why nothing can be shared out.
func (p *showPage) Refused() string {
	var e *errs.Error
	if p.V.Refused == nil || len(p.Missing) > 0 || !page.AsError(p.V.Refused, &e) {
		return ""
	}
	return page.Pick(p.Lang, e.Text())
}

// change does what a form of the page asks for.
func (h *handlers) change(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if r.FormValue("do") == "edit" {
		return h.edit(w, r, id)
	}
	to, said, err := h.changed(r, id)
	if known(err) {
		return h.showPage(w, r, &showPage{Values: page.Typed(r), Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/allocations/%d", to), "", said)
}

func (h *handlers) changed(r *http.Request, id int64) (to int64, said errs.Text, err error) {
	ctx, a, desk := r.Context(), page.Actor(r), h.desks.Allocations
	text := func(name string) string { return strings.TrimSpace(unicode.NFC.String(r.FormValue(name))) }
	version, err := page.FormID(r, "version")
	if err != nil {
		return 0, said, err
	}
	said = errs.T("The allocation is changed.")
	switch r.FormValue("do") {
	case "value":
		err = desk.SetValue(ctx, a, id, version, text("unit"), text("column"), text("value"), text("reason"))
	case "hand":
		var amount *money.Dong
		if text("amount") != "" {
			n, bad := money.Amount(text("amount"))
			if bad != nil {
				return id, said, bad
			}
			amount = &n
		}
		err = desk.SetHand(ctx, a, id, version, text("unit"), amount, text("reason"))
	case "propose":
		err, said = desk.Propose(ctx, a, id, version), errs.T("The allocation is proposed: another person decides on it.")
	case "return":
		err, said = desk.Return(ctx, a, id, version, text("reason")),
			errs.T("The allocation is given back to be changed.")
	case "drop":
		err, said = desk.Drop(ctx, a, id, version, text("reason")), errs.T("The draft is dropped.")
	case "again":
		id, err = desk.Again(ctx, a, id)
		said = errs.T("A draft in the place of the decided allocation is begun.")
	default:
		err = page.NotThere()
	}
	return id, said, err
}

// edit changes what is shared out; where somebody else did meanwhile it shows both, field by field.
func (h *handlers) edit(w http.ResponseWriter, r *http.Request, id int64) error {
	v, err := h.desks.Allocations.Allocation(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	if r.FormValue("open") != "" {
		values := map[string]string{"title": v.Title, "norm": v.Norm.Code + "@" + fmt.Sprint(v.Norm.Version),
			"amount": norm.Dong(v.Pool),
			"day":    v.Day.Vietnamese(), "map": v.Map.Vietnamese(), "version": fmt.Sprint(v.Version),
			"line": fmt.Sprint(v.Line.ID)}
		for node, n := range v.Off {
			values["off."+node] = norm.Dong(n)
		}
		return h.form(w, r, &formPage{ID: id, Values: values})
	}
	in, err := asked(r)
	if in.ID, in.Line = id, v.Line.ID; err == nil {
		err = h.desks.Allocations.Edit(r.Context(), page.Actor(r), &in)
	}
	if known(err) {
		p := &formPage{ID: id, Values: page.Typed(r), Small: allocations.Small(err), Error: h.shell.Told(w, r, err)}
		var over *allocations.Overtaken
		if errors.As(err, &over) {
			p.Overtook, p.Values["version"] = over.Fields, fmt.Sprint(v.Version)
		}
		return h.form(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/allocations/%d", id), "", errs.T("The allocation is changed."))
}

// values takes the values of a table.
func (h *handlers) values(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	version, err := page.FormID(r, "version")
	if err != nil {
		return err
	}
	v, err := h.desks.Allocations.Allocation(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	if err := h.desks.Office.PlaceScope(page.Actor(r), access.AllotMoney, v.Line.Place); err != nil {
		return err
	}
	var notes []errs.Text
	err = h.uploaded(r, func(name, path string) error {
		notes, err = h.desks.Allocations.SetValues(r.Context(), page.Actor(r), id, version, name, path)
		return err
	})
	if known(err) {
		said := h.shell.Told(w, r, err)
		var faults normbook.Faults
		if errors.As(err, &faults) {
			said += faults.Error()
		}
		return h.showPage(w, r, &showPage{Values: map[string]string{}, Error: said})
	}
	if err != nil {
		return err
	}
	said := errs.T("The values are taken from the table.")
	if len(notes) > 0 {
		said = errs.T("The values are taken from the table. %s", errs.Join("; ", notes))
	}
	return page.Done(w, r, fmt.Sprintf("/money/allocations/%d", id), "", said)
}

// uploaded lays a file that was sent beside the office's, for as long as it is read.
func (h *handlers) uploaded(r *http.Request, do func(name, path string) error) (err error) {
	file, head, err := r.FormFile("file")
	if err != nil {
		return errs.New(errs.Invalid, "no file was chosen, or the upload was cut off; send it again")
	}
	defer func() { err = errors.Join(err, file.Close(), r.MultipartForm.RemoveAll()) }()
	if err := os.MkdirAll(h.desks.Office.Folder(), 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(h.desks.Office.Folder(), "work-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "values.xlsx")
	if office.EndingOf(head.Filename) != ".xlsx" {
		path = filepath.Join(dir, "values.csv")
	}
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = to.ReadFrom(file)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	return do(unicode.NFC.String(filepath.Base(head.Filename)), path)
}

func (h *handlers) decide(w http.ResponseWriter, r *http.Request) error {
	in := allocations.Decision{Again: r.FormValue("again") != ""}
	var err error
	if in.ID, err = page.PathID(r); err != nil {
		return err
	}
	if in.Version, err = page.FormID(r, "version"); err == nil {
		in.Document, err = page.FormID(r, "document")
	}
	if err == nil {
		in.Day, err = page.FormDay(r, "day")
	}
	if err == nil {
		err = h.desks.Allocations.Decide(r.Context(), page.Actor(r), &in)
	}
	if known(err) || err != nil && errs.KindOf(err) == errs.Forbidden && page.Personal(err) {
		p := &showPage{Values: page.Typed(r), Again: allocations.AskedAgain(err)}
		if looked := h.look(r, &p.base); looked != nil {
			return looked
		}
		if !p.V.MayDecide && errs.KindOf(err) == errs.Forbidden {
			return err
		}
		p.Error = h.shell.Told(w, r, err)
		return h.showPage(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/allocations/%d", in.ID), "",
		errs.T("The allocation is decided, and its movements are in the ledger."))
}

func (h *handlers) derivationFile(w http.ResponseWriter, r *http.Request, f allocations.Format, media,
	name string) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.desks.Allocations.Write(r.Context(), page.Actor(r), id, f, &out); err != nil {
		return err
	}
	return page.Download(w, media, fmt.Sprintf(name, id), out.Bytes())
}

func (h *handlers) derivationBook(w http.ResponseWriter, r *http.Request) error {
	return h.derivationFile(w, r, allocations.Xlsx, page.XlsxType, "phan-bo-%d.xlsx")
}

func (h *handlers) derivationJSON(w http.ResponseWriter, r *http.Request) error {
	return h.derivationFile(w, r, allocations.JSON, "application/x-ndjson", "phan-bo-%d.jsonl")
}
