/** One's own account: roles, second factor, signing key, password, all devices. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { CurrentLogin } from '#server/api';
import { SIGNER_ROLES } from '#tally';
import { changePassword, signOutEverywhere } from '../../api/account.ts';
import { useAction } from '../../api/action.ts';
import { Answer } from '../../api/query.tsx';
import { CURRENT_LOGIN, LOGIN_PATH, useCurrentLogin } from '../../shell/current-login.ts';
import { accountText } from '../../text/account.ts';
import { useLanguage } from '../../text/settings.ts';
import { roleText, shellText } from '../../text/shell.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Facts, Page } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { whole } from '../../ui/whole-words.tsx';
import { isReady, LoginFailure, NewPasswordFields, NO_PASSWORD } from './fields.tsx';
import { SecondFactorCard } from './second-factor.tsx';
import { SigningKeyCard } from './signing-key.tsx';
import './account.css';

export function AccountPage() {
  const t = useText(accountText);
  const login = useCurrentLogin();
  return (
    <Page title={t.accountTitle}>
      <Answer query={login}>{(me) => me && <Account me={me} />}</Answer>
    </Page>
  );
}

function Account({ me }: { readonly me: CurrentLogin }) {
  const mustSetUp = me.secondFactor.isNeeded && !me.secondFactor.isSetUp;
  const signs =
    me.signingKey !== null || me.roles.some(({ role }) => SIGNER_ROLES.some((signer) => signer === role));
  return (
    <>
      {mustSetUp && <SecondFactorCard me={me} />}
      <div className="account-cards">
        <WhoCard me={me} />
        {!mustSetUp && <SecondFactorCard me={me} />}
        {!mustSetUp && signs && <SigningKeyCard me={me} />}
        <PasswordCard />
        <EverywhereCard />
      </div>
    </>
  );
}

function WhoCard({ me }: { readonly me: CurrentLogin }) {
  const t = useText(accountText);
  const ts = useText(shellText);
  const roles = useText(roleText);
  const language = useLanguage();
  return (
    <Card title={me.name}>
      <Facts
        facts={[
          [t.loginName, <code key="login">{me.loginName}</code>],
          [
            t.roles,
            me.roles.length === 0 ? (
              t.noRoles
            ) : (
              <ul key="roles" className="role-list">
                {me.roles.map(({ role, organ }) => (
                  <li key={`${role} ${organ?.id ?? ''}`}>
                    {whole(
                      organ === null
                        ? roles[role]
                        : ts.roleIn(roles[role], choose(language, organ.nameZh, organ.nameEn)),
                    )}
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function PasswordCard() {
  const t = useText(accountText);
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState(NO_PASSWORD);
  const action = useAction(async () => {
    await changePassword(current, chosen.password);
    setCurrent('');
    setChosen(NO_PASSWORD);
    showToast(t.passwordChanged);
  });
  const code = action.failure?.code;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady(chosen)) void action.run();
  };
  return (
    <Card title={t.passwordCard}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t.currentPassword}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={code === 'WRONG_LOGIN' ? t.wrongPassword : undefined}
        />
        <NewPasswordFields
          label={t.newPassword}
          hint={t.newPasswordHint}
          value={chosen}
          onChange={setChosen}
          failure={action.failure}
        />
        {code !== 'WRONG_LOGIN' && code !== 'WEAK_PASSWORD' && <LoginFailure failure={action.failure} />}
        <Button type="submit" isBusy={action.isBusy} isDisabled={current === '' || !isReady(chosen)}>
          {t.changePassword}
        </Button>
      </form>
    </Card>
  );
}

function EverywhereCard() {
  const t = useText(accountText);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const action = useAction(async () => {
    await signOutEverywhere();
    queryClient.clear();
    queryClient.setQueryData(CURRENT_LOGIN, null);
    await navigate({ href: LOGIN_PATH });
  });
  return (
    <Card title={t.everywhere}>
      <p className="muted">{t.everywhereWhy}</p>
      <LoginFailure failure={action.failure} />
      <Button isBusy={action.isBusy} onPress={() => void action.run()}>
        {t.signOutEverywhere}
      </Button>
    </Card>
  );
}
