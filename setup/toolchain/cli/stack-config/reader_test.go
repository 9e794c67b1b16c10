// Package stackconfig reads stack files as the engine does that the CLI of this module is built from. It holds tests only, so that
// nothing of it is part of what is built: its test binary is a reader for test/yaml-agreement.test.ts.
package stackconfig

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/encoding"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

const project = "genesys-chat"

// answer is what a program gets for one stack file, or why it gets nothing.
type answer struct {
	// Text is what the language host hands to the program; absent where the file doesn't set the key.
	Text *string `json:"text,omitempty"`
	// Error is the engine's complaint; the program does not run then.
	Error string `json:"error,omitempty"`
}

// TestMain lets the test binary read many stack files in one run: a JSON list of texts on stdin, of answers on stdout.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_ROLE") != "reader" {
		os.Exit(m.Run())
	}
	if err := answerAll(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answerAll(in io.Reader, out io.Writer) error {
	var texts []string
	if err := json.NewDecoder(in).Decode(&texts); err != nil {
		return err
	}
	answers := make([]answer, len(texts))
	for i, text := range texts {
		answers[i] = read(text)
	}
	return json.NewEncoder(out).Encode(answers)
}

// read goes the way of `pulumi up`: the stack file's text, its config, decrypted, as texts by key.
func read(text string) (result answer) {
	defer func() {
		// The engine would end with this.
		if reason := recover(); reason != nil {
			result = answer{Error: fmt.Sprint("panic: ", reason)}
		}
	}()
	stack, err := workspace.LoadProjectStackBytes(
		nil, &workspace.Project{Name: tokens.PackageName(project)}, withoutMark([]byte(text)), "Pulumi.x.yaml", encoding.YAML)
	if err != nil {
		return answer{Error: err.Error()}
	}
	values, err := stack.Config.Decrypt(config.NewBlindingDecrypter())
	if err != nil {
		return answer{Error: err.Error()}
	}
	if value, ok := values[config.MustMakeKey(project, "deployment")]; ok {
		return answer{Text: &value}
	}
	return answer{}
}

// withoutMark takes a byte order mark away, as the engine does on the way from the file.
func withoutMark(text []byte) []byte {
	if len(text) >= 3 && text[0] == 0xef && text[1] == 0xbb && text[2] == 0xbf {
		return text[3:]
	}
	return text
}

func TestWhatTheEngineMakesOfAStackFile(t *testing.T) {
	const head = "config:\n  genesys-chat:deployment:"
	for text, want := range map[string]string{
		head + " { a: 010, b: [1.5, ~], c: \"x\" }": `{"a":8,"b":[1.5,null],"c":"x"}`,
		head + " text": `text`,
		head:           ``,
	} {
		if got := read(text); got.Error != "" || got.Text == nil || *got.Text != want {
			t.Errorf("%q is read as %s, not %q", text, described(got), want)
		}
	}
	if got := read(head + " { a: 1, a: 2 }"); got.Error == "" {
		t.Errorf("a duplicate key is read as %s, not an error", described(got))
	}
	if got := read("config: {}"); got.Error != "" || got.Text != nil {
		t.Errorf("a missing key is read as %s", described(got))
	}
}

func described(given answer) string {
	text, _ := json.Marshal(given)
	return string(text)
}
