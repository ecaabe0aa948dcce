package credential

import (
	"net"
	"net/url"
	"strings"

	"giamngheo/internal/errs"
)

// Party is where the passkeys of an office belong: the host that they are bound to, and the address from which a
// browser uses them.
type Party struct{ Host, Origin string }

// PartyOf is the party of an office at its public address. Errors (errs.Invalid): no address is set, it is an IP
// address, or it is not https – a browser then makes no passkey; localhost alone may do without.
func PartyOf(address string) (Party, error) {
	if strings.TrimSpace(address) == "" {
		return Party{}, errs.New(errs.Invalid,
			"passkeys cannot be used yet: the office has no public address; have the department set it under Papers. One-time codes work meanwhile")
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" {
		return Party{}, errs.New(errs.Invalid, "passkeys cannot be used: the office’s public address is not one of the web")
	}
	host := strings.ToLower(u.Hostname())
	if net.ParseIP(host) != nil {
		return Party{}, errs.New(errs.Invalid,
			"passkeys cannot be used: the office’s public address is a number (%s), and passkeys need a name such as giamngheo.tinh.gov.vn. One-time codes work", host)
	}
	if u.Scheme != "https" && host != "localhost" {
		return Party{}, errs.New(errs.Invalid,
			"passkeys cannot be used: the office’s public address is not https. One-time codes work")
	}
	return Party{Host: host, Origin: u.Scheme + "://" + strings.ToLower(u.Host)}, nil
}
