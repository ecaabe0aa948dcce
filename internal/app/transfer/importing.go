package transfer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/vietnamese"
)

// ImportInput is an import's own state, kept with its job.
type ImportInput struct {
	Name    string            `json:"name"` // as the person's file was called
	Ending  string            `json:"ending"`
	SHA256  string            `json:"sha256"`
	On      date.Date         `json:"on"` // the day from which the records hold
	Aliases map[string]string `json:"aliases,omitempty"`
	Commit  bool              `json:"commit"` // the person has seen the preview
	Ticks   Ticks             `json:"ticks"`
}

// Ticks are what a person agrees that an import takes away. What is not ticked stays as the register has it.
type Ticks struct {
	Leave bool `json:"leave,omitempty"` // members whom the file does not list leave their households
	Empty bool `json:"empty,omitempty"` // cells that are empty in the file empty the register's
	Move  bool `json:"move,omitempty"`  // households of another commune under the same code move into the file's
}

// ImportResult is what an import found, and did where it was committed. Rows in = accepted + rejected.
type ImportResult struct {
	Counts    exchange.Counts `json:"counts"`
	New       int64           `json:"new"`
	Changed   int64           `json:"changed"`
	Unchanged int64           `json:"unchanged"`
	Leaving   int             `json:"leaving,omitempty"` // members whom the file does not list
	Emptied   int             `json:"emptied,omitempty"` // cells that are empty in the file alone
	Moving    int             `json:"moving,omitempty"`  // households of another commune under the same code
	Rejected  int64           `json:"rejected"`          // households that go back
	Samples   []ImportChange  `json:"samples,omitempty"`
	Notes     []errs.Text     `json:"notes,omitempty"`
	Synthetic bool            `json:"synthetic,omitempty"`
	// of what would be written: the same at the commit as in the preview
	Digest string `json:"digest,omitempty"`
	Stored bool   `json:"stored"`
	Pairs  int    `json:"pairs,omitempty"` // likely duplicates that were put into the queue
}

// ImportChange is one household of the preview.
type ImportChange struct {
	Code    string             `json:"code"`
	Head    string             `json:"head"`
	New     bool               `json:"new,omitempty"`
	Changes []household.Change `json:"changes,omitempty"`
}

// mostSamples is how many changed households a preview shows one by one.
const mostSamples = 200

// Upload takes a file in; what it is, is looked at from its content. The person then matches its columns.
func (o *Desk) Upload(ctx context.Context, a *office.Ask, name string, src io.Reader, on date.Date) (*jobs.Job, error) {
	if _, err := o.office.Scope(a, access.ImportHouseholds, 0); err != nil {
		return nil, err
	}
	if on.IsZero() {
		on = o.office.Day()
	}
	if on > o.office.Day() || on.Year() < 1900 {
		return nil, errs.New(errs.Invalid, "the day of the data must lie between 1900 and today")
	}
	sum := sha256.New()
	file, size, err := o.office.KeepFile(io.TeeReader(src, sum), office.MostUploaded)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		o.office.DropFile(file)
		return nil, errs.New(errs.Invalid, "the file is empty: choose another")
	}
	in := ImportInput{Name: filepath.Base(strings.ReplaceAll(name, `\`, "/")), Ending: office.EndingOf(name),
		SHA256: hex.EncodeToString(sum.Sum(nil)), On: on}
	heads, err := o.headers(file, in)
	if err != nil {
		o.office.DropFile(file)
		return nil, err
	}
	key := headerKey(heads)
	if matched, err := jobs.ColumnMatch(ctx, o.office.Reader(), a.Account, key); err == nil && matched != "" {
		if err := json.Unmarshal([]byte(matched), &in.Aliases); err != nil {
			return nil, err
		}
	}
	j := &jobs.Job{Kind: jobImport, File: file}
	return j, o.office.Queue(ctx, a, j, in)
}

func (o *Desk) headers(file string, in ImportInput) (heads []exchange.SheetHeaders, err error) {
	err = o.office.WithPlain(file, in.Ending, func(path string) error {
		heads, err = exchange.ReadHeaders(path, office.UploadLimits(), in.Aliases)
		return err
	})
	return heads, err
}

func headerKey(heads []exchange.SheetHeaders) string {
	sum := sha256.New()
	for _, h := range heads {
		sum.Write([]byte(h.Sheet + "\x00" + strings.Join(h.Headers, "\x00") + "\x01"))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// ImportShown is an import as its page shows it.
type ImportShown struct {
	jobs.Job
	Input   ImportInput
	Result  ImportResult
	Headers []exchange.SheetHeaders
}

// Import returns one of the actor's imports.
func (o *Desk) Import(ctx context.Context, a *office.Ask, id int64) (*ImportShown, error) {
	j, err := o.office.Job(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if j.Kind != jobImport {
		return nil, office.NotYours()
	}
	s := &ImportShown{Job: *j}
	if err := json.Unmarshal([]byte(j.Input), &s.Input); err != nil {
		return nil, err
	}
	if j.Result != "" {
		if err := json.Unmarshal([]byte(j.Result), &s.Result); err != nil {
			return nil, err
		}
	}
	if j.File != "" && (j.State == jobs.Ready || j.State == jobs.Failed) {
		s.Headers, err = o.headers(j.File, s.Input)
		if errs.KindOf(err) == errs.NotFound {
			err = nil
		}
	}
	return s, err
}

// MatchColumns tells an import what its headers mean, remembers it for the next file of the same form, and looks again.
func (o *Desk) MatchColumns(ctx context.Context, a *office.Ask, id int64, aliases map[string]string) error {
	s, err := o.Import(ctx, a, id)
	if err != nil {
		return err
	}
	if s.State != jobs.Ready && s.State != jobs.Failed {
		return errs.New(errs.Conflict, "this import is running or done")
	}
	s.Input.Aliases, s.Input.Commit = aliases, false
	heads, err := o.headers(s.File, s.Input)
	if err != nil {
		return err
	}
	matched, err := json.Marshal(aliases)
	if err != nil {
		return err
	}
	if err := again(&s.Job, s.Input); err != nil {
		return err
	}
	defer o.office.WakeJobs()
	return o.office.Keep(ctx, office.KeepColumns, func(tx *office.Tx) error {
		if err := jobs.SetColumnMatch(ctx, tx, a.Account, headerKey(heads), string(matched),
			o.office.Now()); err != nil {
			return err
		}
		return jobs.Set(ctx, tx, &s.Job)
	})
}

// again has a job wait its turn once more, with another input.
func again(j *jobs.Job, in ImportInput) error {
	text, err := json.Marshal(in)
	j.Input, j.State, j.Message, j.Done, j.Total = string(text), jobs.Queued, "", 0, 0
	return err
}

// CommitImport stores what the preview showed: all good rows, or none; of what they would take away what is ticked.
func (o *Desk) CommitImport(ctx context.Context, a *office.Ask, id int64, ticks Ticks) error {
	s, err := o.Import(ctx, a, id)
	if err != nil {
		return err
	}
	if s.State != jobs.Ready {
		return errs.New(errs.Conflict, "this import has not been previewed or is stored already")
	}
	s.Input.Commit, s.Input.Ticks = true, ticks
	if err := again(&s.Job, s.Input); err != nil {
		return err
	}
	defer o.office.WakeJobs()
	deed := &office.Deed{Action: "import.confirm", Kind: "job", Subject: office.IDText(id)}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error { return jobs.Set(ctx, tx, &s.Job) })
}

func (o *Desk) runImport(ctx context.Context, j *jobs.Job, progress office.Progress) error {
	var in ImportInput
	if err := json.Unmarshal([]byte(j.Input), &in); err != nil {
		return err
	}
	a, err := o.office.ActorOf(ctx, j)
	if err != nil {
		return err
	}
	var before ImportResult
	if j.Result != "" {
		if err := json.Unmarshal([]byte(j.Result), &before); err != nil {
			return err
		}
	}
	if before.Stored { // a stop came between the commit and this note of it
		j.State = jobs.Done
		return nil
	}
	im := &importer{o: o, a: a, in: in, job: j, progress: progress, expected: before.Digest}
	err = o.office.WithPlain(j.File, in.Ending, func(path string) error { return im.run(ctx, path) })
	if err != nil {
		return err
	}
	o.office.DropFile(j.OutFile)
	j.OutFile = im.rejected
	if in.Commit {
		o.office.DropFile(j.File)
		j.File, j.State = "", jobs.Done
	} else {
		j.State = jobs.Ready
	}
	text, err := json.Marshal(im.result)
	j.Result = string(text)
	return err
}

// importer looks at a file, and stores it where that was confirmed. Both ways are the same code: what the preview
// shows is what is stored.
type importer struct {
	o        *Desk
	a        *office.Ask
	in       ImportInput
	job      *jobs.Job
	progress office.Progress
	expected string // the preview's digest
	result   ImportResult
	rejected string
	allowed  map[place.Code]bool
	known    map[string]int64 // household codes of the register
	rows     []snapshot.Row
	bulk     bool
	digest   []byte
	view     *book.View
	absentH  []string // columns that the file does not have
	absentM  []string
	nextID   int64
	left     int64
	staging  bool // what is read is laid down to be stored
	staged   int64
	piece    []stagedHousehold
}

// stagedHousehold is a household ready for the register; was is the version that it follows, 0 for a new one.
type stagedHousehold struct {
	version households.Version
	was     int64
}

// stagePiece is how many households are laid down in one transaction: people's saves wait no longer than for that.
const stagePiece = 250

// bulkFrom is from how many households on the register in memory is built anew instead of changed one by one.
const bulkFrom = 5000

func (im *importer) run(ctx context.Context, path string) error {
	o := im.o
	communes, err := o.office.Scope(im.a, access.ImportHouseholds, im.in.On)
	if err != nil {
		return err
	}
	im.allowed = map[place.Code]bool{}
	for _, c := range communes {
		im.allowed[c] = true
	}
	im.known = o.book.View().Snap.Codes()
	if !im.in.Commit {
		return im.read(ctx, path)
	}
	if err := im.stage(ctx, path); err != nil {
		return errors.Join(err, o.office.DropImport(context.WithoutCancel(ctx), string(o.office.ProvinceCode()),
			im.job.ID))
	}
	if err := im.o.moveImport(ctx, im.job); err != nil {
		return err
	}
	return im.show(context.WithoutCancel(ctx))
}

// stage reads the file and lays its households down beside the register, in short transactions; then one more decides
// it all.
func (im *importer) stage(ctx context.Context, path string) error {
	o, province := im.o, string(im.o.office.ProvinceCode())
	if err := o.office.Keep(ctx, office.KeepStaging, func(tx *office.Tx) error {
		return households.BeginImport(ctx, tx, province, im.job.ID)
	}); err != nil {
		return err
	}
	im.staging = true
	if err := im.read(ctx, path); err != nil {
		return err
	}
	if err := im.flush(ctx); err != nil {
		return err
	}
	if im.expected != "" && im.result.Digest != im.expected {
		return errs.New(errs.Conflict, "the register has changed since the preview: look at it again, then import")
	}
	if err := o.office.ClaimImport(ctx, province, im.job.ID); err != nil {
		return err
	}
	im.result.Stored = true
	return o.office.Do(ctx, im.a, im.deed(), func(tx *office.Tx) error {
		if err := households.DecideImport(ctx, tx, province, im.job.ID); err != nil {
			return err
		}
		return im.stored(ctx, tx)
	})
}

// moveImport moves a decided import into the register. It is the register's already, so that it is tried again until
// it is there or the office closes, whoever cancels it: the next start goes on with it.
func (o *Desk) moveImport(ctx context.Context, j *jobs.Job) error {
	for {
		err := o.office.MoveImport(context.WithoutCancel(ctx), j.Province, j.ID)
		if err == nil {
			return nil
		}
		o.office.Log().Error("an import is stored and not in the register yet", "job", j.ID, "err", err)
		select {
		case <-o.office.Closing().Done():
			return errors.Join(err, context.Cause(o.office.Closing()))
		case <-time.After(5 * time.Second):
		}
	}
}

// show brings what was imported into the register in memory.
func (im *importer) show(ctx context.Context) (err error) {
	o := im.o
	if im.bulk || im.view != o.book.View() { // or the law was changed while it was read
		err = o.book.Reload(ctx)
	} else {
		o.book.Put(im.rows...)
	}
	if im.in.On < o.office.Day() {
		o.book.ForgetPast()
	}
	if err = errors.Join(err, im.tell(ctx), o.office.Optimize(ctx)); err != nil {
		return err
	}
	im.result.Pairs, err = o.register.FindDuplicates(ctx)
	return err
}

// tell says which households the import changed; nothing in particular where they are many.
func (im *importer) tell(ctx context.Context) error {
	return im.o.office.Keep(ctx, office.KeepStaging, func(tx *office.Tx) error {
		var ids []int64
		for i := range im.rows {
			ids = append(ids, im.rows[i].ID)
		}
		tx.Changed(office.TopicHousehold, ids...)
		return nil
	})
}

// deed is what the record of deeds keeps of an import.
func (im *importer) deed() *office.Deed {
	return &office.Deed{Action: "import.store", Kind: "job", Subject: office.IDText(im.job.ID),
		Note: map[string]string{"file": im.in.Name, "sha256": im.in.SHA256, "on": im.in.On.String(),
			"new": office.IDText(im.result.New), "changed": office.IDText(im.result.Changed),
			"unchanged": office.IDText(im.result.Unchanged), "rejected": office.IDText(im.result.Rejected),
			"digest": im.result.Digest, "leave": office.IDText(ticked(im.in.Ticks.Leave, im.result.Leaving)),
			"empty": office.IDText(ticked(im.in.Ticks.Empty, im.result.Emptied)),
			"move":  office.IDText(ticked(im.in.Ticks.Move, im.result.Moving))}}
}

// ticked is a number that was agreed to, else nought.
func ticked(is bool, n int) int64 {
	if is {
		return int64(n)
	}
	return 0
}

// stored writes the import's result with its entry: an import that was stored never runs again.
func (im *importer) stored(ctx context.Context, tx *office.Tx) error {
	text, err := json.Marshal(im.result)
	if err != nil {
		return err
	}
	im.job.Result, im.job.State = string(text), jobs.Running
	return jobs.Set(ctx, tx, im.job)
}

// read goes through the file once, and lays down what it finds where that is to be stored.
func (im *importer) read(ctx context.Context, path string) (err error) {
	o := im.o
	im.result, im.digest, im.view = ImportResult{}, make([]byte, sha256.Size), o.book.View()
	dir := filepath.Dir(path)
	back := filepath.Join(dir, "rejected.xlsx")
	var out *exchange.RejectedWriter
	var r *exchange.Reader
	cfg := exchange.Config{On: im.in.On, Places: o.office.Reg(), Codes: o.office.Codes(), Limits: office.UploadLimits(),
		Aliases: im.in.Aliases, Accept: im.accept,
		Rejects: func(row exchange.RejectedRow) error {
			if out == nil {
				if out, err = exchange.NewRejectedWriter(back, r.Headers); err != nil {
					return err
				}
			}
			return out.Reject(row)
		}}
	if r, err = exchange.Open(path, cfg); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	im.absent(r)
	for n := 0; ; n++ {
		var h household.Household
		if !r.Next(&h) {
			break
		}
		if n%256 == 0 {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			im.progress(r.Read())
		}
		if err := im.one(ctx, &h); err != nil {
			return err
		}
	}
	if err := r.Err(); err != nil {
		return err
	}
	im.result.Counts, im.result.Synthetic = r.Counts(), r.Synthetic()
	im.result.Rejected = im.result.Counts.Households.Rejected
	im.result.Digest = hex.EncodeToString(im.digest)
	for _, n := range r.Notes() {
		im.result.Notes = append(im.result.Notes, n.Text)
	}
	if out == nil {
		return nil
	}
	if err := out.Close(); err != nil {
		return err
	}
	f, err := os.Open(back)
	if err != nil {
		return err
	}
	im.rejected, _, err = o.office.KeepFile(f, office.MostUploaded*4)
	return errors.Join(err, f.Close())
}

// accept refuses a household of a commune that the actor may not write in.
func (im *importer) accept(h *household.Household) []household.Invalidity {
	if im.allowed[h.Commune] {
		return nil
	}
	return []household.Invalidity{{Member: -1, Column: "commune_code",
		Text: errs.T("accept|this commune is outside what your account may write")}}
}

func (im *importer) absent(r *exchange.Reader) {
	im.absentH, im.absentM = nil, nil
	for _, c := range household.HouseholdColumns {
		if !r.Has(exchange.Households, c.Name) {
			im.absentH = append(im.absentH, c.Name)
		}
	}
	for _, c := range household.MemberColumns {
		if !r.Has(exchange.Members, c.Name) {
			im.absentM = append(im.absentM, c.Name)
		}
	}
}

// keepAbsent fills what the file does not have from the register: a column that is not there changes nothing.
func (im *importer) keepAbsent(h, was *household.Household) error {
	for _, c := range im.absentH {
		if err := h.Set(c, was.Text(c)); err != nil {
			return err
		}
	}
	if len(im.absentM) == 0 {
		return nil
	}
	for i := range h.Members {
		if old := was.Member(h.Members[i].No); old != nil && old.Name == h.Members[i].Name {
			for _, c := range im.absentM {
				if err := h.Members[i].Set(c, old.Text(c)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (im *importer) one(ctx context.Context, h *household.Household) error {
	id, had := im.known[string(h.Code)]
	var was *households.Version
	if had {
		var err error
		if was, err = households.Find(ctx, im.o.office.Reader(), string(im.o.office.ProvinceCode()), id); err != nil {
			return err
		}
		if !im.allowed[was.Household.Commune] || was.State == households.Deleted {
			return errs.New(errs.Invalid, "code %s belongs to a household that you may not change: use another code",
				h.Code)
		}
		if err := im.keepAbsent(h, &was.Household); err != nil {
			return err
		}
	}
	im.o.book.Complete(h, im.in.On)
	var changes []household.Change
	if was != nil {
		if changes = household.Changes(&was.Household, h); len(changes) == 0 {
			im.result.Unchanged++
			return nil
		}
		im.sign(h, was)
		keep, err := im.taken(h, &was.Household)
		if err != nil {
			return err
		}
		if changes = household.Changes(&was.Household, h); keep || len(changes) == 0 {
			im.result.Unchanged++
			return nil
		}
		im.result.Changed++
	} else {
		im.sign(h, was)
		im.result.New++
	}
	im.sample(h, was == nil, changes)
	if !im.staging {
		return nil
	}
	return im.lay(ctx, h, was)
}

// taken counts what a household of the file would take away from the register's, and puts back what is not ticked. keep says
// that the register's stays wholly: under the code stands a household of another commune.
func (im *importer) taken(h, was *household.Household) (keep bool, err error) {
	if was.Commune != h.Commune {
		im.result.Moving++
		if !im.in.Ticks.Move {
			return true, nil
		}
	}
	emptied := func(columns []household.Column, now, old interface {
		Text(column string) string
		Set(column, text string) error
	}) error {
		for _, c := range columns {
			text := old.Text(c.Name)
			if text == "" || now.Text(c.Name) != "" {
				continue
			}
			im.result.Emptied++
			if !im.in.Ticks.Empty {
				if err := now.Set(c.Name, text); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if err := emptied(household.HouseholdColumns, h, was); err != nil {
		return false, err
	}
	for i := range was.Members {
		old := &was.Members[i]
		now := h.Member(old.No)
		switch {
		case now == nil:
			im.result.Leaving++
			if im.in.Ticks.Leave {
				continue
			}
			if old.Relationship == household.Head && h.Head() != nil { // two heads: the household stays as it is
				return true, nil
			}
			h.Members = append(h.Members, *old)
		case vietnamese.Fold(now.Name) == vietnamese.Fold(old.Name): // of somebody else nothing is carried over
			if err := emptied(household.MemberColumns, now, old); err != nil {
				return false, err
			}
		}
	}
	slices.SortStableFunc(h.Members, func(a, b household.Member) int { return cmp.Compare(a.No, b.No) })
	return false, nil
}

// sign takes a household into the digest, with the version that it follows.
func (im *importer) sign(h *household.Household, was *households.Version) {
	b := append(make([]byte, 0, 1024), im.digest...)
	if was != nil {
		b = binary.BigEndian.AppendUint64(b, uint64(was.Version))
	}
	sum := sha256.Sum256(h.AppendRecord(b))
	im.digest = append(im.digest[:0], sum[:]...)
}

func (im *importer) sample(h *household.Household, fresh bool, changes []household.Change) {
	if len(im.result.Samples) >= mostSamples || fresh && len(im.result.Samples) >= mostSamples/4 {
		return
	}
	s := ImportChange{Code: string(h.Code), New: fresh}
	if m := h.Head(); m != nil {
		s.Head = m.Name
	}
	for _, c := range changes {
		if household.Confidential(c.Column) {
			c.Before, c.After = maskText(c.Column, c.Before), maskText(c.Column, c.After)
		}
		s.Changes = append(s.Changes, c)
	}
	im.result.Samples = append(im.result.Samples, s)
}

func maskText(column, text string) string {
	if text == "" {
		return ""
	}
	if column == "citizen_id" {
		return household.Mask(text)
	}
	return "•••"
}

// lay classifies a household and seals it for the register.
func (im *importer) lay(ctx context.Context, h *household.Household, was *households.Version) error {
	r, err := im.view.Classify(h)
	if err != nil {
		return err
	}
	next := stagedHousehold{version: households.Version{Province: string(im.o.office.ProvinceCode()),
		State: households.Active, ValidFrom: im.in.On, RecordedAt: im.o.office.Now(),
		RecordedBy: im.a.Account, Deed: households.DeedImport, Class: r.Class, Household: *h}}
	v := &next.version
	if was != nil {
		next.was = was.Version
		v.ID, v.Prior, v.ValidFrom = was.ID, was.Prior, max(v.ValidFrom, was.ValidFrom)
	} else if v.ID, err = im.id(ctx); err != nil {
		return err
	}
	v.Version = next.was + 1
	households.Seal(im.o.office.Reader(), v)
	if im.bulk = im.bulk || len(im.rows) >= bulkFrom; im.bulk {
		im.rows = nil
		v.Household = household.Household{Code: h.Code, Commune: h.Commune} // the rest is sealed
	} else {
		im.rows = append(im.rows, snapshot.Row{ID: v.ID, Version: v.Version, State: uint8(v.State), Result: r,
			Household: h})
	}
	if im.piece = append(im.piece, next); len(im.piece) == stagePiece {
		return im.flush(ctx)
	}
	return nil
}

// id takes an id for a new household. Those of an import that comes to nothing stay unused.
func (im *importer) id(ctx context.Context) (id int64, err error) {
	if im.left == 0 {
		const block = 5000
		if err := im.o.office.Keep(ctx, office.KeepStaging, func(tx *office.Tx) (err error) {
			im.nextID, err = households.Reserve(ctx, tx, string(im.o.office.ProvinceCode()), block)
			return err
		}); err != nil {
			return 0, err
		}
		im.left = block
	}
	id = im.nextID
	im.nextID, im.left = im.nextID+1, im.left-1
	return id, nil
}

// flush lays down the households that are ready.
func (im *importer) flush(ctx context.Context) error {
	if len(im.piece) == 0 {
		return nil
	}
	err := im.o.office.Keep(ctx, office.KeepStaging, func(tx *office.Tx) error {
		for i := range im.piece {
			if err := households.Stage(ctx, tx, im.job.ID, im.staged+int64(i)+1, &im.piece[i].version,
				im.piece[i].was); err != nil {
				return err
			}
		}
		return nil
	})
	im.staged += int64(len(im.piece))
	clear(im.piece)
	im.piece = im.piece[:0]
	return err
}

// RejectedFile writes the rejected rows of an import, as a workbook in which they are marked.
func (o *Desk) RejectedFile(ctx context.Context, a *office.Ask, id int64, w io.Writer) error {
	j, err := o.office.Job(ctx, a, id)
	if err != nil {
		return err
	}
	if j.OutFile == "" {
		return office.NotYours()
	}
	return o.office.OpenFile(j.OutFile, w)
}
