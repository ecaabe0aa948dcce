package web

import (
	_ "embed"
	"encoding/json"
)

//go:embed km.json
var kmJSON []byte

// khmer is the beginning of the Khmer catalogue: the words of what residents see, by their Vietnamese text.
func khmer() map[string]string {
	out := map[string]string{}
	_ = json.Unmarshal(kmJSON, &out) // ours, and read by a test
	return out
}
