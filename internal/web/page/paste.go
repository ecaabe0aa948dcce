package page

import (
	"encoding/json"
	"net/http"

	"giamngheo/internal/app/paste"
	"giamngheo/internal/errs"
)

// PasteColumn is a column of the grid into which rows are pasted.
type PasteColumn struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Required bool     `json:"required"`
	Choices  []string `json:"choices,omitempty"`
}

// PasteChecked answers what is wrong with pasted rows, for the grid.
func PasteChecked(w http.ResponseWriter, r *http.Request, res *paste.Result) error {
	type fault struct {
		Row     int    `json:"row"`
		Column  string `json:"column"`
		Message string `json:"message"`
		Asks    string `json:"asks,omitempty"` // what a tick answers
	}
	out := struct {
		Faults  []fault `json:"faults"`
		Summary string  `json:"summary"`
	}{Faults: []fault{}}
	for _, f := range res.Faults {
		out.Faults = append(out.Faults, fault{f.Row, f.Column, Pick(Lang(r), f.Text), f.Asks})
	}
	out.Summary = Pick(Lang(r), errs.T("%d rows: %d right, %d wrong", res.Rows, res.Good, res.Rows-res.Good))
	if res.Zeros > 0 {
		out.Summary += ". " + Pick(Lang(r), errs.T("%d citizen numbers got back the 0 that Excel took: look at them", res.Zeros))
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(out)
}
