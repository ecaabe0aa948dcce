// Package jobs keeps the rows of what runs in the background.
package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// Said is the job's message in the languages of the interface; the message of an older program is Vietnamese alone.
func (j *Job) Said() (t errs.Text) {
	if json.Unmarshal([]byte(j.Message), &t) != nil {
		t.VI = j.Message
	}
	return t
}

const columns = `province, id, kind, account, state, done, total, input, result, message, file, out_file, created_at, finished_at, owner, lease, cancel`

// Kind is what a job does; whoever handles it says what people call it (office.Handle).
type Kind string

// State is how far a job is.
type State string

// The states of a job.
const (
	Queued    State = "queued"
	Running   State = "running"
	Ready     State = "ready" // looked at: a person decides whether it goes on
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

var stateTitles = map[State]errs.Text{
	Queued: errs.T("Waiting"), Running: errs.T("Running"), Ready: errs.T("Waits for you"),
	Done: errs.T("stateTitles|Done"), Failed: errs.T("Failed"), Cancelled: errs.T("Cancelled"),
}

// Title is what people call the state.
func (s State) Title() errs.Text { return stateTitles[s] }

// Job is long work in the background. Input and Result are the work's own JSON; File and OutFile name sealed files of
// the office.
type Job struct {
	Province      string
	ID            int64
	Kind          Kind
	Account       int64
	State         State
	Done, Total   int64
	Input, Result string
	Message       string
	File, OutFile string
	Created       time.Time
	Finished      time.Time
	Owner         string    // the server that runs it, or ran it last
	Lease         time.Time // until when it is that server's, unless it says so again
	Cancel        bool      // its person wants it to end
}

func scanJob(r store.Scanner) (j Job, err error) {
	var created, finished, lease, cancel int64
	err = r.Scan(&j.Province, &j.ID, &j.Kind, &j.Account, &j.State, &j.Done, &j.Total, &j.Input, &j.Result, &j.Message,
		&j.File, &j.OutFile, &created, &finished, &j.Owner, &lease, &cancel)
	j.Lease, j.Cancel = time.UnixMicro(lease).UTC(), cancel != 0
	j.Created, j.Finished = time.UnixMicro(created).UTC(), time.UnixMicro(finished).UTC()
	return j, err
}

// Add queues a job; its ID is set here.
func Add(ctx context.Context, t store.Writer, j *Job) error {
	var err error
	if j.ID, err = t.Next(ctx, j.Province, "job", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO job (province, id, kind, account, state, input, file, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		j.Province, j.ID, j.Kind, j.Account, j.State, j.Input, j.File, j.Created.UnixMicro())
	return err
}

// Set writes how a job stands. It does not wake one that ended.
func Set(ctx context.Context, t store.Writer, j *Job) error {
	_, err := t.Exec(ctx,
		`UPDATE job SET state = $1, done = $2, total = $3, input = $4, result = $5, message = $6, file = $7, out_file = $8, finished_at = $9
		WHERE province = $10 AND id = $11`, j.State, j.Done, j.Total, j.Input, j.Result, j.Message, j.File, j.OutFile,
		j.Finished.UnixMicro(), j.Province, j.ID)
	return err
}

// Find returns a job. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Job, error) {
	j, err := scanJob(s.Row(ctx, `SELECT `+columns+` FROM job WHERE province = $1 AND id = $2`, province, id))
	if err != nil {
		return nil, store.NotFound(err)
	}
	return &j, nil
}

// Of returns an account's jobs, the newest first.
func Of(ctx context.Context, s store.Reader, province string, account int64, limit int) (out []Job, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+
		` FROM job WHERE province = $1 AND account = $2 ORDER BY id DESC LIMIT $3`, province, account, limit)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		j, err := scanJob(r)
		out = append(out, j)
		return err
	})
}

// Waiting reports whether a job waits, or its server is gone.
func Waiting(ctx context.Context, r store.Reader, province string, alone bool, now time.Time) (bool, error) {
	var n int
	err := r.Row(ctx, `SELECT COUNT(*) FROM job WHERE province = $1 AND (state = 'queued' OR state = 'running' AND lease < $2)`,
		province, goneBefore(alone, now)).Scan(&n)
	return n > 0, err
}

// goneBefore is when the lease of a job ended whose server is gone.
func goneBefore(alone bool, now time.Time) int64 {
	if alone { // no other server can be running any
		return math.MaxInt64
	}
	return now.UnixMicro()
}

// Held are the jobs that servers run at a moment.
func Held(ctx context.Context, r store.Reader, now time.Time) (out []int64, err error) {
	rows, err := r.Query(ctx, `SELECT id FROM job WHERE state = 'running' AND lease >= $1`, now.UnixMicro())
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var id int64
		err := r.Scan(&id)
		out = append(out, id)
		return err
	})
}

// Take gives the oldest job that waits, or whose server is gone, to a server until a moment; nil where there is none.
// Alone: no other server can be running any.
func Take(ctx context.Context, t store.Writer, province, owner string, alone bool, now, until time.Time) (*Job, error) {
	var id int64
	err := t.Row(ctx, `UPDATE job SET state = 'running', owner = $1, lease = $2 WHERE province = $3 AND id = (SELECT id
		FROM job WHERE province = $3 AND (state = 'queued' OR state = 'running' AND lease < $4) ORDER BY id LIMIT 1)
		RETURNING id`, owner, until.UnixMicro(), province, goneBefore(alone, now)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return Find(ctx, t, province, id)
}

// Renew keeps a job for the server that runs it and writes how far it is; false: it is that server's no more.
func Renew(ctx context.Context, t store.Writer, j *Job, until time.Time) (bool, error) {
	n, err := t.Exec(ctx, `UPDATE job SET lease = $1, done = $2, total = $3 WHERE province = $4 AND id = $5 AND owner = $6
		AND state = 'running'`, until.UnixMicro(), j.Done, j.Total, j.Province, j.ID, j.Owner)
	return n == 1, err
}

// AskEnd notes that a job's person wants it to end, for the server that runs it.
func AskEnd(ctx context.Context, t store.Writer, province string, id int64) error {
	_, err := t.Exec(ctx, `UPDATE job SET cancel = 1 WHERE province = $1 AND id = $2`, province, id)
	return err
}

// ColumnMatches returns what an account has said of headers, by header.
func ColumnMatches(ctx context.Context, s store.Reader, account int64) (map[string]string, error) {
	out := map[string]string{}
	rows, err := s.Query(ctx, `SELECT headers, matched FROM column_match WHERE account = $1`, account)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var header, matched string
		err := r.Scan(&header, &matched)
		out[header] = matched
		return err
	})
}

// SetColumnMatch remembers what an account says of a header.
func SetColumnMatch(ctx context.Context, t store.Writer, account int64, header, matched string, at time.Time) error {
	_, err := t.Exec(ctx, `INSERT INTO column_match (account, headers, matched, used_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account, headers) DO UPDATE SET matched = excluded.matched, used_at = excluded.used_at`, account,
		header, matched, at.UnixMicro())
	return err
}
