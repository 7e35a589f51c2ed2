/** Choosing a key file and giving its passphrase; a scrutineer's may also be typed in from the printed code. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Failure } from '../../api/client.ts';
import { keysText } from '../../text/keys.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface GivenKey {
  readonly file: string;
  readonly passphrase: string;
}

export const NO_KEY: GivenKey = { file: '', passphrase: '' };

export function isGiven({ file, passphrase }: GivenKey): boolean {
  return file !== '' && passphrase !== '';
}

/** File and passphrase, without a form around them. */
export function KeyFields({
  label,
  passphraseLabel,
  given,
  onChange,
}: {
  readonly label: string;
  readonly passphraseLabel: string;
  readonly given: GivenKey;
  readonly onChange: (given: GivenKey) => void;
}) {
  const t = useText(keysText);
  const [name, setName] = useState('');
  const [isTyped, setTyped] = useState(false);
  return (
    <div className="stack">
      {isTyped ? (
        <TextField
          label={t.codeText}
          rows={4}
          value={given.file}
          onChange={(file) => onChange({ ...given, file })}
        />
      ) : (
        <FileDrop
          label={label}
          accept=".json,application/json"
          onFile={(file) => {
            setName(file.name);
            void file.text().then((text) => onChange({ ...given, file: text }));
          }}
        >
          {name !== '' && <Notice tone="success">{name}</Notice>}
        </FileDrop>
      )}
      <div>
        <Button kind="quiet" onPress={() => setTyped(!isTyped)}>
          {isTyped ? t.useFile : t.pasteCode}
        </Button>
      </div>
      <TextField
        label={passphraseLabel}
        type="password"
        value={given.passphrase}
        onChange={(passphrase) => onChange({ ...given, passphrase })}
      />
    </div>
  );
}

/** A form that opens one key file. */
export function OpenKey({
  label,
  passphraseLabel,
  submit,
  isBusy,
  isReady = true,
  failure,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly passphraseLabel: string;
  /** The verb on the button. */
  readonly submit: string;
  readonly isBusy: boolean;
  readonly isReady?: boolean;
  readonly failure: Failure | null;
  readonly onSubmit: (given: GivenKey) => void;
  /** Further fields, before the button. */
  readonly children?: ReactNode;
}) {
  const [given, setGiven] = useState(NO_KEY);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && isGiven(given)) onSubmit(given);
  };
  return (
    <form className="stack" onSubmit={send}>
      <KeyFields label={label} passphraseLabel={passphraseLabel} given={given} onChange={setGiven} />
      {children}
      <FailureNotice failure={failure} />
      <div>
        <Button type="submit" kind="primary" isLarge isBusy={isBusy} isDisabled={!isReady || !isGiven(given)}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
