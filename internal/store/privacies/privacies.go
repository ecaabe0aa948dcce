// Package privacies keeps the rows of what persons ask of those who keep their data, and of breaches.
package privacies

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/place"
	"giamngheo/internal/privacy"
	"giamngheo/internal/store"
)

// Kind is what a case is.
type Kind string

// The kinds.
const (
	Request Kind = "request"
	Breach  Kind = "breach"
)

// Case is a request or a breach; the one of its kind is filled in.
type Case struct {
	Province  string        `json:"-"`
	ID        int64         `json:"-"`
	Kind      Kind          `json:"-"`
	State     privacy.State `json:"-"`
	Place     place.Code    `json:"-"`
	Household int64         `json:"-"` // 0: of none
	Version   int64         `json:"-"`
	OpenedBy  int64         `json:"-"`
	Opened    time.Time     `json:"-"`

	Request *privacy.Request `json:"request,omitempty"`
	Breach  *privacy.Breach  `json:"breach,omitempty"`
}

// SealPlace is where the content of a case belongs; its seal opens nowhere else.
func SealPlace(province string, id, _ int64) string {
	return fmt.Sprintf("privacy/%s/%d", province, id)
}

const columns = `province, id, kind, state, place, household, version, opened_by, opened_at, sealed_content`

func (c *Case) seal(t store.Writer) ([]byte, error) {
	if c.Kind == Request {
		c.State = c.Request.State
	} else {
		c.State = c.Breach.State
	}
	plain, err := json.Marshal(c)
	return t.Vault().Seal(nil, plain, SealPlace(c.Province, c.ID, 0)), err
}

// Add keeps a case; its ID is set here.
func Add(ctx context.Context, t store.Writer, c *Case) (err error) {
	if c.ID, err = t.Next(ctx, c.Province, "privacy_case", 1); err != nil {
		return err
	}
	c.Version = 1
	sealed, err := c.seal(t)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO privacy_case (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, c.Province,
		c.ID, string(c.Kind), string(c.State), string(c.Place), c.Household, c.Version, c.OpenedBy, c.Opened.UnixMicro(), sealed)
	return err
}

// Set writes a case as its last step has made it. Errors (errs.Conflict): another step came between.
func Set(ctx context.Context, t store.Writer, c *Case) error {
	sealed, err := c.seal(t)
	if err != nil {
		return err
	}
	n, err := t.Exec(ctx, `UPDATE privacy_case SET state = $1, version = $2, sealed_content = $3
		WHERE province = $4 AND id = $5 AND version = $6`, string(c.State), c.Version+1, sealed, c.Province, c.ID, c.Version)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	c.Version++
	return err
}

func scan(s store.Reader, r store.Scanner, c *Case) error {
	var at int64
	var sealed []byte
	if err := r.Scan(&c.Province, &c.ID, &c.Kind, &c.State, &c.Place, &c.Household, &c.Version, &c.OpenedBy, &at,
		&sealed); err != nil {
		return err
	}
	c.Opened = time.UnixMicro(at).UTC()
	plain, err := s.Vault().Open(nil, sealed, SealPlace(c.Province, c.ID, 0))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, c); err != nil {
		return err
	}
	if c.Request != nil {
		c.Request.State = c.State
	}
	if c.Breach != nil {
		c.Breach.State = c.State
	}
	return nil
}

// Find returns a case. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Case, error) {
	var c Case
	if err := scan(s, s.Row(ctx, `SELECT `+columns+` FROM privacy_case WHERE province = $1 AND id = $2`, province, id),
		&c); err != nil {
		return nil, store.NotFound(err)
	}
	return &c, nil
}

// Of returns the cases of a kind, the newest first, at most so many.
func Of(ctx context.Context, s store.Reader, province string, kind Kind, most int) (out []Case, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM privacy_case WHERE province = $1 AND kind = $2
		ORDER BY id DESC LIMIT $3`, province, string(kind), most)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c Case
		err := scan(s, r, &c)
		out = append(out, c)
		return err
	})
}
