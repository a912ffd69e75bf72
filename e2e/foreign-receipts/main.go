// Command foreign-receipts verifies receipts with libraries that are not Stele's: COSE Receipts
// (RFC 9942) by veraison/go-cose and transparency-dev/merkle, C2SP tlog-proofs by
// filippo.io/torchwood. It knows nothing of Stele.
//
//	foreign-receipts cose <receipt> <key set> <entry>
//	foreign-receipts tlog-proof <proof> <policy> <entry>
//
// It then changes every byte of receipt and entry in turn and demands that each change is refused.
// It prints one line that begins with "ok:" and exits 0, or a sentence and exits 1.
package main

import (
	"errors"
	"fmt"
	"os"
)

const usage = `usage:
  foreign-receipts cose <receipt> <key set> <entry>
  foreign-receipts tlog-proof <proof> <policy> <entry>`

// form is one form of receipt: verify says what it proves, sameValue whether two spellings of it
// mean the same, so that accepting both is no fault.
type form struct {
	verify    func(receipt, trust, entry []byte) (string, error)
	sameValue func(receipt, changed []byte) bool
}

var forms = map[string]form{
	"cose":       {verifyCose, func(_, _ []byte) bool { return false }},
	"tlog-proof": {verifyTlogProof, sameProof},
}

func main() {
	summary, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "foreign-receipts:", err)
		os.Exit(1)
	}
	fmt.Println("ok:", summary)
}

func run(args []string) (string, error) {
	if len(args) != 4 {
		return "", errors.New(usage)
	}
	chosen, known := forms[args[0]]
	if !known {
		return "", errors.New(usage)
	}
	var files [3][]byte
	for i, name := range args[1:] {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		files[i] = content
	}
	summary, err := chosen.verify(files[0], files[1], files[2])
	if err != nil {
		return "", err
	}
	refused, err := refuseChanges(chosen, files)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s; %d changed bytes refused", summary, refused), nil
}

// refuseChanges changes one bit of every byte of receipt and entry.
func refuseChanges(chosen form, files [3][]byte) (int, error) {
	refused := 0
	for _, file := range []int{0, 2} {
		for at := range files[file] {
			changed := files
			changed[file] = append([]byte(nil), files[file]...)
			changed[file][at] ^= 1
			_, err := chosen.verify(changed[0], changed[1], changed[2])
			switch {
			case err != nil:
				refused++
			case file != 0 || !chosen.sameValue(files[0], changed[0]):
				return 0, fmt.Errorf("accepted with byte %d of file %d changed", at, file+1)
			}
		}
	}
	return refused, nil
}
