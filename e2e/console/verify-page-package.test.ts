/**
 * verify.html in the hands of somebody who knows nothing of it: the whole package dropped as it came, the fingerprint taken from where
 * it proves nothing, a small screen, and the way back to where the page came from.
 */

import assert from 'node:assert/strict';
import { buildVerifyPage } from '@stele/console/verify-page';
import { zipSync } from 'fflate';
import { browserTest } from './browser-test.ts';
import {
  certificateFor,
  CONTENT,
  fingerprintOf,
  NAME,
  StandalonePage,
} from './test/standalone-page.ts';

browserTest('one ZIP with everything is opened; a letter in PDF is only a file', async (scene) => {
  const page = await StandalonePage.open(scene);
  const { bytes } = page.lease();
  await page.give(page.folder.write('letter.pdf', '%PDF-1.7\n%%EOF\n'));
  await page.says('Now its receipt or certificate');
  assert.doesNotMatch(await page.page.innerText('main'), /holds no receipt/);
  await page.page.getByRole('button', { name: 'Clear the table' }).click();
  const packed = zipSync({
    'README.txt': Buffer.from('read me'),
    [NAME]: [Buffer.from(CONTENT), { level: 0 }],
    [`${NAME}.receipt.json`]: bytes,
    [`${NAME}.certificate.pdf`]: [await certificateFor(bytes), { level: 0 }],
    'verify.html': Buffer.from('<!doctype html>'),
  });
  await page.give(page.folder.write('everything.zip', packed));
  await page.judged(2);
  await page.says(/is, byte for byte, the file that was recorded/);
  assert.equal(await page.page.getByRole('heading', { name: NAME, exact: true }).count(), 2);
  assert.doesNotMatch(await page.page.innerText('main'), /everything\.zip|README\.txt|Receipt in/);
});

browserTest(
  'the fingerprint copied from the page itself is said to confirm nothing',
  async (scene) => {
    const page = await StandalonePage.open(scene);
    const { file, receipt, bytes } = page.lease();
    await page.give(file, receipt);
    await page.judged();
    await page.page.getByRole('button', { name: 'Copy: Fingerprint of the chain' }).click();
    await page.page.getByLabel('Fingerprint that you were given').fill(fingerprintOf(bytes));
    await page.says('This is the fingerprint that the receipt itself states');
    await page.says('Valid');
  },
);

browserTest('on a phone the verdict comes into view, and the focus stays', async (scene) => {
  const page = await StandalonePage.open(scene, { width: 390 });
  const { file, receipt } = page.lease();
  await page.page.locator('input[type=file]').focus();
  await page.give(file, receipt);
  await page.judged();
  await page.page.waitForFunction(() => {
    const box = document.querySelector('[data-verdict]')?.getBoundingClientRect();
    return box !== undefined && box.top >= 0 && box.bottom <= innerHeight;
  });
  assert.equal(await page.page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  const isBelow = await page.page.evaluate(() => {
    const field = document.querySelector('article input');
    const verdict = document.querySelector('[data-verdict]');
    return field !== null && (verdict?.compareDocumentPosition(field) ?? 0) === 4;
  });
  assert.ok(isBelow, 'the verdict first, then what is asked of the reader');
});

browserTest('given out by a server, it leads back to the pages there', async (scene) => {
  const origin = 'http://stele.example';
  const { page } = await scene.visitor({ origin });
  const html = await buildVerifyPage();
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: html }),
  );
  await page.goto(`${origin}/verify.html`);
  const back = page.getByRole('link', { name: 'Back to the server’s pages' });
  assert.equal(await back.getAttribute('href'), '/');
});
