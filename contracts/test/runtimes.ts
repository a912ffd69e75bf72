/** Runs a test of built-in contracts twice: natively, as a node does, and inside QuickJS, as deployed contracts will. */

import test, { type TestContext } from 'node:test';
import type { Contract } from '@stele/kernel/contract';
import { type Opening, TestChain } from '@stele/kernel/test';
import { builtinContracts } from '../src/index.ts';
import { sandboxedContracts } from './sandbox.ts';

export interface Runtime {
  readonly name: string;
  readonly contracts: readonly Contract[];
}

export const runtimes: readonly Runtime[] = [
  { name: 'natively', contracts: builtinContracts },
  { name: 'in QuickJS', contracts: await sandboxedContracts() },
];

/** A chain on either runtime whose block 0 opens accounts. */
export type NewChain = (...openings: readonly Opening[]) => Promise<TestChain>;

/** `rules`: of block 0; the newest when none are named. */
export function testBoth(
  name: string,
  run: (newChain: NewChain, t: TestContext) => Promise<void>,
  rules?: number,
): void {
  for (const { name: runtime, contracts } of runtimes) {
    test(`${name} (${runtime})`, async (t) => {
      await run((...openings) => TestChain.create({ contracts, openings, rules }), t);
    });
  }
}
