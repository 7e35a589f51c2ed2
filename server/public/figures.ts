/**
 * A session as data: of one under way the state, issued and returned; of a published one the figures of its report. Figures
 * by way of voting are there only where no small cell shows (requirement R16).
 */
import type { ResultModel } from './result-model.ts';
import { shownColumns } from './result-model.ts';
import type { PollDetail } from './store.ts';

export function pendingFigures(poll: PollDetail) {
  const { id, state, kind, subjectZh, subjectEn, meetingId, meetingZh, meetingEn, heldOn, organ } = poll;
  const { isRecorded, parentId, issued, returned } = poll;
  return {
    id,
    state,
    kind,
    subjectZh,
    subjectEn,
    meetingId,
    meetingZh,
    meetingEn,
    heldOn,
    organ,
    isRecorded,
    parentId,
    issued,
    returned,
    result: null,
  };
}

export function figuresOf(model: ResultModel) {
  const { poll, publication, report, pack, certificate, versions } = model;
  const { version, reason, publishedAt } = publication;
  return {
    ...pendingFigures(poll),
    issued: report.ballots.issued,
    returned: report.ballots.returned,
    result: {
      version,
      reason,
      publishedAt,
      versions,
      verificationCode: certificate.verificationCode,
      reportHash: certificate.reportHash,
      chainHead: report.chainHead,
      rulePack: report.rulePack,
      attendance: report.attendance,
      ballots: report.ballots,
      items: report.items,
      rounding: report.rounding,
      marks: report.counts?.marks ?? [],
      totals: report.counts?.totals ?? [],
      columns: shownColumns(report, pack),
      outcome: report.result,
      revotes: report.revotes,
      notices: report.notices,
      announcement: report.announcement,
      signatures: certificate.signatures,
      confirmation: certificate.confirmation,
    },
  };
}
