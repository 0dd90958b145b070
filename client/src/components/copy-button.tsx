import { type ReactElement, useState } from 'react';
import { useAnnounce } from '../lib/announcer.tsx';
import { Button } from './button.tsx';

interface CopyButtonProps {
  text: string;
  /** What the button says, what it says once done, and what is told when the browser does not let it. */
  words: { copy: string; copied: string; notCopied: string };
  /** What is copied, for who does not see where the button stands. */
  what?: string;
}

export function CopyButton({ text, words, what }: CopyButtonProps): ReactElement {
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(words.copied);
    } catch {
      // Without the right to the clipboard the text is still there to be selected.
      announce(words.notCopied);
    }
  }
  return (
    <Button kind="outline-primary" onClick={() => void copy()}>
      {copied ? words.copied : words.copy}
      {what && <span className="visually-hidden">: {what}</span>}
    </Button>
  );
}
