/** The charter: who is a member of the chain, and its hash, the chain's fingerprint (spec/membership.md, "Charter"). */

import { concat, rejection, toHex, utf8 } from '@stele/base';
import { keyBytes, type KeyAlgorithm } from './algorithms.ts';
import { type CborValue, encode } from './cbor.ts';
import {
  MEMBER_KEYS_MAX,
  MEMBER_NAME_BYTES_MAX,
  MEMBER_WEIGHT_MAX,
  MEMBERS_MAX,
} from './limits.ts';
import { Shape } from './shape.ts';
import type { Crypto } from './crypto.ts';
import { type Suite, suiteOf } from './suite/suite.ts';

export interface Charter {
  readonly seq: number;
  /** H of the charter before; null for genesis. */
  readonly previous: Uint8Array | null;
  readonly members: readonly Member[];
  /** Weight that makes a checkpoint proven. */
  readonly threshold: number;
  readonly suite: string;
  readonly policy: Policy;
  /** H of the calls that block 0 runs. */
  readonly setup: Uint8Array | null;
  readonly nonce: Uint8Array;
  readonly madeMs: number;
}

export interface Policy {
  readonly entries: 'public' | 'members';
  /** The rules number at height 0. */
  readonly rules: number;
}

export interface Member {
  readonly organisation: string;
  readonly name: string;
  readonly weight: number;
  readonly keys: readonly MemberKey[];
  /** Digest of a list of X.509 certificates kept elsewhere. */
  readonly certificates: Uint8Array | null;
}

export interface MemberKey {
  readonly algorithm: KeyAlgorithm;
  readonly key: Uint8Array;
}

const SHAPE = new Shape('CHARTER_MALFORMED');
const VERSION = 1;
const HASH_BYTES = 32;
const NONCE_BYTES = 16;
const SIGN_DOMAIN = utf8('stele/charter/v1');

export function encodeCharter(charter: Charter): Uint8Array {
  return encode([
    VERSION,
    charter.seq,
    charter.previous,
    charter.members.map((member) => memberToCbor(member)),
    charter.threshold,
    charter.suite,
    [charter.policy.entries === 'public' ? 0 : 1, charter.policy.rules],
    charter.setup,
    charter.nonce,
    charter.madeMs,
  ]);
}

function memberToCbor({ organisation, name, weight, keys, certificates }: Member): CborValue {
  return [
    organisation,
    name,
    weight,
    keys.map(({ algorithm, key }) => [algorithm, key]),
    certificates,
  ];
}

/** Reads a charter. Rejects with CHARTER_MALFORMED, VERSION_UNKNOWN, SUITE_UNKNOWN, ALGORITHM_UNKNOWN. */
export function decodeCharter(bytes: Uint8Array, crypto: Crypto): Charter {
  const items = SHAPE.versioned(SHAPE.decode(bytes), VERSION, 10);
  const suite = suiteOf(SHAPE.text(items[5]), crypto);
  const [entries, rules] = SHAPE.tuple(items[6], 2);
  const charter: Charter = {
    seq: SHAPE.uint(items[1]),
    previous: SHAPE.nullable(items[2], (value) => SHAPE.bytes(value, HASH_BYTES)),
    members: SHAPE.array(items[3], { min: 1, max: MEMBERS_MAX }).map((value) =>
      readMember(value, suite),
    ),
    threshold: SHAPE.uint(items[4], { min: 1 }),
    suite: suite.id,
    policy: {
      entries: SHAPE.uint(entries, { max: 1 }) === 0 ? 'public' : 'members',
      rules: SHAPE.uint(rules),
    },
    setup: SHAPE.nullable(items[7], (value) => SHAPE.bytes(value, HASH_BYTES)),
    nonce: SHAPE.bytes(items[8], NONCE_BYTES),
    madeMs: SHAPE.uint(items[9]),
  };
  checkWhole(charter);
  return charter;
}

function readMember(value: CborValue, suite: Suite): Member {
  const [organisation, name, weight, keys, certificates] = SHAPE.tuple(value, 5);
  return {
    organisation: SHAPE.identifier(organisation),
    name: readName(name),
    weight: SHAPE.uint(weight, { min: 1, max: MEMBER_WEIGHT_MAX }),
    keys: SHAPE.array(keys, { min: 1, max: MEMBER_KEYS_MAX }).map((key) => readKey(key, suite)),
    certificates: SHAPE.nullable(certificates, (digest) => SHAPE.bytes(digest, HASH_BYTES)),
  };
}

function readName(value: CborValue | undefined): string {
  const name = SHAPE.text(value);
  const length = utf8(name).length;
  if (length < 1 || length > MEMBER_NAME_BYTES_MAX) {
    throw SHAPE.malformed('a name of 1 to 200 bytes');
  }
  return name;
}

function readKey(value: CborValue, suite: Suite): MemberKey {
  const [number, key] = SHAPE.tuple(value, 2);
  const algorithm = suite.keyAlgorithms.find((admitted) => admitted === number);
  if (algorithm === undefined) throw SHAPE.malformed('a key the suite does not admit');
  return { algorithm, key: SHAPE.bytes(key, keyBytes(algorithm)) };
}

function checkWhole({ seq, previous, members, threshold, setup }: Charter): void {
  if ((seq === 0) !== (previous === null)) {
    throw SHAPE.malformed('only genesis has no previous charter');
  }
  if (seq > 0 && setup !== null) throw SHAPE.malformed('only genesis has a setup');
  members.forEach(({ organisation }, i) => {
    const before = members[i - 1]?.organisation;
    if (before !== undefined && before >= organisation) throw SHAPE.malformed('members ascend');
  });
  const keys = members.flatMap((member) => member.keys.map(({ key }) => toHex(key)));
  if (new Set(keys).size !== keys.length) throw SHAPE.malformed('a key stands twice');
  if (threshold > totalWeight(members)) throw SHAPE.malformed('a threshold nobody can reach');
}

function totalWeight(members: readonly Member[]): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

/** The weight of the organisations named, each once. */
export function weightOf(charter: Charter, organisations: ReadonlySet<string>): number {
  return totalWeight(charter.members.filter(({ organisation }) => organisations.has(organisation)));
}

/** The member that holds `key`, if any. */
export function memberOfKey(charter: Charter, { algorithm, key }: MemberKey): Member | undefined {
  const wanted = toHex(key);
  return charter.members.find((member) =>
    member.keys.some((own) => own.algorithm === algorithm && toHex(own.key) === wanted),
  );
}

/** The chain's fingerprint: H of genesis as encoded. Rejects like decodeCharter, and CHARTER_NOT_GENESIS. */
export function fingerprintOf(genesis: Uint8Array, crypto: Crypto): Uint8Array {
  const charter = decodeCharter(genesis, crypto);
  if (charter.seq !== 0) throw rejection('CHARTER_NOT_GENESIS', 'a chain starts with charter 0');
  return suiteOf(charter.suite, crypto).H(genesis);
}

/** "stele/charter/v1" ‖ fingerprint ‖ H(charter) */
export function charterSigningInput(
  suite: Suite,
  fingerprint: Uint8Array,
  charter: Uint8Array,
): Uint8Array {
  return concat(SIGN_DOMAIN, fingerprint, suite.H(charter));
}
