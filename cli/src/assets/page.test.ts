/**
 * docs/assets.md and its translation, typed word by word into a shell. `npx stele` is answered by this process, with the same code: what the page needs is
 * two dozen commands, and each would take longer to start than to run.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { run } from '../run.ts';
import { type FakeWorld, fakeWorld } from '../test/fake-world.ts';
import { servedLedger } from '../test/served-ledger.ts';

/** The page and its translation, each as a reader of its language sees it. */
const PAGES = [
  { name: 'assets.md', locale: 'C.UTF-8' },
  { name: 'assets.zh-CN.md', locale: 'zh_CN.UTF-8' },
];
const FENCED = /^```(\S*)\n(.*?)^```$/gms;
/** A line that no snippet prints. */
const MARK = '=== next step ===';

interface Step {
  readonly commands: string;
  readonly shown: string;
}

/** What a reader types, each with what the page says they see then. The first starts the server. */
function stepsOf(page: string): readonly Step[] {
  const blocks = [...page.matchAll(FENCED)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
  const [start, ...others] = blocks;
  assert.deepEqual(start, { language: 'sh', text: 'npm start\n' });
  return others.flatMap(({ language, text }, i) => {
    if (language !== 'sh') return [];
    const next = others[i + 1];
    assert.equal(next?.language, 'text', 'every step shows what is seen');
    return [{ commands: text, shown: next.text }];
  });
}

/** `…` stands for anything within a line. */
function patternOf(shown: string): RegExp {
  const escaped = shown.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('…', '.*')}$`);
}

/** Runs the command lines it is sent, words ended by NUL; answers the exit code, and leaves in two files what was printed. */
async function openDoor(
  context: TestContext,
  worldOf: () => FakeWorld,
  folder: string,
): Promise<string> {
  const door = createServer((asked, answer) => {
    void wordsIn(asked).then(async (argv) => {
      const world = worldOf();
      const code = await run(argv, world);
      const { out, err } = world.printed();
      writeFileSync(join(folder, 'out'), out);
      writeFileSync(join(folder, 'err'), err);
      answer.end(String(code));
    });
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  context.after(() => {
    door.closeAllConnections();
    door.close();
  });
  return `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`;
}

async function wordsIn(asked: IncomingMessage): Promise<readonly string[]> {
  const parts: Buffer[] = [];
  for await (const part of asked) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8').split('\0').slice(0, -1);
}

for (const { name, locale } of PAGES) {
  void test(`${name}, in its order`, { timeout: 120_000 }, async (context) => {
    const steps = stepsOf(pageText(name));
    const { code, seen } = await typed(context, steps, locale);
    assert.equal(code, 0, seen.at(-1));
    assert.equal(seen.length, steps.length);
    steps.forEach(({ commands, shown }, i) => {
      assert.match(seen[i] ?? '', patternOf(shown), commands);
    });
  });
}

void test('the translation has the same to type', () => {
  const [page = [], translation = []] = PAGES.map(({ name }) => stepsOf(pageText(name)));
  const commandsOf = (steps: readonly Step[]): readonly string[] =>
    steps.map(({ commands }) => commands);
  assert.deepEqual(commandsOf(translation), commandsOf(page));
});

function pageText(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
}

interface Typed {
  readonly code: number | null;
  /** What each step printed. */
  readonly seen: readonly string[];
}

/** Types all the steps into one shell, beside a node of its own. */
async function typed(context: TestContext, steps: readonly Step[], locale: string): Promise<Typed> {
  const served = await servedLedger(context);
  const { homeFolder, workingFolder } = fakeWorld(context);
  const env = { STELE_DATA: served.folder, LANG: locale, NO_COLOR: '1' };
  writeFileSync(join(served.folder, 'address'), served.url);
  const worldOf = (): FakeWorld => fakeWorld(context, { env });
  const door = await openDoor(context, worldOf, homeFolder);
  const before = process.cwd();
  process.chdir(workingFolder);
  context.after(() => {
    process.chdir(before);
  });
  const prelude = `
    exec 2>&1
    npx() {
      local code
      code=$(printf '%s\\0' "\${@:2}" | curl -s --data-binary @- ${door})
      cat ${homeFolder}/err >&2
      cat ${homeFolder}/out
      return "$code"
    }`;
  const script = steps.map(({ commands }) => `echo '${MARK}'\n${commands}`).join('\n');
  const shell = ['-e', '-u', '-o', 'pipefail', '-c', `${prelude}\n${script}`];
  const child = spawn('bash', shell, { cwd: workingFolder, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const [, ...seen] = printed.split(`${MARK}\n`);
  return { code, seen };
}
