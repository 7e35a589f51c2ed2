/**
 * Every page of the signed-in application and the file it is in, loaded when it is opened. A page is one line:
 * `page('/app/organs/$organId', () => import('./pages/clerk/organ.tsx'), 'OrganPage')`; inside it
 * `useParams({ from: '/app/organs/$organId' })` knows its parameters. Pages without a login stand in `openPages`.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { BrokenPage, MissingPage } from './shell/dead-ends.tsx';
import { Frame } from './shell/frame.tsx';
import { SignedIn } from './shell/signed-in.tsx';

const root = createRootRoute({
  component: Frame,
  notFoundComponent: MissingPage,
  errorComponent: BrokenPage,
});
const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn });

type Module<Name extends string> = Record<Name, () => React.ReactNode>;

/** A page for people who are logged in. */
function page<const Path extends string, const Name extends string>(
  path: Path,
  load: () => Promise<Module<Name>>,
  name: Name,
) {
  return createRoute({ getParentRoute: () => signedIn, path, component: lazyRouteComponent(load, name) });
}

/** A page that needs no login, such as the login itself. */
function openPage<const Path extends string, const Name extends string>(
  path: Path,
  load: () => Promise<Module<Name>>,
  name: Name,
) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) });
}

const routeTree = root.addChildren([
  openPage('/app/login', () => import('./pages/account/login.tsx'), 'LoginPage'),
  openPage('/app/invitation', () => import('./pages/account/invitation.tsx'), 'InvitationPage'),
  // hall: projector
  openPage('/app/try', () => import('./pages/try/try.tsx'), 'TryPage'),
  signedIn.addChildren([
    page('/app', () => import('./shell/home.tsx'), 'HomePage'),
    page('/app/account', () => import('./pages/account/account.tsx'), 'AccountPage'),
    page('/app/accounts', () => import('./pages/admin/accounts.tsx'), 'AccountsPage'),
    page('/app/accounts/$accountId', () => import('./pages/admin/account.tsx'), 'AdminAccountPage'),
    // organs, meetings, desk, cards
    page('/app/organs', () => import('./pages/clerk/organs.tsx'), 'OrgansPage'),
    page('/app/organs/$organId', () => import('./pages/clerk/organ.tsx'), 'OrganPage'),
    page('/app/organs/$organId/roll', () => import('./pages/clerk/roll.tsx'), 'RollPage'),
    page('/app/organs/$organId/import', () => import('./pages/clerk/import-roll.tsx'), 'ImportRollPage'),
    page('/app/meetings/$meetingId', () => import('./pages/clerk/meeting.tsx'), 'MeetingPage'),
    page('/app/meetings/$meetingId/desk', () => import('./pages/clerk/desk.tsx'), 'DeskPage'),
    page('/app/meetings/$meetingId/cards', () => import('./pages/clerk/cards.tsx'), 'CardsPage'),
    page(
      '/app/meetings/$meetingId/lost-cards',
      () => import('./pages/clerk/lost-cards.tsx'),
      'LostCardsPage',
    ),
    page('/app/meetings/$meetingId/hall', () => import('./pages/hall/hall.tsx'), 'HallPage'),
    // ballot sessions
    page('/app/meetings/$meetingId/sessions', () => import('./pages/clerk/sessions.tsx'), 'SessionsPage'),
    page(
      '/app/meetings/$meetingId/sessions/new',
      () => import('./pages/clerk/session-wizard.tsx'),
      'NewSessionPage',
    ),
    page('/app/sessions/$poll', () => import('./pages/clerk/session.tsx'), 'SessionPage'),
    page('/app/sessions/$poll/edit', () => import('./pages/clerk/session-wizard.tsx'), 'EditSessionPage'),
    page('/app/sessions/$poll/paper', () => import('./pages/clerk/paper.tsx'), 'PaperPage'),
    page(
      '/app/sessions/$poll/paper-ballots',
      () => import('./pages/clerk/paper-ballots.tsx'),
      'PaperBallotsPage',
    ),
    page('/app/meetings/$meetingId/keys', () => import('./pages/count-room/keys.tsx'), 'KeysPage'),
    page('/app/sessions/$poll/count', () => import('./pages/count-room/count.tsx'), 'CountPage'),
    page(
      '/app/sessions/$poll/announcement',
      () => import('./pages/count-room/announce.tsx'),
      'AnnouncementPage',
    ),
  ]),
]);

export function createAppRouter() {
  return createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
