/** A call as text that can be run as it stands: values quoted for the shell, the key taken from the environment. */

import { pathWith } from '../api/request.ts';
import type { Call } from './CallDrawer.tsx';

/** A command for a POSIX shell; expects the key in STELE_KEY. */
export function curlOf(call: Call, origin: string): string {
  const parts = ['curl'];
  if (call.method !== 'GET') parts.push(`-X ${call.method}`);
  parts.push(quoted(`${origin}${pathWith(call.path, call.query)}`));
  if (call.isOpen !== true) parts.push('-H "Authorization: Bearer $STELE_KEY"');
  if (call.body !== undefined) {
    parts.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(call.body))}`);
  }
  if (call.output !== undefined) parts.push(`-o ${quoted(call.output)}`);
  return parts.join(' \\\n  ');
}

/** A program for Node 24 without libraries; expects the key in STELE_KEY. */
export function typescriptOf(call: Call, origin: string): string {
  const headers = [
    ...(call.isOpen === true ? [] : ["    authorization: `Bearer ${process.env['STELE_KEY']}`,"]),
    ...(call.body === undefined ? [] : ["    'content-type': 'application/json',"]),
  ];
  return [
    ...(call.output === undefined ? [] : ["import { writeFile } from 'node:fs/promises';", '']),
    `const answer = await fetch(${JSON.stringify(`${origin}${pathWith(call.path, call.query)}`)}, {`,
    `  method: '${call.method}',`,
    ...(headers.length === 0 ? [] : ['  headers: {', ...headers, '  },']),
    ...(call.body === undefined ? [] : [`  body: JSON.stringify(${json(call.body)}),`]),
    '});',
    call.output === undefined
      ? 'console.log(await answer.json());'
      : `await writeFile(${JSON.stringify(call.output)}, answer.body);`,
  ].join('\n');
}

function json(body: unknown): string {
  return JSON.stringify(body, null, 2).replaceAll('\n', '\n  ');
}

/** In single quotes nothing has a meaning but the single quote. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
