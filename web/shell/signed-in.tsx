/** Lets only logged-in people see the pages inside; others go to the login and come back. */
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { Answer } from '../api/query.tsx';
import { LOGIN_PATH, useCurrentLogin } from './current-login.ts';

export function SignedIn() {
  const login = useCurrentLogin();
  const { href } = useLocation();
  return (
    <Answer query={login}>
      {(current) =>
        current === null ? <Navigate to={LOGIN_PATH} search={{ next: href }} replace /> : <Outlet />
      }
    </Answer>
  );
}
