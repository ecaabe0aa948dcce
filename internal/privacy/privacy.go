// Package privacy holds what a person may ask of those who keep their data, and what is done about a breach: which
// steps follow which, and until when. It must not know storage, pages or the clock. Law 91/2025/QH15; what of it is not at
// hand is empty in the data and says so.
package privacy

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// Rules are the law's terms and what the office says of itself, as data.
type Rules struct {
	Sample   bool      `yaml:"sample"`
	From     date.Date `yaml:"from"`
	Note     errs.Text `yaml:"note"`
	Purposes []Purpose `yaml:"purposes"`
	Rights   []Right   `yaml:"rights"`
	Answer   struct {
		WorkingDays   int    `yaml:"working_days"`
		ExtensionDays int    `yaml:"extension_days"`
		Cite          string `yaml:"cite"`
	} `yaml:"answer"`
	Breach struct {
		Hours int    `yaml:"hours"`
		Cite  string `yaml:"cite"`
	} `yaml:"breach"`
	File struct {
		Days         int    `yaml:"days"`
		UpdateMonths int    `yaml:"update_months"`
		Cite         string `yaml:"cite"`
	} `yaml:"file"`
	Retention []Kept `yaml:"retention"`
}

// Purpose is what personal data are processed for, and on which ground.
type Purpose struct {
	Code      string    `yaml:"code"`
	Title     errs.Text `yaml:"title"`
	Data      errs.Text `yaml:"data"`
	Ground    errs.Text `yaml:"ground"`
	Cite      string    `yaml:"cite"` // "": not known
	Sensitive bool      `yaml:"sensitive,omitempty"`
}

// Right is something that a person may ask for.
type Right struct {
	Code       string    `yaml:"code"`
	Title      errs.Text `yaml:"title"`
	ActDays    int       `yaml:"act_days"`    // calendar days from the request
	SharedDays int       `yaml:"shared_days"` // where somebody else processes the data too
}

// Kept is how long data of a kind are kept; 0 months are not known.
type Kept struct {
	Code   string    `yaml:"code"`
	Title  errs.Text `yaml:"title"`
	Months int       `yaml:"months,omitempty"`
	Why    errs.Text `yaml:"why"`
}

const rulesFile = "privacy/privacy.yaml"

// Read reads the rules strictly. The error (errs.Invalid) carries target.Faults.
func Read(data fs.FS) (*Rules, error) {
	b, err := fs.ReadFile(data, rulesFile)
	if err != nil {
		return nil, err
	}
	return Parse(b)
}

// Parse reads the text of such a file.
func Parse(b []byte) (*Rules, error) {
	r, src := &Rules{}, target.NewSource(rulesFile)
	faults, ok := src.Decode(b, r)
	add := func(text errs.Text, at ...any) { faults = append(faults, src.Fault(text, at...)) }
	if ok && (r.Answer.WorkingDays < 1 || r.Answer.ExtensionDays < 0 || r.Breach.Hours < 1 || len(r.Rights) == 0) {
		add(errs.T("the terms of answering, of a breach and the rights are missing"), "answer")
	}
	had := map[string]bool{}
	for i := range r.Rights {
		v := &r.Rights[i]
		if v.Code == "" || had[v.Code] || v.Title.VI == "" || v.ActDays < 1 || v.SharedDays < v.ActDays {
			add(errs.T("a right has a code of its own, a title, and days, with others not fewer than alone"), "rights", i, "code")
		}
		had[v.Code] = true
	}
	for i := range r.Purposes {
		if v := &r.Purposes[i]; v.Code == "" || v.Title.VI == "" || v.Ground.VI == "" || v.Data.VI == "" {
			add(errs.T("a purpose has a code, a title, its data and its ground"), "purposes", i, "code")
		}
	}
	return r, faults.Refuse("tệp dữ liệu cá nhân")
}

// Right is the right of a code, nil where there is none.
func (r *Rules) Right(code string) *Right {
	i := slices.IndexFunc(r.Rights, func(v Right) bool { return v.Code == code })
	if i < 0 {
		return nil
	}
	return &r.Rights[i]
}

// State is where a request or a breach stands.
type State string

// The states: of a request, then of a breach.
const (
	Received State = "received"
	Accepted State = "accepted"
	Done     State = "done"
	Refused  State = "refused"
	TakenOff State = "withdrawn"

	Found    State = "found"
	Notified State = "notified"
	Closed   State = "closed"
)

var stateTitles = map[State]errs.Text{Received: errs.T("privacy|received"), Accepted: errs.T("privacy|accepted"),
	Done: errs.T("privacy|done"), Refused: errs.T("privacy|refused"), TakenOff: errs.T("privacy|taken back"),
	Found: errs.T("privacy|found"), Notified: errs.T("privacy|notified"), Closed: errs.T("privacy|closed")}

// Title is what a state is called.
func (s State) Title() errs.Text { return stateTitles[s] }

// Open reports whether something is still to be done.
func (s State) Open() bool {
	return s == Received || s == Accepted || s == Found || s == Notified
}

// Step is what somebody did with a request or a breach.
type Step struct {
	To     State     `json:"to"` // "extend" stays in its state
	By     int64     `json:"by"`
	Day    date.Date `json:"day"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
	Paper  string    `json:"paper,omitempty"` // number of the document
	Extend bool      `json:"extend,omitempty"`
}

// Request is what a person asks of those who keep their data.
type Request struct {
	State    State     `json:"-"`
	Right    string    `json:"right"`
	Who      string    `json:"who"`     // who asks, as they said it
	Contact  string    `json:"contact"` // how to reach them
	What     string    `json:"what"`
	Received date.Date `json:"received"`
	Shared   bool      `json:"shared"` // somebody else processes the data too
	Extended bool      `json:"extended"`
	Steps    []Step    `json:"steps"`
}

// MostLetters is how long what is typed may be.
const MostLetters = 2000

// leastReason is how many letters a ground has at least.
const leastReason = 10

// Sound refuses a request that does not say what is asked by whom. Errors: errs.Invalid.
func (q *Request) Sound(r *Rules, today date.Date) error {
	switch {
	case r.Right(q.Right) == nil:
		return errs.New(errs.Invalid, "choose what the person asks for")
	case strings.TrimSpace(q.Who) == "" || len([]rune(q.What)) < leastReason:
		return errs.New(errs.Invalid, "write who asks, and what for in at least %d letters", leastReason)
	case len([]rune(q.Who+q.Contact+q.What)) > MostLetters:
		return errs.New(errs.Invalid, "the request is longer than %d letters", MostLetters)
	case q.Received.IsZero() || q.Received > today || q.Received < today.AddMonths(-12):
		return errs.New(errs.Invalid, "the day of the request lies within the last year, up to today")
	}
	return nil
}

// Due are the days by which a request is answered and by which what it asks for is done.
func (q *Request) Due(r *Rules, working func(date.Date) bool) (answer, act date.Date) {
	answer = q.Received
	for left := r.Answer.WorkingDays; left > 0; {
		if answer = answer.AddDays(1); working(answer) {
			left--
		}
	}
	days := 0
	if v := r.Right(q.Right); v != nil {
		if days = v.ActDays; q.Shared {
			days = v.SharedDays
		}
	}
	if q.Extended {
		days += r.Answer.ExtensionDays
	}
	return answer, q.Received.AddDays(days)
}

// Next is the day by which the next thing is to be done; zero where nothing is.
func (q *Request) Next(r *Rules, working func(date.Date) bool) date.Date {
	answer, act := q.Due(r, working)
	switch q.State {
	case Received:
		return answer
	case Accepted:
		return act
	}
	return 0
}

// Take takes a step. Errors: errs.Invalid, errs.Conflict.
func (q *Request) Take(r *Rules, s Step) error {
	allowed := map[State][]State{Received: {Accepted, Refused, TakenOff}, Accepted: {Done, Refused, TakenOff}}
	reasoned := len([]rune(strings.TrimSpace(s.Reason))) >= leastReason
	switch {
	case len([]rune(s.Reason+s.Paper)) > MostLetters:
		return errs.New(errs.Invalid, "the request is longer than %d letters", MostLetters)
	case s.Extend && q.State != Accepted, !s.Extend && !slices.Contains(allowed[q.State], s.To):
		return errs.New(errs.Conflict, "the request is “%s” by now: this is not possible any more", q.State.Title())
	case s.Extend && q.Extended:
		return errs.New(errs.Conflict, "the term was extended already; it is extended once")
	case (s.Extend || s.To == Refused || s.To == Done) && !reasoned:
		return errs.New(errs.Invalid, "say why, or what was done, in at least %d letters: the person is told of it", leastReason)
	case s.Extend:
		q.Extended, s.To = true, q.State
	}
	q.State = s.To
	q.Steps = append(q.Steps, s)
	return nil
}

// Breach is that personal data were lost, changed or seen by who may not.
type Breach struct {
	State    State     `json:"-"`
	Found    time.Time `json:"found"`
	What     string    `json:"what"`
	Data     string    `json:"data"`     // of which kinds
	People   string    `json:"people"`   // how many, as far as it is known
	Measures string    `json:"measures"` // what was done at once
	Steps    []Step    `json:"steps"`
}

// Sound refuses a breach that says too little. Errors: errs.Invalid.
func (b *Breach) Sound(now time.Time) error {
	switch {
	case len([]rune(b.What)) < leastReason || strings.TrimSpace(b.Data) == "" || strings.TrimSpace(b.People) == "":
		return errs.New(errs.Invalid, "write what happened in at least %d letters, of which data and of how many people", leastReason)
	case len([]rune(b.What+b.Data+b.People+b.Measures)) > 2*MostLetters:
		return errs.New(errs.Invalid, "the request is longer than %d letters", 2*MostLetters)
	case b.Found.IsZero() || b.Found.After(now) || b.Found.Before(now.AddDate(-1, 0, 0)):
		return errs.New(errs.Invalid, "the moment when it was found lies within the last year, up to now")
	}
	return nil
}

// Due is the moment by which the authority is told.
func (b *Breach) Due(r *Rules) time.Time {
	return b.Found.Add(time.Duration(r.Breach.Hours) * time.Hour)
}

// Take takes a step. Errors: errs.Invalid, errs.Conflict.
func (b *Breach) Take(s Step) error {
	allowed := map[State]State{Found: Notified, Notified: Closed}
	switch {
	case len([]rune(s.Reason+s.Paper)) > MostLetters:
		return errs.New(errs.Invalid, "the request is longer than %d letters", MostLetters)
	case allowed[b.State] == "" || allowed[b.State] != s.To:
		return errs.New(errs.Conflict, "the request is “%s” by now: this is not possible any more", b.State.Title())
	case s.To == Notified && strings.TrimSpace(s.Paper) == "":
		return errs.New(errs.Invalid, "give the number of the notice that was sent")
	case len([]rune(strings.TrimSpace(s.Reason))) < leastReason:
		return errs.New(errs.Invalid, "say why, or what was done, in at least %d letters: the person is told of it", leastReason)
	}
	b.State = s.To
	b.Steps = append(b.Steps, s)
	return nil
}
