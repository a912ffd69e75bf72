import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { fromHex } from '@stele/base';

import { run } from '../run.ts';
import { hasText } from '../text/text.ts';
import { type FakeWorld, fakeWorld } from '../test/fake-world.ts';

// What is printed holds local times.
process.env['TZ'] = 'UTC';

interface Example {
  readonly name: string;
  readonly receipt: string;
  readonly file?: string;
  readonly trusted: readonly string[];
  readonly verdict: string;
  readonly exit: number;
  readonly step?: string;
  readonly code?: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../spec/vectors/receipt.json', import.meta.url), 'utf8'),
) as { readonly valid: readonly Example[]; readonly invalid: readonly Example[] };

function exampleNamed(name: string): Example {
  const example = vectors.valid.find((one) => one.name === name);
  assert.ok(example, name);
  return example;
}

/** Writes an example's files; the arguments that name them. */
function given(world: FakeWorld, example: Example): readonly string[] {
  const receipt = join(world.workingFolder, 'given.receipt.json');
  writeFileSync(receipt, Buffer.from(example.receipt, 'base64'));
  const trust = example.trusted.flatMap((fingerprint) => ['--trust', fingerprint]);
  if (example.file === undefined) return [receipt, ...trust];
  const file = join(world.workingFolder, '合同.pdf');
  writeFileSync(file, fromHex(example.file));
  return [file, '--receipt', receipt, ...trust];
}

function jsonOf(world: FakeWorld): Readonly<Record<string, unknown>> {
  return JSON.parse(world.printed().out) as Record<string, unknown>;
}

void test('every receipt of spec/vectors gets its verdict and exit code', async (context) => {
  const examples = [...vectors.valid, ...vectors.invalid];
  for (const example of examples) {
    const world = fakeWorld(context);
    const exitCode = await run(['verify', ...given(world, example), '--json'], world);
    const printed = jsonOf(world);
    assert.equal(printed['verdict'], example.verdict, example.name);
    assert.equal(exitCode, example.exit, example.name);
    if (example.code === undefined) continue;
    const steps = printed['steps'] as readonly Record<string, string>[];
    const failed = steps.find(({ result }) => result === 'fail');
    assert.deepEqual(
      [failed?.['name'], failed?.['code']],
      [example.step, example.code],
      example.name,
    );
  }
  assert.ok(examples.length > 50, 'the vectors are there');
  context.diagnostic(`cases: receipts through the command ${String(examples.length)}`);
});

void test('trust comes from the option, the list, or the data folder, and is said', async (context) => {
  const example = exampleNamed('solo, with its file');
  const [fingerprint = ''] = example.trusted;
  const parts = { ...example, trusted: [] };
  const sources: readonly (readonly [string | null, (world: FakeWorld) => readonly string[]])[] = [
    [null, () => []],
    ['option', () => ['--trust', fingerprint]],
    ['any', () => ['--trust', 'any']],
    ['option', () => ['--trust', 'any', '--trust', fingerprint]],
    ['store', (world) => (trustIn(world, fingerprint), [])],
    ['folder', (world) => ['--data', dataFolderWith(world, example)]],
  ];
  for (const [source, prepare] of sources) {
    const world = fakeWorld(context);
    const argv = ['verify', ...given(world, parts), ...prepare(world), '--json'];
    assert.equal(await run(argv, world), source === null ? 4 : 0, source ?? 'none');
    assert.equal(jsonOf(world)['trustedBy'], source);
  }
});

function trustIn({ homeFolder }: FakeWorld, fingerprint: string): void {
  const path = join(homeFolder, '.config', 'stele', 'trust.json');
  mkdirSync(dirname(path), { recursive: true });
  const chains = [{ fingerprint, addedAt: '2026-11-21T00:00:00.000Z' }];
  writeFileSync(path, JSON.stringify({ version: 1, chains }));
}

function dataFolderWith({ workingFolder }: FakeWorld, example: Example): string {
  const receipt = JSON.parse(Buffer.from(example.receipt, 'base64').toString()) as {
    readonly genesis: string;
  };
  const folder = join(workingFolder, 'data');
  mkdirSync(folder);
  writeFileSync(join(folder, 'genesis'), Buffer.from(receipt.genesis, 'base64url'));
  return folder;
}

void test('a data folder that holds no chain trusts nothing and hinders nothing', async (context) => {
  const example = exampleNamed('solo, with its file');
  const world = fakeWorld(context);
  const folder = join(world.workingFolder, 'data');
  mkdirSync(folder);
  writeFileSync(join(folder, 'genesis'), 'not a charter');
  const argv = ['verify', ...given(world, { ...example, trusted: [] }), '--data', folder];
  assert.equal(await run(argv, world), 4);
});

void test('what is given decides what is compared', async (context) => {
  const example = exampleNamed('solo, with its file');
  const world = fakeWorld(context);
  const file = join(world.workingFolder, 'a.pdf');
  const beside = `${file}.receipt.json`;
  const elsewhere = join(world.workingFolder, 'receipt-without-a-name');
  const receipt = Buffer.from(example.receipt, 'base64');
  writeFileSync(elsewhere, receipt);
  const verify = (...argv: string[]): Promise<number> =>
    run(['verify', '--trust', 'any', ...argv], world);

  assert.equal(await verify(file), 2, 'no such file');
  writeFileSync(file, fromHex(example.file ?? ''));
  assert.equal(await verify(file), 2, 'no receipt beside it');
  assert.equal(await verify(file, '--receipt', `${elsewhere}.none`), 2, 'no receipt there');
  assert.equal(await verify(file, '--receipt', elsewhere), 0);
  assert.equal(await verify(elsewhere), 0, 'a receipt is known by its content');
  assert.equal(await verify(world.workingFolder), 2, 'a folder');
  assert.equal(await verify(file, '--receipt', world.workingFolder), 2, 'a folder as receipt');
  writeFileSync(beside, receipt);
  assert.equal(await verify(file), 0);
  writeFileSync(file, 'another content');
  assert.equal(await verify(file), 1);
  writeFileSync(beside, 'broken');
  assert.equal(await verify(beside), 1, 'a broken receipt is invalid, not missing');
  writeFileSync(beside, Buffer.alloc(1_048_577, ' '));
  assert.equal(await verify(beside), 1, 'larger than any receipt');
});

void test('usage errors say what to do and exit with 2', async (context) => {
  for (const value of ['0'.repeat(63), 'A'.repeat(64), 'g'.repeat(64), 'ANY']) {
    const world = fakeWorld(context);
    assert.equal(await run(['verify', 'x', '--trust', value], world), 2);
    assert.match(world.printed().err, /is no fingerprint/);
  }
});

void test('a damaged list of trusted chains is told, and hinders no other trust', async (context) => {
  const example = exampleNamed('solo, with its file');
  for (const isOwn of [true, false]) {
    const world = fakeWorld(context);
    trustIn(world, 'no fingerprint');
    const argv = ['verify', ...given(world, { ...example, trusted: [] }), '--json'];
    const data = isOwn ? ['--data', dataFolderWith(world, example)] : [];
    assert.equal(await run([...argv, ...data], world), isOwn ? 0 : 4);
    assert.equal(jsonOf(world)['trustedBy'], isOwn ? 'folder' : null);
    assert.match(
      world.printed().err,
      /trust\.json is damaged.*\[TRUST_STORE_MALFORMED\]\nVerifying/,
    );
  }
});

void test('steps that were not reached are one line, and no line has a code twice', async (context) => {
  for (const [locale, expected] of [
    ['C', /^✗ .* {2}RECEIPT_MALFORMED: the receipt .*\n– 15 further steps were not reached\n/],
    ['zh_CN.UTF-8', /^✗ .* {2}RECEIPT_MALFORMED：收据已损坏，或不是收据\n– 其余 15 个步骤未执行\n/],
  ] as const) {
    const world = fakeWorld(context, { env: { LC_ALL: locale } });
    const path = join(world.workingFolder, 'a.receipt.json');
    writeFileSync(path, 'no');
    assert.equal(await run(['verify', path], world), 1);
    assert.match(world.printed().out, expected);
    assert.doesNotMatch(world.printed().out, /NOT_REACHED|。 |））/);
  }
  for (const example of vectors.invalid) {
    const world = fakeWorld(context);
    await run(['verify', ...given(world, example)], world);
    assert.doesNotMatch(world.printed().out, /\b([A-Z]+_[A-Z_]+)\b.*\b\1\b/, example.name);
  }
});

void test('every code a verification can give is explained in the catalogue', () => {
  for (const { code, name } of vectors.invalid) {
    assert.ok(code === undefined || hasText(`finding.${code}`), `${String(code)} (${name})`);
  }
});

const situations: Readonly<Record<string, (example: Example) => Example>> = {
  valid: (example) => example,
  invalid: (example) => ({ ...example, file: '00' }),
  untrusted: (example) => ({ ...example, trusted: [] }),
  'without-file': (example) => ({
    ...exampleNamed('solo, without a file'),
    trusted: example.trusted,
  }),
};

for (const [situation, change] of Object.entries(situations)) {
  for (const [language, locale] of Object.entries({ 'en-us': 'C', 'zh-cn': 'zh_CN.UTF-8' })) {
    void test(`printed in ${language}: ${situation}`, async (context) => {
      const world = fakeWorld(context, { env: { LC_ALL: locale } });
      await run(['verify', ...given(world, change(exampleNamed('solo, with its file')))], world);
      const printed = world.printed().out.replaceAll(world.workingFolder, '/folder');
      assertGolden(context, `verify-${situation}.${language}.txt`, printed);
    });
  }
}

/** Written anew by `node --test --test-update-snapshots`. */
function assertGolden(context: TestContext, name: string, text: string): void {
  const path = new URL(`../test/golden/${name}`, import.meta.url).pathname;
  context.assert.fileSnapshot(text, path, { serializers: [String] });
}
