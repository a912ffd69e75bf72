/** 账本就资产作出的拒绝及其应对。Chinese: what a ledger refuses about assets, and what to do then. */

import { refusalTexts } from './refusal-texts.ts';
import type { refusalsEnUs } from './refusals-en-us.ts';

export const refusalsZhCn: Readonly<Record<keyof typeof refusalsEnUs, string>> = {
  ...refusalTexts('zh-CN'),
  'action.CLASS_EXISTS': '请换一个名称。',
  'action.CLASS_MALFORMED':
    'spec/assets.md 说明了资产类别的构成；可从 stele asset define --example receivable 开始',
  'action.CLASS_UNKNOWN': '查看已有的：stele asset list',
  'action.CLASS_ABSENT': '查看已有的：stele asset list',
  'action.OUTPUT_UNKNOWN': '查看现有资产：stele asset list --of ACCOUNT',
  'action.OUTPUT_ABSENT': '查看现有资产：stele asset list --of ACCOUNT',
  'action.MARKED': '查看原因：stele asset show OUTPUT',
  'action.HOLDER_NOT_ACTING': '请用 --key 指明持有人的密钥，或用 --with 指明其他方。',
  'action.EXIT_NOT_ACTING': 'stele asset show OUTPUT 显示由谁行使。',
  'action.EXIT_TOO_EARLY': 'stele asset show OUTPUT 显示开放时间。',
  'action.PREIMAGE_WRONG': '请用 --preimage 给出。',
  'action.HELD': '请行使：stele asset exit OUTPUT EXIT',
  'action.TOKEN_EXISTS': '请更改某项属性。',
  'action.MOVE_FORBIDDEN': '查看其允许的动作：stele asset show CLASS',
  'action.ROLE_NOT_ACTING': '查看 stele asset show CLASS；用 --with 指明该方。',
  'action.PART_TOO_SMALL': '查看最小数量：stele asset show CLASS',
  'action.HOLDER_NOT_CERTIFIED': '由登记方认证：stele asset certify PARTY',
  'action.STEP_ROLE_NOT_ACTING': '请用 --with 指明。',
  'action.STEP_NOT_TOGETHER': '请一并给出。',
  'action.COUNTERSIGNER_NOT_ACTING': '请用 --with 指明。',
  'action.HOLD_MALFORMED': '每个解锁方式须有不同的名称，且有可行使的时间。',
  'action.OWNER_UNREACHABLE': '请指明已开立的账户或密钥。',
  'action.FUNDS_MISSING': '查看余额：stele account balances',
  'action.FUNDS_SCATTERED': '请先向自己转让一部分。',
  'action.SLOT_AMBIGUOUS': '查看：stele asset list CLASS',
  'action.PAYER_UNKNOWN': '由管理员开立：stele account open',
};
