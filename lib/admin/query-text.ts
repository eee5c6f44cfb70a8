export type Query = Record<string, string | string[] | undefined>

/** One value of a page's query, trimmed; given twice or not at all it is empty. */
export const queryText = (query: Query, name: string): string => {
  const value = query[name]
  return typeof value === 'string' ? value.trim().slice(0, 200) : ''
}
