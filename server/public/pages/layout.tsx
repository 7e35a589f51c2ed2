/**
 * The frame of every public page: head, banner, navigation, switches of language and text size, footer. Written on the
 * server, without script and without inline style, so that the strictest content policy holds.
 */
import type { ReactNode } from 'react';
import { commonWords } from '../text/common.ts';
import type { Language } from '../text/words.ts';

/** How one request is answered. */
export interface View {
  readonly language: Language;
  readonly isElder: boolean;
  /** What the page was asked for with, without the switches, for links that stay on it. */
  readonly query: string;
  /** Addresses of the style sheets. */
  readonly styles: readonly string[];
  /** Whether the installation is a demonstration, which every page says. */
  readonly notice: string | null;
}

export interface Crumb {
  readonly name: string;
  readonly href: string;
}

export interface LayoutProps {
  readonly view: View;
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  readonly scripts?: readonly string[];
  /** Which entry of the navigation the page belongs to. */
  readonly section?: 'home' | 'receipts' | 'ledger' | 'how-to-verify' | 'verify';
  readonly children: ReactNode;
}

/** This very page with one more parameter. No path: a strange one, `//other.example`, would lead to another site. */
function withParameter(query: string, name: string, value: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return `?${parameters}`;
}

export function Layout({ view, title, crumbs = [], scripts = [], section, children }: LayoutProps) {
  const { language, isElder, query, styles, notice } = view;
  const w = commonWords(language);
  const links = [
    ['home', '/', w.home],
    ['receipts', '/receipts', w.receipts],
    ['ledger', '/ledger', w.ledger],
    ['how-to-verify', '/how-to-verify', w.howTo],
    ['verify', '/verify', w.verifier],
  ] as const;
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'} {...(isElder ? { 'data-elder': '' } : {})}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === w.site ? `${w.site} ${w.siteTag}` : `${title} · ${w.site}`}</title>
        {styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body className="public">
        <a className="skip button" href="#content">
          {w.skip}
        </a>
        {notice === null ? null : <p className="demo-banner">{notice}</p>}
        <header className="site-header">
          <div className="site-header-inner">
            <a className="site-name" href="/">
              <span className="site-mark" aria-hidden="true">
                民
              </span>
              {w.site}
            </a>
            <span className="site-who">{w.siteTag}</span>
            <div className="site-tools">
              <a
                className="button button-quiet"
                href={withParameter(query, 'lang', language === 'zh' ? 'en' : 'zh')}
                lang={language === 'zh' ? 'en' : 'zh-CN'}
              >
                {w.otherLanguage}
              </a>
              <a
                className="button button-quiet"
                href={withParameter(query, 'elder', isElder ? 'off' : 'on')}
                aria-current={isElder ? 'true' : undefined}
              >
                {w.elder}
              </a>
            </div>
          </div>
          <nav className="site-nav" aria-label={w.navLabel}>
            <ul>
              {links.map(([name, href, text]) => (
                <li key={name}>
                  <a href={href} {...(name === section ? { 'aria-current': 'page' as const } : {})}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <main id="content" className="page">
          {crumbs.length === 0 ? null : (
            <nav aria-label={w.breadcrumb}>
              <ol className="breadcrumbs">
                {crumbs.map(({ name, href }) => (
                  <li key={href}>
                    <a href={href}>{name}</a>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          {children}
        </main>
        <footer className="site-footer">
          <div className="site-footer-inner">
            <p>{w.footer}</p>
            <p>
              <a href="/sign-in">{w.signIn}</a>
            </p>
          </div>
        </footer>
      </body>
    </html>
  );
}
