/**
 * spec/vectors/chains: every chain is derived again from its files alone, for ever, whatever rules there are by then; its receipts
 * verify; and with other rules than its own it is not that chain.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fromHex, isCoded, toHex } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import { inspectSubmission, type Kernel, MemoryStore, openKernel } from '@stele/kernel';
import { RULES, type Rules, type RulesTable } from '@stele/kernel/contract';
import {
  decode,
  decodeEntry,
  type Payload,
  payloadFromCbor,
  Shape,
  verifyReceipt,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { pythonForTest, verifierPath } from '../../../tools/python.ts';
import { suite } from '../world.ts';
import { CHAINS_FOLDER, type ExpectedChain, goldenFiles, outcomesOf } from './chain-files.ts';
import { inputAt } from './golden-chain.ts';

const run = promisify(execFile);
const NAMES = readdirSync(CHAINS_FOLDER);
const SHAPE = new Shape('PAYLOAD_MALFORMED');

function read(name: string, path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(CHAINS_FOLDER, name, path)));
}

function expectedOf(name: string): ExpectedChain {
  return JSON.parse(readFileSync(join(CHAINS_FOLDER, name, 'chain.json'), 'utf8')) as ExpectedChain;
}

/** Records with a length of so many bytes before each (spec/disk.md). */
function* framed(bytes: Uint8Array, lengthBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const start = at + lengthBytes;
    const length = bytes.subarray(at, start).reduce((sum, byte) => sum * 256 + byte, 0);
    at = start + length;
    yield bytes.subarray(start, at);
  }
}

function blocksOf(name: string): Uint8Array[][] {
  const blocks: Uint8Array[][] = [[]];
  for (const entry of framed(read(name, 'log/000000.entries'), 2)) {
    blocks.at(-1)?.push(entry);
    if (decodeEntry(entry).kind === 'header') blocks.push([]);
  }
  assert.deepEqual(blocks.pop(), [], 'the log ends with a header');
  return blocks;
}

function payloadsOf(name: string): ReadonlyMap<number, readonly Payload[]> {
  const records = [...framed(read(name, 'payload/000000'), 4)].map((record) => {
    const [index, payloads] = SHAPE.tuple(decode(record), 2);
    const all = SHAPE.array(payloads).map((payload) => payloadFromCbor(payload, SHAPE));
    return [SHAPE.uint(index), all] as const;
  });
  return new Map(records);
}

function kernelOf(name: string, rules?: RulesTable): Kernel {
  const genesis = read(name, 'genesis');
  const store = new MemoryStore();
  return openKernel({ suite, genesis, store, contracts: builtinContracts, rules });
}

/** Derives all blocks with all signatures, and hands each one over before it is applied. */
function derive(
  name: string,
  kernel: Kernel,
  look: (block: ReturnType<Kernel['rederive']>) => void = () => undefined,
): void {
  const payloads = payloadsOf(name);
  for (const entries of blocksOf(name)) {
    const block = kernel.rederive({ entries, payloads, trusted: false });
    look(block);
    kernel.apply(block);
  }
}

void test('the chains that are made are the ones checked in', () => {
  const made = goldenFiles();
  for (const [path, bytes] of made) {
    const found = new Uint8Array(readFileSync(join(CHAINS_FOLDER, path)));
    assert.equal(toHex(found), toHex(bytes), `run: npm run vectors (${path})`);
  }
  const listed = readdirSync(CHAINS_FOLDER, { recursive: true, withFileTypes: true });
  assert.equal(listed.filter((one) => one.isFile()).length, made.size, 'and no other files');
});

for (const name of NAMES) {
  void test(`chain ${name} is derived again to the same roots, rules and outcomes`, (context) => {
    const expected = expectedOf(name);
    const kernel = kernelOf(name);
    assert.equal(toHex(kernel.identity.fingerprint), expected.fingerprint);
    derive(name, kernel, ({ height, header, size, root, entries }) => {
      const { rules } = header;
      const outcomes = outcomesOf(entries);
      assert.deepEqual(
        { height, rules, size, root: toHex(root), outcomes },
        expected.blocks[height],
      );
    });
    assert.equal(kernel.tip.height + 1, expected.blocks.length);
    assert.equal(kernel.tip.rules, expected.nextRules);
    assert.equal(kernel.ending?.code, RULES.has(expected.nextRules) ? undefined : 'RULES_UNKNOWN');
    context.diagnostic(`cases: golden blocks derived again ${String(expected.blocks.length)}`);
  });

  void test(`what left nothing in chain ${name} would leave nothing today`, () => {
    const { void: voids } = expectedOf(name);
    const kernel = kernelOf(name);
    derive(name, kernel, ({ height, entries }) => {
      const own = entries.map((bytes) => decodeEntry(bytes));
      const before = own.flatMap(({ kind, content }) => (kind === 'transaction' ? [content] : []));
      for (const { behind, tx, code } of voids.filter((one) => one.height === height)) {
        const candidates = [...before.slice(0, behind), fromHex(tx)].map((bytes) =>
          inspectSubmission(kernel.identity, { tx: bytes, payloads: [] }),
        );
        const results = kernel.judge(inputAt(kernel, candidates));
        assert.deepEqual([results.at(-1)?.code, results.at(-1)?.index], [code, undefined]);
      }
    });
  });

  void test(`receipts of chain ${name} verify, those of before as those of after`, async (context) => {
    const python = await pythonForTest(context);
    const { fingerprint } = expectedOf(name);
    for (const file of readdirSync(join(CHAINS_FOLDER, name, 'receipts'))) {
      const path = join(CHAINS_FOLDER, name, 'receipts', file);
      const trusted = [fromHex(fingerprint)];
      const { verdict, steps } = verifyReceipt(readFileSync(path), { crypto: nodeCrypto, trusted });
      assert.deepEqual(
        steps.filter(({ result }) => result === 'fail'),
        [],
        file,
      );
      assert.notEqual(verdict, 'invalid');
      if (python === undefined) continue;
      const args = [verifierPath, path, '--json', '--trust', fingerprint];
      const { stdout } = await run(python, args).catch(
        (error: unknown) => error as { stdout: string },
      );
      assert.equal((JSON.parse(stdout) as { verdict: string }).verdict, verdict, file);
    }
  });
}

/** The rules of another number under the name of this one. */
function disguised(number: number, as: number): Rules {
  return { ...(RULES.get(as) ?? assert.fail()), number };
}

/** The height at which a chain turns out not to be that chain. */
function differingHeight(name: string, rules: RulesTable): unknown {
  try {
    derive(name, kernelOf(name, rules));
  } catch (error) {
    if (isCoded(error, 'DERIVATION_MISMATCH')) return error.data?.['height'];
    throw error;
  }
  return undefined;
}

void test('under other rules than its own a block is another block', () => {
  const all = [1, 2, 3].map(
    (rules) => new Map([1, 2, 3].map((number) => [number, disguised(number, rules)])),
  );
  assert.deepEqual(
    ['01', '02', '04'].map((name) => all.map((rules) => differingHeight(name, rules))),
    [
      [undefined, 2, 2],
      [5, 2, 2],
      [3, 3, 1],
    ],
  );
});
