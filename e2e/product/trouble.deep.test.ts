/** Trouble as users meet it: one sentence, what to do, and the right exit code. */

import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { test, type TestContext } from 'node:test';
import { type Finished, Machine } from './product.ts';

/** No stack trace, no internals, at most a few lines. */
function assertPlain({ stderr }: Finished): void {
  assert.doesNotMatch(stderr, /\n\s+at |node:internal|Error: bug/);
  assert.ok(stderr.trim().split('\n').length <= 6, stderr);
  assert.ok(stderr.trim().length > 0, 'something is said');
}

async function stopped(context: TestContext): Promise<Machine> {
  const machine = new Machine(context);
  writeFileSync(machine.path('a.txt'), 'a');
  const server = await machine.start(context);
  assert.equal((await machine.stele(['notarize', 'a.txt'])).code, 0);
  await server.stop();
  return machine;
}

void test('a second process on the data folder', async (context) => {
  const machine = new Machine(context);
  await machine.start(context);
  const second = await machine.stele(['start', '--port', '0']);
  assert.equal(second.code, 3);
  assertPlain(second);
});

void test('a busy port', async (context) => {
  const machine = new Machine(context);
  const other = createServer().listen(0, '127.0.0.1');
  context.after(() => other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const started = await machine.stele(['start', '--port', String(port)]);
  assert.equal(started.code, 3);
  assert.match(started.stderr, new RegExp(String(port)));
  assertPlain(started);
});

void test('a data folder of a newer format', async (context) => {
  const machine = await stopped(context);
  writeFileSync(machine.path('data', 'FORMAT'), 'stele-data 4\n');
  const before = readdirSync(machine.path('data'), { recursive: true });
  const started = await machine.stele(['start', '--port', '0']);
  assert.equal(started.code, 3);
  assertPlain(started);
  assert.deepEqual(
    readdirSync(machine.path('data'), { recursive: true }),
    before,
    'nothing is touched',
  );
});

void test('keys that cannot be read, are open to others, or belong elsewhere', async (context) => {
  const machine = await stopped(context);
  const key = machine.path('data', 'keys', 'log.key');
  const good = readFileSync(key, 'utf8');
  const other = await stopped(context);
  const cases = [
    { text: 'not a key', mode: 0o600 },
    { text: good, mode: 0o644 },
    {
      text: readFileSync(other.path('data', 'keys', 'organisation.key'), 'utf8'),
      mode: 0o600,
      file: machine.path('data', 'keys', 'organisation.key'),
    },
  ];
  for (const { text, mode, file = key } of cases) {
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, text);
    chmodSync(file, mode);
    const started = await machine.stele(['start', '--port', '0']);
    assert.equal(started.code, 3, started.stderr);
    assertPlain(started);
    for (const line of text.split('\n').filter((one) => one.length > 40)) {
      assert.ok(!started.stderr.includes(line), 'no key is printed');
    }
    writeFileSync(file, kept);
    chmodSync(file, 0o600);
  }
  const server = await machine.start(context);
  assert.equal((await server.stop()).code, 0);
});

void test('no server to notarise with', async (context) => {
  const machine = await stopped(context);
  writeFileSync(machine.path('b.txt'), 'b');
  const notarized = await machine.stele(['notarize', 'b.txt']);
  assert.equal(notarized.code, 3);
  assertPlain(notarized);
});

void test('wrong usage is exit 2 and says what is right', async (context) => {
  const machine = await stopped(context);
  mkdirSync(machine.path('folder'));
  writeFileSync(machine.path('alone.txt'), 'no receipt');
  const wrong = [
    ['nonsense'],
    ['notarize'],
    ['verify'],
    ['verify', 'absent.txt'],
    ['verify', 'alone.txt'],
    ['verify', 'folder'],
    ['notarize', 'absent.txt'],
    ['verify', '--unknown'],
    ['trust', 'add', 'xyz'],
    ['start', '--port', 'seven'],
  ];
  for (const args of wrong) {
    const run = await machine.stele(args);
    assert.equal(run.code, 2, `${args.join(' ')}: ${run.stderr}`);
    assertPlain(run);
  }
});

void test('ledger check names the first damaged record', async (context) => {
  const machine = await stopped(context);
  const segment = machine.path('data', 'log', '000000.entries');
  const bytes = readFileSync(segment);
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  writeFileSync(segment, bytes);
  const checked = await machine.stele(['ledger', 'check']);
  assert.equal(checked.code, 1, checked.stdout + checked.stderr);
  assert.match(checked.stdout + checked.stderr, /000000\.entries/);
});

void test('a torn tail is no trouble at all', async (context) => {
  const machine = await stopped(context);
  appendFileSync(
    machine.path('data', 'log', '000000.entries'),
    Buffer.from([0x00, 0x40, 0x84, 0x00, 0x01]),
  );
  const server = await machine.start(context);
  assert.equal((await machine.stele(['verify', 'a.txt'])).code, 0);
  assert.equal((await server.stop()).code, 0);
});

void test('state that is missing is derived again', async (context) => {
  const machine = await stopped(context);
  const copy = new Machine(context);
  cpSync(machine.path('data'), copy.path('data'), {
    recursive: true,
    filter: (path) => !/\/(state|tree)(\/|$)/.test(path),
  });
  const server = await copy.start(context);
  assert.equal((await server.stop()).code, 0);
  assert.equal((await copy.stele(['ledger', 'check'])).code, 0);
});
