//go:build pin

package main

// SOPS is read as source and never built; this keeps it in go.mod.
import _ "github.com/getsops/sops/v3/config"
