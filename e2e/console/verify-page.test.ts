/**
 * verify.html in a real browser, from a disk, with the network off: whatever is given in whatever order, the page says what is proven and
 * what is not, and whatever is hostile stays text. Its bytes and its policy are looked at in e2e/documents.
 */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { nodeCrypto } from '@stele/protocol/node';
import { axeFindings } from './axe.ts';
import { browserTest } from './browser-test.ts';
import { cutOff, overflowing } from './in-page.ts';
import {
  certificateFor,
  CONTENT,
  fingerprintOf,
  NAME,
  receiptFor,
  StandalonePage,
} from './test/standalone-page.ts';

const OWN = Buffer.from(CONTENT);

browserTest(
  'file and receipt: everything checks, and a fingerprint makes it valid',
  async (scene) => {
    const page = await StandalonePage.open(scene);
    const { file, receipt, bytes } = page.lease();
    await page.give(file);
    await page.says('Now its receipt or certificate');
    await page.give(receipt);
    await page.judged();
    await page.says('Everything checks; this chain is not one you said you trust yet');
    await page.says(/is, byte for byte, the file that was recorded in block 1,234,567/);
    for (const fact of ['who made the file', 'that its content is true']) await page.says(fact);
    const field = page.page.getByLabel('Fingerprint that you were given');
    await field.fill('11'.repeat(32));
    await page.says('Not the chain you were told');
    await page.page.locator('[data-verdict="otherChain"]').waitFor();
    assert.equal(await page.result('trust'), 'fail');
    await page.says('It is the fingerprint of another chain.');
    await page.says('Nothing of the chain that was named: the receipt is of another.');
    await page.page.locator('mark').first().waitFor();
    await field.fill(fingerprintOf(bytes).slice(1));
    await page.says('A fingerprint has 64 hexadecimal digits; this has 63.');
    await field.fill(fingerprintOf(bytes).toUpperCase());
    await page.page.locator('[data-step="trust"][data-result="pass"]').waitFor();
    await page.says('Valid');
    await page.says('It is the fingerprint of this chain.');
    assert.equal(await page.page.getByRole('link').count(), 0, 'on a disk there is no server');
  },
);

browserTest('a certificate, before its file or after it, dropped or chosen', async (scene) => {
  const page = await StandalonePage.open(scene, { language: 'zh-CN' });
  const { file, bytes } = page.lease();
  const certificate = page.folder.write('lease.certificate.pdf', await certificateFor(bytes));
  await page.give(certificate);
  await page.judged();
  await page.says('没有比对任何文件，也没有核验 PDF 页面上的文字');
  await page.says('再加入文件本身，即可与记录比对。');
  await page.says('记录 ✓ · 未给出文件');
  await page.give(file);
  await page.says(/逐字节一致/);
  await page.says('核验的是证书所附的收据，而不是页面上的文字。');
  const step = page.step('file');
  await step.locator('summary').click();
  await step.getByText('您手中的文件与存证时的文件，哈希值逐一相同。').waitFor();
  assert.match((await step.locator('p[lang="en"]').innerText()).trim(), /^file /);
  await page.page.getByRole('button', { name: '全部移除' }).click();
  await page.drop([
    [NAME, CONTENT],
    ['r.json', Buffer.from(bytes).toString()],
  ]);
  await page.says(/逐字节一致/);
});

browserTest("any PDF with somebody's receipt inside: valid is the receipt alone", async (scene) => {
  const page = await StandalonePage.open(scene);
  const { file, bytes } = page.lease();
  const name = 'deed of the castle.pdf';
  await page.give(page.folder.write(name, await certificateFor(bytes)));
  await page.judged();
  const article = page.page.locator('article');
  const status = article.getByRole('status').first();
  await article.getByRole('heading', { name: `Receipt in ${name}` }).waitFor();
  await page.says('The receipt checks; its chain is not one you said you trust yet');
  await page.page.getByLabel('Fingerprint that you were given').fill(fingerprintOf(bytes));
  await page.says('The receipt is valid');
  await page.says('14 passed, 1 had nothing to check, 1 is open');
  const warning = 'No file was compared with it, and what the pages of the PDF say was not checked';
  const looks = await status.locator('p').evaluateAll((lines) =>
    lines.map((line) => {
      const { fontSize, fontWeight, color } = getComputedStyle(line);
      return [line.textContent, fontSize, fontWeight, color] as const;
    }),
  );
  const [title, warned] = looks;
  assert.equal(warned?.[0], warning);
  assert.deepEqual(warned.slice(1), title?.slice(1), 'as prominent as the verdict');
  const colourOf = (): Promise<string> =>
    status.evaluate((one) => getComputedStyle(one).borderColor);
  const colour = await colourOf();
  await page.give(file);
  await article.getByRole('heading', { name: NAME }).waitFor();
  await status.getByText('Valid', { exact: true }).waitFor();
  await page.page.getByText('15 passed, 1 had nothing to check', { exact: true }).waitFor();
  // Only now it is green; a colour changes within its transition, however short.
  await page.page.waitForFunction((before) => {
    const sentence = document.querySelector('article [data-verdict]');
    return sentence !== null && getComputedStyle(sentence).borderColor !== before;
  }, colour);
});

browserTest('another file: two digests side by side, what differs marked', async (scene) => {
  const page = await StandalonePage.open(scene, { theme: 'dark' });
  const { receipt } = page.lease();
  await page.give(page.folder.write(NAME, `${CONTENT}!`), receipt);
  await page.judged();
  await page.says('Not proven');
  await page.says(`${NAME} is not the file that was recorded: their digests differ.`);
  assert.equal(await page.result('file'), 'fail');
  await page.says(/characters differ: one changed byte gives an entirely different digest$/);
  const marked = await page.page.locator('mark').allInnerTexts();
  const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  const other = digestOf(`${CONTENT}!`);
  const differing = digestOf(CONTENT).replaceAll(/./g, (digit, at: number) =>
    digit === other[at] ? '' : digit,
  );
  // Above and in the step, in both rows.
  assert.equal(marked.join('').length, 4 * differing.length);
});

browserTest(
  'one byte changed in memory: the step that notices turns red, and back',
  async (scene) => {
    const page = await StandalonePage.open(scene);
    const { file, receipt } = page.lease();
    await page.give(file, receipt);
    await page.judged();
    const failed = page.page.locator('[data-result="fail"]');
    await page.page.getByRole('button', { name: 'Change one byte of the file' }).click();
    await failed.first().waitFor();
    assert.equal(await failed.first().getAttribute('data-step'), 'file');
    await page.says(/^Byte [\d,]+ of the file was 0x\w\w and is now 0x\w\w, in memory only\.$/);
    for (let i = 0; i < 5; i++) {
      await page.page.getByRole('button', { name: 'Change one byte of the receipt' }).click();
      await page.says(/^Byte [\d,]+ of the receipt was/);
      await failed.first().waitFor();
    }
    await page.page.getByRole('button', { name: 'Change it back' }).click();
    await failed.first().waitFor({ state: 'detached' });
  },
);

browserTest('names that are markup, or hide something, are text', async (scene) => {
  const page = await StandalonePage.open(scene);
  const evil = '<img src=x onerror="document.title=1">\u202Efdp.\u200Bexe';
  const note = { name: evil, reference: '<script>document.title=1</script>' };
  const bytes = receiptFor(CONTENT, { note, members: ['<b>member</b>\u202E', evil] });
  await page.drop([
    [evil, CONTENT],
    ['r.json', Buffer.from(bytes).toString()],
  ]);
  await page.judged();
  await page.says('‹U+202E›');
  assert.equal(await page.page.locator('img, article script, article b').count(), 0);
  assert.doesNotMatch(await page.page.innerText('main'), /[\u202E\u200B]/);
  assert.match(await page.page.title(), /^Verify a record/);
});

browserTest(
  'too large, too many, gone: each says what happened, and nothing is lost',
  async (scene) => {
    const page = await StandalonePage.open(scene);
    const { file, receipt } = page.lease();
    await page.give(file, receipt);
    await page.judged();
    const filling = 'A'.repeat(10_000_000);
    await page.give(page.folder.write('huge.json', `{"type":"stele-receipt/v1","x":"${filling}"}`));
    await page.says(
      'huge.json says that it is a receipt and has 10 MB; no receipt has more than 1.05 MB',
    );
    await page.drop(Array.from({ length: 10_000 }, (_, i) => [`f${String(i)}`, 'x'] as const));
    await page.says('10,000 files at once are too many for one page');
    const deep = `{"type":"stele-receipt/v1","item":${'['.repeat(100_000)}`;
    await page.drop([['deep.json', deep]]);
    await page.says('The receipt does not hold: “Receipt is well-formed” failed.');
    await page.says(/is, byte for byte, the file that was recorded/);
  },
);

browserTest('a file that changes or goes while the page has it', async (scene) => {
  const page = await StandalonePage.open(scene);
  const { receipt } = page.lease();
  const going = page.folder.write('going.bin', 'going');
  await page.give(going);
  await page.says('Now its receipt or certificate');
  unlinkSync(going);
  await page.give(receipt);
  await page.judged();
  await page.page.getByRole('button', { name: 'Change one byte of the file' }).click();
  await page.says('file cannot be read.');
  const growing = page.folder.write('growing.bin', Buffer.alloc(400_000_000));
  await page.give(growing);
  await page.page.locator('progress').waitFor();
  writeFileSync(growing, 'another');
  await page.says(/^growing\.bin changed while it was read/);
});

browserTest('300 MB are hashed while the page goes on answering', async (scene) => {
  const page = await StandalonePage.open(scene);
  const path = page.folder.write('large.bin', 'large');
  truncateSync(path, 300_000_000);
  const bytes = Buffer.alloc(300_000_000);
  bytes.write('large');
  await page.page.evaluate(() => {
    const at = { last: performance.now(), longestMs: 0 };
    Object.assign(window, { at });
    setInterval(() => {
      const now = performance.now();
      at.longestMs = Math.max(at.longestMs, now - at.last);
      at.last = now;
    }, 20);
  });
  await page.give(path, page.folder.write('r.json', receiptFor(bytes)));
  await page.page.locator('progress').waitFor();
  await page.says(/of 300 MB, [\d.]+ MB\/s$/);
  await page.judged();
  assert.equal(await page.result('file'), 'pass');
  const longestMs = await page.page.evaluate(
    () => (window as unknown as { at: { longestMs: number } }).at.longestMs,
  );
  assert.ok(longestMs < 2_000, `${String(longestMs)} ms without an answer`);
});

browserTest('while gigabytes are hashed, a verdict is taken back at once', async (scene) => {
  const page = await StandalonePage.open(scene);
  const { file, receipt, bytes } = page.lease();
  await page.give(file, receipt);
  await page.judged();
  const field = page.page.getByLabel('Fingerprint that you were given');
  const valid = page.page.getByText('Valid', { exact: true });
  await field.fill(fingerprintOf(bytes));
  await valid.waitFor();
  const large = page.folder.write('large.bin', '');
  truncateSync(large, 6_000_000_000);
  await page.give(large);
  const progress = page.page.locator('progress');
  await progress.waitFor();
  await field.fill('11'.repeat(32));
  await valid.waitFor({ state: 'detached' });
  await page.says('Not the chain you were told');
  await page.page.getByRole('button', { name: `Take away ${NAME}`, exact: true }).click();
  await page.says('No file was compared with it');
  assert.ok(await progress.isVisible(), 'none of this waited for the hashing');
  await page.page.getByRole('button', { name: 'Take away large.bin' }).click();
  await progress.waitFor({ state: 'detached' });
  await page.says('Add the file itself to compare it with the record.');
});

browserTest('without workers, WebAssembly and crypto.subtle it says the same', async (scene) => {
  const page = await StandalonePage.open(scene, {}, (tab) =>
    tab.addInitScript(() => {
      for (const name of ['Worker', 'WebAssembly']) Reflect.deleteProperty(window, name);
      Object.defineProperty(crypto, 'subtle', { value: undefined });
    }),
  );
  const content = Buffer.alloc(5_000_000, 'plain');
  const file = page.folder.write('plain.bin', content);
  await page.give(file, page.folder.write('r.json', receiptFor(content)));
  await page.judged();
  assert.equal(await page.result('file'), 'pass');
  await page.says('Everything checks; this chain is not one you said you trust yet');
});

browserTest('the page itself can ask no network, not even its own disk', async (scene) => {
  const page = await StandalonePage.open(scene);
  page.visitor.expectTrouble(/connect-src|img-src|Content Security Policy|policy violated/);
  const asked = await page.page.evaluate(async () => {
    const answers: string[] = [];
    for (const address of ['https://example.org/', 'http://127.0.0.1:7420/', location.href]) {
      answers.push(
        await fetch(address).then(
          () => 'answered',
          () => 'refused',
        ),
      );
    }
    return answers;
  });
  assert.deepEqual(asked, ['refused', 'refused', 'refused']);
});

browserTest(
  'printed, a verdict is one sheet of A4 with verdict and digest on it',
  async (scene) => {
    for (const language of ['zh-CN', 'en-US'] as const) {
      const page = await StandalonePage.open(scene, { language, theme: 'dark' });
      const long = '很长的名称 a very long name '.repeat(40);
      const note = { name: long, reference: long, metadata: new Map([[long, long]]) };
      const members = Array.from({ length: 20 }, (_, i) => `第 ${String(i)} 成员 member ${long}`);
      const digests = new Map(
        ([1, 2, 3] as const).map((algorithm) => [algorithm, nodeCrypto.hash(algorithm, OWN)]),
      );
      const worst = { note, members: members.map((name) => name.slice(0, 60)), item: { digests } };
      const plans = [{}, worst];
      for (const [i, plan] of plans.entries()) {
        const bytes = receiptFor(CONTENT, plan);
        const file = page.folder.write(`${String(i)}.txt`, i === 0 ? CONTENT : `${CONTENT}!`);
        await page.give(file, page.folder.write(`${String(i)}.txt.receipt.json`, bytes));
        await page.judged();
        await page.page.locator('input:not([type])').fill('11'.repeat(32));
        await page.page.locator('mark').first().waitFor();
        const pdf = await page.page.pdf({ preferCSSPageSize: true });
        const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
        assert.equal(pages.length, 1, `${language}, ${String(i)}`);
        assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/, 'A4');
        await page.page.emulateMedia({ media: 'print' });
        const printed = await page.page.innerText('main');
        await page.page.emulateMedia({ media: null });
        assert.match(
          printed,
          /未获证明|不是您被告知的那条链|Not proven|Not the chain you were told/,
        );
        assert.ok(printed.includes(createHash('sha256').update(CONTENT).digest('hex')));
        assert.match(printed, /verify\.html/);
        await page.page.getByRole('button', { name: /全部移除|Clear the table/ }).click();
      }
    }
  },
);

browserTest('the whole of it by keyboard', async (scene) => {
  const page = await StandalonePage.open(scene);
  const { file, receipt } = page.lease();
  const { keyboard } = page.page;
  const focused = (): Promise<string> =>
    page.page.evaluate(() => {
      const { activeElement } = document;
      return `${activeElement?.tagName ?? ''} ${activeElement?.textContent ?? ''}`;
    });
  const tabTo = async (pattern: RegExp): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      await keyboard.press('Tab');
      if (pattern.test(await focused())) return;
    }
    assert.fail(`${String(pattern)} is not reached`);
  };
  // Asked for before the key is pressed, because the browser is told of it in its own time.
  const chooser = page.page.waitForEvent('filechooser');
  await tabTo(/^INPUT/);
  await keyboard.press('Enter');
  await (await chooser).setFiles([file, receipt]);
  await page.judged();
  await tabTo(/^SUMMARY .*Entry is in the log/);
  await keyboard.press('Enter');
  await page.says('Signed in the checkpoint');
  await tabTo(/Change one byte of the file/);
  await keyboard.press('Enter');
  await page.page.locator('[data-result="fail"]').waitFor();
});

browserTest('nobody is shut out: axe finds nothing, nothing is cut off', async (scene) => {
  for (const looks of [
    { language: 'zh-CN', theme: 'light', width: 1440 },
    { language: 'en-US', theme: 'dark', width: 390 },
  ] as const) {
    const page = await StandalonePage.open(scene, looks);
    assert.deepEqual(await axeFindings(page.page), []);
    const { file, receipt } = page.lease();
    await page.give(page.folder.write('other.txt', 'other'), receipt);
    await page.judged();
    assert.deepEqual(await axeFindings(page.page), []);
    await page.give(file);
    await page.says(/逐字节一致|byte for byte/);
    assert.deepEqual(await axeFindings(page.page), []);
    assert.deepEqual(await page.page.evaluate(overflowing), []);
    assert.deepEqual(await page.page.evaluate(cutOff), []);
  }
});

browserTest('language and theme change under what is there', async (scene) => {
  const page = await StandalonePage.open(scene, { language: 'en-US' });
  const { file, receipt } = page.lease();
  await page.give(file, receipt);
  await page.judged();
  await page.page.getByLabel('Language').selectOption('zh-CN');
  await page.says('各项均通过，但您尚未表明信任这条链');
  assert.equal(await page.page.evaluate(() => document.documentElement.lang), 'zh-CN');
  for (const theme of ['dark', 'light']) {
    await page.page.getByLabel('主题').selectOption(theme);
    await page.page.locator(`html[data-theme="${theme}"]`).waitFor();
  }
});
