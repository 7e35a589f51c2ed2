/** The few signs that stand beside a word. Each is decoration: what it means is always written out. */
import type { ReactNode } from 'react';

function icon(content: ReactNode) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
      focusable="false"
    >
      {content}
    </svg>
  );
}

export const infoIcon = icon(
  <>
    <circle cx="12" cy="12" r="9.5" />
    <path d="M12 11v6M12 7v.5" strokeLinecap="round" />
  </>,
);
export const successIcon = icon(
  <>
    <circle cx="12" cy="12" r="9.5" />
    <path d="m7.5 12.5 3 3 6-6.5" strokeLinecap="round" strokeLinejoin="round" />
  </>,
);
export const warnIcon = icon(
  <>
    <path d="M12 3 1.8 20.5h20.4z" strokeLinejoin="round" />
    <path d="M12 9.5v5M12 17.3v.4" strokeLinecap="round" />
  </>,
);
export const errorIcon = icon(
  <>
    <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" strokeLinejoin="round" />
    <path d="m8.5 8.5 7 7m0-7-7 7" strokeLinecap="round" />
  </>,
);
export const tickIcon = icon(<path d="m4.5 12.5 5 5 10-11" strokeLinecap="round" strokeLinejoin="round" />);
