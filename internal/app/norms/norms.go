// Package norms keeps the norms by which money is shared out, as the program ships with them and as officials recorded
// them: each version as it was read, never changed.
package norms

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"giamngheo/internal/access"
	appdocuments "giamngheo/internal/app/documents"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/norm"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/allocations"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/target"
)

// Desk keeps norms.
type Desk struct {
	office  *office.Office
	library *library.Library
	shipped func() ([]shipped, error)
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"norm.add": errs.T("version of a norm recorded"),
}

// shipped is a norm that the program ships with, and its text.
type shipped struct {
	set *norm.Set
	ref rows.NormRef
}

// New makes the desk.
func New(o *office.Office, l *library.Library) *Desk {
	return &Desk{office: o, library: l, shipped: sync.OnceValues(func() ([]shipped,
		error) {
		return readShipped(l.Data())
	})}
}

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// hashOf is what tells two texts of a norm apart.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// readShipped reads the norms that the program ships with, with their texts.
func readShipped(data fs.FS) (out []shipped, err error) {
	names, err := fs.Glob(data, norm.Folder+"/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, err
		}
		s, err := norm.Read(path.Base(name), b, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, shipped{s, rows.NormRef{Code: s.Code, Hash: hashOf(string(b)), Text: string(b)}})
	}
	return out, nil
}

// MostBytes is how many bytes a norm's file has at most.
const MostBytes = 1 << 20

// Norm is a version of a norm; version 0 is as it was shipped.
type Norm struct {
	*norm.Set
	Ref      rows.NormRef
	Newest   bool
	Document *documents.Document // nil of a shipped one
	Note     string
	Recorder string
	Recorded time.Time
}

// Key names a version of a norm in a form.
func (n *Norm) Key() string { return n.Ref.Code + "@" + office.IDText(n.Ref.Version) }

// All lists the norms with all their versions, of each the newest first. Errors: errs.Forbidden.
func (d *Desk) All(ctx context.Context, a *office.Ask) (out []Norm, err error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, office.Forbidden()
	}
	own, err := rows.Norms(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	for i := range own {
		n, err := d.recorded(ctx, &own[i])
		if err != nil {
			return nil, err
		}
		out = append(out, *n)
	}
	all, err := d.shipped()
	if err != nil {
		return nil, err
	}
	for i := range all {
		out = append(out, Norm{Set: all[i].set, Ref: all[i].ref})
	}
	slices.SortStableFunc(out, func(x, y Norm) int { return strings.Compare(x.Ref.Code, y.Ref.Code) })
	for i := range out {
		out[i].Newest = i == 0 || out[i-1].Ref.Code != out[i].Ref.Code
	}
	return out, nil
}

func (d *Desk) recorded(ctx context.Context, n *rows.Norm) (*Norm, error) {
	s, err := norm.Read(n.Code+".yaml", []byte(n.Content), nil)
	if err != nil {
		return nil, err
	}
	doc, err := documents.Find(ctx, d.office.Reader(), d.province(), n.Document)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	return &Norm{Set: s, Ref: rows.NormRef{Code: n.Code, Version: n.Version, Hash: n.Hash, Text: n.Content},
		Document: doc,
		Note:     n.Note, Recorder: d.office.NameOf(ctx, n.RecordedBy), Recorded: n.Recorded}, nil
}

// Norm is one version of a norm. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Norm(ctx context.Context, a *office.Ask, code string, version int64) (*Norm, error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, office.Forbidden()
	}
	return d.Find(ctx, code, version)
}

// Find is Norm for who was let in by something else.
func (d *Desk) Find(ctx context.Context, code string, version int64) (*Norm, error) {
	if version > 0 {
		n, err := rows.FindNorm(ctx, d.office.Reader(), d.province(), code, version)
		if err != nil {
			return nil, err
		}
		return d.recorded(ctx, n)
	}
	all, err := d.shipped()
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].set.Code == code && version == 0 {
			return &Norm{Set: all[i].set, Ref: all[i].ref}, nil
		}
	}
	return nil, errs.New(errs.NotFound, "there is no such norm, or not this version of it")
}

// File is a norm's file that somebody hands in. Document is what it stands in.
type File struct {
	Name     string
	Data     []byte
	Document int64
	Note     string
	Check    bool // it is only looked at
}

// Read is what a norm's file says: faults with their lines, or the norm as it would be or is recorded.
type Read struct {
	Faults  target.Faults
	Set     *norm.Set
	Text    string
	Version int64
	Saved   bool
}

// Add reads a norm's file, strictly, and records it as the next version of the norm. Nothing of what was recorded
// before is changed. Errors: errs.Forbidden; errs.Invalid of a file that is none, of a document that is missing;
// errs.Conflict
// where the newest version is the same.
func (d *Desk) Add(ctx context.Context, a *office.Ask, in *File) (*Read, error) {
	if err := d.office.PlaceScope(a, access.EditNorms, d.office.ProvinceCode()); err != nil {
		return nil, err
	}
	out := &Read{Text: string(in.Data)}
	if len(in.Data) == 0 || len(in.Data) > MostBytes {
		return nil, errs.New(errs.Invalid, "“%s” is no norm: a norm is a YAML file of at most 1 MB", in.Name)
	}
	if err := d.read(in, out); err != nil || len(out.Faults) > 0 || in.Check {
		return out, err
	}
	if in.Note = strings.Join(strings.Fields(in.Note), " "); office.TooLong(in.Note) {
		return nil, errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
	}
	deed := &office.Deed{Action: "norm.add", Kind: "norm", Subject: out.Set.Code, Place: d.office.ProvinceCode()}
	err := d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := d.Cited(ctx, tx, a, in.Document); err != nil {
			return err
		}
		version, hash, err := d.newest(ctx, tx, out.Set.Code)
		if err != nil {
			return err
		}
		if hash == hashOf(out.Text) {
			return errs.New(errs.Conflict, "the newest version of “%s” is this very text already", out.Set.Code)
		}
		out.Version = version + 1
		deed.Note = map[string]string{"version": office.IDText(out.Version), "document": office.IDText(in.Document)}
		return rows.AddNorm(ctx, tx, &rows.Norm{Province: d.province(), Code: out.Set.Code, Version: out.Version,
			Content: out.Text, Hash: hashOf(out.Text), Document: in.Document, Note: in.Note, RecordedBy: a.Account,
			Recorded: d.office.Now()})
	})
	out.Saved = err == nil
	return out, err
}

// read reads the file as YAML or, of a workbook, what it comes to as YAML.
func (d *Desk) read(in *File, out *Read) error {
	language, err := d.library.PlanLanguage(d.office.Day())
	if err != nil {
		return err
	}
	out.Set, err = norm.Read(in.Name, []byte(out.Text), language.Misread)
	if out.Faults = target.FaultsOf(err); len(out.Faults) > 0 {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	for _, n := range out.Set.Nodes {
		if c.Node(n) == nil {
			out.Faults = append(out.Faults, target.Fault{File: in.Name, Field: "nodes",
				Text: errs.T("there is no sub-project “%s”; choose one of the list", n)})
		}
	}
	return nil
}

// newest is the number and the hash of the newest version of a norm: 0 of one that is only shipped, and of none.
func (d *Desk) newest(ctx context.Context, r store.Reader, code string) (version int64, hash string, err error) {
	all, err := rows.Norms(ctx, r, d.province())
	if err != nil {
		return 0, "", err
	}
	for i := range all {
		if all[i].Code == code {
			return all[i].Version, all[i].Hash, nil
		}
	}
	from, err := d.shipped()
	for i := range from {
		if from[i].set.Code == code {
			return 0, from[i].ref.Hash, nil
		}
	}
	return 0, "", err
}

// Cited refuses a document that is not there for the actor, or holds no more.
func (d *Desk) Cited(ctx context.Context, r store.Reader, a *office.Ask, id int64) error {
	doc, err := documents.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || doc.State != document.InForce || !appdocuments.Sees(d.office, a, doc) {
		return errs.New(errs.Invalid, "there is no such document in force: choose another")
	}
	return nil
}
