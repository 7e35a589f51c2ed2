/** One line or several lines of text. */
import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute } from 'react';
import { type FieldProps, HintAndError, LabelText, useTies } from './field.tsx';

export function TextField({
  type = 'text',
  value,
  onChange,
  rows,
  autoComplete = 'off',
  inputMode,
  maxLength,
  placeholder,
  autoFocus,
  onBlur,
  ...field
}: FieldProps & {
  readonly type?: HTMLInputTypeAttribute;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** More than one line. */
  readonly rows?: number;
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'search' | 'none';
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly onBlur?: () => void;
}) {
  const ties = useTies(field);
  const shared = {
    id: ties.id,
    className: 'control',
    name: field.name,
    value,
    required: field.isRequired ?? true,
    disabled: field.isDisabled,
    maxLength,
    placeholder,
    autoComplete,
    autoFocus,
    inputMode,
    spellCheck: false,
    onBlur,
    'aria-invalid': field.error ? true : undefined,
    'aria-describedby': ties.describedBy,
  } as const;
  return (
    <div className="field">
      <label className="field-label" htmlFor={ties.id}>
        <LabelText {...field} />
      </label>
      {rows === undefined ? (
        <input {...shared} type={type} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <textarea {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
      )}
      <HintAndError ties={ties} hint={field.hint} error={field.error} />
    </div>
  );
}
