// House law that no other tool checks: names, sizes, what manifests declare, what documents link to,
// and that nothing tracked speaks of one machine. Each test lists every breach it finds.

import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

import { packageRules } from '../lint/import-table.js';
import { cloneFolder, isTestCode, listSources } from '../sources.ts';
import { importsOf, libraryVersions, packageOf, readManifest, readText } from './manifests.ts';

const fileLinesMax = 400;
const blobBytesMax = 512 * 1024;

const sources = listSources();
const code = sources.filter((path) => /\.(ts|tsx|js)$/.test(path));
const markdown = sources.filter((path) => path.endsWith('.md'));
const isData = (path: string): boolean =>
  /^spec\/vectors\/|\.(png|wasm|ico|woff2|cbor)$/.test(path);
const texts = sources.filter((path) => !isData(path));
const manifests = sources
  .filter((path) => basename(path) === 'package.json')
  .map((path) => readManifest(path));
const root = readManifest('package.json');

function assertNone(breaches: readonly string[], law: string): void {
  if (breaches.length > 0) assert.fail(`${law}\n  ${breaches.join('\n  ')}`);
}

/** Lines of a file that match, as `path:line: text`. */
function linesMatching(path: string, pattern: RegExp): string[] {
  return readText(path)
    .split('\n')
    .flatMap((line, i) => (pattern.test(line) ? [`${path}:${String(i + 1)}: ${line.trim()}`] : []));
}

test('files of code have kebab-case names', () => {
  const isKebab =
    /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|prop|deep|vectors|config|bench|d|en-us|zh-cn))*\.(tsx?|js)$/;
  const isComponent = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/;
  const breaches = code.filter(
    (path) => !isKebab.test(basename(path)) && !isComponent.test(basename(path)),
  );
  assertNone(breaches, 'kebab-case.ts, or PascalCase.tsx for components:');
});

test('folders are named after what is in them', () => {
  const isNameless = /(^|\/)(utils?|commons?|helpers?|shared|misc|lib)\//;
  assertNone(
    sources.filter((path) => isNameless.test(path)),
    'a folder needs a noun of the domain:',
  );
});

test('every file of code opens with what it is', () => {
  const isOpened = /^(#!.*\n)?(\/\/|\/\*\*)/;
  const breaches = code.filter((path) => !isTestCode(path) && !isOpened.test(readText(path)));
  assertNone(breaches, 'the first lines say what a file is and what it leaves to others:');
});

test('no file is too long to hold one idea', () => {
  const lineCount = (path: string): number => readText(path).split('\n').length - 1;
  const breaches = code.filter((path) => !isTestCode(path) && lineCount(path) > fileLinesMax);
  assertNone(breaches, `more than ${String(fileLinesMax)} lines; split it by idea:`);
});

test('no work is left in comments', () => {
  const isLeftover = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('\\b|\\b'));
  const breaches = code.flatMap((path) => linesMatching(path, isLeftover));
  assertNone(breaches, 'do it, or open an issue:');
});

test('no test is switched off', () => {
  const isSwitchedOff = /\b(test|it|describe|suite)\.(only|skip|todo)\(|\b(only|todo): true/;
  const breaches = code.filter(isTestCode).flatMap((path) => linesMatching(path, isSwitchedOff));
  assertNone(breaches, 'a test that cannot run says why at run time, by t.skip(reason):');
});

test('every imported package is declared where it is imported', () => {
  const ours = packageRules.map(({ name }) => name);
  const breaches = code.flatMap((path) => {
    const owner = manifests.find(({ folder }) => folder !== '' && path.startsWith(`${folder}/`));
    const declared = libraryVersions(owner ?? root).map(([name]) => name);
    // Tests may use the tools of the whole clone; what belongs to no package may use every package.
    const besides = isTestCode(path) ? libraryVersions(root).map(([name]) => name) : [];
    const allowed = new Set([...declared, ...besides, ...(owner === undefined ? ours : [])]);
    return importsOf(readText(path))
      .filter((specifier) => !/^(\.|\/|node:)/.test(specifier))
      .map(packageOf)
      .filter((name) => name !== owner?.name && !allowed.has(name))
      .map((name) => `${path}: ${name}`);
  });
  assertNone([...new Set(breaches)], "add it to the package's own package.json:");
});

test('no package declares what it does not import', () => {
  const breaches = packageRules.flatMap(({ name, folder }) => {
    const own = code.filter((path) => path.startsWith(`${folder}/`)).map(readText);
    // Quoted, not imported: an optional library may be loaded by name.
    return libraryVersions(readManifest(`${folder}/package.json`))
      .map(([library]) => library)
      .filter((library) => !own.some((text) => text.includes(`'${library}`)))
      .map((library) => `${name}: ${library}`);
  });
  assertNone(breaches, 'remove it from package.json:');
});

test('no relative import leaves its package', () => {
  const folders = packageRules.map(({ folder }) => folder);
  const ownerOf = (path: string): string | undefined =>
    folders.find((folder) => path.startsWith(`${folder}/`));
  const breaches = code.flatMap((path) =>
    importsOf(readText(path))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => normalize(join(dirname(path), specifier)))
      .filter((target) => ownerOf(target) !== ownerOf(path))
      .filter((target) => !(isTestCode(path) && /^(tools|spec)\//.test(target)))
      // What strangers send is read inside of packages, and fuzzed where it is read.
      .filter(() => !/^e2e\/(?:fuzz|hostile)\//.test(path))
      .map((target) => `${path}: ${target}`),
  );
  assertNone(breaches, 'import another package by its name:');
});

test('manifests follow the table of imports and pin exact versions', () => {
  const breaches = packageRules.flatMap(({ name, may, testsMay = [], unbound = [] }) => {
    const manifest = manifests.find((candidate) => candidate.name === name);
    if (manifest === undefined) return [`${name}: no such package`];
    const allowed = new Set([...may, ...testsMay].map(packageOf));
    return libraryVersions(manifest)
      .map(([dependency]) => dependency)
      .filter((dependency) => dependency.startsWith('@stele/') && unbound.length === 0)
      .filter((dependency) => !allowed.has(dependency))
      .map((dependency) => `${name}: ${dependency}`);
  });
  const loose = manifests
    .flatMap(libraryVersions)
    .filter(([, version]) => !/^\d/.test(version))
    .map(([name, version]) => `${name}: ${version}`);
  assertNone([...breaches, ...loose], 'against tools/lint/import-table.js, or not exact:');
});

test('every library is accounted for in docs/dependencies.md', () => {
  const accounts = existsSync(join(cloneFolder, 'docs/dependencies.md'))
    ? readText('docs/dependencies.md')
    : '';
  const requirements = sources.includes('spec/requirements.txt')
    ? readText('spec/requirements.txt')
    : '';
  const pythonNames = [...requirements.matchAll(/^([\w.-]+)\s*==/gm)].map(
    (match) => match[1] ?? '',
  );
  const names = [...manifests.flatMap(libraryVersions).map(([name]) => name), ...pythonNames];
  const isForeign = (name: string): boolean => !name.startsWith('@stele/');
  const breaches = [...new Set(names)].filter(
    (name) => isForeign(name) && !accounts.includes(`\`${name}\``),
  );
  assertNone(breaches, 'add its line: role, why not ourselves, its exit:');
});

test('the lock file names no download address', () => {
  assertNone(
    linesMatching('package-lock.json', /"resolved": "\w+:\/\//),
    'npm must choose the registry:',
  );
});

test('every document has one title, and its links lead somewhere', () => {
  const breaches = markdown.flatMap((path) => {
    const prose = readText(path).replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');
    const titles = prose.match(/^# .+/gm)?.length ?? 0;
    const links = [...prose.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(
      (match) => match[1] ?? '',
    );
    const dead = links
      .filter((link) => !/^\w+:/.test(link))
      .filter((link) => !existsSync(join(cloneFolder, dirname(path), decodeURI(link))));
    return [
      ...(titles === 1 ? [] : [`${path}: ${String(titles)} titles`]),
      ...dead.map((link) => `${path}: ${link}`),
    ];
  });
  assertNone(breaches, 'one line with a single #, relative links to files that exist:');
});

test('no file is large', () => {
  const breaches = sources.filter((path) => statSync(join(cloneFolder, path)).size > blobBytesMax);
  assertNone(breaches, `more than ${String(blobBytesMax)} bytes:`);
});

test('nothing speaks of one machine or one registry', () => {
  const isOfMachine = /(?<![\w.~-])\/(root|home|Users|work)\/\w/;
  const isOfRegistry =
    /\b(registry\.[\w.-]+\.\w+|files\.pythonhosted\.org|pypi\.org\/simple|proxy\.golang\.org)\b/;
  const breaches = texts.flatMap((path) => [
    ...linesMatching(path, isOfMachine),
    ...linesMatching(path, isOfRegistry),
  ]);
  assertNone(breaches, 'a path of a machine or the host of a registry:');
});
