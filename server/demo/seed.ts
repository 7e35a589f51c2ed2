/**
 * Plays the story of 青禾区 (domain reference, section 14) through the application: every step is the request that a page of
 * that role sends, guarded, checked and logged like any other. First what a visitor tries is made ready, a vote that is
 * open; then the ballot on the projects (S1) and the evaluation of last year's (13.7) fill in behind.
 */
import type { Hono } from 'hono';
import type { Marks } from '#tally';
import {
  dealMarks,
  QINGHE_ATTENDANCE,
  QINGHE_BALLOT,
  QINGHE_CONGRESS,
  QINGHE_EVALUATION,
  QINGHE_GRADES,
  QINGHE_LAST_YEAR,
  QINGHE_MEETING,
  QINGHE_PROJECTS,
  QINGHE_RETURNED,
  QINGHE_SEATS,
  QINGHE_VOTES,
} from '#tally/demo';
import type { AppEnv } from '../app.ts';
import { electionGroup } from '../ballots/engine.ts';
import type { Deps } from '../deps.ts';
import { firstAdministratorLink } from '../people/accounts.ts';
import { type Browser, openBrowser } from './browser.ts';
import { makeCards, type StoryCard } from './cards.ts';
import { countAndPublish } from './count.ts';
import { makeKeys } from './keys.ts';
import { type Acting, acceptInvitation, type Person } from './people.ts';
import { OPEN_VOTE, SEAT_QUOTA, STORY_PEOPLE, type StoryPerson, storyRoll } from './story.ts';
import { castAll } from './voters.ts';

/** What a visitor is given. */
export interface Played {
  readonly people: readonly Person[];
  readonly meetingId: string;
  /** Cards that nobody has voted with in the open vote. */
  readonly cards: readonly StoryCard[];
  readonly openPoll: string;
  readonly projectsPoll: string;
  readonly evaluationPoll: string;
}

export type Progress = (step: string, done: number, of: number) => void;

const ADMINISTRATOR: StoryPerson = {
  key: 'administrator',
  loginName: 'administrator',
  name: '管理员',
  roles: ['administrator'],
};

/** Cards of the first deputies vote in the story; those of the last ones present are to try. */
const TO_TRY = 12;

export async function play(
  deps: Deps,
  app: Pick<Hono<AppEnv>, 'request'>,
  onReady: (played: Played) => void,
  progress: Progress,
): Promise<void> {
  const [origin = ''] = deps.origins;
  const { random } = deps;
  const group = electionGroup();
  const browser = (): Browser => openBrowser(app, origin);

  progress('people', 0, STORY_PEOPLE.length);
  const link = await firstAdministratorLink(deps);
  if (link === null) throw new Error('the database has an administrator already');
  const admin = await acceptInvitation(browser(), link, ADMINISTRATOR, random);
  const organ = await admin.browser.post('/api/organs', {
    kind: QINGHE_CONGRESS.kind,
    nameZh: QINGHE_CONGRESS.nameZh,
    nameEn: QINGHE_CONGRESS.nameEn,
    regionZh: QINGHE_CONGRESS.regionZh,
    regionEn: QINGHE_CONGRESS.regionEn,
    seatQuota: SEAT_QUOTA,
    termFrom: null,
    termUntil: null,
  });
  const people = new Map<string, Acting>();
  for (const person of STORY_PEOPLE) {
    const invited = await admin.browser.post('/api/accounts', {
      loginName: person.loginName,
      name: person.name,
      roles: person.roles.map((role) => ({ role, organId: organ.id })),
    });
    people.set(person.key, await acceptInvitation(browser(), invited.invitation.url, person, random));
    progress('people', people.size, STORY_PEOPLE.length);
  }
  const by = (key: string): Acting => {
    const person = people.get(key);
    if (person === undefined) throw new Error(`nobody in the story is ${key}`);
    return person;
  };
  const clerk = by('clerk');

  progress('roll', 0, 1);
  const { rollHash } = await clerk.browser.get(`/api/organs/${organ.id}`);
  await clerk.browser.post(`/api/organs/${organ.id}/roll`, { rollHash, rows: storyRoll(), absent: 'leave' });
  const meeting = await clerk.browser.post(`/api/organs/${organ.id}/meetings`, {
    number: QINGHE_MEETING.number,
    titleZh: QINGHE_MEETING.titleZh,
    titleEn: QINGHE_MEETING.titleEn,
    heldOn: deps.now().toISOString().slice(0, 10),
  });
  const meetingId: string = meeting.id;
  progress('keys', 0, 1);
  const holders = await makeKeys(
    group,
    clerk,
    meetingId,
    [by('chief'), by('scrutineer1'), by('scrutineer2')],
    random,
  );
  progress('cards', 0, 1);
  const cards = await makeCards(group, clerk, by('scrutineer1'), meetingId, random);
  await clerk.browser.post(`/api/meetings/${meetingId}/state`, { to: 'sitting' });
  for (const { memberId } of cards.slice(0, QINGHE_ATTENDANCE.present)) {
    await clerk.browser.post(`/api/meetings/${meetingId}/arrivals`, { who: { memberId }, hand: 'card' });
  }

  async function openSession(draft: object): Promise<string> {
    const { id } = await clerk.browser.post(`/api/meetings/${meetingId}/ballot-sessions`, draft);
    const path = `/api/ballot-sessions/${id}`;
    const { setupHash } = await by('presidium').browser.get(`${path}/seal`);
    await by('presidium').browser.post(`${path}/seal`, { setupHash });
    await clerk.browser.post(`${path}/roll`);
    await by('chief').browser.post(`${path}/opening`);
    return id;
  }

  const openPoll = await openSession(OPEN_VOTE);
  const projectsPoll = await openSession({
    year: QINGHE_BALLOT.year,
    subjectZh: QINGHE_BALLOT.subjectZh,
    subjectEn: QINGHE_BALLOT.subjectEn,
    rules: { preset: 'congress-default', seats: QINGHE_SEATS },
    items: QINGHE_PROJECTS.map(({ titleZh, titleEn, leadUnit, costFen }) => ({
      titleZh,
      titleEn,
      leadUnit,
      ...(costFen === undefined ? {} : { costFen }),
    })),
  });
  const evaluationPoll = await openSession({
    year: QINGHE_EVALUATION.year,
    subjectZh: QINGHE_EVALUATION.subjectZh,
    subjectEn: QINGHE_EVALUATION.subjectEn,
    rules: { preset: 'eval-members-majority-congress' },
    items: QINGHE_LAST_YEAR.map(({ titleZh, titleEn, leadUnit }) => ({ titleZh, titleEn, leadUnit })),
  });
  const present = cards.slice(0, QINGHE_ATTENDANCE.present);
  onReady({
    people: [admin, ...people.values()].map(({ browser: _browser, ...person }) => person),
    meetingId,
    cards: present.slice(-TO_TRY),
    openPoll,
    projectsPoll,
    evaluationPoll,
  });

  const counting = {
    clerk,
    chair: by('chair'),
    holders,
    signers: {
      chiefScrutineer: by('chief'),
      scrutineer: by('scrutineer1'),
      teller: by('teller1'),
      presidium: by('presidium'),
    },
  };
  const vote = async (poll: string, marks: readonly Marks[], step: string) => {
    const onCast = (count: number) => progress(step, count, marks.length);
    await castAll({ meetingId, poll, cards: present, marks, openBrowser: browser, onCast });
    await countAndPublish(group, poll, counting, random);
  };
  await vote(projectsPoll, dealMarks(QINGHE_VOTES, QINGHE_RETURNED, QINGHE_SEATS), 'projects');
  await vote(evaluationPoll, dealMarks(QINGHE_GRADES, QINGHE_RETURNED, QINGHE_GRADES.length), 'evaluation');
  progress('done', 1, 1);
}
