// Package settings reads how an office is run: flags over the environment over one TOML file over the defaults.
package settings

import (
	"net/netip"
	"os"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"

	"giamngheo/internal/errs"
	"giamngheo/internal/tlscert"
)

// Settings are how an office is run. Each can be given by flag, by environment (GIAMNGHEO_ and its name in capitals)
// or in one TOML file, in this order of precedence. doc/operations.md says what each is for.
type Settings struct {
	DB       string   `toml:"db"`       // a file, or postgres://…
	Key      string   `toml:"key"`      // the key file; beside the database where empty
	Files    string   `toml:"files"`    // the folder of uploads; beside the database where empty
	Heads    string   `toml:"heads"`    // the file to which the signed head is added daily; beside the key where empty
	Addr     string   `toml:"addr"`     // host:port to listen on
	Province string   `toml:"province"` // code of the province whose register this is
	Proxies  []string `toml:"proxies"`  // addresses of reverse proxies that are believed
	Secure   bool     `toml:"secure"`   // behind TLS: cookies only over it
	TLSCert  string   `toml:"tls_cert"` // the office's own certificate, a PEM file; with its key it speaks TLS by itself
	TLSKey   string   `toml:"tls_key"`
	Insecure bool     `toml:"insecure"` // on a network in clear, because somebody says so
	Log      string   `toml:"log"`      // info or warn

	OIDCIssuer     string `toml:"oidc_issuer"`      // the program by which officers sign in (OpenID Connect); "": none
	OIDCClient     string `toml:"oidc_client"`      // what it calls the office
	OIDCSecretFile string `toml:"oidc_secret_file"` // the file with the office's secret there
	OIDCName       string `toml:"oidc_name"`        // on the button
	OIDCFactors    string `toml:"oidc_factors"`     // what it says of who has shown a second factor: amr:mfa acr:…; "": nothing
	Upgrade        bool   `toml:"-"`                // this start takes over from servers that decide otherwise: no file says so
}

// texts are the settings that are texts, by name.
func (s *Settings) texts() map[string]*string {
	return map[string]*string{"db": &s.DB, "key": &s.Key, "files": &s.Files, "addr": &s.Addr, "province": &s.Province,
		"log": &s.Log, "heads": &s.Heads, "tls-cert": &s.TLSCert, "tls-key": &s.TLSKey, "oidc-issuer": &s.OIDCIssuer,
		"oidc-client": &s.OIDCClient, "oidc-secret-file": &s.OIDCSecretFile, "oidc-name": &s.OIDCName,
		"oidc-factors": &s.OIDCFactors}
}

// Flags adds the flags of some settings to a command, and --config.
func Flags(c *cobra.Command, names ...string) {
	help := map[string]string{ //nolint:gosec // what the flags are for: no secret among them
		"db":       "cơ sở dữ liệu: đường dẫn tệp, hoặc postgres://người_dùng@máy/tên",
		"key":      "tệp khóa mã hóa (mặc định: cạnh tệp cơ sở dữ liệu, đuôi .key)",
		"files":    "thư mục tệp tải lên (mặc định: cạnh cơ sở dữ liệu, đuôi .files)",
		"heads":    "tệp ghi chữ ký đầu chuỗi mỗi ngày, nên đặt ở máy khác (mặc định: cạnh tệp khóa, đuôi .heads)",
		"addr":     "địa chỉ nghe, ví dụ 127.0.0.1:8080",
		"province": "mã tỉnh quản lý sổ",
		"log":      "mức nhật ký: info hoặc warn",
		"tls-cert": "tệp chứng thư TLS (PEM): văn phòng tự chạy https",
		"tls-key":  "tệp khóa của chứng thư TLS (PEM)",

		"oidc-issuer":      "địa chỉ hệ thống đăng nhập dùng chung của tỉnh (OpenID Connect)",
		"oidc-client":      "mã của văn phòng ở hệ thống đăng nhập dùng chung",
		"oidc-secret-file": "tệp chứa khóa bí mật của văn phòng ở hệ thống đăng nhập dùng chung",
		"oidc-name":        "tên hệ thống đăng nhập dùng chung, ghi trên nút",
		"oidc-factors":     "dấu hiệu đã xác thực hai yếu tố mà văn phòng chấp nhận, ví dụ: amr:mfa",
	}
	for _, n := range names {
		switch n {
		case "proxies":
			c.Flags().StringSlice(n, nil, "địa chỉ máy chủ trung gian (reverse proxy) được tin")
		case "secure":
			c.Flags().Bool(n, false, "đứng sau TLS: cookie chỉ gửi qua https")
		case "insecure":
			c.Flags().Bool(n, false, "cho phép mở ra mạng không mã hóa (chỉ trong mạng kín)")
		default:
			c.Flags().String(n, "", help[n])
		}
	}
	c.Flags().String("config", "", "tệp cấu hình TOML")
}

// Read puts flags over the environment over the file over the defaults.
func Read(c *cobra.Command, defaults Settings) (Settings, error) {
	s := defaults
	path, _ := c.Flags().GetString("config")
	if path == "" {
		path = os.Getenv("GIAMNGHEO_CONFIG")
	}
	if path != "" {
		meta, err := toml.DecodeFile(path, &s)
		if err != nil {
			return s, errs.New(errs.Invalid, "the configuration “%s” cannot be read", path).Because(err)
		}
		if unknown := meta.Undecoded(); len(unknown) > 0 {
			return s, errs.New(errs.Invalid, "unknown keys in “%s”: %v", path, unknown)
		}
	}
	for name, to := range s.texts() {
		if v := os.Getenv("GIAMNGHEO_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))); v != "" {
			*to = v
		}
		if c.Flags().Changed(name) {
			*to, _ = c.Flags().GetString(name)
		}
	}
	if v := os.Getenv("GIAMNGHEO_PROXIES"); v != "" {
		s.Proxies = strings.Split(v, ",")
	}
	if c.Flags().Changed("proxies") {
		s.Proxies, _ = c.Flags().GetStringSlice("proxies")
	}
	for name, to := range map[string]*bool{"secure": &s.Secure, "insecure": &s.Insecure} {
		if v := os.Getenv("GIAMNGHEO_" + strings.ToUpper(name)); v != "" {
			*to = v == "1" || v == "true"
		}
		if c.Flags().Changed(name) {
			*to, _ = c.Flags().GetBool(name)
		}
	}
	return s, s.Complete()
}

// Complete fills in what lies beside the database.
func (s *Settings) Complete() error {
	if s.DB == "" {
		return errs.New(errs.Invalid, "no database: add --db FILE or --db postgres://…")
	}
	base := s.DB
	if strings.Contains(base, "://") {
		base = "giamngheo"
	}
	if s.Key == "" {
		s.Key = base + ".key"
	}
	if s.Heads == "" {
		s.Heads = s.Key + ".heads"
	}
	if s.Files == "" {
		s.Files = base + ".files"
	}
	return nil
}

// Guarded refuses to open an office for real work to a network in clear: it needs a certificate, or a proxy before it
// that speaks TLS (secure), or to be told that it shall (insecure). Errors: errs.Invalid.
func (s *Settings) Guarded() error {
	if s.TLSCert != "" || s.TLSKey != "" || s.Secure || s.Insecure || !tlscert.Public(s.Addr) {
		return nil
	}
	return errs.New(errs.Invalid,
		"%s can be reached over the network, and passwords and records would travel in clear: add --tls-cert and --tls-key, or --secure behind a proxy that speaks TLS; on a closed network without either add --insecure",
		s.Addr)
}

// Prefixes reads the addresses of proxies.
func (s *Settings) Prefixes() (out []netip.Prefix, err error) {
	for _, p := range s.Proxies {
		p = strings.TrimSpace(p)
		if !strings.Contains(p, "/") {
			if a, err := netip.ParseAddr(p); err == nil {
				out = append(out, netip.PrefixFrom(a, a.BitLen()))
				continue
			}
		}
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, errs.New(errs.Invalid, "“%s” is no proxy address", p)
		}
		out = append(out, prefix)
	}
	return out, nil
}
