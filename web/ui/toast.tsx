/** Short messages after an action, with a way back where there is one. They stay until closed, or ten seconds. */
import { useEffect, useSyncExternalStore } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { Button } from './button.tsx';
import { Notice, type Tone } from './notice.tsx';

interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
  readonly onUndo?: () => void;
}

const SHOWN_MS = 10_000;
const listeners = new Set<() => void>();
let shown: readonly Toast[] = [];
let lastId = 0;

function change(toasts: readonly Toast[]): void {
  shown = toasts;
  for (const listener of listeners) listener();
}

/** Shows a message. With `onUndo` it has a button that takes the action back. */
export function showToast(
  text: string,
  { tone = 'success', onUndo }: { tone?: Tone; onUndo?: () => void } = {},
): void {
  lastId += 1;
  change([...shown.slice(-2), { id: lastId, tone, text, ...(onUndo && { onUndo }) }]);
}

function closeToast(id: number): void {
  change(shown.filter((toast) => toast.id !== id));
}

export function Toasts() {
  const t = useText(uiText);
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
    () => shown,
  );
  return (
    <section className="toasts no-print" aria-label={t.messages}>
      {toasts.map((toast) => (
        <ShownToast key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ShownToast({ toast }: { readonly toast: Toast }) {
  const t = useText(uiText);
  useEffect(() => {
    const timer = setTimeout(() => closeToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast.id]);
  return (
    <Notice tone={toast.tone}>
      <span className="row row-apart">
        <span>{toast.text}</span>
        <span className="row">
          {toast.onUndo && (
            <Button
              kind="quiet"
              onPress={() => {
                closeToast(toast.id);
                toast.onUndo?.();
              }}
            >
              {t.undo}
            </Button>
          )}
          <Button kind="quiet" onPress={() => closeToast(toast.id)}>
            {t.close}
          </Button>
        </span>
      </span>
    </Notice>
  );
}
