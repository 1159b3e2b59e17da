// Judges YAML with the readers that will read it: one JSON case per line in, one JSON verdict per line out.
//
// Ops: kubernetes (kubectl's document splitter and sigs.k8s.io/yaml, as JSON), v2 (the go-yaml under it, typed),
// v3 (go-yaml as sops uses it, typed), v4 (as Talos does, typed), kustomize (kyaml's reader, as JSON),
// sops-emit (the text as go-yaml v3 writes it again under sops' YAML store).
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"time"

	yaml2 "go.yaml.in/yaml/v2"
	yaml3 "go.yaml.in/yaml/v3"
	yaml4 "go.yaml.in/yaml/v4"
	apiyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/yaml"
)

type question struct {
	Op   string `json:"op"`
	Text string `json:"text"`
}

type answer struct {
	Error     string `json:"error,omitempty"`
	Text      string `json:"text,omitempty"`
	Documents []any  `json:"documents,omitempty"`
}

var ops = map[string]func(string) (answer, error){
	"kubernetes": kubernetes,
	"v2":         typed2,
	"v3":         typed3,
	"v4":         typed4,
	"kustomize":  kustomize,
	"sops-emit":  sopsEmit,
}

func kubernetes(text string) (answer, error) {
	var out answer
	reader := apiyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader([]byte(text))))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		converted, err := yaml.YAMLToJSON(document)
		if err != nil {
			return out, err
		}
		out.Documents = append(out.Documents, json.RawMessage(converted))
	}
}

func kustomize(text string) (answer, error) {
	var out answer
	nodes, err := (&kio.ByteReader{Reader: bytes.NewBufferString(text), OmitReaderAnnotations: true}).Read()
	if err != nil {
		return out, err
	}
	for _, node := range nodes {
		converted, err := node.MarshalJSON()
		if err != nil {
			return out, err
		}
		out.Documents = append(out.Documents, json.RawMessage(converted))
	}
	return out, nil
}

type decoder interface{ Decode(v any) error }

func all(from decoder) (answer, error) {
	var out answer
	for {
		var value any
		err := from.Decode(&value)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out.Documents = append(out.Documents, typed(value))
	}
}

func typed2(text string) (answer, error) { return all(yaml2.NewDecoder(bytes.NewBufferString(text))) }
func typed3(text string) (answer, error) { return all(yaml3.NewDecoder(bytes.NewBufferString(text))) }
func typed4(text string) (answer, error) { return all(yaml4.NewDecoder(bytes.NewBufferString(text))) }

// typed keeps what JSON would lose: {"int": text}, {"float": text}, {"time": text}, {"map": [[key, value]]}.
func typed(value any) any {
	switch value := value.(type) {
	case int:
		return map[string]any{"int": strconv.Itoa(value)}
	case int64:
		return map[string]any{"int": strconv.FormatInt(value, 10)}
	case uint64:
		return map[string]any{"int": strconv.FormatUint(value, 10)}
	case float64:
		return map[string]any{"float": strconv.FormatFloat(value, 'g', -1, 64)}
	case time.Time:
		return map[string]any{"time": value.Format(time.RFC3339Nano)}
	case []any:
		list := make([]any, 0, len(value))
		for _, item := range value {
			list = append(list, typed(item))
		}
		return list
	case map[string]any:
		pairs := make([]any, 0, len(value))
		for _, key := range slices.Sorted(maps.Keys(value)) {
			pairs = append(pairs, []any{key, typed(value[key])})
		}
		return map[string]any{"map": pairs}
	case map[any]any:
		pairs := make([]any, 0, len(value))
		for key, item := range value {
			pairs = append(pairs, []any{typed(key), typed(item)})
		}
		slices.SortFunc(pairs, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return map[string]any{"map": pairs}
	}
	return value
}

func sopsEmit(text string) (answer, error) {
	from := yaml3.NewDecoder(bytes.NewBufferString(text))
	var out bytes.Buffer
	to := yaml3.NewEncoder(&out)
	to.SetIndent(4)
	for {
		var document yaml3.Node
		err := from.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return answer{}, err
		}
		root, err := again(document.Content[0])
		if err != nil {
			return answer{}, err
		}
		if root.Kind != yaml3.MappingNode {
			root = &yaml3.Node{Kind: yaml3.MappingNode}
		}
		root.HeadComment = join(document.HeadComment, root.HeadComment)
		if err := to.Encode(&yaml3.Node{Kind: yaml3.DocumentNode, Content: []*yaml3.Node{root}}); err != nil {
			return answer{}, err
		}
	}
	err := to.Close()
	return answer{Text: out.String()}, err
}

// again makes a fresh node of an old one, as sops does between reading and writing: a scalar keeps only its
// typed value, a comment above a key or an item stays (the first one's goes to its collection).
func again(old *yaml3.Node) (*yaml3.Node, error) {
	if old.Kind == yaml3.AliasNode {
		return again(old.Alias)
	}
	if old.Kind == yaml3.ScalarNode {
		var value any
		if err := old.Decode(&value); err != nil {
			return nil, err
		}
		fresh := &yaml3.Node{}
		return fresh, fresh.Encode(value)
	}
	fresh := &yaml3.Node{Kind: old.Kind}
	for i, child := range old.Content {
		made, err := again(child)
		if err != nil {
			return nil, err
		}
		switch {
		case old.Kind == yaml3.MappingNode && i%2 == 1:
		case i == 0:
			fresh.HeadComment = join(child.HeadComment, made.HeadComment)
			made.HeadComment = ""
		default:
			made.HeadComment = join(child.HeadComment, made.HeadComment)
		}
		fresh.Content = append(fresh.Content, made)
	}
	return fresh, nil
}

func join(above, below string) string {
	if above == "" || below == "" {
		return above + below
	}
	return above + "\n" + below
}

func reply(line []byte) (out answer) {
	defer func() {
		if panicked := recover(); panicked != nil {
			out = answer{Error: fmt.Sprint("panic: ", panicked)}
		}
	}()
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return answer{Error: "question: " + err.Error()}
	}
	op, known := ops[q.Op]
	if !known {
		return answer{Error: "question: unknown op " + q.Op}
	}
	out, err := op(q.Text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return out
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := encoder.Encode(reply(line)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
