package records

import (
	"net/http"

	"giamngheo/internal/app/records"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

type auditPage struct {
	page.Page
	Entries       []records.Line
	Kind, Subject string
	Next          int64
}

func (s *handlers) showAudit(w http.ResponseWriter, r *http.Request) error {
	before, err := page.FormID(r, "before")
	if err != nil {
		return err
	}
	p := &auditPage{Kind: r.FormValue("kind"), Subject: r.FormValue("subject")}
	if p.Entries, err = s.desks.Records.AuditLog(r.Context(), page.Actor(r), p.Kind, p.Subject, before); err != nil {
		return err
	}
	if n := len(p.Entries); n > 0 && p.Entries[n-1].Seq > 1 {
		p.Next = p.Entries[n-1].Seq
	}
	s.shell.Render(w, r, "audit", errs.T("Record of deeds"), p)
	return nil
}
