package accounts_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"giamngheo/internal/demotest"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

// guesser tries passwords and codes in an office.
type guesser struct {
	t *testing.T
	*officetest.SmallOffice
}

// wrong guesses wrongly and returns how long it would have to wait; 0: it was let through.
func (g guesser) wrong(what, account, address string) time.Duration {
	g.t.Helper()
	wait, err := g.Accounts.Guess(context.Background(), what, account, address)
	if err != nil {
		g.t.Fatal(err)
	}
	return wait
}

func (g guesser) right(account, address string) time.Duration {
	g.t.Helper()
	wait, err := g.Accounts.Right(context.Background(), account, address)
	if err != nil {
		g.t.Fatal(err)
	}
	return wait
}

// TestClassSignsIn: forty people behind one address sign in at the same moment, each at the first try, round after
// round; right passwords take nothing from the address.
func TestClassSignsIn(t *testing.T) {
	g := guesser{t, officetest.Small(t)}
	for round := range 3 {
		for i := range 40 {
			if wait := g.right(fmt.Sprintf("canbo.%d", i), "10.0.0.1"); wait > 0 {
				t.Fatalf("round %d, person %d waits %s", round, i, wait)
			}
		}
	}
}

// TestStrangersGuess: wrong passwords are slowed down by account and by address, and do not shut the owner out where
// he is known; time gives back what was taken.
func TestStrangersGuess(t *testing.T) {
	g := guesser{t, officetest.Small(t)}
	g.right("chu", "10.0.0.2")
	for i := range 12 {
		if wait := g.wrong("password", "chu", fmt.Sprintf("203.0.113.%d", i)); (wait > 0) != (i >= 10) {
			t.Errorf("guess %d waits %s", i, wait)
		}
	}
	if wait := g.right("chu", "10.0.0.2"); wait > 0 {
		t.Errorf("the owner waits %s at the address where he is known", wait)
	}
	for i := range 62 {
		if wait := g.wrong("password", fmt.Sprint("ai ", i), "198.51.100.1"); (wait > 0) != (i >= 60) {
			t.Errorf("name %d from one address waits %s", i, wait)
		}
	}
	g.Set(g.Now().AddDays(1))
	if wait := g.wrong("password", "khac", "198.51.100.1"); wait > 0 {
		t.Errorf("a day later the address waits %s", wait)
	}
	g.Set(g.Now().AddDays(60))
	for range 10 {
		g.wrong("password", "chu", "203.0.113.1")
	}
	if g.wrong("password", "chu", "10.0.0.2") == 0 {
		t.Error("an address is known for ever")
	}
}

// TestApartAllowances: wrong codes of one take nothing from the passwords of another, whatever he is called.
func TestApartAllowances(t *testing.T) {
	g := guesser{t, officetest.Small(t)}
	for i := range 13 { // who guesses at codes has the password, and may have signed in with it from many addresses
		from := fmt.Sprintf("203.0.113.%d", i)
		g.right("an", from)
		if wait := g.wrong("code", "an", from); (wait > 0) != (i >= 10) {
			t.Errorf("guess %d, from %s: wait %s", i, from, wait)
		}
	}
	for _, name := range []string{"an", "code of an", "code", "code\x00an"} {
		if wait := g.wrong("password", name, "10.0.0.1"); wait > 0 {
			t.Errorf("%q waits %s for what was guessed of codes", name, wait)
		}
	}
	g.right("an", "10.0.0.1")
	for _, from := range []string{"10.0.0.1", "10.0.0.2"} {
		if g.wrong("code", "an", from) == 0 {
			t.Errorf("codes can be guessed from %s after they were from others", from)
		}
	}
}

// TestRestartFreesNobody: what was tried counts in an office that is opened anew on the same database, and beside the
// first one; who was known there still is.
func TestRestartFreesNobody(t *testing.T) {
	g := guesser{t, officetest.Small(t)}
	g.right("chu", "10.0.0.2")
	for i := range 10 {
		g.wrong("password", "chu", fmt.Sprintf("203.0.113.%d", i))
	}
	desks, err := demotest.Office(g.Store, office.Config{Day: g.Now, Now: g.Office.Now,
		Files: filepath.Join(t.TempDir(), "files")})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if wait, err := desks.Accounts.Guess(ctx, "password", "chu", "203.0.113.99"); wait == 0 || err != nil {
		t.Error("a restart gives strangers their guesses back", err)
	}
	if wait, err := desks.Accounts.Right(ctx, "chu", "10.0.0.2"); wait > 0 || err != nil {
		t.Errorf("after a restart the owner waits %s where he is known: %v", wait, err)
	}
	if err := desks.Close(); err != nil {
		t.Error(err)
	}
}
