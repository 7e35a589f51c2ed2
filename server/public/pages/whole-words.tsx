/** A title whose words stay whole: browsers break Chinese between any two characters. The text itself is unchanged. */
const WHOLE =
  /(人民代表大会|人民政府|常委会|主席团|代表会|民生实事|满意度|项目|测评|票决|表决|工作报告|决议|决定|认证结果|第.{1,3}次会议)/u;

export function WholeWords({ text }: { text: string }) {
  return text.split(WHOLE).map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <span key={i} className="phrase">
        {part}
      </span>
    ),
  );
}
