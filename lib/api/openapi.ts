import { z } from 'zod'
import type { ApiOperation } from '@/lib/api/api-operation'
import { operations } from '@/lib/api/operations'

export type JsonSchema = Record<string, unknown>

export interface OpenApiParameter {
  name: string
  in: 'path' | 'query'
  required: boolean
  description?: string
  schema: JsonSchema
}
interface Media {
  schema: JsonSchema
  example?: unknown
}
export interface OpenApiOperation {
  operationId: string
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: OpenApiParameter[]
  requestBody?: { required: true; content: Record<string, Media> }
  responses: Record<string, { description: string; headers?: Record<string, unknown>; content?: Record<string, Media> }>
}
export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  paths: Record<string, Partial<Record<'get' | 'post', OpenApiOperation>>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> }
}

/** Built from the very schemas that check requests and answers: document and behaviour cannot drift apart. */
export function openApiDocument(serverUrl: string, version: string): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const operation of operations) paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Millrace',
      version,
      description: 'JSON in UTF-8. Moments are RFC 3339 in UTC, quantities carry their unit in the name. Refusals are RFC 9457 problems.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: { schemas: { Problem: problemSchema }, securitySchemes },
  }
}

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token', description: 'The session that signing in to the portal gives; over HTTPS the name begins with __Secure-.' },
  internal: { type: 'http', scheme: 'bearer', description: 'The token that the parts of one installation share.' },
}

const problemSchema = schemaOf(
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What happened, what still holds, what to do'),
    instance: z.string().describe('urn:request:… ; name it when you report a fault'),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
  'output',
)

function describe(operation: ApiOperation): OpenApiOperation {
  const { operationId, summary, description, access, internal } = operation
  const isPost = operation.method === 'post'
  return {
    operationId,
    summary,
    description,
    security: internal ? [{ internal: [] }] : access === 'public' ? [] : [{ session: [] }],
    parameters: [...pathParameters(operation), ...(isPost ? [] : queryParameters(operation))],
    ...(isPost && {
      requestBody: { required: true as const, content: { [operation.consumes ?? 'application/json']: { schema: schemaOf(operation.input, 'input'), example: operation.example.input } } },
    }),
    responses: responses(operation),
  }
}

function responses(operation: ApiOperation): OpenApiOperation['responses'] {
  const media = operation.produces ? { schema: {} } : { schema: schemaOf(operation.output, 'output'), example: operation.example.output }
  const answer = { description: operation.summary, content: { [operation.produces ?? 'application/json']: media } }
  const all: OpenApiOperation['responses'] = { [operation.status ?? 200]: answer }
  for (const { status, when } of refusalsOf(operation)) {
    all[status] = {
      description: when,
      ...(status === 429 && { headers: { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } } }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return all
}

/** What an operation names itself, and what `route()` refuses on its behalf. */
export function refusalsOf({ access, refusals }: Pick<ApiOperation, 'access' | 'refusals'>): ApiOperation['refusals'] {
  if (access === 'public') return refusals
  return [
    { status: 401, when: 'nobody is signed in' },
    { status: 404, when: 'the signed-in person may not do this; the same answer as for an address that is not there' },
    ...refusals,
  ]
}

const pathParameters = ({ pathFields }: ApiOperation) => parametersOf(pathFields, 'path')
const queryParameters = ({ input }: ApiOperation) => parametersOf(input as z.ZodObject, 'query')

function parametersOf(fields: z.ZodObject | undefined, place: OpenApiParameter['in']): OpenApiParameter[] {
  if (!fields) return []
  const { properties = {}, required = [] } = schemaOf(fields, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' })
  return rest
}
