/**
 * Timestamps of an authority that is not ours (`openssl ts`): its tokens come with full receipts, openssl itself and both verifiers
 * accept them, and an authority that is away delays nobody and is seen.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { LocalAuthority, opensslForTest } from '@stele/timestamp/test';
import { pythonForTest, verifierPath } from '../../tools/python.ts';
import { adminOf, type Client, eventually, readiness, sha256 } from './evidence-client.ts';
import { Records } from './evidence-records.ts';
import { type Finished, Machine, type Server } from './product.ts';

/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9/';

async function run(program: string, args: readonly string[]): Promise<Finished> {
  return await new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

interface Scene {
  readonly machine: Machine;
  readonly authority: LocalAuthority;
  readonly environment: Readonly<Record<string, string>>;
}

/** A machine whose server is to ask two authorities, of which one is away. */
async function sceneWith(context: TestContext): Promise<Scene> {
  const machine = new Machine(context);
  const authority = await LocalAuthority.open(context);
  const environment = {
    STELE_PROJECTION: 'off',
    STELE_TIMESTAMP_AUTHORITIES: `local=${authority.url},away=${NOBODY}`,
  };
  return { machine, authority, environment };
}

function putCertificates({ machine, authority }: Scene): void {
  const folder = machine.path('data', 'timestamp-authorities');
  mkdirSync(folder, { recursive: true });
  for (const name of ['local', 'away']) writeFileSync(`${folder}/${name}.pem`, authority.rootPem);
}

interface Receipt {
  readonly proof: string;
  readonly timestamps: readonly string[];
}

/** The full receipt of a file's record, once it has its token. */
async function stampedReceipt(client: Client, id: string): Promise<Receipt> {
  const look = (): Promise<Receipt> =>
    client.json<Receipt>(200, 'GET', `/v1/evidence/${id}/receipt?form=full`);
  return await eventually('a token', look, { holds: ({ timestamps }) => timestamps.length > 0 });
}

async function checkAuthorityAway(server: Server): Promise<void> {
  const { status, parts } = await eventually('both are known', () => readiness(server), {
    holds: ({ parts: { 'timestamps-local': local, 'timestamps-away': away } }) =>
      local === 'ok' && away !== 'behind',
  });
  assert.equal(status, 200);
  assert.match(parts['timestamps-away'] ?? '', /^TIMESTAMP_[A-Z_]+$/);
}

void test('a full receipt carries a token that openssl and both verifiers accept', async (context) => {
  if (!opensslForTest(context)) return;
  const scene = await sceneWith(context);
  const { machine, authority, environment } = scene;
  const file = machine.path('deed.txt');
  writeFileSync(file, 'the text of a deed\n');

  const plain = await machine.start(context, [], { STELE_PROJECTION: 'off' });
  const body = { digests: { 'sha-256': sha256('the text of a deed\n') }, name: 'deed.txt' };
  const { id } = await adminOf(machine, plain).json<{ id: string }>(201, 'POST', '/v1/evidence', {
    body,
  });
  assert.equal((await plain.stop()).code, 0);

  const without = await machine.stele(['start', '--port', '0'], environment);
  assert.notEqual(without.code, 0);
  assert.match(without.stderr, /\[TIMESTAMP_CERTIFICATE_MISSING\]/);

  putCertificates(scene);
  const server = await machine.start(context, [], environment);
  const client = adminOf(machine, server);
  const records = new Records(client, 'deed');
  await records.checkLedgerServes();
  const receipt = await stampedReceipt(client, id);
  await checkAuthorityAway(server);
  await records.checkLedgerServes();
  const short = await client.json<Receipt>(200, 'GET', `/v1/evidence/${id}/receipt`);
  assert.deepEqual(short.timestamps, [], 'only the full form has them');

  const paths = written(machine, receipt, authority);
  await checkByOpenssl(paths);
  await checkByStele(machine, file, paths);
  await checkByPython(context, file, paths);
  assert.equal((await server.stop()).code, 0);
});

interface Paths {
  readonly receipt: string;
  readonly damaged: string;
  readonly token: string;
  readonly signedText: string;
  readonly root: string;
}

/** What a verifier elsewhere has in its hands, and the same receipt with another byte in its token. */
function written(machine: Machine, receipt: Receipt, authority: LocalAuthority): Paths {
  const [token = ''] = receipt.timestamps;
  const bytes = Buffer.from(token, 'base64url');
  const [, signedText = ''] = receipt.proof.split('\n\n');
  const damaged = Buffer.from(bytes);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  const timestamps = [damaged.toString('base64url')];
  const put = (name: string, content: string | Uint8Array): string => {
    writeFileSync(machine.path(name), content);
    return machine.path(name);
  };
  return {
    receipt: put('deed.receipt.json', JSON.stringify(receipt)),
    damaged: put('damaged.receipt.json', JSON.stringify({ ...receipt, timestamps })),
    token: put('token.der', bytes),
    signedText: put('checkpoint.txt', `${signedText}\n`),
    root: put('root.pem', authority.rootPem),
  };
}

async function checkByOpenssl({ token, signedText, root }: Paths): Promise<void> {
  assert.match(readFileSync(signedText, 'utf8'), /^[^\n]+\n\d+\n[^\n]+\n$/, 'three lines');
  const args = ['ts', '-verify', '-token_in', '-in', token, '-CAfile', root];
  const { code, stdout, stderr } = await run('openssl', [...args, '-data', signedText]);
  assert.equal(code, 0, stderr);
  assert.match(stdout + stderr, /Verification: OK/);
  const other = await run('openssl', [...args, '-data', root]);
  assert.notEqual(other.code, 0, 'it is over this text alone');
}

async function checkByStele(machine: Machine, file: string, paths: Paths): Promise<void> {
  const verify = (receipt: string): Promise<Finished> =>
    machine.stele(['verify', file, '--receipt', receipt, '--tsa', paths.root, '--json']);
  const verified = await verify(paths.receipt);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  assert.match(timestampStep(verified), /^pass/);
  const damaged = await verify(paths.damaged);
  assert.equal(damaged.code, 1, damaged.stdout);
  assert.match(timestampStep(damaged), /^fail/);
}

async function checkByPython(context: TestContext, file: string, paths: Paths): Promise<void> {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const verify = (receipt: string): Promise<Finished> =>
    run(python, [verifierPath, file, receipt, '--trust', 'any', '--tsa', paths.root, '--json']);
  const verified = await verify(paths.receipt);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  assert.match(timestampStep(verified), /^pass/);
  const damaged = await verify(paths.damaged);
  assert.equal(damaged.code, 1, damaged.stdout);
  assert.match(timestampStep(damaged), /^fail/);
}

/** Each verifier has its own word for it. */
function timestampStep({ stdout }: Finished): string {
  const { steps } = JSON.parse(stdout) as { steps: { name: string; result: string }[] };
  return steps.find(({ name }) => name === 'timestamps')?.result ?? 'absent';
}
