package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/amend"
	"giamngheo/internal/arrange"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/store/jobs"
)

// ImportInput is an import's own state, kept with its job.
type ImportInput struct {
	Name   string        `json:"name"` // as the person's file was called
	Ending string        `json:"ending"`
	SHA256 string        `json:"sha256"`
	On     date.Date     `json:"on"` // the day from which the records hold
	Form   *arrange.Form `json:"form,omitempty"`
	// how columns are read that could be read in two ways
	Answers map[string]doubt.Answer `json:"answers,omitempty"`
	// what the file may take away
	Agreed amend.Agreed `json:"agreed,omitempty"`
	Commit bool         `json:"commit"`         // the person has seen the preview
	Undo   string       `json:"undo,omitempty"` // why what was stored is taken back
}

// ImportResult is what an import found, and did where it was committed. Rows in = accepted + rejected.
type ImportResult struct {
	Counts    exchange.Counts `json:"counts"`
	New       int64           `json:"new"`
	Changed   int64           `json:"changed"`
	Unchanged int64           `json:"unchanged"`
	Rejected  int64           `json:"rejected"` // households that go back
	// households that a decision is about and that get another class by their answers
	Reclassed int64 `json:"reclassed,omitempty"`
	// what the file would take away, agreed to or not: people, cells, households, people
	Found     map[amend.Kind]int64 `json:"found,omitempty"`
	Lacks     []errs.Text          `json:"lacks,omitempty"`     // what must be said of the file first
	Questions []doubt.Question     `json:"questions,omitempty"` // of whole columns
	Faults    []ImportFault        `json:"faults,omitempty"`    // the first of them
	Doubts    []doubt.Doubt        `json:"doubts,omitempty"`    // the first of them
	Samples   []ImportChange       `json:"samples,omitempty"`
	Notes     []errs.Text          `json:"notes,omitempty"`
	Synthetic bool                 `json:"synthetic,omitempty"`
	// the sealed file with all doubts
	DoubtFile string `json:"doubt_file,omitempty"`
	// of what would be written: the same at the commit as in the preview
	Digest string `json:"digest,omitempty"`
	Stored bool   `json:"stored"`
	Pairs  int    `json:"pairs,omitempty"` // likely duplicates that were put into the queue
	// what it wrote is kept, so that it can be taken back, and what came of that
	Undoable bool    `json:"undoable,omitempty"`
	Undone   *Undone `json:"undone,omitempty"`
}

// ImportChange is one household of the preview.
type ImportChange struct {
	Code    string             `json:"code"`
	Head    string             `json:"head"`
	New     bool               `json:"new,omitempty"`
	Changes []household.Change `json:"changes,omitempty"`
}

// ImportFault is why a row goes back. What is confidential is not in Value.
type ImportFault struct {
	Sheet  string    `json:"sheet"`
	Row    int       `json:"row"`
	Column string    `json:"column,omitempty"`
	Value  string    `json:"value,omitempty"`
	Text   errs.Text `json:"text"`
}

// Asks reports whether a column must be explained before anything is read.
func (r *ImportResult) Asks() bool {
	return slices.ContainsFunc(r.Questions, func(q doubt.Question) bool { return q.Must })
}

// mostListed is how many faults and how many doubts a page lists; all of them are in the files.
const mostListed = 200

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
	if in.Form, err = o.guess(ctx, a, file, in.Ending); err != nil {
		o.office.DropFile(file)
		return nil, err
	}
	j := &jobs.Job{Kind: jobImport, File: file}
	return j, o.office.Queue(ctx, a, j, in)
}

// ImportShown is an import as its page shows it.
type ImportShown struct {
	jobs.Job
	Input  ImportInput
	Result ImportResult
	Layout *Layout // while it waits
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
	if j.File != "" && (j.State == jobs.Ready || j.State == jobs.Failed) && s.Input.Form != nil {
		s.Layout, err = o.layout(a, j.File, &s.Input)
		if errs.KindOf(err) == errs.NotFound {
			err = nil
		}
	}
	return s, err
}

// again has a job wait its turn once more, with another input.
func again(j *jobs.Job, in ImportInput) error {
	text, err := json.Marshal(in)
	j.Input, j.State, j.Message, j.Done, j.Total = string(text), jobs.Queued, "", 0, 0
	return err
}

// Answer says how a column of an import is read, or with an empty answer that it is not known, and looks again.
func (o *Desk) Answer(ctx context.Context, a *office.Ask, id int64, column string, answer doubt.Answer) error {
	return o.lookAgain(ctx, a, id, func(s *ImportShown) error {
		if !slices.ContainsFunc(s.Result.Questions, func(q doubt.Question) bool { return q.Column == column }) &&
			s.Input.Answers[column] == "" {
			return errs.New(errs.Invalid, "nothing is asked of this column")
		}
		if s.Input.Answers == nil {
			s.Input.Answers = map[string]doubt.Answer{}
		}
		if s.Input.Answers[column] = answer; answer == "" {
			delete(s.Input.Answers, column)
		}
		return nil
	})
}

// Agree says what an import's file may take away, and looks again: the preview then says what comes of it.
func (o *Desk) Agree(ctx context.Context, a *office.Ask, id int64, to amend.Agreed) error {
	return o.lookAgain(ctx, a, id, func(s *ImportShown) error {
		s.Input.Agreed = nil
		for _, k := range amend.Kinds {
			if to.To(k) {
				s.Input.Agreed = append(s.Input.Agreed, k)
			}
		}
		return nil
	})
}

// lookAgain changes an import's input and has it previewed once more.
func (o *Desk) lookAgain(ctx context.Context, a *office.Ask, id int64, change func(*ImportShown) error) error {
	s, err := o.waiting(ctx, a, id)
	if err != nil {
		return err
	}
	if err := change(s); err != nil {
		return err
	}
	s.Input.Commit = false
	if err := again(&s.Job, s.Input); err != nil {
		return err
	}
	defer o.office.WakeJobs()
	return o.office.Keep(ctx, office.KeepColumns, func(tx *office.Tx) error { return jobs.Set(ctx, tx, &s.Job) })
}

// waiting returns an import of the actor's that waits for them.
func (o *Desk) waiting(ctx context.Context, a *office.Ask, id int64) (*ImportShown, error) {
	s, err := o.Import(ctx, a, id)
	if err == nil && s.State != jobs.Ready && s.State != jobs.Failed {
		err = errs.New(errs.Conflict, "this import is running or done")
	}
	return s, err
}

// CommitImport stores what the preview showed: all good rows, or none. What the file takes away must be ticked, kind by
// kind, as it was agreed to for the preview. Errors (errs.Conflict): it was not, or there is no preview;
// *agreements.Waits where a second person has to agree, who is told the reason.
func (o *Desk) CommitImport(ctx context.Context, a *office.Ask, id int64, ticked amend.Agreed, reason string) error {
	s, err := o.Import(ctx, a, id)
	if err != nil {
		return err
	}
	if s.State != jobs.Ready || s.Result.Digest == "" {
		return errs.New(errs.Conflict, "this import has not been previewed or is stored already")
	}
	for _, k := range amend.Kinds {
		n := s.Result.Found[k]
		switch {
		case n > 0 && s.Input.Agreed.To(k) && !ticked.To(k):
			return errs.New(errs.Conflict, "not stored: tick that you agree to this first: %s", k.Title(n))
		case n > 0 && !s.Input.Agreed.To(k) && ticked.To(k):
			return errs.New(errs.Conflict, "not stored: the preview does not show this yet, choose it and look again: %s",
				k.Title(n))
		}
	}
	if err := o.Second(ctx, a, s, reason); err != nil {
		return err
	}
	defer o.office.WakeJobs()
	return o.office.Each(ctx, a, func(tx *office.Tx) error { return o.Confirm(ctx, tx, s) })
}

// Confirm has a previewed import stored, within a transaction; the jobs are to be woken after it.
func (o *Desk) Confirm(ctx context.Context, tx *office.Tx, s *ImportShown) error {
	s.Input.Commit = true
	if err := again(&s.Job, s.Input); err != nil {
		return err
	}
	if err := tx.Note(ctx, office.Deed{Action: "import.confirm", Kind: "job", Subject: office.IDText(s.ID)}); err != nil {
		return err
	}
	return jobs.Set(ctx, tx, &s.Job)
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
	if in.Undo != "" {
		return o.runUndo(ctx, a, j, &in, &before, progress)
	}
	if before.Stored { // a stop came between the commit and this note of it
		j.State = jobs.Done
		return o.showResumed(ctx)
	}
	im := &importer{o: o, a: a, in: in, job: j, progress: progress, expected: before.Digest}
	err = o.office.WithPlain(j.File, in.Ending, func(path string) error { return im.run(ctx, path) })
	if errors.Is(err, errOvertaken) { // nothing is stored: the person is shown what it would be now
		in.Commit = false
		if err := again(j, in); err != nil {
			return err
		}
		im = &importer{o: o, a: a, in: in, job: j, progress: progress}
		err = errors.Join(o.office.WithPlain(j.File, in.Ending, func(path string) error { return im.run(ctx, path) }),
			o.say(j, overtaken()))
	}
	if err != nil {
		return err
	}
	o.office.DropFile(j.OutFile)
	o.office.DropFile(before.DoubtFile)
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

// showResumed brings an import into every server's memory that another server had decided when it was killed. Where the
// office has its database alone, it was moved before anything was read.
func (o *Desk) showResumed(ctx context.Context) error {
	if !o.office.Shared() {
		return nil
	}
	if err := o.book.Reload(ctx); err != nil {
		return err
	}
	o.book.ForgetPast(0)
	return o.office.Keep(ctx, office.KeepStaging, func(tx *office.Tx) error {
		tx.Changed(office.TopicHousehold)
		return nil
	})
}

// overtaken is what is said where the register changed between the preview and the storing.
func overtaken() errs.Text {
	return errs.T("Nothing is stored: the register has changed since the preview. This is what the import would do now: look at it, then store.")
}

// say puts a message on a job's page.
func (o *Desk) say(j *jobs.Job, t errs.Text) error {
	text, err := json.Marshal(t)
	j.Message = string(text)
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

// DoubtsFile writes what an import took with a note, as a table.
func (o *Desk) DoubtsFile(ctx context.Context, a *office.Ask, id int64, w io.Writer) error {
	s, err := o.Import(ctx, a, id)
	if err != nil {
		return err
	}
	if s.Result.DoubtFile == "" {
		return office.NotYours()
	}
	return o.office.OpenFile(s.Result.DoubtFile, w)
}
