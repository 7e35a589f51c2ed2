/**
 * The one policy that lets a string become the address of a script: a worker of this server's own build, nothing else.
 * Browsers with Trusted Types refuse every other string, whatever a fault in a page might do with it. Imported first by
 * every entry.
 */
interface TrustedTypes {
  readonly createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => unknown;
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

trustedTypes?.createPolicy('default', {
  createScriptURL: (given) => {
    const url = new URL(given, location.href);
    if (url.origin === location.origin && url.pathname.startsWith('/assets/')) return url.href;
    throw new TypeError('not a script of this server');
  },
});
