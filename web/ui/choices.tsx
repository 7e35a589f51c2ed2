/** Choosing: one from a list (Select), one from a few with explanations (RadioGroup), yes or no (Checkbox). The controls are the browser's own. */
import type { ReactNode } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { type FieldProps, HintAndError, LabelText, useTies } from './field.tsx';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly isDisabled?: boolean;
}

/** The browser's own list. `value` is '' while nothing is chosen. */
export function Select<T extends string>({
  options,
  value,
  onChange,
  placeholder,
  ...field
}: FieldProps & {
  readonly options: readonly { readonly value: T; readonly label: string; readonly isDisabled?: boolean }[];
  readonly value: T | '';
  readonly onChange: (value: T) => void;
  readonly placeholder?: string;
}) {
  const t = useText(uiText);
  const ties = useTies(field);
  return (
    <div className="field">
      <label className="field-label" htmlFor={ties.id}>
        <LabelText {...field} />
      </label>
      <select
        id={ties.id}
        className="control"
        name={field.name}
        value={value}
        required={field.isRequired ?? true}
        disabled={field.isDisabled}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={ties.describedBy}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        <option value="" disabled={field.isRequired ?? true}>
          {placeholder ?? t.choose}
        </option>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
      <HintAndError ties={ties} hint={field.hint} error={field.error} />
    </div>
  );
}

export function RadioGroup<T extends string>({
  options,
  value,
  onChange,
  ...field
}: FieldProps & {
  readonly options: readonly Option<T>[];
  readonly value: T | '';
  readonly onChange: (value: T) => void;
}) {
  const ties = useTies(field);
  return (
    <fieldset className="field" aria-describedby={ties.describedBy} disabled={field.isDisabled}>
      <legend className="field-label">
        <LabelText {...field} />
      </legend>
      <HintAndError ties={ties} hint={field.hint} error={field.error} />
      <div className="options">
        {options.map((option) => (
          <label className="option" key={option.value}>
            <input
              type="radio"
              name={field.name ?? ties.id}
              value={option.value}
              checked={value === option.value}
              disabled={option.isDisabled}
              onChange={() => onChange(option.value)}
            />
            <span className="option-text">
              <span>{option.label}</span>
              {option.hint && <span className="field-hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Checkbox({
  label,
  hint,
  isChecked,
  isDisabled,
  name,
  onChange,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  readonly name?: string;
  readonly onChange: (isChecked: boolean) => void;
}) {
  return (
    <label className="option">
      <input
        type="checkbox"
        name={name}
        checked={isChecked}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="option-text">
        <span>{label}</span>
        {hint && <span className="field-hint">{hint}</span>}
      </span>
    </label>
  );
}
