package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// ExitPlan is how a household is to leave poverty; it is superseded by its next version.
type ExitPlan struct {
	Province   string         `json:"-"`
	Household  int64          `json:"-"`
	Version    int64          `json:"-"`
	Commune    place.Code     `json:"-"`
	State      string         `json:"-"` // proposed, agreed, done
	Due        date.Date      `json:"-"`
	Cost       household.Dong `json:"-"`
	RecordedBy int64          `json:"-"`
	Recorded   time.Time      `json:"-"`

	Steps []ExitStep `json:"steps"`
	Lead  string     `json:"lead,omitempty"`
	Note  string     `json:"note,omitempty"`
}

// ExitStep is one support of an exit plan.
type ExitStep struct {
	Kind string         `json:"kind"`
	Cost household.Dong `json:"cost"`
	Lead string         `json:"lead,omitempty"`
	Due  date.Date      `json:"due,omitzero"`
}

func exitPlace(province string, household, version int64) string {
	return fmt.Sprintf("exit_plan/%s/%d/%d", province, household, version)
}

const exitColumns = `province, household, version, commune, state, due, cost, recorded_by, recorded_at, sealed_detail`

func (s *Store) scanExit(r scanner, p *ExitPlan) error {
	var due string
	var at int64
	var sealed []byte
	if err := r.Scan(&p.Province, &p.Household, &p.Version, &p.Commune, &p.State, &due, &p.Cost, &p.RecordedBy, &at, &sealed); err != nil {
		return err
	}
	p.Recorded = time.UnixMicro(at).UTC()
	var err error
	if p.Due, err = dayOf(due); err != nil {
		return err
	}
	plain, err := s.vault.Open(nil, sealed, exitPlace(p.Province, p.Household, p.Version))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, p)
}

// ExitPlan returns a household's newest exit plan. Errors: errs.NotFound.
func (s *Store) ExitPlan(ctx context.Context, province string, household int64) (*ExitPlan, error) {
	return s.exitPlan(ctx, s, province, household)
}

// ExitPlan is Store.ExitPlan within the transaction.
func (t *Tx) ExitPlan(ctx context.Context, province string, household int64) (*ExitPlan, error) {
	return t.store.exitPlan(ctx, t, province, household)
}

func (s *Store) exitPlan(ctx context.Context, q Reader, province string, household int64) (*ExitPlan, error) {
	var p ExitPlan
	if err := s.scanExit(q.row(ctx, `SELECT `+exitColumns+` FROM exit_plan WHERE province = $1 AND household = $2 ORDER BY version DESC LIMIT 1`, province, household), &p); err != nil {
		return nil, notFound(err)
	}
	return &p, nil
}

// ExitPlans returns the newest exit plans of a commune's households.
func (s *Store) ExitPlans(ctx context.Context, province string, commune place.Code) (out []ExitPlan, err error) {
	rows, err := s.query(ctx, `SELECT `+exitColumns+` FROM exit_plan p WHERE province = $1 AND commune = $2 AND version =
		(SELECT MAX(version) FROM exit_plan q WHERE q.province = p.province AND q.household = p.household) ORDER BY household`, province, string(commune))
	return out, each(rows, err, func(r scanner) error {
		var p ExitPlan
		err := s.scanExit(r, &p)
		out = append(out, p)
		return err
	})
}

// SetExitPlan adds the next version of a household's exit plan. Errors (errs.Conflict): another one came between.
func (t *Tx) SetExitPlan(ctx context.Context, p *ExitPlan, was int64) error {
	p.Version = was + 1
	plain, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO exit_plan (`+exitColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, p.Province, p.Household, p.Version, string(p.Commune), p.State, dayText(p.Due),
		int64(p.Cost), p.RecordedBy, p.Recorded.UnixMicro(), t.store.vault.Seal(nil, plain, exitPlace(p.Province, p.Household, p.Version)))
	if err != nil && isUnique(err) {
		return overtaken()
	}
	return err
}
