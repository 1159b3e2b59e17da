// Judges with source-watcher's own code: one JSON case per line in, one JSON verdict per line out.
//
// A case is the spec of an ArtifactGenerator and the paths of its sources (one that ends in a slash is a folder). Every
// file holds its alias and its path, so that a file of an artifact tells where it comes from. The controller stops at
// the first artifact that fails; here the others are built as well.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fluxcd/pkg/artifact/storage"
	"github.com/fluxcd/pkg/tar"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	swapi "github.com/fluxcd/source-watcher/api/v2/v1beta1"
	"github.com/fluxcd/source-watcher/v2/internal/builder"
	"github.com/fluxcd/source-watcher/v2/internal/controller"
)

type testCase struct {
	Spec    swapi.ArtifactGeneratorSpec `json:"spec"`
	Sources map[string][]string         `json:"sources"`
}

type artifact struct {
	Name  string            `json:"name"`
	Error string            `json:"error,omitempty"`
	Files map[string]string `json:"files"`
}

type verdict struct {
	Error     string     `json:"error,omitempty"`
	Artifacts []artifact `json:"artifacts"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var one testCase
		var said verdict
		err := json.Unmarshal(in.Bytes(), &one)
		if err == nil {
			said.Artifacts, err = judge(one)
		}
		if err != nil {
			said.Error = err.Error()
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

// judge follows Reconcile from the validation to the last artifact; a source lies where fetchSources unpacks it.
func judge(one testCase) ([]artifact, error) {
	obj := &swapi.ArtifactGenerator{
		ObjectMeta: metav1.ObjectMeta{Name: "generator", Namespace: "default"},
		Spec:       one.Spec,
	}
	if err := controller.Validate(obj); err != nil {
		return nil, err
	}
	root, err := builder.MkdirTempAbs("", "oracle-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(root)
	workspace, stored := filepath.Join(root, "ag"), filepath.Join(root, "stored")
	if err := os.Mkdir(stored, 0o755); err != nil {
		return nil, err
	}
	sources := map[string]string{}
	for _, source := range one.Spec.Sources {
		sources[source.Alias] = filepath.Join(workspace, source.Alias)
		if err := fill(sources[source.Alias], source.Alias, one.Sources[source.Alias]); err != nil {
			return nil, err
		}
	}
	requests, err := controller.Requests(obj, sources)
	if err != nil {
		return nil, err
	}
	store := &storage.Storage{BasePath: stored, Hostname: "oracle"}
	found := []artifact{}
	for _, request := range requests {
		said := artifact{Name: request.Name}
		built, err := builder.New(store).Build(context.Background(), &request, sources, "default", workspace)
		if err != nil {
			said.Error = err.Error()
		} else if said.Files, err = files(store.LocalPath(*built)); err != nil {
			return nil, err
		}
		found = append(found, said)
	}
	return found, nil
}

// fill makes a source's folder.
func fill(dir, alias string, paths []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, path := range paths {
		file := filepath.Join(dir, path)
		if strings.HasSuffix(path, "/") {
			if err := os.MkdirAll(file, 0o755); err != nil {
				return err
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte("@"+alias+"/"+path), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// files are the paths of an artifact with what each holds, as kustomize-controller unpacks it.
func files(archive string) (map[string]string, error) {
	dir, err := os.MkdirTemp("", "oracle-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	packed, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	if err := tar.Untar(packed, dir); err != nil {
		return nil, err
	}
	found := map[string]string{}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		found[strings.TrimPrefix(path, dir+"/")] = string(text)
		return err
	})
	return found, err
}
