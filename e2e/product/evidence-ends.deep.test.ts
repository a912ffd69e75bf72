/**
 * Abrupt ends and wrong beginnings: killed, asked to stop twice, moved, without its secret or with another. What was acknowledged is
 * there, no database server is left or doubled, and nothing is written over.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { adminOf, eventually } from './evidence-client.ts';
import { Records } from './evidence-records.ts';
import { isAlive, Machine, type Server } from './product.ts';

/** Records of the operator, whose key lies in the data folder. */
function recordsOn(machine: Machine, server: Server, data?: string): Records {
  return new Records(adminOf(machine, server, data), 'deed');
}

async function hasEnded(pid: number | undefined): Promise<void> {
  assert.ok(pid !== undefined);
  await eventually('it ends', () => Promise.resolve(isAlive(pid)), { holds: (alive) => !alive });
}

void test('killed and started again: one database server, and none after the end', async (context) => {
  const machine = new Machine(context);
  let server = await machine.start(context);
  let records = recordsOn(machine, server);
  await records.checkLedgerServes();
  await records.checkSearchFindsAll();
  for (let round = 0; round < 2; round++) {
    const left = machine.databasePid();
    server.signal('SIGKILL');
    await server.ended;
    server = await machine.start(context);
    records = records.over(adminOf(machine, server));
    await records.checkLedgerServes();
    await records.checkSearchFindsAll();
    await hasEnded(left);
    assert.notEqual(machine.databasePid(), left, 'a server of its own');
  }
  const pid = machine.databasePid();
  const { code } = await server.stop();
  assert.equal(code, 0);
  assert.equal(machine.databasePid(), undefined, 'it ended in order');
  await hasEnded(pid);
});

void test('asked to stop twice, it ends at once, and what was acknowledged is there', async (context) => {
  const machine = new Machine(context);
  const server = await machine.start(context);
  const records = recordsOn(machine, server);
  await records.checkLedgerServes();
  await records.checkSearchFindsAll();
  const database = machine.databasePid();
  server.signal('SIGINT');
  server.signal('SIGINT');
  const { code } = await server.ended;
  assert.ok(code === 0 || code === null, 'in order, or by the signal');
  const again = await machine.start(context);
  const after = records.over(adminOf(machine, again));
  await after.checkLedgerServes();
  await after.checkSearchFindsAll();
  await hasEnded(database);
  assert.equal((await again.stop()).code, 0);
});

void test('a data folder that is moved, also after a kill, goes on where it is', async (context) => {
  const machine = new Machine(context);
  const server = await machine.start(context);
  const records = recordsOn(machine, server);
  await records.checkLedgerServes();
  await records.checkSearchFindsAll();
  const left = machine.databasePid();
  server.signal('SIGKILL');
  await server.ended;
  const moved = machine.path('elsewhere');
  renameSync(machine.path('data'), moved);
  const again = await machine.start(context, ['--data', moved]);
  const after = records.over(adminOf(machine, again, moved));
  await after.checkLedgerServes();
  await after.checkSearchFindsAll();
  await hasEnded(left);
  const pid = machine.databasePid(moved);
  assert.equal((await again.stop()).code, 0);
  await hasEnded(pid);
});

/** Every file below a folder with its content, but for locks and logs, which every opening writes anew. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile() && !/^(LOCK|LOG(\.old)?|lock)$/.test(file.name))
      .map((file) => join(file.parentPath, file.name))
      .sort()
      .map((path) => [path, readFileSync(path, 'hex')]),
  );
}

const OTHER_SECRET = Buffer.alloc(32, 7).toString('base64url');

void test('the master secret is another, malformed or gone: it is refused, and nothing is made', async (context) => {
  const machine = new Machine(context);
  const off = { STELE_PROJECTION: 'off' };
  const server = await machine.start(context, [], off);
  const records = recordsOn(machine, server);
  await records.checkLedgerServes();
  assert.equal((await server.stop()).code, 0);
  const path = machine.path('data', 'keys', 'master.secret');
  const secret = readFileSync(path, 'utf8');
  const keys = contentOf(machine.path('data', 'keys'));
  const faults: readonly (readonly [string, () => void, Readonly<Record<string, string>>])[] = [
    ['MASTER_KEY_OTHER', () => undefined, { STELE_MASTER_KEY: OTHER_SECRET }],
    ['MASTER_KEY_MALFORMED', () => undefined, { STELE_MASTER_KEY: secret.trim().slice(1) }],
    ['MASTER_KEY_OTHER', () => writeFileSync(path, `${OTHER_SECRET}\n`), {}],
    ['MASTER_KEY_MISSING', () => rmSync(path), {}],
  ];
  for (const [code, damage, env] of faults) {
    damage();
    const before = contentOf(machine.path('data', 'keys'));
    const refused = await machine.stele(['start', '--port', '0'], { ...off, ...env });
    assert.equal(refused.code, 3, code);
    assert.match(refused.stderr, new RegExp(`\\[${code}\\]`));
    assert.doesNotMatch(refused.stdout + refused.stderr, new RegExp(secret.trim().slice(1, 20)));
    assert.deepEqual(contentOf(machine.path('data', 'keys')), before, 'nothing is made');
    rmSync(path, { force: true });
    writeFileSync(path, secret, { mode: 0o600 });
  }
  assert.deepEqual(contentOf(machine.path('data', 'keys')), keys);
  const again = await machine.start(context, [], { ...off, STELE_MASTER_KEY: secret.trim() });
  await records.over(adminOf(machine, again)).checkLedgerServes();
  const [first] = records.ids;
  const shown = await adminOf(machine, again).json<{ note: { name: string } }>(
    200,
    'GET',
    `/v1/evidence/${first ?? ''}`,
  );
  assert.equal(shown.note.name, 'deed-0.pdf', 'its notes can be read');
  assert.equal((await again.stop()).code, 0);
});
