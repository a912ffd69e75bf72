import test from 'node:test';
import { compete } from '../../test/assets-twin/compete.ts';
import { runtimes } from '../../test/runtimes.ts';

const CHAINS: Readonly<Record<string, number>> = { natively: 25, 'in QuickJS': 5 };

for (const runtime of runtimes) {
  test(`assets are as their twin has them (${runtime.name})`, async (t) => {
    await compete(t, runtime, { chains: CHAINS[runtime.name] ?? 1, rounds: 25 });
  });
}
