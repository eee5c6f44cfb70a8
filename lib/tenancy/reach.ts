/** Places of the plant that a reader may look at. */
export interface Places {
  /** Ids of the nodes whose data count: those on which a role is held, and everything below them. */
  own: string[]
  /** Ids of the nodes above them: their names lead there, their data stay out. */
  ways: string[]
}

/** Who reads: a tenant, and how much of it. A `Person` is one. */
export interface Reader {
  tenantId: string
  /** Null: the whole tenant. */
  places: Places | null
}

/**
 * What a transaction of a tenant may see. A bare id is the whole tenant: for workers and for what belongs to no place.
 * PostgreSQL keeps it (the policies `places_only`), so that a query cannot forget to.
 */
export type Reach = string | Reader

export const tenantOf = (reach: Reach): string => (typeof reach === 'string' ? reach : reach.tenantId)

const everything = '*'

/** The settings of the transaction that the policies read. */
export function reachSettings(reach: Reach): { tenant: string; places: string; ways: string } {
  const places = typeof reach === 'string' ? null : reach.places
  // An id never contains a comma (lib/plant/model/node-id.ts).
  return { tenant: tenantOf(reach), places: places ? places.own.join(',') : everything, ways: places ? places.ways.join(',') : '' }
}
