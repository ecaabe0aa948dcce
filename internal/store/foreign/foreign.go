// Package foreign is the line between a province's database and the nation's on PostgreSQL: a window through which the
// role nation sees what the nation was told and nothing else, and the nation's tables, each province a partition that
// lies in its own database (postgres_fdw).
package foreign

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"giamngheo/internal/cells"
	"giamngheo/internal/errs"
	"giamngheo/internal/nation"
	"giamngheo/internal/store"
	"giamngheo/internal/store/told"
)

// Role is who reads the window.
const Role = "nation"

// open opens a PostgreSQL database. Errors: errs.Invalid where the target is none.
func open(target string, params map[string]string) (*sql.DB, error) {
	if !store.IsPostgres(target) {
		return nil, errs.New(errs.Invalid, "not a PostgreSQL connection string; the form is postgres://user@host:5432/database")
	}
	cfg, err := pgx.ParseConfig(target)
	if err != nil {
		return nil, errs.New(errs.Invalid, "not a PostgreSQL connection string; the form is postgres://user@host:5432/database")
	}
	for name, value := range params {
		cfg.RuntimeParams[name] = value
	}
	return stdlib.OpenDB(*cfg), nil
}

// script runs statements in one transaction.
func script(ctx context.Context, target string, statements []string) error {
	db, err := open(target, nil)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return errors.Join(errs.New(errs.Unavailable, "the database does not answer").Because(err), db.Close())
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return errors.Join(errs.New(errs.Invalid, "the database refused: its owner, or who may make roles and extensions, must run this").Because(err),
				tx.Rollback(), db.Close())
		}
	}
	return errors.Join(tx.Commit(), db.Close())
}

// sheetColumns and cellColumns are what stands in the window.
const sheetColumns = "province, review, stage, on_day, head, made_at"

func cellColumns() string {
	return "province, review, stage, n, unit, area, class, " + strings.Join(cells.Columns(), ", ")
}

// Window makes the window of a province's database: the schema published with two views, and the role nation, which
// may read them and, of this database, nothing else. It may be run again. Errors: the database refuses.
func Window(ctx context.Context, target string) error {
	return script(ctx, target, []string{
		`CREATE SCHEMA IF NOT EXISTS published`,
		`CREATE OR REPLACE VIEW published.cell_sheet AS SELECT ` + sheetColumns + ` FROM public.cell_sheet`,
		`CREATE OR REPLACE VIEW published.cell AS SELECT ` + cellColumns() + ` FROM public.cell`,
		`DO $$ BEGIN CREATE ROLE nation LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
		`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, nation`,
		`REVOKE ALL ON SCHEMA public FROM PUBLIC, nation`,
		`REVOKE TEMPORARY ON DATABASE "` + databaseOf(target) + `" FROM PUBLIC, nation`,
		`GRANT USAGE ON SCHEMA published TO nation`,
		`GRANT SELECT ON published.cell_sheet, published.cell TO nation`,
		`ALTER ROLE nation SET default_transaction_read_only = on`,
		`ALTER ROLE nation SET statement_timeout = '30s'`,
	})
}

// databaseOf is the name of the database of a target, fit to stand between quotation marks.
func databaseOf(target string) string {
	cfg, err := pgx.ParseConfig(target)
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(cfg.Database, `"`, `""`)
}

var code = regexp.MustCompile(`^[0-9]{2}$`)

// Join joins a province's window to the nation's database: host, port and database where it is, the role nation's
// password where there is one. Errors (errs.Invalid): no code of a province, no such address; the database refuses.
func Join(ctx context.Context, target, province, of, password string) error {
	if !code.MatchString(province) {
		return errs.New(errs.Invalid, "“%s” is no code of a province", province)
	}
	cfg, err := pgx.ParseConfig(of)
	if err != nil || !store.IsPostgres(of) {
		return errs.New(errs.Invalid, "not a PostgreSQL connection string; the form is postgres://user@host:5432/database")
	}
	server := "province_" + province
	mapping := fmt.Sprintf("user %s, password %s", literal(Role), literal(password))
	if password == "" {
		mapping = fmt.Sprintf("user %s, password_required 'false'", literal(Role))
	}
	number := make([]string, 0, len(cells.Columns()))
	for _, c := range cells.Columns() {
		number = append(number, c+" BIGINT")
	}
	return script(ctx, target, []string{
		`CREATE EXTENSION IF NOT EXISTS postgres_fdw`,
		`CREATE SCHEMA IF NOT EXISTS published`,
		`CREATE TABLE IF NOT EXISTS published.cell_sheet (province TEXT NOT NULL, review BIGINT, stage TEXT, on_day TEXT,
			head TEXT, made_at BIGINT) PARTITION BY LIST (province)`,
		`CREATE TABLE IF NOT EXISTS published.cell (province TEXT NOT NULL, review BIGINT, stage TEXT, n BIGINT, unit TEXT,
			area BIGINT, class TEXT, ` + strings.Join(number, ", ") + `) PARTITION BY LIST (province)`,
		`DROP SERVER IF EXISTS ` + server + ` CASCADE`,
		fmt.Sprintf(`CREATE SERVER %s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %s, port %s, dbname %s,
			connect_timeout '5', async_capable 'true', fetch_size '5000')`, server, literal(cfg.Host),
			literal(fmt.Sprint(cfg.Port)), literal(cfg.Database)),
		fmt.Sprintf(`CREATE USER MAPPING FOR CURRENT_USER SERVER %s OPTIONS (%s)`, server, mapping),
		partition(server, "cell_sheet", province), partition(server, "cell", province),
	})
}

func partition(server, table, province string) string {
	return fmt.Sprintf(`CREATE FOREIGN TABLE published.%s_%s PARTITION OF published.%s FOR VALUES IN (%s) SERVER %s
		OPTIONS (schema_name 'published', table_name '%s')`, table, province, table, literal(province), server, table)
}

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Nation is the nation's database.
type Nation struct{ db *sql.DB }

// Open opens the nation's database for reading. Aggregates go to the partitions, which PostgreSQL leaves off by
// default and then fetches every row.
func Open(target string) (*Nation, error) {
	db, err := open(target, map[string]string{"enable_partitionwise_aggregate": "on", "enable_partitionwise_join": "on",
		"default_transaction_read_only": "on"})
	if err != nil {
		return nil, err
	}
	const most = 4
	db.SetMaxOpenConns(most)
	return &Nation{db}, nil
}

// Explain is how PostgreSQL answers a question: whether aggregates are made in the provinces.
func (n *Nation) Explain(ctx context.Context, query string) (plan string, err error) {
	rows, err := n.db.QueryContext(ctx, `EXPLAIN (VERBOSE) `+query)
	return plan, store.Each(rows, err, func(sc store.Scanner) error {
		var line string
		err := sc.Scan(&line)
		plan += line + "\n"
		return err
	})
}

// Close closes the database.
func (n *Nation) Close() error { return n.db.Close() }

// mostWait is how long a province may take to answer.
const mostWait = 10 * time.Second

// Read reads what every province tells, each for itself: one that does not answer is named, and the others are read.
func (n *Nation) Read(ctx context.Context) (sheets []*cells.Sheet, faults []nation.Fault, err error) {
	all, err := n.provinces(ctx)
	if err != nil {
		return nil, nil, errs.New(errs.Unavailable, "the nation’s database does not answer, or no province is joined to it").Because(err)
	}
	for _, province := range all {
		one, err := n.province(ctx, province)
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case errs.KindOf(err) == errs.Invalid:
			var e *errs.Error
			_ = errors.As(err, &e)
			faults = append(faults, nation.Fault{From: province, Why: e.Text()})
		case err != nil:
			faults = append(faults, nation.Fault{From: province, Why: errs.T("the province’s database does not answer")})
		default:
			sheets = append(sheets, one...)
		}
	}
	return sheets, faults, nil
}

// provinces are the codes of the partitions.
func (n *Nation) provinces(ctx context.Context) (out []string, err error) {
	rows, err := n.db.QueryContext(ctx, `SELECT right(i.inhrelid::regclass::text, 2) FROM pg_inherits i
		WHERE i.inhparent = 'published.cell_sheet'::regclass ORDER BY 1`)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var one string
		err := sc.Scan(&one)
		if code.MatchString(one) {
			out = append(out, one)
		}
		return err
	})
}

// headsOf and cellsOf ask the partition of a province, of which the code is two digits.
func headsOf(province string) string {
	return `SELECT head FROM published.cell_sheet_` + province + ` ORDER BY review DESC LIMIT 20`
}

func cellsOf(province string) string {
	return `SELECT unit, area, class, ` + strings.Join(cells.Columns(), ", ") + ` FROM published.cell_` + province +
		` WHERE review = $1 AND stage = $2 ORDER BY n LIMIT $3`
}

// province reads the partition of one province. Errors (errs.Invalid): what it tells cannot be.
func (n *Nation) province(ctx context.Context, province string) (out []*cells.Sheet, err error) {
	ctx, stop := context.WithTimeout(ctx, mostWait)
	defer stop()
	rows, err := n.db.QueryContext(ctx, headsOf(province))
	err = store.Each(rows, err, func(sc store.Scanner) error {
		var head string
		if err := sc.Scan(&head); err != nil {
			return err
		}
		s := &cells.Sheet{}
		out = append(out, s)
		return json.Unmarshal([]byte(head), &s.Head)
	})
	if err != nil {
		return nil, err
	}
	for _, s := range out {
		rows, err := n.db.QueryContext(ctx, cellsOf(province), s.Review, string(s.Stage), cells.MostCells)
		err = store.Each(rows, err, func(sc store.Scanner) error {
			c, err := told.Scan(sc)
			s.Cells = append(s.Cells, c)
			return err
		})
		if err == nil && s.Province != province {
			err = errs.New(errs.Invalid, "the database of province %s tells of province %s", province, s.Province)
		}
		if err == nil {
			err = s.Sound()
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
