/** `stele notarize`: files in, receipts out. The work is in ../notarize; here it is put in order and reported. */

import { type Command, dataOption, type Invocation, urlOption } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export const notarize: Command = {
  name: 'notarize',
  operands: { label: 'FILE…', min: 1, max: Number.POSITIVE_INFINITY },
  options: [
    { name: 'certificate', help: 'notarize.withCertificate' },
    { name: 'force', help: 'notarize.force' },
    { name: 'idempotency-key', value: 'KEY', help: 'notarize.idempotencyKey' },
    dataOption,
    urlOption,
  ],
  about: 'notarize.about',
  calls: [
    'POST /v1/chains/main/transactions?wait=proven    application/cbor: [tx, payloads]',
    'GET  /v1/chains/main/transactions/{id}/proof?call=0&item=0&form=cbor',
    'POST /v1/certificates                            {receipt}, with --certificate',
  ],
  run: runNotarize,
};

async function runNotarize(invocation: Invocation): Promise<ExitCode> {
  // Loaded here, so that help and usage errors come at once.
  const { dataFolderOf } = await import('../settings/data-folder.ts');
  const { serverAddressOf } = await import('../settings/address.ts');
  const { operatorOf } = await import('../notarize/operator.ts');
  const { notarizeFiles } = await import('../notarize/notarize-files.ts');
  const { arguments: given, world } = invocation;
  const folder = dataFolderOf(given, world);
  const address = serverAddressOf(given, world, folder);
  return await notarizeFiles(invocation, { folder, address, operator: operatorOf(folder) });
}
