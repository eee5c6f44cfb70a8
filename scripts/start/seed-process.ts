import { seed } from '../../prisma/seed/main'
import { system } from '../../lib/system'

// Apart from the starter: generating the plants is work for a core, and its connections end with it.
const progress = (what: string) => process.send?.({ progress: what })
const seeded = await seed(system(), progress)
await system().db.close()
process.send?.({ seeded }, () => process.exit(0))
