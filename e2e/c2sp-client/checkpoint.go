package main

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// openCheckpoint checks a signed checkpoint against a log's verifier key (C2SP signed-note,
// tlog-checkpoint). Signatures by other keys, such as cosignatures, are ignored, as C2SP demands.
func openCheckpoint(message []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("the verifier key: %w", err)
	}
	signed, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("the checkpoint: %w", err)
	}
	return parseCheckpoint(signed.Text, verifier.Name())
}

// parseCheckpoint reads origin, size and root; a Stele log has no extension lines.
func parseCheckpoint(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, fmt.Errorf("the checkpoint has %d lines instead of 3", len(lines)-1)
	}
	if lines[0] != origin {
		return tlog.Tree{}, fmt.Errorf("the checkpoint is of %q, the key of %q", lines[0], origin)
	}
	size, err := parseDecimal(lines[1])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("the checkpoint's size: %w", err)
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("the checkpoint's root: %w", err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// parseDecimal reads an ASCII decimal without sign or leading zeros.
func parseDecimal(digits string) (int64, error) {
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || number < 0 || strconv.FormatInt(number, 10) != digits {
		return 0, fmt.Errorf("%q is not a plain decimal number", digits)
	}
	return number, nil
}

// parseHash reads the base64 of a SHA-256 hash.
func parseHash(encoded string) (tlog.Hash, error) {
	data, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(data) != tlog.HashSize {
		return tlog.Hash{}, fmt.Errorf("%q is not the base64 of 32 bytes", encoded)
	}
	return tlog.Hash(data), nil
}
