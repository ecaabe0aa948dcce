package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
)

// State is whether a household is in the register.
type State int

// The states.
const (
	Active  State = iota + 1
	Closed        // moved away, dissolved, merged into another
	Deleted       // entered by mistake; can be brought back
)

// Version is a household as it was from a day on: what was recorded, when and by whom, under which deed (create, edit, move,
// review …). Prior is its class in the review before.
type Version struct {
	Province   string
	ID         int64
	Version    int64
	State      State
	ValidFrom  date.Date
	ValidTo    date.Date // the first day on which it held no more; zero for the newest
	RecordedAt time.Time
	RecordedBy int64
	Deed       string
	Class      poverty.Class
	Prior      poverty.Class
	Household  household.Household

	sealed []byte // its record, where Seal has prepared it
}

// Seal prepares a version's record for writing, in whichever goroutine has the time; the version must not change after.
func (s *Store) Seal(v *Version) {
	var buf [1024]byte
	v.sealed = s.vault.Seal(make([]byte, 0, 512), v.Household.AppendRecord(buf[:0]), recordPlace(v.Province, v.ID, v.Version))
}

// record returns a version's sealed record.
func (t *Tx) record(v *Version) []byte {
	if v.sealed == nil {
		t.store.Seal(v)
	}
	defer func() { v.sealed = nil }()
	return v.sealed
}

const versionColumns = `province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, prior, sealed_record`

func (s *Store) scanVersion(r scanner, v *Version, buf []byte, validTo *string) ([]byte, error) {
	var at int64
	var from string
	var sealed sql.RawBytes
	var copied []byte
	dest := []any{&v.Province, &v.ID, &v.Version, &v.State, &from, &at, &v.RecordedBy, &v.Deed, &v.Class, &v.Prior, &copied}
	_, streaming := r.(*sql.Rows)
	if streaming { // a row of its own must not lend its bytes
		dest[10] = &sealed
	}
	if validTo != nil {
		dest = append(dest, validTo)
	}
	if err := r.Scan(dest...); err != nil {
		return buf, err
	}
	if streaming {
		copied = sealed
	}
	v.RecordedAt = time.UnixMicro(at).UTC()
	var err error
	if v.ValidFrom, err = date.Parse(from); err != nil {
		return buf, err
	}
	if validTo != nil && *validTo != "" {
		if v.ValidTo, err = date.Parse(*validTo); err != nil {
			return buf, err
		}
	}
	if buf, err = s.vault.Open(buf[:0], copied, recordPlace(v.Province, v.ID, v.Version)); err != nil {
		return buf, err
	}
	return buf, v.Household.Decode(buf)
}

func recordPlace(province string, id, version int64) string {
	return fmt.Sprintf("household/%s/%d/%d", province, id, version)
}

// Household returns the newest version of a household. Errors: errs.NotFound.
func (s *Store) Household(ctx context.Context, province string, id int64) (*Version, error) {
	return s.household(ctx, s, province, id)
}

// Household is Store.Household within the transaction.
func (t *Tx) Household(ctx context.Context, province string, id int64) (*Version, error) {
	return t.store.household(ctx, t, province, id)
}

func (s *Store) household(ctx context.Context, q Reader, province string, id int64) (*Version, error) {
	var v Version
	_, err := s.scanVersion(q.row(ctx, `SELECT `+versionColumns+` FROM household WHERE province = $1 AND id = $2`, province, id), &v, nil, nil)
	if err != nil {
		return nil, notFound(err)
	}
	return &v, nil
}

// History returns all versions of a household, the newest first.
func (s *Store) History(ctx context.Context, province string, id int64) ([]Version, error) {
	return s.history(ctx, s, province, id)
}

// History is Store.History within the transaction.
func (t *Tx) History(ctx context.Context, province string, id int64) ([]Version, error) {
	return t.store.history(ctx, t, province, id)
}

func (s *Store) history(ctx context.Context, q Reader, province string, id int64) (out []Version, err error) {
	rows, err := q.query(ctx, `SELECT `+versionColumns+`, '' AS valid_to FROM household WHERE province = $1 AND id = $2
		UNION ALL SELECT `+versionColumns+`, valid_to FROM household_version WHERE province = $1 AND id = $2 ORDER BY version DESC`, province, id)
	err = each(rows, err, func(r scanner) error {
		var v Version
		var to string
		_, err := s.scanVersion(r, &v, nil, &to)
		out = append(out, v)
		return err
	})
	if err == nil && len(out) == 0 {
		err = notFound(sql.ErrNoRows)
	}
	return out, err
}

// Households hands every household of a province to a function, as it is now (on zero) or as it was on a day. The version
// is used again for the next: what is kept must be copied. Rows come in the order of their ids.
func (s *Store) Households(ctx context.Context, province string, on date.Date, each1 func(*Version) error) error {
	query := `SELECT ` + versionColumns + ` FROM household WHERE province = $1 ORDER BY id`
	args := []any{province}
	if !on.IsZero() {
		query = `SELECT ` + versionColumns + ` FROM household WHERE province = $1 AND valid_from <= $2
			UNION ALL SELECT ` + versionColumns + ` FROM household_version WHERE province = $1 AND valid_from <= $2 AND valid_to > $2`
		args = append(args, on.String())
	}
	rows, err := s.stream(ctx, query, args...)
	var v Version
	var buf []byte
	return each(rows, err, func(r scanner) (err error) {
		if buf, err = s.scanVersion(r, &v, buf, nil); err != nil {
			return err
		}
		return each1(&v)
	})
}

// Versions hands every version of every household that held on any day from one to another to a function, with the first day
// on which it held no more (zero for the newest). The version is used again for the next: what is kept must be copied.
func (s *Store) Versions(ctx context.Context, province string, from, to date.Date, each1 func(*Version) error) error {
	rows, err := s.stream(ctx, `SELECT `+versionColumns+`, '' AS valid_to FROM household WHERE province = $1 AND valid_from <= $2
		UNION ALL SELECT `+versionColumns+`, valid_to FROM household_version WHERE province = $1 AND valid_from <= $2 AND valid_to > $3`, province, to.String(), from.String())
	var v Version
	var buf []byte
	var until string
	return each(rows, err, func(r scanner) (err error) {
		v.ValidTo = 0
		if buf, err = s.scanVersion(r, &v, buf, &until); err != nil {
			return err
		}
		return each1(&v)
	})
}

// Some returns the newest versions of some households, in the order asked for; those that are not there are left out.
func (s *Store) Some(ctx context.Context, province string, ids []int64) ([]Version, error) {
	out := make([]Version, 0, len(ids))
	for _, id := range ids {
		v, err := s.Household(ctx, province, id)
		if errs.KindOf(err) == errs.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, *v)
	}
	return out, nil
}

// Create adds a household; its ID is set here where it is 0. Errors (errs.Conflict): its code is taken.
func (t *Tx) Create(ctx context.Context, v *Version) error {
	if v.ID == 0 {
		id, err := t.next(ctx, v.Province, "household", 1)
		if err != nil {
			return err
		}
		v.ID = id
	}
	v.Version = 1
	return t.insert(ctx, v)
}

// ReserveIDs takes n household ids at once and returns the first.
func (t *Tx) ReserveIDs(ctx context.Context, province string, n int64) (int64, error) {
	return t.next(ctx, province, "household", n)
}

func (t *Tx) insert(ctx context.Context, v *Version) error {
	if err := t.free(ctx, v.Province, v.ID, v.Household.Code); err != nil {
		return err
	}
	sealed := t.record(v)
	_, err := t.exec(ctx, `INSERT INTO household (province, id, code, commune, state, version, valid_from, recorded_at, recorded_by, deed, class, prior, sealed_record)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, v.Province, v.ID, string(v.Household.Code), string(v.Household.Commune),
		int(v.State), v.Version, v.ValidFrom.String(), v.RecordedAt.UnixMicro(), v.RecordedBy, v.Deed, int(v.Class), int(v.Prior), sealed)
	return taken(err, v.Household.Code)
}

// taken names a code that is there already.
func taken(err error, code household.ID) error {
	if err != nil && isUnique(err) {
		return &errs.Error{Kind: errs.Conflict, Err: err, Text: errs.Text{
			VI: "mã hộ “" + string(code) + "” đã có trong sổ; hãy dùng mã khác", EN: "the household code “" + string(code) + "” is taken; use another"}}
	}
	return err
}

// Past adds a version that is already superseded: the history that comes with an import.
func (t *Tx) Past(ctx context.Context, v *Version) error {
	sealed := t.record(v)
	_, err := t.exec(ctx, `INSERT INTO household_version (province, id, version, code, commune, state, valid_from, valid_to, recorded_at, recorded_by, deed, class, prior, sealed_record)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, v.Province, v.ID, v.Version, string(v.Household.Code), string(v.Household.Commune),
		int(v.State), v.ValidFrom.String(), v.ValidTo.String(), v.RecordedAt.UnixMicro(), v.RecordedBy, v.Deed, int(v.Class), int(v.Prior), sealed)
	return err
}

// CreateAt adds a household whose newest version is not its first: the history before it is added with Past.
func (t *Tx) CreateAt(ctx context.Context, v *Version) error { return t.insert(ctx, v) }

// Supersede makes v the newest version of its household in the place of version was; the one before goes into the history.
// Errors (errs.Conflict): another version has come between, or the code is taken.
func (t *Tx) Supersede(ctx context.Context, v *Version, was int64) error {
	if err := t.free(ctx, v.Province, v.ID, v.Household.Code); err != nil {
		return err
	}
	n, err := t.exec(ctx, `INSERT INTO household_version (province, id, version, code, commune, state, valid_from, valid_to, recorded_at, recorded_by, deed, class, prior, sealed_record)
		SELECT province, id, version, code, commune, state, valid_from, $1, recorded_at, recorded_by, deed, class, prior, sealed_record
		FROM household WHERE province = $2 AND id = $3 AND version = $4`, v.ValidFrom.String(), v.Province, v.ID, was)
	if err != nil {
		return err
	}
	if n != 1 {
		return errs.New(errs.Conflict, "hộ này vừa được người khác sửa; xem hai bản và chọn trước khi lưu",
			"somebody else has just changed this household; compare the two before saving")
	}
	v.Version = was + 1
	sealed := t.record(v)
	_, err = t.exec(ctx, `UPDATE household SET code = $1, commune = $2, state = $3, version = $4, valid_from = $5, recorded_at = $6, recorded_by = $7,
		deed = $8, class = $9, prior = $10, sealed_record = $11 WHERE province = $12 AND id = $13`, string(v.Household.Code), string(v.Household.Commune),
		int(v.State), v.Version, v.ValidFrom.String(), v.RecordedAt.UnixMicro(), v.RecordedBy, v.Deed, int(v.Class), int(v.Prior), sealed, v.Province, v.ID)
	return taken(err, v.Household.Code)
}

// ByCode returns the id of the household with a code, 0 where there is none.
func (s *Store) ByCode(ctx context.Context, province string, code household.ID) (int64, error) {
	return byCode(ctx, s, province, code)
}

// ByCode is Store.ByCode within the transaction.
func (t *Tx) ByCode(ctx context.Context, province string, code household.ID) (int64, error) {
	return byCode(ctx, t, province, code)
}

func byCode(ctx context.Context, q Reader, province string, code household.ID) (id int64, err error) {
	err = q.row(ctx, `SELECT id FROM household WHERE province = $1 AND code = $2`, province, string(code)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}

// Reclassed is a household whose class a changed rule has changed: the version that was classified, and what it came to.
type Reclassed struct {
	ID, Version int64
	Class       poverty.Class
}

// Reclass writes only the class of households under a changed rule: the record is the same, so that no version is made. One
// of which there is a newer version is left alone: that was classified when it was written.
func (t *Tx) Reclass(ctx context.Context, province string, all []Reclassed) error {
	for _, c := range all {
		if _, err := t.exec(ctx, `UPDATE household SET class = $1 WHERE province = $2 AND id = $3 AND version = $4`, int(c.Class), province, c.ID, c.Version); err != nil {
			return err
		}
	}
	return nil
}

// sealedTables are the tables with sealed columns: the numbers that name a row, the column, and where its value belongs.
var sealedTables = []struct {
	table, column string
	key           [2]string
	place         func(province string, one, two int64) string
}{
	{"household", "sealed_record", [2]string{"id", "version"}, recordPlace},
	{"household_version", "sealed_record", [2]string{"id", "version"}, recordPlace},
	{"import_row", "sealed_record", [2]string{"id", "version"}, recordPlace},
	{"audit", "sealed_detail", [2]string{"seq", "0"}, func(p string, one, _ int64) string { return auditPlace(p, one) }},
	{"review_item", "sealed_record", [2]string{"campaign", "household"}, itemPlace},
	{"review_event", "sealed_detail", [2]string{"list", "seq"}, func(p string, one, two int64) string { return eventPlace(p, one, int(two)) }},
	{"attachment", "sealed_content", [2]string{"id", "0"}, func(p string, one, _ int64) string { return attachmentPlace(p, one) }},
	{"support", "sealed_detail", [2]string{"id", "0"}, func(p string, one, _ int64) string { return supportPlace(p, one) }},
	{"exit_plan", "sealed_detail", [2]string{"household", "version"}, exitPlace},
	{"review_answer", "sealed_text", [2]string{"id", "0"}, func(p string, one, _ int64) string { return answerPlace(p, one) }},
}

// Reseal seals up to n records of each table that an old key sealed with the newest; it returns how many it found.
func (t *Tx) Reseal(ctx context.Context, n int) (done int, err error) {
	for i := range sealedTables {
		k, err := t.resealTable(ctx, i, n)
		done += k
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func (t *Tx) resealTable(ctx context.Context, number, n int) (int, error) {
	s := &sealedTables[number]
	type record struct {
		province string
		one, two int64
		sealed   []byte
	}
	var found []record
	rows, err := t.query(ctx, `SELECT province, `+s.key[0]+`, `+s.key[1]+`, `+s.column+` FROM `+s.table+` WHERE substr(`+s.column+`, 1, 1) <> $1 LIMIT $2`,
		[]byte{t.store.vault.Newest()}, n)
	if err := each(rows, err, func(r scanner) error {
		var one record
		err := r.Scan(&one.province, &one.one, &one.two, &one.sealed)
		found = append(found, one)
		return err
	}); err != nil {
		return 0, err
	}
	for _, r := range found {
		at := s.place(r.province, r.one, r.two)
		plain, err := t.store.vault.Open(nil, r.sealed, at)
		if err != nil {
			return 0, err
		}
		if _, err := t.exec(ctx, `UPDATE `+s.table+` SET `+s.column+` = $1 WHERE province = $2 AND `+s.key[0]+` = $3 AND `+s.key[1]+` = $4`,
			t.store.vault.Seal(nil, plain, at), r.province, r.one, r.two); err != nil {
			return 0, err
		}
	}
	return len(found), nil
}
