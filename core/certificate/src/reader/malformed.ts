/** The one rejection of the reader: what it was given is no certificate it can take a receipt out of, and why. */

import { rejection } from '@stele/base';

export function malformed(reason: string, cause?: unknown): Error {
  return rejection('CERTIFICATE_MALFORMED', `no receipt can be taken out of this PDF: ${reason}`, {
    action: `Save the attachment receipt.json with a PDF reader and verify that, or use the certificate as it was issued.`,
    data: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}
