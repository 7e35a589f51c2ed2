/** What a page shows instead of its content: loading, nothing there, failed. */
import type { ReactNode } from 'react';
import type { Failure } from '../api/client.ts';
import { sentenceFor } from '../text/errors.ts';
import { useLanguage } from '../text/settings.ts';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

export function Loading({ label }: { readonly label?: string }) {
  const t = useText(uiText);
  return (
    <div className="state" role="status">
      <span className="row">
        <span className="spinner" aria-hidden="true" />
        {label ?? t.loading}
      </span>
    </div>
  );
}

/** Says what is missing and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="state">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** A failure in words; for an input, each place with what was expected there. Nothing while there is none. */
export function FailureNotice({
  failure,
  children,
}: {
  readonly failure: Failure | null;
  readonly children?: ReactNode;
}) {
  const language = useLanguage();
  if (failure === null) return null;
  return (
    <Notice tone="error" title={sentenceFor(failure.code, language)}>
      {failure.findings.length > 0 && (
        <ul>
          {failure.findings.map(({ where, message }) => (
            <li key={`${where} ${message}`}>
              <code>{where}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {failure.findings.length === 0 && failure.detail !== '' && (
        <span className="small">{failure.detail}</span>
      )}
      {children}
    </Notice>
  );
}

export function Failed({ failure, onRetry }: { readonly failure: Failure; readonly onRetry?: () => void }) {
  const t = useText(uiText);
  return (
    <div className="state">
      <FailureNotice failure={failure} />
      {onRetry && <Button onPress={onRetry}>{t.retry}</Button>}
    </div>
  );
}
