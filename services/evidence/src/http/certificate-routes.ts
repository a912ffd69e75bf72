/** Certificates of notarisation: of a record of the caller's, or of any receipt somebody holds. */

import { parseReceipt } from '@stele/protocol';
import { EXACT, readBodies, type RequestTypes } from '@stele/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { receiptBytes } from '../verification/verify-evidence.ts';
import { READ_CODES } from './catalogue.ts';
import { customerOf, EVIDENCE_PATH, type ServiceContext } from './context.ts';
import { certificateOf } from './receipt-routes.ts';
import { ownRecord, RecordParameters } from './record-routes.ts';
import { CERTIFICATES_PER_MINUTE_MAX, RECEIPT_BODY_BYTES_MAX } from '../limits.ts';

const CODES = ['CERTIFICATE_BUSY', 'CERTIFICATE_NOT_DRAWN'];
const RECEIPT_BODY = { name: 'RECEIPT_BODY_BYTES_MAX', value: RECEIPT_BODY_BYTES_MAX };

const pdf = {
  200: {
    description: 'PDF/A-3, Chinese and English, with the receipt attached',
    content: { 'application/pdf': { schema: Type.Unknown() } },
  },
};

export async function addCertificateRoutes(
  scope: FastifyInstance,
  context: ServiceContext,
): Promise<void> {
  scope.withTypeProvider<RequestTypes>().get(
    `${EVIDENCE_PATH}/:id/certificate.pdf`,
    {
      config: {
        access: { kind: 'scope', scope: 'evidence:read' },
        codes: [...READ_CODES, 'NOT_PROVEN', ...CODES],
      },
      schema: {
        operationId: 'getCertificate',
        summary: 'The certificate of a record',
        tags: ['evidence'],
        params: RecordParameters,
        response: pdf,
      },
    },
    async ({ caller, params }, reply) => {
      const { account } = customerOf(context, caller);
      const record = await ownRecord(context, account, params);
      const receipt = await context.receipts.make(record, { full: true });
      return sendCertificate(reply, params.id, await certificateOf(context, receipt));
    },
  );
  await scope.register((inner, _options, done) => {
    addMake(inner, context);
    done();
  });
}

function addMake(scope: FastifyInstance, context: ServiceContext): void {
  readBodies(scope, { 'application/json': RECEIPT_BODY });
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/certificates',
    {
      config: {
        access: { kind: 'open' },
        rateLimit: { name: 'certificates', perMinute: CERTIFICATES_PER_MINUTE_MAX },
        bodyLimits: { 'application/json': RECEIPT_BODY },
        codes: [...CODES, 'RECEIPT_INVALID', 'RECEIPT_MALFORMED', 'RECEIPT_NOT_OF_RECORD'],
      },
      schema: {
        operationId: 'makeCertificate',
        summary: 'The certificate of a receipt you hold; nothing is kept',
        tags: ['public'],
        body: Type.Object(
          {
            receipt: Type.Unknown({
              description: 'the receipt: as an object, or as text in either form',
            }),
          },
          EXACT,
        ),
        response: pdf,
      },
    },
    async ({ body }, reply) => {
      const receipt = parseReceipt(receiptBytes(body.receipt));
      return sendCertificate(reply, 'record', await certificateOf(context, receipt));
    },
  );
}

function sendCertificate(reply: FastifyReply, name: string, bytes: Uint8Array): FastifyReply {
  return reply
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="${name}.certificate.pdf"`)
    .send(Buffer.from(bytes));
}
