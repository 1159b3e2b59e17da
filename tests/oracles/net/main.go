// Judges addresses, names, selectors, amounts, images and patterns with the code that will judge them: one JSON
// case per line in, one JSON verdict per line out.
//
// Ops: address, prefix (net/netip), overlaps (two prefixes), label, subdomain, key, value, variable, wildcard
// (k8s.io/apimachinery), selects (its labels package), quantity (its resource package), image
// (distribution/reference), search (Go's RE2).
package main

import (
	"bufio"
	_ "crypto/sha256" // go-digest knows the algorithms that are linked in
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"regexp"

	"github.com/distribution/reference"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
)

type question struct {
	Op       string                `json:"op"`
	Text     string                `json:"text"`
	Other    string                `json:"other"`
	Selector *metav1.LabelSelector `json:"selector"`
	Labels   map[string]string     `json:"labels"`
}

type answer struct {
	Valid bool   `json:"valid"`
	Text  string `json:"text,omitempty"`
	First string `json:"first,omitempty"`
	Yes   bool   `json:"yes"`
}

var ops = map[string]func(question) answer{
	"address":   address,
	"prefix":    prefix,
	"overlaps":  overlaps,
	"label":     named(validation.IsDNS1123Label),
	"subdomain": named(validation.IsDNS1123Subdomain),
	"key":       named(validation.IsQualifiedName),
	"value":     named(validation.IsValidLabelValue),
	"variable":  named(validation.IsEnvVarName),
	"wildcard":  named(validation.IsWildcardDNS1123Subdomain),
	"selects":   selects,
	"quantity":  quantity,
	"image":     image,
	"search":    search,
}

func named(check func(string) []string) func(question) answer {
	return func(asked question) answer {
		return answer{Valid: len(check(asked.Text)) == 0}
	}
}

func address(asked question) answer {
	got, err := netip.ParseAddr(asked.Text)
	return answer{Valid: err == nil && got.Zone() == "", Text: got.String()}
}

// prefix is valid without host bits; Text is the network that is meant, with them.
func prefix(asked question) answer {
	got, err := netip.ParsePrefix(asked.Text)
	if err != nil {
		return answer{}
	}
	meant := got.Masked()
	return answer{Valid: meant.Addr() == got.Addr(), Text: meant.String(), First: meant.Addr().String()}
}

func overlaps(asked question) answer {
	one, err := netip.ParsePrefix(asked.Text)
	if err != nil {
		return answer{}
	}
	two, err := netip.ParsePrefix(asked.Other)
	return answer{Valid: err == nil, Yes: err == nil && one.Overlaps(two)}
}

func selects(asked question) answer {
	selector, err := metav1.LabelSelectorAsSelector(asked.Selector)
	if err != nil {
		return answer{Text: err.Error()}
	}
	return answer{Valid: true, Yes: selector.Matches(labels.Set(asked.Labels))}
}

// quantity says whether Text is above Other.
func quantity(asked question) answer {
	one, err := resource.ParseQuantity(asked.Text)
	if err != nil {
		return answer{Text: err.Error()}
	}
	two, err := resource.ParseQuantity(asked.Other)
	return answer{Valid: err == nil, Yes: err == nil && one.Cmp(two) > 0}
}

func image(asked question) answer {
	got, err := reference.ParseNormalizedNamed(asked.Text)
	if err != nil {
		return answer{Text: err.Error()}
	}
	_, tagged := got.(reference.Tagged)
	_, digested := got.(reference.Digested)
	return answer{Valid: true, Yes: tagged || digested}
}

func search(asked question) answer {
	got, err := regexp.Compile(asked.Text)
	return answer{Valid: err == nil, Yes: err == nil && got.MatchString(asked.Other)}
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, "no question:", err)
			os.Exit(1)
		}
		op, known := ops[asked.Op]
		if !known {
			fmt.Fprintln(os.Stderr, "no such op:", asked.Op)
			os.Exit(1)
		}
		line, err := json.Marshal(op(asked))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
}
