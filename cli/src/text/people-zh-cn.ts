/** 用浏览器登录的中文文本。 */

import type { peopleEnUs } from './people-en-us.ts';

export const peopleZhCn: Readonly<Record<keyof typeof peopleEnUs, string>> = {
  'start.signIn': '登录      {url}（一小时内有效，只能用一次）',

  'open.summary': '用浏览器登录控制台',
  'open.about':
    '向正在运行的服务器要一个新的登录链接（一小时内有效，只能用一次），打印出来，有浏览器时直接打开。持有链接者即为管理员：在多人共用的机器上请加 --print。',
  'open.print': '只打印链接',
  'open.once': '只能用一次，有效至 {time}。',
  'open.opened': '已在浏览器中打开。',
  'open.noBrowser': '请在浏览器中打开：本机没有找到浏览器。',

  'error.PEOPLE_FILE_DAMAGED': '记录登录人员的文件已损坏：{path}。',
  'action.PEOPLE_FILE_DAMAGED':
    '请从备份放回。没有备份时将它移走：下次启动会从一名管理员和一个新链接开始。',
  'error.PEOPLE_FILE_EXPOSED': '本机其他用户可以读取登录人员文件：{path}。',
  'action.PEOPLE_FILE_EXPOSED': '请查明谁可能读过；若仍只归您一人，请执行：chmod 600 {path}',
  'error.PEOPLE_FILE_UNREADABLE': '无法读取记录登录人员的文件：{path}。',
  'action.PEOPLE_FILE_UNREADABLE': '请确认运行本服务器的用户可以读取它。',
  'error.PEOPLE_FILE_UNWRITABLE': '无法写入记录登录人员的文件：{path}。',
  'action.PEOPLE_FILE_UNWRITABLE': '请确认运行本服务器的用户可以写入该目录，并且磁盘还有空间。',
};
