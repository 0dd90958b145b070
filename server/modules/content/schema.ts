import './schema/page.ts';
import './schema/mutations.ts';
