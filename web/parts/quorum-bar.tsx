/** Whether enough are there, in words and as a bar with the mark to reach. At the edge it says why the share is not enough. */
import type { QuorumFigure } from '#server/api';
import { meetingText } from '../text/meeting.ts';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { Notice } from '../ui/notice.tsx';
import './quorum-bar.css';

export function QuorumBar({
  quorum,
  present,
  inOffice,
}: {
  readonly quorum: QuorumFigure;
  readonly present: number;
  readonly inOffice: number;
}) {
  const t = useText(meetingText);
  const language = useLanguage();
  const { needed, met, missing, isAtEdge, of, num, den } = quorum;
  const width = Math.max(inOffice, needed, 1);
  const of100 = (value: number) => (100 * value) / width;
  const sentence = met
    ? t.quorumMet(needed)
    : isAtEdge
      ? t.quorumEdge(present, t.share(num, den), inOffice, needed)
      : t.quorumMissing(needed, missing);
  return (
    <div className="stack-tight">
      <svg className="quorum-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="quorum-all" width="100" height="6" />
        <rect
          className={met ? 'quorum-here quorum-met' : 'quorum-here'}
          width={of100(Math.min(present, width))}
          height="6"
        />
        <rect className="quorum-mark" x={Math.max(0, of100(needed) - 0.4)} width="0.8" height="6" />
      </svg>
      <Notice tone={met ? 'success' : isAtEdge ? 'warn' : 'info'}>
        {sentence}
        {of !== null && t.quorumOf(choose(language, of.subjectZh, of.subjectEn))}
      </Notice>
    </div>
  );
}
