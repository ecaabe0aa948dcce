package app_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giamngheo"
	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/snapshot"
)

// upgraded opens an office that decides by another law than the one shipped.
func upgraded(t *testing.T, target string, takesOver bool) (*app.Desks, error) {
	t.Helper()
	st, err := demotest.Store(target)
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	law, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		t.Fatal(err)
	}
	tools := app.New(library.Config{Data: data, Law: law})
	tools.Library.LayLaw(os.DirFS(filepath.Join("testdata", "higher-line")))
	o, err := app.Open(context.Background(), tools, office.Config{Store: st, Province: "94", Day: demo.Day, Demo: true,
		Files: filepath.Join(t.TempDir(), "files"), Upgrade: takesOver})
	t.Cleanup(func() {
		if o != nil {
			err = errors.Join(o.Close(), st.Close())
		} else {
			err = st.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	return o, err
}

// TestUpgrade: a server with another law is refused beside those that run, unless it is to take over from them: then it
// decides from the first write after it is ready, the others write nothing any more, and end.
func TestUpgrade(t *testing.T) {
	ctx, target := context.Background(), postgrestest.Of(t).Database(t)
	old := []*app.Desks{process(t, target), nil}
	if err := old[0].Demo.FillDemo(ctx, 300, nil); err != nil {
		t.Fatal(err)
	}
	old[1] = process(t, target)
	asks := []*office.Ask{officetest.SignIn(t, old[0], "canbo.xa"), officetest.SignIn(t, old[1], "canbo.xa")}
	save := func(o *app.Desks, a *office.Ask, code string) error {
		_, err := o.Register.Save(ctx, a.Once(), register.SaveInput{Household: officetest.Fresh(code)})
		return err
	}
	if _, err := upgraded(t, target, false); errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), "--upgrade") {
		t.Fatalf("another law beside: %v", err)
	}
	for i, o := range old {
		if err := save(o, asks[i], "U-"+string(rune('1'+i))); err != nil {
			t.Fatal(err)
		}
	}
	now, err := upgraded(t, target, true)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range old {
		if err := save(o, asks[i], "U-9"); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("server %d saves by the law of before: %v", i, err)
		}
		<-o.Office.Replaced() // or the test does not end
	}
	if _, err := upgraded(t, target, false); err != nil {
		t.Errorf("a second server of the same law is refused: %v", err)
	}
	a := officetest.SignIn(t, now, "canbo.xa")
	if err := save(now, a, "U-3"); err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"U-1", "U-2", "U-3"} {
		if got := officetest.List(t, now, a, snapshot.Query{Text: code}); len(got) != 1 {
			t.Errorf("%s: %v", code, got)
		}
	}
}
