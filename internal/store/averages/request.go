// Package averages keeps the rows of requests to be recognised as of average living standard.
package averages

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"

	"giamngheo/internal/average"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Request is a household's request as it stands. Version grows with every step.
type Request struct {
	Province  string
	ID        int64
	Household int64
	Commune   place.Code
	Version   int64
	average.Request
}

// RequestPlace is where what a request says belongs; its seal opens nowhere else.
func RequestPlace(province string, id, _ int64) string {
	return fmt.Sprintf("average_request/%s/%d", province, id)
}

const columns = `province, id, household, commune, version, sealed_request`

// Add writes a new request; its ID is set here.
func Add(ctx context.Context, t store.Writer, r *Request) (err error) {
	if r.ID, err = t.Next(ctx, r.Province, "average_request", 1); err != nil {
		return err
	}
	sealed, err := seal(t, r)
	if err != nil {
		return err
	}
	r.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO average_request (province, id, household, commune, version, stage, open, received,
		sealed_request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, r.Province, r.ID, r.Household, string(r.Commune),
		r.Version, string(r.Stage), open(r), r.Received.String(), sealed)
	return err
}

// Set writes a request over its version. Errors: errs.Conflict where somebody was faster.
func Set(ctx context.Context, t store.Writer, r *Request) error {
	sealed, err := seal(t, r)
	if err != nil {
		return err
	}
	n, err := t.Exec(ctx, `UPDATE average_request SET version = $1, stage = $2, open = $3, sealed_request = $4
		WHERE province = $5 AND id = $6 AND version = $7`, r.Version+1, string(r.Stage), open(r), sealed, r.Province,
		r.ID, r.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "somebody else has just taken a step with this request: look at it again")
	}
	r.Version++
	return err
}

func seal(s store.Reader, r *Request) ([]byte, error) {
	plain, err := json.Marshal(&r.Request)
	return s.Vault().Seal(nil, plain, RequestPlace(r.Province, r.ID, 0)), err
}

func open(r *Request) int {
	if r.Stage.Over() {
		return 0
	}
	return 1
}

// Find returns a request. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Request, error) {
	var r Request
	return &r, store.NotFound(scan(s, s.Row(ctx, `SELECT `+columns+
		` FROM average_request WHERE province = $1 AND id = $2`, province, id), &r))
}

// All returns a province's requests that wait for something, or those that do not, of the households that are wanted,
// the newest first, at most limit; more says that there are others of these households. Only these are opened.
func All(ctx context.Context, s store.Reader, province string, waiting bool, limit int,
	wanted func(household int64) bool) (out []Request, more bool, err error) {
	const piece = 1000
	state := 0
	if waiting {
		state = 1
	}
	for below, left := int64(math.MaxInt64), true; left && !more; {
		var ids []int64
		read := 0
		rows, err := s.Query(ctx, `SELECT id, household FROM average_request WHERE province = $1 AND open = $2 AND id < $3
			ORDER BY id DESC LIMIT $4`, province, state, below, piece)
		if err := store.Each(rows, err, func(row store.Scanner) error {
			var household int64
			err := row.Scan(&below, &household)
			if read++; wanted(household) {
				ids = append(ids, below)
			}
			return err
		}); err != nil {
			return nil, false, err
		}
		left, more = read == piece, len(out)+len(ids) > limit
		for _, id := range ids[:min(len(ids), limit-len(out))] {
			r, err := Find(ctx, s, province, id)
			if err != nil {
				return nil, false, err
			}
			out = append(out, *r)
		}
	}
	return out, more, nil
}

// OfHousehold returns a household's requests, the newest first.
func OfHousehold(ctx context.Context, s store.Reader, province string, household int64) ([]Request, error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM average_request WHERE province = $1 AND household = $2
		ORDER BY id DESC`, province, household)
	return each(s, rows, err)
}

func each(s store.Reader, rows *sql.Rows, err error) (out []Request, failed error) {
	return out, store.Each(rows, err, func(row store.Scanner) error {
		var r Request
		err := scan(s, row, &r)
		out = append(out, r)
		return err
	})
}

func scan(s store.Reader, row store.Scanner, r *Request) error {
	var sealed []byte
	if err := row.Scan(&r.Province, &r.ID, &r.Household, &r.Commune, &r.Version, &sealed); err != nil {
		return err
	}
	plain, err := s.Vault().Open(nil, sealed, RequestPlace(r.Province, r.ID, 0))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, &r.Request)
}
