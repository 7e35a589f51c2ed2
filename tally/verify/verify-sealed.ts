/**
 * Checks 07.2–07.4, 08.3 and 09.2 of a record: what was sealed before voting is what was voted on, who could vote, and that
 * group and trustees are of the kind our sessions have.
 */
import { isHardened } from '../belenios/threshold.ts';
import { listMembers } from '../belenios/trustee.ts';
import { sha256Hex } from '../encoding/hash.ts';
import { writeBallotForm } from '../record/ballot-form.ts';
import { checkKeyHolders } from '../record/key-holders.ts';
import { cardHash, checkRoll, usableCards } from '../record/roll.ts';
import { sessionTemplate } from '../record/session-election.ts';
import { setupHashOf, sheetOf } from '../record/setup.ts';
import type { ArchiveView } from './archive-view.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';
import type { RecordParts } from './verify-record.ts';

export function verifySealed(parts: RecordParts, view: ArchiveView): readonly Finding[] {
  return [
    ...checkSetup(parts, view),
    ...checkQuestions(parts, view),
    ...checkCards(parts, view),
    ...checkKeys(view),
    ...checkHolders(parts, view),
  ];
}

function checkSetup({ setup, texts, uuid }: RecordParts, { election }: ArchiveView): readonly Finding[] {
  const named = setupHashOf(election?.description ?? '');
  return [
    ...expectTrue(
      '07.3',
      named.ok && named.value === sha256Hex(texts['setup.json']),
      'setup.json',
      'the election’s description does not name the SHA-256 of setup.json',
    ),
    ...expectTrue(
      '07.3',
      setup.rulePack === sha256Hex(texts['rule-pack.json']),
      'rule-pack.json',
      'the rule pack is not the one sealed in setup.json',
    ),
    ...expectTrue(
      '07.3',
      setup.subject.uuid === uuid && election?.uuid === uuid,
      'setup.json',
      `record, set-up and election do not bear one uuid, ${uuid}`,
    ),
  ];
}

function checkQuestions({ setup, pack, texts }: RecordParts, { election }: ArchiveView): readonly Finding[] {
  const form = writeBallotForm(sheetOf(setup, pack));
  const template = sessionTemplate(setup, pack);
  const asked = { description: election?.description, name: election?.name, questions: election?.questions };
  return [
    ...expectTrue(
      '07.4',
      texts['form.json'] === form && setup.form === sha256Hex(form),
      'form.json',
      'the ballot form is not the one that rule pack and items ask for',
    ),
    ...expectTrue(
      '07.4',
      JSON.stringify(asked) === JSON.stringify(template),
      'election.json',
      'title or questions of the election are not those that set-up and rule pack ask for',
    ),
  ];
}

/** 08.3: the roll, the credential list, the sealed figures and the actions agree. */
function checkCards({ setup, roll, actions, uuid }: RecordParts, view: ArchiveView): readonly Finding[] {
  const usable = usableCards(roll).size;
  const regular = setup.cards.listed - setup.cards.spare;
  const voidedByTwo = new Set(
    actions.flatMap((action) =>
      action.did === 'card_voided' && action.with !== undefined && action.with !== action.who
        ? [action.what]
        : [],
    ),
  );
  const flaws = checkRoll(roll, new Set(view.credentials.map(cardHash)));
  return [
    ...flaws.map((message) => errorFinding('08.3', { where: 'roll.json', message })),
    ...roll.voided.flatMap(({ serial }) =>
      expectTrue(
        '08.3',
        voidedByTwo.has(serial),
        'roll.json',
        `no action of two people voids the card ${serial}`,
      ),
    ),
    ...expectTrue('08.3', roll.poll === uuid, 'roll.json', 'the roll is of another session'),
    ...expectTrue(
      '08.3',
      roll.inOffice === setup.inOffice,
      'roll.json',
      `${roll.inOffice} in office, ${setup.inOffice} when sealed`,
    ),
    ...expectTrue(
      '08.3',
      setup.cards.listed === view.voters,
      'setup.json',
      `${setup.cards.listed} cards were sealed, the credential list has ${view.voters}`,
    ),
    ...expectTrue(
      '08.3',
      usable <= regular,
      'roll.json',
      `${usable} cards can be used, ${regular} are not spare: a spare card takes the place of a lost one`,
    ),
  ];
}

/**
 * 07.2 and 09.2: what any version-1 election may have and a session's may not. Without the hardened messages a member of a
 * threshold key has not said which ceremony its commitments were for.
 */
function checkKeys({ election, trustees }: ArchiveView): readonly Finding[] {
  const group = election?.groupName;
  const needed = trustees.reduce(
    (sum, trustee) => sum + (trustee.kind === 'Single' ? 1 : trustee.keys.threshold),
    0,
  );
  const message = 'one trustee alone can decrypt, any single ballot too';
  return [
    ...expectTrue(
      '07.2',
      group === undefined || group === 'BELENIOS-2048',
      'election.json',
      `the election of a record is in BELENIOS-2048, this one is in ${group}`,
    ),
    ...expectTrue(
      '09.2',
      trustees.every((trustee) => trustee.kind === 'Single' || isHardened(trustee.keys)),
      'trustees.json',
      'a threshold key lacks the hardened messages (contexts and signatures over all certificates)',
    ),
    ...(needed === 1
      ? [{ check: '09.2', severity: 'warning', where: 'trustees.json', message } as const]
      : []),
  ];
}

/** 09.4: without statements of the scrutineers, whoever ran the session may have made all the keys alone. */
function checkHolders({ setup }: RecordParts, { trustees, trusteesHash }: ArchiveView): readonly Finding[] {
  const where = 'setup.json';
  if (setup.keyHolders === undefined) {
    const message = 'no scrutineer has signed that the keys of the election are theirs';
    return [{ check: '09.4', severity: 'warning', where, message }];
  }
  const members = listMembers(trustees).length;
  return checkKeyHolders(setup.keyHolders, trusteesHash, members, setup.signers, where).map((refusal) =>
    errorFinding('09.4', refusal),
  );
}
