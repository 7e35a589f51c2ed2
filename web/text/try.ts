/** Texts of the page that shows a visitor around the demonstration. */
import { texts } from './texts.ts';

export const tryText = texts({
  title: ['看看怎么用', 'Try it'],
  lead: [
    '青禾区是虚构的。选一个身份，用下面的账号登录，做一遍这个身份的事。',
    'Qinghe is fictional. Choose who you are, sign in with the account below, and do what that person does.',
  ],
  loading: ['正在准备演示……', 'Preparing the demonstration…'],
  absentTitle: ['这里不是演示系统', 'This is not a demonstration'],
  absentText: [
    '演示账号只在演示系统里有：在自己的电脑上运行 npm start。',
    'Only a demonstration has accounts to try: run npm start on your own computer.',
  ],
  filling: [
    '后台正在逐张加密、投出、核验选票，可以先看别的',
    'Ballots are being encrypted, cast and checked behind; look around meanwhile',
  ],
  step_people: ['建立账号', 'Accounts'],
  step_roll: ['导入名册', 'Roll'],
  step_keys: ['监票人生成密钥', 'Scrutineers’ keys'],
  step_cards: ['制作票卡', 'Cards'],
  step_projects: ['民生实事项目票决', 'Ballot on the projects'],
  step_evaluation: ['上年度项目满意度测评', 'Evaluation of last year’s projects'],
  step_done: ['演示数据已齐', 'All of the story is there'],
  who: ['选择身份', 'Choose who you are'],
  clerk: ['工作人员', 'Clerk'],
  representative: ['人大代表', 'Representative'],
  scrutineer: ['监票人', 'Scrutineer'],
  stranger: ['旁观者', 'Stranger'],
  clerkLead: [
    '您准备会议：名册、票卡、签到、选票。您看不到任何人的选择，也看不到中间票数。',
    'You prepare the meeting: roll, cards, sign-in, ballots. You see nobody’s choice and no interim count.',
  ],
  clerk1: [
    '用下面的账号登录，动态码每 30 秒换一次。',
    'Sign in with the account below; the six-digit code changes every 30 seconds.',
  ],
  clerk2: ['打开第五次会议，看签到和法定人数。', 'Open the fifth session and look at sign-in and quorum.'],
  clerk3: [
    '新建一次表决，选规则，预览选票；封存要由主席团另一人来做。',
    'Make a new ballot, choose its rules, preview it; sealing takes another person, of the presidium.',
  ],
  representativeLead: [
    '您有一张票卡，用手机或这台电脑都能投票。选票在您的设备上加密，服务器打不开。',
    'You hold a card and vote on a phone or on this computer. The ballot is encrypted on your device; the server cannot open it.',
  ],
  representative1: ['打开下面任一张票卡。', 'Open any of the cards below.'],
  representative2: [
    '填写、核对；可先“检验这张选票”，看它是否如实加密。',
    'Mark and review; you may first test the ballot to see that it was encrypted truthfully.',
  ],
  representative3: [
    '投出，保存回执。回执里没有您的选择。',
    'Cast, and keep the receipt. It does not hold your choice.',
  ],
  scrutineerLead: [
    '您和另外两人共同掌握开票的密钥，任何一人都开不了。',
    'You hold the key of the count together with two others; no one of you can open it.',
  ],
  scrutineer1: [
    '以总监票人登录，看两次已完成的开票：三人签字、主席团确认。',
    'Sign in as the chief scrutineer and look at the finished counts: three signatures, the presidium’s confirmation.',
  ],
  scrutineer2: [
    '看正在投票的一次：只有发出、收回的张数，没有票数。',
    'Look at the vote that is open: how many ballots were issued and returned, and no counts.',
  ],
  scrutineer3: [
    '为一次新会议生成密钥、保存密钥文件、预演开票。',
    'For a new meeting: make the keys, save the key file, rehearse the count.',
  ],
  strangerLead: [
    '您没有账号，也不必相信我们：下载完整记录，自己重新验算。',
    'You have no account and need not trust us: download the record and compute everything again.',
  ],
  stranger1: ['看公布的结果和证书。', 'Look at the published result and certificate.'],
  stranger2: [
    '下载记录，在验证页面（或用命令行）重新验算。',
    'Download the record and verify it on the verification page or the command line.',
  ],
  stranger3: ['改动记录里的任何一个字节，再验一次。', 'Change any byte of the record and verify again.'],
  results: ['公布的结果', 'Published results'],
  verify: ['验证页面', 'Verification page'],
  accounts: ['演示账号', 'Accounts of the demonstration'],
  account: ['身份', 'Who'],
  loginName: ['登录名', 'Login name'],
  password: ['密码', 'Password'],
  code: ['动态码', 'Six-digit code'],
  codeChanges: (seconds: number) => [`${seconds} 秒后更换`, `Changes in ${seconds} s`],
  codeOnce: [
    '每个动态码只能用一次；刚用过的，请等下一个。',
    'Each code works once; after using one, wait for the next.',
  ],
  signIn: ['去登录', 'Sign in'],
  cards: ['可以投票的票卡', 'Cards to vote with'],
  card: ['票卡', 'Card'],
  open: ['投票', 'Vote'],
  openThis: ['打开票卡', 'Open card'],
  openCard: (serial: string) => [`打开票卡 ${serial}`, `Open card ${serial}`],
  preparing: ['票卡还在制作……', 'Cards are being made…'],
});
