// Package notice is what an office tells: to everybody, to the bodies of the programme or to communes, in several
// languages, written by one person and published by another. It knows no storage and no clock.
package notice

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// State is how far a notice has come.
type State string

// The states. Expired and Waiting are never kept: the day makes them of what is published.
const (
	Draft     State = "draft"
	Proposed  State = "proposed"
	Published State = "published"
	Withdrawn State = "withdrawn"
	Waiting   State = "waiting" // published, its first day is to come
	Expired   State = "expired" // published, its last day is over
)

// Title is a state's name.
func (s State) Title() errs.Text {
	switch s {
	case Draft:
		return errs.T("notices|Draft")
	case Proposed:
		return errs.T("notices|Waits for who publishes")
	case Published:
		return errs.T("notices|Published")
	case Withdrawn:
		return errs.T("notices|Withdrawn")
	case Waiting:
		return errs.T("notices|From a later day")
	case Expired:
		return errs.T("notices|Over")
	}
	return errs.Text{VI: string(s), EN: string(s)}
}

// Audience is to whom a notice is.
type Audience string

// The audiences.
const (
	Public   Audience = "public"   // anybody, without an account
	Bodies   Audience = "bodies"   // who works for a province or a district
	Communes Audience = "communes" // who works for a commune
)

// Audiences lists the audiences in order.
func Audiences() []Audience { return []Audience{Public, Bodies, Communes} }

// Title is an audience's name.
func (a Audience) Title() errs.Text {
	switch a {
	case Public:
		return errs.T("notices|Everybody (public page)")
	case Bodies:
		return errs.T("notices|Bodies of the province and the districts")
	case Communes:
		return errs.T("notices|Communes")
	}
	return errs.Text{VI: string(a), EN: string(a)}
}

// Languages are those that a notice can have, the first of them always.
func Languages() []string { return []string{"vi", "en", "km"} }

// Text is a notice in a language.
type Text struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

// Notice is what is told.
type Notice struct {
	ID       int64
	State    State
	Audience Audience
	Place    place.Code // whose notice it is
	Pinned   bool
	From, To date.Date // zero: from the day on which it is published, without an end
	Texts    map[string]Text
}

// In is a notice's text in a language, or in Vietnamese where it has none in it.
func (n *Notice) In(lang string) Text {
	if t, ok := n.Texts[lang]; ok && t.Title != "" {
		return t
	}
	return n.Texts["vi"]
}

// Has reports whether a notice is said in a language.
func (n *Notice) Has(lang string) bool { return n.Texts[lang].Title != "" }

// On is a notice's state on a day.
func (n *Notice) On(day date.Date) State {
	switch {
	case n.State != Published:
		return n.State
	case n.From > day:
		return Waiting
	case !n.To.IsZero() && n.To < day:
		return Expired
	}
	return Published
}

// Bounds of a notice's texts, in letters.
const (
	MostTitle = 200
	MostBody  = 20_000
)

// Check says what of a notice cannot be. Errors: errs.Invalid.
func (n *Notice) Check() error {
	var why []errs.Text
	add := func(bad bool, t errs.Text) {
		if bad {
			why = append(why, t)
		}
	}
	add(!slices.Contains(Audiences(), n.Audience), errs.T("choose to whom the notice is"))
	add(n.Texts["vi"].Title == "" || n.Texts["vi"].Body == "", errs.T("a notice needs its title and its text in Vietnamese"))
	for _, lang := range Languages() {
		t := n.Texts[lang]
		add(len([]rune(t.Title)) > MostTitle, errs.T("a title has at most %d letters", MostTitle))
		add(len([]rune(t.Body)) > MostBody, errs.T("a text has at most %d letters; add the rest as a file", MostBody))
		add((t.Title == "") != (t.Body == ""), errs.T("in each language give the title and the text, or neither"))
	}
	add(!n.To.IsZero() && !n.From.IsZero() && n.To < n.From, errs.T("the last day lies before the first"))
	if len(why) == 0 {
		return nil
	}
	return errs.New(errs.Invalid, "the notice cannot be kept: %s", errs.Join("; ", slices.CompactFunc(why,
		func(a, b errs.Text) bool { return a.EN == b.EN })))
}

// steps are to which states a notice may go from one; nothing leaves Withdrawn. Not to be changed.
var steps = map[State][]State{Draft: {Proposed}, Proposed: {Draft, Published}, Published: {Withdrawn}}

// Move takes a notice to a state on a day; returned to its writer, or withdrawn, with a reason. Errors: errs.Conflict
// for a step that is none from here, errs.Invalid without the reason and where its last day is over already.
func (n *Notice) Move(to State, on date.Date, reason string) error {
	switch {
	case !slices.Contains(steps[n.State], to):
		return errs.New(errs.Conflict, "the notice is “%s” by now and cannot become “%s”; look at it again",
			n.State.Title(), to.Title())
	case to == Withdrawn && len([]rune(strings.TrimSpace(reason))) < 5:
		return errs.New(errs.Invalid, "give the reason (at least 5 letters), for those who come after")
	case to == Published && !n.To.IsZero() && n.To < on:
		return errs.New(errs.Invalid, "its last day is over: have its writer change it")
	}
	if n.State = to; to == Published && n.From < on {
		n.From = on
	}
	return nil
}
