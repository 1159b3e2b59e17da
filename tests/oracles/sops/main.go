// Judges SOPS files with sops' own code: one JSON case per line in, one JSON verdict per line out.
//
// Ops: decrypt, encrypt, edit (what `sops edit` does between reading and writing), filestatus, rule.
// A case may bring the age identity that opens its file; nothing is read from the machine.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/getsops/sops/v3"
	"github.com/getsops/sops/v3/aes"
	"github.com/getsops/sops/v3/age"
	"github.com/getsops/sops/v3/cmd/sops/common"
	"github.com/getsops/sops/v3/config"
	"github.com/getsops/sops/v3/keyservice"
	"github.com/getsops/sops/v3/stores/yaml"
	"github.com/getsops/sops/v3/version"
	"github.com/sirupsen/logrus"

	logging "github.com/getsops/sops/v3/logging"
)

type testCase struct {
	Op         string   `json:"op"`
	Text       string   `json:"text"`
	Plain      string   `json:"plain"` // edit: the new clear text
	Key        string   `json:"key"`   // age identity
	Recipients []string `json:"recipients"`
	Regex      string   `json:"encrypted_regex"`
	UnRegex    string   `json:"unencrypted_regex"`
	Suffix     string   `json:"encrypted_suffix"`
	UnSuffix   string   `json:"unencrypted_suffix"`
	MacOnly    bool     `json:"mac_only_encrypted"`
	IgnoreMac  bool     `json:"ignore_mac"`
	Indent     int      `json:"indent"`
	Path       string   `json:"path"` // rule: path below the config's folder
}

type leaf struct {
	Path []any  `json:"path"`
	Type string `json:"type"`
	Text string `json:"text"`
}

type verdict struct {
	Error     string         `json:"error,omitempty"`
	Text      string         `json:"text,omitempty"`
	Leaves    [][]leaf       `json:"leaves,omitempty"` // per document
	Encrypted bool           `json:"encrypted"`
	Rule      map[string]any `json:"rule,omitempty"`
}

func store(c testCase) *yaml.Store {
	return yaml.NewStore(&config.YAMLStoreConfig{Indent: c.Indent})
}

func leavesOf(in any, path []any, out []leaf) []leaf {
	at := append([]any{}, path...)
	switch v := in.(type) {
	case sops.TreeBranch:
		if len(v) == 0 {
			return append(out, leaf{at, "map", ""})
		}
		for _, item := range v {
			if _, ok := item.Key.(sops.Comment); ok {
				continue
			}
			out = leavesOf(item.Value, append(at, item.Key), out)
		}
		return out
	case []any:
		n := 0
		for _, item := range v {
			if _, ok := item.(sops.Comment); ok {
				continue
			}
			out = leavesOf(item, append(at, n), out)
			n++
		}
		if n == 0 {
			return append(out, leaf{at, "list", ""})
		}
		return out
	case nil:
		return append(out, leaf{at, "null", ""})
	default:
		text, err := sops.ToBytes(in)
		if err != nil {
			panic(err)
		}
		return append(out, leaf{at, fmt.Sprintf("%T", in), string(text)})
	}
}

func opened(c testCase, cipher sops.Cipher) (*sops.Tree, []byte, error) {
	tree, err := store(c).LoadEncryptedFile([]byte(c.Text))
	if err != nil {
		return nil, nil, fmt.Errorf("load: %w", err)
	}
	if _, err := version.AIsNewerThanB("3.3.0", tree.Metadata.Version); err != nil {
		return nil, nil, fmt.Errorf("version: %w", err)
	}
	key, err := common.DecryptTree(common.DecryptTreeOpts{
		Tree:            &tree,
		KeyServices:     []keyservice.KeyServiceClient{keyservice.NewLocalClient()},
		DecryptionOrder: []string{"age"},
		IgnoreMac:       c.IgnoreMac,
		Cipher:          cipher,
	})
	return &tree, key, err
}

func decrypt(c testCase) (v verdict, err error) {
	tree, _, err := opened(c, aes.NewCipher())
	if err != nil {
		return v, err
	}
	text, err := store(c).EmitPlainFile(tree.Branches)
	if err != nil {
		return v, fmt.Errorf("emit: %w", err)
	}
	v.Text = string(text)
	for _, branch := range tree.Branches {
		v.Leaves = append(v.Leaves, leavesOf(branch, nil, nil))
	}
	return v, nil
}

func encrypt(c testCase) (v verdict, err error) {
	branches, err := store(c).LoadPlainFile([]byte(c.Text))
	if err != nil {
		return v, fmt.Errorf("load: %w", err)
	}
	if len(branches) < 1 {
		return v, fmt.Errorf("no document")
	}
	if store(c).HasSopsTopLevelKey(branches[0]) {
		return v, fmt.Errorf("already encrypted")
	}
	group := sops.KeyGroup{}
	for _, recipient := range c.Recipients {
		keys, err := age.MasterKeysFromRecipients(recipient)
		if err != nil {
			return v, err
		}
		for _, key := range keys {
			group = append(group, key)
		}
	}
	tree := sops.Tree{Branches: branches, Metadata: sops.Metadata{
		KeyGroups:         []sops.KeyGroup{group},
		EncryptedRegex:    c.Regex,
		UnencryptedRegex:  c.UnRegex,
		EncryptedSuffix:   c.Suffix,
		UnencryptedSuffix: c.UnSuffix,
		MACOnlyEncrypted:  c.MacOnly,
		Version:           version.Version,
	}}
	key, errs := tree.GenerateDataKey()
	if len(errs) > 0 {
		return v, fmt.Errorf("data key: %v", errs)
	}
	if err := common.EncryptTree(common.EncryptTreeOpts{Tree: &tree, Cipher: aes.NewCipher(), DataKey: key}); err != nil {
		return v, err
	}
	text, err := store(c).EmitEncryptedFile(tree)
	v.Text = string(text)
	return v, err
}

func edit(c testCase) (v verdict, err error) {
	cipher := aes.NewCipher()
	tree, key, err := opened(c, cipher)
	if err != nil {
		return v, err
	}
	if tree.Branches, err = store(c).LoadPlainFile([]byte(c.Plain)); err != nil {
		return v, fmt.Errorf("load: %w", err)
	}
	if err := common.EncryptTree(common.EncryptTreeOpts{Tree: tree, Cipher: cipher, DataKey: key}); err != nil {
		return v, err
	}
	text, err := store(c).EmitEncryptedFile(*tree)
	v.Text = string(text)
	return v, err
}

func filestatus(c testCase) (v verdict, err error) {
	tree, err := store(c).LoadEncryptedFile([]byte(c.Text))
	if err == sops.MetadataNotFound {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.Encrypted = tree.Metadata.Version != "" && tree.Metadata.MessageAuthenticationCode != ""
	return v, nil
}

func rule(c testCase) (v verdict, err error) {
	folder, err := os.MkdirTemp("", "oracle-sops")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	conf := filepath.Join(folder, ".sops.yaml")
	if err := os.WriteFile(conf, []byte(c.Text), 0o600); err != nil {
		panic(err)
	}
	found, err := config.LoadCreationRuleForFile(conf, filepath.Join(folder, c.Path), nil)
	if err != nil || found == nil {
		return v, err
	}
	recipients := []string{}
	for _, group := range found.KeyGroups {
		for _, key := range group {
			recipients = append(recipients, key.ToString())
		}
	}
	v.Rule = map[string]any{
		"groups": len(found.KeyGroups), "recipients": recipients, "encrypted_regex": found.EncryptedRegex,
		"unencrypted_regex": found.UnencryptedRegex, "encrypted_suffix": found.EncryptedSuffix,
		"unencrypted_suffix": found.UnencryptedSuffix, "mac_only_encrypted": found.MACOnlyEncrypted,
	}
	return v, nil
}

func judge(line []byte) (v verdict) {
	defer func() {
		if r := recover(); r != nil {
			v = verdict{Error: fmt.Sprintf("panic: %v", r)}
		}
	}()
	var c testCase
	if err := json.Unmarshal(line, &c); err != nil {
		return verdict{Error: "case: " + err.Error()}
	}
	ops := map[string]func(testCase) (verdict, error){
		"decrypt": decrypt, "encrypt": encrypt, "edit": edit, "filestatus": filestatus, "rule": rule,
	}
	op, ok := ops[c.Op]
	if !ok {
		return verdict{Error: "case: unknown op " + c.Op}
	}
	os.Setenv("SOPS_AGE_KEY", c.Key)
	v, err := op(c)
	if err != nil {
		v = verdict{Error: err.Error()}
	}
	return v
}

func main() {
	for _, name := range []string{"SOPS_AGE_KEY_FILE", "SOPS_AGE_KEY_CMD", "SOPS_AGE_SSH_PRIVATE_KEY_FILE", "SOPS_AGE_SSH_PRIVATE_KEY_CMD", "XDG_CONFIG_HOME"} {
		os.Unsetenv(name)
	}
	os.Setenv("HOME", filepath.Join(os.TempDir(), "nobody"))
	logging.SetLevel(logrus.PanicLevel)
	time.Local = time.UTC
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if err := out.Encode(judge(line)); err != nil {
				panic(err)
			}
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			panic(err)
		}
	}
}
