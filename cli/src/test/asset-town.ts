/** A served ledger with a few people who have keys and accounts, and commands on it in the reader's language. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { run } from '../run.ts';
import { fakeWorld, type Ran, temporaryFolder } from './fake-world.ts';
import type { Gateway } from './gateway.ts';
import { servedLedger } from './served-ledger.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Person {
  /** Of the private key. */
  readonly key: string;
  /** `acc_…`. */
  readonly account: string;
}

export interface AssetTown {
  readonly folder: string;
  readonly gateway: Gateway;
  readonly alice: Person;
  readonly bob: Person;
  /** The operator's account. */
  readonly operator: string;
  readonly stele: (...argv: readonly string[]) => Promise<Ran>;
  readonly inChinese: (...argv: readonly string[]) => Promise<Ran>;
  /** What a command prints with `--json`; it has to end with 0. */
  readonly json: (...argv: readonly string[]) => Promise<Json>;
  /** The outputs that a command makes; it has to end with 0. */
  readonly made: (...argv: readonly string[]) => Promise<readonly string[]>;
  readonly file: (name: string, content: object) => string;
}

export async function assetTown(context: TestContext): Promise<AssetTown> {
  const { folder, gateway } = await servedLedger(context);
  const own = temporaryFolder(context);
  const commands = commandsOn(context, folder, gateway.url);
  const { json } = commands;
  const person = async (name: string): Promise<Person> => {
    const key = join(own, `${name}.key`);
    const { account } = await json('account', 'new-key', key);
    await json('account', 'open', key);
    return { key, account: String(account) };
  };
  const [alice, bob] = [await person('alice'), await person('bob')];
  const { items } = await json('account', 'list');
  const [first] = items as readonly Json[];
  return {
    ...{ folder, gateway, alice, bob },
    operator: String(first?.['account']),
    ...commands,
    file: (name, content) => {
      const path = join(own, name);
      writeFileSync(path, JSON.stringify(content));
      return path;
    },
  };
}

function commandsOn(
  context: TestContext,
  folder: string,
  url: string,
): Pick<AssetTown, 'stele' | 'inChinese' | 'json' | 'made'> {
  const runs = async (locale: string, argv: readonly string[]): Promise<Ran> => {
    const env = { STELE_DATA: folder, LC_ALL: locale, NO_COLOR: '1' };
    const world = fakeWorld(context, { env });
    const isLocal = ['new-key', 'templates'].includes(argv[1] ?? '');
    const exitCode = await run([...argv, ...(isLocal ? [] : ['--url', url])], world);
    return { exitCode, ...world.printed() };
  };
  const done = async (argv: readonly string[]): Promise<string> => {
    const { exitCode, out, err } = await runs('C', argv);
    assert.equal(exitCode, 0, `${argv.join(' ')}: ${out}${err}`);
    return out;
  };
  return {
    stele: (...argv) => runs('C', argv),
    inChinese: (...argv) => runs('zh_CN.UTF-8', argv),
    json: async (...argv) => JSON.parse(await done([...argv, '--json'])) as Json,
    made: async (...argv) =>
      (await done(argv))
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0] ?? ''),
  };
}

/** `stele asset define` of a class whose issuer is the operator, with what `change` says. */
export async function defineIn(
  { json, file, operator }: AssetTown,
  name: string,
  change: Json = {},
): Promise<void> {
  const moves = ['transfer', 'pledge', 'offer', 'sale', 'redeem', 'step'];
  const definition = {
    ...{ organisation: 'acme', name, kind: 'right', scale: 2 },
    roles: [{ name: 'issuer', is: operator }],
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'freeze', by: ['issuer'] },
      ...moves.map((move) => ({ move, by: [] })),
    ],
    ...change,
  };
  await json('asset', 'define', file(`${name}.json`, definition));
}

/** A command that ends with this exit code, says this code, and prints nothing for a program to read. */
export async function refused(
  { stele }: AssetTown,
  argv: readonly string[],
  [exitCode, code]: readonly [number, string],
): Promise<void> {
  const ran = await stele(...argv);
  assert.equal(ran.exitCode, exitCode, `${argv.join(' ')}: ${ran.out}${ran.err}`);
  assert.match(ran.err, new RegExp(`\\[${code}\\]`), argv.join(' '));
  assert.equal(ran.out, '', 'nothing on standard output');
}
