/** Where a ballot session stands, in one word. */
import type { SessionLine } from '#server/api';
import { STEPS } from '../text/sessions.ts';
import { useLanguage } from '../text/settings.ts';
import { Badge, type Tone } from '../ui/notice.tsx';

const TONES: Partial<Record<SessionLine['state'], Tone>> = {
  open: 'success',
  published: 'success',
  archived: 'success',
  revote_required: 'warn',
  poll_invalid: 'error',
  voided: 'error',
};

export function StateBadge({ state }: { readonly state: SessionLine['state'] }) {
  const language = useLanguage();
  return <Badge tone={TONES[state] ?? 'info'}>{STEPS[state].state[language === 'zh' ? 0 : 1]}</Badge>;
}
