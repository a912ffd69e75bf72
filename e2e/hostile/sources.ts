/** The sources that run at our users', parsed: what tests say of all of them, they find by looking. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { cloneFolder, listSources } from '../../tools/sources.ts';

const RUNTIME = /^(?:core|ledger|contracts|services|platform|sdk|cli|console)\/.*\.tsx?$/;
const NOT_RUNTIME = /\.test\.ts$|\/(?:test|conformance|build)\/|^ledger\/kernel\/test\//;

export const runtimeSources: readonly string[] = listSources().filter(
  (path) => RUNTIME.test(path) && !NOT_RUNTIME.test(path),
);

const parsed = new Map<string, ts.SourceFile>();

function sourceOf(path: string): ts.SourceFile {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(cloneFolder, path), 'utf8');
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  parsed.set(path, source);
  return source;
}

/** Every node of a source, with `path:line` of where it stands. */
export function visit(path: string, see: (node: ts.Node, where: () => string) => void): void {
  const source = sourceOf(path);
  const walk = (node: ts.Node): void => {
    const where = (): string =>
      `${path}:${String(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1)}`;
    see(node, where);
    ts.forEachChild(node, walk);
  };
  walk(source);
}
