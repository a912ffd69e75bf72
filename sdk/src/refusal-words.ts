/**
 * What a ledger refuses about assets, in words for people, by code. What to do then differs between a page and a command line, and
 * stands there.
 */

import { fill } from './assets/summary/statement.ts';
import type { Sentence } from './assets/summary/statement.ts';

/** `{detail}` stands for what the contract says beside its code. */
export const REFUSAL_WORDS = {
  CLASS_EXISTS: { en: 'There is such a class already.', 'zh-CN': '已有同名资产类别。' },
  CLASS_MALFORMED: {
    en: 'The class contradicts itself: {detail}.',
    'zh-CN': '资产类别的定义自相矛盾：{detail}。',
  },
  CLASS_UNKNOWN: {
    en: 'There is no such class, or nothing proves it yet.',
    'zh-CN': '没有此资产类别，或尚无证明。',
  },
  CLASS_ABSENT: { en: 'There is no such class.', 'zh-CN': '没有此资产类别。' },
  OUTPUT_UNKNOWN: {
    en: 'An output is not there: it was spent, or never made.',
    'zh-CN': '某笔资产不存在：已被花费，或从未产生。',
  },
  OUTPUT_ABSENT: { en: 'There is no such output.', 'zh-CN': '没有此资产。' },
  OUTPUT_DIFFERS: {
    en: 'An output is not what the signer was shown.',
    'zh-CN': '某笔资产与签名者所见不符。',
  },
  MARKED: { en: 'It is frozen by a mark.', 'zh-CN': '已被冻结标记冻结。' },
  HOLDER_NOT_ACTING: { en: 'Its holder does not act.', 'zh-CN': '持有人未行事。' },
  EXIT_UNKNOWN: { en: 'The hold has no such exit.', 'zh-CN': '该锁定没有此解锁方式。' },
  EXIT_NOT_ACTING: {
    en: 'Who may take this exit does not act.',
    'zh-CN': '可行使此解锁方式的一方未行事。',
  },
  EXIT_TOO_EARLY: { en: 'This exit is not open yet.', 'zh-CN': '此解锁方式尚未开放。' },
  EXIT_TOO_LATE: { en: 'This exit is closed: its time is over.', 'zh-CN': '此解锁方式已过期。' },
  PREIMAGE_WRONG: {
    en: 'That is not the secret that the exit asks for.',
    'zh-CN': '这不是解锁方式要求的原像。',
  },
  HELD: {
    en: 'It is in a hold, which ends by an exit only.',
    'zh-CN': '该资产已锁定，只能经解锁方式结束。',
  },
  PAYMENT_MISSING: {
    en: 'What the exit wants paid is not paid.',
    'zh-CN': '未支付解锁方式要求的对价。',
  },
  SUMS_DIFFER: { en: 'What goes in is not what comes out.', 'zh-CN': '投入与产出不等。' },
  AMOUNT_TOO_LARGE: { en: 'An amount would be larger than any can be.', 'zh-CN': '数量超出上限。' },
  TOKEN_EXISTS: {
    en: 'There is such a token already, and it is the only one.',
    'zh-CN': '此唯一资产已存在。',
  },
  SPEND_MISSING: {
    en: 'Issuing this class uses up another one, and too little of it was given.',
    'zh-CN': '发行此类资产须消耗另一类资产，而所给不足。',
  },
  SUPPLY_EXCEEDED: {
    en: 'More would be issued than the class allows.',
    'zh-CN': '超出资产类别的发行上限。',
  },
  MOVE_FORBIDDEN: { en: 'The class does not allow this.', 'zh-CN': '资产类别不允许此动作。' },
  ROLE_NOT_ACTING: {
    en: 'A role whose consent is needed does not act.',
    'zh-CN': '须经其同意的角色未行事。',
  },
  PART_TOO_SMALL: {
    en: 'A part is smaller than the class allows.',
    'zh-CN': '有一份小于资产类别允许的最小数量。',
  },
  DEPTH_EXCEEDED: {
    en: 'It has gone through as many hands as the class allows.',
    'zh-CN': '流转次数已达资产类别的上限。',
  },
  RESTING: {
    en: 'It was acquired too short a time ago to be handed on.',
    'zh-CN': '取得时间过短，尚不得转让。',
  },
  HOLDER_LIMIT_EXCEEDED: {
    en: 'The receiver would have more than the class allows one holder.',
    'zh-CN': '接收方的持有量将超出资产类别的上限。',
  },
  NOT_FOR_VALUE: {
    en: 'The class may not change hands for money.',
    'zh-CN': '该类资产不得有偿转让。',
  },
  HOLDER_NOT_CERTIFIED: {
    en: 'The receiver is not certified to hold this class.',
    'zh-CN': '接收方未经认证，不得持有该类资产。',
  },
  STEP_UNKNOWN: { en: 'The class has no such step.', 'zh-CN': '资产类别没有此状态变更。' },
  STEP_NOT_FROM_HERE: {
    en: 'The step does not begin in the state that the asset is in.',
    'zh-CN': '该资产当前状态不能作此变更。',
  },
  STEP_ROLE_NOT_ACTING: {
    en: 'Who has to take the step does not act.',
    'zh-CN': '须执行此状态变更的一方未行事。',
  },
  STEP_NOT_TOGETHER: {
    en: 'The step is taken by several of a set at once.',
    'zh-CN': '此状态变更须由一组资产同时执行。',
  },
  STATE_MALFORMED: {
    en: 'The values are not those that the step sets.',
    'zh-CN': '所给的值并非该状态变更所设。',
  },
  COUNTERSIGNER_NOT_ACTING: {
    en: "The class's countersigner does not act.",
    'zh-CN': '资产类别的会签方未行事。',
  },
  ATTRIBUTES_MALFORMED: {
    en: 'The attributes are not those of the class.',
    'zh-CN': '属性与资产类别的定义不符。',
  },
  HOLD_MALFORMED: {
    en: 'The hold contradicts itself, or its time is over already: {detail}.',
    'zh-CN': '锁定自相矛盾，或其时间已过：{detail}。',
  },
  OWNER_UNREACHABLE: {
    en: 'Nobody could ever sign for the new owner.',
    'zh-CN': '无人能为新的持有人签名。',
  },
  MARK_EXISTS: { en: 'There is such a mark already.', 'zh-CN': '已有此冻结标记。' },
  MARK_UNKNOWN: { en: 'There is no such mark of this level.', 'zh-CN': '没有此级别的冻结标记。' },
  NOT_AUTHORISED: {
    en: 'Only an administrator account may do that.',
    'zh-CN': '仅管理员账户可以如此。',
  },
  FUNDS_MISSING: { en: 'Too little of it is free.', 'zh-CN': '可用数量不足。' },
  FUNDS_SCATTERED: {
    en: 'It is spread over more outputs than one call takes.',
    'zh-CN': '资产过于分散，一次调用无法容纳。',
  },
  SLOT_AMBIGUOUS: {
    en: 'You have different assets of this class; say which with --slot.',
    'zh-CN': '您有多种同类资产；请用 --slot 指明。',
  },
  SIGNATURE_UNWANTED: {
    en: 'This key speaks for nobody who has to sign.',
    'zh-CN': '此密钥不代表任何须签名的一方。',
  },
  PAYER_UNKNOWN: { en: 'Who is charged is no open account.', 'zh-CN': '付费方不是已开立的账户。' },
  ACCOUNT_EXISTS: { en: 'This account is open already.', 'zh-CN': '该账户已开立。' },
  OUTPUTS_TOO_MANY: {
    en: 'More would be made at once than one call can make.',
    'zh-CN': '一次调用产出的资产过多。',
  },
  LIKE_UNKNOWN: {
    en: 'A part is said to be like something that is not taken in.',
    'zh-CN': '某一份所参照的资产并未转入。',
  },
  LEVEL_UNKNOWN: {
    en: 'A mark is set by the platform or by an authority.',
    'zh-CN': '冻结标记只能由平台或主管机关设置。',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

export type RefusalCode = keyof typeof REFUSAL_WORDS;

/** Undefined for a code that is not about assets. */
export function refusalInWords(code: string, detail: string): Sentence | undefined {
  if (!Object.hasOwn(REFUSAL_WORDS, code)) return undefined;
  return fill(REFUSAL_WORDS[code as RefusalCode], { detail });
}
