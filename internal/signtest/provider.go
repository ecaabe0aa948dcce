// Package signtest has what people sign in with, for tests: a sign-in program (OpenID provider) that answers as a test
// wants it to, and the key of a passkey.
package signtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// The office as the provider knows it.
const (
	Client = "giamngheo"
	Secret = "bi-mat"
)

// Provider is a sign-in program on this machine.
type Provider struct {
	*httptest.Server

	mu     sync.Mutex
	key    *rsa.PrivateKey // of which everybody knows
	signs  *rsa.PrivateKey
	issued map[string]issued // the codes that were not used yet
}

// issued is what a code stands for.
type issued struct {
	challenge string
	claims    map[string]any
}

// New starts a provider; it stops with the test.
func New(t testing.TB) *Provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{key: key, signs: key, issued: map[string]issued{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", p.configuration)
	mux.HandleFunc("/keys", p.keys)
	mux.HandleFunc("/token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func tell(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // who asked is gone: nothing to be done
}

func (p *Provider) configuration(w http.ResponseWriter, _ *http.Request) {
	tell(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/auth",
		"token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys", "end_session_endpoint": p.URL + "/end",
		"id_token_signing_alg_values_supported": []string{"RS256"}})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	tell(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "1", Algorithm: "RS256",
		Use: "sig"}}})
}

// token gives a token for a code, once, to who knows the verifier and the secret.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	code, ok := p.issued[r.FormValue("code")]
	delete(p.issued, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	_, secret, _ := r.BasicAuth()
	text, err := p.signed(code.claims)
	if !ok || err != nil || secret != Secret || code.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
		w.WriteHeader(http.StatusBadRequest)
		tell(w, map[string]string{"error": "invalid_grant"})
		return
	}
	tell(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": text})
}

func (p *Provider) signed(claims map[string]any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	key := jose.JSONWebKey{Key: p.signs, KeyID: "1"}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, nil)
	if err != nil {
		return "", err
	}
	token, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return token.CompactSerialize()
}

// Forge has the provider sign with a key of which nobody knows, until it is called again.
func (p *Provider) Forge(t testing.TB) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.signs != p.key {
		p.signs = p.key
		return
	}
	var err error
	if p.signs, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
}

// SignIn has the person of a subject sign in at an address of the provider, to which the office has sent him, at a
// time; more is what else the token says, or says otherwise. It returns what the browser comes back with.
func (p *Provider) SignIn(address, subject string, at time.Time, more map[string]any) (state, code string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", "", err
	}
	q := u.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" || q.Get("client_id") != Client ||
		q.Get("state") == "" || q.Get("nonce") == "" {
		return "", "", errors.New("the office asks for something else: " + address)
	}
	claims := map[string]any{"iss": p.URL, "aud": Client, "sub": subject, "nonce": q.Get("nonce"), "iat": at.Unix(),
		"exp": at.Add(time.Hour).Unix()}
	maps.Copy(claims, more)
	p.mu.Lock()
	defer p.mu.Unlock()
	code = "code-" + q.Get("state")
	p.issued[code] = issued{q.Get("code_challenge"), claims}
	return q.Get("state"), code, nil
}
