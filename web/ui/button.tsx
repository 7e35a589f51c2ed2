/** Buttons, and links that look like them. A busy or blocked button keeps its focus and ignores presses, so that a double click does nothing. */
import type { AnchorHTMLAttributes, ReactNode } from 'react';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

interface Look {
  readonly kind?: ButtonKind;
  readonly isLarge?: boolean;
  readonly isWide?: boolean;
}

/** The classes of a button, for links of the router. */
export function buttonClass({ kind = 'secondary', isLarge = false, isWide = false }: Look = {}): string {
  return ['button', `button-${kind}`, isLarge ? 'button-large' : '', isWide ? 'button-wide' : '']
    .filter(Boolean)
    .join(' ');
}

export function Button({
  kind,
  isLarge,
  isWide,
  isBusy = false,
  isDisabled = false,
  type = 'button',
  label,
  describedBy,
  isPressed,
  onPress,
  children,
}: Look & {
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly type?: 'button' | 'submit';
  /** What a screen reader says where the content alone is not enough. */
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  /** For a button that switches something on and off. */
  readonly isPressed?: boolean;
  readonly onPress?: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  const isBlocked = isBusy || isDisabled;
  return (
    <button
      type={type}
      className={buttonClass({
        ...(kind && { kind }),
        ...(isLarge && { isLarge }),
        ...(isWide && { isWide }),
      })}
      aria-disabled={isBlocked || undefined}
      aria-label={label}
      aria-describedby={describedBy}
      aria-pressed={isPressed}
      data-busy={isBusy ? '' : undefined}
      onClick={(event) => {
        if (isBlocked) event.preventDefault();
        else onPress?.();
      }}
    >
      {isBusy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

/** A link to a file or to a page outside the signed-in application. */
export function LinkButton({
  kind,
  isLarge,
  isWide,
  ...anchor
}: Look & AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }) {
  return (
    <a
      {...anchor}
      className={buttonClass({
        ...(kind && { kind }),
        ...(isLarge && { isLarge }),
        ...(isWide && { isWide }),
      })}
    />
  );
}
