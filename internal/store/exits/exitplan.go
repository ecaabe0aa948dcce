// Package exits keeps the rows of households' exit plans, version by version.
package exits

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// State is how far an exit plan is.
type State string

// The states of an exit plan.
const (
	Proposed State = "proposed"
	Agreed   State = "agreed"
	Done     State = "done"
)

// Plan is how a household is to leave poverty; it is superseded by its next version.
type Plan struct {
	Province   string         `json:"-"`
	Household  int64          `json:"-"`
	Version    int64          `json:"-"`
	Commune    place.Code     `json:"-"`
	State      State          `json:"-"`
	Due        date.Date      `json:"-"`
	Cost       household.Dong `json:"-"`
	RecordedBy int64          `json:"-"`
	Recorded   time.Time      `json:"-"`

	Steps []Step `json:"steps"`
	Lead  string `json:"lead,omitempty"`
	Note  string `json:"note,omitempty"`
}

// Step is one support of an exit plan.
type Step struct {
	Kind string         `json:"kind"`
	Cost household.Dong `json:"cost"`
	Lead string         `json:"lead,omitempty"`
	Due  date.Date      `json:"due,omitzero"`
}

// ExitPlace is where the detail of an exit plan's version belongs; its seal opens nowhere else.
func ExitPlace(province string, household, version int64) string {
	return fmt.Sprintf("exit_plan/%s/%d/%d", province, household, version)
}

const exitColumns = `province, household, version, commune, state, due, cost, recorded_by, recorded_at, sealed_detail`

func scanExit(s store.Reader, r store.Scanner, p *Plan) error {
	var due string
	var at int64
	var sealed []byte
	if err := r.Scan(&p.Province, &p.Household, &p.Version, &p.Commune, &p.State, &due, &p.Cost, &p.RecordedBy, &at,
		&sealed); err != nil {
		return err
	}
	p.Recorded = time.UnixMicro(at).UTC()
	var err error
	if p.Due, err = store.DayOf(due); err != nil {
		return err
	}
	plain, err := s.Vault().Open(nil, sealed, ExitPlace(p.Province, p.Household, p.Version))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, p)
}

// Find returns a household's newest exit plan. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, household int64) (*Plan, error) {
	var p Plan
	if err := scanExit(s,
		s.Row(ctx, `SELECT `+exitColumns+
			` FROM exit_plan WHERE province = $1 AND household = $2 ORDER BY version DESC LIMIT 1`, province,
			household), &p); err != nil {
		return nil, store.NotFound(err)
	}
	return &p, nil
}

// All returns the newest exit plans of a commune's households.
func All(ctx context.Context, s store.Reader, province string, commune place.Code) (out []Plan, err error) {
	rows, err := s.Query(ctx, `SELECT `+exitColumns+` FROM exit_plan p WHERE province = $1 AND commune = $2 AND version =
		(SELECT MAX(version) FROM exit_plan q WHERE q.province = p.province AND q.household = p.household) ORDER BY household`, province, string(commune))
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var p Plan
		err := scanExit(s, r, &p)
		out = append(out, p)
		return err
	})
}

// Set adds the next version of a household's exit plan. Errors (errs.Conflict): another one came between.
func Set(ctx context.Context, t store.Writer, p *Plan, was int64) error {
	p.Version = was + 1
	plain, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO exit_plan (`+exitColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.Province, p.Household, p.Version, string(p.Commune), p.State, store.DayText(p.Due),
		int64(p.Cost), p.RecordedBy, p.Recorded.UnixMicro(),
		t.Vault().Seal(nil, plain, ExitPlace(p.Province, p.Household, p.Version)))
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}
