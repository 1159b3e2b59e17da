// Judges with Flux' own code: one JSON case per line in, one JSON verdict per line out.
//
// Ops: archive (which files source-controller puts into the artifact of a Git repository), health (what
// kustomize-controller makes of an object by healthCheckExprs).
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/artifact/storage"
	"github.com/fluxcd/pkg/runtime/cel"
	"github.com/fluxcd/pkg/sourceignore"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type testCase struct {
	Op     string            `json:"op"`
	Files  map[string]string `json:"files"`  // archive: path to text, .sourceignore among them
	Ignore *string           `json:"ignore"` // archive: spec.ignore
	Object map[string]any    `json:"object"` // health
	Exprs  struct {
		InProgress string `json:"inProgress"`
		Failed     string `json:"failed"`
		Current    string `json:"current"`
	} `json:"exprs"`
}

type verdict struct {
	Error  string   `json:"error,omitempty"`
	Files  []string `json:"files"`
	Status string   `json:"status,omitempty"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var one testCase
		var said verdict
		err := json.Unmarshal(in.Bytes(), &one)
		if err == nil && one.Op == "health" {
			said.Status, err = health(one)
		} else if err == nil {
			said.Files, err = archive(one)
		}
		if err != nil {
			said.Error = err.Error()
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

// archive does what GitRepositoryReconciler.reconcileArtifact does between checkout and archive; the walk is that
// of storage.Archive, which passes over what the filter catches, folder by folder and file by file.
func archive(one testCase) ([]string, error) {
	dir, err := os.MkdirTemp("", "archive")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for path, text := range one.Files {
		file := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	domain := strings.Split(dir, string(filepath.Separator))
	patterns, err := sourceignore.LoadIgnorePatterns(dir, domain)
	if err != nil {
		return nil, err
	}
	if one.Ignore != nil {
		patterns = append(patterns, sourceignore.ReadPatterns(strings.NewReader(*one.Ignore), domain)...)
	}
	filter := storage.SourceIgnoreFilter(patterns, domain)
	kept := []string{}
	err = filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() && !filter(path, info) {
			kept = append(kept, strings.TrimPrefix(path, dir+"/"))
		}
		return err
	})
	sort.Strings(kept)
	return kept, err
}

// health is the answer of kustomize-controller's evaluator; an error of the expression means "not yet" to it.
func health(one testCase) (string, error) {
	evaluator, err := cel.NewStatusEvaluator(&kustomize.HealthCheckExpressions{
		InProgress: one.Exprs.InProgress,
		Failed:     one.Exprs.Failed,
		Current:    one.Exprs.Current,
	})
	if err != nil {
		return "", err
	}
	result, err := evaluator.Evaluate(context.Background(), &unstructured.Unstructured{Object: one.Object})
	if err != nil {
		return "", err
	}
	return string(result.Status), nil
}
