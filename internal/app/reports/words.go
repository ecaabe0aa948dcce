package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/narrative"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	"giamngheo/internal/store/narratives"
	"giamngheo/internal/store/reports"
)

// words are the saving of the report in words that is signed with the figures, and its hash; 0 where there is none.
// Errors (errs.Invalid): something in it is not ready to be signed.
func (d *room) words(ctx context.Context, tx *office.Tx, f *found) (n int64, hash string, err error) {
	t, err := narratives.Latest(ctx, tx, f.Province, f.ID)
	if office.IgnoreNotFound(err) != nil {
		return 0, "", err
	}
	if err != nil || f.Content.Rolled == nil {
		return 0, "", nil
	}
	faults := t.Check(narrative.NewBook(narrative.Facts(f.set, f.Content.Rolled)))
	if len(faults) > 0 {
		return 0, "", errs.New(errs.Invalid, "the report in words is not ready to be signed: %s (%d such places)",
			faults[0].What, len(faults))
	}
	text, err := json.Marshal(t.Text)
	sum := sha256.Sum256(text)
	return t.N, hex.EncodeToString(sum[:]), err
}

// Province is a round with the province's own report, for who sees it. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Province(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*reports.Round, *reports.Report,
	*form.Set, error) {
	of, err := d.round(ctx, r, a, id)
	if err != nil {
		return nil, nil, nil, err
	}
	if in, err := d.seen(a); err != nil || !in(d.office.ProvinceCode()) {
		return nil, nil, nil, office.NotYours()
	}
	rep, err := reports.FindOf(ctx, r, d.province(), id, d.office.ProvinceCode())
	return of, rep, d.set(of), err
}
