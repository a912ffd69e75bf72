/** A real node with a few transactions on its chain, for routes that show them. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { suiteOf } from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';
import { connect } from '@stele/sdk';
import type { Ledger, Owner } from '@stele/sdk';
import { operatorAccount } from '../../genesis/operator-account.ts';
import { openNode } from '../../node.ts';
import type { LedgerNode } from '../../node.ts';

const nothing = (): void => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface RealLedger {
  readonly node: LedgerNode;
  readonly ledger: Ledger;
  readonly operator: Owner;
}

/** Opens it until the test ends. */
export async function realLedger(context: TestContext): Promise<RealLedger> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'stele-http-'));
  const node = await openNode({ dataFolder, log, verifierThreads: 1 });
  context.after(async () => {
    await node.close();
    rmSync(dataFolder, { recursive: true });
  });
  const signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
  const account = operatorAccount(suiteOf('intl', nodeCrypto), signer.publicKey);
  const ledger = await connect({ api: node.api, crypto: nodeCrypto });
  return { node, ledger, operator: { account, signers: [signer] } };
}
