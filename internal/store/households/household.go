// Package households keeps the register: the newest version of every household, the versions before, those that an
// import has staged, and suspected duplicates.
package households

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
	"giamngheo/internal/store"
)

// State is whether a household is in the register.
type State int

// The states.
const (
	Active  State = iota + 1
	Closed        // moved away, dissolved, merged into another
	Deleted       // entered by mistake; can be brought back
)

// Version is a household as it was from a day on: what was recorded, when and by whom, under which deed (create, edit,
// move, review …).
type Version struct {
	Province   string
	ID         int64
	Version    int64
	State      State
	ValidFrom  date.Date
	ValidTo    date.Date // the first day on which it held no more; zero for the newest
	RecordedAt time.Time
	RecordedBy int64
	Deed       Deed
	Class      poverty.Class
	Household  household.Household

	sealed []byte // its record, where Seal has prepared it
}

// Seal prepares a version's record for writing, in whichever goroutine has the time; the version must not change after.
func Seal(s store.Reader, v *Version) {
	var buf [1024]byte
	v.sealed = s.Vault().Seal(make([]byte, 0, 512), v.Household.AppendRecord(buf[:0]),
		RecordPlace(v.Province, v.ID, v.Version))
}

// record returns a version's sealed record.
func record(t store.Writer, v *Version) []byte {
	if v.sealed == nil {
		Seal(t, v)
	}
	defer func() { v.sealed = nil }()
	return v.sealed
}

// VersionColumns are the columns that ScanVersion reads, in its order.
const VersionColumns = `province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record`

// ScanVersion reads a row of VersionColumns, and after them its valid_to where validTo is not nil, into v. The record
// is opened into buf, which is returned to be used for the next row. Errors: a row that was changed behind the
// program's back.
func ScanVersion(s store.Reader, r store.Scanner, v *Version, buf []byte, validTo *string) ([]byte, error) {
	var at int64
	var from string
	var sealed sql.RawBytes
	var copied []byte
	dest := []any{&v.Province, &v.ID, &v.Version, &v.State, &from, &at, &v.RecordedBy, &v.Deed, &v.Class, &copied}
	_, streaming := r.(*sql.Rows)
	if streaming { // a row of its own must not lend its bytes
		dest[9] = &sealed
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
	if buf, err = s.Vault().Open(buf[:0], copied, RecordPlace(v.Province, v.ID, v.Version)); err != nil {
		return buf, err
	}
	return buf, v.Household.Decode(buf)
}

// RecordPlace is where the record of a household's version belongs; its seal opens nowhere else.
func RecordPlace(province string, id, version int64) string {
	return fmt.Sprintf("household/%s/%d/%d", province, id, version)
}

// Find returns the newest version of a household. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Version, error) {
	var v Version
	_, err := ScanVersion(s, s.Row(ctx, `SELECT `+VersionColumns+` FROM household WHERE province = $1 AND id = $2`,
		province, id), &v, nil, nil)
	if err != nil {
		return nil, store.NotFound(err)
	}
	return &v, nil
}

// History returns all versions of a household, the newest first.
func History(ctx context.Context, s store.Reader, province string, id int64) (out []Version, err error) {
	rows, err := s.Query(ctx, `SELECT `+VersionColumns+`, '' AS valid_to FROM household WHERE province = $1 AND id = $2
		UNION ALL SELECT `+VersionColumns+
		`, valid_to FROM household_version WHERE province = $1 AND id = $2 ORDER BY version DESC`, province, id)
	err = store.Each(rows, err, func(r store.Scanner) error {
		var v Version
		var to string
		_, err := ScanVersion(s, r, &v, nil, &to)
		out = append(out, v)
		return err
	})
	if err == nil && len(out) == 0 {
		err = store.NotFound(sql.ErrNoRows)
	}
	return out, err
}

// inOrder has a whole register read along its primary key: the index of codes would be walked otherwise, and each row
// looked up from it.
const inOrder = "id > 0"

// Each hands every household of a province to a function, as it is now (on zero) or as it was on a day. The version
// is used again for the next: what is kept must be copied. Rows come in the order of their ids.
func Each(ctx context.Context, s store.Reader, province string, on date.Date, each1 func(*Version) error) error {
	query := `SELECT ` + VersionColumns + ` FROM household WHERE province = $1 ORDER BY id`
	args := []any{province}
	if !on.IsZero() {
		query = `SELECT ` + VersionColumns + ` FROM household WHERE province = $1 AND ` + inOrder + ` AND valid_from <= $2
			UNION ALL SELECT ` + VersionColumns +
			` FROM household_version WHERE province = $1 AND ` + inOrder + ` AND valid_from <= $2 AND valid_to > $2`
		args = append(args, on.String())
	}
	rows, err := s.Stream(ctx, query, args...)
	var v Version
	var buf []byte
	return store.Each(rows, err, func(r store.Scanner) (err error) {
		if buf, err = ScanVersion(s, r, &v, buf, nil); err != nil {
			return err
		}
		return each1(&v)
	})
}

// AnswerDays counts the active households of a province by the day from which their newest version holds.
func AnswerDays(ctx context.Context, s store.Reader, province string) (map[date.Date]int64, error) {
	days := map[date.Date]int64{}
	rows, err := s.Query(ctx, `SELECT valid_from, COUNT(*) FROM household WHERE province = $1 AND state = $2
		GROUP BY valid_from`, province, uint8(Active))
	return days, store.Each(rows, err, func(r store.Scanner) error {
		var text string
		var n int64
		if err := r.Scan(&text, &n); err != nil {
			return err
		}
		day, err := date.Parse(text)
		days[day] = n
		return err
	})
}

// EachVersion hands every version of every household that held on any day from one to another to a function, with the
// first day on which it held no more (zero for the newest). The version is used again for the next: what is kept must
// be copied.
func EachVersion(ctx context.Context, s store.Reader, province string, from, to date.Date,
	each1 func(*Version) error) error {
	rows, err := s.Query(ctx, `SELECT `+VersionColumns+
		`, '' AS valid_to FROM household WHERE province = $1 AND `+inOrder+` AND valid_from <= $2
		UNION ALL SELECT `+VersionColumns+
		`, valid_to FROM household_version WHERE province = $1 AND `+inOrder+` AND valid_from <= $2 AND valid_to > $3`, province,
		to.String(), from.String())
	var v Version
	var buf []byte
	var until string
	return store.Each(rows, err, func(r store.Scanner) (err error) {
		v.ValidTo = 0
		if buf, err = ScanVersion(s, r, &v, buf, &until); err != nil {
			return err
		}
		return each1(&v)
	})
}

// Some returns the newest versions of some households, in the order asked for; those that are not there are left out.
func Some(ctx context.Context, s store.Reader, province string, ids []int64) ([]Version, error) {
	out := make([]Version, 0, len(ids))
	for _, id := range ids {
		v, err := Find(ctx, s, province, id)
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
func Create(ctx context.Context, t store.Writer, v *Version) error {
	if v.ID == 0 {
		id, err := t.Next(ctx, v.Province, "household", 1)
		if err != nil {
			return err
		}
		v.ID = id
	}
	v.Version = 1
	return insert(ctx, t, v)
}

// Reserve takes n household ids at once and returns the first.
func Reserve(ctx context.Context, t store.Writer, province string, n int64) (int64, error) {
	return t.Next(ctx, province, "household", n)
}

func insert(ctx context.Context, t store.Writer, v *Version) error {
	if err := free(ctx, t, v.Province, v.ID, v.Household.Code); err != nil {
		return err
	}
	_, err := t.Exec(ctx, newest.one, newest.args(t, nil, v)...)
	return taken(err, v.Household.Code)
}

// taken names a code that is there already.
func taken(err error, code household.ID) error {
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "the household code “%s” is taken; use another", code).Because(err)
	}
	return err
}

// Supersede makes v the newest version of its household in the place of version was; the one before goes into the
// history. Errors (errs.Conflict): another version has come between, or the code is taken.
func Supersede(ctx context.Context, t store.Writer, v *Version, was int64) error {
	if err := free(ctx, t, v.Province, v.ID, v.Household.Code); err != nil {
		return err
	}
	n, err := t.Exec(ctx,
		`INSERT INTO household_version (province, id, version, code, commune, state, valid_from, valid_to, recorded_at, recorded_by, deed, class, sealed_record)
		SELECT province, id, version, code, commune, state, valid_from, $1, recorded_at, recorded_by, deed, class, sealed_record
		FROM household WHERE province = $2 AND id = $3 AND version = $4`, v.ValidFrom.String(), v.Province, v.ID, was)
	if err != nil {
		return err
	}
	if n != 1 {
		return errs.New(errs.Conflict, "somebody else has just changed this household; compare the two before saving")
	}
	v.Version = was + 1
	sealed := record(t, v)
	_, err = t.Exec(ctx,
		`UPDATE household SET code = $1, commune = $2, state = $3, version = $4, valid_from = $5, recorded_at = $6, recorded_by = $7,
		deed = $8, class = $9, sealed_record = $10 WHERE province = $11 AND id = $12`,
		string(v.Household.Code), string(v.Household.Commune),
		int(v.State), v.Version, v.ValidFrom.String(), v.RecordedAt.UnixMicro(), v.RecordedBy, v.Deed, int(v.Class),
		sealed, v.Province, v.ID)
	return taken(err, v.Household.Code)
}

// ByCode returns the id of the household with a code, 0 where there is none.
func ByCode(ctx context.Context, q store.Reader, province string, code household.ID) (id int64, err error) {
	err = q.Row(ctx, `SELECT id FROM household WHERE province = $1 AND code = $2`, province, string(code)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}

// Reclassed is a household whose class a changed rule has changed: the version that was classified, and what it
// came to.
type Reclassed struct {
	ID, Version int64
	Class       poverty.Class
}

// Reclass writes only the class of households under a changed rule: the record is the same, so that no version is
// made. One of which there is a newer version is left alone: that was classified when it was written.
func Reclass(ctx context.Context, t store.Writer, province string, all []Reclassed) error {
	for _, c := range all {
		if _, err := t.Exec(ctx, `UPDATE household SET class = $1 WHERE province = $2 AND id = $3 AND version = $4`,
			int(c.Class), province, c.ID, c.Version); err != nil {
			return err
		}
	}
	return nil
}
