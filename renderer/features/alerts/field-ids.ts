/** Ids of fields that keys go to. */
export const searchFieldId = 'alerts-search';
export const noteFieldId = 'alerts-note';
