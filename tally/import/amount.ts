/**
 * Amounts in foreign tables: money and points with a decimal point or a decimal comma, held exactly as integers of
 * 10^-12. No sign unless asked for, no exponent, no thousands separators: a spelling that could mean two numbers is
 * refused rather than guessed.
 */
const PLACES = 12;
const AMOUNT = /^(-?)([0-9]{1,18})(?:[.,]([0-9]{1,12}))?$/;

/** One whole unit (a euro, a point) as the integers of this file. */
export const ONE = 10n ** BigInt(PLACES);

/** @returns the amount times 10^12, or undefined when the text is no plain decimal of at most 18 + 12 digits. */
export function readAmount(text: string, sign: 'unsigned' | 'signed' = 'unsigned'): bigint | undefined {
  const parts = AMOUNT.exec(text);
  if (parts === null || (sign === 'unsigned' && parts[1] !== '')) return undefined;
  const units = BigInt(`${parts[2]}${(parts[3] ?? '').padEnd(PLACES, '0')}`);
  return parts[1] === '' ? units : -units;
}

/** The shortest decimal text of an amount: `10.5`, `7`, `-0.25`. */
export function amountText(units: bigint): string {
  const size = (units < 0n ? -units : units).toString().padStart(PLACES + 1, '0');
  const fraction = size.slice(-PLACES).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${size.slice(0, -PLACES)}${fraction === '' ? '' : `.${fraction}`}`;
}
