/** The frame around every page of the application: demo banner, header, content, messages. */
import { Link, Outlet } from '@tanstack/react-router';
import { SecondFactorPrompt } from '../pages/account/second-factor-prompt.tsx';
import { shellText } from '../text/shell.ts';
import { useText } from '../text/texts.ts';
import { Toasts } from '../ui/toast.tsx';
import { Header } from './header.tsx';
import { useSite } from './site.ts';

const TRY_PATH: string = '/app/try';

export function Frame() {
  const t = useText(shellText);
  const { data: site } = useSite();
  return (
    <>
      <a className="skip button" href="#content">
        {t.skip}
      </a>
      {site?.isDemo && (
        <aside className="demo-banner" aria-label={t.demoLabel}>
          {t.demo} <Link to={TRY_PATH}>{t.tryIt}</Link>
        </aside>
      )}
      <Header />
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <SecondFactorPrompt />
      <Toasts />
    </>
  );
}
