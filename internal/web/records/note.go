package records

import (
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// noteTitles are the words for what an entry notes beside its changes, by the keys of office.Deed.Note.
var noteTitles = map[string]errs.Text{
	"activity": errs.T("note|activity"), "amount": errs.T("note|amount"), "answers": errs.T("note|answers"),
	"as_of": errs.T("note|as of"), "asked": errs.T("note|answered with yes"),
	"at": errs.T("note|at"), "bytes": errs.T("note|bytes"), "changed": errs.T("note|changed"),
	"class": errs.T("note|class"),
	"code":  errs.T("note|code"), "communes": errs.T("note|communes"), "cost": errs.T("note|cost"),
	"day":    errs.T("note|day"),
	"digest": errs.T("note|check sum"), "file": errs.T("note|file"), "from": errs.T("note|from"),
	"hamlet":    errs.T("note|hamlet"),
	"household": errs.T("note|household no."), "households": errs.T("note|households"), "id": errs.T("note|no."),
	"kind":     errs.T("note|kind"),
	"left_out": errs.T("note|left out"), "list": errs.T("note|list no."), "lists": errs.T("note|lists"),
	"money": errs.T("note|money"), "most": errs.T("note|expected at most"),
	"near_poor": errs.T("note|near-poor households"), "new": errs.T("note|new"),
	"node":   errs.T("note|part of the programme"),
	"number": errs.T("note|number"), "of": errs.T("note|of"), "on": errs.T("note|on"),
	"on_behalf": errs.T("note|in the stead of"), "absent": errs.T("note|who is away"), "deputy": errs.T("note|deputy"),
	"open": errs.T("note|with citizen numbers"),
	"poor": errs.T("note|poor households"), "quantity": errs.T("note|quantity"),
	"reconciled": errs.T("note|reconciled"),
	"rejected":   errs.T("note|rejected"), "revision": errs.T("note|time of answering"), "role": errs.T("note|role"),
	"rows": errs.T("note|rows"),
	"rule": errs.T("note|rule"), "seed": errs.T("note|seed"), "sha256": errs.T("note|check sum"),
	"source": errs.T("note|source"),
	"stage":  errs.T("note|result"), "state": errs.T("note|state"), "supports": errs.T("note|supports"),
	"times":    errs.T("note|times"),
	"title":    errs.T("note|title"),
	"unlikely": errs.T("note|unlikely values, confirmed or noted"),
	"to":       errs.T("note|to"), "unchanged": errs.T("note|unchanged"), "username": errs.T("note|account"),
	"valid_from": errs.T("note|holds from"),
	"value":      errs.T("note|value"), "version": errs.T("note|version"), "which": errs.T("note|which"),
	"year": errs.T("note|year"),
}

// noteWords are the words for values that are codes.
var noteWords = map[string]errs.Text{
	"true": errs.T("yes"), "false": errs.T("no"), "preliminary": errs.T("preliminary"), "final": errs.T("final"),
	"met": errs.T("noteWords|met"), "not_met": errs.T("noteWords|not met"), "unknown": errs.T("noteWords|not known"),
}

// NoteTitle is the word for a key of a note; empty where there is none.
func (p *auditPage) NoteTitle(key string) string {
	if strings.HasPrefix(key, "overruled.") {
		return page.Pick(p.Lang, errs.T("note|a finding was overruled"))
	}
	return page.Pick(p.Lang, noteTitles[key])
}

// NoteText is a note's value as people read it: classes, roles, columns and days in words.
func (p *auditPage) NoteText(value string) string {
	parts := strings.Split(value, " → ")
	for i, part := range parts {
		fields := strings.Split(part, " ")
		for j, f := range fields {
			fields[j] = p.word(f)
		}
		parts[i] = strings.Join(fields, " ")
	}
	return strings.Join(parts, " → ")
}

func (p *auditPage) word(s string) string {
	bare := strings.TrimRight(s, ",;")
	tail := s[len(bare):]
	if c, ok := poverty.ParseClass(bare); ok {
		return parts.ClassTitle(p.Lang, c) + tail
	}
	if t, ok := noteWords[bare]; ok {
		return page.Pick(p.Lang, t) + tail
	}
	if r := access.Role(bare); r.Title().VI != "" {
		return page.Pick(p.Lang, r.Title()) + tail
	}
	if t := household.ColumnTitle(bare); t.VI != bare {
		return page.Pick(p.Lang, t) + tail
	}
	if no, column, of := strings.Cut(bare, "/"); of { // of a member: 3/attending
		if t := household.ColumnTitle(column); t.VI != column {
			return page.Pick(p.Lang, t) + " (" + no + ")" + tail
		}
	}
	if d, err := date.Parse(bare); err == nil && p.Lang != "en" && len(bare) == len("2006-01-02") {
		return d.Vietnamese() + tail
	}
	return s
}
