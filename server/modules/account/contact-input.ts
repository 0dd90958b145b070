import { type InputIssue, InvalidInputError } from '../../platform/errors.ts';
import type { Places } from '../registry/service.ts';
import { type NumberFault, PHONE_CODE, readMobile, readPhone } from './contact-rules.ts';
import { normalCode } from './recovery-input.ts';

export interface RawDomicile {
  countryCode?: string | null | undefined;
  municipalityCode?: string | null | undefined;
  town?: string | null | undefined;
  street: string;
  postalCode?: string | null | undefined;
}

export interface RawContacts {
  phone?: string | null | undefined;
  mobile?: string | null | undefined;
  smsConsent: boolean;
  domicile?: RawDomicile | null | undefined;
  currentPassword?: string | null | undefined;
}

export interface Domicile {
  countryCode: string | null;
  municipalityCode: string | null;
  town: string | null;
  street: string;
  postalCode: string | null;
}

export interface ContactsInput {
  phone: string | null;
  mobile: string | null;
  smsConsent: boolean;
  domicile: Domicile | null;
}

const MOST = { street: 120, town: 80, postalCode: 12 } as const;

type KnownPlaces = Pick<Places, 'find'>;

/** What was typed, normal; every fault at once, in the order of the form. */
export async function parseContacts(raw: RawContacts, places: KnownPlaces, today: string): Promise<ContactsInput> {
  const issues: InputIssue[] = [];
  const mobile = numberOf(issues, 'mobile', raw.mobile, (typed) => {
    const read = readMobile(typed);
    return 'mobile' in read ? read.mobile : read.fault;
  });
  if (raw.smsConsent && !raw.mobile?.trim()) issues.push({ path: 'mobile', key: 'contact.input.consentNeedsMobile' });
  const phone = numberOf(issues, 'phone', raw.phone, (typed) => {
    const read = readPhone(typed);
    return 'phone' in read ? read.phone : read.fault;
  });
  const domicile = raw.domicile ? await parseDomicile(issues, raw.domicile, places, today) : null;
  if (issues.length > 0) throw new InvalidInputError(issues);
  return { phone, mobile, smsConsent: raw.smsConsent, domicile };
}

const FAULT_KEYS: Record<'mobile' | 'phone', Record<NumberFault, string>> = {
  mobile: { PREFIX: 'contact.input.prefix', FORM: 'contact.input.mobile' },
  phone: { PREFIX: 'contact.input.prefix', FORM: 'contact.input.phone' },
};

function numberOf(
  issues: InputIssue[],
  path: 'mobile' | 'phone',
  typed: string | null | undefined,
  read: (typed: string) => string,
): string | null {
  if (!typed?.trim()) return null;
  const found = read(typed);
  if (found !== 'PREFIX' && found !== 'FORM') return found;
  issues.push({ path, key: FAULT_KEYS[path][found] });
  return null;
}

async function parseDomicile(
  issues: InputIssue[],
  raw: RawDomicile,
  places: KnownPlaces,
  today: string,
): Promise<Domicile> {
  const report = (field: string, key: string, params?: InputIssue['params']): void => {
    issues.push({ path: `domicile.${field}`, key: `contact.input.${key}`, ...(params ? { params } : {}) });
  };
  const text = (field: keyof typeof MOST, typed: string | null | undefined): string => {
    const value = (typed ?? '')
      .normalize('NFC')
      .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
      .trim();
    if (value.length > MOST[field]) report(field, 'tooLong', { most: MOST[field] });
    return value;
  };
  const isAbroad = Boolean(raw.countryCode);
  const place = await places.find((isAbroad ? raw.countryCode : raw.municipalityCode)?.trim() ?? '', today);
  if (place?.kind !== (isAbroad ? 'STATE' : 'MUNICIPALITY')) {
    report(isAbroad ? 'countryCode' : 'municipalityCode', isAbroad ? 'country' : 'municipality');
  }
  const town = isAbroad ? text('town', raw.town) : '';
  if (isAbroad && town === '') report('town', 'town');
  const street = text('street', raw.street);
  if (street === '') report('street', 'street');
  const postalCode = text('postalCode', raw.postalCode);
  if (!isAbroad && !/^\d{5}$/.test(postalCode)) report('postalCode', 'postalCode');
  const code = place?.code ?? null;
  return {
    countryCode: isAbroad ? code : null,
    municipalityCode: isAbroad ? null : code,
    town: isAbroad ? town : null,
    street,
    postalCode: postalCode || null,
  };
}

/** The code as people copy it: case, spaces and dashes do not count. */
export function parsePhoneCode(typed: string): string {
  const code = normalCode(typed.slice(0, 100));
  if (code.length === PHONE_CODE.length) return code;
  throw new InvalidInputError([{ path: 'code', key: 'contact.input.code' }]);
}
