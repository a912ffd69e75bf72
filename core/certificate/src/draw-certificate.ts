/** Facts and a receipt in, the certificate's bytes out: puts the sections on paper. Runs in the drawing thread (thread/worker.ts). */

import { ATTACHMENT_DESCRIPTION, ATTACHMENT_MEDIA_TYPE, ATTACHMENT_NAME } from './attachment.ts';
import type { CertificateFacts } from './facts.ts';
import { closing } from './content/closing.ts';
import { header } from './content/header.ts';
import { whatSection, whenSection, whereSection, whoSection } from './content/sections.ts';
import { annex, suppliedRow, suppliedTexts } from './content/supplied.ts';
import { TITLE } from './content/terms.ts';
import { metadataTime } from './content/times.ts';
import { Paper } from './page/paper.ts';

export interface Drawing {
  readonly facts: CertificateFacts;
  /** JSON form. */
  readonly receipt: Uint8Array;
}

export function drawCertificate({ facts, receipt }: Drawing): Promise<Uint8Array> {
  const { record, where, when } = facts;
  const paper = new Paper({
    title: `${TITLE.zh} ${TITLE.en} ${record.id}`,
    subject: `Evidence record ${record.id} of chain ${where.fingerprint}, transaction ${where.transaction}`,
    time: metadataTime(when.committedAt),
    footer: `${TITLE.zh} ${TITLE.en}  ·  ${record.id}`,
  });
  paper.attach({
    name: ATTACHMENT_NAME,
    mediaType: ATTACHMENT_MEDIA_TYPE,
    description: ATTACHMENT_DESCRIPTION,
    bytes: receipt,
  });
  paper.stack([
    header(facts),
    ...whatSection(facts),
    ...whenSection(facts),
    ...whereSection(facts),
    ...whoSection(facts),
    ...closing(facts),
  ]);
  const cut = suppliedTexts(facts).filter((text) => suppliedRow(text).isCut);
  if (cut.length > 0) {
    paper.newPage();
    paper.stack(annex(cut));
  }
  return paper.finish();
}
