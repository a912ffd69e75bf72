/** `bench verify`: one receipt, file digests included, as `stele verify` and any third party check it. */

import { join } from 'node:path';

import { assert, toHex } from '@stele/base';
import {
  type Crypto,
  encodeItem,
  parseReceipt,
  portableCrypto,
  type Receipt,
  receiptToCbor,
  verifyReceipt,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { signBatch } from '../../notarize/batch.ts';
import { operatorOf } from '../../notarize/operator.ts';
import { openNode } from '@stele/node';
import { machine } from './ceiling.ts';
import { quietLog } from '../quiet-log.ts';
import { type Bench, type BenchResult, type Figure, percentile } from './result.ts';
import { sampleRecord } from './transactions.ts';

const warmUpCount = 200;
const nativeCount = 3_000;
/** The portable library is slower by an order of magnitude. */
const portableCount = 300;
const timeoutMs = 10_000;

export async function verify(bench: Bench): Promise<BenchResult> {
  const subject = await recordedSubject(join(bench.folder, 'verify'));
  bench.note('native');
  const native = samplesOf(subject, nodeCrypto, nativeCount);
  bench.note('portable');
  const portable = samplesOf(subject, portableCrypto, portableCount);
  return {
    name: 'verify',
    conditions: { ...machine(), library: nodeCrypto.library, bytes: subject.receipt.length },
    figures: [...figuresOf('native', native), ...figuresOf('portable', portable)],
  };
}

interface Subject {
  readonly receipt: Uint8Array;
  readonly digests: ReadonlyMap<1 | 2 | 3, Uint8Array>;
  readonly fingerprint: Uint8Array;
}

async function recordedSubject(folder: string): Promise<Subject> {
  const node = await openNode({ dataFolder: folder, log: quietLog });
  try {
    const operator = operatorOf(folder);
    const record = sampleRecord(operator, 0);
    const { signed } = signBatch(operator, [record], () => new Uint8Array(16));
    await node.api.submit(signed.submission, { wait: 'proven', timeoutMs });
    const proof = parseReceipt(await node.api.receipt(toHex(signed.id), { call: 0, item: 0 }));
    const bytes = encodeItem(record.item);
    const receipt: Receipt = {
      ...proof,
      item: { call: 0, index: 0, bytes, path: new Uint8Array() },
      ...(record.note && { note: record.note }),
    };
    const { fingerprint } = operator.chain;
    return { receipt: receiptToCbor(receipt), digests: record.digests, fingerprint };
  } finally {
    await node.close();
  }
}

function samplesOf(
  { receipt, digests, fingerprint }: Subject,
  crypto: Crypto,
  count: number,
): readonly number[] {
  const samples: number[] = [];
  for (let i = 0; i < warmUpCount + count; i++) {
    const startedMs = performance.now();
    const { verdict } = verifyReceipt(receipt, { crypto, digests, trusted: [fingerprint] });
    const elapsedMs = performance.now() - startedMs;
    assert(verdict === 'valid', 'the receipt is valid');
    if (i >= warmUpCount) samples.push(elapsedMs);
  }
  return samples;
}

function figuresOf(library: 'native' | 'portable', samples: readonly number[]): readonly Figure[] {
  return [
    { name: `${library}-p50`, value: percentile(samples, 0.5), unit: 'ms' },
    { name: `${library}-p99`, value: percentile(samples, 0.99), unit: 'ms' },
  ];
}
