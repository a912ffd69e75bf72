/** Timed release: it counts for the giver until its day comes, and then goes over by itself. */

import type { Template } from './template.ts';

export const timedRelease: Template = {
  name: 'timed-release',
  parameters: { giver: 'principal', receiver: 'principal', day: 'time' },
  summary: {
    en: 'From {day} on it is {receiver}’s, by itself; until then it counts for {giver}, who cannot take it back',
    'zh-CN': '自 {day} 起自动归 {receiver}；此前计入 {giver}，且不可取回',
  },
  hold: {
    for: '{giver}',
    reason: 'timed-release',
    exits: [{ name: 'release', from: '{day}', to: { party: '{receiver}' } }],
  },
};
