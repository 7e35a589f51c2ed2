/** The frame of a signed-in page: where one is, the title, what one can do, then the content. */
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { WholeWords, whole } from './whole-words.tsx';

export interface Crumb {
  readonly label: string;
  /** A path of the application, such as `/app/organs`. */
  readonly to: string;
}

let isFirstPage = true;

/** After a change of page the title takes the focus, so that keyboard and screen reader begin where the page does. */
export function Page({
  title,
  lead,
  crumbs = [],
  actions,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly crumbs?: readonly Crumb[];
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useText(uiText);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.appName}`;
  }, [title, t.appName]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus();
    isFirstPage = false;
  }, []);
  return (
    <div className="page">
      <div className="page-head">
        {crumbs.length > 0 && (
          <nav aria-label={t.breadcrumbs}>
            <ol className="breadcrumbs">
              {crumbs.map(({ label, to }) => (
                <li key={to}>
                  <Link to={to}>
                    <WholeWords text={label} />
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="page-title">
          <h1 ref={heading} tabIndex={-1}>
            <WholeWords text={title} />
          </h1>
          {lead && <p className="page-lead">{lead}</p>}
          {actions && <div className="page-actions row no-print">{actions}</div>}
        </div>
      </div>
      {children}
    </div>
  );
}

/** A surface with a heading. */
export function Card({
  title,
  actions,
  children,
}: {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <section className="card">
      {title && (
        <div className="row row-apart">
          <h2>{whole(title)}</h2>
          {actions && <div className="row no-print">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** Pairs of a word and what it is. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [label: string, value: ReactNode])[];
}) {
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          <dd>{whole(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
