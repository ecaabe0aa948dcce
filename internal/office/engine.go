package office

import (
	"context"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
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

// HeadLine is the signed head of the database, as a line for a file that is kept elsewhere.
func (o *engine) HeadLine(ctx context.Context, at time.Time) ([]byte, error) {
	return store.HeadLine(ctx, o.store, at)
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

// FinishImports ends what a stop left of imports, but of those that other servers run.
func (o *engine) FinishImports(ctx context.Context) error {
	var running []int64
	if o.store.Postgres() { // nobody else runs any on a file, whatever a killed program's lease says
		now, err := store.Clock(ctx, o.store)
		if err != nil {
			return err
		}
		if running, err = jobs.Held(ctx, o.store, now); err != nil {
			return err
		}
	}
	return households.FinishImports(ctx, o.store, running)
}

// resume ends what an import had begun whose server was killed: decided, it is moved; undecided, it begins anew.
func (o *engine) resume(ctx context.Context, j *jobs.Job) error {
	return households.FinishImport(ctx, o.store, j.Province, j.ID)
}

// VerifyAudit walks the chains of the record of deeds and counts their entries. Errors: where one does not hold.
func (o *engine) VerifyAudit(ctx context.Context, progress Progress) (int64, error) {
	return o.store.VerifyAudit(ctx, progress)
}

// keepFile writes the pieces of a file of the office.
func (o *Office) keepFile(ctx context.Context, do func(store.Writer) error) error {
	return o.Keep(ctx, KeepFile, func(tx *Tx) error { return do(tx) })
}
