/** A sentence that must be seen, with sign and word for its kind; and a badge, its one-word form in tables and lists. */
import type { ReactNode } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { errorIcon, infoIcon, successIcon, warnIcon } from './icons.tsx';

export type Tone = 'info' | 'success' | 'warn' | 'error';

const ICONS = { info: infoIcon, success: successIcon, warn: warnIcon, error: errorIcon } as const;

/** Errors and warnings are read out at once when they appear, the rest when the reader pauses. */
export function Notice({
  tone = 'info',
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
}) {
  const t = useText(uiText);
  return (
    <div className={`notice tone-${tone}`} role={tone === 'error' || tone === 'warn' ? 'alert' : 'status'}>
      {ICONS[tone]}
      <div className="notice-text">
        {title === undefined ? (
          <span className="visually-hidden">{t[tone]}</span>
        ) : (
          <strong className="notice-title">{title}</strong>
        )}
        {children}
      </div>
    </div>
  );
}

export function Badge({ tone = 'info', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`badge tone-${tone}`}>{children}</span>;
}
