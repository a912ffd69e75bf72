/** The sentences of a summary. What stands in braces is put in by describe-*.ts; both languages have the same. */

import type { Sentence } from './statement.ts';

export const WORDS = {
  thing: { en: '{amount} {class}', 'zh-CN': '{amount} {class}' },
  thingInSmallest: {
    en: '{amount} of the smallest units of {class}',
    'zh-CN': '{amount} 个最小单位的 {class}',
  },
  slotOf: { en: 'slot {slot}', 'zh-CN': '批次 {slot}' },
  classById: { en: 'class {id}', 'zh-CN': '资产类别 {id}' },

  ofOwner: { en: '{what}  {owner}', 'zh-CN': '{what}  {owner}' },
  changeWithHeld: {
    en: '{net}, of which in holds {held}',
    'zh-CN': '{net}，其中锁定 {held}',
  },

  gives: { en: '{from} gives {to} {what}.', 'zh-CN': '{from} 将 {what} 转让给 {to}。' },
  keeps: { en: '{from} keeps {what}.', 'zh-CN': '{from} 保留 {what}。' },
  holds: {
    en: '{from} puts {what} into a hold ({reason}). Until one of its exits is taken, it counts for {for}:',
    'zh-CN': '{from} 将 {what} 锁定（{reason}）。在以下任一解锁方式行使之前，归 {for} 名下：',
  },
  inHold: {
    en: 'in a hold ({reason}) that counts for {for}',
    'zh-CN': '锁定中（{reason}），归 {for} 名下',
  },
  heldFurther: {
    en: 'a further hold ({reason}) that counts for {for}',
    'zh-CN': '再次锁定（{reason}），归 {for} 名下',
  },
  takesExit: {
    en: 'The exit {exit} of {output} is taken: {what}, held for {for}, goes to {to}.',
    'zh-CN': '行使 {output} 的解锁方式 {exit}：归 {for} 名下的 {what} 转给 {to}。',
  },
  exitDemands: {
    en: 'In return {to} gets {what}.',
    'zh-CN': '作为对价，{to} 须获得 {what}。',
  },

  exit: {
    en: '{name}: {by}{conditions}; then it goes to {to}',
    'zh-CN': '{name}：{by}{conditions}；行使后归 {to}',
  },
  exitBy: { en: 'by {by}', 'zh-CN': '由 {by} 行使' },
  taker: { en: 'whoever takes it', 'zh-CN': '行使者' },
  exitByTimer: { en: 'by itself, or by anyone', 'zh-CN': '到期自动行使，任何人亦可行使' },
  exitByAnyone: { en: 'by anyone', 'zh-CN': '任何人均可行使' },
  exitFrom: { en: ', from {time}', 'zh-CN': '，自 {time} 起' },
  exitUntil: { en: ', before {time}', 'zh-CN': '，在 {time} 之前' },
  exitPreimage: { en: ', with the secret of {digest}', 'zh-CN': '，须出示 {digest} 的原像' },
  exitPays: { en: ', against {what} to {to}', 'zh-CN': '，须向 {to} 支付 {what}' },
  exitStep: { en: ', taking the step {step}', 'zh-CN': '，同时执行状态变更 {step}' },

  issues: { en: '{what} is issued to {to}.', 'zh-CN': '向 {to} 发行 {what}。' },
  withPayload: { en: 'With the document {digest}.', 'zh-CN': '附文件 {digest}。' },
  holdReference: { en: 'agreed in {digest}', 'zh-CN': '约定见 {digest}' },
  showsSecret: { en: 'It shows the secret {secret}.', 'zh-CN': '并公开原像 {secret}。' },
  payloads: {
    en: 'A payload goes with it: {count} items, {bytes} bytes, {root}.',
    'zh-CN': '附载荷：{count} 项，{bytes} 字节，{root}。',
  },
  controlLane: {
    en: 'It asks for the lane of the chain itself, which is for governance only.',
    'zh-CN': '它要求走链自身的治理通道。',
  },
  issuesIntoHold: {
    en: '{what} is issued into a hold ({reason}) that counts for {for}:',
    'zh-CN': '发行 {what} 并锁定（{reason}），归 {for} 名下：',
  },
  burns: { en: '{what} of {from} is used up by it.', 'zh-CN': '为此消耗 {from} 的 {what}。' },
  redeems: {
    en: '{from} redeems {what}: it ceases to exist.',
    'zh-CN': '{from} 兑付 {what}，该资产随之注销。',
  },
  steps: {
    en: '{what} of {from} takes the step {step}{values}.',
    'zh-CN': '{from} 的 {what} 执行状态变更 {step}{values}。',
  },
  stepValues: { en: ' with {values}', 'zh-CN': '（{values}）' },
  defines: {
    en: 'The class {class} is defined ({kind}, {scale}). Its definition cannot be changed later.',
    'zh-CN': '定义资产类别 {class}（{kind}，{scale}），此后不可更改。',
  },
  scaleUnique: { en: 'every unit unique', 'zh-CN': '每份唯一' },
  scaleDigits: { en: '{digits} digits behind the point', 'zh-CN': '{digits} 位小数' },
  marks: {
    en: '{on} is marked ({level}): it cannot be moved. Reference {reference}.',
    'zh-CN': '{on} 被加{level}冻结标记，不得流转。依据 {reference}。',
  },
  unmarks: {
    en: 'The mark ({level}) on {on} is lifted. Reference {reference}.',
    'zh-CN': '{on} 的{level}冻结标记被解除。依据 {reference}。',
  },
  levelPlatform: { en: 'platform', 'zh-CN': '平台' },
  levelAuthority: { en: 'authority', 'zh-CN': '主管机关' },
  onOutput: { en: 'The output {output}', 'zh-CN': '资产 {output}' },
  onSlot: { en: 'All {class} of slot {slot}', 'zh-CN': '{class} 批次 {slot} 的全部资产' },
  onClass: { en: 'All {class}', 'zh-CN': '{class} 的全部资产' },
  onHolder: { en: 'All {class} of {party}', 'zh-CN': '{party} 的全部 {class}' },
  onParty: { en: 'Everything of {party}', 'zh-CN': '{party} 的全部资产' },
  certifies: {
    en: '{registrar} certifies {party}{until}.',
    'zh-CN': '{registrar} 认证 {party}{until}。',
  },
  certifiedUntil: { en: ' until {time}', 'zh-CN': '，有效期至 {time}' },
  decertifies: {
    en: '{registrar} withdraws the certification of {party}.',
    'zh-CN': '{registrar} 撤销对 {party} 的认证。',
  },
  otherCall: { en: '{contract}: {summary}', 'zh-CN': '{contract}：{summary}' },

  unopened: {
    en: 'The account {account} is not open: what it gets stays there until somebody opens it. Is it written right?',
    'zh-CN': '账户 {account} 尚未开立，其所得资产在开立之前无法动用。请确认账户无误。',
  },
  notUnderstood: {
    en: 'Call {number}, {contract}.{method}: this program does not know what it does.',
    'zh-CN': '第 {number} 个调用 {contract}.{method}：本程序不知其含义。',
  },
  outputUnknown: {
    en: 'Call {number} spends {output}, and nobody has shown what that is.',
    'zh-CN': '第 {number} 个调用花费 {output}，其内容未能取得。',
  },
  outputDiffers: {
    en: 'Call {number} spends {output}, and what the node shows as its content is not what the transaction names.',
    'zh-CN': '第 {number} 个调用花费 {output}，节点给出的内容与交易所指的不符。',
  },
  outputNotMade: {
    en: 'Call {number} spends an output of call {call} that is not known.',
    'zh-CN': '第 {number} 个调用花费第 {call} 个调用的产出，其内容无法得知。',
  },
  likeUnknown: {
    en: 'Call {number} makes an output ({place}) of what is not known.',
    'zh-CN': '第 {number} 个调用产出的第 {place} 项，其内容无法得知。',
  },
  exitUnknown: {
    en: 'Call {number} takes an exit {exit} of {output}, which has none of that name.',
    'zh-CN': '第 {number} 个调用行使 {output} 的解锁方式 {exit}，但并无此方式。',
  },
  extensions: {
    en: 'The transaction has extensions that this program does not know.',
    'zh-CN': '交易含有本程序不认识的扩展。',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

export type WordKey = keyof typeof WORDS;
