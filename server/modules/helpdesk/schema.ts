import './schema/account-sheet.ts';
import './schema/search.ts';
