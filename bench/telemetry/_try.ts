import { ingest } from './ingest'
await ingest({ peers: false, profile: process.argv.includes('--prof') })
process.exit(0)
