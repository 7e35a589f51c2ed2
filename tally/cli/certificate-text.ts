/** A certificate for a terminal: the report it certifies, who signed it and when, and its verification code. */
import { type Certificate, ROLE_NAMES, type Signature } from '../report/certificate.ts';
import type { TallyReport } from '../report/tally-report.ts';
import { type Language, reportLines } from './report-text.ts';

const WORDS = {
  zh: { title: '认证结果', signed: '签名', confirmed: '确认', code: '核验码' },
  en: { title: 'CERTIFIED RESULT', signed: 'signed', confirmed: 'confirmed', code: 'verification code' },
} as const;

export function certificateLines(
  report: TallyReport,
  certificate: Certificate,
  language: Language,
): readonly string[] {
  const words = WORDS[language];
  const line = ({ role, name, signedAt }: Signature, verb: string) =>
    `${ROLE_NAMES[role][language]}  ${name}  ${verb} ${signedAt}`;
  const { signatures, confirmation, verificationCode } = certificate;
  return [
    `════ ${words.title} ════`,
    '',
    ...reportLines(report, language),
    '',
    ...signatures.map((signature) => line(signature, words.signed)),
    ...(confirmation === null ? [] : [line(confirmation, words.confirmed)]),
    `${words.code}  ${verificationCode}`,
  ];
}
