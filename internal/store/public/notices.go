package public

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/notice"
	"giamngheo/internal/store/notices"
	"giamngheo/internal/store/supports"
)

// Notice is a notice to everybody. Of one that was withdrawn only its title and the reason are told.
type Notice struct {
	notice.Notice
	Reason string // why it was withdrawn
	Files  []File
}

// File is a file of a notice by its name.
type File struct {
	ID   int64
	Name string
}

// mostNotices is how many notices are public at once, the newest.
const mostNotices = 200

// Notices returns the notices to everybody that are published or withdrawn, and have begun, the newest first.
func (r *Reader) Notices(ctx context.Context, on date.Date) (out []Notice, err error) {
	for _, state := range []notice.State{notice.Published, notice.Withdrawn} {
		all, err := notices.In(ctx, r.from, r.province, state, notice.Public, on, mostNotices)
		if err != nil {
			return nil, err
		}
		for i := range all {
			one, err := r.notice(ctx, &all[i])
			if err != nil {
				return nil, err
			}
			out = append(out, *one)
		}
	}
	return out, nil
}

// notice is what of a notice is told.
func (r *Reader) notice(ctx context.Context, n *notices.Notice) (*Notice, error) {
	out := &Notice{Notice: n.Notice}
	if n.State == notice.Withdrawn {
		out.Reason, out.Texts = n.Reason, map[string]notice.Text{}
		for lang, t := range n.Texts {
			out.Texts[lang] = notice.Text{Title: t.Title}
		}
		return out, nil
	}
	files, err := supports.Attachments(ctx, r.from, r.province, "notice", n.ID)
	for i := range files {
		out.Files = append(out.Files, File{files[i].ID, files[i].Name})
	}
	return out, err
}

// NoticeFile returns a file of a notice to everybody that is published on a day. Errors: errs.NotFound.
func (r *Reader) NoticeFile(ctx context.Context, on date.Date, id, file int64) (*supports.Attachment, error) {
	n, err := notices.Find(ctx, r.from, r.province, id)
	if err != nil {
		return nil, err
	}
	f, err := supports.FindAttachment(ctx, r.from, r.province, file)
	if err != nil {
		return nil, err
	}
	state := n.On(on)
	if n.Audience != notice.Public || state != notice.Published && state != notice.Expired ||
		f.Kind != "notice" || f.Subject != id {
		return nil, errs.New(errs.NotFound, "not found, or not yours to see")
	}
	return f, nil
}
