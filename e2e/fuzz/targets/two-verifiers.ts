/** The TypeScript side and spec/verify.py, written from the specification alone: on every input they have to say the same. */

import assert from 'node:assert/strict';
import { toBase64 } from '@stele/base';
import {
  decode,
  decodeTransaction,
  encode,
  type KeyAlgorithm,
  parseProof,
  portableCrypto,
  verifyReceipt,
  verifySignature,
} from '@stele/protocol';
import { nodeCrypto, opensslCrypto, sodiumCrypto } from '@stele/protocol/node';
import { tokenVerifier } from '@stele/timestamp';
import { checkPayloadSizes } from '../../../core/protocol/src/payload.ts';
import { checkAlgorithm } from '../../../core/protocol/src/signature.ts';
import { ROOT } from '../../vectors/authority.ts';
import { DECODERS } from '../../vectors/kinds.ts';
import { FILE } from '../../vectors/made-receipt.ts';
import { suite } from '../../vectors/world.ts';
import { PythonVerifier } from '../python-verifier.ts';
import { outcomeOf, type Target } from '../target.ts';
import { receipts } from './receipts.ts';
import { bytesOf, casesOf, textsOf } from './vectors.ts';

/** A target that asks both: `ours` says what the TypeScript side makes of the input; undefined is nothing to compare. */
export function compared(
  kind: string,
  seeds: Target['seeds'],
  {
    ours,
    question = () => ({}),
  }: {
    readonly ours: (input: Uint8Array) => object | undefined;
    /** What else the other side is asked with. */
    readonly question?: () => object;
  },
): Target {
  const python = new PythonVerifier();
  return {
    name: `both-${kind}`,
    seeds,
    run: async (input) => {
      const own = ours(input);
      if (own === undefined) return;
      const other = await python.ask({ kind, bytes: toBase64(input), ...question() });
      if (other !== undefined) assert.deepEqual(other, own);
    },
    close: () => python.close(),
  };
}

/** What a decoder says, as the other side says it. */
function codeOf(decoder: (input: Uint8Array) => unknown): (input: Uint8Array) => object {
  return (input) => {
    const outcome = outcomeOf(() => decoder(input));
    return { code: outcome.kind === 'value' ? null : outcome.code };
  };
}

/** A transaction with what its suite and the limits of size say, which the other side asks for in one. */
function readTransaction(bytes: Uint8Array): void {
  const { content, signatures } = decodeTransaction(bytes);
  for (const { algorithm } of signatures) checkAlgorithm(suite, algorithm);
  checkPayloadSizes(content.payloads);
}

const READERS: typeof DECODERS = { ...DECODERS, transaction: readTransaction };

const STRUCTURES: readonly Target[] = Object.entries(READERS).map(([kind, decoder]) =>
  compared(kind, () => bytesOf(kind), { ours: codeOf(decoder) }),
);

const DIGESTS = new Map(([1, 2, 3] as const).map((id) => [id, nodeCrypto.hash(id, FILE)]));
const TRUSTED = [...new Set(casesOf('receipt').flatMap(({ trusted }) => trusted as string[]))].map(
  (hex) => Buffer.from(hex, 'hex'),
);

function verdictOf(input: Uint8Array): object {
  const { verdict, steps } = verifyReceipt(input, {
    crypto: nodeCrypto,
    digests: DIGESTS,
    trusted: TRUSTED,
    timestamps: tokenVerifier({ trustedCertificates: [ROOT] }),
  });
  const failed = steps.find(({ result }) => result === 'fail');
  const stamps = steps.find(({ name }) => name === 'timestamps');
  return {
    verdict,
    step: failed?.name ?? null,
    code: failed?.code ?? null,
    timestamps: stamps?.code ?? 'pass',
  };
}

/** [algorithm, key, message, signature]; undefined when it is something else. */
function signatureOf(
  input: Uint8Array,
): readonly [KeyAlgorithm, Uint8Array, Uint8Array, Uint8Array] | undefined {
  const outcome = outcomeOf(() => decode(input));
  if (outcome.kind === 'refused' || !Array.isArray(outcome.value)) return undefined;
  const [algorithm, ...parts] = outcome.value as readonly unknown[];
  const isTriple =
    (algorithm === 1 || algorithm === 2) &&
    parts.length === 3 &&
    parts.every((part) => part instanceof Uint8Array);
  return isTriple ? (outcome.value as never) : undefined;
}

const LIBRARIES = [
  portableCrypto,
  opensslCrypto,
  ...(sodiumCrypto === undefined ? [] : [sodiumCrypto]),
];

function signatureVerdict(input: Uint8Array): object | undefined {
  const given = signatureOf(input);
  if (given === undefined) return undefined;
  const [algorithm, key, message, signature] = given;
  const verdicts = LIBRARIES.map((library) =>
    verifySignature(library, { algorithm, key, signature }, message),
  );
  assert.equal(new Set(verdicts).size, 1, `the libraries disagree: ${verdicts.join()}`);
  return { code: verdicts[0] === true ? null : 'SIGNATURE_INVALID' };
}

const signatures = (): readonly Uint8Array[] =>
  casesOf('signature').map(({ algorithm, ...rest }) => {
    const parts = ['key', 'message', 'signature'].map((name) =>
      Buffer.from(String(rest[name]), 'hex'),
    );
    return encode([Number(algorithm), ...parts]);
  });

export const TARGETS: readonly Target[] = [
  ...STRUCTURES,
  compared('proof', () => textsOf('proof', 'text').map((text) => Buffer.from(text)), {
    ours: codeOf((bytes) => parseProof(Buffer.from(bytes).toString())),
  }),
  compared('signature', signatures, { ours: signatureVerdict }),
  compared('receipt', receipts, {
    ours: verdictOf,
    question: () => ({
      file: toBase64(FILE),
      trusted: TRUSTED.map((one) => toBase64(one)),
      authorities: [toBase64(ROOT)],
    }),
  }),
];
