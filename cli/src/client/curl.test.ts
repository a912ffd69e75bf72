import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import fc from 'fast-check';

import { curlCommand, shellQuote } from './curl.ts';

void test('a shell reads back the very word', (context) => {
  const cases = 40;
  const word = fc
    .string({ unit: 'binary' })
    .filter((text) => !text.includes('\0') && text.isWellFormed());
  fc.assert(
    fc.property(word, (text) => {
      const read = execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`]);
      assert.equal(read.toString(), text);
    }),
    { numRuns: cases },
  );
  context.diagnostic(`cases: shell words ${String(cases)}`);
});

void test('a body of any length reaches curl as it is, and the key is read by the shell', () => {
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
  const command = curlCommand({
    method: 'POST',
    url: 'http://127.0.0.1:7420/v1/x?wait=proven',
    keyPath: "/tmp/it's here/admin.key",
    body: { mediaType: 'application/cbor', bytes },
  });
  assert.ok(
    command.includes(String.raw`-H "Authorization: Bearer $(cat '/tmp/it'\''s here/admin.key')"`),
  );
  // In place of curl: what arrives on its standard input.
  const sent = execFileSync('sh', ['-c', command.replace(/curl .*/, 'cat')]);
  assert.deepEqual(new Uint8Array(sent), bytes);
});

void test('a call without body and key is one line', () => {
  const command = curlCommand({ method: 'GET', url: 'http://[::1]:1/v1/chains/main' });
  assert.equal(command, "curl -sS 'http://[::1]:1/v1/chains/main'");
});
