// The talos oracle: what Talos' own machinery 1.13.9 generates, validates, redacts, patches and parses.
// JSON lines in, JSON lines out, one answer per question; documents come back as JSON in Talos' own key order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

type question struct {
	Op string `json:"op"`

	// gen, newbundle
	Name       string   `json:"name"`
	Endpoint   string   `json:"endpoint"`
	Role       string   `json:"role"`
	Bundle     string   `json:"bundle"`
	Contract   string   `json:"contract"`
	Kubernetes string   `json:"kubernetes"`
	Options    options  `json:"options"`
	Patches    []string `json:"patches"`

	// validate, redact, patch
	Config      string `json:"config"`
	Mode        string `json:"mode"`
	Strict      bool   `json:"strict"`
	Replacement string `json:"replacement"`

	// talosconfig, x509
	Text      string   `json:"text"`
	Endpoints []string `json:"endpoints"`
	Crt       string   `json:"crt"`
	Key       string   `json:"key"`
	CA        string   `json:"ca"`
	When      string   `json:"when"`
}

type answer map[string]any

var ops = map[string]func(question) (answer, error){
	"gen":         generateConfig,
	"validate":    validate,
	"redact":      redact,
	"patch":       patch,
	"bundle":      loadBundle,
	"newbundle":   newBundle,
	"talosconfig": loadTalosconfig,
	"gen-client":  generateTalosconfig,
	"x509":        describeCertificate,
}

func reply(line []byte) answer {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return answer{"error": "question: " + err.Error()}
	}

	op, ok := ops[q.Op]
	if !ok {
		return answer{"error": fmt.Sprintf("no op %q", q.Op)}
	}

	a, err := op(q)
	if err != nil {
		return answer{"error": err.Error()}
	}

	return a
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)

	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)

	for in.Scan() {
		if err := encoder.Encode(reply(in.Bytes())); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}

		out.Flush() //nolint:errcheck
	}

	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
