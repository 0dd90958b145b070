import { DomainError } from '../errors.ts';

export type RefusalReason =
  | 'empty'
  | 'noRows'
  | 'tooLarge'
  | 'html'
  | 'notUtf8'
  | 'binary'
  | 'otherStart'
  | 'malformed'
  | 'truncated'
  | 'columnsMissing'
  | 'columnsUnknown'
  | 'columnsRepeated';

/** The file as a whole cannot be read as what it should be; nothing of it was taken. */
export class FileRefusedError extends DomainError {
  readonly key: string;
  readonly reason: RefusalReason;
  readonly #params: Record<string, string | number>;

  constructor(reason: RefusalReason, params: Record<string, string | number> = {}) {
    super(`file refused: ${reason}`);
    this.key = `file.${reason}`;
    this.reason = reason;
    this.#params = params;
  }

  override get params(): Record<string, string | number> {
    return this.#params;
  }
}
