// Judges with the library of kustomize-controller, github.com/fluxcd/pkg/kustomize: one JSON case per line in, one
// JSON verdict per line out.
//
// Ops: marshal (the text that an object is substituted in), substitute (postBuild of one object), generate (the
// kustomization that the controller builds for a path of a repository).
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/fluxcd/pkg/kustomize"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/yaml"
)

type question struct {
	Op        string            `json:"op"`
	Object    string            `json:"object"` // marshal, substitute: JSON
	Variables map[string]string `json:"variables"`
	Strict    bool              `json:"strict"`
	Always    bool              `json:"always"`
	Files     map[string]string `json:"files"` // generate: path to text; a path with a slash at its end is a folder
	Path      string            `json:"path"`
	Spec      map[string]any    `json:"spec"` // generate: of the Flux Kustomization
}

type answer struct {
	Error  string          `json:"error,omitempty"`
	Text   string          `json:"text,omitempty"`
	File   string          `json:"file,omitempty"`
	Object json.RawMessage `json:"object,omitempty"`
}

var factory = provider.NewDefaultDepProvider().GetResourceFactory()

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	ops := map[string]func(question) (answer, error){
		"marshal": marshal, "substitute": substitute, "generate": generate,
	}
	for in.Scan() {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, "no question:", err)
			os.Exit(1)
		}
		said, err := answered(ops[asked.Op], asked)
		if err != nil {
			said.Error = err.Error()
		}
		if err := out.Encode(said); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// answered makes an error of a panic, as the controller's own loop does.
func answered(op func(question) (answer, error), asked question) (said answer, err error) {
	defer func() {
		if caught := recover(); caught != nil {
			err = fmt.Errorf("panic: %v", caught)
		}
	}()
	return op(asked)
}

func read(object string) (*resource.Resource, error) {
	return factory.FromBytes([]byte(object))
}

func marshal(asked question) (answer, error) {
	one, err := read(asked.Object)
	if err != nil {
		return answer{}, fmt.Errorf("no object: %w", err)
	}
	text, err := one.AsYAML()
	return answer{Text: string(text)}, err
}

func substitute(asked question) (answer, error) {
	one, err := read(asked.Object)
	if err != nil {
		return answer{}, fmt.Errorf("no object: %w", err)
	}
	variables := map[string]any{}
	for name, value := range asked.Variables {
		variables[name] = value
	}
	owner := unstructured.Unstructured{Object: map[string]any{
		"spec": map[string]any{"postBuild": map[string]any{"substitute": variables}},
	}}
	made, err := kustomize.SubstituteVariables(
		context.Background(), nil, owner, one,
		kustomize.SubstituteWithDryRun(true),
		kustomize.SubstituteWithStrict(asked.Strict),
		kustomize.SubstituteWithAlways(asked.Always),
	)
	if err != nil {
		return answer{}, err
	}
	if made == nil {
		made = one
	}
	object, err := made.MarshalJSON()
	return answer{Object: object}, err
}

func generate(asked question) (answer, error) {
	root, err := os.MkdirTemp("", "generate")
	if err != nil {
		return answer{}, err
	}
	defer os.RemoveAll(root)
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return answer{}, err
	}
	for path, text := range asked.Files {
		file := filepath.Join(root, path)
		folder := filepath.Dir(file)
		if strings.HasSuffix(path, "/") {
			folder = file
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return answer{}, err
		}
		if folder != file {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				return answer{}, err
			}
		}
	}
	owner := unstructured.Unstructured{Object: map[string]any{"spec": asked.Spec}}
	dir := filepath.Join(root, filepath.Join("/", asked.Path)) // the controller: SecureJoin, here without links
	if _, err := os.Stat(dir); err != nil {
		return answer{}, errors.New("kustomization path not found")
	}
	manifest, file, _, err := kustomize.NewGenerator(root, owner).GenerateManifest(dir)
	if err != nil {
		return answer{}, fmt.Errorf("%s", strings.ReplaceAll(err.Error(), root, ""))
	}
	object, err := yaml.YAMLToJSON(manifest)
	return answer{File: strings.TrimPrefix(file, root+"/"), Object: object}, err
}
