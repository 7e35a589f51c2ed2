/** Checks 02–04 and 06 of a record: who signed the ledger's head, and that events, actions and manifest are under it. */
import { sha256Hex } from '../encoding/hash.ts';
import { checkSignedCheckpoint, type Policy, writePolicy } from '../ledger/policy.ts';
import { actionHash } from '../record/actions.ts';
import { checkLedgerSlice, type ProvenLeaf } from '../record/ledger-slice.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';
import type { RecordParts } from './verify-record.ts';

const PROOFS = 'ledger/proofs.json';

/** What the session logged besides actions: events of its archive, or trackers of votes by name. */
export interface Logged {
  readonly events: readonly { readonly hash: string }[];
  readonly votes: readonly string[];
}

export function verifyLedger(
  parts: RecordParts,
  logged: Logged,
  trusted: Policy | undefined,
): readonly Finding[] {
  const { policy, checkpoint, leaves } = parts;
  return [
    ...checkPolicy(parts, trusted),
    ...checkSignedCheckpoint(checkpoint, policy, 'error', 'ledger/checkpoint'),
    ...(trusted === undefined
      ? []
      : checkSignedCheckpoint(checkpoint, trusted, 'warning', 'ledger/checkpoint')),
    ...noteWitnesses(policy),
    ...checkLedgerSlice(leaves, checkpoint.checkpoint, PROOFS).map((refusal) =>
      errorFinding('06.1', refusal),
    ),
    ...checkEvents(parts, logged),
    ...checkActions(parts, logged),
  ];
}

/** R25: without witnesses, that nobody else has seen the same history must be said. */
function noteWitnesses({ witnesses }: Policy): readonly Finding[] {
  const message =
    'the ledger has no witnesses: that others were shown the same history rests on its operator';
  return witnesses.length > 0 ? [] : [{ check: '04.1', severity: 'info', where: 'ledger/policy', message }];
}

function checkPolicy({ policy, setup, texts }: RecordParts, trusted: Policy | undefined): readonly Finding[] {
  const own = expectTrue(
    '02.1',
    setup.ledger === texts['ledger/policy'],
    'ledger/policy',
    'keys or quorum of the ledger are not those sealed in setup.json',
  );
  if (trusted === undefined) {
    const message = 'the record names its own keys; compare them with a trusted source (--policy FILE)';
    return [...own, { check: '02.1', severity: 'warning', where: 'ledger/policy', message }];
  }
  return [
    ...own,
    ...expectTrue(
      '02.1',
      writePolicy(trusted) === writePolicy(policy),
      'ledger/policy',
      'the record names other keys or another quorum than the policy given',
    ),
  ];
}

/** 06.1: the leaves of this session are those of the archive's events, height after height. */
function checkEvents({ leaves, uuid }: RecordParts, { events }: Logged): readonly Finding[] {
  const own = leaves.flatMap(({ leaf }) => (leaf.kind === 'ballot-event' ? [leaf] : []));
  const isSame =
    own.length === events.length &&
    own.every(
      ({ poll, height, eventHex }, i) => poll === uuid && height === i && eventHex === events[i]?.hash,
    );
  return expectTrue(
    '06.1',
    isSame,
    PROOFS,
    `the ledger’s leaves are not the ${events.length} events of the archive in their order`,
  );
}

/** 06.2: the other leaves are the published actions in their order, and last the manifest. */
function checkActions({ leaves, actions, texts, uuid }: RecordParts, { votes }: Logged): readonly Finding[] {
  const cast = new Set(votes);
  const others = leaves
    .filter(({ leaf }) => leaf.kind !== 'ballot-event')
    .map(hashOfLeaf)
    .filter((hash) => !cast.has(hash));
  const expected = [...actions.map(actionHash), sha256Hex(texts['manifest.json'])];
  return [
    ...expectTrue(
      '06.2',
      others.join() === expected.join(),
      PROOFS,
      'the ledger’s further leaves are not the published actions and then the manifest',
    ),
    ...expectTrue(
      '06.2',
      leaves.at(-1)?.leaf.kind === 'action',
      PROOFS,
      'events of the session come after its manifest',
    ),
    ...expectTrue(
      '06.2',
      actions.every(({ poll }) => poll === uuid),
      'ledger/actions.json',
      'an action belongs to another session',
    ),
  ];
}

function hashOfLeaf({ leaf }: ProvenLeaf): string {
  return leaf.kind === 'action' ? leaf.hashHex : leaf.kind;
}
