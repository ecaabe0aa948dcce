package site

import (
	_ "embed" // the style of the pages
	"net/http"

	"giamngheo/internal/web/page"
)

//go:embed site.css
var style []byte

// Routes are the addresses that belong to no room: the pages' style, and what is not there.
func (s *Shell) Routes() []page.Route {
	return []page.Route{
		{Pattern: "GET /cong-khai/trang.css", Bare: true, Handle: s.style},
		{Pattern: "GET /cong-khai/{rest...}", Bare: true, Handle: s.Handle(
			func(http.ResponseWriter, *http.Request) error { return page.NotThere() })},
	}
}

func (s *Shell) style(w http.ResponseWriter, r *http.Request) error {
	made := &recorder{header: http.Header{"Content-Type": {"text/css; charset=utf-8"}}}
	made.body.Write(style)
	made.ready().send(w, r)
	return nil
}
