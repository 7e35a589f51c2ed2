/** Texts of ballot sessions: their list, the preparation, sealing, opening and closing. */
import type { Missing, Role, SessionLine, Warning } from '#server/api';
import { type Pair, texts } from './texts.ts';

export const sessionText = texts({
  listTitle: ['表决', 'Votes'],
  listLead: (entitled: number, present: number) => [
    `应到 ${entitled} 名，现在到会 ${present} 名。每次表决独立封存、计票、公布。`,
    `${entitled} entitled, ${present} present now. Every vote is sealed, counted and published on its own.`,
  ],
  newSession: ['新建表决', 'New vote'],
  none: ['还没有表决', 'No vote yet'],
  noneHint: [
    '工作人员新建表决，填好项目后交主席团审定封存。',
    'The clerk prepares one; the presidium approves and seals it.',
  ],
  subject: ['表决事项', 'Subject'],
  kind: ['种类', 'Kind'],
  state: ['状态', 'State'],
  next: ['下一步', 'Next step'],
  nextIs: (what: string) => [`下一步：${what}`, `Next: ${what}`],
  kindLine: (kind: string, secrecy: string, items: string) => [
    `${kind}，${secrecy}，${items}`,
    `${kind}, ${secrecy.toLowerCase()}, ${items}`,
  ],
  items: ['项目', 'Items'],
  itemCount: (n: number) => [`${n} 项`, `${n} ${n === 1 ? 'item' : 'items'}`],
  kind_projects: ['民生实事项目票决', 'Livelihood projects'],
  kind_evaluation: ['满意度测评', 'Satisfaction evaluation'],
  kind_resolution: ['决议、决定', 'Resolution'],
  secret: ['无记名', 'Secret'],
  recorded: ['记名', 'Recorded'],
  round_revote: ['再次投票', 'Re-vote'],
  round_revote_budget: ['再次投票（资金）', 'Re-vote (budget)'],
  round_second_round: ['另行票决', 'Further round'],
  byRole: (role: string) => [`由${role}办理`, `By the ${role.toLowerCase()}`],
  byYou: ['由您办理', 'This is yours to do.'],
  abandoning: ['有人提议作废', 'Voiding proposed'],

  // one session
  overview: ['概况', 'Overview'],
  rules: ['票决办法', 'Rules'],
  preview: ['选票样式', 'The ballot'],
  previewLead: [
    '代表在手机和平板上看到的就是这张选票。可以试着填写，不会保存。',
    'This is the ballot as members see it on a phone or tablet. Try it; nothing is kept.',
  ],
  meeting: ['会议', 'Meeting'],
  sessionId: ['表决编号', 'Id of the vote'],
  secrecy: ['表决方式', 'Secrecy'],
  year: ['年度', 'Year'],
  planned: ['计划时间', 'Planned times'],
  notPlanned: ['不定时，由总监票人宣布', 'None; the chief scrutineer decides'],
  plannedValue: (opens: string, closes: string) => [`${opens} 至 ${closes}`, `${opens} to ${closes}`],
  setupHash: ['封存指纹', 'Hash of the sealed set-up'],
  entitled: ['应到', 'Entitled'],
  parent: ['上一轮表决', 'Vote it follows'],
  children: ['后续表决', 'Further votes'],
  open: ['打开', 'Open'],
  edit: ['修改', 'Change'],
  remove: ['删除', 'Delete'],
  removeTitle: ['删除这次表决？', 'Delete this vote?'],
  removeBody: [
    '还没有封存，删除后不留痕迹，不能恢复。',
    'It is not sealed; deleting leaves nothing and cannot be undone.',
  ],
  printPaper: ['打印纸质票', 'Print paper ballots'],
  keyPaper: ['录入纸质票', 'Key paper ballots'],
  countRoom: ['计票室', 'Count room'],
  publicResult: ['看公布的结果', 'Open the published result'],
  progress: ['进行到哪一步', 'Where it stands'],
  step_prepare: ['准备', 'Prepare'],
  step_seal: ['封存', 'Seal'],
  step_roll: ['核定到会', 'Roll'],
  step_vote: ['投票', 'Vote'],
  step_count: ['计票', 'Count'],
  step_sign: ['签署', 'Sign'],
  step_publish: ['公布', 'Publish'],

  // sealing
  sealTitle: ['审定并封存', 'Approve and seal'],
  sealLead: [
    '封存以后，办法、项目、名单和密钥都不能再改；每张选票都与下面的封存指纹绑定。',
    'Once sealed, rules, items, cards and keys cannot change; every ballot is bound to the hash below.',
  ],
  sealMissing: ['还不能封存', 'It cannot be sealed yet'],
  sealReady: ['已经齐备，可以封存', 'Everything is ready'],
  sealSeen: ['我已经逐项看过办法、项目和选票样式', 'I have looked at rules, items and ballot'],
  seal: ['封存', 'Seal'],
  sealConfirmTitle: ['封存这次表决？', 'Seal this vote?'],
  sealConfirmBody: (hash: string) => [
    `封存指纹 ${hash}。封存后只能由两人共同作废，不能修改。`,
    `Hash ${hash}. After this it can only be voided, by two people; it cannot be changed.`,
  ],
  sealed: ['已封存', 'Sealed'],
  sealedTexts: ['封存的全部内容', 'Everything that is sealed'],
  text_setup: ['设置 setup.json', 'Set-up setup.json'],
  text_rulePack: ['票决办法 rule-pack.json', 'Rule pack rule-pack.json'],
  text_form: ['选票 form.json', 'Ballot form.json'],
  text_election: ['选举 election.json', 'Election election.json'],
  signers: ['签署人', 'Signers'],
  boothFiles: ['投票页面文件', 'Files of the voting page'],
  cardsListed: ['票卡', 'Cards'],
  cardsValue: (listed: number, spare: number) => [
    `${listed} 张，其中备用 ${spare} 张`,
    `${listed}, ${spare} of them spare`,
  ],

  // the day
  takeRoll: ['核定到会人数', 'Take the roll'],
  takeRollTitle: ['核定到会人数？', 'Take the roll?'],
  takeRollBody: (entitled: number, present: number, needed: number) => [
    `应到 ${entitled} 名，现在到会 ${present} 名，法定人数 ${needed} 名。`,
    `${entitled} entitled, ${present} present now; the quorum is ${needed}.`,
  ],
  rollTaken: (present: number) => [`已核定，到会 ${present} 名`, `Roll taken: ${present} present`],
  presentNow: ['到会', 'Present now'],
  quorum: ['法定人数', 'Quorum'],
  quorumMet: ['符合法定人数', 'There is a quorum'],
  quorumMissing: (n: number) => [`还差 ${n} 名`, `${n} more needed`],
  openVote: ['宣布开始投票', 'Open the vote'],
  openTitle: ['宣布开始投票？', 'Open the vote?'],
  openBody: [
    '已经领卡的代表可以投票。开始以后，任何记录都不能收回。',
    'Members who hold a card may vote. From then on nothing can be taken back.',
  ],
  opened: ['投票已经开始', 'The vote is open'],
  closeVote: ['宣布截止', 'Close the vote'],
  closeTitle: ['宣布截止投票？', 'Close the vote?'],
  closeBody: [
    '截止后不再接受任何选票，也不能重新开始。正在提交的选票以数据库收到为准。',
    'No ballot is taken after this, and it cannot be opened again. A ballot under way counts if the database has it.',
  ],
  closed: ['投票已经截止', 'The vote is closed'],

  // further votes
  tieTitle: ['得票相等，需要再次投票', 'A tie: a re-vote is needed'],
  tieBody: [
    '只就得票相等的项目再次投票，用原来的卡和密钥，一步开始。',
    'Only the tied items are voted on, with the same cards and keys, in one step.',
  ],
  startRevote: ['启动再次投票', 'Start the re-vote'],
  startRevoteTitle: ['启动并封存再次投票？', 'Start and seal the re-vote?'],
  shortfallTitle: ['名额没有填满，按办法另行票决', 'Places are left: the rules ask for a further round'],
  shortfallBody: [
    '未达到的项目按得票顺序参加，候选不超过缺额的两倍，用原来的卡和密钥。',
    'The others stand in order of votes, at most twice as many as places left, with the same cards and keys.',
  ],
  startSecondRoundTitle: ['启动并封存另行票决？', 'Start and seal the further round?'],
  startSecondRound: ['启动另行票决', 'Start the further round'],
  childStarted: ['已启动', 'Started'],

  // giving up
  abandonTitle: ['作废这次表决', 'Void this vote'],
  abandonLead: [
    '表决无法或不应继续时，一人提议并写明理由，另一人同意后作废。作废公开记录，不能恢复。',
    'When a vote cannot or shall not go on, one person proposes to void it with a reason and another agrees. It is void, publicly and for good.',
  ],
  reason: ['理由', 'Reason'],
  propose: ['提议作废', 'Propose to void it'],
  proposedBy: (who: string, reason: string) => [
    `${who}提议作废，理由：${reason}`,
    `${who} proposes it: ${reason}`,
  ],
  agree: ['同意作废', 'Agree: void it'],
  agreeTitle: ['作废这次表决？', 'Void this vote?'],
  drop: ['不同意，继续', 'No, go on'],
  voided: (one: string, two: string) => [`由${one}、${two}共同作废`, `Voided by ${one} and ${two}`],
});

type State = SessionLine['state'];
interface Step {
  readonly state: Pair;
  readonly next: Pair;
  /** Whoever of these comes first; empty where nothing is to be done. */
  readonly roles: readonly Role[];
  /** Index into the seven steps of the progress line. */
  readonly at: number;
}

/** What each state is called, what comes next, and who does it. */
export const STEPS: Readonly<Record<State, Step>> = {
  configured: {
    state: ['准备中', 'In preparation'],
    next: ['主席团审定并封存', 'Approve and seal'],
    roles: ['presidium'],
    at: 1,
  },
  sealed: { state: ['已封存', 'Sealed'], next: ['核定到会人数', 'Take the roll'], roles: ['clerk'], at: 2 },
  roll_open: {
    state: ['正在点名', 'Roll open'],
    next: ['核定到会人数', 'Take the roll'],
    roles: ['clerk'],
    at: 2,
  },
  quorum_met: {
    state: ['符合法定人数', 'Quorum met'],
    next: ['发卡', 'Issue cards'],
    roles: ['clerk'],
    at: 2,
  },
  issuing: {
    state: ['等待开始', 'Ready to open'],
    next: ['宣布开始投票', 'Open the vote'],
    roles: ['chiefScrutineer'],
    at: 3,
  },
  open: {
    state: ['正在投票', 'Open'],
    next: ['宣布截止', 'Close the vote'],
    roles: ['chiefScrutineer'],
    at: 3,
  },
  closed: {
    state: ['已截止', 'Closed'],
    next: ['录入纸质票，核对票数', 'Key paper ballots, reconcile'],
    roles: ['chiefScrutineer', 'teller'],
    at: 4,
  },
  reconciled: {
    state: ['已核对', 'Reconciled'],
    next: ['开启计票', 'Open the count'],
    roles: ['chiefScrutineer', 'scrutineer'],
    at: 4,
  },
  adjudicating: {
    state: ['正在计票', 'Counting'],
    next: ['监票人共同开启计票', 'Scrutineers open the count'],
    roles: ['chiefScrutineer', 'scrutineer'],
    at: 4,
  },
  poll_invalid: {
    state: ['表决无效', 'Invalid'],
    next: ['重新组织一次表决', 'Hold a new vote'],
    roles: ['clerk'],
    at: 4,
  },
  counted: {
    state: ['已计票', 'Counted'],
    next: ['总监票人、监票人、计票人签署', 'Three signatures'],
    roles: ['chiefScrutineer', 'scrutineer', 'teller'],
    at: 5,
  },
  revote_required: {
    state: ['需再次投票', 'Re-vote needed'],
    next: ['启动再次投票', 'Start the re-vote'],
    roles: ['presidium'],
    at: 4,
  },
  signed: {
    state: ['已签署', 'Signed'],
    next: ['宣布结果', 'Announce the result'],
    roles: ['presidingChair'],
    at: 6,
  },
  announced: { state: ['已宣布', 'Announced'], next: ['主席团确认', 'Confirm'], roles: ['presidium'], at: 6 },
  confirmed: { state: ['已确认', 'Confirmed'], next: ['公布', 'Publish'], roles: ['clerk'], at: 6 },
  published: { state: ['已公布', 'Published'], next: ['已办结', 'Done'], roles: [], at: 7 },
  archived: { state: ['已归档', 'Archived'], next: ['已办结', 'Done'], roles: [], at: 7 },
  voided: { state: ['已作废', 'Void'], next: ['已终止', 'Ended'], roles: [], at: 7 },
};

export const MISSING: Readonly<Record<Missing, Pair>> = {
  members: ['名册上没有在任代表', 'The roll has no member in office'],
  cards: [
    '票卡还没有登记，或缺这次表决的凭证',
    'Cards are not registered, or lack a credential for this vote',
  ],
  keys: ['监票人的密钥还没有全部完成', 'The scrutineers have not completed their keys'],
  signers: [
    '总监票人、监票人、计票人、主席团成员各须至少一人登记签字密钥',
    'A chief scrutineer, a scrutineer, a teller and a presidium member need signing keys',
  ],
  names: [
    '两名签署人同名，请在账号中加以区分',
    'Two signers have the same name; tell them apart in their accounts',
  ],
};

export const WARNINGS: Readonly<Record<Warning, Pair>> = {
  DIFFERENTIAL_LOW: [
    '差额比例低于办法的要求：候选项目与应选数相差太少',
    'Too few candidates for the places: the competitive share is below the rules’ least',
  ],
  BUDGET_COVERS_ALL: [
    '资金足够全部项目，票决没有取舍',
    'The budget pays for every item; there is nothing to choose',
  ],
};
