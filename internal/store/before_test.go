package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/store"
	"giamngheo/internal/store/migrations"
)

// beforeFile has the statements of the program before this one, and the schema that it made. `make before` writes it
// anew once a program has gone out to the offices.
const beforeFile = "testdata/before.sql"

// TestBefore: the program before this one goes on with this one's tables, as it does while servers are upgraded one
// after another: each of its statements is understood, and none leaves out a column that a row must have.
// WRITE_BEFORE=1 writes this program's statements in their place.
func TestBefore(t *testing.T) {
	path, target := filepath.Join(t.TempDir(), "office.db"), cluster.Database(t)
	lite, pg := open(t, path), open(t, target)
	if os.Getenv("WRITE_BEFORE") != "" {
		writeBefore(t, lite, pg)
	}
	file, err := os.ReadFile(beforeFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema, newest int64
	if _, err := fmt.Sscanf(string(file), "-- schema %d", &schema); err != nil {
		t.Fatal(err)
	}
	if newest, err = migrations.Newest(); err != nil || schema > newest {
		t.Fatalf("the statements are of schema %d, this program's is %d: %v", schema, newest, err)
	}
	all := strings.Split(strings.TrimSpace(string(file)), "\n")[1:]
	if len(all) < 300 {
		t.Errorf("only %d statements", len(all))
	}
	for engine, db := range map[string]*sql.DB{"sqlite": openPlain(t, "sqlite", path), "pgx": openPlain(t, "pgx", target)} {
		needed := columnsNeeded(t, engine, db)
		for _, text := range all {
			stmt, err := db.PrepareContext(context.Background(), text)
			if err != nil {
				if !of(engine, text) {
					continue
				}
				t.Errorf("%s: the program before cannot ask this any more: %s\n\t%v", engine, text, err)
				continue
			}
			_ = stmt.Close()
			m := inserts.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			given := strings.Split(spaces.ReplaceAllString(m[2], ""), ",")
			for _, column := range needed[m[1]] {
				if !slices.Contains(given, column) {
					t.Errorf("%s: the program before writes rows of %s without %s", engine, m[1], column)
				}
			}
		}
	}
}

// inserts are a statement that adds a row: the table and the columns that are given.
var inserts = regexp.MustCompile(`(?i)^INSERT INTO ([a-z_]+) ?\(([^)]*)\)`)

// ofOne are the words of statements that only one engine understands.
var ofOne = map[string]*regexp.Regexp{
	"sqlite": regexp.MustCompile(`(?i)\bPRAGMA\b|sqlite_|\browid\b`),
	"pgx":    regexp.MustCompile(`(?i)pg_|::|to_regclass|clock_timestamp|\bANY\(|\bNOTIFY\b|\bLISTEN\b|FOR UPDATE|SET LOCAL`),
}

// of reports whether a statement is for an engine.
func of(engine, text string) bool {
	for other, words := range ofOne {
		if other != engine && words.MatchString(text) {
			return false
		}
	}
	return true
}

// columnsNeeded are the columns, by table, that every new row must give.
func columnsNeeded(t *testing.T, engine string, db *sql.DB) map[string][]string {
	t.Helper()
	query := `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
		AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'`
	if engine == "sqlite" {
		query = `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
			AND c."notnull" = 1 AND c.dflt_value IS NULL`
	}
	rows, err := db.QueryContext(context.Background(), query)
	out := map[string][]string{}
	if err := store.Each(rows, err, func(r store.Scanner) error {
		var table, column string
		err := r.Scan(&table, &column)
		out[table] = append(out[table], column)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// writeBefore writes what this program asks.
func writeBefore(t *testing.T, both ...*store.Store) {
	t.Helper()
	asked := &statements{texts: map[string]bool{}, sites: map[string]bool{}}
	for _, s := range both {
		s.Asked(asked.add)
		asked.callAll(t, s, 0)
		asked.callAll(t, s, 7)
	}
	newest, err := migrations.Newest()
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for text := range asked.texts {
		lines[strings.TrimSpace(spaces.ReplaceAllString(text, " "))] = true
	}
	body := fmt.Sprintf("-- schema %d\n%s\n", newest, strings.Join(slices.Sorted(maps.Keys(lines)), "\n"))
	if err := os.WriteFile(beforeFile, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestMigrateAtOnce: servers that start at once on an empty database all have its tables.
func TestMigrateAtOnce(t *testing.T) {
	target := cluster.Database(t)
	errs := make(chan error, 3)
	for range cap(errs) {
		s, err := store.Open(target, key(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		go func() { errs <- s.Migrate(context.Background()) }()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
