/** Secret ballots have an archive of encrypted ballots, votes by name (记名) a list; a record's first file says which. */
export type RecordKind = 'secret' | 'recorded';

const ENDINGS: Readonly<Record<RecordKind, string>> = { secret: '.bel', recorded: '.votes.json' };

/** The name of a record's first file. */
export function ballotsFileName(uuid: string, kind: RecordKind): string {
  return `${uuid}${ENDINGS[kind]}`;
}

/** Uuid and kind of the record whose first file has this name. */
export function readBallotsFileName(
  name: string,
): { readonly uuid: string; readonly kind: RecordKind } | undefined {
  const [, uuid, ending] = /^([1-9A-HJ-NP-Za-km-z]{14,64})(\.bel|\.votes\.json)$/.exec(name) ?? [];
  return uuid === undefined ? undefined : { uuid, kind: ending === ENDINGS.secret ? 'secret' : 'recorded' };
}
