import type { StackServer } from './server'
import { s3 } from './servers/s3'

/** Every server of the stack; `npm run stack` starts them side by side. */
export const servers: StackServer[] = [s3]
