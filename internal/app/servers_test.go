package app_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/demotest"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
)

// saver saves new households at a server, each with a code of its own.
type saver struct {
	t    testing.TB
	o    *app.Desks
	a    *office.Ask
	next *atomic.Int64
}

func (s *saver) save() int64 {
	s.t.Helper()
	n := s.next.Add(1)
	h := officetest.Fresh(fmt.Sprintf("S-%d", n))
	h.Members[0].Name = someone(n) // a person of a name that nobody has: no likely duplicate of all before
	v, err := s.o.Register.Save(context.Background(), s.a.Once(), register.SaveInput{Household: h})
	if err != nil {
		s.t.Error(err)
		return 0
	}
	return v.ID
}

// someone is the name of the n-th person of a test, unlike all others.
func someone(n int64) string {
	const letters = "bcdghklmnpqrstvx"
	name := []byte("Thach ")
	for i := range 6 {
		name = append(name, letters[n>>(4*i)&15], "aeiou"[(n>>(2*i))%5])
	}
	return string(name)
}

// serversOn are two servers on a database with a small register, and who saves at each.
func serversOn(t testing.TB, target string) (savers []*saver) {
	t.Helper()
	next := &atomic.Int64{}
	for range 2 {
		o := demotest.Server(t, target, demo.Day)
		if len(savers) == 0 {
			if err := o.Demo.FillDemo(context.Background(), 300, nil); err != nil {
				t.Fatal(err)
			}
		}
		savers = append(savers, &saver{t: t, o: o, a: officetest.SignIn(t, o, "canbo.xa"), next: next})
	}
	return savers
}

// heardBy has the ids of the households that a server hears of.
func heardBy(o *app.Desks) <-chan int64 {
	heard := make(chan int64, 1<<20) // who hears must not wait
	o.Office.On(office.TopicHousehold, func(ids []int64) {
		for _, id := range ids {
			heard <- id
		}
	})
	return heard
}

// TestFeedCut: whatever one server saves the other hears of without asking, though the connection on which it is told is
// cut again and again. FEED_SAVES and FEED_CUTS make it bigger (make feed).
func TestFeedCut(t *testing.T) {
	size := func(name string, gate int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return gate
	}
	saves, cuts := size("FEED_SAVES", 200), size("FEED_CUTS", 4)
	target := postgrestest.Of(t).Database(t)
	s := serversOn(t, target)
	heard := heardBy(s[1].o)
	db, err := sql.Open("pgx", target)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	missing, cut := map[int64]bool{}, int64(0)
	for n := range saves {
		missing[s[0].save()] = true
		if n%(saves/cuts) != 0 {
			continue
		}
		r, err := db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'`)
		if err != nil {
			t.Fatal(err)
		}
		of, err := r.RowsAffected()
		if err != nil {
			t.Fatal(err)
		}
		cut += of
	}
	patience := time.After(time.Minute) // for what will never come
	for len(missing) > 0 {
		select {
		case id := <-heard:
			delete(missing, id)
		case <-patience:
			t.Fatalf("%d of %d saves were never heard of at the other server", len(missing), saves)
		}
	}
	if cut == 0 {
		t.Error("no connection was cut")
	}
	t.Logf("%d saves heard, connections cut %d times", saves, cut)
}

// BenchmarkServers says what a second server and a synchronous standby cost, beside one server alone in the same run:
// confirmed saves a second of eight people at once, and how long after a save at one server the other shows it.
func BenchmarkServers(b *testing.B) {
	const each, people = 400, 8
	rate := func(savers ...*saver) float64 {
		var all sync.WaitGroup
		start := time.Now()
		for i := range people {
			all.Go(func() {
				for range each / people {
					savers[i%len(savers)].save()
				}
			})
		}
		all.Wait()
		return each / time.Since(start).Seconds()
	}
	for b.Loop() {
		s := serversOn(b, postgrestest.Of(b).Database(b))
		alone, both := rate(s[0]), rate(s...)
		b.ReportMetric(alone, "saves/s")
		b.ReportMetric(both/alone, "two/one")
		heard := heardBy(s[1].o)
		took := make([]time.Duration, 1000)
		for i := range took {
			id := s[0].save()
			at := time.Now()
			for <-heard != id { // of what was saved before
				continue
			}
			took[i] = time.Since(at)
		}
		slices.Sort(took)
		b.ReportMetric(took[len(took)/2].Seconds()*1000, "ms-seen-p50")
		b.ReportMetric(took[len(took)*99/100].Seconds()*1000, "ms-seen-p99")
		standing(b, alone, rate)
	}
}
