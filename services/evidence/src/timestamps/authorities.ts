/**
 * Which time authorities the service asks: the setting STELE_TIMESTAMP_AUTHORITIES, and their certificates, which lie beside the
 * data as NAME.pem so that a token is kept only when it verifies.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCoded, rejection } from '@stele/base';
import { isIdentifier, RECEIPT_TIMESTAMPS_MAX } from '@stele/protocol';
import { certificatesFromPem } from '@stele/timestamp';

export interface TimeAuthority {
  /** An identifier: in file names, metrics and keys. */
  readonly name: string;
  /** http or https. */
  readonly url: string;
  /** Its own certificate, or that of who issues it; DER. */
  readonly trustedCertificates: readonly Uint8Array[];
}

/**
 * Reads `name=url,name=url`, and the certificates of each from `<folder>/NAME.pem`. An empty text is no authority. Rejects with
 * TIMESTAMP_AUTHORITIES_INVALID, TIMESTAMP_CERTIFICATE_MISSING, CERTIFICATE_UNREADABLE.
 */
export function readAuthorities(text: string, folder: string): readonly TimeAuthority[] {
  const parts = text.split(',').map((part) => part.trim());
  const named = parts.filter((part) => part !== '').map(readNamed);
  const names = new Set(named.map(({ name }) => name));
  if (names.size !== named.length) throw invalid('a name stands there twice');
  if (named.length > RECEIPT_TIMESTAMPS_MAX) throw invalid('a receipt has room for 8 of them');
  return named.map(({ name, url }) => ({
    name,
    url,
    trustedCertificates: certificatesAt(join(folder, `${name}.pem`)),
  }));
}

function readNamed(part: string): { readonly name: string; readonly url: string } {
  const [name = '', ...rest] = part.split('=');
  const url = rest.join('=');
  if (!isIdentifier(name)) throw invalid(`“${name}” is not a name of a–z, 0–9 and -`);
  const { protocol } = URL.parse(url) ?? {};
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw invalid(`${name} has no http or https address`);
  }
  return { name, url };
}

function certificatesAt(path: string): readonly Uint8Array[] {
  const pem = readPem(path);
  try {
    return certificatesFromPem(pem);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw rejection(cause.code, `${path}: ${cause.message}`, {
      action: `Put the time authority's certificate, or that of who issues it, in PEM at ${path}.`,
      cause,
    });
  }
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw rejection('TIMESTAMP_CERTIFICATE_MISSING', `the certificate ${path} cannot be read`, {
      action: `Put the time authority's certificate, or that of who issues it, in PEM at ${path}.`,
      cause,
    });
  }
}

function invalid(why: string): Error {
  return rejection('TIMESTAMP_AUTHORITIES_INVALID', `STELE_TIMESTAMP_AUTHORITIES: ${why}`, {
    action: 'Write it as name=https://address,name=https://address.',
  });
}
