package reports

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"

	"giamngheo/internal/app/reports"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/report"
	"giamngheo/internal/web/page"
)

// table is a form as a page shows it, in the template "report_table".
type table struct {
	*form.Form
	Rows []row
	Pick bool // cells can be ticked, to be returned
}

// Units reports whether rows say what they are measured in.
func (t table) Units() bool {
	return slices.ContainsFunc(t.Rows, func(r row) bool { return r.Unit.VI != "" })
}

// Wide is how many columns the table has.
func (t table) Wide() int {
	if t.Units() {
		return len(t.Columns) + 2
	}
	return len(t.Columns) + 1
}

// row is a row of it; a heading has no cells.
type row struct {
	*form.Row
	Cells []cell
}

// cell is a cell of it.
type cell struct {
	Slot    *form.Slot
	Shown   string
	Open    bool   // it can be typed into
	Was     string // what stands in it, as it is typed
	Value   string // the same, or what was typed and refused
	Holder  string // what the office knows, where nothing was typed
	Look    string // a class
	Title   string // what it is, for who points at it
	Href    string // what is behind it
	Missing int
	Pick    bool // it can be returned
	Words   bool
	List    string // of what can be chosen
	Choices []errs.Text
}

// tables lays a report out.
func (p *reportPage) tables() (out []table) {
	pick := p.MayReturn() || p.MayReopen()
	for _, f := range p.Set.Forms {
		t := table{Form: f, Pick: pick}
		for i := range f.Rows {
			r := row{Row: &f.Rows[i]}
			for j := range f.Columns {
				if !f.Rows[i].Head {
					r.Cells = append(r.Cells, p.cell(p.Set.Slot(form.At(f.Code, f.Rows[i].Code, f.Columns[j].Code)),
						pick))
				}
			}
			t.Rows = append(t.Rows, r)
		}
		out = append(out, t)
	}
	return out
}

// looks are how cells look by where they stand.
var looks = map[report.CellState]string{report.CellReturned: "cell-back", report.CellAnswered: "cell-answer"}

func (p *reportPage) cell(s *form.Slot, pick bool) cell {
	v := p.Values[s.Key]
	c := cell{Slot: s, Shown: written(p.Lang, v, s.Type), Missing: v.Missing, Words: s.Type.Said()}
	if s.Kind != form.Input {
		c.Look = "cell-sum"
		return c
	}
	if s.Type == form.Words && ownPage.MatchString(v.Text) {
		c.Href = v.Text
	}
	is := p.Content.Cells[s.Key]
	known, has := p.Known[s.Key]
	if is != nil {
		c.Look = looks[is.State]
		if is.Auto != nil && p.State.Sent() {
			known, has = *is.Auto, true
		}
	}
	if has && known.Value.Known {
		c.Title = page.Pick(p.Lang, errs.T("The office’s figure of %s: %s", known.Day, known.Value.Written(s.Type)))
		c.Href = p.behind(s)
		if is != nil && is.Entered != nil && *is.Entered != known.Value {
			c.Look, c.Href = "cell-hand", ""
		}
	}
	c.Pick = pick && !s.Column.Optional && s.Column.Fill != form.Previous && (is == nil ||
		is.State != report.CellReturned)
	if c.Open = p.MayFill && p.Content.OpenTo(s) && p.Became.Code == ""; !c.Open {
		return c
	}
	if has && !known.Value.Blank() && !s.Column.Override {
		c.Open = false // the office's figure, which nobody types over
		return c
	}
	if is != nil && is.Entered != nil {
		c.Was = written(p.Lang, *is.Entered, s.Type)
		c.Value = c.Was
	}
	if has && known.Value.Known {
		c.Holder = known.Value.Written(s.Type)
	}
	if !s.Type.Said() {
		c.List = "absent"
	}
	c.Choices = s.Column.Choices
	return c
}

// ownPage is an address of the office, as somebody names where a finding can be seen.
var ownPage = regexp.MustCompile(`^/[a-z0-9][a-zA-Z0-9/_.?=&%+-]*$`)

// written says a value as it is typed.
func written(lang string, v form.Value, t form.Type) string {
	if v.Why != "" {
		return page.Pick(lang, v.Why.Title())
	}
	return v.Written(t)
}

// behind is where the rows behind a figure of the office are; "" where there is no page of them.
func (p *reportPage) behind(s *form.Slot) string {
	src := s.Source
	if src == nil {
		return ""
	}
	on := p.Round.Dues.CutOff
	at := url.Values{"place": {string(p.Unit.Code)}, "on": {on.Vietnamese()}}
	switch {
	case src.Part != "":
		return fmt.Sprintf("/plan/%d/%s?%s", on.Year(), src.Part, at.Encode())
	case src.Money != "":
		at.Set("node", src.Node)
		return "/money?" + at.Encode()
	case src.Class == "poor" || src.Class == "near_poor":
		return "/households?" + url.Values{"place": {string(p.Unit.Code)}, "class": {src.Class}}.Encode()
	}
	return ""
}

// wholeTables lays out what is added up.
func wholeTables(lang string, w *reports.Whole) (out []table) {
	for _, f := range w.Set.Forms {
		t := table{Form: f}
		for i := range f.Rows {
			r := row{Row: &f.Rows[i]}
			for j := range f.Columns {
				if f.Rows[i].Head {
					continue
				}
				s := w.Set.Slot(form.At(f.Code, f.Rows[i].Code, f.Columns[j].Code))
				v := w.Rolled.Values[s.Key]
				c := cell{Slot: s, Shown: v.Written(s.Type), Missing: v.Missing, Words: s.Type.Said()}
				if slices.Contains(w.Rolled.Pending, s.Key) {
					c.Look, c.Title = "cell-answer", page.Pick(lang,
						errs.T("a cell of a unit waits to be corrected; what was sent before counts"))
				}
				r.Cells = append(r.Cells, c)
			}
			t.Rows = append(t.Rows, r)
		}
		out = append(out, t)
	}
	return out
}
