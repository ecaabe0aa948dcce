package foreign_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store"
	"giamngheo/internal/store/foreign"
	"giamngheo/internal/store/told"
	"giamngheo/internal/vault"
)

// sheet is what a province of n communes tells.
func sheet(t *testing.T, province string, n int) *cells.Sheet {
	t.Helper()
	h := cells.Head{Province: province, Name: "Tỉnh " + province, Review: 2025, Prior: 2024, Stage: cells.Final,
		On: date.Must(2025, 12, 14), Made: date.Must(2025, 12, 20), Standard: "2022-2025", Cutoff: 3, Threshold: 5,
		Indicators: []cells.Indicator{{Code: "jobs", Title: "Việc làm"}}}
	whole := cells.Leaf{Code: province}
	var all []cells.Leaf
	for i := range n {
		l := cells.Leaf{Code: fmt.Sprintf("%s%03d", province, i), Area: 1}
		for k, of := range []cells.Count{500, 60, 90} {
			s := &l.Of[k]
			s.Households, s.People, s.Minority, s.MinorityPeople = of, 4*of, of/3, of
			s.Open, s.Stays, s.Out, s.Came = of-5, of-20, 15, 20
			s.Deprived[0], s.Measured, s.MPIPoor, s.M0 = of/2, 4*of, of, 2*of
			s.Measured = s.People
			if k == 0 {
				s.MPIPoor, s.M0 = of/3, of/3
			}
		}
		all = append(all, l)
		for k := range l.Of {
			whole.Of[k] = whole.Of[k].Plus(l.Of[k])
		}
	}
	s, err := cells.Make(h, &whole, all)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// province makes a province's database with a window, and returns its target.
func province(t *testing.T, c *postgrestest.Cluster, code string) (string, *cells.Sheet) {
	t.Helper()
	ctx, target := context.Background(), c.Database(t)
	v, err := vault.CreateFile(filepath.Join(t.TempDir(), code+".key"))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(target, v)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	s := sheet(t, code, 20)
	err = st.Write(ctx, func(tx *store.Tx) error { return told.Put(ctx, tx, s, time.Unix(0, 0)) })
	if err != nil {
		t.Fatal(err)
	}
	back, err := told.Find(ctx, st, code, 2025, cells.Final)
	if err != nil || fmt.Sprint(*back) != fmt.Sprint(*s) {
		t.Fatalf("what is read is not what was written: %v", err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // it may be run again
		if err := foreign.Window(ctx, target); err != nil {
			t.Fatal(err)
		}
	}
	return target, s
}

func connect(t *testing.T, target string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", target)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestWindow: the role nation sees the window, and no household, no person, no other table, and cannot write.
func TestWindow(t *testing.T) {
	c, ctx := postgrestest.Of(t), context.Background()
	target, s := province(t, c, "92")
	owner, nation := connect(t, target), connect(t, strings.Replace(target, "postgres@", foreign.Role+"@", 1))
	var n int
	if err := nation.QueryRowContext(ctx, `SELECT COUNT(*) FROM published.cell`).Scan(&n); err != nil || n != len(s.Cells) {
		t.Fatalf("%d of %d cells: %v", n, len(s.Cells), err)
	}
	rows, err := owner.QueryContext(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil || len(tables) < 60 {
		t.Fatal(err, tables)
	}
	for _, name := range tables {
		if _, err := nation.ExecContext(ctx, `SELECT 1 FROM public.`+name+` LIMIT 1`); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("nation reads %s: %v", name, err)
		}
	}
	for _, q := range []string{`INSERT INTO published.cell (province) VALUES ('92')`, `DELETE FROM published.cell_sheet`,
		`CREATE TABLE public.x (i INTEGER)`, `CREATE TABLE published.x (i INTEGER)`, `CREATE TEMPORARY TABLE x (i INTEGER)`,
		`SET default_transaction_read_only = off; DELETE FROM published.cell`, `SELECT pg_read_file('/etc/passwd')`} {
		if _, err := nation.ExecContext(ctx, q); err == nil {
			t.Errorf("nation may: %s", q)
		}
	}
}

// TestNation: over postgres_fdw the nation reads what the provinces have, their aggregates are made where they are,
// and one that is down is named while the others are read.
func TestNation(t *testing.T) {
	c, ctx := postgrestest.Of(t), context.Background()
	if found, _ := filepath.Glob("/usr/share/postgresql/*/extension/postgres_fdw.control"); len(found) == 0 && os.Getenv("CI") == "" {
		t.Skip("postgres_fdw is not installed")
	}
	cantho, first := province(t, c, "92")
	camau, second := province(t, c, "96")
	target := c.Database(t)
	for code, of := range map[string]string{"92": cantho, "96": camau} {
		for range 2 {
			if err := foreign.Join(ctx, target, code, of, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	n, err := foreign.Open(target)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	sheets, faults, err := n.Read(ctx)
	if err != nil || len(faults) > 0 || len(sheets) != 2 {
		t.Fatal(err, faults, len(sheets))
	}
	for i, want := range []*cells.Sheet{first, second} {
		if fmt.Sprint(*sheets[i]) != fmt.Sprint(*want) {
			t.Errorf("%s came as another one", want.Province)
		}
	}
	plan, err := n.Explain(ctx, `SELECT province, class, SUM(households) FROM published.cell GROUP BY province, class`)
	if err != nil || strings.Count(plan, "Aggregate on") != 2 {
		t.Errorf("%v: the rows travel:\n%s", err, plan)
	}
	if err := foreign.Join(ctx, target, "79", "postgres://127.0.0.1:1/gone", ""); err != nil {
		t.Fatal(err)
	}
	sheets, faults, err = n.Read(ctx)
	if err != nil || len(sheets) != 2 || len(faults) != 1 || faults[0].From != "79" {
		t.Errorf("%v: %d sheets, %v", err, len(sheets), faults)
	}
}
