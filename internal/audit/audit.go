// Package audit holds the entries of the office's record of deeds: who did what, when, from where, to what, what was
// before and after, and why. Each entry's hash takes in the one before, so that no change, deletion or swap goes
// unnoticed. It must not know storage or the clock.
package audit

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"giamngheo/internal/household"
)

// Entry is one deed. Seq counts from 1 without gaps within a province.
type Entry struct {
	Province string
	Seq      int64
	At       time.Time // UTC, to the microsecond
	Account  int64     // 0: the program itself, or nobody signed in
	Who      string    // the account's name then
	From     string    // the address, or "cli"
	Action   string
	Kind     string // of the subject: household, account, place, job, session …
	Subject  string // its id or code
	Place    string // the unit it belongs to, for who may read the entry
	Detail   Detail
	Hash     [32]byte
}

// Detail is what is read beside an entry; it is sealed where it is stored. Salt keeps its short facts from being
// guessed from the hash.
type Detail struct {
	Reason  string             `json:"reason,omitempty"`
	Changes []household.Change `json:"changes,omitempty"`
	Note    map[string]string  `json:"note,omitempty"`
	Salt    string             `json:"salt,omitempty"`
}

// Mask hides the confidential fields of changes: the record's own history holds them, sealed.
func Mask(changes []household.Change) []household.Change {
	out := make([]household.Change, len(changes))
	for i, c := range changes {
		if household.Confidential(c.Column) {
			c.Before, c.After = masked(c.Column, c.Before), masked(c.Column, c.After)
		}
		out[i] = c
	}
	return out
}

func masked(column, text string) string {
	switch {
	case text == "":
		return ""
	case column == "citizen_id":
		return household.Mask(text)
	}
	return "•••"
}

// Encode returns the detail's bytes, as they are hashed and sealed.
func (d *Detail) Encode() ([]byte, error) { return json.Marshal(d) }

// Bytes are what the hash of an entry is made of, whose detail's bytes are given, after the entry before it.
func (e *Entry) Bytes(before [32]byte, detail []byte) []byte {
	out := before[:]
	number := func(v int64) { out = binary.BigEndian.AppendUint64(out, uint64(v)) }
	number(e.Seq)
	number(e.At.UnixMicro())
	number(e.Account)
	for _, s := range [...]string{e.Province, e.Who, e.From, e.Action, e.Kind, e.Subject, e.Place, string(detail)} {
		number(int64(len(s))) // lengths, so that no two entries run together the same way
		out = append(out, s...)
	}
	return out
}

// Hash makes the hash of an entry out of its bytes: with the office's key, or without as the entries of older programs.
type Hash func([]byte) [32]byte

// Chain checks entries one after another.
type Chain struct {
	Last int64
	Head [32]byte
}

// ErrBroken says where a chain does not hold.
var ErrBroken = errors.New("the audit chain is broken")

// Next checks that an entry follows the last one.
func (c *Chain) Next(e *Entry, detail []byte, by Hash) error {
	if e.Seq != c.Last+1 {
		return fmt.Errorf("%w: entry %d follows entry %d", ErrBroken, e.Seq, c.Last)
	}
	if sum := by(e.Bytes(c.Head, detail)); sum != e.Hash {
		return fmt.Errorf("%w: entry %d has the hash %s, its content %s", ErrBroken, e.Seq,
			hex.EncodeToString(e.Hash[:6]), hex.EncodeToString(sum[:6]))
	}
	c.Last, c.Head = e.Seq, e.Hash
	return nil
}
