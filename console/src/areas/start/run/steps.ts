/** What is done with a dropped file, each step by itself: hashing here, recording and fetching by HTTP, judging here. */

import { ApiError, ownProblem } from '../../../api/api-error.ts';
import { request } from '../../../api/request.ts';
import type { DigestOptions, Digests } from '../../../proof/hash/digest-blob.ts';
import { hashFile } from '../../../proof/hash/hash-file.ts';
import type { PageVerdict } from '../../../proof/judge.ts';
import { provenReceipt } from '../../records/receipts.ts';
import { type AcceptedRecord, digestTexts, type EvidenceRecord } from '../../records/record.ts';
import type { FileRun } from './run.ts';

export interface Steps {
  hash(file: File, options: DigestOptions): Promise<Digests>;
  record(run: FileRun): Promise<EvidenceRecord>;
  receipt(record: EvidenceRecord): Promise<Uint8Array>;
  judge(receipt: Uint8Array, run: FileRun, fingerprint: string): Promise<PageVerdict>;
}

/** SHA-256 and SM3: one for readers outside China, one for readers in it. */
const ALGORITHMS = [1, 2] as const;
const ATTEMPTS_MAX = 30;
const AGAIN_MS = 1_000;
/** Of a path longer than a name may be, the end says most. */
const NAME_CHARACTERS = 500;

export const steps: Steps = {
  hash: (file, options) => hashFile(file, ALGORITHMS, options),
  record,
  receipt: ({ id }) => provenReceipt(id),
  judge: async (receipt, { digests }, fingerprint) => {
    const { judge } = await import('../../../proof/judge.ts');
    return judge({ receipt, digests, trusted: [fingerprint] });
  },
};

/** The body of POST /v1/evidence for a file; the same each time, as its key asks for. */
export function requestOf({ digests, name, file }: FileRun): Readonly<Record<string, unknown>> {
  const known = digestTexts(digests ?? new Map());
  return { digests: known, name: name.slice(-NAME_CHARACTERS).toWellFormed(), size: file.size };
}

/** Sends it until it is committed; while it is only accepted, the same request asks what became of it. */
async function record(run: FileRun): Promise<EvidenceRecord> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const answer = await request<EvidenceRecord | AcceptedRecord>('/v1/evidence', {
      method: 'POST',
      body: requestOf(run),
      idempotencyKey: run.key,
    });
    if (answer.status === 'committed') return answer;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  throw new ApiError(ownProblem('NOT_COMMITTED', '', 202));
}
