/**
 * All choices once more, and the two things that can be done with the ballot. The code is on screen before either can be
 * chosen: a device that would cheat does not know yet whether it will be tested (design 5).
 */
import { markNames } from '#tally/booth';
import { markWord } from '../parts/mark-words.ts';
import { type DraftMarks, namesToCast } from '../parts/marks.ts';
import { ballotText } from '../text/ballot.ts';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { WholeWords } from '../ui/whole-words.tsx';
import type { SealedBallot } from '../voting/ballot-maker.ts';
import { Screen, Waiting } from './frame.tsx';
import type { Booth, Problem } from './machine.ts';
import { ProblemNotice } from './problem-notice.tsx';

export function ReviewScreen({
  booth,
  marks,
  sealed,
  problem,
  onBack,
  onCast,
  onTest,
}: {
  readonly booth: Booth;
  readonly marks: DraftMarks;
  readonly sealed: SealedBallot | null;
  readonly problem: Problem | null;
  readonly onBack: () => void;
  readonly onCast: () => void;
  readonly onTest: () => void;
}) {
  const t = useText(voteText);
  const { isRecorded } = booth.poll;
  const isReady = isRecorded || sealed !== null;
  return (
    <Screen title={t.reviewTitle} lead={t.reviewLead} onBack={onBack}>
      {isRecorded && (
        <Notice tone="warn" title={t.recordedTitle}>
          <p>{t.recordedText}</p>
        </Notice>
      )}
      <ReviewTable booth={booth} marks={marks} />
      <div>
        <Button onPress={onBack}>{t.change}</Button>
      </div>
      <ProblemNotice problem={problem} />
      {!isRecorded && problem === null && (
        <section className="card ballot-code" aria-live="polite">
          {sealed === null ? (
            <Waiting label={t.sealing} />
          ) : (
            <>
              <h2>{t.codeTitle}</h2>
              <p className="code-large">
                <code>{sealed.code}</code>
              </p>
              <p className="muted">{t.codeText}</p>
              <details>
                <summary>{t.trackerLabel}</summary>
                <code>{sealed.tracker}</code>
              </details>
            </>
          )}
        </section>
      )}
      <div className="review-actions">
        <div className="stack-tight">
          <Button kind="primary" isLarge isWide isDisabled={!isReady} onPress={onCast}>
            {isRecorded ? t.castRecorded : t.cast}
          </Button>
          <p className="muted small">{t.castNote}</p>
        </div>
        {!isRecorded && (
          <div className="stack-tight">
            <Button isLarge isWide isDisabled={!isReady} onPress={onTest}>
              {t.test}
            </Button>
            <p className="muted small">{t.testNote}</p>
          </div>
        )}
      </div>
    </Screen>
  );
}

export function ReviewTable({ booth, marks }: { readonly booth: Booth; readonly marks: DraftMarks }) {
  const t = useText(voteText);
  const b = useText(ballotText);
  const language = useLanguage();
  const { sheet } = booth.paper;
  const names = namesToCast(sheet, marks);
  const sums = markNames(sheet.pack).map((mark) =>
    t.reviewSum(markWord(mark, language), names.filter((name) => name === mark).length),
  );
  return (
    <div className="table-frame">
      <table className="table review-table">
        <caption>{sums.join(language === 'zh' ? '　' : ' · ')}</caption>
        <thead>
          <tr>
            <th scope="col">{t.reviewItem}</th>
            <th scope="col">{t.reviewMark}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.items.map((item, i) => {
            const name = names[i];
            const word = name === undefined ? b.notChosen : markWord(name, language);
            const isAssumed = marks[i] === null && name !== undefined;
            return (
              <tr key={item.no}>
                <th scope="row">
                  <WholeWords text={`${item.no}. ${choose(language, item.titleZh, item.titleEn)}`} />
                </th>
                <td className={`review-mark mark-${name ?? 'none'}`}>
                  {isAssumed ? <span className="review-assumed">{t.countsAs(word)}</span> : word}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
