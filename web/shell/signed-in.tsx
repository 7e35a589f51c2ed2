/** Lets only logged-in people see the pages inside; others go to the login and come back. */
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { Answer } from '../api/query.tsx';
import { LOGIN_PATH, useCurrentLogin } from './current-login.ts';

export function SignedIn() {
  const login = useCurrentLogin();
  const { href, pathname } = useLocation();
  return (
    <Answer query={login}>
      {(current) => {
        if (current !== null) return <Outlet />;
        // This stays on the screen until the login page is loaded, and is not what one comes back to.
        return pathname === LOGIN_PATH ? null : <Navigate to={LOGIN_PATH} search={{ next: href }} replace />;
      }}
    </Answer>
  );
}
