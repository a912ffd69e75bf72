/** The pages that there are, as the console's own table says (console/src/app/routes.tsx), with something to show for each. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { cloneFolder } from '../../tools/sources.ts';
import type { Archive } from './archive.ts';

const TABLE = join(cloneFolder, 'console', 'src', 'app', 'routes.tsx');

/** The patterns of the table, in its order: `/records/:id`. */
export function routePatterns(): readonly string[] {
  const source = ts.createSourceFile(TABLE, readFileSync(TABLE, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      ts.isIdentifier(node.name) &&
      node.name.text === 'path' &&
      ts.isStringLiteral(node.initializer)
    ) {
      found.push(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  assert.ok(found.includes('/'), 'the table is found');
  return found;
}

/** Each pattern with values from the archive in its places; fails for a page that nothing is known for. */
export function pagesOf(archive: Archive): readonly string[] {
  return routePatterns().map((pattern) =>
    pattern.replaceAll(/:(\w+)\??|\*/g, (place, _name, at: number) => {
      const value = valueAt(archive, pattern.slice(0, at + place.length));
      assert.ok(value !== undefined, `what to show at ${pattern}`);
      return value;
    }),
  );
}

/** All there is to look at: the pages, a record in each of its states, a page that is not there, and the page that needs no server. */
export function everyPage(archive: Archive): readonly string[] {
  const records = [archive.erased, archive.superseded].map((id) => `/records/${id}`);
  return [...pagesOf(archive), ...records, '/status/nothing-here', '/verify.html'];
}

function valueAt(archive: Archive, pattern: string): string | undefined {
  const [, area = '', kind = ''] = pattern.split('/');
  const values: Readonly<Record<string, string | number>> = {
    records: archive.record,
    batches: archive.batch,
    customers: archive.customer,
    'assets/classes': archive.assets.className,
    'assets/accounts': archive.assets.account,
    'assets/outputs': archive.assets.output,
    'assets/inbox': archive.assets.pending,
    'explorer/blocks': archive.height,
    'explorer/transactions': archive.transaction,
    'explorer/accounts': archive.account,
  };
  const value = values[`${area}/${kind}`] ?? values[area];
  return value === undefined ? undefined : encodeURIComponent(String(value));
}
