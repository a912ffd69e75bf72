/** Escrow: handed over when the receiver says yes; else it goes back, and when nobody says anything, to whom was agreed. */

import type { Template } from './template.ts';

export const escrow: Template = {
  name: 'escrow',
  parameters: {
    sender: 'principal',
    receiver: 'principal',
    deadline: 'time',
    lapsesTo: 'principal',
  },
  summary: {
    en: '{sender} hands over to {receiver} when {receiver} accepts; {receiver} may reject it, {sender} may withdraw it; from {deadline} on it goes to {lapsesTo}',
    'zh-CN':
      '{sender} 托管转让给 {receiver}：{receiver} 接受即转让，可拒绝；{sender} 可撤回；到期（{deadline}）归 {lapsesTo}',
  },
  hold: {
    for: '{sender}',
    reason: 'escrow',
    exits: [
      { name: 'accept', by: '{receiver}', until: '{deadline}', to: { party: '{receiver}' } },
      { name: 'reject', by: '{receiver}', until: '{deadline}', to: { party: '{sender}' } },
      { name: 'withdraw', by: '{sender}', until: '{deadline}', to: { party: '{sender}' } },
      { name: 'lapse', from: '{deadline}', to: { party: '{lapsesTo}' } },
    ],
  },
};
