// Package web serves the office to browsers, from the rooms of pages that lie in its folders: it joins their addresses
// and templates, and has what all requests pass through.
package web

import (
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// Server answers requests.
type Server struct {
	shell   *page.Shell
	desks   *app.Desks
	log     *slog.Logger
	handler http.Handler
	seconds *prometheus.HistogramVec
	metrics http.Handler
}

// New returns a Server. Errors: a page that cannot be parsed.
func New(cfg page.Config) (*Server, error) {
	templates := []fs.FS{parts.Templates}
	for _, r := range rooms() {
		if r.templates != nil {
			templates = append(templates, r.templates)
		}
	}
	shell, err := page.New(cfg, templates)
	if err != nil {
		return nil, err
	}
	s := &Server{shell: shell, desks: cfg.Desks, log: shell.Log}
	reg := prometheus.NewRegistry()
	s.seconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "giamngheo_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 3, 10},
	}, []string{"route", "status"})
	households := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "giamngheo_households",
		Help: "Households in memory."},
		func() float64 { return float64(s.desks.Book.Size()) })
	behind := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "giamngheo_feed_behind_seconds",
		Help: "How long ago this server last heard what others changed."},
		func() float64 { return s.desks.Office.Heard().Seconds() })
	change := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "giamngheo_change",
		Help: "Number of the newest change in memory."},
		func() float64 { return float64(s.desks.Office.Known()) })
	running := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "giamngheo_jobs_running",
		Help: "Jobs that this server runs."},
		func() float64 { return float64(s.desks.Office.Running()) })
	reg.MustRegister(s.seconds, households, behind, change, running, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	s.metrics = promhttp.HandlerFor(reg, promhttp.HandlerOpts{})
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shell.Fail(w, r,
			errs.New(errs.Forbidden, "the request came from another site and was refused; open this page again"))
	}))
	s.handler = s.outer(csrf.Handler(s.routes()))
	return s, nil
}

// routes serves every room's addresses, and what machines ask.
func (s *Server) routes() http.Handler {
	m := http.NewServeMux()
	m.Handle("GET /static/", static())
	m.Handle("GET /healthz", http.HandlerFunc(s.healthz))
	m.Handle("GET /readyz", http.HandlerFunc(s.readyz))
	m.Handle("GET /metrics", http.HandlerFunc(s.showMetrics))
	for _, room := range rooms() {
		routes := room.routes(s.shell, s.desks)
		s.shell.SetMenu(routes)
		for _, r := range routes {
			m.Handle(r.Pattern, s.shell.Handler(r))
		}
	}
	return m
}
