/**
 * A signing key, made in this browser: sealed into a file behind a passphrase, saved, and opened again from the saved file
 * before it is registered. A key whose file nobody can open would stop a session at its last step.
 */
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CurrentLogin } from '#server/api';
import { drawSigningKey, proveSigningKey } from '#tally';
import { loadMe, registerSigningKey } from '../../api/account.ts';
import { useAction } from '../../api/action.ts';
import { Failure } from '../../api/client.ts';
import { openKeyFile, readKeyFile, sealKeyFile } from '../../keys/key-file.ts';
import { saveFile } from '../../parts/save-file.ts';
import { CURRENT_LOGIN } from '../../shell/current-login.ts';
import { accountText } from '../../text/account.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Badge, Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { Steps } from '../../ui/steps.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { isReady, LoginFailure, NewPasswordFields, NO_PASSWORD } from './fields.tsx';

const random = (byteLength: number) => crypto.getRandomValues(new Uint8Array(byteLength));

export function SigningKeyCard({ me }: { readonly me: CurrentLogin }) {
  const t = useText(accountText);
  const [isMaking, setMaking] = useState(false);
  return (
    <Card
      title={t.signingKey}
      actions={me.signingKey === null && <Badge tone="info">{t.noSigningKey}</Badge>}
    >
      {isMaking ? (
        <MakeKey me={me} onDone={() => setMaking(false)} />
      ) : (
        <>
          <p className="muted">{t.signingKeyWhy}</p>
          {me.signingKey !== null && (
            <div className="field">
              <span className="field-label">{t.publicKey}</span>
              <code className="key-text">{me.signingKey}</code>
            </div>
          )}
          {me.isKeyInUse ? (
            <p className="muted">{t.signingKeyInUse}</p>
          ) : (
            <div className="row">
              <Button kind={me.signingKey === null ? 'primary' : 'secondary'} onPress={() => setMaking(true)}>
                {me.signingKey === null ? t.makeSigningKey : t.replaceSigningKey}
              </Button>
              {me.signingKey !== null && <span className="field-hint">{t.replaceSigningKeyWhy}</span>}
            </div>
          )}
        </>
      )}
    </Card>
  );
}

interface Sealed {
  readonly text: string;
  readonly publicKey: string;
  readonly isSaved: boolean;
}

function MakeKey({ me, onDone }: { readonly me: CurrentLogin; readonly onDone: () => void }) {
  const t = useText(accountText);
  const [sealed, setSealed] = useState<Sealed | null>(null);
  const step = sealed === null ? 0 : sealed.isSaved ? 2 : 1;
  return (
    <div className="stack">
      <Steps label={t.makeSigningKey} steps={[t.stepPassphrase, t.stepSave, t.stepTest]} current={step} />
      {sealed === null && <Seal me={me} onSealed={setSealed} />}
      {sealed !== null && !sealed.isSaved && (
        <Save me={me} sealed={sealed} onSaved={() => setSealed({ ...sealed, isSaved: true })} />
      )}
      {sealed?.isSaved && (
        <Test
          me={me}
          publicKey={sealed.publicKey}
          onAgain={() => setSealed(null)}
          onDone={() => {
            showToast(t.keyRegistered);
            onDone();
          }}
        />
      )}
    </div>
  );
}

function Seal({ me, onSealed }: { readonly me: CurrentLogin; readonly onSealed: (sealed: Sealed) => void }) {
  const t = useText(accountText);
  const [chosen, setChosen] = useState(NO_PASSWORD);
  const action = useAction(async () => {
    const { secretKey, publicKey } = drawSigningKey(random);
    const text = await sealKeyFile(
      {
        kind: 'signing',
        about: t.keyAbout(me.name),
        secret: secretKey,
        passphrase: chosen.password,
      },
      random,
    );
    onSealed({ text, publicKey, isSaved: false });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady(chosen)) void action.run();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <NewPasswordFields label={t.passphrase} hint={t.passphraseHint} value={chosen} onChange={setChosen} />
      <LoginFailure failure={action.failure} />
      <Button type="submit" kind="primary" isBusy={action.isBusy} isDisabled={!isReady(chosen)}>
        {t.sealKey}
      </Button>
    </form>
  );
}

function Save({
  me,
  sealed,
  onSaved,
}: {
  readonly me: CurrentLogin;
  readonly sealed: Sealed;
  readonly onSaved: () => void;
}) {
  const t = useText(accountText);
  const [hasTaken, setTaken] = useState(false);
  return (
    <div className="stack">
      <p>{t.saveLead}</p>
      <div className="row">
        <Button
          kind={hasTaken ? 'secondary' : 'primary'}
          onPress={() => {
            saveFile(`minyi-signing-${me.loginName}-${sealed.publicKey.slice(0, 8)}.json`, sealed.text);
            setTaken(true);
          }}
        >
          {t.saveKeyFile}
        </Button>
        {hasTaken && (
          <Button kind="primary" onPress={onSaved}>
            {t.saved}
          </Button>
        )}
      </div>
    </div>
  );
}

function Test({
  me,
  publicKey,
  onAgain,
  onDone,
}: {
  readonly me: CurrentLogin;
  readonly publicKey: string;
  readonly onAgain: () => void;
  readonly onDone: () => void;
}) {
  const t = useText(accountText);
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const action = useAction(async () => {
    const read = readKeyFile((await file?.text()) ?? '');
    if (!read.ok) throw new Failure(read.error.code, { detail: read.error.message });
    const opened = await openKeyFile(read.value, passphrase);
    if (!opened.ok) throw new Failure(opened.error.code, { detail: opened.error.message });
    const proof = proveSigningKey(me.accountId, opened.value);
    if (proof?.publicKey !== publicKey) throw new Failure('INCONSISTENT', { detail: t.notThisKey });
    await registerSigningKey(proof);
    queryClient.setQueryData(CURRENT_LOGIN, await loadMe());
    onDone();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t.testLead}</p>
      <FileDrop label={t.keyFile} accept=".json,application/json" onFile={setFile}>
        {file !== null && <Notice tone="success">{file.name}</Notice>}
      </FileDrop>
      <TextField
        label={t.passphrase}
        type="password"
        autoComplete="off"
        value={passphrase}
        onChange={setPassphrase}
      />
      <LoginFailure failure={action.failure} />
      <div className="row">
        <Button
          type="submit"
          kind="primary"
          isBusy={action.isBusy}
          isDisabled={file === null || passphrase === ''}
        >
          {t.testAndRegister}
        </Button>
        <Button kind="quiet" onPress={onAgain}>
          {t.startAgain}
        </Button>
      </div>
    </form>
  );
}
