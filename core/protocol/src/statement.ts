/** Node statements: a member lets a node speak for it for a time (spec/membership.md, "Node statement"). */

import { compare, concat, utf8 } from '@stele/base';
import { type CborValue, encode } from './cbor.ts';
import { NOTE_TYPE_COSIGNATURE, NOTE_TYPE_ED25519 } from './note.ts';
import { Shape } from './shape.ts';

export interface Statement {
  readonly organisation: string;
  readonly node: string;
  readonly keys: readonly StatementKey[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export interface StatementKey {
  /** C2SP signature type: 1 log key, 4 cosigner key. */
  readonly type: number;
  readonly key: Uint8Array;
}

const SHAPE = new Shape('STATEMENT_MALFORMED');
const VERSION = 1;
const KEYS_MAX = 8;
const TYPE_MAX = 255;
const ED25519_KEY_BYTES = 32;
const SIGN_DOMAIN = utf8('stele/statement/v1');

export function encodeStatement(statement: Statement): Uint8Array {
  const { organisation, node, keys, notBeforeMs, notAfterMs } = statement;
  return encode([
    VERSION,
    organisation,
    node,
    keys.map(({ type, key }) => [type, key]),
    notBeforeMs,
    notAfterMs,
  ]);
}

/** Reads a statement. Rejects with STATEMENT_MALFORMED or VERSION_UNKNOWN. */
export function decodeStatement(bytes: Uint8Array): Statement {
  const items = SHAPE.versioned(SHAPE.decode(bytes), VERSION, 6);
  const statement: Statement = {
    organisation: SHAPE.identifier(items[1]),
    node: SHAPE.identifier(items[2]),
    keys: SHAPE.array(items[3], { min: 2, max: KEYS_MAX }).map(readKey),
    notBeforeMs: SHAPE.uint(items[4]),
    notAfterMs: SHAPE.uint(items[5]),
  };
  checkWhole(statement);
  return statement;
}

function readKey(value: CborValue): StatementKey {
  const [number, key] = SHAPE.tuple(value, 2);
  const type = SHAPE.uint(number, { min: 1, max: TYPE_MAX });
  const known = type === NOTE_TYPE_ED25519 || type === NOTE_TYPE_COSIGNATURE;
  return { type, key: SHAPE.bytes(key, known ? ED25519_KEY_BYTES : undefined) };
}

function checkWhole({ keys, notBeforeMs, notAfterMs }: Statement): void {
  if (notBeforeMs >= notAfterMs) throw SHAPE.malformed('a statement that ends before it begins');
  keys.forEach(({ type }, i) => {
    const before = keys[i - 1]?.type;
    if (before !== undefined && before >= type) {
      throw SHAPE.malformed('key types ascend, each once');
    }
  });
  const [log, cosigner] = keys;
  if (log?.type !== NOTE_TYPE_ED25519 || cosigner?.type !== NOTE_TYPE_COSIGNATURE) {
    throw SHAPE.malformed('not a log key, then a cosigner key');
  }
  if (compare(log.key, cosigner.key) === 0) throw SHAPE.malformed('one key for log and cosigner');
}

/** The statement's key of a C2SP type; log and cosigner keys are always there. */
export function statementKey(statement: Statement, type: number): Uint8Array {
  const found = statement.keys.find((key) => key.type === type);
  if (found === undefined) throw SHAPE.malformed(`no key of type ${String(type)}`);
  return found.key;
}

/** "stele/statement/v1" ‖ fingerprint ‖ statement */
export function statementSigningInput(fingerprint: Uint8Array, statement: Uint8Array): Uint8Array {
  return concat(SIGN_DOMAIN, fingerprint, statement);
}
