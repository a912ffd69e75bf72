// Command c2sp-client reads a Stele log as a stranger would: it knows the C2SP formats
// (tlog-tiles, tlog-checkpoint, signed-note, tlog-proof) and nothing of Stele. Trees, proofs and
// signatures are those of the Go project's own transparency log, golang.org/x/mod/sumdb.
//
//	c2sp-client <log base url> <vkey> [older checkpoint file]
//	c2sp-client proof <proof file> <vkey> <entry file>
//
// It prints one line that begins with "ok:" and exits 0, or a sentence and exits 1.
package main

import (
	"errors"
	"fmt"
	"os"
)

const usage = `usage:
  c2sp-client <log base url> <vkey> [older checkpoint file]
  c2sp-client proof <proof file> <vkey> <entry file>`

func main() {
	summary, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "c2sp-client:", err)
		os.Exit(1)
	}
	fmt.Println("ok:", summary)
}

func run(args []string) (string, error) {
	switch {
	case len(args) == 4 && args[0] == "proof":
		return checkProofFile(args[1], args[2], args[3])
	case len(args) == 2:
		return checkLog(args[0], args[1], "")
	case len(args) == 3:
		return checkLog(args[0], args[1], args[2])
	}
	return "", errors.New(usage)
}
