package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/veraison/go-cose"
)

const (
	labelStructure = int64(395)
	labelProofs    = int64(396)
	labelInclusion = int64(-1)
	rfc9162SHA256  = int64(1)
)

// inclusion is an inclusion-proof of RFC 9942, section 5.2.
type inclusion struct {
	_     struct{} `cbor:",toarray"`
	Size  uint64
	Index uint64
	Path  [][]byte
}

// verifyCose computes the root from the entry and the inclusion proof, and takes it for the
// detached payload under the signature.
func verifyCose(receipt, keySet, entry []byte) (string, error) {
	var message cose.Sign1Message
	if err := message.UnmarshalCBOR(receipt); err != nil {
		return "", err
	}
	if message.Payload != nil {
		return "", errors.New("the payload is not detached")
	}
	if message.Headers.Protected[labelStructure] != rfc9162SHA256 {
		return "", errors.New("not a tree of RFC 9162 over SHA-256")
	}
	proven, err := readInclusion(message.Headers.Unprotected)
	if err != nil {
		return "", err
	}
	hasher := rfc6962.DefaultHasher
	leaf := hasher.HashLeaf(entry)
	root, err := proof.RootFromInclusionProof(hasher, proven.Index, proven.Size, leaf, proven.Path)
	if err != nil {
		return "", err
	}
	verifier, err := findKey(keySet, message.Headers.Protected)
	if err != nil {
		return "", err
	}
	message.Payload = root
	if err := message.Verify(nil, verifier); err != nil {
		return "", err
	}
	return fmt.Sprintf("entry %d is in a tree of %d", proven.Index, proven.Size), nil
}

func readInclusion(unprotected cose.UnprotectedHeader) (inclusion, error) {
	var read inclusion
	proofs, isMap := unprotected[labelProofs].(map[any]any)
	if !isMap {
		return read, errors.New("no proofs")
	}
	list, isList := proofs[labelInclusion].([]any)
	if !isList || len(list) != 1 {
		return read, errors.New("not one inclusion proof")
	}
	encoded, isBytes := list[0].([]byte)
	if !isBytes {
		return read, errors.New("an inclusion proof that is not bytes")
	}
	return read, cbor.Unmarshal(encoded, &read)
}

// findKey is the key of the set with the receipt's key identifier, for the receipt's algorithm.
func findKey(keySet []byte, protected cose.ProtectedHeader) (cose.Verifier, error) {
	identifier, isBytes := protected[cose.HeaderLabelKeyID].([]byte)
	if !isBytes {
		return nil, errors.New("no key identifier")
	}
	var keys []cose.Key
	if err := cbor.Unmarshal(keySet, &keys); err != nil {
		return nil, fmt.Errorf("the key set: %w", err)
	}
	for _, key := range keys {
		if bytes.Equal(key.ID, identifier) {
			return key.Verifier()
		}
	}
	return nil, errors.New("no key of that identifier")
}
