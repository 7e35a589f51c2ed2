/**
 * AES-CCM against the published examples of RFC 3610 (packet vectors) and NIST SP 800-38C (appendix C), and against the
 * platform's own implementation at the lengths where padding and the length field change.
 */
import { createCipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { decryptCcm, encryptCcm } from '../../tally/belenios/ccm.ts';
import { hex } from '../../tally/encoding/bytes.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const counting = (length: number, from = 0) => Uint8Array.from({ length }, (_, i) => (from + i) & 0xff);

const published = [
  {
    name: 'RFC 3610 packet vector 1',
    key: counting(16, 0xc0),
    nonce: bytes('00000003020100 A0A1A2A3A4A5'),
    associated: counting(8),
    plaintext: counting(23, 8),
    tagLength: 8,
    sealed: '588C979A61C663D2F066D0C2C0F989806D5F6B61DAC384 17E8D12CFDF926E0',
  },
  {
    name: 'RFC 3610 packet vector 2',
    key: counting(16, 0xc0),
    nonce: bytes('00000004030201 A0A1A2A3A4A5'),
    associated: counting(8),
    plaintext: counting(24, 8),
    tagLength: 8,
    sealed: '72C91A36E135F8CF291CA894085C87E3CC15C439C9E43A3B A091D56E10400916',
  },
  {
    name: 'NIST SP 800-38C example 1',
    key: counting(16, 0x40),
    nonce: bytes('10111213141516'),
    associated: bytes('0001020304050607'),
    plaintext: bytes('20212223'),
    tagLength: 4,
    sealed: '7162015b 4dac255d',
  },
  {
    name: 'NIST SP 800-38C example 2',
    key: counting(16, 0x40),
    nonce: bytes('1011121314151617'),
    associated: counting(16),
    plaintext: counting(16, 0x20),
    tagLength: 6,
    sealed: 'd2a1f0e051ea5f62081a7792073d593d 1fc64fbfaccd',
  },
  {
    name: 'NIST SP 800-38C example 3',
    key: counting(16, 0x40),
    nonce: counting(12, 0x10),
    associated: counting(20),
    plaintext: counting(24, 0x20),
    tagLength: 8,
    sealed: 'e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5 484392fbc1b09951',
  },
];

test.each(published)('$name seals and opens', ({ key, nonce, associated, plaintext, tagLength, sealed }) => {
  const options = { key, nonce, associated, tagLength };
  expect(hex(encryptCcm(options, plaintext))).toBe(hex(bytes(sealed)));
  expect(decryptCcm(options, bytes(sealed))).toEqual(plaintext);
});

test.each([
  [0, 13],
  [1, 13],
  [15, 13],
  [16, 13],
  [17, 13],
  [1059, 13],
  [65_535, 13],
  [65_536, 12],
  [70_001, 12],
])('%i bytes with a nonce of %i bytes are sealed as the platform seals them', (length, nonceLength) => {
  const key = counting(32, 7);
  const nonce = counting(nonceLength, 99);
  const plaintext = counting(length, 3);
  const cipher = createCipheriv('aes-256-ccm', key, nonce, { authTagLength: 8 });
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const expected = Buffer.concat([body, cipher.getAuthTag()]).toString('hex');
  const sealed = encryptCcm({ key, nonce, tagLength: 8 }, plaintext);
  expect(hex(sealed)).toBe(expected);
  expect(decryptCcm({ key, nonce, tagLength: 8 }, sealed)).toEqual(plaintext);
});

test('a sealed text with any bit changed, or cut short, does not open', () => {
  const options = { key: counting(32), nonce: counting(13), tagLength: 8 };
  const sealed = encryptCcm(options, counting(20));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const altered = sealed.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(decryptCcm(options, altered)).toBeUndefined();
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(decryptCcm(options, sealed.subarray(0, length))).toBeUndefined();
  }
});

test('another key, nonce or associated text does not open it', () => {
  const options = { key: counting(32), nonce: counting(13), tagLength: 8, associated: counting(3) };
  const sealed = encryptCcm(options, counting(20));
  expect(decryptCcm({ ...options, key: counting(32, 1) }, sealed)).toBeUndefined();
  expect(decryptCcm({ ...options, nonce: counting(13, 1) }, sealed)).toBeUndefined();
  expect(decryptCcm({ ...options, associated: counting(4) }, sealed)).toBeUndefined();
});
