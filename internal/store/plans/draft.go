package plans

import (
	"context"
	"time"

	"giamngheo/internal/store"
)

// DraftState is what became of a draft.
type DraftState string

// The states of a draft.
const (
	DraftOpen    DraftState = "open"
	DraftInForce DraftState = "in_force" // it became the plan
	DraftDropped DraftState = "dropped"
)

// Draft is one version of the draft of a year's plan, as the text of its file; LeftOut is what was not carried into it
// and the version of the plan in force beside which it was made, as JSON.
type Draft struct {
	Province   string
	Year       int
	Version    int64
	State      DraftState
	Content    string
	LeftOut    string
	Reason     string
	RecordedBy int64
	Recorded   time.Time
}

// AddDraft records the next version of a draft. Errors (errs.Conflict): another one came between.
func AddDraft(ctx context.Context, t store.Writer, d *Draft, was int64) error {
	d.Version = was + 1
	_, err := t.Exec(ctx,
		`INSERT INTO plan_draft (province, year, version, state, content, left_out, reason, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, d.Province, d.Year, d.Version, string(d.State), d.Content,
		d.LeftOut, d.Reason, d.RecordedBy, d.Recorded.UnixMicro())
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}

// NewestDraft returns the newest version of the draft of a year's plan. Errors (errs.NotFound): there never was one.
func NewestDraft(ctx context.Context, s store.Reader, province string, year int) (*Draft, error) {
	d := &Draft{}
	var state string
	var at int64
	err := store.NotFound(s.Row(ctx,
		`SELECT province, year, version, state, content, left_out, reason, recorded_by, recorded_at FROM plan_draft
		WHERE province = $1 AND year = $2 ORDER BY version DESC LIMIT 1`, province, year).
		Scan(&d.Province, &d.Year, &d.Version, &state, &d.Content, &d.LeftOut, &d.Reason, &d.RecordedBy, &at))
	if err != nil {
		return nil, err
	}
	d.State, d.Recorded = DraftState(state), time.UnixMicro(at).UTC()
	return d, nil
}

// DraftYears returns the years of which there is an open draft, the newest first.
func DraftYears(ctx context.Context, s store.Reader, province string) (years []int, err error) {
	rows, err := s.Query(ctx,
		`SELECT d.year FROM plan_draft d WHERE d.province = $1 AND d.state = $2 AND d.version =
		(SELECT MAX(l.version) FROM plan_draft l WHERE l.province = d.province AND l.year = d.year) ORDER BY d.year DESC`,
		province, string(DraftOpen))
	return years, store.Each(rows, err, func(r store.Scanner) error {
		var y int
		err := r.Scan(&y)
		years = append(years, y)
		return err
	})
}
