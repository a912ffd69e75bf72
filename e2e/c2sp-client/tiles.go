package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// tileHeight is fixed by tlog-tiles: 256 hashes a tile, 256 entries a bundle.
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	// A bundle of 256 entries of 65535 bytes, each with its length, is just below 16 MiB.
	responseBytesMax = 16 << 20
	requestTimeout   = 30 * time.Second
)

// logServer is a log's URL prefix. It implements tlog.TileReader.
type logServer struct {
	prefix string
	client *http.Client
	// tiles that tlog found to be in the tree, by path.
	tiles map[string][]byte
}

func newLogServer(prefix string) *logServer {
	return &logServer{
		prefix: strings.TrimSuffix(prefix, "/"),
		client: &http.Client{Timeout: requestTimeout},
		tiles:  map[string][]byte{},
	}
}

// get reads a resource whole.
func (s *logServer) get(path string) ([]byte, error) {
	response, err := s.client.Get(s.prefix + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, responseBytesMax+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(data) > responseBytesMax {
		return nil, fmt.Errorf("%s: more than %d bytes", path, responseBytesMax)
	}
	return data, nil
}

// c2spPath is the path of a tile under tlog-tiles, which has neither the height nor the word
// "data" of the Go project's log: tile/8/0/x001/234 is tile/0/x001/234, tile/8/data/000 is
// tile/entries/000.
func c2spPath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	if rest, isData := strings.CutPrefix(path, "data/"); isData {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// Height is the height of all tiles.
func (s *logServer) Height() int { return tileHeight }

// ReadTiles fetches tiles; tlog checks them against the tree before it uses them.
func (s *logServer) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	contents := make([][]byte, len(tiles))
	for i, tile := range tiles {
		content, err := s.readTile(tile)
		if err != nil {
			return nil, err
		}
		contents[i] = content
	}
	return contents, nil
}

func (s *logServer) readTile(tile tlog.Tile) ([]byte, error) {
	path := c2spPath(tile)
	if known, ok := s.tiles[path]; ok {
		return known, nil
	}
	content, err := s.get(path)
	if err != nil {
		return nil, err
	}
	if len(content) != tile.W*tlog.HashSize {
		return nil, fmt.Errorf("%s: %d bytes instead of %d", path, len(content), tile.W*tlog.HashSize)
	}
	return content, nil
}

// SaveTiles keeps tiles that tlog has found to be in the tree.
func (s *logServer) SaveTiles(tiles []tlog.Tile, contents [][]byte) {
	for i, tile := range tiles {
		s.tiles[c2spPath(tile)] = contents[i]
	}
}

// readBundle fetches entry bundle n, which must hold exactly width entries.
func (s *logServer) readBundle(n int64, width int) ([][]byte, error) {
	path := c2spPath(tlog.Tile{H: tileHeight, L: -1, N: n, W: width})
	data, err := s.get(path)
	if err != nil {
		return nil, err
	}
	entries, err := splitBundle(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(entries) != width {
		return nil, fmt.Errorf("%s: %d entries instead of %d", path, len(entries), width)
	}
	return entries, nil
}

// splitBundle takes entries apart, each with its length in two bytes before it.
func splitBundle(data []byte) ([][]byte, error) {
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, errors.New("a length cut short")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		if len(data) < end {
			return nil, errors.New("an entry cut short")
		}
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	return entries, nil
}
