package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/store/witness"
	"giamngheo/internal/vault"
)

// tables are all tables in an order in which references hold.
var tables = []string{"setting", "counter", "account", "account_role", "session", "review", "household",
	"household_version", "audit", "audit_head",
	"duplicate", "job", "column_match", "place_change", "hamlet", "campaign", "campaign_commune", "review_list", "review_item",
	"review_event", "decision",
	"recognition", "certificate", "review_result", "review_sample", "review_answer", "paper_template", "plan",
	"plan_share", "reported_figure", "activity",
	"row_seal", "seal_head", "norm_set", "allocation", "allocation_change",
	"attachment", "support", "exit_plan", "import_batch", "import_row", "change", "calendar_change", "server",
	"file_piece", "import_written", "average_request", "sending", "boundary", "plan_draft", "account_choice", "document",
	"allowance", "proposal", "reading_day", "money_line", "money_contract", "money_item", "money_movement", "contribution", "contribution_end", "batch", "batch_line", "batch_movement",
	"treasury_account", "statement", "statement_row", "statement_answer",
	"notice", "feedback", "feedback_event", "resident_key", "document_relation", "reserved_number",
	"inspection_plan", "inspection_visit", "inspection_event", "inspection_refund",
	"yearend_choice", "money_shift", "money_shift_change", "money_snooze", "report_round", "report", "report_event", "report_known",
	"report_text", "publication", "publication_step", "visit_count",
	"privacy_case", "cell_sheet", "cell", "task", "task_event", "standing", "calendar_key", "passkey", "passkey_asked", "sso_link"}

// Backup writes a consistent copy of the database as one SQLite file, while people work, and checks it before it is
// given its name. PostgreSQL is copied table by table from one snapshot. Errors (errs.Conflict): there is a file
// already.
func (s *Store) Backup(ctx context.Context, path string, progress func(done, total int64)) (err error) {
	defer errs.Wrap(&err, "store.Backup")
	if _, err := os.Stat(path); err == nil {
		return errs.New(errs.Conflict, "“%s” exists; choose another name", path)
	}
	tmp := filepath.Join(filepath.Dir(path), ".giamngheo-"+filepath.Base(path)+".part")
	_ = os.Remove(tmp)
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(tmp)))
		}
	}()
	if s.postgres {
		err = copyOut(ctx, s, tmp, progress)
	} else {
		err = vacuumInto(ctx, s.path, tmp)
	}
	if err != nil {
		return err
	}
	if err := syncFile(tmp); err != nil {
		return err
	}
	if err := CheckFile(ctx, tmp, s.vault, progress); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Sync(), f.Close())
}

func copyOut(ctx context.Context, s *Store, path string, progress func(done, total int64)) (err error) {
	to := newStore(s.vault)
	if err = (holding{to}).openSQLite(path); err != nil { // nobody else knows of it yet
		return err
	}
	err = to.Migrate(ctx)
	if err == nil {
		err = s.CopyTo(ctx, to, progress)
	}
	return errors.Join(err, to.Close()) // its last connection takes the log into the file
}

// CopyTo fills an empty database with all of this one, from one snapshot.
func (s *Store) CopyTo(ctx context.Context, to *Store, progress func(done, total int64)) (err error) {
	source := s.read
	opts := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	if !s.postgres { // a connection of its own: the readers may not begin what could write
		if source, err = openFile(s.path, "", 1); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, source.Close()) }()
		opts = nil
	}
	from, err := source.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer func() { _ = from.Rollback() }()
	total, done := int64(0), int64(0)
	for _, t := range tables {
		var n int64
		if err := from.QueryRowContext(ctx, `SELECT COUNT(*) FROM `+t).Scan(&n); err != nil {
			return err
		}
		total += n
	}
	return to.Write(ctx, func(tx *Tx) error {
		tx.Long()
		tx.copies = true
		for _, begun := range []string{`DELETE FROM setting`, witness.Forget} { // by the migrations
			if _, err := tx.Exec(ctx, begun); err != nil {
				return err
			}
		}
		for _, t := range tables {
			if err := copyTable(ctx, from, tx, t, func() {
				if done++; progress != nil && done%1024 == 0 {
					progress(done, total)
				}
			}); err != nil {
				return fmt.Errorf("%s: %w", t, err)
			}
		}
		return nil
	})
}

func copyTable(ctx context.Context, from *sql.Tx, to *Tx, table string, step func()) (err error) {
	rows, err := from.QueryContext(ctx, `SELECT * FROM `+table) //nolint:gosec // one of tables, above
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	bytes, err := bytesOf(rows)
	if err != nil {
		return err
	}
	marks := make([]string, len(columns))
	values, at := make([]any, len(columns)), make([]any, len(columns))
	for i := range columns {
		marks[i] = fmt.Sprintf("$%d", i+1)
		at[i] = &values[i]
	}
	insert := `INSERT INTO ` + table + ` (` + strings.Join(columns, ", ") + `) VALUES (` + strings.Join(marks, ", ") +
		`)`
	for rows.Next() {
		if err := rows.Scan(at...); err != nil {
			return err
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok && !bytes[i] {
				values[i] = string(b)
			}
		}
		if _, err := to.Exec(ctx, insert, values...); err != nil {
			return err
		}
		step()
	}
	return rows.Err()
}

// bytesOf says which columns of a query are bytes, and not text, in the engine's own types: a driver may give both as
// bytes, and the other engine takes neither for the other.
func bytesOf(rows *sql.Rows) ([]bool, error) {
	types, err := rows.ColumnTypes()
	out := make([]bool, len(types))
	for i, t := range types {
		kind := strings.ToUpper(t.DatabaseTypeName())
		out[i] = kind == "BLOB" || kind == "BYTEA"
	}
	return out, err
}

// CheckFile says why a file is no whole database of this program under these keys. Errors: errs.Invalid.
func CheckFile(ctx context.Context, path string, v *vault.Vault, progress func(done, total int64)) (err error) {
	refused := func(text errs.Text, cause error) error {
		return errs.New(errs.Invalid, "“%s” %s", path, text).Because(cause)
	}
	head := make([]byte, 16)
	f, err := os.Open(path)
	if err != nil {
		return refused(errs.T("cannot be read"), err)
	}
	_, err = f.Read(head)
	_ = f.Close()
	if err != nil || string(head) != "SQLite format 3\x00" {
		return refused(errs.T("is no backup of this program"), err)
	}
	s, err := openToCheck(path, v)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.read.Close()) }()
	var ok string
	if err := s.read.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&ok); err != nil || ok != "ok" {
		return refused(errs.T("is damaged: use another backup"), errors.Join(err, errors.New(ok)))
	}
	if _, err := witness.Heads(ctx, s); err != nil {
		return refused(errs.T("is no database of this program"), err)
	}
	if mark, err := s.Setting(ctx, "key_mark"); err != nil || mark != "" && !v.Knows(mark) {
		return refused(errs.T("is sealed with other keys: name its key file with --key"), err)
	}
	if _, err := s.VerifyAudit(ctx, progress); err != nil {
		return refused(errs.T("has a record that was changed or damaged: use another backup"), err)
	}
	return nil
}

// openToCheck opens a file for reading alone, leaving nothing beside it.
func openToCheck(path string, v *vault.Vault) (*Store, error) {
	db, err := openFile(path, "&_pragma=foreign_keys(off)", 1)
	return &Store{read: db, vault: v, path: path}, err
}

// Restore puts a checked backup in the place of a database: into an empty PostgreSQL database, or as the file of
// SQLite. Errors (errs.Conflict): something is there already and replace is not set.
func Restore(ctx context.Context, backup, target string, v *vault.Vault, replace bool,
	progress func(done, total int64)) (err error) {
	defer errs.Wrap(&err, "store.Restore")
	if err := CheckFile(ctx, backup, v, progress); err != nil {
		return err
	}
	if IsPostgres(target) {
		return restorePostgres(ctx, backup, target, v, progress)
	}
	if err := CheckTarget(target); err != nil {
		return err
	}
	lock, err := lockFile(target) // a program that runs would go on with the file that is put away
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if _, err := os.Stat(target); err == nil && !replace {
		return errs.New(errs.Conflict,
			"“%s” is there already: add --replace to put the backup in its place (the old file is kept as .truoc-khoi-phuc)", target)
	}
	tmp := target + ".part"
	_ = os.Remove(tmp)
	err = vacuumInto(ctx, backup, tmp)
	if err == nil {
		err = syncFile(tmp)
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(tmp)))
	}
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := ignoreMissing(os.Rename(target+ending, target+".truoc-khoi-phuc"+ending)); err != nil {
			return err
		}
	}
	return os.Rename(tmp, target)
}

func restorePostgres(ctx context.Context, backup, target string, v *vault.Vault,
	progress func(done, total int64)) (err error) {
	to, err := OpenAlone(target, v)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := to.Migrate(ctx); err != nil {
		return err
	}
	var n int64 // whatever is kept has a number of its own, and its entry
	if err := to.Row(ctx, `SELECT COUNT(*) FROM counter`).Scan(&n); err != nil {
		return err
	}
	heads, err := witness.Heads(ctx, to)
	if err != nil {
		return err
	}
	if n > 0 || len(heads) > 0 {
		return errs.New(errs.Conflict, "this PostgreSQL database has data: restore into an empty one")
	}
	from, err := OpenBeside(backup, v)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	return from.CopyTo(ctx, to, progress)
}

// Integrity asks the engine whether its file is whole.
func (s *Store) Integrity(ctx context.Context) error {
	if s.postgres {
		return nil // its checksums are the server's work
	}
	var ok string
	if err := s.read.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&ok); err != nil {
		return err
	}
	if ok != "ok" {
		return errs.New(errs.Invalid, "the database file is damaged: %s; restore a backup", ok)
	}
	return nil
}
