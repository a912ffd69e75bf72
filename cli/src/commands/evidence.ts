/** `stele evidence list|show|receipt|erase-note`: records that the service keeps for whoever asks. */

import { type Command, noOperands, type OperandSpec, serviceOptions } from '../command.ts';

const recordOperand: OperandSpec = { label: 'ID', min: 1, max: 1 };

export const evidenceList: Command = {
  name: 'evidence list',
  operands: noOperands,
  options: [
    { name: 'digest', value: 'NAME:HEX', help: 'evidence.digest' },
    { name: 'reference', value: 'TEXT', help: 'evidence.reference' },
    { name: 'q', value: 'TEXT', help: 'evidence.q' },
    { name: 'kind', value: 'KIND', help: 'evidence.kind' },
    { name: 'transaction', value: 'HEX', help: 'evidence.transaction' },
    { name: 'supersedes', value: 'ID', help: 'evidence.supersedes' },
    { name: 'from', value: 'TIME', help: 'evidence.from' },
    { name: 'to', value: 'TIME', help: 'evidence.to' },
    { name: 'limit', value: 'N', help: 'evidence.limit' },
    ...serviceOptions,
  ],
  about: 'evidenceList.about',
  calls: [
    'GET /v1/evidence?digest=&reference=&q=&kind=&transaction=&supersedes=&from=&to=&limit=&cursor=',
  ],
  run: async (invocation) => (await import('../evidence/list.ts')).listEvidence(invocation),
};

export const evidenceShow: Command = {
  name: 'evidence show',
  operands: recordOperand,
  options: serviceOptions,
  about: 'evidenceShow.about',
  calls: ['GET /v1/evidence/{id}'],
  run: async (invocation) => (await import('../evidence/show.ts')).showEvidence(invocation),
};

export const evidenceReceipt: Command = {
  name: 'evidence receipt',
  operands: recordOperand,
  options: [
    { name: 'form', value: 'FORM', help: 'evidence.form' },
    { name: 'output', value: 'FILE', help: 'evidence.output' },
    { name: 'full', help: 'evidence.full' },
    { name: 'without-note', help: 'evidence.withoutNote' },
    ...serviceOptions,
  ],
  about: 'evidenceReceipt.about',
  calls: [
    'GET /v1/evidence/{id}/receipt.{json|cbor|cose|tlog-proof|pdf}?wait=proven&form=&redact=',
  ],
  run: async (invocation) =>
    (await import('../evidence/fetch-receipt.ts')).fetchReceipt(invocation),
};

export const evidenceEraseNote: Command = {
  name: 'evidence erase-note',
  operands: recordOperand,
  options: [{ name: 'yes', help: 'evidence.yes' }, ...serviceOptions],
  about: 'evidenceEraseNote.about',
  calls: ['DELETE /v1/evidence/{id}/note'],
  run: async (invocation) => (await import('../evidence/erase-note.ts')).eraseNote(invocation),
};
