/** Receipts kept on this device, to be seen without a card. They say nothing of any choice. */
import { useState } from 'react';
import { useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { dropReceipts, storedReceipts } from './storage.ts';

export function StoredReceipts() {
  const t = useText(voteText);
  const [receipts, setReceipts] = useState(storedReceipts);
  if (receipts.length === 0) return null;
  return (
    <details className="card">
      <summary>{t.storedReceipts}</summary>
      <ul className="receipt-list">
        {receipts.map(({ tracker, title, code }) => (
          <li key={tracker}>
            {title} <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button
        onPress={() => {
          dropReceipts();
          setReceipts([]);
        }}
      >
        {t.dropStored}
      </Button>
    </details>
  );
}
