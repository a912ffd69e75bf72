// The packages' manifests as tidy needs them, and what source text says it imports.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { cloneFolder } from '../sources.ts';

type Versions = Readonly<Record<string, string>>;

export interface Manifest {
  readonly name: string;
  /** Relative to the clone; empty for the root. */
  readonly folder: string;
  readonly dependencies: Versions;
  readonly optionalDependencies: Versions;
  readonly devDependencies: Versions;
}

export function readText(path: string): string {
  return readFileSync(join(cloneFolder, path), 'utf8');
}

export function readManifest(path: string): Manifest {
  const parsed = JSON.parse(readText(path)) as Partial<Manifest>;
  const folder = dirname(path);
  return {
    name: parsed.name ?? path,
    folder: folder === '.' ? '' : folder,
    dependencies: parsed.dependencies ?? {},
    optionalDependencies: parsed.optionalDependencies ?? {},
    devDependencies: parsed.devDependencies ?? {},
  };
}

export function libraryVersions(manifest: Manifest): [name: string, version: string][] {
  const { dependencies, optionalDependencies, devDependencies } = manifest;
  return Object.entries({ ...devDependencies, ...optionalDependencies, ...dependencies });
}

/** Everything a source imports, relative paths included. */
export function importsOf(text: string): string[] {
  const statement =
    /^(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm;
  const atRunTime = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  const matches = [...text.matchAll(statement), ...text.matchAll(atRunTime)];
  return matches.flatMap((match) => match[1] ?? match[2] ?? []);
}

/** `@noble/hashes/sha2.js` belongs to the package `@noble/hashes`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
