/** A file dropped or chosen. The button works without a mouse; dropping is an extra. */
import { type ReactNode, useRef, useState } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { Button } from './button.tsx';

export function FileDrop({
  label,
  accept,
  isBusy = false,
  isMain = false,
  onFile,
  children,
}: {
  readonly label: string;
  /** Endings and types as of <input accept>, such as `.xlsx,.csv`. */
  readonly accept: string;
  readonly isBusy?: boolean;
  /** Whether nothing on the page comes before it. */
  readonly isMain?: boolean;
  readonly onFile: (file: File) => void;
  readonly children?: ReactNode;
}) {
  const t = useText(uiText);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <div
      className="file-drop"
      role="group"
      aria-label={label}
      data-over={isOver ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file !== undefined && !isBusy) onFile(file);
      }}
    >
      <strong>{label}</strong>
      {children}
      <span className="muted file-drop-hint">{t.dropHere}</span>
      <Button kind={isMain ? 'primary' : 'secondary'} isBusy={isBusy} onPress={() => input.current?.click()}>
        {t.chooseFile}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // So that choosing the same file again, corrected, is noticed.
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </div>
  );
}
