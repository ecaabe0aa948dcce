package cli

import (
	"crypto/tls"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"giamngheo/internal/errs"
)

// certificate is the certificate of an office that speaks TLS by itself. Its files are looked at again while it runs:
// who renews them need not start the office anew.
type certificate struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	now    *tls.Certificate
	of     [2]time.Time // when the files were changed last
	looked time.Time
}

// lookAgain is how long the files are believed unchanged.
const lookAgain = 10 * time.Second

// newCertificate reads a certificate and its key (PEM). Errors (errs.Invalid): one of the two is missing, cannot be
// read, or is not the other's.
func newCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	if cert == "" || key == "" {
		return nil, errs.New(errs.Invalid, "a certificate needs its key and a key its certificate: add --tls-cert and --tls-key")
	}
	c := &certificate{cert: cert, key: key, log: log}
	if err := c.load(); err != nil {
		return nil, errs.New(errs.Invalid, "the certificate “%s” and its key “%s” cannot be used: %s", cert, key,
			err.Error()).Because(err)
	}
	return c, nil
}

// load reads the files. Callers hold the lock, or are alone.
func (c *certificate) load() error {
	of, err := c.changed()
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return err
	}
	c.now, c.of = &pair, of
	return nil
}

func (c *certificate) changed() (of [2]time.Time, err error) {
	for i, name := range []string{c.cert, c.key} {
		info, err := os.Stat(name)
		if err != nil {
			return of, err
		}
		of[i] = info.ModTime()
	}
	return of, nil
}

// get is the certificate of the moment. New files that cannot be used leave the one before in place.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.looked) < lookAgain {
		return c.now, nil
	}
	c.looked = time.Now()
	if of, err := c.changed(); err != nil || of == c.of {
		return c.now, nil //nolint:nilerr // a file that is being exchanged: the next look finds it
	}
	if err := c.load(); err != nil {
		c.log.Warn("tls", "certificate", c.cert, "err", err)
	}
	return c.now, nil
}

// tlsOf is how a certificate is served.
func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
}

// guarded refuses to open an office for real work to a network in clear: it needs a certificate, or a proxy before it
// that speaks TLS (secure), or to be told that it shall (insecure). Errors: errs.Invalid.
func (s *settings) guarded() error {
	if s.TLSCert != "" || s.TLSKey != "" || s.Secure || s.Insecure || !public(s.Addr) {
		return nil
	}
	return errs.New(errs.Invalid,
		"%s can be reached over the network, and passwords and records would travel in clear: add --tls-cert and --tls-key, or --secure behind a proxy that speaks TLS; on a closed network without either add --insecure",
		s.Addr)
}

// public reports whether others than this machine can reach an address.
func public(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil || host == "" {
		return true
	}
	if host == "localhost" {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return err != nil || !ip.IsLoopback()
}
