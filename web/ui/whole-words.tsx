/** A text whose words stay whole. The text itself is unchanged. */
import { Fragment, type ReactNode } from 'react';
import { wholeWords } from '#tally/booth';

export function WholeWords({ text }: { readonly text: string }) {
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

/** The same of whatever is shown in a place, where it is a text; an empty one stays nothing. */
export function whole(shown: ReactNode): ReactNode {
  return typeof shown === 'string' && shown !== '' ? <WholeWords text={shown} /> : shown;
}
