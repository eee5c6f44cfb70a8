import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { schemaFields } from '@/lib/api/schema-fields'

const fieldsOf = (schema: z.ZodType) => schemaFields(z.toJSONSchema(schema) as Record<string, unknown>)

describe('the fields of a schema', () => {
  it('stand one below the other, the inner ones under the name of the outer', () => {
    const rows = fieldsOf(z.object({ lease: z.object({ hours: z.int() }).nullable(), parts: z.array(z.object({ name: z.string() })) }))
    expect(rows.map(({ name }) => name)).toEqual(['lease', 'lease.hours', 'parts', 'parts[].name'])
  })
  it('say what may be left out, and every value that is allowed', () => {
    const [state, note] = fieldsOf(z.object({ state: z.enum(['up', 'down']), note: z.string().optional().describe('In words') }))
    expect(state).toEqual({ name: 'state', type: '"up" | "down"', required: true, description: '' })
    expect(note).toEqual({ name: 'note', type: 'string', required: false, description: 'In words' })
  })
})
