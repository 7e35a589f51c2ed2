/** Words of the pages that help to check: board, receipt, ledger, how to verify. */
import { words } from './words.ts';

export const boardWords = words({
  title: ['选票追踪码公示', 'Board of ballot trackers'],
  lead: [
    '票箱里的每一张加密选票都列在这里。追踪码只证明选票在票箱里，不包含任何选择。',
    'Every encrypted ballot in the box is listed here. A tracker proves that a ballot is in the box and says nothing of its content.',
  ],
  ballots: ['票箱内选票', 'Ballots in the box'],
  head: ['票箱链末端', 'Chain head'],
  headHelp: [
    '每一张票都接在前一张之后；记下这一串字符，以后任何删改都能被发现。',
    'Each ballot is chained to the one before. Note these characters and any later change can be found.',
  ],
  height: ['票箱记录条数（含选票以外的记录）', 'Records (ballots and other events)'],
  fingerprint: ['选举指纹', 'Election fingerprint'],
  searchLabel: ['按短码或追踪码查找', 'Find a code or tracker'],
  searchHint: [
    '输入回执上的短码或追踪码，或它们开头的几位',
    'The code or tracker of a receipt, or its beginning',
  ],
  found: (n: number) => [`找到 ${n} 张`, `${n} found`],
  notFound: [
    '没有找到。请核对输入；如果确认无误，请持回执向监票人提出。',
    'Not found. Please check what you typed; if it is right, show your receipt to a scrutineer.',
  ],
  showAll: ['显示全部', 'Show all'],
  no: ['次序', 'No.'],
  code: ['短码', 'Code'],
  tracker: ['追踪码（SHA-256）', 'Tracker (SHA-256)'],
  superseded: ['已被后投的票代替', 'replaced by a later ballot'],
  empty: ['票箱里还没有选票。', 'There is no ballot in the box yet.'],
  archive: ['下载加密票箱（.bel）', 'Download the encrypted box (.bel)'],
  archiveLater: ['投票结束后可下载加密票箱。', 'The encrypted box can be downloaded after voting.'],
  data: ['数据（JSON）', 'Data (JSON)'],
});

export const receiptWords = words({
  title: ['查验回执', 'Check a receipt'],
  lead: [
    '输入回执上的短码，确认您的票在票箱里、没有被改动。查验不需要登录，也不会显示您的选择。',
    'Enter the code of your receipt to see that your ballot is in the box, unchanged. No sign-in is needed and your choices are never shown.',
  ],
  label: ['短码、追踪码或二维码文字', 'Code, tracker or text of the QR code'],
  hint: [
    '例如 K7QF-2M9X-R4TB-H；大小写和连字符不限',
    'For example K7QF-2M9X-R4TB-H, in any case, with or without hyphens',
  ],
  check: ['查验', 'Check'],
  present: ['在票箱里', 'In the box'],
  presentText: ['这张票在票箱里，与您投出时一致。', 'This ballot is in the box, as it was cast.'],
  superseded: ['已被代替', 'Replaced'],
  supersededText: (code: string) => [
    `这张票在票箱里，但同一张票卡后来又投了一票（短码 ${code}），按办法以后一票为准。`,
    `This ballot is in the box, but a later one was cast with the same card (code ${code}), and the later one counts.`,
  ],
  recordedText: ['这份记名表决已列入公布的名单。', 'This vote by name is in the published list.'],
  absent: ['没有找到', 'Not found'],
  absentText: [
    '公开的票箱里没有这张票。请核对输入。如果确认无误，请立即持回执文件向监票人提出：回执由总账签名，丢票、改票都能被证明。',
    'No ballot with this code is on a board. Please check what you typed. If it is right, take your receipt file to a scrutineer at once: it is signed by the ledger, and a lost or altered ballot can be proved.',
  ],
  malformed: ['这不是有效的短码', 'This is not a valid code'],
  malformedText: [
    '末位校验字符不符，可能有一个字符输错。请对照回执逐位核对。',
    'The last character does not fit; a character may be mistyped. Please compare with your receipt.',
  ],
  vote: ['所在票决', 'Vote'],
  meeting: ['会议', 'Meeting'],
  position: ['次序', 'Position'],
  tracker: ['追踪码', 'Tracker'],
  board: ['查看公示', 'Open the board'],
  fileTitle: ['有回执文件？', 'Have a receipt file?'],
  fileText: [
    '在线核验页可以在您的设备上检查整份回执：签名、总账证明和它在票箱中的位置。文件不会上传。',
    'The verifier checks the whole file on your device: signatures, proof in the ledger, place in the box. The file is not uploaded.',
  ],
  openVerifier: ['打开在线核验', 'Open the verifier'],
});

export const ledgerWords = words({
  title: ['公开总账', 'Public ledger'],
  lead: [
    '总账按顺序记下每一张选票和每一个操作的指纹，只增不改。它的签名可以由任何第三方工具核对（C2SP tlog 格式）。',
    'The ledger keeps the fingerprint of every ballot and every action in order and only grows. Its signatures can be checked with any tool for C2SP transparency logs.',
  ],
  head: ['当前签名', 'Signed head'],
  size: ['条目数', 'Entries'],
  root: ['根哈希', 'Root hash'],
  origin: ['名称', 'Origin'],
  headText: ['签名原文', 'Signed text'],
  headHelp: [
    '记下这段文字。以后的总账必须能证明是它的延续，否则就是改过。',
    'Keep this text. Any later ledger must prove that it continues it.',
  ],
  policy: ['公钥与见证', 'Keys and witnesses'],
  policyHelp: [
    '核验时以这份文件为准；请从不同渠道核对，例如会场打印件。',
    'Verification rests on this file; compare it through another channel, such as a printed copy in the hall.',
  ],
  noWitnesses: [
    '目前没有配置独立见证方：总账由本机构单独签名。发现两份不一致的签名，即可证明总账被改写。',
    'No independent witness is configured: the ledger is signed by this institution alone. Two signatures that contradict each other prove that it was rewritten.',
  ],
  witnesses: (n: number, quorum: number) => [
    `配置了 ${n} 个独立见证方，每次签名至少需要其中 ${quorum} 个联署。`,
    `${n} independent witnesses are configured; at least ${quorum} must cosign each head.`,
  ],
  consistency: ['一致性检查', 'Consistency'],
  consistencyHelp: [
    '输入您以前记下的条目数，取得从那时到现在的证明。',
    'Enter the number of entries you noted earlier to get the proof from then to now.',
  ],
  from: ['以前的条目数', 'Earlier number of entries'],
  prove: ['取得证明', 'Get the proof'],
  proofFrom: (from: number, to: number) => [`从 ${from} 到 ${to} 的证明`, `Proof from ${from} to ${to}`],
  proofEmpty: [
    '两次签名条目数相同，根哈希应当完全一致。',
    'Both have the same entries: the root hashes must be equal.',
  ],
  proofBad: ['没有这么多条目。', 'The ledger has fewer entries than that.'],
  leaves: ['条目', 'Entries'],
  index: ['序号', 'Index'],
  leaf: ['内容', 'Entry'],
  ballotEvent: ['选票或计票事件', 'Ballot or count event'],
  action: ['操作', 'Action'],
  survey: ['问卷承诺', 'Survey commitment'],
  newest: ['最新', 'Newest'],
  older: ['更早', 'Older'],
  incident: [
    '总账处于异常状态：数据库与已签名的总账不一致，已停止签名。',
    'The ledger is in an incident: the database is not the one whose heads were signed. Nothing is signed any more.',
  ],
});

export const howToWords = words({
  title: ['如何核验', 'How to verify'],
  lead: [
    '结果是否正确，不需要相信我们：用公开记录自己算一遍。下面三种办法，从易到难。',
    'You need not trust us: count again from the public record. Three ways, from easy to thorough.',
  ],
  one: ['一、在浏览器里核验', '1. In the browser'],
  oneText: [
    '打开在线核验页，选择结果页上的“完整公开记录”。全部计算在您的设备上进行，页面打开后断网也能用。',
    'Open the verifier and choose the complete record from a result page. Everything is computed on your device; once loaded it works offline.',
  ],
  open: ['打开在线核验', 'Open the verifier'],
  two: ['二、用命令行核验程序', '2. With our command line'],
  twoText: [
    '需要 Node 20.19 或更高版本。在源代码目录中运行：',
    'Needs Node 20.19 or later. In a copy of the source code:',
  ],
  twoAfter: [
    '退出码 0 表示通过，1 表示不通过，2 表示文件无法使用。每一项检查都有编号。',
    'Exit code 0: verified; 1: refuted; 2: the file cannot be used. Every check has a number.',
  ],
  three: ['三、用独立的第三方程序', '3. With an independent program'],
  threeText: [
    'belenios-tool 是他人编写的程序，核验密码学部分：选票、计票、解密。',
    'belenios-tool was written by others and checks the cryptography: ballots, tally, decryption.',
  ],
  receipt: ['查验自己的票', 'Your own ballot'],
  receiptText: [
    '凭回执短码在网上查验，或用回执文件核验：',
    'Check the code of your receipt online, or verify the receipt file:',
  ],
  receiptLink: ['查验回执', 'Check a receipt'],
  what: ['核验了什么', 'What is checked'],
  whatText: [
    '核验程序逐项检查以下内容，任何一处被改动都会被发现。',
    'The verifier checks the following; a change anywhere is found.',
  ],
  not: ['核验不了什么', 'What cannot be checked'],
  notText: [
    '核验能证明票箱里的票被正确计入；不能证明坐在某台设备前的人是谁，也不能证明设备没有被别人看着。领票、出席由会场的监票人监督。',
    'Verification proves that the ballots in the box were counted correctly. It cannot prove who sat at a device, or that nobody looked over a shoulder; handing out cards and attendance are watched over by the scrutineers in the hall.',
  ],
});
