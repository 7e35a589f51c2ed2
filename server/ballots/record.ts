/**
 * The record of a session: its sealed texts as they stand at publication, and the canonical zip of a published version,
 * which is the same bytes whenever it is asked for: proofs are made under the signed head that ends with its manifest.
 */
import {
  assertOk,
  type ByteSource,
  bytesSource,
  capsOf,
  type Leaf,
  ok,
  type ProvenLeaf,
  planRecord,
  readCapProofs,
  readLeaf,
  readRulePackText,
  readSetup,
  type SealedTexts,
  sheetOf,
  utf8,
  writeCapsFile,
  writeCheckpoint,
  writeLedgerSlice,
  writePaper,
  type ZipPlan,
} from '#tally';
import type { Deps } from '../deps.ts';
import { loadActions, loadPollLeaves } from '../ledger/store.ts';
import { archiveSource } from './archive-source.ts';
import { requireCounting } from './count.ts';
import type { CountingSession } from './count-store.ts';
import { electionGroup } from './engine.ts';
import { paperOfPoll } from './paper-entry.ts';
import { loadCaps, loadPublication } from './publish-store.ts';
import { type Answer, refused } from './refused.ts';
import { votesText } from './report.ts';

/** The first file of a record: the archive, or the votes by name. */
export async function ballotsOf(deps: Deps, { poll, isRecorded }: CountingSession): Promise<ByteSource> {
  return isRecorded ? bytesSource(utf8(await votesText(deps, poll))) : archiveSource(deps, poll);
}

/**
 * The texts a manifest covers, `action` being the one that publishes them.
 *
 * @returns the texts and how many actions they list before that one; WRONG_STATE without a complete certificate
 */
export async function sealedTexts(
  deps: Deps,
  session: CountingSession,
  action: string,
): Promise<Answer<{ readonly texts: SealedTexts; readonly actionsBefore: number }>> {
  const { poll, setup, report, certificate } = session;
  if (report === null || certificate === null) {
    return refused('MISSING_SIGNATURE', 'certificate', 'the presidium has not confirmed the result');
  }
  const paper = await paperOfPoll(deps, poll);
  if (!paper.ok) return paper;
  const actions = await loadActions(deps.sql, poll);
  const { ledger } = assertOk(readSetup(setup, 'setup'));
  const texts: SealedTexts = {
    'setup.json': setup,
    'caps.json': await capsText(deps, session),
    'form.json': session.form,
    'rule-pack.json': session.rulePack,
    'roll.json': session.roll,
    'paper.json': writePaper(paper.value),
    'report.json': report,
    'certificate.json': certificate,
    'ledger/policy': ledger,
    // Each is canonical JSON, so the list of them is.
    'ledger/actions.json': `[${[...actions, action].join(',')}]`,
  };
  return ok({ texts, actionsBefore: actions.length });
}

/** `caps.json`: cap proofs in the order of the archive; of no ballot where nothing is capped. */
async function capsText(deps: Deps, session: CountingSession): Promise<string> {
  const { poll, isRecorded } = session;
  const setup = assertOk(readSetup(session.setup, 'setup'));
  const isCapped = capsOf(sheetOf(setup, assertOk(readRulePackText(session.rulePack)))).length > 0;
  const rows = isCapped && !isRecorded ? await loadCaps(deps, poll) : [];
  const group = electionGroup();
  const ballots = rows.map(({ ballot, caps }) => ({
    ballot,
    proofs: assertOk(readCapProofs(group, caps, 'caps')),
  }));
  return writeCapsFile({ poll, ballots });
}

export interface OpenedZip {
  readonly version: number;
  readonly plan: ZipPlan;
}

/** The zip of a published version, ready to be streamed. @param version the newest without it */
export async function openRecordZip(
  deps: Deps,
  poll: string,
  version: number | null = null,
): Promise<Answer<OpenedZip>> {
  const absent = refused('NOT_FOUND', 'record', 'no such record is published');
  const published = await loadPublication(deps, poll, version);
  if (published === null) return absent;
  const found = await requireCounting(deps, poll);
  if (!found.ok) return absent;
  if (published.texts['ledger/policy'] !== deps.ledger.policyText) {
    return refused(
      'INCIDENT',
      'ledger',
      'the ledger has another key than the one sealed in this record, so no new copy can be signed: copies downloaded earlier stay valid; the operator can give the server its earlier key back (LEDGER_KEY, or ledger-key in DATA_DIR)',
    );
  }
  const size = published.leafIndex + 1;
  const checkpoint = await deps.ledger.head(size);
  if (!checkpoint.ok) return checkpoint;
  const leaves = await leavesOf(deps, poll, published.leafIndex);
  const proofs = await deps.ledger.proveLeaves(
    leaves.map(({ index }) => index),
    size,
  );
  if (!proofs.ok) return proofs;
  const proven = leaves.map(
    ({ index, leaf }, i): ProvenLeaf => ({ index, leaf, proof: proofs.value[i] ?? [] }),
  );
  const plan = await planRecord(
    poll,
    await ballotsOf(deps, found.value),
    published.texts,
    {
      'manifest.json': published.manifest,
      'ledger/checkpoint': writeCheckpoint(checkpoint.value),
      'ledger/proofs.json': writeLedgerSlice(proven),
    },
    found.value.isRecorded ? 'recorded' : 'secret',
  );
  return plan.ok ? ok({ version: published.version, plan: plan.value }) : plan;
}

/** The session's leaves up to the manifest's; of the manifests of earlier versions nothing is said. */
async function leavesOf(
  deps: Deps,
  poll: string,
  manifestIndex: number,
): Promise<readonly { readonly index: number; readonly leaf: Leaf }[]> {
  const rows = (await loadPollLeaves(deps.sql, poll)).filter(({ index }) => index < manifestIndex);
  const [manifest] = await deps.sql<{ leaf: string }[]>`
    select leaf from ledger.leaves where index = ${manifestIndex}`;
  return [...rows, { index: manifestIndex, leaf: manifest?.leaf ?? '' }].map(({ index, leaf }) => ({
    index,
    leaf: assertOk(readLeaf(utf8(leaf), 'ledger')),
  }));
}
