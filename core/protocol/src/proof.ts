/** The C2SP `.tlog-proof` text (spec/log.md, "Proof text"): a checkpoint and an inclusion path, as text. */

import { toBase64 } from '@stele/base';
import { parseCheckpoint, readDecimal, type SignedCheckpoint } from './checkpoint.ts';
import { PROOF_HASHES_MAX } from './limits.ts';
import { malformed, readBase64 } from './note.ts';

export interface Proof {
  /** Only when served alone. */
  readonly extra?: Uint8Array;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly signed: SignedCheckpoint;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const HASH_BYTES = 32;

export interface ProofParts {
  readonly extra?: Uint8Array;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
}

export function formatProof({ extra, index, path, checkpoint }: ProofParts): string {
  const lines = [
    FIRST_LINE,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${String(index)}`,
    ...path.map((hash) => toBase64(hash)),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof text. Rejects with PROOF_MALFORMED. */
export function parseProof(text: string): Proof {
  const split = text.indexOf('\n\n');
  if (split < 0) throw malformed('no empty line before the checkpoint');
  const [first, ...rest] = text.slice(0, split).split('\n');
  if (first !== FIRST_LINE) throw malformed(`the first line is not ${FIRST_LINE}`);
  const extra = rest[0]?.startsWith('extra ') === true ? rest.shift() : undefined;
  const index = rest.shift();
  if (index?.startsWith('index ') !== true) throw malformed('no index line');
  if (rest.length > PROOF_HASHES_MAX) throw malformed('more than 63 hashes');
  return {
    ...(extra === undefined ? {} : { extra: readBase64(extra.slice('extra '.length)) }),
    index: readDecimal(index.slice('index '.length)),
    path: rest.map(readHash),
    signed: parseCheckpoint(text.slice(split + 2)),
  };
}

function readHash(line: string): Uint8Array {
  const hash = readBase64(line);
  if (hash.length !== HASH_BYTES) throw malformed('a hash has 32 bytes');
  return hash;
}
