// Package proposals keeps what one person proposes and another one takes.
package proposals

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// State is what became of a proposal.
type State string

// The states.
const (
	Open      State = "open"
	Taken     State = "taken"     // another person agreed, and it was done
	Refused   State = "refused"   // another person did not agree
	Withdrawn State = "withdrawn" // by who proposed it
)

// Kind is what is proposed.
type Kind string

// The kinds.
const (
	Correction Kind = "correction" // of a recognition: Subject is the household
	Answers    Kind = "answers"    // of a household that a decision is about, of another class: Subject is the household
	Import     Kind = "import"     // of many households: Subject is the job
	Support    Kind = "support"    // above a sum: Subject is the household, 0: nobody's of the register
	Password   Kind = "password"   // a temporary one: Subject is the account
	Link       Kind = "link"       // of an outside account, which opens an account: Subject is the account
	Deputy     Kind = "deputy"     // who acts in the stead of whom: Subject is who is away
	Passkey    Kind = "passkey"    // of who has lost it, taken away: Subject is the passkey
)

// Proposal is what one person proposes. What it would do, why, and what was answered are sealed.
type Proposal struct {
	Province string     `json:"-"`
	ID       int64      `json:"-"`
	Kind     Kind       `json:"-"`
	Place    place.Code `json:"-"`
	Subject  int64      `json:"-"`
	State    State      `json:"-"`
	By       int64      `json:"-"`
	At       time.Time  `json:"-"`
	Decider  int64      `json:"-"` // 0 while it is open
	Decided  time.Time  `json:"-"`

	What   json.RawMessage `json:"what"`
	Answer string          `json:"answer,omitempty"`
}

// SealPlace is where the detail of a proposal belongs; its seal opens nowhere else.
func SealPlace(province string, id, _ int64) string {
	return fmt.Sprintf("proposal/%s/%d", province, id)
}

const columns = `province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at,
	sealed_detail`

func scan(s store.Reader, r store.Scanner, p *Proposal) error {
	var at, decided int64
	var sealed []byte
	if err := r.Scan(&p.Province, &p.ID, &p.Kind, &p.Place, &p.Subject, &p.State, &p.By, &at, &p.Decider, &decided,
		&sealed); err != nil {
		return err
	}
	p.At = time.UnixMicro(at).UTC()
	if decided != 0 {
		p.Decided = time.UnixMicro(decided).UTC()
	}
	plain, err := s.Vault().Open(nil, sealed, SealPlace(p.Province, p.ID, 0))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, p)
}

func seal(t store.Writer, p *Proposal) ([]byte, error) {
	plain, err := json.Marshal(p)
	return t.Vault().Seal(nil, plain, SealPlace(p.Province, p.ID, 0)), err
}

// Add keeps a proposal, open; its ID is set here.
func Add(ctx context.Context, t store.Writer, p *Proposal) (err error) {
	if p.ID, err = t.Next(ctx, p.Province, "proposal", 1); err != nil {
		return err
	}
	p.State = Open
	sealed, err := seal(t, p)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO proposal (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.Province, p.ID, string(p.Kind), string(p.Place), p.Subject, string(p.State), p.By, p.At.UnixMicro(), 0, 0, sealed)
	return err
}

// Decide writes what became of an open proposal. Errors (errs.Conflict): it was decided meanwhile.
func Decide(ctx context.Context, t store.Writer, p *Proposal) error {
	sealed, err := seal(t, p)
	if err != nil {
		return err
	}
	n, err := t.Exec(ctx, `UPDATE proposal SET state = $1, decided_by = $2, decided_at = $3, sealed_detail = $4
		WHERE province = $5 AND id = $6 AND state = $7`, string(p.State), p.Decider, p.Decided.UnixMicro(), sealed, p.Province,
		p.ID, string(Open))
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	return err
}

// Find returns a proposal. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Proposal, error) {
	var p Proposal
	if err := scan(s, s.Row(ctx, `SELECT `+columns+` FROM proposal WHERE province = $1 AND id = $2`, province, id),
		&p); err != nil {
		return nil, store.NotFound(err)
	}
	return &p, nil
}

// In returns proposals of a kind in a state, the newest first, at most so many.
func In(ctx context.Context, s store.Reader, province string, kind Kind, state State, most int) ([]Proposal, error) {
	return all(ctx, s, `SELECT `+columns+` FROM proposal WHERE province = $1 AND kind = $2 AND state = $3
		ORDER BY id DESC LIMIT $4`, province, string(kind), string(state), most)
}

// Of returns the proposals of a kind about a subject, the newest first.
func Of(ctx context.Context, s store.Reader, province string, kind Kind, subject int64) ([]Proposal, error) {
	return all(ctx, s, `SELECT `+columns+` FROM proposal WHERE province = $1 AND kind = $2 AND subject = $3
		ORDER BY id DESC`, province, string(kind), subject)
}

// Before returns proposals of a kind in a state that are older than one (0: than none), the newest first, at most so many.
func Before(ctx context.Context, s store.Reader, province string, kind Kind, state State, before int64,
	most int) ([]Proposal, error) {
	return all(ctx, s, `SELECT `+columns+` FROM proposal WHERE province = $1 AND kind = $2 AND state = $3 AND id < $4
		ORDER BY id DESC LIMIT $5`, province, string(kind), string(state), older(before), most)
}

// At is Before of all kinds in a place.
func At(ctx context.Context, s store.Reader, province string, at place.Code, state State, before int64,
	most int) ([]Proposal, error) {
	return all(ctx, s, `SELECT `+columns+` FROM proposal WHERE province = $1 AND state = $2 AND place = $3 AND id < $4
		ORDER BY id DESC LIMIT $5`, province, string(state), string(at), older(before), most)
}

func older(before int64) int64 {
	if before == 0 {
		return math.MaxInt64
	}
	return before
}

// By returns what somebody proposed, the newest first, at most so many.
func By(ctx context.Context, s store.Reader, province string, account int64, most int) ([]Proposal, error) {
	return all(ctx, s, `SELECT `+columns+` FROM proposal WHERE province = $1 AND proposed_by = $2
		ORDER BY id DESC LIMIT $3`, province, account, most)
}

func all(ctx context.Context, s store.Reader, query string, args ...any) (out []Proposal, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var p Proposal
		err := scan(s, r, &p)
		out = append(out, p)
		return err
	})
}
