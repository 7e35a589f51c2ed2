/** Who one is and in which organ, language, elder mode, the way out. */
import { Link } from '@tanstack/react-router';
import { elderSetting, languageSetting, useElderMode, useLanguage } from '../text/settings.ts';
import { roleText, shellText } from '../text/shell.ts';
import { choose, useText } from '../text/texts.ts';
import { Button } from '../ui/button.tsx';
import { WholeWords } from '../ui/whole-words.tsx';
import { useCurrentLogin, useSignOut } from './current-login.ts';

export function Header() {
  const t = useText(shellText);
  return (
    <header className="site-header no-print">
      <div className="site-header-inner">
        <Name />
        <Who />
        <div className="site-tools" role="group" aria-label={t.tools}>
          <Settings />
          <SignOut />
        </div>
      </div>
    </header>
  );
}

/** Leads to what waits for whoever is logged in, others to the public pages. */
function Name() {
  const t = useText(shellText);
  const { data: login } = useCurrentLogin();
  const name = (
    <>
      <span className="site-mark" aria-hidden="true">
        民
      </span>
      {t.appName}
    </>
  );
  return login === null ? (
    <a href="/" className="site-name">
      {name}
    </a>
  ) : (
    <Link to="/app" className="site-name">
      {name}
    </Link>
  );
}

function Who() {
  const t = useText(shellText);
  const roles = useText(roleText);
  const language = useLanguage();
  const { data: login } = useCurrentLogin();
  if (login === undefined || login === null) return null;
  const held = login.roles.map(({ role, organ }) =>
    organ === null ? roles[role] : t.roleIn(roles[role], choose(language, organ.nameZh, organ.nameEn)),
  );
  return (
    <span className="site-who">
      <Link to="/app/account" aria-label={`${t.account}: ${login.name}`}>
        <strong>{login.name}</strong>
      </Link>
      <span>
        <WholeWords text={[...new Set(held)].join(language === 'zh' ? '、' : ', ')} />
      </span>
    </span>
  );
}

function Settings() {
  const t = useText(shellText);
  const language = useLanguage();
  const isElder = useElderMode();
  return (
    <>
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
