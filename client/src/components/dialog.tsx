import { type ReactElement, type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** 'full' covers the screen of a phone; 'menu' is the phone's menu. */
  shape?: 'small' | 'full' | 'menu';
  footer?: ReactNode;
}

/** A modal dialog of the browser: focus stays inside, Esc closes, the opener takes the focus back. */
export function Dialog({ open, title, onClose, children, shape = 'small', footer }: DialogProps): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) {
      element.showModal();
      if (shape !== 'menu') heading.current?.focus();
    }
    if (!open && element.open) element.close();
  }, [open, shape]);

  // Esc goes through our own state: the browser's word of a closing comes later, and would undo an opening in between.
  const onCancel = (event: SyntheticEvent): void => {
    event.preventDefault();
    onClose();
  };
  const onClosed = (): void => {
    if (dialog.current?.open === false) onClose();
  };

  return (
    <dialog
      ref={dialog}
      className={`sp-dialog sp-dialog--${shape}`}
      aria-labelledby={id}
      onCancel={onCancel}
      onClose={onClosed}
    >
      {open && (
        <div className="sp-dialog__box">
          <div className="sp-dialog__head">
            <h2 ref={heading} id={id} tabIndex={-1} className="sp-h2">
              {title}
            </h2>
            <button type="button" className="sp-iconbtn" onClick={onClose}>
              <Icon name="close" />
              <span className="visually-hidden">{t('close')}</span>
            </button>
          </div>
          <div className="sp-dialog__body">{children}</div>
          {footer && <div className="sp-dialog__foot">{footer}</div>}
        </div>
      )}
    </dialog>
  );
}
