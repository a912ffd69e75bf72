/**
 * GET /v1/chains/{chain}/transactions/{id}/proof: the receipt (spec/receipt.md), in three forms. Which one: `form`, else Accept, else
 * JSON. The note is not in it: the ledger never had it.
 */

import { fromBase64url, fromUtf8, rejection } from '@stele/base';
import {
  encode,
  formatNote,
  formatProof,
  type ItemSelection,
  parseProof,
  parseReceipt,
  type Receipt,
  type ReceiptOptions,
  receiptToJson,
} from '@stele/protocol';
import { negotiate } from '@stele/server';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { CHECKPOINT_QUERY_CHARACTERS_MAX } from '../limits.ts';
import { TransactionParameters, count } from '../parameters.ts';

const FORMS = {
  json: 'application/vnd.stele.receipt+json',
  cbor: 'application/cbor',
  'tlog-proof': 'text/plain',
} as const;

type Form = keyof typeof FORMS;

/** In the order of preference. `application/json` is what many clients ask for when they mean the JSON form. */
const MEDIA_TYPES: Readonly<Record<string, Form>> = {
  [FORMS.json]: 'json',
  'application/json': 'json',
  [FORMS.cbor]: 'cbor',
  [FORMS['tlog-proof']]: 'tlog-proof',
};

const ProofQuery = Type.Object({
  call: Type.Optional(count('number of the call whose record is proven')),
  item: Type.Optional(count('number of the record in the call; 0 when absent')),
  form: Type.Optional(Type.Enum(Object.keys(FORMS) as Form[])),
  checkpoint: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]+$',
      maxLength: CHECKPOINT_QUERY_CHARACTERS_MAX,
      description: 'base64url of an earlier checkpoint, to which the proof shall lead',
    }),
  ),
});

const RECEIPT = 'spec/receipt.md';
const receiptForms = {
  [FORMS.json]: { schema: Type.Object({}, { additionalProperties: true, description: RECEIPT }) },
  [FORMS.cbor]: { schema: Type.Unknown({ description: RECEIPT }) },
  [FORMS['tlog-proof']]: { schema: Type.String({ description: RECEIPT }) },
};

export function addProofRoutes(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/transactions/:id/proof',
    {
      config: {
        access: context.entries,
        codes: [
          ...LEDGER_STATE_CODES,
          'CHAIN_UNKNOWN',
          'TRANSACTION_UNKNOWN',
          'ITEM_UNKNOWN',
          'ENTRY_REFUSED',
          'NOT_PROVEN',
          'NOT_ACCEPTABLE',
          'BYTES_MALFORMED',
          'TEXT_MALFORMED',
          'CHECKPOINT_UNKNOWN',
        ],
      },
      schema: {
        operationId: 'getProof',
        summary: 'The receipt of a transaction, or of one record in it',
        tags: ['ledger'],
        params: TransactionParameters,
        querystring: ProofQuery,
        response: {
          200: {
            description: 'The receipt, without note',
            content: receiptForms,
          },
        },
      },
    },
    async ({ params, query, headers }, reply) => {
      const form = query.form ?? formFor(headers.accept);
      const api = await ledgerOf(context, params.chain);
      const cbor = await api.receipt(params.id, selectionIn(query), optionsIn(query));
      const type = form === 'tlog-proof' ? `${FORMS[form]}; charset=utf-8` : FORMS[form];
      return reply
        .header('vary', 'accept')
        .type(type)
        .send(Buffer.from(inForm(cbor, form)));
    },
  );
}

function formFor(accept: string | undefined): Form {
  const mediaType = negotiate(accept, Object.keys(MEDIA_TYPES));
  const form = mediaType === undefined ? undefined : MEDIA_TYPES[mediaType];
  if (form !== undefined) return form;
  const forms = Object.values(FORMS);
  throw rejection('NOT_ACCEPTABLE', `a receipt comes as ${forms.join(', ')}`, { data: { forms } });
}

function selectionIn(query: {
  readonly call?: number;
  readonly item?: number;
}): ItemSelection | undefined {
  if (query.call === undefined && query.item === undefined) return undefined;
  return { call: query.call ?? 0, item: query.item ?? 0 };
}

function optionsIn({ checkpoint }: { readonly checkpoint?: string }): ReceiptOptions {
  return checkpoint === undefined ? {} : { checkpoint: fromUtf8(fromBase64url(checkpoint)) };
}

function inForm(cbor: Uint8Array, form: Form): Uint8Array | string {
  if (form === 'cbor') return cbor;
  const receipt = parseReceipt(cbor);
  return form === 'json' ? receiptToJson(receipt) : proofAlone(receipt);
}

/** The proof text as it is served alone: with the record, if there is one, in its extra line (spec/log.md, "Proof text"). */
function proofAlone({ proof, item }: Receipt): string {
  if (item === undefined) return proof;
  const { index, path, signed } = parseProof(proof);
  const extra = encode([item.call, item.index, item.bytes, item.path]);
  return formatProof({ extra, index, path, checkpoint: formatNote(signed.note) });
}
