// Package sharing shares money out by a norm from files, without an office: for scripts, and for who wants to reckon
// a decision again.
package sharing

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"giamngheo/internal/allocation"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/norm"
	"giamngheo/internal/normbook"
	"giamngheo/internal/reading"
)

// Input says what is shared out, by which norm and values. Amounts are as people write them.
type Input struct {
	Norm, Values string // files
	Pool, Round  string
	On           date.Date // by whose law the norm's conditions are read
	Merge        []string  // OLD=NEW
	New          string    // a file of values of units of the new map; "": there is none
	OffTop       []string  // NODE=AMOUNT
	Without      bool      // leave out units whose values are not known; what comes of it is a sample
	Dot          reading.Shape
}

// mostNorm is how many bytes a norm's file has at most.
const mostNorm = 1 << 20

// Allocate shares a pool out by a norm, and notes what should be known. Errors: a norm with faults (with their
// lines); values with faults; those of package allocation.
func Allocate(ctx context.Context, lib *library.Library, in *Input) (*normbook.Paper, []errs.Text, error) {
	to, notes, err := allot(ctx, lib, in)
	if err != nil {
		return nil, nil, err
	}
	merges, err := merges(in.Merge)
	if err != nil {
		return nil, nil, err
	}
	var anew []allocation.Unit
	if in.New != "" {
		if anew, err = newUnits(ctx, lib, in, to.Norm); err != nil {
			return nil, nil, err
		}
	}
	p := &normbook.Paper{}
	for {
		p.Merger, p.Allocation, err = share(to, merges, anew)
		var unknown *allocation.Undetermined
		if !in.Without || !errors.As(err, &unknown) {
			return p, notes, err
		}
		if unknown.After {
			return nil, nil, err // no unit can be left out for it
		}
		if p.Without = normbook.Without(to, unknown.Gaps); len(to.Units) == 0 {
			return nil, nil, err
		}
		if err := whole(merges, p.Without); err != nil {
			return nil, nil, err
		}
	}
}

// Compare shares the same pool out by two norms over the same values; poor is the column with the number of poor
// households. Errors: as of Allocate.
func Compare(ctx context.Context, lib *library.Library, in *Input, other, poor string) (*allocation.Comparison,
	[]errs.Text, error) {
	a, notes, err := Allocate(ctx, lib, in)
	if err != nil {
		return nil, nil, err
	}
	second := *in
	second.Norm = other
	b, _, err := Allocate(ctx, lib, &second)
	if err != nil {
		return nil, nil, err
	}
	return allocation.Compare(a.Allocation, b.Allocation, poor), notes, nil
}

// share shares out on the map as it is, or before and after mergers.
func share(in *allocation.Input, merges []allocation.Merge,
	anew []allocation.Unit) (*allocation.Merger, *allocation.Allocation, error) {
	if len(merges) == 0 {
		a, err := allocation.Allocate(in)
		return nil, a, err
	}
	m, err := allocation.MergeAll(in, merges, anew...)
	if err != nil {
		return nil, nil, err
	}
	return m, m.After, nil
}

// newUnits reads what is known of the units of the new map.
func newUnits(ctx context.Context, lib *library.Library, in *Input, s *norm.Set) ([]allocation.Unit, error) {
	if len(in.Merge) == 0 {
		return nil, errs.New(errs.Invalid, "values of new units need a merger: say by --merge what became what")
	}
	codes, err := reading.ReadCodes(lib.Data())
	if err != nil {
		return nil, err
	}
	v, err := normbook.ReadSome(ctx, in.New, s, codes, in.Dot)
	if err != nil {
		return nil, err
	}
	return v.Units, nil
}

// whole refuses to leave out what is a part of a merger: the new unit would be another one.
func whole(merges []allocation.Merge, left []normbook.Left) error {
	for _, l := range left {
		if code := l.Unit.Code; slices.ContainsFunc(merges, func(m allocation.Merge) bool {
			return m.Old == code || m.New == code
		}) {
			return errs.New(errs.Invalid, "%s is a part of a merger and cannot be left out; find what is not known of it: %s",
				l.Unit.Title(), strings.Join(l.Unknown, ", "))
		}
	}
	return nil
}

// allot reads all that is given, what costs least first.
func allot(ctx context.Context, lib *library.Library, in *Input) (*allocation.Input, []errs.Text, error) {
	out, round, err := amounts(in)
	if err != nil {
		return nil, nil, err
	}
	if out.Norm, err = readNorm(lib, in); err != nil {
		return nil, nil, err
	}
	if round > 0 {
		out.Norm.RoundTo = round
	}
	codes, err := reading.ReadCodes(lib.Data())
	if err != nil {
		return nil, nil, err
	}
	values, err := normbook.Read(ctx, in.Values, out.Norm, codes, in.Dot)
	if err != nil {
		return nil, nil, err
	}
	if out.Units = values.Units; out.Pool < int64(money.Small) {
		values.Notes = append(values.Notes, errs.T(
			"the pool is %s đồng: if %s million đồng is meant, write it in đồng", norm.Dong(out.Pool), norm.Dong(out.Pool)))
	}
	return out, values.Notes, nil
}

// amounts reads the amounts; round is 0 where the norm says it.
func amounts(in *Input) (out *allocation.Input, round int64, err error) {
	out = &allocation.Input{Off: map[string]int64{}}
	if out.Pool, err = dong(in.Pool); err != nil {
		return nil, 0, err
	}
	if in.Round != "" {
		if round, err = dong(in.Round); err == nil && (round < 1 || round > norm.MostRound) {
			err = errs.New(errs.Invalid, "round_to must be from 1 to %d đồng", int64(norm.MostRound))
		}
	}
	for _, one := range in.OffTop {
		node, amount, _ := strings.Cut(one, "=")
		if err == nil {
			out.Off[strings.TrimSpace(node)], err = dong(amount)
		}
	}
	return out, round, err
}

func readNorm(lib *library.Library, in *Input) (*norm.Set, error) {
	path := in.Norm
	b, err := firstOf(path)
	info, stat := os.Stat(path)
	switch {
	case errors.Is(stat, os.ErrNotExist):
		return nil, errs.New(errs.NotFound, "there is no file or folder “%s”", path)
	case stat == nil && info.IsDir() || len(b) > mostNorm:
		return nil, errs.New(errs.Invalid, "“%s” is no norm: a norm is a YAML file of at most 1 MB", path)
	case err != nil:
		return nil, err
	}
	language, err := lib.PlanLanguage(in.On)
	if err != nil {
		return nil, err
	}
	return norm.Read(filepath.Base(path), b, language.Misread)
}

// firstOf reads a file as far as a norm may go and one byte more: what is no plain file has no size to be asked for.
func firstOf(path string) (_ []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, mostNorm+1))
}

// dong reads an amount as people write it.
func dong(s string) (int64, error) {
	n, err := money.Amount(s)
	if err != nil {
		return 0, errs.New(errs.Invalid, "“%s”: %s", s, err)
	}
	return int64(n), nil
}

func merges(all []string) (out []allocation.Merge, err error) {
	for _, one := range all {
		from, to, ok := strings.Cut(one, "=")
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		if !ok || from == "" || to == "" {
			return nil, errs.New(errs.Invalid, "“%s” is no merger: write OLD=NEW, for example 31522=31528", one)
		}
		out = append(out, allocation.Merge{Old: from, New: to})
	}
	return out, nil
}
