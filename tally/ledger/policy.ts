/**
 * Whom a reader of the ledger trusts: the log's key, the witnesses' keys, and how many witnesses must have cosigned a head
 * (docs/formats/checkpoint.md). Written in the C2SP trust policy format (c2sp.org/tlog-policy), so that third-party tools
 * read it; of that format we take what we need: one log, named witnesses, and one group of them all with a threshold.
 */
import { equalBytes, isWellFormed } from '../encoding/bytes.ts';
import { readSafeDecimal } from '../encoding/decimal.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { CheckId } from '../verify/checks.ts';
import type { Finding } from '../verify/finding.ts';
import type { SignedCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT } from './merkle.ts';
import {
  COSIGNATURE_ED25519,
  PLAIN_ED25519,
  readVerifierKey,
  type VerifierKey,
  writeVerifierKey,
} from './note.ts';
import { openNote } from './open-note.ts';

export interface Policy {
  /** A plain Ed25519 key (type 0x01); its name is the origin of the log. */
  readonly log: VerifierKey;
  /** Cosignature keys (type 0x04), all different; `name` is used in the policy file only. */
  readonly witnesses: readonly { readonly name: string; readonly key: VerifierKey }[];
  /** How many of the witnesses must have cosigned: 0 to their number. */
  readonly quorum: number;
}

const GROUP = 'witnesses';
export const MAX_POLICY_LENGTH = 1 << 15;
const MAX_WITNESSES = 32;

/** The canonical text of a policy; `writePolicy` of what `readPolicy` read is equivalent, not always identical. */
export function writePolicy(policy: Policy): string {
  const lines = [`log ${writeVerifierKey(policy.log)}`];
  for (const { name, key } of policy.witnesses) lines.push(`witness ${name} ${writeVerifierKey(key)}`);
  if (policy.quorum > 0) {
    lines.push(`group ${GROUP} ${policy.quorum} ${policy.witnesses.map(({ name }) => name).join(' ')}`);
  }
  lines.push(`quorum ${policy.quorum > 0 ? GROUP : 'none'}`);
  return `${lines.join('\n')}\n`;
}

/** The policy of a record: the canonical text only. */
export function readCanonicalPolicy(text: string, where: string): Result<Policy> {
  const policy = readPolicy(text, where);
  if (!policy.ok || writePolicy(policy.value) === text) return policy;
  return refuse('NON_CANONICAL', where, 'the policy is not the canonical text of what it says');
}

/** An auditor's policy: comments, blank lines, further blanks and URLs are allowed and ignored. */
export function readPolicy(text: string, where: string): Result<Policy> {
  if (text.length > MAX_POLICY_LENGTH)
    return refuse('TOO_LARGE', where, `a policy of ${text.length} characters`);
  if (!isWellFormed(text) || /[^\P{Cc}\t\n]/u.test(text)) {
    return refuse('MALFORMED', where, 'the policy has a control character other than tab and line end');
  }
  const draft: Draft = { witnesses: [] };
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    const place = `${where}, line ${i + 1}`;
    if (words.length === 0 || words[0]?.startsWith('#')) continue;
    const read = readPolicyLine(words, draft, place);
    if (!read.ok) return read;
  }
  const { log, witnesses, quorum } = draft;
  if (log === undefined) return refuse('MALFORMED', where, 'the policy names no log');
  if (quorum === undefined) return refuse('MALFORMED', where, 'the policy has no quorum line');
  return ok({ log, witnesses, quorum });
}

interface Draft {
  log?: VerifierKey;
  witnesses: { name: string; key: VerifierKey }[];
  group?: { name: string; threshold: number };
  quorum?: number;
}

function readPolicyLine(words: readonly string[], draft: Draft, where: string): Result<null> {
  switch (words[0]) {
    case 'log':
      return readLog(words, draft, where);
    case 'witness':
      return readWitness(words, draft, where);
    case 'group':
      return readGroup(words, draft, where);
    case 'quorum':
      return readQuorum(words, draft, where);
    default:
      return refuse('MALFORMED', where, 'a line begins with log, witness, group, quorum or #');
  }
}

function readLog(words: readonly string[], draft: Draft, where: string): Result<null> {
  if (words.length < 2 || words.length > 3) return refuse('MALFORMED', where, 'expected: log KEY [URL]');
  if (draft.log !== undefined) return refuse('UNSUPPORTED', where, 'one log at most');
  const key = readVerifierKey(words[1] ?? '', where);
  if (!key.ok) return key;
  if (key.value.type !== PLAIN_ED25519)
    return refuse('UNSUPPORTED', where, "the log's key is not of type 1 (Ed25519)");
  draft.log = key.value;
  return ok(null);
}

function readWitness(words: readonly string[], draft: Draft, where: string): Result<null> {
  if (words.length < 3 || words.length > 4)
    return refuse('MALFORMED', where, 'expected: witness NAME KEY [URL]');
  const name = words[1] ?? '';
  if (name === 'none' || name.length > 64 || draft.witnesses.some((witness) => witness.name === name)) {
    return refuse('INCONSISTENT', where, `the name ${name.slice(0, 64)} is reserved, too long or taken`);
  }
  if (draft.group !== undefined)
    return refuse('UNSUPPORTED', where, 'witnesses stand before the group of them all');
  if (draft.witnesses.length === MAX_WITNESSES)
    return refuse('TOO_LARGE', where, `more than ${MAX_WITNESSES} witnesses`);
  const key = readVerifierKey(words[2] ?? '', where);
  if (!key.ok) return key;
  if (key.value.type !== COSIGNATURE_ED25519) {
    return refuse('UNSUPPORTED', where, "the witness's key is not of type 4 (Ed25519 cosignatures)");
  }
  const { publicKey } = key.value;
  if (draft.witnesses.some((witness) => equalBytes(witness.key.publicKey, publicKey))) {
    return refuse('INCONSISTENT', where, 'two witnesses have the same public key');
  }
  draft.witnesses.push({ name, key: key.value });
  return ok(null);
}

function readGroup(words: readonly string[], draft: Draft, where: string): Result<null> {
  const [, name = '', threshold = '', ...members] = words;
  if (draft.group !== undefined) return refuse('UNSUPPORTED', where, 'one group at most');
  if (name === 'none' || draft.witnesses.some((witness) => witness.name === name)) {
    return refuse('INCONSISTENT', where, `the name ${name} is reserved or taken`);
  }
  const names = draft.witnesses.map((witness) => witness.name);
  if (members.length !== names.length || !names.every((known) => members.includes(known))) {
    return refuse('UNSUPPORTED', where, 'the group lists every witness once, and nothing else');
  }
  const count = threshold === 'all' ? names.length : threshold === 'any' ? 1 : readSafeDecimal(threshold);
  if (count === undefined || count < 1 || count > names.length) {
    return refuse('MALFORMED', where, `the threshold is all, any, or a number from 1 to ${names.length}`);
  }
  draft.group = { name, threshold: count };
  return ok(null);
}

function readQuorum(words: readonly string[], draft: Draft, where: string): Result<null> {
  if (words.length !== 2) return refuse('MALFORMED', where, 'expected: quorum NAME');
  if (draft.quorum !== undefined) return refuse('INCONSISTENT', where, 'the policy has two quorum lines');
  const [only, ...others] = draft.witnesses;
  if (words[1] === 'none') draft.quorum = 0;
  else if (draft.group !== undefined && words[1] === draft.group.name) draft.quorum = draft.group.threshold;
  else if (only !== undefined && others.length === 0 && words[1] === only.name) draft.quorum = 1;
  else return refuse('NOT_FOUND', where, 'the quorum is none, the group, or the only witness');
  return ok(null);
}

/**
 * Whether a head is signed as the policy asks: by the log itself (03.1), with no unknown, invalid or repeated line
 * (03.2), by at least `quorum` witnesses (04.1).
 *
 * @param strangers how grave a line of an unknown key, a repeated line or an extension line is: `error` inside a record,
 *   which brings its own policy, so that no changed byte of a line stays unnoticed; `warning` under an auditor's policy,
 *   which need not know every witness of the log
 */
export function checkSignedCheckpoint(
  { checkpoint, note }: SignedCheckpoint,
  policy: Policy,
  strangers: 'error' | 'warning',
  where: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (check: CheckId, severity: Finding['severity'], message: string): void => {
    findings.push({ check, severity, where, message });
  };
  if (checkpoint.origin !== policy.log.name) {
    report('03.1', 'error', `a head of the log ${checkpoint.origin}, expected ${policy.log.name}`);
  }
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, EMPTY_ROOT)) {
    report('03.1', 'error', 'the root of an empty tree is not the hash of nothing');
  }
  const opened = openNote(note, [policy.log, ...policy.witnesses.map(({ key }) => key)], where);
  const hasSigned = (key: VerifierKey): boolean => opened.signers.some((signer) => signer.key === key);
  if (!hasSigned(policy.log)) report('03.1', 'error', `${policy.log.name} has not signed this head`);
  for (const { message } of opened.invalid) report('03.2', 'error', message);
  for (const { name, keyIdHex } of opened.unknown) {
    report('03.2', strangers, `a signature line of ${name} with the unknown key id ${keyIdHex}`);
  }
  for (const { name } of opened.repeated) report('03.2', strangers, `${name} has signed twice`);
  if (checkpoint.extensions.length > 0) {
    report(
      '03.2',
      strangers,
      `${checkpoint.extensions.length} extension lines, which this ledger never writes`,
    );
  }
  const witnessed = policy.witnesses.filter(({ key }) => hasSigned(key)).length;
  if (witnessed < policy.quorum) {
    report(
      '04.1',
      'error',
      `${witnessed} known witnesses have cosigned, the policy asks for ${policy.quorum}`,
    );
  }
  return findings;
}
