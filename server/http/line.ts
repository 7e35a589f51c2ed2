/** The shape of a line of text that people write (R58), for every folder. */
import { z } from 'zod';

/** One visible line in NFC: no control, format or bidirectional character, no space at either end. */
export function line(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+$/u, 'expected one line of visible text')
    .refine((text) => text.normalize('NFC') === text, 'expected Unicode form NFC')
    .refine((text) => text.trim() === text, 'expected no space at either end');
}
