/**
 * `stele evidence receipt`: the receipt of a record in one of its forms, into a file. The forms that carry a whole receipt are
 * verified before they are written: what a server hands out is worth what it proves.
 */

import { rejection } from '@stele/base';
import { receiptInCertificate } from '@stele/certificate';
import { verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { evidencePath } from '../client/paths.ts';
import { type ServiceCall, serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createNew } from '../files/create-new.ts';
import { idIn, oneOf } from '../given-values.ts';
import { printable } from '../terminal/printable.ts';
import { trouble } from '../trouble.ts';

const suffixes = {
  json: '.receipt.json',
  cbor: '.receipt.cbor',
  cose: '.receipt.cose',
  'tlog-proof': '.receipt.tlog-proof',
  pdf: '.certificate.pdf',
} as const;

type Form = keyof typeof suffixes;

const proofWaitMs = 10_000;

export async function fetchReceipt(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const id = idIn('record', given.operands[0] ?? '');
  const form = oneOf(Object.keys(suffixes) as Form[], given.value('form') ?? 'json');
  const path = given.value('output') ?? `${id}${suffixes[form]}`;
  const service = serviceOf(invocation);
  const call = receiptCall(invocation, id, form);
  if (given.flag('curl')) {
    printLine(world, service.curl(call, path));
    return exitCodes.done;
  }
  const { status, bytes } = await service.ask(call);
  if (status !== 200) throw trouble('NOT_PROVEN', { id });
  await checkReceipt(id, form, bytes);
  await createNew(path, bytes);
  if (given.flag('json')) printJson(world, { id, form, path });
  else if (!world.out.isTerminal) printLine(world, printable(path));
  else printLine(world, text('evidenceReceipt.written', { path }));
  return exitCodes.done;
}

/** By suffix: an Accept header would do the same, and a person sees the suffix. */
function receiptCall({ arguments: given }: Invocation, id: string, form: Form): ServiceCall {
  return {
    method: 'GET',
    path: `${evidencePath}/${id}/receipt.${form}`,
    query: {
      wait: 'proven',
      ...(given.flag('full') && { form: 'full' }),
      ...(given.flag('without-note') && { redact: 'note' }),
    },
    accept: '*/*',
    waitMs: proofWaitMs,
  };
}

/** RECEIPT_INVALID when it does not prove this very record; whose chain it is, the reader decides at verification. */
async function checkReceipt(id: string, form: Form, bytes: Uint8Array): Promise<void> {
  if (form === 'cose' || form === 'tlog-proof') return;
  const receipt = form === 'pdf' ? await receiptInCertificate(bytes) : bytes;
  const { verdict, record } = verifyReceipt(receipt, { crypto: nodeCrypto, trusted: [] });
  if (verdict !== 'invalid' && `ev_${record?.id ?? ''}` === id) return;
  throw rejection('RECEIPT_INVALID', `what the server gave does not prove the record ${id}`);
}
