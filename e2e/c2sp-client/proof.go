package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const proofTitle = "c2sp.org/tlog-proof@v1"

// checkProofFile checks that a tlog-proof shows an entry to be in the log of the key.
func checkProofFile(proofFile, vkey, entryFile string) (string, error) {
	text, err := os.ReadFile(proofFile)
	if err != nil {
		return "", err
	}
	entry, err := os.ReadFile(entryFile)
	if err != nil {
		return "", err
	}
	index, proof, checkpoint, err := parseProof(string(text))
	if err != nil {
		return "", fmt.Errorf("%s: %w", proofFile, err)
	}
	tree, err := openCheckpoint([]byte(checkpoint), vkey)
	if err != nil {
		return "", fmt.Errorf("%s: %w", proofFile, err)
	}
	leaf := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf); err != nil {
		return "", fmt.Errorf("%s does not prove %s: %w", proofFile, entryFile, err)
	}
	return fmt.Sprintf("entry %d is in the log of size %d, root %v", index, tree.N, tree.Hash), nil
}

// parseProof takes a tlog-proof apart: index, inclusion proof, checkpoint verbatim.
func parseProof(text string) (int64, tlog.RecordProof, string, error) {
	head, checkpoint, found := strings.Cut(text, "\n\n")
	if !found {
		return 0, nil, "", errors.New("no empty line before the checkpoint")
	}
	lines := strings.Split(head, "\n")
	if lines[0] != proofTitle {
		return 0, nil, "", fmt.Errorf("the first line is not %q", proofTitle)
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:] // opaque, and not authenticated by the proof
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return 0, nil, "", errors.New("no index line")
	}
	index, err := parseDecimal(strings.TrimPrefix(lines[0], "index "))
	if err != nil {
		return 0, nil, "", err
	}
	proof := tlog.RecordProof{}
	for _, line := range lines[1:] {
		hash, err := parseHash(line)
		if err != nil {
			return 0, nil, "", err
		}
		proof = append(proof, hash)
	}
	return index, proof, checkpoint, nil
}
