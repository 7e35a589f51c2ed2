/**
 * Whole archives: changed as bytes, and changed in one text or event with everything hashed and chained anew, as a server
 * can do to an archive that no ledger holds. No changed archive may verify but those that honestly are other archives of
 * the same votes (`honestReason`), since a bare archive does not bind what a ledger binds.
 */
import { setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { readOwned, writeOwned } from '../../tally/belenios/decryption.ts';
import { readSizedTally, writeSizedTally } from '../../tally/belenios/tally.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { equalBytes } from '../../tally/encoding/bytes.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { verdictOf } from '../../tally/verify/summary.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import { archiveOf, eventsOf, type PlainEvent } from '../support/election.ts';
import { fastGroup } from '../support/record.ts';
import type { Dice } from './dice.ts';
import { honestReason } from './honest-archive.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateText } from './mutate-text.ts';
import { type FuzzCase, type Outcome, type Subject, UNCHANGED } from './subject.ts';

export interface ArchiveSample {
  readonly bytes: Uint8Array;
  readonly events: readonly PlainEvent[];
  readonly timestamp: number;
}

export async function archiveSample(bytes: Uint8Array): Promise<ArchiveSample> {
  return { bytes, ...(await eventsOf(bytes)) };
}

export function archiveSubjects(
  kind: string,
  samples: readonly ArchiveSample[],
  weight: number,
): readonly Subject[] {
  const caseOf = (sample: ArchiveSample, mutation: string, input: Uint8Array): FuzzCase => ({
    mutation,
    input,
    run: () => judge(sample, input),
  });
  return [
    {
      kind: `${kind}, bytes`,
      weight,
      draw(dice) {
        const sample = dice.pick(samples);
        const { mutation, value } = mutateBytes(sample.bytes, dice);
        return caseOf(sample, mutation, value);
      },
    },
    {
      kind: `${kind}, chained anew`,
      weight,
      draw(dice) {
        const sample = dice.pick(samples);
        const { mutation, events } = mutateEvents(sample.events, dice);
        return caseOf(sample, mutation, archiveOf(events, sample.timestamp));
      },
    },
  ];
}

async function judge(sample: ArchiveSample, input: Uint8Array): Promise<Outcome> {
  if (equalBytes(input, sample.bytes)) return UNCHANGED;
  const { findings } = await verifyArchive(bytesSource(input), { openGroup: fastGroup });
  if (verdictOf(findings) === 'refuted') return { verdict: 'refuted' };
  const because = await honestReason(sample.events, input);
  return because === undefined
    ? { verdict: 'verified', violation: 'a changed archive verifies' }
    : { verdict: 'verified', because };
}

export function mutateEvents(
  events: readonly PlainEvent[],
  dice: Dice,
): { readonly mutation: string; readonly events: readonly PlainEvent[] } {
  const at = dice.below(events.length);
  const other = dice.below(events.length);
  const [own, twin] = [events[at], events[other]];
  if (own === undefined || twin === undefined) return { mutation: 'none', events };
  switch (dice.below(12)) {
    case 0:
      return { mutation: 'event removed', events: events.filter((_, i) => i !== at) };
    case 1:
      return { mutation: 'event doubled', events: [...events.slice(0, at + 1), ...events.slice(at)] };
    case 2:
      return {
        mutation: 'events swapped',
        events: events.map((event, i) => (i === at ? twin : i === other ? own : event)),
      };
    case 3:
      return { mutation: 'event moved', events: moved(events, at, other) };
    case 4:
      return {
        mutation: 'data of another event',
        events: events.map((event, i) =>
          i === at && i !== other ? { ...event, data: sized(event, twin) } : event,
        ),
      };
    default:
      return mutateData(events, dice);
  }
}

/** One text of an event changed; what names it by hash is made to fit. */
function mutateData(events: readonly PlainEvent[], dice: Dice) {
  const own = dice.pick(events.filter(({ data }) => data.length > 0));
  const at = events.indexOf(own);
  const member = dice.below(own.data.length);
  const { mutation, value } = mutateText(own.data[member] ?? '', dice);
  const data = own.data.map((text, i) => (i === member ? value : text));
  const fitted = dice.oneIn(20) ? data : fitting(own.type, data, member);
  const type = own.type.toLowerCase();
  return {
    mutation: `${type} text: ${mutation}`,
    events: events.map((event, i) => (i === at ? { type: event.type, data: fitted } : event)),
  };
}

function fitting(type: PlainEvent['type'], data: readonly string[], changed: number): readonly string[] {
  const [first = '', second = '', third = ''] = data;
  if (type === 'Setup') return changed === 3 ? data : setupMembers(first, second, third);
  if (data.length < 2 || changed === 1) return data;
  const payload = sha256Hex(first);
  if (type === 'EncryptedTally') {
    const sizes = readSizedTally(second, 'x');
    return sizes.ok ? [first, writeSizedTally({ ...sizes.value, encryptedTally: payload })] : data;
  }
  const owned = readOwned(second, 'x');
  return owned.ok ? [first, writeOwned({ ...owned.value, payload })] : data;
}

function moved(events: readonly PlainEvent[], from: number, to: number): readonly PlainEvent[] {
  const rest = events.filter((_, i) => i !== from);
  return [...rest.slice(0, to), ...events.slice(from, from + 1), ...rest.slice(to)];
}

/** As many texts as the event needs, of another one as far as it has them. */
function sized(event: PlainEvent, other: PlainEvent): readonly string[] {
  return event.data.map((text, i) => other.data[i] ?? text);
}
