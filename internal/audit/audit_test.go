package audit_test

import (
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"giamngheo/internal/audit"
	"giamngheo/internal/household"
)

func chain(t *rapid.T, n int) (entries []audit.Entry, details [][]byte) {
	var head [32]byte
	for i := range n {
		e := audit.Entry{Province: "94", Seq: int64(i + 1), At: time.UnixMicro(int64(i) * 1e6).UTC(),
			Who:    rapid.String().Draw(t, "who"),
			Action: "a", Subject: rapid.StringN(0, 3, -1).Draw(t, "subject")}
		d, err := e.Detail.Encode()
		if err != nil {
			t.Fatal(err)
		}
		e.Hash = sha256.Sum256(e.Bytes(head, d))
		head = e.Hash
		entries, details = append(entries, e), append(details, d)
	}
	return entries, details
}

func walk(entries []audit.Entry, details [][]byte) error {
	var c audit.Chain
	for i := range entries {
		if err := c.Next(&entries[i], details[i], sha256.Sum256); err != nil {
			return err
		}
	}
	return nil
}

// TestChain: any one edit, deletion in the middle or swap is found.
func TestChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 12).Draw(t, "n")
		entries, details := chain(t, n)
		if err := walk(entries, details); err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, n-2).Draw(t, "i")
		switch rapid.IntRange(0, 4).Draw(t, "deed") {
		case 0:
			entries[i].Who += "x"
		case 1:
			entries[i].At = entries[i].At.Add(time.Microsecond)
		case 2:
			entries, details = append(entries[:i:i], entries[i+1:]...), append(details[:i:i], details[i+1:]...)
		case 3:
			entries[i].Subject, entries[i].Place = entries[i].Subject[:0], entries[i].Subject+"1"
		case 4:
			details[i] = []byte(`{"reason":"y"}`)
		}
		if err := walk(entries, details); !errors.Is(err, audit.ErrBroken) {
			t.Fatal("not found", err)
		}
	})
}

func TestMask(t *testing.T) {
	got := audit.Mask([]household.Change{{Member: 1, Column: "citizen_id", Before: "", After: "097123456789"},
		{Member: 1, Column: "disability", Before: "no", After: "yes"}, {Column: "roof", After: "solid"}})
	if got[0].After == "097123456789" || got[1].After == "yes" || got[2].After != "solid" {
		t.Error(got)
	}
}
