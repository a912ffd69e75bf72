/** The settings that every daemon with a port has. A daemon joins its own to them. */

import { readFileSync } from 'node:fs';
import { failure, rejection } from '@stele/base';
import { Type } from 'typebox';
import type { Static, TObject } from 'typebox';
import type { Exposure } from '../exposure.ts';
import { LOG_LEVELS } from '../log/json-log.ts';

export const httpSettings = {
  host: Type.String({
    minLength: 1,
    default: '127.0.0.1',
    environment: 'STELE_HOST',
    fix: 'Set an address of this machine; 127.0.0.1 is for this machine only.',
  }),
  port: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 7420,
    environment: 'STELE_PORT',
    fix: 'Set a number from 0 to 65535; 0 takes a free port.',
  }),
  tlsCertificate: Type.Optional(
    Type.String({
      environment: 'STELE_TLS_CERT',
      fix: 'Set the path of a PEM file with the certificate and its chain.',
    }),
  ),
  tlsKey: Type.Optional(
    Type.String({ environment: 'STELE_TLS_KEY', fix: 'Set the path of a PEM file with the key.' }),
  ),
  behindProxy: Type.Boolean({
    default: false,
    environment: 'STELE_BEHIND_PROXY',
    fix: 'Set 1 if a proxy ends TLS before this server, else 0.',
  }),
  publicUrl: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s?#]+$',
      environment: 'STELE_PUBLIC_URL',
      fix: 'Set the address that others reach this server at, such as https://stele.example.org.',
    }),
  ),
  logLevel: Type.Enum([...LOG_LEVELS], {
    default: 'info',
    environment: 'STELE_LOG',
    fix: `Set one of ${LOG_LEVELS.join(', ')}.`,
  }),
};

export type HttpConfiguration = Static<TObject<typeof httpSettings>>;

/** Reads the TLS files that the configuration names. CONFIGURATION_INVALID when one is named alone, TLS_FILE_UNREADABLE. */
export function exposureOf(configuration: HttpConfiguration): Exposure {
  const { host, behindProxy, tlsCertificate, tlsKey } = configuration;
  if (tlsCertificate === undefined && tlsKey === undefined) return { host, behindProxy };
  if (tlsCertificate === undefined || tlsKey === undefined) {
    throw rejection('CONFIGURATION_INVALID', 'TLS needs a certificate and its key', {
      action: 'Set both STELE_TLS_CERT and STELE_TLS_KEY, or neither.',
    });
  }
  return { host, behindProxy, tls: { certificate: readPem(tlsCertificate), key: readPem(tlsKey) } };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw failure('TLS_FILE_UNREADABLE', `${path} cannot be read`, {
      action: 'Check the path, and that the user of this server may read it.',
      cause,
    });
  }
}
