/**
 * The certificate that a server of this machine made for itself. Commands here trust it because they find it in the server's own data
 * folder, where only its owner can put it.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

export const TLS_FOLDER = 'tls';
const OWN = 'own.pem';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;

/** From now on this process accepts the certificate of that folder's server beside those the system trusts. */
export function trustOwnCertificate(folder: string): void {
  const path = join(folder, TLS_FOLDER, OWN);
  if (!existsSync(path)) return;
  const [certificate] = CERTIFICATE.exec(readFileSync(path, 'utf8')) ?? [];
  if (certificate === undefined) return;
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);
}
