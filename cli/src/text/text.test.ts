import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { enUs } from './en-us.ts';
import { gapAfter, listed } from './punctuation.ts';
import { languageOf, textIn } from './text.ts';
import { zhCn } from './zh-cn.ts';

void test('both catalogues have the same keys, and the same values in each sentence', () => {
  assert.deepEqual(Object.keys(zhCn), Object.keys(enUs));
  for (const [key, english] of Object.entries(enUs)) {
    const chinese = zhCn[key as keyof typeof enUs];
    assert.deepEqual(namesIn(chinese), namesIn(english), key);
    assert.notEqual(chinese.trim(), '', key);
    assert.match(chinese, /[\p{Script=Han}\uff00-\uff60]|^HTTP/u, `${key} is in Chinese`);
    assert.doesNotMatch(english, /\p{Script=Han}/u, `${key} is in English`);
  }
});

function namesIn(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{(\w+)/g)].map(([, name = '']) => name).sort();
}

/** Families whose keys are put together from a code or a name. */
const composed =
  /^(?:error|action|reason|finding|pass|step|fact|trustedBy|verdict|benchStep|figure|signs|search|parameter|handle|level|txStatus)\.|^notarize\.(?:recorded|kept)$/;

void test('no sentence is left that nothing says', () => {
  const folder = new URL('..', import.meta.url).pathname;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = names
    .filter((name) => name.endsWith('.ts') && !name.startsWith('text/'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const unused = Object.keys(enUs).filter(
    (key) => !composed.test(key) && !sources.includes(`'${key}'`),
  );
  assert.deepEqual(unused, []);
});

void test('the language follows LC_ALL, LC_MESSAGES and LANG, in this order', () => {
  assert.equal(languageOf({}), 'en-US');
  assert.equal(languageOf({ LANG: 'zh_CN.UTF-8' }), 'zh-CN');
  assert.equal(languageOf({ LANG: 'zh' }), 'zh-CN');
  assert.equal(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }), 'en-US');
  assert.equal(languageOf({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_CN' }), 'zh-CN');
  assert.equal(languageOf({ LC_ALL: '', LANG: 'zh_CN' }), 'zh-CN', 'empty means unset');
  assert.equal(languageOf({ LANG: 'zhx_AA' }), 'en-US');
});

void test('lists and sentences are joined as each language does', () => {
  assert.equal(listed(['sha-256', 'sm3'], 'en-US'), 'sha-256 and sm3');
  assert.equal(listed(['sha-256', 'sm3'], 'zh-CN'), 'sha-256 和 sm3');
  assert.equal(listed(['a', 'b', '和'], 'zh-CN'), 'a、b 和 和');
  assert.equal(listed(['和'], 'zh-CN'), '和');
  assert.deepEqual(['a.', '好。', '好）'].map(gapAfter), [' ', '', '']);
});

void test('values are put in, made printable, and never read as patterns', () => {
  const text = textIn('en-US');
  const sentence = text('error.FILE_UNREADABLE', { path: 'a\nb {reason}', reason: '$& $1' });
  assert.equal(sentence, 'a\\u{a}b {reason} cannot be read: $& $1.');
  assert.equal(text('notarize.recording', { count: 1 }), 'recording 1 file');
  assert.equal(text('notarize.recording', { count: 2 }), 'recording 2 files');
});
