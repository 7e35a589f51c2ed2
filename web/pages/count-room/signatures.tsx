/** Who has signed, signing with one's own key file, and the presidium's confirmation. The text signed is built here. */
import { useState } from 'react';
import type { CountView, SignerView } from '#server/api';
import { SIGNER_ROLES, signStatement } from '#tally';
import { useAction } from '../../api/action.ts';
import { Failure } from '../../api/client.ts';
import { useCountActions } from '../../api/counting.ts';
import { openSigningKey, signingTime } from '../../keys/signing.ts';
import { countText } from '../../text/count.ts';
import { useFormat } from '../../text/format.ts';
import { roleText } from '../../text/shell.ts';
import { useText } from '../../text/texts.ts';
import { Checkbox } from '../../ui/choices.tsx';
import { Badge } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast.tsx';
import { type GivenKey, OpenKey } from './open-key.tsx';

export function Signatures({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const roles = useText(roleText);
  const format = useFormat();
  const hasSigned = view.signers.some(
    ({ isYou, name }) => isYou && view.signatures.some((signature) => signature.name === name),
  );
  const open = view.signers.filter(
    ({ isYou, role }) =>
      isYou && role !== 'presidium' && !view.signatures.some((signature) => signature.role === role),
  );
  return (
    <Card title={t.signTitle}>
      <p>{t.signLead}</p>
      <Table
        caption={t.signTitle}
        isCaptionHidden
        rows={SIGNER_ROLES.map((role) => ({
          role,
          signature: view.signatures.find((signature) => signature.role === role),
        }))}
        rowKey={({ role }) => role}
        columns={[
          { key: 'role', header: t.signer, cell: ({ role }) => roles[role] },
          {
            key: 'signed',
            header: t.signature,
            cell: ({ signature }) =>
              signature === undefined ? (
                <Badge>{t.notSigned}</Badge>
              ) : (
                <span>
                  <Badge tone="success">{t.signed}</Badge>{' '}
                  {t.signedBy(signature.name, format.moment(signature.signedAt))}
                </span>
              ),
          },
        ]}
      />
      {view.state === 'counted' &&
        !hasSigned &&
        open
          .slice(0, 1)
          .map((signer) => (
            <Sign
              key={signer.role}
              view={view}
              signer={signer}
              label={t.signAs(roles[signer.role])}
              isConfirmation={false}
            />
          ))}
    </Card>
  );
}

export function Confirm({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const own = view.signers.find(({ isYou, role }) => isYou && role === 'presidium');
  return (
    <Card title={t.confirmTitle}>
      <p>{t.confirmLead}</p>
      {own !== undefined && <Sign view={view} signer={own} label={t.confirm} isConfirmation />}
    </Card>
  );
}

function Sign({
  view,
  signer,
  label,
  isConfirmation,
}: {
  readonly view: CountView;
  readonly signer: SignerView;
  readonly label: string;
  readonly isConfirmation: boolean;
}) {
  const t = useText(countText);
  const actions = useCountActions(view.poll);
  const [isChecked, setChecked] = useState(false);
  const action = useAction(async ({ file, passphrase }: GivenKey) => {
    const { role, name, publicKey } = signer;
    const secret = await openSigningKey(file, passphrase, publicKey);
    if (!secret.ok) {
      const detail = secret.error.code === 'INCONSISTENT' ? t.wrongKey : secret.error.message;
      throw new Failure(secret.error.code, { detail });
    }
    const reportHash = view.reportHash ?? '';
    const signature = signStatement(
      { role, name, publicKey, sessionUuid: view.poll, reportHash, signedAt: signingTime() },
      secret.value,
    );
    await (isConfirmation ? actions.confirm(reportHash, signature) : actions.sign(reportHash, signature));
    showToast(t.signedDone);
  });
  return (
    <OpenKey
      label={t.signingFile}
      passphraseLabel={t.passphrase}
      submit={label}
      isBusy={action.isBusy}
      isReady={isChecked}
      failure={action.failure}
      onSubmit={(given) => void action.run(given)}
    >
      <Checkbox label={t.signConfirm} isChecked={isChecked} onChange={setChecked} />
    </OpenKey>
  );
}
