import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import { Type } from 'typebox';
import { readJson } from '../json-text.ts';
import { checkAgainst } from './check-against.ts';

const BYTES = 8_388_608;
const EXACT = { additionalProperties: false };

const Item = Type.Object(
  {
    digests: Type.Record(Type.String(), Type.String()),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    kind: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,31}$' })),
    metadata: Type.Optional(Type.Unknown()),
  },
  EXACT,
);
const Scopes = Type.Array(Type.Enum(['read', 'write']), { maxItems: 4, uniqueItems: true });
const Either = Type.Union([
  Type.Object({ items: Type.Array(Type.Integer()) }, EXACT),
  Type.Object({ items: Type.Array(Type.Boolean()) }, EXACT),
]);
const Body = Type.Object(
  {
    items: Type.Optional(Type.Array(Item)),
    scopes: Type.Optional(Scopes),
    either: Type.Optional(Either),
  },
  EXACT,
);
const faultsOf = checkAgainst(Body);

const filled = (unit: string): string =>
  Array(Math.floor(BYTES / (unit.length + 1)))
    .fill(unit)
    .join(',');
const members = (value: string): string =>
  Array.from({ length: BYTES / 16 }, (_, i) => `"a${String(i)}":${value}`).join(',');
const good = '{"digests":{"sha-256":"00"}}';

/** Each fails at as many places as a body has room for, or only at its end. */
const BODIES: Readonly<Record<string, string>> = {
  'numbers for items': `{"items":[${filled('1')}]}`,
  'empty items': `{"items":[${filled('{}')}]}`,
  'arrays for items': `{"items":[${filled('[]')}]}`,
  'items with an unknown member': `{"items":[${filled('{"digests":{},"x":1}')}]}`,
  'the last item': `{"items":[${filled(good)},1]}`,
  'unknown members': `{"items":1,${members('1')}}`,
  'unknown members of an item': `{"items":[{${members('{}')}}]}`,
  'digests that are no texts': `{"items":[{"digests":{${members('1')}}}]}`,
  'the last digest': `{"items":[{"digests":{${members('""')},"z":1}}]}`,
  'the same again where all have to differ': `{"scopes":[${filled('"read"')}]}`,
  'elements that no branch takes': `{"either":{"items":[${filled('""')}]}}`,
  'half of the elements in each branch': `{"either":{"items":[${filled('true,1')}]}}`,
  'a long name': `{"items":[{"digests":{},"name":"${'x'.repeat(BYTES)}"}]}`,
  'a long name of a member': `{"${'x'.repeat(BYTES)}":1}`,
  'nested elements': `{"items":[${filled(`${'['.repeat(20)}${']'.repeat(20)}`)}]}`,
  'names that may be a prototype': `{"constructor":1,"items":[${filled('1')}]}`,
};

function cpuMsOf<T>(work: () => T): { readonly cpuMs: number; readonly result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, result };
}

/** What a body may cost beyond the parsing of its text, as a multiple of that, and for what is too short to be measured. */
const RATIO_MAX = 10;
const SLACK_MS = 4_000;
const MEMORY_MAX = 64 * BYTES;

for (const [label, text] of Object.entries(BODIES)) {
  void test(`the faults of 8 MiB cost no more than its reading: ${label}`, (context) => {
    const bytes = Buffer.from(text);
    const parsed = cpuMsOf(() => JSON.parse(text) as unknown);
    const read = cpuMsOf(() => readJson(bytes));
    const before = process.memoryUsage().rss;
    const found = cpuMsOf(() => faultsOf(read.result));
    const grown = process.memoryUsage().rss - before;
    const allowedMs = RATIO_MAX * parsed.cpuMs + SLACK_MS;
    const told = `parse ${String(parsed.cpuMs)} ms, read ${String(read.cpuMs)}, faults ${String(found.cpuMs)}, ${String(grown)} bytes`;
    context.diagnostic(told);
    assert.ok(found.result.length > 0 && found.result.length <= 100);
    assert.ok(read.cpuMs < allowedMs, told);
    assert.ok(found.cpuMs < allowedMs, told);
    assert.ok(grown < MEMORY_MAX, told);
  });
}

void test('8 MiB of brackets is refused before it is parsed', () => {
  const deep = Buffer.from('['.repeat(BYTES));
  const { cpuMs } = cpuMsOf(() => {
    assert.throws(
      () => readJson(deep),
      (error) => isCoded(error, 'JSON_MALFORMED'),
    );
  });
  assert.ok(cpuMs < 1_000, String(cpuMs));
});
