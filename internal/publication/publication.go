// Package publication says what a publication is: its series, what it holds, its steps, and how its tables are made so
// that no small cell can be computed back. It knows no rows and no pages.
package publication

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Series is a kind of publication, which comes out of fixed days.
type Series string

// The series.
const (
	Households Series = "households" // the final result of a yearly review, by commune
	Targets    Series = "targets"    // the year's plan
	Money      Series = "money"      // granted and disbursed, by project and place
	Guide      Series = "guide"      // procedures, and what residents have a right to
)

// AllSeries lists the series in the order in which they are shown.
func AllSeries() []Series { return []Series{Households, Targets, Money, Guide} }

// Title is what a series is called.
func (s Series) Title() errs.Text {
	return map[Series]errs.Text{
		Households: errs.T("Poor and near-poor households by commune"),
		Targets:    errs.T("Targets of the year’s plan"),
		Money:      errs.T("Money of the programme by project and place"),
		Guide:      errs.T("How to apply, and what one has a right to"),
	}[s]
}

// Step is something that becomes of a publication.
type Step string

// The steps. One that is prepared is approved or refused by another person; what is public may be withdrawn, and stays
// visible as withdrawn.
const (
	Approve  Step = "approve"
	Refuse   Step = "refuse"
	Withdraw Step = "withdraw"
)

// Steps lists the steps.
func Steps() []Step { return []Step{Approve, Refuse, Withdraw} }

// State is what has become of a publication.
type State string

// The states.
const (
	Prepared  State = "prepared"
	Public    State = "public" // approved; public from its day on
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Title is what a state is called.
func (s State) Title() errs.Text {
	return map[State]errs.Text{Prepared: errs.T("waits for another person"), Public: errs.T("state|public"),
		Refused: errs.T("state|refused"), Withdrawn: errs.T("state|withdrawn")}[s]
}

// After is the state after a step, false where the step cannot be taken.
func (s State) After(step Step) (State, bool) {
	switch {
	case s == Prepared && step == Approve:
		return Public, true
	case s == Prepared && step == Refuse:
		return Refused, true
	case s == Public && step == Withdraw:
		return Withdrawn, true
	}
	return s, false
}

// Content is what is published, and no more than that: whatever of it is hidden is not in it.
type Content struct {
	Series       Series      `json:"series"`
	Period       string      `json:"period"`
	Province     string      `json:"province"`
	Name         string      `json:"name"`
	AsOf         date.Date   `json:"as_of"`
	Definitions  []errs.Text `json:"definitions,omitempty"`
	Sources      []string    `json:"sources"`
	Samples      []errs.Text `json:"samples,omitempty"` // what of it rests on data that no official has filled in
	Tables       []Table     `json:"tables,omitempty"`
	Certificate  *Proof      `json:"certificate,omitempty"`
	Targets      []Target    `json:"targets,omitempty"`
	Money        *Funds      `json:"money,omitempty"`
	Procedures   []Procedure `json:"procedures,omitempty"`
	Rights       []Right     `json:"rights,omitempty"`
	LeastOfRates int64       `json:"least_of_rates,omitempty"` // a rate of fewer is not shown
}

// Target is a part of the year's plan in the province.
type Target struct {
	Number   int       `json:"number"`
	Code     string    `json:"code"`
	Title    errs.Text `json:"title"`
	Unit     string    `json:"unit"` // points, percent, people, models
	Planned  *float64  `json:"planned"`
	Better   string    `json:"better"`
	Actual   *float64  `json:"actual"` // nil: not known
	Light    string    `json:"light"`
	Reported bool      `json:"reported"`
	AsOf     date.Date `json:"as_of"`
	Source   errs.Text `json:"source,omitzero"`
	Means    errs.Text `json:"definition,omitzero"`
	Official string    `json:"official,omitempty"`
}

// Funds is money in whole đồng.
type Funds struct {
	Year      int        `json:"year"`
	Projects  []Sum      `json:"projects"`
	Places    []Sum      `json:"places"`
	Whole     Sum        `json:"whole"`
	Decisions []Decision `json:"decisions,omitempty"`
}

// Sum is the money of a project or a place, in đồng.
type Sum struct {
	Code      string    `json:"code"`
	Title     errs.Text `json:"title"`
	In        string    `json:"in,omitempty"` // the code of the place above
	Granted   int64     `json:"granted"`
	Disbursed int64     `json:"disbursed"`
}

// Decision is a document by which money was granted or shared out.
type Decision struct {
	Symbol   string    `json:"symbol"`
	Issuer   string    `json:"issuer"`
	Day      date.Date `json:"day"`
	Abstract string    `json:"abstract"`
}

// Right is a kind of support with whom it is for.
type Right struct {
	Code   string    `json:"code"`
	Title  errs.Text `json:"title"`
	Who    errs.Text `json:"who"`
	Cite   string    `json:"cite"`
	Policy errs.Text `json:"policy,omitzero"`
	Open   errs.Text `json:"open,omitzero"` // what is not known of it
}

// Freeze is a content as it is kept, with its hash (SHA-256, hexadecimal).
func (c *Content) Freeze() (text []byte, hash string, err error) {
	if text, err = json.Marshal(c); err != nil {
		return nil, "", err
	}
	return text, Hash(text), nil
}

// Hash is the hash of a content as it is kept.
func Hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Read reads a content that was kept.
func Read(text []byte) (*Content, error) {
	c := &Content{}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, err
	}
	for i := range c.Tables {
		rows := c.Tables[i].Rows
		for _, r := range rows {
			if r.In >= 0 && r.In < len(rows) {
				rows[r.In].sums = true
			}
		}
	}
	return c, nil
}

// Table is the table of a code; nil where there is none.
func (c *Content) Table(code string) *Table {
	if i := slices.IndexFunc(c.Tables, func(t Table) bool { return t.Code == code }); i >= 0 {
		return &c.Tables[i]
	}
	return nil
}
