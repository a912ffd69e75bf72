/** Calls as text: what a shell and a program make of them is what the page would have sent. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import vm from 'node:vm';

import fc from 'fast-check';
import ts from 'typescript';

import type { Call } from './CallDrawer.tsx';
import { curlOf, typescriptOf } from './call-texts.ts';

const ORIGIN = 'http://localhost:7420';
const awkward = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom(`'; rm -rf /`, '$(id)', '`id`', '"', '\\', "'", '\n', '存证', '<b>', '-d'),
);
// A shell's arguments end at the first zero byte.
const value = awkward.map((text) => text.replaceAll('\0', ''));
const call: fc.Arbitrary<Call> = fc.record(
  {
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    path: fc.constantFrom('/v1/evidence', '/v1/evidence/batches'),
    query: fc.record({ q: value, limit: fc.nat() }, { requiredKeys: [] }),
    body: fc.record({ name: value, digests: fc.constant({ 'sha-256': 'ab' }) }),
    isOpen: fc.boolean(),
  },
  { requiredKeys: ['method', 'path'] },
);

void test('a shell hands curl what was meant', (t) => {
  let cases = 0;
  const check = fc.property(call, (asked) => {
    cases++;
    const script = `curl() { printf '%s\\0' "$@"; }\n${curlOf(asked, ORIGIN)}`;
    const output = execFileSync('sh', ['-c', script], { env: { STELE_KEY: 'secret' } });
    const words = output.toString().split('\0').slice(0, -1);
    assert.deepEqual(words, wordsOf(asked));
  });
  fc.assert(check, { numRuns: 100 });
  t.diagnostic(`cases: calls through a shell ${String(cases)}`);
});

void test('a program asks what was meant', async (t) => {
  let cases = 0;
  const check = fc.asyncProperty(call, async (asked) => {
    cases++;
    const [url, init] = await ranAsProgram(typescriptOf(asked, ORIGIN));
    assert.equal(url, urlOf(asked));
    assert.equal(init.method, asked.method);
    assert.equal(init.body, asked.body === undefined ? undefined : JSON.stringify(asked.body));
    const expected = asked.isOpen === true ? undefined : 'Bearer secret';
    assert.equal(init.headers?.['authorization'], expected);
  });
  await fc.assert(check, { numRuns: 200 });
  t.diagnostic(`cases: calls as programs ${String(cases)}`);
});

function urlOf({ path, query = {} }: Call): string {
  const url = new URL(path, ORIGIN);
  for (const [name, given] of Object.entries(query)) {
    if (given !== undefined && given !== '') url.searchParams.set(name, String(given));
  }
  return url.href;
}

function wordsOf(asked: Call): readonly string[] {
  return [
    ...(asked.method === 'GET' ? [] : ['-X', asked.method]),
    urlOf(asked),
    ...(asked.isOpen === true ? [] : ['-H', 'Authorization: Bearer secret']),
    ...(asked.body === undefined
      ? []
      : ['-H', 'Content-Type: application/json', '-d', JSON.stringify(asked.body)]),
  ];
}

interface Init {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ranAsProgram(program: string): Promise<readonly [string, Init]> {
  const asked: [string, Init][] = [];
  const { outputText } = ts.transpileModule(`(async () => {${program}})()`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const fetch = (url: string, init: Init): Promise<object> => {
    asked.push([url, init]);
    return Promise.resolve({ json: () => Promise.resolve({}) });
  };
  const globals = { fetch, process: { env: { STELE_KEY: 'secret' } }, console: { log: () => 0 } };
  await vm.runInNewContext(outputText, globals);
  const [first] = asked;
  assert.ok(first !== undefined);
  return first;
}
