/** Texts of the frame around every page and of the start page. */
import { texts } from './texts.ts';

export const shellText = texts({
  appName: ['民意', 'Minyi'],
  skip: ['跳到正文', 'Skip to the content'],
  tools: ['设置', 'Settings'],
  otherLanguage: ['English', '中文'],
  elder: ['长辈版', 'Elder mode'],
  signOut: ['退出', 'Sign out'],
  signedOut: ['已退出', 'You are signed out'],
  account: ['我的账号', 'My account'],
  roleIn: (role: string, organ: string) => [`${role}（${organ}）`, `${role} (${organ})`],
  demoLabel: ['演示', 'Demonstration'],
  demo: ['演示系统：人员和数据均为虚构', 'Demonstration: people and data are fictional'],
  tryIt: ['看看怎么用', 'Try it'],
  homeTitle: (name: string) => [`${name}，您好`, `Welcome, ${name}`],
  homeLead: ['等您办理的排在最前。', 'What waits for you comes first.'],
  nothingWaits: ['现在没有等您办理的事项。', 'Nothing waits for you now.'],
  secondFactorMissing: [
    '请先设置动态码，您的身份离不开它。',
    'Set up your six-digit code first: your role cannot do without.',
  ],
  toAccount: ['去设置', 'Set it up'],
  administration: ['系统管理', 'Administration'],
  toAccounts: ['账号与职责', 'Accounts and roles'],
  toOrgans: ['机构', 'Bodies'],
  toOrgan: ['打开', 'Open'],
  noRole: ['您的账号还没有身份，请联系系统管理员。', 'Your account has no role yet; ask the administrator.'],
  noMeeting: ['没有正在筹备或召开的会议', 'No meeting is planned or sitting'],
  noSession: ['还没有表决', 'No vote yet'],
  waitsFor: (role: string, step: string) => [
    `等${role}：${step}`,
    `Waiting for the ${role.toLowerCase()}: ${step}`,
  ],
  notFoundTitle: ['没有这个页面', 'There is no such page'],
  notFoundText: ['地址可能写错了，或者页面已移走。', 'The address may be mistyped, or the page has moved.'],
  toHome: ['回到首页', 'Go to the start page'],
  brokenTitle: ['页面出错', 'This page failed'],
  brokenText: [
    '您已提交的内容不受影响。请刷新页面；仍不行的，请联系系统管理员。',
    'What you have submitted is safe. Reload the page; if it fails again, call the administrator.',
  ],
  reload: ['刷新页面', 'Reload'],
});

/** Roles as people read them (domain reference, section 2). */
export const roleText = texts({
  administrator: ['系统管理员', 'Administrator'],
  clerk: ['秘书处工作人员', 'Clerk'],
  presidium: ['主席团成员', 'Presidium member'],
  presidingChair: ['执行主席', 'Presiding chair'],
  chiefScrutineer: ['总监票人', 'Chief scrutineer'],
  scrutineer: ['监票人', 'Scrutineer'],
  teller: ['计票人', 'Teller'],
  auditor: ['审计人员', 'Auditor'],
});
