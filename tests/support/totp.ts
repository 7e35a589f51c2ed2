/** The code an authenticator shows for a secret at a moment. */
import { Secret, TOTP } from 'otpauth';

export function totpCode(secret: string, time: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: time.getTime() });
}
