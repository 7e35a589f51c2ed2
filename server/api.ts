/**
 * The types that the web may import, and nothing that runs: codes of refusals, and of each folder of the server the type of
 * its routes, from which `hc` infers a client.
 */
export type { Role } from './auth/permissions.ts';

export type { CardMeeting, PollForCard } from './ballots/booth-store.ts';
export type { CardView } from './ballots/card-login.ts';
export type { Arrival, ArrivalInput, CardsView, LostCard, LostInput } from './ballots/card-shapes.ts';
export type { CeremonyPart, CeremonyView } from './ballots/ceremony-shapes.ts';
export type { CountView, EvidenceView, HolderView, ReportView, SignerView } from './ballots/count-shapes.ts';
export type { CastAnswer } from './ballots/receipts.ts';
export type {
  BatchView,
  Description,
  DraftInput,
  ItemView,
  Missing,
  SealView,
  SessionLine,
  SessionList,
  SessionMeeting,
  SessionView,
  Warning,
} from './ballots/shapes.ts';
export type { DemoView } from './demo/routes.ts';
export type { ErrorCode, InputFinding, Problem } from './http/errors.ts';
export type {
  DeskRow,
  Figures,
  MeetingInput,
  MeetingView,
  PollFigure,
  QuorumFigure,
} from './meetings/shapes.ts';
export type { RowFlaw } from './organs/import/check-rows.ts';
export type {
  Difference,
  Member,
  MembersView,
  OrganChange,
  OrganInput,
  OrganKind,
  OrganView,
  RollInput,
  RollPreview,
  RollRow,
} from './organs/shapes.ts';
export type { Site } from './pages/routes.ts';
export type { AccountRow, Colleague, Invitation, Me as CurrentLogin, RoleHeld } from './people/shapes.ts';
