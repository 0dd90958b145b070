import { builder } from '../../../graphql/builder.ts';
import type { School } from '../../../platform/db/generated/client.ts';

interface VenueParts {
  school: School | null;
  venueName: string | null;
  venueAddress: string | null;
  venueMunicipality: string | null;
  venueProvince: string | null;
}

/** A school, or a free address. */
export const VenueType = builder.objectRef<VenueParts>('Venue').implement({
  description: 'Where a session is held: a school, or another place.',
  fields: (t) => ({
    name: t.string({ description: 'Name of the place.', resolve: (v) => v.school?.name ?? v.venueName ?? '' }),
    address: t.string({
      nullable: true,
      description: 'Street and number, when known.',
      resolve: (v) => (v.school ? v.school.address : v.venueAddress),
    }),
    municipality: t.string({
      description: 'Municipality.',
      resolve: (v) => v.school?.municipality ?? v.venueMunicipality ?? '',
    }),
    province: t.string({
      description: 'Province, two letters.',
      resolve: (v) => v.school?.provinceCode ?? v.venueProvince ?? '',
    }),
    school: t.prismaField({
      type: 'School',
      nullable: true,
      description: 'The school, when it is one.',
      resolve: (_query, venue) => venue.school,
    }),
  }),
});
