import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '@/lib/api/openapi'
import { operations } from '@/lib/api/operations'
import { undocumentedRoutes } from '@/lib/api/undocumented'

const document = openApiDocument('http://localhost:3000', '0.1.0')
const root = path.join(import.meta.dirname, '..', '..')

const listed = Object.entries(document.paths).flatMap(([address, methods]) => Object.entries(methods).map(([method, operation]) => ({ address, method, operation: operation! })))

/** `app/api/certificates/[id]/route.ts` serves `/api/certificates/{id}`. */
const routeFiles = readdirSync(path.join(root, 'app/api'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts'))
  .map((file) => path.posix.join('app/api', file.split(path.sep).join('/')))
const addressOf = (file: string) => file.replace(/^app/, '').replace(/\/route\.ts$/, '').replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 with a title, a version and a server', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Millrace', version: '0.1.0' }, servers: [{ url: 'http://localhost:3000' }] })
  })
  it('gives every operation a name of its own, an answer and words', () => {
    const ids = listed.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { operation } of listed) {
      expect(operation.summary).not.toBe('')
      expect(operation.description).not.toBe('')
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true)
    }
  })
  it('describes exactly the parameters that stand in braces', () => {
    for (const { address, operation } of listed) {
      const braces = [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      const described = operation.parameters.filter((parameter) => parameter.in === 'path')
      expect(described.map(({ name }) => name)).toEqual(braces)
      expect(described.every(({ required }) => required)).toBe(true)
    }
  })
  it('refers only to what it contains', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!.split('/'))
    expect(references.length).toBeGreaterThan(0)
    for (const reference of references) {
      const target = reference.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
      expect(target, reference.join('/')).toBeDefined()
    }
  })
  it('asks for a session wherever the route does, and for nothing where it is public', () => {
    for (const operation of operations) {
      const security = document.paths[operation.path]![operation.method]!.security
      if (operation.internal) expect(security).toEqual([{ internal: [] }])
      else expect(security).toEqual(operation.access === 'public' ? [] : [{ session: [] }])
      for (const scheme of security.flatMap((one) => Object.keys(one))) expect(document.components.securitySchemes).toHaveProperty(scheme)
    }
  })
  it('shows examples that its own schemas accept', () => {
    const readable = operations.filter(({ produces }) => !produces)
    for (const { operationId, output, example } of readable) expect(output.safeParse(example.output).error, operationId).toBeUndefined()
    const provision = operations.find(({ operationId }) => operationId === 'provisionDemo')!
    expect(provision.input.safeParse(provision.example.input).success).toBe(true)
  })
  it('describes every route of the application, or says why not', () => {
    expect(routeFiles.length).toBeGreaterThan(5)
    const missing = routeFiles.filter((file) => !Object.keys(undocumentedRoutes).some((folder) => file.startsWith(`${folder}/`))).filter((file) => !(addressOf(file) in document.paths))
    expect(missing).toEqual([])
  })
  it('describes no route that the application does not have, and no other method than it serves', () => {
    for (const { address, method } of listed) {
      const file = routeFiles.find((candidate) => addressOf(candidate) === address)
      expect(file, address).toBeDefined()
      expect(readFileSync(path.join(root, file!), 'utf8')).toMatch(new RegExp(`export (const|async function|function) ${method.toUpperCase()}\\b`))
    }
  })
  it('says the same as the schemas that check', () => {
    const input = document.paths['/api/provision-demo']!.post!.requestBody!.content['application/json']!.schema
    const { $schema: _, ...expected } = z.toJSONSchema(operations[0]!.input, { io: 'input' })
    expect(input).toEqual(expected)
  })
})
