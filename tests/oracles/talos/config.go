package main

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"go.yaml.in/yaml/v4"

	coreconfig "github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	_ "github.com/siderolabs/talos/pkg/machinery/config/types"
	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
)

type mirror struct {
	Host      string   `json:"host"`
	Endpoints []string `json:"endpoints"`
}

type options struct {
	SANs            []string          `json:"sans"`
	DNSDomain       string            `json:"dnsDomain"`
	InstallDisk     string            `json:"installDisk"`
	InstallImage    string            `json:"installImage"`
	KernelArgs      []string          `json:"kernelArgs"`
	Sysctls         map[string]string `json:"sysctls"`
	APIServerPort   int               `json:"apiServerPort"`
	Discovery       *bool             `json:"discovery"`
	KubePrismPort   *int              `json:"kubePrismPort"`
	Mirrors         []mirror          `json:"mirrors"`
	AllowScheduling bool              `json:"allowScheduling"`
	CNI             string            `json:"cni"`
	CNIURLs         []string          `json:"cniUrls"`
	PodSubnets      []string          `json:"podSubnets"`
	ServiceSubnets  []string          `json:"serviceSubnets"`
}

func (o options) list() []generate.Option {
	list := []generate.Option{
		generate.WithAdditionalSubjectAltNames(o.SANs),
		generate.WithInstallDisk(o.InstallDisk),
		generate.WithInstallImage(o.InstallImage),
		generate.WithInstallExtraKernelArgs(o.KernelArgs),
		generate.WithLocalAPIServerPort(o.APIServerPort),
		generate.WithAllowSchedulingOnControlPlanes(o.AllowScheduling),
	}

	if o.Sysctls != nil {
		list = append(list, generate.WithSysctls(o.Sysctls))
	}

	if o.DNSDomain != "" {
		list = append(list, generate.WithDNSDomain(o.DNSDomain))
	}

	if o.Discovery != nil {
		list = append(list, generate.WithClusterDiscovery(*o.Discovery))
	}

	if o.KubePrismPort != nil {
		list = append(list, generate.WithKubePrismPort(*o.KubePrismPort))
	}

	for _, m := range o.Mirrors {
		list = append(list, generate.WithRegistryMirror(m.Host, m.Endpoints...))
	}

	if o.CNI != "" {
		list = append(list, generate.WithClusterCNIConfig(&v1alpha1.CNIConfig{CNIName: o.CNI, CNIUrls: o.CNIURLs}))
	}

	return list
}

func contractOf(text string) (*coreconfig.VersionContract, error) {
	return coreconfig.ParseContractFromVersion(text)
}

func parseBundle(text string) (*secrets.Bundle, error) {
	bundle := &secrets.Bundle{Clock: secrets.NewClock()}

	return bundle, yaml.Unmarshal([]byte(text), bundle)
}

func generateConfig(q question) (answer, error) {
	contract, err := contractOf(q.Contract)
	if err != nil {
		return nil, err
	}

	bundle, err := parseBundle(q.Bundle)
	if err != nil {
		return nil, err
	}

	list := append(q.Options.list(), generate.WithVersionContract(contract), generate.WithSecretsBundle(bundle))

	input, err := generate.NewInput(q.Name, q.Endpoint, q.Kubernetes, list...)
	if err != nil {
		return nil, err
	}

	if q.Options.PodSubnets != nil {
		input.PodNet = q.Options.PodSubnets
	}

	if q.Options.ServiceSubnets != nil {
		input.ServiceNet = q.Options.ServiceSubnets
	}

	role, err := machine.ParseType(q.Role)
	if err != nil {
		return nil, err
	}

	cfg, err := input.Config(role)
	if err != nil {
		return nil, err
	}

	return patched(cfg, q.Patches)
}

func patched(cfg coreconfig.Provider, texts []string) (answer, error) {
	if len(texts) == 0 {
		return documents(cfg)
	}

	patches, err := configpatcher.LoadPatches(texts)
	if err != nil {
		return nil, err
	}

	out, err := configpatcher.Apply(configpatcher.WithConfig(cfg), patches)
	if err != nil {
		return nil, err
	}

	result, err := out.Config()
	if err != nil {
		return nil, err
	}

	return documents(result)
}

// documents spells a config without comments, as JSON in the order of the YAML, and as that YAML.
func documents(cfg coreconfig.Provider) (answer, error) {
	text, err := cfg.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		return nil, err
	}

	var all []json.RawMessage

	decoder := yaml.NewDecoder(bytes.NewReader(text))

	for {
		var node yaml.Node

		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			break
		}

		if err != nil {
			return nil, err
		}

		raw, err := ordered(node.Content[0])
		if err != nil {
			return nil, err
		}

		all = append(all, raw)
	}

	return answer{"documents": all, "text": string(text)}, nil
}

func ordered(node *yaml.Node) (json.RawMessage, error) {
	var out bytes.Buffer

	switch node.Kind { //nolint:exhaustive
	case yaml.MappingNode:
		out.WriteByte('{')

		for i := 0; i < len(node.Content); i += 2 {
			if i > 0 {
				out.WriteByte(',')
			}

			key, err := json.Marshal(node.Content[i].Value)
			if err != nil {
				return nil, err
			}

			value, err := ordered(node.Content[i+1])
			if err != nil {
				return nil, err
			}

			out.Write(key)
			out.WriteByte(':')
			out.Write(value)
		}

		out.WriteByte('}')
	case yaml.SequenceNode:
		out.WriteByte('[')

		for i, item := range node.Content {
			if i > 0 {
				out.WriteByte(',')
			}

			value, err := ordered(item)
			if err != nil {
				return nil, err
			}

			out.Write(value)
		}

		out.WriteByte(']')
	default:
		var value any
		if err := node.Decode(&value); err != nil {
			return nil, err
		}

		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}

		out.Write(raw)
	}

	return out.Bytes(), nil
}

type mode string

func (m mode) String() string        { return string(m) }
func (m mode) RequiresInstall() bool { return m == "metal" }
func (m mode) InContainer() bool     { return m == "container" }

func validate(q question) (answer, error) {
	cfg, err := configloader.NewFromBytes([]byte(q.Config))
	if err != nil {
		return nil, err
	}

	opts := []validation.Option{validation.WithLocal()}
	if q.Strict {
		opts = append(opts, validation.WithStrict())
	}

	warnings, err := cfg.Validate(mode(q.Mode), opts...)
	if err != nil {
		return nil, err
	}

	return answer{"warnings": warnings}, nil
}

func redact(q question) (answer, error) {
	cfg, err := configloader.NewFromBytes([]byte(q.Config))
	if err != nil {
		return nil, err
	}

	return documents(cfg.RedactSecrets(q.Replacement))
}

func patch(q question) (answer, error) {
	cfg, err := configloader.NewFromBytes([]byte(q.Config))
	if err != nil {
		return nil, err
	}

	return patched(cfg, q.Patches)
}

// loadBundle reads a bundle through talosctl's own door (a file), says what its Validate says, and spells it again.
func loadBundle(q question) (answer, error) {
	file, err := os.CreateTemp("", "bundle")
	if err != nil {
		return nil, err
	}

	defer os.Remove(file.Name()) //nolint:errcheck

	if _, err = file.WriteString(q.Text); err != nil {
		return nil, err
	}

	if err = file.Close(); err != nil {
		return nil, err
	}

	bundle, err := secrets.LoadBundle(file.Name())
	if err != nil {
		return nil, err
	}

	if err = bundle.Validate(); err != nil {
		return nil, err
	}

	return spellBundle(bundle)
}

func newBundle(q question) (answer, error) {
	contract, err := contractOf(q.Contract)
	if err != nil {
		return nil, err
	}

	now := time.Now()

	if q.When != "" {
		if now, err = time.Parse(time.RFC3339, q.When); err != nil {
			return nil, fmt.Errorf("when: %w", err)
		}
	}

	bundle, err := secrets.NewBundle(secrets.NewFixedClock(now), contract)
	if err != nil {
		return nil, err
	}

	return spellBundle(bundle)
}

func spellBundle(bundle *secrets.Bundle) (answer, error) {
	text, err := yaml.Marshal(bundle)
	if err != nil {
		return nil, err
	}

	var node yaml.Node
	if err = yaml.Unmarshal(text, &node); err != nil {
		return nil, err
	}

	raw, err := ordered(node.Content[0])
	if err != nil {
		return nil, err
	}

	block, _ := pem.Decode(bundle.Certs.K8sServiceAccount.Key)
	if block == nil {
		return nil, errors.New("the service account's key is not PEM")
	}

	kind := block.Type

	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		kind = fmt.Sprintf("%s %d", kind, key.N.BitLen())

		if err = key.Validate(); err != nil {
			return nil, err
		}
	}

	return answer{"text": string(text), "bundle": raw, "serviceAccount": kind}, nil
}
