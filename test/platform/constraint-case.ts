export interface Case {
  /** Of the constraint. */
  name: string;
  /** Statements that must pass: what lies just inside the limit. */
  allowed: string[];
  /** Statements each of which must be refused, by itself, after the allowed ones. */
  forbidden: string[];
}
