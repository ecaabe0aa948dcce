package activities

import (
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
	"giamngheo/internal/store/supports"
)

// ActivityShown is an activity with what has been recorded under it.
type ActivityShown struct {
	supports.Activity
	Node     *programme.Node
	Unit     place.Unit
	Taken    int64 // quantity of the valid supports under it
	Paid     int64 // their amount
	Supports int
	Recorder string
	Files    []supports.Attachment
	MayEdit  bool
}

// ActivityQuery asks for activities of a place, a node of the tree, a state, that fall in a period.
type ActivityQuery struct {
	Place    place.Code
	Node     string
	State    programme.ActivityState
	From, To date.Date
	Year     int  // that began in it; 0: any
	Live     bool // without those that were cancelled
}

// Activities lists activities, the newest first. An activity of the whole province or district is shown to those below
// it.
func (o *Desk) Activities(ctx context.Context, a *office.Ask, q ActivityQuery) (out []ActivityShown, err error) {
	if q.Place == "" {
		q.Place = o.office.Home(a).Code
	}
	if err := o.office.PlaceScope(a, access.ViewPlans, q.Place); err != nil {
		return nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	all, err := supports.Activities(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	under := o.underActivities()
	for i := range all {
		v := &all[i]
		switch {
		case q.State != 0 && v.State != q.State, q.Node != "" && !c.Within(v.Node, q.Node), !q.To.IsZero() &&
			v.From > q.To,
			!q.From.IsZero() && !v.To.IsZero() && v.To < q.From, q.Year != 0 && v.From.Year() != q.Year, q.Live &&
				v.State == programme.Cancelled, !o.office.Concerns(q.Place, v.Place):
			continue
		}
		s := ActivityShown{Activity: *v, Node: c.Node(v.Node), Unit: o.office.Unit(v.Place)}
		u := under[v.ID]
		s.Taken, s.Paid, s.Supports = u.quantity, u.amount, u.n
		out = append(out, s)
	}
	return out, nil
}

type underActivity struct {
	quantity, amount int64
	n                int
}

// underActivities sums up the valid supports by activity.
func (o *Desk) underActivities() map[int64]underActivity {
	out := map[int64]underActivity{}
	o.receipts.Shelf.Each(func(v *programme.Support) {
		if v.Activity == 0 || v.State != programme.Valid {
			return
		}
		u := out[v.Activity]
		u.quantity, u.amount, u.n = u.quantity+v.Quantity, u.amount+int64(v.Amount), u.n+1
		out[v.Activity] = u
	})
	return out
}

// Activity shows one activity with its documents. Errors: errs.NotFound.
func (o *Desk) Activity(ctx context.Context, a *office.Ask, id int64) (*ActivityShown, error) {
	v, err := o.activitySeen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	s := &ActivityShown{Activity: *v, Node: c.Node(v.Node), Unit: o.office.Unit(v.Place),
		Recorder: o.office.NameOf(ctx, v.RecordedBy), MayEdit: o.office.PlaceScope(a, access.RunActivities,
			v.Place) == nil}
	u := o.underActivities()[id]
	s.Taken, s.Paid, s.Supports = u.quantity, u.amount, u.n
	s.Files, err = supports.Attachments(ctx, o.office.Reader(), v.Province, "activity", id)
	return s, err
}

func (o *Desk) activitySeen(ctx context.Context, a *office.Ask, id int64) (*supports.Activity, error) {
	v, err := supports.FindActivity(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, err
	}
	s := access.Where(a.Grants, access.ViewPlans, o.office.Day())
	if !slices.ContainsFunc(s.Units, func(unit place.Code) bool { return o.office.Concerns(unit, v.Place) }) {
		return nil, office.NotYours()
	}
	return v, nil
}

// For finds the activity that a support in a commune is to be under: one that the actor may see and that is of that
// commune or of a unit above it. What is not is as what is nowhere. Errors: errs.NotFound.
func (o *Desk) For(ctx context.Context, from store.Reader, a *office.Ask, id int64,
	commune place.Code) (*supports.Activity, error) {
	v, err := supports.FindActivity(ctx, from, string(o.office.ProvinceCode()), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	seen := access.Where(a.Grants, access.ViewPlans, o.office.Day())
	sees := func(unit place.Code) bool { return o.office.Concerns(unit, v.Place) }
	if err != nil || !o.office.Concerns(commune, v.Place) || !slices.ContainsFunc(seen.Units, sees) {
		return nil, office.NotYours()
	}
	return v, nil
}

// SaveActivity records an activity, or a change of one (ID and Version given). Errors: errs.Invalid, errs.Conflict.
func (o *Desk) SaveActivity(ctx context.Context, a *office.Ask, in supports.Activity) (*supports.Activity, error) {
	if err := o.office.PlaceScope(a, access.RunActivities, in.Place); err != nil {
		return nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	in.Title, in.Lead = strings.TrimSpace(in.Title), strings.TrimSpace(in.Lead)
	in.Province, in.RecordedBy, in.Recorded = string(o.office.ProvinceCode()), a.Account, o.office.Now()
	if in.ID == 0 {
		in.State = programme.Planned
		if err := in.Check(c); err != nil {
			return nil, err
		}
		deed := activityDeed("activity.create", &in, "")
		return &in, o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
			if err := supports.AddActivity(ctx, tx, &in); err != nil {
				return err
			}
			deed.Subject = office.IDText(in.ID)
			tx.Changed(office.TopicActivity)
			return nil
		})
	}
	was, err := o.activitySeen(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	if err := o.office.PlaceScope(a, access.RunActivities, was.Place); err != nil {
		return nil, err
	}
	in.State = was.State
	if err := in.Check(c); err != nil {
		return nil, err
	}
	return &in, o.office.Do(ctx, a, activityDeed("activity.edit", &in, ""), func(tx *office.Tx) error {
		taken, err := supports.Taken(ctx, tx, in.Province, in.ID)
		if err != nil {
			return err
		}
		if in.Places != 0 && taken > in.Places {
			return errs.New(errs.Invalid, "%s places are taken: there cannot be fewer", office.IDText(taken))
		}
		if err := supports.SetActivity(ctx, tx, &in, in.Version); err != nil {
			return err
		}
		tx.Changed(office.TopicActivity)
		return nil
	})
}

// MoveActivity takes an activity to another state. Errors: errs.Invalid where it cannot go there.
func (o *Desk) MoveActivity(ctx context.Context, a *office.Ask, id int64, to programme.ActivityState,
	reason string) error {
	v, err := o.activitySeen(ctx, a, id)
	if err != nil {
		return err
	}
	if err := o.office.PlaceScope(a, access.RunActivities, v.Place); err != nil {
		return err
	}
	if err := v.Move(to, o.office.Day(), reason); err != nil {
		return err
	}
	v.RecordedBy, v.Recorded = a.Account, o.office.Now()
	return o.office.Do(ctx, a, activityDeed("activity.state", v, reason), func(tx *office.Tx) error {
		tx.Changed(office.TopicActivity)
		return supports.SetActivity(ctx, tx, v, v.Version)
	})
}

func activityDeed(action string, v *supports.Activity, reason string) *office.Deed {
	return &office.Deed{Action: action, Kind: "activity", Subject: office.IDText(v.ID), Place: v.Place, Reason: reason,
		Note: map[string]string{"node": v.Node, "title": v.Title, "state": v.State.Title().VI,
			"quantity": office.IDText(v.Quantity), "money": office.IDText(int64(v.Money))}}
}

// mostAttached is how large one document may be: a photograph of a phone, a scanned decision.
const mostAttached = 8 << 20

// attachable are the kinds of documents that are taken: by ending, and what a look at the first bytes must say.
var attachable = map[string][]string{".pdf": {"application/pdf"}, ".jpg": {"image/jpeg"}, ".jpeg": {"image/jpeg"},
	".png": {"image/png"}, ".webp": {"image/webp"},
	".docx": {"application/zip"}, ".xlsx": {"application/zip"}}

// Attach keeps a document or a picture of an activity, sealed. Errors: errs.Invalid for another kind or a larger one.
func (o *Desk) Attach(ctx context.Context, a *office.Ask, activity int64, name string, src io.Reader) error {
	v, err := o.activitySeen(ctx, a, activity)
	if err != nil {
		return err
	}
	if err := o.office.PlaceScope(a, access.RunActivities, v.Place); err != nil {
		return err
	}
	doc, err := ReadAttachment(name, src)
	if err != nil {
		return err
	}
	doc.Province, doc.Kind, doc.Subject, doc.AddedBy, doc.Added = v.Province, "activity", activity, a.Account,
		o.office.Now()
	deed := &office.Deed{Action: "activity.attach", Kind: "activity", Subject: office.IDText(activity),
		Place: v.Place}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := supports.AddAttachment(ctx, tx, doc); err != nil {
			return err
		}
		deed.Note = map[string]string{"file": doc.Name, "id": office.IDText(doc.ID)}
		return nil
	})
}

// ReadAttachment reads a file that is to be attached to something. Errors: errs.Invalid for a kind that is not taken,
// or a larger one.
func ReadAttachment(name string, src io.Reader) (*supports.Attachment, error) {
	content, err := io.ReadAll(io.LimitReader(src, mostAttached+1))
	if err != nil {
		return nil, err
	}
	media := http.DetectContentType(content)
	kinds, ok := attachable[strings.ToLower(path.Ext(name))]
	switch {
	case len(content) == 0:
		return nil, errs.New(errs.Invalid, "the file is empty: choose another")
	case len(content) > mostAttached:
		return nil, errs.New(errs.Invalid, "the file is larger than 8 MB: make the picture smaller or split it")
	case !ok || !slices.Contains(kinds, media):
		return nil, errs.New(errs.Invalid, "pictures (JPG, PNG, WEBP), PDF, Word and Excel only, and what they say they are")
	}
	if err := harmless(content); err != nil {
		return nil, err
	}
	return &supports.Attachment{Name: path.Base(name), Media: media, Content: content}, nil
}

// attachment finds a document that belongs to an activity. Errors: errs.NotFound for those of other things.
func (o *Desk) attachment(ctx context.Context, id int64) (*supports.Attachment, error) {
	doc, err := supports.FindAttachment(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err == nil && doc.Kind != "activity" {
		return nil, office.NotYours()
	}
	return doc, err
}

// Attached returns a document of an activity that an actor may see.
func (o *Desk) Attached(ctx context.Context, a *office.Ask, id int64) (*supports.Attachment, error) {
	doc, err := o.attachment(ctx, id)
	if err != nil {
		return nil, err
	}
	v, err := o.activitySeen(ctx, a, doc.Subject)
	if err != nil {
		return nil, err
	}
	o.office.Saw(a, office.Deed{Action: "activity.document", Kind: "activity",
		Subject: office.IDText(doc.Subject), Place: v.Place})
	return doc, nil
}

// Detach takes a document of an activity away, with a reason.
func (o *Desk) Detach(ctx context.Context, a *office.Ask, id int64, reason string) error {
	doc, err := o.attachment(ctx, id)
	if err != nil {
		return err
	}
	v, err := o.activitySeen(ctx, a, doc.Subject)
	if err != nil {
		return err
	}
	if err := o.office.PlaceScope(a, access.RunActivities, v.Place); err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	deed := &office.Deed{Action: "activity.detach", Kind: "activity", Subject: office.IDText(doc.Subject),
		Place: v.Place, Reason: reason, Note: map[string]string{"file": doc.Name}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return supports.RemoveAttachment(ctx, tx, v.Province, id)
	})
}
