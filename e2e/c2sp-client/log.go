package main

import (
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/tlog"
)

// checkLog follows a log from its newest checkpoint down to every entry, and from an older
// checkpoint, if a file with one is named, up to the newest.
func checkLog(prefix, vkey, olderFile string) (string, error) {
	server := newLogServer(prefix)
	message, err := server.get("checkpoint")
	if err != nil {
		return "", err
	}
	tree, err := openCheckpoint(message, vkey)
	if err != nil {
		return "", err
	}
	hashes := tlog.TileHashReader(tree, server)
	if err := checkEntries(server, tree, hashes); err != nil {
		return "", err
	}
	proven, err := checkInclusion(tree, hashes)
	if err != nil {
		return "", err
	}
	summary := fmt.Sprintf("%d entries, size %d, root %v, %d tiles, %d inclusion proofs",
		tree.N, tree.N, tree.Hash, len(server.tiles), proven)
	if olderFile == "" {
		return summary, nil
	}
	older, err := checkOlder(tree, hashes, olderFile, vkey)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, consistent with size %d", summary, older.N), nil
}

// checkEntries hashes every entry of every bundle and compares it with its leaf in the tree.
func checkEntries(server *logServer, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += tileWidth {
		width := int(min(tileWidth, tree.N-first))
		entries, err := server.readBundle(first/tileWidth, width)
		if err != nil {
			return err
		}
		leaves, err := readLeaves(hashes, first, width)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != leaves[i] {
				return fmt.Errorf("entry %d is not the one in the tree", first+int64(i))
			}
		}
	}
	return nil
}

// readLeaves reads leaf hashes that tlog has checked against the tree's root.
func readLeaves(hashes tlog.HashReader, first int64, width int) ([]tlog.Hash, error) {
	indexes := make([]int64, width)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
	}
	leaves, err := hashes.ReadHashes(indexes)
	if err != nil {
		return nil, fmt.Errorf("leaf hashes from %d: %w", first, err)
	}
	return leaves, nil
}

// checkInclusion proves and checks the first, a middle and the last entry.
func checkInclusion(tree tlog.Tree, hashes tlog.HashReader) (int, error) {
	if tree.N == 0 {
		return 0, nil
	}
	indexes := []int64{0, tree.N / 2, tree.N - 1}
	for _, index := range indexes {
		leaves, err := readLeaves(hashes, index, 1)
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return 0, fmt.Errorf("proving entry %d: %w", index, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[0]); err != nil {
			return 0, fmt.Errorf("the proof of entry %d: %w", index, err)
		}
	}
	return len(indexes), nil
}

// checkOlder proves that an older checkpoint of the same key is the beginning of this tree.
func checkOlder(tree tlog.Tree, hashes tlog.HashReader, file, vkey string) (tlog.Tree, error) {
	message, err := os.ReadFile(file)
	if err != nil {
		return tlog.Tree{}, err
	}
	older, err := openCheckpoint(message, vkey)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %w", file, err)
	}
	if older.N > tree.N {
		return tlog.Tree{}, fmt.Errorf("the log shrank from %d to %d entries", older.N, tree.N)
	}
	if older.N == 0 {
		return older, nil
	}
	proof, err := tlog.ProveTree(tree.N, older.N, hashes)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("proving consistency with size %d: %w", older.N, err)
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash); err != nil {
		return tlog.Tree{}, fmt.Errorf("not consistent with size %d: %w", older.N, err)
	}
	return older, nil
}
