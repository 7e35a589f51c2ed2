/** Who one is and in which organ, language, elder mode, the way out. */
import { Link } from '@tanstack/react-router';
import { elderSetting, languageSetting, useElderMode, useLanguage } from '../text/settings.ts';
import { roleText, shellText } from '../text/shell.ts';
import { choose, useText } from '../text/texts.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { useCurrentLogin, useSignOut } from './current-login.ts';

export function Header() {
  const t = useText(shellText);
  return (
    <header className="site-header no-print">
      <div className="site-header-inner">
        <Link to="/app" className="site-name">
          <span className="site-mark" aria-hidden="true">
            民
          </span>
          {t.appName}
        </Link>
        <Who />
        <div className="site-tools" role="group" aria-label={t.tools}>
          <Settings />
          <SignOut />
        </div>
      </div>
    </header>
  );
}

function Who() {
  const t = useText(shellText);
  const roles = useText(roleText);
  const language = useLanguage();
  const { data: login } = useCurrentLogin();
  if (login === undefined || login === null) return null;
  const held = login.roles.map(({ role, organ }) =>
    organ === null ? roles[role] : `${choose(language, organ.nameZh, organ.nameEn)} · ${roles[role]}`,
  );
  return (
    <span className="site-who">
      <Link to="/app/account" aria-label={`${t.account}: ${login.name}`}>
        <strong>{login.name}</strong>
      </Link>
      <span>{[...new Set(held)].join(language === 'zh' ? '、' : ', ')}</span>
    </span>
  );
}

function Settings() {
  const t = useText(shellText);
  const language = useLanguage();
  const isElder = useElderMode();
  const login = useCurrentLogin();
  return (
    <>
      {login.data === null && (
        <LinkButton href="/" kind="quiet">
          {t.publicSite}
        </LinkButton>
      )}
      <Button kind="quiet" onPress={() => languageSetting.set(language === 'zh' ? 'en' : 'zh')}>
        <span lang={language === 'zh' ? 'en' : 'zh-CN'}>{t.otherLanguage}</span>
      </Button>
      <Button kind="quiet" isPressed={isElder} onPress={() => elderSetting.set(isElder ? 'off' : 'on')}>
        {t.elder}
      </Button>
    </>
  );
}

function SignOut() {
  const t = useText(shellText);
  const { data: login } = useCurrentLogin();
  const signOut = useSignOut();
  if (login === undefined || login === null) return null;
  return (
    <Button kind="quiet" isBusy={signOut.isBusy} onPress={() => void signOut.run()}>
      {t.signOut}
    </Button>
  );
}
