// Package notices keeps the rows of notices.
package notices

import (
	"context"
	"encoding/json"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/notice"
	"giamngheo/internal/store"
)

// Notice is a notice with who did what. Version counts its changes.
type Notice struct {
	Province string
	notice.Notice
	Version    int64
	WrittenBy  int64
	Written    time.Time
	ProposedBy int64 // 0: nobody yet
	DecidedBy  int64 // who published, returned or withdrew it last; 0: nobody yet
	Decided    time.Time
	Reason     string // why it was returned or withdrawn
}

const columns = `province, id, version, state, audience, place, pinned, from_day, to_day, texts, written_by, written_at,
	proposed_by, decided_by, decided_at, reason`

func scan(r store.Scanner, n *Notice) error {
	var from, to, texts string
	var written, decided int64
	err := r.Scan(&n.Province, &n.ID, &n.Version, &n.State, &n.Audience, &n.Place, &n.Pinned, &from, &to, &texts, &n.WrittenBy,
		&written, &n.ProposedBy, &n.DecidedBy, &decided, &n.Reason)
	if err != nil {
		return err
	}
	n.Written = time.UnixMicro(written).UTC()
	if decided != 0 {
		n.Decided = time.UnixMicro(decided).UTC()
	}
	if n.From, err = store.DayOf(from); err != nil {
		return err
	}
	if n.To, err = store.DayOf(to); err != nil {
		return err
	}
	return json.Unmarshal([]byte(texts), &n.Texts)
}

func moment(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Add keeps a notice; its ID is set here.
func Add(ctx context.Context, t store.Writer, n *Notice) (err error) {
	if n.ID, err = t.Next(ctx, n.Province, "notice", 1); err != nil {
		return err
	}
	texts, err := json.Marshal(n.Texts)
	if err != nil {
		return err
	}
	n.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO notice (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`, n.Province, n.ID, n.Version,
		string(n.State), string(n.Audience), string(n.Place), flag(n.Pinned), store.DayText(n.From), store.DayText(n.To),
		string(texts), n.WrittenBy, n.Written.UnixMicro(), n.ProposedBy, n.DecidedBy, moment(n.Decided), n.Reason)
	return err
}

// Set writes a changed notice. Errors (errs.Conflict): another change came between.
func Set(ctx context.Context, t store.Writer, n *Notice, was int64) error {
	texts, err := json.Marshal(n.Texts)
	if err != nil {
		return err
	}
	rows, err := t.Exec(ctx, `UPDATE notice SET version = $1, state = $2, audience = $3, place = $4, pinned = $5, from_day = $6,
		to_day = $7, texts = $8, written_by = $9, written_at = $10, proposed_by = $11, decided_by = $12, decided_at = $13,
		reason = $14 WHERE province = $15 AND id = $16 AND version = $17`, was+1, string(n.State), string(n.Audience),
		string(n.Place), flag(n.Pinned), store.DayText(n.From), store.DayText(n.To), string(texts), n.WrittenBy,
		n.Written.UnixMicro(), n.ProposedBy, n.DecidedBy, moment(n.Decided), n.Reason, n.Province, n.ID, was)
	if err == nil && rows != 1 {
		return store.Overtaken()
	}
	n.Version = was + 1
	return err
}

// Find returns one notice. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Notice, error) {
	var n Notice
	if err := scan(s.Row(ctx, `SELECT `+columns+` FROM notice WHERE province = $1 AND id = $2`, province, id), &n); err != nil {
		return nil, store.NotFound(err)
	}
	return &n, nil
}

// In returns a province's notices to an audience in a state that begin on or before a day, the newest first, at most so
// many.
func In(ctx context.Context, s store.Reader, province string, state notice.State, to notice.Audience, until date.Date,
	most int) (out []Notice, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM notice WHERE province = $1 AND state = $2 AND audience = $3
		AND from_day <= $4 ORDER BY from_day DESC, id DESC LIMIT $5`, province, string(state), string(to), store.DayText(until),
		most)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var n Notice
		err := scan(r, &n)
		out = append(out, n)
		return err
	})
}
