package web_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giamngheo/internal/officetest"
)

// bare is what a careful programmer writes without any of the office: net/http and SQLite, the same register in
// columns, no sign-in, no area, no audit, nothing encrypted. It is the measure of section 4 of the performance goals.
type bare struct {
	db  *sql.DB
	one *sql.DB
}

const bareColumns = 29

func newBare(b *testing.B, rows int) string {
	b.Helper()
	dsn := filepath.Join(b.TempDir(), "bare.db") +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate"
	s := &bare{}
	var err error
	if s.one, err = sql.Open("sqlite", dsn); err != nil {
		b.Fatal(err)
	}
	s.one.SetMaxOpenConns(1)
	if s.db, err = sql.Open("sqlite", dsn); err != nil {
		b.Fatal(err)
	}
	s.db.SetMaxOpenConns(4)
	b.Cleanup(func() { _ = s.db.Close(); _ = s.one.Close() })
	columns, marks := "", ""
	for i := range bareColumns - 4 {
		columns += fmt.Sprintf(", c%d INTEGER", i)
		marks += ", ?"
	}
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	_, err = s.one.Exec(`CREATE TABLE household (id INTEGER PRIMARY KEY, name TEXT, district INTEGER, class INTEGER` +
		columns + `) STRICT`)
	must(err)
	tx, err := s.one.Begin()
	must(err)
	st, err := tx.Prepare(`INSERT INTO household VALUES (?, ?, ?, ?` + marks + `)`)
	must(err)
	args := make([]any, bareColumns)
	for i := range rows {
		class := 4
		if i%76 == 0 {
			class = 1
		}
		args[0], args[1], args[2], args[3] = i+1, fmt.Sprintf("Nguyễn Văn %d", i*7919%rows), i%11, class
		for c := 4; c < bareColumns; c++ {
			args[c] = i * c % 1000
		}
		_, err := st.Exec(args...)
		must(err)
	}
	must(tx.Commit())
	_, err = s.one.Exec(`CREATE INDEX household_list ON household (district, class, name)`)
	must(err)
	m := http.NewServeMux()
	page := template.Must(
		template.New("").Parse(
			`<!doctype html><html><body><table>{{range .}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>{{end}}</table></body></html>`))
	m.HandleFunc("GET /one/{id}", func(w http.ResponseWriter, r *http.Request) {
		s.json(w, s.rows(`SELECT * FROM household WHERE id = ?`, r.PathValue("id")))
	})
	m.HandleFunc("GET /list", func(w http.ResponseWriter, r *http.Request) {
		s.json(w, s.rows(`SELECT * FROM household WHERE district = ? AND class = 1 ORDER BY name LIMIT 30`,
			r.FormValue("d")))
	})
	m.HandleFunc("GET /total", func(w http.ResponseWriter, r *http.Request) {
		var n int
		_ = s.db.QueryRow(`SELECT COUNT(*) FROM household WHERE district = ? AND class = 1`, r.FormValue("d")).Scan(&n)
		s.json(w,
			map[string]any{"total": n,
				"items": s.rows(`SELECT * FROM household WHERE district = ? AND class = 1 ORDER BY name LIMIT 30`,
					r.FormValue("d"))})
	})
	m.HandleFunc("GET /page", func(w http.ResponseWriter, r *http.Request) {
		_ = page.Execute(w, s.rows(`SELECT * FROM household WHERE district = ? AND class = 1 ORDER BY name LIMIT 30`,
			r.FormValue("d")))
	})
	m.HandleFunc("POST /update/{id}", func(w http.ResponseWriter, r *http.Request) {
		if _, err := s.one.Exec(`UPDATE household SET c3 = ? WHERE id = ?`, r.FormValue("v"),
			r.PathValue("id")); err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	srv := httptest.NewServer(m)
	b.Cleanup(srv.Close)
	return srv.URL
}

func (s *bare) rows(query string, args ...any) (out [][]any) {
	rows, err := s.db.Query(query, args...)
	if err != nil {
		return nil
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		values, at := make([]any, bareColumns), make([]any, bareColumns)
		for i := range values {
			at[i] = &values[i]
		}
		if rows.Scan(at...) != nil {
			return nil
		}
		out = append(out, values)
	}
	return out
}

func (s *bare) json(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// loaded is what came of a load: requests a second, how many a second of the processors (the client's work included),
// and the 99th percentile of the waits.
type loaded struct {
	perSecond, perCPU float64
	p99               time.Duration
}

// load sends requests from sixteen connections for a while.
func load(b *testing.B, c *http.Client, next func(i int64) *http.Request) loaded {
	b.Helper()
	const people, lasts = 16, 2 * time.Second
	runtime.GC()
	var n atomic.Int64
	var mu sync.Mutex
	var times []time.Duration
	var wg sync.WaitGroup
	start, cpu := time.Now(), officetest.CPU()
	for range people {
		wg.Go(func() {
			var mine []time.Duration
			for time.Since(start) < lasts {
				at := time.Now()
				r, err := c.Do(next(n.Add(1)))
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, r.Body)
				_ = r.Body.Close()
				if r.StatusCode >= 400 {
					b.Errorf("%s: %d", r.Request.URL, r.StatusCode)
					return
				}
				mine = append(mine, time.Since(at))
			}
			mu.Lock()
			times = append(times, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	cpu = officetest.CPU() - cpu
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	if len(times) == 0 {
		b.Fatal("nothing was answered")
	}
	answered := float64(len(times))
	return loaded{answered / time.Since(start).Seconds(), answered / max(cpu, 10*time.Millisecond).Seconds(),
		times[len(times)*99/100]}
}

func asJSON(r *http.Request) *http.Request {
	r.Header.Set("Accept", "application/json")
	return r
}

func must(r *http.Request, err error) *http.Request {
	if err != nil {
		panic(err)
	}
	return r
}

// BenchmarkFirstPage makes the province's demonstration as `giamngheo demo` does and fetches the leader's first page:
// how long somebody waits who starts it, and what the processors do for it.
func BenchmarkFirstPage(b *testing.B) {
	for b.Loop() {
		start, cpu := time.Now(), officetest.CPU()
		base := serve(b, 0)
		if status, _ := newPerson(b, base, "lanhdao").get("/"); status != http.StatusOK {
			b.Fatal(status)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s-first-page")
		b.ReportMetric((officetest.CPU() - cpu).Seconds(), "cpu-s")
	}
}

// BenchmarkOffice states the office's requests a second as a ratio of the bare handler's of the same query shape, one
// after the other in the same run: signed in, area-checked and audited, on the province's register.
func BenchmarkOffice(b *testing.B) {
	const households = 335_886
	plain := newBare(b, households)
	base := serve(b, households)
	p := newPerson(b, base, "canbo.so")
	officer := newPerson(b, base, "canbo.xa")
	districts := []string{"941", "942", "943", "944", "945", "946", "947", "948", "949", "950", "951"}
	bareClient := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	jarred := func(q *person) *http.Client {
		return &http.Client{Jar: q.c.Jar, Transport: &http.Transport{MaxIdleConnsPerHost: 32},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	get := func(address string) *http.Request {
		return must(http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil))
	}
	var version atomic.Int64
	for _, c := range []struct {
		name    string
		bare    func(i int64) *http.Request
		client  *http.Client
		request func(i int64) *http.Request
	}{
		{"page-of-one", nil, jarred(p),
			func(i int64) *http.Request { return get(fmt.Sprintf("%s/households/%d", base, i*7919%households+1)) }},
		{"one", func(i int64) *http.Request { return get(fmt.Sprintf("%s/one/%d", plain, i*7919%households+1)) },
			jarred(p),
			func(i int64) *http.Request {
				return asJSON(get(fmt.Sprintf("%s/households/%d", base, i*7919%households+1)))
			}},
		{"list", func(i int64) *http.Request { return get(fmt.Sprintf("%s/list?d=%d", plain, i%11)) }, jarred(p),
			func(i int64) *http.Request {
				return asJSON(get(base + "/households?class=poor&place=" + districts[i%11]))
			}},
		{"list-with-total", func(i int64) *http.Request { return get(fmt.Sprintf("%s/total?d=%d", plain, i%11)) },
			jarred(p),
			func(i int64) *http.Request {
				return asJSON(get(base + "/households?class=poor&place=" + districts[i%11]))
			}},
		{"page", func(i int64) *http.Request { return get(fmt.Sprintf("%s/page?d=%d", plain, i%11)) }, jarred(p),
			func(i int64) *http.Request { return get(base + "/households?class=poor&place=" + districts[i%11]) }},
		{"update", func(i int64) *http.Request {
			r := must(http.NewRequestWithContext(context.Background(), http.MethodPost,
				fmt.Sprintf("%s/update/%d", plain, i*7919%households+1),
				strings.NewReader("v="+strconv.FormatInt(i, 10))))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}, jarred(officer), func(i int64) *http.Request {
			code := fmt.Sprintf("TAI-%d", version.Add(1))
			f := newHousehold(code)
			f.Set("m1_full_name", "Người "+code) // people have names of their own; who has another's goes to a queue
			r := must(http.NewRequestWithContext(context.Background(), http.MethodPost, base+"/households/new",
				strings.NewReader(f.Encode())))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}},
		{"dashboard", nil, jarred(p), func(i int64) *http.Request { return get(base + "/overview?place=" + districts[i%11]) }},
		{"search", nil, jarred(p), func(i int64) *http.Request {
			return get(base + "/households?q=" + url.QueryEscape([]string{"dang van", "thach", "nguyen thi hoa",
				"ly"}[i%4]))
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				ours := load(b, c.client, c.request)
				b.ReportMetric(ours.perSecond, "req/s")
				b.ReportMetric(ours.perCPU, "req/cpu-s")
				b.ReportMetric(float64(ours.p99.Microseconds())/1000, "p99-ms")
				if c.bare != nil {
					theirs := load(b, bareClient, c.bare)
					b.ReportMetric(ours.perSecond/theirs.perSecond, "x-bare")
					b.ReportMetric(ours.perCPU/theirs.perCPU, "x-bare-cpu")
					b.ReportMetric(theirs.perSecond, "bare-req/s")
				}
			}
		})
	}
	last := version.Load() // 0 where the updates were not among the benchmarks asked for
	for n := min(1, last); n > 0 && n <= last; n += max(1, (last-1)/2) {
		if _, page := officer.get(fmt.Sprintf("/households?q=TAI-%d", n)); !strings.Contains(page,
			fmt.Sprintf("<td>TAI-%d</td>", n)) {
			b.Errorf("TAI-%d was confirmed and is not there", n)
		}
	}
}
