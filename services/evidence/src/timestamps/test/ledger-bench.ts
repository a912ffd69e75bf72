/** A real node with an operator who records, and the store of a service, both until the test ends. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock } from '@stele/base';
import { openNode, operatorAccount, systemClock, systemRandom } from '@stele/node';
import { type LedgerApi, type Receipt, suiteOf } from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';
import { connect, record, type RecordInput } from '@stele/sdk';
import { certificatesFromPem } from '@stele/timestamp';
import type { LocalAuthority } from '@stele/timestamp/test';
import { openServiceStore, type ServiceStore } from '../../store/service-store.ts';
import type { TimeAuthority } from '../authorities.ts';
import { openStamping, type Stamping } from '../stamping.ts';

const nothing = (): void => undefined;
const quietLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const POLL_MS = 10;
const POLLS_MAX = 1_000;

export interface LedgerBench {
  readonly api: LedgerApi;
  readonly fingerprint: Uint8Array;
  readonly store: ServiceStore;
  /** Records one item; its proven receipt. */
  record(more?: Pick<RecordInput, 'note' | 'salted'>): Promise<Receipt>;
  /** Starts stamping every 20 ms, with impatient retries; until the test ends, unless it is closed before. */
  stamping(authorities: readonly TimeAuthority[], clock?: Clock): Stamping;
}

export async function ledgerBench(context: TestContext): Promise<LedgerBench> {
  const folder = mkdtempSync(join(tmpdir(), 'stele-stamping-'));
  const dataFolder = join(folder, 'data');
  const node = await openNode({ dataFolder, log: quietLog, verifierThreads: 1 });
  const store = await openServiceStore(join(folder, 'evidence'));
  const open: Stamping[] = [];
  context.after(async () => {
    for (const stamping of open) await stamping.close();
    await store.close();
    await node.close();
    rmSync(folder, { recursive: true });
  });
  const signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
  const account = operatorAccount(suiteOf('intl', nodeCrypto), signer.publicKey);
  const ledger = await connect({ api: node.api, crypto: nodeCrypto });
  return {
    api: node.api,
    fingerprint: ledger.chain.fingerprint,
    store,
    record: async (more = {}) => {
      const digests = new Map([[1, nodeCrypto.hash(1, randomBytes(8))]] as const);
      const owner = { account, signers: [signer] };
      return (await record(ledger, owner, { digests, ...more })).receipt;
    },
    stamping: (authorities, clock = systemClock) => {
      const retry = { firstMs: 20, lastMs: 80, timeoutMs: 400 };
      const world = { log: quietLog, clock, random: systemRandom, crypto: nodeCrypto };
      const options = { authorities, ledger: node.api, store, ...world, everyMs: 20, retry };
      const stamping = openStamping(options);
      open.push(stamping);
      return stamping;
    },
  };
}

/** A time authority as the setting would give it. */
export function asSetting(name: string, authority: LocalAuthority): TimeAuthority {
  return {
    name,
    url: authority.url,
    trustedCertificates: certificatesFromPem(authority.rootPem),
  };
}

/** Waits until `ready` gives something; fails the test when it does not for 10 s. */
export async function eventually<T>(ready: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (let polls = 0; polls < POLLS_MAX; polls++) {
    const value = await ready();
    if (value !== undefined && value !== null && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`did not come: ${ready.toString()}`);
}
