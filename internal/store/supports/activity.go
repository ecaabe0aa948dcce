package supports

import (
	"context"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
)

// Activity is a recorded activity. Version counts its changes.
type Activity struct {
	Province string
	programme.Activity
	Version    int64
	RecordedBy int64
	Recorded   time.Time
}

const activityColumns = `province, id, node, kind, title, place, from_day, to_day, lead, quantity, unit, places, money, source, state, revolving, returned, note, version, recorded_by, recorded_at`

func scanActivity(r store.Scanner, a *Activity) error {
	var from, to string
	var at int64
	if err := r.Scan(&a.Province, &a.ID, &a.Node, &a.Kind, &a.Title, &a.Place, &from, &to, &a.Lead, &a.Quantity,
		&a.Unit, &a.Places, &a.Money, &a.Source, &a.State, &a.Revolving, &a.Returned,
		&a.Note, &a.Version, &a.RecordedBy, &at); err != nil {
		return err
	}
	a.Recorded = time.UnixMicro(at).UTC()
	return dayPair(from, to, &a.From, &a.To)
}

// dayPair reads two days that may be empty.
func dayPair(one, two string, a, b *date.Date) (err error) {
	if *a, err = store.DayOf(one); err == nil {
		*b, err = store.DayOf(two)
	}
	return err
}

// AddActivity records an activity; its ID is set here.
func AddActivity(ctx context.Context, t store.Writer, a *Activity) (err error) {
	if a.ID, err = t.Next(ctx, a.Province, "activity", 1); err != nil {
		return err
	}
	a.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO activity (`+activityColumns+
		`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		a.Province, a.ID, a.Node,
		a.Kind, a.Title, string(a.Place), store.DayText(a.From), store.DayText(a.To), a.Lead, a.Quantity, a.Unit,
		a.Places, int64(a.Money), a.Source, int(a.State), int64(a.Revolving), int64(a.Returned), a.Note,
		a.Version, a.RecordedBy, a.Recorded.UnixMicro())
	return err
}

// SetActivity writes a changed activity. Errors (errs.Conflict): another change came between.
func SetActivity(ctx context.Context, t store.Writer, a *Activity, was int64) error {
	n, err := t.Exec(ctx,
		`UPDATE activity SET node = $1, kind = $2, title = $3, place = $4, from_day = $5, to_day = $6, lead = $7, quantity = $8, unit = $9, places = $10, money = $11, source = $12,
		state = $13, revolving = $14, returned = $15, note = $16, version = $17, recorded_by = $18, recorded_at = $19 WHERE province = $20 AND id = $21 AND version = $22`, a.Node, a.Kind, a.Title,
		string(a.Place), store.DayText(a.From), store.DayText(a.To), a.Lead, a.Quantity, a.Unit, a.Places,
		int64(a.Money), a.Source, int(a.State), int64(a.Revolving), int64(a.Returned), a.Note, was+1,
		a.RecordedBy, a.Recorded.UnixMicro(), a.Province, a.ID, was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	a.Version = was + 1
	return err
}

// Activities returns the activities of a province, the newest first.
func Activities(ctx context.Context, s store.Reader, province string) (out []Activity, err error) {
	rows, err := s.Query(ctx, `SELECT `+activityColumns+
		` FROM activity WHERE province = $1 ORDER BY from_day DESC, id DESC`, province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var a Activity
		err := scanActivity(r, &a)
		out = append(out, a)
		return err
	})
}

// FindActivity returns one activity. Errors: errs.NotFound.
func FindActivity(ctx context.Context, q store.Reader, province string, id int64) (*Activity, error) {
	var a Activity
	if err := scanActivity(q.Row(ctx, `SELECT `+activityColumns+` FROM activity WHERE province = $1 AND id = $2`,
		province, id), &a); err != nil {
		return nil, store.NotFound(err)
	}
	return &a, nil
}

// Attachment is a document or a picture that belongs to something. Content is read only where it is asked for.
type Attachment struct {
	Province string
	ID       int64
	Kind     string // of what it belongs to
	Subject  int64
	Name     string
	Media    string
	Size     int64
	AddedBy  int64
	Added    time.Time
	Content  []byte
}

// AttachmentPlace is where the content of an attached document belongs; its seal opens nowhere else.
func AttachmentPlace(province string, id int64) string {
	return fmt.Sprintf("attachment/%s/%d", province, id)
}

// AddAttachment keeps a document, sealed; its ID is set here.
func AddAttachment(ctx context.Context, t store.Writer, a *Attachment) (err error) {
	if a.ID, err = t.Next(ctx, a.Province, "attachment", 1); err != nil {
		return err
	}
	a.Size = int64(len(a.Content))
	_, err = t.Exec(ctx,
		`INSERT INTO attachment (province, id, kind, subject, name, media, size, added_by, added_at, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, a.Province, a.ID,
		a.Kind, a.Subject, a.Name, a.Media, a.Size, a.AddedBy, a.Added.UnixMicro(),
		t.Vault().Seal(nil, a.Content, AttachmentPlace(a.Province, a.ID)))
	return err
}

// RemoveAttachment takes a document away.
func RemoveAttachment(ctx context.Context, t store.Writer, province string, id int64) error {
	n, err := t.Exec(ctx, `DELETE FROM attachment WHERE province = $1 AND id = $2`, province, id)
	if err == nil && n != 1 {
		return store.OrNotFound(nil)
	}
	return err
}

const attachmentColumns = `province, id, kind, subject, name, media, size, added_by, added_at`

func scanAttachment(r store.Scanner, a *Attachment, more ...any) error {
	var at int64
	err := r.Scan(append([]any{&a.Province, &a.ID, &a.Kind, &a.Subject, &a.Name, &a.Media, &a.Size, &a.AddedBy, &at},
		more...)...)
	a.Added = time.UnixMicro(at).UTC()
	return err
}

// Attachments lists what belongs to something, without content.
func Attachments(ctx context.Context, s store.Reader, province, kind string,
	subject int64) (out []Attachment, err error) {
	rows, err := s.Query(ctx, `SELECT `+attachmentColumns+
		` FROM attachment WHERE province = $1 AND kind = $2 AND subject = $3 ORDER BY id`, province, kind, subject)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var a Attachment
		err := scanAttachment(r, &a)
		out = append(out, a)
		return err
	})
}

// FindAttachment returns a document with its content. Errors: errs.NotFound.
func FindAttachment(ctx context.Context, s store.Reader, province string, id int64) (*Attachment, error) {
	var a Attachment
	var sealed []byte
	err := scanAttachment(s.Row(ctx, `SELECT `+attachmentColumns+
		`, sealed_content FROM attachment WHERE province = $1 AND id = $2`, province, id), &a, &sealed)
	if err != nil {
		return nil, store.NotFound(err)
	}
	a.Content, err = s.Vault().Open(nil, sealed, AttachmentPlace(province, id))
	return &a, err
}
