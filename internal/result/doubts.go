package result

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/sheet"
)

// DoubtWriter writes what was taken with a note, one a line: by the file's ending .csv or .jsonl. The file is there
// only once Close returned without an error.
type DoubtWriter struct {
	path  string
	tmp   *os.File
	csv   *sheet.CSVWriter
	lines *json.Encoder
}

// NewDoubtWriter makes the writer of a file. Errors (errs.Invalid): another ending.
func NewDoubtWriter(path string) (*DoubtWriter, error) {
	ext := strings.ToLower(filepath.Ext(path))
	if ext != ".csv" && ext != ".jsonl" {
		return nil, errs.New(errs.Invalid, "the file of doubts must end in .csv or .jsonl")
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".doubts-*")
	if err != nil {
		return nil, err
	}
	w := &DoubtWriter{path: path, tmp: tmp}
	if ext == ".csv" {
		w.csv = sheet.NewCSVWriter(tmp)
		return w, w.csv.Row(textCells("sheet", "row", "household_code", "member_no", "column", "read", "else",
			"reason"))
	}
	w.lines = json.NewEncoder(tmp)
	w.lines.SetEscapeHTML(false)
	return w, nil
}

// Write writes one doubt.
func (w *DoubtWriter) Write(d doubt.Doubt) error {
	if w.csv == nil {
		return w.lines.Encode(d)
	}
	member := ""
	if d.Member > 0 {
		member = strconv.Itoa(d.Member)
	}
	return w.csv.Row(textCells(d.Sheet, strconv.Itoa(d.Row), d.Code, member, d.Column, d.Read, d.Else, d.Reason.VI))
}

// Close ends the file and puts it in its place.
func (w *DoubtWriter) Close() error {
	var err error
	if w.csv != nil {
		err = w.csv.Close()
	}
	if err = errors.Join(err, w.tmp.Close()); err != nil {
		return errors.Join(err, os.Remove(w.tmp.Name()))
	}
	return os.Rename(w.tmp.Name(), w.path)
}

func textCells(all ...string) []sheet.Out {
	out := make([]sheet.Out, len(all))
	for i, s := range all {
		out[i] = sheet.TextCell(s)
	}
	return out
}
