import { DomainError } from '../../platform/errors.ts';

/** The file is of a school year before the one already imported for its registry. */
export class OlderYearError extends DomainError {
  readonly key = 'registry.olderYear';
  readonly fileYear: string;
  readonly knownYear: string;

  constructor(fileYear: string, knownYear: string) {
    super(`file of ${fileYear}, registry already at ${knownYear}`);
    this.fileYear = fileYear;
    this.knownYear = knownYear;
  }

  override get params(): Record<string, string> {
    return { fileYear: this.fileYear, knownYear: this.knownYear };
  }
}

/** So many schools are missing from the file that it is more likely a part of the registry. */
export class TooManyClosuresError extends DomainError {
  readonly key = 'registry.tooManyClosures';
  readonly closing: number;
  readonly open: number;

  constructor(closing: number, open: number) {
    super(`${closing} of ${open} schools would be closed`);
    this.closing = closing;
    this.open = open;
  }

  override get params(): Record<string, number> {
    return { closing: this.closing, open: this.open };
  }
}

export class ImportRunningError extends DomainError {
  readonly key = 'registry.importRunning';
}
