/** Hash lock: whoever it is for claims it with a secret in time; later it can be taken back. Two of them exchange across two chains. */

import type { Template } from './template.ts';

export const hashLock: Template = {
  name: 'hash-lock',
  parameters: {
    sender: 'principal',
    receiver: 'principal',
    digest: 'digest',
    deadline: 'time',
  },
  summary: {
    en: '{receiver} claims it with the preimage of the SHA-256 digest {digest} before {deadline}; from then on {sender} may take it back',
    'zh-CN':
      '{receiver} 在 {deadline} 之前凭 SHA-256 摘要 {digest} 的原像领取；此后 {sender} 可取回',
  },
  hold: {
    for: '{sender}',
    reason: 'hash-lock',
    exits: [
      {
        name: 'claim',
        by: '{receiver}',
        until: '{deadline}',
        preimage: { algorithm: 1, digest: '{digest}' },
        to: { party: '{receiver}' },
      },
      { name: 'refund', by: '{sender}', from: '{deadline}', to: { party: '{sender}' } },
    ],
  },
};
