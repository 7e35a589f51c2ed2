/** Giving a session up: one person proposes with a reason, another agrees or lets it go on. */
import { useState } from 'react';
import type { Role, SessionView } from '#server/api';
import { nextStates } from '#tally';
import { useSessionStep } from '../../api/ballot-sessions.ts';
import { sessionText } from '../../text/sessions.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** That it was given up, by whom and why. */
export function Voided({ session: { abandonment } }: { readonly session: SessionView }) {
  const t = useText(sessionText);
  if (!abandonment?.confirmedBy) return null;
  return (
    <Notice tone="error" title={t.voided(abandonment.proposedBy, abandonment.confirmedBy)}>
      {abandonment.reason}
    </Notice>
  );
}

export function AbandonCard({
  session,
  roles,
}: {
  readonly session: SessionView;
  readonly roles: ReadonlySet<Role>;
}) {
  const t = useText(sessionText);
  const { abandonment, state } = session;
  const mayPropose = (['chiefScrutineer', 'presidium', 'clerk'] as const).some((role) => roles.has(role));
  if (!nextStates(state).includes('voided') || (!mayPropose && abandonment === null)) return null;
  return (
    <Card title={t.abandonTitle}>
      <p className="muted">{t.abandonLead}</p>
      {abandonment === null ? (
        <Proposal poll={session.id} />
      ) : (
        <Agreement
          poll={session.id}
          reason={abandonment.reason}
          by={abandonment.proposedBy}
          mayAgree={roles.has('presidium') || roles.has('chiefScrutineer')}
        />
      )}
    </Card>
  );
}

function Proposal({ poll }: { readonly poll: string }) {
  const t = useText(sessionText);
  const step = useSessionStep(poll);
  const [reason, setReason] = useState('');
  return (
    <>
      <TextField label={t.reason} maxLength={200} value={reason} onChange={setReason} />
      <FailureNotice failure={step.failure} />
      <div className="row">
        <Button
          kind="danger"
          isBusy={step.isBusy}
          isDisabled={reason.trim() === ''}
          onPress={() => void step.run('abandonment', { reason: reason.trim().normalize('NFC') })}
        >
          {t.propose}
        </Button>
      </div>
    </>
  );
}

function Agreement({
  poll,
  reason,
  by,
  mayAgree,
}: {
  readonly poll: string;
  readonly reason: string;
  readonly by: string;
  readonly mayAgree: boolean;
}) {
  const t = useText(sessionText);
  const agree = useSessionStep(poll);
  const drop = useSessionStep(poll, 'DELETE');
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Notice tone="warn">{t.proposedBy(by, reason)}</Notice>
      <FailureNotice failure={drop.failure} />
      {mayAgree && (
        <div className="row">
          <Button kind="danger" onPress={() => setAsked(true)}>
            {t.agree}
          </Button>
          <Button isBusy={drop.isBusy} onPress={() => void drop.run('abandonment')}>
            {t.drop}
          </Button>
        </div>
      )}
      <ConfirmDialog
        isOpen={isAsked}
        isDangerous
        title={t.agreeTitle}
        confirm={t.agree}
        onConfirm={async () => {
          const agreed = await agree.run('abandonment/confirmation', { reason });
          if (!agreed.ok) throw agreed.failure;
        }}
        onClose={() => setAsked(false)}
      >
        <p>{t.proposedBy(by, reason)}</p>
      </ConfirmDialog>
    </>
  );
}
