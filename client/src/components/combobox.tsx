import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../lib/announcer.tsx';
import { describedBy } from './field.tsx';

interface ComboboxProps<Option> {
  id: string;
  text: string;
  onText: (text: string) => void;
  onChoose: (option: Option) => void;
  options: readonly Option[];
  keyOf: (option: Option) => string;
  labelOf: (option: Option) => string;
  /** Whether the options are those of the present text. */
  settled: boolean;
  help?: boolean;
  error?: string | null;
  /** Says how many there are, when the list changes. */
  sayCount: (count: number) => string;
}

/**
 * A text field with a list of suggestions below it (ARIA 1.2, list autocomplete): arrows move, Enter chooses, Esc closes;
 * the focus never leaves the field.
 */
export function Combobox<Option>(props: ComboboxProps<Option>): ReactElement {
  const { id, text, onText, onChoose, options, keyOf, labelOf, settled, help, error, sayCount } = props;
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const shown = open && text.trim() !== '' && (options.length > 0 || settled);

  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for every list, not for every way to say it
  useEffect(() => {
    if (open && settled && text.trim() !== '') announce(sayCount(options.length));
  }, [options, settled, open]);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function choose(option: Option | undefined): void {
    if (option === undefined) return;
    onChoose(option);
    setOpen(false);
    setActive(-1);
  }
  function move(step: number): void {
    setOpen(true);
    if (options.length > 0) setActive((before) => (before + step + options.length) % options.length);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(active < 0 ? 0 : -1);
    else if (event.key === 'Enter' && shown && active >= 0) choose(options[active]);
    else if (event.key === 'Escape' && shown) setOpen(false);
    else return;
    event.preventDefault();
  }

  return (
    <div className="sp-combo">
      <input
        id={id}
        type="text"
        role="combobox"
        className="form-control"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        aria-describedby={describedBy(id, help, error)}
        aria-invalid={error ? true : undefined}
        value={text}
        onChange={({ target }) => {
          onText(target.value);
          setOpen(true);
          setActive(-1);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        ref={list}
        role="listbox"
        tabIndex={-1}
        aria-label={t('suggestions')}
        className="sp-combo__list"
        hidden={!shown}
        // Before the field loses the focus, which would close the list under the pointer.
        onMouseDown={(event) => event.preventDefault()}
      >
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
          <div
            key={keyOf(option)}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => choose(option)}
          >
            {labelOf(option)}
          </div>
        ))}
        {options.length === 0 && (
          <div role="option" tabIndex={-1} aria-selected={false} aria-disabled="true" className="sp-combo__none">
            {t('noSuggestions')}
          </div>
        )}
      </div>
    </div>
  );
}
