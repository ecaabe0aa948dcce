package documents

import (
	"context"
	"slices"

	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/documents"
)

// Related is another document with what it has to do with one.
type Related struct {
	documents.Document
	Kind document.Relation
	Says errs.Text // from the one that is shown
	Own  bool      // the one that is shown does it
}

// mostRelated is how many relations a document has at most.
const mostRelated = 100

// related are the relations of a document to those that an actor may see.
func (d *Desk) related(ctx context.Context, a *office.Ask, id int64) (out []Related, err error) {
	all, err := documents.Relations(ctx, d.office.Reader(), d.province(), id)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		other, says, own := r.Other, r.Kind.Title(), true
		if r.Document != id {
			other, says, own = r.Document, r.Kind.Turned(), false
		}
		doc, err := d.seen(ctx, d.office.Reader(), a, other)
		if err != nil && errs.KindOf(err) == errs.NotFound {
			continue // of a register that this person does not see
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Related{*doc, r.Kind, says, own})
	}
	return out, nil
}

// Relate records what a document does to another one of the register; what replaces a document ends it the day before.
// Errors: errs.NotFound, errs.Forbidden, errs.Invalid.
func (d *Desk) Relate(ctx context.Context, a *office.Ask, id, other int64, kind document.Relation) error {
	doc, err := d.editable(ctx, a, id)
	if err != nil {
		return err
	}
	to, err := d.seen(ctx, d.office.Reader(), a, other)
	if err != nil {
		return err
	}
	switch {
	case !kind.Known():
		return errs.New(errs.Invalid, "choose what it has to do with the other document")
	case other == id:
		return errs.New(errs.Invalid, "a document has nothing to do with itself: choose another one")
	case to.Day > doc.Day:
		return errs.New(errs.Invalid, "%s is younger: say it on its own page", to.Symbol())
	}
	deed := &office.Deed{Action: "document.relate", Kind: attached, Subject: office.IDText(id), Place: doc.Place,
		Note: map[string]string{"relation": string(kind), "other": to.Symbol()}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		had, err := documents.Relations(ctx, tx, doc.Province, id)
		if err != nil {
			return err
		}
		if len(had) >= mostRelated || slices.ContainsFunc(had, func(r documents.Relation) bool {
			return r.Document == id && r.Other == other && r.Kind == kind
		}) {
			return errs.New(errs.Conflict, "this is in the register already")
		}
		return documents.AddRelation(ctx, tx, &documents.Relation{Province: doc.Province, Document: id, Other: other,
			Kind: kind, RecordedBy: a.Account, Recorded: d.office.Now()})
	})
}

// Unrelate takes a relation away, with a reason. Errors: errs.NotFound, errs.Forbidden, errs.Invalid.
func (d *Desk) Unrelate(ctx context.Context, a *office.Ask, id, other int64, kind document.Relation,
	reason string) error {
	doc, err := d.editable(ctx, a, id)
	if err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	deed := &office.Deed{Action: "document.unrelate", Kind: attached, Subject: office.IDText(id), Place: doc.Place,
		Reason: reason, Note: map[string]string{"relation": string(kind), "other": office.IDText(other)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return documents.DropRelation(ctx, tx, &documents.Relation{Province: doc.Province, Document: id, Other: other,
			Kind: kind})
	})
}
