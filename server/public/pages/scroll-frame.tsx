/** Around what may be wider than the screen: it scrolls by itself, also by keyboard, and is named by its heading. */
import type { ReactNode } from 'react';

export function ScrollFrame({
  labelledBy,
  className = 'table-frame',
  children,
}: {
  labelledBy: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <div className={className} tabIndex={0} role="group" aria-labelledby={labelledBy}>
      {children}
    </div>
  );
}
