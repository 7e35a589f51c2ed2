/** The frame around every page of the application: demo banner, header, content, messages. */
import { Outlet } from '@tanstack/react-router';
import { shellText } from '../text/shell.ts';
import { useText } from '../text/texts.ts';
import { Toasts } from '../ui/toast.tsx';
import { Header } from './header.tsx';

export function Frame() {
  const t = useText(shellText);
  return (
    <>
      <a className="skip button" href="#content">
        {t.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <Toasts />
    </>
  );
}
