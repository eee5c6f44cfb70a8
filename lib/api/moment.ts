import { z } from 'zod'

/** A moment in an answer: RFC 3339 in UTC with milliseconds. */
export const moment = z.iso.datetime().describe('RFC 3339, UTC')
