/** Where a procedure stands: its steps in order, those done, the one that is on. */
import type { ReactNode } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { tickIcon } from './icons.tsx';

/** @param current index of the step that is on; the number of steps when all are done */
export function Steps({
  label,
  steps,
  current,
}: {
  readonly label: string;
  readonly steps: readonly ReactNode[];
  readonly current: number;
}) {
  const t = useText(uiText);
  // On a phone only this one is seen, with how many there are.
  const seen = Math.min(current, steps.length - 1);
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: steps never change places
          key={index}
          className={`step${index < current ? ' step-done' : ''}${index === seen ? ' step-seen' : ''}`}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className="step-mark" aria-hidden="true">
            {index < current ? tickIcon : index + 1}
          </span>
          <span>
            {step}
            {index < current && <span className="visually-hidden">{t.stepDone}</span>}
          </span>
          {index === seen && (
            <span className="step-of" aria-hidden="true">
              {index + 1} / {steps.length}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
