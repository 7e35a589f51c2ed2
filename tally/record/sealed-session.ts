/**
 * What a voter's device makes sure of before it shows a ballot: the sealed texts of a session belong together. Questions,
 * title and description of the election are made again from set-up and rule pack and must be those of the election, the
 * form that of the rule pack, and the set-up the one whose hash the election's description names. The verifier tests the
 * same of a record, finding by finding (verify/verify-sealed.ts).
 */
import { type OpenElection, openElection, readElection } from '../belenios/election.ts';
import type { CapRule } from '../caps/cap-rule.ts';
import { sha256Hex } from '../encoding/hash.ts';
import type { Group } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readRulePackText } from '../rules/rule-pack.ts';
import { writeBallotForm } from './ballot-form.ts';
import { capsOf, type Sheet } from './questions.ts';
import { sessionTemplate } from './session-election.ts';
import { readSetup, type Setup, setupHashOf, sheetOf } from './setup.ts';

/** The texts of `setup.json`, `rule-pack.json`, `form.json` and `election.json`, exactly as they were sealed. */
export interface SealedSessionTexts {
  readonly setup: string;
  readonly rulePack: string;
  readonly form: string;
  readonly election: string;
}

/** A session whose sealed texts agree, ready for ballots to be made or checked. */
export interface SealedSession {
  readonly setup: Setup;
  readonly sheet: Sheet;
  readonly caps: readonly CapRule[];
  readonly open: OpenElection;
}

/**
 * @param poll  uuid of the session the voter asked for
 * @param group the group sessions are held in, with the arithmetic of this device
 * @returns the code of the first text that is unreadable; INCONSISTENT where they do not belong together; UNSUPPORTED for
 *          an election in another group
 */
export function openSealedSession(
  poll: string,
  texts: SealedSessionTexts,
  group: Group,
): Result<SealedSession> {
  const sealed = openSealedPaper(poll, texts);
  if (!sealed.ok) return sealed;
  const { setup, sheet } = sealed.value;
  const election = readElection(texts.election, 'election.json');
  if (!election.ok) return election;
  if (election.value.groupName !== group.name) {
    return refuse('UNSUPPORTED', 'election.json', `sessions are held in ${group.name}`);
  }
  const { description, name, questions, uuid } = election.value;
  const named = setupHashOf(description);
  const isOfSetup = named.ok && named.value === sha256Hex(texts.setup) && uuid === poll;
  const asked = JSON.stringify({ description, name, questions });
  if (!isOfSetup || asked !== JSON.stringify(sessionTemplate(setup, sheet.pack))) {
    return refuse('INCONSISTENT', 'election.json', 'the election asks other questions than were sealed');
  }
  const open = openElection(election.value, group);
  return open.ok ? ok({ setup, sheet, caps: capsOf(sheet), open: open.value }) : open;
}

/** The part that votes by name have too: set-up, rule pack and form, without an election. */
export function openSealedPaper(
  poll: string,
  texts: Omit<SealedSessionTexts, 'election'>,
): Result<Pick<SealedSession, 'setup' | 'sheet'>> {
  const setup = readSetup(texts.setup, 'setup.json');
  if (!setup.ok) return setup;
  const pack = readRulePackText(texts.rulePack, 'rule-pack.json');
  if (!pack.ok) return pack;
  const sheet = sheetOf(setup.value, pack.value);
  const flaw = flawOf(poll, texts, setup.value, sheet);
  return flaw === undefined
    ? ok({ setup: setup.value, sheet })
    : refuse('INCONSISTENT', flaw, 'the sealed texts do not belong together');
}

/** The name of the text that is not the one the set-up seals. */
function flawOf(
  poll: string,
  texts: Omit<SealedSessionTexts, 'election'>,
  setup: Setup,
  sheet: Sheet,
): string | undefined {
  if (setup.subject.uuid !== poll) return 'setup.json';
  if (setup.rulePack !== sha256Hex(texts.rulePack)) return 'rule-pack.json';
  const isForm = setup.form === sha256Hex(texts.form) && texts.form === writeBallotForm(sheet);
  return isForm ? undefined : 'form.json';
}
