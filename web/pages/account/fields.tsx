/** Fields that several pages of the account share: the code, a new password twice, and the wait after too many attempts. */
import { useState } from 'react';
import { Failure } from '../../api/client.ts';
import { accountText } from '../../text/account.ts';
import { useText } from '../../text/texts.ts';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

export function CodeField({
  value,
  onChange,
  autoFocus = false,
}: {
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly autoFocus?: boolean;
}) {
  const t = useText(accountText);
  return (
    <TextField
      label={t.code}
      hint={t.codeHint}
      value={value}
      onChange={(text) => onChange(text.replace(/[^\d]/g, '').slice(0, 6))}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus={autoFocus}
    />
  );
}

export interface NewPassword {
  readonly password: string;
  readonly repeated: string;
}

export const NO_PASSWORD: NewPassword = { password: '', repeated: '' };
export const MIN_LENGTH = 12;

export const isReady = ({ password, repeated }: NewPassword) =>
  [...password].length >= MIN_LENGTH && password === repeated;

/** A new password or passphrase, typed twice. `failure` shows which rule the server found broken. */
export function NewPasswordFields({
  label,
  hint,
  value,
  onChange,
  failure = null,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: NewPassword;
  readonly onChange: (value: NewPassword) => void;
  readonly failure?: Failure | null;
}) {
  const t = useText(accountText);
  const [left, setLeft] = useState({ password: false, repeated: false });
  const flaws: Readonly<Record<string, string>> = {
    too_short: t.tooShort,
    too_long: t.tooLong,
    common: t.common,
    own_name: t.ownName,
  };
  const isShort = left.password && value.password !== '' && [...value.password].length < MIN_LENGTH;
  const differs = left.repeated && value.repeated !== '' && value.repeated !== value.password;
  return (
    <>
      <TextField
        label={label}
        hint={hint}
        type="password"
        autoComplete="new-password"
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
        onBlur={() => setLeft({ ...left, password: true })}
        error={failure?.code === 'WEAK_PASSWORD' ? flaws[failure.where] : isShort ? t.tooShort : undefined}
      />
      <TextField
        label={t.repeatPassword}
        type="password"
        autoComplete="new-password"
        value={value.repeated}
        onChange={(repeated) => onChange({ ...value, repeated })}
        onBlur={() => setLeft({ ...left, repeated: true })}
        error={differs ? t.notTheSame : undefined}
      />
    </>
  );
}

/** A failure, with the seconds to wait where that is what it is about. */
export function LoginFailure({ failure }: { readonly failure: Failure | null }) {
  const t = useText(accountText);
  // The sentence says all that the server would: it tells nobody what exactly was wrong.
  const isTold = failure?.code === 'WRONG_LOGIN' || failure?.code === 'TOO_MANY_REQUESTS';
  return (
    <FailureNotice failure={isTold ? new Failure(failure.code) : failure}>
      {failure?.code === 'TOO_MANY_REQUESTS' && failure.retryAfter !== null && (
        <p>{t.waitSeconds(failure.retryAfter)}</p>
      )}
    </FailureNotice>
  );
}
