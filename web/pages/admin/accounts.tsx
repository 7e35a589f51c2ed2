/** All accounts: who, in which roles, whether in use; and inviting somebody. */
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { AccountRow } from '#server/api';
import { useAction } from '../../api/action.ts';
import { useAccounts, usePeopleActions } from '../../api/people.ts';
import { Answer } from '../../api/query.tsx';
import { adminText } from '../../text/admin.ts';
import { useLanguage } from '../../text/settings.ts';
import { roleText } from '../../text/shell.ts';
import { choose, useText } from '../../text/texts.ts';
import { uiText } from '../../text/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Badge } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { WholeWords } from '../../ui/whole-words.tsx';
import { InvitationLink, type ShownLink } from './invitation-link.tsx';
import { NO_ROLE, RoleFields, readChoice } from './role-fields.tsx';
import '../account/account.css';

const LOGIN_NAME = /^[a-z0-9][a-z0-9._-]{1,39}$/;

export function AccountsPage() {
  const t = useText(adminText);
  const accounts = useAccounts();
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<ShownLink | null>(null);
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <Button kind="primary" onPress={() => setInviting(true)}>
          {t.invite}
        </Button>
      }
    >
      <Answer query={accounts}>{(rows) => <AccountTable rows={rows} />}</Answer>
      <InviteDialog
        isOpen={isInviting}
        onClose={() => setInviting(false)}
        onMade={(made) => {
          setInviting(false);
          setLink(made);
        }}
      />
      <InvitationLink shown={link} onClose={() => setLink(null)} />
    </Page>
  );
}

export function StateBadge({ account }: { readonly account: AccountRow }) {
  const t = useText(adminText);
  if (account.state === 'active') return <Badge tone="success">{t.active}</Badge>;
  if (account.state === 'disabled') return <Badge tone="error">{t.disabled}</Badge>;
  return account.invitedUntil === null ? (
    <Badge tone="warn">{t.invitedPast}</Badge>
  ) : (
    <Badge tone="info">{t.invited}</Badge>
  );
}

function AccountTable({ rows }: { readonly rows: readonly AccountRow[] }) {
  const t = useText(adminText);
  const roles = useText(roleText);
  const language = useLanguage();
  return (
    <Table
      caption={t.accounts}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'name',
          header: t.name,
          sortBy: (row) => row.name,
          cell: (row) => <Link to={`/app/accounts/${row.id}` as string}>{row.name}</Link>,
        },
        {
          key: 'login',
          header: t.loginName,
          sortBy: (row) => row.loginName,
          cell: (row) => <code>{row.loginName}</code>,
        },
        {
          key: 'roles',
          header: t.role,
          cell: (row) =>
            row.roles.length === 0 ? (
              <span className="muted">{t.noRoles}</span>
            ) : (
              <ul className="role-list">
                {row.roles.map(({ role, organ }) => (
                  <li key={`${role} ${organ?.id ?? ''}`}>
                    {roles[role]}
                    {organ !== null && (
                      <span className="block muted small">
                        <WholeWords text={choose(language, organ.nameZh, organ.nameEn)} />
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            ),
        },
        {
          key: 'secondFactor',
          header: t.secondFactor,
          cell: (row) => (row.hasSecondFactor ? t.yes : <span className="muted">{t.no}</span>),
        },
        {
          key: 'state',
          header: t.state,
          sortBy: (row) => row.state,
          cell: (row) => <StateBadge account={row} />,
        },
      ]}
    />
  );
}

function InviteDialog({
  isOpen,
  onClose,
  onMade,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: ShownLink) => void;
}) {
  const t = useText(adminText);
  const ui = useText(uiText);
  const { create } = usePeopleActions();
  const [loginName, setLoginName] = useState('');
  const [name, setName] = useState('');
  const [choice, setChoice] = useState(NO_ROLE);
  const role = readChoice(choice);
  const action = useAction(async () => {
    const made = await create({ loginName, name: name.trim(), roles: role === null ? [] : [role] });
    onMade({ name: name.trim(), invitation: made.invitation });
    setLoginName('');
    setName('');
    setChoice(NO_ROLE);
  });
  const isTaken = action.failure?.code === 'ALREADY_EXISTS';
  const isMalformed = loginName.length > 1 && !LOGIN_NAME.test(loginName);
  const isReady = LOGIN_NAME.test(loginName) && name.trim() !== '' && (choice.role === '' || role !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) void action.run();
  };
  return (
    <Dialog isOpen={isOpen} title={t.inviteTitle} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField label={t.name} value={name} onChange={setName} maxLength={60} autoFocus />
        <TextField
          label={t.loginName}
          hint={t.loginNameHint}
          value={loginName}
          onChange={(text) => setLoginName(text.trim().toLowerCase())}
          maxLength={40}
          error={isTaken ? t.loginNameTaken : isMalformed ? t.loginNameWrong : undefined}
        />
        <RoleFields value={choice} onChange={setChoice} isRequired={false} />
        {!isTaken && <FailureNotice failure={action.failure} />}
        <div className="dialog-actions">
          <Button onPress={onClose}>{ui.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={action.isBusy} isDisabled={!isReady}>
            {t.makeAccount}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
