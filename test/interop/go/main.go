// Judge reads a log with public modules only and knows nothing of autogov's code:
// golang.org/x/mod/sumdb (note, tlog) and go-securesystemslib (dsse).
//
//	judge <log folder> <vkey>
//
// It prints one line of JSON, and exits 1 with the reason at the first thing that does not hold.
package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: judge <log folder> <vkey>")
		os.Exit(2)
	}
	report, err := judge(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(report)
}

type report struct {
	Size       int64  `json:"size"`
	Root       string `json:"root"`
	Signatures int    `json:"signatures"`
	Proofs     int    `json:"proofs"`
}

func judge(folder, vkey string) (*report, error) {
	size, root, err := readCheckpoint(filepath.Join(folder, "checkpoint"), vkey)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	lines, err := readLines(filepath.Join(folder, "records"))
	if err != nil {
		return nil, err
	}
	if int64(len(lines)) != size {
		return nil, fmt.Errorf("%d records, checkpoint says %d", len(lines), size)
	}

	stored, err := storeHashes(lines)
	if err != nil {
		return nil, err
	}
	ours, err := os.ReadFile(filepath.Join(folder, "hashes.bin"))
	if err != nil {
		return nil, err
	}
	var theirs []byte
	for _, hash := range stored {
		theirs = append(theirs, hash[:]...)
	}
	if !bytes.Equal(ours, theirs) {
		return nil, errors.New("hashes.bin is not what StoredHashes gives")
	}

	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			copy(out[i][:], ours[index*tlog.HashSize:])
		}
		return out, nil
	})
	computed, err := tlog.TreeHash(size, reader)
	if err != nil {
		return nil, err
	}
	if computed != root {
		return nil, errors.New("the records do not lead to the root of the checkpoint")
	}
	proofs, err := checkProofs(size, root, lines, reader)
	if err != nil {
		return nil, err
	}
	signatures, err := checkEnvelopes(lines)
	if err != nil {
		return nil, err
	}
	return &report{size, root.String(), signatures, proofs}, nil
}

func readCheckpoint(path, vkey string) (int64, tlog.Hash, error) {
	var none tlog.Hash
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, none, err
	}
	message, err := os.ReadFile(path)
	if err != nil {
		return 0, none, err
	}
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return 0, none, err
	}
	parts := strings.Split(opened.Text, "\n")
	if len(parts) != 4 || parts[0] != verifier.Name() || parts[3] != "" {
		return 0, none, errors.New("not origin, size, root")
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return 0, none, err
	}
	root, err := tlog.ParseHash(parts[2])
	return size, root, err
}

func readLines(folder string) ([][]byte, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	var lines [][]byte
	for _, name := range names { // Glob sorts
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if len(content) == 0 || content[len(content)-1] != '\n' {
			return nil, fmt.Errorf("%s does not end with a line feed", name)
		}
		lines = append(lines, bytes.Split(content[:len(content)-1], []byte("\n"))...)
	}
	return lines, nil
}

func storeHashes(lines [][]byte) ([]tlog.Hash, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = stored[index]
		}
		return out, nil
	})
	for i, line := range lines {
		hashes, err := tlog.StoredHashes(int64(i), line, reader)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	return stored, nil
}

// checkProofs makes and checks inclusion and consistency proofs at every power of two and its neighbours.
func checkProofs(size int64, root tlog.Hash, lines [][]byte, reader tlog.HashReader) (int, error) {
	proofs := 0
	for _, at := range interesting(size) {
		inclusion, err := tlog.ProveRecord(size, at, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(inclusion, size, root, at, tlog.RecordHash(lines[at])); err != nil {
			return 0, fmt.Errorf("inclusion of %d: %w", at, err)
		}
		older := at + 1
		olderRoot, err := tlog.TreeHash(older, reader)
		if err != nil {
			return 0, err
		}
		consistency, err := tlog.ProveTree(size, older, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(consistency, size, root, older, olderRoot); err != nil {
			return 0, fmt.Errorf("consistency with %d: %w", older, err)
		}
		proofs += 2
	}
	return proofs, nil
}

func interesting(size int64) []int64 {
	var found []int64
	for power := int64(1); power <= size; power *= 2 {
		for _, at := range []int64{power - 1, power} {
			if at < size && (len(found) == 0 || found[len(found)-1] < at) {
				found = append(found, at)
			}
		}
	}
	if last := size - 1; len(found) == 0 || found[len(found)-1] < last {
		found = append(found, last)
	}
	return found
}

// sshVerifier checks a raw Ed25519 signature; its id is the OpenSSH fingerprint.
type sshVerifier struct {
	key   ed25519.PublicKey
	keyID string
}

func (v sshVerifier) Verify(_ context.Context, data, sig []byte) error {
	if !ed25519.Verify(v.key, data, sig) {
		return errors.New("bad signature")
	}
	return nil
}
func (v sshVerifier) KeyID() (string, error)   { return v.keyID, nil }
func (v sshVerifier) Public() crypto.PublicKey { return v.key }

func checkEnvelopes(lines [][]byte) (int, error) {
	for i, line := range lines {
		if err := checkEnvelope(line); err != nil {
			return 0, fmt.Errorf("record %d: %w", i, err)
		}
	}
	return len(lines), nil
}

func checkEnvelope(line []byte) error {
	var envelope dsse.Envelope
	if err := json.Unmarshal(line, &envelope); err != nil {
		return err
	}
	if envelope.PayloadType != "application/vnd.in-toto+json" {
		return errors.New("payload type")
	}
	payload, err := envelope.DecodeB64Payload()
	if err != nil {
		return err
	}
	var statement struct {
		Type          string `json:"_type"`
		PredicateType string `json:"predicateType"`
		Predicate     struct {
			Actor struct {
				Key string `json:"key"`
			} `json:"actor"`
		} `json:"predicate"`
	}
	if err := json.Unmarshal(payload, &statement); err != nil {
		return err
	}
	if statement.Type != "https://in-toto.io/Statement/v1" || !strings.HasPrefix(statement.PredicateType, "urn:autogov:predicate:") {
		return errors.New("not a statement of ours")
	}
	verifier, err := parseSSH(statement.Predicate.Actor.Key)
	if err != nil {
		return err
	}
	checker, err := dsse.NewEnvelopeVerifier(verifier)
	if err != nil {
		return err
	}
	accepted, err := checker.Verify(context.Background(), &envelope)
	if err != nil {
		return err
	}
	if len(accepted) != 1 || accepted[0].KeyID != verifier.keyID {
		return errors.New("the key id is not the fingerprint")
	}
	return nil
}

func parseSSH(line string) (sshVerifier, error) {
	var none sshVerifier
	fields := strings.Fields(line)
	if len(fields) < 2 || fields[0] != "ssh-ed25519" {
		return none, errors.New("not an ssh-ed25519 key")
	}
	blob, err := base64.StdEncoding.DecodeString(fields[1])
	if err != nil {
		return none, err
	}
	if len(blob) != 51 || binary.BigEndian.Uint32(blob[15:]) != ed25519.PublicKeySize {
		return none, errors.New("not a 32-byte key")
	}
	sum := sha256.Sum256(blob)
	keyID := "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
	return sshVerifier{ed25519.PublicKey(blob[19:]), keyID}, nil
}
