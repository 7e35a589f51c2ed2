/**
 * What a scrutineer's program verifies before it decrypts (requirement R34). The archive must be flawless up to the published
 * tally, which is recomputed here; its cards must weigh the same; and the ledger, under a head signed with the key sealed in
 * the set-up, must hold exactly these events of the session up to the tally, and one event a height after it. So neither a
 * single ballot, nor a box with all ballots but one left out, nor one the ledger tells differently, is ever opened.
 */
import type { OpenElection } from '../belenios/election.ts';
import type { EncryptedTally } from '../belenios/tally.ts';
import type { Trustee } from '../belenios/trustee.ts';
import type { ByteSource } from '../encoding/byte-source.ts';
import { equalBytes, utf8 } from '../encoding/bytes.ts';
import { sha256Hex } from '../encoding/hash.ts';
import { readCheckpoint } from '../ledger/checkpoint.ts';
import { readLeaf } from '../ledger/leaf.ts';
import { append, EMPTY_FRONTIER, frontierRoot, leafHash } from '../ledger/merkle.ts';
import { checkSignedCheckpoint, readCanonicalPolicy } from '../ledger/policy.ts';
import { readSetup, setupHashOf } from '../record/setup.ts';
import type { ArchiveView } from './archive-view.ts';
import type { ClosedBox } from './ballot-box.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';
import type { VerifyOptions } from './options.ts';
import { verifyArchive } from './verify-archive.ts';
import type { Setup } from './verify-setup.ts';

/** What the server gives besides the archive; nothing of it is believed. */
export interface CountEvidence {
  /** `setup.json`. */
  readonly setup: string;
  /** A signed head of the ledger. */
  readonly checkpoint: string;
  /** The texts of all leaves under that head, in order. */
  readonly leaves: readonly string[];
}

/** A tally that may be decrypted. */
export interface CountToOpen {
  readonly open: OpenElection;
  readonly trustees: readonly Trustee[];
  readonly tally: EncryptedTally;
  readonly numTallied: number;
  /** SHA-256 of the EncryptedTally event: the same for everybody who opens this count. */
  readonly head: string;
}

export interface CountVerdict {
  readonly findings: readonly Finding[];
  /** Absent when a finding is an error. */
  readonly toOpen?: CountToOpen;
}

/** @param archive up to the EncryptedTally event; what comes after is not looked at by the checks of other scrutineers */
export async function verifyCount(
  archive: ByteSource,
  evidence: CountEvidence,
  options: Pick<VerifyOptions, 'openGroup' | 'createChecker' | 'onProgress'>,
): Promise<CountVerdict> {
  let counted: { readonly setup: Setup; readonly box: ClosedBox } | undefined;
  const { findings: found, view } = await verifyArchive(archive, {
    ...options,
    onTally: (setup, box) => {
      counted = { setup, box };
    },
  });
  const isLast = view.events.at(-1)?.type === 'EncryptedTally';
  const findings = [
    ...found,
    ...expectTrue('05.4', isLast, 'archive', 'the last event is not the encrypted tally to be opened'),
    ...checkWeights(view),
    ...checkLedger(view, evidence),
  ];
  const isSound = findings.every(({ severity }) => severity !== 'error');
  if (!isSound || counted === undefined) return { findings };
  const { setup, box } = counted;
  const head = view.events.at(-1)?.hash ?? '';
  const { open, trustees } = setup;
  return {
    findings,
    toOpen: { open, trustees, tally: box.tally, numTallied: box.numTallied, head },
  };
}

/** Weights could be chosen so that the sum spells out single votes. */
function checkWeights({ ballots }: ArchiveView): readonly Finding[] {
  return ballots
    .filter(({ weight }) => weight !== 1n)
    .map(({ height, weight }) =>
      errorFinding('10.3', {
        where: `ballot ${height}`,
        message: `the ballot is listed with the weight ${weight}, in a session every card counts once`,
      }),
    );
}

function checkLedger(view: ArchiveView, { setup, checkpoint, leaves }: CountEvidence): readonly Finding[] {
  const { election, events } = view;
  const named = setupHashOf(election?.description ?? '');
  const sealed = readSetup(setup, 'setup.json');
  if (!sealed.ok) return [errorFinding('01.3', sealed.error)];
  const policy = readCanonicalPolicy(sealed.value.ledger, 'setup.json.ledger');
  const signed = readCheckpoint(checkpoint, 'ledger/checkpoint');
  if (!policy.ok) return [errorFinding('01.3', policy.error)];
  if (!signed.ok) return [errorFinding('01.3', signed.error)];
  const { size, root } = signed.value.checkpoint;
  const frontier = leaves.reduce((before, leaf) => append(before, leafHash(utf8(leaf))), EMPTY_FRONTIER);
  const own = leaves.flatMap((text, index) => {
    const leaf = readLeaf(utf8(text), `leaf ${index}`);
    return leaf.ok && leaf.value.kind === 'ballot-event' && leaf.value.poll === election?.uuid
      ? [leaf.value]
      : [];
  });
  // Decryptions of others may follow the tally; each height has one event all the same.
  const isSame =
    own.length >= events.length &&
    own.every(
      ({ height, eventHex }, i) => height === i && (i >= events.length || eventHex === events[i]?.hash),
    );
  return [
    ...expectTrue(
      '07.3',
      named.ok && named.value === sha256Hex(setup) && sealed.value.subject.uuid === election?.uuid,
      'setup.json',
      'the election’s description does not name the SHA-256 of setup.json',
    ),
    ...checkSignedCheckpoint(signed.value, policy.value, 'error', 'ledger/checkpoint'),
    ...expectTrue(
      '06.1',
      leaves.length === size && equalBytes(frontierRoot(frontier), root),
      'ledger',
      'the leaves given are not those of the signed head',
    ),
    ...expectTrue(
      '06.1',
      isSame,
      'ledger',
      `the ledger holds other events of this session than the ${events.length} of the archive`,
    ),
  ];
}
