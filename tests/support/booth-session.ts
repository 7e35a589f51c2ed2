/** A sealed session whose cards are known by their texts, so that a test can vote as a representative does. */
import { drawCredential } from '../../tally/belenios/credential.ts';
import { drawToken } from '../../tally/belenios/token.ts';
import { QINGHE_BALLOT, QINGHE_CONGRESS, QINGHE_MEETING } from '../../tally/cli/demo/qinghe.ts';
import { appointOfficials } from '../../tally/cli/session/officials.ts';
import { type PreparedSession, prepareSession, type SessionPlan } from '../../tally/cli/session/prepare.ts';
import type { Item } from '../../tally/count/poll.ts';
import { BELENIOS_2048, createBelenios2048 } from '../../tally/groups/belenios-2048.ts';
import type { Group } from '../../tally/groups/group.ts';
import { createWasmEngine } from '../../tally/groups/wasm/engine.ts';
import { writeBallotForm } from '../../tally/record/ballot-form.ts';
import type { SealedSessionTexts } from '../../tally/record/sealed-session.ts';
import { writeSetup } from '../../tally/record/setup.ts';
import { type RulePack, writeRulePack } from '../../tally/rules/rule-pack.ts';
import { policyOf } from './ledger.ts';
import { items } from './poll.ts';
import { seededRandom } from './random.ts';

export interface BoothSession extends PreparedSession {
  readonly poll: string;
  readonly group: Group;
  readonly texts: SealedSessionTexts;
  /** As printed, in the order of `cards`. */
  readonly cardTexts: readonly string[];
}

/** A session of three deputies under `pack`, with the given items or as many as asked for. */
export function boothSession(
  pack: RulePack,
  given: number | readonly Item[],
  limits?: SessionPlan['limits'],
): BoothSession {
  const seed = `booth of ${pack.id}`;
  const { year, subjectZh, subjectEn } = QINGHE_BALLOT;
  const plan: SessionPlan = {
    organ: QINGHE_CONGRESS,
    meeting: QINGHE_MEETING,
    subject: { year, subjectZh, subjectEn },
    round: { kind: 'first' },
    pack,
    items: typeof given === 'number' ? items(given) : given,
    ...(limits === undefined ? {} : { limits }),
    inOffice: 3,
    present: 3,
    issued: 3,
    spare: 0,
    ballots: [],
  };
  const group = createBelenios2048(createWasmEngine(BELENIOS_2048));
  const signers = appointOfficials(seededRandom('officials')).map(({ signer }) => signer);
  const prepared = prepareSession(group, plan, policyOf(0), signers, seededRandom(seed), () => new Date(0));
  // prepareSession draws the session's id first and then the cards; the same seed gives the same again.
  const again = seededRandom(seed);
  const poll = drawToken(again);
  const cardTexts = prepared.cards.map(() => drawCredential(again));
  return {
    ...prepared,
    poll,
    group,
    cardTexts,
    texts: {
      setup: writeSetup(prepared.setup),
      rulePack: writeRulePack(pack),
      form: writeBallotForm(prepared.sheet),
      election: prepared.electionText,
    },
  };
}
