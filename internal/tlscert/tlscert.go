// Package tlscert serves a certificate whose files are looked at again while the program runs.
package tlscert

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

// Certificate is the certificate of an office that speaks TLS by itself. Its files are looked at again while it runs:
// who renews them need not start the office anew.
type Certificate struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	now    *tls.Certificate
	of     [2]time.Time // when the files were changed last
	looked time.Time
}

// lookAgain is how long the files are believed unchanged.
const lookAgain = 10 * time.Second

// Read reads a certificate and its key (PEM). Errors (errs.Invalid): one of the two is missing, cannot be
// read, or is not the other's.
func Read(cert, key string, log *slog.Logger) (*Certificate, error) {
	if cert == "" || key == "" {
		return nil, errs.New(errs.Invalid, "a certificate needs its key and a key its certificate: add --tls-cert and --tls-key")
	}
	c := &Certificate{cert: cert, key: key, log: log}
	if err := c.load(); err != nil {
		return nil, errs.New(errs.Invalid, "the certificate “%s” and its key “%s” cannot be used: %s", cert, key,
			err.Error()).Because(err)
	}
	return c, nil
}

// load reads the files. Callers hold the lock, or are alone.
func (c *Certificate) load() error {
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

func (c *Certificate) changed() (of [2]time.Time, err error) {
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
func (c *Certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
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

// Config is how the certificate is served: by TLS 1.2 or later.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
}

// Public reports whether others than this machine can reach an address.
func Public(addr string) bool {
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
