import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { incompatibilities } from '@stele/server/test';
import type { Description, Json } from '@stele/server/test';
import { describedApi } from './test/described-api.ts';

const baseline = JSON.parse(
  readFileSync(new URL('./test/api-baseline.json', import.meta.url), 'utf8'),
) as Description;

void test('what the API promised before, it promises still', async () => {
  assert.deepEqual(incompatibilities(baseline, await describedApi()), []);
});

void test('every operation has a name of its own', async () => {
  const { paths } = await describedApi();
  const names = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  assert.ok(names.every((name) => name !== undefined));
  assert.equal(new Set(names).size, names.length);
});

type Change = (operation: Record<string, Json>) => void;

/** The baseline with one thing changed in submitTransaction. */
function changed(change: Change): Description {
  const copy = structuredClone(baseline) as { paths: Record<string, Record<string, unknown>> };
  change(copy.paths['/v1/chains/{chain}/transactions']?.['post'] as Record<string, Json>);
  return copy as unknown as Description;
}

function schemaOf(part: Json | undefined): Record<string, unknown> {
  const { content } = part as { content: Record<string, { schema: Record<string, unknown> }> };
  return content['application/json']?.schema ?? {};
}

void test('what would break a program is noticed', () => {
  const breaks: readonly (readonly [RegExp, Change])[] = [
    [/operationId/, (one) => Object.assign(one, { operationId: 'other' })],
    [/key/, (one) => Object.assign(one, { security: [{ key: ['admin'] }] })],
    [/201 is gone/, (one) => delete (one['responses'] as Record<string, unknown>)['201']],
    [
      /cbor is gone/,
      (one) =>
        delete (one['requestBody']?.['content'] as Record<string, unknown>)['application/cbor'],
    ],
    [
      /now needs payloads/,
      (one) => (schemaOf(one['requestBody'])['required'] as string[]).push('payloads'),
    ],
    [
      /narrower maxItems/,
      (one) => {
        const { signatures } = schemaOf(one['requestBody'])['properties'] as Record<string, object>;
        Object.assign(signatures ?? {}, { maxItems: 2 });
      },
    ],
    [
      /no longer always has id/,
      (one) => {
        const schema = schemaOf(one['responses']?.['201'] as Json);
        schema['required'] = (schema['required'] as string[]).filter((name) => name !== 'id');
      },
    ],
    [
      /index is gone/,
      (one) =>
        delete (
          schemaOf(one['responses']?.['201'] as Json)['properties'] as Record<string, unknown>
        )['index'],
    ],
    [
      /another type/,
      (one) => {
        const { id } = schemaOf(one['responses']?.['201'] as Json)['properties'] as Record<
          string,
          object
        >;
        Object.assign(id ?? {}, { type: 'integer' });
      },
    ],
    [
      /no longer takes "proven"/,
      (one) => {
        const [wait] = one['parameters'] as unknown as { schema: Record<string, unknown> }[];
        if (wait !== undefined) wait.schema['enum'] = ['committed', 'accepted', 'ordered'];
      },
    ],
  ];
  for (const [expected, change] of breaks) {
    const found = incompatibilities(baseline, changed(change));
    assert.ok(
      found.some((one) => expected.test(one)),
      `${String(expected)}: ${found.join('; ')}`,
    );
  }
  const gone = structuredClone(baseline) as { paths: Record<string, unknown> };
  delete gone.paths['/v1/me'];
  assert.deepEqual(incompatibilities(baseline, gone as unknown as Description), [
    'get /v1/me is gone',
  ]);
});

void test('what only adds is no break', () => {
  const adds: readonly Change[] = [
    (one) => Object.assign(one['responses'] ?? {}, { '299': {} }),
    (one) => {
      const schema = schemaOf(one['responses']?.['201'] as Json);
      Object.assign(schema['properties'] as object, { more: { type: 'string' } });
      (schema['required'] as string[]).push('more');
    },
    (one) => {
      const { signatures } = schemaOf(one['requestBody'])['properties'] as Record<string, object>;
      Object.assign(signatures ?? {}, { maxItems: 64 });
    },
    (one) => {
      (one['parameters'] as unknown as Json[]).push({ name: 'new', in: 'query', schema: {} });
    },
  ];
  for (const change of adds) assert.deepEqual(incompatibilities(baseline, changed(change)), []);
});
