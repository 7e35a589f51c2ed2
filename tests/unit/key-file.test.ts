/** Key files of people: the passphrase and nothing else opens them, and nothing beside the secret can be changed. */
import { describe, expect, test } from 'vitest';
import {
  KEY_FILE_ITERATIONS,
  type KeyFile,
  openKeyFile,
  readKeyFile,
  sealKeyFile,
} from '../../web/keys/key-file.ts';
import { seededRandom } from '../support/random.ts';

const PASSPHRASE = '青禾区 correct horse';
const sealed = await sealKeyFile(
  { kind: 'signing', about: '王监票 · 签字密钥', secret: '00'.repeat(32), passphrase: PASSPHRASE },
  seededRandom('key file'),
);

function read(text: string): KeyFile {
  const file = readKeyFile(text);
  if (!file.ok) throw new Error(file.error.message);
  return file.value;
}

describe('key file', () => {
  test('opens with its passphrase, however its characters are composed, and with no other', async () => {
    const file = read(`${sealed}\n`);
    expect(file).toMatchObject({ v: 'minyi-key/1', kind: 'signing', iterations: KEY_FILE_ITERATIONS });
    expect(await openKeyFile(file, PASSPHRASE.normalize('NFKD'))).toEqual({
      ok: true,
      value: '00'.repeat(32),
    });
    expect(await openKeyFile(file, `${PASSPHRASE} `)).toMatchObject({ error: { code: 'UNDECRYPTABLE' } });
  });

  test('cannot pass for another kind or person', async () => {
    const file = read(sealed);
    for (const changed of [
      { ...file, kind: 'scrutineer' as const },
      { ...file, about: '李监票' },
    ]) {
      expect(await openKeyFile(changed, PASSPHRASE)).toMatchObject({ error: { code: 'UNDECRYPTABLE' } });
    }
  });

  test('of fewer iterations, another version or another shape is refused before a passphrase is asked for', () => {
    const given = JSON.parse(sealed) as KeyFile;
    const refusals = [
      { ...given, iterations: KEY_FILE_ITERATIONS - 1 },
      { ...given, iterations: 1e9 },
      { ...given, v: 'minyi-key/2' },
      { ...given, kind: 'other' },
      { ...given, salt: 'AAAA' },
      { ...given, more: 1 },
    ].map((file) => readKeyFile(JSON.stringify(file)).ok);
    expect(refusals).toEqual([false, false, false, false, false, false]);
    expect(readKeyFile('no json').ok).toBe(false);
    expect(readKeyFile('x'.repeat(30_000)).ok).toBe(false);
  });

  test('is not made behind a short passphrase', async () => {
    const making = sealKeyFile(
      { kind: 'scrutineer', about: '', secret: 'x', passphrase: 'elevenchars' },
      seededRandom(1),
    );
    await expect(making).rejects.toThrow(RangeError);
  });
});
