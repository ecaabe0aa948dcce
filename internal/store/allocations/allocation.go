package allocations

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// State is how far an allocation has come.
type State string

// The states.
const (
	Draft      State = "draft"
	Proposed   State = "proposed"   // frozen, under the number of its proposal
	Decided    State = "decided"    // its movements are in the ledger; it is never reckoned anew
	Superseded State = "superseded" // another one was decided in its place
	Dropped    State = "dropped"
)

// Title is what a state is called.
func (s State) Title() errs.Text {
	return map[State]errs.Text{Draft: errs.T("allocation|draft"), Proposed: errs.T("allocation|proposed"),
		Decided: errs.T("allocation|decided"), Superseded: errs.T("allocation|superseded"),
		Dropped: errs.T("allocation|dropped")}[s]
}

// Allocation is a line's money shared out. Version is the one that holds; it counts all changes.
type Allocation struct {
	Province   string
	ID         int64
	Line       int64
	Title      string
	State      State
	Version    int64
	Proposal   int64 // how often it was proposed
	Replaces   int64 // the decided one in whose place it comes, 0: none
	ProposedBy int64
	Document   int64 // that decided it
	DecidedBy  int64
	Decided    date.Date
	RecordedBy int64
	Recorded   time.Time // when it was begun
}

// Version is what an allocation was made of from a change on, and what the change was.
type Version struct {
	Version    int64
	Deed       string
	Reason     string
	Content    Content
	RecordedBy int64
	Recorded   time.Time
}

// Content is what an allocation is made of, whole: it can be reckoned again from this alone. Amounts are whole
// đồng.
type Content struct {
	Norm   NormRef          `json:"norm"`
	Pool   int64            `json:"pool"`
	Day    date.Date        `json:"day"` // of the data
	Map    date.Date        `json:"map"` // the day whose units are shared out to
	From   string           `json:"from"`
	File   string           `json:"file,omitempty"`
	Off    map[string]int64 `json:"off,omitempty"`
	Units  []Unit           `json:"units"`
	Result map[string]int64 `json:"result,omitempty"` // of what was proposed: what each unit gets
}

// NormRef names the norm that an allocation goes by, with its text.
type NormRef struct {
	Code    string `json:"code"`
	Version int64  `json:"version"` // 0: as it was shipped
	Hash    string `json:"hash"`
	Text    string `json:"text"`
}

// Unit is a recipient with its values by column.
type Unit struct {
	Code  string          `json:"code"`
	Name  string          `json:"name"`
	Above string          `json:"above,omitempty"` // the district, on the day of the map
	Cells map[string]Cell `json:"cells"`
	Hand  *Hand           `json:"hand,omitempty"`
}

// Hand is a part set by hand.
type Hand struct {
	Amount int64  `json:"amount"`
	Reason string `json:"reason"`
}

// Cell is a value with where it comes from; Value is a fraction, "" where it is not known.
type Cell struct {
	Value   string `json:"value"`
	By      string `json:"by"` // register, list, file, hand; "" of what nobody told
	Met     int64  `json:"met,omitempty"`
	Of      int64  `json:"of,omitempty"` // 0 of a count
	Unknown int64  `json:"unknown,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// By what a value is known.
const (
	ByRegister = "register"
	ByList     = "list"
	ByFile     = "file"
	ByHand     = "hand"
)

const (
	columns        = `province, id, line, title, state, version, proposal, replaces, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at`
	versionColumns = `version, deed, reason, recorded_by, recorded_at`
)

func scan(r store.Scanner, a *Allocation) error {
	var day string
	var at int64
	err := r.Scan(&a.Province, &a.ID, &a.Line, &a.Title, &a.State, &a.Version, &a.Proposal, &a.Replaces, &a.ProposedBy,
		&a.Document, &a.DecidedBy, &day, &a.RecordedBy, &at)
	if err != nil {
		return err
	}
	a.Recorded = time.UnixMicro(at).UTC()
	a.Decided, err = store.DayOf(day)
	return err
}

// Add begins an allocation; its ID is set here.
func Add(ctx context.Context, t store.Writer, a *Allocation) (err error) {
	if a.ID, err = t.Next(ctx, a.Province, "allocation", 1); err != nil {
		return err
	}
	a.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO allocation (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, a.Province, a.ID, a.Line, a.Title,
		string(a.State), a.Version, a.Proposal, a.Replaces, a.ProposedBy, a.Document, a.DecidedBy,
		store.DayText(a.Decided),
		a.RecordedBy, a.Recorded.UnixMicro())
	return err
}

// Set writes how far an allocation has come, with its next version. Errors (errs.Conflict): another change came
// between.
func Set(ctx context.Context, t store.Writer, a *Allocation, was int64) error {
	n, err := t.Exec(ctx, `UPDATE allocation SET title = $1, state = $2, version = $3, proposal = $4, proposed_by = $5,
		document = $6, decided_by = $7, decided_day = $8 WHERE province = $9 AND id = $10 AND version = $11`, a.Title,
		string(a.State), was+1, a.Proposal, a.ProposedBy, a.Document, a.DecidedBy, store.DayText(a.Decided),
		a.Province, a.ID,
		was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	a.Version = was + 1
	return err
}

// Find returns one allocation. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Allocation, error) {
	var a Allocation
	if err := scan(s.Row(ctx, `SELECT `+columns+` FROM allocation WHERE province = $1 AND id = $2`, province, id),
		&a); err != nil {
		return nil, store.NotFound(err)
	}
	return &a, nil
}

func each(rows *sql.Rows, err error) (out []Allocation, _ error) {
	err = store.Each(rows, err, func(r store.Scanner) error {
		var a Allocation
		err := scan(r, &a)
		out = append(out, a)
		return err
	})
	return out, err
}

// Before returns a province's allocations below a number, the newest first, at most so many.
func Before(ctx context.Context, s store.Reader, province string, below int64, most int) ([]Allocation, error) {
	return each(s.Query(ctx,
		`SELECT `+columns+` FROM allocation WHERE province = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
		province, below, most))
}

// In returns the allocations of a state, the oldest first.
func In(ctx context.Context, s store.Reader, province string, state State) ([]Allocation, error) {
	return each(s.Query(ctx, `SELECT `+columns+` FROM allocation WHERE province = $1 AND state = $2 ORDER BY id`,
		province,
		string(state)))
}

// By returns the allocations that a document decided.
func By(ctx context.Context, s store.Reader, province string, document int64) ([]Allocation, error) {
	return each(s.Query(ctx, `SELECT `+columns+` FROM allocation WHERE province = $1 AND document = $2 ORDER BY id`,
		province,
		document))
}

// AddVersion writes a version of an allocation.
func AddVersion(ctx context.Context, t store.Writer, province string, allocation int64, v *Version) error {
	content, err := json.Marshal(&v.Content)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO allocation_change (province, allocation, content, `+versionColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, province, allocation, string(content), v.Version, v.Deed, v.Reason,
		v.RecordedBy, v.Recorded.UnixMicro())
	return err
}

func scanVersion(r store.Scanner, v *Version, more ...any) error {
	var at int64
	err := r.Scan(append([]any{&v.Version, &v.Deed, &v.Reason, &v.RecordedBy, &at}, more...)...)
	v.Recorded = time.UnixMicro(at).UTC()
	return err
}

// FindVersion returns a version of an allocation. Errors: errs.NotFound.
func FindVersion(ctx context.Context, s store.Reader, province string, allocation, version int64) (*Version, error) {
	var v Version
	var content string
	if err := scanVersion(s.Row(ctx, `SELECT `+versionColumns+`, content FROM allocation_change
		WHERE province = $1 AND allocation = $2 AND version = $3`, province, allocation, version), &v, &content); err != nil {
		return nil, store.NotFound(err)
	}
	return &v, json.Unmarshal([]byte(content), &v.Content)
}

// Versions returns the changes of an allocation without what it was made of, the newest first.
func Versions(ctx context.Context, s store.Reader, province string, allocation int64) (out []Version, err error) {
	rows, err := s.Query(ctx, `SELECT `+versionColumns+` FROM allocation_change
		WHERE province = $1 AND allocation = $2 ORDER BY version DESC`, province, allocation)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Version
		err := scanVersion(r, &v)
		out = append(out, v)
		return err
	})
}
