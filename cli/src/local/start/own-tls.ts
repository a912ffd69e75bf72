/**
 * TLS where others can reach the server and the operator named no certificate: one of its own, kept in the data folder, renewed before it
 * expires without a restart. Its fingerprint is printed, for whoever connects to compare.
 */

import { join } from 'node:path';
import type { Clock, Log } from '@stele/base';
import {
  type Exposure,
  namesOfHost,
  needsOwnCertificate,
  ownCertificate,
  type Server,
} from '@stele/server';

import { TLS_FOLDER } from '../../settings/own-certificate.ts';
import type { Settings } from './settings.ts';

export interface Exposed {
  readonly exposure: Exposure;
  /** SHA-256 of the server's own certificate, as browsers show it; undefined where there is none. */
  readonly fingerprint: string | undefined;
}

/** Fails with TLS_KEY_EXPOSED, TLS_FILE_UNREADABLE, TLS_FILE_UNWRITABLE. */
export async function exposed({ exposure, dataFolder }: Settings, clock: Clock): Promise<Exposed> {
  if (!needsOwnCertificate(exposure)) return { exposure, fingerprint: undefined };
  const names = namesOfHost(exposure.host);
  const { certificate, key, fingerprint } = await ownCertificate({
    folder: join(dataFolder, TLS_FOLDER),
    names,
    clock,
  });
  return { exposure: { ...exposure, tls: { certificate, key } }, fingerprint };
}

/** Certificates are looked at this often. */
const DAY_MS = 86_400_000;

export interface Renewal {
  readonly server: Server;
  readonly log: Log;
  readonly clock: Clock;
}

/** Keeps an own certificate from expiring until the returned function is called. */
export function keepRenewed(settings: Settings, { server, log, clock }: Renewal): () => void {
  if (!needsOwnCertificate(settings.exposure)) return () => undefined;
  const look = async (): Promise<void> => {
    const folder = join(settings.dataFolder, TLS_FOLDER);
    const names = namesOfHost(settings.exposure.host);
    const found = await ownCertificate({ folder, names, clock });
    if (!found.isNew) return;
    server.renewTls(found);
    log.warn('the server has a new certificate of its own', { fingerprint: found.fingerprint });
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      log.error('the certificate could not be renewed', { cause: String(error) });
    });
  }, DAY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
