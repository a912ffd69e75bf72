// veraPDF's library from Maven Central, pinned by version and SHA-256 and kept in .cache/verapdf, and a run of it. Needs Java 11 or
// newer, which is no part of the clone: without it the tests that ask for this are skipped, by name.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';

import { withLock } from '../../../../tools/launch/lock.js';
import { cloneFolder } from '../../../../tools/sources.ts';

const runProgram = promisify(execFile);
const REPOSITORY = 'https://repo1.maven.org/maven2';
const FOLDER = join(cloneFolder, '.cache', 'verapdf');
const CHECK = join(import.meta.dirname, 'CheckPdfA.java');
const DOWNLOAD_MS_MAX = 60_000;

/** Group, artifact, version, SHA-256 of the jar. */
const JARS: readonly (readonly [string, string, string, string])[] = [
  [
    'org.verapdf',
    'core',
    '1.30.2',
    '33d3d802b5e0e6e309884cb8d56cc98e6346c4d37f66268a33455da20afca531',
  ],
  [
    'org.verapdf',
    'parser',
    '1.30.2',
    '2d916016e7967da35bd7189d3f4ccdc69d17a90a641d21e7343da666380918ba',
  ],
  [
    'org.verapdf',
    'pdf-model',
    '1.30.2',
    '6cb4567d30d2b1c589684c8b485705893b7e3d6ea05df1b7529053eea2fd1156',
  ],
  [
    'org.verapdf',
    'validation-model',
    '1.30.2',
    '75642612f2559c795c6351ee5b8644e89e33f47e2d6ca32651d3c7a1ab4adbdb',
  ],
  [
    'org.verapdf',
    'verapdf-xmp-core',
    '1.30.2',
    '002b1cbc65357fc6c87b6cfb775f15b9b78c163a2dec45fa3d8307ad2c3067d2',
  ],
  [
    'org.mozilla',
    'rhino',
    '1.7.15.1',
    'f3520a0e2e22d550f1216a456be233eb5385bf08e3219407dece7a16369eb38f',
  ],
  [
    'javax.xml.bind',
    'jaxb-api',
    '2.3.1',
    '88b955a0df57880a26a74708bc34f74dcaf8ebf4e78843a28b50eae945732b06',
  ],
  [
    'com.sun.xml.bind',
    'jaxb-impl',
    '2.3.9',
    '3ba42e1fe670bc9d04409f2493f5482dc96cac21caa11adb27b897e57386fef6',
  ],
  [
    'javax.activation',
    'javax.activation-api',
    '1.2.0',
    '43fdef0b5b6ceb31b0424b208b930c74ab58fac2ceeb7b3f6fd3aeb8b5ca4393',
  ],
];

export interface Compliance {
  readonly path: string;
  readonly isCompliant: boolean;
  readonly failedRules: string;
}

/** The class path; undefined after skipping the test with the reason. Where Java is, a build server (CI=true) must have the rest. */
export async function veraPdfForTest(t: TestContext): Promise<string | undefined> {
  if (!(await hasJava())) {
    t.skip('Java 11 or newer is not installed: veraPDF cannot run');
    return undefined;
  }
  try {
    return await withLock(`${FOLDER}.lock`, { work: async () => await fetchJars() });
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    t.skip(`veraPDF cannot be downloaded: ${String(error)}`);
    return undefined;
  }
}

async function hasJava(): Promise<boolean> {
  try {
    const { stderr } = await runProgram('java', ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= 11;
  } catch {
    return false;
  }
}

async function fetchJars(): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const paths: string[] = [];
  for (const [group, artifact, version, sha256] of JARS) {
    const name = `${artifact}-${version}.jar`;
    const path = join(FOLDER, name);
    if (!existsSync(path) || digestOf(readFileSync(path)) !== sha256) {
      const url = `${REPOSITORY}/${group.replaceAll('.', '/')}/${artifact}/${version}/${name}`;
      await download(url, path, sha256);
    }
    paths.push(path);
  }
  return paths.join(delimiter);
}

async function download(url: string, path: string, sha256: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS_MAX) });
  if (!response.ok) throw new Error(`${url}: ${String(response.status)}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (digestOf(bytes) !== sha256) throw new Error(`${url}: not the bytes that were pinned`);
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What veraPDF says of files under a flavour, such as `3a`. */
export async function compliance(
  classPath: string,
  flavour: string,
  paths: readonly string[],
): Promise<readonly Compliance[]> {
  const { stdout } = await runProgram('java', ['-cp', classPath, CHECK, flavour, ...paths]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [path = '', isCompliant, failedRules = ''] = line.split('\t');
      return { path, isCompliant: isCompliant === 'true', failedRules };
    });
}
