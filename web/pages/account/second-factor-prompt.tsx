/** Asks for the code when an action needs it fresh; the action then goes on by itself (web/api/client.ts). */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { giveCode, loadMe } from '../../api/account.ts';
import { useAction } from '../../api/action.ts';
import { onSecondFactorNeeded } from '../../api/client.ts';
import { CURRENT_LOGIN } from '../../shell/current-login.ts';
import { accountText } from '../../text/account.ts';
import { useText } from '../../text/texts.ts';
import { uiText } from '../../text/ui.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CodeField, LoginFailure } from './fields.tsx';

export function SecondFactorPrompt() {
  const t = useText(accountText);
  const ui = useText(uiText);
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'code' | 'setUp' | null>(null);
  const [code, setCode] = useState('');
  const waiting = useRef<((isFresh: boolean) => void)[]>([]);
  const finish = useCallback((isFresh: boolean) => {
    for (const resolve of waiting.current.splice(0)) resolve(isFresh);
    setAsked(null);
    setCode('');
  }, []);
  useEffect(() => {
    onSecondFactorNeeded(
      () =>
        new Promise((resolve) => {
          // Several requests at once ask once.
          waiting.current.push(resolve);
          void loadMe().then(
            (me) => setAsked(me.secondFactor.isSetUp ? 'code' : 'setUp'),
            () => finish(false),
          );
        }),
    );
    return () => onSecondFactorNeeded(null);
  }, [finish]);
  const give = useAction(async () => {
    try {
      await giveCode(code);
    } catch (error) {
      setCode('');
      throw error;
    }
    void queryClient.invalidateQueries({ queryKey: CURRENT_LOGIN });
    finish(true);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void give.run();
  };
  return (
    <Dialog
      isOpen={asked !== null}
      title={asked === 'setUp' ? t.secondFactor : t.freshTitle}
      onClose={() => finish(false)}
    >
      {asked === 'setUp' ? (
        <div className="stack">
          <p>{t.needSetUp}</p>
          <div className="dialog-actions">
            <Button onPress={() => finish(false)}>{ui.cancel}</Button>
            <Link
              to={'/app/account' as string}
              className={buttonClass({ kind: 'primary' })}
              onClick={() => finish(false)}
            >
              {t.setUpSecondFactor}
            </Link>
          </div>
        </div>
      ) : (
        <form className="stack" onSubmit={submit}>
          <p className="muted">{t.freshLead}</p>
          <CodeField value={code} onChange={setCode} autoFocus />
          <LoginFailure failure={give.failure} />
          <div className="dialog-actions">
            <Button onPress={() => finish(false)}>{ui.cancel}</Button>
            <Button type="submit" kind="primary" isBusy={give.isBusy} isDisabled={code.length !== 6}>
              {t.confirmCode}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
