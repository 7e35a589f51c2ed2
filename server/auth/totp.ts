/**
 * The second factor (R4): time-based codes of RFC 6238 by otpauth, six digits, thirty seconds, SHA-1 as every authenticator
 * has it. Which time step a code is of is found here; that no step serves twice is seen to by the statement that uses it.
 */
import { Secret, TOTP } from 'otpauth';

const PERIOD = 30;
const SECRET_BYTES = 20;

/** A new secret in Base32. */
export function drawTotpSecret(random: (byteLength: number) => Uint8Array): string {
  return new Secret({ buffer: new Uint8Array(random(SECRET_BYTES)).buffer }).base32;
}

/** What an authenticator reads from a QR code. */
export function totpAddress(secret: string, loginName: string): string {
  return openTotp(secret, loginName).toString();
}

/** The time step a code is of, at most one before or after the present one; null when it is of none. */
export function findTotpStep(secret: string, code: string, now: Date): number | null {
  const totp = openTotp(secret, '');
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : TOTP.counter({ period: PERIOD, timestamp }) + delta;
}

function openTotp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: '民意 Minyi',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });
}
