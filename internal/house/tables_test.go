package house_test

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	createsTable = regexp.MustCompile(`CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+) \(`)
	sealedColumn = regexp.MustCompile(`(?m)^\s+(sealed_[a-z_]+) `)
	addsSealed   = regexp.MustCompile(`ALTER TABLE ([a-z_]+) ADD COLUMN (sealed_[a-z_]+)`)
	namesTables  = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+` +
		`([a-z_]+(?:(?:\s+(?:AS\s+)?[a-z]+)?\s*,\s*[a-z_]+)*)`)
)

// schema are the tables that the migrations make, each with its sealed columns as table.column.
func schema(t *testing.T) (tables, sealed []string) {
	t.Helper()
	files, err := filepath.Glob("../store/migrations/*.sql")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		up, _, _ := strings.Cut(string(b), "-- +goose Down")
		for _, part := range strings.SplitAfter(up, ";\n") {
			if m := createsTable.FindStringSubmatch(part); m != nil {
				tables = append(tables, m[1])
				for _, c := range sealedColumn.FindAllStringSubmatch(part, -1) {
					sealed = append(sealed, m[1]+"."+c[1])
				}
			}
		}
		for _, m := range addsSealed.FindAllStringSubmatch(up, -1) {
			sealed = append(sealed, m[1]+"."+m[2])
		}
	}
	slices.Sort(tables)
	slices.Sort(sealed)
	return tables, sealed
}

// strings of code: the literals in a node, in order.
func literals(n ast.Node) (out []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				out = append(out, s)
			}
		}
		return true
	})
	return out
}

// rowsOf are the tables whose SQL a package writes.
func rowsOf(r *room, tables []string) map[string]bool {
	out := map[string]bool{}
	for _, f := range r.files {
		for _, s := range literals(f) {
			for _, m := range namesTables.FindAllStringSubmatch(s, -1) {
				for one := range strings.SplitSeq(m[1], ",") {
					if name := strings.Fields(one)[0]; slices.Contains(tables, name) {
						out[name] = true
					}
				}
			}
		}
	}
	return out
}

// TestTablesOfOneRoom: each table is named in SQL by one package, which is one of the store.
func TestTablesOfOneRoom(t *testing.T) {
	tables, _ := schema(t)
	by := map[string][]string{}
	for _, r := range house(t).all {
		for table := range rowsOf(r, tables) {
			by[table] = append(by[table], r.name())
			if r.name() != "store" && !strings.HasPrefix(r.name(), "store/") {
				t.Errorf("%s writes SQL on table %s: that is the store's", r.name(), table)
			}
		}
	}
	for _, table := range tables {
		slices.Sort(by[table])
		if len(by[table]) != 1 {
			t.Errorf("table %s is named in SQL by %q", table, by[table])
		}
	}
}

// listed are the literals of a package's variable.
func listed(t *testing.T, pkg, name string) (out [][]string) {
	t.Helper()
	for _, r := range house(t).below(pkg) {
		for _, f := range r.files {
			ast.Inspect(f, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok || r.name() != pkg || spec.Names[0].Name != name {
					return true
				}
				for _, x := range spec.Values[0].(*ast.CompositeLit).Elts {
					out = append(out, literals(x))
				}
				return false
			})
		}
	}
	return out
}

// TestListsOfTables: a backup copies every table of the migrations, and new keys reach every sealed column.
func TestListsOfTables(t *testing.T) {
	tables, sealed := schema(t)
	var copied, resealed []string
	for _, row := range listed(t, "store", "tables") {
		copied = append(copied, row[0])
	}
	for _, row := range listed(t, "store/sealed", "sealedTables") {
		resealed = append(resealed, row[0]+"."+row[1])
	}
	resealed = append(resealed, sealedElsewhere...)
	slices.Sort(copied)
	slices.Sort(resealed)
	if !slices.Equal(copied, tables) {
		t.Errorf("a backup copies\n%v\nand the migrations make\n%v", copied, tables)
	}
	if !slices.Equal(resealed, sealed) {
		t.Errorf("new keys reach\n%v\nand sealed are\n%v", resealed, sealed)
	}
}

// sealedElsewhere are sealed columns that store/sealed treats beside its list: a second factor and a
// telephone belong to no province; a piece of a file lasts thirty days, for which the old key still opens it.
var sealedElsewhere = []string{"account.sealed_phone", "account.sealed_totp", "file_piece.sealed_piece"}
