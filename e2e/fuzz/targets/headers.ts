/** What a request says in its headers, and bodies as they are read before any schema: anybody may send them. */

import assert from 'node:assert/strict';
import { type IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import {
  bearerKeyId,
  believedOrigins,
  clientOf,
  createBearerKey,
  negotiate,
  readJson,
  sessionCookie,
} from '@stele/server';
import { addressBytes } from '../../../core/server/src/address-bytes.ts';
import { depthOf } from '../../../core/server/src/json-text.ts';
import { JSON_DEPTH_MAX } from '../../../core/server/src/limits.ts';
import { readSignatureInput } from '../../../core/server/src/signatures/signature-input.ts';
import {
  numbersOfCursor,
  placeCursor,
  placeOfCursor,
} from '../../../services/evidence/src/http/cursors.ts';
import { itemsOf } from '../../../services/evidence/src/http/batch-body.ts';
import { readRequest } from '../../../services/evidence/src/records/evidence-request.ts';
import { readBatch } from '../../../services/evidence/src/records/batch-request.ts';
import { decoder, type Target, textDecoder } from '../target.ts';

const DIGEST = 'ab'.repeat(32);
const ITEM = `{"digests":{"sha-256":"${DIGEST}","sm3":"${DIGEST}"},"name":"a","size":5,"metadata":{"a":[1,"x"]},"kind":"contract","reference":"r"}`;
const SIGNED = `sig=("@method" "@path" "content-digest");created=1700000000;nonce="0123456789abcdef";keyid="ed";tag="stele"`;

/** Nothing of it may reach a prototype. */
function assertPlain(value: unknown): void {
  assert.equal(({} as Readonly<Record<string, unknown>>)['polluted'], undefined);
  if (typeof value !== 'object' || value === null) return;
  assert.ok(!Object.hasOwn(value, '__proto__'));
  for (const inner of Object.values(value)) assertPlain(inner);
}

const TEXTS: readonly Target[] = [
  textDecoder({
    name: 'signature-headers',
    seeds: () => [
      `${SIGNED}\nsig=:AAAA:`,
      `a=:AA==:, ${SIGNED};alg="ed25519";expires=1700000001\nsig=:AAAA:, b=?1`,
    ],
    decode: (text) => {
      const [input, signature] = text.split('\n');
      return readSignatureInput(input, signature);
    },
  }),
  textDecoder({
    name: 'accept',
    seeds: () => ['application/json;q=0.5, */*;q=0.1', 'text/*, application/cbor; q=1.000'],
    decode: (text) => negotiate(text, ['application/json', 'application/cbor', 'text/plain']),
  }),
  textDecoder({
    name: 'cookie',
    seeds: () => [
      `a=b; stele_session_7420=${'A'.repeat(43)}`,
      `__Host-stele_session=${'-'.repeat(43)}`,
    ],
    decode: (text) => {
      const headers: IncomingHttpHeaders = { host: 'localhost:7420', cookie: text };
      const cookie = sessionCookie({ host: '127.0.0.1', behindProxy: false });
      const token = cookie.tokenIn(headers);
      assert.ok(token === undefined || /^[\w-]{43}$/.test(token));
      return token;
    },
  }),
  textDecoder({
    name: 'origin-and-host',
    seeds: () => ['localhost:7420', '[::1]:80', 'example.org', 'xn--nxasmq6b'],
    decode: (text) => [
      believedOrigins(text, { host: '127.0.0.1', behindProxy: true }),
      believedOrigins(text, { host: '0.0.0.0', behindProxy: false }),
    ],
  }),
  textDecoder({
    name: 'client-address',
    seeds: () => ['127.0.0.1', '::1', '::ffff:1.2.3.4', 'fe80::1%eth0', '1:2:3:4:5:6:7:8'],
    decode: (text) => {
      assert.ok(clientOf(text).length <= Math.max(text.length, 20));
      if (isIP(text) !== 0) assert.equal(addressBytes(text).length, isIP(text) === 4 ? 4 : 16);
    },
  }),
  textDecoder({
    name: 'bearer-key',
    seeds: () => [createBearerKey({ bytes: (count) => new Uint8Array(count).fill(61) })],
    decode: (text) => {
      const id = bearerKeyId(text);
      assert.ok(id === undefined || text.includes(id));
    },
  }),
  textDecoder({
    name: 'cursor',
    seeds: () => [placeCursor({ index: 9, call: 1, item: 300 })],
    decode: (text) => {
      numbersOfCursor(text, 3);
      return placeOfCursor(text);
    },
    encode: placeCursor,
  }),
];

const BODIES: readonly Target[] = [
  decoder({
    name: 'json-body',
    seeds: () => [
      ITEM,
      `[${ITEM},1e400,"\\ud83d\\ude00",null]`,
      '"\\\\\\""',
      '{"a":{"constructor":{"x":1}}}',
    ],
    decode: (bytes) => {
      const value = readJson(bytes);
      assertPlain(value);
      const text = Buffer.from(bytes).toString();
      assert.ok(depthOf(text) <= JSON_DEPTH_MAX);
      assert.deepEqual(JSON.parse(text.replace(/^\ufeff/, '')), value);
    },
  }),
  decoder({
    name: 'evidence-request',
    seeds: () => [ITEM],
    decode: (bytes) => itemsOf(bytes, 'application/x-ndjson').map((item) => readRequest(item)),
  }),
  decoder({
    name: 'ndjson-batch',
    seeds: () => [`${ITEM}\n${ITEM.replaceAll('ab', 'cd')}\r\n\n`],
    decode: (bytes) => readBatch(itemsOf(bytes, 'application/x-ndjson')),
  }),
];

export const TARGETS: readonly Target[] = [...TEXTS, ...BODIES];
