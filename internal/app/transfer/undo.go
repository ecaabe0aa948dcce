package transfer

import (
	"context"
	"encoding/json"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
)

// Undone is what came of taking an import back: households that are as before it, and those that are kept because
// something changed since or the person may not write them.
type Undone struct {
	Back  int64    `json:"back"`
	Kept  int64    `json:"kept"`
	Codes []string `json:"codes,omitempty"` // the first of those kept
}

// undoPiece is how many households are taken back in one transaction: people's saves wait no longer than for that.
const undoPiece = 100

// Undo takes back what an import stored where nothing changed since: changed households are as before, new ones are
// taken out (a later import may bring them again). Errors (errs.Conflict): it is not stored, or taken back already.
func (o *Desk) Undo(ctx context.Context, a *office.Ask, id int64, reason string) error {
	s, err := o.Import(ctx, a, id)
	if err != nil {
		return err
	}
	if _, err := o.office.Scope(a, access.ImportHouseholds, 0); err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	if !s.Result.Undoable || s.Result.Undone != nil || s.State != jobs.Done && s.State != jobs.Failed {
		return errs.New(errs.Conflict, "there is nothing to take back: the import is not stored, or was taken back already")
	}
	s.Input.Undo = reason
	if err := again(&s.Job, s.Input); err != nil {
		return err
	}
	defer o.office.WakeJobs()
	deed := &office.Deed{Action: "import.undo", Kind: "job", Subject: office.IDText(id), Reason: reason}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error { return jobs.Set(ctx, tx, &s.Job) })
}

// runUndo goes through what an import wrote. After a stop it begins again: what is back already is seen as such.
func (o *Desk) runUndo(ctx context.Context, a *office.Ask, j *jobs.Job, in *ImportInput, result *ImportResult,
	progress office.Progress) error {
	communes, err := o.office.Scope(a, access.ImportHouseholds, 0)
	if err != nil {
		return err
	}
	u := undo{o: o, a: a, in: in, allowed: office.AsSet(communes)}
	total := result.New + result.Changed
	for above := int64(0); ; {
		piece, err := households.WrittenBy(ctx, o.office.Reader(), j.Province, j.ID, above, undoPiece)
		if err != nil {
			return err
		}
		if len(piece) == 0 {
			break
		}
		var done Undone // of a transaction that is tried again, the last counts
		if err := o.office.Each(ctx, a, func(tx *office.Tx) error {
			done = Undone{}
			for _, w := range piece {
				if err := u.one(ctx, tx, w, &done); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		u.out.Back, u.out.Kept = u.out.Back+done.Back, u.out.Kept+done.Kept
		u.out.Codes = append(u.out.Codes, done.Codes[:min(len(done.Codes), mostListed-len(u.out.Codes))]...)
		above = piece[len(piece)-1].ID
		progress(u.out.Back+u.out.Kept, total)
	}
	result.Undone = &u.out
	text, err := json.Marshal(result)
	j.Result, j.State = string(text), jobs.Done
	return err
}

// undo is one going through.
type undo struct {
	o       *Desk
	a       *office.Ask
	in      *ImportInput
	allowed map[place.Code]bool
	out     Undone
}

// one makes one household what it was before the import, where it is still as the import left it.
func (u *undo) one(ctx context.Context, tx *office.Tx, w households.Written, done *Undone) error {
	now, err := households.Find(ctx, tx, string(u.o.office.ProvinceCode()), w.ID)
	if err != nil {
		return err
	}
	changed, undone, err := u.since(ctx, tx, w, now)
	if err != nil {
		return err
	}
	if undone && !changed {
		done.Back++
		return nil
	}
	was, err := u.before(ctx, tx, w)
	if err != nil {
		return err
	}
	mine := u.allowed[now.Household.Commune] && (was == nil || u.allowed[was.Household.Commune])
	if changed || now.Version == w.Version && now.Deed != households.DeedImport || !mine {
		done.Kept++
		done.Codes = append(done.Codes, string(now.Household.Code))
		return nil
	}
	next := u.o.book.Next(u.a, now, households.DeedUndo, max(u.in.On, now.ValidFrom))
	if was == nil {
		next.State = households.Deleted
	} else {
		next.State, next.Household = was.State, *was.Household.Clone()
	}
	done.Back++
	return u.o.book.SupersedeIn(ctx, tx, next, now, "household.undo", u.in.Undo)
}

// since says whether a household changed after an import wrote it, and whether it was taken back; what was only carried
// along with its hamlet has not changed.
func (u *undo) since(ctx context.Context, tx *office.Tx, w households.Written,
	now *households.Version) (changed, undone bool, err error) {
	if now.Version == w.Version {
		return false, false, nil
	}
	all, err := households.History(ctx, tx, string(u.o.office.ProvinceCode()), w.ID)
	for i := range all {
		if v := &all[i]; v.Version > w.Version {
			undone = undone || v.Deed == households.DeedUndo
			changed = changed || v.Deed != households.DeedUndo && v.Deed != households.DeedHamlet
		}
	}
	return changed, undone, err
}

// before is the version that an import's followed, nil where it brought the household.
func (u *undo) before(ctx context.Context, tx *office.Tx, w households.Written) (*households.Version, error) {
	if w.Was == 0 {
		return nil, nil
	}
	all, err := households.History(ctx, tx, string(u.o.office.ProvinceCode()), w.ID)
	for i := range all {
		if all[i].Version == w.Was {
			if all[i].State == households.Deleted { // it was taken back before, and came again with this import
				return nil, err
			}
			return &all[i], err
		}
	}
	return nil, err
}
