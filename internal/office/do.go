package office

import (
	"context"
	"errors"
	"fmt"

	"giamngheo/internal/store"
)

// rows is what the rows of the store are written with; the record of deeds is not among it.
type rows interface {
	store.Writer
	Long()
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
}

// Tx is a transaction of the office. It gathers what changed; that is written into the table of changes before the
// transaction ends, and told to who asked to hear of it once it is on the disk.
type Tx struct {
	rows
	inner   *store.Tx
	o       *Office
	by      *Ask
	changes []change
	wrote   bool
	noted   bool
	kept    map[any]any
}

// errNoDeed is a fault of the program: it rolls the transaction back.
var errNoDeed = errors.New("office: a write that leaves no entry")

// Do runs a function in one transaction and puts its deed on the record in the same one: both are on the disk, or
// neither. The function may complete the deed, with an id for instance; nil where the entry is all there is to write.
func (o *Office) Do(ctx context.Context, k *Ask, d *Deed, do func(*Tx) error) error {
	if d == nil {
		return errNoDeed
	}
	return o.write(ctx, k, func(tx *Tx) error {
		if do != nil {
			if err := do(tx); err != nil {
				return err
			}
		}
		return tx.Note(ctx, *d)
	})
}

// Each runs a function in one transaction whose deeds are put on the record where they are done, each by Tx.Note: the
// rows of a paste, the households of a decision. There may be none where there was nothing to do; what writes and
// notes nothing is rolled back.
func (o *Office) Each(ctx context.Context, k *Ask, do func(*Tx) error) error {
	return o.write(ctx, k, func(tx *Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		if tx.wrote && !tx.noted {
			return errNoDeed
		}
		return nil
	})
}

// Chore is a piece of the program's own bookkeeping, which is nobody's deed and leaves no entry.
type Chore string

// The chores. Whoever adds one says why it is no deed; TestChores holds who keeps which.
const (
	KeepReads      Chore = "reads"      // the entries of who read what: they are the record itself
	KeepJob        Chore = "job"        // how far a job has come; that it was asked for is a deed
	KeepSession    Chore = "session"    // when a session was used last, and that its time is over
	KeepColumns    Chore = "columns"    // what a file's headers mean, for the next file of the same form
	KeepStaging    Chore = "staging"    // rows of an import beside the register, not in it; storing them is a deed
	KeepProbe      Chore = "probe"      // that the database can be written
	KeepServer     Chore = "server"     // that this server is there; changes that everybody has heard
	KeepFile       Chore = "file"       // pieces of a file; what it is for is a deed
	KeepForm       Chore = "form"       // what was answered to a form: sending it was a deed
	KeepChoice     Chore = "choice"     // how somebody likes his own lists and files
	KeepBudget     Chore = "budget"     // how much is left of what is bounded
	KeepAsked      Chore = "asked"      // since when the program asks for what: nobody decided it, its version did
	KeepVisits     Chore = "visits"     // how often public pages were asked for
	KeepTold       Chore = "told"       // what the nation is told: computed from figures whose announcing was a deed
	KeepDuplicates Chore = "duplicates" // pairs that the program found; deciding them is a deed
)

// Keep runs a function in one transaction that leaves no entry: the program's own bookkeeping, which is nobody's deed.
func (o *Office) Keep(ctx context.Context, what Chore, do func(*Tx) error) error {
	if err := o.write(ctx, nil, do); err != nil {
		return fmt.Errorf("keeping %s: %w", what, err)
	}
	return nil
}

// Reader reads the database as it is by now.
func (o *Office) Reader() store.Reader { return o.store }

// Look runs a function that only reads, on one state of the database: it waits for no writer, and no writer waits for
// it.
func (o *Office) Look(ctx context.Context, do func(store.Reader) error) error {
	return o.store.View(ctx, do)
}

// Note puts a further deed of the transaction on the record.
func (t *Tx) Note(ctx context.Context, d Deed) error {
	if err := t.o.entitled(d.Action); err != nil {
		return err
	}
	t.noted = true
	return t.inner.Audit(ctx, t.o.entryOf(t.by, &d, false))
}

// Who is the account of who asks, 0 for the program.
func (t *Tx) Who() int64 {
	if t.by == nil {
		return 0
	}
	return t.by.Account
}

// Exec runs a statement.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	t.wrote = true
	return t.inner.Exec(ctx, query, args...)
}

// Remember has the transaction remember something under a key until it ends, as Kept finds it.
func (t *Tx) Remember(key, value any) {
	if t.kept == nil {
		t.kept = map[any]any{}
	}
	t.kept[key] = value
}

// Kept is what a transaction remembers under a key, which is of a type of who keeps it; at first as a function reads
// it. Nobody else writes meanwhile: who writes what was read has it remembered anew.
func Kept[T any](t *Tx, key any, read func() (T, error)) (T, error) {
	if had, ok := t.kept[key].(T); ok {
		return had, nil
	}
	value, err := read()
	if err == nil {
		t.Remember(key, value)
	}
	return value, err
}

// SetSetting keeps a setting.
func (t *Tx) SetSetting(ctx context.Context, name, value string) error {
	t.wrote = true
	return t.inner.SetSetting(ctx, name, value)
}

// Changed notes that something of a topic changed. No ids: anything of it.
func (t *Tx) Changed(topic Topic, ids ...int64) {
	t.changes = append(t.changes, change{topic, ids})
}

// write is the one place in which the office writes.
func (o *Office) write(ctx context.Context, k *Ask, do func(*Tx) error) error {
	return o.store.Write(ctx, func(inner *store.Tx) error {
		if k != nil {
			if err := o.First(ctx, inner, k.Sent); err != nil {
				return err
			}
		}
		tx := &Tx{rows: inner, inner: inner, o: o, by: k}
		if err := do(tx); err != nil {
			return err
		}
		var newest int64
		for _, c := range tx.changes {
			ids := c.ids
			if len(ids) > mostTold {
				ids = nil
			}
			row := &store.Change{Origin: o.origin, Topic: string(c.topic), IDs: ids, At: o.Now()}
			if err := inner.AddChange(ctx, string(o.ProvinceCode()), row); err != nil {
				return err
			}
			newest = row.Seq
		}
		if told := tx.changes; len(told) > 0 {
			inner.After(func() {
				o.known.Store(newest)
				for _, c := range told {
					o.Tell(c.topic, c.ids...)
				}
			})
		}
		return nil
	})
}
