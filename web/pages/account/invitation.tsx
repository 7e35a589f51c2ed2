/**
 * A one-time link: its token is in the fragment, which browsers send to nobody, and leaves the address bar at once. Whoever
 * holds it sets the password and is logged in.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { acceptInvitation, loadMe, readInvitation } from '../../api/account.ts';
import { useAction } from '../../api/action.ts';
import { asFailure } from '../../api/client.ts';
import { CURRENT_LOGIN, LOGIN_PATH } from '../../shell/current-login.ts';
import { accountText } from '../../text/account.ts';
import { useText } from '../../text/texts.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Failed, Loading } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { isReady, LoginFailure, NewPasswordFields, NO_PASSWORD } from './fields.tsx';
import './account.css';

function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(history.state, '', location.pathname);
  return token;
}

export function InvitationPage() {
  const t = useText(accountText);
  const [token] = useState(takeToken);
  const invitation = useQuery({
    queryKey: ['invitation'],
    queryFn: () => readInvitation(token),
    enabled: token !== '',
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const failure = invitation.error === null ? null : asFailure(invitation.error);
  const isSpent = failure?.code === 'EXPIRED';
  return (
    <Page title={t.invitationTitle} lead={invitation.data && t.invitationLead(invitation.data.name)}>
      <div className="narrow stack">
        {token === '' && <Notice tone="warn">{t.invitationMissing}</Notice>}
        {isSpent && <Notice tone="warn">{t.invitationSpent}</Notice>}
        {(token === '' || isSpent) && (
          <Link to={LOGIN_PATH} className={buttonClass()}>
            {t.toSignIn}
          </Link>
        )}
        {invitation.isLoading && <Loading />}
        {failure !== null && !isSpent && (
          <Failed failure={failure} onRetry={() => void invitation.refetch()} />
        )}
        {invitation.data && <Accept token={token} loginName={invitation.data.loginName} />}
      </div>
    </Page>
  );
}

function Accept({ token, loginName }: { readonly token: string; readonly loginName: string }) {
  const t = useText(accountText);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(NO_PASSWORD);
  const action = useAction(async () => {
    await acceptInvitation(token, chosen.password);
    const me = await loadMe();
    queryClient.setQueryData(CURRENT_LOGIN, me);
    await navigate({ href: me.secondFactor.isNeeded ? '/app/account' : '/app', replace: true });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady(chosen)) void action.run();
  };
  return (
    <Card>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t.loginName}
          value={loginName}
          onChange={() => {}}
          autoComplete="username"
          isDisabled
        />
        <NewPasswordFields
          label={t.newPassword}
          hint={t.newPasswordHint}
          value={chosen}
          onChange={setChosen}
          failure={action.failure}
        />
        {action.failure?.code !== 'WEAK_PASSWORD' && <LoginFailure failure={action.failure} />}
        <Button
          type="submit"
          kind="primary"
          isLarge
          isWide
          isBusy={action.isBusy}
          isDisabled={!isReady(chosen)}
        >
          {t.setPassword}
        </Button>
      </form>
    </Card>
  );
}
