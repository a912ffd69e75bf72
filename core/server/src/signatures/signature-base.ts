/**
 * The text that a request signature is over (RFC 9421 §2.5), from the request as it came in: path and query are those of the request
 * line, byte for byte, and not what a URL parser makes of them, which is where implementations begin to differ.
 */

import { rejection } from '@stele/base';
import type { FastifyRequest } from 'fastify';
import type { SignatureInput } from './signature-input.ts';

type Raw = FastifyRequest['raw'];

const DERIVED: Readonly<Record<string, (raw: Raw) => string>> = {
  '@method': ({ method = '' }) => method,
  '@path': ({ url = '' }) => url.split('?', 1)[0] ?? '',
  '@query': ({ url = '' }) => (url.includes('?') ? url.slice(url.indexOf('?')) : '?'),
  '@request-target': ({ url = '' }) => url,
  '@authority': ({ headers }) => (headers.host ?? '').toLowerCase(),
};

/** Rejects with REQUEST_SIGNATURE_INVALID when a covered component does not exist in the request. */
export function signatureBase(raw: Raw, input: SignatureInput): string {
  const lines = input.components.map((name) => `"${name}": ${valueOf(raw, name)}`);
  return [...lines, `"@signature-params": ${input.parametersText}`].join('\n');
}

function valueOf(raw: Raw, name: string): string {
  const derive = Object.hasOwn(DERIVED, name) ? DERIVED[name] : undefined;
  if (derive !== undefined) return derive(raw);
  const value = name.startsWith('@') ? undefined : fieldOf(raw, name);
  if (value !== undefined) return value;
  throw rejection('REQUEST_SIGNATURE_INVALID', 'a covered component is not in the request', {
    data: { component: name },
  });
}

/** All lines of a header field as one value (RFC 9421 §2.1). Not Node's own joining: it drops repetitions of some fields. */
function fieldOf({ rawHeaders }: Raw, name: string): string | undefined {
  const values: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === name) values.push(rawHeaders[i + 1]?.trim() ?? '');
  }
  return values.length === 0 ? undefined : values.join(', ');
}
