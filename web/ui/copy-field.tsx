/** A text to copy: a link, a code. */
import { useState } from 'react';
import { useText } from '../text/texts.ts';
import { uiText } from '../text/ui.ts';
import { Button } from './button.tsx';

export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const t = useText(uiText);
  const [outcome, setOutcome] = useState('');
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      <div className="copy-field">
        <code>{value}</code>
        <Button
          label={`${t.copy} ${label}`}
          onPress={() =>
            void navigator.clipboard.writeText(value).then(
              () => setOutcome(t.copied),
              () => setOutcome(t.copyFailed),
            )
          }
        >
          {t.copy}
        </Button>
        <span role="status">{outcome}</span>
      </div>
    </div>
  );
}
