/** One account as an administrator sees it: name, roles, access. */
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { AccountRow, RoleHeld } from '#server/api';
import { useAction } from '../../api/action.ts';
import { useAccounts, usePeopleActions } from '../../api/people.ts';
import { Answer } from '../../api/query.tsx';
import { adminText } from '../../text/admin.ts';
import { useFormat } from '../../text/format.ts';
import { useLanguage } from '../../text/settings.ts';
import { roleText } from '../../text/shell.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card, Facts, Page } from '../../ui/page.tsx';
import { Empty, FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { StateBadge } from './accounts.tsx';
import { InvitationLink, type ShownLink } from './invitation-link.tsx';
import { NO_ROLE, RoleFields, readChoice } from './role-fields.tsx';
import '../account/account.css';

export function AdminAccountPage() {
  const t = useText(adminText);
  const { accountId } = useParams({ strict: false }) as { readonly accountId: string };
  const accounts = useAccounts();
  const account = accounts.data?.find(({ id }) => id === accountId);
  return (
    <Page title={account?.name ?? t.title} crumbs={[{ label: t.toAccounts, to: '/app/accounts' }]}>
      <Answer query={accounts}>
        {() =>
          account === undefined ? (
            <Empty title={t.notFound} />
          ) : (
            <div className="account-cards">
              <StateCard account={account} />
              <RolesCard account={account} />
              <AccessCard account={account} />
            </div>
          )
        }
      </Answer>
    </Page>
  );
}

function StateCard({ account }: { readonly account: AccountRow }) {
  const t = useText(adminText);
  const format = useFormat();
  const { rename } = usePeopleActions();
  const [name, setName] = useState(account.name);
  const action = useAction(async () => {
    await rename(account.id, name.trim());
    showToast(t.renamed);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run();
  };
  return (
    <Card title={t.accounts}>
      <Facts
        facts={[
          [t.loginName, <code key="login">{account.loginName}</code>],
          [
            t.state,
            <span key="state" className="row">
              <StateBadge account={account} />
              {account.invitedUntil !== null && t.linkUntil(format.moment(account.invitedUntil))}
            </span>,
          ],
          [t.secondFactor, account.hasSecondFactor ? t.yes : t.no],
          [t.signingKey, account.hasSigningKey ? t.yes : t.no],
        ]}
      />
      <form className="stack" onSubmit={submit}>
        <TextField label={t.name} value={name} onChange={setName} maxLength={60} />
        <FailureNotice failure={action.failure} />
        <Button
          type="submit"
          isBusy={action.isBusy}
          isDisabled={name.trim() === '' || name.trim() === account.name}
        >
          {t.rename}
        </Button>
      </form>
    </Card>
  );
}

function RolesCard({ account }: { readonly account: AccountRow }) {
  const t = useText(adminText);
  const names = useText(roleText);
  const language = useLanguage();
  const { grant, withdraw } = usePeopleActions();
  const [choice, setChoice] = useState(NO_ROLE);
  const [leaving, setLeaving] = useState<RoleHeld | null>(null);
  const chosen = readChoice(choice);
  const action = useAction(async () => {
    if (chosen === null) return;
    await grant(account.id, chosen);
    setChoice(NO_ROLE);
    showToast(t.granted);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run();
  };
  return (
    <Card title={t.role}>
      {account.roles.length === 0 ? (
        <p className="muted">{t.noRoles}</p>
      ) : (
        <ul className="role-list">
          {account.roles.map((held) => (
            <li key={`${held.role} ${held.organ?.id ?? ''}`} className="row row-apart">
              <span>
                <strong>{names[held.role]}</strong>{' '}
                <span className="muted">
                  {held.organ === null
                    ? t.installation
                    : choose(language, held.organ.nameZh, held.organ.nameEn)}
                </span>
              </span>
              <Button kind="quiet" label={t.withdrawLabel(names[held.role])} onPress={() => setLeaving(held)}>
                {t.withdraw}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form className="stack" onSubmit={submit}>
        <strong>{t.grantTitle}</strong>
        <RoleFields value={choice} onChange={setChoice} />
        <FailureNotice failure={action.failure} />
        <Button type="submit" isBusy={action.isBusy} isDisabled={chosen === null}>
          {t.grant}
        </Button>
      </form>
      <ConfirmDialog
        isOpen={leaving !== null}
        title={leaving === null ? '' : t.withdrawTitle(names[leaving.role], account.name)}
        confirm={t.withdraw}
        isDangerous
        onClose={() => setLeaving(null)}
        onConfirm={async () => {
          if (leaving === null) return;
          await withdraw(account.id, { role: leaving.role, organId: leaving.organ?.id ?? null });
        }}
      >
        <p>{t.withdrawText}</p>
      </ConfirmDialog>
    </Card>
  );
}

function AccessCard({ account }: { readonly account: AccountRow }) {
  const t = useText(adminText);
  const { invite, disable, enable } = usePeopleActions();
  const [asked, setAsked] = useState<'reset' | 'disable' | null>(null);
  const [link, setLink] = useState<ShownLink | null>(null);
  const close = () => setAsked(null);
  const again = useAction(async (resets: boolean) => {
    const { invitation } = await invite(account.id, resets);
    setLink({ name: account.name, invitation });
  });
  const enabling = useAction(async () => {
    await enable(account.id);
    showToast(t.enabled);
  });
  return (
    <Card title={t.access}>
      <FailureNotice failure={again.failure ?? enabling.failure} />
      {account.state === 'disabled' && (
        <Button isBusy={enabling.isBusy} onPress={() => void enabling.run()}>
          {t.enable}
        </Button>
      )}
      {account.state === 'invited' && (
        <>
          <p className="muted">{t.newLinkWhy}</p>
          <Button isBusy={again.isBusy} onPress={() => void again.run(false)}>
            {t.newLink}
          </Button>
        </>
      )}
      {account.state === 'active' && (
        <>
          <p className="muted">{t.resetText}</p>
          <Button onPress={() => setAsked('reset')}>{t.reset}</Button>
        </>
      )}
      {account.state !== 'disabled' && (
        <>
          <p className="muted">{t.disableText}</p>
          <Button kind="danger" onPress={() => setAsked('disable')}>
            {t.disable}
          </Button>
        </>
      )}
      <ConfirmDialog
        isOpen={asked === 'reset'}
        title={t.resetTitle(account.name)}
        confirm={t.reset}
        isDangerous
        onClose={close}
        onConfirm={async () => {
          const { invitation } = await invite(account.id, true);
          setLink({ name: account.name, invitation });
        }}
      >
        <p>{t.resetText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked === 'disable'}
        title={t.disableTitle(account.name)}
        confirm={t.disable}
        isDangerous
        onClose={close}
        onConfirm={() => disable(account.id)}
      >
        <p>{t.disableText}</p>
      </ConfirmDialog>
      <InvitationLink shown={link} onClose={() => setLink(null)} />
    </Card>
  );
}
