package task

import (
	"errors"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Successor is who has a body's work on poverty reduction after the body's last day.
type Successor struct {
	Body       errs.Text `yaml:"body"`
	Last       date.Date `yaml:"last"`
	Next       errs.Text `yaml:"next"`
	Role       string    `yaml:"role"`       // who in an office acts for the body and for who came after it; "": nobody
	Confidence string    `yaml:"confidence"` // high, medium or low
	Note       errs.Text `yaml:"note"`
}

// Bodies are who came after whom, by the name of the body that has ended.
type Bodies map[string]*Successor

// bodiesFile says it.
const bodiesFile = "task/bodies.yaml"

// ReadBodies reads data/task/bodies.yaml, strictly.
func ReadBodies(data fs.FS) (_ Bodies, err error) {
	defer errs.Wrap(&err, "task.ReadBodies")
	f, err := data.Open(bodiesFile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	var file struct {
		Successors []*Successor `yaml:"successors"`
	}
	read := yaml.NewDecoder(f)
	read.KnownFields(true)
	if err := read.Decode(&file); err != nil {
		return nil, err
	}
	out := Bodies{}
	for _, s := range file.Successors {
		if s.Body.VI == "" || s.Next.VI == "" || s.Next.VI == s.Body.VI || s.Last.IsZero() || s.Confidence == "" || out[s.Body.VI] != nil {
			return nil, errors.New(bodiesFile + ": a body needs its last day, who came after it and how sure that is, once: " + s.Body.VI)
		}
		out[s.Body.VI] = s
	}
	return out, nil
}

// On is the body that has the work of one on a day, and how it came to it; nil where it is the body itself.
func (b Bodies) On(body errs.Text, day date.Date) (errs.Text, *Successor) {
	var by *Successor
	for range b { // each is taken once at most
		s := b[body.VI]
		if s == nil || day <= s.Last {
			break
		}
		body, by = s.Next, s
	}
	return body, by
}

// Role is who in an office acts for a body; "" where nobody is known to.
func (b Bodies) Role(body errs.Text) string {
	if s := b[body.VI]; s != nil {
		return s.Role
	}
	return ""
}

// Acts reports whether a role acts in an office for a body that has ended, or for who came after it.
func (b Bodies) Acts(role string) bool {
	for _, s := range b {
		if s.Role == role {
			return true
		}
	}
	return false
}
