/** A text whose words stay whole. The text itself is unchanged. */
import { Fragment } from 'react';
import { wholeWords } from '#tally';

export function WholeWords({ text }: { text: string }) {
  return (
    <span className="words">
      {wholeWords(text).map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
        <Fragment key={i}>
          {i > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
