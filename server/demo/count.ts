/** From the closing of a session of the story to its publication: each person does their part in order. */
import { type Group, type Random, type SignerRole, signStatement } from '#tally';
import { type KeyHolder, openPart, toSecond } from './keys.ts';
import { type Acting, keyBytes } from './people.ts';

export interface CountingPeople {
  readonly clerk: Acting;
  readonly chair: Acting;
  readonly signers: Readonly<Record<SignerRole, Acting>>;
  readonly holders: readonly KeyHolder[];
}

export async function countAndPublish(
  group: Group,
  poll: string,
  { clerk, chair, signers, holders }: CountingPeople,
  random: Random,
): Promise<void> {
  const path = `/api/ballot-sessions/${poll}`;
  const chief = signers.chiefScrutineer.browser;
  await chief.post(`${path}/closing`);
  await chief.post(`${path}/reconciliation`);
  const { threshold } = await chief.get(`${path}/count`);
  for (const holder of holders.slice(0, threshold)) await openPart(group, poll, holder, random);
  for (const role of ['teller', 'scrutineer', 'chiefScrutineer'] as const) {
    await sign(poll, role, signers[role], 'signatures');
  }
  await chair.browser.post(`${path}/announcement`);
  await sign(poll, 'presidium', signers.presidium, 'confirmation');
  await clerk.browser.post(`${path}/publication`);
}

async function sign(poll: string, role: SignerRole, person: Acting, step: string): Promise<void> {
  const path = `/api/ballot-sessions/${poll}`;
  const { hash } = await person.browser.get(`${path}/report`);
  const { signers } = await person.browser.get(`${path}/count`);
  const own = signers.find((one: { isYou: boolean; role: string }) => one.isYou && one.role === role);
  const signature = signStatement(
    {
      role,
      name: person.name,
      publicKey: own?.publicKey ?? '',
      sessionUuid: poll,
      reportHash: hash,
      signedAt: toSecond(new Date()),
    },
    keyBytes(person.signingKey),
  );
  await person.browser.post(`${path}/${step}`, { reportHash: hash, signature });
}
