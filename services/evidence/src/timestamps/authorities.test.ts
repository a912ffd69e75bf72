import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import { LocalAuthority, opensslForTest } from '@stele/timestamp/test';
import { readAuthorities } from './authorities.ts';

void test('the setting: names, addresses, certificates', async (context) => {
  if (!opensslForTest(context)) return;
  const folder = mkdtempSync(join(tmpdir(), 'stele-authorities-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  const authority = await LocalAuthority.open(context);
  for (const name of ['one', 'two']) writeFileSync(join(folder, `${name}.pem`), authority.rootPem);
  writeFileSync(join(folder, 'broken.pem'), 'no certificate');

  assert.deepEqual(readAuthorities('', folder), []);
  const read = readAuthorities(' one=https://a.example/tsr?x=1 ,two=http://b.example,', folder);
  assert.deepEqual(
    read.map(({ name, url, trustedCertificates }) => [name, url, trustedCertificates.length]),
    [
      ['one', 'https://a.example/tsr?x=1', 1],
      ['two', 'http://b.example', 1],
    ],
  );
  const nine = Array.from({ length: 9 }, (_, i) => `a${String(i)}=http://a.example`).join(',');
  for (const [text, code] of [
    ['one', 'TIMESTAMP_AUTHORITIES_INVALID'],
    ['one=', 'TIMESTAMP_AUTHORITIES_INVALID'],
    ['One=http://a.example', 'TIMESTAMP_AUTHORITIES_INVALID'],
    ['../one=http://a.example', 'TIMESTAMP_AUTHORITIES_INVALID'],
    ['one=ftp://a.example', 'TIMESTAMP_AUTHORITIES_INVALID'],
    ['one=http://a.example,one=http://b.example', 'TIMESTAMP_AUTHORITIES_INVALID'],
    [nine, 'TIMESTAMP_AUTHORITIES_INVALID'],
    ['three=http://a.example', 'TIMESTAMP_CERTIFICATE_MISSING'],
    ['broken=http://a.example', 'CERTIFICATE_UNREADABLE'],
  ] as const) {
    assert.throws(
      () => readAuthorities(text, folder),
      (error) => isCoded(error, code) && error.action !== undefined,
      text,
    );
  }
});
