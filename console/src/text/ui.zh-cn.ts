/** 各页面共用的部件。 */

import type { uiEnUs } from './ui.en-us.ts';

export const uiZhCn: Readonly<Record<keyof typeof uiEnUs, string>> = {
  'ui.copy': '复制',
  'ui.copied': '已复制',
  'ui.copyFailed': '无法复制，请手动选中文字。',
  'ui.showWhole': '显示全部',
  'ui.letGo': '松开即可：离开这台电脑的只有哈希值。',
  'ui.chooseFile': '选择文件',
  'ui.close': '关闭',
  'ui.cancel': '取消',
  'ui.save': '保存',
  'ui.retry': '重试',
  'ui.more': '显示更多',
  'ui.loading': '正在加载……',
  'ui.failed': '无法加载',
  'ui.code': '代码',
  'ui.requestId': '请求编号',
  'ui.denied': '您无权查看',
  'ui.deniedScope': '需要权限 {scope}。由本节点的管理员在“设置 › 人员”中授予。',
  'ui.signInNeeded': '登录后可查看',
  'ui.signInNeededHelp':
    '可用通行密钥或口令；也可用链接：由管理员为您生成，或在运行服务器的机器上用命令 npx stele open 打印。',
  'ui.stale': '检索比账本落后 {count} 条，最新的记录可能还没有显示。',
  'ui.call': '查看调用方式',
  'ui.callTitle': '不用本页，同样做到',
  'ui.callIntro':
    '本页所做的事，用程序或终端如何完成。密钥未写出：它应放在环境变量中，不要写进脚本。',
  'ui.callCurl': 'curl',
  'ui.callTypescript': 'TypeScript',
  'ui.callCli': '命令行',
  'ui.utc': '{time}（UTC）',
  'ui.none': '无',
  'ui.unreachable': '服务器没有应答',
  'ui.unreachableAction': '请确认服务器在运行、网络已连接，然后重试。',
  'ui.unreadable': '服务器的应答无法读取',
  'ui.unreadableAction': '请重新加载本页；它可能属于另一个版本的服务器。',
  'ui.downloadFailed': '未能取得“{form}”',
  'ui.personChanged': '这个浏览器中现在登录的是另一个人，没有以其名义做任何事。',
  'ui.personChangedAction':
    '您填写的内容仍在。请看页面顶部是谁：再以其名义操作一次，或以您自己的身份登录。',
};
