/**
 * Where a line of Chinese may not end: browsers and typesetters break Chinese between any two characters, and a title that
 * parts 人民代表|大会, or a count that parts 192|张, reads as a mistake.
 */
const WORDS = [
  '人民代表大会|人民政府|常委会|主席团|代表会|民生实事|满意度|项目|测评|票决|表决|工作报告|决议|决定|认证结果',
  '赞成|反对|弃权|第.{1,3}[届次](?:会议)?',
  // A number with its measure word: 192张, 2026年度, 10 项, 4,200 万元.
  String.raw`\d(?:[\d,.]*\d)?%?(?:年度|人次|平方米| ?[万亿]元| [项人名张票处个批版次年月日份秒]|\p{Script=Han})`,
];
const WHOLE = new RegExp(`(${WORDS.join('|')})`, 'u');

/** @returns the text in parts: those at odd places are words that stay on one line, those at even places break anywhere */
export function wholeWords(text: string): readonly string[] {
  return text.split(WHOLE);
}
