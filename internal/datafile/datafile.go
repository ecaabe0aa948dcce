// Package datafile reads the CSV tables that the program ships with (data/), by column name. They are ours and sound: a
// fault in one is a fault of the program. Tables that people send are read by package sheet.
package datafile

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// Row is one row: the text of a column by its name. It panics where the table has no such column, which a test of the
// table's reader finds.
type Row func(column string) string

// Each calls f with each row of a table in order. Errors name the file and the line.
func Each(data fs.FS, name string, f func(Row) error) error {
	return each(data, name, func(get Row, _ []string) error { return f(get) })
}

// Records returns all rows of a small table as maps by column name.
func Records(data fs.FS, name string) (out []map[string]string, err error) {
	err = each(data, name, func(get Row, header []string) error {
		r := make(map[string]string, len(header))
		for _, column := range header {
			r[column] = get(column)
		}
		out = append(out, r)
		return nil
	})
	return out, err
}

func each(data fs.FS, name string, f func(get Row, header []string) error) error {
	file, err := data.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // read only
	rd := csv.NewReader(file)
	rd.ReuseRecord = true
	first, err := rd.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	header := slices.Clone(first)
	at := make(map[string]int, len(header))
	for i, h := range header {
		at[h] = i
	}
	var row []string
	get := func(column string) string {
		i, ok := at[column]
		if !ok {
			panic(fmt.Sprintf("datafile: %s has no column %q", name, column))
		}
		return row[i]
	}
	for {
		if row, err = rd.Read(); errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = f(get, header)
		}
		if err != nil {
			line, _ := rd.FieldPos(0)
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
}
