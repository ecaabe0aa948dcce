package roster

import "giamngheo/internal/errs"

// Verdict is what becomes of a row of a list.
type Verdict string

// The verdicts.
const (
	New     Verdict = "new"     // an account is made
	Changed Verdict = "changed" // an account becomes what the row says
	Same    Verdict = "same"    // the account is so already
	Refused Verdict = "refused"
)

// Verdicts are the verdicts in the order in which they are counted.
func Verdicts() []Verdict { return []Verdict{New, Changed, Same, Refused} }

// Title is what a verdict is called.
func (v Verdict) Title() errs.Text {
	return map[Verdict]errs.Text{New: errs.T("verdict|new"), Changed: errs.T("verdict|changed"),
		Same: errs.T("verdict|the same"), Refused: errs.T("verdict|refused")}[v]
}
