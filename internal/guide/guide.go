// Package guide lays out how a programme is monitored and evaluated: for each project what is measured, from where the
// figure comes, who has it, when it is reported by law, how it is verified. It is made of a plan's targets, the
// programme's tree, and the forms and schedules of reports; it must not know figures, storage, pages or the clock.
package guide

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
)

// Origin is from where a figure comes.
type Origin string

// The origins: the register of households, decisions that recognise a class, supports given, activities, what a body
// reports, the ledger of money, other rows of the same form, what units type.
const (
	Register   Origin = "register"
	Recognised Origin = "recognised"
	Support    Origin = "support"
	Activity   Origin = "activity"
	Reported   Origin = "reported"
	Ledger     Origin = "ledger"
	Computed   Origin = "computed"
	Asked      Origin = "asked"
)

var origins = []Origin{Register, Recognised, Support, Activity, Reported, Ledger, Computed, Asked}

// Title names an origin.
func (o Origin) Title() errs.Text {
	return map[Origin]errs.Text{Register: errs.T("guide|Register of households"),
		Recognised: errs.T("guide|Decisions that recognise households"), Support: errs.T("guide|Supports recorded"),
		Activity: errs.T("guide|Activities recorded"), Reported: errs.T("guide|Reported by a body"),
		Ledger: errs.T("guide|Ledger of money"), Computed: errs.T("guide|Computed in the form"),
		Asked: errs.T("guide|Typed by units")}[o]
}

// How says of an origin who has the figure, when there is one, and how it is verified.
type How struct {
	By     errs.Text `yaml:"by"`
	When   errs.Text `yaml:"when"`
	Verify errs.Text `yaml:"verify"`
}

// Frames are how programmes are monitored, as data.
type Frames struct {
	Open    []errs.Text    `yaml:"open"` // what is not known
	Origins map[Origin]How `yaml:"origins"`
	Frames  []Frame        `yaml:"frames"`
}

// Frame says what is of which project of a programme.
type Frame struct {
	Programme string   `yaml:"programme"`
	Nodes     []Placed `yaml:"nodes"`
}

// Placed are the parts of plans, forms and single rows (form/row) of one project, and on what that rests.
type Placed struct {
	Node  string    `yaml:"node"`
	Parts []string  `yaml:"parts,omitempty,flow"`
	Forms []string  `yaml:"forms,omitempty,flow"`
	Rows  []string  `yaml:"rows,omitempty,flow"`
	Why   errs.Text `yaml:"why"`
}

// Indicator is one thing that is measured: a part of the plan, with the rows of forms that ask for it, or a row alone.
type Indicator struct {
	Title   errs.Text
	Unit    errs.Text // of a row; a part has its own
	Part    *target.Part
	Number  int // of the plan's target
	Form    *form.Form
	Row     *form.Row
	Rows    []*form.Row // where a whole form is of one project: all its rows, and Row is their first
	Node    string      // of money: whose
	Origins []Origin
	By      []errs.Text // the bodies that report it, where the plan says so
	Forms   []string    // by which forms it is asked for, by code
	Due     []int       // the schedules that send them, by their index
}

// Section is what is measured of a project; Node is nil for the programme as a whole.
type Section struct {
	Node       *programme.Node
	Why        errs.Text // on what the placing rests
	Indicators []Indicator
}

// Guide is how one year of a programme is monitored.
type Guide struct {
	Programme *programme.Programme // nil: none runs
	Placed    bool                 // a frame says what is of which project
	Sections  []Section            // the whole programme first, then its tree
	Schedules []form.Schedule
	Open      []errs.Text
	Origins   map[Origin]How
}

// Sources are what a guide is made of. Plan may be nil.
type Sources struct {
	Frames    *Frames
	Programme *programme.Programme
	Plan      *target.Plan
	Forms     []*form.Form
	Schedules []form.Schedule
}

// laying lays one guide out.
type laying struct {
	Sources
	at      map[string]*Placed // by part, form, and form/row
	section map[string]*Section
}

// Lay lays out how a programme is monitored by what holds on a day.
func Lay(s Sources, on date.Date) *Guide {
	l := &laying{Sources: s, at: map[string]*Placed{}, section: map[string]*Section{}}
	l.Forms = slices.DeleteFunc(slices.Clone(s.Forms), func(f *form.Form) bool { return !f.Holds(on) })
	g := &Guide{Programme: s.Programme, Schedules: s.Schedules, Origins: s.Frames.Origins, Open: l.open()}
	g.Sections = append(g.Sections, Section{})
	if p := s.Programme; p != nil {
		g.Placed = l.place(p.Code)
		for i := range p.Nodes {
			g.Sections = append(g.Sections, Section{Node: &p.Nodes[i]})
		}
	}
	for i := range g.Sections {
		code := ""
		if n := g.Sections[i].Node; n != nil {
			code = n.Code
		}
		l.section[code] = &g.Sections[i]
	}
	l.planned()
	l.asked()
	return g
}

// place notes what a frame says of a programme; false where there is no frame.
func (l *laying) place(code string) bool {
	i := slices.IndexFunc(l.Frames.Frames, func(f Frame) bool { return f.Programme == code })
	if i < 0 {
		return false
	}
	nodes := l.Frames.Frames[i].Nodes
	for j := range nodes {
		n := &nodes[j]
		for _, code := range n.Parts {
			l.at["part:"+code] = n
		}
		for _, code := range slices.Concat(n.Forms, n.Rows) {
			l.at[code] = n
		}
	}
	return true
}

// put adds an indicator to the section of what is placed under the first of some keys, else to the programme's.
func (l *laying) put(x Indicator, node string, keys ...string) {
	s := l.section[node]
	for _, key := range keys {
		if p := l.at[key]; p != nil && l.section[p.Node] != nil {
			s = l.section[p.Node]
			s.Why = p.Why
			break
		}
	}
	if s == nil {
		s = l.section[""]
	}
	s.Indicators = append(s.Indicators, x)
}

// planned lays out the plan's parts.
func (l *laying) planned() {
	if l.Plan == nil {
		return
	}
	for i := range l.Plan.Targets {
		t := &l.Plan.Targets[i]
		for j := range t.Parts {
			p := &t.Parts[j]
			x := Indicator{Title: p.Title, Part: p, Number: t.Number}
			for _, m := range []*target.Measure{p.Numerator, p.Denominator} {
				l.measure(&x, m)
			}
			for _, f := range l.Forms {
				for k := range f.Rows {
					if src := f.Rows[k].Figure; src != nil && src.Part == p.Code {
						l.sent(&x, f)
					}
				}
			}
			l.put(x, "", "part:"+p.Code)
		}
	}
}

// measure adds from where a measure of the plan is counted.
func (l *laying) measure(x *Indicator, m *target.Measure) {
	if m == nil {
		return
	}
	o := map[string]Origin{"household": Register, "person": Register, "support": Support, "activity": Activity,
		"report": Reported}[m.Over]
	if !slices.Contains(x.Origins, o) {
		x.Origins = append(x.Origins, o)
	}
	if k := l.Plan.ReportKind(m.Figure); k != nil && !slices.Contains(x.By, k.By) {
		x.By = append(x.By, k.By)
	}
}

// asked lays out the rows of forms that are not counted for a part of the plan; a form that is of one project as a
// whole stands as one.
func (l *laying) asked() {
	for _, f := range l.Forms {
		set := form.NewSet([]*form.Form{f})
		if l.at[f.Code] != nil {
			l.whole(set, f)
			continue
		}
		for i := range f.Rows {
			r := &f.Rows[i]
			if r.Head || l.part(r) {
				continue
			}
			x := Indicator{Title: r.Title, Unit: r.Unit, Form: f, Row: r, Node: r.Node,
				Origins: []Origin{origin(set, f, r)}}
			switch { // of money its columns are what is measured, and its title names the project
			case r.Node != "":
				x.Title = f.Title
			case r.Type == form.Money:
				x.Title = errs.T("%s: %s", f.Title, r.Title)
			}
			l.sent(&x, f)
			l.put(x, r.Node, f.Code+"/"+r.Code)
		}
	}
}

// whole lays out a form that is of one project.
func (l *laying) whole(set *form.Set, f *form.Form) {
	x := Indicator{Title: f.Title, Form: f}
	for i := range f.Rows {
		r := &f.Rows[i]
		if r.Head || l.part(r) {
			continue
		}
		if o := origin(set, f, r); !slices.Contains(x.Origins, o) {
			x.Origins = append(x.Origins, o)
		}
		x.Rows = append(x.Rows, r)
	}
	if len(x.Rows) > 0 {
		x.Row = x.Rows[0]
		l.sent(&x, f)
		l.put(x, "", f.Code)
	}
}

// part reports whether the plan has the part that a row counts.
func (l *laying) part(r *form.Row) bool {
	if r.Figure == nil || r.Figure.Part == "" || l.Plan == nil {
		return false
	}
	p, _ := l.Plan.Part(r.Figure.Part)
	return p != nil
}

// origin is from where the first value of a row comes; a row that is only words is typed.
func origin(set *form.Set, f *form.Form, r *form.Row) Origin {
	for i := range f.Columns {
		s := set.Slot(form.At(f.Code, r.Code, f.Columns[i].Code))
		switch {
		case s.Type.Said():
			continue
		case s.Kind != form.Input:
			return Computed
		case s.Source == nil:
			return Asked
		case s.Source.Money != "":
			return Ledger
		case s.Source.Class == "poor", s.Source.Class == "near_poor":
			return Recognised
		}
		return Register
	}
	return Asked
}

// sent adds that a form asks for an indicator, and when it is sent.
func (l *laying) sent(x *Indicator, f *form.Form) {
	if slices.Contains(x.Forms, f.Code) {
		return
	}
	x.Forms = append(x.Forms, f.Code)
	for i := range l.Schedules {
		if slices.Contains(l.Schedules[i].Forms, f.Code) && !slices.Contains(x.Due, i) {
			x.Due = append(x.Due, i)
		}
	}
}

// open is what is not known of the frame, the plan and the forms.
func (l *laying) open() []errs.Text {
	out := slices.Clone(l.Frames.Open)
	if l.Plan != nil {
		out = append(out, l.Plan.Open...)
	}
	if l.Programme != nil && l.Programme.Open.VI != "" {
		out = append(out, l.Programme.Open)
	}
	return out
}
