/**
 * Where a line of Chinese may end: browsers break Chinese between any two characters, and a title that parts 人民代表|大会, or a
 * count that parts 192|张, reads as a mistake. Words are those of the runtime's dictionary, and these.
 */
const WORDS = [
  '人民代表大会|人民政府|常委会|主席团|代表会|民生实事|满意度|项目|测评|票决|表决|工作报告|决议|决定|认证结果',
  '赞成|反对|弃权|第.{1,3}[届次](?:会议)?',
  // A number with its measure word: 192张, 2026年度, 10 项, 4,200 万元.
  String.raw`\d(?:[\d,.]*\d)?%?(?:年度|人次|平方米| ?[万亿]元| [项人名张票处个批版次年月日份秒]|\p{Script=Han})`,
];
const WHOLE = new RegExp(`(${WORDS.join('|')})`, 'u');
const HAN = /\p{Script=Han}/u;
const ALONE = /^\p{Script=Han}$/u;
/** Characters of a part that others have been joined to. */
const LONGEST = 6;
/** Beside punctuation and spaces the runtime's own rules hold. */
const END_OF_WORD = /[\p{L}\p{N}]+$/u;
const START_OF_WORD = /^[\p{L}\p{N}]/u;

// Older telephones have none: then only the words above stay whole.
const dictionary =
  typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('zh', { granularity: 'word' }) : null;

/** @returns the text in parts between which a line may end, and within which, but for spaces and punctuation, not */
export function wholeWords(text: string): readonly string[] {
  const parts: string[] = [];
  for (const [at, part] of text.split(WHOLE).entries()) {
    for (const word of at % 2 === 1 ? [part] : segments(part)) {
      const last = parts.at(-1);
      if (last === undefined || isBreak(last, word)) parts.push(word);
      else parts[parts.length - 1] = last + word;
    }
  }
  return parts;
}

/** A character alone belongs to the word before or after it: 自行|车, 电|动. */
function isBreak(last: string, word: string): boolean {
  const [end = ''] = END_OF_WORD.exec(last) ?? [];
  if (end === '' || !START_OF_WORD.test(word)) return false;
  return !(ALONE.test(end) || ALONE.test(word)) || end.length + word.length > LONGEST;
}

function segments(text: string): readonly string[] {
  if (dictionary === null || !HAN.test(text)) return [text];
  return [...dictionary.segment(text)].map(({ segment }) => segment);
}
