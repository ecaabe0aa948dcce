package sending_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/sending"
	"giamngheo/internal/store"
	"giamngheo/internal/store/sendings"
	"giamngheo/internal/vault"
)

var (
	ctx  = context.Background()
	keys = [][]byte{bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)}
)

// forms are the forms of an office with an empty database; kept counts the transactions that keep answers.
func forms(t *testing.T) (o *sending.Forms, s *store.Store, kept *int) {
	t.Helper()
	v, err := vault.New(keys[0])
	if err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(filepath.Join(t.TempDir(), "office.db"), v); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	kept = new(int)
	o = sending.New("94", s, time.Now, func(ctx context.Context, do func(store.Writer) error) error {
		*kept++
		return s.Write(ctx, func(tx *store.Tx) error { return do(tx) })
	}, slog.New(slog.DiscardHandler))
	return o, s, kept
}

func form(key, content string) *sending.Form {
	sum := sha256.Sum256([]byte(content))
	return &sending.Form{Key: key, Account: 3, To: "/account/password", Content: sum[:]}
}

func first(t *testing.T, o *sending.Forms, s *store.Store, f *sending.Form) error {
	t.Helper()
	return s.Write(ctx, func(tx *store.Tx) error { return o.First(ctx, tx, f) })
}

func before(t *testing.T, o *sending.Forms, f *sending.Form) (string, bool) {
	t.Helper()
	answer, sent, err := o.SentBefore(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	return answer, sent
}

const one, two = "KEYKEYKEYKEYKEY1", "KEYKEYKEYKEYKEY2"

// TestSigned: what is kept of a form says nothing without the office's key – no digest that could be guessed at, no two
// alike – and is known again after a new key was laid over the old one.
func TestSigned(t *testing.T) {
	o, s, _ := forms(t)
	a, b := form(one, "old=mot ngay nang dep"), form(two, "old=mot ngay nang dep")
	for _, f := range []*sending.Form{a, b} {
		if err := first(t, o, s, f); err != nil {
			t.Fatal(err)
		}
	}
	var kept [][]byte
	for _, key := range []string{one, two} {
		row, err := sendings.Find(ctx, s, "94", key)
		if err != nil || row == nil {
			t.Fatal(row, err)
		}
		kept = append(kept, row.Content)
	}
	again := sha256.Sum256(a.Content)
	if bytes.Equal(kept[0], kept[1]) || bytes.Contains(kept[0], a.Content) || bytes.Contains(kept[0], again[:]) {
		t.Errorf("the content can be guessed at: %x %x", kept[0], kept[1])
	}
	o.Answer(a, "/account")
	o.Answered()
	v, err := vault.New(keys...)
	if err == nil {
		err = s.Rekey(ctx, v)
	}
	if err != nil {
		t.Fatal(err)
	}
	if answer, sent := before(t, o, form(one, "old=mot ngay nang dep")); !sent || answer != "/account" {
		t.Errorf("under a new key: %q %v", answer, sent)
	}
	if _, sent := before(t, o, form(one, "old=mot ngay nang dep ")); sent {
		t.Error("another content is taken for the same")
	}
}

// TestAnswers: answers are kept together; the answer to what was sent first does not become that of what was sent with
// the same key since; a form that a file answers is run again and never waits.
func TestAnswers(t *testing.T) {
	o, s, kept := forms(t)
	was, now := form(one, "first"), form(one, "changed")
	for _, f := range []*sending.Form{was, now, form(two, "file")} {
		if err := first(t, o, s, f); err != nil {
			t.Fatal(err)
		}
	}
	file := form(two, "file")
	if file.Repeats = true; first(t, o, s, file) != nil {
		t.Error("a file is not made again")
	}
	if _, sent := before(t, o, file); sent {
		t.Error("a file is waited for that whoever asked for it first does not hear of any more")
	}
	if err := first(t, o, s, form(two, "file")); errs.KindOf(err) != errs.Conflict {
		t.Errorf("what is no file is written again: %v", err)
	}
	o.Answer(was, "/was")
	o.Answer(file, sending.Shown)
	o.Answered()
	if *kept != 1 {
		t.Errorf("two answers took %d transactions", *kept)
	}
	if row, err := sendings.Find(ctx, s, "94", one); err != nil || row.Answer != "" {
		t.Errorf("answered as what was sent before: %+v %v", row, err)
	}
	o.Answer(now, "/now")
	o.Answered()
	if answer, sent := before(t, o, form(one, "changed")); !sent || answer != "/now" {
		t.Errorf("%q %v", answer, sent)
	}
}
