/**
 * RFC-3526-2048: the quadratic residues modulo the 2048-bit MODP prime of RFC 3526 (group 14), a safe prime. Belenios
 * uses it where a question is ranked, because integers embed into it. Belenios protocol version 1, section 1.2.
 */
import type { Group } from './group.ts';
import { createModP, type ModP, type PowerEngine } from './mod-p.ts';

const P =
  0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffffn;

export const RFC_3526_2048: ModP = { name: 'RFC-3526-2048', p: P, q: (P - 1n) / 2n, g: 2n, padding: 8n };

export function createRfc3526(engine?: PowerEngine): Group {
  return createModP(RFC_3526_2048, engine);
}
