package narrative

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/target"
)

// Template is how a text begins: sections whose paragraphs hold by the figures. It is written in the language of the
// paper.
type Template struct {
	Code       string            `yaml:"code"`
	Title      errs.Text         `yaml:"title"`
	Instrument string            `yaml:"instrument"`
	Number     string            `yaml:"number,omitempty"`
	Sample     bool              `yaml:"sample,omitempty"`
	Note       errs.Text         `yaml:"note,omitempty"`
	Schedules  []string          `yaml:"schedules,flow"` // for whose rounds it is
	About      string            `yaml:"about"`
	Sections   []SectionTemplate `yaml:"sections"`
}

// SectionTemplate is a section of a template.
type SectionTemplate struct {
	Head       string              `yaml:"head"`
	Paragraphs []ParagraphTemplate `yaml:"paragraphs"`
}

// ParagraphTemplate is a paragraph that stands in the draft where its condition holds and all of Known are known.
// {{ky}}, {{ngay_chot}} and {{dia_ban}} are the round's period, its cut-off day and the place.
type ParagraphTemplate struct {
	Text  string     `yaml:"text"`
	Known []form.Key `yaml:"known,omitempty,flow"`
	When  *Condition `yaml:"when,omitempty"`
}

// Condition holds a figure against another one or a whole number, in units of its last decimal. An unknown one does not
// hold.
type Condition struct {
	Left  form.Key `yaml:"left"`
	Op    string   `yaml:"op"` // = < <= > >=
	Right string   `yaml:"right"`
}

func (c *Condition) holds(b *Book) bool {
	left, ok := known(b, string(c.Left))
	right, also := known(b, c.Right)
	if !ok || !also {
		return false
	}
	switch c.Op {
	case "=":
		return left == right
	case "<":
		return left < right
	case "<=":
		return left <= right
	case ">":
		return left > right
	}
	return left >= right
}

func known(b *Book, name string) (int64, bool) {
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		return n, true
	}
	if f := b.Fact(form.Key(name)); f != nil && f.Value.Known {
		return f.Value.Number, true
	}
	return 0, false
}

// Words are what a draft says of its round.
type Words struct {
	Period, CutOff, Place string // in Vietnamese
}

// Draft makes a text of a template and the figures of a consolidation. Causes and judgements are left to people.
func (t *Template) Draft(b *Book, w Words) *Text {
	fill := strings.NewReplacer("{{ky}}", w.Period, "{{ngay_chot}}", w.CutOff, "{{dia_ban}}", w.Place)
	out := &Text{Template: t.Code, About: fill.Replace(t.About)}
	for i := range t.Sections {
		s := Section{Head: t.Sections[i].Head}
		for j := range t.Sections[i].Paragraphs {
			p := &t.Sections[i].Paragraphs[j]
			if p.stands(b) {
				s.Paragraphs = append(s.Paragraphs, fill.Replace(p.Text))
			}
		}
		out.Sections = append(out.Sections, s)
	}
	out.Take(b)
	return out
}

func (p *ParagraphTemplate) stands(b *Book) bool {
	for _, k := range p.Known {
		if f := b.Fact(k); f == nil || !f.Value.Known {
			return false
		}
	}
	if p.When != nil && !p.When.holds(b) {
		return false
	}
	pieces, _ := Pieces(p.Text)
	return !slices.ContainsFunc(pieces, func(s Piece) bool { // a form that the round does not have
		return s.Key != "" && b.Fact(s.Key) == nil
	})
}

// file is a file of templates.
type file struct {
	Texts []Template `yaml:"texts"`
}

// Folder is where the templates that the program ships with lie.
const Folder = form.Folder + "/texts"

// Read reads the templates strictly, and refuses one that names a figure which no form has, or that has a number that
// nobody stands behind. The error (errs.Invalid) carries target.Faults.
func Read(data fs.FS, forms []*form.Form, schedules []form.Schedule) (out []Template, err error) {
	names, err := fs.Glob(data, Folder+"/*.yaml")
	if err != nil {
		return nil, err
	}
	r := &reader{set: form.NewSet(forms), schedules: schedules, had: map[string]bool{}}
	for _, name := range names {
		b, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, err
		}
		all := &file{}
		r.src = target.NewSource(name)
		var ok bool
		if r.faults, ok = r.src.Decode(b, all); ok {
			for i := range all.Texts {
				r.template(&all.Texts[i], i)
			}
		}
		if err := r.faults.Refuse("tệp mẫu lời văn"); err != nil {
			return nil, err
		}
		out = append(out, all.Texts...)
	}
	return out, nil
}

// reader gathers the faults of templates.
type reader struct {
	set       *form.Set
	schedules []form.Schedule
	src       *target.Source
	faults    target.Faults
	had       map[string]bool
}

func (r *reader) add(text errs.Text, at ...any) {
	r.faults = append(r.faults, r.src.Fault(text, at...))
}

func (r *reader) template(t *Template, i int) {
	at := func(keys ...any) []any { return append([]any{"texts", i}, keys...) }
	if t.Code == "" || r.had[t.Code] {
		r.add(errs.T("the code “%s” is used above", t.Code), at("code")...)
	}
	r.had[t.Code] = true
	for key, missing := range map[string]bool{"title": t.Title.VI == "", "instrument": t.Instrument == "",
		"about": t.About == "", "sections": len(t.Sections) == 0} {
		if missing {
			r.add(errs.T("“%s” is missing", key), at(key)...)
		}
	}
	for _, code := range t.Schedules {
		if !slices.ContainsFunc(r.schedules, func(s form.Schedule) bool { return s.Code == code }) {
			r.add(errs.T("there is no schedule “%s”", code), at("schedules")...)
		}
	}
	for j := range t.Sections {
		for k := range t.Sections[j].Paragraphs {
			r.paragraph(&t.Sections[j].Paragraphs[k], at("sections", j, "paragraphs", k))
		}
	}
}

func (r *reader) paragraph(p *ParagraphTemplate, at []any) {
	under := func(key string) []any { return append(slices.Clone(at), key) }
	pieces, ok := Pieces(p.Text)
	if !ok || p.Text == "" {
		r.add(errs.T("a figure that begins with [[ does not end with ]]: “%s”", quoted(p.Text)), under("text")...)
	}
	keys := slices.Clone(p.Known)
	for i := range pieces {
		if k := pieces[i].Key; k != "" {
			keys = append(keys, k)
		}
	}
	if c := p.When; c != nil {
		keys = append(keys, c.Left)
		if _, err := strconv.ParseInt(c.Right, 10, 64); err != nil {
			keys = append(keys, form.Key(c.Right))
		}
		if !slices.Contains([]string{"=", "<", "<=", ">", ">="}, c.Op) {
			r.add(errs.T("must be one of: %s; not “%s”", "=, <, <=, >, >=", c.Op), under("when")...)
		}
	}
	for _, k := range keys {
		if r.set.Slot(k) == nil && !strings.HasPrefix(string(k), "ROUND/") {
			r.add(errs.T("there is no figure “%s”", string(k)), under("text")...)
		}
	}
	if typed := loose(pieces); len(typed) > 0 {
		r.add(errs.T("“%s” was typed: put the figure in its place, or say where it is from", typed[0]), under("text")...)
	}
}
