// Package errs is the one way errors travel: a kind for the machine, a message with its arguments for the person, said
// in the languages of the interface by package words, and the cause for the log. It knows nothing of the domain.
package errs

import (
	"errors"
	"fmt"
	"time"

	"giamngheo/internal/words"
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
	TooMany                 // the person, or the address, asks for more than is its share; try again later
)

// Text is a text in the languages of the interface: the title of a rule, as the law's files have it, or a text of the
// program (T). Khmer may be missing.
type Text struct {
	VI string `json:"vi" yaml:"vi"`
	EN string `json:"en" yaml:"en"`
	KM string `json:"km,omitempty" yaml:"km,omitempty"`
}

// T is a text of the program: English with printf verbs, found in the catalogues of words. Arguments that differ
// between languages – a Text, a day – are said in each. A layout without letters ("%s, %s") only joins its arguments.
func T(id string, args ...any) Text {
	t := Text{VI: words.In(words.VI, id, args...), EN: words.In(words.EN, id, args...)}
	if khmer, ok := words.Find(words.KM, id); ok {
		t.KM = words.Format(words.KM, khmer, args...)
	}
	return t
}

// N is T for a text that differs between one and many; n chooses and is the first of the verbs.
func N(n int, one, many string, args ...any) Text {
	t := Text{VI: words.Plural(words.VI, n, one, many, args...), EN: words.Plural(words.EN, n, one, many, args...)}
	if khmer := words.Plural(words.KM, n, one, many, args...); khmer != t.VI {
		t.KM = khmer
	}
	return t
}

// In says the text in a language; in Vietnamese where it has no other.
func (t Text) In(lang string) string {
	switch {
	case lang == words.EN && t.EN != "":
		return t.EN
	case lang == words.KM && t.KM != "":
		return t.KM
	}
	return t.VI
}

// Error is a failure with a message fit for a person.
type Error struct {
	Kind    Kind
	Message string // English, as T takes it
	Args    []any
	Err     error         // the cause, for the log; may be nil
	Wait    time.Duration // after which it may be tried again; 0 where that is not known
}

// New makes an error of a kind with its message and the message's arguments, as T takes them.
func New(k Kind, message string, args ...any) *Error {
	return &Error{Kind: k, Message: message, Args: args}
}

// Of makes an error of a kind that says a text.
func Of(k Kind, t Text) *Error { return &Error{Kind: k, Message: "%s", Args: []any{t}} }

// Because adds the cause, for the log, and returns the same error.
func (e *Error) Because(err error) *Error {
	e.Err = err
	return e
}

// After says when it may be tried again, and returns the same error.
func (e *Error) After(wait time.Duration) *Error {
	e.Wait = wait
	return e
}

// Text returns the message in every language.
func (e *Error) Text() Text { return T(e.Message, e.Args...) }

// Error returns the Vietnamese message followed by the cause.
func (e *Error) Error() string {
	text := words.In(words.VI, e.Message, e.Args...)
	if e.Err != nil {
		return text + ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

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
