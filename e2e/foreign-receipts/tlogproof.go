package main

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"
)

// verifyTlogProof checks the whole proof under the log's own policy: log signature, quorum of
// cosignatures, inclusion.
func verifyTlogProof(proof, policy, entry []byte) (string, error) {
	trusted, err := torchwood.ParsePolicy(policy)
	if err != nil {
		return "", fmt.Errorf("the policy: %w", err)
	}
	if err := torchwood.VerifyProof(trusted, tlog.RecordHash(entry), proof); err != nil {
		return "", err
	}
	extra, err := torchwood.ProofExtraData(proof)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("the entry is in the log, %d bytes of extra data", len(extra)), nil
}

// sameProof says whether two proofs differ in nothing that is signed or proven: in the extra line,
// or in bits after the end of a base64 text, which torchwood lets through.
func sameProof(proof, changed []byte) bool {
	lines, others := bytes.Split(proof, []byte("\n")), bytes.Split(changed, []byte("\n"))
	if len(lines) != len(others) {
		return false
	}
	for i, line := range lines {
		if bytes.Equal(line, others[i]) || bytes.HasPrefix(line, []byte("extra ")) {
			continue
		}
		if !bytes.Equal(lastField(line), lastField(others[i])) {
			return false
		}
	}
	return true
}

// lastField decodes the base64 that a line ends in; a line without any is itself.
func lastField(line []byte) []byte {
	fields := bytes.Fields(line)
	if len(fields) == 0 {
		return line
	}
	decoded, err := base64.StdEncoding.DecodeString(string(fields[len(fields)-1]))
	if err != nil {
		return line
	}
	return append(bytes.Join(fields[:len(fields)-1], []byte(" ")), decoded...)
}
