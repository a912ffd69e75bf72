/** 公开查询，证书上的二维码指向这里。 */

import type { lookUpEnUs } from './look-up.en-us.ts';

export const lookUpZhCn: Readonly<Record<keyof typeof lookUpEnUs, string>> = {
  'nav.lookUp': '公开查询',
  'lookUp.title': '这里存证过吗？',
  'lookUp.lead':
    '任何人都可以查询，无需账号。回答只含账本公开的内容：是否存证、何时存证，不含文件名和内容。',
  'lookUp.question': '您手上有什么？',
  'lookUp.typed': '存证编号或摘要',
  'lookUp.typedHelp':
    '证书上的 ev_ 加 32 位编号，或 64 位 SHA-256；其他算法在前面写 sm3: 或 sha-512:。',
  'lookUp.ask': '查询',
  'lookUp.fault': '这既不是存证编号（ev_ 加 32 位十六进制），也不是摘要（64 位十六进制）。',
  'lookUp.file': '或者文件本身',
  'lookUp.fileHelp': '把它拖到本页任何位置，或点按选择。SHA-256 在本机计算，文件不会离开您的设备。',
  'lookUp.fileFault': '文件没能读完。请重新选择；文件夹不能查询。',
  'lookUp.hashing': '正在计算 SHA-256……',
  'lookUp.found': '已存证：{count} 条',
  'lookUp.nothing': '这里没有相应的存证',
  'lookUp.nothingHelp':
    '本服务器上没有此编号或摘要的存证。改动一个字节，摘要就不同；加盐摘要的存证，以及所有者不愿公开查询的存证，无法这样查到。收据仍可核验。',
  'lookUp.at': '存证时间',
  'lookUp.block': '区块',
  'lookUp.transaction': '交易',
  'lookUp.owner': '存证方',
  'lookUp.ownerHidden': '未公开',
  'lookUp.salted': '摘要已加盐：只有持有收据的人才能与文件比对。',
  'lookUp.superseded': '已有后续记录取代本记录：',
  'lookUp.receipt': '收据',
  'lookUp.verify': '离线核验',
};
