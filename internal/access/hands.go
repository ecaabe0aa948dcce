package access

import (
	"slices"

	"giamngheo/internal/errs"
)

// Hand is a part in an act: one person may not have two of them that check each other.
type Hand string

// The hands.
const (
	Writes     Hand = "writes"     // enters or prepares something
	Approves   Hand = "approves"   // lets it pass
	Allots     Hand = "allots"     // gives a line its money
	Pays       Hand = "pays"       // spends it
	Enters     Hand = "enters"     // records a payment
	Reconciles Hand = "reconciles" // holds it against the treasury's statement
)

// checks are the hands that check each other, and what is said to who would have both. Not to be changed.
var checks = []struct {
	first, second Hand
	refusal       errs.Text
}{
	{Writes, Approves, errs.T("nobody approves what they entered; ask somebody else who may approve")},
	{Allots, Pays, errs.T("nobody pays from a line whose money they allotted; ask another finance officer")},
	{Enters, Reconciles, errs.T("nobody reconciles what they entered; ask another finance officer")},
}

// MayLend refuses that an account lends a hand to something in which it had the other hand that checks it, or that it
// would check: had are the accounts that had it. Errors: errs.Forbidden.
func MayLend(h Hand, account int64, other Hand, had ...int64) error {
	for _, c := range checks {
		if (c.first == other && c.second == h || c.second == other && c.first == h) && slices.Contains(had, account) {
			return errs.Of(errs.Forbidden, c.refusal)
		}
	}
	return nil
}

// MayApprove refuses that anybody approves what he entered himself. Errors: errs.Forbidden.
func MayApprove(author, approver int64) error { return MayLend(Approves, approver, Writes, author) }
