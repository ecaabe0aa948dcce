package officetest

import (
	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
)

// Leader is somebody who may see the plan of the whole province, without an account.
func Leader() *office.Ask {
	return &office.Ask{Username: "t", Stage: office.StageIn,
		Grants: []access.Grant{{Role: access.Leader, Place: "94", From: date.Must(2020, 1, 1)}}}
}
