/** Every advisory lock of the database, here so that no two share a number (docs/locking.md). */
export const ADVISORY_LOCKS = {
  /** Held by the one server that seals audit rows at the moment. */
  auditChainer: 7_205_311,
  /** Shared by servers joined by a bus, held alone by one that has none. */
  servers: 7_205_312,
  /** Held while demo data is written. */
  demoData: 7_205_313,
  /** Held while the administration's people are imported. */
  peopleImport: 7_205_314,
  /** Held while municipalities are imported. */
  placesImport: 7_205_315,
} as const;

/** First key of the locks of two keys, whose second is a hash of what is locked. */
export const ADVISORY_SPACES = {
  /** People who book, change or cancel. */
  labPeople: 76,
  /** Workers of jobs that are alive. */
  jobWorkers: 77,
  /** Owners of an account, or of a name that was typed, and addresses: those who ask for mails to them pass in turn. */
  recoveryOwners: 78,
  /** People who complete a registration, in whatever form their codice fiscale was typed. */
  registrationPeople: 79,
  /** Mailboxes that confirmation mails are counted for. */
  registrationMailboxes: 80,
  /** Mobile numbers that SMS are counted for. */
  smsNumbers: 81,
} as const;
