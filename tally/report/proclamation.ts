/**
 * The published document of a decision (domain reference, sections 5.1 and 7): the 公告 of a congress or standing committee
 * that decided, or the 公示 of a street assembly that recommended, signed by the street committee and never called 公告 or
 * 决定. Number, date and signatory are given: nothing here knows the day.
 */

import { calendarDay } from '../encoding/time-text.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { RulePack } from '../rules/rule-pack.ts';
import { listNumbers, titleOf } from './listing.ts';
import type { TallyReport } from './tally-report.ts';
import { type BothLanguages, numeralZh } from './wording.ts';

const MONTHS_EN =
  'January February March April May June July August September October November December'.split(' ');

/** `no` of a 公告 (第{no}号), unused in a 公示; `date` as YYYY-MM-DD; `signatory` for a body without presidium. */
export type Publication = {
  readonly no: number;
  readonly date: string;
  readonly signatory?: BothLanguages;
};

/** Paragraphs of the document, the last one its signature. */
export type Proclamation = {
  readonly kind: 'announcement' | 'notice';
  readonly zh: readonly string[];
  readonly en: readonly string[];
};

/**
 * @param report a counted projects report without an open tie, with at least one chosen item
 * @returns the document; INCONSISTENT when there is nothing final to publish or no signatory, MALFORMED for a bad date
 */
export function writeProclamation(
  report: TallyReport,
  pack: RulePack,
  publication: Publication,
): Result<Proclamation> {
  const { result, organ, meeting, subject } = report;
  if (pack.kind !== 'projects' || result?.kind !== 'decision') {
    return refuse('INCONSISTENT', 'report', 'only a decision on projects is proclaimed');
  }
  if (result.tie !== null || result.elected.length === 0) {
    return refuse(
      'INCONSISTENT',
      'report',
      'a tie is open or nothing was chosen: there is nothing final to publish',
    );
  }
  const date = calendarDay(publication.date, 'publication.date');
  if (!date.ok) return date;
  const [year, month, day] = date.value.split('-').map(Number);
  const isNotice = pack.effect === 'recommend';
  const signatory = publication.signatory ?? presidiumOf(report, isNotice);
  if (signatory === null) {
    return refuse('INCONSISTENT', 'publication.signatory', 'this body has no presidium: name who signs');
  }
  const dateZh = `${year}年${month}月${day}日`;
  const dateEn = `${day} ${MONTHS_EN[Number(month) - 1]} ${year}`;
  const elected = listNumbers(report, pack, result.elected).map((no) => titleOf(report, no));
  const secrecy =
    pack.secrecy === 'secret' ? { zh: '无记名', en: 'secret ballot' } : { zh: '记名', en: 'recorded vote' };
  const sitting = `${organ.nameZh}第${numeralZh(meeting.number)}次会议`;
  const chosen = isNotice ? '票选推荐' : '票决确定';
  const document = isNotice ? '公示' : '公告';
  const title = isNotice ? `${sitting}公示` : `${sitting}公告（第${publication.no}号）`;
  const listEn = elected.map(({ en }, i) => `${i + 1}. ${en}`);
  return ok({
    kind: isNotice ? 'notice' : 'announcement',
    zh: [
      `${title}：会议于${dateZh}以${secrecy.zh}投票方式，${chosen}下列项目为${organ.regionZh}${subject.year}年度民生实事项目，现予${document}：`,
      ...elected.map(({ zh }, i) => `${numeralZh(i + 1)}、${zh}`),
      `${signatory.zh} ${dateZh}`,
    ],
    en: [
      `${isNotice ? 'Public notice' : `Announcement no. ${publication.no}`} of the ${meeting.titleEn}: on ${dateEn}, by ${secrecy.en}, the meeting ${isNotice ? 'recommended' : 'decided'} the following livelihood projects of ${organ.regionEn} for ${subject.year}:`,
      ...listEn,
      `${signatory.en}, ${dateEn}`,
    ],
  });
}

function presidiumOf({ organ, meeting }: TallyReport, isNotice: boolean): BothLanguages | null {
  if (isNotice || organ.kind !== 'congress') return null;
  return {
    zh: `${organ.nameZh}第${numeralZh(meeting.number)}次会议主席团`,
    en: `Presidium of the ${meeting.titleEn}`,
  };
}
