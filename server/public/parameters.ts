/** Parameters of public addresses: read strictly, so that nothing else reaches a statement. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const POLL_ID = /^[1-9A-HJ-NP-Za-km-z]{22}$/;

/** A number from 1 to 999,999, or undefined. */
export function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}

/** A number from 0 to 2^53 - 1, or undefined. */
export function readIndex(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
