// Package parts has what pages are made of, each part once: its template and the type that the template takes; and the
// words of pages for what the domain says.
package parts

import (
	"embed"
	"fmt"
	"html/template"

	"giamngheo/internal/errs"
)

// Templates are the parts.
//
//go:embed *.html
var Templates embed.FS

// The shared parts of pages are templates in this folder, each with the type that it takes. A page makes the value with
// the function of the same kind:
//
//	{{template "thead" (heads (col (t "Unit")) (num (t "Households")))}}
//	{{template "field" (input "reason" (t "Reason") .Reason | required | least 5 | most 300)}}
//	{{template "choice" (choice "place" (t "Unit") .Units | as "a-place")}}
//	{{template "chart" (chart "bar" "ages" (t "People by age"))}}
//
// "pager" takes whatever has Number, Pages and To. Those that take a text alone are card_title, empty (a list without
// items), none (the same within a card), alert, said, icon (its name), filter_end (the address of the list without a
// filter).

// head is a column's head in the template "thead".
type head struct {
	Text   string
	Num    bool   // figures: at the right
	Series bool   // a chart draws the column
	Dash   bool   // by a broken line
	Color  string // of the chart, #rrggbb
}

func col(text string) head { return head{Text: text} }

func num(text string) head { return head{Text: text, Num: true} }

// series is the head of a column of figures that a chart draws.
func series(text, color string) head { return head{Text: text, Num: true, Series: true, Color: color} }

// dash makes a chart draw a column by a broken line.
func dash(h head) head {
	h.Dash = true
	return h
}

func heads(list ...head) []head { return list }

// FormField is a field with its label, in the templates "field" and "choice".
type FormField struct {
	ID, Name, Label string
	Value           any
	HasValue        bool
	Options         template.HTML // of a choice
	Class           string        // beside form-control
	Type            string        // "" is text
	Mode            string        // of the keyboard on a telephone
	Holder          string        // what stands in it while it is empty
	Complete        string        // what a browser may fill in
	Least, Most     int           // letters; 0: any
	Required, Focus bool
	Starred         bool   // its label says that it is required
	Hint, Wrong     string // what is asked, and what is wrong with what was typed
}

// Input is a field for a line of text.
func Input(name, label string, value any) FormField {
	return FormField{ID: name, Name: name, Label: label, Value: value, HasValue: true}
}

// blank is a field that never shows what was typed before: a password, a file.
func blank(name, label string) FormField { return FormField{ID: name, Name: name, Label: label} }

// choice is a field for one of some options.
func choice(name, label string, options template.HTML) FormField {
	return FormField{ID: name, Name: name, Label: label, Options: options}
}

// fieldFuncs are what a page makes fields with; those that take a field last change it.
var fieldFuncs = template.FuncMap{
	"input": Input, "blank": blank, "choice": choice,
	"as":       func(id string, f FormField) FormField { f.ID = id; return f },
	"classed":  func(class string, f FormField) FormField { f.Class = class; return f },
	"kind":     func(kind string, f FormField) FormField { f.Type = kind; return f },
	"mode":     func(mode string, f FormField) FormField { f.Mode = mode; return f },
	"holder":   func(holder any, f FormField) FormField { f.Holder = fmt.Sprint(holder); return f },
	"complete": func(complete string, f FormField) FormField { f.Complete = complete; return f },
	"least":    func(n int, f FormField) FormField { f.Least = n; return f },
	"most":     func(n int, f FormField) FormField { f.Most = n; return f },
	"required": func(f FormField) FormField { f.Required = true; return f },
	"focus":    func(f FormField) FormField { f.Focus = true; return f },
	"wrong":    func(wrong string, f FormField) FormField { f.Wrong = wrong; return f },
	"col":      col, "num": num, "series": series, "dash": dash, "heads": heads,
	"chart":      func(kind, id, title string) chart { return chart{Kind: kind, ID: id, Title: title} },
	"badge":      func(kind, text string) badge { return badge{kind, text} },
	"planFilter": func(units template.HTML, on string) planFilter { return planFilter{units, on} },
	"sampleNote": func(note errs.Text, may bool) sampleNote { return sampleNote{note, may} },
	"fault":      func(faults map[string]string, name string) fault { return fault{name, faults[name]} },
}

// chart is a chart of the table "table-" and its ID, in the template "chart".
type chart struct{ Kind, ID, Title string }

// badge is a word in a coloured box, in the template "badge"; its kind is a class of the law or what looks like one.
type badge struct{ Kind, Text string }

// fault is what is wrong with a field, in the template "fault".
type fault struct{ Name, Text string }

// sampleNote says that the costs are a sample, in the template "sample_note".
type sampleNote struct {
	Note errs.Text
	May  bool // they may be replaced
}

// planFilter is the place and the day of a plan, in the template "planfilter".
type planFilter struct {
	Units template.HTML
	On    string
}
