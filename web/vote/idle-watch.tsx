/**
 * On a shared tablet: when nobody has touched it for a while, it asks, and forgets the voter if nobody answers. The time can
 * be extended as often as wanted, and it never runs while a ballot is on its way.
 */
import { useEffect, useRef, useState } from 'react';
import { useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';

const ANSWER_S = 60;

export function IdleWatch({ idleMs, onIdle }: { readonly idleMs: number; readonly onIdle: () => void }) {
  const t = useText(voteText);
  const [left, setLeft] = useState<number | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const leave = useRef(onIdle);
  leave.current = onIdle;
  const isAsking = left !== null;

  useEffect(() => {
    if (isAsking) return;
    let timer = setTimeout(() => setLeft(ANSWER_S), idleMs);
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setLeft(ANSWER_S), idleMs);
    };
    const signs = ['pointerdown', 'keydown', 'scroll'] as const;
    for (const sign of signs) addEventListener(sign, restart, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, restart);
    };
  }, [isAsking, idleMs]);

  useEffect(() => {
    if (!isAsking) return;
    dialog.current?.showModal();
    const timer = setInterval(() => setLeft((seconds) => (seconds === null ? null : seconds - 1)), 1_000);
    return () => clearInterval(timer);
  }, [isAsking]);

  useEffect(() => {
    if (left !== null && left <= 0) leave.current();
  }, [left]);

  if (left === null) return null;
  const stay = () => {
    dialog.current?.close();
    setLeft(null);
  };
  return (
    <dialog ref={dialog} className="idle-dialog" aria-labelledby="idle-title" onCancel={stay}>
      <h2 id="idle-title">{t.idleTitle}</h2>
      <p aria-live="off">{t.idleText(left)}</p>
      <div className="row">
        <Button kind="primary" isLarge onPress={stay}>
          {t.idleStay}
        </Button>
        <Button isLarge onPress={onIdle}>
          {t.idleLeave}
        </Button>
      </div>
    </dialog>
  );
}
