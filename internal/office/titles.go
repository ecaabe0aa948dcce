package office

import (
	"fmt"

	"giamngheo/internal/errs"
	"giamngheo/internal/store/jobs"
)

// Titles are what people call the deeds of a room, by action.
type Titles map[string]errs.Text

// titles are the words for every deed that the office puts on the record, and for every kind of job. They are filled
// while the desks are made and only read from then on.
type titles struct {
	all  Titles
	jobs map[jobs.Kind]errs.Text
}

// name says what people call the jobs of a kind.
func (t *titles) name(kind jobs.Kind, title errs.Text) { t.jobs[kind] = title }

// JobTitle is what people call the jobs of a kind.
func (t *titles) JobTitle(kind jobs.Kind) errs.Text { return t.jobs[kind] }

// Entitle says what the deeds of a room are called; a deed without a title is not done. No action is named twice.
func (t *titles) Entitle(room Titles) {
	for action, title := range room {
		if _, twice := t.all[action]; twice {
			panic("office: two titles for the deed " + action) // a fault of the program, at its start
		}
		t.all[action] = title
	}
}

// ActionTitle is what people call a deed; one of an older program that nobody knows any more is called by its own word.
func (t *titles) ActionTitle(action string) errs.Text {
	if title, ok := t.all[action]; ok {
		return title
	}
	return errs.Text{VI: action, EN: action}
}

// entitled refuses a deed that has no words for those who read the record.
func (t *titles) entitled(action string) error {
	if action == "" {
		return errNoDeed
	}
	if _, ok := t.all[action]; !ok {
		return fmt.Errorf("office: the deed %q has no title", action)
	}
	return nil
}
