/** 用量：按客户、按日统计。 */

import type { usageEnUs } from './usage.en-us.ts';

export const usageZhCn: Readonly<Record<keyof typeof usageEnUs, string>> = {
  'usage.lead': '按客户、按日统计的用量（UTC，以区块时间为准）。可由账本重新计算，账单可据此核对。',
  'usage.leadOwn': '您的每日用量（UTC，以区块时间为准）。',
  'usage.from': '起始日',
  'usage.to': '截止日',
  'usage.customer': '客户',
  'usage.everybody': '全部',
  'usage.measure': '图中显示',
  'usage.records': '存证数',
  'usage.refusals': '拒绝数',
  'usage.units': '额度',
  'usage.day': '日期',
  'usage.range': '统计范围',
  'usage.rangeFault': '起始日晚于截止日。',
  'usage.chart': '每日用量',
  'usage.chartLabel':
    '{from} 至 {to} 每日{measure}：合计 {sum}，最多的一天是 {peakDay}，为 {peak}。下方表格列有同样的数字。',
  'usage.byCustomer': '按客户',
  'usage.byDay': '按客户与日期',
  'usage.sum': '合计',
  'usage.csv': '下载 CSV',
  'usage.empty': '这些日子没有用量。',
  'usage.notarise': '去存证',
  'usage.recount': '由账本重新计算',
  'usage.recountLead':
    '用量与检索一样跟随账本更新。重新计算会直接读取账本直至最新条目，并进行比对。',
  'usage.recounting': '正在读取账本……',
  'usage.agrees': '两者一致：{count} 行完全相同，分毫不差。',
  'usage.differs': '有 {count} 行不一致。以账本为准；用量可能尚未跟上。',
  'usage.differences': '不一致之处',
  'usage.shown': '所示',
  'usage.ledger': '账本',
  'usage.unitsHelp': '额度即配额的计量单位。拒绝数指排序之后被拒绝的交易。',
};
