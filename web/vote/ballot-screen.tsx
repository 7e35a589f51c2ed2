/** Marking the ballot. Beside it, always in sight: how much is marked, and how far caps are used. */
import { approvalsOf, markNames, type Sheet } from '#tally/booth';
import { BallotForm } from '../parts/ballot-form.tsx';
import { markWord } from '../parts/mark-words.ts';
import {
  type CapUse,
  capUses,
  type DraftMarks,
  isCastable,
  ticksMissing,
  unmarkedItems,
  unmarkedRule,
} from '../parts/marks.ts';
import { ballotText } from '../text/ballot.ts';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from './frame.tsx';
import type { Booth, VotingEvent } from './machine.ts';

export function BallotScreen({
  booth,
  marks,
  past,
  cap,
  tell,
  onBack,
  onReview,
}: {
  readonly booth: Booth;
  readonly marks: DraftMarks;
  readonly past: readonly DraftMarks[];
  readonly cap: CapUse | null;
  readonly tell: (event: VotingEvent) => void;
  readonly onBack: () => void;
  readonly onReview: () => void;
}) {
  const t = useText(voteText);
  const b = useText(ballotText);
  const language = useLanguage();
  const { sheet, subject, fingerprint } = booth.paper;
  const rule = unmarkedRule(sheet);
  const unmarked = unmarkedItems(sheet, marks);
  const missing = ticksMissing(sheet, marks);
  const canReview = isCastable(sheet, marks);
  return (
    <Screen title={choose(language, subject.subjectZh, subject.subjectEn)} onBack={onBack}>
      <Notice
        tone={fingerprint === null ? 'warn' : 'info'}
        title={fingerprint === null ? t.recordedTitle : t.secretTitle}
      >
        <p>{fingerprint === null ? t.recordedText : t.secretText}</p>
      </Notice>
      <div className="ballot-rules">
        <p className="strong">{useHowMany(sheet)}</p>
        <p>{b[`rule_${rule}`]}</p>
      </div>
      <BallotForm
        sheet={sheet}
        descriptions={booth.descriptions}
        marks={marks}
        onChange={(item, mark) => tell({ kind: 'marked', item, mark })}
        onCap={(reached) => tell({ kind: 'capped', cap: reached })}
        pictureUrl={(hash) => `/api/public/pictures/${hash}`}
      />
      <div className="ballot-bar">
        <div className="ballot-bar-inner">
          <div className="ballot-counts" aria-live="polite">
            <Progress sheet={sheet} marks={marks} />
            {cap !== null && (
              <p className="ballot-cap">{b.capReached(markWord(cap.name, language), cap.max)}</p>
            )}
            {rule === 'must' && unmarked.length > 0 && past.length > 0 && (
              <p>{t.unmarkedLeft(unmarked.join(language === 'zh' ? '、' : ', '))}</p>
            )}
            {missing > 0 && <p>{t.atLeast(missing)}</p>}
          </div>
          <div className="ballot-actions">
            <Button isDisabled={past.length === 0} onPress={() => tell({ kind: 'undone' })}>
              {t.undo}
            </Button>
            <Button kind="primary" isLarge isDisabled={!canReview} onPress={onReview}>
              {t.toReview}
            </Button>
          </div>
        </div>
      </div>
    </Screen>
  );
}

function Progress({ sheet, marks }: { readonly sheet: Sheet; readonly marks: DraftMarks }) {
  const b = useText(ballotText);
  const language = useLanguage();
  const done = marks.filter((mark) => mark !== null).length;
  return (
    <ul className="ballot-progress">
      {sheet.pack.ballot.method !== 'approve_up_to_n' && <li>{b.marked(done, marks.length)}</li>}
      {capUses(sheet, marks).map(({ mark, name, used, max }) => (
        <li key={mark} className={used >= max ? 'is-full' : undefined}>
          {b.capUsed(markWord(name, language), used, max)}
        </li>
      ))}
    </ul>
  );
}

function useHowMany(sheet: Sheet): string {
  const t = useText(voteText);
  const language = useLanguage();
  const all = sheet.items.length;
  const caps = capUses(sheet, []);
  if (sheet.pack.kind === 'evaluation') {
    const names = markNames(sheet.pack);
    const capped = caps.map(({ mark, max }) => t.capGrade(markWord(names[mark] ?? 'for', language), max));
    return [t.howManyGrades(all), ...capped].join(language === 'zh' ? '' : ' ');
  }
  return caps.length === 0 ? t.howManyEach(all) : t.howMany(approvalsOf(sheet), all);
}
