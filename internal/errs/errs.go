// Package errs is the one way errors travel: a kind for the machine, a message in Vietnamese and English for the
// person, and the cause for the log. It knows nothing of the domain.
package errs

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure an error is; doors map it to an exit status or a page.
type Kind uint8

// The kinds of failure. Internal is the zero value: an error nobody classified.
const (
	Internal    Kind = iota // a fault of the program
	Invalid                 // the input is wrong; the message says where and how to mend it
	NotFound                // the thing asked for does not exist (or may not be seen)
	Forbidden               // the person may not do this
	Conflict                // somebody else changed it first
	Unavailable             // try again later
)

// Text is a message in the languages of the interface.
type Text struct {
	VI string `json:"vi" yaml:"vi"`
	EN string `json:"en" yaml:"en"`
}

// Error is a failure with a message fit for a person.
type Error struct {
	Kind Kind
	Text Text
	Err  error // the cause, for the log; may be nil
}

// Error returns the Vietnamese message followed by the cause.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Text.VI + ": " + e.Err.Error()
	}
	return e.Text.VI
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind with its message in both languages.
func New(k Kind, vi, en string) *Error { return &Error{Kind: k, Text: Text{VI: vi, EN: en}} }

// KindOf returns the kind of the first *Error in err's chain, Internal where there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Wrap adds the context of a function to *err, once, keeping the chain; call it deferred.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
