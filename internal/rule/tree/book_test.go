package tree

import (
	"encoding/json"
	"testing"
)

// TestBookRefusesWhatIsNoTree: a book comes from outside; what no checker makes must not reach the compiler.
func TestBookRefusesWhatIsNoTree(t *testing.T) {
	for _, tree := range []string{
		`null`, `{}`, `{"k":"call","x":"_&&_","a":[]}`, `{"k":"macro","x":"exists","a":[]}`,
		`{"k":"macro","x":"none","a":[{"k":"name"},{"k":"name"}]}`,
		`{"k":"field","x":"age"}`, `{"k":"literal","t":"int","x":"one"}`, `{"k":"literal","t":"bytes","x":""}`,
		`{"k":"list","a":[null]}`, `{"k":"name","x":"wall","a":[{"k":"name"}]}`,
	} {
		var b Book
		if err := json.Unmarshal([]byte(`[{"language":"x","scope":0,"text":"t","tree":`+tree+`}]`), &b); err == nil {
			t.Errorf("%s was taken", tree)
		}
	}
}
