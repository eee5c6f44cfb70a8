import type { JsonSchema } from '@/lib/api/openapi'

export interface FieldRow {
  /** Dotted, with `[]` for what is in a list: `resources[].state`. */
  name: string
  type: string
  required: boolean
  description: string
}

/** The fields of a JSON Schema object, one below the other, for people. Pure. */
export function schemaFields(schema: JsonSchema, prefix = ''): FieldRow[] {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>
  const required = (schema.required ?? []) as string[]
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = `${prefix}${key}`
    const inner = unwrapNull(property)
    const row = { name, type: typeOf(property), required: required.includes(key), description: String(property.description ?? '') }
    if (inner.type === 'object' && inner.properties) return [row, ...schemaFields(inner, `${name}.`)]
    const items = inner.items as JsonSchema | undefined
    if (inner.type === 'array' && items?.properties) return [row, ...schemaFields(items, `${name}[].`)]
    return [row]
  })
}

/** Zod says "or null" by anyOf. */
function unwrapNull(schema: JsonSchema): JsonSchema {
  const options = schema.anyOf as JsonSchema[] | undefined
  return options?.find((option) => option.type !== 'null') ?? schema
}

export function typeOf(schema: JsonSchema): string {
  const options = schema.anyOf as JsonSchema[] | undefined
  if (options) return options.map(typeOf).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.type === 'array') return `list of ${typeOf((schema.items ?? {}) as JsonSchema)}`
  if (schema.format === 'date-time') return 'moment'
  return String(schema.type ?? 'anything')
}
