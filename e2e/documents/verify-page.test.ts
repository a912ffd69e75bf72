/** verify.html is small, the same wherever it is built, speaks to nobody, and is the one whose hash the first pages state. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { buildVerifyPage } from '@stele/console/verify-page';
import { cloneFolder } from '../../tools/sources.ts';
import { pageHash, READMES, statedHash } from './page-hash.ts';

/** What goes along with every package of evidence, and into mail. */
const BYTES_MAX = 400_000;

const page = await buildVerifyPage();

void test('it fits', () => {
  const bytes = Buffer.byteLength(page);
  assert.ok(bytes <= BYTES_MAX, `${String(bytes)} bytes`);
});

void test('both first pages state its hash', async () => {
  const hash = await pageHash();
  for (const readme of READMES) {
    assert.equal(statedHash(readme), hash, `${readme.pathname}: run: npm run documents`);
  }
});

void test('built again, it is the same bytes, and nothing of this machine is in it', async () => {
  assert.equal(await buildVerifyPage(), page);
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'development';
  try {
    assert.equal(await buildVerifyPage(), page, "built in a developer's environment");
    assert.equal(process.env['NODE_ENV'], 'development');
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
  assert.ok(!page.includes(cloneFolder));
});

/** Without showing all of the page when it fails. */
function assertHasNone(text: string, pattern: RegExp): void {
  const at = pattern.exec(text)?.index;
  assert.equal(at, undefined, text.slice(at, (at ?? 0) + 80));
}

/** Scripts and styles of the page, as a browser finds them. */
function partsOf(element: 'script' | 'style'): readonly string[] {
  const found = page.matchAll(new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`, 'g'));
  return [...found].map(([, text = '']) => text);
}

void test('its own policy lets its script, its style and its worker run, and nothing else', () => {
  const hashOf = (text: string): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [policy] = /(?<=Content-Security-Policy" content=")[^"]+/.exec(page) ?? [];
  const [script, ...otherScripts] = partsOf('script');
  const [style, ...otherStyles] = partsOf('style');
  assert.deepEqual([otherScripts, otherStyles], [[], []]);
  assert.deepEqual(policy?.split('; '), [
    "default-src 'none'",
    `script-src ${hashOf(script ?? '')} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style ?? '')}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  assert.ok(page.indexOf('Content-Security-Policy') < page.indexOf('<style>'), 'before all else');
});

void test('nothing in it asks a network or runs text as a program', () => {
  const [script = ''] = partsOf('script');
  assertHasNone(script, /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(/);
  assertHasNone(script, /\beval\(|new Function|\.subtle\b|localStorage|indexedDB/);
  assertHasNone(page, /<link|<img|<iframe|url\(|@import|src=/);
  const addresses = [...page.matchAll(/https?:\/\/[^\s"'`)]+/g)].map(([address]) => address);
  // Names of the markup itself, which nobody asks for.
  const namespaces = addresses.filter((address) => !address.startsWith('http://www.w3.org/'));
  assert.deepEqual(namespaces, []);
});
