import { bearerIs } from '@/lib/auth/bearer-is'
import { env } from '@/lib/env'

/** Whether the notebook hub of this installation asks, by the token that portal and hub share. */
export const isHub = (authorization: string | null): boolean => bearerIs(authorization, env().HUB_API_TOKEN)
