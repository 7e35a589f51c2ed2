/** Publication by the clerk, the versions there are, and corrections by two people. */
import { type FormEvent, useState } from 'react';
import type { CountView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { useCountActions } from '../../api/counting.ts';
import { useRolesIn } from '../../shell/roles.ts';
import { countText } from '../../text/count.ts';
import { useFormat } from '../../text/format.ts';
import { useText } from '../../text/texts.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Facts } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

export function Publish({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const format = useFormat();
  const roles = useRolesIn(view.organId);
  const actions = useCountActions(view.poll);
  const [isAsking, setAsking] = useState(false);
  const isPublished = view.publications.length > 0;
  return (
    <Card title={t.publishTitle}>
      {isPublished ? (
        <>
          <Notice tone="success" title={t.published} />
          <Facts
            facts={view.publications.map(
              ({ version, publishedAt, reason }) =>
                [
                  t.version(version),
                  <span key={version}>
                    {t.publishedAt(format.moment(publishedAt))}
                    {reason !== '' && <span className="block">{t.because(reason)}</span>}
                  </span>,
                ] as const,
            )}
          />
          <div>
            <LinkButton href={`/polls/${view.poll}`}>{t.publicPage}</LinkButton>
          </div>
          <Correct view={view} />
        </>
      ) : (
        <>
          <p>{t.publishLead}</p>
          {roles.has('clerk') && (
            <div>
              <Button kind="primary" isLarge onPress={() => setAsking(true)}>
                {t.publish}
              </Button>
            </div>
          )}
        </>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title={t.publishConfirmTitle}
        confirm={t.publish}
        onConfirm={actions.publish}
        onClose={() => setAsking(false)}
      >
        <p>{t.publishLead}</p>
      </ConfirmDialog>
    </Card>
  );
}

function Correct({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const roles = useRolesIn(view.organId);
  const actions = useCountActions(view.poll);
  const [reason, setReason] = useState('');
  const propose = useAction(actions.propose);
  const [isAsking, setAsking] = useState(false);
  const { correction } = view;
  if (correction === null && !roles.has('clerk')) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void propose.run(reason.trim()).then(({ ok }) => ok && setReason(''));
  };
  return (
    <details open={correction !== null}>
      <summary>{t.correctTitle}</summary>
      <div className="stack">
        <p className="muted">{t.correctLead}</p>
        {correction !== null && (
          <Notice tone="warn">
            <p>{t.proposed(correction.version, correction.proposedBy, correction.reason)}</p>
            {roles.has('presidium') && (
              <div>
                <Button kind="primary" onPress={() => setAsking(true)}>
                  {t.agree}
                </Button>
              </div>
            )}
            <ConfirmDialog
              isOpen={isAsking}
              title={t.agreeTitle(correction.version)}
              confirm={t.agree}
              onConfirm={() => actions.agree(correction.reason)}
              onClose={() => setAsking(false)}
            >
              <p>{t.proposed(correction.version, correction.proposedBy, correction.reason)}</p>
            </ConfirmDialog>
          </Notice>
        )}
        {roles.has('clerk') && (
          <form className="stack" onSubmit={submit}>
            <TextField label={t.reason} value={reason} maxLength={200} onChange={setReason} />
            <FailureNotice failure={propose.failure} />
            <div>
              <Button type="submit" isBusy={propose.isBusy} isDisabled={reason.trim() === ''}>
                {t.propose}
              </Button>
            </div>
          </form>
        )}
      </div>
    </details>
  );
}
