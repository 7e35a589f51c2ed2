/** A file with a secret is damaged: what a refusal says goes to logs and screens, so it must not repeat the file. */
import { expect, test } from 'vitest';
import { readTrusteeSecret } from '../../tally/belenios/trustee-key.ts';
import { readJson } from '../../tally/encoding/reader.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';

const SECRET = '31337133713371337';

test.each([
  SECRET.concat('"'),
  `x${SECRET}`,
  `"${SECRET}`,
  `"${SECRET}"x`,
  `[${SECRET},1`,
  `{"a":${SECRET}x}`,
])('what is no JSON is refused without repeating it: %s', (text) => {
  const read = readJson(text, 'file', 1000);
  expect(read).toMatchObject({ ok: false, error: { code: 'MALFORMED' } });
  expect(JSON.stringify(read)).not.toContain('3133');
});

test('a secret key damaged in any one place is refused without repeating it', () => {
  const group = assertOk(openGroup('BELENIOS-2048'));
  const text = `"${SECRET}"`;
  for (let at = 0; at <= text.length; at++) {
    for (const damage of ['', 'x', '\\', '"', ',']) {
      const damaged = text.slice(0, at) + damage + text.slice(at + 1);
      const read = readTrusteeSecret(group, damaged, 'ID.privkey');
      if (!read.ok) expect(JSON.stringify(read.error)).not.toMatch(/3133|7133|1337/);
    }
  }
});
