/**
 * What the certificate says (domain reference, section 5.2), as blocks that the page and the PDF both draw, so that the two
 * cannot differ. Every figure and sentence is the report's.
 */
import { MARK_NAMES, ROLE_NAMES } from '#tally';
import { orderTotals, type ResultModel } from './result-model.ts';
import { commonWords } from './text/common.ts';
import { documentWords } from './text/document.ts';
import { evaluationWords } from './text/evaluation.ts';
import { gradeName, titleIn, titleOfNo } from './text/names.ts';
import { resultWords } from './text/result.ts';
import { baseName, roundingSentence } from './text/shares.ts';
import { showDay, showTime } from './text/times.ts';
import { choose, chooseOf, joinSentences, type Language } from './text/words.ts';

export interface TableBlock {
  readonly kind: 'table';
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Relative widths of the columns, and what stands in them: figures are set right. */
  readonly columns: readonly {
    readonly width: number;
    readonly kind?: 'no' | 'title' | 'numeric';
  }[];
  /** How figures are rounded. */
  readonly note: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A code is a value to compare character by character. */
  | { readonly kind: 'fact'; readonly name: string; readonly value: string; readonly isCode: boolean }
  | TableBlock;

export interface CertificateContent {
  readonly language: Language;
  readonly title: string;
  readonly subject: string;
  readonly meeting: string;
  readonly day: string;
  readonly blocks: readonly Block[];
  /** Body and day over which the seal is set. */
  readonly sealedBy: string;
  readonly code: string;
  /** Of the result page: what the QR code says. */
  readonly url: string;
  readonly published: string;
}

export function certificateContent(
  model: ResultModel,
  language: Language,
  origin: string,
): CertificateContent {
  const { poll, report, pack, certificate, publication } = model;
  const w = documentWords(language);
  const r = resultWords(language);
  const said = language === 'zh' ? report.announcement.zh : report.announcement.en;
  const [attendance = '', ballots = ''] = said;
  const { result } = report;
  const threshold = result?.kind === 'decision' ? result.threshold : (result?.majority ?? null);
  const places = result?.kind === 'decision' ? result.places : null;
  const blocks: Block[] = [
    heading(w.counted),
    paragraph(attendance),
    paragraph(`${ballots}${voidsText(model, language)}`),
    heading(w.rules),
    paragraph(
      joinSentences(language, [
        w.rulesText(choose(language, pack.titleZh, pack.titleEn), pack.version),
        places === null ? '' : w.places(places),
        threshold === null
          ? ''
          : w.condition(choose(language, threshold.textZh, threshold.textEn), threshold.minVotes),
      ]),
    ),
    heading(result?.kind === 'evaluation' ? w.grades : w.votes),
    ...(report.counts === null ? [paragraph(w.noCounts)] : [votesTable(model, language)]),
    ...revoteParagraphs(model, language),
    heading(w.result),
    ...resultSentences(said, report.counts === null).map(paragraph),
    heading(w.signatures),
    paragraph(w.signedText),
    signaturesTable(model, language),
    code(r.reportHash, certificate.reportHash),
    code(w.session, poll.id),
    code(w.rulesHash, report.rulePack.hash),
    ...(report.chainHead === null ? [] : [code(w.chainHead, report.chainHead)]),
    {
      kind: 'fact',
      name: r.published,
      value: w.versionOf(publication.version, showTime(language, publication.publishedAt)),
      isCode: false,
    },
  ];
  return {
    language,
    title: w.certificate,
    subject: choose(language, poll.subjectZh, poll.subjectEn),
    meeting: choose(language, poll.meetingZh, poll.meetingEn),
    day: showDay(language, poll.heldOn),
    blocks,
    sealedBy: choose(language, poll.meetingZh, poll.meetingEn),
    code: certificate.verificationCode,
    url: `${origin}/polls/${poll.id}`,
    published: showTime(language, publication.publishedAt),
  };
}

const heading = (text: string): Block => ({ kind: 'heading', text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const code = (name: string, value: string): Block => ({ kind: 'fact', name, value, isCode: true });

/** Void ballots by reason, which the sentence read aloud leaves out. */
function voidsText({ report }: ResultModel, language: Language): string {
  const r = resultWords(language);
  const { ballots } = report;
  const names = { OVERVOTE: r.voidOver, ILLEGIBLE: r.voidIllegible };
  const reasons = ballots.voids.map(({ reason, count }) => `${names[reason]} ${count}`);
  const c = commonWords(language);
  const listed = reasons.length === 0 ? '' : c.aside(reasons.join(c.comma));
  return language === 'zh'
    ? `有效票${ballots.valid}张，无效票${ballots.void}张${listed}。`
    : ` ${ballots.valid} are valid and ${ballots.void} void${listed}.`;
}

/** The sentences read aloud after attendance, ballots and counts, which stand above as sentence and table. */
function resultSentences(said: readonly string[], hasNoCounts: boolean): readonly string[] {
  return hasNoCounts ? said.slice(2) : said.slice(3);
}

function revoteParagraphs({ report }: ResultModel, language: Language): readonly Block[] {
  const r = resultWords(language);
  const c = commonWords(language);
  return report.revotes.flatMap(({ sessionUuid, reportHash, items }) => [
    paragraph(
      `${r.revotes} ${sessionUuid}${c.colon}${(items ?? [])
        .map((item) => `${item.no}. ${titleOfNo(language, report, item.no)} ${item.for}`)
        .join(c.semicolon)}`,
    ),
    code(r.reportHash, reportHash),
  ]);
}

function votesTable(model: ResultModel, language: Language): TableBlock {
  const { report, pack } = model;
  const r = resultWords(language);
  const { result, counts, rounding } = report;
  const marks = counts?.marks ?? [];
  const outcomes = {
    elected: r.elected,
    passed_not_elected: r.notElected,
    failed: r.failed,
    tied: r.tied,
    waiting: r.waiting,
  };
  const outcomeOf = (no: number): string => {
    if (result?.kind === 'evaluation') {
      const graded = result.items.find((item) => item.no === no);
      return graded === undefined
        ? ''
        : `${gradeName(language, graded.grade)} ${graded.rates.favourable ?? '–'}%`;
    }
    const outcome = result?.outcomes.find((item) => item.no === no)?.outcome;
    if (outcome === undefined) return '';
    if (pack.kind === 'resolution') return outcome === 'elected' ? r.adopted : r.notAdopted;
    return outcomes[outcome];
  };
  return {
    kind: 'table',
    head: [r.no, r.item, r.leadUnit, ...marks.map((mark) => chooseOf(language, MARK_NAMES[mark])), r.outcome],
    columns: [
      { width: 6, kind: 'no' },
      { width: 36, kind: 'title' },
      { width: 18 },
      // An English word of the head is twice as wide as a Chinese one.
      ...marks.map(() => ({ width: language === 'zh' ? 9 : 13, kind: 'numeric' as const })),
      { width: 16 },
    ],
    rows: orderTotals(report, pack.publish.order).map(({ no, marks: own }) => {
      const item = report.items.find((candidate) => candidate.no === no);
      return [String(no), titleIn(language, item), item?.leadUnit ?? '', ...own.map(String), outcomeOf(no)];
    }),
    note:
      result?.kind === 'evaluation'
        ? joinSentences(language, [
            r.roundingCounts,
            roundingSentence(language, rounding),
            rateBaseSentence(model, language),
          ])
        : r.roundingCounts,
  };
}

function rateBaseSentence({ pack }: ResultModel, language: Language): string {
  if (pack.kind !== 'evaluation') return '';
  const { rateBase } = pack.evaluation;
  const w = evaluationWords(language);
  return w.favourableBase(rateBase === 'expressed' ? w.expressedBase : baseName(language, rateBase));
}

function signaturesTable({ certificate }: ResultModel, language: Language): TableBlock {
  const r = resultWords(language);
  const { signatures, confirmation } = certificate;
  return {
    kind: 'table',
    head: [r.role, r.person, r.signedAt],
    columns: [{ width: 24, kind: 'title' }, { width: 36 }, { width: 40 }],
    rows: [...signatures, ...(confirmation === null ? [] : [confirmation])].map(
      ({ role, name, signedAt }) => [
        chooseOf(language, ROLE_NAMES[role]),
        name,
        showTime(language, signedAt),
      ],
    ),
    note: '',
  };
}
