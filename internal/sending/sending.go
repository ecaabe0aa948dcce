// Package sending knows which filled-in forms were sent: a form that is sent again – a double click, a browser that
// heard no answer, on whichever server – does nothing twice.
package sending

import (
	"context"
	"log/slog"
	"regexp"
	"sync"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/store/sendings"
	"giamngheo/internal/vault"
)

// Form is a filled-in form as it was sent. The first transaction of its request keeps its key with the deed.
type Form struct {
	Key     string // what its page gave it, another one each time that it is shown
	Account int64  // who sent it
	To      string // the address to which it was sent
	Content []byte // the digest of what was sent
	Repeats bool   // a file is answered, which whoever sends again wants again: it is never waited for
	kept    bool
	signed  []byte // what is kept of the content
}

// Kept reports whether this request wrote something: what it answers is then the form's answer.
func (f *Form) Kept() bool { return f.kept }

var keyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,64}$`)

// Check refuses a key that no page gave (errs.Invalid).
func (f *Form) Check() error {
	if !keyForm.MatchString(f.Key) {
		return errs.New(errs.Invalid, "the form's key is not one that this office gave: open the page again")
	}
	return nil
}

// purpose is what the office’s key signs a form for: passwords are sent by forms, and a digest could be guessed at.
const purpose = "sending"

// content is what of a form is signed: its key too, so that equal forms are not alike.
func (f *Form) content() []byte { return append([]byte(f.Key+"\x00"), f.Content...) }

// is reports whether a form is what was sent before.
func (f *Form) is(v *vault.Vault, was *sendings.Sending) bool {
	return was.Account == f.Account && was.Form == f.To && v.Signed(was.Content, purpose, f.content())
}

// Times of forms that were sent.
const (
	kept       = 24 * time.Hour        // how long a form that is sent again is known
	answerWait = 3 * time.Second       // how long who sends again waits for what the first is answered
	answerLook = 20 * time.Millisecond // how often they look
	gatherFor  = 50 * time.Millisecond // how long answers are gathered, to be kept in one transaction
)

// The answers that lead nowhere: of what was answered by a page or a file, which whoever wants it again asks for again;
// and of what broke off, of which nothing is known but that it is saved.
const (
	Shown = "shown"
	Saved = "saved"
)

// Forms keeps which forms were sent to an office.
type Forms struct {
	province string
	store    *store.Store
	now      func() time.Time
	keep     func(context.Context, func(store.Writer) error) error
	log      *slog.Logger
	answered sync.WaitGroup
	stopping chan struct{}
	stop     sync.Once
	mu       sync.Mutex
	waiting  []*sendings.Sending // answers that are not kept yet
}

// New makes the forms of an office; keep runs what leaves no entry in a transaction.
func New(province string, s *store.Store, now func() time.Time,
	keep func(context.Context, func(store.Writer) error) error, log *slog.Logger) *Forms {
	return &Forms{province: province, store: s, now: now, keep: keep, log: log, stopping: make(chan struct{})}
}

// SentBefore reports whether a form was sent before and did something, and what was answered; it waits a while for an
// answer that is on its way. Empty: whoever wrote it did not come to answer.
func (o *Forms) SentBefore(ctx context.Context, f *Form) (answer string, before bool, err error) {
	for until := time.Now().Add(answerWait); ; {
		was, err := sendings.Find(ctx, o.store, o.province, f.Key)
		if err != nil || was == nil || !f.is(o.store.Vault(), was) || was.Answer == Shown {
			return "", false, err
		}
		if f.Repeats && was.Answer == "" {
			return "", false, nil
		}
		if was.Answer != "" || time.Now().After(until) {
			return was.Answer, true, nil
		}
		select {
		case <-ctx.Done():
			return "", false, ctx.Err()
		case <-time.After(answerLook):
		}
	}
}

// Tx is a transaction under way, which tells when it is on the disk.
type Tx interface {
	store.Writer
	After(do func())
}

// First keeps the key of the form that a request sends in the first transaction that it writes, before anything else;
// nil: it has none. What was changed in the form since, and what was only shown, is something new. Errors
// (errs.Conflict): it was sent before; (errs.Forbidden): the key is another person's or another form's.
func (o *Forms) First(ctx context.Context, t Tx, f *Form) error {
	if f == nil || f.kept {
		return nil
	}
	t.After(func() { f.kept = true })
	was, err := sendings.Find(ctx, t, o.province, f.Key)
	switch {
	case err != nil:
		return err
	case was == nil:
	case was.Account != f.Account || was.Form != f.To && was.Answer != Shown:
		return errs.New(errs.Forbidden,
			"this form's key was used by somebody else or for another form: open the page again")
	case f.is(t.Vault(), was) && was.Answer != Shown && !f.Repeats:
		return errs.New(errs.Conflict, "this form was sent before, and what was sent is saved: open the page again")
	}
	f.signed = t.Vault().Sign(purpose, f.content())
	return sendings.Add(ctx, t, &sendings.Sending{Province: o.province, ID: f.Key, Account: f.Account, Form: f.To,
		Content: f.signed, At: o.now()})
}

// Answer keeps what a form is answered, beside the answer, which waits for no disk, and together with what others are
// answered meanwhile. A server that is killed just then has saved and not answered.
func (o *Forms) Answer(f *Form, answer string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting = append(o.waiting, &sendings.Sending{Province: o.province, ID: f.Key, Content: f.signed, Answer: answer})
	if len(o.waiting) == 1 {
		o.answered.Go(o.keepAnswers)
	}
}

// keepAnswers waits a little for company and keeps the answers.
func (o *Forms) keepAnswers() {
	select {
	case <-o.stopping:
	case <-time.After(gatherFor):
	}
	o.mu.Lock()
	rows := o.waiting
	o.waiting = nil
	o.mu.Unlock()
	if err := o.keep(context.Background(), func(t store.Writer) error {
		for _, row := range rows {
			if err := sendings.Answer(context.Background(), t, row); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		o.log.Warn("the answers to forms were not kept", "forms", len(rows), "err", err)
	}
}

// Answered keeps the answers to all forms at once, and waits until they are kept.
func (o *Forms) Answered() {
	o.stop.Do(func() { close(o.stopping) })
	o.answered.Wait()
}

// Sweep forgets forms that nobody sends again.
func (o *Forms) Sweep(ctx context.Context) error {
	return o.keep(ctx, func(t store.Writer) error {
		return sendings.Sweep(ctx, t, o.province, o.now().Add(-kept))
	})
}
