package office

import (
	"context"

	"giamngheo/internal/audit"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// engine is what the desks ask of the database itself.
type engine struct{ store *store.Store }

// Setting is what is kept under a name, "" where nothing is.
func (o *engine) Setting(ctx context.Context, name string) (string, error) {
	return o.store.Setting(ctx, name)
}

// Entries reads the record of deeds.
func (o *engine) Entries(ctx context.Context, q store.AuditQuery) ([]audit.Entry, error) {
	return o.store.Audit(ctx, q)
}

// Optimize has the database plan its reading by what it holds now.
func (o *engine) Optimize(ctx context.Context) error { return o.store.Optimize(ctx) }

// ClaimImport keeps everybody else from the households of a staged import, until it is moved or dropped. Errors
// (errs.Conflict): one of them was changed, or its code was taken, since it was staged.
func (o *engine) ClaimImport(ctx context.Context, province string, job int64) error {
	return households.ClaimImport(ctx, o.store, province, job)
}

// MoveImport moves a decided import into the register, piece by piece. Its deed was written when it was decided.
func (o *engine) MoveImport(ctx context.Context, province string, job int64) error {
	return households.MoveImport(ctx, o.store, province, job)
}

// DropImport throws a staged import away that is not decided.
func (o *engine) DropImport(ctx context.Context, province string, job int64) error {
	return households.DropImport(ctx, o.store, province, job)
}

// VerifyAudit walks the chains of the record of deeds and counts their entries. Errors: where one does not hold.
func (o *engine) VerifyAudit(ctx context.Context, progress Progress) (int64, error) {
	return o.store.VerifyAudit(ctx, progress)
}
