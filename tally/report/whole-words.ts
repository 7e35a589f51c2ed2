/**
 * Where a line of Chinese may not end: browsers and typesetters break Chinese between any two characters, and a title of an
 * assembly that parts 人民代表|大会 reads as a mistake.
 */
const WHOLE =
  /(人民代表大会|人民政府|常委会|主席团|代表会|民生实事|满意度|项目|测评|票决|表决|工作报告|决议|决定|认证结果|第.{1,3}次会议)/u;

/** @returns the text in parts: those at odd places are words that stay on one line, those at even places break anywhere */
export function wholeWords(text: string): readonly string[] {
  return text.split(WHOLE);
}
