/** Offer: whoever pays the price gets it; the seller may call it off. */

import type { Template } from './template.ts';

export const offer: Template = {
  name: 'offer',
  parameters: { seller: 'principal', money: 'class', price: 'amount' },
  summary: {
    en: '{seller} offers it to anyone for {price} of the class {money}; until it is bought {seller} may cancel',
    'zh-CN':
      '{seller} 公开要约：任何人支付资产类别 {money} 的 {price} 即成交；成交前 {seller} 可撤销',
  },
  hold: {
    for: '{seller}',
    reason: 'offer',
    exits: [
      { name: 'buy', pays: { class: '{money}', amount: '{price}', to: '{seller}' } },
      { name: 'cancel', by: '{seller}', to: { party: '{seller}' } },
    ],
  },
};
