/**
 * What a representative's browser asks for: to log in with a card, to load a sealed ballot, to cast it or open it for a
 * test, to vote by name, to fetch the receipt again.
 */

import type { Context } from 'hono';
import { Hono } from 'hono';
import { sha256Hex } from '#tally';
import type { AppEnv } from '../app.ts';
import { requireCard } from '../auth/guard.ts';
import { createCardLogin, endLogin } from '../auth/logins.ts';
import { answer, HttpRefusal } from '../http/errors.ts';
import { type BodyLimits, input } from '../http/input.ts';
import { limitByAddress, takeToken } from '../http/limits.ts';
import { cardLoginInput, castInput, testInput, voteInput } from './booth-shapes.ts';
import { loadCardMeetings } from './booth-store.ts';
import { testBallot } from './box-store.ts';
import { CARD_LOGINS, findCardByKey, viewCard, WRONG_CARDS } from './card-login.ts';
import { castByName, receiptByName } from './recorded-vote.ts';
import type { SealedBox } from './sealed-box.ts';

const POLL = ':poll{[1-9A-HJ-NP-Za-km-z]{22}}' as const;

/** The session in the path, if it is one of the card's meeting. @throws HttpRefusal NOT_FOUND */
async function boxOf(c: Context<AppEnv>): Promise<SealedBox> {
  const found = await c.var.deps.casting.find(c.req.param('poll') ?? '', c.var.card);
  if (!found.ok) throw new HttpRefusal(found.error.code, 'path', found.error.message);
  return found.value;
}

const ballotLimitsOf = async (c: Context): Promise<BodyLimits> => (await boxOf(c)).limits;

export const boothRoutes = new Hono<AppEnv>()
  .post('/card-logins', limitByAddress(CARD_LOGINS), input('json', cardLoginInput), async (c) => {
    const { meeting, loginKey } = c.req.valid('json');
    const found = await findCardByKey(c.var.deps, meeting, loginKey);
    // Only wrong guesses are counted, so that a stranger's guesses cost a voter nothing but behind the same address.
    if (!found.ok) takeToken(c, WRONG_CARDS, c.var.deps.addressOf(c));
    if (found.ok) await createCardLogin(c, found.value.cardId);
    return answer(c, found.ok ? await viewCard(c.var.deps, found.value.cardId) : found, 201);
  })
  .get('/card-logins/meetings', async (c) => c.json({ meetings: await loadCardMeetings(c.var.deps.sql) }))
  .get('/card-logins/current', requireCard(), async (c) =>
    answer(c, await viewCard(c.var.deps, c.var.card.cardId)),
  )
  .delete('/card-logins/current', async (c) => {
    await endLogin(c, 'card');
    return c.json({});
  })
  .get(`/booth/${POLL}`, requireCard(), async (c) => {
    const { setup, rulePack, form, election, descriptions } = (await boxOf(c)).row;
    return c.json({ setup, rulePack, form, election, descriptions });
  })
  .post(`/booth/${POLL}/cast`, requireCard(), input('json', castInput, ballotLimitsOf), async (c) => {
    const { ballot, caps } = c.req.valid('json');
    const cast = await c.var.deps.casting.cast(await boxOf(c), c.var.card, { ballot, caps: caps ?? null });
    if (!cast.ok) return answer(c, cast);
    const { isNew, ...receipt } = cast.value;
    return c.json(receipt, isNew ? 201 : 200);
  })
  .post(`/booth/${POLL}/test`, requireCard(), input('json', testInput, ballotLimitsOf), async (c) => {
    const { row } = await boxOf(c);
    const outcome = await testBallot(c.var.deps.sql, row.poll, sha256Hex(c.req.valid('json').ballot));
    if (outcome !== 'TESTED') throw new HttpRefusal(outcome, 'ballot', 'this ballot cannot be tested');
    return c.json({});
  })
  .post(`/booth/${POLL}/vote`, requireCard(), input('json', voteInput), async (c) => {
    const cast = await castByName(c.var.deps, await boxOf(c), c.var.card, c.req.valid('json').choices);
    if (!cast.ok) return answer(c, cast);
    const { isNew, ...receipt } = cast.value;
    return c.json(receipt, isNew ? 201 : 200);
  })
  .get(`/booth/${POLL}/receipt`, requireCard(), async (c) => {
    const box = await boxOf(c);
    const { deps, card } = c.var;
    return answer(
      c,
      box.row.isRecorded ? await receiptByName(deps, box, card) : await deps.casting.receipt(box, card),
    );
  });
