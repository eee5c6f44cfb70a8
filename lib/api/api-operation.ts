import type { z } from 'zod'
import type { RouteSpec } from '@/lib/http/route'

/** A documented route: what `route()` checks, and what a reader of the OpenAPI document needs besides. */
export interface ApiOperation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends RouteSpec<I, O> {
  /** Unique, in camelCase: the name that generated clients give the call. */
  operationId: string
  /** What stands in braces in `path`. */
  pathFields?: z.ZodObject
  /** The setting with the token that another part of the installation shows, instead of a person's session. */
  internal?: 'HUB_API_TOKEN' | 'MAIL_REPORT_TOKEN' | 'SUPERSET_PORTAL_KEY'
  /** The media type when the answer is not JSON. */
  produces?: string
  refusals: { status: number; when: string }[]
  example: { path?: Record<string, string>; input?: unknown; output: unknown }
}

/** Keeps the schemas' own types, which `satisfies` with a wide type would lose. */
export const apiOperation = <I extends z.ZodType, O extends z.ZodType>(operation: ApiOperation<I, O>): ApiOperation<I, O> => operation
