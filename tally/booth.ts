/**
 * The small door: what a voter's device needs to read a card, check a sealed session, make a ballot and open one for a
 * test. The voting page may load 90 kB; through `index.ts` the bundler would keep groups, shuffles and a verifier that no
 * voter's device uses (docs/decisions/0015-voting-page.md). Sessions are held in BELENIOS-2048, so only that group is here.
 */

export {
  deriveLoginKey,
  deriveSecret,
  publicCredentialOf,
  readCredential,
  type Stretch,
} from './belenios/credential.ts';
export { encryptBallot, type MadeBallot } from './belenios/encrypt-ballot.ts';
export type { Random } from './belenios/scalar.ts';
export { proveCaps } from './caps/cap-proof.ts';
export { capProofsJson } from './caps/caps-file.ts';
export { capOf, placesOf } from './count/places.ts';
export { type Item, type MarkName, markNames } from './count/poll.ts';
export { base64url, hex, readBase64url, utf8 } from './encoding/bytes.ts';
export { canonicalJson, type Json } from './encoding/canonical-json.ts';
export { sha256Hex } from './encoding/hash.ts';
export { BELENIOS_2048, createBelenios2048 } from './groups/belenios-2048.ts';
export type { Group } from './groups/group.ts';
export { createWasmEngine } from './groups/wasm/engine.ts';
export { type Policy, readPolicy } from './ledger/policy.ts';
export { readTlogProof } from './ledger/proof.ts';
export {
  type Challenge,
  checkChallenge,
  readChallenge,
  type TestedBallot,
  writeChallenge,
} from './record/challenge.ts';
export { checkReceipt } from './record/check-receipt.ts';
export { approvalsOf, capsOf, choicesOf, type Marks, type Sheet } from './record/questions.ts';
export { type Receipt, readReceipt } from './record/receipt.ts';
export { shortCode, writeQrText } from './record/receipt-code.ts';
export {
  openSealedPaper,
  openSealedSession,
  type SealedSession,
  type SealedSessionTexts,
} from './record/sealed-session.ts';
export type { Setup } from './record/setup.ts';
export { MARK_NAMES } from './report/listing.ts';
export { wholeWords } from './report/whole-words.ts';
export { ok, type Refusal, type RefusalCode, type Result, refuse } from './result.ts';
export type { RulePack } from './rules/rule-pack.ts';
