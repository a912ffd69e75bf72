/** Pledge: it stays the owner's and is out of reach until the lender lets go of it, or, once the debt is due, takes it. */

import type { Template } from './template.ts';

export const pledge: Template = {
  name: 'pledge',
  parameters: { owner: 'principal', lender: 'principal', due: 'time' },
  summary: {
    en: '{owner} pledges it to {lender}, who may release it at any time and seize it from {due} on',
    'zh-CN': '{owner} 质押给 {lender}：{lender} 可随时解押；自 {due} 起可处置',
  },
  hold: {
    for: '{owner}',
    reason: 'pledge',
    exits: [
      { name: 'release', by: '{lender}', to: { party: '{owner}' } },
      { name: 'seize', by: '{lender}', from: '{due}', to: { party: '{lender}' } },
    ],
  },
};
