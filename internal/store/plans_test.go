package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/sealed"
	"giamngheo/internal/store/witness"
	"giamngheo/internal/vault"
)

// wholeReads are the statements that may read all of a province, or all of a table: by how they end, spaces taken
// together, with the reason. Everything else finds its rows by an index of more than the province.
var wholeReads = map[string]string{
	"FROM household WHERE province = $1 ORDER BY id":                         "the register is loaded into memory",
	"valid_from <= $2 AND valid_to > $2":                                     "the register as of a day",
	"valid_from <= $2 AND valid_to > $3":                                     "the registers of a span of days",
	"sealed_record FROM household":                                           "everything is checked",
	"sealed_record FROM household_version":                                   "everything is checked",
	"FROM recognition WHERE province = $1 ORDER BY id":                       "the recognitions are loaded into memory",
	"FROM support WHERE province = $1 ORDER BY id":                           "the supports are loaded into memory",
	"FROM activity WHERE province = $1 ORDER BY from_day DESC, id DESC":      "the list of activities: hundreds",
	"FROM document WHERE province = $1 ORDER BY day DESC, id DESC":           "the register of documents: hundreds a year",
	"FROM money_movement WHERE province = $1 AND id > $2 ORDER BY id":        "the ledger is read once, then what is new of it",
	"FROM money_line WHERE province = $1 AND id > $2 ORDER BY id":            "the lines are read once, then what is new of them",
	"c.contract <> 0 AND e.contribution IS NULL":                             "what was brought of accepted items: hundreds a year",
	"FROM batch WHERE province = $1 ORDER BY id":                             "the batches are verified",
	"state <> $3 GROUP BY support HAVING COUNT(*) > 1":                       "the lines of batches are verified",
	"FROM publication WHERE province = $1 ORDER BY id DESC":                  "what was published: tens a year",
	"FROM cell_sheet WHERE province = $1 ORDER BY review DESC, stage":        "what the nation was told: one or two a year",
	"WHERE province = $1 ORDER BY publication, n":                            "what became of what was published: tens a year",
	"FROM visit_count WHERE province = $1 AND day < $2":                      "how often public pages were asked for: once a day",
	"FROM norm_set WHERE province = $1 ORDER BY code, version DESC":          "the norms of all years: tens",
	"FROM inspection_visit WHERE province = $1 ORDER BY id DESC":             "the visits of all years without what is in them: hundreds a year",
	"SELECT movement, visit, rec FROM inspection_refund WHERE province = $1": "money that came back after checks: tens a year",
	"FROM money_movement WHERE province = $1 AND reverses > 0":               "what was taken back: few, which PostgreSQL knows by its statistics",
	"FROM report_round WHERE province = $1 ORDER BY id DESC":                 "the rounds of reports: tens a year",
	"FROM reported_figure WHERE province = $1 ORDER BY as_of, id":            "the plan's figures over the years",
	"FROM plan WHERE province = $1 ORDER BY year DESC, version DESC":         "the plans of all years: tens",
	"AND l.year = d.year) ORDER BY d.year DESC":                              "the drafts of plans: tens",
	"FROM review WHERE province = $1 ORDER BY year DESC":                     "one a year",
	"FROM campaign WHERE province = $1 ORDER BY opens DESC, id DESC":         "one or a few a year",
	"FROM calendar_change WHERE province = $1 ORDER BY id":                   "changes of the calendar: a few a year",
	"FROM hamlet WHERE province = $1 ORDER BY id":                            "the hamlets of a province: under a thousand",
	"FROM place_change WHERE province = $1 ORDER BY id DESC":                 "mergers of communes: tens",
	"FROM paper_template WHERE province = $1 ORDER BY name":                  "the templates of papers: tens",
	"FROM audit ORDER BY province, seq":                                      "the chain is checked from its beginning",
	"SELECT province, seq, hash FROM audit_head WHERE province = $1":         "one a province",
	"FROM change WHERE province = $1 ORDER BY seq DESC LIMIT 1":              "the newest change: one row at the index's end",
	"DELETE FROM sending WHERE province = $1 AND at < $2":                    "forms of a day are swept every ten minutes",
	"DELETE FROM file_piece WHERE province = $1 AND at < $2":                 "old files are swept every ten minutes: the pieces lie aside",
	"DELETE FROM server WHERE province = $1 AND (id = $2 OR seen < $3)":      "servers: two or three",
	"FROM server WHERE province = $1 AND seen >= $2 ORDER BY started, id":    "servers: two or three",
	"AND seq < (SELECT MAX(seq) FROM change WHERE province = $1)":            "old changes are swept every ten minutes",
	"+ 1, $2, $3, $4, $5) RETURNING seq":                                     "the newest change: one row at the index's end",
	"SELECT province, job FROM import_batch":                                 "what a stop left: none or one",
	"SELECT province, seq, hash FROM audit_head":                             "one a province",
	"FROM account ORDER BY username":                                         "the list of accounts",
	"substr(sealed_phone, 1, 1) <> $2 ORDER BY id LIMIT $3":                  "the accounts with an old key: once, when keys are changed",
	"FROM account_role ORDER BY id":                                          "the list of accounts",
	"FROM passkey WHERE host = $1 GROUP BY account":                          "who has passkeys, for the list of accounts",
	"DELETE FROM passkey_asked WHERE until < $1":                             "questions of five minutes, swept every ten",
	"DELETE FROM session WHERE seen_at < $1 OR created_at < $2":              "sessions are swept every ten minutes",
	"GROUP BY valid_from":                                                    "the day of the answers, at the start of an office without a review",
	"<> $1 LIMIT $2":                                                         "records are sealed anew with a new key",
	" LIMIT 500":                                                             "every row is signed, or checked, page by page",
	"FROM goose_db_version":                                                  "the migrations that have run: tens",
}

// filled is how many rows each table has where statements are explained: so many that reading all of them is never the
// cheaper way.
const filled = 3000

// TestPlans: no statement of the store scans a table or searches by the province alone but those named as reads of a
// whole province, on both engines, with statistics and without; and no statement of the sources is left out of this.
func TestPlans(t *testing.T) {
	path, target := filepath.Join(t.TempDir(), "office.db"), cluster.Database(t)
	lite, pg := open(t, path), open(t, target)
	asked := &statements{texts: map[string]bool{}, sites: map[string]bool{}}
	for _, s := range []*store.Store{lite, pg} {
		s.Asked(asked.add)
		if err := households.FinishImports(context.Background(), s, nil); err != nil {
			t.Fatal(err)
		}
		asked.callAll(t, s, 0)
		asked.callAll(t, s, 7)
		addMany(t, s)
	}
	plain, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	q := plain.Query()
	q.Set("default_query_exec_mode", "simple_protocol")
	plain.RawQuery = q.Encode()
	liteDB, pgDB := openPlain(t, "sqlite", path), openPlain(t, "pgx", plain.String())
	fill(t, liteDB, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, liteColumns)
	fill(t, pgDB, `WITH n AS (SELECT i FROM generate_series(1, %d) i) `, pgColumns)
	for _, s := range []*store.Store{lite, pg} {
		if err := households.MoveImport(context.Background(), s, "94", 9); err != nil {
			t.Fatal(err)
		}
		asked.callAll(t, s, 7)
	}
	asked.callReseal(t)
	asked.everySite(t)
	asked.witnessed(t)
	used := map[string]bool{}
	asked.explain(t, used, func(query string) ([]string, error) { return litePlan(liteDB, query) })
	for _, s := range []*store.Store{lite, pg} {
		if err := s.Optimize(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	liteDB = openPlain(t, "sqlite", path) // who was open before keeps the statistics of then
	asked.explain(t, used, func(query string) ([]string, error) { return litePlan(liteDB, query) })
	asked.explain(t, used, func(query string) ([]string, error) { return pgPlan(pgDB, query) })
	for end := range wholeReads {
		if !used[end] {
			t.Errorf("no statement reads a whole province as %q any more: take it off the list", end)
		}
	}
}

// statements are the SQL texts that a store ran, and from where.
type statements struct {
	texts map[string]bool
	sites map[string]bool
}

func (a *statements) add(query string) {
	a.texts[query] = true
	pc := make([]uintptr, 8)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		a.sites[fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)] = true
	}
}

// notCalled are methods that this test does not call: they end the store, run what they are given, or are tests of
// their own.
var notCalled = []string{"Close", "Write", "View", "Backup", "CopyTo", "Rekey", "Migrate", "Asked", "Importing",
	"SetImporting", "After", "Optimize",
	"Query", "Row", "Exec", "Stream", "Next"}

// callAll calls every exported method of the store and of its transactions with every number n, so that it asks what
// it asks.
func (a *statements) callAll(t *testing.T, s *store.Store, n int) {
	t.Helper()
	ctx := context.Background()
	back := errors.New("nothing is kept")
	call := func(v reflect.Value, i int) {
		name, m := v.Type().Method(i).Name, v.Method(i)
		if slices.Contains(notCalled, name) {
			return
		}
		var args []reflect.Value
		for k := range m.Type().NumIn() {
			args = append(args, sampleOf(m.Type().In(k), n))
		}
		m.Call(args)
	}
	for i := range reflect.TypeFor[*store.Store]().NumMethod() {
		call(reflect.ValueOf(s), i)
	}
	for i := range reflect.TypeFor[*store.Tx]().NumMethod() {
		do := func(tx *store.Tx) error {
			s.SetImporting(true)
			call(reflect.ValueOf(tx), i)
			return back
		}
		if err := s.Write(ctx, do); !errors.Is(err, back) {
			t.Fatal(err)
		}
	}
	whole := func(f reflect.Value) bool { return f.Type().In(1) == reflect.TypeFor[*store.Store]() }
	for _, first := range []bool{true, false} { // those that move rows about before those that look at them
		for _, f := range rowFunctions() {
			if v := reflect.ValueOf(f); whole(v) == first {
				a.callRows(t, s, v, n, back)
			}
		}
	}
	for _, q := range []store.AuditQuery{{Province: "94"}, {Province: "94", Kind: "household"},
		{Province: "94", Places: []string{"1"}}, {Province: "94", Kinds: []string{"account"}}} {
		_, _ = s.Audit(ctx, q)
	}
}

// sets is what an UPDATE sets.
var sets = regexp.MustCompile(`(?s)\sSET\s(.*?)\sWHERE\s`)

// addMany adds so many households at once that their signatures are written together.
func addMany(t *testing.T, s *store.Store) {
	t.Helper()
	var all []*households.Version
	for id := range int64(60) {
		all = append(all, &households.Version{Province: "93", ID: id + 1, Version: 1, State: households.Active,
			ValidFrom: date.Must(2024, 1, 1), Deed: "review",
			Household: household.Household{Code: household.ID(fmt.Sprintf("H%d", id)), Commune: "31510"}})
	}
	write(t, s, func(tx *store.Tx) error { return households.CreateMany(context.Background(), tx, all) })
}

// witnessed: of every statement that changes rows of a witnessed table these are read before, and none changes the key
// by which a row is known.
func (a *statements) witnessed(t *testing.T) {
	t.Helper()
	seen := 0
	for text := range a.texts {
		s := witness.Of(text)
		if s == nil || strings.HasPrefix(strings.TrimSpace(text), "DELETE") { // what is deleted comes back as it was
			continue
		}
		changes := strings.Contains(text, "UPDATE ")
		if changes != (s.Before != "") {
			t.Errorf("what it changes is not read before: %s", text)
		}
		if m := sets.FindStringSubmatch(text); changes && m != nil {
			seen++
			for _, k := range witness.Key(s.Table) {
				if regexp.MustCompile(`(^|,)\s*` + k + `\s*=`).MatchString(m[1]) {
					t.Errorf("column %s of the key is changed: %s", k, text)
				}
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d statements change witnessed rows", seen)
	}
}

// callRows calls a function that reads or writes rows, within a transaction that is taken back; one that takes the
// store itself has transactions of its own.
func (a *statements) callRows(t *testing.T, s *store.Store, f reflect.Value, n int, back error) {
	t.Helper()
	call := func(by reflect.Value) {
		args := []reflect.Value{reflect.ValueOf(context.Background()), by}
		for k := 2; k < f.Type().NumIn(); k++ {
			args = append(args, sampleOf(f.Type().In(k), n))
		}
		f.Call(args)
	}
	if f.Type().In(1) == reflect.TypeFor[*store.Store]() {
		call(reflect.ValueOf(s))
		return
	}
	do := func(tx *store.Tx) error {
		s.SetImporting(true)
		call(reflect.ValueOf(tx))
		return back
	}
	if err := s.Write(context.Background(), do); !errors.Is(err, back) {
		t.Fatal(err)
	}
	if f.Type().In(1) == reflect.TypeFor[store.Reader]() {
		call(reflect.ValueOf(s)) // what streams, and what keeps its statements
	}
}

// callReseal seals a record anew: for that one must have been sealed with an older key.
func (a *statements) callReseal(t *testing.T) {
	t.Helper()
	ctx, file := context.Background(), filepath.Join(t.TempDir(), "keys")
	v, err := vault.CreateFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(filepath.Join(t.TempDir(), "office.db"), v)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	officer := &accounts.Account{Username: "canbo", FullName: "Cán Bộ", Password: "x", Created: at}
	write(t, s, func(tx *store.Tx) error {
		if err := errors.Join(tx.Audit(ctx, &audit.Entry{Province: "94", At: at}),
			accounts.Create(ctx, tx, officer)); err != nil {
			return err
		}
		officer.TOTP = "JBSWY3DPEHPK3PXP"
		return accounts.Update(ctx, tx, officer)
	})
	if v, err = vault.AddKey(file); err != nil {
		t.Fatal(err)
	}
	if err := s.Rekey(ctx, v); err != nil {
		t.Fatal(err)
	}
	s.Asked(a.add)
	write(t, s, func(tx *store.Tx) error { _, err := sealed.Reseal(ctx, tx, 9); return err })
}

// sampleOf makes a value of a type in which every number is n.
func sampleOf(t reflect.Type, n int) reflect.Value {
	v := reflect.New(t).Elem()
	switch {
	case t == reflect.TypeFor[context.Context]():
		v.Set(reflect.ValueOf(context.Background()))
	case t == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(at))
	case t == reflect.TypeFor[date.Date]() && n != 0:
		v.Set(reflect.ValueOf(date.Must(2024, 1, n)))
	default:
		setSample(v, n)
	}
	return v
}

func setSample(v reflect.Value, n int) {
	t := v.Type()
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(n))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(n))
	case reflect.String:
		v.SetString(map[bool]string{true: "94"}[n != 0])
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(sampleOf(t.Elem(), n))
	case reflect.Slice:
		if n != 0 {
			v.Set(reflect.Append(v, sampleOf(t.Elem(), n)))
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if f := v.Field(i); f.CanSet() {
				f.Set(sampleOf(t.Field(i).Type, n))
			}
		}
	case reflect.Func:
		v.Set(reflect.MakeFunc(t, func([]reflect.Value) (out []reflect.Value) {
			for i := range t.NumOut() {
				out = append(out, reflect.Zero(t.Out(i)))
			}
			return out
		}))
	}
}

// asking are the methods that run a statement.
var asking = []string{"Query", "Row", "Exec", "Stream"}

// alone are functions whose statements are about a whole database, or no table at all.
var alone = []string{"CopyTo", "copyTable", "CheckFile", "restorePostgres", "Integrity", "vacuumInto", "versions",
	"Optimize",
	"analyze", "presume", "claim", "primary", "Sealed", "begin", "notify", "Clock", "listenOnce", "release", "share", "one", "beginView", "leave", "stmt", "exec",
	"afterMigration", "Begun", "sameEntry",
	// the line between a province’s database and the nation’s: none of the office’s tables
	"script", "provinces", "province", "Explain"}

// everySite fails for what in the sources runs a statement and was not called, or goes around what is told of
// statements.
func (a *statements) everySite(t *testing.T) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	below, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	names = append(names, below...)
	set := token.NewFileSet()
	sites := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && !slices.Contains(append(alone, asking...), fn.Name.Name) {
				sites += a.sitesOf(t, set, fn)
			}
		}
	}
	if sites < 100 {
		t.Errorf("only %d statements in the sources", sites)
	}
}

// sitesOf looks at the statements of one function and returns how many there are.
func (a *statements) sitesOf(t *testing.T, set *token.FileSet, fn *ast.FuncDecl) (sites int) {
	t.Helper()
	ast.Inspect(fn, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		to, ok := c.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		at := set.Position(c.Pos())
		if strings.HasSuffix(to.Sel.Name, "Context") {
			t.Errorf("%s: %s runs a statement that no test is told of: use one of %v", at, fn.Name.Name, asking)
		}
		if slices.Contains(asking, to.Sel.Name) && len(c.Args) > 1 {
			sites++
			if !a.cameFrom(at, set.Position(c.End())) {
				t.Errorf("%s: the statement of %s was not asked", at, fn.Name.Name)
			}
		}
		return true
	})
	return sites
}

// cameFrom reports whether a statement came from any of some lines.
func (a *statements) cameFrom(from, to token.Position) bool {
	for line := from.Line; line <= to.Line; line++ {
		if a.sites[fmt.Sprintf("%s:%d", filepath.Base(from.Filename), line)] {
			return true
		}
	}
	return false
}

func openPlain(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // settings are a connection's
	t.Cleanup(func() { _ = db.Close() })
	return db
}

const (
	liteColumns = `SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid`
	pgColumns = `SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' ORDER BY table_name, ordinal_position`
)

// fill adds rows to every table, of one province, every other value its own.
func fill(t *testing.T, db *sql.DB, numbers, columns string) {
	t.Helper()
	ctx := context.Background()
	rows, err := db.QueryContext(ctx, columns)
	if err != nil {
		t.Fatal(err)
	}
	names, values := map[string][]string{}, map[string][]string{}
	for rows.Next() {
		var table, column, kind string
		if err := rows.Scan(&table, &column, &kind); err != nil {
			t.Fatal(err)
		}
		value := map[string]string{"integer": "i", "bigint": "i", "blob": "CAST('x' AS BLOB)", "bytea": `'x'::bytea`,
			"text": "'2024-01-' || i"}[strings.ToLower(kind)]
		if column == "province" && table != "audit_head" {
			value = "'94'"
		}
		if column == "sealed_totp" || column == "sealed_phone" { // an account without
			value = "NULL"
		}
		if table+"."+column == "household_version.version" { // the newest is not among those before it
			value = "i + 1"
		}
		names[table], values[table] = append(names[table], column), append(values[table], value)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	tables := slices.Sorted(maps.Keys(names))
	slices.SortStableFunc(tables, func(a, b string) int { // others point to accounts
		if a == "account" {
			return -1
		}
		if b == "account" {
			return 1
		}
		return 0
	})
	for _, table := range tables {
		insert := fmt.Sprintf("INSERT INTO %s (%s) %s SELECT %s FROM n", table, strings.Join(names[table], ", "),
			fmt.Sprintf(numbers, filled), strings.Join(values[table], ", "))
		if _, err := db.ExecContext(ctx, insert); err != nil {
			t.Fatalf("%s: %v", insert, err)
		}
	}
}

var spaces = regexp.MustCompile(`\s+`)

// explain fails for every statement whose plan reads all of a province and that is not named as one that may.
func (a *statements) explain(t *testing.T, used map[string]bool, plan func(query string) ([]string, error)) {
	t.Helper()
	for _, query := range slices.Sorted(maps.Keys(a.texts)) {
		whole, err := plan(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		}
		text := strings.TrimSpace(spaces.ReplaceAllString(query, " "))
		named := false
		for end := range wholeReads {
			if strings.HasSuffix(text, end) {
				named = true
				used[end] = used[end] || len(whole) > 0
			}
		}
		if !named && len(whole) > 0 {
			t.Errorf("%s\n\t%s", text, strings.Join(whole, "\n\t"))
		}
	}
}

var parameter = regexp.MustCompile(`\$(\d+)`)

// parameters is how many parameters a statement has.
func parameters(query string) (n int) {
	for _, m := range parameter.FindAllStringSubmatch(query, -1) {
		k := 0
		_, _ = fmt.Sscan(m[1], &k)
		n = max(n, k)
	}
	return n
}

var byProvince = regexp.MustCompile(`\(province=\?\)$`)

// litePlan returns the steps of SQLite's plan that read all of a table or of a province.
func litePlan(db *sql.DB, query string) (whole []string, err error) {
	rows, err := db.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+query, make([]any, parameters(query))...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return nil, err
		}
		if strings.HasPrefix(step, "SCAN ") && step != "SCAN CONSTANT ROW" && !strings.HasSuffix(step, "VALUES CLAUSE") || byProvince.MatchString(step) {
			whole = append(whole, "sqlite: "+step)
		}
	}
	return whole, errors.Join(rows.Err(), rows.Close())
}

var (
	pgScan      = regexp.MustCompile(`Seq Scan on (\w+)`)
	pgCondition = regexp.MustCompile(`^\s*(Index Cond|Recheck Cond): \(province = \S+\)$`)
)

// pgPlan returns the steps of PostgreSQL's plan, made for whatever values, that read all of a table or of a province.
func pgPlan(db *sql.DB, query string) (whole []string, err error) {
	ctx := context.Background()
	prepare := "SET plan_cache_mode = force_generic_plan; PREPARE one AS " + query
	if _, err := db.ExecContext(ctx, prepare); err != nil {
		return nil, err
	}
	run := "EXPLAIN (COSTS OFF) EXECUTE one"
	if n := parameters(query); n > 0 {
		run += "(NULL" + strings.Repeat(", NULL", n-1) + ")"
	}
	rows, err := db.QueryContext(ctx, run)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var step string
		if err := rows.Scan(&step); err != nil {
			return nil, err
		}
		if pgScan.MatchString(step) || pgCondition.MatchString(step) {
			whole = append(whole, "postgres: "+strings.TrimSpace(step))
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	_, err = db.ExecContext(ctx, "DEALLOCATE one")
	return whole, err
}
