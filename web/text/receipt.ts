/** Texts of a receipt card. */
import { texts } from './texts.ts';

export const receiptText = texts({
  title: ['投票收据', 'Voting receipt'],
  session: ['投票', 'Vote'],
  meeting: ['会议', 'Meeting'],
  code: ['收据编号', 'Receipt code'],
  tracker: ['完整编号（追踪码）', 'Full tracker'],
  position: ['票据在公开日志中的序号', 'Position in the public log'],
  fingerprint: ['选举指纹', 'Election fingerprint'],
  qrLabel: ['收据二维码', 'QR code of the receipt'],
  noChoice: [
    '收据证明选票已在票箱里，但不显示您选了什么。',
    'It proves that your ballot is in the box, and shows nothing of your choices.',
  ],
  byName: ['这是记名投票，收据写明了您的选择。', 'This was a vote by name: the receipt states your choices.'],
  proven: [
    '已核对：票箱的公开日志已签名收下这张选票。',
    'Checked: the public log has signed for this ballot.',
  ],
  proving: ['正在核对收据的签名……', 'Checking the receipt’s signature…'],
  unproven: [
    '收据核对没有通过，请保存收据并立即告诉监票人。',
    'The receipt does not hold; save it and tell a scrutineer at once.',
  ],
  unchecked: [
    '暂时无法核对签名（网络不通），可稍后用收据文件核对。',
    'The signature cannot be checked now (no network); the file can be checked later.',
  ],
  save: ['保存收据', 'Save the receipt'],
  print: ['打印收据', 'Print the receipt'],
  howTitle: ['怎样核对', 'How to check'],
  how1: [
    '随时用同一张票卡打开本页，可再次看到收据。',
    'Open this page with the same card at any time to see the receipt again.',
  ],
  how2: (url: string) => [
    `在 ${url} 输入收据编号或扫描二维码，可查到选票在票箱里。`,
    `At ${url} type the code or scan the QR code to find the ballot in the box.`,
  ],
  how3: [
    '收据文件可用公开的核验程序检查，不需要信任本系统。',
    'The receipt file can be checked with the public verifier, without trusting this system.',
  ],
});
