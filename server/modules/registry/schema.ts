import { builder } from '../../graphql/builder.ts';
import './schema/birth-place.ts';

builder.prismaObject('School', {
  name: 'School',
  description: 'A school of the ministry’s registry.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Codice meccanografico.' }),
    name: t.exposeString('name', { description: 'Name.' }),
    municipality: t.exposeString('municipality', { description: 'Municipality.' }),
    province: t.exposeString('provinceCode', { description: 'Province, two letters.' }),
  }),
});
