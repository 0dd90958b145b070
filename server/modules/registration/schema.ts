import './schema/refusals.ts';
import './schema/queries.ts';
import './schema/steps.ts';
import './schema/link.ts';
