import type { ButtonHTMLAttributes, ReactElement } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'primary' | 'outline-primary' | 'outline-danger' | 'danger';
  /** While set, the button keeps its place and says this instead; a second press does nothing. */
  sending?: string | null;
}

/** A button that is never disabled: while it works it says so. */
export function Button({
  kind = 'primary',
  sending = null,
  className = '',
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps): ReactElement {
  return (
    <button
      {...rest}
      type={type}
      className={`btn btn-${kind} sp-btn ${className}`}
      aria-disabled={sending !== null}
      onClick={(event) => {
        if (sending !== null) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span className="sp-btn__stack">
        <span className={sending === null ? '' : 'invisible'} aria-hidden={sending !== null}>
          {children}
        </span>
        {sending !== null && <span className="sp-btn__sending">{sending}</span>}
      </span>
    </button>
  );
}
