// Package publication says what a publication is: its series, its steps, and what is public of it. It knows no rows and
// no pages.
package publication

// Series is a kind of publication, which comes out on fixed days.
type Series string

// Step is something that becomes of a publication.
type Step string

// The steps. One that is prepared is approved or refused by another person; what is public may be withdrawn, and stays
// visible as withdrawn.
const (
	Approve  Step = "approve"
	Refuse   Step = "refuse"
	Withdraw Step = "withdraw"
)
