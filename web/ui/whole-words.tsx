/** A title whose words stay whole. The text itself is unchanged. */
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
