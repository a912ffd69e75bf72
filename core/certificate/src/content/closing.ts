/** The end of the first page: what the certificate proves, what it does not, and how to verify it. */

import type { CertificateFacts } from '../facts.ts';
import { heading, panels, type Pair, steps } from '../page/blocks.ts';
import type { Box } from '../page/box.ts';
import { HEADINGS, PROVEN, PROVEN_BY_STAMP, unproven } from './terms.ts';

export function closing(facts: CertificateFacts): readonly Box[] {
  const isStamped = facts.when.stamps.some(({ trusted }) => trusted);
  return [
    panels(
      { title: HEADINGS.proves, items: isStamped ? [...PROVEN, PROVEN_BY_STAMP] : PROVEN },
      { title: HEADINGS.doesNotProve, items: unproven(facts.doesNotProve) },
    ),
    heading(HEADINGS.verify),
    ...steps(verificationSteps(facts)),
  ];
}

function verificationSteps({ address, where }: CertificateFacts): readonly Pair[] {
  return [
    {
      zh: '取出收据：在 PDF 阅读器的“附件”栏保存 receipt.json，或运行 pdfdetach -saveall 本证书.pdf',
      en: 'Take the receipt out: save receipt.json from the attachments of a PDF reader, or run pdfdetach -saveall CERTIFICATE.pdf',
    },
    {
      zh: '离线核验文件：stele verify 文件 --receipt receipt.json，或用独立程序 python3 spec/verify.py 文件 receipt.json',
      en: 'Verify the file, offline: stele verify FILE --receipt receipt.json, or with the independent program, python3 spec/verify.py FILE receipt.json',
    },
    address.kind === 'web'
      ? {
          zh: `在线查询：扫描二维码，或打开 ${address.text}`,
          en: 'Look it up: scan the code, or open that address',
        }
      : {
          zh: '出具者未公布网址；二维码所载为链指纹与存证编号，以上离线步骤已足够。',
          en: 'Whoever issued this has no public address: the code holds fingerprint and record id; the offline steps above are enough.',
        },
    {
      zh: `比对链指纹：经其他可靠渠道（如成员公告）取得，与上文逐组比对，首组 ${where.fingerprint.slice(0, 4)}，末组 ${where.fingerprint.slice(-4)}。`,
      en: 'Compare the fingerprint: get it from a member by another way, and compare every group with the one above; only then is it that chain.',
    },
  ];
}
