/** Words of the printed documents: certificate, announcement, notice. */
import { words } from './words.ts';

export const documentWords = words({
  certificate: ['认证结果', 'Certificate of the result'],
  certificateOf: (subject: string) => [`${subject}认证结果`, `Certificate: ${subject}`],
  counted: ['一、出席与票数', '1. Attendance and ballots'],
  rules: ['二、办法', '2. Rules'],
  rulesText: (title: string, version: number) => [
    `本次按《${title}》（版本 ${version}）进行。`,
    `Held under “${title}”, version ${version}.`,
  ],
  places: (n: number) => [`应确定 ${n} 项。`, `${n} places to fill.`],
  condition: (text: string, votes: number) => [
    `通过条件：${text}，即 ${votes} 票。`,
    `Needed to pass: ${text}, ${votes} votes.`,
  ],
  votes: ['三、得票情况', '3. Votes'],
  grades: ['三、测评情况', '3. Evaluation'],
  result: ['四、结果', '4. Result'],
  signatures: ['五、签名', '5. Signatures'],
  signedText: [
    '下列人员对同一份计票结果报告单签名。',
    'The following have signed one and the same tally report.',
  ],
  seal: ['（盖章）', '(seal)'],
  code: ['核验码', 'Verification code'],
  chainHead: ['票箱链末端', 'Chain head'],
  rulesHash: ['办法 SHA-256', 'SHA-256 of the rules'],
  session: ['场次编号', 'Session id'],
  versionOf: (n: number, time: string) => [`第 ${n} 版，${time}`, `Version ${n}, ${time}`],
  scan: ['扫码查看结果并核验', 'Scan to see the result and verify it'],
  pdf: ['下载 PDF', 'Download PDF'],
  print: ['用浏览器打印（Ctrl+P）', 'Print with the browser (Ctrl+P)'],
  back: ['返回结果页', 'Back to the result'],
  page: (n: number, of: number) => [`第 ${n} 页，共 ${of} 页`, `Page ${n} of ${of}`],
  missing: (characters: string) => [
    `下列字符不在 PDF 字库中，PDF 里显示为“〓”，打印前请注意：${characters}。本页不受影响，可用浏览器打印。`,
    `These characters are not in the fonts of the PDF and appear there as “〓”: ${characters}. This page shows them; print it with the browser instead.`,
  ],
  noCounts: ['按照办法，本次不公布各项得票数。', 'Under the rules the votes of each item are not published.'],
});
