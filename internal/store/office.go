package store

import (
	"context"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Review is a yearly review whose result the register holds. State is preliminary or final.
type Review struct {
	Province string
	Year     int
	On       date.Date
	Standard string
	State    string
	Note     string
}

// Reviews returns the reviews of a province, the newest first.
func (s *Store) Reviews(ctx context.Context, province string) (out []Review, err error) {
	rows, err := s.query(ctx, `SELECT province, year, on_day, standard, state, note FROM review WHERE province = $1 ORDER BY year DESC`, province)
	return out, each(rows, err, func(r scanner) error {
		var v Review
		var on string
		if err := r.Scan(&v.Province, &v.Year, &on, &v.Standard, &v.State, &v.Note); err != nil {
			return err
		}
		var err error
		v.On, err = date.Parse(on)
		out = append(out, v)
		return err
	})
}

// SetReview adds a review, or replaces the one of its year.
func (t *Tx) SetReview(ctx context.Context, v Review) error {
	_, err := t.exec(ctx, `INSERT INTO review (province, year, on_day, standard, state, note) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (province, year) DO UPDATE SET on_day = excluded.on_day, standard = excluded.standard, state = excluded.state, note = excluded.note`,
		v.Province, v.Year, v.On.String(), v.Standard, v.State, v.Note)
	return err
}

// Duplicate is two records that may be one person. Kind is citizen (the same number) or likely (folded name, birth date,
// place); State is open, same or different.
type Duplicate struct {
	Province             string
	ID                   int64
	Kind                 string
	One, Two             int64 // household ids, One < Two, or the same household
	OneMember, TwoMember int
	State                string
	Found                time.Time
	Decided              time.Time
	DecidedBy            int64
	Reason               string
}

// AddDuplicate puts a pair into the queue; one that was there, decided or not, stays as it is.
func (t *Tx) AddDuplicate(ctx context.Context, d *Duplicate) error {
	if d.One > d.Two || (d.One == d.Two && d.OneMember > d.TwoMember) {
		d.One, d.Two, d.OneMember, d.TwoMember = d.Two, d.One, d.TwoMember, d.OneMember
	}
	var n int64
	if err := t.row(ctx, `SELECT COUNT(*) FROM duplicate WHERE province = $1 AND kind = $2 AND one = $3 AND one_member = $4 AND two = $5 AND two_member = $6`,
		d.Province, d.Kind, d.One, d.OneMember, d.Two, d.TwoMember).Scan(&n); err != nil || n > 0 {
		return err
	}
	id, err := t.next(ctx, d.Province, "duplicate", 1)
	if err != nil {
		return err
	}
	d.ID, d.State = id, "open"
	_, err = t.exec(ctx, `INSERT INTO duplicate (province, id, kind, one, one_member, two, two_member, state, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.Province, d.ID, d.Kind, d.One, d.OneMember, d.Two, d.TwoMember, d.State, d.Found.UnixMicro())
	return err
}

// Duplicates returns the pairs of a state, the oldest first, at most limit.
func (s *Store) Duplicates(ctx context.Context, province, state string, limit int) (out []Duplicate, err error) {
	rows, err := s.query(ctx, `SELECT province, id, kind, one, one_member, two, two_member, state, found_at, decided_at, decided_by, reason FROM duplicate
		WHERE province = $1 AND state = $2 ORDER BY id LIMIT $3`, province, state, limit)
	return out, each(rows, err, func(r scanner) error {
		d, err := scanDuplicate(r)
		out = append(out, d)
		return err
	})
}

// Duplicate returns a pair. Errors: errs.NotFound.
func (s *Store) Duplicate(ctx context.Context, province string, id int64) (*Duplicate, error) {
	d, err := scanDuplicate(s.row(ctx, `SELECT province, id, kind, one, one_member, two, two_member, state, found_at, decided_at, decided_by, reason FROM duplicate
		WHERE province = $1 AND id = $2`, province, id))
	if err != nil {
		return nil, notFound(err)
	}
	return &d, nil
}

func scanDuplicate(r scanner) (d Duplicate, err error) {
	var found, decided int64
	err = r.Scan(&d.Province, &d.ID, &d.Kind, &d.One, &d.OneMember, &d.Two, &d.TwoMember, &d.State, &found, &decided, &d.DecidedBy, &d.Reason)
	d.Found, d.Decided = time.UnixMicro(found).UTC(), time.UnixMicro(decided).UTC()
	return d, err
}

// DecideDuplicate closes an open pair. Errors (errs.Conflict): it was decided already.
func (t *Tx) DecideDuplicate(ctx context.Context, d *Duplicate) error {
	n, err := t.exec(ctx, `UPDATE duplicate SET state = $1, decided_at = $2, decided_by = $3, reason = $4 WHERE province = $5 AND id = $6 AND state = 'open'`,
		d.State, d.Decided.UnixMicro(), d.DecidedBy, d.Reason, d.Province, d.ID)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "cặp này đã có người quyết định", "somebody has decided this pair already")
	}
	return err
}

// Job is long work in the background. State is queued, running, done, failed or cancelled; Input and Result are the work's
// own JSON; File and OutFile name sealed files of the office.
type Job struct {
	Province      string
	ID            int64
	Kind          string
	Account       int64
	State         string
	Done, Total   int64
	Input, Result string
	Message       string
	File, OutFile string
	Created       time.Time
	Finished      time.Time
}

const jobColumns = `province, id, kind, account, state, done, total, input, result, message, file, out_file, created_at, finished_at`

func scanJob(r scanner) (j Job, err error) {
	var created, finished int64
	err = r.Scan(&j.Province, &j.ID, &j.Kind, &j.Account, &j.State, &j.Done, &j.Total, &j.Input, &j.Result, &j.Message, &j.File, &j.OutFile, &created, &finished)
	j.Created, j.Finished = time.UnixMicro(created).UTC(), time.UnixMicro(finished).UTC()
	return j, err
}

// AddJob queues a job; its ID is set here.
func (t *Tx) AddJob(ctx context.Context, j *Job) error {
	var err error
	if j.ID, err = t.next(ctx, j.Province, "job", 1); err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO job (province, id, kind, account, state, input, file, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		j.Province, j.ID, j.Kind, j.Account, j.State, j.Input, j.File, j.Created.UnixMicro())
	return err
}

// SetJob writes how a job stands. It does not wake one that ended.
func (t *Tx) SetJob(ctx context.Context, j *Job) error {
	_, err := t.exec(ctx, `UPDATE job SET state = $1, done = $2, total = $3, input = $4, result = $5, message = $6, file = $7, out_file = $8, finished_at = $9
		WHERE province = $10 AND id = $11`, j.State, j.Done, j.Total, j.Input, j.Result, j.Message, j.File, j.OutFile, j.Finished.UnixMicro(), j.Province, j.ID)
	return err
}

// Job returns a job. Errors: errs.NotFound.
func (s *Store) Job(ctx context.Context, province string, id int64) (*Job, error) {
	j, err := scanJob(s.row(ctx, `SELECT `+jobColumns+` FROM job WHERE province = $1 AND id = $2`, province, id))
	if err != nil {
		return nil, notFound(err)
	}
	return &j, nil
}

// Jobs returns an account's jobs, the newest first.
func (s *Store) Jobs(ctx context.Context, province string, account int64, limit int) (out []Job, err error) {
	rows, err := s.query(ctx, `SELECT `+jobColumns+` FROM job WHERE province = $1 AND account = $2 ORDER BY id DESC LIMIT $3`, province, account, limit)
	return out, each(rows, err, func(r scanner) error {
		j, err := scanJob(r)
		out = append(out, j)
		return err
	})
}

// UnfinishedJobs returns the jobs that a stop of the program cut off or that wait, the oldest first.
func (s *Store) UnfinishedJobs(ctx context.Context) (out []Job, err error) {
	rows, err := s.query(ctx, `SELECT `+jobColumns+` FROM job WHERE state IN ('queued', 'running') ORDER BY province, id`)
	return out, each(rows, err, func(r scanner) error {
		j, err := scanJob(r)
		out = append(out, j)
		return err
	})
}

// ColumnMatch returns how an account matched a file's headers the last time, "" where it never did.
func (s *Store) ColumnMatch(ctx context.Context, account int64, headers string) (matched string, err error) {
	rows, err := s.query(ctx, `SELECT matched FROM column_match WHERE account = $1 AND headers = $2`, account, headers)
	return matched, each(rows, err, func(r scanner) error { return r.Scan(&matched) })
}

// SetColumnMatch remembers how an account matched a file's headers.
func (t *Tx) SetColumnMatch(ctx context.Context, account int64, headers, matched string, at time.Time) error {
	_, err := t.exec(ctx, `INSERT INTO column_match (account, headers, matched, used_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account, headers) DO UPDATE SET matched = excluded.matched, used_at = excluded.used_at`, account, headers, matched, at.UnixMicro())
	return err
}

// PlaceChange is a merger of units recorded in the office. State is proposed, approved or refused; Units is its JSON.
type PlaceChange struct {
	Province   string
	ID         int64
	On         date.Date
	State      string
	Basis      string // the decision it rests on
	Units      string
	RecordedBy int64
	Recorded   time.Time
	DecidedBy  int64
	Decided    time.Time
	Reason     string
}

// PlaceChanges returns the mergers recorded, the newest first.
func (s *Store) PlaceChanges(ctx context.Context, province string) (out []PlaceChange, err error) {
	rows, err := s.query(ctx, `SELECT province, id, on_day, state, basis, units, recorded_by, recorded_at, decided_by, decided_at, reason FROM place_change
		WHERE province = $1 ORDER BY id DESC`, province)
	return out, each(rows, err, func(r scanner) error {
		var c PlaceChange
		var on string
		var recorded, decided int64
		if err := r.Scan(&c.Province, &c.ID, &on, &c.State, &c.Basis, &c.Units, &c.RecordedBy, &recorded, &c.DecidedBy, &decided, &c.Reason); err != nil {
			return err
		}
		c.Recorded, c.Decided = time.UnixMicro(recorded).UTC(), time.UnixMicro(decided).UTC()
		var err error
		c.On, err = date.Parse(on)
		out = append(out, c)
		return err
	})
}

// AddPlaceChange records a merger; its ID is set here.
func (t *Tx) AddPlaceChange(ctx context.Context, c *PlaceChange) error {
	var err error
	if c.ID, err = t.next(ctx, c.Province, "place_change", 1); err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO place_change (province, id, on_day, state, basis, units, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.Province, c.ID, c.On.String(), c.State, c.Basis, c.Units, c.RecordedBy, c.Recorded.UnixMicro())
	return err
}

// DecidePlaceChange approves or refuses a merger that was proposed. Errors (errs.Conflict): it was decided already.
func (t *Tx) DecidePlaceChange(ctx context.Context, c *PlaceChange) error {
	n, err := t.exec(ctx, `UPDATE place_change SET state = $1, decided_by = $2, decided_at = $3, reason = $4 WHERE province = $5 AND id = $6 AND state = 'proposed'`,
		c.State, c.DecidedBy, c.Decided.UnixMicro(), c.Reason, c.Province, c.ID)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "việc này đã có người quyết định", "somebody has decided this already")
	}
	return err
}
