/** Signing in: name and password, then the code where a second factor is set up, then back to where one wanted to go. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { giveCode, loadMe, signIn } from '../../api/account.ts';
import { useAction } from '../../api/action.ts';
import { sendJson } from '../../api/client.ts';
import { Answer } from '../../api/query.tsx';
import { CURRENT_LOGIN, useCurrentLogin } from '../../shell/current-login.ts';
import { accountText } from '../../text/account.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CodeField, LoginFailure } from './fields.tsx';
import './account.css';

/** Only a path of this application: a link to the login must not lead elsewhere afterwards. */
function readNext(search: { readonly next?: unknown }): string {
  const { next } = search;
  return typeof next === 'string' && /^\/app(?:[/?#][^\\]*)?$/.test(next) ? next : '/app';
}

export function LoginPage() {
  const t = useText(accountText);
  const login = useCurrentLogin();
  const navigate = useNavigate();
  const next = readNext(useSearch({ strict: false }));
  const current = login.data;
  const isHalf = current?.secondFactor.isSetUp === true && !current.secondFactor.isGiven;
  const isWhole = current !== undefined && current !== null && !isHalf;
  // Who has to set up the second factor can do nothing else before.
  const mustSetUp = isWhole && current.secondFactor.isNeeded && !current.secondFactor.isSetUp;
  useEffect(() => {
    if (isWhole) void navigate({ href: mustSetUp ? '/app/account' : next, replace: true });
  }, [isWhole, mustSetUp, next, navigate]);
  return (
    <Page title={isHalf ? t.codeTitle : t.signInTitle} lead={isHalf ? t.codeLead : t.signInLead}>
      <div className="narrow">
        <Answer query={login}>{() => (isWhole ? null : isHalf ? <CodeStep /> : <PasswordStep />)}</Answer>
      </div>
    </Page>
  );
}

function PasswordStep() {
  const t = useText(accountText);
  const queryClient = useQueryClient();
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const action = useAction(async () => {
    await signIn(loginName, password);
    queryClient.setQueryData(CURRENT_LOGIN, await loadMe());
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run();
  };
  return (
    <Card>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t.loginName}
          name="username"
          autoComplete="username"
          autoFocus
          value={loginName}
          onChange={setLoginName}
        />
        <TextField
          label={t.password}
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <LoginFailure failure={action.failure} />
        <Button type="submit" kind="primary" isLarge isWide isBusy={action.isBusy}>
          {t.signIn}
        </Button>
      </form>
    </Card>
  );
}

function CodeStep() {
  const t = useText(accountText);
  const queryClient = useQueryClient();
  const [code, setCode] = useState('');
  const action = useAction(async () => {
    try {
      await giveCode(code);
    } catch (error) {
      setCode('');
      throw error;
    }
    queryClient.setQueryData(CURRENT_LOGIN, await loadMe());
  });
  const leave = useAction(async () => {
    await sendJson('DELETE', '/api/logins/current');
    queryClient.setQueryData(CURRENT_LOGIN, null);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run();
  };
  return (
    <Card>
      <form className="stack" onSubmit={submit}>
        <CodeField value={code} onChange={setCode} autoFocus />
        <LoginFailure failure={action.failure} />
        <Button
          type="submit"
          kind="primary"
          isLarge
          isWide
          isBusy={action.isBusy}
          isDisabled={code.length !== 6}
        >
          {t.confirmCode}
        </Button>
        <Button kind="quiet" isBusy={leave.isBusy} onPress={() => void leave.run()}>
          {t.otherAccount}
        </Button>
      </form>
    </Card>
  );
}
