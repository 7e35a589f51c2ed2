/** Texts of the voting page. Plain words: many who use it are old, and nobody can undo a cast ballot. */
import type { Problem } from '../vote/machine.ts';
import type { Pair } from './texts.ts';
import { texts } from './texts.ts';

export const voteText = texts({
  pageName: ['投票', 'Voting'],
  card: ['票卡', 'Card'],
  cardNo: (serial: string) => [`票卡 ${serial}`, `Card ${serial}`],
  elder: ['长辈版', 'Elder mode'],
  otherLanguage: ['English', '中文'],
  tools: ['设置', 'Settings'],
  back: ['返回', 'Back'],
  retry: ['重试', 'Try again'],
  print: ['打印', 'Print'],
  skip: ['跳到正文', 'Skip to the content'],

  cardTitle: ['请出示票卡', 'Your voting card'],
  cardLead: [
    '用手机相机扫描票卡上的二维码，即可打开本页。也可以在下面输入票卡上的编码。',
    'Scan the QR code on your card with your phone’s camera, or type the code printed on it.',
  ],
  cardLeadShared: [
    '请把票卡上的二维码对准摄像头，或者输入票卡上的编码。',
    'Hold the QR code of your card to the camera, or type the code printed on it.',
  ],
  cardLabel: ['票卡编码', 'Code on the card'],
  cardHint: [
    '共 15 个字符，分大小写；横线不用输入。编码里没有数字 0、大写 I 和 O、小写 l。',
    '15 characters; capital and small letters differ, hyphens may be left out. There is never a 0, I, O or small l.',
  ],
  cardMore: (missing: number) => [`还差 ${missing} 个字符`, `${missing} more to come`],
  cardTooLong: (over: number) => [`多了 ${over} 个字符`, `${over} too many`],
  cardStranger: (letter: string, at: number) => [
    `第 ${at} 个字符“${letter}”不会出现在票卡上，请核对。`,
    `Character ${at}, “${letter}”, never occurs on a card; check it.`,
  ],
  cardCheck: [
    '编码有误：可能输错了一个字符，或者两个字符颠倒了。请对照票卡检查大小写。',
    'This is not a card’s code: a character is wrong or two are swapped. Compare capital and small letters with the card.',
  ],
  cardComplete: ['编码完整', 'The code is complete'],
  showLetters: ['显示编码', 'Show the code'],
  meetingLabel: ['会议', 'Meeting'],
  meetingByQr: [
    '请扫描票卡上的二维码打开本页，这样本页才知道是哪一次会议。',
    'Open this page by scanning the QR code of your card, so that it knows which meeting this is.',
  ],
  enter: ['进入', 'Continue'],
  scan: ['用摄像头扫描票卡', 'Scan the card'],
  scanStop: ['停止扫描', 'Stop scanning'],
  scanning: ['正在寻找二维码……', 'Looking for the QR code…'],
  scanLabel: ['摄像头画面', 'Camera picture'],
  scanFailed: [
    '摄像头打不开，请允许使用摄像头，或改为输入编码。',
    'The camera cannot be opened; allow its use, or type the code.',
  ],
  entering: ['正在核对票卡……', 'Checking your card…'],
  unsentTitle: ['有一张已加密的选票还没有送达', 'An encrypted ballot has not arrived yet'],
  unsentText: [
    '请再次扫描同一张票卡，系统会把同一张选票继续送出，不会重复计票。',
    'Scan the same card again: the same ballot is sent on, and it cannot count twice.',
  ],
  secretNote: [
    '票卡上的编码只用来在这台设备上加密选票，不会发送给服务器。',
    'The code on the card is used on this device only, to encrypt your ballot; it is never sent to the server.',
  ],

  pollsTitle: ['本次会议的投票', 'Votes of this meeting'],
  pollsEmpty: ['会议还没有安排投票。', 'No vote has been prepared yet.'],
  pollsWait: ['投票开始后，本页会自动更新，不用刷新。', 'When voting opens this page changes by itself.'],
  statusWaiting: ['尚未开始', 'Not open yet'],
  statusOpen: ['可以投票', 'Open'],
  statusVoted: ['您已投票', 'You have voted'],
  statusClosed: ['已结束', 'Closed'],
  statusUnusable: ['本卡未启用', 'Card not activated'],
  unusableText: [
    '这张票卡还没有发出或已作废，不能在这一项投票。请到发票处询问。',
    'This card was not handed out for this vote or is void; ask at the desk.',
  ],
  closedText: ['这一项投票已结束，您没有投票。', 'This vote is over; you did not vote.'],
  secret: ['无记名', 'Secret'],
  recorded: ['记名', 'By name'],
  openBallot: ['开始填写', 'Fill in the ballot'],
  showReceipt: ['查看回执', 'Show the receipt'],
  needCard: [
    '页面重新打开后，要再扫描一次票卡才能填写选票。',
    'After the page was reopened the card must be scanned once more before you can vote.',
  ],
  leave: ['结束并清除本机记录', 'Finish and clear this device'],
  leaveNext: ['结束，交给下一位', 'Finish, next voter'],
  opening: ['正在打开选票……', 'Opening the ballot…'],

  recordedTitle: ['这是记名投票', 'This vote is by name'],
  recordedText: [
    '您的姓名和每一项的选择都会公开记录并公布。',
    'Your name and every choice you make will be recorded and published.',
  ],
  secretTitle: ['无记名投票', 'Secret ballot'],
  secretText: [
    '选票在这台设备上加密，任何人都看不到您的选择。',
    'Your ballot is encrypted on this device; nobody can see your choices.',
  ],
  howMany: (max: number, all: number) => [
    `共 ${all} 项，最多赞成 ${max} 项。`,
    `${all} items; at most ${max} may be approved.`,
  ],
  howManyEach: (all: number) => [`共 ${all} 项，逐项填写。`, `${all} items; mark each of them.`],
  howManyGrades: (all: number) => [`共 ${all} 项，逐项评价。`, `${all} items; give each a grade.`],
  capGrade: (mark: string, max: number) => [`“${mark}”最多 ${max} 项。`, `At most ${max} may be “${mark}”.`],
  atLeast: (missing: number) => [`还要再选 ${missing} 项。`, `${missing} more must be chosen.`],
  undo: ['撤销上一步', 'Undo'],
  clear: ['全部清除', 'Clear all'],
  toReview: ['下一步：核对', 'Next: review'],
  unmarkedLeft: (list: string) => [`还没有填写：第 ${list} 项。`, `Not marked yet: ${list}.`],
  progress: ['填写进度', 'Progress'],

  reviewTitle: ['核对选票', 'Review your ballot'],
  reviewLead: [
    '请逐项核对。投出后不能更改，也不能撤回。',
    'Check every item. Once cast, a ballot cannot be changed or withdrawn.',
  ],
  reviewItem: ['项目', 'Item'],
  reviewMark: ['您的选择', 'Your choice'],
  reviewSum: (mark: string, count: number) => [`${mark} ${count} 项`, `${mark}: ${count}`],
  countsAs: (mark: string) => [`未填，按${mark}计`, `not marked, counts as “${mark}”`],
  change: ['返回修改', 'Change something'],
  sealing: ['正在加密选票……', 'Encrypting the ballot…'],
  codeTitle: ['这张选票的编号', 'Code of this ballot'],
  codeText: [
    '选票已加密。投票或检验之前，可以先记下这个编号。',
    'The ballot is encrypted. You may note this code before you cast or test it.',
  ],
  trackerLabel: ['完整编号', 'Full tracker'],
  cast: ['投票', 'Cast this ballot'],
  castRecorded: ['记名投票', 'Vote by name'],
  castNote: ['投出后不能更改。', 'It cannot be changed afterwards.'],
  test: ['先检验这张选票', 'Test this ballot instead'],
  testNote: [
    '检验会公开这一张的内容，它就不能再投；之后重新填写一张。不检验也可以直接投票。',
    'A test opens this one, so it can never be cast; you then fill in a new one. You need not test.',
  ],

  castingTitle: ['正在投票', 'Casting your ballot'],
  castingSending: ['正在送出加密的选票……', 'Sending the encrypted ballot…'],
  castingChecking: ['服务器正在检查并存入票箱……', 'The server checks it and puts it into the box…'],
  castingKeepOpen: ['请不要关闭本页。', 'Please keep this page open.'],
  castingBusy: (place: number | null) => [
    place === null ? '投票的人正多，正在排队。' : `投票的人正多，您排在第 ${place} 位。`,
    place === null
      ? 'Many are voting; you are in the queue.'
      : `Many are voting; you are number ${place} in the queue.`,
  ],
  castingOffline: (tries: number) => [
    `连不上服务器，正在重试（第 ${tries} 次）。送出的始终是同一张选票，不会重复计票。`,
    `The server cannot be reached; trying again (attempt ${tries}). It is always the same ballot and cannot count twice.`,
  ],
  castingLater: (tries: number) => [
    `服务器暂时不能存票，正在重试（第 ${tries} 次）。送出的始终是同一张选票。`,
    `The server cannot store the ballot just now; trying again (attempt ${tries}). It is always the same ballot.`,
  ],
  lostTitle: ['网络一直不通怎么办', 'If the network stays away'],
  lostText: [
    '本页无法判断选票是否已经到达。请保持本页打开，带着这台设备和票卡到服务台。工作人员先查票箱：确认没有本卡的选票，才能发给您纸质选票；已有选票的，您的投票已经完成。',
    'This page cannot tell whether the ballot has arrived. Keep it open and take this device and your card to the desk. They look in the box first: only if it holds no ballot of your card may they hand you a paper ballot; if it does, you have voted.',
  ],
  lostCode: ['到服务台时请出示这个编号', 'Show this code at the desk'],

  receiptTitle: ['投票成功', 'Your ballot is in the box'],
  receiptTitleBefore: ['您的投票回执', 'Your receipt'],
  receiptTitleOther: ['这张票卡已经投过票', 'This card had voted already'],
  receiptOther: [
    '票箱里已有这张票卡先前投出的选票，以那一张为准；本页刚才填写的没有计入。下面是先投那一张的回执。如果不是您投的，请立即告诉监票人。',
    'The box holds a ballot cast with this card before; that one counts, and the one just filled in on this page does not. Below is the receipt of the first. If it was not you, tell a scrutineer at once.',
  ],
  receiptRecorded: ['您的记名投票已记录。', 'Your vote by name has been recorded.'],
  backToPolls: ['返回投票列表', 'Back to the votes'],
  storedReceipts: ['这台设备上保存的回执', 'Receipts kept on this device'],
  dropStored: ['删除保存的回执', 'Delete these receipts'],

  testingTitle: ['正在登记检验', 'Registering the test'],
  testedTitle: ['检验单', 'Test sheet'],
  testedLead: [
    '这一张已经作废，永远不能投出。请用另一台设备检查：设备加密的，是不是您填写的内容。',
    'This ballot is spent and can never be cast. Check on another device whether what was encrypted is what you had marked.',
  ],
  testedStep1: [
    '保存检验单文件，发到另一台设备（例如同事的手机）。',
    'Save the test sheet and send it to another device, such as a colleague’s phone.',
  ],
  testedStep2: (url: string) => [
    `在那台设备上打开下面的网址，选择这个文件：${url}`,
    `On that device open ${url} and choose the file.`,
  ],
  testedStep3: [
    '核对显示的编号和每一项选择，是否与下面一致。',
    'Compare the code and every choice shown there with what is below.',
  ],
  testedChoices: ['您填写的内容', 'What you had marked'],
  saveSheet: ['保存检验单', 'Save the test sheet'],
  shareSheet: ['发送检验单', 'Send the test sheet'],
  startAgain: ['重新填写一张选票', 'Fill in a new ballot'],
  testedWarning: [
    '检验单写有刚才填写的内容，请不要填写真实的选择来检验，或检验后妥善处理。',
    'The sheet shows what was just marked: test with choices that need not stay secret.',
  ],

  refusedTitle: ['没有投出', 'Not cast'],

  idleTitle: ['还在使用吗？', 'Are you still there?'],
  idleText: (seconds: number) => [
    `${seconds} 秒后，为保护您的选票，本页会清除内容并回到开始。`,
    `In ${seconds} s this page forgets everything and starts over, to protect your ballot.`,
  ],
  idleStay: ['继续使用', 'I need more time'],
  idleLeave: ['现在结束', 'Finish now'],
  shared: ['公用平板', 'Shared tablet'],
  sharedNote: ['用完后自动清除，不留任何内容。', 'Everything is forgotten after each voter.'],
  loading: ['正在打开投票页……', 'Opening the voting page…'],
});

/** What this page says of problems where the sentence common to all pages would not help a voter. */
export const PROBLEMS: Readonly<Partial<Record<Problem, Pair>>> = {
  CARD_MISTYPED: [
    '票卡编码不对，请重新扫描或对照票卡检查。',
    'The card’s code is not right; scan it again or compare it with the card.',
  ],
  NOT_A_CARD: [
    '这个二维码不是票卡，请扫描票卡正面的二维码。',
    'This QR code is not a card’s; scan the one on the front of your card.',
  ],
  SEAL_BROKEN: [
    '服务器给出的选票与封存的规则不一致，为安全起见已停止。请立即告诉监票人，不要继续投票。',
    'The ballot from the server is not the one that was sealed, so this page has stopped. Tell a scrutineer at once and do not go on.',
  ],
  TOO_OLD: [
    '这台设备的浏览器太旧，不能加密选票。请换一台手机，或使用会场的平板。',
    'This browser is too old to encrypt a ballot. Use another phone or a tablet of the meeting.',
  ],
  WRONG_LOGIN: [
    '没有找到这张票卡：请确认是本次会议的票卡，编码没有输错。仍不行的，请到服务台。',
    'This card is not known: make sure it is of this meeting and typed correctly. If it still fails, go to the desk.',
  ],
  NOT_FOUND: [
    '没有找到。请重新扫描票卡；仍不行的，请到服务台。',
    'Not found; scan your card again, and go to the desk if that fails.',
  ],
  UNAUTHENTICATED: ['登录已结束，请再次扫描票卡。', 'You were signed out; scan your card again.'],
  NOT_OPEN: [
    '投票已经结束（或尚未开始），这张选票没有存入票箱。',
    'Voting is over or has not begun; this ballot is not in the box.',
  ],
  NOT_ISSUED: [
    '这张票卡没有发出，或已作废，选票没有存入票箱。请到发票处。',
    'This card was not handed out or is void; the ballot is not in the box. Go to the desk.',
  ],
  TESTED: [
    '这张选票已用于检验，不能再投。请重新填写一张。',
    'This ballot was used for a test and cannot be cast; fill in a new one.',
  ],
  BAD_PROOF: [
    '服务器认为选票的证明有误，没有存入票箱。请重新填写一张；再次出现请告诉监票人。',
    'The server finds a proof of the ballot wrong, so it is not in the box. Fill in a new one; if it happens again tell a scrutineer.',
  ],
  INTERNAL: [
    '页面或服务器出错，选票没有投出。请再试一次；仍不行的，请到服务台。',
    'Something failed and the ballot was not cast. Try again, or go to the desk.',
  ],
};
