package signtest

import "github.com/descope/virtualwebauthn"

// whole is how long a public key is whose two numbers have all their 32 bytes.
const whole = 77

// Passkey makes the key of a passkey. The library that plays the device leaves out leading zeros, which no device does
// and no office takes: such keys are passed over.
func Passkey() virtualwebauthn.Credential {
	for {
		c := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		if len(c.Key.AttestationData()) == whole {
			return c
		}
	}
}
