// Judges pods with Kubernetes' own Pod Security admission: one JSON case per line in, one verdict per line out.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type testCase struct {
	Level   string   `json:"level"`
	Version string   `json:"version"` // v1.36
	Pod     struct { // a pod template
		Metadata metav1.ObjectMeta `json:"metadata"`
		Spec     corev1.PodSpec    `json:"spec"`
	} `json:"pod"`
}

type verdict struct {
	Error   string   `json:"error,omitempty"`
	Allowed bool     `json:"allowed"`
	Reasons []string `json:"reasons"`
}

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		said, err := judge(evaluator, in.Bytes())
		if err != nil {
			said.Error = err.Error()
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

func judge(evaluator policy.Evaluator, line []byte) (verdict, error) {
	var one testCase
	said := verdict{Reasons: []string{}}
	if err := json.Unmarshal(line, &one); err != nil {
		return said, err
	}
	level, err := api.ParseLevel(one.Level)
	if err != nil {
		return said, err
	}
	version, err := api.ParseVersion(one.Version)
	if err != nil {
		return said, err
	}
	results := evaluator.EvaluatePod(api.LevelVersion{Level: level, Version: version}, &one.Pod.Metadata, &one.Pod.Spec)
	said.Allowed = true
	for _, result := range results {
		if !result.Allowed {
			said.Allowed = false
			said.Reasons = append(said.Reasons, result.ForbiddenReason+": "+result.ForbiddenDetail)
		}
	}
	return said, nil
}
