/** Preparing a ballot session in three steps: kind and rules, subject and items, review with the ballot as voters will see it. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionMeeting, SessionView } from '#server/api';
import { useAction } from '../../api/action.ts';
import {
  changeSession,
  createSession,
  oneSession,
  sessionsOfMeeting,
  useRefresh,
} from '../../api/ballot-sessions.ts';
import { Answer } from '../../api/query.tsx';
import { keepInTab, keptInTab } from '../../parts/tab-copy.ts';
import { sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { wizardText } from '../../text/wizard.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { showToast } from '../../ui/toast.tsx';
import { type DraftForm, draftOfSession, emptyDraft, readDraft } from './session-draft.ts';
import { WizardItems } from './wizard-items.tsx';
import { WizardReview } from './wizard-review.tsx';
import { WizardRules } from './wizard-rules.tsx';
import './sessions.css';

export function NewSessionPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId/sessions/new' });
  const query = useQuery({ ...sessionsOfMeeting(meetingId), refetchInterval: false });
  return <Answer query={query}>{({ meeting }) => <Wizard meeting={meeting} session={null} />}</Answer>;
}

export function EditSessionPage() {
  const { poll } = useParams({ from: '/signed-in/app/sessions/$poll/edit' });
  const query = useQuery({ ...oneSession(poll), refetchInterval: false });
  return <Answer query={query}>{(session) => <EditWizard session={session} />}</Answer>;
}

function EditWizard({ session }: { readonly session: SessionView }) {
  const query = useQuery({ ...sessionsOfMeeting(session.meetingId), refetchInterval: false });
  return <Answer query={query}>{({ meeting }) => <Wizard meeting={meeting} session={session} />}</Answer>;
}

function Wizard({
  meeting,
  session,
}: {
  readonly meeting: SessionMeeting;
  readonly session: SessionView | null;
}) {
  const t = useText(wizardText);
  const ts = useText(sessionText);
  const language = useLanguage();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const key = session?.id ?? meeting.id;
  const [fresh] = useState(() =>
    session === null
      ? emptyDraft(meeting.organKind, Number(meeting.heldOn.slice(0, 4)))
      : draftOfSession(session),
  );
  const [kept] = useState(() => keptInTab<DraftForm>(key));
  const [draft, setDraft] = useState<DraftForm>(kept ?? fresh);
  const [step, setStep] = useState(0);
  const [isTried, setTried] = useState(false);
  const read = readDraft(draft);
  const errors = new Set(isTried && !read.ok ? read.errors : []);
  const change = (next: Partial<DraftForm>) => {
    const whole = { ...draft, ...next };
    setDraft(whole);
    keepInTab(key, whole);
  };
  const save = useAction(async () => {
    if (!read.ok) return;
    const saved =
      session === null
        ? await createSession(meeting.id, read.value)
        : await changeSession(session.id, session.version, read.value);
    keepInTab(key, null);
    await refresh();
    showToast(t.saved, { tone: 'success' });
    await navigate({ to: '/app/sessions/$poll', params: { poll: saved.id } });
  });
  const go = (to: number) => {
    setTried(to > step);
    const isRulesWrong =
      !read.ok && read.errors.some((error) => ['rules', 'seats', 'budget'].includes(error));
    if (to > step && step === 0 && isRulesWrong) return;
    if (to > step && step === 1 && !read.ok) return;
    setTried(false);
    setStep(to);
    window.scrollTo(0, 0);
  };
  return (
    <Page
      title={session === null ? t.newTitle : t.editTitle}
      crumbs={[
        { label: choose(language, meeting.titleZh, meeting.titleEn), to: `/app/meetings/${meeting.id}` },
        { label: ts.listTitle, to: `/app/meetings/${meeting.id}/sessions` },
      ]}
    >
      <Steps label={t.steps} steps={[t.stepRules, t.stepItems, t.stepReview]} current={step} />
      {kept !== null && step === 0 && (
        <Notice>
          <span className="row row-apart">
            {t.kept}
            <Button
              kind="quiet"
              onPress={() => {
                keepInTab(key, null);
                setDraft(fresh);
              }}
            >
              {t.startOver}
            </Button>
          </span>
        </Notice>
      )}
      {step === 0 && <WizardRules meeting={meeting} draft={draft} errors={errors} onChange={change} />}
      {step === 1 && <WizardItems meeting={meeting} draft={draft} errors={errors} onChange={change} />}
      {step === 2 && read.ok && <WizardReview draft={draft} read={read.value} meeting={meeting} />}
      <FailureNotice failure={save.failure} />
      {errors.size > 0 && <Notice tone="warn">{t.toFix}</Notice>}
      <div className="row row-apart wizard-actions">
        <span>{step > 0 && <Button onPress={() => go(step - 1)}>{t.back}</Button>}</span>
        {step < 2 ? (
          <Button kind="primary" onPress={() => go(step + 1)}>
            {t.next}
          </Button>
        ) : (
          <Button kind="primary" isBusy={save.isBusy} onPress={() => void save.run()}>
            {t.save}
          </Button>
        )}
      </div>
    </Page>
  );
}
