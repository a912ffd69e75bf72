/** The sentences in which a class is told; values in braces are put in by describe-class.ts. Both languages have the same. */

import type { Sentence } from './statement.ts';

export const CLASS_WORDS = {
  attributes: { en: 'Attributes: {values}', 'zh-CN': '属性：{values}' },
  typed: { en: '{name} ({type})', 'zh-CN': '{name}（{type}）' },
  set: {
    en: 'Those with the same {by} are one set; {member} says which member of it.',
    'zh-CN': '属性 {by} 相同者为一套，{member} 表示其中第几联。',
  },
  states: {
    en: 'States: {states}. It begins as {first}.',
    'zh-CN': '状态：{states}。初始为 {first}。',
  },
  fields: { en: 'Fields of a state: {values}', 'zh-CN': '状态字段：{values}' },
  step: {
    en: 'Step {name}: from {from} to {to}, signed by {by}',
    'zh-CN': '状态变更 {name}：由 {from} 变为 {to}，须 {by} 签名',
  },
  stepSets: { en: '; sets {fields}', 'zh-CN': '；填写 {fields}' },
  stepTogether: {
    en: '; the members {members} of a set together',
    'zh-CN': '；同套第 {members} 联须一并变更',
  },
  holder: { en: 'the holder', 'zh-CN': '持有人' },
  role: { en: 'Role {name}: {is}', 'zh-CN': '角色 {name}：{is}' },

  move: { en: '{move}: {who}.', 'zh-CN': '{move}：{who}。' },
  holderSigns: { en: 'the holder signs', 'zh-CN': '持有人签名即可' },
  rolesSign: { en: '{roles} must sign', 'zh-CN': '须由 {roles} 签名' },
  bothSign: {
    en: 'the holder and {roles} must sign together',
    'zh-CN': '持有人与 {roles} 须共同签名',
  },
  stepSigns: { en: 'whom the step names signs', 'zh-CN': '由该变更所列各方签名' },
  stepBothSign: {
    en: 'whom the step names and {roles} must sign together',
    'zh-CN': '该变更所列各方与 {roles} 须共同签名',
  },
  forbidden: { en: 'Nobody may: {moves}.', 'zh-CN': '任何人均不可：{moves}。' },
  moves: {
    issue: { en: 'Issue', 'zh-CN': '发行' },
    transfer: { en: 'Hand over', 'zh-CN': '转让' },
    offer: { en: 'Offer', 'zh-CN': '公开要约' },
    sale: { en: 'Sell', 'zh-CN': '有偿转让' },
    pledge: { en: 'Pledge or lock', 'zh-CN': '质押、锁定' },
    step: { en: 'Take a step', 'zh-CN': '状态变更' },
    redeem: { en: 'Redeem', 'zh-CN': '兑付' },
    freeze: { en: 'Freeze', 'zh-CN': '冻结' },
  },

  holders: {
    en: 'Only who is certified by {registrar} may hold it.',
    'zh-CN': '持有人须经 {registrar} 认证。',
  },
  countersigner: {
    en: '{countersigner} signs every transaction with it.',
    'zh-CN': '每笔交易须由 {countersigner} 会签。',
  },
  limits: {
    supply: { en: 'At most {amount} exist at a time.', 'zh-CN': '存量不超过 {amount}。' },
    perHolder: { en: 'A holder has at most {amount}.', 'zh-CN': '每个持有人不超过 {amount}。' },
    partMin: { en: 'A part is at least {amount}.', 'zh-CN': '每一份不少于 {amount}。' },
  },
  depthMax: {
    en: 'It goes through at most {count} hands.',
    'zh-CN': '最多经 {count} 手。',
  },
  rest: {
    en: 'It rests {first} days with its first holder, and {next} days with each later one.',
    'zh-CN': '首次取得后须持有 {first} 天方可转让，其后每次须持有 {next} 天。',
  },
  forValueNever: { en: 'It is never handed over for money.', 'zh-CN': '不得有偿转让。' },
  forValuePrimary: {
    en: 'Only the issuer may sell it; after that it is not handed over for money.',
    'zh-CN': '仅可由发行方首次出售，其后不得有偿转让。',
  },
  spends: {
    en: 'For each unit issued, {rate} of class {class} are used up.',
    'zh-CN': '每发行一个单位，须消耗 {rate} 个单位的类别 {class}。',
  },
  hook: {
    en: 'The contract {hook} may refuse what is done with it.',
    'zh-CN': '合约 {hook} 可拒绝其流转。',
  },
  terms: { en: 'Terms: the document {digest}', 'zh-CN': '条款文件：{digest}' },
} as const satisfies Readonly<Record<string, Sentence | Readonly<Record<string, Sentence>>>>;
