/** A sentence of the announcement. One that lists the projects is set with a line for each; its text stays what is signed. */
import { WholeWords } from '../ui/whole-words.tsx';

/** Where a list begins or goes on: before `1.`, `(1)` or `一、`. */
const BEFORE_ITEM = /(?:[；：]|[;:] )(?=\(?\d+[.)]|[一二三四五六七八九十]+、)/g;

export function Sentence({ text }: { readonly text: string }) {
  const lines = text.replace(BEFORE_ITEM, '$&\n').split('\n');
  if (lines.length < 2) {
    return (
      <p>
        <WholeWords text={text} />
      </p>
    );
  }
  return (
    <p>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
        <span key={at} className={at === 0 ? 'block' : 'block hanging'}>
          <WholeWords text={line} />
        </span>
      ))}
    </p>
  );
}
