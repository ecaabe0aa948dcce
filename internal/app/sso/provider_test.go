package sso_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app/sso"
)

// modules is where the packages of npm are, which `make setup` (npm ci) brings.
const modules = "../../web/assets/node_modules"

var (
	action = regexp.MustCompile(`action="([^"]+)"`)
	prompt = regexp.MustCompile(`name="prompt" value="([^"]+)"`)
)

// TestProvider: with a provider that nobody here wrote (oidc-provider, certified) somebody signs in there as a person
// does, comes back, links the two, and signs in by it.
func TestProvider(t *testing.T) {
	path, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(path, "oidc-provider")); err != nil {
		t.Fatal("oidc-provider is not installed: make setup")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("node is not installed: make setup")
	}
	cmd := exec.CommandContext(t.Context(), node, "testdata/provider.mjs", path, address+"/login/sso/back")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	issuer, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	s := small(t)
	if err := s.SSO.Configure(sso.Config{Issuer: strings.TrimSpace(issuer), Client: "giamngheo",
		Secret: "mot-bi-mat-du-dai-cho-phep-thu", Name: "Tỉnh"}); err != nil {
		t.Fatal(err)
	}
	a := newcomer(t, s, "lanhdao.moi", access.Leader)
	back := signInThere(t, s.SSO)
	came, err := s.SSO.Return(ctx, back, here)
	if err != nil || came.Token != "" || came.Subject != "lan.nguyen" {
		t.Fatalf("%+v %v", came, err)
	}
	if err := s.SSO.Link(ctx, a, back.Browser); err != nil {
		t.Fatal(err)
	}
	came, err = s.SSO.Return(ctx, signInThere(t, s.SSO), here)
	if err != nil || came.Token == "" {
		t.Fatalf("%+v %v", came, err)
	}
	if b := who(t, s, came.Token); b.Account != a.Account {
		t.Errorf("%+v", b)
	}
}

// signInThere goes to the provider, fills its forms in, and comes back.
func signInThere(t *testing.T, d *sso.Desk) sso.Back {
	t.Helper()
	out, err := d.SetOut(ctx, "10.0.0.7", "/")
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var home *url.URL
	client := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), address) {
			home = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page := get(t, client, out.Address)
	for range 4 {
		if home != nil {
			q := home.Query()
			return sso.Back{Browser: out.Browser, State: q.Get("state"), Code: q.Get("code"), Error: q.Get("error"),
				Issuer: q.Get("iss")}
		}
		to, what := action.FindStringSubmatch(page), prompt.FindStringSubmatch(page)
		if to == nil || what == nil {
			break
		}
		page = post(t, client, to[1], url.Values{"prompt": {what[1]}, "login": {"lan.nguyen"}, "password": {"x"}})
	}
	t.Fatalf("the provider leads nowhere: %s", page)
	return sso.Back{}
}

func get(t *testing.T, c *http.Client, to string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, to, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, c, r)
}

func post(t *testing.T, c *http.Client, to string, form url.Values) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return do(t, c, r)
}

func do(t *testing.T, c *http.Client, r *http.Request) string {
	t.Helper()
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(answer.StatusCode, " ", string(b))
}
