/**
 * Titles that a voter could take for each other (requirement R58). A title is brought to its skeleton: compatibility forms,
 * case, spaces and punctuation gone, letters and signs of other scripts replaced by what they look like. Two items of one
 * ballot with the same skeleton are refused.
 */

/** Each sign of a key looks like the value: Cyrillic and Greek letters, digits, and Chinese signs that differ by a stroke. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  аɑα: 'a',
  вβ: 'b',
  сϲ: 'c',
  ԁ: 'd',
  еε: 'e',
  ɡ: 'g',
  нһ: 'h',
  іιı: 'i',
  ј: 'j',
  кκ: 'k',
  м: 'm',
  пη: 'n',
  'оοσ0〇○': 'o',
  рρ: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ5: 's',
  тτ: 't',
  υц: 'u',
  νѵ: 'v',
  ԝω: 'w',
  хχ: 'x',
  уγ: 'y',
  з: '3',
  'ー―—–': '一',
  日曰: '日',
  己已巳: '己',
  未末: '未',
  土士: '土',
  人入: '人',
  戊戌戍: '戊',
  口囗: '口',
  夭天: '天',
};

const SKELETON: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([signs, like]) => [...signs].map((sign) => [sign, like] as const)),
);

/** Strokes: capital i, small L, one, bar, and their likes in Greek and Cyrillic. */
const STROKES = 'Il1|ΙІӀӏ';

/** What a title looks like at a glance, whatever its case; equal for titles that can be confused. */
export function skeletonOf(title: string): string {
  return plain(
    [...title.normalize('NFKC')].map((sign) => {
      const small = sign.toLowerCase();
      return STROKES.includes(sign) ? 'l' : (SKELETON.get(small) ?? small);
    }),
  );
}

function plain(signs: readonly string[]): string {
  const looks = signs.join('');
  return looks.normalize('NFKD').replaceAll(/[\p{M}\p{Z}\p{P}\p{Cf}]/gu, '') || looks;
}

/** Pairs of places in `titles` that can be confused, each with the first it looks like. */
export function findConfusable(titles: readonly string[]): readonly (readonly [number, number])[] {
  const first = new Map<string, number>();
  return titles.flatMap((title, at) => {
    // A capital i looks like a small L, but a title in capitals is the same title too.
    const looks = [skeletonOf(title), `${plain([title.normalize('NFKC').toLowerCase()])} in one case`];
    const before = looks.map((look) => first.get(look)).find((place) => place !== undefined);
    for (const look of looks) if (!first.has(look)) first.set(look, at);
    return before === undefined ? [] : [[before, at] as const];
  });
}
