// Package documents keeps the register of documents that are cited, with their files.
package documents

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/vietnamese"
)

// Desk keeps the register of documents.
type Desk struct{ office *office.Office }

// New makes the desk.
func New(office *office.Office) *Desk { return &Desk{office: office} }

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"document.register": errs.T("document registered"),
	"document.edit":     errs.T("document corrected"),
	"document.attach":   errs.T("file of a document added"),
	"document.detach":   errs.T("file of a document removed"),
	"document.open":     errs.T("file of a document opened"),
	"document.relate":   errs.T("relation of a document recorded"),
	"document.unrelate": errs.T("relation of a document taken away"),
	"document.reserve":  errs.T("number of a document reserved"),
	"document.void":     errs.T("reserved number of a document given up"),
}

// attached is the kind of what files of documents belong to.
const attached = "document"

// Shown is a document with its files.
type Shown struct {
	documents.Document
	Unit     place.Unit
	Recorder string
	Files    []supports.Attachment
	Related  []Related
	Expired  bool // on the working day
	MayEdit  bool
}

// Taken refuses a document whose number is another's of the same issuer, series and year.
type Taken struct {
	error
	ID int64 // of the document that has it
}

// Unwrap is what is said.
func (e *Taken) Unwrap() error { return e.error }

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Sees reports whether an actor may see a document: one of the units of which he may see any, or of a unit above them.
func Sees(o *office.Office, a *office.Ask, doc *documents.Document) bool {
	s := access.Where(a.Grants, access.ViewDocuments, o.Day())
	return slices.ContainsFunc(s.Units, func(unit place.Code) bool { return o.Concerns(unit, doc.Place) })
}

// Documents lists the documents whose symbol, issuer or abstract has the words, the newest first. Errors:
// errs.Forbidden.
func (d *Desk) Documents(ctx context.Context, a *office.Ask, with string) (out []documents.Document, err error) {
	if !d.office.May(a, access.ViewDocuments) {
		return nil, office.Forbidden()
	}
	all, err := documents.All(ctx, d.office.Reader(), d.province())
	words := vietnamese.Fold(strings.TrimSpace(with))
	for i := range all {
		doc := &all[i]
		in := vietnamese.Fold(doc.Symbol() + " " + doc.Issuer + " " + doc.Abstract + " " + doc.Signer)
		if Sees(d.office, a, doc) && strings.Contains(in, words) {
			out = append(out, *doc)
		}
	}
	return out, err
}

func (d *Desk) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*documents.Document, error) {
	if !d.office.May(a, access.ViewDocuments) {
		return nil, office.Forbidden()
	}
	doc, err := documents.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !Sees(d.office, a, doc) {
		return nil, office.NotYours()
	}
	return doc, nil
}

// Document shows one document. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Document(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	doc, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	v := &Shown{Document: *doc, Unit: d.office.Unit(doc.Place), Recorder: d.office.NameOf(ctx, doc.RecordedBy),
		MayEdit: d.office.PlaceScope(a, access.RegisterDocuments, doc.Place) == nil}
	v.Expired = doc.Expired(d.office.Day())
	if v.Related, err = d.related(ctx, a, id); err != nil {
		return nil, err
	}
	v.Files, err = supports.Attachments(ctx, d.office.Reader(), doc.Province, attached, id)
	return v, err
}

// Register puts a document into the register, or corrects one (ID and Version given). Errors: errs.Invalid, a *Taken
// (errs.Conflict) where the number is another's, errs.Conflict where somebody corrected it meanwhile.
func (d *Desk) Register(ctx context.Context, a *office.Ask, in documents.Document) (int64, error) {
	if err := d.office.PlaceScope(a, access.RegisterDocuments, in.Place); err != nil {
		return 0, err
	}
	for _, text := range []*string{&in.Issuer, &in.Signer, &in.SignerTitle, &in.Abstract} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	if in.State == "" {
		in.State = document.InForce
	}
	if err := in.Check(d.office.Day()); err != nil {
		return 0, err
	}
	in.Province, in.RecordedBy, in.Recorded = d.province(), a.Account, d.office.Now()
	deed := &office.Deed{Action: "document.register", Kind: attached, Subject: office.IDText(in.ID), Place: in.Place,
		Note: map[string]string{"symbol": in.Symbol(), "issuer": in.Issuer, "day": in.Day.String(),
			"state": string(in.State)}}
	if in.ID != 0 {
		deed.Action = "document.edit"
	}
	err := d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		had, err := documents.Numbered(ctx, tx, in.Province, &in.Document)
		if office.IgnoreNotFound(err) != nil {
			return err
		}
		if err == nil && had.ID != in.ID {
			if !Sees(d.office, a, had) {
				return errs.New(errs.Conflict, "%s of %s is in the register of %s already, which you do not see. If the number is right, ask the province’s office to put it into the province’s register",
					had.Symbol(), had.Issuer, d.office.Unit(had.Place).FullName)
			}
			return &Taken{errs.New(errs.Conflict, "%s of %s is in the register already: %s, of %s. If it is the same document, use that one; if not, correct the number",
				had.Symbol(), had.Issuer, had.Abstract, had.Day), had.ID}
		}
		if in.ID == 0 {
			err = documents.Add(ctx, tx, &in)
			deed.Subject = office.IDText(in.ID)
			return errors.Join(err, d.uses(ctx, tx, &in))
		}
		was, err := d.seen(ctx, tx, a, in.ID)
		if err != nil {
			return err
		}
		if err := d.office.PlaceScope(a, access.RegisterDocuments, was.Place); err != nil {
			return err
		}
		return errors.Join(documents.Set(ctx, tx, &in, in.Version), d.uses(ctx, tx, &in))
	})
	return in.ID, err
}

// Attach keeps a file of a document, sealed. Errors: errs.Invalid for another kind or a larger one.
func (d *Desk) Attach(ctx context.Context, a *office.Ask, id int64, name string, src io.Reader) error {
	doc, err := d.editable(ctx, a, id)
	if err != nil {
		return err
	}
	file, err := activities.ReadAttachment(name, src)
	if err != nil {
		return err
	}
	file.Province, file.Kind, file.Subject, file.AddedBy, file.Added = doc.Province, attached, id, a.Account,
		d.office.Now()
	deed := &office.Deed{Action: "document.attach", Kind: attached, Subject: office.IDText(id), Place: doc.Place,
		Note: map[string]string{"file": file.Name}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error { return supports.AddAttachment(ctx, tx, file) })
}

func (d *Desk) editable(ctx context.Context, a *office.Ask, id int64) (*documents.Document, error) {
	doc, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	return doc, d.office.PlaceScope(a, access.RegisterDocuments, doc.Place)
}

// file finds a file of a document.
func (d *Desk) file(ctx context.Context, id, file int64) (*supports.Attachment, error) {
	f, err := supports.FindAttachment(ctx, d.office.Reader(), d.province(), file)
	if err == nil && (f.Kind != attached || f.Subject != id) {
		return nil, office.NotYours()
	}
	return f, err
}

// Attached returns a file of a document that an actor may see.
func (d *Desk) Attached(ctx context.Context, a *office.Ask, id, file int64) (*supports.Attachment, error) {
	doc, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	f, err := d.file(ctx, id, file)
	if err == nil {
		d.office.Saw(a, office.Deed{Action: "document.open", Kind: attached, Subject: office.IDText(id), Place: doc.Place})
	}
	return f, err
}

// Detach takes a file of a document away, with a reason.
func (d *Desk) Detach(ctx context.Context, a *office.Ask, id, file int64, reason string) error {
	doc, err := d.editable(ctx, a, id)
	if err != nil {
		return err
	}
	f, err := d.file(ctx, id, file)
	if err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	deed := &office.Deed{Action: "document.detach", Kind: attached, Subject: office.IDText(id), Place: doc.Place,
		Reason: reason, Note: map[string]string{"file": f.Name}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return supports.RemoveAttachment(ctx, tx, doc.Province, file)
	})
}
