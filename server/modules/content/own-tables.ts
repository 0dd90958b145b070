import type { OwnTable } from '../../platform/own-rows.ts';

export const contentOwnTables: readonly OwnTable[] = [{ table: 'page_text', notOwn: 'public texts of the office' }];
