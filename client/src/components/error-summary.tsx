import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface FieldFault {
  /** Id of the field. Null for a fault that belongs to no single field. */
  field: string | null;
  message: string;
}

/** The faults of a form in page order; takes the focus every time it is told of a new attempt. */
export function ErrorSummary({
  faults,
  attempt,
}: {
  faults: readonly FieldFault[];
  attempt: number;
}): ReactElement | null {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt with the same faults takes the focus again
  useEffect(() => {
    if (faults.length > 0) box.current?.focus();
  }, [attempt]);
  if (faults.length === 0) return null;
  const [first] = faults;
  return (
    <div ref={box} className="alert alert-danger sp-summary" tabIndex={-1} role="alert">
      {faults.length === 1 && first?.field === null ? (
        <h2>{first.message}</h2>
      ) : (
        <>
          <h2>{t('form.errors', { count: faults.length })}</h2>
          <ul>
            {faults.map(({ field, message }) => (
              <li key={message}>
                {field === null ? (
                  message
                ) : (
                  <a
                    href={`#${field}`}
                    onClick={(event) => {
                      event.preventDefault();
                      document.getElementById(field)?.focus();
                    }}
                  >
                    {message}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
