package office_test

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/vault"
)

// kept are the functions that write without an entry, and why they may: the chore that each keeps.
var kept = map[string]string{
	"office/deed.go keepReads":              "KeepReads",
	"office/job.go CancelJob":               "KeepJob",
	"office/job.go keep":                    "KeepJob",
	"office/job.go save":                    "KeepJob",
	"office/job.go take":                    "KeepJob",
	"office/engine.go keepFile":             "KeepFile",
	"office/open.go Open":                   "KeepForm",
	"office/together.go beat":               "KeepServer",
	"office/together.go leaveTogether":      "KeepServer",
	"office/together.go takeOver":           "KeepServer",
	"office/together.go sweepChanges":       "KeepServer",
	"app/transfer/importing.go showResumed": "KeepStaging",
	"office/office.go Probe":                "KeepProbe",
	"app/accounts/signin.go Authenticate":   "KeepSession",
	"app/accounts/asked.go keepAsked":       "KeepAsked",
	"app/accounts/signin.go endOldSessions": "KeepSession",
	"app/budget/budget.go Begin":            "KeepBudget",
	"app/budget/budget.go Take":             "KeepBudget",
	"app/budget/budget.go Back":             "KeepBudget",
	"app/duplicates/desk.go inPieces":       "KeepDuplicates",
	"app/told/desk.go tell":                 "KeepTold",
	"app/public/desk.go New":                "KeepVisits",
	"app/meter/meter.go Begin":              "KeepReads",
	"app/passkeys/desk.go Begin":            "KeepSession",
	"app/passkeys/desk.go keep":             "KeepSession",
	"app/passkeys/desk.go take":             "KeepSession",
	"app/sso/door.go keep":                  "KeepSession",
	"app/sso/door.go take":                  "KeepSession",
	"app/exports/columns.go choose":         "KeepChoice",
	"app/transfer/layout.go Arrange":        "KeepColumns",
	"app/transfer/importing.go lookAgain":   "KeepColumns",
	"app/transfer/importer.go stage":        "KeepStaging",
	"app/transfer/importer.go id":           "KeepStaging",
	"app/transfer/importer.go flush":        "KeepStaging",
	"app/transfer/importer.go tell":         "KeepStaging",
}

// TestChores holds who writes without an entry, and that no desk holds a transaction of the store itself.
func TestChores(t *testing.T) {
	got := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(path), "../")
		if !strings.HasPrefix(name, "office/") && !strings.HasPrefix(name, "app/") && !strings.HasPrefix(name, "web/") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if of, is := n.Fun.(*ast.SelectorExpr); is && of.Sel.Name == "Keep" && len(n.Args) == 3 {
						if !ok {
							t.Errorf("%s: Keep is called outside of a function", name)
							return true
						}
						got[name+" "+fn.Name.Name] = constant(n.Args[1])
					}
				case *ast.SelectorExpr:
					if x, is := n.X.(*ast.Ident); is && x.Name == "store" && n.Sel.Name == "Tx" &&
						!strings.HasPrefix(name, "office/") {
						t.Errorf("%s: store.Tx belongs to the kernel: take *office.Tx, store.Writer or store.Reader",
							name)
					}
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept, got); diff != "" {
		t.Errorf("who writes without an entry (-allowed +found):\n%s", diff)
	}
}

// constant is the name of a constant given as an argument.
func constant(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return "no constant"
}

// open opens a kernel on an empty store, and tells how many entries its record holds.
func open(t *testing.T) (*office.Office, func() int) {
	t.Helper()
	v, err := vault.New([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(filepath.Join(t.TempDir(), "office.db"), v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := st.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	o, err := office.Open(office.Config{Store: st, Province: "91", Places: &place.Registry{}})
	if err != nil {
		t.Fatal(err)
	}
	o.Entitle(office.Titles{"test.do": {EN: "done"}, "test.one": {EN: "one"}, "test.two": {EN: "two"}})
	return o, func() int {
		entries, err := o.Entries(context.Background(), store.AuditQuery{Province: "91", Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
}

// TestWriteLeavesEntry: what writes leaves an entry in the same transaction, and what would leave none writes nothing.
func TestWriteLeavesEntry(t *testing.T) {
	ctx, who := context.Background(), &office.Ask{Account: 7, Username: "lan", From: "cli"}
	refused := errors.New("refused")
	write := func(tx *office.Tx) error { return tx.SetSetting(ctx, "x", "1") }
	for _, c := range []struct {
		name    string
		do      func(o *office.Office) error
		ok      bool
		entries int
		kept    string
	}{
		{"a deed", func(o *office.Office) error { return o.Do(ctx, who, &office.Deed{Action: "test.do"}, write) }, true,
			1, "1"},
		{"a deed without a title", func(o *office.Office) error {
			return o.Do(ctx, who,
				&office.Deed{Action: "test.unheard"}, write)
		}, false, 0, ""},
		{"a deed alone", func(o *office.Office) error { return o.Do(ctx, who, &office.Deed{Action: "test.do"}, nil) },
			true, 1, ""},
		{"no deed", func(o *office.Office) error { return o.Do(ctx, who, nil, write) }, false, 0, ""},
		{"an empty deed", func(o *office.Office) error { return o.Do(ctx, who, &office.Deed{}, write) }, false, 0, ""},
		{"a deed that fails", func(o *office.Office) error {
			return o.Do(ctx, who, &office.Deed{Action: "test.do"}, func(tx *office.Tx) error {
				return errors.Join(write(tx), refused)
			})
		}, false, 0, ""},
		{"each noted", func(o *office.Office) error {
			return o.Each(ctx, who, func(tx *office.Tx) error {
				return errors.Join(write(tx), tx.Note(ctx, office.Deed{Action: "test.one"}),
					tx.Note(ctx, office.Deed{Action: "test.two"}))
			})
		}, true, 2, "1"},
		{"none noted", func(o *office.Office) error { return o.Each(ctx, who, write) }, false, 0, ""},
		{"nothing to do", func(o *office.Office) error {
			return o.Each(ctx, who, func(*office.Tx) error { return nil })
		}, true, 0, ""},
		{"bookkeeping", func(o *office.Office) error { return o.Keep(ctx, office.KeepJob, write) }, true, 0, "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, entries := open(t)
			if err := c.do(o); (err == nil) != c.ok {
				t.Errorf("the write ended with %v", err)
			}
			if n := entries(); n != c.entries {
				t.Errorf("%d entries, want %d", n, c.entries)
			}
			if kept, err := o.Setting(ctx, "x"); err != nil || kept != c.kept {
				t.Errorf("kept %q (%v), want %q", kept, err, c.kept)
			}
		})
	}
}

// TestKept: what a transaction remembers is read once, and only by it; what could not be read is read again.
func TestKept(t *testing.T) {
	type key string
	o, _ := open(t)
	reads, broken := 0, errors.New("broken")
	read := func() (int, error) {
		if reads++; reads == 1 {
			return 0, broken
		}
		return reads, nil
	}
	var got []int
	for range 2 {
		if err := o.Keep(context.Background(), office.KeepProbe, func(tx *office.Tx) error {
			for range 3 {
				n, err := office.Kept(tx, key("a"), read)
				if err != nil && !errors.Is(err, broken) {
					return err
				}
				got = append(got, n)
			}
			tx.Remember(key("a"), 9)
			n, err := office.Kept(tx, key("a"), read)
			got = append(got, n)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(got, []int{0, 2, 2, 9, 3, 3, 3, 9}) {
		t.Error(got)
	}
}
