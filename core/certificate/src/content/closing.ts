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
      zh: '用浏览器：打开 verify.html（服务器的 /verify.html，或随收据带走的文件），放入本证书与文件；无需联网。',
      en: 'In a browser: open verify.html (/verify.html of the server, or taken away with the receipt), and drop this certificate and the file; no network needed.',
    },
    {
      zh: '或用命令行：stele verify 文件 --receipt 本证书.pdf；或用独立程序：把“附件”中的 receipt.json 存下，python3 spec/verify.py 文件 receipt.json',
      en: 'Or by command: stele verify FILE --receipt CERTIFICATE.pdf; or by an independent program: save receipt.json from the attachments, python3 spec/verify.py FILE receipt.json',
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
