/**
 * A tally report for a terminal: figures, one line an item, result and notices, then the sentences read aloud. All texts
 * come from the report, whose reader lets no control characters in.
 */
import { MARK_NAMES } from '../report/listing.ts';
import { type TallyReport, tallyReportHash } from '../report/tally-report.ts';
import { UsageError } from './command.ts';

export type Language = 'zh' | 'en';

const WORDS = {
  zh: {
    entitled: '应到',
    present: '实到',
    quorum: '法定人数',
    issued: '发出',
    returned: '收回',
    valid: '有效',
    void: '无效',
    threshold: '通过票数',
    rules: '规则',
    hash: '报告哈希',
    elected: '入选',
    passed_not_elected: '过线未入选',
    failed: '未通过',
    tied: '并列',
    waiting: '待定',
    invalid: '本次投票无效',
  },
  en: {
    entitled: 'entitled',
    present: 'present',
    quorum: 'quorum',
    issued: 'issued',
    returned: 'returned',
    valid: 'valid',
    void: 'void',
    threshold: 'votes needed',
    rules: 'rules',
    hash: 'report hash',
    elected: 'elected',
    passed_not_elected: 'passed, not elected',
    failed: 'failed',
    tied: 'tied',
    waiting: 'waiting',
    invalid: 'the poll is invalid',
  },
} as const;

/** The value of an option --lang. */
export function readLanguage(text: string): Language {
  if (text === 'zh' || text === 'en') return text;
  throw new UsageError('--lang takes zh or en');
}

export function reportLines(report: TallyReport, language: Language): readonly string[] {
  const words = WORDS[language];
  const { organ, meeting, subject, rulePack, attendance, ballots } = report;
  const figures = (...pairs: readonly (readonly [keyof (typeof WORDS)['zh'], number])[]) =>
    pairs.map(([key, value]) => `${words[key]} ${value}`).join('  ');
  return [
    language === 'zh' ? organ.nameZh : organ.nameEn,
    language === 'zh' ? meeting.titleZh : meeting.titleEn,
    language === 'zh' ? subject.subjectZh : subject.subjectEn,
    `${words.rules} ${rulePack.id}/${rulePack.version} ${language === 'zh' ? rulePack.titleZh : rulePack.titleEn}`,
    '',
    figures(
      ['entitled', attendance.entitled],
      ['present', attendance.present],
      ['quorum', attendance.quorum.needed],
    ),
    figures(
      ['issued', ballots.issued],
      ['returned', ballots.returned],
      ['valid', ballots.valid],
      ['void', ballots.void],
    ),
    ...resultLines(report, language),
    ...report.notices,
    '',
    ...report.announcement[language],
    '',
    `${words.hash} ${tallyReportHash(report)}`,
  ];
}

function resultLines(report: TallyReport, language: Language): readonly string[] {
  const words = WORDS[language];
  const { result, counts } = report;
  if (result === null) return [words.invalid];
  const threshold = result.kind === 'decision' ? result.threshold : result.majority;
  const head = threshold === null ? [] : [`${words.threshold} ${threshold.minVotes}`];
  const marks = (counts?.marks ?? []).map((mark) => MARK_NAMES[mark][language]);
  const items = report.items.map(({ no, titleZh, titleEn }) => {
    const found = counts?.totals.find((total) => total.no === no)?.marks ?? [];
    const cells = found.map((count, i) => `${marks[i] ?? ''} ${String(count).padStart(4)}`);
    return [
      `${String(no).padStart(4)}.`,
      ...cells,
      outcomeOf(report, no, language),
      language === 'zh' ? titleZh : titleEn,
    ]
      .filter((cell) => cell !== '')
      .join('  ');
  });
  return [...head, '', ...items];
}

function outcomeOf({ result }: TallyReport, no: number, language: Language): string {
  if (result === null) return '';
  if (result.kind === 'decision') {
    const outcome = result.outcomes.find((one) => one.no === no)?.outcome;
    return outcome === undefined ? '' : `[${WORDS[language][outcome]}]`;
  }
  const item = result.items.find((one) => one.no === no);
  if (item === undefined) return '';
  return `[${MARK_NAMES[item.grade][language]}${item.score === null ? '' : ` ${item.score}`}]`;
}
