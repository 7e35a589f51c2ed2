/**
 * Dialogs on the browser's own <dialog>: it keeps the focus inside, closes with Escape and gives the focus back. A confirmation
 * says what will happen and stays open, with the reason, when the action fails.
 */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useAction } from '../api/action.ts';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { Button } from './button.tsx';
import { FailureNotice } from './states.tsx';

export function Dialog({
  isOpen,
  title,
  isWide = false,
  onClose,
  actions,
  children,
}: {
  readonly isOpen: boolean;
  readonly title: string;
  readonly isWide?: boolean;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (isOpen && !dialog.open) dialog.showModal();
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);
  return (
    <dialog
      ref={element}
      className={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {isOpen && (
        <div className="dialog-body">
          <h2 id={titleId}>{title}</h2>
          {children}
          {actions && <div className="dialog-actions">{actions}</div>}
        </div>
      )}
    </dialog>
  );
}

export function ConfirmDialog({
  isOpen,
  title,
  confirm,
  isDangerous = false,
  isReady = true,
  onConfirm,
  onClose,
  children,
}: {
  readonly isOpen: boolean;
  readonly title: string;
  /** The verb on the button: 封存, not 确定. */
  readonly confirm: string;
  readonly isDangerous?: boolean;
  /** False while something in the dialog is still missing. */
  readonly isReady?: boolean;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) {
  const t = useText(uiText);
  const action = useAction(onConfirm);
  const close = () => {
    action.reset();
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      title={title}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{t.cancel}</Button>
          <Button
            kind={isDangerous ? 'danger' : 'primary'}
            isBusy={action.isBusy}
            isDisabled={!isReady}
            onPress={() => void action.run().then((done) => done.ok && close())}
          >
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      <FailureNotice failure={action.failure} />
    </Dialog>
  );
}
