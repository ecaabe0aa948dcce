//go:build linux

package app_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// TestPrimaryKilled: two servers save without a pause while the primary of their database is killed and its synchronous
// standby takes over, five times. What was confirmed is there, once, at both; who saves meanwhile waits or is told that
// the database is away, and nobody anything else. It prints how long the first save after a promotion took.
// PRIMARIES kills more (make primaries).
func TestPrimaryKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("ten servers are started: left to the run without -short")
	}
	ctx, pair := context.Background(), postgrestest.PairOf(t)
	target := pair.Database()
	servers := []*app.Desks{process(t, target)}
	if err := servers[0].Demo.FillDemo(ctx, 300, nil); err != nil {
		t.Fatal(err)
	}
	servers = append(servers, process(t, target))
	var asks []*office.Ask
	for _, o := range servers {
		asks = append(asks, officetest.SignIn(t, o, "canbo.xa"))
	}
	var next atomic.Int64
	saved, codes := make(chan string, 1<<16), []string(nil) // what was confirmed
	save := func(server int) {
		code := fmt.Sprintf("P-%d", next.Add(1))
		_, err := servers[server].Register.Save(ctx, asks[server].Once(),
			register.SaveInput{Household: officetest.Fresh(code)})
		switch {
		case err == nil:
			saved <- code
		case errs.KindOf(err) != errs.Unavailable:
			t.Errorf("a save while the primary changes: %v", err)
		}
	}
	more := func(n int) { // waits until so many more are confirmed
		for range n {
			codes = append(codes, <-saved)
		}
	}
	rounds := 5
	if n, err := strconv.Atoi(os.Getenv("PRIMARIES")); err == nil {
		rounds = n
	}
	for round := range rounds {
		ends := make(chan struct{})
		var saving sync.WaitGroup
		for worker := range 4 {
			saving.Go(func() {
				for {
					select {
					case <-ends:
						return
					default:
						save(worker % len(servers))
					}
				}
			})
		}
		more(5)
		pair.Kill()
		pair.Promote()
		promoted := time.Now()
		more(len(saved) + 1)
		t.Logf("round %d: the first save %d ms after the promotion", round, time.Since(promoted).Milliseconds())
		more(5)
		close(ends)
		saving.Wait()
		more(len(saved))
		pair.Stand()
	}
	for i, o := range servers {
		if err := o.Office.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		stored := map[string]int{}
		if err := households.Each(ctx, o.Office.Reader(), "94", 0, func(v *households.Version) error {
			stored[string(v.Household.Code)]++
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for _, code := range codes {
			shown := officetest.List(t, o, asks[i].Once(), snapshot.Query{Text: code})
			if stored[code] != 1 || !slices.ContainsFunc(shown, func(it snapshot.Item) bool { return it.Code == code }) {
				t.Errorf("server %d: %s was confirmed: %d times in the database, in memory %v", i, code, stored[code], shown)
			}
		}
	}
	t.Logf("%d saves were confirmed, none lost", len(codes))
}
