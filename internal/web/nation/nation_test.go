package nation_test

import (
	"context"
	"crypto/ed25519"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"giamngheo"
	desks "giamngheo/internal/app/nation"
	"giamngheo/internal/app/told"
	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/generate/country"
	"giamngheo/internal/nation"
	"giamngheo/internal/place"
	pages "giamngheo/internal/web/nation"
)

func registry(t testing.TB) *place.Registry {
	t.Helper()
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	reg, err := place.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// fill writes what the provinces of a day tell into a folder and returns their sheets.
func fill(t testing.TB, reg *place.Registry, folder string, households int64, on date.Date) map[string]*country.Province {
	t.Helper()
	in := country.Input{Households: households, Seed: 1, On: on, Standard: "2022-2025", Cutoff: 3, Threshold: 5}
	for i := range 12 {
		in.Indicators = append(in.Indicators, cells.Indicator{Code: fmt.Sprint("i", i), Title: fmt.Sprint("Chỉ số ", i)})
	}
	out, keys := map[string]*country.Province{}, ""
	err := country.Make(context.Background(), reg, in, func(p *country.Province) error {
		data, err := p.Sheet.Write(p.Key)
		if err != nil {
			return err
		}
		out[p.Sheet.Province] = p
		keys += p.Sheet.Province + " " + told.Public(p.Key) + "\n"
		return os.WriteFile(filepath.Join(folder, told.FileName(p.Sheet)), data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, told.KeysFile), []byte(keys), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// open serves the pages of a folder.
func open(t testing.TB, reg *place.Registry, folder string) (*desks.Desk, string) {
	t.Helper()
	source, err := desks.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	d := desks.New(reg, source, log, func() time.Time { return time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC) })
	if err := d.Read(context.Background()); err != nil {
		t.Fatal(err)
	}
	h, err := pages.New(d, log, true)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return d, s.URL
}

func get(t testing.TB, address string) (int, string) {
	t.Helper()
	r, err := http.Get(address) //nolint:noctx // of this test
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// TestNation: 34 provinces stand on one page with the sum of all, each opens to its communes, and who told nothing,
// tells late or sends what is not his is named.
func TestNation(t *testing.T) {
	reg, folder := registry(t), t.TempDir()
	all := fill(t, reg, folder, 200_000, date.Must(2025, 12, 14))
	if len(all) != 34 {
		t.Fatalf("%d provinces", len(all))
	}
	var poor, households cells.Count
	for _, p := range all {
		top := p.Sheet.Units()[0]
		poor, households = poor+top.Poor().Households, households+top.All().Households
	}
	d, base := open(t, reg, folder)
	b := d.Board(date.Must(2026, 2, 1))
	if len(b.Rows) != 34 || len(b.Missing) != 0 || b.Whole.Poor().Households != poor || b.Whole.All().Households != households || households != 200_000 {
		t.Fatalf("%d rows, %v missing, %d of %d poor", len(b.Rows), b.Missing, b.Whole.Poor().Households, poor)
	}
	for _, show := range []string{"", "deprivation", "movement", "measure"} {
		status, page := get(t, base+"/?show="+show)
		if status != 200 || strings.Count(page, "<th scope=\"row\">") != 35 || !strings.Contains(page, "GIẢ LẬP") {
			t.Errorf("%s: %d, %d rows", show, status, strings.Count(page, "<th scope=\"row\">"))
		}
		status, page = get(t, base+"/tinh/92?show="+show)
		if status != 200 || !strings.Contains(page, "Thành phố Cần Thơ") || strings.Count(page, "<th scope=\"row\">") < 20 {
			t.Errorf("Cần Thơ, %s: %d", show, status)
		}
	}
	for _, address := range []string{"/?lang=en", "/?lang=km", "/?sort=poor_rate", "/?basis=before", "/so-lieu.xlsx", "/healthz", "/trang.css", "/odata/"} {
		if status, _ := get(t, base+address); status != 200 {
			t.Errorf("%s: %d", address, status)
		}
	}
	if r, err := http.Get(base + "/"); err != nil || r.Header.Get("Strict-Transport-Security") == "" { //nolint:noctx // of this test
		t.Error("over TLS alone, and it does not say so", err)
	} else {
		_ = r.Body.Close()
	}
	for _, address := range []string{"/tinh/99", "/tinh/9x", "/khac", "/odata/households"} {
		if status, _ := get(t, base+address); status != 404 {
			t.Errorf("%s: %d", address, status)
		}
	}
	t.Run("late", func(t *testing.T) { late(t, folder, d, base, all) })
}

// late takes one province away, has another tell of an earlier year, and sends a third one's file signed by a
// stranger.
func late(t *testing.T, folder string, d *desks.Desk, base string, all map[string]*country.Province) {
	t.Helper()
	write := func(s cells.Sheet, key ed25519.PrivateKey) {
		data, err := s.Write(key)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, told.FileName(&s)), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, gone := range []string{"01", "04", "48"} {
		if err := os.Remove(filepath.Join(folder, gone+"-2025-final.cells")); err != nil {
			t.Fatal(err)
		}
	}
	old := *all["01"].Sheet
	old.Review, old.Prior, old.On = 2024, 2023, date.Must(2025, 7, 2)
	write(old, all["01"].Key)
	write(*all["04"].Sheet, all["48"].Key)
	if err := d.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := d.Board(date.Must(2026, 2, 1))
	var missing []string
	for _, m := range b.Missing {
		missing = append(missing, m.Code)
	}
	if !slices.Equal(missing, []string{"04", "48"}) || len(d.State().Faults) != 1 || !b.Rows[0].Late || b.Rows[0].Code != "01" {
		t.Errorf("missing are %v, faults %v, first %+v", missing, d.State().Faults, b.Rows[0])
	}
	_, page := get(t, base+"/")
	for _, says := range []string{"Thành phố Đà Nẵng", "không có chữ ký bằng khóa", "02/07/2025"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
}

// TestData: the feed answers in pages, filters and refuses what cannot be asked.
func TestData(t *testing.T) {
	reg, folder := registry(t), t.TempDir()
	fill(t, reg, folder, 300_000, date.Must(2025, 12, 14))
	_, base := open(t, reg, folder)
	seen, next := 0, "/odata/communes?$top=1000&$count=true&$select=code,households,poor_rate&$orderby=poor_rate%20desc"
	last := 101.0
	for next != "" {
		status, body := get(t, base+next)
		var page struct {
			Count int    `json:"@odata.count"`
			Next  string `json:"@odata.nextLink"`
			Value []struct {
				Code string   `json:"code"`
				Rate *float64 `json:"poor_rate"`
			} `json:"value"`
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil || status != 200 || len(page.Value) == 0 {
			t.Fatal(err, status, body[:min(len(body), 300)])
		}
		for _, v := range page.Value {
			if v.Rate != nil && *v.Rate > last {
				t.Fatalf("%f after %f", *v.Rate, last)
			} else if v.Rate != nil {
				last = *v.Rate
			}
		}
		seen += len(page.Value)
		if next = page.Next; next == "" && seen != page.Count {
			t.Errorf("%d of %d rows", seen, page.Count)
		}
	}
	q := url.Values{"$filter": {"poor_rate ge 5.5 and code ne '92'"}, "$format": {"csv"}}
	_, body := get(t, base+"/odata/provinces?"+q.Encode())
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) < 2 || len(rows) > 34 {
		t.Errorf("%v: %d rows", err, len(rows))
	}
	for _, bad := range []string{"$filter=poor%20like%201", "$filter=person%20eq%201", "$top=999999", "$select=cccd", "$apply=x",
		"$filter=" + strings.Repeat("a", 600), "$orderby=poor%20up", "$top=1&$top=2"} {
		if status, _ := get(t, base+"/odata/provinces?"+bad); status != 400 {
			t.Errorf("%s: %d", bad, status)
		}
	}
}

// TestMerged: of three provinces before the merger the city is the sum, it is named what is missing of it, and what
// the city tells by itself afterwards takes their place.
func TestMerged(t *testing.T) {
	reg, folder := registry(t), t.TempDir()
	was := fill(t, reg, folder, 630_000, date.Must(2024, 12, 14))
	for code := range was {
		if !slices.Contains([]string{"92", "93", "94"}, code) {
			_ = os.Remove(filepath.Join(folder, code+"-2024-final.cells"))
		}
	}
	d, base := open(t, reg, folder)
	want := was["92"].Sheet.Units()[0].Poor().Households + was["93"].Sheet.Units()[0].Poor().Households + was["94"].Sheet.Units()[0].Poor().Households
	b := d.Board(date.Must(2026, 2, 1))
	if len(b.Rows) != 1 || b.Rows[0].Name != "Thành phố Cần Thơ" || b.Rows[0].Poor().Households != want || len(b.Rows[0].From) != 3 {
		t.Fatalf("%+v, not %d", b.Rows, want)
	}
	if status, page := get(t, base+"/tinh/92"); status != 200 || !strings.Contains(page, "Tỉnh Sóc Trăng") {
		t.Errorf("%d: the city does not say what it is made of", status)
	}
	if before := d.Board(place.MergerDay.AddDays(-1)); len(before.Rows) != 3 || len(before.Missing) != 60 {
		t.Errorf("before the merger: %d told, %d missing", len(before.Rows), len(before.Missing))
	}
	_ = os.Remove(filepath.Join(folder, "93-2024-final.cells"))
	if err := d.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	b = d.Board(date.Must(2026, 2, 1))
	if !slices.ContainsFunc(b.Missing, func(r nation.Row) bool { return r.Name == "Tỉnh Hậu Giang" }) {
		t.Errorf("Hậu Giang is not named: %v", b.Missing)
	}
	other := t.TempDir()
	now := fill(t, reg, other, 340_000, date.Must(2025, 12, 14))
	if err := os.Rename(filepath.Join(other, "92-2025-final.cells"), filepath.Join(folder, "92-2025-final.cells")); err != nil {
		t.Fatal(err)
	}
	if err := d.Read(t.Context()); err != nil { // signed by the same key: the seed is the province's
		t.Fatal(err)
	}
	b = d.Board(date.Must(2026, 2, 1))
	if got := b.Rows[0].Poor().Households; len(b.Rows) != 1 || got != now["92"].Sheet.Units()[0].Poor().Households {
		t.Errorf("%d poor: counted twice", got)
	}
}

// TestFolder: a link is read anew when what it leads to has changed, and a stranger's file does not keep a province's
// own one out, however late it says it is.
func TestFolder(t *testing.T) {
	reg, folder, elsewhere := registry(t), t.TempDir(), t.TempDir()
	all := fill(t, reg, folder, 200_000, date.Must(2025, 12, 14))
	own, name := all["92"], "92-2025-final.cells"
	at := filepath.Join(elsewhere, name)
	if err := os.Rename(filepath.Join(folder, name), at); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(at, filepath.Join(folder, name)); err != nil {
		t.Fatal(err)
	}
	d, _ := open(t, reg, folder)
	if n := len(d.Board(date.Must(2026, 2, 1)).Rows); n != 34 {
		t.Fatalf("%d provinces", n)
	}
	late := *own.Sheet
	late.Made = date.Must(2999, 1, 1)
	data, err := late.Write(all["01"].Key)
	if err == nil {
		err = os.WriteFile(at, data, 0o600)
	}
	if err == nil {
		err = d.Read(t.Context())
	}
	if err != nil || len(d.State().Faults) != 1 {
		t.Errorf("the link leads to a stranger's file: %v, %v", d.State().Faults, err)
	}
	keys := map[string]ed25519.PublicKey{"92": own.Key.Public().(ed25519.PublicKey)}
	if err := told.Newer(at, own.Sheet, keys); err != nil {
		t.Errorf("a stranger's file stays: %v", err)
	}
	if data, err = late.Write(own.Key); err == nil {
		err = os.WriteFile(at, data, 0o600)
	}
	if err != nil || told.Newer(at, own.Sheet, keys) == nil {
		t.Errorf("the province's later file gave way: %v", err)
	}
}

// BenchmarkPage is the nation's first page of 34 provinces, 3,321 communes and 28 million households as they came.
func BenchmarkPage(b *testing.B) {
	reg, folder := registry(b), b.TempDir()
	fill(b, reg, folder, 3_000_000, date.Must(2025, 12, 14))
	d, base := open(b, reg, folder)
	for b.Loop() {
		if status, _ := get(b, base+"/"); status != 200 {
			b.Fatal(status)
		}
	}
	_ = d
}
