package cli

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giamngheo/internal/errs"
	"giamngheo/internal/settings"
)

// pair writes the certificate of a test's server, which is one for 127.0.0.1, with its key, and returns what trusts it.
func pair(t *testing.T, cert, key string) *x509.CertPool {
	t.Helper()
	srv := httptest.NewTLSServer(nil)
	defer srv.Close()
	secret, err := x509.MarshalPKCS8PrivateKey(srv.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: srv.Certificate().Raw},
		key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return pool
}

// TestTLS: an office with a certificate speaks TLS by itself, says so to browsers for a year, gives its cookies over it
// alone, and answers nobody in clear or by an older TLS.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "office.crt"), filepath.Join(dir, "office.pem")
	pool := pair(t, cert, key)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	var said bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, []string{"serve", "--db", filepath.Join(dir, "office.db"), "--province", "92", "--addr", "127.0.0.1:0",
			"--tls-cert", cert, "--tls-key", key, "--log", "warn"}, strings.NewReader(""), in, &said)
		_ = in.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, said.String())
	}
	_, address, ok := strings.Cut(line, "https://")
	if !ok {
		t.Fatalf("%q", line)
	}
	address, _, _ = strings.Cut(address, " ")
	go func() { _, _ = io.Copy(io.Discard, out) }()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(url string) *http.Response {
		t.Helper()
		r, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return r
	}
	r := get("https://" + address + "/login")
	if r.StatusCode != http.StatusOK || r.TLS.Version < tls.VersionTLS12 || !strings.Contains(r.Header.Get("Strict-Transport-Security"), "31536000") {
		t.Errorf("%d %v %v", r.StatusCode, r.TLS, r.Header)
	}
	for _, c := range r.Cookies() {
		if !c.Secure {
			t.Errorf("a cookie that goes in clear: %s", c.Name)
		}
	}
	if r, err := http.Get("http://" + address + "/login"); err == nil { // Go says so in one line, with 400
		if _ = r.Body.Close(); r.StatusCode == http.StatusOK {
			t.Error("answered in clear")
		}
	}
	if c, err := tls.Dial("tcp", address, &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}); err == nil {
		_ = c.Close()
		t.Error("spoke TLS 1.1")
	}
	stop()
	if code := <-ended; code != ExitDone {
		t.Errorf("ended with %d: %s", code, said.String())
	}
}

// TestGuarded: real work is not opened to a network in clear unless somebody says so.
func TestGuarded(t *testing.T) {
	for addr, open := range map[string]bool{"127.0.0.1:8080": false, "[::1]:8080": false, "localhost:8080": false, "127.0.0.53:80": false,
		":8080": true, "0.0.0.0:8080": true, "[::]:8080": true, "10.1.2.3:443": true, "vanphong.soctrang.gov.vn:443": true, "khong": true} {
		s := settings.Settings{Addr: addr}
		if err := s.Guarded(); (errs.KindOf(err) == errs.Invalid) != open || (err == nil) == open {
			t.Errorf("%s: %v", addr, err)
		}
		for _, told := range []settings.Settings{{Secure: true}, {Insecure: true}, {TLSCert: "a", TLSKey: "b"}} {
			if told.Addr = addr; told.Guarded() != nil {
				t.Errorf("%+v is refused", told)
			}
		}
	}
	var out bytes.Buffer
	db := filepath.Join(t.TempDir(), "office.db")
	if code := Run(t.Context(), []string{"serve", "--db", db, "--province", "92", "--addr", "0.0.0.0:0"}, strings.NewReader(""), &out, &out); code != ExitFailed ||
		!strings.Contains(out.String(), "--tls-cert") {
		t.Errorf("%d %s", code, out.String())
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("a database was made before the refusal")
	}
}
