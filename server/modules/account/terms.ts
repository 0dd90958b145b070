/** The privacy notice and the consent as they stand on /privacy; a new text gets a new version, and everybody is asked. */
export const TERMS_VERSION = '2026-11-22';
