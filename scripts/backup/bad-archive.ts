/** A file that cannot be used, in words for whoever holds it. */
export class BadArchive extends Error {}
