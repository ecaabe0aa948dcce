package datafile

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestEach(t *testing.T) {
	data := fstest.MapFS{"a.csv": {Data: []byte("code,name\n1,\"x, y\"\n2,z\n")}, "bad.csv": {Data: []byte("a,b\n1\n")}}
	var got []string
	err := Each(data, "a.csv", func(r Row) error {
		got = append(got, r("name")+"/"+r("code"))
		return nil
	})
	if d := cmp.Diff([]string{"x, y/1", "z/2"}, got); d != "" || err != nil {
		t.Error(err, d)
	}
	all, err := Records(data, "a.csv")
	if d := cmp.Diff([]map[string]string{{"code": "1", "name": "x, y"}, {"code": "2", "name": "z"}}, all); d != "" ||
		err != nil {
		t.Error(err, d)
	}
	stop := errors.New("stop")
	if err := Each(data, "a.csv", func(Row) error { return stop }); !errors.Is(err, stop) ||
		!strings.HasPrefix(err.Error(), "a.csv:2:") {
		t.Error(err)
	}
	if err := Each(data, "bad.csv", func(Row) error { return nil }); err == nil ||
		!strings.HasPrefix(err.Error(), "bad.csv") {
		t.Error(err)
	}
	if err := Each(data, "none.csv", func(Row) error { return nil }); err == nil {
		t.Error("a table that is not there")
	}
}
