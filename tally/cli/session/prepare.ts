/** Before voting: cards, scrutineers' keys, set-up and election of a session played on this machine. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { deriveSecret, drawCredential, publicCredentialOf } from '../../belenios/credential.ts';
import { sortCredentials, writePublicCredentials } from '../../belenios/credential-list.ts';
import { type OpenElection, openElection, readElection, writeElection } from '../../belenios/election.ts';
import type { Random } from '../../belenios/scalar.ts';
import { drawToken } from '../../belenios/token.ts';
import { electionKeyOf, writeTrustees } from '../../belenios/trustee.ts';
import type { Item, Round } from '../../count/poll.ts';
import { hex } from '../../encoding/bytes.ts';
import { sha256Hex } from '../../encoding/hash.ts';
import type { Group } from '../../groups/group.ts';
import { type Policy, writePolicy } from '../../ledger/policy.ts';
import { writeBallotForm } from '../../record/ballot-form.ts';
import { type KeyHolders, signKeyHolder } from '../../record/key-holders.ts';
import type { Marks, Sheet } from '../../record/questions.ts';
import { sessionTemplate } from '../../record/session-election.ts';
import type { Setup } from '../../record/setup.ts';
import type { Signer } from '../../report/certificate.ts';
import type { Meeting, Organ, Subject } from '../../report/input.ts';
import { assertOk } from '../../result.ts';
import { type RulePack, writeRulePack } from '../../rules/rule-pack.ts';
import { appointScrutineers, type Scrutineers } from './scrutineers.ts';

/** What happens in the session. */
export interface SessionPlan {
  readonly organ: Organ;
  readonly meeting: Meeting;
  readonly subject: Omit<Subject, 'uuid'>;
  readonly round: Round;
  readonly pack: RulePack;
  readonly items: readonly Item[];
  readonly limits?: { readonly min: number; readonly max: number };
  readonly inOffice: number;
  readonly present: number;
  /** Cards handed out: at least as many as there are ballots. */
  readonly issued: number;
  /** Further cards, for lost ones. */
  readonly spare: number;
  /** The ballots, in the order in which they are cast. */
  readonly ballots: readonly Marks[];
}

export interface Card {
  readonly secret: bigint;
  readonly publicKey: string;
}

export interface PreparedSession {
  readonly plan: SessionPlan;
  readonly sheet: Sheet;
  readonly setup: Setup;
  readonly open: OpenElection;
  readonly electionText: string;
  readonly trusteesText: string;
  readonly credentialsText: string;
  /** In the order in which cards are handed out; spare ones last. */
  readonly cards: readonly Card[];
  readonly scrutineers: Scrutineers;
}

const SCRUTINEERS = 3;
const THRESHOLD = 2;

export function prepareSession(
  group: Group,
  plan: SessionPlan,
  policy: Policy,
  signers: readonly Signer[],
  random: Random,
  now: () => Date,
): PreparedSession {
  const uuid = drawToken(random);
  const cards = Array.from({ length: plan.inOffice + plan.spare }, (): Card => {
    const secret = deriveSecret(group, uuid, drawCredential(random));
    return { secret, publicKey: group.text(publicCredentialOf(group, secret)) };
  });
  const { organ, meeting, round, pack, items, limits, inOffice, spare } = plan;
  const sheet: Sheet = { pack, items, round, ...(limits === undefined ? {} : { limits }) };
  const scrutineers = appointScrutineers(group, SCRUTINEERS, THRESHOLD, random);
  const trusteesText = writeTrustees(group, scrutineers.trustees);
  const holders = signKeys(sha256Hex(trusteesText), random, now);
  const setup: Setup = {
    v: 'setup/1',
    organ,
    meeting,
    subject: { ...plan.subject, uuid },
    round,
    items,
    ...(limits === undefined ? {} : { limits }),
    rulePack: sha256Hex(writeRulePack(pack)),
    form: sha256Hex(writeBallotForm(sheet)),
    inOffice,
    cards: { kind: 'named', listed: cards.length, spare },
    signers: [...signers, ...holders.signers],
    keyHolders: holders.keyHolders,
    ledger: writePolicy(policy),
    booth: [],
    planned: null,
  };
  const publicKey = electionKeyOf(group, scrutineers.trustees);
  const electionText = writeElection(sessionTemplate(setup, pack), { uuid, group, publicKey });
  return {
    plan,
    sheet,
    setup,
    open: assertOk(openElection(assertOk(readElection(electionText)), group)),
    electionText,
    trusteesText,
    credentialsText: writePublicCredentials(sortCredentials(group, cards)),
    cards,
    scrutineers,
  };
}

/** The scrutineers, each with a signing key of their own, sign that the keys of the election are theirs. */
function signKeys(
  trustees: string,
  random: Random,
  now: () => Date,
): { readonly signers: readonly Signer[]; readonly keyHolders: KeyHolders } {
  const signedAt = `${now().toISOString().slice(0, 19)}Z`;
  const made = Array.from({ length: SCRUTINEERS }, (_, i) => {
    const secret = random(32);
    const signer = {
      role: 'scrutineer',
      name: `监票人 ${i + 2}`,
      publicKey: hex(ed25519.getPublicKey(secret)),
    } as const;
    const { name, publicKey } = signer;
    return {
      signer,
      statement: signKeyHolder(trustees, { position: i + 1, name, publicKey, signedAt }, secret),
    };
  });
  return {
    signers: made.map(({ signer }) => signer),
    keyHolders: { trustees, statements: made.map(({ statement }) => statement) },
  };
}
