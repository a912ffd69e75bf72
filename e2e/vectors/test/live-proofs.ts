/** Live proofs of a real node, for those who verify them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNode, operatorAccount } from '@stele/node';
import { type LiveProof, suiteOf } from '@stele/protocol';
import { generateSigner, nodeCrypto, signerFromPem } from '@stele/protocol/node';
import { connect } from '@stele/sdk';
import { AssetBench, inputOf, newOutput, transfer } from '@stele/sdk/conformance';

const nothing = (): void => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface Proven {
  /** Of one output: before and after it was spent. */
  readonly proofs: readonly [before: LiveProof, after: LiveProof];
  readonly fingerprint: Uint8Array;
}

/** Issues an output on a chain of its own in `folder`, spends it, and has both proven. */
export async function provenOutput(folder: string): Promise<Proven> {
  const dataFolder = join(folder, 'data');
  const node = await openNode({ dataFolder, log, verifierThreads: 0 });
  try {
    const signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
    const suite = suiteOf('intl', nodeCrypto);
    const operator = { account: operatorAccount(suite, signer.publicKey), signers: [signer] };
    const newSigner = () => generateSigner().signer;
    const bench = await AssetBench.open({ api: node.api, suite, operator, newSigner });
    const [note] = await bench.issue(bench.alice, [5]);
    assert.ok(note !== undefined);
    const before = await node.api.liveProof({ output: note.id });
    await bench.done(transfer(bench.alice, [inputOf(note)], [newOutput(5, bench.bob)]));
    const after = await node.api.liveProof({ output: note.id });
    const { fingerprint } = (await connect({ api: node.api, crypto: nodeCrypto })).chain;
    return { proofs: [before, after], fingerprint };
  } finally {
    await node.close();
  }
}
