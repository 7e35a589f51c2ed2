/** Checks 07–09: the election, its credentials and its trustees, read from the data of the Setup event. */
import type { DataMember } from '../belenios/archive/read-archive.ts';
import { checkTrustees } from '../belenios/check-trustees.ts';
import { readPublicCredentials, weightOf } from '../belenios/credential-list.ts';
import { type OpenElection, openElection, readElection } from '../belenios/election.ts';
import { electionKeyOf, readTrustees, type Trustee } from '../belenios/trustee.ts';
import type { Group } from '../groups/group.ts';
import type { Result } from '../result.ts';
import type { ArchiveView } from './archive-view.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';

/** Opens a group by its name; UNSUPPORTED if this program does not have it. */
export type OpenGroup = (name: string) => Result<Group>;

export interface CheckedSetup {
  /** The election and the number of its voters, as far as they could be read. */
  readonly view: Pick<ArchiveView, 'election' | 'voters'>;
  /** Present when everything could be read, so that ballots can be checked. */
  readonly setup?: Setup;
  readonly findings: readonly Finding[];
}

export interface Setup {
  readonly open: OpenElection;
  readonly trustees: readonly Trustee[];
  /** Weight by public credential, in the order of the list. */
  readonly weights: ReadonlyMap<string, bigint>;
}

/** Everything but the membership of the credentials, which the ballot checker spreads over its threads. */
export function verifySetup(openGroup: OpenGroup, data: readonly DataMember[]): CheckedSetup {
  const [electionText = '', trusteesText = '', credentialsText = ''] = data.map(({ text }) => text);
  const election = readElection(electionText);
  if (!election.ok) return { view: { voters: 0 }, findings: [errorFinding('07.1', election.error)] };
  const found = { view: { election: election.value, voters: 0 } };
  const group = openGroup(election.value.groupName);
  if (!group.ok) return { ...found, findings: [errorFinding('07.2', group.error)] };
  const open = openElection(election.value, group.value);
  if (!open.ok) {
    const isOutside = open.error.code === 'NOT_IN_GROUP';
    return { ...found, findings: [errorFinding(isOutside ? '09.3' : '07.1', open.error)] };
  }

  const credentials = readPublicCredentials(group.value, credentialsText, 'credentials');
  const trustees = readTrustees(group.value, trusteesText, 'trustees');
  const findings = [
    ...(credentials.ok ? [] : [errorFinding('08.1', credentials.error)]),
    ...(trustees.ok ? checkKeys(open.value, trustees.value) : [errorFinding('09.1', trustees.error)]),
  ];
  if (!credentials.ok || !trustees.ok) return { ...found, findings };
  const weights = new Map(
    credentials.value.map((credential) => [credential.publicKey, weightOf(credential)]),
  );
  const view = { election: election.value, voters: weights.size };
  return { view, setup: { open: open.value, trustees: trustees.value, weights }, findings };
}

function checkKeys({ group, publicKey }: OpenElection, trustees: readonly Trustee[]): Finding[] {
  const where = 'election.public_key';
  const product = expectTrue(
    '09.3',
    group.equals(electionKeyOf(group, trustees), publicKey),
    where,
    'the election key is not the product of the trustees’ keys',
  );
  const message = 'the election key is the identity: every ballot can be read by anyone';
  const secrecy: readonly Finding[] = group.equals(publicKey, group.identity)
    ? [{ check: '09.3', severity: 'warning', where, message }]
    : [];
  return [
    ...checkTrustees(group, trustees).map((refusal) => errorFinding('09.2', refusal)),
    ...product,
    ...secrecy,
  ];
}
