/** A node of its own for a test, in a folder that goes away with it, and a customer who signs with the operator's key. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { isCoded } from '@stele/base';
import { decodeCharter, type LedgerApi, suiteOf } from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';

import { type LedgerNode, type NodeOptions, openNode } from '../node.ts';
import { Customer } from './customer.ts';
import { silentLog } from './memory-chain.ts';

const opened: LedgerNode[] = [];

/** An empty folder that is removed when the test ends, after all nodes were closed. */
export function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stele-test-'));
  t.after(async () => {
    for (const node of opened.splice(0)) await node.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Opens a node without threads of its own; it is closed when the test ends, if it is still open. */
export async function openTestNode(
  options: Partial<NodeOptions> & { readonly dataFolder: string },
): Promise<LedgerNode> {
  const node = await openNode({ log: silentLog, verifierThreads: 0, ...options });
  opened.push(node);
  return node;
}

/** Signs with the operator's key of a folder. */
export function customerOf(dataFolder: string): Customer {
  const genesis = new Uint8Array(readFileSync(join(dataFolder, 'genesis')));
  const suite = suiteOf(decodeCharter(genesis, nodeCrypto).suite, nodeCrypto);
  const pem = readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8');
  return new Customer({ suite, genesis }, signerFromPem(pem));
}

/** Waits until it is done. */
export const PROVEN = { wait: 'proven', timeoutMs: 10_000 } as const;

/** A new node with its operator as a customer. */
export async function openedNode(t: TestContext): Promise<{
  readonly dataFolder: string;
  readonly node: LedgerNode;
  readonly api: LedgerApi;
  readonly customer: Customer;
}> {
  const dataFolder = emptyFolder(t);
  const node = await openTestNode({ dataFolder });
  return { dataFolder, node, api: node.api, customer: customerOf(dataFolder) };
}

/** Expects a refusal by code. */
export async function rejected(promise: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(isCoded(error), String(error));
    assert.equal(error.code, code);
    return true;
  });
}
