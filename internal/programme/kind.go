package programme

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Kind is a kind of support.
type Kind struct {
	Code   string    `yaml:"code"`
	Name   errs.Text `yaml:"name"`
	Node   string    `yaml:"node"`   // "": an existing policy outside the projects, see Policy
	Later  []string  `yaml:"later"`  // its nodes in later programmes, to new money of theirs
	Policy errs.Text `yaml:"policy"` // which policy gives it, where Node is empty
	To     string    `yaml:"to"`     // person, household, group, officers, public
	Unit   errs.Text `yaml:"unit"`
	Who    string    `yaml:"who"` // CEL over the facts and the record
	// statuses of the law whose persons belong to it too, on the days they are in force
	Statuses   []string  `yaml:"statuses"`
	WhoText    errs.Text `yaml:"who_text"`
	WhoCite    string    `yaml:"who_cite"`
	Once       string    `yaml:"once"`       // the same content again: "" as often as needed, year, ever
	Again      string    `yaml:"again"`      // the yes/no detail with which it may be given again all the same
	AgainMost  int       `yaml:"again_most"` // how often at most, the first counted in
	Whole      string    `yaml:"whole"`      // the part that the amount is where no part is given
	Same       string    `yaml:"same"`       // what makes it the same: content (or ""), or kind – whatever its content
	OnceCite   string    `yaml:"once_cite"`
	Most       int64     `yaml:"most"` // the greatest quantity of one support; 0: not limited
	Norms      []Norm    `yaml:"norms"`
	Answers    []string  `yaml:"answers"` // the deprivations that it answers
	Details    []Detail  `yaml:"details"`
	Paid       bool      `yaml:"paid"`     // money or goods are handed out: it is on the payment list
	Activity   string    `yaml:"activity"` // the kind of activity that it must belong to; "": none
	Sources    []string  `yaml:"sources"`  // the funds that may pay it; none: any
	SourceCite string    `yaml:"source_cite"`
	Open       errs.Text `yaml:"open"` // what is not known of it

	at source
}

// Person reports whether a support of the kind is given to one person.
func (k *Kind) Person() bool { return k.To == "person" }

// OfRegister reports whether a support of the kind is given to a household of the register or a person of one.
func (k *Kind) OfRegister() bool { return k.To == "person" || k.To == "household" }

// DetailsOn are the details that a support of a day is asked.
func (k *Kind) DetailsOn(day date.Date) (out []Detail) {
	for _, d := range k.Details {
		if d.On(day) {
			out = append(out, d)
		}
	}
	return out
}

// Norm is what may be paid at most: of those of the same Of and programme, the first that is the receiver's: whose
// When holds, or one of whose Statuses, at a Distance of Least.
type Norm struct {
	Title     errs.Text `yaml:"title"`
	Programme string    `yaml:"programme"` // under which it holds; "": any
	Of        string    `yaml:"of"`        // the detail that it bounds; "": the amount
	When      string    `yaml:"when"`      // CEL, the tier; "": everybody
	Statuses  []string  `yaml:"statuses"`  // statuses of the law whose persons are of the tier too
	Distance  string    `yaml:"distance"`  // the detail that must be Least or more; "": no such condition
	Least     int64     `yaml:"least"`     // km
	Parameter string    `yaml:"parameter"` // of the law: đồng, or percent of what it costs
	Percent   string    `yaml:"percent"`   // of the law: the percent of Parameter that may be paid; "": all of it
	Cost      string    `yaml:"cost"`      // the detail with the real cost, above which nothing is paid; "": not asked
	// Resolution is the parameter with the number of the province's resolution that sets the amount; "": the law sets
	// it.
	Resolution string `yaml:"resolution"`
	Per        string `yaml:"per"`   // quantity, support, percent_of_cost
	Times      string `yaml:"times"` // the detail that holds the quantity or the cost; "": the support's quantity
	Cite       string `yaml:"cite"`
}

// Detail is a column that a kind of support asks beside the common ones, between two days.
type Detail struct {
	Code     string    `yaml:"code"`
	Title    errs.Text `yaml:"title"`
	Type     string    `yaml:"type"` // text, int, money, date, bool, choice
	Choices  []Choice  `yaml:"choices"`
	Required bool      `yaml:"required"`
	Refuse   string    `yaml:"refuse"` // the value with which nothing may be given
	Part     bool      `yaml:"part"`   // the parts of a support make up its amount
	From     date.Date `yaml:"from"`
	To       date.Date `yaml:"to"`
	Cite     string    `yaml:"cite"`
}

// On reports whether the detail is asked of a support of a day.
func (d *Detail) On(day date.Date) bool { return day >= d.From && (d.To.IsZero() || day <= d.To) }

// Choice is one of the values of a detail.
type Choice struct {
	Code  string    `yaml:"code"`
	Title errs.Text `yaml:"title"`
}
