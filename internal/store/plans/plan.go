// Package plans keeps the rows of a year's plan: its versions, what is assigned to units, and the figures they report.
package plans

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Plan is one version of a year's plan, as the text of its file.
type Plan struct {
	Province   string
	Year       int
	Version    int64
	Number     string
	Content    string
	Reason     string
	RecordedBy int64
	Recorded   time.Time
}

// Add records the next version of a year's plan. Errors (errs.Conflict): another one came between.
func Add(ctx context.Context, t store.Writer, p *Plan, was int64) error {
	p.Version = was + 1
	_, err := t.Exec(ctx,
		`INSERT INTO plan (province, year, version, number, content, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, p.Province, p.Year, p.Version, p.Number,
		p.Content, p.Reason, p.RecordedBy, p.Recorded.UnixMicro())
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}

// All returns all versions of all plans of a province, the newest year and version first.
func All(ctx context.Context, q store.Reader, province string) (out []Plan, err error) {
	rows, err := q.Query(ctx,
		`SELECT province, year, version, number, content, reason, recorded_by, recorded_at FROM plan WHERE province = $1 ORDER BY year DESC, version DESC`, province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var p Plan
		var at int64
		err := r.Scan(&p.Province, &p.Year, &p.Version, &p.Number, &p.Content, &p.Reason, &p.RecordedBy, &at)
		p.Recorded = time.UnixMicro(at).UTC()
		out = append(out, p)
		return err
	})
}

// PlanShares is how one part of a plan is shared out to places, by which rule.
type PlanShares struct {
	Year       int
	Part       string
	Version    int64
	Rule       string
	Shares     map[place.Code]float64
	Reason     string
	RecordedBy int64
	Recorded   time.Time
}

// AddShares records the next version of a part's shares. Errors (errs.Conflict): another one came between.
func AddShares(ctx context.Context, t store.Writer, province string, p *PlanShares, was int64) error {
	p.Version = was + 1
	shares, err := json.Marshal(p.Shares)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO plan_share (province, year, part, version, rule, shares, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, province, p.Year, p.Part,
		p.Version, p.Rule, string(shares), p.Reason, p.RecordedBy, p.Recorded.UnixMicro())
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}

// SharesOf returns the newest shares of every part of a year's plan, by part.
func SharesOf(ctx context.Context, s store.Reader, province string, year int) (map[string]PlanShares, error) {
	out := map[string]PlanShares{}
	rows, err := s.Query(ctx,
		`SELECT year, part, version, rule, shares, reason, recorded_by, recorded_at FROM plan_share WHERE province = $1 AND year = $2 ORDER BY version`, province, year)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		p, err := scanShares(r)
		out[p.Part] = p
		return err
	})
}

// ShareVersions returns all versions of how a part of a year's plan is shared out, the newest first.
func ShareVersions(ctx context.Context, s store.Reader, province string, year int,
	part string) (out []PlanShares, err error) {
	rows, err := s.Query(ctx,
		`SELECT year, part, version, rule, shares, reason, recorded_by, recorded_at FROM plan_share WHERE province = $1 AND year = $2 AND part = $3 ORDER BY version DESC`, province, year, part)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		p, err := scanShares(r)
		out = append(out, p)
		return err
	})
}

func scanShares(r store.Scanner) (p PlanShares, err error) {
	var shares string
	var at int64
	if err := r.Scan(&p.Year, &p.Part, &p.Version, &p.Rule, &shares, &p.Reason, &p.RecordedBy, &at); err != nil {
		return p, err
	}
	p.Recorded = time.UnixMicro(at).UTC()
	return p, json.Unmarshal([]byte(shares), &p.Shares)
}

// Reported is a figure that a department or a survey reports, with its source and day. It is superseded, never changed.
type Reported struct {
	ID          int64
	Figure      string
	Place       place.Code
	AsOf        date.Date
	Numerator   int64 // 0 of 0 where only the value was reported
	Denominator int64
	Value       float64
	Source      string
	Note        string
	Superseded  int64 // by which; 0: it stands
	RecordedBy  int64
	Recorded    time.Time
}

// AddReported records a figure, which supersedes the one of the same place and day; its ID is set here.
func AddReported(ctx context.Context, t store.Writer, province string, v *Reported) (err error) {
	if v.ID, err = t.Next(ctx, province, "reported_figure", 1); err != nil {
		return err
	}
	if _, err := t.Exec(ctx,
		`UPDATE reported_figure SET superseded = $1 WHERE province = $2 AND figure = $3 AND place = $4 AND as_of = $5 AND superseded = 0`, v.ID, province, v.Figure, string(v.Place),
		v.AsOf.String()); err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO reported_figure (province, id, figure, place, as_of, numerator, denominator, value, source, note, superseded, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12)`, province, v.ID, v.Figure, string(v.Place),
		v.AsOf.String(), v.Numerator, v.Denominator,
		strconv.FormatFloat(v.Value, 'g', -1, 64), v.Source, v.Note, v.RecordedBy, v.Recorded.UnixMicro())
	return err
}

// AllReported returns all reported figures of a province, superseded ones too, in the order of their days.
func AllReported(ctx context.Context, s store.Reader, province string) (out []Reported, err error) {
	rows, err := s.Query(ctx,
		`SELECT id, figure, place, as_of, numerator, denominator, value, source, note, superseded, recorded_by, recorded_at FROM reported_figure WHERE province = $1 ORDER BY as_of, id`,
		province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Reported
		var day, value string
		var at int64
		err := r.Scan(&v.ID, &v.Figure, &v.Place, &day, &v.Numerator, &v.Denominator, &value, &v.Source, &v.Note,
			&v.Superseded, &v.RecordedBy, &at)
		if err == nil {
			v.AsOf, err = date.Parse(day)
		}
		if err == nil {
			v.Value, err = strconv.ParseFloat(value, 64)
		}
		v.Recorded = time.UnixMicro(at).UTC()
		out = append(out, v)
		return err
	})
}
