/** Words every public page needs: the frame around it, bodies, states of a session, kinds of votes. */
import type { Organ, SessionState } from '#tally';
import { words } from './words.ts';

export const commonWords = words({
  site: ['民意', 'Minyi'],
  siteTag: ['人大表决结果公开与核验', 'Results of the people’s congress, open to checking'],
  demo: ['演示系统：人员和数据均为虚构', 'Demonstration: people and data are fictional'],
  skip: ['跳到正文', 'Skip to content'],
  home: ['首页', 'Home'],
  navLabel: ['主要栏目', 'Main sections'],
  breadcrumb: ['当前位置', 'You are here'],
  receipts: ['查验回执', 'Check a receipt'],
  ledger: ['公开总账', 'Ledger'],
  howTo: ['如何核验', 'How to verify'],
  verifier: ['在线核验', 'Verify a record'],
  signIn: ['工作人员登录', 'Staff sign-in'],
  otherLanguage: ['English', '中文'],
  elder: ['长辈版', 'Elder mode'],
  footer: [
    '本页由服务器直接生成，不含统计脚本，不需要登录，关闭脚本也能阅读全部内容。',
    'This page is written by the server, carries no tracking, needs no sign-in and can be read with scripts off.',
  ],
  print: ['打印时按 A4 排版。', 'Prints on A4.'],
  code: ['核验码', 'Verification code'],
  version: (n: number) => [`第 ${n} 版`, `Version ${n}`],
  page: (n: number, of: number) => [`第 ${n} 页，共 ${of} 页`, `Page ${n} of ${of}`],
  previous: ['上一页', 'Previous page'],
  next: ['下一页', 'Next page'],
  search: ['查询', 'Search'],
  nothing: ['暂无内容。', 'Nothing here yet.'],
  colon: ['：', ': '],
  join: ['、', ', '],
  comma: ['，', ', '],
  semicolon: ['；', '; '],
  aside: (text: string) => [`（${text}）`, ` (${text})`],
  notFoundTitle: ['没有找到这个页面', 'Page not found'],
  notFound: [
    '地址有误，或者这个页面不公开。请从首页重新进入。',
    'The address is wrong, or this page is not public. Please start again from the home page.',
  ],
  failedTitle: ['暂时无法显示', 'Cannot be shown at the moment'],
  failed: [
    '服务器正在等待数据库，请稍后刷新。已经投出的票和已经公布的结果不受影响。',
    'The server is waiting for its database. Please reload in a moment. Ballots cast and results published are not affected.',
  ],
});

export const ORGAN_KINDS: Readonly<Record<Organ['kind'], { zh: string; en: string }>> = {
  congress: { zh: '人民代表大会', en: 'People’s congress' },
  standing_committee: { zh: '人大常委会', en: 'Standing committee' },
  street_assembly: { zh: '街道议政代表会', en: 'Street assembly' },
};

/** What a state means for somebody outside. */
export const STATE_WORDS: Readonly<Record<SessionState, { zh: string; en: string }>> = {
  configured: { zh: '准备中', en: 'In preparation' },
  sealed: { zh: '办法与表决票已封存', en: 'Rules and ballot sealed' },
  roll_open: { zh: '正在核对出席人数', en: 'Taking the roll' },
  quorum_met: { zh: '达到法定人数', en: 'Quorum met' },
  issuing: { zh: '正在发票', en: 'Issuing ballots' },
  open: { zh: '正在投票', en: 'Voting' },
  closed: { zh: '投票结束，等待计票', en: 'Voting ended, count to come' },
  reconciled: { zh: '票数已核对', en: 'Ballots reconciled' },
  poll_invalid: { zh: '本次票决无效', en: 'Vote invalid' },
  adjudicating: { zh: '正在计票', en: 'Counting' },
  counted: { zh: '计票完成，等待签名', en: 'Counted, to be signed' },
  revote_required: { zh: '得票相等，等待再次投票', en: 'Tie, re-vote to come' },
  signed: { zh: '已签名，等待宣布', en: 'Signed, to be announced' },
  announced: { zh: '已宣布，等待主席团确认', en: 'Announced, to be confirmed' },
  confirmed: { zh: '已确认，等待公布', en: 'Confirmed, to be published' },
  published: { zh: '已公布', en: 'Published' },
  archived: { zh: '已公布并归档', en: 'Published and archived' },
  voided: { zh: '已作废', en: 'Voided' },
};

export const KIND_WORDS: Readonly<
  Record<'projects' | 'evaluation' | 'resolution', { zh: string; en: string }>
> = {
  projects: { zh: '项目票决', en: 'Ballot on projects' },
  evaluation: { zh: '满意度测评', en: 'Satisfaction evaluation' },
  resolution: { zh: '议案表决', en: 'Vote on a resolution' },
};
