package officetest

import (
	"context"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"giamngheo"
	"giamngheo/internal/app"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/hamlets"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
)

// Tools are what works without an office, with the law and the data that the program ships with.
func Tools(t testing.TB) *app.Tools {
	t.Helper()
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	law, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		t.Fatal(err)
	}
	return app.New(library.Config{Data: data, Law: law})
}

// Demo opens the demonstration with so many households.
func Demo(t testing.TB, households int64) *app.Desks {
	t.Helper()
	o, _ := DemoAt(t, filepath.Join(t.TempDir(), "office.db"), households)
	return o
}

// DemoAt opens the demonstration with so many households in a file, and returns its store too.
func DemoAt(t testing.TB, path string, households int64) (*app.Desks, *store.Store) {
	t.Helper()
	return demotest.Open(t, demotest.Config{Path: path, Households: households})
}

// SignIn signs an account of the demonstration in, as from another machine.
func SignIn(t testing.TB, o *app.Desks, username string) *office.Ask {
	t.Helper()
	ctx := context.Background()
	token, _, err := o.Accounts.SignIn(ctx, accounts.SignInInput{Username: username, Password: demo.Password,
		From: "10.0.0.9"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := o.Accounts.Authenticate(ctx, token, "10.0.0.9")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// List returns the households that a query finds, 500 at most.
func List(t testing.TB, o *app.Desks, a *office.Ask, q snapshot.Query) []snapshot.Item {
	t.Helper()
	q.Limit = 500
	l, err := o.Register.List(context.Background(), a, register.ListInput{Query: q})
	if err != nil {
		t.Fatal(err)
	}
	return l.Items
}

// Fresh is a household of one woman, in a commune of the demonstration, that is not yet in its register.
func Fresh(code string) *household.Household {
	return &household.Household{Code: household.ID(code), Commune: "31708",
		IncomePerHead: household.Just(household.Dong(800_000)),
		Members: []household.Member{{No: 1, Name: "Lâm Thị Mới", Relationship: household.Head,
			Sex: household.Female, Birth: household.BornOn(date.Must(1975, 3, 2))}}}
}

// Hamlets puts hamlets on the list of a commune, those that are not there.
func Hamlets(t *testing.T, o *app.Desks, commune place.Code, names ...string) {
	t.Helper()
	a := SignIn(t, o, "canbo.so")
	for _, name := range names {
		err := o.Hamlets.Add(context.Background(), a, hamlets.Change{Commune: commune, Name: name,
			Day: date.Must(2000, 1, 1), Source: "danh sách MẪU"})
		if err != nil && errs.KindOf(err) != errs.Conflict {
			t.Fatal(err)
		}
	}
}

// Settled waits until a job runs no more.
func Settled(t *testing.T, o *app.Desks, a *office.Ask, id int64) *transfer.ImportShown {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	if _, err := o.Office.WaitJob(ctx, a, id); err != nil {
		t.Fatal(err)
	}
	s, err := o.Transfer.Import(ctx, a, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
