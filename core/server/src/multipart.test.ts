import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { readBodies } from './bodies.ts';
import { bytesOf, readMultipart } from './multipart.ts';
import type { MultipartBody } from './multipart.ts';
import { sayRaw, startServer } from './test/kit.ts';

const limits = {
  form: { name: 'FORM_BYTES_MAX', value: 3_000_000 },
  file: { name: 'FILE_BYTES_MAX', value: 1_000_000 },
  field: { name: 'FIELD_BYTES_MAX', value: 1_000 },
  parts: { name: 'PARTS_MAX', value: 3 },
};

interface Seen {
  readonly name: string;
  readonly fileName: string | null;
  readonly mediaType: string;
  readonly sha256: string;
}

let finished = 0;
let failed = 0;

function routes(app: FastifyInstance): void {
  readBodies(app, {
    'application/cbor': { name: 'CBOR_BYTES_MAX', value: 10 },
    'application/x-ndjson': { name: 'LINES_BYTES_MAX', value: 20 },
  });
  readMultipart(app, limits);
  const content = {
    'multipart/form-data': { schema: Type.Object({ file: Type.String() }) },
    'application/cbor': { schema: Type.Unsafe<Uint8Array>({}) },
    'application/x-ndjson': { schema: Type.Unsafe<Uint8Array>({}) },
  };
  const config = {
    access: { kind: 'open' },
    bodyLimits: {
      'application/cbor': { name: 'CBOR_BYTES_MAX', value: 10 },
      'application/x-ndjson': { name: 'LINES_BYTES_MAX', value: 20 },
    },
    codes: ['MULTIPART_MALFORMED'],
  } as const;
  app.post('/parts', { config, schema: { body: { content } } }, async ({ body }) => {
    if (body instanceof Uint8Array) return { bytes: Buffer.from(body).toString('hex') };
    try {
      const seen = await read(body as MultipartBody);
      finished++;
      return { seen };
    } catch (error) {
      failed++;
      throw error;
    }
  });
}

async function read(parts: MultipartBody): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for await (const part of parts) {
    if (part.name === 'skipped') continue;
    const { name, fileName = null, mediaType } = part;
    const hash = createHash('sha256');
    if (fileName === null) {
      hash.update(await bytesOf(part, { name: 'TEST_BYTES_MAX', value: 1_000_000 }));
    } else for await (const chunk of part.bytes) hash.update(chunk);
    seen.push({ name, fileName, mediaType, sha256: hash.digest('hex') });
  }
  return seen;
}

interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function post(url: string, init: RequestInit): Promise<Told> {
  const response = await fetch(`${url}/parts`, { method: 'POST', ...init });
  return { status: response.status, body: (await response.json()) as Told['body'] };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

void test('files and fields arrive byte by byte, in order', async (context) => {
  const { url } = await startServer(context, routes);
  const parts = fc.array(
    fc.record({
      name: fc.stringMatching(/^[a-z]{1,8}$/),
      isFile: fc.boolean(),
      bytes: fc.uint8Array({ maxLength: 900 }),
    }),
    { maxLength: 3 },
  );
  const runs = 60;
  await fc.assert(
    fc.asyncProperty(parts, async (sent) => {
      const form = new FormData();
      const text = (bytes: Uint8Array): string =>
        Buffer.from(bytes).toString('base64').slice(0, 900);
      for (const { name, isFile, bytes } of sent) {
        if (isFile) {
          form.append(name, new Blob([bytes], { type: 'application/pdf' }), 'a.pdf');
        } else form.append(name, text(bytes));
      }
      const told = await post(url, { body: form });
      assert.equal(told.status, 200, JSON.stringify(told.body));
      const expected = sent.map(({ name, isFile, bytes }) => ({
        name,
        fileName: isFile ? 'a.pdf' : null,
        mediaType: isFile ? 'application/pdf' : 'text/plain',
        sha256: sha256(isFile ? bytes : Buffer.from(text(bytes))),
      }));
      assert.deepEqual(told.body['seen'], expected);
    }),
    { numRuns: runs },
  );
  context.diagnostic(`cases: forms ${String(runs)}`);
});

void test('a part that is not read is passed over', async (context) => {
  const { url } = await startServer(context, routes);
  const form = new FormData();
  form.append('skipped', new Blob([randomBytes(800_000)]), 'big');
  form.append('kept', 'x');
  const told = await post(url, { body: form });
  const seen = told.body['seen'] as readonly Seen[];
  assert.deepEqual(
    seen.map(({ name }) => name),
    ['kept'],
  );
});

void test('each limit is answered by its name and value', async (context) => {
  const { url } = await startServer(context, routes);
  const formOf = (add: (form: FormData) => void): RequestInit => {
    const form = new FormData();
    add(form);
    return { body: form };
  };
  const big = (bytes: number) => (form: FormData) =>
    form.append('f', new Blob([Buffer.alloc(bytes)]), 'f');
  assert.equal((await post(url, formOf(big(1_000_000)))).status, 200);
  const file = await post(url, formOf(big(1_000_001)));
  assert.deepEqual(
    [file.status, file.body['code'], file.body['limit'], file.body['bytesMax']],
    [413, 'BODY_TOO_LARGE', 'FILE_BYTES_MAX', 1_000_000],
  );
  const field = await post(
    url,
    formOf((form) => form.append('f', 'x'.repeat(1_001))),
  );
  assert.deepEqual(
    [field.status, field.body['limit'], field.body['bytesMax']],
    [413, 'FIELD_BYTES_MAX', 1_000],
  );
  const four = await post(
    url,
    formOf((form) => {
      for (const name of 'abcd') form.append(name, name);
    }),
  );
  assert.deepEqual([four.status, four.body['limit'], four.body['countMax']], [413, 'PARTS_MAX', 3]);
});

void test('what stands around the parts comes to an end, announced or not', async (context) => {
  const { url } = await startServer(context, routes);
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const part = '--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--b--\r\n';
  const around = ' '.repeat(3_000_001 - part.length);
  const isRefused = [413, 'BODY_TOO_LARGE', 'FORM_BYTES_MAX', 3_000_000];
  for (const body of [around + part, part + around]) {
    const announced = { headers, body };
    const streamed = { headers, body: new Blob([body]).stream(), duplex: 'half' as const };
    for (const init of [announced, streamed]) {
      const { status, body: told } = await post(url, init);
      assert.deepEqual([status, told['code'], told['limit'], told['bytesMax']], isRefused);
    }
  }
  const body = around.slice(0, -1) + part;
  assert.equal((await post(url, { headers, body })).status, 200, 'RFC 2046 allows it');
});

void test('what is no form is said to be none', async (context) => {
  const { url } = await startServer(context, routes);
  const type = 'multipart/form-data; boundary=b';
  const disposition = 'Content-Disposition: form-data; name="a"';
  const cases: readonly [string, string][] = [
    ['multipart/form-data', ''],
    [type, 'nothing'],
    [type, `--b\r\n${disposition}\r\n\r\nunfinished`],
    [type, `--b\r\n${disposition}; filename="f"\r\n\r\nunfinished`],
    [type, `--b\r\n${disposition}\r\n`],
    [type, `--b\r\n${'x: y\r\n'.repeat(4_000)}`],
  ];
  for (const [contentType, body] of cases) {
    const told = await post(url, { headers: { 'content-type': contentType }, body });
    assert.deepEqual(
      [told.status, told.body['code']],
      [400, 'MULTIPART_MALFORMED'],
      body.slice(0, 60),
    );
  }
});

void test('the connection of a refused form goes on being used', async (context) => {
  const { port } = await startServer(context, routes);
  const form = `--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n${'x'.repeat(200_000)}\r\n--b--\r\n`;
  const head = (length: number, connection: string): string =>
    `POST /parts HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: ${connection}\r\n` +
    `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${String(length)}\r\n\r\n`;
  const answers = await sayRaw(port, head(form.length, 'keep-alive') + form + head(0, 'close'));
  const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
  assert.deepEqual(statuses, ['413', '400']);
});

void test('any bytes as a form: a form or a refusal', async (context) => {
  const { server } = await startServer(context, routes);
  const fragment = fc.constantFrom(
    '--b',
    '--b--',
    '\r\n',
    '\r\n\r\n',
    '\n',
    '\r',
    'Content-Disposition: form-data; name="a"',
    '; filename="f"',
    "; filename*=utf-8''%ff",
    'Content-Disposition: attachment',
    'Content-Type: text/plain; charset=utf-7',
    ': ',
    '\0',
    'x'.repeat(500),
    '"',
    '\\',
  );
  const runs = 1_000;
  await fc.assert(
    fc.asyncProperty(fc.array(fragment, { maxLength: 20 }), async (parts) => {
      const response = await server.app.inject({
        method: 'POST',
        url: '/parts',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        payload: parts.join(''),
      });
      assert.ok([200, 400, 413].includes(response.statusCode), response.body);
    }),
    { numRuns: runs },
  );
  context.diagnostic(`cases: hostile forms ${String(runs)}`);
});

void test('a form of another digest is noticed before its reader is done', async (context) => {
  const { url } = await startServer(context, routes);
  const body = (letter: string): string =>
    `--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n${letter.repeat(300_000)}\r\n--b--\r\n`;
  const digest = createHash('sha256').update(body('x')).digest('base64');
  const headers = {
    'content-type': 'multipart/form-data; boundary=b',
    'content-digest': `sha-256=:${digest}:`,
  };
  assert.equal((await post(url, { headers, body: body('x') })).status, 200);
  const before = finished;
  const told = await post(url, { headers, body: body('y') });
  assert.deepEqual([told.status, told.body['code']], [400, 'CONTENT_DIGEST_MISMATCH']);
  assert.equal(finished, before);
});

void test('a sender that goes away in the middle ends its reader', async (context) => {
  const { port } = await startServer(context, routes);
  const before = failed;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'POST /parts HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 900000\r\n\r\n' +
      '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nsome',
  );
  await sleep(50);
  socket.destroy();
  for (let i = 0; i < 100 && failed === before; i++) await sleep(10);
  assert.equal(failed, before + 1);
});

void test('other kinds arrive as bytes, each under its own limit', async (context) => {
  const { url } = await startServer(context, routes);
  const send = (type: string, length: number): Promise<Told> =>
    post(url, { headers: { 'content-type': type }, body: Buffer.alloc(length, 7) });
  assert.deepEqual((await send('application/cbor', 3)).body, { bytes: '070707' });
  assert.equal((await send('application/x-ndjson', 20)).status, 200);
  for (const [type, limit, bytesMax] of [
    ['application/cbor', 'CBOR_BYTES_MAX', 10],
    ['application/x-ndjson', 'LINES_BYTES_MAX', 20],
  ] as const) {
    const told = await send(type, bytesMax + 1);
    assert.deepEqual(
      [told.status, told.body['limit'], told.body['bytesMax']],
      [413, limit, bytesMax],
    );
  }
  const json = await post(url, { headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.equal(json.body['code'], 'UNSUPPORTED_MEDIA_TYPE');
});
