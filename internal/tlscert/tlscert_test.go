package tlscert

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"giamngheo/internal/errs"
)

// pair writes a new certificate for 127.0.0.1 with its key.
func pair(t *testing.T, cert, key, name string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRenewed: a renewed certificate is served without a new start; files that cannot be used leave the one before.
func TestRenewed(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "a.crt"), filepath.Join(dir, "a.pem")
	pair(t, cert, key, "trước")
	c, err := Read(cert, key, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	name := func() string {
		t.Helper()
		c.looked = time.Time{}
		is, err := c.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		x, err := x509.ParseCertificate(is.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return x.Subject.CommonName
	}
	if name() != "trước" {
		t.Error(name())
	}
	pair(t, cert, key, "sau")
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(cert, later, later); err != nil {
		t.Fatal(err)
	}
	if name() != "sau" {
		t.Error(name())
	}
	if err := os.WriteFile(key, []byte("hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}
	if name() != "sau" {
		t.Error("a broken key took the certificate away")
	}
	if err := os.Remove(cert); err != nil {
		t.Fatal(err)
	}
	if name() != "sau" {
		t.Error("a file that is gone took the certificate away")
	}
	for _, c := range [][2]string{{cert, ""}, {"", key}, {cert, key}, {key, key}} {
		if _, err := Read(c[0], c[1], slog.Default()); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// TestPublic: an address that others than this machine can reach.
func TestPublic(t *testing.T) {
	for addr, open := range map[string]bool{"127.0.0.1:8080": false, "[::1]:8080": false, "localhost:8080": false, "127.0.0.53:80": false,
		":8080": true, "0.0.0.0:8080": true, "[::]:8080": true, "10.1.2.3:443": true, "vanphong.soctrang.gov.vn:443": true, "khong": true} {
		if Public(addr) != open {
			t.Error(addr)
		}
	}
}
