package transfer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/amend"
	"giamngheo/internal/app/book"
	"giamngheo/internal/arrange"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/question"
	"giamngheo/internal/sheet"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/vietnamese"
)

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
	known    map[string]int64      // household codes of the register
	numbered map[household.ID]bool // codes that the file does not have and households get
	asked    map[newHamlet]bool    // hamlets that the lists do not have, of households with nothing else against them
	hamlets  map[newHamlet]bool    // those of them whose households are taken
	communes map[place.Code]bool
	rows     []snapshot.Row
	bulk     bool
	digest   []byte
	view     *book.View
	source   amend.Source // what the file does not have
	jump     int
	current  current // the household that was accepted last
	faulty   error   // why accepting failed
	nextID   int64
	left     int64
	staging  bool // what is read is laid down to be stored
	staged   int64
	piece    []stagedHousehold
}

// current is a household of the file over the register's.
type current struct {
	was    *households.Version // nil for a new one
	fresh  bool                // it is none of the register's: new, or taken back with the import that brought it
	change amend.Change
	hamlet hamlet.Looked // what the list says of its hamlet, where that is asked
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
		return errOvertaken
	}
	if err := o.office.ClaimImport(ctx, province, im.job.ID); errs.KindOf(err) == errs.Conflict {
		return errors.Join(errOvertaken, err)
	} else if err != nil {
		return err
	}
	im.result.Stored, im.result.Undoable = true, true
	return o.office.Do(ctx, im.a, im.deed(), func(tx *office.Tx) error {
		if err := households.DecideImport(ctx, tx, province, im.job.ID); err != nil {
			return err
		}
		if err := im.addHamlets(ctx, tx); err != nil {
			return err
		}
		return im.stored(ctx, tx)
	})
}

// errOvertaken says that the register changed since the preview.
var errOvertaken = errors.New("transfer: the register has changed since the preview")

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
		err = o.book.Settle(ctx) // a fresh office is classified at the day of its answers
	}
	o.book.ForgetPast(im.in.On)
	for commune := range im.communes {
		err = errors.Join(err, o.book.CarryHouseholds(ctx, im.a, commune))
	}
	if err = errors.Join(err, im.tell(ctx), o.office.Optimize(ctx)); err != nil {
		return err
	}
	im.result.Pairs, err = o.pairs.Find(ctx)
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
	note := map[string]string{"file": im.in.Name, "sha256": im.in.SHA256, "on": im.in.On.String(),
		"new": office.IDText(im.result.New), "changed": office.IDText(im.result.Changed),
		"unchanged": office.IDText(im.result.Unchanged), "rejected": office.IDText(im.result.Rejected),
		"digest": im.result.Digest}
	for k, n := range im.result.Found { // what was agreed to and what was kept
		if note[string(k)] = office.IDText(n); !im.in.Agreed.To(k) {
			note[string(k)] = "0"
		}
	}
	return &office.Deed{Action: "import.store", Kind: "job", Subject: office.IDText(im.job.ID), Note: note}
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
	im.result = ImportResult{Found: map[amend.Kind]int64{}}
	im.asked, im.hamlets, im.communes = map[newHamlet]bool{}, map[newHamlet]bool{}, map[place.Code]bool{}
	im.digest, im.view = make([]byte, sha256.Size), o.book.View()
	im.jump = o.book.BirthJump()
	back := &backFiles{o: o, dir: filepath.Dir(path), result: &im.result}
	cfg := exchange.Config{On: im.in.On, Today: o.office.Day(), Places: o.office.Reg(), Codes: o.office.Codes(),
		Limits: office.UploadLimits(), Answers: im.in.Answers, Province: o.office.ProvinceCode(), Rejects: back.reject,
		Doubts: back.doubt, Accept: func(h *household.Household) []household.Invalidity { return im.accept(ctx, h) },
		Doubtful: im.early}
	r, laid, err := im.open(path, cfg)
	if laid == nil {
		return err
	}
	var asked *exchange.QuestionsError
	if errors.As(err, &asked) { // a person must say first how the file is to be read
		im.result.Questions = asked.Questions
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	back.headers = r.Headers
	im.absent(r)
	im.source.Unnumbered = laid.Unnumbered
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
		if err := errors.Join(im.faulty, im.one(ctx)); err != nil {
			return err
		}
	}
	if err := errors.Join(r.Err(), im.faulty); err != nil {
		return err
	}
	im.result.Counts, im.result.Synthetic = r.Counts(), r.Synthetic()
	im.result.Rejected, im.result.Questions = im.result.Counts.Households.Rejected, r.Questions()
	im.result.Digest = hex.EncodeToString(im.digest)
	im.result.Notes = laid.Notes
	for _, n := range r.Notes() {
		im.result.Notes = append(im.result.Notes, n.Text)
	}
	im.rejected, err = back.close()
	return err
}

// open opens the file as it is laid out; without a reader where a person must say more of that first.
func (im *importer) open(path string, cfg exchange.Config) (*exchange.Reader, *arrange.Laid, error) {
	b, err := sheet.Open(path, cfg.Limits)
	if err != nil {
		return nil, nil, err
	}
	f := im.in.Form
	if f == nil { // uploaded to an older program
		if f, err = im.o.words.Guess(b, nil); err != nil {
			return nil, nil, errors.Join(err, b.Close())
		}
		im.o.supply(im.a, f)
	}
	if im.result.Lacks = f.Lacks(); im.result.Lacks != nil {
		return nil, nil, b.Close()
	}
	numbering := im.o.register.Numbering()
	im.numbered = map[household.ID]bool{}
	laid, err := f.Lay(b, func(commune place.Code) household.ID {
		code := numbering.Next(commune)
		im.numbered[code] = true
		return code
	})
	if err != nil {
		return nil, nil, errors.Join(err, b.Close())
	}
	cfg.Aliases = laid.Aliases
	r, err := exchange.OpenBook(b, cfg)
	return r, laid, err
}

func (im *importer) absent(r *exchange.Reader) {
	im.source = amend.Source{}
	for _, c := range household.HouseholdColumns {
		if !r.Has(exchange.Households, c.Name) {
			im.source.Absent = append(im.source.Absent, c.Name)
		}
	}
	for _, c := range household.MemberColumns {
		if !r.Has(exchange.Members, c.Name) {
			im.source.AbsentMember = append(im.source.AbsentMember, c.Name)
		}
	}
}

// accept says why a household whose rows are right cannot come into the register as the person has agreed, and keeps
// what it comes to for one.
func (im *importer) accept(ctx context.Context, h *household.Household) (out []household.Invalidity) {
	im.current = current{}
	refuse := func(member int, column string, text errs.Text) {
		out = append(out, household.Invalidity{Member: member, Column: column, Text: text})
	}
	if !im.allowed[h.Commune] {
		refuse(-1, "commune_code", errs.T("accept|this commune is outside what your account may write"))
		return out
	}
	was, err := im.was(ctx, h.Code)
	switch {
	case err != nil:
		im.faulty = errors.Join(im.faulty, err)
		return nil
	case was != nil && !im.allowed[was.Household.Commune]:
		refuse(-1, "household_code", errs.T("code %s belongs to a household that you may not change: use another code", h.Code))
		return out
	case was != nil && was.State != households.Active && was.Deed != households.DeedUndo:
		refuse(-1, "household_code", errs.T("this household is closed or deleted: bring it back first"))
		return out
	}
	im.current.fresh = was == nil || was.State != households.Active
	if was == nil && im.numbered[h.Code] {
		if code := im.twin(ctx, h); code != "" {
			refuse(-1, "household_code", errs.T("the head %s is in the register already, in household %s: enter that code in the file", h.Members[0].Name, code))
			return out
		}
	}
	im.current.was, im.current.change = was, amend.Change{Household: h.Clone()}
	if !im.current.fresh {
		im.current.change = amend.Over(&was.Household, h, im.source, im.in.Agreed, im.jump)
	}
	change := &im.current.change
	if was != nil {
		im.faulty = errors.Join(im.faulty, im.o.book.Renumber(ctx, im.o.office.Reader(), change.Household, was))
	}
	im.o.book.Complete(change.Household, im.in.On)
	change.Household.Area = h.Area // of the commune that the file names, which may be another today
	if err := im.numbers(ctx, h, was); err != nil {
		im.faulty = errors.Join(im.faulty, err)
	}
	if change.Found[amend.Move] > 0 && !im.in.Agreed.To(amend.Move) {
		im.result.Found[amend.Move]++
		from, to := im.o.office.Unit(was.Household.Commune).FullName, im.o.office.Unit(h.Commune).FullName
		refuse(-1, "commune_code", errs.T("household %s belongs to %s in the register, to %s here: agree to the move in the preview, or use another code",
			h.Code, from, to))
	}
	if len(change.Strangers) > 0 && !im.in.Agreed.To(amend.Person) {
		im.result.Found[amend.Person] += int64(people(change.Strangers))
		for _, s := range change.Strangers {
			refuse(s.Index, s.Column, s.Text)
		}
	}
	if out == nil {
		for _, f := range change.Household.Check(im.in.On) {
			refuse(-1, f.Column, errs.T("with those who are not in the file the household does not hold: %s. List all its members, or agree that they leave",
				f.Text))
		}
	}
	if f := im.hamlet(was, out == nil); f.EN != "" {
		refuse(-1, "hamlet", f)
	}
	return out
}

// twin finds the household of the register in which the first member of one without a code of its own is already.
func (im *importer) twin(ctx context.Context, h *household.Household) household.ID {
	m := &h.Members[0]
	same := im.view.Snap.SameNumber(m.CitizenID, 0)
	byNumber := len(same)
	if m.Birth.Known() {
		same = append(same, im.view.Snap.Likely(m, 0, func(c string) bool { return im.allowed[place.Code(c)] })...)
	}
	for i, other := range same {
		v, err := households.Find(ctx, im.o.office.Reader(), string(im.o.office.ProvinceCode()), other.Household)
		if err == nil && v.State == households.Active && im.allowed[v.Household.Commune] {
			if i < byNumber {
				im.o.book.Told(im.a, v)
			}
			return v.Household.Code
		}
	}
	return ""
}

// numbers adds to the questions those about citizen numbers that are somebody's of another name; one of the same name
// is among the likely duplicates.
func (im *importer) numbers(ctx context.Context, h *household.Household, was *households.Version) error {
	id, before := int64(0), (*household.Household)(nil)
	if was != nil {
		id, before = was.ID, &was.Household
	}
	asked, err := im.o.book.Numbers(ctx, im.a, h, before, id)
	for _, q := range asked {
		if q.Other {
			im.current.change.Strangers = append(im.current.change.Strangers, q.Stranger)
		}
	}
	return err
}

// hamlet asks of a hamlet that is not on the list that people have made of a commune: once for all households of it,
// and only where nothing else is against them (good). It returns why the household goes back.
func (im *importer) hamlet(was *households.Version, good bool) (why errs.Text) {
	h := im.current.change.Household
	if was != nil && was.Household.Commune == h.Commune &&
		vietnamese.Spelling(was.Household.Hamlet) == vietnamese.Spelling(h.Hamlet) {
		return why
	}
	list := im.o.book.Hamlets(h.Commune)
	if !list.Entered() { // it is what the households say, and those of a file are among them
		return why
	}
	looked := list.Look(h.Hamlet, im.in.On)
	im.current.hamlet = looked
	switch looked.Standing {
	case hamlet.Unknown:
		may := im.o.office.In(im.a, access.SetHamlets, access.ViewHouseholds, h.Commune) == nil
		if key := (newHamlet{h.Commune, looked.Name}); good && !im.asked[key] {
			im.asked[key] = true
			im.result.Found[amend.Hamlet]++
		}
		if !may || !im.in.Agreed.To(amend.Hamlet) {
			return question.OfHamlet(&looked, may)
		}
	case hamlet.Ended:
		return question.OfHamlet(&looked, false)
	}
	return why
}

// early is the doubt about a household that was accepted in a hamlet that begins after the file's day.
func (im *importer) early(*household.Household) []doubt.Doubt {
	looked := &im.current.hamlet
	if looked.Standing != hamlet.Early {
		return nil
	}
	return []doubt.Doubt{{Column: "hamlet", Read: looked.Name, Reason: question.OfHamlet(looked, true)}}
}

// newHamlet is a hamlet of the file that the commune's list does not have.
type newHamlet struct {
	commune place.Code
	name    string
}

// addHamlets enters the new hamlets of the file, where that is agreed.
func (im *importer) addHamlets(ctx context.Context, tx *office.Tx) error {
	if !im.in.Agreed.To(amend.Hamlet) {
		return nil
	}
	keys := slices.SortedFunc(maps.Keys(im.hamlets), func(a, b newHamlet) int {
		return cmp.Or(cmp.Compare(a.commune, b.commune), cmp.Compare(a.name, b.name))
	})
	for _, k := range keys {
		if err := im.o.book.AddHamlet(ctx, tx, k.commune, k.name, im.in.On, im.in.Name); err != nil {
			return err
		}
	}
	return nil
}

// people counts those of whom is asked.
func people(all []household.Stranger) int {
	of := map[int]bool{}
	for _, s := range all {
		of[s.Index] = true
	}
	return len(of)
}

// was finds the register's household with a code, nil where there is none.
func (im *importer) was(ctx context.Context, code household.ID) (*households.Version, error) {
	id, had := im.known[string(code)]
	if !had {
		return nil, nil
	}
	return households.Find(ctx, im.o.office.Reader(), string(im.o.office.ProvinceCode()), id)
}

// one takes the household that was accepted.
func (im *importer) one(ctx context.Context) error {
	was, h := im.current.was, im.current.change.Household
	if im.communes[h.Commune] = true; im.current.hamlet.Standing == hamlet.Unknown {
		im.hamlets[newHamlet{h.Commune, im.current.hamlet.Name}] = true
	}
	for k, n := range im.current.change.Found {
		if k != amend.Person {
			im.result.Found[k] += int64(n)
		}
	}
	if n := people(im.current.change.Strangers); n > 0 {
		im.result.Found[amend.Person] += int64(n)
	}
	var changes []household.Change
	if !im.current.fresh {
		if changes = household.Changes(&was.Household, h); len(changes) == 0 {
			im.result.Unchanged++
			return nil
		}
		im.result.Changed++
		other, err := im.o.register.Reclasses(ctx, was, h)
		if err != nil {
			return err
		}
		if other {
			im.result.Reclassed++
		}
	} else {
		im.result.New++
	}
	im.sign(h, was)
	im.sample(h, im.current.fresh, changes)
	if !im.staging {
		return nil
	}
	return im.lay(ctx, h, was)
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
		v.ID, v.ValidFrom = was.ID, max(v.ValidFrom, was.ValidFrom)
	} else if v.ID, err = im.id(ctx); err != nil {
		return err
	}
	v.Version = next.was + 1
	households.Seal(im.o.office.Reader(), v)
	if im.bulk = im.bulk || len(im.rows) >= bulkFrom; im.bulk {
		im.rows = nil
		v.Household = household.Household{Code: h.Code, Commune: h.Commune} // the rest is sealed
	} else {
		row, err := im.view.RowAs(v, h, r)
		if err != nil {
			return err
		}
		im.rows = append(im.rows, row)
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
