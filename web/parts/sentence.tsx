/** A sentence of the announcement. One that lists the projects is set with a line for each; its text stays what is signed. */
export function Sentence({ text }: { readonly text: string }) {
  const lines = text.replace(/；|; /g, '$&\n').split('\n');
  if (lines.length < 3) return <p>{text}</p>;
  return (
    <p>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
        <span key={at} className="block">
          {line}
        </span>
      ))}
    </p>
  );
}
