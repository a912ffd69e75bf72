/** Presentation: a right is presented to a bank, which honours it by paying, or refuses it. */

import type { Template } from './template.ts';

export const presentation: Template = {
  name: 'presentation',
  parameters: {
    holder: 'principal',
    bank: 'principal',
    money: 'class',
    amount: 'amount',
  },
  summary: {
    en: '{holder} presents it to {bank}, which honours it by paying {amount} of the class {money}, or refuses it',
    'zh-CN': '{holder} 向 {bank} 提示：{bank} 支付资产类别 {money} 的 {amount} 即承付，或拒付',
  },
  hold: {
    for: '{holder}',
    reason: 'presentation',
    exits: [
      {
        name: 'honour',
        by: '{bank}',
        pays: { class: '{money}', amount: '{amount}', to: '{holder}' },
        to: { party: '{bank}' },
      },
      { name: 'refuse', by: '{bank}', to: { party: '{holder}' } },
    ],
  },
};
