/** What surrounds every control: label, hint, error, and their ties for screen readers. */
import { type ReactNode, useId } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Undefined or empty: nothing is wrong. */
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly name?: string | undefined;
}

export interface Ties {
  readonly id: string;
  readonly hintId: string;
  readonly errorId: string;
  readonly describedBy: string | undefined;
}

export function useTies({ hint, error }: Pick<FieldProps, 'hint' | 'error'>): Ties {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const parts = [hint ? hintId : '', error ? errorId : ''].filter(Boolean);
  return { id, hintId, errorId, describedBy: parts.length > 0 ? parts.join(' ') : undefined };
}

export function LabelText({ label, isRequired = true }: Pick<FieldProps, 'label' | 'isRequired'>) {
  const t = useText(uiText);
  return (
    <>
      {label}
      {!isRequired && <span className="field-optional">{t.optional}</span>}
    </>
  );
}

export function HintAndError({ ties, hint, error }: { ties: Ties } & Pick<FieldProps, 'hint' | 'error'>) {
  return (
    <>
      {hint && (
        <span className="field-hint" id={ties.hintId}>
          {hint}
        </span>
      )}
      {error && (
        <span className="field-error" id={ties.errorId}>
          {error}
        </span>
      )}
    </>
  );
}
