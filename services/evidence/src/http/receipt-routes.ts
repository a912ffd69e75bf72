/**
 * GET /v1/evidence/{id}/receipt in every form (forms/receipt-form.ts): by suffix, or by Accept. A receipt is only ever given proven:
 * before, the answer is 202 and says when to ask again.
 */

import { isCoded, rejection, utf8 } from '@stele/base';
import { makeCertificate } from '@stele/certificate';
import { type Receipt, receiptToCbor, receiptToJson } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { EXACT, negotiate, type RequestTypes } from '@stele/server';
import { tokenVerifier } from '@stele/timestamp';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { coseKeySet } from '../forms/cose-key.ts';
import { coseReceipt } from '../forms/cose-receipt.ts';
import { RECEIPT_FORMS, type ReceiptForm, redacted } from '../forms/receipt-form.ts';
import { tlogProof } from '../forms/tlog-proof.ts';
import { recordIdText } from '../records/record-id.ts';
import type { LedgerRecord } from '../records/record-reader.ts';
import { READ_CODES } from './catalogue.ts';
import { customerOf, EVIDENCE_PATH, type ServiceContext } from './context.ts';
import { ownRecord, RecordParameters } from './record-routes.ts';
import { RECORD_WAIT_MS_MAX } from '../limits.ts';

const Query = Type.Object(
  {
    wait: Type.Optional(
      Type.Enum(['proven'], { description: 'hold the answer back until it is proven' }),
    ),
    redact: Type.Optional(
      Type.Enum(['note'], { description: 'without name, size, reference, metadata' }),
    ),
    form: Type.Optional(
      Type.Enum(['full'], { description: 'with timestamps of outside authorities' }),
    ),
  },
  EXACT,
);

type ReceiptQuery = Static<typeof Query>;

/** `application/json` is what many clients ask for when they mean the JSON form. */
const MEDIA_TYPES = new Map([
  ...RECEIPT_FORMS.map((form) => [form.mediaType, form] as const),
  ['application/json', RECEIPT_FORMS[0]] as const,
]);

const PENDING = Type.Object({ status: Type.Literal('committed') });

export function addReceiptRoutes(scope: FastifyInstance, context: ServiceContext): void {
  addRoute(scope, context, undefined);
  for (const form of RECEIPT_FORMS) addRoute(scope, context, form);
  addKeySet(scope, context);
}

function addRoute(
  scope: FastifyInstance,
  context: ServiceContext,
  only: ReceiptForm | undefined,
): void {
  const forms = only === undefined ? RECEIPT_FORMS : [only];
  scope.withTypeProvider<RequestTypes>().get(
    `${EVIDENCE_PATH}/:id/receipt${only?.suffix ?? ''}`,
    {
      config: {
        access: { kind: 'scope', scope: 'evidence:read' },
        codes: [
          ...READ_CODES,
          'CERTIFICATE_BUSY',
          'CERTIFICATE_NOT_DRAWN',
          ...(only === undefined ? ['NOT_ACCEPTABLE'] : []),
        ],
      },
      schema: {
        operationId: only === undefined ? 'getReceipt' : `getReceiptAs${operationName(only)}`,
        summary:
          only === undefined
            ? 'The receipt, in the form that Accept asks for'
            : `The receipt as ${only.mediaType}`,
        tags: ['evidence'],
        params: RecordParameters,
        querystring: Query,
        response: {
          200: {
            description: 'proven',
            content: Object.fromEntries(
              forms.map(({ mediaType }) => [mediaType, { schema: Type.Unknown() }]),
            ),
          },
          202: PENDING,
        },
      },
    },
    async ({ caller, params, query, headers }, reply) => {
      const form = only ?? formFor(headers.accept);
      const { account } = customerOf(context, caller);
      const record = await ownRecord(context, account, params);
      if (only === undefined) void reply.header('vary', 'accept');
      const receipt = await provenReceipt(context, record, query);
      if (receipt === undefined) {
        return reply.code(202).header('retry-after', '1').send({ status: 'committed' });
      }
      return sendReceipt(context, reply, { receipt, form, record });
    },
  );
}

function operationName({ name }: ReceiptForm): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function formFor(accept: string | undefined): ReceiptForm {
  const mediaType = negotiate(accept, [...MEDIA_TYPES.keys()]);
  const form = mediaType === undefined ? undefined : MEDIA_TYPES.get(mediaType);
  if (form !== undefined) return form;
  const forms = RECEIPT_FORMS.map((one) => one.mediaType);
  throw rejection('NOT_ACCEPTABLE', `a receipt comes as ${forms.join(', ')}`, { data: { forms } });
}

const LOOK_AGAIN_MS = 100;

/** Undefined when it is not proven yet. */
async function provenReceipt(
  context: ServiceContext,
  record: LedgerRecord,
  { wait, redact, form }: ReceiptQuery,
): Promise<Receipt | undefined> {
  const { clock, ledger } = context;
  const untilMs = clock.monotonicMs() + (wait === 'proven' ? RECORD_WAIT_MS_MAX : 0);
  for (;;) {
    try {
      const receipt = await context.receipts.make(record, { full: form === 'full' });
      return redacted(receipt, redact === undefined ? [] : [redact]);
    } catch (error) {
      if (!isCoded(error, 'NOT_PROVEN')) throw error;
      if (clock.monotonicMs() >= untilMs) return undefined;
      await ledger.world.sleep(LOOK_AGAIN_MS);
    }
  }
}

interface Sending {
  readonly receipt: Receipt;
  readonly form: ReceiptForm;
  readonly record: LedgerRecord;
}

async function sendReceipt(
  context: ServiceContext,
  reply: FastifyReply,
  sending: Sending,
): Promise<FastifyReply> {
  const { name, contentType, suffix } = sending.form;
  const id = recordIdText(sending.record.item.id);
  const bytes = await inForm(context, sending);
  const file = name === 'pdf' ? `${id}.certificate.pdf` : `${id}.receipt${suffix}`;
  return reply
    .type(contentType)
    .header('content-disposition', `inline; filename="${file}"`)
    .send(Buffer.from(bytes));
}

async function inForm(
  context: ServiceContext,
  { receipt, form, record }: Sending,
): Promise<Uint8Array> {
  switch (form.name) {
    case 'json':
      return utf8(receiptToJson(receipt));
    case 'cbor':
      return receiptToCbor(receipt);
    case 'cose':
      return coseReceipt(receipt, {
        signer: context.receiptSigner,
        issuer: issuerOf(context),
        subject: `urn:stele:${recordIdText(record.item.id)}`,
      });
    case 'tlog-proof':
      return utf8(tlogProof(receipt));
    case 'pdf':
      return certificateOf(context, receipt);
  }
}

/** Whoever runs the service: its public address, else the chain it serves. */
function issuerOf({ publicUrl, chain }: ServiceContext): string {
  return publicUrl ?? `urn:stele:chain:${chain.fingerprint}`;
}

/** The certificate of a receipt that was just made, or that somebody holds. */
export async function certificateOf(
  { publicUrl, trust }: ServiceContext,
  receipt: Receipt,
): Promise<Uint8Array> {
  const bytes = utf8(receiptToJson(receipt));
  const trustedCertificates = trust.timeAuthorities;
  const timestamps = tokenVerifier({ trustedCertificates });
  return makeCertificate(bytes, { crypto: nodeCrypto, timestamps, publicUrl });
}

function addKeySet(scope: FastifyInstance, { receiptSigner }: ServiceContext): void {
  const keys = Buffer.from(coseKeySet(receiptSigner));
  scope.get(
    '/.well-known/scitt-keys',
    {
      config: { access: { kind: 'open' }, codes: [] },
      schema: {
        operationId: 'getReceiptKeys',
        summary: 'The keys that sign COSE receipts here',
        tags: ['public'],
        response: {
          200: {
            description: 'COSE_KeySet (RFC 9052)',
            content: { 'application/cbor': { schema: Type.Unknown() } },
          },
        },
      },
    },
    (_, reply) => reply.type('application/cbor').send(keys),
  );
}
