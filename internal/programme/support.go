package programme

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Support is one support given: to a household, a person of it, a group, officers or the public.
type Support struct {
	ID        int64
	Kind      string
	Household int64 // 0: to nobody of the register
	Member    int   // 0: to the household as a whole
	Commune   place.Code
	Day       date.Date
	Quantity  int64
	Amount    household.Dong
	Source    string // of the money: a code of Funds
	Activity  int64  // that it belongs to; 0: none
	Facts     Facts  // as they were on its day
	Content   string // what exactly: the course, the model, the card's period
	Details   map[string]string
	Evidence  string
	Note      string
	State     SupportState
	Overruled []Overrule
}

// SupportState says whether a support counts.
type SupportState uint8

// The states. A support is never changed or deleted: it is withdrawn, or another one stands in its place.
const (
	Valid SupportState = iota + 1
	Withdrawn
	Superseded
)

// Overrule is a finding that somebody who may has overruled, with the reason.
type Overrule struct {
	Code   string `json:"code"`
	Reason string `json:"reason"`
	By     int64  `json:"by"`
}

// Finding is one reason to refuse a support, with the article.
type Finding struct {
	Code        string
	Text        errs.Text // what is wrong, and what to do
	Cite        string
	Overrulable bool // by who may, with a reason
}

// Kind is a kind of support.
type Kind struct {
	Code     string    `yaml:"code"`
	Name     errs.Text `yaml:"name"`
	Node     string    `yaml:"node"`
	To       string    `yaml:"to"` // person, household, group, officers, public
	Unit     errs.Text `yaml:"unit"`
	Who      string    `yaml:"who"` // CEL over the facts and the record
	WhoText  errs.Text `yaml:"who_text"`
	WhoCite  string    `yaml:"who_cite"`
	Once     string    `yaml:"once"` // the same content again: "" as often as needed, year, ever
	OnceCite string    `yaml:"once_cite"`
	Norms    []Norm    `yaml:"norms"`
	Answers  []string  `yaml:"answers"` // the deprivations that it answers
	Details  []Detail  `yaml:"details"`
	Paid     bool      `yaml:"paid"`     // money or goods are handed out: it is on the payment list
	Activity string    `yaml:"activity"` // the kind of activity that it must belong to; "": none
	Open     errs.Text `yaml:"open"`     // what is not known of it
}

// Norm is what may be paid at most: the first whose When holds is the receiver's.
type Norm struct {
	Title     errs.Text `yaml:"title"`
	When      string    `yaml:"when"`
	Parameter string    `yaml:"parameter"` // of the law: đồng, or percent of what it costs
	Per       string    `yaml:"per"`       // quantity, support, percent_of_cost
	Cite      string    `yaml:"cite"`
}

// Detail is a column that a kind of support asks beside the common ones, between two days.
type Detail struct {
	Code     string    `yaml:"code"`
	Title    errs.Text `yaml:"title"`
	Type     string    `yaml:"type"` // text, int, money, date, choice
	Choices  []string  `yaml:"choices"`
	Required bool      `yaml:"required"`
	From     date.Date `yaml:"from"`
	To       date.Date `yaml:"to"`
	Cite     string    `yaml:"cite"`
}
