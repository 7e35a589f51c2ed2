/** A title whose words stay whole. The text itself is unchanged. */
import type { ReactNode } from 'react';
import { wholeWords } from '#tally/booth';

export function WholeWords({ text }: { readonly text: string }) {
  return (
    <span>
      {wholeWords(text).map((part, i) =>
        i % 2 === 0 ? (
          part
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
          <span key={i} className="phrase">
            {part}
          </span>
        ),
      )}
    </span>
  );
}

/** The same of whatever is shown in a place, where it is a text. */
export function whole(shown: ReactNode): ReactNode {
  return typeof shown === 'string' ? <WholeWords text={shown} /> : shown;
}
