/**
 * A ballot session while a clerk fills it in: everything as typed, so that nothing is lost on the way; and what becomes of it:
 * the draft the server takes, or what is still wrong, place by place. Pure.
 */
import type { DraftInput, SessionView } from '#server/api';
import { canonicalJson, findPreset, type Json, PRESETS, type RulePack, readRulePack } from '#tally';

export interface ItemForm {
  readonly titleZh: string;
  readonly titleEn: string;
  readonly leadUnit: string;
  /** Several units separated by 、 or commas. */
  readonly supportUnits: string;
  /** In ten thousand yuan, as budgets are written. */
  readonly cost: string;
  readonly finishOn: string;
  readonly textZh: string;
  readonly picture: string;
}

export type Kind = RulePack['kind'];

export interface DraftForm {
  readonly kind: Kind;
  readonly preset: string;
  readonly seats: string;
  readonly budget: string;
  readonly secrecy: 'secret' | 'recorded';
  /** Null: a preset; else the text of a rule pack of one's own. */
  readonly ownRules: string | null;
  readonly year: string;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly items: readonly ItemForm[];
}

export type DraftError =
  | 'rules'
  | 'seats'
  | 'budget'
  | 'year'
  | 'subject'
  | 'planned'
  | 'noItems'
  | 'oneItem'
  | `title ${number}`
  | `unit ${number}`
  | `cost ${number}`
  | `same ${number}`;

export const EMPTY_ITEM: ItemForm = {
  titleZh: '',
  titleEn: '',
  leadUnit: '',
  supportUnits: '',
  cost: '',
  finishOn: '',
  textZh: '',
  picture: '',
};

const FIRST_PRESET: Readonly<Record<string, Readonly<Record<Kind, string>>>> = {
  congress: {
    projects: 'congress-default',
    evaluation: 'eval-members-majority-congress',
    resolution: 'resolution-default',
  },
  standing_committee: {
    projects: 'standing-committee',
    evaluation: 'eval-members-majority-committee',
    resolution: 'resolution-committee',
  },
  street_assembly: {
    projects: 'street-strict',
    evaluation: 'eval-members-majority-street',
    resolution: 'resolution-default',
  },
};

export function presetFor(organKind: string, kind: Kind): string {
  return FIRST_PRESET[organKind]?.[kind] ?? PRESETS.find((pack) => pack.kind === kind)?.id ?? '';
}

export function emptyDraft(organKind: string, year: number): DraftForm {
  return {
    kind: 'projects',
    preset: presetFor(organKind, 'projects'),
    seats: '',
    budget: '',
    secrecy: 'secret',
    ownRules: null,
    year: String(year),
    subjectZh: '',
    subjectEn: '',
    opensAt: '',
    closesAt: '',
    items: [],
  };
}

/** The draft of a session that is stored, to go on with. */
export function draftOfSession(session: SessionView): DraftForm {
  const pack = JSON.parse(session.rulePack) as RulePack;
  const preset = findPreset(pack.id);
  const set = packSettings(pack);
  const isPreset = preset !== undefined && sameRules(preset, pack);
  const local = (instant: string | null) => (instant === null ? '' : toLocal(new Date(instant)));
  return {
    kind: pack.kind,
    preset: preset?.id ?? presetFor(session.organKind, pack.kind),
    ...set,
    secrecy: pack.secrecy,
    ownRules: isPreset ? null : session.rulePack,
    year: String(session.year),
    subjectZh: session.subjectZh,
    subjectEn: session.subjectEn,
    opensAt: local(session.plannedOpensAt),
    closesAt: local(session.plannedClosesAt),
    items: session.items.map((item): ItemForm => {
      const description = session.descriptions[String(item.no)] ?? {};
      return {
        titleZh: item.titleZh,
        titleEn: item.titleEn,
        leadUnit: item.leadUnit,
        supportUnits: (item.supportUnits ?? []).join('、'),
        cost: item.costFen === undefined ? '' : writeCost(item.costFen),
        finishOn: description.finishOn ?? '',
        textZh: description.textZh ?? '',
        picture: description.picture ?? '',
      };
    }),
  };
}

function packSettings(pack: RulePack): { readonly seats: string; readonly budget: string } {
  if (pack.kind !== 'projects') return { seats: '', budget: '' };
  const { selection, ballot } = pack;
  return {
    seats: ballot.seats === undefined ? '' : String(ballot.seats),
    budget: selection.method === 'greedy_budget' ? writeCost(selection.budgetFen) : '',
  };
}

/** Whether a pack is a preset but for places, budget and secrecy. */
function sameRules(preset: RulePack, pack: RulePack): boolean {
  const bare = (rules: RulePack): string => {
    const { secrecy: _, ...rest } = rules as RulePack & { ballot: object; selection?: object };
    const { seats: _seats, cap: _cap, ...ballot } = rest.ballot as { seats?: number; cap?: number };
    const { budgetFen: _budget, ...selection } = (rest.selection ?? {}) as { budgetFen?: number };
    return canonicalJson({ ...rest, ballot, selection } as unknown as Json);
  };
  return bare(preset) === bare(pack);
}

/** What a pack lets a clerk set. */
export function settingsOf(pack: RulePack | undefined): {
  readonly seats: boolean;
  readonly budget: boolean;
} {
  const method = pack?.kind === 'projects' ? pack.selection.method : undefined;
  return { seats: method === 'top_n', budget: method === 'greedy_budget' };
}

/** The rules as the draft has them, for the explanation; undefined while they cannot be read. */
export function packOfDraft(draft: DraftForm): RulePack | undefined {
  if (draft.ownRules !== null) {
    const read = readOwnRules(draft.ownRules);
    return read?.pack;
  }
  const preset = findPreset(draft.preset);
  if (preset === undefined) return undefined;
  const pack: RulePack = { ...preset, secrecy: draft.secrecy };
  if (pack.kind !== 'projects') return pack;
  const seats = readWhole(draft.seats);
  const budgetFen = readCost(draft.budget);
  if (pack.selection.method === 'top_n' && isPlaces(seats)) {
    return { ...pack, ballot: { ...pack.ballot, seats, cap: seats } };
  }
  return pack.selection.method === 'greedy_budget' && budgetFen !== null
    ? { ...pack, selection: { ...pack.selection, budgetFen } }
    : pack;
}

/** What the clerk has still to set, which the rules of the draft take from the preset until then. */
export function settingMissing(draft: DraftForm): 'seats' | 'budget' | null {
  if (draft.ownRules !== null) return null;
  const can = settingsOf(packOfDraft(draft));
  if (can.seats && !isPlaces(readWhole(draft.seats))) return 'seats';
  return can.budget && readCost(draft.budget) === null ? 'budget' : null;
}

function isPlaces(seats: number | null): seats is number {
  return seats !== null && seats > 0;
}

/** A rule pack as somebody wrote it, and the canonical text the server takes. */
export function readOwnRules(text: string): { readonly pack: RulePack; readonly text: string } | undefined {
  try {
    const read = readRulePack(JSON.parse(text));
    return read.ok ? { pack: read.value, text: canonicalJson(read.value as unknown as Json) } : undefined;
  } catch {
    return undefined;
  }
}

/** What the server takes, or every place that is wrong. */
export function readDraft(
  draft: DraftForm,
):
  | { readonly ok: true; readonly value: DraftInput }
  | { readonly ok: false; readonly errors: readonly DraftError[] } {
  const errors: DraftError[] = [];
  const pack = packOfDraft(draft);
  const can = settingsOf(pack);
  const seats = readWhole(draft.seats);
  const budgetFen = readCost(draft.budget);
  const year = readWhole(draft.year);
  if (pack === undefined) errors.push('rules');
  const missing = settingMissing(draft);
  if (missing !== null) errors.push(missing);
  if (year === null || year < 1980 || year > 2200) errors.push('year');
  if (tidy(draft.subjectZh) === '') errors.push('subject');
  const planned = readPlanned(draft);
  if (planned === undefined) errors.push('planned');
  const needsCost = can.budget;
  if (draft.items.length === 0) errors.push('noItems');
  if (pack?.kind === 'resolution' && draft.items.length > 1) errors.push('oneItem');
  const seen = new Set<string>();
  draft.items.forEach((item, at) => {
    const title = tidy(item.titleZh);
    if (title === '') errors.push(`title ${at}`);
    else if (seen.has(title)) errors.push(`same ${at}`);
    seen.add(title);
    if (tidy(item.leadUnit) === '') errors.push(`unit ${at}`);
    if (readCost(item.cost) === null && (needsCost || item.cost.trim() !== '')) errors.push(`cost ${at}`);
  });
  if (errors.length > 0 || year === null || planned === undefined) return { ok: false, errors };
  return {
    ok: true,
    value: {
      year,
      subjectZh: tidy(draft.subjectZh),
      subjectEn: tidy(draft.subjectEn) || tidy(draft.subjectZh),
      rules:
        draft.ownRules === null
          ? {
              preset: draft.preset,
              secrecy: draft.secrecy,
              ...(can.seats && seats !== null ? { seats } : {}),
              ...(can.budget && budgetFen !== null ? { budgetFen } : {}),
            }
          : { text: readOwnRules(draft.ownRules)?.text ?? '' },
      items: draft.items.map(itemInput),
      limits: null,
      planned,
    },
  };
}

function itemInput(item: ItemForm): DraftInput['items'][number] {
  const costFen = readCost(item.cost);
  const text = item.textZh.normalize('NFC').replaceAll('\r\n', '\n').trim();
  return {
    titleZh: tidy(item.titleZh),
    titleEn: tidy(item.titleEn) || tidy(item.titleZh),
    leadUnit: tidy(item.leadUnit),
    supportUnits: item.supportUnits
      .split(/[、,，;；]/)
      .map(tidy)
      .filter(Boolean),
    ...(costFen === null ? {} : { costFen }),
    description: {
      ...(text === '' ? {} : { textZh: text }),
      ...(item.finishOn === '' ? {} : { finishOn: item.finishOn }),
      ...(item.picture === '' ? {} : { picture: item.picture }),
    },
  };
}

/** One line in NFC, without the invisible characters that spreadsheets leave behind. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u00a0\u3000]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .trim();
}

function readWhole(text: string): number | null {
  const value = text.trim();
  return /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** 万元, at most six decimals, to fen; null where it is no such number. */
export function readCost(text: string): number | null {
  const [, whole = '', part = ''] =
    /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim().replaceAll(/[,，]/g, '')) ?? [];
  return whole === '' ? null : Number(whole) * 1_000_000 + Number(part.padEnd(6, '0'));
}

function writeCost(fen: number): string {
  const part = String(fen % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${Math.trunc(fen / 1_000_000)}${part === '' ? '' : `.${part}`}`;
}

/** Null: nothing planned; undefined: half of it, or the wrong way round. */
function readPlanned({ opensAt, closesAt }: DraftForm): DraftInput['planned'] | undefined {
  if (opensAt === '' && closesAt === '') return null;
  const [opens, closes] = [new Date(opensAt), new Date(closesAt)];
  if (Number.isNaN(opens.getTime()) || Number.isNaN(closes.getTime()) || opens >= closes) return undefined;
  return { opensAt: opens.toISOString(), closesAt: closes.toISOString() };
}

/** As <input type="datetime-local"> has it. */
function toLocal(instant: Date): string {
  const shifted = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

const HEADINGS: Readonly<Record<keyof Omit<ItemForm, 'picture'>, RegExp>> = {
  titleEn: /english|title/i,
  titleZh: /项目|名称|事项/,
  leadUnit: /牵头|责任|主办|lead/i,
  supportUnits: /配合|协办|support/i,
  cost: /投资|资金|金额|万元|cost/i,
  finishOn: /完成|时限|finish/i,
  textZh: /说明|内容|介绍|description/i,
};
/** Without headings the columns stand in this order. */
const ORDER = ['titleZh', 'titleEn', 'leadUnit', 'supportUnits', 'cost', 'finishOn', 'textZh'] as const;

/** Items from rows of a spreadsheet, pasted or from a file; a first row of headings names the columns. */
export function itemsOfRows(rows: readonly (readonly string[])[]): readonly ItemForm[] {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
  const [head = []] = filled;
  const named = head.map((cell) => ORDER.find((column) => HEADINGS[column].test(cell.trim())));
  const hasHead = named.filter((column) => column !== undefined).length >= 2;
  const columns = hasHead ? named : serialless(filled) ? [undefined, ...ORDER] : ORDER;
  return (hasHead ? filled.slice(1) : filled).map((row) => {
    const item: Record<string, string> = { ...EMPTY_ITEM };
    row.forEach((cell, at) => {
      const column = columns[at];
      if (column !== undefined && item[column] === '') item[column] = cell.trim();
    });
    return { ...(item as unknown as ItemForm), finishOn: readDay(item.finishOn ?? '') };
  });
}

/** Whether the first column only numbers the rows. */
function serialless(rows: readonly (readonly string[])[]): boolean {
  return rows.length > 0 && rows.every(([first = '']) => /^\d{1,3}$/.test(first.trim()));
}

export function rowsOfPaste(text: string): readonly (readonly string[])[] {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.split('\t'));
}

/** 2026-11-30, 2026/11/30, 2026年11月30日; anything else is left out. */
function readDay(text: string): string {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.trim()) ?? [];
  return year === '' ? '' : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
