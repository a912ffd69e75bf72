/** Invoice lock: a firm that reimburses an invoice locks it first, so that no other firm reimburses it too. */

import type { Template } from './template.ts';

export const invoiceLock: Template = {
  name: 'invoice-lock',
  parameters: {
    holder: 'principal',
    firm: 'principal',
    step: 'identifier',
    deadline: 'time',
  },
  summary: {
    en: '{firm} locks the invoice of {holder} for reimbursement: it unlocks it, or books it by the step {step}; from {deadline} on the lock lapses',
    'zh-CN':
      '{firm} 为报销锁定 {holder} 的发票：可解锁，或以步骤 {step} 入账；到期（{deadline}）自动解锁',
  },
  hold: {
    for: '{holder}',
    reason: 'lock',
    exits: [
      { name: 'unlock', by: '{firm}', until: '{deadline}', to: { party: '{holder}' } },
      {
        name: 'book',
        by: '{firm}',
        until: '{deadline}',
        step: '{step}',
        to: { party: '{holder}' },
      },
      { name: 'lapse', from: '{deadline}', to: { party: '{holder}' } },
    ],
  },
};
