package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/tls"
	stdx509 "crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/siderolabs/crypto/x509"
	"go.yaml.in/yaml/v4"

	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/role"
)

// loadTalosconfig reads a talosconfig as talosctl does, checks that its keys fit together, and spells it again.
func loadTalosconfig(q question) (answer, error) {
	cfg, err := clientconfig.FromString(q.Text)
	if err != nil {
		return nil, err
	}

	for name, context := range cfg.Contexts {
		crt, err := base64.StdEncoding.DecodeString(context.Crt)
		if err != nil {
			return nil, fmt.Errorf("%s: crt: %w", name, err)
		}

		key, err := base64.StdEncoding.DecodeString(context.Key)
		if err != nil {
			return nil, fmt.Errorf("%s: key: %w", name, err)
		}

		if _, err = tls.X509KeyPair(crt, key); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}

	return spellTalosconfig(cfg)
}

func generateTalosconfig(q question) (answer, error) {
	bundle, err := parseBundle(q.Bundle)
	if err != nil {
		return nil, err
	}

	bundle.Clock = secrets.NewFixedClock(time.Now())

	crt, err := bundle.GenerateTalosAPIClientCertificate(role.MakeSet(role.Admin))
	if err != nil {
		return nil, err
	}

	return spellTalosconfig(clientconfig.NewConfig(q.Name, q.Endpoints, bundle.Certs.OS.Crt, crt))
}

func spellTalosconfig(cfg *clientconfig.Config) (answer, error) {
	text, err := cfg.Bytes()
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

	return answer{"text": string(text), "talosconfig": raw}, nil
}

func decodeCertificate(text string) (*stdx509.Certificate, []byte, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, nil, err
	}

	block, rest := pem.Decode(raw)
	if block == nil || len(rest) != 0 {
		return nil, nil, errors.New("not one PEM block")
	}

	crt, err := stdx509.ParseCertificate(block.Bytes)

	return crt, raw, err
}

func nameOf(name pkix.Name) []string {
	parts := []string{}
	for _, atv := range name.Names {
		parts = append(parts, fmt.Sprintf("%s=%v", atv.Type, atv.Value))
	}

	return parts
}

func keyKind(key any) string {
	switch k := key.(type) {
	case ed25519.PublicKey:
		return "Ed25519"
	case *ecdsa.PublicKey:
		return "ECDSA " + k.Curve.Params().Name
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", k.N.BitLen())
	default:
		return fmt.Sprintf("%T", key)
	}
}

// describeCertificate names every field of a certificate that is not random, and judges it against its CA and its key.
func describeCertificate(q question) (answer, error) {
	crt, crtPEM, err := decodeCertificate(q.Crt)
	if err != nil {
		return nil, err
	}

	extensions := []string{}
	for _, e := range crt.Extensions {
		extensions = append(extensions, fmt.Sprintf("%s critical=%t", e.Id, e.Critical))
	}

	a := answer{
		"version":            crt.Version,
		"serialBits":         crt.SerialNumber.BitLen(),
		"serialPositive":     crt.SerialNumber.Sign() > 0,
		"signatureAlgorithm": crt.SignatureAlgorithm.String(),
		"publicKey":          keyKind(crt.PublicKey),
		"subject":            nameOf(crt.Subject),
		"issuer":             nameOf(crt.Issuer),
		"rawSubject":         hex.EncodeToString(crt.RawSubject),
		"rawIssuer":          hex.EncodeToString(crt.RawIssuer),
		"notBefore":          crt.NotBefore.UTC().Format(time.RFC3339),
		"notAfter":           crt.NotAfter.UTC().Format(time.RFC3339),
		"hours":              crt.NotAfter.Sub(crt.NotBefore).Hours(),
		"keyUsage":           int(crt.KeyUsage),
		"extKeyUsage":        crt.ExtKeyUsage,
		"unknownExtKeyUsage": len(crt.UnknownExtKeyUsage),
		"basicConstraints":   crt.BasicConstraintsValid,
		"isCA":               crt.IsCA,
		"maxPathLen":         crt.MaxPathLen,
		"maxPathLenZero":     crt.MaxPathLenZero,
		"subjectKeyIdBytes":  len(crt.SubjectKeyId),
		"subjectKeyId":       hex.EncodeToString(crt.SubjectKeyId),
		"authorityKeyId":     hex.EncodeToString(crt.AuthorityKeyId),
		"sans":               len(crt.DNSNames) + len(crt.IPAddresses) + len(crt.EmailAddresses) + len(crt.URIs),
		"extensions":         extensions,
		"derBytesRoundTrip":  bytes.Equal(crtPEM, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: crt.Raw})),
	}

	if q.CA != "" {
		ca, _, err := decodeCertificate(q.CA)
		if err != nil {
			return nil, fmt.Errorf("ca: %w", err)
		}

		pool := stdx509.NewCertPool()
		pool.AddCert(ca)

		_, err = crt.Verify(stdx509.VerifyOptions{
			Roots:       pool,
			CurrentTime: crt.NotBefore.Add(time.Minute),
			KeyUsages:   []stdx509.ExtKeyUsage{stdx509.ExtKeyUsageClientAuth},
		})
		a["verified"] = err == nil
	}

	if q.Key != "" {
		key, err := base64.StdEncoding.DecodeString(q.Key)
		if err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}

		block, rest := pem.Decode(key)
		if block == nil || len(rest) != 0 {
			return nil, errors.New("key: not one PEM block")
		}

		pair := &x509.PEMEncodedCertificateAndKey{Crt: crtPEM, Key: key}

		if _, err = x509.NewCertificateAuthorityFromCertificateAndKey(pair); err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}

		_, err = tls.X509KeyPair(crtPEM, key)
		a["keyFits"] = err == nil
		a["keyLabel"] = block.Type
		a["keyRoundTrip"] = bytes.Equal(key, pem.EncodeToMemory(block))
	}

	return a, nil
}
