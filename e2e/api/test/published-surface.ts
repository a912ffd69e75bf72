/**
 * What a served API promises beyond the ledger's own routes, whose promises are in ledger/node/src/http/test. Run by hand it writes
 * published-surface.json, when the API has grown and been released: `node e2e/api/test/published-surface.ts ADDRESS`. Never to make a failing test pass.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { type Description, promisesOf } from '@stele/server/test';

const OWN = new URL('./published-surface.json', import.meta.url);
const LEDGER = new URL('../../../ledger/node/src/http/test/api-baseline.json', import.meta.url);

export interface Baselines {
  readonly ledger: Description;
  readonly service: Description;
}

export function baselines(): Baselines {
  return { ledger: read(LEDGER), service: read(OWN) };
}

export async function promisedBy(address: string): Promise<Description> {
  const response = await fetch(`${address}/openapi.json`);
  return promisesOf((await response.json()) as Description);
}

function read(path: URL): Description {
  return JSON.parse(readFileSync(path, 'utf8')) as Description;
}

async function writeOwn(address: string): Promise<void> {
  const ledger = read(LEDGER);
  const { paths } = await promisedBy(address);
  const own = Object.entries(paths).filter(([path]) => ledger.paths[path] === undefined);
  writeFileSync(OWN, `${JSON.stringify({ paths: Object.fromEntries(own) }, null, 1)}\n`);
}

if (import.meta.main) await writeOwn(process.argv[2] ?? 'http://127.0.0.1:7420');
