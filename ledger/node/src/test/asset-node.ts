/** A node of its own for a test, with people who have assets. */

import type { TestContext } from 'node:test';

import { generateSigner } from '@stele/protocol/node';
import { AssetBench } from '@stele/sdk/conformance';

import type { LedgerNode } from '../node.ts';
import type { Customer } from './customer.ts';
import { openedNode } from './test-node.ts';

export interface AssetNode {
  readonly dataFolder: string;
  readonly node: LedgerNode;
  readonly customer: Customer;
  readonly bench: AssetBench;
}

export async function assetNode(t: TestContext): Promise<AssetNode> {
  const { dataFolder, node, api, customer } = await openedNode(t);
  const bench = await AssetBench.open({
    api,
    suite: customer.chain.suite,
    operator: { account: customer.account, signers: [customer.signer] },
    newSigner: () => generateSigner().signer,
  });
  return { dataFolder, node, customer, bench };
}
