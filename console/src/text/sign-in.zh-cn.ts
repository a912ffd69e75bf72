/** 登录：各种方式，以及为何不成。 */

import type { signInEnUs } from './sign-in.en-us.ts';

export const signInZhCn: Readonly<Record<keyof typeof signInEnUs, string>> = {
  'signIn.lead': '核验与查询无需登录；存证需要登录。',
  'signIn.byPasskey': '使用通行密钥',
  'signIn.passkeyHelp':
    '保存在本设备、手机或安全密钥中，用指纹、面容或 PIN 解锁。登录后可在“设置”中添加。',
  'signIn.usePasskey': '用通行密钥登录',
  'signIn.byPassword': '使用口令',
  'signIn.name': '姓名',
  'signIn.password': '口令',
  'signIn.code': '验证器应用中的验证码',
  'signIn.codeHelp': '六位数字；每个验证码只能用一次。',
  'signIn.submit': '登录',
  'signIn.byLink': '使用链接',
  'signIn.linkHelp': '在运行服务器的机器上，下面的命令会打印一个链接并打开它：',
  'signIn.linkOther':
    '在其他机器上，请管理员在“设置 › 人员”中为您生成。链接一小时内有效，只能用一次。',
  'signIn.byLinkNow': '正在用链接登录……',
  'signIn.linkAsk': '您已登录为“{name}”。要用打开的链接重新登录吗？',
  'signIn.linkAskUnknown': '服务器没有说明此处登录的是谁。要用打开的链接登录吗？',
  'signIn.comeBack': '登录链接只能用一次。',
  'signIn.comeBackDo': '设置密码或通行密钥，以便下次登录',
  'signIn.linkUse': '用链接登录',
  'signIn.linkLeave': '保持不变',
  'signIn.anew': '您已登录为“{name}”。请用以下任一方式再登录一次。',
  'signIn.anewDone': '现在可以关闭本标签页，回到另一标签页继续。',
  'signIn.signInAnew': '重新登录（另开标签页）',
  'signIn.toSettings': '查看登录方式',
  'signIn.fault.ADMIN_LAST': '这是唯一的管理员。请先让另一人成为管理员。',
  'signIn.codeNeeded': '姓名与口令正确。请再填写验证器应用中的验证码。',
  'signIn.fault.CODE_SETUP_MISSING': '已超过十分钟，请重新开始。',
  'signIn.fault.CODE_WRONG': '验证码与此处显示的密钥不符。请填写最新的验证码，并确认手机时间正确。',
  'signIn.fault.PASSKEY_CANCELLED': '浏览器没有得到通行密钥。准备好后请重试。',
  'signIn.fault.PASSKEY_EXISTS': '这个通行密钥已经添加过。',
  'signIn.fault.PASSKEY_FAILED': '浏览器无法在此使用通行密钥。请换一种方式。',
  'signIn.fault.PASSKEY_HERE_ALREADY': '本设备上已有您的通行密钥。',
  'signIn.fault.PASSKEY_INVALID': '通行密钥未能添加。请重新开始。',
  'signIn.fault.PASSKEY_NEEDS_NAME':
    '通行密钥不能用于数字地址。请用主机名打开本页；在服务器本机上是 {place}。',
  'signIn.fault.PASSKEY_UNSUPPORTED':
    '此浏览器在这个地址下不能使用通行密钥：需要 https，或在服务器本机上使用 localhost。',
  'signIn.fault.PASSWORD_TOO_LONG': '口令超过 200 个字符。',
  'signIn.fault.PASSWORD_TOO_SHORT': '口令不足 10 个字符。几个词连在一起更容易记住。',
  'signIn.fault.PASSWORD_WRONG':
    '这不是您当前的口令。若已忘记，请用链接登录：十五分钟内不要求旧口令。',
  'signIn.fault.PERSON_CHANGED':
    '这个浏览器中现在登录的是另一个人，没有以其名义做任何事。您填写的内容仍在：请再以其名义操作一次，或以您自己的身份登录。',
  'signIn.fault.PERSON_EXISTS': '已有人使用这个姓名，请换一个能区分的姓名。',
  'signIn.fault.RATE_LIMITED': '来自您的地址的请求过多，请在 {seconds} 秒后重试。',
  'signIn.fault.SESSION_ENDED': '登录已失效，请重新登录。',
  'signIn.fault.SESSION_NOT_FRESH':
    '此操作要求您在十五分钟内登录过。请重新登录，然后在此再做一次：您填写的内容仍在。',
  'signIn.fault.SIGN_IN_BUSY': '此刻登录的人太多，请在 {seconds} 秒后重试。',
  'signIn.fault.SIGN_IN_LINK_UNKNOWN':
    '链接已过期，或不属于本服务器。在服务器本机运行 npx stele open 可得到新链接；也可以向管理员索取。',
  'signIn.fault.SIGN_IN_LINK_USED':
    '链接已被使用。在服务器本机运行 npx stele open 可得到新链接；也可以向管理员索取。若不是您本人使用的，请立即告知管理员。',
  'signIn.fault.SIGN_IN_REFUSED': '未能登录。请核对所填内容；若已忘记，可请管理员给您一个链接。',
  'signIn.fault.TRIES_TOO_MANY': '错误次数过多：请等待 {seconds} 秒，或改用通行密钥或链接。',
};
