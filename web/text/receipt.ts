/** Texts of a receipt card. */
import { texts } from './texts.ts';

export const receiptText = texts({
  title: ['投票回执', 'Voting receipt'],
  session: ['投票', 'Vote'],
  meeting: ['会议', 'Meeting'],
  code: ['回执编号', 'Receipt code'],
  tracker: ['完整编号（追踪码）', 'Full tracker'],
  position: ['票据在公开日志中的序号', 'Position in the public log'],
  fingerprint: ['选举指纹', 'Election fingerprint'],
  qrLabel: ['回执二维码', 'QR code of the receipt'],
  noChoice: [
    '回执证明选票已在票箱里，但不显示您选了什么。',
    'It proves that your ballot is in the box, and shows nothing of your choices.',
  ],
  byName: ['这是记名投票，回执写明了您的选择。', 'This was a vote by name: the receipt states your choices.'],
  proven: [
    '已核对：票箱的公开日志已签名收下这张选票。',
    'Checked: the public log has signed for this ballot.',
  ],
  proving: ['正在核对回执的签名……', 'Checking the receipt’s signature…'],
  unproven: [
    '回执核对没有通过，请保存回执并立即告诉监票人。',
    'The receipt does not hold; save it and tell a scrutineer at once.',
  ],
  unchecked: [
    '暂时无法核对签名（网络不通），可稍后用回执文件核对。',
    'The signature cannot be checked now (no network); the file can be checked later.',
  ],
  save: ['保存回执', 'Save the receipt'],
  print: ['打印回执', 'Print the receipt'],
  howTitle: ['怎样核对', 'How to check'],
  how1: [
    '随时用同一张票卡打开本页，可再次看到回执。',
    'Open this page with the same card at any time to see the receipt again.',
  ],
  how2: (url: string) => [
    `在 ${url} 输入回执编号或扫描二维码，可查到选票在票箱里。`,
    `At ${url} type the code or scan the QR code to find the ballot in the box.`,
  ],
  how3: [
    '回执文件可用公开的核验程序检查，不需要信任本系统。',
    'The receipt file can be checked with the public verifier, without trusting this system.',
  ],
});
