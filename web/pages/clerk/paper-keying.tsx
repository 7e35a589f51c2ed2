/**
 * Keying a batch, ballot by ballot, with the keyboard: a teller's eyes stay on the paper. What a ballot counts as (over-votes,
 * double marks, blanks) is decided by the counting code, so a teller keys what is there and judges nothing.
 */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { SessionView } from '#server/api';
import { countBallots, markNames, type RulePack } from '#tally';
import { keyBatch, useRefresh } from '../../api/ballot-sessions.ts';
import { markWord } from '../../parts/mark-words.ts';
import { keepInTab, keptInTab } from '../../parts/tab-copy.ts';
import { paperText } from '../../text/paper.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { PaperTally } from './paper-tally.tsx';

interface KeyedBallot {
  /** Per item the marks that are on the paper. */
  readonly marks: readonly (readonly number[])[];
  readonly isDoubtful: boolean;
}

export function PaperKeying({
  accountId,
  session,
  pack,
  batch,
  onDone,
}: {
  readonly accountId: string;
  readonly session: SessionView;
  readonly pack: RulePack;
  readonly batch: number;
  readonly onDone: () => void;
}) {
  const t = useText(paperText);
  const language = useLanguage();
  const refresh = useRefresh();
  const { items, round } = session;
  const names = markNames(pack);
  const blank: KeyedBallot = { marks: items.map(() => []), isDoubtful: false };
  // Of this teller and batch alone: the second must not meet what the first has keyed.
  const key = `paper-${accountId}-${session.id}-${batch}`;
  const [kept] = useState(() => keptInTab<readonly KeyedBallot[]>(key));
  const [ballots, setKeyed] = useState<readonly KeyedBallot[]>(kept ?? [blank]);
  const setBallots = (next: readonly KeyedBallot[]) => {
    setKeyed(next);
    keepInTab(key, next);
  };
  const [at, setAt] = useState(ballots.length - 1);
  const [row, setRow] = useState(0);
  const [isAsked, setAsked] = useState(false);
  const board = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new ballot takes the keyboard back
  useEffect(() => board.current?.focus(), [at]);
  const ballot = ballots[at] ?? blank;
  const column = countBallots(
    { pack, items, round },
    ballots.map(({ marks, isDoubtful }) => ({ marks, ruling: isDoubtful ? null : 'clear' })),
  );
  const put = (next: KeyedBallot) => setBallots(ballots.map((one, i) => (i === at ? next : one)));
  const toggle = (item: number, mark: number) => {
    const marks = ballot.marks.map((own, i) => {
      if (i !== item) return own;
      return own.includes(mark) ? own.filter((one) => one !== mark) : [...own, mark].sort();
    });
    put({ ...ballot, marks });
  };
  const goNext = () => {
    if (at === ballots.length - 1) setBallots([...ballots, blank]);
    setAt(at + 1);
    setRow(0);
  };
  const goBack = () => {
    setAt(Math.max(0, at - 1));
    setRow(0);
  };
  const remove = () => {
    const rest = ballots.filter((_, i) => i !== at);
    setBallots(rest.length === 0 ? [blank] : rest);
    setAt(Math.max(0, Math.min(at, rest.length - 1)));
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = /^\d$/.test(event.key) ? Number(event.key) : null;
    const isLastRow = row === items.length - 1;
    if (digit === 0) put({ ...ballot, marks: ballot.marks.map((own, i) => (i === row ? [] : own)) });
    else if (digit !== null && digit <= names.length) toggle(row, digit - 1);
    else if (event.key === 'ArrowUp') setRow(Math.max(0, row - 1));
    else if (event.key === 'ArrowDown') setRow(Math.min(items.length - 1, row + 1));
    else if (event.key === 'd' || event.key === 'D') put({ ...ballot, isDoubtful: !ballot.isDoubtful });
    else if (event.key === 'Enter') goNext();
    else if (event.key === 'Backspace') goBack();
    else return;
    event.preventDefault();
    if (digit !== null && digit <= names.length && !isLastRow) setRow(row + 1);
  };
  const submit = async () => {
    const { keyed, waits } = await keyBatch(session.id, batch, column);
    keepInTab(key, null);
    await refresh();
    showToast(keyed === 'FIRST' ? t.keyedFirst : waits ? t.keyedDiffers : t.keyedSecond, {
      tone: keyed === 'SECOND' && waits ? 'warn' : 'success',
    });
    onDone();
  };
  const keys = names.map((name, i) => t.keyOf(i + 1, markWord(name, language))).join('，');
  return (
    <>
      <Card
        title={`${t.batchNo(batch)} · ${t.ballotOf(at + 1, ballots.length)}`}
        actions={
          <Button kind="primary" onPress={() => setAsked(true)}>
            {t.submit(ballots.length)}
          </Button>
        }
      >
        {kept !== null && <Notice>{t.kept(kept.length)}</Notice>}
        <p className="muted">{t.keys(keys)}</p>
        <div
          ref={board}
          className="paper-board"
          role="group"
          aria-label={t.blank}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the board takes the keys; every mark is a button as well
          tabIndex={0}
          onKeyDown={press}
        >
          {items.map((item, i) => (
            <div key={item.no} className="paper-row" data-on={i === row ? '' : undefined}>
              <span className="paper-row-title">
                <span className="paper-no">{item.no}</span> {choose(language, item.titleZh, item.titleEn)}
              </span>
              <span className="paper-marks">
                {names.map((name, mark) => (
                  <button
                    key={name}
                    type="button"
                    tabIndex={-1}
                    className="paper-mark"
                    aria-pressed={ballot.marks[i]?.includes(mark) ?? false}
                    onClick={() => {
                      setRow(i);
                      toggle(i, mark);
                      board.current?.focus();
                    }}
                  >
                    {markWord(name, language)}
                  </button>
                ))}
              </span>
            </div>
          ))}
        </div>
        <div className="row row-apart">
          <Button isDisabled={at === 0} onPress={goBack}>
            {t.previous}
          </Button>
          <Button
            isPressed={ballot.isDoubtful}
            onPress={() => put({ ...ballot, isDoubtful: !ballot.isDoubtful })}
          >
            {t.doubtful}
          </Button>
          <Button kind="quiet" onPress={remove}>
            {t.removeBallot}
          </Button>
          <Button kind="primary" onPress={goNext}>
            {t.next}
          </Button>
        </div>
      </Card>
      <Card title={t.soFar}>
        <PaperTally pack={pack} items={items} column={column} />
      </Card>
      <ConfirmDialog
        isOpen={isAsked}
        title={t.submitTitle}
        confirm={t.submit(ballots.length)}
        onConfirm={submit}
        onClose={() => setAsked(false)}
      >
        <p>{t.submitBody(ballots.length)}</p>
      </ConfirmDialog>
    </>
  );
}
