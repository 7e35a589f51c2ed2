/** Setting up the second factor: scan a key, prove it with a code. A key that is shown and not proved changes nothing. */
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CurrentLogin } from '#server/api';
import { confirmSecondFactor, loadMe, startSecondFactor } from '../../api/account.ts';
import { useAction } from '../../api/action.ts';
import { CURRENT_LOGIN } from '../../shell/current-login.ts';
import { accountText } from '../../text/account.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Badge, Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { showToast } from '../../ui/toast.tsx';
import { CodeField, LoginFailure } from './fields.tsx';

export function SecondFactorCard({ me }: { readonly me: CurrentLogin }) {
  const t = useText(accountText);
  const { isSetUp, isNeeded } = me.secondFactor;
  const [begun, setBegun] = useState<{ address: string; secret: string } | null>(null);
  const start = useAction(async () => setBegun(await startSecondFactor()));
  return (
    <Card
      title={t.secondFactor}
      actions={
        <Badge tone={isSetUp ? 'success' : isNeeded ? 'warn' : 'info'}>
          {isSetUp ? t.secondFactorOn : t.secondFactorOff}
        </Badge>
      }
    >
      {isNeeded && !isSetUp && <Notice tone="warn">{t.secondFactorNeeded}</Notice>}
      {begun === null ? (
        <>
          <p className="muted">{t.secondFactorWhy}</p>
          <LoginFailure failure={start.failure} />
          <Button
            kind={isSetUp ? 'secondary' : 'primary'}
            isBusy={start.isBusy}
            onPress={() => void start.run()}
          >
            {isSetUp ? t.replaceSecondFactor : t.setUpSecondFactor}
          </Button>
        </>
      ) : (
        <Scan {...begun} onDone={() => setBegun(null)} />
      )}
    </Card>
  );
}

function Scan({
  address,
  secret,
  onDone,
}: {
  readonly address: string;
  readonly secret: string;
  readonly onDone: () => void;
}) {
  const t = useText(accountText);
  const queryClient = useQueryClient();
  const [code, setCode] = useState('');
  const confirm = useAction(async () => {
    await confirmSecondFactor(code);
    queryClient.setQueryData(CURRENT_LOGIN, await loadMe());
    showToast(t.secondFactorDone);
    onDone();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void confirm.run();
  };
  return (
    <div className="scan">
      <QrCode text={address} label={t.scanLabel} />
      <form className="stack" onSubmit={submit}>
        <strong>{t.scanTitle}</strong>
        <p className="muted">{t.scanLead}</p>
        <CopyField label={t.secretKey} value={secret.replace(/(.{4})(?=.)/g, '$1 ')} />
        <CodeField value={code} onChange={setCode} />
        <LoginFailure failure={confirm.failure} />
        <Button type="submit" kind="primary" isBusy={confirm.isBusy} isDisabled={code.length !== 6}>
          {t.confirmCode}
        </Button>
      </form>
    </div>
  );
}
