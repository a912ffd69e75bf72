/** Assets on a real node in this process, reached through a transport that a test may make lie. */

import type { TestContext } from 'node:test';
import {
  type LedgerApi,
  type OutputView,
  type Principal,
  principalFromText,
  suiteOf,
} from '@stele/protocol';
import { generateSigner, nodeCrypto } from '@stele/protocol/node';
import { AssetBench } from '../conformance/asset-bench.ts';
import { assetsClient, classIdOf, connect } from '../index.ts';
import type { AssetsClient, Ledger } from '../index.ts';
import { realNode } from './real-node.ts';

export interface AssetsOnNode {
  readonly bench: AssetBench;
  /** What alice has: 1000.00 and 2.50 of the money. */
  readonly outputs: readonly OutputView[];
  readonly reach: (lies?: Partial<LedgerApi>) => Promise<Reached>;
}

export interface Reached {
  readonly ledger: Ledger;
  readonly client: AssetsClient;
}

export const YUAN = classIdOf({ organisation: 'bank', name: 'yuan' });

export async function assetsOnNode(context: TestContext): Promise<AssetsOnNode> {
  const { api, operator } = await realNode(context);
  const suite = suiteOf('intl', nodeCrypto);
  const newSigner = () => generateSigner().signer;
  const bench = await AssetBench.open({ api, suite, operator, newSigner });
  const outputs = await bench.issue(bench.alice, [100_000, 250]);
  const reach = async (lies: Partial<LedgerApi> = {}): Promise<Reached> => {
    const ledger = await connect({ api: lying(api, lies), crypto: nodeCrypto });
    return { ledger, client: assetsClient(ledger) };
  };
  return { bench, outputs, reach };
}

/** As the node answers, but for the methods that lie. The node's are of a class of its own, so it is not spread. */
function lying(api: LedgerApi, lies: Partial<LedgerApi>): LedgerApi {
  return new Proxy(api, {
    get: (target, name) => {
      const told: unknown = Reflect.get(name in lies ? lies : target, name);
      return typeof told === 'function' ? (told.bind(target) as unknown) : told;
    },
  });
}

export function principalOf({ text }: { readonly text: string }): Principal {
  return principalFromText(text);
}
