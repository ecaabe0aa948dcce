// Package narrative is a report in words: what people write stands around figures that nobody types. A figure in a text
// is the name of a cell, not a number; what else looks like a number is found. It must not know storage, pages, the
// clock, or how a figure of the office is counted.
package narrative

import (
	"slices"
	"strings"
	"unicode/utf8"

	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/report"
)

// Text is a report in words with its figures as they were when they were last taken over.
type Text struct {
	Template string                  `json:"template"`
	About    string                  `json:"about"` // what the paper is about, under its kind
	Sections []Section               `json:"sections"`
	Figures  map[form.Key]form.Value `json:"figures"`
}

// Section is a heading with its paragraphs. In a paragraph [[form/row/column]] is a figure of the round, and
// [[12,5|where it is from]] a number that no form has, with its source.
type Section struct {
	Head       string   `json:"head"`
	Paragraphs []string `json:"paragraphs"`
}

// Bounds of a text: more than any report of a province has.
const (
	MostSections   = 40
	MostParagraphs = 60 // of a section
	MostLetters    = 4000
)

// Sound refuses a text that is too large or whose marks do not close, and drops what is empty. Errors: errs.Invalid.
func (t *Text) Sound() error {
	if len(t.Sections) > MostSections {
		return errs.New(errs.Invalid, "a text has at most %d sections", MostSections)
	}
	for i := range t.Sections {
		s := &t.Sections[i]
		s.Head = strings.TrimSpace(s.Head)
		for j := range s.Paragraphs {
			s.Paragraphs[j] = strings.TrimSpace(s.Paragraphs[j])
		}
		s.Paragraphs = slices.DeleteFunc(s.Paragraphs, func(p string) bool { return p == "" })
		if len(s.Paragraphs) > MostParagraphs {
			return errs.New(errs.Invalid, "a section has at most %d paragraphs", MostParagraphs)
		}
		for _, p := range append([]string{s.Head}, s.Paragraphs...) {
			if utf8.RuneCountInString(p) > MostLetters {
				return errs.New(errs.Invalid, "a paragraph has at most %d letters; divide it: “%s”", MostLetters, quoted(p))
			}
			if _, ok := Pieces(p); !ok {
				return errs.New(errs.Invalid, "a figure that begins with [[ does not end with ]]: “%s”", quoted(p))
			}
		}
	}
	t.Sections = slices.DeleteFunc(t.Sections, func(s Section) bool { return s.Head == "" && len(s.Paragraphs) == 0 })
	if t.About = strings.TrimSpace(t.About); t.About == "" || utf8.RuneCountInString(t.About) > 300 {
		return errs.New(errs.Invalid, "say in at most 300 letters what the report is about")
	}
	return nil
}

// quoted is the beginning of a text.
func quoted(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// Piece is a stretch of a paragraph: words, a figure by its key, or a number from elsewhere with its source.
type Piece struct {
	Words   string
	Key     form.Key
	Outside string
	Source  string
}

// Pieces takes a paragraph apart; false where a mark does not close or holds nothing.
func Pieces(p string) (out []Piece, ok bool) {
	for p != "" {
		words, rest, marked := strings.Cut(p, "[[")
		if words != "" {
			out = append(out, Piece{Words: words})
		}
		if !marked {
			return out, true
		}
		inner, after, closed := strings.Cut(rest, "]]")
		inner = strings.TrimSpace(inner)
		if !closed || inner == "" || strings.Contains(inner, "[[") {
			return nil, false
		}
		if number, source, outside := strings.Cut(inner, "|"); outside {
			out = append(out, Piece{Outside: strings.TrimSpace(number), Source: strings.TrimSpace(source)})
		} else {
			out = append(out, Piece{Key: form.Key(inner)})
		}
		p = after
	}
	return out, true
}

// Fact is a figure that a text can name.
type Fact struct {
	Key   form.Key
	Row   errs.Text // what it counts
	Under errs.Text // in which column
	Paper string    // the number of its form
	Unit  errs.Text
	Type  form.Type
	Value form.Value
	Gap   int // how many units are missing from every sum: a text says so once
}

// Written writes a figure as a paper does, with what it lacks beside the units that all sums lack; a figure that is not
// known says so.
func (f *Fact) Written() string { return f.written(f.Value) }

// Lacks is how many units a figure of the round lacks, as the annex of sources says it.
func (f *Fact) Lacks() int { return f.Value.Missing }

func (f *Fact) written(v form.Value) string {
	if !v.Known {
		return unknown
	}
	s := v.Written(f.Type)
	if f.Type == form.Percent {
		s += "%"
	}
	if v.Missing > f.Gap {
		s += " (thiếu " + form.Value{Known: true, Number: int64(v.Missing)}.Written(form.Whole) + " đơn vị)"
	}
	return s
}

// unknown stands for a figure that nobody knows. A report is a Vietnamese paper, whoever reads it.
const unknown = "(chưa có số liệu)"

// The round's own figures, beside those of its forms.
const (
	roundUnits   = form.Key("ROUND/units/all")
	roundCounted = form.Key("ROUND/units/counted")
	roundMissing = form.Key("ROUND/units/missing")
	roundShare   = form.Key("ROUND/households/share")
)

// Facts are the figures of a round as it was consolidated, in the order of the paper.
func Facts(set *form.Set, r *report.Rolled) []Fact {
	units, share := errs.T("units"), form.Value{}
	if r.Of > 0 {
		share = form.Of((2*r.Households*10_000 + r.Of) / (2 * r.Of)) // in hundredths of a percent, half up
	}
	out := []Fact{
		{Key: roundUnits, Row: errs.T("Units that report"), Unit: units, Type: form.Whole, Value: form.Of(int64(r.Units))},
		{Key: roundCounted, Row: errs.T("Units that have sent"), Unit: units, Type: form.Whole,
			Value: form.Of(int64(r.Counted))},
		{Key: roundMissing, Row: errs.T("Units that are missing"), Unit: units, Type: form.Whole,
			Value: form.Of(int64(len(r.Gap)))},
		{Key: roundShare, Row: errs.T("Households in the units that have sent"), Type: form.Percent, Value: share},
	}
	for i := range set.Slots {
		s := &set.Slots[i]
		if s.Kind == form.Empty || s.Type.Said() && s.Column.Roll != form.Tallied ||
			s.Column.Roll == form.NotRolled && s.Kind == form.Input {
			continue
		}
		name, _, _ := s.Key.Parts()
		out = append(out, Fact{Key: s.Key, Row: s.Row.Title, Under: s.Column.Title, Paper: set.Form(name).Number,
			Unit: s.Row.Unit, Type: s.Type, Value: r.Values[s.Key], Gap: len(r.Gap)})
	}
	return out
}

// Book finds figures by their keys.
type Book struct {
	Facts []Fact
	at    map[form.Key]int
}

// NewBook makes a book of figures.
func NewBook(facts []Fact) *Book {
	b := &Book{facts, make(map[form.Key]int, len(facts))}
	for i := range facts {
		b.at[facts[i].Key] = i
	}
	return b
}

// Fact is the figure of a key, nil where there is none.
func (b *Book) Fact(k form.Key) *Fact {
	if i, ok := b.at[k]; ok {
		return &b.Facts[i]
	}
	return nil
}

// Keys are the figures that a text names, each once, in its order.
func (t *Text) Keys() (out []form.Key) {
	t.each(func(_, _ int, _ string, pieces []Piece) {
		for i := range pieces {
			if k := pieces[i].Key; k != "" && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	})
	return out
}

// each calls f with every paragraph and what it is made of.
func (t *Text) each(f func(section, paragraph int, text string, pieces []Piece)) {
	for i := range t.Sections {
		for j, p := range t.Sections[i].Paragraphs {
			pieces, _ := Pieces(p) // sound, or it was not kept
			f(i, j, p, pieces)
		}
	}
}

// Take takes the figures of a consolidation over: those that the text names.
func (t *Text) Take(b *Book) {
	t.Figures = nil
	t.Complete(b)
}

// Complete gives figures that the text names anew the value that they have; those it had stay.
func (t *Text) Complete(b *Book) {
	had := t.Figures
	t.Figures = map[form.Key]form.Value{}
	for _, k := range t.Keys() {
		if v, ok := had[k]; ok {
			t.Figures[k] = v
		} else if f := b.Fact(k); f != nil {
			t.Figures[k] = f.Value
		}
	}
}

// Change is a figure of a text that is another one by now.
type Change struct {
	*Fact
	Was string
}

// Changes are the figures of a text that differ from those of a book.
func (t *Text) Changes(b *Book) (out []Change) {
	for _, k := range t.Keys() {
		f := b.Fact(k)
		was, had := t.Figures[k]
		if f != nil && had && was != f.Value {
			out = append(out, Change{f, f.written(was)})
		}
	}
	return out
}

// Shown is a piece as it is read: a figure written out with what it is.
type Shown struct {
	Piece
	Text string
	Fact *Fact // nil of words and of numbers from elsewhere
	Lost bool  // the round has no such figure
}

// Show writes a paragraph out with the text's own figures.
func (t *Text) Show(b *Book, paragraph string) (out []Shown) {
	pieces, _ := Pieces(paragraph)
	for _, p := range pieces {
		s := Shown{Piece: p, Text: p.Words}
		switch {
		case p.Key != "":
			if s.Fact = b.Fact(p.Key); s.Fact == nil {
				s.Text, s.Lost = "[["+string(p.Key)+"]]", true
				break
			}
			v, had := t.Figures[p.Key]
			if !had {
				v = s.Fact.Value
			}
			s.Text = s.Fact.written(v)
		case p.Outside != "" || p.Source != "":
			s.Text = p.Outside
		}
		out = append(out, s)
	}
	return out
}

// Plain writes a paragraph out as words.
func (t *Text) Plain(b *Book, paragraph string) string {
	var s strings.Builder
	for _, p := range t.Show(b, paragraph) {
		s.WriteString(p.Text)
	}
	return s.String()
}

// Source is where a figure of a text comes from, for the annex of sources.
type Source struct {
	No       int
	Text     string // the figure as it is written
	Sentence string
	Fact     *Fact  // nil of a number from elsewhere
	From     string // of a number from elsewhere: its source
}

// Sources are the figures of a text in its order, each place by itself.
func (t *Text) Sources(b *Book) (out []Source) {
	t.each(func(_, _ int, p string, _ []Piece) {
		var whole strings.Builder
		var at []int
		shown := t.Show(b, p)
		for i := range shown {
			at = append(at, whole.Len())
			whole.WriteString(shown[i].Text)
		}
		for i := range shown {
			if s := &shown[i]; s.Fact != nil || s.Source != "" {
				out = append(out, Source{len(out) + 1, s.Text, sentence(whole.String(), at[i]), s.Fact, s.Source})
			}
		}
	})
	return out
}

// sentence is that of a text in which a byte stands: it ends with a mark that space follows.
func sentence(text string, at int) string {
	from, to := 0, len(text)
	for i, r := range text {
		if r != '.' && r != '!' && r != '?' && r != '\n' {
			continue
		}
		end := i + utf8.RuneLen(r)
		if r != '\n' && end < len(text) && text[end] != ' ' && text[end] != '\n' {
			continue // 1.234
		}
		if end <= at {
			from = end
		} else {
			to = end
			break
		}
	}
	return strings.TrimSpace(text[from:to])
}
