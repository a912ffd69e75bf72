/**
 * Vectors of the structures in spec/: for each kind some valid examples, and every way of breaking one that its definition names,
 * with the code that must answer. The expectations are written here by hand; nothing is copied from what the code says.
 */

import { utf8 } from '@stele/base';
import {
  type CborValue,
  decode,
  encode,
  encodeCharter,
  encodeEffect,
  encodeEntry,
  encodeEnvelope,
  encodeHeader,
  encodeItem,
  encodeNote,
  encodeSignature,
  encodeStatement,
  encodeSystemAct,
  principalToCbor,
  type Principal,
} from '@stele/protocol';
import { CUSTOMER, FILE } from './made-receipt.ts';
import {
  ACTOR,
  ACCOUNT,
  batchCall,
  charterOf,
  contentOf,
  ed25519Signer,
  itemOf,
  memberOf,
  organisation,
  p256Signer,
  recordCall,
  seeded,
  signedBy,
  signedTransaction,
  START_MS,
  statementOf,
  suite,
} from './world.ts';

export interface Example {
  readonly name: string;
  readonly bytes: Uint8Array;
}
export interface Broken extends Example {
  readonly code: string;
}
export interface Structure {
  readonly kind: string;
  readonly spec: string;
  readonly valid: readonly Example[];
  readonly invalid: readonly Broken[];
}

type Editable = CborValue | Editable[];

/** Decodes, lets `change` alter the value, and encodes again. */
function edit(bytes: Uint8Array, change: (value: Editable[]) => void): Uint8Array {
  const value = structuredClone(decode(bytes)) as Editable[];
  change(value);
  return encode(value);
}

function list(value: Editable | undefined): Editable[] {
  return value as Editable[];
}

/** Replaces the element at `path` (indexes from the outside in). */
function put(bytes: Uint8Array, path: readonly number[], value: Editable): Uint8Array {
  return edit(bytes, (root) => {
    let at = root;
    for (const index of path.slice(0, -1)) at = list(at[index]);
    at[path.at(-1) ?? 0] = value;
  });
}

/** One more element at the end, one less, no array at all, not canonical, cut short. */
function shapeErrors(name: string, bytes: Uint8Array, code: string): Broken[] {
  return [
    { name: `${name}: one element more`, bytes: edit(bytes, (value) => void value.push(0)), code },
    { name: `${name}: one element less`, bytes: edit(bytes, (value) => void value.pop()), code },
    { name: `${name}: a map`, bytes: encode(new Map()), code },
    { name: `${name}: nothing`, bytes: new Uint8Array(0), code },
    { name: `${name}: a byte after it`, bytes: Uint8Array.from([...bytes, 0]), code },
    { name: `${name}: cut short`, bytes: bytes.subarray(0, -1), code },
  ];
}

function versionError(name: string, bytes: Uint8Array, at = 0): Broken {
  return { name: `${name}: version 2`, bytes: put(bytes, [at], 2), code: 'VERSION_UNKNOWN' };
}

const KEY: Principal = { kind: 'key', hash: seeded('key-hash') };
const THRESHOLD: Principal = {
  kind: 'threshold',
  m: 2,
  members: [KEY, ACTOR, { kind: 'contract', contract: 'evidence' }],
};

function nested(depth: number): Principal {
  return depth === 0 ? KEY : { kind: 'threshold', m: 1, members: [nested(depth - 1)] };
}

function wide(leaves: number): Principal {
  const members = Array.from({ length: leaves }, (_, i): Principal => ({
    kind: 'key',
    hash: seeded(`leaf/${String(i)}`),
  }));
  return { kind: 'threshold', m: 1, members };
}

function principals(): Structure {
  const code = 'PRINCIPAL_MALFORMED';
  const encoded = (principal: Principal): Uint8Array => encode(principalToCbor(principal));
  const raw = (name: string, value: CborValue): Broken => ({ name, bytes: encode(value), code });
  return {
    kind: 'principal',
    spec: 'transaction.md#principal',
    valid: [
      { name: 'key', bytes: encoded(KEY) },
      { name: 'account', bytes: encoded(ACTOR) },
      { name: 'role', bytes: encoded({ kind: 'role', organisation: 'court-1', role: 'clerk' }) },
      { name: 'contract', bytes: encoded({ kind: 'contract', contract: 'evidence' }) },
      { name: 'two of three', bytes: encoded(THRESHOLD) },
      { name: 'three levels', bytes: encoded(nested(3)) },
      { name: 'sixteen leaves', bytes: encoded(wide(16)) },
    ],
    invalid: [
      raw('unknown kind', [5, seeded('x')]),
      raw('key hash of 31 bytes', [0, seeded('x', 31)]),
      raw('account of 17 bytes', [1, seeded('x', 17)]),
      raw('account with a third element', [1, ACCOUNT, 0]),
      raw('role without organisation', [2, 'clerk']),
      raw('role with an upper-case letter', [2, 'court', 'Clerk']),
      raw('identifier of 33 characters', [3, 'a'.repeat(33)]),
      raw('identifier that starts with a hyphen', [3, '-a']),
      raw('empty identifier', [3, '']),
      raw('none of one', [4, 0, [[0, seeded('x')]]]),
      raw('two of one', [4, 2, [[0, seeded('x')]]]),
      raw('no members', [4, 1, []]),
      raw('members out of order', [
        4,
        1,
        [
          [1, ACCOUNT],
          [0, seeded('x')],
        ],
      ]),
      raw('a member twice', [
        4,
        1,
        [
          [1, ACCOUNT],
          [1, ACCOUNT],
        ],
      ]),
      raw('four levels', principalToCbor(nested(4))),
      raw('seventeen leaves', principalToCbor(wide(17))),
      raw('a number', 7),
    ],
  };
}

function transactions(): Structure {
  const fingerprint = seeded('fingerprint');
  const content = contentOf(fingerprint, [recordCall(itemOf(FILE))]);
  const signed = (
    changes: Parameters<typeof contentOf>[2] = {},
    signers = [CUSTOMER],
  ): Uint8Array => signedTransaction(fingerprint, { ...content, ...changes }, signers);
  const good = signed();
  const bodyOf = (tx: Uint8Array): Uint8Array => (decode(tx) as readonly [number, Uint8Array])[1];
  const withBody = (path: readonly number[], value: Editable): Uint8Array =>
    put(good, [1], put(bodyOf(good), path, value));
  const code = 'TX_MALFORMED';
  const body = (name: string, path: readonly number[], value: Editable, other = code): Broken => ({
    name,
    bytes: withBody(path, value),
    code: other,
  });
  const items: readonly Uint8Array[] = [utf8('a'), utf8('b')];
  const root = [seeded('root'), items.length, 2, 0];
  const call = [...(decode(bodyOf(good)) as readonly CborValue[])][5] as readonly CborValue[];
  const triple = list((decode(good) as readonly Editable[])[2]);
  return {
    kind: 'transaction',
    spec: 'transaction.md#transaction',
    valid: [
      { name: 'one inline record', bytes: good },
      { name: 'a payer', bytes: signed({ payer: THRESHOLD }) },
      { name: 'control lane', bytes: signed({ lane: 'control' }) },
      {
        name: 'two signers of two algorithms',
        bytes: signed({}, [p256Signer('second'), CUSTOMER]),
      },
      {
        name: 'a batch with its payload',
        bytes: signed({
          calls: [batchCall()],
          payloads: [{ root: seeded('root'), count: 2, bytes: 2, kind: 'items' }],
        }),
      },
      {
        name: 'an extension that is not critical',
        bytes: signed({ extensions: new Map([[1000, 'anything']]) }),
      },
      {
        name: 'sixteen calls',
        bytes: signed({ calls: Array.from({ length: 16 }, () => batchCall()) }),
      },
    ],
    invalid: [
      ...shapeErrors('transaction', good, code),
      versionError('transaction', good),
      { name: 'body is text', bytes: put(good, [1], 'body'), code },
      { name: 'no signature', bytes: put(good, [2], []), code },
      {
        name: 'thirty-three signatures',
        bytes: put(
          good,
          [2],
          Array.from({ length: 33 }, (_, i) => [1, Uint8Array.of(i), seeded('s', 64)]),
        ),
        code,
      },
      { name: 'one key signs twice', bytes: put(good, [2], [...triple, ...triple]), code },
      {
        name: 'signatures out of order',
        bytes: edit(
          signed({}, [p256Signer('second'), CUSTOMER]),
          (value) => void list(value[2]).reverse(),
        ),
        code,
      },
      { name: 'signature of two elements', bytes: put(good, [2], [[1, seeded('k')]]), code },
      { name: 'unknown key algorithm', bytes: put(good, [2, 0, 0], 9), code: 'ALGORITHM_UNKNOWN' },
      {
        name: 'unknown key algorithm, and a signature of two elements',
        bytes: put(
          good,
          [2],
          [
            [9, seeded('k'), seeded('s')],
            [1, seeded('k')],
          ],
        ),
        code,
      },
      {
        name: 'critical extension, and no signature',
        bytes: put(signed({ extensions: new Map([[1, 0]]) }), [2], []),
        code: 'EXTENSION_UNKNOWN',
      },
      body('chain of 7 bytes', [0], seeded('x', 7)),
      body('validity as text', [1], '1'),
      body('validity of 2^53', [1], 2n ** 53n),
      body('salt of 15 bytes', [2], seeded('x', 15)),
      body('a malformed payer', [3], [9, 9], 'PRINCIPAL_MALFORMED'),
      body('lane 2', [4], 2),
      body('no call', [5], []),
      body(
        'seventeen calls',
        [5],
        Array.from({ length: 17 }, () => call[0] ?? null),
      ),
      body('a call of three elements', [5, 0], ['a', 'b', []]),
      body('a contract that is no identifier', [5, 0, 0], 'Evidence'),
      body('arguments that are a map', [5, 0, 2], new Map()),
      body('no actor', [5, 0, 3], []),
      body('a malformed actor', [5, 0, 3, 0], [1, seeded('x', 15)], 'PRINCIPAL_MALFORMED'),
      body(
        'seventeen actors',
        [5, 0, 3],
        Array.from({ length: 17 }, () => [1, ACCOUNT]),
      ),
      body(
        'seventeen payloads',
        [6],
        Array.from({ length: 17 }, () => root),
      ),
      body('a payload of no leaf', [6], [[seeded('root'), 0, 2, 0]]),
      body('a payload of 10 001 leaves', [6], [[seeded('root'), 10_001, 2, 0]]),
      body('a payload of no bytes', [6], [[seeded('root'), 1, 0, 0]]),
      body('a payload of more than PAYLOAD', [6], [[seeded('root'), 1, 1_572_865, 0]]),
      body('a payload of kind 2', [6], [[seeded('root'), 1, 1, 2]]),
      body('a payload root of 31 bytes', [6], [[seeded('root', 31), 1, 1, 0]]),
      body('extensions as an array', [7], []),
      body('an extension named by text', [7], new Map([['a', 1]])),
      body('an extension numbered 2^53', [7], new Map([[2n ** 53n, 1]])),
      body('an extension numbered −1', [7], new Map([[-1, 1]])),
      body('critical extension 1', [7], new Map([[1, 0]]), 'EXTENSION_UNKNOWN'),
      body('critical extension 999', [7], new Map([[999, 0]]), 'EXTENSION_UNKNOWN'),
      {
        name: 'body with an element more',
        bytes: put(
          good,
          [1],
          edit(bodyOf(good), (value) => void value.push(0)),
        ),
        code,
      },
      {
        name: 'body that is not canonical',
        bytes: put(good, [1], Uint8Array.from([0x98, 8, ...bodyOf(good).subarray(1)])),
        code,
      },
    ],
  };
}

const OUTCOME = { height: 1, index: 3, timeMs: START_MS, code: '', firstEffect: 1, effectCount: 2 };

function entries(): Structure {
  const code = 'ENTRY_MALFORMED';
  const transaction = encodeEntry({ kind: 'transaction', content: utf8('tx'), outcome: OUTCOME });
  const header = encodeEntry({ kind: 'header', content: utf8('header') });
  const at = (name: string, path: readonly number[], value: Editable): Broken => ({
    name,
    bytes: put(transaction, path, value),
    code,
  });
  return {
    kind: 'entry',
    spec: 'block.md#entry',
    valid: [
      { name: 'transaction', bytes: transaction },
      {
        name: 'refused transaction',
        bytes: encodeEntry({
          kind: 'transaction',
          content: utf8('tx'),
          outcome: { ...OUTCOME, code: 'RECORD_EXISTS', effectCount: 0 },
        }),
      },
      { name: 'header', bytes: header },
      {
        name: 'system',
        bytes: encodeEntry({ kind: 'system', content: utf8('act'), outcome: OUTCOME }),
      },
      { name: 'a code of 40 characters', bytes: put(transaction, [3, 3], 'A'.repeat(40)) },
    ],
    invalid: [
      ...shapeErrors('entry', transaction, code),
      versionError('entry', transaction, 1),
      at('kind 3', [0], 3),
      at('content as text', [2], 'tx'),
      at('transaction without outcome', [3], null),
      { name: 'header with outcome', bytes: put(transaction, [0], 1), code },
      { name: 'system act without outcome', bytes: put(header, [0], 2), code },
      at('outcome of five elements', [3], [1, 3, START_MS, '', 1]),
      at('a negative height', [3, 0], -1),
      at('an index of 2^53', [3, 1], 2n ** 53n),
      at('a lower-case code', [3, 3], 'refused'),
      at('a code that starts with a digit', [3, 3], '1A'),
      at('a code of 41 characters', [3, 3], 'A'.repeat(41)),
      at('a code with a newline', [3, 3], 'A\n'),
      at('a code that is null', [3, 3], null),
      at('larger than ENTRY', [2], seeded('x', 65_535)),
    ],
  };
}

function headers(): Structure {
  const code = 'HEADER_MALFORMED';
  const good = encodeHeader({
    height: 7,
    firstIndex: 30,
    previousRoot: seeded('previous'),
    timeMs: START_MS,
    epoch: 0,
    engineHeight: 7,
    sealed: false,
    rules: 1,
    firstEffect: 12,
    effectCount: 3,
    effectsRoot: seeded('effects'),
    liveRoot: seeded('live'),
    charter: seeded('charter'),
    suiteRoot: null,
    extensions: new Map(),
  });
  const at = (name: string, path: readonly number[], value: Editable): Broken => ({
    name,
    bytes: put(good, path, value),
    code,
  });
  return {
    kind: 'header',
    spec: 'block.md#header',
    valid: [
      { name: 'header', bytes: good },
      { name: 'with a suite root', bytes: put(good, [10], seeded('suite')) },
      { name: 'sealed', bytes: put(good, [5, 2], true) },
      { name: 'with an extension', bytes: put(good, [11], new Map([[1001, 'x']])) },
    ],
    invalid: [
      ...shapeErrors('header', good, code),
      versionError('header', good),
      at('previous root of 31 bytes', [3], seeded('x', 31)),
      at('previous root null', [3], null),
      at('a negative height', [1], -1),
      at('a time as text', [4], 'now'),
      at('rules null', [6], null),
      at('an effect number of 2^53', [7, 0], 2n ** 53n),
      at('a charter of 31 bytes', [9], seeded('x', 31)),
      at('a live root of 31 bytes', [8], seeded('x', 31)),
      at('sealed as a number', [5, 2], 0),
      at('engine of two elements', [5], [0, 1]),
      at('effects of two elements', [7], [0, 1]),
      at('effects root of 33 bytes', [7, 2], seeded('x', 33)),
      at('suite root of 16 bytes', [10], seeded('x', 16)),
      at('an extension numbered 2^53', [11], new Map([[2n ** 53n, 1]])),
      {
        name: 'critical extension',
        bytes: put(good, [11], new Map([[5, 0]])),
        code: 'EXTENSION_UNKNOWN',
      },
    ],
  };
}

function systemActs(): Structure {
  const code = 'SYSTEM_MALFORMED';
  const call = encodeSystemAct({ subject: 'call', call: batchCall() });
  const lineage = encodeSystemAct({
    subject: 'lineage',
    oldOrigin: 'stele/00',
    size: 9,
    root: seeded('root'),
    reason: 'restored',
  });
  const key = seeded('timer', 10);
  const timer = encodeSystemAct({
    subject: 'timer',
    atMs: 1_790_000_000_000,
    contract: 'assets',
    key,
  });
  return {
    kind: 'system',
    spec: 'block.md#entry',
    valid: [
      {
        name: 'charter',
        bytes: encodeSystemAct({
          subject: 'charter',
          charter: encodeCharter(charterOf([organisation('a')])),
        }),
      },
      { name: 'call', bytes: call },
      { name: 'lineage', bytes: lineage },
      { name: 'timer', bytes: timer },
      { name: 'timer with the longest key', bytes: put(timer, [1, 2], seeded('timer', 64)) },
      { name: 'timer with an empty key', bytes: put(timer, [1, 2], new Uint8Array(0)) },
    ],
    invalid: [
      ...shapeErrors('system act', call, code),
      { name: 'subject 4', bytes: put(call, [0], 4), code },
      { name: 'a call that is said to be a timer', bytes: put(call, [0], 3), code },
      { name: 'charter that is no bytes', bytes: encode([0, 'charter']), code },
      { name: 'call that is no array', bytes: encode([1, 1]), code },
      {
        name: 'call with a malformed actor',
        bytes: put(call, [1, 3, 0], [1, 1]),
        code: 'PRINCIPAL_MALFORMED',
      },
      {
        name: 'lineage with a root of 31 bytes',
        bytes: put(lineage, [1, 2], seeded('x', 31)),
        code,
      },
      { name: 'timer with a key of 65 bytes', bytes: put(timer, [1, 2], seeded('x', 65)), code },
      { name: 'timer of no contract', bytes: put(timer, [1, 1], 'Assets'), code },
      { name: 'timer with a negative time', bytes: put(timer, [1, 0], -1), code },
    ],
  };
}

function effects(): Structure {
  const code = 'EFFECT_MALFORMED';
  const good = encodeEffect({
    position: 1,
    kind: 'put',
    contract: 'evidence',
    table: 'records',
    key: seeded('key'),
    value: utf8('v'),
  });
  const result = encodeEffect({
    position: 9,
    kind: 'result',
    contract: 'a',
    table: 'open',
    key: Uint8Array.of(0),
    value: utf8('r'),
  });
  const at = (name: string, path: readonly number[], value: Editable): Broken => ({
    name,
    bytes: put(good, path, value),
    code,
  });
  return {
    kind: 'effect',
    spec: 'block.md#effects',
    valid: [
      { name: 'put', bytes: good },
      {
        name: 'delete',
        bytes: encodeEffect({
          position: 0,
          kind: 'delete',
          contract: 'accounts',
          table: 'quotas',
          key: ACCOUNT,
          value: null,
        }),
      },
      {
        name: 'event',
        bytes: encodeEffect({
          position: 0,
          kind: 'event',
          contract: 'a',
          table: 'opened',
          key: new Uint8Array(0),
          value: new Uint8Array(0),
        }),
      },
      { name: 'result', bytes: result },
      { name: 'a key of 256 bytes', bytes: put(good, [4], seeded('k', 256)) },
    ],
    invalid: [
      ...shapeErrors('effect', good, code),
      at('kind 4', [1], 4),
      at('larger than EFFECT', [5], seeded('x', 65_535)),
      at('a negative position', [0], -1),
      at('a contract that is no identifier', [2], 'Evidence'),
      at('a key of 257 bytes', [4], seeded('k', 257)),
      at('a put without value', [5], null),
      { name: 'an event without value', bytes: put(put(good, [1], 2), [5], null), code },
      { name: 'a result without value', bytes: put(put(result, [1], 3), [5], null), code },
      { name: 'a result whose key is two bytes', bytes: put(result, [4], seeded('k', 2)), code },
      { name: 'a delete with a value', bytes: put(good, [1], 1), code },
      at('a table that is no identifier', [3], 'Records'),
    ],
  };
}

function manyMembers(count: number): Editable[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `m${String(i).padStart(3, '0')}`;
    return [name, name, 1, [[1, seeded(`member/${name}`)]], null];
  });
}

function charters(): Structure {
  const code = 'CHARTER_MALFORMED';
  const good = encodeCharter(
    charterOf([organisation('bank', 3), organisation('court', 5)], { threshold: 8 }),
  );
  const later = encodeCharter(
    charterOf([organisation('bank')], { seq: 1, previous: seeded('previous') }),
  );
  const at = (name: string, path: readonly number[], value: Editable): Broken => ({
    name,
    bytes: put(good, path, value),
    code,
  });
  const p256 = p256Signer('organisation');
  return {
    kind: 'charter',
    spec: 'membership.md#charter',
    valid: [
      { name: 'two members', bytes: good },
      { name: 'a later charter', bytes: later },
      { name: 'a P-256 key', bytes: encodeCharter(charterOf([organisation('bank', 1, p256)])) },
      {
        name: 'entries for members only, with setup and certificates',
        bytes: encodeCharter(
          charterOf([organisation('bank')], {
            policy: { entries: 'members', rules: 1 },
            setup: seeded('setup'),
            members: [{ ...memberOf(organisation('bank')), certificates: seeded('certificates') }],
          }),
        ),
      },
      { name: 'a name of 200 bytes', bytes: put(good, [3, 0, 1], 'n'.repeat(200)) },
    ],
    invalid: [
      ...shapeErrors('charter', good, code),
      versionError('charter', good),
      at('genesis with a previous charter', [2], seeded('x')),
      {
        name: 'unknown suite, and seq as text',
        bytes: put(put(good, [5], 'next'), [1], '0'),
        code: 'SUITE_UNKNOWN',
      },
      { name: 'later charter without a previous one', bytes: put(later, [2], null), code },
      { name: 'later charter with a setup', bytes: put(later, [7], seeded('x')), code },
      at('no member', [3], []),
      at('129 members', [3], manyMembers(129)),
      at('an organisation that is no identifier', [3, 0, 0], 'Bank'),
      at('a seq of 2^53', [1], 2n ** 53n),
      at('members out of order', [3, 0, 0], 'zebra'),
      at('a member twice', [3, 0, 0], 'court'),
      at('an empty name', [3, 0, 1], ''),
      at('a name of 201 bytes', [3, 0, 1], 'n'.repeat(201)),
      at('a name of 201 bytes in 67 characters', [3, 0, 1], '存'.repeat(67)),
      at('weight 0', [3, 0, 2], 0),
      at('weight 1 000 001', [3, 0, 2], 1_000_001),
      at('no key', [3, 0, 3], []),
      at(
        'nine keys',
        [3, 0, 3],
        Array.from({ length: 9 }, (_, i) => [1, seeded(`key/${String(i)}`)]),
      ),
      at('an SM2 key under intl', [3, 0, 3, 0], [3, seeded('x', 65)]),
      at('an unknown key algorithm', [3, 0, 3, 0], [9, seeded('x')]),
      at('a key of 31 bytes', [3, 0, 3, 0, 1], seeded('x', 31)),
      at('one key of two members', [3, 1, 3], [[1, organisation('bank').key.publicKey]]),
      at('certificates of 31 bytes', [3, 0, 4], seeded('x', 31)),
      at('threshold 0', [4], 0),
      at('a threshold nobody reaches', [4], 9),
      { name: 'suite gm', bytes: put(good, [5], 'gm'), code: 'SUITE_UNKNOWN' },
      { name: 'an unknown suite', bytes: put(good, [5], 'intl2'), code: 'SUITE_UNKNOWN' },
      at('a suite that is a number', [5], 1),
      at('policy 2', [6, 0], 2),
      at('setup of 31 bytes', [7], seeded('x', 31)),
      at('nonce of 15 bytes', [8], seeded('x', 15)),
    ],
  };
}

function statements(): Structure {
  const code = 'STATEMENT_MALFORMED';
  const own = organisation('bank');
  const good = encodeStatement(statementOf(own));
  const [log, cosigner] = [own.log.publicKey, own.cosigner.publicKey];
  const at = (name: string, path: readonly number[], value: Editable): Broken => ({
    name,
    bytes: put(good, path, value),
    code,
  });
  return {
    kind: 'statement',
    spec: 'membership.md#node-statement',
    valid: [
      { name: 'two keys', bytes: good },
      {
        name: 'a third key of a type to come',
        bytes: put(
          good,
          [3],
          [
            [1, log],
            [4, cosigner],
            [6, seeded('pq', 1312)],
          ],
        ),
      },
    ],
    invalid: [
      ...shapeErrors('statement', good, code),
      versionError('statement', good),
      at('only a log key', [3], [[1, log]]),
      at(
        'no cosigner key',
        [3],
        [
          [1, log],
          [6, cosigner],
        ],
      ),
      at(
        'no log key',
        [3],
        [
          [2, log],
          [4, cosigner],
        ],
      ),
      at(
        'key types out of order',
        [3],
        [
          [4, cosigner],
          [1, log],
        ],
      ),
      at(
        'a type twice',
        [3],
        [
          [1, log],
          [1, cosigner],
          [4, cosigner],
        ],
      ),
      at(
        'one key for both',
        [3],
        [
          [1, log],
          [4, log],
        ],
      ),
      at(
        'nine keys',
        [3],
        [[1, log], [4, cosigner], ...[5, 6, 7, 8, 9, 10, 11].map((type) => [type, seeded('k')])],
      ),
      at(
        'types out of order after the cosigner',
        [3],
        [
          [1, log],
          [4, cosigner],
          [7, log],
          [6, log],
        ],
      ),
      at(
        'a later type twice',
        [3],
        [
          [1, log],
          [4, cosigner],
          [6, log],
          [6, log],
        ],
      ),
      at(
        'a type between log and cosigner',
        [3],
        [
          [1, log],
          [2, log],
          [4, cosigner],
        ],
      ),
      at('an organisation that is no identifier', [1], 'Bank'),
      at('a log key of 31 bytes', [3, 0, 1], seeded('x', 31)),
      at(
        'type 0',
        [3],
        [
          [0, log],
          [1, log],
          [4, cosigner],
        ],
      ),
      at(
        'type 256',
        [3],
        [
          [1, log],
          [4, cosigner],
          [256, log],
        ],
      ),
      at('ends when it begins', [5], START_MS),
      at('a node that is no identifier', [2], 'Node 1'),
    ],
  };
}

function items(): Structure {
  const code = 'ITEM_MALFORMED';
  const good = encodeItem(itemOf(FILE));
  const at = (name: string, path: readonly number[], value: Editable): Broken => ({
    name,
    bytes: put(good, path, value),
    code,
  });
  return {
    kind: 'item',
    spec: 'contracts.md#evidence',
    valid: [
      { name: 'one digest', bytes: good },
      {
        name: 'three digests',
        bytes: encodeItem(
          itemOf(FILE, {
            digests: new Map([
              [3, seeded('x', 64)],
              [1, seeded('x')],
              [2, seeded('y')],
            ]),
          }),
        ),
      },
      {
        name: 'kind, superseded, note',
        bytes: encodeItem(
          itemOf(FILE, {
            kind: 'contract',
            supersedes: seeded('old', 16),
            noteHash: seeded('note'),
          }),
        ),
      },
      { name: 'salted', bytes: put(good, [3], true) },
      { name: 'SM3 alone', bytes: put(good, [2], new Map([[2, seeded('x')]])) },
    ],
    invalid: [
      ...shapeErrors('item', good, code),
      versionError('item', good),
      at('id of 15 bytes', [1], seeded('x', 15)),
      at('no digest', [2], new Map()),
      at('digests as an array', [2], []),
      at('unknown digest algorithm', [2], new Map([[4, seeded('x')]])),
      at('SHA-256 of 31 bytes', [2], new Map([[1, seeded('x', 31)]])),
      at('SHA-512 of 32 bytes', [2], new Map([[3, seeded('x')]])),
      at('digest named by text', [2], new Map([['sha-256', seeded('x')]])),
      at('salted as a number', [3], 0),
      at('salted null', [3], null),
      at('kind with a space', [4], 'a b'),
      at('kind null', [4], null),
      at('supersedes of 15 bytes', [5], seeded('x', 15)),
      at('note hash of 31 bytes', [6], seeded('x', 31)),
    ],
  };
}

function envelopes(): Structure {
  const code = 'ENVELOPE_MALFORMED';
  const good = encodeEnvelope({
    node: 'node-1',
    number: 1,
    stampMs: START_MS,
    submissions: [
      {
        tx: utf8('tx'),
        payloads: [
          { kind: 'items', items: [utf8('a')] },
          { kind: 'blob', bytes: utf8('b') },
        ],
      },
    ],
    signature: new Uint8Array(0),
  });
  const at = (name: string, path: readonly number[], value: Editable): Broken => ({
    name,
    bytes: put(good, path, value),
    code,
  });
  return {
    kind: 'envelope',
    spec: 'transaction.md#envelope',
    valid: [
      { name: 'one transaction with two payloads', bytes: good },
      at('no transaction: a block is wanted for timers', [4], []),
    ],
    invalid: [
      ...shapeErrors('envelope', good, code),
      versionError('envelope', good),
      at('number 0', [2], 0),
      at('a node that is no identifier', [1], 'Node'),
      at('a negative stamp', [3], -1),
      at(
        'seventeen payloads',
        [4, 0, 1],
        Array.from({ length: 17 }, () => seeded('p')),
      ),
      at('a transaction that is text', [4, 0, 0], 'tx'),
      at('an empty items payload', [4, 0, 1, 0], []),
      at('an empty item', [4, 0, 1, 0, 0], new Uint8Array(0)),
      at('an empty blob', [4, 0, 1, 1], new Uint8Array(0)),
      at('a payload that is a number', [4, 0, 1, 0], 1),
      at('signature null', [5], null),
    ],
  };
}

function triples(): Structure {
  const code = 'SIGNATURE_MALFORMED';
  const good = encodeSignature(signedBy(ed25519Signer('triple'), utf8('message')));
  return {
    kind: 'triple',
    spec: 'encoding.md#signature-rules',
    valid: [
      { name: 'Ed25519', bytes: good },
      { name: 'P-256', bytes: encodeSignature(signedBy(p256Signer('triple'), utf8('message'))) },
    ],
    invalid: [
      ...shapeErrors('triple', good, code),
      { name: 'key as text', bytes: put(good, [1], 'key'), code },
      { name: 'signature null', bytes: put(good, [2], null), code },
    ],
  };
}

function notes(): Structure {
  const code = 'NOTE_MALFORMED';
  const good = encodeNote({
    name: '合同.pdf',
    sizeBytes: 12,
    reference: 'A-1',
    metadata: new Map([['case', '(2026) 1']]),
  });
  const map = (...pairs: readonly (readonly [string | number, CborValue])[]): Uint8Array =>
    encode(new Map(pairs));
  return {
    kind: 'note',
    spec: 'contracts.md#evidence',
    valid: [
      { name: 'all fields', bytes: good },
      { name: 'empty', bytes: map() },
      { name: 'a field it does not know', bytes: map(['colour', 'red']) },
    ],
    invalid: [
      { name: 'an array', bytes: encode([]), code },
      { name: 'a key that is a number', bytes: map([1, 'x']), code },
      { name: 'a name that is bytes', bytes: map(['name', utf8('x')]), code },
      { name: 'a size that is text', bytes: map(['size', '12']), code },
      { name: 'a negative size', bytes: map(['size', -1]), code },
      { name: 'a reference that is null', bytes: map(['reference', null]), code },
      { name: 'larger than NOTE', bytes: map(['name', 'n'.repeat(16_384)]), code },
      { name: 'cut short', bytes: good.subarray(0, -1), code },
    ],
  };
}

export const STRUCTURES: readonly Structure[] = [
  principals(),
  transactions(),
  entries(),
  headers(),
  systemActs(),
  effects(),
  charters(),
  statements(),
  items(),
  envelopes(),
  triples(),
  notes(),
];

export const FINGERPRINT = seeded('fingerprint');
export { suite };
