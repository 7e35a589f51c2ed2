/** What a person does with logins and the own account. The login's query is refreshed by whoever changes it. */
import type { CurrentLogin } from '#server/api';
import { getJson, sendJson } from './client.ts';

export const loadMe = () => getJson<CurrentLogin>('/api/me');

export const signIn = (loginName: string, password: string) =>
  sendJson<{ accountId: string }>('POST', '/api/logins', { loginName, password });

export const giveCode = (code: string) =>
  sendJson<{ givenAt: string }>('POST', '/api/logins/current/second-factor', { code });

export const signOutEverywhere = () => sendJson('DELETE', '/api/logins');

export const readInvitation = (token: string) =>
  sendJson<{ loginName: string; name: string }>('POST', '/api/invitations/read', { token });

export const acceptInvitation = (token: string, password: string) =>
  sendJson<{ accountId: string }>('POST', '/api/invitations/accept', { token, password });

export const changePassword = (current: string, next: string) =>
  sendJson('PUT', '/api/me/password', { current, next });

export const startSecondFactor = () =>
  sendJson<{ address: string; secret: string }>('POST', '/api/me/second-factor');

export const confirmSecondFactor = (code: string) => sendJson('PUT', '/api/me/second-factor', { code });

export const registerSigningKey = (given: { readonly publicKey: string; readonly proof: string }) =>
  sendJson<{ signingKey: string }>('PUT', '/api/me/signing-key', given);
