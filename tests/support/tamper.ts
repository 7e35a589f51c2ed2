/** Changes to a record's draft: members of its JSON files, data of its archive's events. */
import { setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { canonicalJson } from '../../tally/encoding/canonical-json.ts';
import type { SealedTexts } from '../../tally/record/record.ts';
import type { PlainEvent } from './election.ts';
import type { RecordDraft } from './record.ts';

/** JSON as it comes from JSON.parse, to be changed freely by a test. */
// biome-ignore lint/suspicious/noExplicitAny: an attacker knows no types
type Parsed = any;

/** The canonical text with some members changed. */
export function edited(text: string, change: (value: Parsed) => void): string {
  const value: Parsed = JSON.parse(text);
  change(value);
  return canonicalJson(value);
}

export function withText(
  draft: RecordDraft,
  name: keyof SealedTexts,
  change: (value: Parsed) => void,
): RecordDraft {
  return { ...draft, texts: { ...draft.texts, [name]: edited(draft.texts[name], change) } };
}

/** Other data in the event at `index`; its hashes and the chain follow. */
export function withData(
  draft: RecordDraft,
  index: number,
  change: (data: readonly string[]) => readonly string[],
): RecordDraft {
  const events = draft.events.map((event, i) =>
    i === index ? { type: event.type, data: change(event.data) } : event,
  );
  return { ...draft, events };
}

/** Other election, trustees or credentials in the Setup event. */
export function withSetup(
  draft: RecordDraft,
  change: (texts: { election: string; trustees: string; credentials: string }) => void,
): RecordDraft {
  return withData(draft, 0, ([election = '', trustees = '', credentials = '']) => {
    const texts = { election, trustees, credentials };
    change(texts);
    return setupMembers(texts.election, texts.trustees, texts.credentials);
  });
}

/** Index of the first event of a type. */
export function indexOf(draft: RecordDraft, type: PlainEvent['type']): number {
  return draft.events.findIndex((event) => event.type === type);
}

/** The draft with the events that `choose` makes of its own. */
export function withEvents(
  draft: RecordDraft,
  choose: (events: readonly PlainEvent[]) => readonly PlainEvent[],
): RecordDraft {
  return { ...draft, events: choose(draft.events) };
}
