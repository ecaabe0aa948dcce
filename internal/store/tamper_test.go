package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/sealed"
	"giamngheo/internal/store/witness"
)

// vandal is somebody with the database and without the key. Each of its deeds can be undone.
type vandal struct {
	t       *testing.T
	db      *sql.DB
	pg      bool
	rnd     *rand.Rand
	columns map[string][]string
	rows    map[string]int // of each table
}

// small fills every witnessed table with rows through the store, some of them written again, with their entries.
func small(t *testing.T, s *store.Store, db *sql.DB) *vandal {
	t.Helper()
	ctx := context.Background()
	v := &vandal{t: t, db: db, pg: s.Postgres(), rnd: rand.New(rand.NewPCG(7, 94)), columns: map[string][]string{},
		rows: map[string]int{}}
	list := liteColumns
	if v.pg {
		list = pgColumns
	}
	rows, err := db.QueryContext(ctx, list)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for rows.Next() {
		var table, column, kind string
		if err := rows.Scan(&table, &column, &kind); err != nil {
			t.Fatal(err)
		}
		v.columns[table] = append(v.columns[table], column)
		kinds[table+"."+column] = strings.ToLower(kind)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		write(t, s, func(tx *store.Tx) error {
			for _, table := range v.tables() {
				var args []any
				for _, c := range v.columns[table] {
					args = append(args, valueOf(kinds[table+"."+c], c, round))
				}
				_, err := tx.Exec(ctx, "INSERT INTO "+table+" ("+strings.Join(v.columns[table], ", ")+") VALUES ("+
					parametersTo(len(args))+")", args...)
				if err == nil {
					err = tx.Audit(ctx, &audit.Entry{Province: "94", At: at, Action: "x", Kind: table})
				}
				if err != nil {
					return fmt.Errorf("%s: %w", table, err)
				}
			}
			return nil
		})
	}
	write(t, s, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE support SET amount = $1, state = $2 WHERE province = $3 AND id = $4`, 5, 2, "94", 1)
		return err
	})
	for _, table := range append(v.tables(), "audit", "audit_head", "row_seal", "seal_head") {
		n := 0
		if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		v.rows[table] = n
	}
	return v
}

func parametersTo(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = "$" + strconv.Itoa(i+1)
	}
	return strings.Join(out, ", ")
}

func valueOf(kind, column string, round int) any {
	switch {
	case column == "province":
		return "94"
	case column == "account":
		return 1
	case kind == "integer" || kind == "bigint":
		return round + 1
	case kind == "blob" || kind == "bytea":
		return []byte{1, byte(round)}
	}
	return fmt.Sprintf("t%d", round+1)
}

// tables are the witnessed ones, accounts first.
func (v *vandal) tables() (out []string) {
	for table := range v.columns {
		if ok, _ := witness.Witnessed(table); ok && table != "account" {
			out = append(out, table)
		}
	}
	slices.Sort(out)
	return append([]string{"account"}, out...)
}

// do runs a statement; what the engine refuses is no change.
func (v *vandal) do(query string, args ...any) bool {
	r, err := v.db.ExecContext(context.Background(), query, args...)
	if err != nil {
		return false
	}
	n, err := r.RowsAffected()
	return err == nil && n > 0
}

// take reads the n-th row of a table, whole.
func (v *vandal) take(table string, n int) (key string, args, values []any) {
	order := "1, 2"
	rows, err := v.db.QueryContext(context.Background(), fmt.Sprintf("SELECT * FROM %s ORDER BY %s LIMIT 1 OFFSET %d", table,
		order, n))
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names := v.columns[table]
	values = make([]any, len(names))
	into := make([]any, len(names))
	for i := range into {
		into[i] = &values[i]
	}
	if !rows.Next() {
		v.t.Fatalf("%s has no row %d", table, n)
	}
	if err := rows.Scan(into...); err != nil {
		v.t.Fatal(err)
	}
	var parts []string
	for i, c := range names {
		if slices.Contains(keyOf(table), c) {
			args = append(args, values[i])
			parts = append(parts, c+" = $"+strconv.Itoa(len(args)))
		}
	}
	return strings.Join(parts, " AND "), args, values
}

func keyOf(table string) []string {
	if own := map[string][]string{"audit": {"province", "seq"}, "audit_head": {"province"},
		"row_seal": {"tab", "row_key"}, "seal_head": {"name"}}[table]; own != nil {
		return own
	}
	return witness.Key(table)
}

// insert puts a row back.
func (v *vandal) insert(table string, values []any) {
	if !v.do("INSERT INTO "+table+" ("+strings.Join(v.columns[table], ", ")+") VALUES ("+parametersTo(len(values))+")",
		values...) {
		v.t.Fatalf("a row of %s was not put back", table)
	}
}

// another is a value that is not the one given.
func (v *vandal) another(x any) any {
	switch x := x.(type) {
	case int64:
		return x + 1 + int64(v.rnd.IntN(100))
	case []byte:
		out := append([]byte{}, x...)
		if len(out) == 0 {
			return []byte{1}
		}
		out[v.rnd.IntN(len(out))] ^= 1 << v.rnd.IntN(8)
		return out
	case string:
		return x + "x"
	}
	return "x"
}

// once does one random deed and returns what it was and how to undo it; "" where nothing was done.
func (v *vandal) once() (what string, undo func()) {
	all := append(v.tables(), "audit", "audit", "audit", "audit_head", "row_seal", "row_seal", "seal_head")
	table := all[v.rnd.IntN(len(all))]
	n := v.rnd.IntN(v.rows[table])
	where, args, values := v.take(table, n)
	deed := v.rnd.IntN(5)
	switch deed {
	case 0, 1: // a value of a row
		i := v.rnd.IntN(len(values))
		column, is := v.columns[table][i], v.another(values[i])
		if slices.Contains(keyOf(table), column) {
			return "", nil
		}
		set := "UPDATE " + table + " SET " + column + " = $" + strconv.Itoa(len(args)+1) + " WHERE " + where
		if !v.do(set, append(slices.Clone(args), is)...) {
			return "", nil
		}
		return "edit " + table + "." + column, func() {
			if !v.do(set, append(slices.Clone(args), values[i])...) {
				v.t.Fatalf("a row of %s was not put back", table)
			}
		}
	case 2: // a row is taken away
		if !v.do("DELETE FROM "+table+" WHERE "+where, args...) {
			return "", nil
		}
		return "delete from " + table, func() { v.insert(table, values) }
	case 3: // a row and its signature are taken away
		seal, sealArgs, sealed, ok := v.sealOf(table, args)
		if !ok || !v.do("DELETE FROM "+table+" WHERE "+where, args...) {
			return "", nil
		}
		v.do("DELETE FROM row_seal WHERE "+seal, sealArgs...)
		return "delete with signature from " + table, func() { v.insert(table, values); v.insert("row_seal", sealed) }
	}
	// two rows change a value
	other := (n + 1) % v.rows[table]
	otherWhere, otherArgs, otherValues := v.take(table, other)
	i := v.rnd.IntN(len(values))
	column := v.columns[table][i]
	if slices.Contains(keyOf(table), column) || fmt.Sprint(values[i]) == fmt.Sprint(otherValues[i]) {
		return "", nil
	}
	set := "UPDATE " + table + " SET " + column + " = $" + strconv.Itoa(len(args)+1) + " WHERE "
	if !v.do(set+where, append(slices.Clone(args), otherValues[i])...) {
		return "", nil
	}
	v.do(set+otherWhere, append(slices.Clone(otherArgs), values[i])...)
	return "swap " + table + "." + column, func() {
		v.do(set+where, append(slices.Clone(args), values[i])...)
		v.do(set+otherWhere, append(slices.Clone(otherArgs), otherValues[i])...)
	}
}

// sealOf finds the signature of a row.
func (v *vandal) sealOf(table string, args []any) (where string, key, values []any, ok bool) {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = fmt.Sprint(a)
	}
	for n := range v.rows["row_seal"] {
		where, key, values = v.take("row_seal", n)
		if fmt.Sprint(values[0]) == table && fmt.Sprint(values[1]) == strings.Join(parts, "/") {
			return where, key, values, true
		}
	}
	return "", nil, nil, false
}

// broken reports whether a check finds something.
func broken(s *store.Store) bool {
	_, err := s.VerifyAudit(context.Background(), nil)
	return err != nil
}

// TestVandal: every edit, deletion and swap of any row that people decide on, of the record and of what witnesses
// them is found. TAMPER says how many are tried.
func TestVandal(t *testing.T) {
	for engine, cases := range map[string]int{"sqlite": 250, "postgres": 60} {
		t.Run(engine, func(t *testing.T) {
			target, driver := filepath.Join(t.TempDir(), "office.db"), "sqlite"
			if engine == "postgres" {
				target, driver = cluster.Database(t), "pgx"
			}
			if n, err := strconv.Atoi(os.Getenv("TAMPER")); err == nil {
				cases = n
			}
			s := open(t, target)
			v := small(t, s, openPlain(t, driver, target))
			if broken(s) {
				t.Fatal("broken before anything was done")
			}
			done := map[string]int{}
			for n := 0; n < cases; {
				what, undo := v.once()
				if what == "" {
					continue
				}
				if n++; !broken(s) {
					t.Errorf("not found: %s", what)
				}
				undo()
				done[strings.Fields(what)[0]]++
			}
			if broken(s) {
				t.Error("not all was undone")
			}
			if len(done) < 3 {
				t.Errorf("only %v were tried", done)
			}
		})
	}
}

// TestKnowing: who knows how rows are witnessed, and has no key, is found too: what is taken away or put back with its
// signatures, and the record cut with its ends set back.
func TestKnowing(t *testing.T) {
	ctx := context.Background()
	for name, deed := range map[string]string{
		"tail cut, end set back": `DELETE FROM audit WHERE seq > 70;
			UPDATE audit_head SET seq = 70, hash = (SELECT hash FROM audit WHERE seq = 70)`,
		"end deleted":          `DELETE FROM audit_head`,
		"tail and end deleted": `DELETE FROM audit WHERE seq > 70; DELETE FROM audit_head`,
		"all deleted":          `DELETE FROM audit; DELETE FROM audit_head`,
		"all and the head":     `DELETE FROM audit; DELETE FROM audit_head; DELETE FROM seal_head; DELETE FROM row_seal`,
		"head deleted":         `DELETE FROM seal_head`,
		"support times 100":    `UPDATE support SET amount = amount * 100 WHERE id = 2`,
		"support deleted with its signature": `DELETE FROM support WHERE id = 2;
			DELETE FROM row_seal WHERE tab = 'support' AND row_key = '94/2'`,
		"support moved":        `UPDATE support SET household = 3, commune = 't3' WHERE id = 2`,
		"class":                `UPDATE recognition SET class = 1 WHERE id = 2`,
		"recognition deleted":  `DELETE FROM recognition WHERE id = 2`,
		"household deleted":    `DELETE FROM household WHERE id = 2; DELETE FROM household_version WHERE id = 2`,
		"household's state":    `UPDATE household SET state = 3 WHERE id = 1`,
		"signer":               `UPDATE decision SET signer = 'khác', number = '999' WHERE id = 1`,
		"campaign closed":      `UPDATE campaign SET state = 'closed' WHERE id = 1`,
		"event deleted":        `DELETE FROM review_event WHERE list = 1`,
		"password of another":  `UPDATE account SET password = (SELECT password FROM account WHERE id = 2) WHERE id = 1`,
		"a role added":         `INSERT INTO account_role (id, account, role, place, from_day, to_day, granted_by, granted_at) VALUES (77, 1, 'inspector', '94', '2024-01-01', '', 1, 1)`,
		"signature of another": `UPDATE row_seal SET signature = (SELECT signature FROM row_seal WHERE tab = 'plan' AND row_key = '94/1/1') WHERE tab = 'plan' AND row_key = '94/2/2'`,
	} {
		path := filepath.Join(t.TempDir(), regexp.MustCompile(`\W`).ReplaceAllString(name, "")+".db")
		s := open(t, path)
		db := openPlain(t, "sqlite", path)
		small(t, s, db)
		if _, err := db.ExecContext(ctx, deed); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !broken(s) {
			t.Errorf("not found: %s", name)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := store.Open(path, key(t)) // a start does not heal it
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		if !broken(again) {
			t.Errorf("healed by a start: %s", name)
		}
		_ = again.Close()
	}
}

// TestPutBack: an older row put back with its older signature is found by the sums; a whole older database is found by
// the head that is kept elsewhere.
func TestPutBack(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	path := filepath.Join(dir, "office.db")
	s := open(t, path)
	db := openPlain(t, "sqlite", path)
	v := small(t, s, db)
	row, args, old := v.take("support", 1)
	seal, sealArgs, signed, _ := v.sealOf("support", args)
	update := func(s *store.Store, amount int) {
		write(t, s, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, `UPDATE support SET amount = $1 WHERE province = $2 AND id = $3`, amount, "94",
				2); err != nil {
				return err
			}
			return tx.Audit(ctx, &audit.Entry{Province: "94", At: at, Action: "x"})
		})
	}
	update(s, 900)
	_, _, now := v.take("support", 1)
	_, _, sealedNow := v.take("row_seal", v.indexOf("support", args))
	v.do("DELETE FROM support WHERE "+row, args...)
	v.insert("support", old)
	v.do("DELETE FROM row_seal WHERE "+seal, sealArgs...)
	v.insert("row_seal", signed)
	if !broken(s) {
		t.Error("an older row with its older signature is not found")
	}
	v.do("DELETE FROM support WHERE "+row, args...)
	v.insert("support", now)
	v.do("DELETE FROM row_seal WHERE "+seal, sealArgs...)
	v.insert("row_seal", sealedNow)
	if broken(s) {
		t.Fatal("not all was undone")
	}
	earlier := filepath.Join(dir, "earlier.db")
	if err := s.Backup(ctx, earlier, nil); err != nil {
		t.Fatal(err)
	}
	update(s, 901)
	line, err := store.HeadLine(ctx, s, at)
	if err != nil {
		t.Fatal(err)
	}
	update(s, 902)
	later, err := store.HeadLine(ctx, s, at.Add(24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.Concat(line, later)
	if n, faults, err := sealed.Against(ctx, s, kept); n != 2 || len(faults) > 0 || err != nil {
		t.Errorf("the office itself: %d %v %v", n, faults, err)
	}
	forged := strings.Replace(string(kept), `"clock":`, `"clock":1`, 1)
	if _, faults, err := sealed.Against(ctx, s, []byte(forged)); len(faults) != 1 || faults[0].Kind != witness.ForgedLine ||
		err != nil {
		t.Errorf("a forged line: %v %v", faults, err)
	}
	put, err := store.Open(earlier, key(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = put.Close() }()
	if err := put.Migrate(ctx); err != nil || broken(put) {
		t.Fatal(err, "an earlier database is whole in itself")
	}
	if _, faults, err := sealed.Against(ctx, put, kept); len(faults) == 0 || err != nil {
		t.Errorf("yesterday's database: %v %v", faults, err)
	}
	for range 5 { // and after people have worked on it
		update(put, 903)
	}
	if _, faults, err := sealed.Against(ctx, put, kept); len(faults) == 0 || faults[0].Kind != witness.Replaced || err != nil {
		t.Errorf("yesterday's database, worked on: %v %v", faults, err)
	}
}

// TestWrittenOver: a row that was changed outside stays known as such when the program itself changes it next, takes it
// away, lays another over it or moves an import over it.
func TestWrittenOver(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct{ table, key, outside, program string }{
		"changed": {"support", "94/2", `UPDATE support SET amount = amount * 100 WHERE id = 2`,
			`UPDATE support SET state = 3 WHERE province = '94' AND id = 2`},
		"taken away": {"support", "94/2", `UPDATE support SET amount = amount * 100 WHERE id = 2`,
			`DELETE FROM support WHERE province = '94' AND id = 2`},
		"laid over": {"review", "94/2", `UPDATE review SET note = 'x' WHERE year = 2`,
			`INSERT INTO review (province, year, on_day, standard, state, note) VALUES ($1, $2, 't', 't', 't', 't')
			ON CONFLICT (province, year) DO UPDATE SET note = excluded.note`},
		"imported": {"household", "94/2", `UPDATE household SET class = class + 1 WHERE id = 2`, ""},
	} {
		for _, engine := range []string{"sqlite", "pgx"} {
			target := filepath.Join(t.TempDir(), "office.db")
			if engine == "pgx" {
				target = cluster.Database(t)
			}
			s := open(t, target)
			db := openPlain(t, engine, target)
			v := small(t, s, db)
			write(t, s, func(tx *store.Tx) error { // one that is not in its history yet
				_, err := tx.Exec(ctx, `UPDATE household SET version = 50 WHERE province = '94' AND id = 2`)
				return err
			})
			if !v.do(c.outside) {
				t.Fatal(c.outside)
			}
			if c.program == "" {
				imported(t, s, v)
			} else {
				var args []any
				if strings.Contains(c.program, "$2") {
					args = []any{"94", 2}
				}
				write(t, s, func(tx *store.Tx) error {
					n, err := tx.Exec(ctx, c.program, args...)
					if err == nil && n != 1 {
						err = fmt.Errorf("%d rows", n)
					}
					return err
				})
			}
			got, err := s.Witness(ctx, nil)
			want := witness.Fault{Table: c.table, Key: c.key, Kind: witness.Overwritten}
			if err == nil && len(got.Faults) == 1 {
				got.Faults[0].Entry = 0
			}
			if err != nil || len(got.Faults) != 1 || got.Faults[0] != want {
				t.Errorf("%s, %s: %+v %v", name, engine, got.Faults, err)
			}
		}
	}
}

// imported moves an import over household 2.
func imported(t *testing.T, s *store.Store, v *vandal) {
	t.Helper()
	if !v.do(`INSERT INTO import_batch (province, job, decided) VALUES ('94', 9, 1)`) ||
		!v.do(`INSERT INTO import_row (province, job, seq, was, id, code, commune, state, version, valid_from, recorded_at, recorded_by,
		deed, class, sealed_record) SELECT province, 9, 1, version, id, code, commune, state, 99, valid_from, recorded_at,
		recorded_by, deed, class, sealed_record FROM household WHERE id = 2`) {
		t.Fatal("nothing to import")
	}
	if err := households.MoveImport(context.Background(), s, "94", 9); err != nil {
		t.Fatal(err)
	}
}

func (v *vandal) indexOf(table string, args []any) int {
	for n := range v.rows["row_seal"] {
		if _, _, values := v.take("row_seal", n); fmt.Sprint(values[0]) == table &&
			fmt.Sprint(values[1]) == fmt.Sprint(args[0])+"/"+fmt.Sprint(args[1]) {
			return n
		}
	}
	v.t.Fatal("no signature")
	return 0
}

// TestAdopted: the rows of an earlier program's database have no signatures, which verify says; this program signs them
// as it finds them, a later one signs them anew where it changes tables, and what was changed in between stays known.
func TestAdopted(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "office.db")
	since, err := store.WitnessedSince()
	if err != nil {
		t.Fatal(err)
	}
	opened := func(do func(s *store.Store) error) {
		t.Helper()
		s, err := store.Open(path, key(t))
		if err == nil {
			err = errors.Join(do(s), s.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	checked := func(s *store.Store, rows int64, unsigned bool, want ...witness.Kind) error {
		t.Helper()
		got, err := s.Witness(ctx, nil)
		var kinds []witness.Kind
		for _, f := range got.Faults {
			kinds = append(kinds, f.Kind)
		}
		if got.Rows != rows || got.Unsigned != unsigned || !slices.Equal(kinds, want) {
			t.Errorf("%+v, not %d rows, unsigned %v, %v", got, rows, unsigned, want)
		}
		return err
	}
	db := openPlain(t, "sqlite", path)
	run := func(deed string) {
		t.Helper()
		if _, err := db.ExecContext(ctx, deed); err != nil {
			t.Fatal(err)
		}
	}
	opened(func(s *store.Store) error { return store.MigrateTo(ctx, s, since-1) })
	run(`INSERT INTO review (province, year, on_day, standard, state) VALUES ('94', 2023, 'x', 'x', 'open')`)
	opened(func(s *store.Store) error { return checked(s, 0, true) })
	opened(func(s *store.Store) error { return errors.Join(s.Migrate(ctx), checked(s, 1, false)) })
	run(`UPDATE review SET standard = 'y'`)
	opened(func(s *store.Store) error { return errors.Join(s.Migrate(ctx), checked(s, 1, false, witness.Changed)) })
	opened(func(s *store.Store) error { // what a migration does around its changes
		return errors.Join(store.Resign(ctx, s), checked(s, 1, false, witness.Changed))
	})
}

// TestEveryTableIsWitnessed: a table of the migrations is witnessed by its primary key, or it is said why not.
func TestEveryTableIsWitnessed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "office.db")
	open(t, path)
	db := openPlain(t, "sqlite", path)
	rows, err := db.QueryContext(context.Background(), `SELECT m.name, COALESCE((SELECT group_concat(c.name, ',') FROM
		(SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk) c), '') FROM sqlite_master m
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table, key string
		if err := rows.Scan(&table, &key); err != nil {
			t.Fatal(err)
		}
		ok, why := witness.Witnessed(table)
		if ok == (why != "") {
			t.Errorf("table %s: witnessed %v, %q", table, ok, why)
		}
		if ok && strings.Join(witness.Key(table), ",") != key {
			t.Errorf("table %s is witnessed by %v; its key is %s", table, witness.Key(table), key)
		}
	}
}
