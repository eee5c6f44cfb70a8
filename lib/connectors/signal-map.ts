/** Which signal a value belongs to: named in the table by its full name, else made of parts by the template. */
export interface SignalMap {
  /** `{area}.{tag}`: each name is a part of where the value came from. */
  template?: string
  table?: Record<string, string>
}

const places = /\{([A-Za-z]\w*)\}/g

export const placesOf = (template: string): string[] => [...template.matchAll(places)].map(([, name]) => name!)

/** Undefined when the plant has no signal for it as far as the configuration knows. */
export function signalOf({ template, table }: SignalMap, fullName: string, parts: Record<string, string>): string | undefined {
  const named = table && Object.hasOwn(table, fullName) ? table[fullName] : undefined
  if (named !== undefined || template === undefined) return named
  if (placesOf(template).some((place) => !parts[place])) return undefined
  return template.replace(places, (_, place: string) => parts[place]!)
}
