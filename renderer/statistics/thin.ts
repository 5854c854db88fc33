/** Fewer trials than this are too few to say anything about a rate. */
export const THIN = 10;
