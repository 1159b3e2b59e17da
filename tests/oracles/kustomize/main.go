// Builds kustomizations as kustomize-controller does: one JSON case per line in, one JSON answer per line out.
//
// A case holds files by path and the folder to build. Loading is not restricted to the folder, plugins, functions and
// Helm are off, and only the kustomization's own sortOptions sort.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
)

type question struct {
	Files  map[string]string `json:"files"`
	Folder string            `json:"folder"`
}

type answer struct {
	Objects []json.RawMessage `json:"objects"`
	Error   string            `json:"error,omitempty"`
}

func build(asked question) (made answer) {
	defer func() {
		if panicked := recover(); panicked != nil {
			made = answer{Error: fmt.Sprintf("panic: %v", panicked)}
		}
	}()
	disk := filesys.MakeFsInMemory()
	for name, text := range asked.Files {
		if err := disk.WriteFile(path.Join("/repo", name), []byte(text)); err != nil {
			return answer{Error: "harness: " + err.Error()}
		}
	}
	openapi.Schema() // as the controller does before a build
	built, err := krusty.MakeKustomizer(&krusty.Options{
		LoadRestrictions: types.LoadRestrictionsNone,
		PluginConfig:     types.DisabledPluginConfig(),
	}).Run(disk, path.Join("/repo", asked.Folder))
	if err != nil {
		return answer{Error: err.Error()}
	}
	made.Objects = []json.RawMessage{}
	for _, one := range built.Resources() {
		body, err := one.MarshalJSON()
		if err != nil {
			return answer{Error: "output: " + err.Error()}
		}
		made.Objects = append(made.Objects, body)
	}
	if _, err := built.AsYaml(); err != nil {
		return answer{Error: "output: " + err.Error()}
	}
	return made
}

func main() {
	log.SetOutput(io.Discard)
	stderr := os.Stderr
	if quiet, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		os.Stderr = quiet
	}
	in := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			var asked question
			if err := json.Unmarshal(line, &asked); err != nil {
				fmt.Fprintln(stderr, err)
				os.Exit(1)
			}
			if err := out.Encode(build(asked)); err != nil {
				fmt.Fprintln(stderr, err)
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
