/** /openapi.json as others read it: by OpenAPI's own schema, by Postman, by a program written for what was published before. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { incompatibilities } from '@stele/server/test';
import { importIntoPostman, send } from './postman.ts';
import { baselines, promisedBy } from './test/published-surface.ts';
import { type ServedApi, serveApi } from './served-api.ts';

async function descriptionOf({ address }: ServedApi): Promise<Record<string, unknown>> {
  return (await (await fetch(`${address}/openapi.json`)).json()) as Record<string, unknown>;
}

void test('the description of a running server', async (context) => {
  const api = await serveApi(context);

  await context.test('is OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(await descriptionOf(api));
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(validator.version, '3.1');
  });

  await context.test('is imported by Postman, and the requests work as they come', async () => {
    const requests = await importIntoPostman(await descriptionOf(api));
    const variables = { baseUrl: api.address, bearerToken: api.key };
    const notarise = requests.get('Records digests of a file: it existed, unchanged, by this time');
    assert.ok(notarise, [...requests.keys()].join('\n'));
    const first = await send(notarise, variables);
    assert.equal(first.status, 201, await first.clone().text());
    const { receipt } = (await first.json()) as { receipt?: { type?: string } };
    assert.equal(receipt?.type, 'stele-receipt/v1', 'include=receipt is ticked');
    const again = await send(notarise, variables);
    assert.equal(again.headers.get('idempotency-replayed'), 'true', 'so is the Idempotency-Key');
    const refused = await send(notarise, { ...variables, bearerToken: 'stele_none' });
    assert.equal(refused.status, 401, 'the token is what lets it in');
    for (const name of ['Who the key belongs to and what it may do', 'Whether the chain commits']) {
      const request = requests.get(name);
      assert.ok(request, name);
      assert.equal((await send(request, variables)).status, 200, name);
    }
  });

  await context.test('promises what it promised before', async () => {
    const now = await promisedBy(api.address);
    const { ledger, service } = baselines();
    assert.deepEqual(incompatibilities(ledger, now), []);
    assert.deepEqual(incompatibilities(service, now), []);
    const known = [...Object.keys(ledger.paths), ...Object.keys(service.paths)];
    assert.deepEqual(
      Object.keys(now.paths).filter((path) => !known.includes(path)),
      [],
      'what is new stands in a baseline too, from the day it is published',
    );
  });

  await context.test('has every code and path that docs/evidence-api.md names', async () => {
    const page = readFileSync(new URL('../../docs/evidence-api.md', import.meta.url), 'utf8');
    const { items } = (await (await fetch(`${api.address}/v1/codes`)).json()) as {
      items: readonly { code: string }[];
    };
    const codes = items.map(({ code }) => code);
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = '']) => code);
    assert.deepEqual(
      named.filter((code) => !codes.includes(code)),
      [],
    );
    const { paths } = await promisedBy(api.address);
    const shown = [...page.matchAll(/`(GET|POST|PUT|DELETE)\s(\/[^`?\s]*)/g)];
    assert.ok(named.length > 5 && shown.length > 5, 'the page is read');
    assert.deepEqual(
      shown
        .filter(([, method = '', path = '']) => !(method.toLowerCase() in (paths[path] ?? {})))
        .map(([call]) => call),
      [],
    );
  });
});

void test('a break of the published surface is noticed', () => {
  const { service } = baselines();
  const changed = structuredClone(service) as unknown as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  delete changed.paths['/v1/usage'];
  const notarise = changed.paths['/v1/evidence']?.['post'] ?? {};
  Object.assign(notarise, { security: [{ key: ['admin'] }] });
  assert.deepEqual(incompatibilities(service, changed as unknown as typeof service), [
    'post /v1/evidence needs more of a key',
    'get /v1/usage is gone',
  ]);
});
