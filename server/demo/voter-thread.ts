/** A thread that fills in ballots as the voting page does: choices in, encrypted ballot with its cap proofs out. */
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import {
  assertOk,
  capProofsJson,
  capsOf,
  choicesOf,
  deriveSecret,
  encryptBallot,
  type Json,
  type Marks,
  type OpenElection,
  openElection,
  proveCaps,
  readElection,
  readRulePackText,
  readSetup,
  type Sheet,
  sheetOf,
} from '#tally';
import { electionGroup } from '../ballots/engine.ts';

/** What the booth gives a card, as texts. */
export interface BoothTexts {
  readonly setup: string;
  readonly rulePack: string;
  readonly election: string;
}

export interface VoterJob {
  readonly poll: string;
  readonly texts: BoothTexts;
  readonly secret: string;
  readonly marks: Marks;
}

export interface FilledBallot {
  readonly ballot: string;
  readonly caps: Json;
}

const group = electionGroup();
const opened = new Map<string, { readonly sheet: Sheet; readonly election: OpenElection }>();

function open(poll: string, { setup, rulePack, election }: BoothTexts) {
  const known = opened.get(poll);
  if (known !== undefined) return known;
  const made = {
    sheet: sheetOf(assertOk(readSetup(setup, 'setup')), assertOk(readRulePackText(rulePack))),
    election: assertOk(openElection(assertOk(readElection(election)), group)),
  };
  opened.set(poll, made);
  return made;
}

const random = (length: number) => new Uint8Array(randomBytes(length));

parentPort?.on('message', ({ poll, texts, secret, marks }: VoterJob) => {
  const { sheet, election } = open(poll, texts);
  const choices = choicesOf(sheet, marks);
  const made = assertOk(encryptBallot(election, choices, deriveSecret(group, poll, secret), random));
  const rules = capsOf(sheet);
  const caps =
    rules.length === 0 ? null : capProofsJson(assertOk(proveCaps(election, rules, made, choices, random)));
  const filled: FilledBallot = { ballot: made.text, caps };
  parentPort?.postMessage(filled);
});
